"""What the law asks of a notice, a contract and a record, and that each answer rests on an authority of its day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from seloste.checker.rules.catalogue import load_family
from seloste.policy.law.duties import (
    Duty,
    FieldNeed,
    ProcessorTerm,
    RecordField,
    load_duties,
    load_predicates,
    load_processor_terms,
    load_record_fields,
)
from seloste.policy.law.law import load_law
from seloste.reports.language.language import language_codes

#: The rules on contracts that the terms may point to.
PROCESSOR_RULES = {
    "agreement-missing",
    "agreement-expired",
    "agreement-incomplete",
    "role-conflict",
    "purpose-undeclared",
    "field-undeclared",
    "scope-exceeded",
    "undisclosed",
    "subprocessor-unauthorised",
    "subprocessor-cycle",
    "safeguard-missing",
    "safeguard-broken",
    "breach-notice-missing",
    "review-overdue",
}
TERMS = [
    "instructions",
    "confidentiality",
    "security",
    "subprocessors",
    "data-subject-rights",
    "assistance",
    "deletion",
    "audits",
]


def cited() -> Iterator[Duty | ProcessorTerm | RecordField]:
    yield from load_duties().values()
    yield from load_processor_terms().values()
    yield from load_record_fields().values()


def on(day: str) -> set[str]:
    return {duty.id for duty in load_law().on(date.fromisoformat(day)).list_duties()}


def test_every_rule_of_the_notice_family_but_that_on_the_data_checks_a_duty_and_no_other_rule_is_named() -> None:
    named = {rule for duty in load_duties().values() for rule in duty.rules}
    assert named == set(load_family("notice")) - {"notice/law-unverified"}


def test_every_rule_on_contracts_checks_a_term() -> None:
    named = {rule for term in load_processor_terms().values() for rule in term.rules}
    assert named == {f"processor/{rule}" for rule in PROCESSOR_RULES}


def test_every_citation_held_on_the_first_and_the_last_day() -> None:
    for entry in cited():
        for day in (entry.first, entry.last or load_law().horizon):
            for citation in entry.law:
                assert load_law().on(day).is_citable(citation), (entry.id, citation, day)


def test_predicates_are_explained_and_used() -> None:
    used = {predicate for duty in load_duties().values() for group in duty.applies_when for predicate in group}
    assert used == load_predicates().keys()
    assert all(set(meaning) == set(language_codes()) for meaning in load_predicates().values())


@pytest.mark.parametrize(
    ("day", "there", "gone"),
    [
        (
            "2018-05-25",
            {"child-consent-16", "national-id-1999", "register-description", "legal-basis"},
            {"child-consent-13", "complaint-national", "national-id-2019"},
        ),
        (
            "2018-12-31",
            {"child-consent-16", "national-id-1999"},
            {"child-consent-13", "national-id-2019"},
        ),
        (
            "2019-01-01",
            {"child-consent-13", "national-id-2019", "complaint-national"},
            {"child-consent-16", "national-id-1999", "register-description"},
        ),
        (
            "2023-12-31",
            {"national-id-2019", "criminal-data-2019", "complaint-national"},
            {"national-id-2024", "criminal-data-2024", "complaint-national-2024"},
        ),
        (
            "2024-01-01",
            {"national-id-2024", "criminal-data-2024", "complaint-national-2024"},
            {"national-id-2019", "criminal-data-2019", "complaint-national"},
        ),
        ("2018-05-24", {"marketing-consent", "national-id-1999"}, {"legal-basis", "complaint"}),
    ],
)
def test_duties_of_a_day(day: str, there: set[str], gone: set[str]) -> None:
    duties = on(day)
    assert there <= duties
    assert duties.isdisjoint(gone)


def test_one_duty_follows_the_other_without_a_gap() -> None:
    for earlier, later in [("child-consent-16", "child-consent-13"), ("national-id-1999", "national-id-2019")]:
        last = load_duties()[earlier].last
        assert last is not None
        assert last + timedelta(1) == load_duties()[later].first


@pytest.mark.parametrize(
    ("duty", "known", "applies"),
    [
        ("purposes", {}, True),
        ("right-portability", {}, None),
        ("right-portability", {"automated-processing": True}, None),
        ("right-portability", {"automated-processing": True, "contract": True}, True),
        ("right-portability", {"automated-processing": True, "contract": False}, None),
        ("right-portability", {"automated-processing": True, "contract": False, "consent": False}, False),
        ("right-portability", {"automated-processing": False}, False),
        ("child-consent-13", {"children": False}, False),
        ("child-consent-13", {"children": True}, None),
    ],
)
def test_a_duty_applies_does_not_or_cannot_be_told(duty: str, known: dict[str, bool], applies: bool | None) -> None:
    assert load_duties()[duty].is_applicable(known) is applies


def test_the_terms_of_a_contract_are_the_eight_letters() -> None:
    terms = [term for term in load_law().on(date(2026, 11, 22)).list_processor_terms() if term.point is not None]
    assert [term.id for term in terms] == TERMS
    assert [term.point for term in terms] == list("abcdefgh")
    for term in terms:
        assert term.citation["en"] == f"GDPR Art. 28(3)({term.point})"
        assert f"{term.point} alakohta" in term.citation["fi"]


def test_the_record_holds_what_article_30_asks() -> None:
    fields = load_law().on(date(2026, 11, 22)).list_record_fields()
    points = {citation for field in fields for citation in field.law if citation.startswith("GDPR Art. 30")}
    assert points == {f"GDPR Art. 30(1)({point})" for point in "abcdefg"}
    assert all(field.notice or field.inventory for field in fields)
    assert [field.id for field in fields if field.need is FieldNeed.REQUIRED] == [
        "controller",
        "purposes",
        "data-subjects",
        "data-categories",
        "recipients",
    ]


def test_what_the_law_says_of_the_record_itself() -> None:
    statements = load_law().on(date(2026, 11, 22)).list_record_statements()
    assert [citation for one in statements for citation in one.law] == [f"GDPR Art. 30({n})" for n in (3, 4, 5)]
    assert all(one.text.keys() == one.title.keys() == set(language_codes()) for one in statements)
    assert load_law().on(date(2018, 5, 24)).list_record_statements() == ()
