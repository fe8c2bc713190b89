"""The record in words: sections of fields, fields of values, and the gaps among the values.

All texts are plain text in one language. A fact that nobody has declared is a value with a gap, never a guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from seloste.policy.law.duties import FieldNeed


class Gap(Struct, frozen=True):
    """A fact that the record should contain and nobody has declared."""

    #: The record's field: its id, its name, how strictly the law asks for it, and which law.
    field: str
    label: str
    need: FieldNeed
    citation: str
    #: The name of the activity, system or processor that lacks the fact.
    of: str
    #: The key that would declare the fact, and its `file:line`.
    key: str
    place: str

    @property
    def asked_by_law(self) -> bool:
        """Whether Art. 30 itself asks for the fact, rather than good practice."""
        return self.need is not FieldNeed.RECOMMENDED


class FieldValue(Struct, frozen=True):
    """One value of a field. `of` names the system or processor that it concerns; remarks qualify it."""

    text: str
    of: str = ""
    remarks: tuple[str, ...] = ()
    gap: Gap | None = None

    @property
    def plain(self) -> str:
        """The value on one line, for a cell. A gap is in brackets."""
        text = f"[{self.text}]" if self.gap else self.text
        whole = f"{self.of}: {text}" if self.of else text
        return f"{whole} ({'; '.join(self.remarks)})" if self.remarks else whole


class FilledField(Struct, frozen=True):
    """A field of the record: its name, the law that asks for it, and its values."""

    id: str
    label: str
    citation: str
    values: tuple[FieldValue, ...]

    @property
    def has_gap(self) -> bool:
        """Whether one of the values is a gap."""
        return any(value.gap for value in self.values)

    def join_values(self, separator: str = "; ") -> str:
        """All values in one cell."""
        return separator.join(value.plain for value in self.values)


class Section(Struct, frozen=True):
    """An activity, or the controller: a heading and fields in the order of the law's data."""

    anchor: str
    heading: str
    fields: tuple[FilledField, ...]
    remarks: tuple[str, ...] = ()


class FieldGaps(Struct, frozen=True):
    """The gaps of one field of the record."""

    label: str
    citation: str
    need: FieldNeed
    gaps: tuple[Gap, ...]


class UnreadInput(Struct, frozen=True):
    """An input that could not be read and is therefore missing from the record."""

    place: str
    message: str


def collect_gaps(sections: Iterable[Section]) -> Iterator[Gap]:
    """Yields every gap once, in the order of the record, even if several activities have it."""
    found: dict[tuple[str, str], Gap] = {}
    for section in sections:
        for field in section.fields:
            for value in field.values:
                if value.gap is not None:
                    found.setdefault((value.gap.field, value.gap.key), value.gap)
    yield from found.values()


def group_gaps(gaps: Iterable[Gap], order: Sequence[str]) -> tuple[FieldGaps, ...]:
    """Groups gaps by field, in the order of the record: fields that the law asks for first, recommended ones last."""
    by_field: dict[str, list[Gap]] = {}
    for gap in gaps:
        by_field.setdefault(gap.field, []).append(gap)
    groups = sorted(by_field.values(), key=lambda group: (not group[0].asked_by_law, order.index(group[0].field)))
    return tuple(FieldGaps(group[0].label, group[0].citation, group[0].need, tuple(group)) for group in groups)
