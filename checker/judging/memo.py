"""The judgment of one record, and a memo of judgments for a forecast: most records are judged alike on most days."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from msgspec import Struct, field

from seloste.checker.evidence.resource import EvidenceKind
from seloste.checker.finding import Finding
from seloste.checker.verdicts.evidence import Evidence, EvidenceTally, KeptEvidence

J = TypeVar("J", bound="RecordJudgment | CountedJudgment")


class RecordJudgment(Struct, frozen=True):
    """The findings about one record, and its evidence on the promises.

    Attributes:
        claimed: The numbers of the resources of infrastructure that belong to it.
        shown: What these show of each safeguard of it as a whole (see `Usage.shown`).
        service_users: The numbers of those of them that show services of other companies.
    """

    findings: Sequence[Finding]
    evidence: Sequence[Evidence] = ()
    claimed: Sequence[int] = ()
    shown: Mapping[tuple[str, str], EvidenceKind] = field(default_factory=dict)
    service_users: Sequence[int] = ()


class CountedJudgment(Struct, frozen=True):
    """The findings about one record, and the counts of its evidence, which take less memory."""

    findings: Sequence[Finding]
    counts: EvidenceTally
    shown: Mapping[tuple[str, str], EvidenceKind] = field(default_factory=dict)


def _describe_outcome(evidence: Evidence, subject: str) -> tuple[Any, ...]:
    """What is counted of a piece of evidence of a record."""
    holds = evidence.detail if evidence.holds is None else evidence.holds
    other = "" if evidence.subject == subject else evidence.subject
    return evidence.promise, evidence.aspect, holds, evidence.kind, other


class JudgmentMemo(Struct, frozen=True):
    """The last judgment of each record, by its subject, for days that are asked about in order.

    `turning_days` are the days on which a record may be judged otherwise than on the day before, by its subject and
    in order; `citing_days` those on which findings may cite other law. A subject without an entry is judged anew each
    time.
    """

    turning_days: Mapping[str, Sequence[date]] = field(default_factory=dict)
    citing_days: Sequence[date] = ()
    _known: dict[str, tuple[int, int, Any]] = field(default_factory=dict)
    _counted: dict[str, CountedJudgment] = field(default_factory=dict)
    _tallies: dict[Sequence[Any], EvidenceTally] = field(default_factory=dict)
    _sum: EvidenceTally = field(default_factory=EvidenceTally)

    def judge(self, subject: str, day: date, judge: Callable[[], J]) -> J:
        """The last judgment of a record, or, when one of its turning days has come since, a new one."""
        turning_days = self.turning_days.get(subject)
        if turning_days is None:
            return judge()
        stage, edition = bisect_right(turning_days, day), bisect_right(self.citing_days, day)
        known = self._known.get(subject)
        if known is None or known[0] != stage or (known[1] != edition and known[2].findings):
            known = self._known[subject] = (stage, edition, judge())
        judgment: J = known[2]
        return judgment

    def tally(self, subject: str, evidence: Sequence[Evidence]) -> EvidenceTally:
        """The counts of a record's evidence. Records that are alike have the same ones, which are made once."""
        outcomes = tuple([_describe_outcome(each, subject) for each in evidence])
        tally = self._tallies.get(outcomes)
        if tally is None:
            tally = self._tallies[outcomes] = EvidenceTally(kept=KeptEvidence.NONE)
            tally.count(evidence)
        return tally

    def sum_counts(self, judgments: Mapping[str, CountedJudgment]) -> EvidenceTally:
        """The counts of all records together. Only those that are judged anew since the last time are added up."""
        times: Counter[int] = Counter()
        tallies: dict[int, EvidenceTally] = {}
        for subject, judgment in judgments.items():
            before = self._counted.get(subject)
            if before is judgment:
                continue
            for counts, number in ((before.counts, -1), (judgment.counts, 1)) if before else ((judgment.counts, 1),):
                tallies[id(counts)] = counts
                times[id(counts)] += number
            self._counted[subject] = judgment
        for key, counts in tallies.items():
            self._sum.add_counts(counts.tallies, times[key])
        together = EvidenceTally(kept=KeptEvidence.ALL)
        together.add_counts(self._sum.tallies)
        return together
