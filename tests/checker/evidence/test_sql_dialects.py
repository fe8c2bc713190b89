"""Definitions in PostgreSQL, MySQL and SQLite, and what stands between them."""

from __future__ import annotations

import pytest

from seloste.checker.evidence.tables.table import TableKind
from tests.support.sql_files import read_sql

POSTGRES = """
CREATE TABLE Customers (Id serial PRIMARY KEY, "eMail" text);
CREATE TYPE address AS (street text, zip char(5));
CREATE TYPE mood AS ENUM ('sad; CREATE TABLE no (x int);', 'ok');
CREATE TABLE homes (id int, home address, older public.address[], m mood);
CREATE TABLE events (id bigint, at timestamptz) PARTITION BY RANGE (at);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('a') TO ('b');
CREATE TABLE events_2 (id bigint, at timestamptz);
ALTER TABLE ONLY events ATTACH PARTITION events_2 FOR VALUES FROM ('b') TO ('c');
CREATE FOREIGN TABLE far (a int OPTIONS (column_name 'b'), e text) SERVER s OPTIONS (table_name 'f');
CREATE VIEW seen AS SELECT 1;
CREATE MATERIALIZED VIEW kept AS SELECT c.id, lower(email) AS mail FROM c;
CREATE TABLE child (extra text) INHERITS (customers);
CREATE TABLE alike (LIKE customers INCLUDING ALL, more int);
CREATE TEMP TABLE gone (a int);
ALTER TABLE gone ADD b text;
CREATE FUNCTION f() RETURNS trigger AS $f$ BEGIN PERFORM 1; END; $f$ LANGUAGE plpgsql;
CREATE FUNCTION g() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END;
/* a /* nested; */ comment; */
COMMENT ON TABLE customers IS 'People; all';
COMMENT ON COLUMN customers."eMail" IS 'it''s';
CREATE TABLE types (a interval day to second, b double precision[], c numeric(10,2) DEFAULT (1+2),
  EXCLUDE USING gist (a WITH &&), CONSTRAINT q CHECK (a > 1), d timestamp(3) without time zone, e bit varying(4));
"""


def test_postgresql() -> None:
    read = read_sql(POSTGRES)
    assert read.problems == []
    assert read.notes == []
    assert read.columns == {
        "public.customers": ["id", "eMail"],
        "public.address": ["street", "zip"],
        "public.homes": ["id", "home.street", "home.zip", "older.street", "older.zip", "m"],
        "public.events": ["id", "at"],
        "public.far": ["a", "e"],
        "public.seen": [],
        "public.kept": ["id", "mail"],
        "public.child": ["id", "eMail", "extra"],
        "public.alike": ["id", "eMail", "more"],
        "public.types": ["a", "b", "c", "d", "e"],
    }
    kinds = {address: table.kind for address, table in read.tables.items() if table.kind is not TableKind.TABLE}
    assert kinds == {
        "public.address": TableKind.COMPOSITE_TYPE,
        "public.far": TableKind.FOREIGN_TABLE,
        "public.seen": TableKind.VIEW,
        "public.kept": TableKind.MATERIALIZED_VIEW,
    }
    assert read.tables["public.customers"].comment == "People; all"
    assert read.tables["public.customers"].columns[1].comment == "it's"
    assert list(read.types("public.types").values()) == [
        *("interval day to second", "double precision[]", "numeric(10,2)"),
        *("timestamp(3) without time zone", "bit varying(4)"),
    ]


