"""Splits a file of SQL into statements, in one go and in bounded time, and keeps those that bear on tables.

Rows are never looked into: those of `COPY` are skipped to their end, and an `INSERT` is passed over whatever its size.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seloste.checker.evidence.sql.sql_code import TABLE_WORK, list_definitions
from seloste.checker.evidence.sql.sql_dialect import Dialect
from seloste.checker.evidence.sql.sql_lexis import COMMENT_SIGN, DOLLAR_QUOTE, blank_comments, get_lexis
from seloste.checker.evidence.sql.sql_statement import Statement, StatementKind
from seloste.checker.position import Mark
from seloste.checker.reading.problem import Problem

#: How many statements and quoted texts a file may have beside its rows: they are looked at one by one.
MOST_STEPS = 3_000_000
#: How many bytes are read again after texts and comments that do not end, and within routines.
_MOST_REREAD = 100_000_000
#: How long a routine may be, in bytes, and how many characters beside comments tell what a statement is.
_LONGEST_ROUTINE, _HEAD = 1_000_000, 600
#: How many dollar quotes that do not end are looked for.
_MOST_OPEN = 100
#: How many ends of statements `DELIMITER` may name: each has patterns of its own.
_MOST_DELIMITERS = 20

_TABLE_HEAD = re.compile(
    r"CREATE\s+(?:OR\s+REPLACE\s+)?(?:(?:GLOBAL|LOCAL|TEMP|TEMPORARY|UNLOGGED|FOREIGN|EXTERNAL|VIRTUAL|MATERIALIZED"
    r"|RECURSIVE|TRANSIENT|COLUMN|ROW|MULTISET|DYNAMIC|HYBRID|ICEBERG|OR\s+ALTER|ALGORITHM\s*=\s*\w+|SQL\s+SECURITY\s+\w+|DEFINER\s*=\s*\S+(?:\s*@\s*\S+)?)\s+)*(?:TABLE|VIEW)\b"
    r"|(?:CREATE|ALTER|DROP)\s+(?:TYPE|DOMAIN|DATABASE|SCHEMA)\b"
    r"|ALTER\s+(?:IGNORE\s+|ONLINE\s+|FOREIGN\s+|MATERIALIZED\s+)*(?:TABLE|VIEW)\b"
    r"|DROP\s+(?:FOREIGN\s+|MATERIALIZED\s+|TEMPORARY\s+)?(?:TABLE|VIEW)\b"
    r"|RENAME\s+TABLE\b|COMMENT\s+ON\s+(?:TABLE|COLUMN|FOREIGN|VIEW|MATERIALIZED)\b|USE\s"
    r"|SET\s+(?:SESSION\s+|LOCAL\s+)?search_path\b",
    re.IGNORECASE,
)
_ROUTINE_HEAD = re.compile(
    r"CREATE\s+(?:OR\s+REPLACE\s+)?(?:(?:DEFINER\s*=\s*\S+(?:\s*@\s*\S+)?|TEMP|TEMPORARY|CONSTRAINT|AGGREGATE)\s+)*"
    r"(?:TRIGGER|FUNCTION|PROCEDURE|EVENT|PACKAGE)\b",
    re.IGNORECASE,
)
#: What may define tables within: code, conditions, texts that are executed, schemas with what they hold.
_CODE_HEAD = re.compile(
    r"(?:DO|IF|BEGIN|DECLARE|EXEC|EXECUTE|PREPARE|EXPLAIN|CREATE\s+(?:OR\s+REPLACE\s+)?SCHEMA)\b", re.IGNORECASE
)
#: What puts statements together in a text, and what gives a column another name.
_TEXT_HEAD = re.compile(r"SET @", re.IGNORECASE)
_RENAMING = re.compile(r"EXEC(?:UTE)? (?:sys\.)?sp_rename\b", re.IGNORECASE)
_QUERY_HEAD = re.compile(r"(?:SELECT|WITH)\b", re.IGNORECASE)
#: What makes it uncertain whether other statements count: a transaction undone, a condition of the client.
_UNDO_HEAD = re.compile(r"(?:ROLLBACK|ABORT)\b", re.IGNORECASE)
_CONDITION = re.compile(rb"\\(?:el)?if\b")
_COPY_HEAD = re.compile(r"COPY\s", re.IGNORECASE)
_FROM_STDIN = re.compile(rb"\bFROM\s+stdin\b", re.IGNORECASE)
_DELIMITER = re.compile(rb"DELIMITER[ \t]++(\S{1,16})[^\n]*+", re.IGNORECASE)
_BATCH_END = re.compile(rb"(?:GO|/)[ \t]*+(?:\d++[ \t]*+)?\r?$", re.IGNORECASE | re.MULTILINE)
_SOURCE = re.compile(rb"(?:SOURCE[ \t]|\\i(?:r|nclude|nclude_relative)?[ \t]|\.read[ \t])", re.IGNORECASE)
_CONNECT = re.compile(rb"\\c(?:onnect)?[ \t]++(?:-reuse-previous=\w++[ \t]++)?([^\s]{1,200})")
_COPY_END = re.compile(rb"^\\\.[ \t]*+\r?$", re.MULTILINE)
#: A line that begins a definition, where what does not end before it must have ended.
_MARGIN = re.compile(
    rb"^(?:CREATE|ALTER|DROP)[ \t]++(?:\w++[ \t]++){0,3}(?:TABLE|VIEW)\b", re.MULTILINE | re.IGNORECASE
)
_BLOCK_WORD = re.compile(r"\b(?:(BEGIN|CASE)|END(?:\s+(IF|LOOP|WHILE|REPEAT|FOR))?(?:\s+CASE)?)\b", re.IGNORECASE)
#: A query that makes a table of what it finds; not one that fills a variable or a file.
_INTO_TABLE = re.compile(rb"\bINTO\s++(?!OUTFILE\b|DUMPFILE\b|[@:])[\w\"`\[#]", re.IGNORECASE)


#: The kind of a statement by its head, and by what it holds.
_KINDS = (
    (_CODE_HEAD, TABLE_WORK, StatementKind.BLOCK),
    (_TEXT_HEAD, TABLE_WORK, StatementKind.CODE),
    (_RENAMING, None, StatementKind.CODE),
    (_QUERY_HEAD, _INTO_TABLE, StatementKind.CODE),
    (_TABLE_HEAD, None, StatementKind.DEFINITION),
    (_UNDO_HEAD, None, StatementKind.CONDITION),
)


class Splitter:
    """Splits one file. Its problems are known when all statements have been asked for."""

    def __init__(self, data: bytes, dialect: Dialect) -> None:
        self.problems: list[Problem] = []
        self._data = data
        self._dialect = dialect
        self._delimiter = b";"
        self._delimiters: set[bytes] = set()
        self._counted, self._line, self._column = 0, 1, 1
        self._gap = 0
        self._steps = self._reread = self._open = 0

    def list_statements(self) -> Iterator[Statement]:
        """The statements that bear on tables, in their order."""
        data, at = self._data, 0
        while at < len(data):
            at = self._skip(at)
            if at >= len(data) or not self._count_step():
                return
            start = at
            kind, end, at = self._read_statement(at)
            if end < 0:
                at = self._recover(start, at)
                if kind is StatementKind.OPEN:
                    yield Statement(kind, self._gap, start, min(start + _HEAD, at), *self._find_place(start))
            elif kind is not None and end > start:
                yield Statement(kind, self._gap, start, end, *self._find_place(start))
                for first, last in (
                    list_definitions(data, start, end, self._dialect) if kind is StatementKind.BLOCK else ()
                ):
                    yield Statement(StatementKind.DEFINITION, first, first, last, *self._find_place(first))

    def _skip(self, at: int) -> int:
        """The place of the next statement that is looked at."""
        lexis = get_lexis(self._dialect, self._delimiter)
        at = lexis.passed_over.match(self._data, at).end()  # type: ignore[union-attr]
        self._gap = at
        while True:
            at = lexis.gap.match(self._data, at).end()  # type: ignore[union-attr]
            if not self._data.startswith(b"/*", at):
                break
            end = self._skip_comment(at)
            if end < 0:
                return self._recover(at, at)
            at = end
        if self._delimiter != b";" and self._data.startswith(self._delimiter, at):
            return at + len(self._delimiter)
        return at

    def _read_statement(self, at: int) -> tuple[StatementKind | None, int, int]:
        """The kind of the statement at a place, where it ends, and where to go on; the end is -1 where it has none."""
        data = self._data
        if data[at] in b"\\.":
            return self._read_command(at)
        if found := _DELIMITER.match(data, at):
            self._delimiters.add(found[1])
            if len(self._delimiters) > _MOST_DELIMITERS:
                self.problems.append(Problem("limit-exceeded", "statements", None, {"limit": _MOST_DELIMITERS}))
                return None, at, len(data)
            self._delimiter = found[1]
            return None, at, found.end()
        if found := _BATCH_END.match(data, at):
            return None, at, found.end()
        if _SOURCE.match(data, at):
            return self._read_command(at)
        end = self._find_end(at)
        if end < 0:
            is_open = _TABLE_HEAD.match(self._read_head(at, len(data)))
            return (StatementKind.OPEN if is_open else None), -1, -1 - end
        after = end + len(self._delimiter)
        head = self._read_head(at, end)
        for pattern, part, kind in _KINDS:
            if pattern.match(head) and (part is None or part.search(data, at, end)):
                return kind, end, after
        if _ROUTINE_HEAD.match(head):
            end = self._find_routine_end(at, end)
            is_work = TABLE_WORK.search(data, at, end)
            return (StatementKind.CODE if is_work else None), end, end + len(self._delimiter)
        if _COPY_HEAD.match(head) and _FROM_STDIN.search(data, at, end):
            return None, end, self._skip_rows(at, after)
        return None, end, after

    def _read_head(self, start: int, end: int) -> str:
        """The first words of a statement, however much white space and however many comments stand among them."""
        size = _HEAD
        while True:
            text = self._data[start : min(start + size, end)].decode("utf-8", "replace")
            head = " ".join(blank_comments(text, self._dialect).split())
            if len(head) >= _HEAD // 2 or start + size >= end:
                return head
            size *= 10

    def _read_command(self, at: int) -> tuple[StatementKind | None, int, int]:
        """A command of the client takes its line."""
        end = self._data.find(b"\n", at)
        end = len(self._data) if end < 0 else end
        if _CONNECT.match(self._data, at):
            return StatementKind.CONNECT, end, end
        if _CONDITION.match(self._data, at):
            return StatementKind.CONDITION, end, end
        if _SOURCE.match(self._data, at):
            return StatementKind.INCLUDE, end, end
        if self._data.startswith(b"\\copy", at) and _FROM_STDIN.search(self._data, at, end):
            return None, end, self._skip_rows(at, end)
        return None, end, max(end, at + 1)

    def _skip_rows(self, start: int, at: int) -> int:
        """The place after the rows of `COPY … FROM stdin`. Where they have no end, the rest of the file is unread."""
        found = _COPY_END.search(self._data, at)
        if found:
            return found.end()
        self._report("sql-rows", start)
        return len(self._data)

    def _find_end(self, at: int) -> int:
        """Where the statement ends that goes on at a place; where it has no end, -1 less the place of what is open."""
        data, delimiter = self._data, self._delimiter
        run = get_lexis(self._dialect, delimiter).run
        while True:
            at = run.match(data, at).end()  # type: ignore[union-attr]
            if at >= len(data) or data.startswith(delimiter, at):
                return min(at, len(data))
            if not self._count_step():
                return len(data)
            if data.startswith(b"$", at) and self._dialect is Dialect.POSTGRES:
                end = self._skip_dollars(at)
            elif data.startswith(b"/*", at):
                end = self._skip_comment(at)
            elif data.startswith(b"\\", at) and self._dialect is Dialect.POSTGRES:
                return at  # a command of psql, such as \gexec, ends a statement too
            elif data[at] in b"'\"`":
                end = -1
            elif data.startswith(b"\n", at):  # a definition begins after it
                return at
            else:
                end = at + 1
            if end < 0:
                return -1 - at
            at = end

    def _skip_dollars(self, at: int) -> int:
        """The place after a text in dollar signs; -1 where it has no end."""
        found = DOLLAR_QUOTE.match(self._data, at)
        if not found:
            return at + 1
        end = -1 if self._open > _MOST_OPEN else self._data.find(found[0], found.end())
        self._open += end < 0
        return -1 if end < 0 else end + len(found[0])

    def _skip_comment(self, at: int) -> int:
        """The place after a comment that may hold others; -1 where it has no end."""
        if self._dialect is not Dialect.POSTGRES:
            return -1
        depth = 0
        for found in COMMENT_SIGN.finditer(self._data, at):
            depth += 1 if found[0] == b"/*" else -1
            if not depth:
                return found.end()
            if not self._count_step():
                break
        return -1

    def _find_routine_end(self, start: int, first: int) -> int:
        """Where a routine ends whose statements end with a semicolon as well: where no block of it is open.

        `first`: where its first statement ends. That is taken where the last block has no end.
        """
        if self._delimiter != b";":
            return first
        depth, at, end = 0, start, first
        while True:
            depth = self._count_blocks(at, end, depth)
            if depth <= 0:
                return end
            self._reread += end - at
            if end >= len(self._data) or end - start > _LONGEST_ROUTINE or self._reread > _MOST_REREAD:
                return first
            at = end + 1
            end = self._find_end(at)
            if end < 0:
                return first

    def _count_blocks(self, at: int, end: int, depth: int) -> int:
        """How many blocks are open at `end`, where so many are at `at`."""
        text = blank_comments(self._data[at:end].decode("latin-1"), self._dialect)
        text = re.sub(r"'[^']*+'", "''", text)
        for found in _BLOCK_WORD.finditer(text):
            if found[1] and self._dialect is Dialect.POSTGRES and found[1].upper() == "BEGIN":
                depth += text[found.end() :].lstrip()[:6].upper() == "ATOMIC"
            elif found[1]:
                depth += 1 if depth or found[1].upper() == "BEGIN" else 0
            elif not found[2] and depth:
                depth -= 1
        return depth

    def _recover(self, start: int, at: int) -> int:
        """Reports what is open at `at`, and finds the next line that begins a definition, after `start`."""
        self._report("sql-open", at)
        found = _MARGIN.search(self._data, start + 1)
        self._reread += len(self._data) - (found.start() if found else start)
        return found.start() if found and self._reread <= _MOST_REREAD else len(self._data)

    def _report(self, variant: str, at: int) -> None:
        line = self._data.count(b"\n", 0, at) + 1
        column = at - self._data.rfind(b"\n", 0, at)
        mark: Mark = (line, column, line, column + 1)
        self.problems.append(Problem("syntax", variant, mark))

    def _count_step(self) -> bool:
        self._steps += 1
        if self._steps == MOST_STEPS:
            self.problems.append(Problem("limit-exceeded", "statements", None, {"limit": MOST_STEPS}))
        return self._steps < MOST_STEPS

    def _find_place(self, at: int) -> tuple[int, int]:
        """The line and the column of a place; places are asked for in their order."""
        lines = self._data.count(b"\n", self._counted, at)
        if lines:
            self._line += lines
            self._counted, self._column = self._data.rfind(b"\n", 0, at) + 1, 1
        self._column += len(self._data[self._counted : at].decode("utf-8", "replace"))
        self._counted = at
        return self._line, self._column
