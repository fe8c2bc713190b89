"""Is a promise true? A verdict per promise, folded from findings and evidence.

*Broken*: an error contradicts it. *Kept*: every record in scope bears it out, and none contradicts it. *Unverified*:
otherwise, since absence of evidence is not a pass; where the promise's own words say something else than its keys, for
people read the words, or its keys exclude each other; and where it rests on law data that are out of date. Whether a
promise is lawful is another question: its `defects` are the `notice/` rules that find something in it, and no others of
them change the verdict.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from enum import StrEnum

from msgspec import Struct

from seloste.checker.evidence.resource import EvidenceKind
from seloste.checker.finding import Finding, Severity
from seloste.checker.position import Location
from seloste.checker.verdicts.evidence import Evidence, EvidenceTally, Tally
from seloste.policy.base import Text
from seloste.policy.notice import Policy
from seloste.policy.promise import Promise, list_promises

#: The rule that finds that the words of a promise and its keys differ.
WORDS_DIFFER = "notice/text-contradicts-facts"
#: With it, the rules by which nobody knows what a promise is: it is not kept, whatever the evidence.
_AMBIGUOUS = frozenset({WORDS_DIFFER, "notice/contradicts-itself"})


#: The rules that find what no list has: while one does, no closed list is kept as a whole.
BESIDE_LISTS = frozenset({"evidence/resource-unmapped", "evidence/processor-undeclared"})
#: The promises that are closed lists.
CLOSED_LISTS = frozenset({"fields", "processors", "purposes", "transfers"})
#: The rule that finds that the law data are old: from its error on they verify nothing.
LAW_UNVERIFIED = "notice/law-unverified"
#: The promises that are judged by what was in force: decisions, transfer tools, terms of agreements.
RESTING_ON_LAW = frozenset({"processors", "transfers"})


class Verdict(StrEnum):
    """Whether a promise is true."""

    KEPT = "kept"
    BROKEN = "broken"
    UNVERIFIED = "unverified"


class JudgedPromise(Struct, frozen=True):
    """A promise with its verdict.

    Attributes:
        strength: The kind of evidence that the verdict rests on; None where it is unverified.
        accepted: Whether every finding that breaks it is waived.
        evidence: The evidence for and against it, as far as it was kept.
        supporting: The number of all pieces of evidence for it.
        defects: The `notice/` rules that find something unlawful in the promise itself.
        silent: The records in scope that show nothing: they keep the promise from being verified.
        beside: Evidence that decides nothing, of records on which other evidence does.
        law_outdated: Whether it rests on law data that are too old to verify anything.
    """

    promise: Promise
    verdict: Verdict
    strength: EvidenceKind | None
    accepted: bool
    location: Location
    evidence: tuple[Evidence, ...]
    defects: tuple[str, ...] = ()
    silent: tuple[Evidence, ...] = ()
    beside: tuple[Evidence, ...] = ()
    law_outdated: bool = False
    supporting: int = 0

    @property
    def id(self) -> str:
        """The promise's id."""
        return self.promise.id

    @property
    def has_other_words(self) -> bool:
        """Whether its words say something else than its keys, which are what the evidence is about."""
        return WORDS_DIFFER in self.defects

    @property
    def text(self) -> Text | None:
        """The promise's own words."""
        return self.promise.text


def fold_verdicts(
    policy: Policy, findings: Sequence[Finding], shown: EvidenceTally, places: Mapping[str, Location], *, all_read: bool
) -> tuple[JudgedPromise, ...]:
    """The verdict on every promise of the notice. `places` maps each to its location in the policy file.

    Without `all_read` some record could not be read: it may be in scope of any promise, so none is kept.
    """
    against: dict[str, list[Finding]] = defaultdict(list)
    defects: dict[str, set[str]] = defaultdict(set)
    for finding in findings:
        if finding.contradicts and finding.promise:
            against[finding.promise].append(finding)
        elif finding.family == "notice":
            defects[finding.subject].add(finding.rule)
    evidence: dict[str, list[Evidence]] = defaultdict(list)
    for item in shown.evidence:
        evidence[item.promise].append(item)
    unlisted = any(finding.rule in BESIDE_LISTS for finding in findings)
    resting = RESTING_ON_LAW if any(map(is_law_outdated, findings)) else frozenset[str]()

    def fold(promise: Promise) -> JudgedPromise:
        contradicting, tally = against[promise.id], shown.tallies.get(promise.id, Tally())
        sound = all_read and not _AMBIGUOUS & defects[promise.id] and not (unlisted and promise.id in CLOSED_LISTS)
        verdict = _verdict(contradicting, tally, sound=sound and promise.id not in resting)
        pieces = evidence[promise.id]
        undecided = [item for item in pieces if item.holds is None]
        decided = {(item.subject, item.aspect) for item in pieces if item.holds is not None} if undecided else set()
        return JudgedPromise(
            promise=promise,
            verdict=verdict,
            strength=None if verdict is Verdict.UNVERIFIED else _strength(contradicting, tally),
            accepted=bool(contradicting) and all(finding.waived for finding in contradicting),
            location=places[promise.id],
            evidence=tuple(item for item in pieces if item.holds is not None),
            defects=tuple(sorted(defects[promise.id])),
            silent=tuple(item for item in undecided if (item.subject, item.aspect) not in decided),
            beside=tuple(item for item in undecided if (item.subject, item.aspect) in decided),
            law_outdated=promise.id in resting,
            supporting=tally.supporting,
        )

    return tuple(fold(promise) for promise in list_promises(policy))


def is_law_outdated(finding: Finding) -> bool:
    """Whether a finding says that the law data are too old to verify anything, waived or not."""
    return finding.rule == LAW_UNVERIFIED and finding.severity is Severity.ERROR


def _verdict(against: list[Finding], tally: Tally, *, sound: bool) -> Verdict:
    """The verdict. Without `sound`, evidence does not make it kept: some is missing, or is about other words."""
    if against:
        return Verdict.BROKEN
    if sound and tally.holding.total() and not tally.against.total() and not tally.silent:
        return Verdict.KEPT
    return Verdict.UNVERIFIED


def _strength(against: list[Finding], tally: Tally) -> EvidenceKind:
    """The kind of evidence that a verdict rests on.

    A promise that is kept is as strong as its weakest record; one that is broken, as what contradicts it.
    """
    if not against:
        return tally.strength or EvidenceKind.DECLARED
    kinds = [kind for kind, number in tally.against.items() if number]
    return max(kinds, key=lambda kind: kind.rank, default=EvidenceKind.DECLARED)
