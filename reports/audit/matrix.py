"""The matrix: what each system, processor and the organisation shows of each promise.

Up to a size, every record has a column of its own. Beyond it, records that show the same share one, those that
contradict most come first, and the columns fold in blocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from seloste.checker.result import Result
from seloste.reports.audit.promises import STANDS
from seloste.reports.language.language import Language

#: So many columns a block has; it is what a sheet of A4 takes with its heads upright.
BLOCK = 16
#: Up to so many records, each has its own column and no block is folded.
_EACH = 48
#: Of the records of a shared column so many are named in its head.
_NAMED = 2


@dataclass(frozen=True, slots=True)
class Column:
    """A record, or several that show the same: what stands at its head, and all of them."""

    name: str
    subjects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A promise, and what each column of a block shows of it: `holds`, `contradicts`, `silent` or nothing."""

    promise: str
    cells: tuple[str, ...]
    #: Whether another section of the notice begins with it.
    begins: bool


@dataclass(frozen=True, slots=True)
class Block:
    """Some columns of the matrix with the lines of all promises that they show anything of."""

    number: int
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole of it, with what stands for the records that show nothing of any promise."""

    blocks: tuple[Block, ...]
    folded: bool
    records: int
    columns: int
    #: Promises of which no record shows anything.
    unshown: tuple[str, ...]


def matrix_of(result: Result, language: Language) -> Matrix:
    """The matrix of a result."""
    shown: dict[str, dict[str, str]] = {}
    for judged in result.promises:
        for item in (*judged.evidence, *judged.silent):
            cells = shown.setdefault(item.subject, {})
            cells[judged.id] = _both(cells.get(judged.id), STANDS[item.holds])
    promises = [judged.id for judged in result.promises]
    subjects = _subjects(result, shown)
    folded = len(subjects) > _EACH
    columns = _shared(subjects, shown, promises, result, language) if folded else _own(subjects, result)
    some = {promise for cells in shown.values() for promise in cells}
    return Matrix(
        tuple(_blocks(columns, shown, promises)),
        folded,
        len(subjects),
        len(columns),
        tuple(promise for promise in promises if promise not in some),
    )


def name_of(subject: str, result: Result) -> str:
    """What a record is called; its id where it is not known by name."""
    kind, _, id = subject.partition(".")
    if kind == "organisation" and result.notice is not None:
        return result.notice.record.controller.name
    entries: Mapping[str, object] = {"systems": result.system_entries, "processors": result.processor_entries}.get(
        kind, {}
    )
    entry = entries.get(id)
    return entry.record.name if entry is not None else id  # type: ignore[attr-defined]


def _both(one: str | None, other: str) -> str:
    """What several pieces of evidence of one record come to: a contradiction stands, and so does a silence."""
    order = ("contradicts", "silent", "holds")
    return other if one is None else min(one, other, key=order.index)


def _subjects(result: Result, shown: Mapping[str, object]) -> list[str]:
    """Every record, systems first, in the order of the files; and those that only the notice names."""
    known = [f"systems.{id}" for id in result.system_entries]
    known += [f"processors.{id}" for id in result.processor_entries]
    return list(dict.fromkeys([*known, *shown]))


def _own(subjects: Iterable[str], result: Result) -> list[Column]:
    return [Column(name_of(subject, result), (subject,)) for subject in subjects]


def _shared(
    subjects: Sequence[str],
    shown: Mapping[str, Mapping[str, str]],
    promises: Sequence[str],
    result: Result,
    language: Language,
) -> list[Column]:
    """A column for all that show the same, those with most contradictions first, then those with most silence."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for subject in subjects:
        cells = shown.get(subject, {})
        kind = subject.partition(".")[0]
        alike.setdefault((kind, *(cells.get(promise, "") for promise in promises)), []).append(subject)
    order = sorted(alike, key=lambda cells: (-cells.count("contradicts"), -cells.count("silent")))
    return [Column(_named(alike[cells], result, language), tuple(alike[cells])) for cells in order]


def _named(subjects: Sequence[str], result: Result, language: Language) -> str:
    names = [name_of(subject, result) for subject in subjects[:_NAMED]]
    more = len(subjects) - len(names)
    return language.several([*names, language.word("phrases.and-more", count=more)]) if more else ", ".join(names)


def _blocks(
    columns: Sequence[Column], shown: Mapping[str, Mapping[str, str]], promises: Sequence[str]
) -> Iterable[Block]:
    systems = [column for column in columns if column.subjects[0].startswith("systems.")]
    others = [column for column in columns if not column.subjects[0].startswith("systems.")]
    blocks = [those[at : at + BLOCK] for those in (systems, others) for at in range(0, len(those), BLOCK)]
    for number, own in enumerate(blocks, 1):
        cells = [shown.get(column.subjects[0], {}) for column in own]
        yield Block(number, tuple(own), tuple(_lines(cells, promises)))


def _lines(cells: Sequence[Mapping[str, str]], promises: Sequence[str]) -> Iterable[Line]:
    """The promises that the columns show anything of."""
    before = ""
    for promise in promises:
        shows = tuple(cell.get(promise, "") for cell in cells)
        if any(shows):
            section = promise.partition(".")[0]
            yield Line(promise, shows, section != before)
            before = section
