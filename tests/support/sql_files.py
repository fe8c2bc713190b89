"""Files of SQL for tests, and the tables that are read in them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from seloste.checker.evidence.source import EvidenceFile
from seloste.checker.evidence.sql.ddl_files import list_tables
from seloste.checker.evidence.tables.table import Table
from seloste.checker.reading.documents import File
from seloste.checker.reading.tree import WorkTree


class ReadTables:
    """What files of SQL define.

    Attributes:
        tables: The tables by their addresses.
        notes: What was not checked in the files.
        problems: What is wrong with the files: each the rule, the variant and the line.
    """

    def __init__(self, files: Mapping[str, str | bytes]) -> None:
        self.files = [_make_file(name, text) for name, text in files.items()]
        self.tables: dict[str, Table] = {table.address: table for table in list_tables(self.files)}
        self.notes = [note for file in self.files for note in file.notes]
        self.problems = [
            (finding.rule.removeprefix("input/"), finding.found.variant, finding.found.location.line)
            for file in self.files
            for finding in file.file.findings
        ]

    @property
    def columns(self) -> dict[str, list[str]]:
        """The names of the columns of each table."""
        return {address: [column.name for column in table.columns] for address, table in self.tables.items()}

    def places(self, address: str) -> dict[str, tuple[int | None, int | None]]:
        """Line and column of each column of a table."""
        return {each.name: (each.location.line, each.location.column) for each in self.tables[address].columns}

    def types(self, address: str) -> dict[str, str]:
        """The type of each column of a table."""
        return {each.name: each.type for each in self.tables[address].columns}


def _make_file(name: str, text: str | bytes) -> EvidenceFile:
    data = text.encode() if isinstance(text, str) else text
    return EvidenceFile(Path(name), File(name, "evidence"), WorkTree(Path()), data)


def read_sql(text: str | bytes, name: str = "schema.sql") -> ReadTables:
    """What one file defines."""
    return ReadTables({name: text})
