"""Evidence: files of SQL that define tables, as people, migrations and dumps have them. They tell what is to be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from seloste.checker.evidence.resource import EvidenceKind, Resource
from seloste.checker.evidence.source import BEGINNING, EvidenceFile
from seloste.checker.evidence.sql.definition_file import DefinitionFile
from seloste.checker.evidence.sql.migration_order import group_files
from seloste.checker.evidence.sql.sql_catalogue import MOST_COLUMNS, MOST_TABLES, Catalogue
from seloste.checker.evidence.sql.sql_dialect import find_dialects
from seloste.checker.evidence.sql.sql_tokens import MissingSqlglotError, load_tokenizer
from seloste.checker.evidence.tables.table import Table
from seloste.checker.evidence.tables.table_resource import describe_table
from seloste.checker.reading.problem import Problem

_SUFFIXES = (".sql", ".ddl", ".psql")
_DEFINITION = re.compile(
    rb"\b(?:CREATE|ALTER|DROP|RENAME)\s[^;'()]{0,200}?\b(?:TABLE|VIEW|TYPE)\b|\bCOMMENT\s+ON\s", re.IGNORECASE
)
#: A definition at the margin, which no text in another format has.
_AT_MARGIN = re.compile(rb"^CREATE\s[^;'()]{0,200}?\bTABLE\b[^;'{}]{1,300}\(", re.IGNORECASE | re.MULTILINE)
#: What installs the library that reads SQL.
_COMMAND = "python -m pip install 'seloste[sql]'"


def recognize(name: str, beginning: bytes) -> bool:
    """Whether a file defines tables in SQL. Rows before the first definition may be long, so that a large one may."""
    text = beginning.replace(b"\0", b"")
    if name.lower().endswith(_SUFFIXES):
        return bool(_DEFINITION.search(text)) or len(beginning) >= BEGINNING
    return bool(_AT_MARGIN.search(text))


def read_resources(files: Sequence[EvidenceFile]) -> Iterable[Resource]:
    """The tables that the files define. What cannot be read becomes a finding of its file."""
    for table in list_tables(files):
        yield describe_table(table, EvidenceKind.CONFIGURED)


def list_tables(files: Sequence[EvidenceFile]) -> Iterable[Table]:
    """The tables that the files define, each once, however many files define it."""
    tables: dict[tuple[str, str], Table] = {}
    for table in _read_tables(files):
        known = tables.get((table.address, table.kind))
        tables[table.address, table.kind] = _join(known, table) if known else table
    return tables.values()


def _join(first: Table, second: Table) -> Table:
    """One table of two that have the same name: a dump and the migrations that lead to it, as a rule."""
    known = {column.name for column in first.columns}
    others = tuple(column for column in second.columns if column.name not in known)
    return replace(first, columns=(*first.columns, *others), comment=first.comment or second.comment)


def _read_tables(files: Sequence[EvidenceFile]) -> Iterator[Table]:
    groups, undoing = group_files(files)
    for file in undoing:
        file.notes.append((file.file.path, "sql-undoing"))
    for group in groups:
        dialects = find_dialects((file.file.path, file.data[:BEGINNING]) for file in group)
        catalogue = Catalogue(dialects[0])
        for file in group:
            try:
                load_tokenizer(dialects[0])
            except MissingSqlglotError:
                mark = (1, 1, 1, 1)
                file.report(Problem("unreadable", "missing-extra", mark, {"format": "SQL", "command": _COMMAND}))
                return
            DefinitionFile(file, catalogue, dialects).apply()
            file.data = b""
        if catalogue.is_full:
            limit = f"{MOST_TABLES} × {MOST_COLUMNS}"
            group[-1].report(Problem("limit-exceeded", "tables", None, {"limit": limit}))
        yield from catalogue.list_tables()
