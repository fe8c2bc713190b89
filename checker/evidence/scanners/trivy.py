"""Reads what Trivy writes as JSON: of a repository, of a plan, of a cluster (`trivy k8s`), of an account.

Its vulnerabilities, secrets and licences are not read.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from msgspec import Raw

from seloste.checker.evidence.json_pieces import FORM_ERRORS, NULL, Text, is_given, iterate_entries
from seloste.checker.evidence.resource import EvidenceKind
from seloste.checker.evidence.scanners.scan_result import (
    TRIVY,
    Outcome,
    ScanLog,
    ScanResult,
    clean_path,
    make_kubernetes_address,
    read_line,
    read_terraform_address,
)
from seloste.checker.finding import cut_text

#: The kinds of scanned files, each with the source of the resources in them; and those of what runs.
_SOURCES = {
    "terraform": "terraform",
    "terraformplan": "terraform",
    "terraformplan-json": "terraform",
    "terraformplan-snapshot": "terraform",
    "kubernetes": "kubernetes",
    "helm": "kubernetes",
    "cloud": "terraform",
    "aws": "terraform",
}
_RUNNING = frozenset({"aws_account", "cloud", "kubernetes"})
_OUTCOMES = {"PASS": Outcome.PASSED, "FAIL": Outcome.FAILED}


class Report(msgspec.Struct, rename="pascal"):
    """The top of a report."""

    artifact_name: str = ""
    artifact_type: str = ""
    cluster_name: Raw = NULL
    results: Raw = NULL
    resources: Raw = NULL
    misconfigurations: Raw = NULL
    findings: Raw = NULL


class Object(msgspec.Struct, rename="pascal"):
    """An object of a cluster."""

    kind: str = ""
    namespace: str = ""
    name: str = ""
    results: Raw = NULL


class Target(msgspec.Struct, rename="pascal"):
    """The results of one file."""

    target: str = ""
    class_: str = msgspec.field(default="", name="Class")
    type: str = ""
    misconfigurations: Raw = NULL
    modified_findings: Raw = NULL
    experimental_modified_findings: Raw = NULL


class Cause(msgspec.Struct, rename="pascal"):
    """Where a result is. `Code`, which may hold secrets, is not read."""

    resource: str | None = None
    start_line: int | None = None
    end_line: int | None = None


class Misconfiguration(msgspec.Struct, rename="pascal"):
    """The result of a check."""

    id: str | None = msgspec.field(default=None, name="ID")
    avd_id: str | None = msgspec.field(default=None, name="AVDID")
    status: str | None = None
    cause_metadata: Cause | None = None


_MISCONFIGURATION = msgspec.json.Decoder(Misconfiguration)
_TARGET = msgspec.json.Decoder(Target)


def list_results(text: Text, log: ScanLog) -> Iterator[ScanResult]:
    """The results of a document. Raises ValueError where it is of another form, or has nothing but vulnerabilities."""
    report = msgspec.json.decode(text, type=Report)
    is_cluster = is_given(report.cluster_name) or any(map(is_given, (report.resources, report.findings)))
    is_running = is_cluster or report.artifact_type in _RUNNING
    strength = EvidenceKind.OBSERVED if is_running else EvidenceKind.CONFIGURED
    seen: set[bool] = set()
    yield from _list_targets(report.results, Object(), report.artifact_name, strength, log, seen)
    for raw in (report.resources, report.misconfigurations, report.findings):
        for entry in iterate_entries(raw) if is_given(raw) else ():
            try:
                found = msgspec.json.decode(entry, type=Object)
            except FORM_ERRORS:
                log.faulty += 1
                continue
            yield from _list_targets(found.results, found, "", EvidenceKind.OBSERVED, log, seen)
    if seen == {False}:
        raise ValueError("no check of a configuration")


def _list_targets(
    raw: Raw, owner: Object, artifact: str, strength: EvidenceKind, log: ScanLog, seen: set[bool]
) -> Iterator[ScanResult]:
    for entry in iterate_entries(raw) if is_given(raw) else ():
        try:
            target = _TARGET.decode(entry)
        except FORM_ERRORS:
            log.faulty += 1
            continue
        seen.add(target.class_ in ("config", "custom") or is_given(target.misconfigurations))
        for modified in (target.modified_findings, target.experimental_modified_findings):
            for each in iterate_entries(modified) if is_given(modified) else ():
                log.count(TRIVY, "scan-undecided", int(b'"misconfiguration"' in bytes(each)))
        yield from _list_misconfigurations(target, owner, artifact, strength, log)


def _list_misconfigurations(
    target: Target, owner: Object, artifact: str, strength: EvidenceKind, log: ScanLog
) -> Iterator[ScanResult]:
    source = _SOURCES.get(target.type)
    path = clean_path(target.target)
    paths = dict.fromkeys((clean_path(f"{artifact}/{target.target}"), path))
    for entry in iterate_entries(target.misconfigurations) if is_given(target.misconfigurations) else ():
        if source is None:
            log.count(f"{TRIVY}, {cut_text(target.type, 40)}", "scan-other-kind")
            continue
        try:
            found = _MISCONFIGURATION.decode(entry)
        except FORM_ERRORS:
            log.faulty += 1
            continue
        cause = found.cause_metadata or Cause()
        resource = cause.resource or ""
        address = make_kubernetes_address(owner.kind, owner.namespace, owner.name)
        yield ScanResult(
            tool=TRIVY,
            check=found.id or found.avd_id or "",
            outcome=_OUTCOMES.get(found.status or "", Outcome.UNDECIDED),
            source=source,
            address=address or (read_terraform_address(resource) if source == "terraform" else ""),
            name=resource if resource.startswith("arn:") and len(resource) <= 1_000 else "",
            paths=tuple(each for each in paths if each),
            line=read_line(cause.start_line),
            last_line=read_line(cause.end_line),
            strength=strength,
        )
