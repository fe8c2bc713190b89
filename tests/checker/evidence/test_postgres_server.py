"""A real PostgreSQL server: what is read of it, what reaches it, and what happens where it refuses."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from seloste.checker.evidence.databases import sqlite_worker
from seloste.checker.evidence.databases.catalogue_query import BEGIN, CATALOGUE, END
from seloste.checker.evidence.databases.database_catalogue import Catalogue, read_catalogue
from seloste.checker.evidence.databases.postgres import read_databases
from seloste.checker.evidence.resource import Origin
from seloste.checker.workspace.database_address import Databases
from seloste.policy.worker_process import run_worker
from seloste.reports.formats import FORMATS
from tests.support import EXAMPLE
from tests.support.commands import started
from tests.support.hostile import run_process
from tests.support.postgres import GATE, GATE_PASSWORD, Server, running
from tests.support.sql_files import ReadTables

pytestmark = pytest.mark.heavy
#: The same tables for PostgreSQL and for SQLite, but for the name of a schema.
SHARED = """
CREATE TABLE asiakkaat (id integer PRIMARY KEY, hetu char(11), "sähköposti" text, "koko nimi" text);
CREATE TABLE tilaukset (id integer PRIMARY KEY, asiakas_id integer, toimitusosoite text, summa numeric(10,2));
CREATE VIEW tunnukset AS SELECT hetu FROM asiakkaat;
"""
SCHEMA = f"""
{SHARED}
CREATE SCHEMA hr;
CREATE TYPE hr.geo AS (lat numeric, lon numeric);
CREATE TYPE hr.osoite AS (katu text, geo hr.geo);
CREATE DOMAIN hr.koti AS hr.osoite;
CREATE TYPE hr.tila AS ENUM ('a', 'b');
CREATE TABLE hr."työntekijät" (id bigint, tila hr.tila, koti hr.koti, kodit hr.koti[], muut hr.osoite[], mail text,
  kaikki text GENERATED ALWAYS AS (mail || '') STORED, gone text);
