"""`--format sarif`: SARIF 2.1.0, for code scanning and for every tool that reads findings of others.

A finding that is let pass is there with its `suppressions`; one that the scope leaves to somebody else is not, and a
notification says so. What could not be read is both a result, to be seen at its line, and a failure of the run.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from seloste.checker.finding import Finding
from seloste.checker.position import Location
from seloste.checker.rules.registry import catalogue, digest
from seloste.reports.formats import FormatContext
from seloste.reports.formats.phrases import decision, tally, unchecked
from seloste.reports.language.language import capital
from seloste.reports.rendering import escape
from seloste.reports.rulebook.explanation import explain
from seloste.reports.rulebook.pages import page_of

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
#: GitHub refuses a file with more results in a run.
MOST_RESULTS = 25_000
_BASE = "SRCROOT"
_ROLES = {"config": "userSpecifiedConfiguration", "waivers": "userSpecifiedConfiguration", "policy": "policy"}
#: How GitHub's own words for the severity of a rule call ours.
_PROBLEM = {"error": "error", "warning": "warning", "note": "recommendation"}


def tell(telling: FormatContext) -> str:
    """The result as SARIF."""
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_Run(telling).document()]}
    # Read by programs alone, and without indentation written twice as fast and half as large.
    return escape.json_text(document, indent=None)


class _Run:
    """The one run of a file: knows at which index its rules and files are."""

    def __init__(self, telling: FormatContext) -> None:
        self.telling, self.said, self.result = telling, telling.said, telling.result
        told = telling.told()
        self.left_out = told[MOST_RESULTS:]
        shown = set(map(id, told[:MOST_RESULTS]))
        self.findings = [finding for finding in self.result.findings if id(finding) in shown]
        named = {finding.rule for finding in self.findings}
        self.rules = {rule: number for number, rule in enumerate(rule for rule in catalogue() if rule in named)}
        read = [item for item in (self.result.policy, *self.result.inputs) if item is not None]
        self.files = {item.path: number for number, item in enumerate(read)}
        self.inputs = read
        self.compared = any(item.kind == "baseline" for item in self.result.inputs)

    def document(self) -> dict[str, Any]:
        """The run as plain values."""
        result, run = self.result, self.telling.run
        verdicts = {verdict.value: count for verdict, count in result.verdicts().items()}
        return {
            "tool": {
                "driver": {
                    "name": "seloste",
                    "version": run.version,
                    "language": self.said.code,
                    "rules": [self._rule(rule) for rule in self.rules],
                    "properties": {"rules": digest(), "lawCheckedUntil": result.horizon.isoformat()},
                }
            },
            "language": self.said.code,
            "automationDetails": {"id": f"seloste/{result.scope}/"},
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {_BASE: {"description": {"text": self.said.word("formats.root")}}},
            "invocations": [
                {
                    "exitCode": self.telling.exit_code,
                    "executionSuccessful": self.telling.exit_code < 2,
                    "toolExecutionNotifications": list(self._notifications()),
                }
            ],
            "artifacts": [
                {
                    "location": self._artifact(item.path),
                    "hashes": {"sha-256": item.sha256},
                    "roles": [_ROLES.get(item.kind, "analysisTarget")],
                    "properties": {"kind": item.kind},
                }
                for item in self.inputs
            ],
            "results": [self._result(finding) for finding in self.findings],
            "properties": {
                "asOf": result.as_of.isoformat(),
                "scope": result.scope,
                "failOn": self.telling.fail_on,
                "commit": run.commit,
                "promises": verdicts,
            },
        }

    def _rule(self, rule_id: str) -> dict[str, Any]:
        rule, words = catalogue()[rule_id], self.said.rule(rule_id)
        return {
            "id": rule_id,
            "shortDescription": {"text": words.title},
            "fullDescription": {"text": words.why},
            "help": {"text": explain(rule, self.said), "markdown": page_of(rule, self.said)},
            "defaultConfiguration": {"level": rule.severity.value},
            "properties": {
                "family": rule.family,
                "law": list(rule.law),
                "tags": ["privacy", rule.family],
                "problem.severity": _PROBLEM[rule.severity],
            },
        }

    def _result(self, finding: Finding) -> dict[str, Any]:
        state = {"baselineState": "unchanged" if finding.baselined else "new"} if self.compared else {}
        related = escape.sarif(capital(self.said.related(finding) or self.said.title(finding.rule)))
        return {
            "ruleId": finding.rule,
            "ruleIndex": self.rules[finding.rule],
            "level": finding.severity.value,
            "message": {"text": escape.sarif(capital(self.said.message(finding)))},
            "locations": [
                {
                    "physicalLocation": self._place(finding.location),
                    "logicalLocations": [{"fullyQualifiedName": escape.text(finding.subject)}],
                }
            ],
            "relatedLocations": [
                {"id": number, "physicalLocation": self._place(at), "message": {"text": related}}
                for number, at in enumerate(finding.related)
            ],
            "partialFingerprints": {"seloste/v1": finding.fingerprint},
            "suppressions": list(self._suppressions(finding)),
            **state,
            "properties": self._more(finding),
        }

    def _more(self, finding: Finding) -> dict[str, Any]:
        ways = [{"change": way.change, "text": escape.text(way.words)} for way in self.said.ways_out(finding)]
        return {
            "subject": escape.text(finding.subject),
            **({"promise": escape.text(finding.promise)} if finding.promise else {}),
            "law": list(finding.law),
            **({"fromMemory": True} if finding.from_memory else {}),
            **({"waysOut": ways} if ways else {}),
        }

    def _suppressions(self, finding: Finding) -> Iterator[dict[str, Any]]:
        """What lets a finding pass. A comment beside it stands in its own file, a waiver of the register never does."""
        waived = finding.waived
        if waived is not None:
            beside = waived.location.path == finding.location.path
            by = {"approvedBy": escape.text(waived.approved_by)} if waived.approved_by else {}
            yield {
                "kind": "inSource" if beside else "external",
                "status": "accepted",
                "justification": escape.text(decision(waived, self.said)),
                "location": {"physicalLocation": self._place(waived.location)},
                "properties": {"until": waived.until.isoformat(), **by},
            }
        if finding.baselined:
            yield {
                "kind": "external",
                "status": "accepted",
                "justification": self.said.word("formats.in-baseline"),
            }

    def _notifications(self) -> Iterator[dict[str, Any]]:
        for finding in self.findings:
            if finding.family == "input":
                yield {
                    "level": "error",
                    "message": {"text": escape.sarif(capital(self.said.message(finding)))},
                    "locations": [{"physicalLocation": self._place(finding.location)}],
                    "associatedRule": {"id": finding.rule, "index": self.rules[finding.rule]},
                }
        for item in self.result.not_checked:
            yield _notification("note", unchecked(item, self.said))
        elsewhere = self.telling.elsewhere()
        if elsewhere:
            yield _notification("note", self.said.word("formats.elsewhere", what=tally(elsewhere, self.said)))
        if self.left_out:
            yield _notification("warning", self.said.word("formats.left-out", count=len(self.left_out)))

    def _place(self, at: Location) -> dict[str, Any]:
        """A physical location; without a region where the finding is about the file as a whole, or one not there."""
        region = {"startLine": at.line, "startColumn": at.column, "endLine": at.end_line, "endColumn": at.end_column}
        known = {key: value for key, value in region.items() if value is not None}
        index = {"index": self.files[at.path]} if at.path in self.files else {}
        return {
            "artifactLocation": {**self._artifact(at.path), **index},
            **({"region": known} if at.line is not None else {}),
        }

    def _artifact(self, path: str) -> dict[str, Any]:
        within = self.telling.home.path(path)
        if within.startswith("/"):
            return {"uri": f"file://{escape.uri(within)}"}
        return {"uri": escape.uri(within), "uriBaseId": _BASE}


def _notification(level: str, text: str) -> dict[str, Any]:
    return {"level": level, "message": {"text": escape.sarif(text)}}
