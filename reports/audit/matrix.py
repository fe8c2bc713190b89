"""The matrix of records and promises: whether the evidence of each record supports or contradicts each promise.

Up to a number of records, each has its own column. Beyond it, records with equal columns share one, those with most
contradictions come first, and the columns are folded in blocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from seloste.checker.result import Result
from seloste.reports.audit.names import name_record
from seloste.reports.audit.promises import SUPPORT, SUPPORT_ORDER
from seloste.reports.language.language import Language

#: The number of columns of a block: as many as fit on a sheet of A4 with upright headings.
_BLOCK_COLUMNS = 16
#: The most records that have a column each, with no block folded.
_MOST_COLUMNS = 48
#: The most records that the heading of a shared column names.
_NAMED = 2


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """The heading of a column, and the records that share it."""

    name: str
    subjects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """A promise with a cell for each column of a block: `holds`, `contradicts`, `silent` or empty."""

    promise: str
    cells: tuple[str, ...]
    #: Whether it is the first promise of its section.
    begins: bool


@dataclass(frozen=True, slots=True)
class MatrixBlock:
    """Some columns of the matrix, with the promises that have a cell in them."""

    number: int
    columns: tuple[MatrixColumn, ...]
    lines: tuple[MatrixLine, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole matrix, and the numbers of its records and columns."""

    blocks: tuple[MatrixBlock, ...]
    folded: bool
    records: int
    columns: int
    #: The promises that have no cell at all.
    unshown: tuple[str, ...]


def build_matrix(result: Result, language: Language) -> Matrix:
    """Builds the matrix of a result."""
    support: dict[str, dict[str, str]] = {}
    for promise in result.promises:
        for item in (*promise.evidence, *promise.silent):
            cells = support.setdefault(item.subject, {})
            cells[promise.id] = _combine_support(cells.get(promise.id), SUPPORT[item.holds])
    promises = [promise.id for promise in result.promises]
    subjects = _list_subjects(result, support)
    folded = len(subjects) > _MOST_COLUMNS
    columns = (
        _build_shared_columns(subjects, support, promises, result, language)
        if folded
        else _build_columns(subjects, result)
    )
    with_cells = {promise for cells in support.values() for promise in cells}
    return Matrix(
        tuple(_build_blocks(columns, support, promises)),
        folded,
        len(subjects),
        len(columns),
        tuple(promise for promise in promises if promise not in with_cells),
    )


def _combine_support(one: str | None, other: str) -> str:
    """Combines two pieces of evidence: a contradiction outweighs silence, and silence outweighs support."""
    return other if one is None else min(one, other, key=SUPPORT_ORDER.index)


def _list_subjects(result: Result, support: Mapping[str, object]) -> list[str]:
    """Lists every record: systems and processors in the order of the files, then others with evidence."""
    known = [f"systems.{id}" for id in result.system_entries]
    known += [f"processors.{id}" for id in result.processor_entries]
    return list(dict.fromkeys([*known, *support]))


def _build_columns(subjects: Iterable[str], result: Result) -> list[MatrixColumn]:
    return [MatrixColumn(name_record(subject, result), (subject,)) for subject in subjects]


def _build_shared_columns(
    subjects: Sequence[str],
    support: Mapping[str, Mapping[str, str]],
    promises: Sequence[str],
    result: Result,
    language: Language,
) -> list[MatrixColumn]:
    """Builds a column for all records with equal cells, in the order of contradictions, then of silent cells."""
    by_cells: dict[tuple[str, ...], list[str]] = {}
    for subject in subjects:
        cells = support.get(subject, {})
        kind = subject.partition(".")[0]
        by_cells.setdefault((kind, *(cells.get(promise, "") for promise in promises)), []).append(subject)
    order = sorted(by_cells, key=lambda cells: (-cells.count("contradicts"), -cells.count("silent")))
    return [MatrixColumn(_name_column(by_cells[cells], result, language), tuple(by_cells[cells])) for cells in order]


def _name_column(subjects: Sequence[str], result: Result, language: Language) -> str:
    names = [name_record(subject, result) for subject in subjects[:_NAMED]]
    more = len(subjects) - len(names)
    return language.format_list([*names, language.word("phrases.and-more", count=more)]) if more else ", ".join(names)


def _build_blocks(
    columns: Sequence[MatrixColumn], support: Mapping[str, Mapping[str, str]], promises: Sequence[str]
) -> Iterable[MatrixBlock]:
    systems = [column for column in columns if column.subjects[0].startswith("systems.")]
    others = [column for column in columns if not column.subjects[0].startswith("systems.")]
    blocks = [
        group[at : at + _BLOCK_COLUMNS] for group in (systems, others) for at in range(0, len(group), _BLOCK_COLUMNS)
    ]
    for number, own in enumerate(blocks, 1):
        cells = [support.get(column.subjects[0], {}) for column in own]
        yield MatrixBlock(number, tuple(own), tuple(_build_lines(cells, promises)))


def _build_lines(cells: Sequence[Mapping[str, str]], promises: Sequence[str]) -> Iterable[MatrixLine]:
    """Builds a line for each promise that has a cell in the columns."""
    last_section = ""
    for promise in promises:
        line = tuple(cell.get(promise, "") for cell in cells)
        if any(line):
            section = promise.partition(".")[0]
            yield MatrixLine(promise, line, section != last_section)
            last_section = section
