"""What a memo of judgments knows: when a record is judged anew, and the counts of all records."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

import pytest

from seloste.checker.evidence.resource import EvidenceKind
from seloste.checker.finding import Finding
from seloste.checker.judging.memo import CountedJudgment, JudgmentMemo, RecordJudgment
from seloste.checker.verdicts.evidence import LATER, Evidence, EvidenceTally, KeptEvidence

FINDING = cast("Finding", object())
TURN, CITED = date(2027, 2, 1), date(2027, 3, 1)
DAYS = (date(2027, 1, 1), TURN, date(2027, 2, 2), CITED, date(2027, 3, 2))


@pytest.mark.parametrize(("findings", "judged"), [((), 2), ((FINDING,), 3)])
def test_a_record_is_judged_on_its_turning_days_and_for_new_law_where_it_cites_any(
    findings: Sequence[Finding], judged: int
) -> None:
    memo, calls = JudgmentMemo({"systems.crm": [TURN]}, [CITED]), []

    def judge() -> RecordJudgment:
        calls.append(1)
        return RecordJudgment(findings)

    for day in DAYS:
        memo.judge("systems.crm", day, judge)
    assert len(calls) == judged


def test_a_record_without_turning_days_is_judged_each_time() -> None:
    memo, calls = JudgmentMemo(), []
    for day in DAYS:
        memo.judge("systems.crm", day, lambda: (calls.append(1), RecordJudgment(()))[1])  # type: ignore[func-returns-value]
    assert len(calls) == len(DAYS)


def piece(subject: str, holds: bool | None, **more: Any) -> Evidence:
    return Evidence("safeguards.backup", subject, holds, None, (), "control", **more)


#: The evidence of each of two records on one day and on the next.
OUTCOMES = (
    ([piece("a", True)], [piece("b", True)]),
    ([piece("a", True)], [piece("b", False)]),
    ([piece("a", None)], [piece("b", False), piece("b", True, kind=EvidenceKind.OBSERVED)]),
    ([piece("a", True, aspect="x"), piece("a", True, aspect="y")], [piece("c", True), piece("b", True)]),
    ([piece("a", True)], [piece("b", True)]),
)


def test_the_counts_of_each_day_are_those_of_counting_all_anew() -> None:
    memo = JudgmentMemo()
    for pieces in OUTCOMES:
        judged = {
            subject: CountedJudgment((), memo.tally(subject, evidence))
            for subject, evidence in zip(("a", "b"), pieces, strict=True)
        }
        anew = EvidenceTally(kept=KeptEvidence.NONE)
        for evidence in pieces:
            anew.count(evidence)
        [summed], [counted] = (each.tallies.values() for each in (memo.sum_counts(judged), anew))
        assert (+summed.holding, +summed.against) == (counted.holding, counted.against)
        assert (summed.silent, summed.supporting) == (counted.silent, counted.supporting)


def test_records_that_are_alike_share_their_counts() -> None:
    memo = JudgmentMemo()
    assert memo.tally("a", [piece("a", True)]) is memo.tally("b", [piece("b", True)])
    assert memo.tally("a", [piece("a", None)]) is not memo.tally("a", [piece("a", True)])
    later = Evidence("safeguards.backup", "a", None, None, (), LATER)
    assert memo.tally("a", [later]).barred == {("safeguards.backup", LATER)}
