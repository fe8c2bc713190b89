"""`--format sarif`: SARIF 2.1.0, for code scanning and for every tool that reads findings of other tools.

Suppressed findings are results with `suppressions`. Findings outside the scope are no results; a notification gives
their number. An error in a file is a result, so that it is shown at its line, and a notification of the run as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from seloste.checker.finding import Finding
from seloste.checker.position import Location
from seloste.checker.rules.catalogue import compute_rules_digest, load_catalogue
from seloste.reports.formats.context import FormatContext
from seloste.reports.formats.phrases import format_not_checked, format_out_of_scope, format_waiver
from seloste.reports.language.files_as_of import build_files_state
from seloste.reports.language.language import capitalize
from seloste.reports.language.related import find_resource, list_related
from seloste.reports.language.rule_words import Fix
from seloste.reports.rendering import escape
from seloste.reports.rendering.json_stream import stream_json
from seloste.reports.rulebook.explanation import EXAMPLE_DAY, list_binding, render_rule
from seloste.reports.rulebook.pages import render_rule_markdown

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
#: Results of a run that GitHub accepts.
MOST_RESULTS = 25_000
_BASE = "SRCROOT"
_ROLES = {"config": "userSpecifiedConfiguration", "waivers": "userSpecifiedConfiguration", "policy": "policy"}
#: GitHub's words for the severity of a rule.
_PROBLEM_SEVERITIES = {"error": "error", "warning": "warning", "note": "recommendation"}


def render(context: FormatContext) -> Iterator[str]:
    """The result as SARIF, in pieces."""
    runs = (builder.build() for builder in (_RunBuilder(context),))
    # Without indentation, writing takes half the time and the file half the space.
    return stream_json({"$schema": SCHEMA, "version": "2.1.0", "runs": runs}, indent=0)


class _RunBuilder:
    """Builds the single run of a file. Results refer to rules and files by their index in the run."""

    def __init__(self, context: FormatContext) -> None:
        self.context, self.language, self.result = context, context.language, context.result
        self.law = self.result.law
        findings = context.list_findings()
        self.omitted = findings[MOST_RESULTS:]
        included = set(map(id, findings[:MOST_RESULTS]))
        self.findings = [finding for finding in self.result.findings if id(finding) in included]
        violated = {finding.rule for finding in self.findings}
        self.rules = {rule: index for index, rule in enumerate(rule for rule in load_catalogue() if rule in violated)}
        self.inputs = [item for item in (self.result.policy, *self.result.inputs) if item is not None]
        self.files = {item.path: index for index, item in enumerate(self.inputs)}
        has_baseline = any(item.kind == "baseline" for item in self.result.inputs)
        self.has_base = has_baseline or any(finding.known for finding in self.findings)
        self._fixes: dict[tuple[Fix, ...], list[dict[str, str]]] = {}
        self._artifacts: dict[str, dict[str, str]] = {}

    def build(self) -> dict[str, Any]:
        """The run as values, the long lists as generators."""
        result, run = self.result, self.context.run
        verdicts = {verdict.value: count for verdict, count in result.verdicts().items()}
        return {
            "tool": {
                "driver": {
                    "name": "seloste",
                    "version": run.version,
                    "language": self.language.code,
                    "rules": [self._build_rule(rule) for rule in self.rules],
                    "properties": {
                        "rules": compute_rules_digest(),
                        "lawCheckedUntil": result.horizon.isoformat(),
                        "lawVersion": result.edition.version,
                    },
                }
            },
            "language": self.language.code,
            "automationDetails": {"id": f"seloste/{result.scope}/"},
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {_BASE: {"description": {"text": self.language.word("formats.root")}}},
            "invocations": [
                {
                    "exitCode": self.context.exit_code,
                    "executionSuccessful": self.context.exit_code < 2,
                    "toolExecutionNotifications": list(self._list_notifications()),
                }
            ],
            "artifacts": (
                {
                    "location": self._build_artifact(item.path),
                    "hashes": {"sha-256": item.sha256},
                    "roles": [_ROLES.get(item.kind, "analysisTarget")],
                    "properties": {"kind": item.kind},
                }
                for item in self.inputs
            ),
            "results": (self._build_result(finding) for finding in self.findings),
            "properties": {
                "asOf": result.as_of.isoformat(),
                "filesAsOf": build_files_state(result.files)["files_as_of"],
                "scope": result.scope,
                "failOn": self.context.fail_on,
                "commit": run.commit,
                "promises": verdicts,
                **({"repositoryVisibility": "public"} if self.context.is_public else {}),
            },
        }

    def _build_rule(self, rule_id: str) -> dict[str, Any]:
        rule, words = load_catalogue()[rule_id], self.language.rule(rule_id).complete(self.law)
        about = (rule, self.language, EXAMPLE_DAY, self.law)
        return {
            "id": rule_id,
            "shortDescription": {"text": words.title},
            "fullDescription": {"text": words.why},
            "help": {"text": render_rule(*about), "markdown": render_rule_markdown(*about)},
            "defaultConfiguration": {"level": rule.severity.value},
            "properties": {
                "family": rule.family,
                "law": list(list_binding(rule, self.law)),
                "tags": ["privacy", rule.family],
                "problem.severity": _PROBLEM_SEVERITIES[rule.severity],
            },
        }

    def _build_result(self, finding: Finding) -> dict[str, Any]:
        is_known = finding.baselined or finding.known
        state = {"baselineState": "unchanged" if is_known else "new"} if self.has_base else {}
        title = self.language.title(finding.rule)
        return {
            "ruleId": finding.rule,
            "ruleIndex": self.rules[finding.rule],
            "level": finding.severity.value,
            "message": {"text": escape.sarif(capitalize(self.language.message(finding)))},
            "locations": [
                {
                    "physicalLocation": self._build_location(finding.location),
                    "logicalLocations": list(_list_logical_locations(finding)),
                }
            ],
            "relatedLocations": [
                {
                    "id": number,
                    "physicalLocation": self._build_location(location),
                    "message": {"text": escape.sarif(capitalize(words or title))},
                }
                for number, (location, words) in enumerate(list_related(finding, self.language))
            ],
            "partialFingerprints": {"seloste/v1": finding.fingerprint},
            "suppressions": list(self._list_suppressions(finding)),
            **state,
            "properties": self._build_properties(finding),
        }

    def _build_properties(self, finding: Finding) -> dict[str, Any]:
        fixes = self._build_fixes(self.language.fixes(finding))
        return {
            "subject": escape.text(finding.subject),
            **({"promise": escape.text(finding.promise)} if finding.promise else {}),
            "law": list(finding.law),
            **({"fromMemory": True} if finding.from_memory else {}),
            **({"waysOut": fixes} if fixes else {}),
        }

    def _build_fixes(self, fixes: tuple[Fix, ...]) -> list[dict[str, str]]:
        """The ways to resolve findings: most of their text, and the same for all of a rule."""
        if fixes not in self._fixes:
            self._fixes[fixes] = [{"change": fix.change, "text": escape.text(fix.words)} for fix in fixes]
        return self._fixes[fixes]

    def _list_suppressions(self, finding: Finding) -> Iterator[dict[str, Any]]:
        """The waiver and the baseline that suppress a finding. A waiver in the finding's file is a comment there."""
        waived = finding.waived
        if waived is not None:
            in_source = waived.location.path == finding.location.path
            named = {"approvedBy": waived.approved_by, "advisedBy": waived.advised_by}
            people = {key: escape.text(name) for key, name in named.items() if name}
            yield {
                "kind": "inSource" if in_source else "external",
                "status": "accepted",
                "justification": escape.text(format_waiver(waived, self.language)),
                "location": {"physicalLocation": self._build_location(waived.location)},
                "properties": {"until": waived.until.isoformat(), **people},
            }
        if finding.baselined or finding.known:
            key = "formats.in-baseline" if finding.baselined else "formats.at-base"
            yield {"kind": "external", "status": "accepted", "justification": self.language.word(key)}

    def _list_notifications(self) -> Iterator[dict[str, Any]]:
        for finding in self.findings:
            if finding.is_input:
                yield {
                    "level": "error",
                    "message": {"text": escape.sarif(capitalize(self.language.message(finding)))},
                    "locations": [{"physicalLocation": self._build_location(finding.location)}],
                    "associatedRule": {"id": finding.rule, "index": self.rules[finding.rule]},
                }
        for item in self.result.not_checked_here:
            yield _build_notification("note", format_not_checked(item, self.language))
        if self.context.is_public:
            yield _build_notification("note", self.language.word("public.repository"))
        out_of_scope = self.context.list_out_of_scope()
        if out_of_scope:
            yield _build_notification("note", format_out_of_scope(out_of_scope, self.language))
        if self.omitted:
            yield _build_notification("warning", self.language.word("formats.left-out", count=len(self.omitted)))

    def _build_location(self, location: Location) -> dict[str, Any]:
        """A physical location, without a region where the finding is about the file as a whole."""
        region = {
            "startLine": location.line,
            "startColumn": location.column,
            "endLine": location.end_line,
            "endColumn": location.end_column,
        }
        known = {key: value for key, value in region.items() if value is not None}
        index = {"index": self.files[location.path]} if location.path in self.files else {}
        return {
            "artifactLocation": {**self._build_artifact(location.path), **index},
            **({"region": known} if location.line is not None else {}),
        }

    def _build_artifact(self, path: str) -> dict[str, Any]:
        if path not in self._artifacts:
            name = self.context.home.path(path)
            is_outside = name.startswith("/")
            base = {} if is_outside else {"uriBaseId": _BASE}
            self._artifacts[path] = {"uri": f"{'file://' if is_outside else ''}{escape.uri(name)}", **base}
        return self._artifacts[path]


def _list_logical_locations(finding: Finding) -> Iterator[dict[str, str]]:
    """What a finding is about, and the resource of infrastructure that shows it: a plan has no lines, but addresses."""
    yield {"fullyQualifiedName": escape.text(finding.subject)}
    resource = find_resource(finding)
    if resource:
        yield {"fullyQualifiedName": escape.text(resource), "kind": "resource"}


def _build_notification(level: str, text: str) -> dict[str, Any]:
    return {"level": level, "message": {"text": escape.sarif(text)}}
