"""A broken `never` promise is in every report: the same id, its words, its place, and a section of its own."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator

from seloste import schemas
from seloste.cli import cli
from seloste.reports.language.language import language_codes, load_language
from tests.support import EXAMPLE

pytestmark = pytest.mark.usefixtures("a_day_ahead")

RULE, PROMISE = "system/never-broken", "never.sale"
WORDS = {
    "fi": "Emme myy henkilötietoja.",
    "en": "We do not sell personal data.",
    "sv": "Vi säljer inte personuppgifter.",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The complete example with a system whose data are sold."""
    folder = tmp_path / "here"
    shutil.copytree(EXAMPLE, folder)
    systems = folder / "systems.yaml"
    lines = systems.read_text("utf-8").splitlines(keepends=True)
    start = lines.index("  club:\n")
    at = next(number for number in range(start, len(lines)) if lines[number].startswith("    activities:"))
    lines[at] = "    activities: [sale]\n"
    systems.write_text("".join(lines), "utf-8")
    monkeypatch.chdir(folder)
    for name in ("GITHUB_STEP_SUMMARY", "GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "CI_PROJECT_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.setenv("NO_COLOR", "1")
    return folder


def check(format: str, capsys: pytest.CaptureFixture[str]) -> str:
    code = cli.main(["check", "--format", format, "--as-of", "2026-11-22"], standalone_mode=False)
    assert code == 1
    return capsys.readouterr().out


def test_json_follows_its_schema(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = json.loads(check("json", capsys))
    Draft202012Validator(json.loads(schemas.get_committed_path("report").read_text("utf-8"))).validate(report)
    [finding] = [each for each in report["findings"] if each["rule"] == RULE]
    assert (finding["promise"], finding["location"]["path"]) == (PROMISE, "systems.yaml")
    verdicts = {each["id"]: each for each in report["promises"]}
    assert verdicts[PROMISE]["verdict"] == "broken"
    assert verdicts[PROMISE]["text"] == WORDS
    assert verdicts["never.tracking"]["verdict"] == "kept"


def test_sarif_junit_and_the_hosts_have_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    [run] = json.loads(check("sarif", capsys))["runs"]
    assert RULE in {each["ruleId"] for each in run["results"]}
    assert RULE in {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    suites = ElementTree.fromstring(check("junit", capsys))
    failed = {case.get("name") for case in suites.iter("testcase") if case.find("failure") is not None}
    assert any(PROMISE in str(name) or RULE in str(name) for name in failed)
    for format in ("markdown", "github", "gitlab", "text"):
        assert RULE in check(format, capsys), format


def test_the_audit_report_has_a_section_of_what_is_not_done(folder: Path) -> None:
    cli.main(["report", "--out", "out", "--as-of", "2026-11-22"], standalone_mode=False)
    for code in language_codes():
        heading = load_language(code).word("notice.headings.never")
        page = (folder / "out" / f"audit.{code}.html").read_text("utf-8")
        assert f'<h4 id="promises-never-heading">{heading}</h4>' in page
        section = page.partition('<section id="promises-never"')[2].partition("</section>")[0]
        assert WORDS[code] in section
        assert "promise-never.sale" in page
        assert WORDS[code] in (folder / "out" / f"audit.{code}.md").read_text("utf-8")
