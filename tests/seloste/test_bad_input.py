"""Bad input through the command line: what is wrong, where, what was expected; exit code 3, and never "clean"."""

from __future__ import annotations

import gc
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from msgspec import Struct

from seloste import usage_errors
from seloste.checker.rules.catalogue import load_catalogue
from seloste.cli import cli

COMMAND = str(Path(sys.executable).with_name("seloste"))
FILES = {
    "policy.yaml": """\
version: 1
notice:
  name: {fi: Rekisteri, en: Register}
  languages: [fi, en]
  published: 2026-01-01
controller:
  name: Yritys Oy
  email: info@yritys.fi
data_subjects:
  customer: {text: {fi: asiakkaat, en: customers}}
purposes:
  billing:
    text: {fi: laskutus, en: billing}
    data_subjects: [customer]
    legal_basis: {basis: contract}
fields:
  name: {text: {fi: nimi, en: name}}
""",
    "systems.yaml": """\
systems:
  crm:
    name: CRM
    owner: sales
    data_subjects: [customer]
    purposes: [billing]
    fields: [name]
    processors: [mailer]
    retention: {period: P1Y, after: contract-end}
    safeguards: {backup: implemented}
    reviewed: 2026-08-01
""",
    "processors.yaml": """\
processors:
  mailer:
    name: Mailer Oy
    country: FI
    agreement:
      signed: 2024-03-01
""",
}
#: Words of the tools beneath, and of Python: none of them is anybody's business.
FOREIGN = re.compile(
    r"\{\w*\}|Traceback|pydantic|validation|Input should|Extra inputs|Field required|literal_error|<class|None\b|True\b"
    r"|False\b|\bdict\b|\bstr\b|\bint\b|yaml\.|ruamel|scanning|parsing|token|context|Errno|object at|Exception|\[\w+="
)
EXPECTED = {
    "fi": re.compile("odotettiin|tarkoititko|tässä voi olla|tarkista|kirjoita"),
    "en": re.compile("[Ee]xpected|did you mean"),
}
CLEAN = re.compile(r"(?i)\bclean\b|puhdas|ei huomautettavaa|nothing to fix")


class Run(Struct, frozen=True):
    """What a run of the command said, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def report(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self.out)
        return document

    @property
    def inputs(self) -> list[dict[str, Any]]:
        """The findings about input."""
        return [finding for finding in self.report["findings"] if finding["rule"].startswith("input/")]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    return tmp_path


@pytest.fixture
def check(capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs `seloste check` in this process, as the command does it."""

    def run(*arguments: str) -> Run:
        try:
            code = int(cli.main(["check", "--as-of", "2026-09-01", *arguments], standalone_mode=False) or 0)
        except click.ClickException as error:
            language = usage_errors.choose_error_language(arguments, os.environ)
            click.echo(usage_errors.format_usage_error(error, language), err=True)
            code = error.exit_code
        finally:
            gc.enable()
        captured = capsys.readouterr()
        return Run(code, captured.out, captured.err)

    return run


