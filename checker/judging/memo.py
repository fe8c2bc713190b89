"""What was judged on one day and holds on the next: a record is judged again only when it may be judged otherwise."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from seloste.checker.finding import Finding
from seloste.checker.verdict import EvidenceTally


@dataclass(frozen=True, slots=True)
class RecordJudgment:
    """What was found about one record, and what it shows of the promises."""

    findings: Sequence[Finding]
    showing: EvidenceTally = field(default_factory=EvidenceTally)


@dataclass(frozen=True, slots=True)
class JudgmentMemo:
    """What is known of each record, by its subject, from its judging until the next of its days."""

    #: The days on which a record may be judged in another way than on the day before, in order. Without, each may be.
    days: Mapping[str, Sequence[date]] = field(default_factory=dict)
    _known: dict[str, tuple[int, RecordJudgment]] = field(default_factory=dict)
    _summed: dict[str, RecordJudgment] = field(default_factory=dict)
    _sum: EvidenceTally = field(default_factory=EvidenceTally)

    def judged(self, subject: str, day: date, judge: Callable[[], RecordJudgment]) -> RecordJudgment:
        """What was found about a record the last time, or, when one of its days has come since, what is found now."""
        if subject not in self.days:
            return judge()
        stage = bisect_right(self.days[subject], day)
        known = self._known.get(subject)
        if known is None or known[0] != stage:
            known = self._known[subject] = (stage, judge())
        return known[1]

    def counts(self, parts: Mapping[str, RecordJudgment]) -> EvidenceTally:
        """What records show together: the counts of the last time, but for the parts that are others now."""
        for subject, part in parts.items():
            before = self._summed.get(subject)
            if before is part:
                continue
            if before is not None:
                self._sum.count(before.showing.tallies, -1)
            self._sum.count(part.showing.tallies)
            self._summed[subject] = part
        together = EvidenceTally()
        together.count(self._sum.tallies)
        return together
