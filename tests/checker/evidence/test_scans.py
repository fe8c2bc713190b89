"""What scanners tell of resources: Checkov, Trivy, and SARIF; and which resource each result is about."""

from __future__ import annotations

import json

import pytest

from seloste.checker.evidence.resource import EvidenceKind
from seloste.checker.evidence.source import recognize_source
from tests.support.real_files import read_real_file
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

CRM, FILES = "aws_db_instance.crm", "aws_s3_bucket.files"
MAIN = {"infra/main.tf": CODE}


def test_the_scan_of_a_real_module_is_counted_right() -> None:
    """58 passes without a word on what they are about; three failures of a module, of which two are known."""
    file = make_scan(read_real_file("scan_trivy_terraform.json"))
    read = ReadScans(file)
    assert read.problems == []
    assert [(each.address, each.type, each.stores_data) for each in read.resources] == [
        ("module.bucket", "module", False)
    ]
    assert read.facts("module.bucket") == ["scan.json: audit-logging off at Trivy AWS-0089:None"]
    assert read.notes == [("Trivy (1)", "scan-unknown-check")]  # AWS-0132, a key of one's own


def test_checkov_tells_what_failed_and_what_passed() -> None:
    records = [
        checkov_record("CKV_AWS_16", CRM),
        checkov_record("CKV_AWS_17", CRM, "PASSED"),
        checkov_record("CKV_AWS_28", CRM, "PASSED"),
        checkov_record("CKV_AWS_293", CRM),
        checkov_record("CKV_AWS_999999", CRM),
        checkov_record("CKV_AWS_16", "module.db.aws_db_instance.other[0]", "SKIPPED"),
    ]
    read = ReadScans(make_scan(checkov_report(*records)), there=["infra/main.tf"])
    assert read.facts(CRM) == [
        "infra/main.tf: firewall on at Checkov CKV_AWS_17:1",
        "infra/main.tf: backup on PT1S at Checkov CKV_AWS_28:1",
        "infra/main.tf: encryption-at-rest off at Checkov CKV_AWS_16:1",
    ]
    assert read.facts("module.db.aws_db_instance.other[0]") == []  # a suppressed check is no pass; the store is there
    assert (read[CRM].stores_data, read[CRM].type) == (True, "aws_db_instance")
    assert all(fact.strength is EvidenceKind.CONFIGURED for fact in read[CRM].facts)
    assert read.notes == [("Checkov (1)", "scan-unknown-check"), ("Checkov (1)", "scan-undecided")]
    assert read.problems == []


def test_a_list_of_reports_of_checkov_is_read_by_the_kinds_of_files() -> None:
    reports = [
        checkov_report(checkov_record("CKV_K8S_35", "Deployment.default.crm"), type="kubernetes"),
        checkov_report(checkov_record("CKV_DOCKER_2", "/Dockerfile.FROM"), type="dockerfile"),
        checkov_report(checkov_record("CKV_AWS_16", CRM), parsing_errors=["/builds/x/../broken.tf"]),
    ]
    read = ReadScans(make_scan(reports))
    assert read.facts(CRM) == ["scan.json: encryption-at-rest off at Checkov CKV_AWS_16:None"]
    assert read.notes == [("broken.tf", "scan-unparsed"), ("Checkov, dockerfile (1)", "scan-other-kind")]


def test_a_result_belongs_to_the_resource_with_its_address() -> None:
    scan = make_scan(checkov_report(checkov_record("CKV_AWS_16", CRM)))
    read = ReadScans(scan, code=MAIN)
    assert [each.address for each in read.resources] == [CRM, FILES]
    assert read.facts(CRM) == ["infra/main.tf: encryption-at-rest off at Checkov CKV_AWS_16:1"]


@pytest.mark.parametrize(
    ("tool", "rule"),
    [("Checkov", "CKV_AWS_16"), ("Trivy", "AVD-AWS-0080"), ("KICS", "08bd0760-8752-44e1-9779-7bb369b2b4e4")],
)
def test_sarif_contradicts_the_resource_in_whose_lines_it_points(tool: str, rule: str) -> None:
    log = sarif_log(tool, sarif_result(rule, line=4), sarif_result(rule, line=8))
    read = ReadScans(make_scan(log), code=MAIN)
    id = rule.removeprefix("AVD-")
    assert read.facts(CRM) == [f"infra/main.tf: encryption-at-rest off at {tool} {id}:4"]
    assert read.facts(FILES) == []
    assert read.notes == [(f"{tool} (1)", "scan-unplaced")]  # line 8 is in a variable


def test_trivy_tells_of_addresses_and_of_places() -> None:
    found = [
        trivy_finding("AVD-AWS-0080", CRM),
        trivy_finding("AWS-0180", CRM, "PASS"),
        trivy_finding("AWS-0089", "", lines=(11, 13)),
        trivy_finding("AWS-0092", CRM, "EXCEPTION"),
        trivy_finding("AWS-0024", "", "PASS", lines=(0, 0)),
    ]
    read = ReadScans(make_scan(trivy_report(*found)), code=MAIN)
    assert read.facts(CRM) == [
        "infra/main.tf: encryption-at-rest off at Trivy AWS-0080:1",
        "infra/main.tf: firewall on at Trivy AWS-0180:1",
    ]
    assert read.facts(FILES) == ["infra/main.tf: audit-logging off at Trivy AWS-0089:11"]
    assert read.notes == [("Trivy (1)", "scan-undecided"), ("Trivy (1)", "scan-unplaced")]


