"""Databases of SQLite: tables, views and virtual tables; damage and malice; and that no row is read."""

from __future__ import annotations

import gzip
import sqlite3
import struct
from pathlib import Path

import pytest

from seloste.checker.evidence.databases import sqlite, sqlite_worker
from seloste.checker.evidence.databases.database_catalogue import Catalogue
from seloste.checker.evidence.reading import read_evidence
from seloste.checker.evidence.resource import EvidenceKind, Origin
from seloste.checker.workspace.workspace import Workspace, open_workspace

SCHEMA = """
CREATE TABLE asiakkaat (id INTEGER PRIMARY KEY AUTOINCREMENT, hetu CHAR(11), "sähköposti" TEXT,
  koko TEXT GENERATED ALWAYS AS (hetu || '') STORED, lyhyt TEXT AS (hetu) VIRTUAL) ;
CREATE TABLE "odd ""name" (a, b BLOB, PRIMARY KEY (a)) WITHOUT ROWID;
CREATE VIEW nimet AS SELECT hetu AS tunnus, upper("sähköposti") FROM asiakkaat;
CREATE VIEW broken AS SELECT missing FROM nowhere;
CREATE INDEX i ON asiakkaat (hetu);
CREATE TRIGGER t AFTER INSERT ON asiakkaat BEGIN SELECT 1; END;
CREATE VIRTUAL TABLE haku USING fts5(otsikko, "koko teksti", content='', tokenize="unicode61 remove_diacritics 2");
CREATE TABLE haku_content (hetu);
CREATE VIRTUAL TABLE vanha USING fts4(body TEXT, tokenize=porter);
CREATE VIRTUAL TABLE paikat USING rtree(id, minx, maxx);
INSERT INTO asiakkaat (hetu) VALUES ('010101-123N');
"""
COLUMNS = {
    "asiakkaat": ["id", "hetu", "sähköposti", "koko", "lyhyt"],
    "broken": [],
    "haku": ["otsikko", "koko teksti"],
    "haku_content": ["hetu"],
    "nimet": ["tunnus", 'upper("sähköposti")'],
    'odd "name': ["a", "b"],
    "paikat": ["id", "minx", "maxx"],
    "vanha": ["body"],
}


