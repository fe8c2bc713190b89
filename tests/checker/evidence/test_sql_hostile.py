"""Files of SQL that are broken or made to stall: what can be read is read, and the rest is reported."""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seloste.checker.evidence.sql import sql_tokens
from seloste.checker.evidence.sql.sql_dialect import Dialect
from seloste.checker.evidence.sql.sql_splitter import Splitter
from seloste.checker.evidence.sql.sql_statement import StatementKind
from tests.support.sql_files import read_sql

pytestmark = pytest.mark.timed

AFTER = "\nCREATE TABLE b (y serial);\n"


@pytest.mark.parametrize(
    ("text", "problem", "columns"),
    [
        (f"CREATE TABLE a (x int CHECK {'(' * 3000}1{')' * 3000});", ("limit-exceeded", "depth", 1), []),
        (f"CREATE TABLE a (x int DEFAULT {'(' * 3000}1);", ("limit-exceeded", "depth", 1), []),
        ("CREATE TABLE a (x int(;", ("syntax", "sql-table", 1), []),
        ("CREATE TABLE a;", ("syntax", "sql-table", 1), []),
        ("CREATE TABLE a (x int, y text z text, w jsonb);", ("syntax", "sql-column", 1), ["x", "y", "w"]),
        ("CREATE TABLE a (x int,, w jsonb);", ("syntax", "sql-column", 1), ["x", "w"]),
        (f"CREATE TABLE a (x int DEFAULT '{'y' * 250_000}');", ("limit-exceeded", "definition", 1), []),
        ("CREATE TABLE a (\n  x text DEFAULT 'never);", ("syntax", "sql-open", 2), []),
        ("CREATE TABLE a (x text DEFAULT $q$ never);", ("syntax", "sql-open", 1), []),
        ('CREATE TABLE a ("x text);', ("syntax", "sql-open", 1), []),
        ("CREATE TABLE a (x text); /* never", ("syntax", "sql-open", 1), ["x"]),
    ],
)
def test_one_broken_statement_does_not_lose_the_others(
    text: str, problem: tuple[str, str, int], columns: list[str]
) -> None:
    read = read_sql(text + AFTER)
    assert read.problems == [problem]
    assert read.columns.get("public.a") == columns  # one that is known to exist is there without columns
    assert read.columns["public.b"] == ["y"]


def test_rows_without_an_end() -> None:
    read = read_sql("CREATE TABLE a (x serial);\nCOPY a FROM stdin;\n1\nCREATE TABLE no (x int);\n")
    assert read.columns == {"public.a": ["x"]}
    assert read.problems == [("syntax", "sql-rows", 2)]


def test_other_formats() -> None:
    assert read_sql(b"PGDMP\1\2 CREATE TABLE a (x int);").problems == [("unreadable", "sql-custom-dump", None)]
    assert read_sql(b"\x1f\x8b CREATE TABLE a (x int);").problems == [("unreadable", "archive", 1)]
    assert read_sql(b"CREATE TABLE a (x\0 text, y\0int);").columns == {"public.a": ["x", "y"]}


def test_without_the_library_nothing_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    sql_tokens.load_tokenizer.cache_clear()
    monkeypatch.setitem(sys.modules, "sqlglot.dialects.dialect", None)
    read = read_sql("CREATE TABLE a (x int);")
    assert read.problems == [("unreadable", "missing-extra", 1)]
    assert read.tables == {}


