"""Files of SQL that tools fill in, that people left half done, and that other databases than the three run."""

from __future__ import annotations

import pytest

from tests.support.sql_files import read_sql


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("CREATE TABLE ${flyway:defaultSchema}.people (hetu text);", "people"),
        ("CREATE TABLE ${prefix}users (hetu text);", "users"),
        ("CREATE TABLE {{ schema }}.people (hetu text);", "people"),
        ("create table :APP_SCHEMA.people (hetu text);", "people"),
        ('CREATE TABLE :"schema".people (hetu text);', "people"),
    ],
)
def test_a_placeholder_hides_no_table(text: str, table: str) -> None:
    read = read_sql(f"CREATE EXTENSION x;\n{text}")
    assert read.columns == {f"public.{table}": ["hetu"]}
    assert read.problems == read.notes == []


def test_both_sides_of_a_merge_conflict_are_read_and_it_is_told() -> None:
    read = read_sql(
        "CREATE TABLE t (\n id serial,\n<<<<<<< HEAD\n email text,\n=======\n phone text,\n>>>>>>> other\n z int\n);"
    )
    assert read.columns == {"public.t": ["id", "email", "phone", "z"]}
    assert read.problems == [("syntax", "merge-conflict", 3)]


def test_a_definition_with_a_quote_that_never_ends_keeps_its_name() -> None:
    read = read_sql("CREATE TABLE t (\n id serial default 'abc,\n email text);\ncreate table u(a int);")
    assert read.columns == {"public.t": [], "public.u": ["a"]}
    assert read.problems == [("syntax", "sql-open", 2)]


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("ALTER TABLE [dbo].[t] ADD [phone] nvarchar(20) NULL, [hetu] char(11) NULL\nGO", ["phone", "hetu"]),
        ("ALTER TABLE [t] ADD [a] int NULL\nGO\nEXEC sp_rename 't.x', 'y', 'COLUMN'\nGO", ["a"]),
        ("ALTER TABLE t ADD a int, hetu text;\nALTER TABLE t DROP COLUMN a, b;", ["hetu"]),
        ("IF COL_LENGTH('t', 'hetu') IS NULL ALTER TABLE t ADD hetu char(11)\nGO", ["hetu"]),
        ("ALTER TABLE t ADD a int, ALGORITHM=INPLACE, LOCK=NONE, ORDER BY a;", ["a"]),
        ("ALTER TABLE t ADD a int, OWNER TO me, ENABLE ROW LEVEL SECURITY;", ["a"]),
    ],
)
def test_what_goes_on_after_a_comma_is_one_more_column(text: str, columns: list[str]) -> None:
    [found] = read_sql(text).columns.values()
    assert found == columns


@pytest.mark.parametrize(
    "text",
    [
        "DO $$ BEGIN ALTER TABLE a ADD CONSTRAINT b FOREIGN KEY (x) REFERENCES c(id); END $$;",
        "BEGIN;\nALTER TABLE a ADD CONSTRAINT b CHECK (x > 0);\nCOMMIT;",
    ],
)
def test_code_that_adds_constraints_alone_is_not_noted(text: str) -> None:
    assert read_sql(f"CREATE TABLE a (x serial);\n{text}").notes == []


@pytest.mark.parametrize(
    "text",
    [
        'SET @s = (SELECT IF(1, "SELECT \'there\'", "CREATE TABLE hidden (hetu text)"));',
        "EXEC sp_rename 'dbo.t.phone', 'hetu', 'COLUMN'",
        "SELECT id, hetu INTO TABLE people2 FROM people;",
        "BEGIN EXECUTE IMMEDIATE 'CREATE TABLE hidden (hetu VARCHAR2(11))'; END;",
    ],
)
def test_what_puts_definitions_together_is_noted(text: str) -> None:
    read = read_sql(f"CREATE TABLE a (x int);\n{text}\n;")
    assert read.notes == [("schema.sql:2", "sql-code")]
    assert read.problems == []


def test_tables_of_snowflake_and_bigquery_are_read() -> None:
    read = read_sql(
        "create transient table t (hetu string);\ncreate dynamic table d target_lag='1 m' as select id from t;"
    )
    assert read.columns == {"public.t": ["hetu"], "public.d": ["id"]}
    read = read_sql(
        "CREATE TABLE `my-project.crm.people` (a ARRAY<STRUCT<b STRING, c INT64>>, hetu STRING OPTIONS(x='y'));"
    )
    assert read.columns == {"crm.people": ["a", "hetu"]}
    assert read.problems == []


def test_a_domain_over_a_type_has_its_attributes() -> None:
    text = (
        "CREATE TYPE home AS (street text, zip text);\nCREATE DOMAIN residence AS home;\nCREATE TABLE t (at residence);"
    )
    assert read_sql(text).columns["public.t"] == ["at.street", "at.zip"]
