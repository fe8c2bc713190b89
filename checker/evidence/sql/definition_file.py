"""Applies the statements of one file to the catalogue of its database."""

from __future__ import annotations

import re

from seloste.checker.evidence.source import EvidenceFile
from seloste.checker.evidence.sql.migration_order import count_additions, cut_undoing
from seloste.checker.evidence.sql.sql_catalogue import Catalogue
from seloste.checker.evidence.sql.sql_comments import find_comments
from seloste.checker.evidence.sql.sql_dialect import Dialect
from seloste.checker.evidence.sql.sql_lexis import blank_comments
from seloste.checker.evidence.sql.sql_splitter import Splitter
from seloste.checker.evidence.sql.sql_statement import Statement, StatementKind
from seloste.checker.evidence.sql.sql_templates import blank_conflicts, blank_placeholders, replace_angles
from seloste.checker.evidence.sql.sql_tokens import MOST_DEPTH, DeepStatementError, UnreadableStatementError
from seloste.checker.evidence.sql.statement_reader import StatementReader
from seloste.checker.evidence.sql.statement_text import StatementText
from seloste.checker.evidence.tables.table import TableKind
from seloste.checker.position import Location, Mark
from seloste.checker.reading.file_kinds import CUSTOM_DUMP, recognize_format
from seloste.checker.reading.problem import Problem

#: The longest definition, and the most bytes of definitions of a file that are read, each as often as it is tried.
LONGEST_DEFINITION, MOST_DEFINITIONS = 200_000, 5_000_000
#: How many problems of a file are listed; the others are counted.
_MOST_PROBLEMS = 20
_CREATED = re.compile(
    r"CREATE\s+(?:OR\s+REPLACE\s+)?(?:UNLOGGED\s+|FOREIGN\s+|VIRTUAL\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?"
    r"([\w$.\"`\[\]]{1,300})",
    re.IGNORECASE,
)
_DATABASE = re.compile(
    rb"\\c(?:onnect)?[ \t]++(?:-reuse-previous=\w++[ \t]++)?"
    rb"(?:\"(?:dbname=')?(?P<quoted>[^\"']{1,200})|(?P<bare>[^\s\"]{1,200}))"
)
#: Why what such a statement does is not known.
_REASONS = {
    StatementKind.CODE: "sql-code",
    StatementKind.BLOCK: "sql-code",
    StatementKind.INCLUDE: "sql-include",
    StatementKind.CONDITION: "sql-condition",
}
#: How much of a file tells its format, in bytes.
_BEGINNING = 1_000
#: How much of a file tells its encoding, in bytes.
_SAMPLE = 20_000_000


