"""The matrix of records and promises: whether the evidence of each record supports or contradicts each promise.

Up to a number of records, each has its own column. Beyond it, records with equal columns share one, those with most
contradictions come first, and the columns are folded in blocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

from seloste.checker.evidence.resource import EvidenceKind
from seloste.checker.result import Result
from seloste.checker.verdicts.evidence import Evidence
from seloste.reports.audit.names import name_record
from seloste.reports.audit.promises import SUPPORT_ORDER, list_evidence
from seloste.reports.language.language import Language
from seloste.reports.language.promise_name import name_promise
from seloste.reports.notice.shortening import shorten_to

#: The number of columns of a block: as many as fit on a sheet of A4 with upright headings.
_BLOCK_COLUMNS = 16
#: The most blocks that a page shows where records share columns.
_MOST_BLOCKS = 3
#: The most records that have a column each, with no block folded.
_MOST_COLUMNS = 48
#: How much of a promise's words heads its row, in characters.
_LONGEST_NAME = 44
#: The most records that the heading of a shared column names.
_NAMED = 2


class MatrixColumn(Struct, frozen=True):
    """The heading of a column, and the records that share it."""

    name: str
    subjects: tuple[str, ...]


class MatrixCell(NamedTuple):
    """What a record shows of a promise: `holds`, `contradicts` or `silent`, and the kind of evidence it rests on."""

    support: str
    strength: str


class MatrixLine(Struct, frozen=True):
    """A promise with a cell for each column of a block; None where the promise does not bind the record."""

    promise: str
    #: Its words, cut for the head of a row.
    name: str
    cells: tuple[MatrixCell | None, ...]
    #: Whether it is the first promise of its section.
    begins: bool


class MatrixBlock(Struct, frozen=True):
    """Some columns of the matrix, with the promises that have a cell in them."""

    number: int
    columns: tuple[MatrixColumn, ...]
    lines: tuple[MatrixLine, ...]


class Matrix(Struct, frozen=True):
    """The whole matrix, and the numbers of its records and columns."""

    blocks: tuple[MatrixBlock, ...]
    folded: bool
    records: int
    columns: int
    #: The promises that have no cell at all: id → their words.
    unshown: Mapping[str, str]

    @property
    def shown(self) -> tuple[MatrixBlock, ...]:
        """The blocks that a page shows: those with most contradictions, where there are very many."""
        return self.blocks[:_MOST_BLOCKS] if self.folded else self.blocks

    @property
    def omitted(self) -> int:
        """The number of columns in the others."""
        return sum(len(block.columns) for block in self.blocks[len(self.shown) :])


def build_matrix(result: Result, language: Language) -> Matrix:
    """Builds the matrix of a result."""
    support = build_cells(result)
    promises = [promise.id for promise in result.promises]
    subjects = _list_subjects(result, support)
    folded = len(subjects) > _MOST_COLUMNS
    columns = (
        _build_shared_columns(subjects, support, promises, result, language)
        if folded
        else _build_columns(subjects, result)
    )
    names = {each.id: shorten_to(name_promise(each.promise, language), _LONGEST_NAME) for each in result.promises}
    with_cells = {promise for cells in support.values() for promise in cells}
    return Matrix(
        tuple(_build_blocks(columns, support, names)),
        folded,
        len(subjects),
        len(columns),
        {promise: name for promise, name in names.items() if promise not in with_cells},
    )


def build_cells(result: Result) -> dict[str, dict[str, MatrixCell]]:
    """The cells of each record by promise, in the order in which the records show something."""
    pieces: dict[tuple[str, str], list[tuple[Evidence, str]]] = {}
    for promise in result.promises:
        for item, support in list_evidence(promise):
            if support != "beside":
                pieces.setdefault((item.subject, promise.id), []).append((item, support))
    cells: dict[str, dict[str, MatrixCell]] = {}
    for (subject, promise_id), items in pieces.items():
        cells.setdefault(subject, {})[promise_id] = _combine_evidence(items)
    return cells


def _combine_evidence(items: Sequence[tuple[Evidence, str]]) -> MatrixCell:
    """Combines the evidence of one record: a contradiction outweighs silence, and silence outweighs support.

    A contradiction is as strong as the strongest piece. What is borne out in several parts is as strong as the weakest
    part, and each part as its strongest piece.
    """
    support = min((each for _, each in items), key=SUPPORT_ORDER.index)
    if support == "silent":
        return MatrixCell(support, "")
    kinds: dict[str, EvidenceKind] = {}
    for item, each in items:
        if each == support:
            aspect = item.aspect if support == "holds" else ""
            kinds[aspect] = max(item.kind, kinds.get(aspect, item.kind), key=lambda kind: kind.rank)
    return MatrixCell(support, min(kinds.values(), key=lambda kind: kind.rank).value)


def _list_subjects(result: Result, support: Mapping[str, object]) -> list[str]:
    """Lists every record: systems and processors in the order of the files, then others with evidence."""
    known = [f"systems.{id}" for id in result.system_entries]
    known += [f"processors.{id}" for id in result.processor_entries]
    return list(dict.fromkeys([*known, *support]))


def _build_columns(subjects: Iterable[str], result: Result) -> list[MatrixColumn]:
    return [MatrixColumn(name_record(subject, result), (subject,)) for subject in subjects]


def _build_shared_columns(
    subjects: Sequence[str],
    support: Mapping[str, Mapping[str, MatrixCell]],
    promises: Sequence[str],
    result: Result,
    language: Language,
) -> list[MatrixColumn]:
    """Builds a column for all records with equal cells, in the order of contradictions, then of silent cells."""
    by_cells: dict[tuple[str, tuple[MatrixCell | None, ...]], list[str]] = {}
    for subject in subjects:
        cells = support.get(subject, {})
        kind = subject.partition(".")[0]
        by_cells.setdefault((kind, tuple(cells.get(promise) for promise in promises)), []).append(subject)

    def rank(alike: tuple[str, tuple[MatrixCell | None, ...]]) -> tuple[int, int]:
        supports = [cell.support for cell in alike[1] if cell]
        return -supports.count("contradicts"), -supports.count("silent")

    order = sorted(by_cells, key=rank)
    return [MatrixColumn(_name_column(by_cells[alike], result, language), tuple(by_cells[alike])) for alike in order]


def _name_column(subjects: Sequence[str], result: Result, language: Language) -> str:
    names = [name_record(subject, result) for subject in subjects[:_NAMED]]
    more = len(subjects) - len(names)
    return language.format_list([*names, language.word("phrases.and-more", count=more)]) if more else ", ".join(names)


def _build_blocks(
    columns: Sequence[MatrixColumn], support: Mapping[str, Mapping[str, MatrixCell]], names: Mapping[str, str]
) -> Iterable[MatrixBlock]:
    systems = [column for column in columns if column.subjects[0].startswith("systems.")]
    others = [column for column in columns if not column.subjects[0].startswith("systems.")]
    blocks = [
        group[at : at + _BLOCK_COLUMNS] for group in (systems, others) for at in range(0, len(group), _BLOCK_COLUMNS)
    ]
    for number, own in enumerate(blocks, 1):
        cells = [support.get(column.subjects[0], {}) for column in own]
        yield MatrixBlock(number, tuple(own), tuple(_build_lines(cells, names)))


def _build_lines(cells: Sequence[Mapping[str, MatrixCell]], names: Mapping[str, str]) -> Iterable[MatrixLine]:
    """Builds a line for each promise that has a cell in the columns."""
    last_section = ""
    for promise, name in names.items():
        line = tuple(cell.get(promise) for cell in cells)
        if any(line):
            section = promise.partition(".")[0]
            yield MatrixLine(promise, name, line, section != last_section)
            last_section = section
