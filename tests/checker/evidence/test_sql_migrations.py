"""Folders of migrations: each tool's names for files, and the order in which they are run."""

from __future__ import annotations

import pytest

from tests.support.sql_files import ReadTables

FIRST = "CREATE TABLE people (id serial, email text, phone text);"
SECOND = "ALTER TABLE people DROP COLUMN phone, ADD hetu text;"
THIRD = "ALTER TABLE people RENAME hetu TO ssn;"
UNDO = "DROP TABLE people;"


@pytest.mark.parametrize(
    "names",
    [
        ("V1__a.sql", "V2_1__b.sql", "V2_10__c.sql"),
        ("B1__a.sql", "V9__b.sql", "V10__c.sql"),
        ("db/migration/v1/V1__a.sql", "db/migration/v2/V2__b.sql", "db/migration/V3__c.sql"),
        ("V3__a.sql", "V4__b.sql", "R__c.sql"),
        ("9_a.up.sql", "10_b.up.sql", "11_c.up.sql"),
        ("20240101000000_a.sql", "20240102000000_b.sql", "20250101000000_c.sql"),
        ("v9.sql", "v10.sql", "v11.sql"),
        ("1.9.0.sql", "1.10.0.sql", "2.0.sql"),
        ("migrations/2024-01-01-1_a/up.sql", "migrations/2024-01-02-1_b/up.sql", "migrations/2024-01-03-1_c/up.sql"),
        (
            "prisma/migrations/20240101_a/migration.sql",
            "prisma/migrations/20240102_b/migration.sql",
            "prisma/migrations/20240103_c/migration.sql",
        ),
    ],
)
def test_files_apply_in_the_order_of_their_versions(names: tuple[str, str, str]) -> None:
    files = dict(zip(reversed(names), (THIRD, SECOND, FIRST), strict=True))
    assert ReadTables(files).columns == {"public.people": ["id", "email", "ssn"]}


@pytest.mark.parametrize(
    "name",
    ["U1__a.sql", "001_a.down.sql", "migrations/2024-01-01-1_a/down.sql", "revert/people.sql", "001_a_rollback.sql"],
)
def test_what_undoes_is_not_applied(name: str) -> None:
    read = ReadTables({"V1__a.sql": FIRST, name: UNDO})
    assert list(read.tables) == ["public.people"]
    assert read.notes == [(name, "sql-undoing")]


@pytest.mark.parametrize(
    "text",
    [
        f"-- migrate:up\n{FIRST}\n-- migrate:down\n{UNDO}\n",
        f"-- +goose Up\n{FIRST}\n-- +goose Down\n{UNDO}\n",
        f"-- +migrate Down\n{UNDO}\n-- +migrate Up\n{FIRST}\n",
        f"--liquibase formatted sql\n--changeset a:1\n{FIRST}\n--rollback {UNDO}\n",
        f"{FIRST}\n---- create above / drop below ----\n{UNDO}\n",
    ],
)
def test_sections_that_undo_are_cut(text: str) -> None:
    assert ReadTables({"001_a.sql": text}).columns == {"public.people": ["id", "email", "phone"]}


def test_a_dump_and_its_migrations_are_one_table() -> None:
    read = ReadTables({"schema.sql": FIRST, "migrations/001_a.sql": FIRST, "migrations/002_b.sql": SECOND})
    assert read.columns == {"public.people": ["id", "email", "hetu", "phone"]}
    assert str(read.tables["public.people"].columns[2].location) == "migrations/002_b.sql:1:43"


def test_files_for_other_databases_are_read_in_their_own_dialects() -> None:
    read = ReadTables(
        {
            "migration/mysql/V1__a.sql": "CREATE TABLE `A` (`Id` int) ENGINE=InnoDB;",
            "migration/postgresql/V1__a.sql": "CREATE TABLE B (Id serial);",
        }
    )
    assert read.columns == {"A": ["Id"], "public.b": ["id"]}