def make(path: Path, schema: str = SCHEMA, journal: str = "delete") -> bytes:
    """The bytes of a database with a schema."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(f"PRAGMA journal_mode = {journal}")
    connection.executescript(schema)
    connection.close()
    return path.read_bytes()


def columns(catalogue: Catalogue) -> dict[str, list[str]]:
    return {table.name: [column.name for column in table.columns] for table in catalogue.tables}


def evidence(folder: Path, *given: str) -> Workspace:
    return open_workspace(folder=folder, evidence=given)


def problems(workspace: Workspace) -> list[tuple[str, str]]:
    return [(found.rule, found.variant) for found in read_evidence(workspace).findings]


def test_each_table_stands_once_with_its_columns(tmp_path: Path) -> None:
    catalogue = sqlite_worker.read_database(make(tmp_path / "a.db"))
    assert columns(catalogue) == COLUMNS
    assert {table.name for table in catalogue.tables if table.kind == "view"} == {"broken", "nimet"}
    assert (catalogue.unread, catalogue.is_cut) == ([], False)


def test_a_file_shows_what_is_observed(tmp_path: Path) -> None:
    make(tmp_path / "crm.db")
    read = read_evidence(evidence(tmp_path, "."))
    assert (read.findings, [each.path for each in read.inputs]) == ((), ["crm.db"])
    shown = next(each for each in read.resources if each.address == "crm.asiakkaat")
    assert (shown.source, shown.type, shown.origin) == ("sql", "table", Origin.STATE)
    assert (shown.location.path, shown.location.line) == ("crm.db", None)
    assert {fact.strength for fact in shown.facts} <= {EvidenceKind.OBSERVED}


def test_a_file_may_have_any_name_where_it_is_named(tmp_path: Path) -> None:
    make(tmp_path / "data.bin")
    (tmp_path / "notes.db").write_text("no database", "utf-8")
    assert len(read_evidence(evidence(tmp_path, "data.bin")).resources) == len(COLUMNS)
    read = read_evidence(evidence(tmp_path, "."))
    assert (read.resources, read.notes) == ((), (("+1", "evidence-passed-over"),))
    assert problems(evidence(tmp_path, "notes.db")) == [("input/unreadable", "no-evidence")]


def test_a_dump_that_is_no_text_says_what_to_give_instead(tmp_path: Path) -> None:
    dumps = {"crm.dump": b"PGDMP\x01\x0e\x00\x04", "crm.sql.gz": gzip.compress(b"CREATE TABLE a (x int);")}
    for name, data in dumps.items():
        (tmp_path / name).write_bytes(data)
    found = {name: problems(evidence(tmp_path, name)) for name in dumps}
    assert found == {
        "crm.dump": [("input/unreadable", "sql-custom-dump")],
        "crm.sql.gz": [("input/unreadable", "archive")],
    }


def test_what_a_log_beside_the_file_holds_is_told_to_be_unread(tmp_path: Path) -> None:
    make(tmp_path / "a.db", journal="wal")
    read = read_evidence(evidence(tmp_path, "a.db"))
    assert (len(read.resources), read.findings) == (len(COLUMNS), ())
    assert ("a.db", "sqlite-wal") in read.notes


def test_a_virtual_table_of_another_module_is_told_to_be_unread(tmp_path: Path) -> None:
    schema = "PRAGMA writable_schema = ON; INSERT INTO sqlite_master VALUES ('table', 'v', 'v', 0, '{}');"
    make(tmp_path / "a.db", "CREATE TABLE a (b);" + schema.format("CREATE VIRTUAL TABLE v USING evil(x, y)"))
    read = read_evidence(evidence(tmp_path, "a.db"))
    assert ({each.address for each in read.resources}, read.findings) == ({"a.a", "a.v"}, ())
    assert ("a.db v", "table-module") in read.notes


@pytest.mark.parametrize(
    "statement", ["SELECT hetu FROM asiakkaat", "SELECT count(*) FROM asiakkaat", "SELECT * FROM haku"]
)
def test_sqlite_itself_refuses_to_read_a_row(tmp_path: Path, statement: str) -> None:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(make(tmp_path / "a.db"))
    connection.set_authorizer(sqlite_worker._authorize)
    for refused in (
        statement,
        "DELETE FROM asiakkaat",
        "ATTACH 'x' AS x",
        "PRAGMA writable_schema = ON",
        "SELECT load_extension('x')",
    ):
        with pytest.raises(sqlite3.DatabaseError, match=r"not authorized|prohibited|constructor failed"):
            connection.execute(refused).fetchall()
    connection.close()


def damage(data: bytes) -> dict[str, bytes]:
    """Files that begin like the database, and are none."""
    return {
        "signature": data[:16],
        "header": data[:100],
        "cut": data[: len(data) // 2 - 7],
        "no-schema": data[:100] + b"\xff" * (len(data) - 100),
        "zeros": data[:16] + b"\0" * 4_000,
        "page-size": data[:16] + struct.pack(">H", 3) + data[18:],
    }


@pytest.mark.parametrize("kind", damage(b""))
def test_a_damaged_file_is_told_of_and_the_rest_is_read(tmp_path: Path, kind: str) -> None:
    data = make(tmp_path / "whole.db")
    (tmp_path / "bad.db").write_bytes(damage(data)[kind])
    read = read_evidence(evidence(tmp_path, "bad.db", "whole.db"))
    assert [(found.variant, found.location.path) for found in read.findings] == [("sqlite-broken", "bad.db")]
    assert len(read.resources) == len(COLUMNS)


def test_a_schema_that_does_not_parse_is_damage(tmp_path: Path) -> None:
    schema = "PRAGMA writable_schema = ON; INSERT INTO sqlite_master VALUES ('table', 'v', 'v', 2, 'CREATE TABLE v (');"
    make(tmp_path / "a.db", "CREATE TABLE a (b);" + schema)
    assert problems(evidence(tmp_path, "a.db")) == [("input/unreadable", "sqlite-broken")]


def test_views_that_multiply_are_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "_FILE_SECONDS", 1.0)
    views = "".join(f"CREATE VIEW v{n} AS SELECT a.x FROM v{n - 1} a, v{n - 1} b;" for n in range(1, 40))
    make(tmp_path / "a.db", f"CREATE TABLE v0 (x); {views}")
    found = problems(evidence(tmp_path, "a.db"))
    assert found in ([], [("input/limit-exceeded", "time")], [("input/unreadable", "sqlite-broken")])
    assert found or len(read_evidence(evidence(tmp_path, "a.db")).resources) == 40


def test_a_table_of_two_thousand_columns_is_read_and_too_many_tables_are_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wide = f"CREATE TABLE w ({', '.join(f'c{n} CHECK (c{n} > 1)' for n in range(2_000))});"
    data = make(tmp_path / "a.db", f"CREATE TABLE a (x); {wide}")
    assert [len(table.columns) for table in sqlite_worker.read_database(data).tables] == [1, 2_000]
    monkeypatch.setattr(sqlite_worker, "MOST_COLUMNS", 2_000)
    cut = sqlite_worker.read_database(data)
    assert (columns(cut), cut.is_cut) == ({"a": ["x"]}, True)


def test_a_statement_of_many_megabytes_is_refused(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "a.db")
    connection.execute(f"CREATE TABLE a (b /* {'x' * 3_000_000} */)")
    connection.close()
    assert problems(evidence(tmp_path, "a.db")) == [("input/unreadable", "sqlite-broken")]
