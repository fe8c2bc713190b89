"""Databases as evidence of a check: bad servers end in words and in time, and no password is in any output."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from seloste.api import ConfigurationError, check
from seloste.checker.evidence.databases import postgres
from seloste.checker.evidence.databases.database_catalogue import Catalogue, CatalogueColumn, CatalogueTable
from seloste.checker.workspace.database_address import Databases
from seloste.policy.worker_process import run_worker
from seloste.reports.formats import FORMATS
from seloste.usage_errors import format_internal_error
from tests.support.commands import DAY, report, run
from tests.support.fake_servers import Behaviour, drip, hang_up, refuse, say_nothing, send_noise, serving, speak_http
from tests.support.git import commit, git

CANARY = "c4n4ry"
POLICY = """\
notice: {title: {en: Notice}, languages: [en]}
controller: {name: Example Ltd}
safeguards: {backup: {text: {en: Daily backups.}, control: backup, parameters: {interval: P1D}}}
"""
SYSTEMS = "systems: {crm: {name: CRM, safeguards: {backup: {status: implemented, interval: P1D}}}}\n"
SETTINGS = "policy: policy.yaml\nscope: systems\n"
SERVERS: dict[str, tuple[Behaviour, str]] = {
    "http": (speak_http, "database-protocol"),
    "noise": (send_noise, "database-protocol"),
    "hang-up": (hang_up, "database-protocol"),
    "silence": (say_nothing, "database-slow"),
    "drip": (drip, "database-slow"),
    "password": (refuse("28P01", f"password authentication failed for user {CANARY}"), "database-login"),
    "rules": (refuse("28000", f"no pg_hba.conf entry for {CANARY}"), "database-login"),
    "absent": (refuse("3D000", f'tietokantaa "{CANARY}" ei ole'), "database-absent"),
    "full": (refuse("53300", f"sorry, {CANARY}"), "database-refused"),
    "strange": (refuse(CANARY, CANARY), "database-refused"),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.setenv("PGPASSWORD", CANARY)
    monkeypatch.chdir(tmp_path)
    write("policy.yaml", POLICY)
    write("systems.yaml", SYSTEMS)
    write("seloste.yaml", SETTINGS)
    return tmp_path


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that are connected to; each has one table."""
    addresses: list[str] = []
    table = CatalogueTable("people", "table", [CatalogueColumn("hetu", "text")], schema="public")

    def answer(module: str, request: bytes, seconds: float) -> bytes:
        addresses.append(request.decode())
        return Catalogue([table], database="crm").write()

    monkeypatch.setattr(postgres, "run_worker", answer)
    return addresses


def write(name: str, text: str) -> None:
    Path(name).write_text(text, "utf-8")


def problems(result: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (each["rule"], each["location"]["path"]) for each in result["findings"] if each["rule"].startswith("input/")
    ]


def addresses(port: int = 1) -> dict[str, str]:
    """The address of a server, with the password wherever one can be; 1: a port where none is."""
    return {
        "user-part": f"postgresql://gate:{CANARY}@127.0.0.1:{port}/crm",
        "encoded": f"postgresql://gate:%63{CANARY}%40@127.0.0.1:{port}/crm",
        "parameter": f"postgresql://127.0.0.1:{port}/crm?user=gate&password={CANARY}",
        "user-name": f"postgresql://{CANARY}@127.0.0.1:{port}/crm",
        "keywords": f"host=127.0.0.1 port={port} password={CANARY}",
        "unencoded": f"postgresql://gate:{CANARY}@{CANARY}@127.0.0.1:{port}/crm",
        "unknown": f"postgresql://gate:{CANARY}@127.0.0.1:{port}/crm?{CANARY}",
        "other": f"mysql://gate:{CANARY}@127.0.0.1:{port}/crm",
    }


