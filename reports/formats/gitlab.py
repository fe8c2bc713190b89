"""`--format gitlab`: a code quality report, which GitLab shows in a merge request beside the lines of the change.

GitLab compares the reports of two branches by fingerprint and calls a finding fixed that the newer report lacks. So
suppressed findings stay in the report, as `info` and with their suppression in the description.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

from seloste.checker.finding import Finding
from seloste.reports.formats.context import FormatContext
from seloste.reports.formats.phrases import format_suppression
from seloste.reports.language.language import capitalize
from seloste.reports.rendering import escape
from seloste.reports.rendering.json_stream import stream_json

_SEVERITIES = {"error": "critical", "warning": "minor", "note": "info"}


def render(context: FormatContext) -> Iterator[str]:
    """The findings in scope as a code quality report, in pieces."""
    counter: Counter[str] = Counter()
    return stream_json(
        _build_issue(finding, _make_unique_fingerprint(finding, counter), context)
        for finding in context.result.findings
        if context.result.in_scope(finding)
    )


def _build_issue(finding: Finding, fingerprint: str, context: FormatContext) -> dict[str, Any]:
    language = context.language
    message, suppression = capitalize(language.message(finding)), format_suppression(finding, language)
    if suppression:
        message = language.word("formats.marked", mark=suppression, message=message)
    return {
        "description": escape.text(message),
        "check_name": finding.rule,
        "fingerprint": fingerprint,
        "severity": _map_severity(finding),
        "location": {
            "path": escape.text(context.home.path(finding.location.path)),
            # GitLab requires a line, so a finding about a whole file is at the first one.
            "lines": {"begin": finding.location.line or 1},
        },
    }


def _map_severity(finding: Finding) -> str:
    """GitLab's severity. Input that could not be read blocks, since nothing in it was checked."""
    if not finding.counts:
        return "info"
    return "blocker" if finding.is_input else _SEVERITIES[finding.severity]


def _make_unique_fingerprint(finding: Finding, counter: Counter[str]) -> str:
    """The fingerprint of the finding; each further finding with the same one gets another, by its number.

    GitLab shows only one of the findings that share a fingerprint. The number does not depend on the place, so the
    fingerprints stay when the findings move.
    """
    number = counter[finding.fingerprint]
    counter[finding.fingerprint] += 1
    if not number:
        return finding.fingerprint
    return hashlib.sha256(f"{finding.fingerprint}\0{number}".encode()).hexdigest()[:32]
