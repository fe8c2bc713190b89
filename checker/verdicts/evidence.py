"""Evidence: what one record shows of one promise, and the tally of it over all records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct, field
from msgspec.structs import replace

from seloste.checker.evidence.resource import Basis, EvidenceKind
from seloste.checker.finding import Argument, Word
from seloste.checker.position import Location
from seloste.checker.reading.documents import Document

#: Why evidence supports nothing on a day: it is dated after it, or the day is past and the evidence has none.
LATER, UNDATED = "later", "undated"
#: The arguments of evidence that names nothing.
NOTHING: Mapping[str, Argument] = {}


class Evidence(Struct, frozen=True):
    """What one record shows of one promise. `holds` is None where the promise binds the record and it is silent.

    Like a finding it carries no sentence: `detail` names one in the words of each language, `evidence.<detail>`,
    which `arguments` fill. `steps` lead to the place in `document` that shows it, unless it is shown at another
    `place`, by infrastructure.

    Attributes:
        aspect: Which part of the promise it is about, where a record must bear out several: a control, say.
        basis: What a fact of infrastructure rests on; None for a declaration.
        resource: The id of the resource that shows it; empty for a declaration.
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
    aspect: str = ""
    place: Location | None = None
    basis: Basis | None = None
    resource: str = ""

    def about(self, aspect: str) -> Evidence:
        """The same, about one aspect of the promise."""
        return replace(self, aspect=aspect)

    def withhold(self) -> Evidence:
        """The same as the silence of a record that is a sample: nobody has declared what stands in it."""
        return self if self.holds is False else replace(self, holds=None, detail="sample", arguments=NOTHING)

    def count_on(self, day: date, today: date) -> Evidence:
        """The same where it counts on a day, else as silence: it is dated later, or has no day and `day` is past.

        What is against the promise remains so: the files as they stand say it themselves.
        """
        reason = self._find_bar(day, today) if self.holds else ""
        if not reason:
            return self
        return replace(
            self, holds=None, detail=reason, arguments={"shown": Word(f"evidence.{self.detail}", self.arguments)}
        )

    def _find_bar(self, day: date, today: date) -> str:
        """Why it supports nothing on a day; empty where it may."""
        if self.dated is not None:
            return LATER if self.dated > day else ""
        return UNDATED if day < today else ""

    @property
    def location(self) -> Location:
        """The place that shows it; looked up only when a report needs it."""
        return self.place or self.document.locate(*self.steps)


class Tally(Struct):
    """How many records in scope of a promise bear it out, contradict it or are silent.

    `holding` counts those that bear it out by the kind of the strongest evidence for it that each has.
    """

    holding: Counter[EvidenceKind] = field(default_factory=Counter)
    against: Counter[EvidenceKind] = field(default_factory=Counter)
    silent: int = 0

    def count(self, items: Sequence[Evidence]) -> None:
        """Counts the evidence of one record on one aspect of the promise. What is against it outweighs all else."""
        holds, kind = items[0].holds, items[0].kind
        if len(items) > 1:  # a record without infrastructure has one piece
            outcomes = {item.holds for item in items}
            holds = False if False in outcomes else True if True in outcomes else None
            kind = max((item.kind for item in items if item.holds is holds), key=lambda kind: kind.rank)
        if holds is None:
            self.silent += 1
        else:
            (self.holding if holds else self.against)[kind] += 1

    def add(self, other: Tally, times: int = 1) -> None:
        """Adds what was counted elsewhere, so many `times`; -1 takes it out again."""
        for counts, others in ((self.holding, other.holding), (self.against, other.against)):
            for kind, number in others.items():
                counts[kind] += times * number
        self.silent += times * other.silent

    @property
    def strength(self) -> EvidenceKind | None:
        """The weakest of the kinds that bear it out, of all records, else of those that contradict it."""
        kinds = [kind for counts in (self.holding, self.against) for kind, number in counts.items() if number]
        bearing = [kind for kind, number in self.holding.items() if number]
        return min(bearing or kinds, key=lambda kind: kind.rank, default=None)


class EvidenceTally(Struct):
    """The tally of each promise, by its id, and the pieces of evidence where they are kept.

    `barred`: the promises of which some evidence does not count on the day, each with the reason.
    """

    tallies: dict[str, Tally] = field(default_factory=dict)
    evidence: list[Evidence] = field(default_factory=list)
    barred: set[tuple[str, str]] = field(default_factory=set)

    def count(self, items: Iterable[Evidence], *, keep: bool = True) -> None:
        """Counts the evidence of whole records. `keep`: each piece is kept too, for reports that show them singly."""
        together: dict[tuple[str, str, str], list[Evidence]] = {}
        for item in items:
            together.setdefault((item.promise, item.subject, item.aspect), []).append(item)
            if item.holds is None and item.detail in (LATER, UNDATED):
                self.barred.add((item.promise, item.detail))
            if keep:
                self.evidence.append(item)
        for (promise, _, _), pieces in together.items():
            self._tally(promise).count(pieces)

    def add(self, other: EvidenceTally) -> None:
        """Adds the evidence of other records."""
        self.add_counts(other.tallies)
        self.evidence += other.evidence
        self.barred |= other.barred

    def add_counts(self, tallies: Mapping[str, Tally], times: int = 1) -> None:
        """Adds counts alone, so many `times`; -1 takes them out again."""
        for promise, tally in tallies.items():
            self._tally(promise).add(tally, times)

    def _tally(self, promise: str) -> Tally:
        """The tally of a promise. Not `setdefault`, which would make one each time."""
        found = self.tallies.get(promise)
        if found is None:
            found = self.tallies[promise] = Tally()
        return found
