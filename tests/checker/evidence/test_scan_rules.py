"""What scanners show, against what systems declare and the notice promises: findings and verdicts of a check."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.commands import DAY, seloste, show_day
from tests.support.complete import write
from tests.support.scans import (
    CANARY,
    checkov_record,
    checkov_report,
    sarif_log,
    sarif_result,
    trivy_finding,
    trivy_report,
)

FORMATS = ("text", "json", "sarif", "junit", "github", "gitlab", "markdown")
ADDRESS = "aws_db_instance.webshop"
#: The code of the database of the web shop, which the system's `resources` name.
CODE = f"""\
provider "aws" {{
  region = "eu-north-1"
}}

resource "aws_db_instance" "webshop" {{
  password = "{CANARY}"
  storage_encrypted = STORED
}}
"""
Check = Callable[..., dict[str, Any]]


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Check:
    """Checks the complete example with scans, and with the code where `storage_encrypted` is given."""
    write(tmp_path)
    monkeypatch.chdir(tmp_path)
    show_day(monkeypatch)  # files without a day support nothing on a day in the past

    def run(*scans: object, encrypted: str = "") -> dict[str, Any]:
        evidence = []
        if encrypted:
            (tmp_path / "infra").mkdir(exist_ok=True)
            (tmp_path / "infra" / "main.tf").write_text(CODE.replace("STORED", encrypted), encoding="utf-8")
            evidence += ["--evidence", "infra/main.tf"]
        for number, scan in enumerate(scans):
            (tmp_path / f"scan{number}.json").write_text(json.dumps(scan), encoding="utf-8")
            evidence += ["--evidence", f"scan{number}.json"]
        capfd.readouterr()
        seloste("check", "--as-of", DAY, "--format", "json", *evidence)
        document: dict[str, Any] = json.loads(capfd.readouterr().out)
        return document

    return run


def find(document: dict[str, Any]) -> list[str]:
    """The places and the words in brackets of the findings on controls."""
    found = [each for each in document["findings"] if each["rule"] == "evidence/safeguard-contradicted"]
    return [f"{_place(each)} {each['message']['en'].rpartition(' (')[2].rstrip(')')}" for each in found]


def _place(finding: dict[str, Any]) -> str:
    return f"{finding['location']['path']}:{finding['location']['line']}"


def list_evidence(document: dict[str, Any]) -> set[tuple[str, str, bool]]:
    """The pieces of infrastructure of all promises on controls: strength, basis, and whether it holds."""
    promises = [each for each in document["promises"] if each["id"].startswith("safeguards.")]
    return {(p["kind"], p["basis"], p["holds"]) for each in promises for p in each["evidence"] if p.get("basis")}


def test_a_failure_contradicts_the_promise_at_the_line_of_the_code(check: Check) -> None:
    scan = checkov_report(checkov_record("CKV_AWS_16", ADDRESS, file_line_range=[5, 8]))
    document = check(scan, encrypted="true")
    assert find(document) == ["infra/main.tf:5 Checkov CKV_AWS_16"]
    assert ("configured", "scanner", False) in list_evidence(document)
    assert ("configured", "attribute", False) not in list_evidence(document)


def test_one_cause_is_one_finding_at_the_attribute(check: Check) -> None:
    scans = (
        checkov_report(checkov_record("CKV_AWS_16", ADDRESS)),
        trivy_report(trivy_finding("AVD-AWS-0080", ADDRESS)),
        sarif_log("KICS", sarif_result("08bd0760-8752-44e1-9779-7bb369b2b4e4", line=7)),
    )
    assert find(check(*scans, encrypted="false")) == ["infra/main.tf:7 storage_encrypted"]
    assert find(check(*scans, encrypted="var.x")) == ["infra/main.tf:1 Checkov CKV_AWS_16"]


def test_off_wins_where_scanner_and_code_disagree(check: Check) -> None:
    passed = checkov_report(checkov_record("CKV_AWS_16", ADDRESS, "PASSED"))
    assert find(check(passed, encrypted="false")) == ["infra/main.tf:7 storage_encrypted"]
    failed = trivy_report(trivy_finding("AWS-0080", ADDRESS))
    assert find(check(passed, failed)) == ["infra/main.tf:1 Trivy AWS-0080"]


def test_a_pass_bears_out_a_promise_where_every_store_has_it(check: Check) -> None:
    passed = checkov_record("CKV_AWS_16", ADDRESS, "PASSED")
    document = check(checkov_report(passed))
    assert ("configured", "scanner", True) in list_evidence(document)
    silent = checkov_record("CKV_AWS_293", "aws_db_instance.webshop[1]")  # another store, of which nothing is known
    document = check(checkov_report(passed, silent))
    assert "scanner" not in {basis for _, basis, _ in list_evidence(document)}


def test_a_finding_points_at_the_scan_where_the_scanned_file_is_not_there(check: Check) -> None:
    assert find(check(trivy_report(trivy_finding("AWS-0080", ADDRESS)))) == ["scan0.json:None Trivy AWS-0080"]


def test_no_snippet_is_in_any_format(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    strange = checkov_record("CKV_AWS_1", ADDRESS, file_line_range=CANARY, file_path=CANARY)
    whole = {
        "checkov.json": checkov_report(checkov_record("CKV_AWS_16", ADDRESS), strange),
        "trivy.json": {**trivy_report(trivy_finding("AWS-0080", ADDRESS)), "Metadata": CANARY},
        "kics.sarif": sarif_log("KICS", sarif_result("08bd0760-8752-44e1-9779-7bb369b2b4e4"), invocations=[CANARY]),
        "other.sarif": sarif_log("Semgrep", sarif_result("x", message={"text": CANARY})),
        "none.json": {"SchemaVersion": 2, "ArtifactName": CANARY, "Results": [{"Secrets": [{"Match": CANARY}]}]},
    }
    texts = {name: json.dumps(scan) for name, scan in whole.items()}
    texts["cut.json"] = texts["checkov.json"][:-40]
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    evidence = [argument for name in texts for argument in ("--evidence", name)]
    outputs = [argument for name in FORMATS for argument in ("--format", name, "--output", f"out.{name}")]
    assert seloste("check", "--as-of", DAY, "--verbose", *evidence, *outputs) == 3
    written = {name: (tmp_path / f"out.{name}").read_text("utf-8") for name in FORMATS}
    written["stderr"] = capfd.readouterr().err
    assert [name for name, text in written.items() if CANARY in text or "secret-team" in text] == []
    found = json.loads(written["json"])["findings"]
    places = {each["location"]["path"] for each in found if each["rule"].startswith("input/")}
    assert places == {"checkov.json", "other.sarif", "none.json", "cut.json"}
    assert "Checkov CKV_AWS_16" in " ".join(written["text"].split())


@pytest.mark.heavy
def test_no_snippet_is_in_any_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scan.json").write_text(json.dumps(checkov_report(checkov_record("CKV_AWS_16", ADDRESS))), "utf-8")
    seloste("report", "--as-of", DAY, "--evidence", "scan.json", "--out", "out")
    written = sorted((tmp_path / "out").iterdir())
    assert len(written) > 10
    assert [path.name for path in written if CANARY.encode() in path.read_bytes()] == []


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_pass_takes_no_failure_of_the_same_check_away(check: Check, order: tuple[int, int]) -> None:
    both = [checkov_report(checkov_record("CKV_AWS_16", ADDRESS, result)) for result in ("PASSED", "FAILED")]
    expected = ["infra/main.tf:1 Checkov CKV_AWS_16"]
    assert find(check(*(both[number] for number in order), encrypted="true")) == expected


@pytest.mark.parametrize(
    "paths",
    [
        {"file_path": "/main.tf", "repo_file_path": "/github/workspace/infra/main.tf"},
        {"file_path": "/tf/infra/main.tf", "repo_file_path": "/../tf/infra/main.tf"},
        dict.fromkeys(("file_path", "repo_file_path", "file_abs_path"), "/github/workspace/infra/main.tf"),
    ],
)
def test_a_scan_of_another_machine_finds_the_lines_of_the_code(check: Check, paths: dict[str, str]) -> None:
    scan = checkov_report(checkov_record("CKV_AWS_16", ADDRESS, file_line_range=[5, 8], **paths))
    assert find(check(scan, encrypted="true")) == ["infra/main.tf:5 Checkov CKV_AWS_16"]


def test_several_runs_and_files_that_say_the_same_are_one_finding(check: Check) -> None:
    log = sarif_log("Checkov", sarif_result("CKV_AWS_16", line=5, last=8))
    kics = sarif_log("KICS", sarif_result("08bd0760-8752-44e1-9779-7bb369b2b4e4", "../../path/infra/main.tf", 7))
    twice = {**log, "runs": [*log["runs"], *log["runs"], *kics["runs"]]}
    assert len(find(check(twice, log, encrypted="true"))) == 1
    assert find(check(twice, log, encrypted="false")) == ["infra/main.tf:7 storage_encrypted"]
