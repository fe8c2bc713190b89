"""The page of a notice as organisations write them: order, groups, bases, periods, processors, rights and summary."""

from __future__ import annotations

import re
from typing import Any

import pytest

from seloste.reports.notice import render_notice
from seloste.reports.notice.names import list_unnamed_processors
from tests.support.samples import Words, minimal

FORMATS = ("html", "markdown", "text")


def both(words: str) -> dict[str, str]:
    return {"fi": words, "en": words}


def notice(**more: object) -> dict[str, Any]:
    return {"notice": {"languages": ["fi", "en"], **more}}


def text(code: str = "fi", **more: object) -> str:
    return render_notice(minimal(**more), code, "text")


def section_of(page: str, heading: str) -> str:
    """The text of a section of a page as plain text."""
    start = page.index(f"\n{heading}\n---") + len(heading) + 2
    end = re.compile(r"\n[^\n]+\n-{3,}\n").search(page, page.index("\n", start))
    return page[start : end.start() if end else None]


# --- the notice as a whole


def test_a_notice_without_a_register_name_prints_none() -> None:
    page = text(**notice())
    assert page.startswith("Tietosuojaseloste: Oy\n")
    assert "Rekisterin nimi" not in page
    assert text(**notice(title=both("Seloste"))).startswith("Seloste\n")


def test_its_days_and_its_version_are_days() -> None:
    page = text(**notice(published="2024-01-02", updated="2026-01-10", reviewed="2026-02-01"))
    assert "Julkaistu 2.1.2024 · Päivitetty 10.1.2026 · Tarkistettu 1.2.2026 · Versio 2026-01-10\n" in page
    assert "Versio 2024-01-02\n" in text(**notice(published="2024-01-02"))
    assert "Versio" not in text(**notice(reviewed="2026-02-01"))


@pytest.mark.parametrize("format", FORMATS)
def test_a_draft_says_so_at_the_top(format: str) -> None:
    page = render_notice(minimal(**notice(draft=True)), "fi", format)
    page = Words(page[page.index("<body") :]).text if format == "html" else page
    assert page.index("Luonnos.") < page.index("Lyhyesti")
    assert "Luonnos" not in render_notice(minimal(), "fi", format)


@pytest.mark.parametrize("format", FORMATS)
def test_its_opening_stands_before_everything_else(format: str) -> None:
    policy = minimal(**notice(opening={"fi": "Yksityisyytesi on meille tärkeä.\nLue tämä.", "en": "x"}))
    page = render_notice(policy, "fi", format)
    page = Words(page).text if format == "html" else page
    assert page.index("tärkeä.") < page.index("Lue tämä.") < page.index("Lyhyesti") < page.index("Rekisterinpitäjä\n")


def test_an_opening_with_a_heading_of_its_own_is_a_section() -> None:
    page = text(**notice(opening=both("Alkusanat.")), headings={"opening": both("Johdanto")})
    assert "Alkusanat." in section_of(page, "Johdanto")


ORDERED = {
    "purposes": {"one": {"text": both("Tarkoitus")}},
    "rights": {"access": {"right": "access", "text": both("Oikeus")}},
    "sections": {
        "short": {"heading": both("Tiivistelmä"), "text": both("Lyhyt.")},
        "changes": {"heading": both("Muutokset"), "text": both("Muutamme.")},
    },
}


def test_sections_come_in_the_order_that_the_notice_gives_and_the_rest_in_ours() -> None:
    ordered = notice(order=["sections.short", "rights", "controller"], name=both("Rekisteri"))
    page = render_notice(minimal(**{**ordered, **ORDERED}), "en", "markdown")
    headings = re.findall(r"^## (.*)$", page, re.M)[2:]
    assert headings == [
        *("Tiivistelmä", "Rights of data subjects", "Controller", "Name of the register"),
        *("Purposes and legal bases of the processing", "Muutokset"),
    ]


@pytest.mark.parametrize("format", FORMATS)
def test_the_sections_of_a_numbered_notice_have_their_numbers(format: str) -> None:
    numbered = notice(numbered=True, order=["controller", "sections.short", "purposes"])
    page = render_notice(minimal(**{**numbered, **ORDERED}), "fi", format)
    page = Words(page).text if format == "html" else page.replace("\\", "")
    for number, heading in enumerate(("Rekisterinpitäjä", "Tiivistelmä", "Käsittelyn tarkoitukset"), 1):
        assert f"{number}. {heading}" in page
    assert "1. " not in render_notice(minimal(**{**notice(), **ORDERED}), "fi", "text")