N = 20_000
HOSTILE = {
    "opening parentheses": "CREATE TABLE a (x int CHECK " + "(" * N,
    "quotation marks": "'" * N,
    "dollars": "$a$ " * N,
    "dollar quotes": "$$" * N,
    "tags": "".join(f"$a{number}$ " for number in range(N)),
    "comments": "/*" * N,
    "open comments": "/*/" * N,
    "semicolons": "a;" * N,
    "texts without an end": "CREATE TABLE a (x text DEFAULT 'x);\n" * (N // 20) + "'",
    "routines without an end": "CREATE TRIGGER t BEGIN ;" * (N // 20),
    "rows": "COPY a FROM stdin;\n\\.\n" * (N // 20),
    "delimiters": "".join(f"DELIMITER x{number}\n" for number in range(N // 10)),
    "columns": "CREATE TABLE a (" + ",".join(f"c{number} text" for number in range(N // 10)) + ");",
    "dots": "CREATE TABLE a" + ".a" * N + " (x text);",
    "brackets": "CREATE TABLE a (" + "[x" * N + ");",
    "backslashes": "\\x\n" * N,
    "sections": "-- migrate:down\n-- migrate:up\n" * (N // 20),
    "types in types": "CREATE TYPE u AS (a u, b u, c u, d u);CREATE TABLE z (" + "c u," * 500 + "d u);",
    "columns of others": "CREATE TABLE a ("
    + ",".join(f"c{number} int" for number in range(1_000))
    + ");"
    + "".join(f"CREATE TABLE b{number} () INHERITS (a);" for number in range(N // 5)),
    "schemas": "".join(f"CREATE TABLE a{number} (x int);" for number in range(N // 10)) + "DROP SCHEMA s;" * N,
    "waivers": "CREATE TABLE a (x text -- seloste: ignore[x]\n);" * (N // 40),
    "one line": "CREATE TABLE é (x text);" * (N // 20),
    "signs of MySQL": "-- MySQL dump\n" + "/*!50001 " * N + ";`a`",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_time_is_bounded(name: str) -> None:
    def measure(text: str) -> float:
        start = process_time()
        read_sql(text)
        return process_time() - start

    assert measure(HOSTILE[name]) < 6  # seconds of the processor; what grows with the square takes minutes


SIGNS = st.text(st.sampled_from(list("'\"`$-/*#;()[]\\ \nabE,!")), max_size=60)


@given(SIGNS, st.sampled_from(Dialect))
def test_nothing_raises_and_places_are_in_order(text: str, dialect: Dialect) -> None:
    data = f"CREATE TABLE a ({text}); ALTER TABLE b {text};\n{text}".encode()
    splitter = Splitter(data, dialect)
    end = 0
    for statement in splitter.list_statements():
        assert end <= statement.start < statement.end <= len(data)
        assert statement.line == data.count(b"\n", 0, statement.start) + 1
        end = statement.end
    read_sql(data)


QUOTED = {
    Dialect.POSTGRES: ["'{}'", "$x$;'{}$x$", '"{}"', "/* '{} /* ; */ */", "-- '{}\n", "E'\\'{}'"],
    Dialect.MYSQL: ["'{}'", '"{}"', "`{}`", "/* '{} */", "# '{}\n", "-- '{}\n", "'\\'{}'"],
    Dialect.SQLITE: ["'{}'", '"{}"', "`{}`", "[{}]", "/* '{} */", "-- '{}\n"],
}


@st.composite
def make_statements(draw: Callable[..., object]) -> tuple[Dialect, list[str]]:
    """Statements with texts and comments of a dialect that hold what looks like other statements."""
    dialect = draw(st.sampled_from(Dialect))
    assert isinstance(dialect, Dialect)
    inner = st.sampled_from(["; CREATE TABLE no (x int);", "(", ";;", "COPY a FROM stdin;", "BEGIN"])
    part = st.builds(str.format, st.sampled_from(QUOTED[dialect]), inner)
    heads = st.sampled_from(["CREATE TABLE t (x int,", "INSERT INTO t VALUES (", "ALTER TABLE t ADD", "SELECT"])
    made = draw(st.lists(st.tuples(heads, st.lists(part, max_size=3)), max_size=6))
    assert isinstance(made, list)
    return dialect, [f"{head} {' '.join(parts)} " for head, parts in made]


@given(make_statements())
def test_the_splitter_loses_nothing(made: tuple[Dialect, list[str]]) -> None:
    dialect, statements = made
    data = ";\n".join([*statements, ""]).encode()
    splitter = Splitter(data, dialect)
    found = [data[each.start : each.end].decode() for each in splitter.list_statements()]
    assert found == [each for each in statements if each.startswith(("CREATE", "ALTER"))]
    assert splitter.problems == []


def test_kinds_of_statements() -> None:
    text = "\\connect x\nCREATE TABLE a (x int);\nDO $$ BEGIN CREATE TABLE b (); END $$;\n\\i other.sql\nGRANT a;"
    found = [statement.kind for statement in Splitter(text.encode(), Dialect.POSTGRES).list_statements()]
    kinds = StatementKind
    assert found == [kinds.CONNECT, kinds.DEFINITION, kinds.BLOCK, kinds.DEFINITION, kinds.INCLUDE]


MEGABYTE = 1_000_000
ROWS = {
    "copy": (
        b"-- PostgreSQL database dump\nCREATE TABLE a (x int);\nCOPY a FROM stdin;\n",
        b"1\tmaija@example.com\tit's\t$$x\tCREATE TABLE no (hetu text);\n",
        b"\\.\n",
    ),
    "inserts": (
        b"-- PostgreSQL database dump\nCREATE TABLE a (x int);\n",
        b"INSERT INTO a VALUES (12345, 'maija@example.com', 'it''s', '2026-02-14');\n",
        b"",
    ),
    "one insert": (
        b"-- MySQL dump\nCREATE TABLE a (x int);\nINSERT INTO a VALUES (0)",
        b",(12345,'maija@example.com','it\\'s; CREATE TABLE no (x int);',NULL)",
        b";\n",
    ),
}


@pytest.mark.heavy
@pytest.mark.parametrize("name", ROWS)
def test_a_dump_of_200_megabytes(name: str) -> None:
    before, row, after = ROWS[name]
    data = before + row * (198 * MEGABYTE // len(row)) + after + b"CREATE TABLE b (y text);"
    memory, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, process_time()
    read = read_sql(data)
    assert [len(columns) for columns in read.columns.values()] == [1, 1]
    assert read.problems == []
    assert process_time() - start < 20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 50_000  # kilobytes beside the file
