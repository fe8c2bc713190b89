"""Files of SQL of real projects: every table and column of them, counted by another way."""

from __future__ import annotations

import re

from seloste.checker.evidence.tables.table import TableKind
from tests.support.real_files import read_real_file
from tests.support.sql_files import read_sql

#: A line within a definition that is no column.
_NO_COLUMN = re.compile(r"\s*(?:CONSTRAINT|PRIMARY KEY|UNIQUE|KEY|INDEX|FULLTEXT|FOREIGN KEY|CHECK|\)|--|$)")


def count_by_lines(text: str) -> dict[str, list[tuple[str, int]]]:
    """The columns of each table with their lines: such files have one on each line."""
    found: dict[str, list[tuple[str, int]]] = {}
    table = ""
    for number, line in enumerate(text.split("\n"), 1):
        if start := re.match(r"CREATE TABLE (?:\w+\.)?[`\"]?(\w+)[`\"]? \(", line):
            table = start[1]
            found[table] = []
        elif line.startswith(")"):
            table = ""
        elif table and not _NO_COLUMN.match(line):
            name = re.match(r"\s*[`\"]?(\w+)", line)
            assert name
            found[table].append((name[1], number))
    return found


def check_sample(name: str, before: str) -> dict[TableKind, int]:
    """Compares a sample with its lines; how many tables of each kind it has."""
    data = read_real_file(name)
    read = read_sql(data)
    assert read.problems == []
    counted = count_by_lines(data.decode())
    tables = {address: table for address, table in read.tables.items() if table.kind is TableKind.TABLE}
    found = {
        address.removeprefix(before): [(column.name, column.location.line) for column in table.columns]
        for address, table in tables.items()
    }
    assert found == counted
    kinds = [table.kind for table in read.tables.values()]
    return {kind: kinds.count(kind) for kind in TableKind if kind in kinds}


def test_a_dump_of_postgresql() -> None:
    assert check_sample("sql_postgres_structure.sql", "public.") == {TableKind.TABLE: 38}


def test_a_schema_of_mysql() -> None:
    assert check_sample("sql_mysql_sakila.sql", "sakila.") == {TableKind.TABLE: 16, TableKind.VIEW: 7}
