"""A change that wants a column of personal data overlooked: it is found, or what was not read is told."""

from __future__ import annotations

import pytest

from tests.support.sql_files import ReadTables, read_sql

LONG = "x" * 100_000
MYSQL = "-- MySQL dump\n"


@pytest.mark.parametrize(
    "text",
    [
        f"CREATE /* {LONG} */ TABLE a (hetu text);",
        f"CREATE {' ' * 100_000} TABLE a (hetu text);",
        f"CREATE -- {LONG}\n TABLE a (hetu text);",
        f"ALTER /* {LONG} */ TABLE a ADD hetu text;",
        "CREATE TABLE b (x int)\n  CREATE TABLE a (hetu text)\n",
        "IF OBJECT_ID('a') IS NULL\nBEGIN\n  CREATE TABLE a (hetu text)\nEND\nGO\n",
        "CREATE OR ALTER TABLE a (hetu text);",
        f"{MYSQL}CREATE TABLE temp.a (hetu text);",
        "CREATE TABLE temp.a (hetu jsonb);",
        "CREATE TEMP TABLE a (x int); ALTER TABLE public.a ADD hetu text;",
        "CREATE TABLE a (hetu text); CREATE TABLE b (x int); ALTER TABLE b RENAME TO a;",
        "CREATE TABLE p (x int); CREATE TABLE a (hetu text); ALTER TABLE p ATTACH PARTITION a DEFAULT;",
        "CREATE TABLE p (hetu text); CREATE TABLE a PARTITION OF p DEFAULT;"
        "ALTER TABLE p DETACH PARTITION a; DROP TABLE p;",
        "CREATE TABLE a (hetu text); CREATE VIEW a AS SELECT 1;",
        "CREATE TABLE a (hetu text); DROP VIEW IF EXISTS a;",
        "CREATE TABLE a (hetu text); DROP TYPE a;",
        "CREATE TABLE a AS WITH q AS (SELECT 1 AS y) SELECT hetu FROM b;",
        "ALTER TABLE a ADD b int, hetu text;",
        "ALTER TABLE a ADD CONSTRAINT c CHECK (b > 1), hetu text;",
    ],
)
def test_the_column_is_found(text: str) -> None:
    assert any("hetu" in columns for columns in read_sql(text).columns.values())


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("CREATE SCHEMA s CREATE TABLE a (hetu text);", "sql-code"),
        ("IF NOT EXISTS (SELECT 1) CREATE TABLE a (hetu text);", "sql-code"),
        ("EXEC('CREATE TABLE a (hetu text)');", "sql-code"),
        (f"{MYSQL}PREPARE s FROM 'CREATE TABLE a (hetu text)'; EXECUTE s;", "sql-code"),
        ("EXPLAIN ANALYZE CREATE TABLE a AS SELECT hetu FROM b;", "sql-code"),
        ("SELECT hetu INTO a FROM b;", "sql-code"),
        ("WITH q AS (SELECT 1) SELECT hetu INTO a FROM q;", "sql-code"),
        ("CREATE TABLE a (hetu text);\nBEGIN; DROP TABLE a; ROLLBACK;", "sql-condition"),
        ("CREATE TABLE a (hetu text);\n\\if false\nDROP TABLE a;\n\\endif\n", "sql-condition"),
        ("CREATE TABLE b (x int);\n--@DOWN\nCREATE TABLE a (hetu text);", "sql-undoing-part"),
    ],
)
def test_what_is_not_followed_is_told(text: str, note: str) -> None:
    assert note in {reason for _, reason in read_sql(text).notes}


@pytest.mark.parametrize(
    "text",
    [
        "SELECT pg_catalog.setval('public.a_seq', 1);\nSELECT 1;",
        f"{MYSQL}SELECT hetu INTO @x FROM b; SELECT hetu INTO OUTFILE 'x' FROM b;",
        "BEGIN; CREATE TABLE a (x int); COMMIT;",
        "CREATE TABLE a (x int);\n-- migrate:down\nDROP TABLE a;",
        "ALTER TABLE a ADD b int, OWNER TO c, ENABLE TRIGGER t;",
    ],
)
def test_what_defines_nothing_is_not_told(text: str) -> None:
    read = read_sql(text)
    assert read.notes == []
    assert set(read.columns.get("public.a", ())) <= {"x", "b"}


def test_a_temporary_table_ends_with_its_session() -> None:
    files = {"m/001_a.sql": "CREATE TEMP TABLE a (x int);", "m/002_b.sql": "ALTER TABLE a ADD hetu text;"}
    assert ReadTables(files).columns == {"public.a": ["hetu"]}


def test_many_signs_that_end_statements() -> None:
    text = "".join(f"DELIMITER x{number}\n" for number in range(25)) + "CREATE TABLE a (hetu text) x24\n"
    assert read_sql(text).problems == [("limit-exceeded", "statements", None)]
