"""Two checks held against each other: which verdicts turned and by whom, what is new, and what the comparison lacks."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from msgspec.structs import replace

from seloste.checker.comparison.comparison import (
    ChangeEffect,
    ComparedFinding,
    PromiseState,
    Snapshot,
    compare_snapshots,
)
from seloste.checker.finding import Severity
from seloste.checker.verdicts.verdict import Verdict

KEPT, BROKEN, UNVERIFIED = Verdict.KEPT, Verdict.BROKEN, Verdict.UNVERIFIED


def state(verdict: Verdict, against: str = "", holding: str = "", silent: str = "", **rest: object) -> PromiseState:
    sets = (frozenset(names.split()) for names in (against, holding, silent))
    return PromiseState({"en": "Words"}, verdict, None, *sets, **rest)  # type: ignore[arg-type]


def noted(fingerprint: str, passes: bool = False) -> ComparedFinding:
    return ComparedFinding("system/x", Severity.ERROR, f"systems.{fingerprint}", None, fingerprint, "a.yaml", 1, passes)


def taken(promises: dict[str, PromiseState] | None = None, findings: str = "", **rest: object) -> Snapshot:
    """A snapshot; findings are letters, a capital one is waived."""
    listed = tuple(noted(letter.lower(), letter.isupper()) for letter in findings)
    return Snapshot(promises or {}, listed, date(2026, 11, 22), "all", "rules", **rest)  # type: ignore[arg-type]


def compared(before: Snapshot, after: Snapshot) -> ChangeEffect:
    return compare_snapshots(before, after, "main")


@pytest.mark.parametrize(
    ("was", "is_", "by"),
    [
        (state(KEPT, holding="a b"), state(BROKEN, against="b", holding="a"), ("b",)),
        (state(UNVERIFIED, silent="a"), state(BROKEN, against="b", silent="a"), ("b",)),
        (state(BROKEN, against="b"), state(KEPT, holding="a b"), ("b",)),
        (state(BROKEN, against="b"), state(UNVERIFIED, silent="b"), ("b",)),
        (state(KEPT, holding="a b"), state(UNVERIFIED, holding="a", silent="b"), ("b",)),
        (state(KEPT, holding="b"), state(UNVERIFIED), ("b",)),
        (state(UNVERIFIED, silent="a b", holding="c"), state(KEPT, holding="a b c"), ("a", "b")),
        (state(UNVERIFIED), state(KEPT, holding="a"), ("a",)),
        (state(KEPT), state(UNVERIFIED), ()),
    ],
)
def test_a_verdict_turns_by_the_records_that_made_it(was: PromiseState, is_: PromiseState, by: tuple[str, ...]) -> None:
    [turn] = compared(taken({"p": was}), taken({"p": is_})).verdicts
    assert (turn.id, turn.before, turn.after, turn.by) == ("p", was.verdict, is_.verdict, by)


def test_promises_come_go_and_change() -> None:
    before = taken({"a": state(KEPT), "b": state(KEPT, terms=1), "c": state(KEPT), "d": state(KEPT, terms=1)})
    after = taken({
        "b": state(KEPT, terms=2),
        "c": replace(state(KEPT), text={"en": "Others"}),
        "d": state(KEPT),
        "e": state(BROKEN),
    })  # fmt: skip
    comparison = compared(before, after)
    lists = (comparison.added, comparison.removed, comparison.reworded, comparison.altered)
    assert [[named.id for named in named_ones] for named_ones in lists] == [["e"], ["a"], ["c"], ["b"]]


@pytest.mark.parametrize(
    ("before", "after", "new", "gone", "passed", "returned"),
    [
        ("ab", "ba", "", "", "", ""),
        ("a", "ab", "b", "", "", ""),
        ("ab", "a", "", "b", "", ""),
        ("a", "aa", "a", "", "", ""),
        ("aaa", "a", "", "aa", "", ""),
        ("a", "A", "", "", "a", ""),
        ("A", "a", "", "", "", "a"),
        ("aa", "aA", "", "", "a", ""),
        ("", "A", "a", "", "", ""),
        ("A", "", "", "a", "", ""),
    ],
)
def test_findings_are_matched_as_often_as_they_occur(
    before: str, after: str, new: str, gone: str, passed: str, returned: str
) -> None:
    comparison = compared(taken(findings=before), taken(findings=after))
    lists = (comparison.new, comparison.gone, comparison.suppressed, comparison.returned)
    assert ["".join(item.fingerprint for item in items) for items in lists] == [new, gone, passed, returned]


@pytest.mark.parametrize("seed", range(30))
def test_no_finding_is_lost_between_two_checks(seed: int) -> None:
    random = Random(seed)
    before, after = ("".join(random.choices("abcABC", k=random.randrange(8))) for _ in range(2))
    comparison = compared(taken(findings=before), taken(findings=after))
    assert len(before) - len(comparison.gone) + len(comparison.new) == len(after)
    back = compared(taken(findings=after), taken(findings=before))
    for there, again in (("new", "gone"), ("suppressed", "returned")):
        assert sorted(item.fingerprint for item in getattr(comparison, there)) == sorted(
            item.fingerprint for item in getattr(back, again)
        )


@pytest.mark.parametrize(
    ("change", "remark"),
    [
        ({"as_of": date(2026, 1, 1)}, "other-day"),
        ({"rules": "others"}, "other-rules"),
        ({"scope": "systems"}, "other-scope"),
        ({"complete": False}, "incomplete-before"),
        ({"judged": False}, "no-notice-before"),
    ],
)
def test_what_may_mislead_is_told(change: dict[str, object], remark: str) -> None:
    assert compared(replace(taken(), **change), taken()).remarks == (remark,)  # type: ignore[arg-type]


def test_where_there_was_no_notice_no_promise_is_called_new() -> None:
    comparison = compared(taken(judged=False), taken({"p": state(KEPT)}, "a"))
    assert (comparison.is_empty, comparison.remarks) == (True, ("no-notice-before",))


def test_records_are_told_of_where_both_sides_know_them() -> None:
    known = taken(records=frozenset({"systems.a"})), taken(records=frozenset({"systems.b"}))
    comparison = compared(*known)
    assert (comparison.records_added, comparison.records_removed) == (("systems.b",), ("systems.a",))
    comparison = compared(taken(), known[1])
    assert (comparison.records_added, comparison.records_removed) == ((), ())


def test_a_finding_of_a_rule_that_was_not_looked_for_is_not_the_change() -> None:
    before, after = taken(findings="a", rule_ids=frozenset({"system/x"})), taken(findings="ab")
    newer = replace(noted("c"), rule="system/y")
    effect = compared(before, replace(after, findings=(*after.findings, newer)))
    assert effect.new == (noted("b"),)
    assert effect.new_rules == (newer,)
    assert not replace(effect, new=()).is_empty


def test_a_report_that_lists_only_the_first_records_blames_none_of_the_others() -> None:
    was = state(UNVERIFIED, holding="a", all_holding=False)
    [turn] = compared(taken({"p": was}), taken({"p": state(KEPT, holding="a b c")})).verdicts
    assert turn.by == ()
    [turn] = compared(taken({"p": replace(was, all_holding=True)}), taken({"p": state(KEPT, holding="a b")})).verdicts
    assert turn.by == ("b",)