class DefinitionFile:
    """A file of SQL.

    Args:
        dialects: The dialects, the likeliest first. A statement that one cannot read is tried in the others.
    """

    def __init__(self, file: EvidenceFile, catalogue: Catalogue, dialects: tuple[Dialect, ...]) -> None:
        self._file = file
        self._catalogue = catalogue
        self._dialects = dialects
        self._data = b""
        self._encoding = "utf-8"
        self._size = 0
        self._problems: list[Problem] = []

    def apply(self) -> None:
        """Applies every statement in its order. What cannot be read becomes a finding or a note of the file."""
        self._catalogue.start_file()
        whole = blank_conflicts(self._decode(self._file.data), self._problems)
        self._data = cut_undoing(whole)
        if self._data is not whole and count_additions(self._data) < count_additions(whole):
            self._file.notes.append((self._file.file.path, "sql-undoing-part"))
        dialect, statements = self._split()
        self._file.file.comments = find_comments(self._data, statements, dialect, self._problems)
        for statement in statements:
            if statement.kind is not StatementKind.DEFINITION:
                self._apply_command(statement)
                continue
            if self._size > MOST_DEFINITIONS:
                self._problems.append(
                    Problem("limit-exceeded", "definitions", _mark(statement), {"limit": MOST_DEFINITIONS})
                )
                break
            self._apply_definition(statement, dialect)
        for problem in self._problems[:_MOST_PROBLEMS]:
            self._file.report(problem)
        if len(self._problems) > _MOST_PROBLEMS:
            self._file.file.leave_out("syntax", len(self._problems) - _MOST_PROBLEMS)

    def _decode(self, data: bytes) -> bytes:
        """The content in UTF-8 or another encoding with one byte for each sign of the syntax, with line breaks of Unix.

        PowerShell writes UTF-16.
        """
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            data = data.decode("utf-16", "replace").encode("utf-8", "replace")
        elif data[1:200:2].count(0) > 50:
            data = data.decode("utf-16-le", "replace").encode("utf-8", "replace")
        elif data.startswith(b"\xef\xbb\xbf"):
            data = data[3:]
        if data.startswith(CUSTOM_DUMP):
            self._problems.append(Problem("unreadable", "sql-custom-dump", None))
            return b""
        if problem := recognize_format(data[:_BEGINNING]):
            self._problems.append(problem)
            return b""
        if b"\r" in data and b"\n" not in data:
            data = data.replace(b"\r", b"\n")
        try:
            data[:_SAMPLE].decode("utf-8")
        except UnicodeDecodeError as error:
            if len(data) - error.start > 4 and error.start < _SAMPLE - 4:
                self._encoding = "cp1252"
        return data

    def _split(self) -> tuple[Dialect, list[Statement]]:
        """The statements, in the dialect in which everything that begins has an end; else in the likeliest one."""
        first: tuple[Dialect, list[Statement], list[Problem]] | None = None
        for dialect in self._dialects:
            splitter = Splitter(self._data, dialect)
            statements = list(splitter.list_statements())
            if not splitter.problems:
                return dialect, statements
            first = first or (dialect, statements, splitter.problems)
        assert first is not None
        self._problems += first[2]
        return first[0], first[1]

    def _apply_command(self, statement: Statement) -> None:
        if statement.kind is StatementKind.CONNECT:
            found = _DATABASE.match(self._data, statement.start)
            name = (found["quoted"] or found["bare"]) if found else b"-"
            if name != b"-" and b"=" not in name and b"://" not in name:
                self._catalogue.start_file()
                self._catalogue.database = name.decode("utf-8", "replace")
            return
        if statement.kind is StatementKind.OPEN:
            self._keep_name(statement, self._catalogue.dialect)
            return
        self._note(statement, _REASONS[statement.kind])

    def _note(self, statement: Statement, reason: str) -> None:
        self._file.notes.append((f"{self._file.file.path}:{statement.line}", reason))

    def _apply_definition(self, statement: Statement, first: Dialect) -> None:
        """Applies a definition in the first dialect that can read it; where none can, as much of it as can be read."""
        if statement.end - statement.start > LONGEST_DEFINITION:
            limit = {"limit": LONGEST_DEFINITION}
            self._problems.append(Problem("limit-exceeded", "definition", _mark(statement), limit))
            self._keep_name(statement, first)
            return
        text = self._data[statement.start : statement.end].decode(self._encoding, "replace").rstrip()
        text = replace_angles(blank_placeholders(text))
        place = (self._file.file.path, statement.line, statement.column)
        dialects = (first, *(each for each in Dialect if each is not first))
        problem: Problem | None = None
        for dialect, is_strict in (*((each, True) for each in dialects), (first, False)):
            written = StatementText(blank_comments(text, dialect), *place)
            self._size += len(text)
            try:
                applied = StatementReader(written, self._catalogue, dialect, is_strict=is_strict).apply()
            except DeepStatementError as error:
                problem = Problem("limit-exceeded", "depth", written.mark(error.start), {"limit": MOST_DEPTH})
                break
            except UnreadableStatementError as error:
                problem = problem or Problem("syntax", "sql-table", written.mark(error.start))
                continue
            for start in applied.unread:
                self._problems.append(Problem("syntax", "sql-column", written.mark(start)))
            if applied.is_partial:
                self._note(statement, "sql-columns")
            return
        is_table = self._keep_name(statement, first)
        if problem is not None and (is_table or problem.rule == "limit-exceeded"):
            self._problems.append(problem)
        else:
            self._note(statement, "sql-unread")

    def _keep_name(self, statement: Statement, dialect: Dialect) -> bool:
        """Keeps the name of a table whose definition cannot be read: it is there. Whether it is one."""
        head = self._data[statement.start : statement.start + 1_000].decode(self._encoding, "replace")
        found = _CREATED.match(blank_placeholders(blank_comments(head, dialect)))
        if not found:
            return False
        parts = [self._fold(part) for part in found[1].split(".")]
        location = Location.of(self._file.file.path, _mark(statement))
        table = self._catalogue.define(self._catalogue.resolve(parts), TableKind.TABLE, location)
        table.is_partial = True
        return True

    def _fold(self, name: str) -> str:
        is_folded = self._catalogue.dialect is Dialect.POSTGRES and not name.startswith('"')
        return name.lower() if is_folded else name.strip('"`[]')


def _mark(statement: Statement) -> Mark:
    return (statement.line, statement.column, statement.line, statement.column + 1)
