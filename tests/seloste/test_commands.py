"""The commands as a user runs them: what they write, where, and how they end."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from jsonschema import Draft202012Validator

from seloste import schemas
from seloste.cli import cli
from seloste.usage_errors import UsageError
from tests.support import ROOT
from tests.support.commands import enter_example

pytestmark = pytest.mark.usefixtures("a_day_ahead")

DAY = "2026-11-22"


class Ran(NamedTuple):
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)

    def command(*arguments: str) -> Ran:
        code = cli.main(list(arguments), standalone_mode=False)
        written = capsys.readouterr()
        return Ran(int(code or 0), written.out, written.err)

    return command


@pytest.fixture
def jamix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@pytest.fixture
def complete(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return enter_example(tmp_path, monkeypatch)


@pytest.mark.usefixtures("jamix")
def test_check_ends_with_1_and_shows_the_drift_first(run: Run) -> None:
    ran = run("check", "--as-of", DAY)
    assert ran.code == 1
    assert ran.out.startswith(
        "Jamix privacy notice · 39 promises · 10 systems · 14 processors · law of 22 November 2026"
    )
    drift, law, promises = (ran.out.index(words) for words in ("SYSTEMS AGAINST", "THE NOTICE AGAINST", "PROMISES"))
    assert drift < law < promises
    assert "24 errors, 12 warnings, 6 notes" in ran.out
    assert "12 × error  notice/legal-basis-missing  billing, outage-notices, user-support and 9 more" in ran.out


@pytest.mark.usefixtures("jamix")
def test_a_drift_shows_its_line_the_promise_and_the_ways_out(run: Run) -> None:
    block = run("check", "--as-of", DAY).out.partition("system/safeguard-broken")[2].partition("\n\n")[0]
    source, caret = next((a, b) for a, b in zip(block.splitlines(), block.splitlines()[1:], strict=False) if "^" in b)
    assert source[caret.index("^") : caret.rindex("^") + 1] == "P7D"
    assert "safeguards.backup, policy.yaml:" in block
    assert "“Data are backed up daily.”" in block
    assert "how to fix  system: " in block
    assert "promise: Amend the promise" in block


@pytest.mark.usefixtures("jamix")
def test_scope_decides_what_counts(run: Run) -> None:
    systems = run("check", "--as-of", DAY, "--scope", "systems")
    assert systems.code == 1
    assert "(does not count in this scope)" in systems.out
    notice = run("check", "--as-of", DAY, "--scope", "notice")
    assert notice.code == 1
    assert "SYSTEMS AGAINST" not in notice.out


def test_the_complete_example_is_green_in_every_scope_and_language(complete: Path, run: Run) -> None:
    for scope in ("all", "systems", "notice"):
        for language in ("fi", "en"):
            assert run("check", "--as-of", DAY, "--scope", scope, "--lang", language).code == 0


def test_fail_on_sets_the_threshold(complete: Path, run: Run) -> None:
    assert run("check", "--as-of", DAY, "--fail-on", "warning").code == 0
    assert run("check", "--as-of", DAY, "--fail-on", "note").code == 1
    assert run("check", "--as-of", DAY, "--fail-on", "never").code == 0
    assert run("check", "--as-of", "2026-09-01", "--fail-on", "note").code == 0


@pytest.mark.usefixtures("jamix")
def test_json_is_valid_by_its_schema_and_the_same_every_time(run: Run) -> None:
    first = run("check", "--as-of", DAY, "--format", "json")
    assert first.code == 1
    report = json.loads(first.out)
    schema = json.loads(schemas.get_committed_path("report").read_text("utf-8"))
    Draft202012Validator(schema).validate(report)
    assert run("check", "--as-of", DAY, "--format", "json").out == first.out
    assert report["summary"]["promises"] == {"kept": 25, "broken": 8, "unverified": 6}
    places = [
        (f["location"]["path"], f["location"]["line"], f["location"]["column"], f["rule"]) for f in report["findings"]
    ]
    assert places == sorted(places)


@pytest.mark.usefixtures("jamix")
def test_each_format_goes_to_its_own_output(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "deep" / "report.json"
    ran = run("check", "--as-of", DAY, "--format", "text", "--format", "json", "--output", "-", "--output", str(target))
    assert ran.out.startswith("Jamix")
    assert json.loads(target.read_text("utf-8"))["version"] == 1
    assert [path.name for path in target.parent.iterdir()] == ["report.json"]


@pytest.mark.parametrize(
    ("arguments", "key"),
    [
        (("check", "--format", "json", "--format", "text"), "shared-output"),
        (("check", "--format", "json", "--format", "text", "--output", "/dev/stdout"), "shared-output"),
        (("check", "--format", "json", "--output", "a", "--format", "text", "--output", "./a"), "shared-output"),
        (("check", "--output", "a", "--output", "b"), "outputs"),
        (("check", "--as-of", "2018-05-24"), "too-early"),
        (("check", "--as-of", "22.11.2026"), "day"),
        (("check", "--lang", "xx"), "no-words"),
        (("explain", "notice/undatd"), "no-rule"),
        (("chekc",), "no-such-command"),
    ],
)
@pytest.mark.usefixtures("jamix")
def test_wrong_usage_says_what_is_wrong(run: Run, arguments: tuple[str, ...], key: str) -> None:
    with pytest.raises(UsageError) as error:
        run(*arguments)
    assert error.value.key == key


@pytest.mark.usefixtures("jamix")
def test_report_writes_both_languages_and_ends_with_0(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    ran = run("report", "--as-of", DAY, "--out", str(out))
    assert ran.code == 0
    names = {
        f"{kind}.{language}.{ending}"
        for kind in ("notice", "audit")
        for language in ["fi", "en"]
        for ending in ["html", "md"]
    }
    assert {path.name for path in out.iterdir()} >= names | {"report.json"}
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    assert run("report", "--as-of", DAY, "--out", str(out), "--gate").code == 1
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_report_publishes_no_notice_that_could_not_be_read(complete: Path, run: Run, tmp_path: Path) -> None:
    with (complete / "policy.yaml").open("a") as stream:
        stream.write("purpose: {}\n")
    ran = run("report", "--as-of", DAY, "--out", str(tmp_path / "out"))
    assert ran.code == 3
    assert "did you mean “purposes”" in ran.err
    assert not list((tmp_path / "out").glob("notice.*"))


@pytest.mark.usefixtures("jamix")
def test_notice_is_written_in_the_language_asked_for(run: Run) -> None:
    assert run("notice", "--lang", "fi", "--format", "text").out.startswith("Jamix tietosuojaseloste")
    assert '<html lang="en"' in run("notice").out


def test_a_language_that_the_notice_lacks_is_wrong_usage(complete: Path, run: Run) -> None:
    policy = complete / "only-finnish.yaml"
    policy.write_text("notice: {name: {fi: Rekisteri}, languages: [fi]}\ncontroller: {name: Oy}\n", encoding="utf-8")
    assert run("notice", "--policy", str(policy), "--format", "text").code == 0
    with pytest.raises(UsageError):
        run("notice", "--policy", str(policy), "--lang", "en")


def test_explain_tells_of_every_rule(run: Run) -> None:
    listing = run("explain", "--lang", "fi").out
    assert "notice/legal-basis-missing" in listing
    output = run("explain", "transfer/instrument-invalid", "--lang", "en").out
    assert "GDPR" in output


def test_schema_prints_what_is_committed(run: Run) -> None:
    for name in schemas.NAMES:
        assert run("schema", name).out == schemas.get_committed_path(name).read_text("utf-8")


@pytest.mark.usefixtures("jamix")
def test_colour_is_only_for_terminals_and_those_who_ask(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b[" not in run("check", "--as-of", DAY).out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in run("check", "--as-of", DAY).out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in run("check", "--as-of", DAY).out
