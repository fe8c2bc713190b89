"""Marks the findings that stood at the base of a change, so that only what is new counts (`--new-only`).

The base is judged on the day of the check, so that no change is at fault for a certificate or a waiver that ended.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from seloste.checker.comparison.comparison import ComparedFinding
from seloste.checker.finding import Finding, Severity

_GRAVEST_FIRST = tuple(Severity)


def mark_known(findings: Sequence[Finding], before: Iterable[ComparedFinding]) -> tuple[Finding, ...]:
    """The findings, marked where one alike counted before that was as grave, each of them for one finding.

    What was suppressed before is not known: the change has taken the waiver away. What could not be read always counts.
    """
    left: dict[str, list[ComparedFinding]] = defaultdict(list)
    for each in before:
        if not each.suppressed:
            left[each.fingerprint].append(each)
    marked = list(findings)
    candidates = [n for n, finding in enumerate(findings) if finding.counts and finding.family != "input"]
    for same_path in (True, False):  # of two alike, the one that did not move is known first
        for number in candidates:
            finding = marked[number]
            if finding.known:
                continue
            alike = [each for each in left.get(finding.fingerprint, ()) if _covers(each, finding, same_path)]
            if alike:
                left[finding.fingerprint].remove(max(alike, key=lambda each: _GRAVEST_FIRST.index(each.severity)))
                marked[number] = replace(finding, known=True)
    return tuple(marked)


def _covers(before: ComparedFinding, finding: Finding, same_path: bool) -> bool:
    """Whether a finding is one from before, that has not become graver."""
    is_place = before.path == finding.location.path or not same_path
    return is_place and _GRAVEST_FIRST.index(before.severity) <= _GRAVEST_FIRST.index(finding.severity)
