"""The work of judging a record, counted in calls: it does not grow with what the record does not touch."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import date
from itertools import combinations
from typing import Any

import pytest

from seloste.checker.inventory import System
from seloste.checker.judging.records import judge_system
from seloste.checker.linking.entry import DeclaredRecord, NoticeEntry
from seloste.checker.linking.index import Index
from seloste.checker.linking.linked_record import LinkedRecord, link_system
from seloste.checker.linking.retention import link_retention
from seloste.checker.linking.settings import YEAR, Settings
from seloste.checker.linking.value_memo import MOST_VALUES, ValueMemo
from seloste.checker.reading.documents import Document
from seloste.checker.verdicts.declared import system_evidence
from seloste.policy.law.law import load_law
from seloste.policy.notice import Policy

LAW = load_law().on(date(2026, 11, 22))
WORDS = {"en": "Words"}
LIMIT = {"period": "P2Y", "after": "contract-end"}
NOTICE: dict[str, Any] = {
    "notice": {"languages": ["en"]},
    "controller": {"name": "Oy"},
    "data_subjects": {"customers": {"text": WORDS}, "members": {"text": WORDS}},
    "purposes": {"orders": {"text": WORDS}, "billing": {"text": WORDS, "fields": ["email"]}},
    "fields": {"name": {"text": WORDS}, "email": {"text": WORDS}},
    "sources": {"customer": {"text": WORDS}, "registry": {"text": WORDS}},
    "disclosures": {"text": WORDS, "rule": "never"},
    "transfers": {"text": WORDS, "rule": "never"},
    "retention": {"all": {"text": WORDS, "purposes": ["orders", "billing"], "maximum": LIMIT}},
    "safeguards": {"login": {"text": WORDS, "control": "authentication"}},
}
SYSTEM: dict[str, Any] = {
    "name": "CRM",
    "data_subjects": ["customers"],
    "purposes": ["orders"],
    "fields": ["name"],
    "sources": ["customer"],
    "processors": [],
    "disclosures": [],
    "hosting": {"country": "FI"},
    "retention": {"period": "P1Y", "after": "contract-end"},
    "safeguards": {"authentication": "implemented"},
}
#: A section, and an entry of it that concerns no system of these tests.
OTHERS: dict[str, dict[str, Any]] = {
    "data_subjects": {"text": WORDS},
    "purposes": {"text": WORDS, "fields": ["name"]},
    "fields": {"text": WORDS},
    "sources": {"text": WORDS},
    "retention": {"text": WORDS, "purposes": ["billing"], "maximum": LIMIT},
    "safeguards": {"text": WORDS, "control": "backup", "applies_to": ["another"]},
}


def make_index(**sections: Any) -> Index:
    """An index of the notice with these sections in place of its own."""
    content = {**NOTICE, **sections}
    notice = NoticeEntry(Policy.model_validate(content), Document("policy.yaml", content, ""))
    return Index(notice, {}, frozenset(), Settings(YEAR, YEAR))


def declare(record: dict[str, Any]) -> DeclaredRecord[System]:
    """A system with these keys."""
    document = Document("systems.yaml", {"systems": {"crm": record}}, "")
    return DeclaredRecord("systems", "crm", System.model_validate(record), document)


def count_calls(work: Callable[[], object]) -> int:
    """How many functions are called."""
    calls = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return calls


def count_judging(index: Index, record: dict[str, Any]) -> int:
    """How many functions are called to judge a system, after others have been judged."""
    wrong = {key: ["wrong"] for key in ("data_subjects", "purposes", "fields", "sources", "processors")}
    for known in (SYSTEM, SYSTEM | wrong):
        judge_system(link_system(declare(known), index, LAW), index, LAW)
    system = declare(record)
    return count_calls(lambda: judge_system(link_system(system, index, LAW), index, LAW))


@pytest.mark.parametrize("section", OTHERS)
@pytest.mark.parametrize(
    "record", [SYSTEM, {**SYSTEM, "fields": ["name", "email"], "purposes": ["orders", "x"], "owner": "a"}]
)
def test_the_work_for_a_record_does_not_grow_with_the_notice(section: str, record: dict[str, Any]) -> None:
    few, many = (
        count_judging(
            make_index(**{section: NOTICE[section] | {f"n{n}": OTHERS[section] for n in range(count)}}), record
        )
        for count in (10, 1_000)
    )
    assert many <= few


def test_a_record_like_another_takes_less_work() -> None:
    index = make_index()
    first = count_calls(lambda: link_system(declare(SYSTEM), index, LAW))
    assert count_calls(lambda: link_system(declare({**SYSTEM, "name": "Shop"}), index, LAW)) < first / 2


def vary() -> Iterator[dict[str, Any]]:
    """Systems that differ from each other in one or two keys, some in nothing but what a value looks like."""
    variants: dict[str, list[Any]] = {
        "data_subjects": [None, [], ["members"], ["customers", "members"], ["members", "customers"], ["custmers"]],
        "purposes": [None, [], ["billing"], ["orders", "billing"], ["billing", "orders"], ["order"]],
        "fields": [None, [], ["email"], {"name": ["billing"]}, {"name": None, "email": ["orders"]}, {"name": []}],
        "sources": [None, [], ["registry"], ["x"]],
        "processors": [None, ["mailer"]],
        "disclosures": [None, [{"recipient": "police"}]],
        "retention": [
            None,
            [],
            {"period": "P3Y", "after": "contract-end"},
            {"period": "P1Y", "after": "collection"},
            {"period": "P1Y", "after": "contract-end", "reason": "claims"},
            {"period": "P1Y", "after": "contract-end", "purposes": ["orders"]},
            {"period": "P1Y", "after": "contract-end", "fields": ["orders"]},
            [{"period": "P1Y", "after": "contract-end"}, {"period": "P2Y", "after": "contract-end"}],
        ],
    }
    changes = [(key, value) for key, values in variants.items() for value in values]
    for changed in ((), *((each,) for each in changes), *combinations(changes, 2)):
        record = SYSTEM | dict(changed)
        yield {key: value for key, value in record.items() if value is not None}


def list_evidence(system: LinkedRecord[System], index: Index) -> list[object]:
    """Everything that a system shows, but for the document that it stands in."""
    return [
        (each.promise, each.holds, each.steps, each.detail, each.arguments, each.aspect, each.dated)
        for each in system_evidence(system, index, frozenset())
    ]


def test_what_is_remembered_of_other_records_changes_nothing() -> None:
    shared = make_index()
    for record in vary():
        own, system = make_index(), declare(record)
        linked, alone = link_system(system, shared, LAW), link_system(system, own, LAW)
        assert linked.retention == alone.retention, record
        assert list_evidence(linked, shared) == list_evidence(alone, own), record


def test_a_memo_has_a_bound_and_gives_the_same_when_it_is_full() -> None:
    memo, index = ValueMemo(), make_index()
    memo.update(dict.fromkeys(range(MOST_VALUES)))
    system = System.model_validate(SYSTEM)
    assert link_retention(index.notice, system, memo) == link_retention(index.notice, system, ValueMemo())
    assert len(memo) == 1
