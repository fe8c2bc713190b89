"""The public notice: it says what the policy says, all of it and nothing else, in each format and language."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest

from seloste.policy.notice import Policy
from seloste.policy.promise import list_promises
from seloste.policy.texts import list_texts
from seloste.reports.language.language import UnknownLanguageError, load_language
from seloste.reports.notice import Publication, render_notice
from seloste.reports.rendering import escape
from tests.support import ROOT
from tests.support.samples import Words, complete, jamix, minimal

FORMATS = ("html", "markdown", "text")
ORIGINAL = ROOT.parent / "shared" / "seed" / "notice.fi.txt"
#: What Jamix's original does not say: our heading for the storage period, and the one that sets objecting apart.
OURS = {"Säilytysaika", "Vastustamisoikeus"}
#: Sentences that ours has in a section of their own, because policy.yaml has one.
MOVED = "Henkilötietoja säilytetään rekisterissä vähintään asiakassopimuksen ajan."
HOSTILE = "<script>alert(1)</script> {{ 7*7 }} *a* _b_ #c |d| `e` [f](g) \u202eh \x1b[31m &amp; ~~i~~"
NAMES = {"suopilvi": "Suopilvi Oy"}
PUBLISHED = Publication(
    addresses={"fi": "notice.fi.html", "en": "notice.en.html"},
    served_purposes={"suopilvi": ["orders", "accounting"], "snowlark": ["newsletter"]},
)


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
    return sentences(in_full(render_notice(jamix(), "fi", "text"), "fi"))


def in_full(page: str, code: str) -> str:
    """The notice without its first layer, which says the same in brief."""
    heading = load_language(code).word("notice.brief.heading")
    before, _, after = page.partition(f"\n{heading}\n")
    return before + after.partition("\n\n")[2].partition("\n\n")[2]


def test_the_original_is_told_whole_and_in_order(original: list[str], rendered: list[str]) -> None:
    assert [line for line in rendered if line not in OURS and line != MOVED] == [
        line for line in original if line != MOVED
    ]
    assert rendered.count(MOVED) == original.count(MOVED) == 1


def test_a_sentence_after_an_announced_list_closes_it() -> None:
    output = render_notice(jamix(), "fi", "text")
    assert "- Liiketoiminnan raportointi ja analytiikka\n\nRekisterin henkilötietoja käytetään myös" in output
    assert "- Asiakassopimuksessa määritetyn yhteyshenkilön toimittamat henkilötiedot." in output


@pytest.mark.parametrize("code", ["fi", "en"])
def test_every_format_says_the_same(code: str) -> None:
    def words(text: str) -> Counter[str]:
        return Counter(re.findall(r"\w+", text.lower()))

    navigation = [load_language(code).word(f"page.{key}") for key in ("skip", "contents")]
    for policy in (jamix(), complete()):
        plain = words(render_notice(policy, code, "text", publication=PUBLISHED))
        page = words(Words(render_notice(policy, code, "html", publication=PUBLISHED)).text)
        markdown = render_notice(policy, code, "markdown", publication=PUBLISHED)
        markdown = re.sub(r"<a id=[^>]*></a>|\]\(<?[#n][^)]*\)|\\", "", markdown)
        headings = words(" ".join(re.findall(r"^## (.*)$", markdown, re.M)[1:]))
        extra = words(" ".join(["Suomi", "English", *navigation, policy.notice.name[code]]))
        assert not plain - page
        assert not plain - words(markdown)
        assert set(page - plain) <= set(headings) | set(extra) | set(words(title(policy, code)))
        assert set(words(markdown) - plain) <= set(headings) | set(extra)


def title(policy: Policy, code: str) -> str:
    return (policy.notice.title or policy.notice.name)[code]


@pytest.mark.parametrize("code", ["fi", "en"])
@pytest.mark.parametrize("format", FORMATS)
def test_every_text_of_the_complete_example_is_told(code: str, format: str) -> None:
    output = render_notice(complete(), code, format)
    output = Words(output).text if format == "html" else output.replace("\\", "")
    output = " ".join(output.split())
    for steps, words in list_texts(complete()):
        assert " ".join(words[code].split()) in output, steps


@pytest.mark.parametrize(
    "shown",
    [
        "9999999-2",
        "asiakaspalvelu@lumikiurunpuoti.fi",
        "Oikeutettu etu (tietosuoja-asetuksen 6 artiklan 1 kohdan f alakohta)",
        "Nimenomainen suostumus (tietosuoja-asetuksen 9 artiklan 2 kohdan a alakohta)",
        "Pääsääntö: vähintään 1 vuosi ja enintään 3 vuotta sopimuksen päättymisestä; poikkeukset kohdassa ”Säil",
        "Säilytysaika: Vähintään 6 vuotta ja enintään 7 vuotta (ks. kohta ”Säilytysaika”)\n",
        "viimeistään 30 päivän kuluttua jäsenyyden päättymisestä",
        "yksiselitteinen yksilöiminen on tärkeää",
        "kuuluu erityisiin henkilötietoryhmiin",
        "Yhdysvallat; Yhdistynyt kuningaskunta; Intia",
        "EU:n ja Yhdysvaltojen tietosuojakehys (DPF)",
        "siirtoperuste: tietosuojan riittävyyttä koskeva päätös",
        "Suopilvi Oy",
        "Versio 2026-09-15",
        "Suopilvi Oy: verkkokaupan ja Kiurukerhon palvelimet (Suomi)",
        "Julkaistu 10.3.2025",
        "Tarkistettu 15.9.2026",
        "Muualta kuin rekisteröidyltä",
    ],
)
def test_the_facts_of_the_complete_example_are_told_in_words(shown: str) -> None:
    assert shown in render_notice(complete(), "fi", "text", processors=NAMES)


@pytest.mark.parametrize("code", ["fi", "en", "sv"])
def test_how_long_data_are_kept_is_told_once_in_the_words_of_the_notice(code: str) -> None:
    page = " ".join(render_notice(complete(), code, "text").split())
    for entry in complete().retention.values():
        assert page.count(" ".join(entry.text[code].split())) == 1


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_kept_inside_is_never_told(format: str) -> None:
    output = render_notice(complete(), "en", format)
    for inside in ("balancing", "dpia", "10 February 2026", "confidentiality-agreements.pdf", "training-log"):
        assert inside not in output


@pytest.mark.parametrize("policy", [jamix(), complete()], ids=["jamix", "complete"])
@pytest.mark.parametrize(("code", "other"), [("fi", "en"), ("en", "fi")])
def test_no_words_of_another_language_are_told(policy: Policy, code: str, other: str) -> None:
    output = Words(render_notice(policy, code, "html")).text
    foreign = {
        words[other] for _, words in list_texts(policy) if words[other] != words[code] and len(words[other]) > 12
    }
    foreign |= {word for word in leaves(load_language(other).data["notice"]) if len(word) > 8 and "{" not in word}
    own = set(leaves(load_language(code).data["notice"]))
    for words in foreign - own:
        assert words not in output


def leaves(data: Any) -> list[str]:
    return [data] if isinstance(data, str) else [leaf for value in data.values() for leaf in leaves(value)]


@pytest.mark.parametrize("format", FORMATS)
def test_the_least_policy_has_no_empty_sections(format: str) -> None:
    output = render_notice(minimal(), "fi", format)
    headings = [load_language("fi").word(f"notice.headings.{key}") for key in ("controller", "name")]
    assert "Tietosuojaseloste: Rekisteri" in output
    shown = [word for word in leaves(load_language("fi").data["notice"]["headings"]) if word in output]
    assert sorted(shown) == sorted(headings)


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
    output = render_notice(hostile(), "fi", "html")
    assert "<script>" not in output
    assert output.count("<script") == output.count("</script>") == 1
    assert "<img" not in output
    assert 'href="javascript' not in output
    assert "{{ 7*7 }}" in Words(output).text
    assert "\u202e" not in output
    assert "\x1b" not in output


def test_hostile_text_is_no_markup_in_markdown() -> None:
    output = render_notice(hostile(), "fi", "markdown")
    assert "\\<script\\>" in output
    assert "\\*a\\* \\_b\\_ \\#c \\|d\\| \\`e\\` \\[f\\](g)" in output
    assert "\\~\\~i\\~\\~" in output
    assert not re.search(r"(?<!\\)[<`]", re.sub(r'<a id="[\w.-]+"></a>', "", output))
    assert "\\# 1" in output
    assert "- 1\\. a" in output
    assert "- \\- b" in render_notice(hostile(), "en", "markdown")


def test_hostile_text_is_visible_in_plain_text() -> None:
    output = render_notice(hostile(), "fi", "text")
    assert "<script>alert(1)</script> {{ 7*7 }}" in output
    assert "[U+202E]h [U+001B][31m" in output


def test_an_obfuscated_e_mail_is_literal_and_leads_nowhere() -> None:
    assert "[email\u00a0protected]" in render_notice(jamix(), "fi", "text")
    assert "\\[email\u00a0protected\\]" in render_notice(jamix(), "fi", "markdown")
    assert "mailto:" not in render_notice(jamix(), "fi", "html")


def test_the_page_stands_alone_and_is_sound() -> None:
    output = render_notice(complete(), "fi", "html")
    assert '<html lang="fi">' in output
    assert '<meta name="viewport"' in output
    assert "Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'" in output
    assert not re.search(
        r"<(link|img|iframe|object)\b|<script(?! type=\"application/ld.json\")|url\(|@import|\bsrc=", output
    )
    ids = re.findall(r'\bid="([^"]+)"', output)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', output)) <= set(ids)
    assert {"purposes.orders", "fields.name", "retention.customers", "rights.objection", "transfers"} <= set(ids)


def test_the_right_to_object_stands_apart_from_the_other_rights() -> None:
    output = render_notice(complete(), "en", "html")
    apart = output[output.index('class="stressed"') :]
    apart = apart[: apart.index("</section>")]
    assert 'id="rights.objection"' in apart
    assert 'id="rights.direct-marketing-objection"' in apart
    assert 'id="rights.access"' not in apart


def test_categories_of_people_are_left_out_only_where_the_notice_names_them_all_itself() -> None:
    groups = {"data_subjects": {"a": {"text": {"fi": "Jäsenet", "en": "Members"}}}}
    groups["data_subjects"]["b"] = {"text": {"fi": "Potentiaaliset jäsenet", "en": "Potential members"}}
    own = {"purposes": {"fi": "Otsikko", "en": "Heading"}}
    named = {"purposes": {"fi": "Jäsenten ja potentiaalisten jäsenten tiedot:", "en": "Members, potential members:"}}
    some = {"purposes": {"fi": "Jäsenten tiedot:", "en": "Members:"}}
    for introductions, headings, is_listed in (
        ({}, {}, 1),
        (named, {}, 1),
        (own, own, 1),
        (some, own, 1),
        (named, own, 0),
    ):
        policy = minimal(**groups, introductions=introductions, headings=headings)
        for code, words in (("fi", "- Potentiaaliset jäsenet"), ("en", "- Potential members")):
            assert (words in render_notice(policy, code, "text")) is bool(is_listed)


def test_a_section_keeps_our_heading_when_only_another_has_its_own() -> None:
    policy = minimal(
        headings={"rights": {"fi": "Oikeutesi", "en": "Your rights"}},
        processors={"text": {"fi": "Käsittelijät käsittelevät.", "en": "Processors process."}},
    )
    assert load_language("fi").word("notice.headings.processors") in render_notice(policy, "fi", "text")


def test_a_contact_without_a_name_or_a_role_is_told_by_what_it_has() -> None:
    policy = minimal(
        contacts={
            "both": {"name": "Aino", "role": {"fi": "Päällikkö", "en": "Head"}},
            "dpo": {"name": "Eino", "duty": "dpo", "email": "e@x.fi"},
            "head": {"name": "Oiva", "role": {"fi": "Päällikkö", "en": "Head"}, "duty": "dpo"},
            "phone": {"phone": "+358 1"},
        }
    )
    output = render_notice(policy, "fi", "text")
    assert "Päällikkö – Aino" in output
    assert "Tietosuojavastaava – Eino\ne@x.fi" in output
    assert "Päällikkö (Tietosuojavastaava) – Oiva" in output
    assert "+358 1" in output


def test_joint_controllers_and_the_representative_are_told() -> None:
    policy = minimal(
        controller={"name": "Inc.", "address": {"country": "US"}, "representative": {"name": "Edustaja Oy"}},
        joint_controllers={"b": {"name": "Toinen Oy", "arrangement": {"fi": "Jaamme vastuun.", "en": "We share."}}},
    )
    output = render_notice(policy, "fi", "text")
    for words in ("Yhdysvallat", "Rekisterinpitäjän edustaja", "Edustaja Oy", "Toinen Oy", "Jaamme vastuun."):
        assert words in output


@pytest.mark.parametrize("policy", [jamix(), complete()], ids=["jamix", "complete"])
@pytest.mark.parametrize("code", ["fi", "en"])
def test_every_promise_has_an_anchor_and_every_link_leads_to_one(policy: Policy, code: str) -> None:
    output = render_notice(policy, code, "html", publication=PUBLISHED)
    ids = re.findall(r'\bid="([^"]+)"', output)
    assert len(ids) == len(set(ids))
    assert {promise.id for promise in list_promises(policy)} <= set(ids)
    assert set(re.findall(r'href="#([^"]+)"', output)) <= set(ids)


def test_contents_and_summary_of_markdown_lead_to_anchors_that_are_there() -> None:
    for policy in (jamix(), complete()):
        output = render_notice(policy, "fi", "markdown")
        targets, ids = re.findall(r"\]\(#([^)]+)\)", output), re.findall(r'<a id="([^"]+)">', output)
        assert len(ids) == len(set(ids))
        assert len(targets) > len(ids)
        assert set(targets) <= set(ids)


def test_anchors_of_references_that_are_no_ids_are_sound() -> None:
    listed = {
        "text": {"fi": "Lista", "en": "List"},
        "listed": "in-notice",
        "recipients": {'a b"<': {"name": "A"}, "x": {"name": "B"}},
    }
    output = render_notice(minimal(processors=listed), "fi", "html")
    ids = re.findall(r'\bid="([^"]*)"', output)
    assert len(ids) == len(set(ids))
    assert "processors.recipients.a%20b%22%3C" in ids


def test_the_summary_says_who_why_what_to_whom_how_long_and_where_to_write() -> None:
    output = render_notice(complete(), "en", "text")
    brief = output[output.index("In brief") : output.index("\nController\n")]
    for line in (
        "- Who: Lumikiurun Puoti Oy",
        "- Why: Handling and delivering orders, and customer service",
        "- What data: Name; personal identity code",
        "- To whom: The Finnish Tax Administration",
        "- Transfers: United States; United Kingdom; India",
        "- How long: Depends on the purpose of the processing and on whose data they are",
        "- Rights: Access to the data, rectification, erasure",
        "- Where to write: tietosuoja@lumikiurunpuoti.fi, https://www.lumikiurunpuoti.fi/tietosuoja",
    ):
        assert line in brief


def test_the_summary_has_no_line_for_what_the_policy_does_not_say() -> None:
    output = render_notice(minimal(), "en", "text")
    brief = output[output.index("In brief") : output.index("\nController\n")]
    assert re.findall(r"^- (.*):", brief, re.M) == ["Who"]


def test_the_summary_shows_that_it_leaves_something_out() -> None:
    purposes = {f"p{number}": {"text": {"fi": "Tarkoitus " * 5, "en": "A purpose " * 5}} for number in range(9)}
    output = render_notice(minimal(purposes=purposes), "en", "text")
    assert re.search(r"- Why: .*; and \d more\n", output)


def test_the_summary_tells_a_text_whole_or_not_at_all() -> None:
    """Its first sentence alone may say the opposite of it: "No data are transferred. Except to …"."""
    exception = "No data are transferred outside the EU. Except to " + ", ".join(["the United States"] * 8) + "."
    for times, expected in ((1, exception), (2, "Told below in the notice")):
        stated = {"text": {"fi": "Siirrot", "en": " ".join([exception] * times)}, "rule": "exceptionally"}
        assert f"- Transfers: {expected}\n" in render_notice(minimal(transfers=stated), "en", "text")
    listed = {"text": {"fi": "Luvalla", "en": "Only with your consent."}, "rule": "with-consent"}
    listed["recipients"] = {"bank": {"text": {"fi": "Pankki", "en": "The bank"}}}
    assert "- To whom: Only with your consent.\n" in render_notice(minimal(disclosures=listed), "en", "text")


def test_the_summary_tells_no_period_without_the_others() -> None:
    entries = {f"r{each}": {"text": {"fi": "Aika", "en": f"Data {each} are kept for long. " * 3}} for each in (1, 2)}
    output = render_notice(minimal(retention=entries), "en", "text")
    assert "- How long: Depends on which data they are\n" in output
    for entry in entries.values():
        entry["text"]["en"] = entry["text"]["en"][:25]
    assert "- How long: Data 1 are kept for long. Data 2" in render_notice(minimal(retention=entries), "en", "text")


def test_the_summary_never_leaves_out_what_weighs_most() -> None:
    fields: dict[str, Any] = {
        f"f{number}": {"text": {"fi": f"Tieto {number}", "en": f"Data {number} " * 5}} for number in range(8)
    }
    fields["f8"] = {"text": {"fi": "Terveys", "en": "Health"}, "special_category": True}
    output = render_notice(minimal(fields=fields), "en", "text")
    assert re.search(r"- What data: Data 0 .*; health; and \d more\n", output)
    decided = {"used": True, "text": {"fi": "Päätös", "en": "A machine decides."}}
    assert "- Automated decisions: A machine decides.\n" in render_notice(
        minimal(automated_decisions=decided), "en", "text"
    )
    decided["used"] = False
    assert "- Automated decisions" not in render_notice(minimal(automated_decisions=decided), "en", "text")


def test_a_field_that_names_the_personal_identity_code_is_not_marked_with_it_again() -> None:
    fields: dict[str, Any] = {
        "id": {"text": {"fi": "Henkilötunnus", "en": "Personal identity code"}, "national_id": True}
    }
    fields["other"] = {"text": {"fi": "Tunniste", "en": "Identifier"}, "national_id": True}
    output = render_notice(minimal(fields=fields), "fi", "text")
    assert "- Henkilötunnus\n" in output
    assert "- Tunniste (henkilötunnus)\n" in output


def test_the_sisters_are_told_where_they_are_known() -> None:
    output = render_notice(complete(), "fi", "html", publication=PUBLISHED)
    assert '<a href="notice.en.html" hreflang="en" lang="en">English</a>' in output
    assert '<span lang="fi" aria-current="true">Suomi</span>' in output
    alone = render_notice(complete(), "fi", "html", publication=Publication(addresses={"fi": "a.html"}))
    assert "hreflang" not in alone


def test_the_processors_of_a_purpose_are_told_only_where_the_notice_names_them() -> None:
    output = render_notice(complete(), "fi", "text", processors=NAMES, publication=PUBLISHED)
    assert output.count("  - Henkilötietojen käsittelijät: Suopilvi Oy") == 2
    policy = complete().model_copy(
        update={"processors": complete().processors.model_copy(update={"recipients": None})}  # type: ignore[union-attr]
    )
    assert "  - Henkilötietojen käsittelijät" not in render_notice(policy, "fi", "text", publication=PUBLISHED)


def test_sections_come_in_the_order_of_the_notices_own_headings() -> None:
    text = {"fi": "Teksti", "en": "Text"}
    policy = minimal(
        headings={key: {"fi": f"Oma {key}", "en": f"Own {key}"} for key in ("rights", "purposes", "controller")},
        purposes={"one": {"text": text}},
        fields={"name": {"text": text}},
        rights={"access": {"right": "access", "text": text}},
        requests={"text": {"fi": "Kirjoita", "en": "Write"}},
    )
    output = render_notice(policy, "en", "markdown")
    headings = re.findall(r"^## (.*)$", output, re.M)[2:]
    assert headings == [
        "Own rights",
        "Own purposes",
        "Personal data that we process",
        "Own controller",
        "Name of the register",
    ]


def test_addresses_within_a_text_lead_where_they_say() -> None:
    output = render_notice(complete(), "fi", "html")
    assert '(<a href="https://tietosuoja.fi">https://tietosuoja.fi</a>).' in output
    assert 'osoitteeseen <a href="mailto:tietosuoja@lumikiurunpuoti.fi">' in output


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("text", ["=cmd()", "Pitkä" * 2000, "\u202eb\u2066", "a\x00\x1b\x7f\ufeff\u2028b", "{{ 7*7 }}"])
def test_hostile_text_stays_text_in_every_format(text: str, format: str) -> None:
    words = {"fi": text, "en": text}
    policy = minimal(
        controller={"name": text}, purposes={"one": {"text": words}}, rights={"one": {"right": "access", "text": words}}
    )
    output = render_notice(policy, "fi", format)
    assert not set("\u202e\u2066\x00\x1b\x7f\ufeff\u2028") & set(output)
    plain = Words(output).text if format == "html" else output.replace("\\", "")
    assert plain.count(escape.visible(text)) >= 3
    assert "49" not in plain