def edit(name: str, old: str, new: str) -> None:
    path = Path(name)
    text = path.read_text("utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), "utf-8")


def judged(check: Any, *arguments: str) -> list[tuple[str, str, int | None, int | None]]:
    """Runs a check with bad input, asserts what is true of every such run, and returns the findings about the input."""
    run = check("--format", "json", *arguments)
    assert (run.code, run.err) == (3, "")
    assert run.inputs
    for finding in run.inputs:
        assert finding["severity"] == "error"
        for language, words in EXPECTED.items():
            message = finding["message"][language]
            assert not FOREIGN.search(message), message
            assert words.search(message), message
        assert finding["message"]["fi"] != finding["message"]["en"]
        assert finding["rule"] in load_catalogue()
    for language in EXPECTED:
        text = check("--lang", language, *arguments)
        assert (text.code, text.err) == (3, "")
        assert not CLEAN.search(text.out)
        assert "Traceback" not in text.out
        flat = " ".join(text.out.split())
        for finding in run.inputs:
            at = finding["location"]
            place = ":".join(str(part) for part in (at["path"], at["line"], at["column"]) if part is not None)
            assert f"{place} " in flat
            assert finding["rule"] in flat
            assert " ".join(finding["message"][language].split()) in flat
    assert check("--format", "json", "--fail-on", "never", *arguments).code == 3
    return [(f["rule"][6:], f["location"]["path"], f["location"]["line"], f["location"]["column"]) for f in run.inputs]


def test_the_unbroken_files_have_nothing_wrong_with_them(folder: Path, check: Any) -> None:
    run = check("--format", "json", "--fail-on", "never")
    assert (run.code, run.inputs) == (0, [])


CASES: list[tuple[str, str, str, list[tuple[str, int, int]]]] = [
    # keys
    ("policy.yaml", "legal_basis:", "legal_bases:", [("unknown-key", 15, 5)]),
    ("policy.yaml", "fields:\n  name", "feilds:\n  name", [("unknown-key", 16, 1)]),
    ("systems.yaml", "owner:", "ownr:", [("unknown-key", 4, 5)]),
    ("systems.yaml", "backup:", "bakup:", [("unknown-key", 10, 18)]),
    ("systems.yaml", "systems:", "system:", [("unknown-key", 1, 1), ("missing-key", 1, 1)]),
    ("processors.yaml", "signed:", "signd:", [("unknown-key", 6, 7)]),
    ("policy.yaml", "controller:\n  name: Yritys Oy\n  email: info@yritys.fi\n", "", [("missing-key", 1, 1)]),
    ("policy.yaml", "    text: {fi: laskutus, en: billing}\n", "", [("missing-key", 12, 3)]),
    ("systems.yaml", "    name: CRM\n", "", [("missing-key", 2, 3)]),
    ("policy.yaml", "  name: Yritys Oy\n", "  name: Yritys Oy\n  name: Toinen Oy\n", [("duplicate-key", 8, 3)]),
    ("policy.yaml", "{fi: nimi, en: name}", "{fi: nimi, fi: nimi, en: name}", [("duplicate-key", 17, 27)]),
    ("systems.yaml", "systems:\n", "systems:\n  crm: {name: Crm}\n", [("duplicate-key", 3, 3)]),
    ("systems.yaml", "  crm:", "  My CRM:", [("invalid-value", 2, 3)]),
    ("policy.yaml", "  billing:", "  Billing:", [("invalid-value", 12, 3)]),
    # syntax
    ("policy.yaml", "  name: Yritys Oy", "  name Yritys Oy", [("syntax", 7, 3)]),
    ("policy.yaml", "controller:", "controller", [("syntax", 6, 1)]),
    ("policy.yaml", "  email:", "\temail:", [("syntax", 8, 1)]),
    ("systems.yaml", "    owner:", "   owner:", [("syntax", 4, 4)]),
    ("systems.yaml", "[billing]", "[billing", [("syntax", 6, 15)]),
    ("systems.yaml", "name: CRM", 'name: "CRM', [("syntax", 3, 11)]),
    ("systems.yaml", "name: CRM", "name: CRM: the first", [("syntax", 3, 14)]),
    ("systems.yaml", "name: CRM", "name: @crm", [("syntax", 3, 11)]),
    ("systems.yaml", "name: CRM", "name: *crm", [("syntax", 3, 11)]),
    ("systems.yaml", "name: CRM", "name: !crm CRM", [("syntax", 3, 16)]),
    ("systems.yaml", "name: CRM", 'name: "C\\RM"', [("syntax", 3, 13)]),
    ("systems.yaml", "name: CRM", "name: C\0RM", [("syntax", 3, 12)]),
    ("policy.yaml", "version: 1\n", "version: 1\n---\n", [("syntax", 3, 1), *[("missing-key", 1, 1)] * 2]),
    # values
    ("policy.yaml", "[fi, en]", "fi", [("invalid-value", 4, 14)]),
    ("policy.yaml", "[fi, en]", "[]", [("invalid-value", 4, 14)]),
    ("policy.yaml", "[fi, en]", "[fi, english]", [("invalid-value", 4, 19)]),
    ("policy.yaml", "name: Yritys Oy", "name: {fi: Yritys}", [("invalid-value", 7, 9)]),
    ("policy.yaml", "name: Yritys Oy", "name:", [("invalid-value", 7, 8)]),
    ("policy.yaml", "name: Yritys Oy", "name: ''", [("invalid-value", 7, 9)]),
    ("policy.yaml", "name: Yritys Oy", "name: [Yritys Oy]", [("invalid-value", 7, 9)]),
    ("policy.yaml", "{fi: nimi, en: name}", "nimi", [("invalid-value", 17, 16)]),
    ("policy.yaml", "{fi: nimi, en: name}", "{suomi: nimi, en: name}", [("invalid-value", 17, 17)]),
    ("policy.yaml", "2026-01-01", "1.1.2026", [("invalid-value", 5, 14)]),
    ("policy.yaml", "2026-01-01", "2026-02-30", [("invalid-value", 5, 14)]),
    ("policy.yaml", "basis: contract", "basis: contracts", [("invalid-value", 15, 26)]),
    ("policy.yaml", "version: 1", "version: 2", [("invalid-value", 1, 10)]),
    ("policy.yaml", "version: 1", "version: '1'", [("invalid-value", 1, 10)]),
    ("policy.yaml", "text: {fi: asia", "children: yes, text: {fi: asia", [("invalid-value", 10, 24)]),
    ("systems.yaml", "systems:", "version: 2\nsystems:", [("invalid-value", 1, 10)]),
    ("systems.yaml", "P1Y", "1 year", [("invalid-value", 9, 25)]),
    ("systems.yaml", "P1Y", "365", [("invalid-value", 9, 25)]),
    ("systems.yaml", "backup: implemented", "backup: done", [("invalid-value", 10, 26)]),
    ("systems.yaml", "fields: [name]", "fields: [name, 3]", [("invalid-value", 7, 20)]),
    ("systems.yaml", "fields: [name]", "fields: {name: billing}", [("invalid-value", 7, 20)]),
    ("systems.yaml", "    name: CRM\n", "    name: CRM\n  hr:\n", [("missing-key", 4, 3)]),
    ("processors.yaml", "FI", "Finland", [("invalid-value", 4, 14)]),
    ("processors.yaml", "FI", "FI\n    role: procesor", [("invalid-value", 5, 11)]),
    ("processors.yaml", "FI", "FI\n    transfers: [{instrument: privacy-sheild}]", [("invalid-value", 5, 30)]),
    # references
    ("policy.yaml", "[customer]", "[custmer]", [("unknown-reference", 14, 21)]),
    ("policy.yaml", "[customer]", "[customer]\n    fields: [nam]", [("unknown-reference", 15, 14)]),
    ("processors.yaml", "FI", "FI\n    subprocessors: [mailr]", [("unknown-reference", 5, 21)]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "expected"), CASES)
def test_a_mistake_is_told_of_where_it_is(
    folder: Path, check: Any, name: str, old: str, new: str, expected: list[tuple[str, int, int]]
) -> None:
    edit(name, old, new)
    found = judged(check)
    assert sorted(found) == sorted((rule, name, line, column) for rule, line, column in expected)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    ("content", "rule", "line"),
    [
        (b"", "invalid-value", 1),
        (b"# nothing yet\n", "invalid-value", 1),
        (b"hello\n", "invalid-value", 1),
        (b"- a\n", "invalid-value", 1),
        (b"a: \xff\n", "unreadable", 1),
        (b"\x89PNG\r\n\x1a\n", "unreadable", 1),
        (b"[" * 50_000, "limit-exceeded", 1),
        (b"version: " + b"9" * 5000, "limit-exceeded", 1),
        (b"x: 1\n" * 3_000_000, "limit-exceeded", None),
    ],
    ids=["empty", "comments", "text", "list", "not-utf8", "picture", "deep", "digits", "large"],
)
def test_a_file_that_is_not_of_the_format_is_told_of(
    folder: Path, check: Any, name: str, content: bytes, rule: str, line: int | None
) -> None:
    Path(name).write_bytes(content)
    found = judged(check)
    assert (rule, name, line) in [finding[:3] for finding in found]


