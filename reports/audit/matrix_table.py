"""The matrix of records and promises as a table of a workbook, with the signs of the page."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.checker.finding import cut_text
from seloste.reports.audit.document import AuditReport
from seloste.reports.audit.matrix import MatrixCell, build_cells
from seloste.reports.audit.names import name_record
from seloste.reports.paper.table import Cell, Table


def build_matrix_table(audit: AuditReport) -> Table:
    """The matrix with a row a record, since a spreadsheet has more rows than columns. Its signs are the page's."""
    language, result = audit.language, audit.result
    words = cut_promises(audit, 55)

    def sign(cell: MatrixCell | None) -> str:
        if cell is None:
            return ""
        is_plain = not cell.strength or cell.strength == "declared"
        letter = "" if is_plain else language.word(f"audit.matrix.letter.{cell.strength}")
        return language.word(f"audit.matrix.sign.{cell.support}") + letter

    rows = tuple(
        (subject, name_record(subject, result), *(sign(cells.get(key)) for key in words))
        for subject, cells in build_cells(result).items()
    )
    names = (f"{key}\n{text}" if text else key for key, text in words.items())
    columns = (language.word("audit.subject"), language.word("audit.name"), *names)
    return Table(language.word("audit.matrix.title"), columns, rows, signs_from=2)


def list_signs(audit: AuditReport) -> Iterator[tuple[Cell, ...]]:
    """The signs and letters of the matrix, with what each means."""
    language = audit.language
    for support in ("holds", "contradicts", "silent"):
        yield language.word(f"audit.matrix.sign.{support}"), language.word(f"audit.matrix.key.{support}")
    for kind in audit.strengths:
        if kind != "declared":
            yield language.word(f"audit.matrix.letter.{kind}"), language.word(f"strength.{kind}")


def cut_promises(audit: AuditReport, longest: int = 90) -> dict[str, str]:
    """The words of each promise by its id, so that nobody must look them up."""
    return {row.promise.id: cut_text(" ".join(row.text.split()), longest) for row in audit.promises}
