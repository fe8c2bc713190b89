"""The public notice: it says what the policy says, all of it and nothing else, in each format and language."""

from __future__ import annotations

import re
from typing import Any

import pytest
from samples import ROOT, Words, complete, jamix, minimal

from policy.notice import Policy
from policy.text import texts
from reports.language import UnknownLanguageError, language
from reports.notice import render_notice

FORMATS = ("html", "markdown", "text")
ORIGINAL = ROOT.parent / "shared" / "seed" / "notice.fi.txt"
#: What Jamix's original does not say: our heading for the storage period, and the one that sets objecting apart.
OURS = {"Säilytysaika", "Vastustamisoikeus"}
#: Sentences that ours has in a section of their own, because policy.yaml has one.
MOVED = "Henkilötietoja säilytetään rekisterissä vähintään asiakassopimuksen ajan."
HOSTILE = "<script>alert(1)</script> {{ 7*7 }} *a* _b_ #c |d| `e` [f](g) \u202eh \x1b[31m &amp; ~~i~~"
NAMES = {"suopilvi": "Suopilvi Oy"}


def sentences(text: str) -> list[str]:
    """The sentences and bullets of a text, each on its own, without bullets, rules and numbers of sections."""
    found = []
    for line in text.replace("\u00a0", " ").split("\n"):
        line = re.sub(r"^\s*(?:[•|-]\s*|\d+\.\s+)", "", line).strip()
        if line and not re.fullmatch(r"[=-]+", line):
            found += re.split(r"(?<=[.])\s+(?=[A-ZÄÖ])", line)
    return found


