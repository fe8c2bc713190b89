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
}
NONE = (
    "viite [12], [1–3], [2016/679], [a], [ii, iii]",
    "“[t]he controller [sic]”",
    "[x] Hyväksyn",
    "[our page](https://kiuru.fi/a), ![logo](https://kiuru.fi/a.png)",
    "alle <18-vuotiaat, < 18 vuotta > 16, a < b and c > d, x<y and y>z",
    "<a@b.fi> <https://x.fi/a> <www.x.fi>",
    "<b>lihava</b><br/><p class='x'>",
    "Asetukset > Tietosuoja -> Poista",
    "192.168.xxx.xxx, **** xxxx, XXL, xx",
    "TODOS, metodologia, a_b__c",
    "&lt;18 &amp; {1, 2}",
)


@pytest.mark.parametrize("text", GAPS)
def test_a_gap_is_found_as_it_is_written(text: str) -> None:
    assert find_gaps(text, "fi") == GAPS[text]


@pytest.mark.parametrize("text", NONE)
def test_what_holds_something_else_is_no_gap(text: str) -> None:
    assert [find_gaps(text, language) for language in ("fi", "en", "sv", "de")] == [[]] * 4
