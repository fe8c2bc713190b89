"""The versions of the law data, what each changed, and which promises an entry of the law bears on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from seloste.checker.rules.catalogue import load_catalogue
from seloste.policy.law.authorities import find_authorities
from seloste.policy.law.changes import LegalEventKind, list_legal_events, list_versions_since, load_versions, name_entry
from seloste.policy.law.data import load_law_data
from seloste.policy.law.edition import Currency, load_edition
from seloste.policy.law.law import load_law
from seloste.policy.law.pending import load_pending
from seloste.policy.notice import Policy
from seloste.policy.promise import list_promises
from seloste.policy.topics import UsedTransfers, list_concerned
from seloste.reports.language.language import language_codes
from tests.support.samples import complete

ENTRIES = {name_entry(entry): entry for entry in load_law().list_entries()}
KNOWN = {*ENTRIES, *(f"pending/{each.id}" for each in load_pending())}


# --- the edition


@pytest.mark.parametrize(
    ("days", "expected"),
    [(0, Currency.CHECKED), (1, Currency.PAST), (90, Currency.PAST), (91, Currency.AGED), (364, Currency.AGED)],
)
def test_the_data_reach_the_less_far_the_later_the_day(days: int, expected: Currency) -> None:
    edition = load_edition()
    assert edition.get_currency_on(edition.horizon + timedelta(days)) is expected


def test_from_a_year_on_they_are_outdated() -> None:
    assert load_edition().outdated_from == date(2027, 9, 30)
    assert load_law().on(date(2027, 9, 30)).currency is Currency.OUTDATED
    assert load_law().on(date(2018, 5, 25)).currency is Currency.CHECKED


# --- the versions


def test_the_newest_version_is_that_of_the_data() -> None:
    versions, edition = load_versions(), load_edition()
    assert (versions[0].version, versions[0].day) == (edition.version, edition.day)
    assert [each.day for each in versions] == sorted({each.day for each in versions}, reverse=True)
    assert versions[-1].changes == ()


def test_a_change_is_told_in_every_language_and_names_what_there_is() -> None:
    changes = [change for version in load_versions() for change in version.changes]
    assert changes
    for change in changes:
        assert set(change.text) == set(language_codes())
        assert all(change.text.values())
        assert change.entries
        assert set(change.entries) <= KNOWN
        assert set(change.rules) <= load_catalogue().keys()


def test_what_is_newer_than_a_version_or_a_day() -> None:
    newest, first = load_versions()[0], load_versions()[-1]
    assert newest in list_versions_since(first.version)
    assert list_versions_since(newest.version) == ()
    assert list_versions_since(newest.day) == ()
    assert list_versions_since(newest.day - timedelta(1)) == (newest,)
    with pytest.raises(KeyError):
        list_versions_since("0")


# --- the law itself


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2023-07-09", "2023-07-10", {("2023-07-10", "begins", "adequacy/us-2023-1795")}),
        ("2020-07-14", "2020-07-16", {("2020-07-15", "ends", "adequacy/us-2016-1250")}),
        ("2020-07-15", "2020-07-16", {("2020-07-16", "begins", "authorities/c-311-18")}),
        ("2025-10-30", "2025-10-31", {("2025-10-31", "event", "adequacy/us-2023-1795")}),
        ("2026-01-25", "2026-01-26", {("2026-01-26", "begins", "adequacy/br-2026-179")}),
        ("2026-01-26", "2026-01-26", set()),
    ],
)
def test_what_began_ended_or_happened_between_two_days(
    since: str, until: str, expected: set[tuple[str, str, str]]
) -> None:
    events = list_legal_events(load_law(), date.fromisoformat(since), date.fromisoformat(until))
    assert expected <= {(event.day.isoformat(), event.kind.value, event.reference) for event in events}
    assert bool(events) is bool(expected)
    assert [event.day for event in events] == sorted(event.day for event in events)
    assert all((event.text is not None) is (event.kind is LegalEventKind.EVENT) for event in events)


# --- the promises


def test_every_authority_that_a_rule_cites_and_every_duty_that_changed_has_its_topics() -> None:
    topics, first = load_law_data("topics"), load_law().applies_from
    cited = {
        name_entry(authority)
        for rule in load_catalogue().values()
        for citation in rule.law
        for authority in find_authorities(citation)
    }
    changed = {
        name
        for name, entry in ENTRIES.items()
        if name.startswith("duties/") and (entry.first != first or entry.last is not None or entry.events)
    }
    assert cited | changed <= topics.keys() <= ENTRIES.keys()


@pytest.fixture(scope="module")
def notice() -> Policy:
    return complete()


def test_every_topic_is_a_section_or_a_value_of_its_entries(notice: Policy) -> None:
    sections = {promise.section for promise in list_promises(notice)}
    for topics in load_law_data("topics").values():
        for topic in topics:
            section, _, test = topic.partition(".")
            assert section in sections
            assert not test or test.partition("=")[2]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("duties/national-id-2024", ["fields.national-id"]),
        ("duties/complaint-national-2024", ["rights.complaint"]),
        ("duties/marketing-consent", ["purposes.newsletter", "purposes.customer-offers"]),
        ("authorities/c-394-23", ["purposes.customer-offers"]),
        ("authorities/c-203-22", []),
        ("adequacy/us-2023-1795", ["transfers"]),
        ("adequacy/il-2011-61", []),
        ("instruments/scc-2021-914", ["transfers"]),
        ("instruments/bcr", []),
        ("membership/gb-bridging", ["transfers"]),
        ("membership/kosovo", []),
        ("processor_terms/instructions", ["processors"]),
        ("record_fields/purposes", []),
        ("pending/omnibus-iv", []),
    ],
)
def test_the_promises_of_a_notice_that_an_entry_bears_on(entry: str, expected: list[str], notice: Policy) -> None:
    used = UsedTransfers({"US", "GB", "IN"}, {"eu-us-dpf", "scc-2021-914"})
    assert list_concerned(notice, load_law().on(date(2026, 11, 29)), [entry], used) == tuple(expected)


@pytest.mark.parametrize(("country", "concerned"), [("FI", True), ("AX", True), ("SE", False)])
def test_the_law_of_another_country_concerns_no_promise(country: str, concerned: bool, notice: Policy) -> None:
    assert notice.controller.address is not None
    address = notice.controller.address.model_copy(update={"country": country})
    moved = notice.model_copy(update={"controller": notice.controller.model_copy(update={"address": address})})
    for entry in ("authorities/act-1050-2018", "duties/national-id-2024"):
        assert bool(list_concerned(moved, load_law().on(date(2026, 11, 29)), [entry], UsedTransfers())) is concerned
    assert list_concerned(moved, load_law().on(date(2026, 11, 29)), ["authorities/c-394-23"], UsedTransfers())