@pytest.fixture(scope="module")
def original() -> list[str]:
    if not ORIGINAL.exists():
        pytest.skip(f"the original notice is not at {ORIGINAL}")
    return sentences(ORIGINAL.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def rendered() -> list[str]:
    return sentences(render_notice(jamix(), "fi", "text"))


def test_the_original_is_told_whole_and_in_order(original: list[str], rendered: list[str]) -> None:
    assert [line for line in rendered if line not in OURS and line != MOVED] == [
        line for line in original if line != MOVED
    ]
    assert rendered.count(MOVED) == original.count(MOVED) == 1


def test_a_sentence_after_an_announced_list_closes_it() -> None:
    said = render_notice(jamix(), "fi", "text")
    assert "- Liiketoiminnan raportointi ja analytiikka\n\nRekisterin henkilötietoja käytetään myös" in said
    assert "- Asiakassopimuksessa määritetyn yhteyshenkilön toimittamat henkilötiedot." in said


@pytest.mark.parametrize("code", ["fi", "en"])
def test_every_format_says_the_same(code: str) -> None:
    def words(text: str) -> list[str]:
        return sorted(re.findall(r"\w+", text.lower()))

    for policy in (jamix(), complete()):
        plain = words(render_notice(policy, code, "text"))
        page = Words(render_notice(policy, code, "html")).text
        main = page[page.rindex("\n", 0, page.index(policy.controller.name + "\n")) :]
        assert words(render_notice(policy, code, "markdown").replace("\\", "")) == plain
        assert set(words(main)) <= set(plain) <= set(words(page))


@pytest.mark.parametrize("code", ["fi", "en"])
@pytest.mark.parametrize("format", FORMATS)
def test_every_text_of_the_complete_example_is_told(code: str, format: str) -> None:
    said = render_notice(complete(), code, format)
    said = Words(said).text if format == "html" else said.replace("\\", "")
    said = " ".join(said.split())
    for steps, words in texts(complete()):
        assert " ".join(words[code].split()) in said, steps


@pytest.mark.parametrize(
    "shown",
    [
        "9999999-2",
        "asiakaspalvelu@lumikiurunpuoti.fi",
        "Oikeutettu etu (tietosuoja-asetuksen 6 artiklan 1 kohdan f alakohta)",
        "Nimenomainen suostumus (tietosuoja-asetuksen 9 artiklan 2 kohdan a alakohta)",
        "Säilytysaika: Asiakkaan tietoja säilytetään 1 vuoden ajan sopimuksen päättymisestä",
        "viimeistään 30 päivän kuluttua jäsenyyden päättymisestä",
        "yksiselitteinen yksilöiminen on tärkeää",
        "kuuluu erityisiin henkilötietoryhmiin",
        "Yhdysvallat; Yhdistynyt kuningaskunta; Intia",
        "EU:n ja Yhdysvaltojen tietosuojakehys (DPF)",
        "siirtoperuste: tietosuojan riittävyyttä koskeva päätös",
        "Suopilvi Oy",
        "snowlark",
        "Julkaistu 10.3.2025",
        "Tarkistettu 15.9.2026",
        "Muualta kuin rekisteröidyltä",
    ],
)
def test_the_facts_of_the_complete_example_are_told_in_words(shown: str) -> None:
    assert shown in render_notice(complete(), "fi", "text", processors=NAMES)


@pytest.mark.parametrize(("code", "invented"), [("fi", "Enintään "), ("en", "At most ")])
def test_how_long_data_are_kept_is_told_in_the_words_of_the_notice_only(code: str, invented: str) -> None:
    told = render_notice(complete(), code, "text")
    assert invented not in told
    for entry in complete().retention.values():
        assert " ".join(entry.text[code].split()) in " ".join(told.split())


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_kept_inside_is_never_told(format: str) -> None:
    said = render_notice(complete(), "en", format)
    for inside in ("balancing", "dpia", "10 February 2026", "confidentiality-agreements.pdf", "training-log"):
        assert inside not in said


@pytest.mark.parametrize("policy", [jamix(), complete()], ids=["jamix", "complete"])
@pytest.mark.parametrize(("code", "other"), [("fi", "en"), ("en", "fi")])
def test_no_words_of_another_language_are_told(policy: Policy, code: str, other: str) -> None:
    said = Words(render_notice(policy, code, "html")).text
    foreign = {words[other] for _, words in texts(policy) if words[other] != words[code] and len(words[other]) > 12}
    foreign |= {word for word in leaves(language(other).data["notice"]) if len(word) > 8 and "{" not in word}
    own = set(leaves(language(code).data["notice"]))
    for words in foreign - own:
        assert words not in said


def leaves(data: Any) -> list[str]:
    return [data] if isinstance(data, str) else [leaf for value in data.values() for leaf in leaves(value)]


@pytest.mark.parametrize("format", FORMATS)
def test_the_least_policy_has_no_empty_sections(format: str) -> None:
    said = render_notice(minimal(), "fi", format)
    headings = [language("fi").word(f"notice.headings.{key}") for key in ("controller", "name")]
    assert "Tietosuojaseloste: Rekisteri" in said
    told = [word for word in leaves(language("fi").data["notice"]["headings"]) if word in said]
    assert sorted(told) == sorted(headings)


def test_a_notice_that_the_policy_lacks_is_refused() -> None:
    with pytest.raises(UnknownLanguageError):
        render_notice(jamix(), "sv", "text")


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="docx"):
        render_notice(jamix(), "fi", "docx")


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_policy_gives_the_same_bytes(format: str) -> None:
    assert render_notice(complete(), "fi", format) == render_notice(complete().model_copy(deep=True), "fi", format)


def hostile() -> Policy:
    words = {"fi": HOSTILE, "en": HOSTILE}
    return minimal(
        controller={"name": HOSTILE, "email": '"><img src=x>', "website": "javascript:alert(1)", "phone": "# 1"},
        purposes={"one": {"text": words}, "two": {"text": {"fi": "1. a", "en": "- b"}}},
        headings={"purposes": words},
        introductions={"purposes": words},
        rights={"objection": {"right": "objection", "text": words}},
        sections={"own": {"heading": words, "text": words}},
    )


def test_hostile_text_is_no_markup_in_html() -> None:
    said = render_notice(hostile(), "fi", "html")
    assert "<script" not in said
    assert "<img" not in said
    assert 'href="javascript' not in said
    assert "{{ 7*7 }}" in Words(said).text
    assert "\u202e" not in said
    assert "\x1b" not in said


