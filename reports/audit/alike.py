"""Findings that read alike, as one line with their number: in a version for others nothing may tell them apart."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

from msgspec import Struct

from seloste.reports.audit.findings import ReportedFinding
from seloste.reports.audit.runs import join_numbers
from seloste.reports.language.language import Language

T = TypeVar("T")


class AlikeFindings(Struct, frozen=True):
    """Findings of which a report says the same, but for their numbers."""

    findings: tuple[ReportedFinding, ...]

    @property
    def first(self) -> ReportedFinding:
        """The one that is told."""
        return self.findings[0]

    @property
    def others(self) -> tuple[ReportedFinding, ...]:
        """The rest of them."""
        return self.findings[1:]

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self.findings)

    @property
    def numbers(self) -> str:
        """Their numbers: "5–11"."""
        return join_numbers(self.findings)

    def describe(self, language: Language) -> str:
        """The message, and how many findings it is that of."""
        return add_times(self.first.message, self.count, language)


def fold_findings(findings: Iterable[ReportedFinding]) -> tuple[AlikeFindings, ...]:
    """The findings, those that read alike as one, in the order of the first of each."""
    return tuple(AlikeFindings(each) for each in gather(findings, _describe_look))


def add_times(message: str, count: int, language: Language) -> str:
    """A message, and after it how often it holds, where that is more than once."""
    return message if count == 1 else language.word("audit.times", message=message, count=count)


def gather(items: Iterable[T], describe: Callable[[T], Hashable]) -> Iterable[tuple[T, ...]]:
    """The items of which the same is said, together, in the order of the first of each."""
    together: dict[Hashable, list[T]] = {}
    for item in items:
        together.setdefault(describe(item), []).append(item)
    return map(tuple, together.values())


def _describe_look(reported: ReportedFinding) -> Hashable:
    """All that a report says of a finding."""
    finding = reported.finding
    return (
        (finding.rule, finding.severity, finding.subject, reported.promises, finding.law, finding.from_memory),
        (reported.message, reported.place, reported.excerpt, tuple(reported.related.items()), reported.change),
        (reported.suppression, reported.suppression_label, reported.response),
    )
