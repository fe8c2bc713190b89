"""Language: how values, citations and findings are said, and that every language has the same words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest

from seloste.checker.finding import Argument, Citation, CountryName, Several, Severity
from seloste.checker.position import Location
from seloste.checker.rules.catalogue import load_catalogue
from seloste.policy.period import Period
from seloste.policy.vocabulary import load_controls
from seloste.reports.language.language import UnknownLanguageError, language_codes, load_language
from tests.support.findings import change_finding, make_finding

FINDING = make_finding(
    "notice/contact-placeholder", Severity.WARNING, "controller.email", Location("policy.yaml", 1, 1)
)
#: Keys whose entries are a language's own: what CLDR or the law's data does not give it.
OWN = ("language.articled", "language.countries", "language.variants", "citation.patterns", "citation.acts")


@pytest.mark.parametrize(
    ("value", "fi", "en"),
    [
        ("word", "word", "word"),
        (7, "7", "7"),
        (24000, "24\u00a0000", "24,000"),
        (date(2020, 7, 15), "15.7.2020", "15 July 2020"),
        (Period("P2Y"), "2 vuotta", "2 years"),
        (Period("P1Y6M"), "1 vuosi ja 6 kuukautta", "1 year and 6 months"),
        (Period("PT48H"), "48 tuntia", "48 hours"),
        (Period("P0D"), "0 päivää", "0 days"),
        ({"fi": "oma", "en": "own"}, "oma", "own"),
        ({"sv": "egen", "en": "own"}, "own", "own"),
        ({"sv": "egen"}, "egen", "egen"),
        (CountryName("SE"), "Ruotsi", "Sweden"),
        (CountryName("X-EPO"), "Euroopan patenttijärjestö", "European Patent Organisation"),
        (CountryName("QQ"), "QQ", "QQ"),
        (Several(("a", "b", CountryName("SE"))), "a, b ja Ruotsi", "a, b and Sweden"),
        (Several(()), "", ""),
        (Citation("GDPR Art. 13(1)(c)"), "tietosuoja-asetuksen 13 artiklan 1 kohdan c alakohta", "GDPR Art. 13(1)(c)"),
        (Citation("GDPR Art. 15–22"), "tietosuoja-asetuksen 15–22 artikla", "GDPR Art. 15–22"),
        (
            Citation("GDPR Art. 13(2)(b)–(d)"),
            "tietosuoja-asetuksen 13 artiklan 2 kohdan b–d alakohta",
            "GDPR Art. 13(2)(b)–(d)",
        ),
        (Citation("GDPR Art. 4(7)–(8)"), "tietosuoja-asetuksen 4 artiklan 7–8 kohta", "GDPR Art. 4(7)–(8)"),
        (Citation("Act 1050/2018 s. 29"), "tietosuojalain (1050/2018) 29 §", "Data Protection Act (1050/2018) s. 29"),
        (Citation("CJEU C-311/18"), "EUT C-311/18 (Schrems II)", "CJEU C-311/18 (Schrems II)"),
        (Citation("WP260"), "WP260 rev.01", "WP260 rev.01"),
        (Citation("no authority of ours"), "no authority of ours", "no authority of ours"),
    ],
)
def test_every_kind_of_argument_is_said_in_the_reader_s_language(value: Argument, fi: str, en: str) -> None:
    assert load_language("fi").format_value(value) == fi
    assert load_language("en").format_value(value) == en


def test_an_act_is_cited_by_the_name_it_had_on_the_day() -> None:
    citation = "Act 917/2014 s. 200–202"
    assert load_language("fi").cite(citation, date(2018, 5, 25)) == "tietoyhteiskuntakaaren (917/2014) 200–202 §"
    assert "sähköisen viestinnän palveluista annetun lain" in load_language("fi").cite(citation, date(2026, 11, 22))


@pytest.mark.parametrize("code", language_codes())
def test_every_citation_of_the_rules_is_put_into_words(code: str) -> None:
    for rule in load_catalogue().values():
        for citation in rule.law:
            text = load_language(code).cite(citation)
            assert "{" not in text
            if code == "fi":
                assert "Art." not in text
                assert " s. " not in text
                assert "Act " not in text


def test_numbers_bring_their_nouns_into_the_right_form() -> None:
    assert load_language("fi").count("counted.error", 1) == "1 virhe"
    assert load_language("fi").count("counted.error", 2) == "2 virhettä"
    assert load_language("en").count("counted.error", 0) == "0 errors"


def test_a_message_is_filled_with_what_the_finding_carries() -> None:
    found = change_finding(FINDING, variant="email", arguments={"value": "x@y"})
    assert (
        load_language("en").message(found)
        == "the e-mail address “x@y” is a placeholder or obfuscated, and nobody can write to it"
    )


def test_a_placeholder_that_nothing_fills_stays_visible() -> None:
    assert "{value}" in load_language("en").message(FINDING)


def test_an_unknown_variant_falls_back_on_the_plain_message() -> None:
    found = change_finding(FINDING, variant="no-such", arguments={"value": "x"})
    assert "“x”" in load_language("en").message(found)


def test_what_a_value_contains_is_never_filled_again() -> None:
    found = change_finding(FINDING, arguments={"value": "{value} {0.__class__}"})
    assert "“{value} {0.__class__}”" in load_language("en").message(found)


def test_the_promise_can_be_changed_only_where_it_is_contradicted() -> None:
    broken = make_finding(
        "transfer/forbidden", Severity.ERROR, "systems.crm", Location("systems.yaml"), promise="transfers"
    )
    assert [way.change for way in load_language("fi").fixes(broken)] == ["system", "promise"]
    assert [way.change for way in load_language("fi").fixes(change_finding(broken, promise=None))] == ["system"]


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(UnknownLanguageError):
        load_language("../fi")


def keys(data: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for key, value in data.items():
        if isinstance(value, Mapping) and f"{path}{key}" not in OWN and not ("other" in value and "one" in value):
            yield from keys(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", str(value) if isinstance(value, str) else ""


@pytest.mark.parametrize("code", language_codes())
def test_every_language_has_the_same_words_with_the_same_holes(code: str) -> None:
    import re

    def holes(words: Mapping[str, str]) -> dict[str, list[str]]:
        return {key: sorted(re.findall(r"\{\w+\}", text)) for key, text in words.items()}

    assert holes(dict(keys(load_language(code).data))) == holes(dict(keys(load_language("en").data)))


@pytest.mark.parametrize("code", language_codes())
def test_every_control_has_a_name(code: str) -> None:
    assert list(load_language(code).data["controls"]) == list(load_controls())