def test_the_plain_style_asks_the_readers_questions() -> None:
    plain = {**notice(style="plain"), "sources": {"you": {"text": both("Lomake")}}, **ORDERED}
    for code, asked, part in (
        ("fi", "Mitä oikeuksia sinulla on?", "Sinulta itseltäsi"),
        ("en", "What rights do you have?", "From you"),
    ):
        page = text(code, **plain)
        assert asked in page
        assert part in page
    assert "Rekisteröidy" not in text(**plain)
    assert "sinulla" not in text(**{**plain, **notice()})


# --- purposes


def purpose(**more: object) -> dict[str, Any]:
    return {"one": {"text": both("Jäsenrekisterin ylläpito"), **more}}


@pytest.mark.parametrize(
    ("explanation", "expected"),
    [
        (
            "yhdistyslaki",
            "Lakisääteinen velvoite (tietosuoja-asetuksen 6 artiklan 1 kohdan c alakohta): yhdistyslaki\n",
        ),
        (
            "jonka voit perua",
            "Lakisääteinen velvoite (tietosuoja-asetuksen 6 artiklan 1 kohdan c alakohta), jonka voit",
        ),
        ("Laki velvoittaa.", "6 artiklan 1 kohdan c alakohta). Laki velvoittaa.\n"),
        ("lakisääteinen velvoite säilyttää", "Oikeusperuste: Lakisääteinen velvoite säilyttää (tietosuoja-asetuksen 6"),
        ("Kirjanpitolaki 1336/1997", "c alakohta): Kirjanpitolaki 1336/1997\n"),
    ],
)
def test_a_basis_and_its_explanation_are_one_sentence(explanation: str, expected: str) -> None:
    basis = {"basis": "legal-obligation", "explanation": both(explanation)}
    page = text(purposes=purpose(legal_basis=basis))
    assert expected in page
    assert "). " + explanation[0].lower() not in page


def test_several_bases_are_told_each_with_whom_and_what_it_is_for() -> None:
    bases = [
        {"basis": "contract"},
        {"basis": "consent", "data_subjects": ["children"], "fields": ["photo"]},
    ]
    page = text(
        purposes=purpose(legal_basis=bases),
        data_subjects={"children": {"text": both("Lapset")}, "adults": {"text": both("Aikuiset")}},
        fields={"photo": {"text": both("Valokuva")}, "name": {"text": both("Nimi")}},
    )
    assert "Sopimuksen täytäntöönpano" in page
    assert "Lapset; valokuva – suostumus (tietosuoja-asetuksen 6 artiklan 1 kohdan a alakohta)" in page


def test_the_bases_of_the_notice_as_a_whole_are_listed() -> None:
    page = text(
        purposes=purpose(), legal_bases=[{"basis": "consent"}, {"basis": "contract", "explanation": both("ostos")}]
    )
    part = section_of(page, "Käsittelyn tarkoitukset ja oikeusperusteet")
    assert "Käsittelyn oikeusperusteet\n\n- Suostumus (" in part
    assert "b alakohta): ostos\n" in part


def test_entries_are_listed_under_the_labels_of_their_groups() -> None:
    page = text(
        groups={"fields": {"given": {"text": both("Sinulta saadut")}, "made": {"text": both("Kertyvät")}}},
        fields={
            "a": {"text": both("Alfa"), "group": "given"},
            "b": {"text": both("Beeta"), "group": "made"},
            "c": {"text": both("Gamma"), "group": "given"},
        },
    )
    assert "Sinulta saadut\n\n- Alfa\n- Gamma\n\nKertyvät\n\n- Beeta\n" in page


def test_a_long_text_of_a_field_is_only_named_under_a_purpose() -> None:
    long = "Viestit: " + "kaikki mitä kirjoitat palveluun ja liität siihen " * 4
    page = text(purposes=purpose(fields=["a"]), fields={"a": {"text": both(long.strip() + ".")}})
    assert "  - Henkilötiedot: Viestit …\n" in page


# --- storage periods

