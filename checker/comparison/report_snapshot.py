"""An older report.json, read as a snapshot that a later check is compared with.

It may come from anywhere, and from an older version of this program: the parts that are needed are validated, the rest
is ignored. A report that cannot be understood is a finding, as any other unreadable input.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from msgspec import Struct
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from seloste.checker.comparison.comparison import ComparedFinding, PromiseState, Snapshot, group_contradicting
from seloste.checker.evidence.resource import EvidenceKind
from seloste.checker.finding import Finding, Severity
from seloste.checker.linking.shown_infrastructure import (
    ShownColumn,
    ShownInfrastructure,
    ShownPlace,
    ShownService,
    ShownStore,
)
from seloste.checker.reading.documents import File, make_finding
from seloste.checker.reading.problem import Problem
from seloste.checker.reading.tree import WorkTree
from seloste.checker.rule_families import is_input
from seloste.checker.rules.catalogue import load_first_rules
from seloste.checker.verdicts.verdict import Verdict
from seloste.checker.workspace.patterns import display_path

#: In bytes. A report is larger than any other file: it has every piece of evidence in every language.
_LARGEST = 200_000_000
_VERSION = 1
_Words = Annotated[str, Field(max_length=100_000)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Tool(_Part):
    name: Literal["seloste"] = "seloste"
    version: _Words = ""
    rules: _Words = ""
    law_version: _Words = ""
    #: Absent in the reports of the first versions.
    rule_ids: list[_Words] | None = None


class _Place(_Part):
    path: _Words
    line: int | None = None


class _Finding(_Part):
    rule: _Words
    severity: Severity
    subject: _Words
    promise: _Words | None = None
    fingerprint: _Words
    location: _Place
    waiver: dict[str, Any] | None = None
    baselined: bool = False

    def to_compared(self) -> ComparedFinding:
        """The parts of the finding that are compared."""
        return ComparedFinding(
            rule=self.rule,
            severity=self.severity,
            subject=self.subject,
            promise=self.promise,
            fingerprint=self.fingerprint,
            path=self.location.path,
            line=self.location.line,
            suppressed=self.waiver is not None or self.baselined,
        )


class _Evidence(_Part):
    subject: _Words
    holds: bool


class _Promise(_Part):
    id: _Words
    text: dict[str, _Words] | None = None
    verdict: Verdict
    strength: EvidenceKind | None = None
    evidence: list[_Evidence] = []
    #: Given where not all the evidence that supports the promise is in the list.
    supporting: int | None = None


class _ShownPlace(_Part):
    subject: _Words
    country: _Words
    resource: _Words | None = None
    copy_of_data: Annotated[bool, Field(alias="copy")] = False


class _ShownStore(_Part):
    subject: _Words | None = None
    resource: _Words


class _ShownColumn(_Part):
    subject: _Words
    column: _Words
    kind: _Words = ""


class _ShownService(_Part):
    subject: _Words | None = None
    service: _Words


class _Infrastructure(_Part):
    places: list[_ShownPlace] = []
    stores: list[_ShownStore] = []
    columns: list[_ShownColumn] | None = None
    services: list[_ShownService] | None = None


class _Report(_Part):
    tool: _Tool = _Tool()
    as_of: date
    scope: _Words = "all"
    commit: _Words | None = None
    policy: dict[str, Any] | None = None
    findings: list[_Finding]
    promises: list[_Promise]
    infrastructure: _Infrastructure | None = None


class EarlierReport(Struct, frozen=True):
    """A report.json of before: which file it is, what it was made from and with, and its snapshot.

    Attributes:
        commit: The commit that was checked; None where it was not known.
        tool: The version of the program, and `law` that of the law data; empty where the report does not have it.
        policy: The SHA-256 of the notice; None where it could not be read.
    """

    path: str
    sha256: str
    commit: str | None
    tool: str
    law: str
    policy: str | None
    snapshot: Snapshot

    @property
    def as_of(self) -> date:
        """The day whose law counted."""
        return self.snapshot.as_of


def read_report(path: Path, folder: Path) -> EarlierReport | Finding:
    """The report in a report.json, or the finding that says what is wrong with the file.

    `folder`: what a relative path is relative to.
    """
    shown = display_path(path, folder)
    data = WorkTree(folder).read_bytes(path, _LARGEST)
    if isinstance(data, Problem):
        return _refused(shown, data)
    if len(data) > _LARGEST:
        return _refused(shown, Problem("limit-exceeded", "size", None, {"limit": _LARGEST}))
    try:
        document = json.loads(data)
    except json.JSONDecodeError as error:
        return _unfit(shown, f"{error.lineno}:{error.colno}")
    except (ValueError, RecursionError):
        return _unfit(shown, "JSON")
    version = document.get("version") if isinstance(document, dict) else None
    if type(version) is int and version != _VERSION:
        arguments = {"actual": str(version)[:20], "expected": str(_VERSION)}
        return _refused(shown, Problem("unreadable", "report-version", None, arguments))
    if version != _VERSION or type(version) is not int:
        return _unfit(shown, "version")
    try:
        report = _Report.model_validate(document)
    except ValidationError as error:
        return _unfit(shown, ".".join(str(step) for step in error.errors()[0]["loc"])[:100])
    policy = (report.policy or {}).get("sha256")
    return EarlierReport(
        path=shown,
        sha256=hashlib.sha256(data).hexdigest(),
        commit=report.commit,
        tool=report.tool.version,
        law=report.tool.law_version,
        policy=policy if isinstance(policy, str) else None,
        snapshot=_snapshot(report),
    )


def list_report_inputs(path: Path, folder: Path) -> frozenset[str]:
    """The paths of the inventories that a report.json was made from; none where it can't be read."""
    data = WorkTree(folder).read_bytes(path, _LARGEST)
    try:
        document = json.loads(data) if isinstance(data, bytes) and len(data) <= _LARGEST else None
    except (ValueError, RecursionError):
        return frozenset()
    inputs = document.get("inputs") if isinstance(document, dict) else None
    listed = [each for each in inputs if isinstance(each, dict)] if isinstance(inputs, list) else []
    paths = (each.get("path") for each in listed if each.get("kind") in ("systems", "processors"))
    return frozenset(each for each in paths if isinstance(each, str))


