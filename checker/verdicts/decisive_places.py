"""The places on which a verdict turns: what contradicts a promise, what leaves it open, what alone supports it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from seloste.checker.finding import Finding
from seloste.checker.position import Location
from seloste.checker.verdicts.evidence import Evidence
from seloste.checker.verdicts.verdict import JudgedPromise, Verdict


def stands_alone(promise: JudgedPromise) -> bool:
    """Whether a single piece of evidence supports a promise."""
    return promise.supporting == 1


def is_decisive(item: Evidence, promise: JudgedPromise) -> bool:
    """Whether a verdict turns on a piece of evidence."""
    if item.holds is None:
        return promise.verdict is Verdict.UNVERIFIED
    return not item.holds or stands_alone(promise)


def is_open_itself(promise: JudgedPromise) -> bool:
    """Whether no record leaves a promise open: its own words do, or nobody declares anything."""
    return promise.verdict is Verdict.UNVERIFIED and not promise.silent


def list_decisive_places(promises: Iterable[JudgedPromise], findings: Iterable[Finding]) -> Iterator[Location]:
    """Those places, the gravest first: against a promise, then silent on it, then alone for it."""
    judged = list(promises)
    for finding in findings:
        if finding.contradicts:
            yield finding.location
    for promise in judged:
        yield from (item.location for item in promise.evidence if item.holds is False)
    for promise in judged:
        yield from (item.location for item in promise.silent if is_decisive(item, promise))
        if is_open_itself(promise):
            yield promise.location
    for promise in judged:
        yield from (item.location for item in promise.evidence if item.holds and is_decisive(item, promise))