def test_mysql() -> None:
    read = read_sql(r"""
USE shop;
/*!40101 SET NAMES utf8 */;
CREATE TABLE `a``b` (`id` int unsigned NOT NULL AUTO_INCREMENT COMMENT 'it''s; #', # comment ' here
  `key` enum('a','b;') CHARACTER SET utf8, c varchar(10) /* c; */ DEFAULT '--',
  KEY k (id), FULLTEXT KEY ff (`key`), d datetime(6) ON UPDATE CURRENT_TIMESTAMP(6)) ENGINE=InnoDB COMMENT='Table';
DELIMITER //
CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END //
DELIMITER ;
CREATE TABLE z (a int);
CREATE TRIGGER t BEFORE INSERT ON z FOR EACH ROW BEGIN
  IF NEW.a THEN SET NEW.a=1; END IF; CASE x WHEN 1 THEN SET y=1; END CASE; END;
INSERT INTO z VALUES ('a\';CREATE TABLE no (x int);');
/*!50001 CREATE ALGORITHM=UNDEFINED */ /*!50013 DEFINER=`root`@`localhost` */ /*!50001 VIEW `v` AS select 1 */;
CREATE TABLE other.w LIKE z;
CREATE TABLE chosen (PRIMARY KEY (id)) SELECT id, name AS n FROM z;
CREATE TABLE added (a int, n text) IGNORE SELECT id, name AS n FROM z;
""")
    assert read.problems == []
    assert read.columns == {
        "shop.a`b": ["id", "key", "c", "d"],
        "shop.z": ["a"],
        "shop.v": [],
        "other.w": ["a"],
        "shop.chosen": ["id", "n"],
        "shop.added": ["a", "n", "id"],
    }
    assert read.types("shop.a`b") == {"id": "int unsigned", "key": "enum", "c": "varchar(10)", "d": "datetime(6)"}
    assert read.tables["shop.a`b"].comment == "Table"
    assert read.tables["shop.a`b"].columns[0].comment == "it's; #"


def test_sqlite() -> None:
    read = read_sql("""
PRAGMA foreign_keys=ON;
CREATE TABLE IF NOT EXISTS [my table] ([x y] INTEGER PRIMARY KEY AUTOINCREMENT, 'z' text, untyped, key text,
  d DECIMAL(10,5) UNIQUE, c LONG VARCHAR(3)) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE found USING fts5(title, body UNINDEXED, tokenize='porter');
CREATE TRIGGER t AFTER INSERT ON x BEGIN INSERT INTO y VALUES (CASE WHEN 1 THEN 2 END); DELETE FROM z; END;
CREATE TABLE new_a (id);
DROP TABLE IF EXISTS a;
ALTER TABLE new_a RENAME TO a;
CREATE TABLE temp.t (a);
CREATE VIRTUAL TABLE rows USING csv(filename='x');
""")
    assert read.columns == {
        "my table": ["x y", "z", "untyped", "key", "d", "c"],
        "found": ["title", "body"],
        "a": ["id"],
        "rows": [],
    }
    assert read.notes == [("schema.sql:11", "sql-columns")]


def test_tables_are_changed() -> None:
    read = read_sql("""
CREATE TABLE public.a (id int, mail text, note text);
ALTER TABLE a ADD COLUMN IF NOT EXISTS hetu char(11), DROP COLUMN id, ALTER COLUMN mail TYPE varchar(50);
ALTER TABLE a RENAME hetu TO ssn;
ALTER TABLE a ADD CONSTRAINT c CHECK (ssn <> ''), ADD UNIQUE (mail);
ALTER TABLE a RENAME TO people;
ALTER TABLE people SET SCHEMA crm;
ALTER TABLE not_here ADD phone text;
CREATE TABLE dropped (x int);
DROP TABLE IF EXISTS dropped, never CASCADE;
CREATE TABLE gone.b (x int);
DROP SCHEMA gone CASCADE;
""")
    assert read.columns == {"crm.people": ["mail", "note", "ssn"], "public.not_here": ["phone"]}
    assert read.types("crm.people")["mail"] == "varchar(50)"
    assert read.places("crm.people") == {"mail": (2, 32), "note": (2, 43), "ssn": (4, 30)}