def test_several_policies_in_one_file(folder: Path, check: Any) -> None:
    Path("policy.yaml").write_text(FILES["policy.yaml"] + "---\n" + FILES["policy.yaml"], "utf-8")
    assert judged(check) == [("syntax", "policy.yaml", 19, 1)]


def test_an_id_in_two_files_is_told_of_with_both_places(folder: Path, check: Any) -> None:
    Path("systems").mkdir()
    Path("systems/more.yaml").write_text(FILES["systems.yaml"], "utf-8")
    assert judged(check) == [("duplicate-key", "systems/more.yaml", 2, 3)]
    [finding] = check("--format", "json").inputs
    assert [(place["path"], place["line"]) for place in finding["related"]] == [("systems.yaml", 2)]
    assert "systems.yaml:2" in check("--lang", "fi").out


def test_a_suggestion_names_the_nearest_key(folder: Path, check: Any) -> None:
    edit("policy.yaml", "legal_basis:", "legal_bases:")
    assert "tarkoititko ”legal_basis”?" in check("--lang", "fi").out
    assert "did you mean “legal_basis”?" in check("--lang", "en").out


def test_every_mistake_of_every_file_is_told_of_at_once(folder: Path, check: Any) -> None:
    edit("policy.yaml", "  email:", "\temail:")
    edit("policy.yaml", "  published:", "  publishd:")
    edit("policy.yaml", "    text: {fi: laskutus, en: billing}\n", "    text\n      fi: laskutus\n")
    edit("policy.yaml", "{fi: nimi, en: name}", "{fi: nimi, fi: nimi, en: [5]}")
    edit("systems.yaml", "P1Y", "1 year")
    edit("systems.yaml", "owner:", "ownr:")
    edit("processors.yaml", "FI", "Finland")
    assert judged(check) == [
        ("unknown-key", "policy.yaml", 5, 3),
        ("syntax", "policy.yaml", 8, 1),
        ("syntax", "policy.yaml", 13, 5),
        ("duplicate-key", "policy.yaml", 18, 27),
        ("invalid-value", "policy.yaml", 18, 41),
        ("invalid-value", "processors.yaml", 4, 14),
        ("unknown-key", "systems.yaml", 4, 5),
        ("invalid-value", "systems.yaml", 9, 25),
    ]


