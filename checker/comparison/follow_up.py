"""The follow-up of an earlier report: which of its findings are gone, which are still open, and what is new since.

Nothing is judged here: an earlier report.json is compared with a result, and each finding of the result is open, new,
or of a rule that the earlier report did not know.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from seloste.checker.comparison.comparison import ChangeEffect, ComparedFinding, compare_snapshots, take_snapshot
from seloste.checker.comparison.report_snapshot import EarlierReport
from seloste.checker.finding import Finding
from seloste.checker.result import Result


class FollowUpState(StrEnum):
    """What a finding of a result is to the earlier report."""

    #: It was there, and counts.
    OPEN = "open"
    #: It was not there, though its rule was looked for.
    NEW = "new"
    #: It was not there, and its rule was not looked for yet.
    NEW_RULE = "new-rule"
    #: It was there and did not count, since it was waived or in the baseline; now it counts.
    RETURNED = "returned"
    #: It is waived or in the baseline now, whether it was there or not.
    SUPPRESSED = "suppressed"


class FollowUp(Struct, frozen=True):
    """A result compared with an earlier report.

    Attributes:
        effect: What changed between the two.
        findings: The findings of the result by what they are to the earlier report, in the order of the result.
        explained: The promises that are broken now only by findings of rules that were not looked for then.
        remarks: What else may explain a difference: keys of `follow_up.remark`.
    """

    earlier: EarlierReport
    effect: ChangeEffect
    findings: dict[FollowUpState, tuple[Finding, ...]]
    explained: frozenset[str] = frozenset()
    remarks: tuple[str, ...] = ()

    @property
    def is_comparable(self) -> bool:
        """Whether there was a notice to judge by, then and now."""
        return bool(self.findings)


def follow_up(earlier: EarlierReport, result: Result) -> FollowUp:
    """Compares an earlier report with a result."""
    now = take_snapshot(result)
    effect = compare_snapshots(earlier.snapshot, now, earlier.path, earlier.commit)
    remarks = tuple(_list_remarks(earlier, result))
    if not (earlier.snapshot.judged and now.judged):
        return FollowUp(earlier, effect, {}, remarks=remarks)
    return FollowUp(earlier, effect, _sort_findings(effect, result), _find_explained(effect, result), remarks)


def _sort_findings(effect: ChangeEffect, result: Result) -> dict[FollowUpState, tuple[Finding, ...]]:
    """The findings by what they are. Of those that are alike, the first ones are new: nothing tells them apart."""
    left = {
        FollowUpState.NEW: _count(effect.new),
        FollowUpState.NEW_RULE: _count(effect.new_rules),
        FollowUpState.RETURNED: _count(effect.returned),
    }
    found: dict[FollowUpState, list[Finding]] = {state: [] for state in FollowUpState}
    for finding in result.findings:
        if not finding.counts:
            found[FollowUpState.SUPPRESSED].append(finding)
            continue
        fingerprint = finding.fingerprint
        state = next((each for each, counts in left.items() if counts[fingerprint]), FollowUpState.OPEN)
        if state is not FollowUpState.OPEN:
            left[state][fingerprint] -= 1
        found[state].append(finding)
    return {state: tuple(findings) for state, findings in found.items()}


def _count(findings: tuple[ComparedFinding, ...]) -> Counter[str]:
    return Counter(finding.fingerprint for finding in findings if not finding.suppressed)


def _find_explained(effect: ChangeEffect, result: Result) -> frozenset[str]:
    """The promises that only findings of rules contradict that were not looked for before."""
    new_rules = {finding.rule for finding in effect.new_rules}
    against = {
        (finding.promise, finding.rule) for finding in result.findings if finding.promise and finding.contradicts
    }
    older = {promise for promise, rule in against if rule not in new_rules}
    return frozenset(promise for promise, rule in against if promise and rule in new_rules and promise not in older)


def _list_remarks(earlier: EarlierReport, result: Result) -> Iterator[str]:
    before = earlier.snapshot
    if earlier.as_of > result.as_of:
        yield "later-day"
    if before.promises and result.promises and not before.promises.keys() & {each.id for each in result.promises}:
        yield "other-notice"
    elif result.policy is not None and earlier.policy not in (None, result.policy.sha256):
        yield "notice-changed"
    if earlier.law and earlier.law != result.edition.version:
        yield "other-law"
    if (before.infrastructure is None) != (result.infrastructure is None):
        yield "evidence-given" if before.infrastructure is None else "evidence-gone"
