"""Is a promise true? A verdict per promise, folded from findings and evidence.

*Broken*: an error contradicts it. *Kept*: there is evidence for every record in scope, and none against. *Unverified*:
all else, since absence of evidence is not a pass. Whether a promise is lawful is another question: its `defects` are
the `notice/` rules that fire on it, and they never touch the verdict.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from seloste.checker.finding import Argument, Finding, Severity
from seloste.checker.position import Location
from seloste.checker.reading.documents import Document
from seloste.policy.base import Text
from seloste.policy.notice import Policy
from seloste.policy.promise import Promise, promises

#: The arguments of evidence that names nothing.
NOTHING: Mapping[str, Argument] = {}


class Verdict(StrEnum):
    """Whether a promise is true."""

    KEPT = "kept"
    BROKEN = "broken"
    UNVERIFIED = "unverified"


class EvidenceKind(StrEnum):
    """Where evidence comes from: an inventory says so, or infrastructure shows it."""

    DECLARED = "declared"
    OBSERVED = "observed"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one record says of one promise. `holds` is None where it ought to say something and does not.

    Like a finding it carries no sentence: `detail` names one in the words of each language, `evidence.<detail>`.
    """

    promise: str
    subject: str
    holds: bool | None
    document: Document
    steps: tuple[str | int, ...]
    detail: str
    kind: EvidenceKind = EvidenceKind.DECLARED
    dated: date | None = None
    #: What fills the sentence that `detail` names, as in a finding.
    arguments: Mapping[str, Argument] = field(default_factory=lambda: NOTHING)

    @property
    def location(self) -> Location:
        """Where the record says it; looked up only when it is told."""
        return self.document.locate(*self.steps)


@dataclass(slots=True)
class Tally:
    """How many records in scope of a promise bear it out, contradict it, or are silent, and how many were observed."""

    holding: int = 0
    against: int = 0
    silent: int = 0
    observed: int = 0

    def take(self, item: Evidence) -> None:
        """Counts a piece of evidence."""
        if item.holds is None:
            self.silent += 1
        elif item.holds:
            self.holding += 1
        else:
            self.against += 1
        self.observed += item.kind is EvidenceKind.OBSERVED

    def add(self, other: Tally, times: int = 1) -> None:
        """Takes in what was counted elsewhere; takes it out again with -1 `times`."""
        self.holding += times * other.holding
        self.against += times * other.against
        self.silent += times * other.silent
        self.observed += times * other.observed


@dataclass(slots=True)
class EvidenceTally:
    """What records show of the promises: the counts that verdicts are folded from, and each piece where it is kept."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    evidence: list[Evidence] = field(default_factory=list)

    def take(self, items: Iterable[Evidence], *, keep: bool = True) -> None:
        """Counts pieces of evidence, and keeps them if they are to be told one by one."""
        for item in items:
            self.tallies.setdefault(item.promise, Tally()).take(item)
            if keep:
                self.evidence.append(item)

    def add(self, other: EvidenceTally) -> None:
        """Takes in what other records show."""
        self.count(other.tallies)
        self.evidence += other.evidence

    def count(self, tallies: Mapping[str, Tally], times: int = 1) -> None:
        """Takes in counts alone; takes them out again with -1 `times`."""
        for promise, tally in tallies.items():
            self.tallies.setdefault(promise, Tally()).add(tally, times)


@dataclass(frozen=True, slots=True)
class JudgedPromise:
    """A promise with its verdict, what the verdict rests on, and what is unlawful about the promise itself."""

    promise: Promise
    verdict: Verdict
    strength: EvidenceKind | None
    accepted: bool
    location: Location
    evidence: tuple[Evidence, ...]
    defects: tuple[str, ...] = ()
    #: The records in scope that say nothing: what keeps a promise from being verified.
    silent: tuple[Evidence, ...] = ()

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
    policy: Policy,
    findings: Iterable[Finding],
    showing: EvidenceTally,
    places: Mapping[str, Location],
    *,
    all_read: bool,
) -> tuple[JudgedPromise, ...]:
    """The verdict on every promise of the notice. `places` says where each stands in the policy file.

    Without `all_read` some record could not be read: it may be in scope of any promise, so none is kept.
    """
    against: dict[str, list[Finding]] = defaultdict(list)
    defects: dict[str, set[str]] = defaultdict(set)
    for finding in findings:
        if finding.family in _CONTRADICTING and finding.promise and finding.severity is Severity.ERROR:
            against[finding.promise].append(finding)
        elif finding.family == "notice":
            defects[finding.subject].add(finding.rule)
    evidence: dict[str, list[Evidence]] = defaultdict(list)
    for item in showing.evidence:
        evidence[item.promise].append(item)
    return tuple(
        _one(
            promise,
            against[promise.id],
            showing.tallies.get(promise.id, Tally()),
            tuple(evidence[promise.id]),
            tuple(sorted(defects[promise.id])),
            places[promise.id],
            all_read,
        )
        for promise in promises(policy)
    )


def _one(
    promise: Promise,
    against: list[Finding],
    tally: Tally,
    evidence: tuple[Evidence, ...],
    defects: tuple[str, ...],
    place: Location,
    all_read: bool,
) -> JudgedPromise:
    shown = tally.holding + tally.against
    if against:
        verdict = Verdict.BROKEN
    elif all_read and tally.holding and not tally.against and not tally.silent:
        verdict = Verdict.KEPT
    else:
        verdict = Verdict.UNVERIFIED
    observed = shown > 0 and tally.observed == shown
    return JudgedPromise(
        promise=promise,
        verdict=verdict,
        strength=None
        if verdict is Verdict.UNVERIFIED
        else EvidenceKind.OBSERVED
        if observed
        else EvidenceKind.DECLARED,
        accepted=bool(against) and all(finding.waived for finding in against),
        location=place,
        evidence=tuple(item for item in evidence if item.holds is not None),
        defects=defects,
        silent=tuple(item for item in evidence if item.holds is None),
    )
