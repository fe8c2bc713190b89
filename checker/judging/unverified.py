"""Names the promises that something else than missing evidence keeps from being verified, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from seloste.checker.result import NotChecked
from seloste.checker.verdicts.evidence import LATER, UNDATED, EvidenceTally
from seloste.checker.verdicts.verdict import JudgedPromise, Verdict


def list_unverified(promises: Iterable[JudgedPromise], shown: EvidenceTally) -> Iterator[NotChecked]:
    """The promises that would need newer law data, and those of which evidence does not count on the day."""
    for judged in promises:
        if judged.law_outdated:
            yield NotChecked(judged.id, "law-outdated", limits_rules=False)
        for reason in (LATER, UNDATED):
            if judged.verdict is Verdict.UNVERIFIED and (judged.id, reason) in shown.barred:
                yield NotChecked(judged.id, f"evidence-{reason}", limits_rules=False)
