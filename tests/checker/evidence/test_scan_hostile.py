"""Outputs of scanners that are cut off, of another tool, of another form, or made to do harm."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from seloste.checker.evidence import json_pieces
from tests.support.scans import (
    CODE,
    ReadScans,
    checkov_record,
    checkov_report,
    make_scan,
    sarif_log,
    sarif_result,
    trivy_finding,
    trivy_report,
)

CRM = "aws_db_instance.crm"
UNKNOWN_TOOLS = ("Semgrep OSS", "CodeQL", "tfsec", "Snyk IaC", "seloste", "terrascan")


@pytest.mark.parametrize("tool", UNKNOWN_TOOLS)
def test_another_tool_is_an_error_where_it_is_named_and_a_note_where_not(tool: str) -> None:
    log = sarif_log(tool, sarif_result("CKV_AWS_16"))
    assert ReadScans(make_scan(log)).problems == [("input/unreadable", "scan-other-tool")]
    read = ReadScans(make_scan(log, is_named=False))
    assert (read.problems, read.notes) == ([], [(f"scan.json: {tool}", "scan-other-tool")])


def test_a_file_of_several_runs_is_read_as_far_as_its_tools_are_known() -> None:
    runs = [*sarif_log("CodeQL", sarif_result("x"))["runs"], *sarif_log("Checkov", sarif_result("CKV_AWS_16"))["runs"]]
    read = ReadScans(make_scan({"version": "2.1.0", "runs": runs}), code={"infra/main.tf": CODE})
    assert read.facts(CRM) == ["infra/main.tf: encryption-at-rest off at Checkov CKV_AWS_16:1"]
    assert read.notes == [("SARIF, CodeQL", "scan-other-tool")]


def test_a_scan_of_vulnerabilities_alone_is_none_of_infrastructure() -> None:
    found = [{"VulnerabilityID": "CVE-1"}]
    packages = {"Target": "app/poetry.lock", "Class": "lang-pkgs", "Type": "poetry", "Vulnerabilities": found}
    report = {"SchemaVersion": 2, "ArtifactName": "app", "ArtifactType": "container_image", "Results": [packages]}
    assert ReadScans(make_scan(report)).problems == [("input/unreadable", "scan-none")]
    read = ReadScans(
        make_scan({**report, "Results": [packages, *trivy_report(trivy_finding("AWS-0080", CRM))["Results"]]})
    )
    assert read.problems == []
    assert len(read.facts(CRM)) == 1


@pytest.mark.parametrize(
    "more",
    [
        {"suppressions": [{"kind": "external"}]},
        {"suppressions": [{"kind": "inSource", "status": "accepted"}]},
        {"kind": "pass"},
        {"kind": "notApplicable", "level": "none"},
        {"kind": "open"},
        {"kind": "review"},
        {"level": "none"},
        {"baselineState": "absent"},
    ],
)
def test_what_nobody_calls_a_failure_shows_nothing(more: dict[str, Any]) -> None:
    read = ReadScans(make_scan(sarif_log("Checkov", sarif_result("CKV_AWS_16", **more))), code={"infra/main.tf": CODE})
    assert read.facts(CRM) == []
    assert read.notes == [("Checkov (1)", "scan-undecided")]


def test_a_refused_suppression_is_none() -> None:
    result = sarif_result("CKV_AWS_16", suppressions=[{"kind": "external", "status": "rejected"}])
    read = ReadScans(make_scan(sarif_log("Checkov", result)), code={"infra/main.tf": CODE})
    assert len(read.facts(CRM)) == 1


def test_a_rule_may_be_named_by_its_number() -> None:
    result = {key: value for key, value in sarif_result("CKV_AWS_16").items() if key != "ruleId"}
    log = sarif_log("Checkov", sarif_result("CKV_X_1"), {**result, "ruleIndex": 1})
    log["runs"][0]["tool"]["driver"]["rules"] = [{"id": "CKV_X_1"}, {"id": "CKV_AWS_16"}]
    assert len(ReadScans(make_scan(log), code={"infra/main.tf": CODE}).facts(CRM)) == 1


PATHS = ["../../etc/passwd", "/etc/passwd", "C:\\work\\x.tf", "file:///home/me/x.tf", "a\x00b", "x" * 5000, 7]


@pytest.mark.parametrize("path", PATHS)
def test_no_path_of_another_machine_is_a_place(path: Any) -> None:
    record = checkov_record("CKV_AWS_16", CRM, file_path=path, repo_file_path=path)
    reads = [
        ReadScans(make_scan(checkov_report(record))),
        ReadScans(make_scan(trivy_report(trivy_finding("AWS-0080", CRM), target=path))),
        ReadScans(make_scan(sarif_log("Checkov", sarif_result("CKV_AWS_16", path=path)))),
    ]
    places = {fact.location.path for read in reads for each in read.resources for fact in each.facts}
    assert places <= {"scan.json"}


@pytest.mark.parametrize("wrong", [5, None, [], {"a": 1}, "x" * 100_000, "", "\x1b[31mCKV_AWS_16"])
def test_ids_of_another_form_are_passed_over_and_the_rest_is_read(wrong: Any) -> None:
    scans = [
        checkov_report(checkov_record(wrong, CRM), checkov_record("CKV_AWS_16", CRM)),
        trivy_report(trivy_finding(wrong, CRM), trivy_finding("AWS-0080", CRM)),
        sarif_log("Checkov", sarif_result(wrong), sarif_result("CKV_AWS_16")),
    ]
    for scan in scans:
        read = ReadScans(make_scan(scan), code={"infra/main.tf": CODE})
        assert len(read.facts(CRM)) == 1
        reported = [*read.problems, *(reason for _, reason in read.notes)]
        assert reported in ([("input/invalid-value", "scan-entries")], ["scan-unknown-check"])


SCANS = [
    checkov_report(checkov_record("CKV_AWS_16", CRM)),
    trivy_report(trivy_finding("AWS-0080", CRM)),
    sarif_log("KICS", sarif_result("x")),
]


@pytest.mark.parametrize("scan", SCANS)
def test_a_file_that_is_cut_off_is_an_error_with_its_place(scan: dict[str, Any]) -> None:
    text = json.dumps(scan, indent=1)
    for end in range(len(text) // 2, len(text) - 1, len(text) // 12):
        read = ReadScans(make_scan(text[:end].encode()))
        assert [rule for rule, _ in read.problems] == ["input/syntax"]
        assert read.resources == []


OTHER_FORMS = [
    {"runs": [7], "version": "sarif"},
    {"check_type": "terraform", "results": 5},
    {"SchemaVersion": 2, "Results": {"a": 1}},
    {"kics_version": "v2.1.3", "queries": [{"query_id": "x", "files": []}]},
    [{"Target": "main.tf", "Type": "terraform", "Misconfigurations": []}],
]


@pytest.mark.parametrize("content", OTHER_FORMS)
def test_another_form_is_an_error_where_it_is_named(content: Any) -> None:
    assert ReadScans(make_scan(content)).problems == [("input/unreadable", "scan-none")]


def test_nesting_and_numbers_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    deep = b'{"SchemaVersion": 2, "Results": [' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"]}"
    assert ReadScans(make_scan(deep)).problems == [("input/limit-exceeded", "depth")]
    monkeypatch.setattr(json_pieces, "MOST_ENTRIES", 3)
    read = ReadScans(
        make_scan(checkov_report(*(checkov_record("CKV_AWS_16", f"aws_db_instance.a{n}") for n in range(5))))
    )
    assert read.problems == [("input/limit-exceeded", "entries")]
    assert len(read.resources) == 3  # what was read before counts


def test_many_results_take_little_time() -> None:
    """Failures of many blocks of one file, by their places and by their addresses, with a path each."""
    code = "\n".join(f'resource "aws_db_instance" "a{number}" {{\n}}' for number in range(300))
    places = [sarif_result("CKV_AWS_16", line=1 + number % 600) for number in range(4_000)]
    records = [
        checkov_record("CKV_AWS_17", f"aws_db_instance.a{number % 300}", file_path=f"/x{number}.tf")
        for number in range(4_000)
    ]
    by_place, by_address = make_scan(sarif_log("Checkov", *places)), make_scan(checkov_report(*records))
    started = time.process_time()
    read = ReadScans(by_place, by_address, code={"infra/main.tf": code})
    assert time.process_time() - started < 10
    assert [len(each.facts) >= 2 for each in read.resources] == [True] * 300