PERIOD = {"period": "P2Y", "after": "contract-end"}
BASED = {"legal_basis": {"basis": "contract"}}


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"maximum": PERIOD}, "Enintään 2 vuotta sopimuksen päättymisestä"),
        ({"minimum": {"period": "P0D", "after": "contract-end"}}, "Vähintään sopimuksen päättymiseen asti"),
        (
            {"minimum": {"period": "P6M", "after": "contract-end"}, "maximum": PERIOD},
            "Vähintään 6 kuukautta ja enintään 2 vuotta sopimuksen päättymisestä",
        ),
        ({"permanent": {"ground": both("Arkistolaki.")}}, "Pysyvästi"),
        ({"minimum": PERIOD, "maximum": PERIOD}, "2 vuotta sopimuksen päättymisestä"),
        (
            {"maximum": {"period": "P1Y", "after": "membership-end"}},
            "Enintään 1 vuosi (ks. kohta ”Säilytysaika”)",
        ),
        (
            {"maximum": PERIOD, "exceptions": [{"reason": "claims"}]},
            "Pääsääntö: enintään 2 vuotta sopimuksen päättymisestä; poikkeukset kohdassa ”Säilytysaika”",
        ),
    ],
)
def test_a_purpose_has_its_period_by_its_keys(entry: dict[str, Any], expected: str) -> None:
    page = text(purposes=purpose(**BASED), retention={"all": {"text": both("Säilytämme näin."), **entry}})
    assert f"  - Säilytysaika: {expected}\n" in page
    assert section_of(page, "Säilytysaika").count("Säilytämme näin.") == 1
    assert page.count("Säilytämme näin.") <= 2  # and in the summary
    assert "membership-end" not in page


def test_the_period_of_some_data_only_says_which() -> None:
    more: dict[str, Any] = {
        "fields": {"log": {"text": both("Lokit")}, "name": {"text": both("Nimi")}},
        "retention": {
            "all": {"text": both("Yleensä."), "maximum": PERIOD},
            "logs": {"text": both("Lokit."), "fields": ["log"], "maximum": {"period": "P30D", "after": "collection"}},
            "backups": {"text": both("Varmuuskopiot kirjoitetaan yli.")},
        },
    }
    general, logs = "Enintään 2 vuotta sopimuksen päättymisestä", "Lokit – enintään 30 päivää tietojen keräämisestä"
    page = text(purposes=purpose(**BASED, fields=["log", "name"]), **more)
    assert f"  - Säilytysaika: {general}. {logs}\n" in page
    assert f"  - Säilytysaika: {general}\n" in text(purposes=purpose(**BASED, fields=["name"]), **more)
    # a purpose that names no fields need not use those with a period of their own
    assert f"  - Säilytysaika: {general}\n" in text(purposes=purpose(**BASED), **more)


def test_what_the_keys_do_not_settle_is_not_told_at_the_purpose() -> None:
    entries = (
        {"criteria": both("Riippuu jäsenyydestä.")},
        {"maximum": {"period": "P0D", "after": "season-end"}},
        {},
    )
    for entry in entries:
        page = text(purposes=purpose(**BASED), retention={"all": {"text": both("Säilytämme näin."), **entry}})
        assert "  - Säilytysaika" not in page
        assert "0 päivää" not in page


def test_criteria_grounds_and_exceptions_are_told_with_their_period() -> None:
    entry = {
        "text": both("Säilytämme 2 vuotta."),
        "criteria": both("Aika riippuu asiasta."),
        "permanent": {"ground": both("Arkistolaki määrää.")},
        "exceptions": [{"text": both("Pidempään, jos laki vaatii."), "reason": "law"}],
    }
    for entries in ({"a": entry}, {"a": entry, "b": {"text": both("Muut.")}}):
        part = section_of(text(retention=entries), "Säilytysaika")
        places = [part.index(words) for words in ("2 vuotta.", "riippuu asiasta", "määrää", "laki vaatii")]
        assert places == sorted(places)


# --- recipients and processors


@pytest.mark.parametrize("format", FORMATS)
def test_no_page_prints_the_id_of_a_processor(format: str) -> None:
    listed = {"text": both("Käytämme palveluja."), "recipients": ["azure-x", "mail-x"]}
    cookie = {"name": "_az", "text": both("Tilastot"), "provider": "azure-x"}
    policy = minimal(processors=listed, cookies={"text": both("Evästeet"), "entries": {"a": cookie}})
    for names in ({}, {"azure-x": "Pilvi Oy"}):
        page = render_notice(policy, "fi", format, processors=names)
        page = Words(page).text if format == "html" else page
        assert ("Pilvi Oy" in page) is bool(names)
        assert "azure-x" not in page
        assert "mail-x" not in page
    assert list_unnamed_processors(policy, {"azure-x": "Pilvi Oy"}) == ["mail-x"]


