"""Words beside keys, kind by kind: what contradicts, what does not, and what a finding says of itself."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pytest

from seloste.checker.finding import CountryName, RuleFinding, Several, Severity
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.linking.index import Index
from seloste.checker.linking.settings import Settings
from seloste.checker.reading.documents import Document
from seloste.checker.rules.notice.text_facts.rule import text_contradicts_facts
from seloste.policy.law.law import LawOn, load_law
from seloste.policy.notice import Policy
from seloste.policy.period import Period

ALLOWED = {"rule": "allowed", "countries": ["US", "IN"], "instruments": ["scc-2021-914"]}
RECIPIENTS = {"recipients": {"pilvi": {"name": "Pilvi Oy"}, "mailer": {"name": "Mailer Inc.", "country": "US"}}}


@cache
def law() -> LawOn:
    return load_law().on(date(2026, 11, 22))


def find(section: str, text: dict[str, str], facts: dict[str, Any], **more: Any) -> list[RuleFinding]:
    """What the rule finds in a notice with one section."""
    languages = list(text)
    value = {
        "notice": {"languages": languages},
        "controller": {"name": "Esimerkki Oy", "address": {"country": "FI"}},
        section: {"x": {"text": text, **facts}} if section == "never" else {"text": text, **facts},
        **more,
    }
    notice = NoticeEntry(Policy.model_validate(value), Document("policy.yaml", value, ""))
    index = Index(notice, {}, None, Settings(Period("P1Y"), Period("P30D")))
    return list(text_contradicts_facts(notice, index, law()))


def kinds(section: str, text: dict[str, str], facts: dict[str, Any], **more: Any) -> list[str]:
    return [found.variant for found in find(section, text, facts, **more)]


@pytest.mark.parametrize(
    ("section", "language", "words", "facts", "expected"),
    [
        ("transfers", "en", "We also transfer data to Brazil.", ALLOWED, ["country"]),
        ("transfers", "fi", "Siirrämme tietoja vain Yhdysvaltoihin.", ALLOWED, ["country-only"]),
        ("transfers", "sv", "Uppgifter överförs aldrig till Indien.", ALLOWED, ["country-denied"]),
        ("transfers", "fi", "Siirrot perustuvat Privacy Shield -järjestelyyn.", ALLOWED, ["instrument"]),
        (
            "transfers",
            "en",
            "We rely only on binding corporate rules.",
            {"instruments": ["bcr", "scc"]},
            ["instrument-only"],
        ),
        ("transfers", "sv", "Uppgifterna lämnar inte EES.", ALLOWED, ["area"]),
        ("transfers", "en", "Data are not transferred outside the EU.", {"area": "eea"}, ["area-name"]),
        ("transfers", "fi", "Palvelimemme ovat Kanadassa.", {"hosting": ["FI"]}, ["country"]),
        ("processors", "en", "We use Pilvi Oy, Mailer Inc. and Postman Ltd.", RECIPIENTS, ["company"]),
        ("processors", "fi", "Käytämme ainoastaan Pilvi Oy:tä.", RECIPIENTS, ["company-only"]),
        ("never", "en", "We never transfer data to the US or China.", {"countries": ["US"]}, ["country"]),
    ],
)
def test_words_that_say_something_else_are_found(
    section: str, language: str, words: str, facts: dict[str, Any], expected: list[str]
) -> None:
    assert kinds(section, {language: words}, facts) == expected


@pytest.mark.parametrize(
    ("section", "language", "words", "facts"),
    [
        (
            "transfers",
            "en",
            "We transfer data to India and the United States under standard contractual clauses.",
            ALLOWED,
        ),
        ("transfers", "fi", "Tietoja ei pääsääntöisesti siirretä ETA-alueen ulkopuolelle.", ALLOWED),
        ("transfers", "en", "Data do not leave the EEA unless you ask us to.", ALLOWED),
        ("transfers", "sv", "Tvister avgörs av domstol i Kanada.", ALLOWED),
        ("transfers", "fi", "Siirrämme tietoja Norjaan ja Yhdysvaltoihin.", ALLOWED),
        ("transfers", "en", "The Privacy Shield was invalidated in 2020.", ALLOWED),
        ("transfers", "en", "We transfer data to Brazil.", {"rule": "allowed"}),
        ("transfers", "de", "Wir übermitteln Daten nach Brasilien.", ALLOWED),
        ("processors", "en", "Esimerkki Oy uses Pilvi Oy.", RECIPIENTS),
        ("processors", "fi", "Käytämme Pilvi Oy:tä, emme Postiaura Oy:tä.", RECIPIENTS),
        ("processors", "sv", "Vi anlitar Brevduvan Ab.", {"recipients": {}}),
    ],
)
def test_words_that_agree_or_say_nothing_are_quiet(
    section: str, language: str, words: str, facts: dict[str, Any]
) -> None:
    assert kinds(section, {language: words}, facts) == []


ADDED = {
    "en": (
        "In a dispute we keep it for a further {} months.",
        "an extra {} months in disputes",
        "In a dispute {} months more.",
    ),
    "fi": ("Riitatapauksissa vielä toiset {} kuukautta.", "tarvittaessa {} kuukautta lisää", "lisäksi {} kuukautta"),
    "sv": ("Vid tvist ytterligare {} månader.", "vid tvist sparas de {} månader till"),
}


@pytest.mark.parametrize(("language", "words"), [(language, each) for language in ADDED for each in ADDED[language]])
def test_what_an_exception_adds_is_compared_with_the_difference_of_the_keys(language: str, words: str) -> None:
    def find_in_exception(months: int) -> list[str]:
        exception = {
            "text": {language: words.format(months)},
            "reason": "claims",
            "maximum": {"period": "P3Y", "after": "contract-end"},
        }
        entry = {
            "text": {language: "…"},
            "purposes": ["p"],
            "maximum": {"period": "P2Y", "after": "contract-end"},
            "exceptions": [exception],
        }
        value = {
            "notice": {"languages": [language]},
            "controller": {"name": "Esimerkki Oy"},
            "purposes": {"p": {"text": {language: "…"}}},
            "retention": {"x": entry},
        }
        notice = NoticeEntry(Policy.model_validate(value), Document("policy.yaml", value, ""))
        index = Index(notice, {}, None, Settings(Period("P1Y"), Period("P30D")))
        return [found.variant for found in text_contradicts_facts(notice, index, law())]

    assert find_in_exception(12) == []
    assert find_in_exception(18) == ["period"]


def test_one_finding_names_what_each_language_says_and_points_at_the_words_and_the_key() -> None:
    text = {
        "fi": "Siirrämme tietoja Brasiliaan.",
        "en": "We transfer data to Brazil.",
        "sv": "Uppgifter överförs till USA.",
    }
    (found,) = find("transfers", text, ALLOWED)
    assert found.subject == "transfers"
    assert found.severity is Severity.WARNING
    assert found.arguments["words"] == "fi: Brasiliaan; en: Brazil"
    assert found.related


def test_a_finding_is_the_same_in_whatever_order_the_languages_and_the_names_stand() -> None:
    texts = ({"fi": "Siirrämme tietoja Brasiliaan ja Kiinaan."}, {"en": "We transfer data to China and Brazil."})
    assert len({find("transfers", text, ALLOWED)[0].value for text in (*texts, texts[0] | texts[1])}) == 1


def test_an_introduction_may_name_what_the_text_leaves_out() -> None:
    words = {"en": "We transfer data only to India."}
    assert kinds("transfers", words, ALLOWED) == ["country-only"]
    more = {"transfers": {"en": "Some of our data go to the United States."}}
    assert kinds("transfers", words, ALLOWED, introductions=more) == []


def test_a_recipient_without_a_name_may_be_any_company() -> None:
    words = {"en": "We use Postman Ltd."}
    assert kinds("processors", words, {"recipients": ["host"]}) == []
    assert kinds("processors", words, {"recipients": {"host": {"name": "Pilvi Oy"}}}) == ["company"]


@pytest.mark.parametrize(
    ("facts", "variant", "keys", "rule"),
    [
        ({"rule": "allowed", "countries": ["US"]}, "area", (CountryName("US"),), "allowed"),
        ({"rule": "exceptionally"}, "area-rule", (), "exceptionally"),
        ({"countries": ["US"]}, "area-keys", (CountryName("US"),), ""),
    ],
)
def test_a_message_on_the_area_has_the_rule_apart_from_the_countries(
    facts: dict[str, Any], variant: str, keys: tuple[CountryName, ...], rule: str
) -> None:
    [found] = find("transfers", {"sv": "Uppgifter överförs inte utanför EES."}, facts)
    assert (found.variant, found.arguments["keys"], found.arguments["rule"]) == (variant, Several(keys), rule)


def test_one_and_several_countries_have_a_message_each() -> None:
    assert kinds("transfers", {"fi": "Tietoja siirretään Kiinaan."}, ALLOWED) == ["country"]
    assert kinds("transfers", {"fi": "Tietoja siirretään Kiinaan ja Brasiliaan."}, ALLOWED) == ["country-several"]


def test_recipients_without_a_name_are_called_by_their_own_words() -> None:
    recipients = {"x1": {"text": {"fi": "Verohallinto"}}, "x2": {"text": {"fi": "Mailer Inc."}}}
    [found] = find("disclosures", {"fi": "Tietoja luovutetaan Lasku Oy:lle."}, {"recipients": recipients})
    assert found.arguments["keys"] == Several(({"fi": "Verohallinto"}, {"fi": "Mailer Inc."}))


def test_words_that_leave_an_area_with_another_name_than_the_key_have_one_finding() -> None:
    words = {"en": "No personal data leave the EU."}
    assert kinds("transfers", words, {**ALLOWED, "area": "eea"}) == ["area"]
    assert kinds("transfers", words, {"rule": "never", "area": "eea"}) == ["area-name"]