def test_no_password_is_in_any_output_where_there_is_no_server(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = addresses()
    for number, value in enumerate(given.values()):
        monkeypatch.setenv(f"DATABASE_{number}", value)
    arguments = [argument for value in given.values() for argument in ("--evidence", value)]
    arguments += [argument for number in range(len(given)) for argument in ("--evidence", f"env:DATABASE_{number}")]
    arguments += [part for form in FORMATS["check"] for part in ("--format", form, "--output", f"report.{form}")]
    ran = run("check", "--as-of", DAY, "--verbose", *arguments)
    assert ran.returncode == 3
    assert CANARY.encode() not in ran.stdout + ran.stderr
    written = {form: Path(f"report.{form}").read_bytes() for form in FORMATS["check"]}
    assert all(written.values())
    assert [form for form, report in written.items() if CANARY.encode() in report] == []


@pytest.mark.parametrize("command", [["check", "--bogus"], ["notice"], ["check", "-o", "x", "nope"]])
def test_no_password_is_in_what_is_told_of_wrong_usage(folder: Path, command: list[str]) -> None:
    for value in addresses().values():
        ran = run(*command, "--evidence", value)
        assert CANARY.encode() not in ran.stdout + ran.stderr
    assert not list_leaks(folder)


@pytest.mark.usefixtures("a_day_ahead")
@pytest.mark.parametrize("command", ["report", "forecast"])
def test_no_password_is_in_the_output_of_other_commands(folder: Path, command: str) -> None:
    ran = run(command, *(argument for value in addresses().values() for argument in ("--evidence", value)))
    assert ran.returncode == 3
    assert CANARY.encode() not in ran.stdout + ran.stderr
    assert not list_leaks(folder)


def list_leaks(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()]


@pytest.mark.parametrize("kind", SERVERS)
def test_a_bad_server_ends_in_words_and_in_time(
    folder: Path, kind: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    behave, variant = SERVERS[kind]
    monkeypatch.setattr(postgres, "SECONDS", 1 if variant == "database-slow" else 14)
    with serving(behave) as port:
        monkeypatch.setenv("CRM", addresses(port)["user-part"])
        module, address = "seloste.checker.evidence.databases.postgres_worker", addresses(port)["user-part"]
        answer = run_worker(module, address.encode(), postgres.SECONDS)
        assert answer is None if variant == "database-slow" else variant.encode() in (answer or b"")
        result = report(capsys, "--evidence", "env:CRM")
    assert problems(result) == [("input/unreadable", "env:CRM")]
    assert {each["id"] for each in result["promises"]} == {"safeguards.backup"}  # type: ignore[attr-defined, index]
    assert CANARY not in json.dumps(result)


def test_without_the_library_it_is_told_what_installs_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(postgres, "run_worker", lambda *_: Catalogue(problem="missing-extra").write())
    result = report(capsys, "--evidence", "postgresql://db.example.com/crm")
    [finding] = [each for each in result["findings"] if each["rule"] == "input/unreadable"]  # type: ignore[attr-defined]
    assert "python -m pip install 'seloste[postgres]'" in finding["message"]["en"]


def test_a_database_that_is_named_in_several_ways_has_its_tables_once_a_name(
    folder: Path, asked: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CRM", "postgresql://gate:x@db.example.com/crm")
    write("seloste.yaml", f'{SETTINGS}evidence: ["env:CRM"]\n')
    result = report(capsys, "--evidence", "env:CRM")
    assert asked == ["postgresql://gate:x@db.example.com/crm"]
    assert problems(result) == []
    [own] = [each for each in result["inputs"] if each["path"] == "env:CRM"]  # type: ignore[attr-defined]
    assert (own["kind"], len(own["sha256"])) == ("evidence", 64)


def test_an_address_in_the_settings_is_refused_and_not_shown(
    folder: Path, asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    for value in addresses().values():
        write("seloste.yaml", f"{SETTINGS}evidence:\n  - '{value}'\n")
        ran = run("check", "--as-of", DAY, "--format", "json")
        assert ran.returncode == 3
        assert CANARY.encode() not in ran.stdout + ran.stderr
        [path] = [path for _, path in problems(json.loads(ran.stdout))]
        assert path in ("seloste.yaml", "mysql://…")
    assert asked == []


@pytest.mark.parametrize(
    "settings",
    [
        "evidence: '{}'",
        "evidnce: ['{}']",
        "evidence: ['{}', {{a: b}}]",
        "evidence: [{}: 1]",
    ],
)
def test_no_password_is_in_what_is_told_of_wrong_settings(folder: Path, settings: str) -> None:
    address = addresses()["user-part"]
    write("seloste.yaml", settings.format(address))
    for arguments in (["check"], ["check", "--format", "json"], ["forecast", address], ["notice"]):
        ran = run(*arguments)
        assert ran.returncode in (2, 3)
        assert CANARY.encode() not in ran.stdout + ran.stderr
    with pytest.raises(ConfigurationError) as error:
        check(folder)
    assert CANARY not in str(error.value)


def test_no_password_is_in_what_is_told_of_a_mistake_of_ours() -> None:
    assert CANARY not in format_internal_error(ValueError(addresses()["user-part"]), "en")


def test_no_password_is_in_what_a_debugger_shows_of_a_database() -> None:
    database = Databases().find(f"postgresql://reader:{CANARY}@127.0.0.1:1/crm")
    assert CANARY in database.address
    assert repr(database) == "Database('postgresql://127.0.0.1:1/crm')"


@pytest.fixture
def change(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose base names a database, on the branch of a change."""
    for name in ("BASE", "CHANGE", "LINE"):
        monkeypatch.setenv(name, f"postgresql://gate:{CANARY}@{name.lower()}.example.com/crm")
    git(folder, "init", "-q", "-b", "main")
    write("seloste.yaml", f'{SETTINGS}evidence: ["env:BASE"]\n')
    commit(folder, "base")
    git(folder, "checkout", "-q", "-b", "change")
    return folder


@pytest.mark.parametrize("settings", ['evidence: ["env:CHANGE"]', 'evidence: ["env:BASE", "env:CHANGE", "env:PATH"]'])
def test_a_change_adds_no_database_to_those_that_are_asked(
    change: Path, asked: list[str], capsys: pytest.CaptureFixture[str], settings: str
) -> None:
    write("seloste.yaml", f"{SETTINGS}fail_on: never\n{settings}\n")
    write("systems.yaml", SYSTEMS.replace("CRM", "Crm # seloste: ignore[system/owner-missing] until 2026-12-31 -- x"))
    write("systems.yaml", SYSTEMS)
    commit(change, "change")
    result = report(capsys, "--trusted", "main", "--evidence", "env:LINE")
    assert sorted(each.partition("@")[2] for each in asked) == ["base.example.com/crm", "line.example.com/crm"]
    unchecked = {each["what"]: each["why"]["en"] for each in result["not_checked"]}  # type: ignore[attr-defined]
    assert "is asked only on the word of the command line" in unchecked["env:CHANGE"]
    assert CANARY not in json.dumps(result)


def test_a_change_takes_no_database_away(change: Path, asked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    write("seloste.yaml", f"{SETTINGS}fail_on: never\n")
    commit(change, "change")
    result = report(capsys, "--trusted", "main")
    assert [each.partition("@")[2] for each in asked] == ["base.example.com/crm"]
    assert "env:BASE" in {each["path"] for each in result["inputs"]}  # type: ignore[attr-defined]


def test_both_sides_of_a_comparison_have_the_same_database_which_is_asked_once(
    change: Path, asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    report(capsys, "--against", "main")
    assert len(asked) == 1


def test_too_many_databases_are_cut(
    folder: Path, asked: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [part for n in range(25) for part in ("--evidence", f"postgresql://db{n}.example.com/crm")]
    assert [rule for rule, _ in problems(report(capsys, *given))] == ["input/limit-exceeded"] * 5
    assert len(asked) == 20


def test_the_notice_alone_is_checked_without_a_database(folder: Path, asked: list[str]) -> None:
    assert run("check", "--scope", "notice", "--evidence", "postgresql://db.example.com/crm").returncode != 3
    assert asked == []