def test_a_named_processor_is_told_with_what_it_does_and_where() -> None:
    recipients = {
        "mailer": {"name": "Mailer Inc.", "text": both("lähettää kirjeet."), "country": "US"},
        "host": {"text": both("Pilvi Oy ylläpitää palvelimia"), "country": "FI"},
    }
    page = text(
        processors={"text": both("Käytämme:"), "recipients": recipients},
    )
    assert "- Mailer Inc.: lähettää kirjeet (Yhdysvallat)\n- Pilvi Oy ylläpitää palvelimia (Suomi)\n" in page


def test_two_lists_in_markdown_stay_two() -> None:
    from markdown_it import MarkdownIt

    listed = {
        "text": both("Käytämme:"),
        "recipients": {"a": {"name": "A Oy"}},
        "categories": {"b": {"text": both("B")}},
    }
    page = render_notice(minimal(processors=listed), "fi", "markdown")
    tokens = MarkdownIt().parse(page[page.index("## Henkilötietojen käsittelijät") :])
    assert [token.type for token in tokens].count("bullet_list_open") == 2


def test_what_is_not_done_and_cookies_have_their_sections() -> None:
    page = text(
        never={"sale": {"text": both("Emme myy tietojasi."), "activities": ["sale"]}},
        cookies={
            "text": both("Käytämme evästeitä."),
            "entries": {
                "ga": {"name": "_ga", "text": both("Tilastot"), "lifetime": "P2Y", "consent": True, "provider": "G Oy"},
                "s": {"text": both("Istunto"), "lifetime": "session", "necessary": True, "party": "first"},
            },
        },
    )
    assert "- Emme myy tietojasi." in section_of(page, "Mitä emme tee")
    part = section_of(page, "Evästeet")
    for words in (
        "Käytämme evästeitä.",
        "_ga",
        "Tilastot",
        "G Oy",
        "2 vuotta",
        "Pyydetään",
        "Selaimen sulkemiseen asti",
        "Välttämätön",
    ):
        assert words in part


def test_where_the_servers_are_is_told() -> None:
    page = text("en", transfers={"text": both("No transfers."), "hosting": ["IE", "FI"]})
    assert "- Where the servers are: Ireland; Finland\n" in page


# --- rights

OBJECTION = {"right": "objection", "text": both("vastustaa käsittelyä, joka perustuu oikeutettuun etuun; ja")}


def rights(*entries: dict[str, Any], introduction: str = "") -> str:
    introductions = {"introductions": {"rights": both(introduction)}} if introduction else {}
    return text(rights={f"r{number}": entry for number, entry in enumerate(entries)}, **introductions)


def test_a_right_to_object_that_is_part_of_a_sentence_stays_in_it_and_is_told_apart_too() -> None:
    page = rights(
        {"right": "access", "text": both("saada pääsy tietoihisi;")},
        OBJECTION,
        {"right": "erasure", "text": both("saada tietosi poistetuiksi.")},
        {"right": "complaint", "text": both("Voit myös valittaa tietosuojavaltuutetulle.")},
        introduction="Sinulla on oikeus:",
    )
    part = section_of(page, "Rekisteröidyn oikeudet")
    assert "tietoihisi;\n- vastustaa käsittelyä, joka perustuu oikeutettuun etuun; ja\n- saada tietosi" in part
    assert "\n\nVoit myös valittaa tietosuojavaltuutetulle.\n" in part
    assert "| Vastustamisoikeus\n|\n| Rekisteröidyllä on oikeus vastustaa" in part


def test_a_sentence_with_several_rights_stays_whole() -> None:
    page = rights({"right": ["restriction", "objection"], "text": both("Voit rajoittaa tai vastustaa käsittelyä.")})
    assert "- Voit rajoittaa tai vastustaa käsittelyä.\n" in page
    assert "| Rekisteröidyllä on oikeus vastustaa" in page
    assert "- Oikeudet: Käsittelyn rajoittaminen ja käsittelyn vastustaminen\n" in page


def test_a_sentence_that_the_next_one_goes_on_from_is_not_moved() -> None:
    first = {"right": "objection", "text": both("Rekisteröidyllä on oikeus vastustaa käsittelyä.")}
    then = {"right": "access", "text": both("Lisäksi rekisteröidyllä on oikeus saada tietonsa.")}
    assert "- Rekisteröidyllä on oikeus vastustaa käsittelyä.\n- Lisäksi rekisteröidyllä" in rights(first, then)
    assert "| Rekisteröidyllä on oikeus vastustaa käsittelyä.\n" in rights(then, first)