def test_a_scan_of_a_cluster_is_of_what_runs() -> None:
    [target] = trivy_report(trivy_finding("KUBE-0001"), target="NetworkPolicy/open")["Results"]
    results = [{**target, "Type": "kubernetes"}]
    owner = {"Namespace": "crm", "Kind": "NetworkPolicy", "Name": "open", "Results": results}
    read = ReadScans(make_scan({"ClusterName": "prod", "Resources": [owner]}))
    [fact] = read["NetworkPolicy/crm/open"].facts
    assert (fact.strength, fact.attribute) == (EvidenceKind.OBSERVED, "Trivy KUBE-0001")


@pytest.mark.parametrize(
    "content",
    [
        checkov_report(checkov_record("CKV_AWS_16", CRM)),
        [checkov_report(checkov_record("CKV_AWS_16", CRM))],
        {"passed": 0, "failed": 0, "skipped": 0, "parsing_errors": 0, "resource_count": 0, "checkov_version": "3.3.30"},
        trivy_report(trivy_finding("AWS-0080", CRM)),
        {"ClusterName": "prod", "Resources": []},
        sarif_log("KICS", sarif_result("x")),
        sarif_log("Semgrep"),
    ],
)
def test_scans_are_recognized_by_what_stands_in_them(content: object) -> None:
    for text in (json.dumps(content), json.dumps(content, indent=2), json.dumps(content, sort_keys=True)):
        for data in (text.encode(), text.encode("utf-16"), b"\xef\xbb\xbf" + text.encode()):
            kind = recognize_source("results.sarif", data)
            assert kind is not None
            assert kind.name == "scan"
            assert ReadScans(make_scan(data)).problems in ([], [("input/unreadable", "scan-other-tool")])


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("infra/main.tf", "infra/main.tf"),
        ("main.tf", "infra/main.tf"),  # the folder infra was scanned
        ("./infra/../infra/main.tf", "infra/main.tf"),
        ("repo/infra/main.tf", "infra/main.tf"),  # what lies above the repository was scanned
        ("/builds/team/repo/infra/main.tf", "infra/main.tf"),
        ("file:///home/me/work/infra/main.tf", "infra/main.tf"),
        ("../../src/infra/main.tf", "infra/main.tf"),
        ("C:\\work\\infra\\main.tf", "infra/main.tf"),
        ("/src/other.tf", "other.tf"),  # a container mounts the repository
        ("/builds/team/repo/other.tf", "other.tf"),
        ("registry/s3-bucket/aws/other.tf", None),  # a module of a registry
        ("modules/db/main.tf", None),
        ("/root/.terraform/modules/db/other.tf", None),
        ("other/main.tf", None),
    ],
)
def test_a_scanned_file_is_found_by_its_path_and_never_by_its_name_alone(path: str, place: str | None) -> None:
    scan = make_scan(sarif_log("Checkov", sarif_result("CKV_AWS_16", path=path)))
    read = ReadScans(scan, code={**MAIN, "other.tf": CODE.replace("crm", "other").replace("files", "more")})
    places = {fact.location.path for each in read.resources for fact in each.facts if fact.basis == "scanner"}
    assert places == ({place} if place else set())


def test_of_several_files_with_one_address_the_scanned_one_has_the_results() -> None:
    code = {"prod/main.tf": CODE, "stage/main.tf": CODE}
    record = checkov_record("CKV_AWS_16", CRM, file_path="/main.tf", repo_file_path="/stage/main.tf")
    read = ReadScans(make_scan(checkov_report(record)), code=code)
    numbers = {
        each.location.path: sum(fact.basis == "scanner" for fact in each.facts)
        for each in read.resources
        if each.address == CRM
    }
    assert numbers == {"prod/main.tf": 0, "stage/main.tf": 1}


def test_a_result_of_a_block_is_of_all_instances_and_one_of_an_instance_of_it_alone() -> None:
    module = {"main.tf": 'module "a" {\n  source = "./db"\n}\nmodule "b" {\n  source = "./db"\n}\n', "db/main.tf": CODE}
    failed = sarif_log("Checkov", sarif_result("CKV_AWS_16", path="db/main.tf"))
    passed = trivy_report(trivy_finding("AWS-0180", "", "PASS"), target="db/main.tf")
    named = checkov_report(checkov_record("CKV_AWS_28", f"module.b.{CRM}", "PASSED", repo_file_path="/db/main.tf"))
    read = ReadScans(*(make_scan(scan, f"{n}.json") for n, scan in enumerate((failed, passed, named))), code=module)
    off = "db/main.tf: encryption-at-rest off at Checkov CKV_AWS_16:1"
    assert read.facts(f"module.a.{CRM}") == [off]
    assert read.facts(f"module.b.{CRM}") == [off, "db/main.tf: backup on PT1S at Checkov CKV_AWS_28:1"]
    assert read.notes == [("Trivy (1)", "scan-unplaced")]
    of_module = ReadScans(
        make_scan(trivy_report(trivy_finding("AWS-0080", "module.b"), target="db/main.tf")), code=module
    )
    assert (len(of_module.facts(f"module.a.{CRM}")), len(of_module.facts(f"module.b.{CRM}"))) == (0, 1)