# --- files that are not there


def test_no_policy(folder: Path, check: Any) -> None:
    Path("policy.yaml").unlink()
    assert judged(check) == [("unreadable", "policy.yaml", None, None)]
    assert judged(check, "--scope", "notice") == [("unreadable", "policy.yaml", None, None)]


def test_no_systems(folder: Path, check: Any) -> None:
    Path("systems.yaml").unlink()
    [(rule, _, line, _)] = judged(check)
    assert (rule, line) == ("nothing-to-check", None)
    assert check("--scope", "notice", "--fail-on", "never").code == 0


def test_systems_without_a_system(folder: Path, check: Any) -> None:
    Path("systems.yaml").write_text("systems: {}\n")
    assert [rule for rule, *_ in judged(check)] == ["nothing-to-check"]


@pytest.mark.parametrize(
    ("arguments", "rule", "path"),
    [
        (["nope.yaml"], "nothing-to-check", "nope.yaml"),
        (["*.nope"], "nothing-to-check", "*.nope"),
        (["empty"], "nothing-to-check", "empty"),
        (["--policy", "nope.yaml"], "unreadable", "nope.yaml"),
        (["--policy", "empty"], "unreadable", "empty"),
        (["--policy", "policy.yaml/x"], "unreadable", "policy.yaml/x"),
        (["--policy", "pipe"], "unreadable", "pipe"),
        (["--policy", ""], "unreadable", "."),
    ],
)
def test_a_path_that_leads_to_no_file(folder: Path, check: Any, arguments: list[str], rule: str, path: str) -> None:
    Path("empty").mkdir()
    os.mkfifo("pipe")
    assert judged(check, *arguments) == [(rule, path, None, None)]


@pytest.mark.parametrize("kind", ["systems", "processors"])
@pytest.mark.parametrize("pattern", ["nope.yaml", "inv/*.yaml", "inv/**", "**x"])
def test_a_pattern_in_the_settings_that_matches_nothing(folder: Path, check: Any, kind: str, pattern: str) -> None:
    Path("seloste.yaml").write_text(f'{kind}: ["{kind}.yaml", "{pattern}"]\n', "utf-8")
    assert judged(check) == [("nothing-to-check", pattern, None, None)]


