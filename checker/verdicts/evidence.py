"""Evidence: what one record shows of one promise, and the tally of it over all records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import Enum, auto

from msgspec import Struct, field
from msgspec.structs import replace

from seloste.checker.evidence.resource import Basis, EvidenceKind
from seloste.checker.finding import Argument, Word, cut_arguments
from seloste.checker.position import Location
from seloste.checker.reading.documents import Document
from seloste.policy.sharing import NOTHING, share_arguments, share_day, share_text

#: The most pieces of evidence that support a promise and are listed; of more, the first, and their number.
MOST_SUPPORTING = 100
#: Why evidence supports nothing on a day: it is dated after it, or the day is past and the evidence has none.
LATER, UNDATED = "later", "undated"


class Evidence(Struct, frozen=True, gc=False):
    """What one record shows of one promise. `holds` is None where the promise binds the record and it is silent.

    Like a finding it carries no sentence: `detail` names one in the words of each language, `evidence.<detail>`,
    which `arguments` fill. `steps` lead to the place in `document` that shows it, unless it is shown at another
    `place`, by infrastructure, or its place was looked up already.

    Attributes:
        aspect: Which part of the promise it is about, where a record must bear out several: a control, say.
        basis: What a fact of infrastructure rests on; None for a declaration.
        resource: The id of the resource that shows it; empty for a declaration.
    """

    promise: str
    subject: str
    holds: bool | None
    document: Document | None
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
        is_barred = day < today if self.dated is None else self.dated > day
        if not is_barred or not self.holds:
            return self
        arguments = {"shown": Word(f"evidence.{self.detail}", self.arguments)}
        return replace(self, holds=None, detail=UNDATED if self.dated is None else LATER, arguments=arguments)

    @property
    def location(self) -> Location:
        """The place that shows it; looked up only when a report needs it.

        Raises:
            ValueError: It has neither a place nor a document.
        """
        if self.place is not None:
            return self.place
        if self.document is None:
            raise ValueError("evidence without a place has a document")
        return self.document.locate(*self.steps)

    def detach(self) -> Evidence:
        """The same for keeping: its place looked up, without its document, which is large, and equal texts shared."""
        return replace(
            self,
            promise=share_text(self.promise),
            subject=share_text(self.subject),
            dated=share_day(self.dated),
            aspect=share_text(self.aspect),
            arguments=share_arguments(cut_arguments(self.arguments)),
            document=None,
            steps=(),
            place=self.location,
        )


class Tally(Struct):
    """How many records in scope of a promise bear it out, contradict it or are silent.

    `holding` counts those that bear it out by the kind of the strongest evidence for it that each has. `supporting` is
    the number of all pieces of evidence for it.
    """

    holding: Counter[EvidenceKind] = field(default_factory=Counter)
    against: Counter[EvidenceKind] = field(default_factory=Counter)
    silent: int = 0
    supporting: int = 0

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
        self.supporting += times * other.supporting

    @property
    def strength(self) -> EvidenceKind | None:
        """The weakest of the kinds that bear it out, of all records, else of those that contradict it."""
        kinds = [kind for counts in (self.holding, self.against) for kind, number in counts.items() if number]
        bearing = [kind for kind, number in self.holding.items() if number]
        return min(bearing or kinds, key=lambda kind: kind.rank, default=None)


class KeptEvidence(Enum):
    """Which pieces of evidence are kept beside their numbers: none, those that reports list, or all."""

    NONE = auto()
    #: Every piece against a promise, and the first of those that support it.
    LISTED = auto()
    ALL = auto()


class EvidenceTally(Struct):
    """The tally of each promise, by its id, and the pieces of evidence that are kept, in the order of the records.

    Attributes:
        barred: The promises of which some evidence does not count on the day, each with the reason.
        kept: Which pieces are kept.
        full: The promises of which no more evidence that supports them is listed: other records have enough of it.
    """

    tallies: dict[str, Tally] = field(default_factory=dict)
    evidence: list[Evidence] = field(default_factory=list)
    barred: set[tuple[str, str]] = field(default_factory=set)
    kept: KeptEvidence = KeptEvidence.LISTED
    full: frozenset[str] = frozenset()

    def count(self, items: Iterable[Evidence]) -> None:
        """Counts the evidence of whole records, and keeps of it what is kept."""
        together: dict[tuple[str, str, str], Evidence] = {}
        #: Most records have one piece on each aspect of a promise: the others have the rest of their pieces here.
        several: dict[tuple[str, str, str], list[Evidence]] = {}
        for item in items:
            key = (item.promise, item.subject, item.aspect)
            first = together.setdefault(key, item)
            if first is not item:
                several.setdefault(key, [first]).append(item)
            self._keep(item, self._tally(item.promise))
        for key, item in together.items():
            self.tallies[item.promise].count(several.get(key) or (item,))

    def _keep(self, item: Evidence, tally: Tally) -> None:
        """Keeps a piece of evidence, if it is to be kept. `tally`: that of its promise."""
        if item.holds:
            tally.supporting += 1
            if tally.supporting <= MOST_SUPPORTING and self._lists_support(item.promise):
                self.evidence.append(item.detach())
        elif item.holds is None and item.detail in (LATER, UNDATED):
            self.barred.add((item.promise, item.detail))
        elif item.holds is False and self.kept is KeptEvidence.LISTED:
            self.evidence.append(item.detach())
        if self.kept is KeptEvidence.ALL:
            self.evidence.append(item)

    def add(self, other: EvidenceTally) -> None:
        """Adds the evidence of records that come after these."""
        if self.kept is KeptEvidence.ALL:
            self.evidence += other.evidence
        else:
            known = Counter({promise: tally.supporting for promise, tally in self.tallies.items()})
            for item in other.evidence:
                known[item.promise] += item.holds is True
                if not item.holds or (known[item.promise] <= MOST_SUPPORTING and self._lists_support(item.promise)):
                    self.evidence.append(item)
        self.add_counts(other.tallies)
        self.barred |= other.barred

    def add_counts(self, tallies: Mapping[str, Tally], times: int = 1) -> None:
        """Adds counts alone, so many `times`; -1 takes them out again."""
        for promise, tally in tallies.items():
            self._tally(promise).add(tally, times)

    def list_full(self) -> frozenset[str]:
        """The promises of which as many pieces of evidence that support them are known as reports list."""
        return frozenset(promise for promise, tally in self.tallies.items() if tally.supporting >= MOST_SUPPORTING)

    def _lists_support(self, promise: str) -> bool:
        """Whether the first pieces of evidence that support a promise are kept."""
        return self.kept is KeptEvidence.LISTED and promise not in self.full

    def _tally(self, promise: str) -> Tally:
        """The tally of a promise. Not `setdefault`, which would make one each time."""
        found = self.tallies.get(promise)
        if found is None:
            found = self.tallies[promise] = Tally()
        return found
