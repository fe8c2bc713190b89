"""`--format gitlab`: a code quality report, which GitLab shows in a merge request beside the lines of the change.

GitLab compares the reports of the two branches by fingerprint: what is missing from the newer one it calls fixed. So a
finding that is let pass stays, as `info` and marked with who let it pass and until when.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Any

from seloste.checker.finding import Finding
from seloste.reports.formats import FormatContext
from seloste.reports.formats.phrases import mark
from seloste.reports.language.language import capital
from seloste.reports.rendering import escape

_SEVERITIES = {"error": "critical", "warning": "minor", "note": "info"}


def tell(telling: FormatContext) -> str:
    """The result as code quality."""
    seen: Counter[str] = Counter()
    findings = [finding for finding in telling.result.findings if telling.result.in_scope(finding)]
    return escape.json_text([_issue(finding, _fingerprint(finding, seen), telling) for finding in findings])


def _issue(finding: Finding, fingerprint: str, telling: FormatContext) -> dict[str, Any]:
    said = telling.said
    message, passing = capital(said.message(finding)), mark(finding, said)
    return {
        "description": escape.text(said.word("formats.marked", mark=passing, message=message) if passing else message),
        "check_name": finding.rule,
        "fingerprint": fingerprint,
        "severity": _severity(finding),
        "location": {
            "path": escape.text(telling.home.path(finding.location.path)),
            # GitLab knows no finding about a whole file: it stands at the first line.
            "lines": {"begin": finding.location.line or 1},
        },
    }


def _severity(finding: Finding) -> str:
    if not finding.counts:
        return "info"
    return "blocker" if finding.family == "input" else _SEVERITIES[finding.severity]


def _fingerprint(finding: Finding, seen: Counter[str]) -> str:
    """The fingerprint of the finding; of several alike, the second and later ones get one of their own.

    GitLab shows but one of those that share a fingerprint. The number, not the place, tells them apart, so that they
    stay the same when they are moved.
    """
    number = seen[finding.fingerprint]
    seen[finding.fingerprint] += 1
    if not number:
        return finding.fingerprint
    return hashlib.sha256(f"{finding.fingerprint}\0{number}".encode()).hexdigest()[:32]