def test_mysql_changes_tables() -> None:
    read = read_sql("""
CREATE TABLE z (a int, c int) ENGINE=InnoDB;
RENAME TABLE z TO y;
ALTER TABLE y CHANGE a b varchar(3) COMMENT 'x' AFTER c, MODIFY COLUMN c text, ADD (d int, KEY (d)), ADD INDEX i (c);
""")
    assert read.types("y") == {"b": "varchar(3)", "c": "text", "d": "int"}


def test_the_database_is_named() -> None:
    assert list(
        read_sql("\\connect shop\nCREATE TABLE a (x int);\nSET search_path = audit;\nCREATE TABLE b (x int);").tables
    ) == [
        "shop.public.a",
        "shop.audit.b",
    ]


@pytest.mark.parametrize("named", ['"my shop"', "-reuse-previous=on \"dbname='my shop'\""])
def test_a_name_of_a_database_may_have_spaces(named: str) -> None:
    assert list(read_sql(f"\\connect {named}\nCREATE TABLE a (x int);").tables) == ["my shop.public.a"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1252"])
def test_encodings(encoding: str) -> None:
    read = read_sql("CREATE TABLE a (sähköposti text,\r\n  b text);".encode(encoding))
    assert read.places("public.a") == {"sähköposti": (1, 17), "b": (2, 3)}


@pytest.mark.parametrize(
    "rows",
    [
        "COPY a FROM stdin;\n1\tit's\n\\N\tCREATE TABLE no (x int);\n\\.\n",
        "INSERT INTO a VALUES ('CREATE TABLE no (x int);', 'it''s');\n" * 3,
        "INSERT INTO a VALUES\n(1, '\nCREATE TABLE no (x int);\n'),\n(2, E'\\';\nCREATE TABLE no (x int);');\n",
        "INSERT INTO a VALUES ($$it's; $$, $x$ $$ ; $x$);\n",
        "UPDATE a SET x = 'CREATE TABLE no (x int);';",
    ],
)
def test_rows_are_skipped(rows: str) -> None:
    read = read_sql(f"CREATE TABLE a (x text);\n{rows}\nCREATE TABLE b (x serial, y jsonb);")
    assert list(read.tables) == ["public.a", "public.b"]
    assert read.problems == []


@pytest.mark.parametrize(
    "text",
    [
        "INSERT INTO a VALUES (1)\nCREATE TABLE b (y serial);",
        "CREATE TABLE a (x serial)\nCREATE TABLE b (y int)",
        "CREATE TABLE a (x int)\nGO\nCREATE TABLE b (y serial)\nGO\n",
        "CREATE TABLE a (x int);\n/\nCREATE TABLE b (y serial);\n/\n",
    ],
)
def test_a_statement_without_its_end_loses_no_definition(text: str) -> None:
    read = read_sql(text)
    assert read.columns["public.b"] == ["y"]
    assert read.problems == []


def test_code_that_defines_tables_is_noted_and_what_is_written_out_in_it_is_read() -> None:
    read = read_sql("DO $$ BEGIN\nALTER TABLE a ADD COLUMN b text; END $$;\nCREATE TABLE z (a int);")
    assert read.notes == [("schema.sql:1", "sql-code")]
    assert read.columns == {"public.a": ["b"], "public.z": ["a"]}


def test_comments_waive() -> None:
    read = read_sql("""
CREATE TABLE a ( -- seloste: ignore[evidence/resource-unmapped] until 2027-01-01 -- Empty
  -- seloste: ignore[evidence/field-undeclared] until 2027-01-01 -- Moves
  x text DEFAULT '-- seloste: ignore[evidence/no] until 2027-01-01 -- No'
);
INSERT INTO a VALUES ('
-- seloste: ignore[evidence/no] until 2027-01-01 -- No
');
""")
    comments = read.files[0].file.comments
    assert [(each.line, each.rule.text if each.rule else "") for each in comments] == [
        (2, "evidence/resource-unmapped"),
        (4, "evidence/field-undeclared"),
    ]
