"""The judgment of one record, and a memo of judgments for a forecast: most records are judged alike on most days."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from msgspec import Struct, field

from seloste.checker.evidence.resource import EvidenceKind
from seloste.checker.finding import Finding
from seloste.checker.verdicts.evidence import Evidence, EvidenceTally, KeptEvidence

J = TypeVar("J")


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


class JudgmentMemo(Struct, frozen=True):
    """The last judgment of each record, by its subject, for days that are asked about in order.

    `turning_days` are the days on which a record may be judged otherwise than on the day before, by its subject and
    in order. A subject that has none is judged anew each time.
    """

    turning_days: Mapping[str, Sequence[date]] = field(default_factory=dict)
    _known: dict[str, tuple[int, Any]] = field(default_factory=dict)
    _counted: dict[str, CountedJudgment] = field(default_factory=dict)
    _sum: EvidenceTally = field(default_factory=EvidenceTally)

    def judge(self, subject: str, day: date, judge: Callable[[], J]) -> J:
        """The last judgment of a record, or, when one of its turning days has come since, a new one."""
        if subject not in self.turning_days:
            return judge()
        stage = bisect_right(self.turning_days[subject], day)
        known = self._known.get(subject)
        if known is None or known[0] != stage:
            known = self._known[subject] = (stage, judge())
        judgment: J = known[1]
        return judgment

    def sum_counts(self, judgments: Mapping[str, CountedJudgment]) -> EvidenceTally:
        """The counts of all records together. Only those that are judged anew since the last time are added up."""
        for subject, judgment in judgments.items():
            before = self._counted.get(subject)
            if before is judgment:
                continue
            if before is not None:
                self._sum.add_counts(before.counts.tallies, -1)
            self._sum.add_counts(judgment.counts.tallies)
            self._counted[subject] = judgment
        together = EvidenceTally(kept=KeptEvidence.ALL)
        together.add_counts(self._sum.tallies)
        return together
