"""What a record is made of once it is in words: activities of fields, fields of pieces, and the gaps in them.

Nothing here is markup, and nothing is filled from guesswork: what is not declared is a piece with a gap.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from seloste.policy.law.duties import FieldNeed


@dataclass(frozen=True, slots=True)
class MissingReason:
    """Something that the record should hold and nobody has declared."""

    #: The id and the name of the record's field, how strictly it is asked for, and by which law.
    field: str
    label: str
    need: FieldNeed
    citation: str
    #: What it is missing of: an activity, a system, a processor.
    of: str
    #: Where it would be declared: the key, and the file and line that it belongs to.
    key: str
    place: str

    @property
    def asked_by_law(self) -> bool:
        """Whether Art. 30 itself asks for it, rather than good practice."""
        return self.need is not FieldNeed.RECOMMENDED


@dataclass(frozen=True, slots=True)
class FieldValue:
    """One thing that a field holds: of whom it is, what it says, and remarks that qualify it."""

    text: str
    of: str = ""
    remarks: tuple[str, ...] = ()
    gap: MissingReason | None = None

    @property
    def plain(self) -> str:
        """The piece on one line, for a cell. A gap stands in brackets."""
        text = f"[{self.text}]" if self.gap else self.text
        whole = f"{self.of}: {text}" if self.of else text
        return f"{whole} ({'; '.join(self.remarks)})" if self.remarks else whole


@dataclass(frozen=True, slots=True)
class FilledField:
    """A field of the record, with its name, the law that asks for it, and what is known."""

    id: str
    label: str
    citation: str
    pieces: tuple[FieldValue, ...]

    @property
    def missing(self) -> bool:
        """Whether something of it is not stated."""
        return any(piece.gap for piece in self.pieces)

    def plain(self, separator: str = "; ") -> str:
        """All of it in one cell."""
        return separator.join(piece.plain for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Section:
    """An activity, or what is said of the controller as a whole: its fields, in the order of the law's data."""

    anchor: str
    heading: str
    fields: tuple[FilledField, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Missing:
    """The gaps of one field."""

    label: str
    citation: str
    need: FieldNeed
    gaps: tuple[MissingReason, ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that could not be read, so that nothing of it is in the record."""

    place: str
    message: str


def gaps_in(sections: Iterable[Section]) -> Iterator[MissingReason]:
    """Every gap once, in the order of the record, however many activities it shows in."""
    found: dict[tuple[str, str], MissingReason] = {}
    for section in sections:
        for told in section.fields:
            for piece in told.pieces:
                if piece.gap is not None:
                    found.setdefault((piece.gap.field, piece.gap.key), piece.gap)
    yield from found.values()


def by_field(gaps: Iterable[MissingReason], order: Sequence[str]) -> tuple[Missing, ...]:
    """The gaps field by field, in the order of the record: first what the law asks for, then what is recommended."""
    alike: dict[str, list[MissingReason]] = {}
    for gap in gaps:
        alike.setdefault(gap.field, []).append(gap)
    first = sorted(alike.values(), key=lambda same: (not same[0].asked_by_law, order.index(same[0].field)))
    return tuple(Missing(same[0].label, same[0].citation, same[0].need, tuple(same)) for same in first)