def test_hostile_text_is_no_markup_in_markdown() -> None:
    said = render_notice(hostile(), "fi", "markdown")
    assert "\\<script\\>" in said
    assert "\\*a\\* \\_b\\_ \\#c \\|d\\| \\`e\\` \\[f\\](g)" in said
    assert "\\~\\~i\\~\\~" in said
    assert not re.search(r"(?<!\\)[<`]", said)
    assert "\\# 1" in said
    assert "- 1\\. a" in said
    assert "- \\- b" in render_notice(hostile(), "en", "markdown")


def test_hostile_text_is_visible_in_plain_text() -> None:
    said = render_notice(hostile(), "fi", "text")
    assert "<script>alert(1)</script> {{ 7*7 }}" in said
    assert "[U+202E]h [U+001B][31m" in said


def test_an_obfuscated_e_mail_is_literal_and_leads_nowhere() -> None:
    assert "[email\u00a0protected]" in render_notice(jamix(), "fi", "text")
    assert "\\[email\u00a0protected\\]" in render_notice(jamix(), "fi", "markdown")
    assert "mailto:" not in render_notice(jamix(), "fi", "html")


def test_the_page_stands_alone_and_is_sound() -> None:
    said = render_notice(complete(), "fi", "html")
    assert '<html lang="fi">' in said
    assert '<meta name="viewport"' in said
    assert not re.search(r"<(script|link|img|iframe|object)\b|url\(|@import|\bsrc=", said)
    ids = re.findall(r'\bid="([^"]+)"', said)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', said)) <= set(ids)
    assert {"purposes.orders", "fields.name", "retention.customers", "rights.objection", "transfers"} <= set(ids)


def test_the_right_to_object_stands_apart_from_the_other_rights() -> None:
    said = render_notice(complete(), "en", "html")
    apart = said[said.index('class="stressed"') :]
    apart = apart[: apart.index("</section>")]
    assert 'id="rights.objection"' in apart
    assert 'id="rights.direct-marketing-objection"' in apart
    assert 'id="rights.access"' not in apart


def test_categories_of_people_are_left_out_only_where_the_notice_speaks_of_them_itself() -> None:
    groups = {"data_subjects": {"a": {"text": {"fi": "Ryhmä A", "en": "Group A"}}}}
    own = {"purposes": {"fi": "Otsikko", "en": "Heading"}}
    assert "Ryhmä A" in render_notice(minimal(**groups), "fi", "text")
    assert "Ryhmä A" in render_notice(minimal(**groups, introductions=own), "fi", "text")
    assert "Ryhmä A" not in render_notice(minimal(**groups, introductions=own, headings=own), "fi", "text")


def test_a_section_keeps_our_heading_when_only_another_has_its_own() -> None:
    policy = minimal(
        headings={"rights": {"fi": "Oikeutesi", "en": "Your rights"}},
        processors={"text": {"fi": "Käsittelijät käsittelevät.", "en": "Processors process."}},
    )
    assert language("fi").word("notice.headings.processors") in render_notice(policy, "fi", "text")


def test_a_contact_without_a_name_or_a_role_is_told_by_what_it_has() -> None:
    policy = minimal(
        contacts={
            "both": {"name": "Aino", "role": {"fi": "Päällikkö", "en": "Head"}},
            "dpo": {"name": "Eino", "duty": "dpo", "email": "e@x.fi"},
            "head": {"name": "Oiva", "role": {"fi": "Päällikkö", "en": "Head"}, "duty": "dpo"},
            "phone": {"phone": "+358 1"},
        }
    )
    said = render_notice(policy, "fi", "text")
    assert "Päällikkö – Aino" in said
    assert "Tietosuojavastaava – Eino\ne@x.fi" in said
    assert "Päällikkö (Tietosuojavastaava) – Oiva" in said
    assert "+358 1" in said


def test_joint_controllers_and_the_representative_are_told() -> None:
    policy = minimal(
        controller={"name": "Inc.", "address": {"country": "US"}, "representative": {"name": "Edustaja Oy"}},
        joint_controllers={"b": {"name": "Toinen Oy", "arrangement": {"fi": "Jaamme vastuun.", "en": "We share."}}},
    )
    said = render_notice(policy, "fi", "text")
    for words in ("Yhdysvallat", "Rekisterinpitäjän edustaja", "Edustaja Oy", "Toinen Oy", "Jaamme vastuun."):
        assert words in said