def _snapshot(report: _Report) -> Snapshot:
    findings = tuple(finding.to_compared() for finding in report.findings)
    against = group_contradicting(findings)
    complete = not any(is_input(finding.rule) for finding in findings)
    return Snapshot(
        promises={
            promise.id: PromiseState(
                text=promise.text,
                verdict=promise.verdict,
                strength=promise.strength,
                against=frozenset(against.get(promise.id, ())),
                holding=frozenset(item.subject for item in promise.evidence if item.holds),
                all_holding=promise.supporting is None,
                silent=frozenset(item.subject for item in promise.evidence if not item.holds),
            )
            for promise in report.promises
        },
        findings=findings,
        as_of=report.as_of,
        scope=report.scope,
        rules=report.tool.rules,
        rule_ids=load_first_rules().union(report.tool.rule_ids or ()),
        judged=bool(report.promises) or (report.policy is not None and complete),
        complete=complete,
        infrastructure=_infrastructure(report.infrastructure),
    )


def _infrastructure(reported: _Infrastructure | None) -> ShownInfrastructure | None:
    if reported is None:
        return None
    places = (
        ShownPlace(each.subject, each.country, each.resource or "", each.copy_of_data) for each in reported.places
    )
    stores = (ShownStore(each.subject or "", each.resource) for each in reported.stores)
    columns = [ShownColumn(each.subject, each.column, each.kind) for each in reported.columns or ()]
    services = [ShownService(each.subject or "", each.service) for each in reported.services or ()]
    return ShownInfrastructure(
        tuple(places),
        tuple(stores),
        None if reported.columns is None else tuple(columns),
        None if reported.services is None else tuple(services),
    )


def _unfit(path: str, detail: str) -> Finding:
    return _refused(path, Problem("unreadable", "report", None, {"detail": detail}))


def _refused(path: str, problem: Problem) -> Finding:
    return make_finding(File(path, "report"), problem)
