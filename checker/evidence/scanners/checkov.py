"""Reads what Checkov writes as JSON: one report, or a list of them, one for each kind of file that it scanned."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Raw

from seloste.checker.evidence.json_pieces import FORM_ERRORS, NULL, Text, is_given, iterate_entries
from seloste.checker.evidence.scanners.scan_result import (
    CHECKOV,
    Outcome,
    ScanLog,
    ScanResult,
    clean_path,
    make_kubernetes_address,
    read_line,
    read_terraform_address,
)
from seloste.checker.finding import cut_text

#: The kinds of scanned files, each with the source of the resources in them.
_SOURCES = {
    "terraform": "terraform",
    "terraform_plan": "terraform",
    "kubernetes": "kubernetes",
    "helm": "kubernetes",
    "kustomize": "kubernetes",
}
_OUTCOMES = {"PASSED": Outcome.PASSED, "FAILED": Outcome.FAILED}


class Results(msgspec.Struct):
    """The lists of results of a report."""

    passed_checks: Raw = NULL
    failed_checks: Raw = NULL
    skipped_checks: Raw = NULL
    parsing_errors: Raw = NULL


class Report(msgspec.Struct):
    """A report on one kind of file."""

    check_type: str = ""
    results: Results | None = None


class Answer(msgspec.Struct):
    """What a check came to."""

    result: str = ""


class Record(msgspec.Struct):
    """The result of a check. `code_block`, which may hold secrets, is not read."""

    check_id: str | None = None
    bc_check_id: str | None = None
    check_result: Answer | None = None
    file_path: str | None = None
    repo_file_path: str | None = None
    file_abs_path: str | None = None
    file_line_range: list[Any] | None = None
    resource: str | None = None


_RECORD = msgspec.json.Decoder(Record)


def list_results(text: Text, log: ScanLog) -> Iterator[ScanResult]:
    """The results of a document. Raises ValueError where it is of another form."""
    for raw in iterate_entries(text) if bytes(text[:1]) == b"[" else (text,):
        yield from _list_report(msgspec.json.decode(raw, type=Report), log)


def _list_report(report: Report, log: ScanLog) -> Iterator[ScanResult]:
    results = report.results
    if results is None:  # what Checkov writes where there was nothing to scan
        return
    for path in _list_texts(results.parsing_errors):
        log.notes.append((cut_text(path.rpartition("/")[2], 200), "scan-unparsed"))
    source = _SOURCES.get(report.check_type)
    lists = (
        (results.passed_checks, Outcome.PASSED),
        (results.failed_checks, Outcome.FAILED),
        (results.skipped_checks, Outcome.UNDECIDED),
    )
    for raw, outcome in lists:
        for entry in iterate_entries(raw) if is_given(raw) else ():
            if source is None:
                log.count(f"{CHECKOV}, {cut_text(report.check_type, 40)}", "scan-other-kind")
                continue
            try:
                record = _RECORD.decode(entry)
            except FORM_ERRORS:
                log.faulty += 1
                continue
            yield _make_result(record, outcome, source)


def _make_result(record: Record, outcome: Outcome, source: str) -> ScanResult:
    if outcome is not Outcome.UNDECIDED and record.check_result is not None:
        answer = _OUTCOMES.get(record.check_result.result, Outcome.UNDECIDED)
        outcome = outcome if answer is outcome else Outcome.UNDECIDED
    lines = [*map(read_line, record.file_line_range or ()), None, None][:2]
    written = (record.repo_file_path, record.file_path)
    absolute = clean_path(record.file_abs_path)
    paths = dict.fromkeys([*(clean_path(path, is_relative=True) for path in written), absolute])
    return ScanResult(
        tool=CHECKOV,
        check=record.check_id or record.bc_check_id or "",
        outcome=outcome,
        source=source,
        address=read_terraform_address(record.resource) if source == "terraform" else _read_object(record.resource),
        paths=tuple(path for path in paths if path),
        line=lines[0],
        last_line=lines[1],
    )


def _read_object(text: str | None) -> str:
    """The address of an object: `Deployment/default/crm` of `Deployment.default.crm`. A name may have points."""
    parts = (text or "").split(".", 2)
    return make_kubernetes_address(*parts) if len(parts) == 3 else ""


def _list_texts(raw: Raw) -> Iterator[str]:
    """The paths of a list, cleaned."""
    for entry in iterate_entries(raw) if is_given(raw) else ():
        try:
            path = clean_path(msgspec.json.decode(entry))
        except FORM_ERRORS:
            continue
        if path:
            yield path
