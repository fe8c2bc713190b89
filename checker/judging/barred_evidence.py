"""Names the promises of which evidence does not count on the day that is asked about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from seloste.checker.result import NotChecked
from seloste.checker.verdicts.evidence import LATER, UNDATED, EvidenceTally
from seloste.checker.verdicts.verdict import JudgedPromise, Verdict


def list_barred(shown: EvidenceTally, promises: Iterable[JudgedPromise]) -> Iterator[NotChecked]:
    """The promises that are not verified and of which some evidence does not count, each with the reason."""
    for judged in promises:
        for reason in (LATER, UNDATED):
            if judged.verdict is Verdict.UNVERIFIED and (judged.id, reason) in shown.barred:
                yield NotChecked(judged.id, f"evidence-{reason}", limits_rules=False)
