"""Evidence: what scanners write. Checkov's and Trivy's own JSON, and SARIF of Checkov, Trivy and KICS.

Of each result the check, its outcome and its place are read, and nothing else: what a scanner quotes may hold secrets.
The facts are of the resource that the result is about; which one that is is known when all sources are read
(`scan_join.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec

from seloste.checker.evidence.attributes.type_table import find_type
from seloste.checker.evidence.json_pieces import MOST_LEVELS, Text, clean_text, explain_syntax
from seloste.checker.evidence.resource import Basis, ControlFact, Fact, Origin
from seloste.checker.evidence.scanners import checkov, sarif, trivy
from seloste.checker.evidence.scanners.check_table import Check, find_check
from seloste.checker.evidence.scanners.recognition import ScanFormat, find_format
from seloste.checker.evidence.scanners.scan_result import MODULE, Outcome, ScanLog, ScanResult, find_terraform_type
from seloste.checker.evidence.scanners.scanned_resource import ScannedResource
from seloste.checker.evidence.source import EvidenceFile
from seloste.checker.position import Location
from seloste.checker.reading.problem import Problem, ReadingAborted

_READERS: dict[ScanFormat, Callable[[Text, ScanLog], Iterator[ScanResult]]] = {
    ScanFormat.SARIF: sarif.list_results,
    ScanFormat.CHECKOV: checkov.list_results,
    ScanFormat.TRIVY: trivy.list_results,
}
#: What the results of one resource at one place have in common.
Key = tuple[Any, ...]


def recognize(name: str, beginning: bytes) -> bool:
    """Whether a file is what a scanner wrote, by its first million bytes."""
    return find_format(beginning) is not None


def read_resources(files: Sequence[EvidenceFile]) -> Iterator[ScannedResource]:
    """The resources that results are about. What cannot be read becomes a finding of its file; the rest is read."""
    counts: Counter[tuple[str, str]] = Counter()
    for file in files:
        log, found = ScanLog(counts), Scanned(file.file.path)
        try:
            _read_file(file, log, found)
        except ReadingAborted as aborted:
            file.report(aborted.problem)
        except RecursionError:
            file.report(Problem("limit-exceeded", "depth", None, {"limit": MOST_LEVELS}))
        if log.faulty:
            file.report(Problem("invalid-value", "scan-entries", None, {"count": log.faulty}))
        file.notes += log.notes
        yield from found.list_resources()
    for file in files[-1:]:
        file.notes += ((f"{tool} ({number})", reason) for (tool, reason), number in counts.items() if number)


class Scanned:
    """The results of one file, gathered by the resource or the place that they are about."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._results: dict[Key, ScanResult] = {}
        self._facts: dict[Key, dict[tuple[str, str], Fact]] = {}
        self._numbers: Counter[Key] = Counter()

    def add(self, result: ScanResult, check: Check | None) -> None:
        """Adds a result. Of equal ones on one resource the first counts."""
        key: Key = (result.tool, result.source, result.address, result.name, result.paths, result.strength)
        if not result.address and not result.name:
            key = (*key, result.line, result.last_line)
        self._results.setdefault(key, result)
        shown = check.show(result.outcome) if check else None
        facts = self._facts.setdefault(key, {})
        if check is not None and shown is not None:
            location = Location(result.paths[0] if result.paths else "", result.line, None, result.last_line)
            fact = ControlFact(
                attribute=f"{result.tool} {check.id}",
                location=location,
                strength=result.strength,
                basis=Basis.SCANNER,
                control=check.control,
                shown=shown,
                interval=check.interval if result.outcome is Outcome.PASSED else None,
            )
            self._numbers[key] += 1
            facts.setdefault((fact.attribute, shown), fact)

    def list_resources(self) -> Iterator[ScannedResource]:
        """The resources with facts, and those that store data, whatever they show."""
        for key, result in self._results.items():
            facts = tuple(self._facts[key].values())
            is_terraform = result.source == "terraform" and bool(result.address)
            type = find_terraform_type(result.address) if is_terraform else result.address.partition("/")[0]
            known = find_type(type) if is_terraform and type != MODULE else None
            stores_data = known is not None and "stores" in known.entry
            if facts or stores_data:
                yield ScannedResource(
                    source=result.source,
                    address=result.address,
                    type=type,
                    location=Location(result.paths[0] if result.paths else "", result.line, None, result.last_line),
                    stores_data=stores_data,
                    is_known=known is not None or not is_terraform or type == MODULE,
                    facts=facts,
                    names=frozenset([result.name] if result.name else []),
                    origin=Origin.SCAN,
                    read_from=self._path,
                    paths=result.paths,
                    tool=result.tool,
                    number_of_results=self._numbers[key],
                )


def _read_file(file: EvidenceFile, log: ScanLog, found: Scanned) -> None:
    data, file.data = file.data, b""
    text = clean_text(data).lstrip()
    del data
    format = find_format(text[:1_000_000])
    if format not in _READERS:
        _refuse(file, Problem("unreadable", "scan-none", None))
        return
    try:
        for result in _READERS[format](text, log):
            check = find_check(result.tool, result.check)
            if check is None:
                log.count(result.tool, "scan-unknown-check")
            elif result.outcome is Outcome.UNDECIDED:
                log.count(result.tool, "scan-undecided")
            found.add(result, check)
    except sarif.OtherToolError as error:
        _refuse(file, Problem("unreadable", "scan-other-tool", None, {"actual": ", ".join(filter(None, error.tools))}))
    except ValueError as error:
        problem = _explain(text, error)
        _refuse(file, problem) if problem.rule == "unreadable" else file.report(problem)


def _explain(text: bytes, error: ValueError) -> Problem:
    """Why a file cannot be read: it is malformed, or of another form."""
    try:
        msgspec.json.decode(text, type=msgspec.Raw)
    except ValueError as syntax:
        return explain_syntax(text, 0, str(syntax))
    return Problem("unreadable", "scan-none", None)


def _refuse(file: EvidenceFile, problem: Problem) -> None:
    """Reports that a file is no scan that is known. One that nobody named may lie there for other purposes."""
    if file.is_named:
        file.report(problem)
    else:
        name = f"{file.file.path}: {problem.arguments['actual']}" if problem.arguments.get("actual") else file.file.path
        file.notes.append((name, problem.variant))
