"""Is a promise true? A verdict per promise, folded from findings and evidence.

*Broken*: an error contradicts it. *Kept*: there is evidence for every record in scope, and none against. *Unverified*:
all else, since absence of evidence is not a pass. Whether a promise is lawful is another question: its `defects` are the
`notice/` rules that fire on it, and they never touch the verdict.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from checker.finding import Finding, Severity
from checker.position import Location
from policy.base import Text
from policy.notice import Policy
from policy.promise import Promise, promises


class Verdict(StrEnum):
    """Whether a promise is true."""

    KEPT = "kept"
    BROKEN = "broken"
    UNVERIFIED = "unverified"


class Kind(StrEnum):
    """Where evidence comes from: an inventory says so, or infrastructure shows it."""

    DECLARED = "declared"
    OBSERVED = "observed"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one record says of one promise. `holds` is None where it ought to say something and does not."""

    promise: str
    subject: str
    holds: bool | None
    location: Location
    detail: str
    kind: Kind = Kind.DECLARED
    dated: date | None = None
    value: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A promise with its verdict, what the verdict rests on, and what is unlawful about the promise itself."""

    promise: Promise
    verdict: Verdict
    strength: Kind | None
    accepted: bool
    location: Location
    evidence: tuple[Evidence, ...]
    defects: tuple[str, ...] = field(default=())

    @property
    def id(self) -> str:
        """The promise's id."""
        return self.promise.id

    @property
    def text(self) -> Text | None:
        """The promise's own words."""
        return self.promise.text


#: Families whose errors contradict a promise.
_CONTRADICTING = frozenset({"system", "processor", "transfer", "evidence"})


def judge(
    policy: Policy, findings: Iterable[Finding], evidence: Iterable[Evidence], places: Mapping[str, Location]
) -> tuple[Judged, ...]:
    """The verdict on every promise of the notice. `places` says where each stands in the policy file."""
    against: dict[str, list[Finding]] = defaultdict(list)
    defects: dict[str, set[str]] = defaultdict(set)
    for finding in findings:
        if finding.family in _CONTRADICTING and finding.promise and finding.severity is Severity.ERROR:
            against[finding.promise].append(finding)
        elif finding.family == "notice":
            defects[finding.subject].add(finding.rule)
    shown: dict[str, list[Evidence]] = defaultdict(list)
    for item in evidence:
        shown[item.promise].append(item)
    return tuple(
        _one(promise, against[promise.id], shown[promise.id], defects, places[promise.id])
        for promise in promises(policy)
    )


def _one(
    promise: Promise, against: list[Finding], shown: list[Evidence], defects: Mapping[str, set[str]], place: Location
) -> Judged:
    evidence = tuple(item for item in shown if item.holds is not None)
    if against or any(item.holds is False for item in evidence):
        verdict = Verdict.BROKEN
    elif evidence and len(evidence) == len(shown):
        verdict = Verdict.KEPT
    else:
        verdict = Verdict.UNVERIFIED
    observed = evidence and all(item.kind is Kind.OBSERVED for item in evidence)
    return Judged(
        promise=promise,
        verdict=verdict,
        strength=None if verdict is Verdict.UNVERIFIED else Kind.OBSERVED if observed else Kind.DECLARED,
        accepted=bool(against) and all(not finding.counts for finding in against),
        location=place,
        evidence=evidence,
        defects=tuple(sorted(defects.get(promise.id, ()))),
    )
