"""What is left in a text to be filled in is found, and brackets that hold something else are not."""

from __future__ import annotations

import pytest

from seloste.policy.prose.gaps import find_gaps

GAPS = {
    "Säilytämme tietoja [aika].": ["[aika]"],
    "Contact [company] or [name], [email protected].": ["[company]", "[name]", "[email protected]"],
    "Kuvaus: […]": ["[…]"],
    "Täytä: [ ] ja [__]": ["[ ]", "[__]"],
    "[Yritys]n asiakkaat": ["[Yritys]"],
    "Hi {{ company_name }}, {{site}}": ["{{ company_name }}", "{{site}}"],
    "{% if x %}We{% endif %}": ["{% if x %}", "{% endif %}"],
    "{yrityksen nimi} ja ${name}": ["{yrityksen nimi}", "${name}"],
    "<company name> ja <…>": ["<company name>", "<…>"],
    "Säilytysaika: TODO": ["TODO"],
    "todo: tarkista; tbd": ["todo", "tbd"],
    "xxx vuotta, XXXX Oy, 044 xxx xxxx": ["xxx", "XXXX", "xxxx"],
    "Säilytysaika on ____ vuotta.": ["____"],
    "Lisää tähän säilytysaika": ["Lisää tähän"],
    "Päivitetty XX.XX.2026": ["XX.XX.2026"],
    "Laadittu pp.kk.vvvv, muutettu 3.6.20xx": ["pp.kk.vvvv", "3.6.20xx"],
    "Uppdaterad ÅÅÅÅ-MM-DD": ["ÅÅÅÅ-MM-DD"],
    "Updated DD/MM/YYYY, [X] and [XX]": ["[X]", "[XX]", "DD/MM/YYYY"],
    "Säilytysaika on xx vuotta, X kk": ["xx vuotta", "X kk"],
    "TÄYDENNÄ: säilytysaika": ["TÄYDENNÄ"],
}
GAPS_IN = {
    ("en", "INSERT ADDRESS HERE"): ["INSERT ADDRESS HERE"],
    ("en", "kept for XX years"): ["XX years"],
    ("en", "Insert address here"): ["Insert address here"],
    ("sv", "FYLL I adressen"): ["FYLL I"],
    ("sv", "sparas i xx år"): ["xx år"],
}
NONE = (
    "viite [12], [1–3], [2016/679], [a], [ii, iii]",
    "“[t]he controller [sic]”",
    "tietosuoja [at] kiuru [dot] fi, tietosuoja[ät]kiuru[piste]fi",
    "[x] Hyväksyn",
    "[X] Hyväksyn\n- [X] En hyväksy",
    "[our page](https://kiuru.fi/a), ![logo](https://kiuru.fi/a.png)",
    "alle <18-vuotiaat, < 18 vuotta > 16, a < b and c > d, x<y and y>z",
    "<a@b.fi> <https://x.fi/a> <www.x.fi>",
    "<b>lihava</b><br/><p class='x'>",
    "Asetukset > Tietosuoja -> Poista",
    "192.168.xxx.xxx, **** xxxx, XXL, xx",
    "TODOS, metodologia, a_b__c",
    "&lt;18 &amp; {1, 2}",
    "the “Company” [as defined below], “Yhtiö” [jäljempänä Yhtiö], ”Bolaget” [nedan Bolaget]",
    "Luokka XXX Large, XXX-Large, XXL, koko XX",
    "täydennä lomake, insert your card, fyll i blanketten, lisää tuote ostoskoriin",
    "3.6.2026, 2026-06-03, 03/06/2026, tupla-X 5 vuotta, X-sukupolvi, X kk-lippu, 2 x kk, 3 x weeks, 2 x år",
    "Päivämäärät muodossa 1.1.2026; LISÄÄ TIETOA; MM-kisat; DD-luokka",
)


@pytest.mark.parametrize("text", GAPS)
def test_a_gap_is_found_as_it_is_written(text: str) -> None:
    assert list(find_gaps(text, "fi")) == GAPS[text]


@pytest.mark.parametrize(("language", "text"), GAPS_IN)
def test_a_gap_is_found_by_the_words_of_its_language(language: str, text: str) -> None:
    assert list(find_gaps(text, language)) == GAPS_IN[language, text]


@pytest.mark.parametrize("text", NONE)
def test_what_holds_something_else_is_no_gap(text: str) -> None:
    assert [find_gaps(text, language) for language in ("fi", "en", "sv", "de")] == [()] * 4