ALTER TABLE hr."työntekijät" DROP COLUMN gone;
COMMENT ON TABLE hr."työntekijät" IS 'Henkilöstö';
COMMENT ON COLUMN hr."työntekijät".mail IS 'Sähköposti';
CREATE TABLE hr.rivit (at date, email text) PARTITION BY RANGE (at);
CREATE TABLE hr.rivit_1 PARTITION OF hr.rivit FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE hr.rivit_2 PARTITION OF hr.rivit FOR VALUES FROM ('2021-01-01') TO ('2022-01-01') PARTITION BY RANGE (at);
CREATE TABLE hr.rivit_2a PARTITION OF hr.rivit_2 FOR VALUES FROM ('2021-01-01') TO ('2021-02-01');
CREATE TABLE hr.vanha (a int, puhelin text);
CREATE TABLE hr.vanha_1 () INHERITS (hr.vanha);
CREATE TABLE hr.vanha_2 (iban text) INHERITS (hr.vanha);
CREATE TABLE hr."outo.""nimi" ();
CREATE MATERIALIZED VIEW hr.kooste AS SELECT hetu FROM public.asiakkaat;
CREATE FOREIGN DATA WRAPPER muualla;
CREATE SERVER muu FOREIGN DATA WRAPPER muualla;
CREATE FOREIGN TABLE hr.etä (hetu text) SERVER muu;
CREATE FUNCTION public.left(text, int) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE 'called'; END $$;
CREATE FUNCTION public.format_type(oid, int) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE 'called'; END $$;
INSERT INTO asiakkaat VALUES (1, '010101-123N', 'r0w@example.com', 'R0w Canary');
CREATE ROLE {GATE} LOGIN PASSWORD '{GATE_PASSWORD}';
REVOKE ALL ON SCHEMA public FROM PUBLIC;
"""
EXPECTED = {
    "public.asiakkaat": ("table", ["id", "hetu", "sähköposti", "koko nimi"]),
    "public.tilaukset": ("table", ["id", "asiakas_id", "toimitusosoite", "summa"]),
    "public.tunnukset": ("view", ["hetu"]),
    "hr.geo": ("composite-type", ["lat", "lon"]),
    "hr.osoite": ("composite-type", ["katu", "geo"]),
    "hr.työntekijät": (
        "table",
        [
            *("id", "tila", "koti.katu", "koti.geo.lat", "koti.geo.lon", "kodit.katu", "kodit.geo.lat"),
            *("kodit.geo.lon", "muut.katu", "muut.geo.lat", "muut.geo.lon", "mail", "kaikki"),
        ],
    ),
    "hr.rivit": ("table", ["at", "email"]),
    "hr.vanha": ("table", ["a", "puhelin"]),
    "hr.vanha_2": ("table", ["a", "puhelin", "iban"]),
    'hr.outo."nimi': ("table", []),
    "hr.kooste": ("materialized-view", ["hetu"]),
    "hr.etä": ("foreign-table", ["hetu"]),
}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running() as server:
        server.run("CREATE DATABASE crm;\n")
        server.run(SCHEMA, "crm")
        yield server


def address(server: Server, database: str = "crm", password: str = GATE_PASSWORD, more: str = "") -> str:
    """The address of a database for the role that may read nothing."""
    return f"postgresql://{GATE}:{quote(password, safe='')}@127.0.0.1:{server.port}/{database}{more}"


def ask(address: str, seconds: float = 30) -> Catalogue:
    answer = run_worker("seloste.checker.evidence.databases.postgres_worker", address.encode(), seconds)
    assert answer
    return read_catalogue(answer)


def columns(catalogue: Catalogue) -> dict[str, tuple[str, list[str]]]:
    return {f"{each.schema}.{each.name}": (each.kind, [own.name for own in each.columns]) for each in catalogue.tables}


def test_a_role_that_may_read_nothing_sees_each_table_once(server: Server) -> None:
    catalogue = ask(address(server))
    assert columns(catalogue) == EXPECTED
    assert (catalogue.database, catalogue.problem, catalogue.is_cut) == ("crm", "", False)
    staff = next(each for each in catalogue.tables if each.name == "työntekijät")
    assert staff.comment == "Henkilöstö"
    assert [(each.type, each.comment) for each in staff.columns if each.name in ("mail", "tila")] == [
        ("tila", ""),
        ("text", "Sähköposti"),
    ]


def test_only_these_statements_reach_the_server_and_none_names_a_table_of_a_user(server: Server) -> None:
    before = len(server.log)
    ask(address(server))
    lines = re.split(r"\n(?=[^\t\n])", server.log[before:].strip())
    own = [
        line.partition("LOG:  ")[2].replace("\n\t", "\n") for line in lines if line.startswith(f"seloste|{GATE}|crm|")
    ]
    assert own == [f"statement: {statement}" for statement in (*BEGIN, CATALOGUE, END)]
    assert not re.search("asiakkaat|tilaukset|rivit|kooste|vanha|etä", "".join(own))
    assert "ERROR" not in server.log[before:]


def test_sqlite_with_the_same_schema_has_the_same_columns(server: Server, tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "a.db")
    connection.executescript(SHARED)
    connection.close()
    small = sqlite_worker.read_database((tmp_path / "a.db").read_bytes())
    own = {each.name: [column.name for column in each.columns] for each in small.tables}
    assert own == {
        name.removeprefix("public."): each[1] for name, each in EXPECTED.items() if name.startswith("public.")
    }


def test_definitions_of_the_same_schema_have_the_same_columns() -> None:
    """But for what definitions do not tell: the columns of a view, and those of a domain."""
    read = ReadTables({"schema.sql": SCHEMA})
    assert (read.problems, read.notes) == ([], [])
    defined = {f"{each.schema or 'public'}.{each.name}": each for each in read.tables.values()}
    assert EXPECTED.keys() <= defined.keys()
    for name, (kind, own) in EXPECTED.items():
        assert defined[name].kind == kind
        if kind in ("table", "composite-type", "foreign-table"):
            assert without_domains(each.name for each in defined[name].columns) == without_domains(own)


def without_domains(names: Iterable[str]) -> list[str]:
    """The columns without those whose type is a domain."""
    return [name for name in names if name.partition(".")[0] not in ("koti", "kodit")]


def test_the_hash_is_that_of_the_schema_whatever_the_numbers_of_its_objects(server: Server) -> None:
    server.run("CREATE DATABASE again;\n")
    server.run("CREATE TABLE first (a int);\nDROP TABLE first;\n" + SCHEMA.partition("CREATE ROLE")[0], "again")
    module = "seloste.checker.evidence.databases.postgres_worker"
    one, other = (run_worker(module, address(server, name).encode(), 30) for name in ("crm", "again"))
    assert one
    assert other == one.replace(b'"crm"', b'"again"')


def test_what_extensions_made_is_their_own(server: Server) -> None:
    server.run("CREATE DATABASE extended;\n")
    server.run("CREATE EXTENSION pg_stat_statements;\nCREATE TABLE own (a int);\n", "extended")
    assert list(columns(ask(address(server, "extended")))) == ["public.own"]


@pytest.mark.parametrize(
    "more",
    [
        "?options=-c%20default_transaction_read_only%3Doff%20-c%20statement_timeout%3D0",
        "?options=-c%20search_path%3Dpublic&application_name=other&connect_timeout=1000",
        "?sslmode=prefer&gssencmode=disable&target_session_attrs=any",
    ],
)
def test_no_parameter_of_an_address_undoes_what_protects_the_server(server: Server, more: str) -> None:
    before = len(server.log)
    assert columns(ask(address(server, more=more))) == EXPECTED
    assert f"seloste|{GATE}|crm|LOG:  statement: {BEGIN[0]}" in server.log[before:]


def test_the_transaction_can_write_nothing_even_for_the_administrator(server: Server) -> None:
    import psycopg

    from tests.support.postgres import ADMINISTRATOR, ADMINISTRATOR_PASSWORD

    parameters: dict[str, Any] = {"host": "127.0.0.1", "port": server.port, "user": ADMINISTRATOR}
    with psycopg.connect(**parameters, password=ADMINISTRATOR_PASSWORD, dbname="crm", autocommit=True) as connection:
        for statement in BEGIN:
            connection.execute(statement.encode())
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            connection.execute("CREATE TABLE written (a int)")
        connection.execute(END.encode())
        assert connection.execute("SHOW statement_timeout").fetchone() == ("0",)  # nothing of ours stays


def test_sockets_several_hosts_and_addresses_without_a_port_are_connected_to(server: Server) -> None:
    password = quote(GATE_PASSWORD, safe="")
    folder = quote(str(server.folder), safe="")
    socket = f"postgresql:///crm?host={folder}&port={server.port}&user={GATE}&password={password}"
    several = f"postgresql://{GATE}:{password}@127.0.0.1:1,127.0.0.1:{server.port}/crm"
    assert columns(ask(socket)) == columns(ask(several)) == EXPECTED


REFUSALS = {
    "database-login": ("crm", "wr0ng-c4n4ry", ""),
    "database-absent": ("nope", GATE_PASSWORD, ""),
    "database-tls": ("crm", GATE_PASSWORD, "?sslmode=require"),
    "database-address": ("crm", GATE_PASSWORD, "?replication=database"),
}


@pytest.mark.parametrize("variant", REFUSALS)
def test_a_refusal_is_told_in_words_and_names_neither_role_nor_password(server: Server, variant: str) -> None:
    databases = Databases([address(server, *REFUSALS[variant])]).resolve(())
    [(file, resources)] = read_databases(databases)
    assert ([found.variant for found in file.findings], resources, file.sha256) == ([variant], [], None)
    assert not re.search("c4n4ry|gate", repr(file.findings))


def test_a_role_without_the_right_to_connect_and_a_server_that_is_full_are_told_of(server: Server) -> None:
    server.run("CREATE DATABASE closed;\nREVOKE CONNECT ON DATABASE closed FROM PUBLIC;\n")
    server.run("CREATE DATABASE crowded CONNECTION LIMIT 0;\n")
    assert ask(address(server, "closed")).problem == "database-login"
    full = ask(address(server, "crowded"))
    assert (full.problem, full.code) == ("database-refused", "53300")


def test_a_catalogue_that_is_locked_ends_in_time(server: Server) -> None:
    import psycopg

    from tests.support.postgres import ADMINISTRATOR, ADMINISTRATOR_PASSWORD

    parameters: dict[str, Any] = {"host": "127.0.0.1", "port": server.port, "user": ADMINISTRATOR}
    with psycopg.connect(**parameters, password=ADMINISTRATOR_PASSWORD, dbname="crm") as connection:
        connection.execute("LOCK TABLE pg_catalog.pg_description IN ACCESS EXCLUSIVE MODE")
        assert ask(address(server), seconds=10).problem == "database-slow"
        connection.rollback()


def test_a_database_is_evidence_that_is_observed_and_has_no_lines(server: Server) -> None:
    [(file, resources)] = read_databases(Databases(["env:CRM"], {"CRM": address(server)}).resolve(()))
    assert (file.path, len(file.sha256 or "")) == ("env:CRM", 64)
    assert {each.origin for each in resources} == {Origin.STATE}
    assert {(each.location.path, each.location.line) for each in resources} == {("env:CRM", None)}
    assert 'sql:crm.hr.outo·"nimi' in {each.id for each in resources}


@pytest.mark.parametrize("form", FORMATS["check"])
@pytest.mark.parametrize("given", ["address", "variable"])
def test_every_format_tells_of_a_database_and_none_of_its_password(server: Server, form: str, given: str) -> None:
    url = address(server)
    arguments = ("--evidence", url if given == "address" else "env:CRM", "--format", form, "--verbose")
    ended = run_process("check", *arguments, folder=EXAMPLE, environment={"CRM": url, "PGPASSWORD": "pg-c4n4ry"})
    assert ended.code in (0, 1), ended.stderr
    assert not re.search("c4n4ry|gate:", ended.stdout + ended.stderr)
    if form == "json":
        inputs = json.loads(ended.stdout)["inputs"]
        [own] = [each for each in inputs if each["path"].startswith(("env:", "postgresql:"))]
        assert own["path"] == ("env:CRM" if given == "variable" else f"postgresql://127.0.0.1:{server.port}/crm")
        assert (own["kind"], len(own["sha256"])) == ("evidence", 64)


def list_commands(root: int) -> Iterator[bytes]:
    """The command lines of a process and of those that it started, as anybody on the machine may see them."""
    parents, commands = {}, {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(path.name)] = int((path / "stat").read_bytes().rpartition(b")")[2].split()[1])
            commands[int(path.name)] = (path / "cmdline").read_bytes()
        except OSError:  # it has ended
            continue
    for process, command in commands.items():
        above = process
        while above not in (root, 0):
            above = parents.get(above, 0)
        if above == root:
            yield command


def test_no_list_of_processes_has_a_password(server: Server) -> None:
    environment = {**os.environ, "CRM": address(server)}
    command = [sys.executable, "-I", "-m", "seloste", "check", "--evidence", "env:CRM", "--quiet"]
    seen = set()
    silent: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with started(command, EXAMPLE, env=environment, **silent) as run:
        while run.poll() is None:
            seen.update(list_commands(run.pid))
    assert any(b"postgres_worker" in each for each in seen)
    assert not [each for each in seen if b"c4n4ry" in each]
