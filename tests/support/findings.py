"""Findings made by hand, for tests of code that takes findings."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from seloste.checker.finding import Finding, RuleFinding, Severity
from seloste.checker.position import Location

_OWN = {*Finding.__struct_fields__} - {"found"}


def make_finding(rule: str, severity: Severity, subject: str, location: Location, **given: Any) -> Finding:
    """A finding; `given` are fields of `Finding` or of `RuleFinding`."""
    return change_finding(Finding(rule, severity, RuleFinding(subject, location)), **given)


def change_finding(finding: Finding, **changes: Any) -> Finding:
    """The finding with other fields, of its own or of its `RuleFinding`."""
    found = {name: changes.pop(name) for name in list(changes) if name not in _OWN}
    return replace(finding, found=replace(finding.found, **found), **changes)
