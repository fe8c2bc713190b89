"""Evidence: what one record shows of one promise, and the tally of it over all records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from seloste.checker.finding import Argument
from seloste.checker.position import Location
from seloste.checker.reading.documents import Document

#: The arguments of evidence that names nothing.
NOTHING: Mapping[str, Argument] = {}


class EvidenceKind(StrEnum):
    """Where evidence comes from: an inventory declares it, or infrastructure shows it."""

    DECLARED = "declared"
    OBSERVED = "observed"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one record shows of one promise. `holds` is None where the promise binds the record and it is silent.

    Like a finding it carries no sentence: `detail` names one in the words of each language, `evidence.<detail>`,
    which `arguments` fill. `steps` lead to the place in `document` that shows it.
    """

    promise: str
    subject: str
    holds: bool | None
    document: Document
    steps: tuple[str | int, ...]
    detail: str
    kind: EvidenceKind = EvidenceKind.DECLARED
    dated: date | None = None
    arguments: Mapping[str, Argument] = field(default_factory=lambda: NOTHING)

    @property
    def location(self) -> Location:
        """The place that shows it; looked up only when a report needs it."""
        return self.document.locate(*self.steps)


@dataclass(slots=True)
class Tally:
    """How many records in scope of a promise bear it out, contradict it or are silent; and how many were observed."""

    holding: int = 0
    against: int = 0
    silent: int = 0
    observed: int = 0

    def count(self, evidence: Evidence) -> None:
        """Counts a piece of evidence."""
        if evidence.holds is None:
            self.silent += 1
        elif evidence.holds:
            self.holding += 1
        else:
            self.against += 1
        self.observed += evidence.kind is EvidenceKind.OBSERVED

    def add(self, other: Tally, times: int = 1) -> None:
        """Adds what was counted elsewhere, so many `times`; -1 takes it out again."""
        self.holding += times * other.holding
        self.against += times * other.against
        self.silent += times * other.silent
        self.observed += times * other.observed


@dataclass(slots=True)
class EvidenceTally:
    """The tally of each promise, by its id, and the pieces of evidence where they are kept."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    evidence: list[Evidence] = field(default_factory=list)

    def count(self, items: Iterable[Evidence], *, keep: bool = True) -> None:
        """Counts pieces of evidence. `keep`: each is kept too, for reports that show them one by one."""
        for item in items:
            self.tallies.setdefault(item.promise, Tally()).count(item)
            if keep:
                self.evidence.append(item)

    def add(self, other: EvidenceTally) -> None:
        """Adds the evidence of other records."""
        self.add_counts(other.tallies)
        self.evidence += other.evidence

    def add_counts(self, tallies: Mapping[str, Tally], times: int = 1) -> None:
        """Adds counts alone, so many `times`; -1 takes them out again."""
        for promise, tally in tallies.items():
            self.tallies.setdefault(promise, Tally()).add(tally, times)
