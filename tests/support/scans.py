"""Outputs of scanners for tests, in the forms that Checkov 3.3, Trivy 0.60 and KICS 2.1 write; what is read of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from seloste.checker.evidence.resource import Resource
from seloste.checker.evidence.scanners import scans
from seloste.checker.evidence.scanners.scan_join import join_scans
from seloste.checker.evidence.source import EvidenceFile
from seloste.checker.evidence.terraform import hcl
from seloste.checker.reading.documents import File
from seloste.checker.reading.tree import WorkTree
from tests.support.evidence_files import describe_fact

#: What scanners quote of a file. It must be in no output.
CANARY = "canary-9f27-hunter2"
#: A scanned file, with the lines that results name.
CODE = f"""\
resource "aws_db_instance" "crm" {{
  identifier          = "crm"
  password            = "{CANARY}"
  storage_encrypted   = false
}}

variable "size" {{
  default = 50
}}

resource "aws_s3_bucket" "files" {{
  bucket = "files"
}}
"""


def checkov_record(check: str, resource: str, result: str = "FAILED", **more: Any) -> dict[str, Any]:
    """The result of a check as Checkov writes it."""
    return {
        "check_id": check,
        "bc_check_id": None,
        "check_name": "A name",
        "check_result": {"result": result, "evaluated_keys": ["storage_encrypted"]},
        "code_block": [[1, CODE], [2, CANARY]],
        "file_path": "/main.tf",
        "file_abs_path": "/builds/secret-team/repo/infra/main.tf",
        "repo_file_path": "/infra/main.tf",
        "file_line_range": [1, 5],
        "resource": resource,
        "evaluations": None,
        "check_class": "checkov.terraform.checks.resource.aws.RDSEncryption",
        "fixed_definition": CANARY,
        "entity_tags": None,
        "severity": None,
        **more,
    }


def checkov_report(*records: Mapping[str, Any], type: str = "terraform", **results: Any) -> dict[str, Any]:
    """A report of Checkov on one kind of file."""
    lists: dict[str, list[Any]] = {"passed_checks": [], "failed_checks": [], "skipped_checks": [], "parsing_errors": []}
    names = {"PASSED": "passed_checks", "FAILED": "failed_checks", "SKIPPED": "skipped_checks"}
    for record in records:
        lists[names[record["check_result"]["result"]]].append(record)
    summary = {"passed": 0, "failed": 0, "skipped": 0, "parsing_errors": 0, "checkov_version": "3.3.30"}
    return {"check_type": type, "results": {**lists, **results}, "summary": summary, "url": "Add an api key"}


def trivy_finding(id: str, resource: str = "", status: str = "FAIL", lines: tuple[int, int] = (1, 5)) -> dict[str, Any]:
    """A misconfiguration as Trivy writes it."""
    code = {"Lines": [{"Number": 3, "Content": CANARY, "Highlighted": CANARY, "IsCause": True}]}
    cause = {"Resource": resource, "Provider": "AWS", "Service": "rds", "StartLine": lines[0], "EndLine": lines[1]}
    return {
        "Type": "Terraform Security Check",
        "ID": id,
        "Title": "A title",
        "Message": f"Instance has {CANARY}",
        "Severity": "HIGH",
        "Status": status,
        "CauseMetadata": {**cause, "Code": code},
    }


def trivy_report(*findings: Mapping[str, Any], target: str = "main.tf", **more: Any) -> dict[str, Any]:
    """A report of Trivy on a repository."""
    result = {
        "Target": target,
        "Class": "config",
        "Type": "terraform",
        "MisconfSummary": {"Successes": 1, "Failures": len(findings)},
        "Misconfigurations": list(findings),
    }
    top = {
        "SchemaVersion": 2,
        "CreatedAt": "2026-11-20T12:00:00Z",
        "ArtifactName": "infra",
        "ArtifactType": "repository",
    }
    return {**top, "Results": [result], **more}


def sarif_result(
    rule: str, path: str = "infra/main.tf", line: int = 1, last: int | None = None, **more: Any
) -> dict[str, Any]:
    """A result of SARIF."""
    region: dict[str, Any] = {"startLine": line, "snippet": {"text": CANARY}}
    region |= {"endLine": last} if last else {}
    place = {"artifactLocation": {"uri": path, "uriBaseId": "ROOTPATH"}, "region": region}
    message = {"text": f"'password' is {CANARY}"}
    return {
        "ruleId": rule,
        "ruleIndex": 0,
        "level": "error",
        "message": message,
        "locations": [{"physicalLocation": place}],
        **more,
    }


def sarif_log(tool: str, *results: Mapping[str, Any], **run: Any) -> dict[str, Any]:
    """A file of SARIF with one run."""
    driver = {"name": tool, "version": "1.0", "rules": [{"id": each.get("ruleId", "")} for each in results]}
    schema = "https://json.schemastore.example/sarif-2.1.0.json"
    return {
        "$schema": schema,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": list(results), **run}],
    }


def make_scan(content: object, name: str = "scan.json", *, is_named: bool = True) -> EvidenceFile:
    """A file that a scanner wrote."""
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return EvidenceFile(Path(name), File(name, "evidence"), WorkTree(Path("/nowhere")), data, is_named=is_named)


class ReadScans:
    """What is read of scans, joined with the code of `infra/main.tf` and other files where they are given."""

    def __init__(
        self, *scans_read: EvidenceFile, code: Mapping[str, str] | None = None, there: Iterable[str] = ()
    ) -> None:
        files = [make_scan(text.encode(), path) for path, text in (code or {}).items()]
        present = {*there, *(code or {})}
        read = list(scans.read_resources(scans_read))
        self.files = scans_read
        self.resources, unplaced = join_scans(
            list(hcl.read_resources(files)), read, lambda path: path if path in present else None, "repo"
        )
        self.notes = [*(note for file in scans_read for note in file.notes), *unplaced]
        self.problems = [(each.rule, each.variant) for file in scans_read for each in file.file.findings]

    def __getitem__(self, address: str) -> Resource:
        [resource] = [each for each in self.resources if each.address == address]
        return resource

    def facts(self, address: str) -> list[str]:
        """What scanners show of a resource, each in one line."""
        return [
            f"{fact.location.path}: {describe_fact(fact)}" for fact in self[address].facts if fact.basis == "scanner"
        ]