# --- the summary


def test_the_summary_names_a_joint_controller_with_what_it_is_joint_for() -> None:
    page = text(
        purposes=purpose(),
        joint_controllers={
            "all": {"name": "B Oy"},
            "pixel": {"name": "C Limited", "purposes": ["one"], "text": both("Pikseli.")},
        },
    )
    assert "- Kuka: Oy ja B Oy; C Limited (yhdessä määritetyt tarkoitukset: jäsenrekisterin ylläpito)\n" in page
    assert "Pikseli." in page


CONTACT = {"email": "info@oy.fi"}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (
            {"requests": {"text": both("Pyynnöt kirjastoon."), "email": "p@oy.fi"}, "contacts": {"a": CONTACT}},
            "p@oy.fi",
        ),
        ({"requests": {"text": both("Pyynnöt kirjastoon.")}, "contacts": {"a": CONTACT}}, "info@oy.fi"),
        ({"controller": {"name": "Oy", "email": "oy@oy.fi"}, "requests": {"text": both("Pyynnöt. " * 50)}}, "oy@oy.fi"),
        (
            {"controller": {"name": "Oy", "phone": "123"}, "requests": {"text": both("Yhteyshenkilölle.")}},
            "Yhteyshenkilölle.",
        ),
        (
            {"controller": {"name": "Oy", "address": {"street": "Katu 1", "postal_code": "00100", "city": "Kunta"}}},
            "Katu 1, 00100 Kunta",
        ),
        ({"requests": {"text": both("Pyynnöt kirjastoon.")}}, "Pyynnöt kirjastoon."),
    ],
)
def test_the_summary_says_where_to_write(more: dict[str, Any], expected: str) -> None:
    assert f"- Yhteydenotot: {expected}\n" in text(**more)


def test_the_summary_names_the_processors_among_those_who_get_the_data() -> None:
    page = text(
        disclosures={
            "text": both("Luovutamme."),
            "rule": "listed",
            "recipients": {"a": {"text": both("Lisäksi viranomaisille.")}},
        },
        processors={"text": both("Käytämme."), "recipients": {"m": {"name": "Mailer Inc."}}},
    )
    assert "- Kenelle: Viranomaisille; Mailer Inc.\n" in page


def test_a_remark_stands_before_the_full_stop() -> None:
    recipient = {"text": both("Kumppanit kohdan 3.6. mukaisesti."), "country": "US"}
    page = text(disclosures={"text": both("Luovutamme."), "recipients": {"a": recipient}})
    assert "- Kumppanit kohdan 3.6. mukaisesti (Yhdysvallat)\n" in page


def test_numbered_conditions_within_an_entry_stay_a_list() -> None:
    words = "Voit rajoittaa käsittelyä, jos:\n1. kiistät tiedot\n2. käsittely on lainvastaista"
    page = render_notice(minimal(rights={"r": {"right": "restriction", "text": both(words)}}), "fi", "html")
    assert re.search(r"<li[^>]*>Voit rajoittaa käsittelyä, jos:\s*<ol>\s*<li>kiistät tiedot</li>", page)


def test_purposes_fold_on_the_page_and_show_their_names() -> None:
    many = {key: {"text": both(f"Tarkoitus {key}"), **BASED} for key in ("one", "two")}
    page = render_notice(minimal(purposes=many), "fi", "html")
    assert page.count('<details class="entry" id="purposes.') == 2
    assert "<summary><h3>Tarkoitus one</h3></summary>" in page
    assert "<details" not in render_notice(minimal(purposes={"one": many["one"]}), "fi", "html")


# --- said once, and without contradiction


def test_sections_in_one_list_are_one_section_under_the_first_heading() -> None:
    joined = notice(numbered=True, order=["controller", ["disclosures", "processors", "transfers"], "sections.short"])
    page = text(
        **joined,
        sections=ORDERED["sections"],
        headings={"disclosures": both("Luovutukset ja siirrot"), "transfers": both("Siirrot")},
        disclosures={"text": both("Luovutamme.")},
        transfers={"text": both("Emme siirrä.")},
    )
    assert section_of(page, "2. Luovutukset ja siirrot").count("\n\nEmme siirrä.") == 1
    assert "3. Tiivistelmä\n" in page
    assert "\nSiirrot\n" not in page