def test_a_policy_that_is_not_the_one_pinned(folder: Path, check: Any) -> None:
    Path("seloste.yaml").write_text(f'policy: {{path: policy.yaml, sha256: "{"0a" * 32}"}}\n', "utf-8")
    assert judged(check) == [("unreadable", "policy.yaml", None, None)]


# --- what is still judged


def test_valid_records_beside_an_invalid_one_are_judged(folder: Path, check: Any) -> None:
    edit("systems.yaml", "systems:\n", "systems:\n  hr: {nam: HR}\n  web: {name: Web, owner: me, fields: [e-mail]}\n")
    run = check("--format", "json")
    assert run.code == 3
    assert {
        finding["subject"] for finding in run.report["findings"] if finding["rule"] == "system/field-undeclared"
    } == {"systems.web"}
    assert run.report["summary"]["systems"] == 2


def test_a_broken_entry_leaves_the_rest_of_its_file_judged(folder: Path, check: Any) -> None:
    edit(
        "systems.yaml",
        "systems:\n",
        "systems:\n  hr:\n    name: HR\n    owner [me]\n  web: {name: Web, fields: [e-mail]}\n",
    )
    assert judged(check) == [("syntax", "systems.yaml", 4, 5)]
    run = check("--format", "json")
    assert "systems.web" in {finding["subject"] for finding in run.report["findings"]}


@pytest.mark.parametrize("broken", ["    country Finland\n", "    contry: FI\n"])
def test_a_broken_processor_is_not_said_to_be_missing(folder: Path, check: Any, broken: str) -> None:
    edit("processors.yaml", "    country: FI\n", broken)
    text = (
        FILES["processors.yaml"]
        .partition("\n")[2]
        .replace("mailer", "other")
        .replace("FI", "FI\n    subprocessors: [mailer]")
    )
    with Path("processors.yaml").open("a", encoding="utf-8") as stream:
        stream.write(text)
    rules = {finding["rule"] for finding in check("--format", "json").report["findings"]}
    assert not rules & {"system/processor-unlisted", "input/unknown-reference"}


def test_nor_are_those_of_a_list_that_is_broken_as_a_whole(folder: Path, check: Any) -> None:
    for broken in ("processors:\n  mailer:\n    name Mailer\n", "processors\n  mailer:\n    name: Mailer\n"):
        Path("processors.yaml").write_text(broken, "utf-8")
        run = check("--format", "json")
        assert [finding["rule"] for finding in run.inputs] == ["input/syntax"]
        assert "system/processor-unlisted" not in {finding["rule"] for finding in run.report["findings"]}


def test_systems_are_read_even_when_the_policy_cannot_be(folder: Path, check: Any) -> None:
    edit("policy.yaml", "version: 1", "version: 2")
    edit("systems.yaml", "P1Y", "1 year")
    assert judged(check) == [("invalid-value", "policy.yaml", 1, 10), ("invalid-value", "systems.yaml", 9, 25)]
    run = check("--format", "json")
    assert run.report["promises"] == []
    assert "policy" in [item["what"] for item in run.report["not_checked"]]


# --- wrong usage


USAGE = [
    ("systms: [a]\n", "seloste.yaml:1:1", "systems"),
    ("fail_on: errors\n", "seloste.yaml:1:10", "error"),
    ("scope: 5\n", "seloste.yaml:1:8", "notice"),
    ("review_within: 1 year\n", "seloste.yaml:1:16", "P2Y"),
    ("policy: {path: policy.yaml, sha256: abc}\n", "seloste.yaml:1:37", "SHA-256"),
    ("version: 2\n", "seloste.yaml:1:10", "1"),
    ("policy: [\n", "seloste.yaml:1:9", ""),
    ("\tpolicy: x\n", "seloste.yaml:1:1", ""),
    ("", "seloste.yaml:1:1", ""),
    ("policy: policy.yaml\n---\npolicy: policy.yaml\n", "seloste.yaml:3:1", "---"),
]


