"""Addresses of databases: which are taken, what is shown of them, and that no part of a password ever is."""

from __future__ import annotations

import pytest

from seloste.checker.workspace.database_address import Databases, holds_address, names_database

CANARY = "c4n4ry"


def find(value: str, **environment: str) -> tuple[str, str]:
    """What is shown of a database, and the variant of its problem."""
    database = Databases([value], environment).resolve(())[0]
    assert CANARY not in repr(database)
    assert CANARY not in repr(database.problem)
    return database.name, database.problem.variant if database.problem else ""


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        (f"postgresql://gate:{CANARY}@db.example.com:5432/crm?sslmode=require", "postgresql://db.example.com:5432/crm"),
        (f"postgres://gate:{CANARY}@db.example.com/crm", "postgresql://db.example.com/crm"),
        (f"POSTGRESQL://gate:{CANARY}@db.example.com/crm", "postgresql://db.example.com/crm"),
        (f"postgresql://g%40te:%40{CANARY}%2F@db.example.com", "postgresql://db.example.com"),
        (f"postgresql://db.example.com/crm?user=gate@db&password={CANARY}"[:54], "postgresql://db.example.com/crm"),
        (f"postgresql://db.example.com/crm?user=gate&password={CANARY}", "postgresql://db.example.com/crm"),
        (f"postgresql://gate:{CANARY}@[2001:db8::1]:5433/crm", "postgresql://[2001:db8::1]:5433/crm"),
        (f"postgresql://gate:{CANARY}@a.example.com:1,b.example.com:2/crm", "postgresql://a.example.com:1,b.example.com:2/crm"),
        (f"postgresql:///crm?host=/run/postgresql&port=5433&password={CANARY}", "postgresql://%2Frun%2Fpostgresql:5433/crm"),
        (f"postgresql://%2Frun%2Fpostgresql/crm?password={CANARY}", "postgresql://%2Frun%2Fpostgresql/crm"),
        (f"postgresql:///?service=crm&password={CANARY}", "postgresql://"),
        ("postgresql://db.example.com/asiakkaat%20ja%20k%C3%A4ytt%C3%A4j%C3%A4t", "postgresql://db.example.com/asiakkaat%20ja%20k%C3%A4ytt%C3%A4j%C3%A4t"),
    ],
)  # fmt: skip
def test_an_address_is_shown_without_user_password_and_parameters(address: str, shown: str) -> None:
    assert find(address) == (shown, "")
    assert find("env:CRM", CRM=address) == ("env:CRM", "")


@pytest.mark.parametrize(
    "address",
    [
        f"postgresql://gate:{CANARY}@{CANARY}@db.example.com/crm",  # unencoded, the password might end anywhere
        f"postgresql://gate:{CANARY}/{CANARY}@db.example.com/crm",
        f"postgresql://gate:12?{CANARY}@db.example.com/crm",
        f"postgresql://gate:12#{CANARY}@db.example.com/crm",
        f"postgresql://gate:12 {CANARY}@db.example.com/crm",
        f"postgresql://gate:{CANARY}\n@db.example.com/crm",
        f"postgresql://gate:{CANARY}",
        f"postgresql://gate:12?{CANARY}",
        f"postgresql://db.example.com:{CANARY}/crm",
        f"postgresql://db.example.com/crm?pass word={CANARY}",
        f"postgresql://gate:{CANARY}@db.example.com/" + "x" * 5_000,
        f"host=db.example.com password={CANARY}",
        f" password = {CANARY} host=db",
    ],
)
def test_an_address_that_is_not_understood_is_refused_and_not_shown(address: str) -> None:
    assert find(address) == ("postgresql://…", "database-address")
    assert find("env:CRM", CRM=address) == ("env:CRM", "database-address")


@pytest.mark.parametrize(
    "value", ["", "  ", CANARY, f"mysql://gate:{CANARY}@db/crm", f"postgresql+psycopg://x:{CANARY}@db/crm"]
)
def test_a_variable_without_an_address_is_told_of_by_its_name(value: str) -> None:
    assert find("env:CRM", CRM=value) == ("env:CRM", "database-address" if value.strip() else "database-unset")
    assert find("env:OTHER", CRM=value) == ("env:OTHER", "database-unset")


@pytest.mark.parametrize("name", ["", f"postgresql://gate:{CANARY}@db/crm", f"{CANARY} ", f"1{CANARY}", f"$({CANARY})"])
def test_what_is_no_name_of_a_variable_is_not_shown(name: str) -> None:
    if name.strip() != CANARY:
        assert find(f"env:{name}") == ("env:…", "database-variable")


def test_a_database_that_is_named_twice_is_asked_once() -> None:
    address = "postgresql://db.example.com/crm"
    databases = Databases([address, "env:CRM", address], {"CRM": address})
    assert [each.name for each in databases.resolve([databases.find("env:CRM")])] == [address, "env:CRM"]
    assert databases.find("env:CRM") is databases.find("env:CRM")


def test_only_addresses_of_postgresql_name_a_database() -> None:
    assert all(map(names_database, ("postgresql://db", "postgres://db", "env:X", "host=db", "env:")))
    assert not any(map(names_database, ("mysql://db", "https://db", "postgresql:db", "postgres.tf", "hosts=1", "a=b")))
    assert not holds_address("env:X")