def test_the_day_on_which_a_notice_was_drawn_up_is_no_day_of_publication() -> None:
    page = text(**notice(drawn_up="2018-05-24"))
    assert "Laadittu 24.5.2018 · Versio 2018-05-24\n" in page
    assert "Julkaistu" not in page


@pytest.mark.parametrize(
    ("words", "adds"),
    [
        ("Osa tiedoista on lakisääteisiä.", True),
        ("Tarvitsemme tiedot sopimuksen tekemiseen.", False),
        ("Ilman nimeä emme voi palvella.", True),
    ],
)
def test_the_page_adds_no_sentence_beside_one_that_says_it(words: str, adds: bool) -> None:
    page = text(provision={"text": both(words), "required": "contractual"})
    assert ("tekemisen edellyttämä vaatimus" in page) is adds


def test_what_a_text_says_itself_is_not_told_again() -> None:
    part = section_of(
        text(
            retention={
                "a": {
                    "text": both("Säilytämme 2 vuotta, ellei laki edellytä pidempää aikaa."),
                    "exceptions": [{"text": both("ellei laki edellytä pidempää aikaa")}, {"reason": "claims"}],
                }
            }
        ),
        "Säilytysaika",
    )
    assert part.count("ellei laki") == 1
    page = text(
        transfers={
            "text": both("Palvelimet sijaitsevat Suomessa ja Ruotsissa. Jäljennöksen saat meiltä."),
            "hosting": ["FI", "SE"],
            "copy": {"text": both("Jäljennöksen saat meiltä.")},
        }
    )
    assert "Palvelinten sijaintimaat" not in page
    assert section_of(page, "Siirrot kolmansiin maihin").count("Jäljennöksen saat meiltä") == 1


def test_a_country_is_told_once_and_never_lost() -> None:
    recipients = {"m": {"name": "Microsoft Ireland Operations Ltd", "text": both("sähköposti"), "country": "IE"}}
    disclosed = {"n": {"text": both("Norrvik AB, Sweden"), "country": "SE"}}
    page = text(
        "en",
        processors={"text": both("We use:"), "recipients": recipients},
        disclosures={"text": both("We disclose:"), "recipients": disclosed},
    )
    assert "- Microsoft Ireland Operations Ltd: sähköposti (Ireland)\n" in page
    assert "- Norrvik AB, Sweden\n" in page


@pytest.mark.parametrize(
    ("basis", "explanation", "expected"),
    [
        ("consent", "suostumuksesi", "Suostumuksesi (tieto"),
        ("legitimate-interests", "seuran oikeutettu etu", "Seuran oikeutettu etu (tieto"),
        ("contract", "sopimus", "Sopimus (tieto"),
        (
            "contract",
            "kerhopaikasta tehty sopimus",
            "toimenpiteet (tietosuoja-asetuksen 6 artiklan 1 kohdan b alakohta): kerho",
        ),
    ],
)
def test_an_explanation_that_names_the_basis_stands_in_its_place(basis: str, explanation: str, expected: str) -> None:
    page = text(purposes=purpose(legal_basis={"basis": basis, "explanation": both(explanation)}))
    assert expected in page


def test_the_summary_joins_texts_without_double_marks() -> None:
    fields = {str(number): {"text": both(f"tieto {number};")} for number in range(3)}
    assert "- Mitä tietoja: Tieto 0; tieto 1; tieto 2\n" in text(
        fields={f"f{key}": each for key, each in fields.items()}
    )


def test_an_instrument_that_the_text_names_inflected_is_not_told_again() -> None:
    transfers = {"text": both("Siirto perustuu komission vakiolausekkeisiin."), "instruments": ["scc"]}
    assert "Siirtoperusteet" not in text(transfers=transfers)


def test_easy_language_speaks_plainly() -> None:
    words = {"fi-x-selko": "Oikeus"}
    policy = minimal(notice={"languages": ["fi-x-selko"]}, rights={"access": {"right": "access", "text": words}})
    assert "Mitä oikeuksia sinulla on?" in render_notice(policy, "fi-x-selko", "text")


def test_a_section_joined_behind_a_label_keeps_its_heading() -> None:
    page = text(
        **notice(order=[["purposes", "fields"]]),
        purposes=purpose(),
        legal_bases=[{"basis": "consent"}],
        fields={"name": {"text": both("Nimi")}},
    )
    part = section_of(page, "Käsittelyn tarkoitukset ja oikeusperusteet")
    assert "Käsiteltävät henkilötiedot\n\n- Nimi" in part
