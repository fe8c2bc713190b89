"""Relations of PostgreSQL from the rows of its catalogue, without a server."""

from __future__ import annotations

import pytest

from seloste.checker.evidence.databases import relations
from seloste.checker.evidence.databases.postgres_worker import RefusedError, explain_failure, split_hosts
from seloste.checker.evidence.databases.relations import Row, group_rows, list_relations


def row(oid: str, name: str, column: str | None, **more: str | None) -> Row:
    """A row of the query: by default a column of type text in a table of the schema `public`."""
    of_extension, parents = more.get("of_extension", "f"), more.get("parents")
    type = more.get("type", "text") if column else None
    relation = (oid, more.get("schema", "public"), name, more.get("kind", "r"), of_extension, parents, None)
    return (*relation, column, type, None, more.get("composed"))


def read(*rows: Row) -> dict[str, list[str]]:
    tables, _ = list_relations(group_rows(rows))
    return {table.name: [column.name for column in table.columns] for table in tables}


def test_a_partition_is_part_of_its_table_unless_that_is_no_table_of_users() -> None:
    found = read(
        row("1", "events", "email", kind="p"),
        row("2", "events_1", "email", parents="1"),
        row("3", "events_1_a", "email", parents="2"),
        row("4", "chunk", "email", parents="9"),
        row("5", "owned", "email", parents="6"),
        row("6", "extension", "email", of_extension="t"),
    )
    assert found == {"events": ["email"], "chunk": ["email"], "owned": ["email"]}


def test_a_column_of_a_composite_type_is_its_attributes_and_a_type_within_itself_ends() -> None:
    found = read(
        row("1", "people", "home", composed="2"),
        row("1", "people", "mail"),
        row("2", "address", "street", kind="c"),
        row("2", "address", "again", kind="c", composed="2"),
        row("3", "other", "unknown", composed="77"),
    )
    assert found["people"][:2] == ["home.street", "home.again.street"]
    assert (len(found["people"]), found["people"][-1]) == (10, "mail")
    assert (found["address"], found["other"]) == (["street", "again"], ["unknown"])


def test_types_that_multiply_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relations, "MOST_COLUMNS", 1_000)
    rows = [row("0", "t0", f"c{n}", kind="c") for n in range(9)]
    rows += [row(str(m), f"t{m}", f"c{n}", kind="c", composed=str(m - 1)) for m in range(1, 9) for n in range(9)]
    tables, is_cut = list_relations(group_rows([row("99", "a", "x"), row("98", "b", "y", composed="8"), *rows]))
    assert ([table.name for table in tables], is_cut) == (["a"], True)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("crm.tila", "tila"),
        ('"Hassu skeema"."Tila"[]', "tila[]"),
        ("character varying(11)", "character varying(11)"),
        ("numeric(10,2)", "numeric(10,2)"),
        ("timestamp without time zone", "timestamp without time zone"),
    ],
)
def test_a_type_has_no_schema_and_no_capitals(written: str, kept: str) -> None:
    [table], _ = list_relations(group_rows([row("1", "a", "b", type=written)]))
    assert table.columns[0].type == kept


def test_a_failure_is_known_by_its_code_and_else_by_what_the_library_writes() -> None:
    codes = {code: explain_failure(code, "timeout ssl") for code in ("28P01", "28000", "3D000", "57014", "53300", "?")}
    assert list(codes.values()) == [
        *(
            "database-login",
            "database-login",
            "database-absent",
            "database-slow",
            "database-refused",
            "database-refused",
        )
    ]
    words = ("could not translate host name", "server does not support SSL, but SSL was required", "timeout expired")
    assert [explain_failure("", each) for each in words] == ["database-unreachable", "database-tls", "database-slow"]


def test_hosts_are_tried_one_by_one_and_not_too_many() -> None:
    given = {"host": "a,b", "port": "1", "user": "x"}
    assert split_hosts(given) == [{"host": "a", "port": "1"}, {"host": "b", "port": "1"}]
    assert split_hosts({"user": "x"}) == [{}]
    for wrong in ({"host": ",".join("a" * 30)}, {"host": "a,b,c", "port": "1,2"}):
        with pytest.raises(RefusedError):
            split_hosts(wrong)
