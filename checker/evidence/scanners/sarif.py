"""Reads SARIF 2.1.0 of Checkov, Trivy and KICS. It leaves out what passed, so that it can contradict, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import msgspec
from msgspec import Raw

from seloste.checker.evidence.json_pieces import FORM_ERRORS, NULL, Text, is_given, iterate_entries
from seloste.checker.evidence.scanners.scan_result import (
    CHECKOV,
    KICS,
    TRIVY,
    Outcome,
    ScanLog,
    ScanResult,
    clean_path,
    read_line,
    read_terraform_address,
)
from seloste.checker.finding import cut_text

#: The scanners, by what they call themselves, in small letters.
_TOOLS = {"checkov": CHECKOV, "trivy": TRIVY, "kics": KICS}
#: A result that is not of this kind, or that a later run has no more, shows nothing.
_FAILED_KINDS = frozenset({"", "fail"})
_UNDECIDED_LEVEL = "none"
_REFUSED = frozenset({"rejected", "underReview"})
#: What the ids of vulnerabilities begin with, which are not ours.
_VULNERABILITIES = ("CVE-", "GHSA-")
#: How many rules of a run are read for results that name theirs by its number alone.
_MOST_RULES = 20_000
#: The longest address of a file that is read, in characters.
_LONGEST_ADDRESS = 3_000


class Log(msgspec.Struct, rename="camel"):
    """The top of a file."""

    runs: Raw = NULL


class Driver(msgspec.Struct, rename="camel"):
    """The scanner."""

    name: str = ""
    rules: Raw = NULL


class Tool(msgspec.Struct, rename="camel"):
    """The scanner and its extensions."""

    driver: Driver | None = None


class Run(msgspec.Struct, rename="camel"):
    """One run of a scanner."""

    tool: Tool | None = None
    results: Raw = NULL


class Artifact(msgspec.Struct, rename="camel"):
    """The file that a result is about."""

    uri: str | None = None


class Region(msgspec.Struct, rename="camel"):
    """Its lines. `snippet`, which may hold secrets, is not read."""

    start_line: int | None = None
    end_line: int | None = None


class Physical(msgspec.Struct, rename="camel"):
    """A place in a file."""

    artifact_location: Artifact | None = None
    region: Region | None = None


class Logical(msgspec.Struct, rename="camel"):
    """A place by its name."""

    fully_qualified_name: str | None = None
    name: str | None = None


class Place(msgspec.Struct, rename="camel"):
    """A place."""

    physical_location: Physical | None = None
    logical_locations: list[Logical] | None = None


class Suppression(msgspec.Struct, rename="camel"):
    """A decision that a result does not count."""

    status: str | None = None


class RuleReference(msgspec.Struct, rename="camel"):
    """The rule of a result."""

    id: str | None = None
    index: int | None = None


class Result(msgspec.Struct, rename="camel"):
    """A result. Its message, which may quote the code, is not read."""

    rule_id: str | None = None
    rule_index: int | None = None
    rule: RuleReference | None = None
    kind: str | None = None
    level: str | None = None
    baseline_state: str | None = None
    locations: list[Place] | None = None
    suppressions: list[Suppression] | None = None


_RESULT = msgspec.json.Decoder(Result)


class OtherToolError(ValueError):
    """Every run of a file is of a scanner that is not known, or of none."""

    def __init__(self, tools: tuple[str, ...]) -> None:
        super().__init__("another tool")
        self.tools = tools


def list_results(text: Text, log: ScanLog) -> Iterator[ScanResult]:
    """The results of a file. Raises ValueError where it is of another form, and OtherToolError."""
    others: dict[str, None] = {}
    is_known = False
    for entry in iterate_entries(msgspec.json.decode(text, type=Log).runs):
        run = msgspec.json.decode(entry, type=Run)
        driver = run.tool.driver if run.tool else None
        name = driver.name if driver else ""
        tool = _TOOLS.get(name.strip().lower()[:100])
        if driver is None or tool is None:
            others[cut_text(" ".join(name.split()), 60)] = None
            continue
        is_known = True
        yield from _list_run(run, driver, tool, log)
    if not is_known:
        raise OtherToolError(tuple(others)[:5])
    log.notes += [(f"SARIF, {name}", "scan-other-tool") for name in tuple(others)[:5]]


def _list_run(run: Run, driver: Driver, tool: str, log: ScanLog) -> Iterator[ScanResult]:
    rules: list[str] | None = None
    for entry in iterate_entries(run.results) if is_given(run.results) else ():
        try:
            result = _RESULT.decode(entry)
        except FORM_ERRORS:
            log.faulty += 1
            continue
        reference = result.rule or RuleReference()
        check = result.rule_id or reference.id
        number = result.rule_index if result.rule_index is not None else reference.index
        if not check and number is not None:
            rules = _list_rules(driver.rules) if rules is None else rules
            check = rules[number] if 0 <= number < len(rules) else ""
        if (check or "").startswith(_VULNERABILITIES):
            log.count(f"{tool}, CVE", "scan-other-kind")
        else:
            yield _make_result(result, tool, check or "")


def _list_rules(raw: Raw) -> list[str]:
    """The ids of the rules of a run, in their order."""
    found: list[str] = []
    for entry in iterate_entries(raw) if is_given(raw) else ():
        try:
            found.append(msgspec.json.decode(entry, type=RuleReference).id or "")
        except FORM_ERRORS:
            found.append("")
        if len(found) == _MOST_RULES:
            break
    return found


def _make_result(result: Result, tool: str, check: str) -> ScanResult:
    place = next(iter(result.locations or ()), Place())
    physical = place.physical_location or Physical()
    region = physical.region or Region()
    uri = physical.artifact_location.uri if physical.artifact_location else None
    path = clean_path(unquote(uri)) if uri and len(uri) <= _LONGEST_ADDRESS else ""
    names: list[Any] = [each.fully_qualified_name or each.name for each in place.logical_locations or ()]
    line = read_line(region.start_line)
    return ScanResult(
        tool=tool,
        check=check.partition("/")[0],
        outcome=Outcome.FAILED if _is_failure(result) else Outcome.UNDECIDED,
        address=next(filter(None, map(read_terraform_address, names)), ""),
        paths=(path,) if path else (),
        line=line,
        last_line=read_line(region.end_line) or line,
    )


def _is_failure(result: Result) -> bool:
    """Whether a result says that a check has failed, and nobody has decided otherwise."""
    is_suppressed = any(each.status not in _REFUSED for each in result.suppressions or ())
    is_gone = result.baseline_state == "absent"
    return (result.kind or "") in _FAILED_KINDS and result.level != _UNDECIDED_LEVEL and not (is_suppressed or is_gone)