@pytest.mark.parametrize(("settings", "place", "word"), USAGE)
@pytest.mark.parametrize("language", ["fi", "en"])
def test_settings_that_are_broken_are_wrong_usage(
    folder: Path, check: Any, settings: str, place: str, word: str, language: str
) -> None:
    Path("seloste.yaml").write_text(settings, "utf-8")
    run = check("--lang", language)
    assert (run.code, run.out) == (2, "")
    assert f"{place}: " in run.err
    message = run.err.partition(f"{place}: ")[2]
    assert word in message
    assert EXPECTED[language].search(message)
    assert not FOREIGN.search(message)


def test_all_that_is_wrong_with_the_settings_is_told_of(folder: Path, check: Any) -> None:
    Path("seloste.yaml").write_text("systms: [a]\nfail_on: errors\nscope: all\nscope: notice\n", "utf-8")
    run = check("--lang", "en")
    assert run.code == 2
    assert re.findall(r"seloste\.yaml:(\d+:\d+)", run.err) == ["1:1", "2:10", "4:1"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--scope", "nothing"],
        ["--fail-on", "errors"],
        ["--format", "yaml"],
        ["--lang", "xx"],
        ["--as-of", "2026-02-30"],
        ["--as-of", "2018-05-24"],
        ["--as-of", "yesterday"],
        ["--jobs", "0"],
        ["--policys", "policy.yaml"],
        ["--config", "nope.yaml"],
        ["--config", "."],
        ["--format", "text", "--format", "json"],
        ["--output", "a", "--output", "b"],
    ],
)
def test_wrong_options_are_wrong_usage(folder: Path, check: Any, arguments: list[str]) -> None:
    run = check(*arguments)
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith("seloste: wrong usage: ")
    assert "Traceback" not in run.err


# --- as a process


def run_command(*command: str, **options: Any) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "COLUMNS": "200"}
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False, **options
    )


def test_the_process_ends_with_the_code_and_shows_no_traceback(folder: Path) -> None:
    edit("policy.yaml", "legal_basis:", "legal_bases:")
    run = run_command(COMMAND, "check", "--as-of", "2026-09-01", "--fail-on", "never")
    assert (run.returncode, run.stderr) == (3, "")
    assert "policy.yaml:15:5  error  input/unknown-key" in run.stdout
    Path("seloste.yaml").write_text("systms: []\n")
    run = run_command(COMMAND, "check")
    assert (run.returncode, run.stdout) == (2, "")
    assert "seloste.yaml:1:1" in run.stderr


def as_nobody() -> list[str] | None:
    """How to run a command as a user who may not read everything; None where that cannot be done."""
    if hasattr(os, "geteuid") and os.geteuid() != 0:
        return []
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        return None
    nobody = [setpriv, "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs"]
    able = subprocess.run([*nobody, "true"], capture_output=True, check=False, timeout=60).returncode == 0
    return nobody if able else None


NOBODY = as_nobody()


@pytest.mark.skipif(NOBODY is None, reason="runs as the superuser, who may read everything")
@pytest.mark.parametrize("locked", ["policy.yaml", "systems.yaml", "processors.yaml", "inventory"])
@pytest.mark.parametrize("language", ["fi", "en"])
def test_what_may_not_be_read_is_never_passed_over(folder: Path, locked: str, language: str) -> None:
    assert NOBODY is not None
    Path("inventory").mkdir()
    Path("inventory/web.yaml").write_text(FILES["systems.yaml"].replace("crm", "web"), "utf-8")
    Path(locked).chmod(0)
    command = [*NOBODY, COMMAND, "check", "--as-of", "2026-09-01", "--lang", language, "--fail-on", "never"]
    try:
        run = run_command(*command)
    finally:
        Path(locked).chmod(0o700)
    assert (run.returncode, run.stderr) == (3, "")
    [line] = [line for line in run.stdout.splitlines() if "input/" in line and "explain" not in line]
    assert line.startswith(f"{locked}  ")
    assert line.endswith("input/unreadable")
    assert {"fi": "lukuoikeutta", "en": "no permission"}[language] in run.stdout
