"""What a revision approved, and what edits would waive: the parts that the attacks of test_trusted rest on."""

from __future__ import annotations

from datetime import date

import pytest

from seloste.checker.comparison.comparison import ComparedFinding
from seloste.checker.comparison.trusted import _missing
from seloste.checker.finding import Finding, Severity, Waived
from seloste.checker.position import Location
from seloste.checker.suppression.suppress import Decisions, RuleCoverage, suppress
from seloste.checker.suppression.waivers import SourceLine, Waiver, applies
from seloste.policy.law.law import load_law
from tests.support.findings import make_finding

DAY = date(2026, 11, 22)
AT = Location("systems.yaml", 3, 1)
FINDING = make_finding("system/safeguard-broken", Severity.ERROR, "systems.a", AT, value="x")
DECISION = Waived("Busy", "DPO", date(2026, 12, 31), Location("systems.yaml", 9, 1))


def passed(*findings: Finding, **approved: int) -> list[bool]:
    """Which findings pass, where so many decisions on each were approved."""
    decisions = {FINDING.fingerprint: (DECISION,) * approved.get("times", 1)}
    coverage = RuleCoverage(frozenset(), usage=False)
    outcome = suppress(findings, Decisions(approved=decisions), coverage, load_law().on(DAY))
    return [finding.waived is not None for finding in outcome.findings]


def test_an_approved_decision_is_for_its_own_finding() -> None:
    other = make_finding("system/safeguard-broken", Severity.ERROR, "systems.a", AT, value="y")
    assert passed(FINDING, other) == [True, False]


def test_one_decision_is_for_one_finding() -> None:
    assert passed(FINDING, FINDING, FINDING, times=2) == [True, True, False]


def test_a_comment_of_the_change_lets_nothing_pass() -> None:
    place = SourceLine(Location("systems.yaml", 2, 1), None)
    comment = Waiver("system/safeguard-broken", "Busy", date(2026, 12, 31), place, place, line=3)
    untrusted = Waiver("system/safeguard-broken", "Busy", date(2026, 12, 31), place, place, line=3, trusted=False)
    assert (applies(comment, FINDING, DAY), applies(untrusted, FINDING, DAY)) == (True, False)


def weighed(text: str) -> list[tuple[ComparedFinding, bool]]:
    """Findings as letters: a capital one fails the gate."""
    items = [
        (ComparedFinding("system/x", Severity.ERROR, "systems.a", None, letter.lower(), "a.yaml", 1), letter.isupper())
        for letter in text
    ]
    return sorted(items, key=lambda item: not item[1])


@pytest.mark.parametrize(
    ("before", "after", "missing"),
    [
        ("A", "A", ""),
        ("A", "", "a"),
        ("A", "a", "a"),
        ("a", "A", ""),
        ("a", "", "a"),
        ("AA", "A", "a"),
        ("AB", "BA", ""),
        ("Ab", "aB", "a"),
        ("", "A", ""),
    ],
)
def test_what_would_count_less(before: str, after: str, missing: str) -> None:
    assert "".join(item.fingerprint for item in _missing(weighed(before), weighed(after))) == missing
