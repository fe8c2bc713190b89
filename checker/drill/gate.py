"""The gate of a drill: whether a finding that an edit brings would fail the check here, and if not, why not."""

from __future__ import annotations

from collections.abc import Sequence

from seloste.checker.drill.breach import Miss
from seloste.checker.finding import Finding
from seloste.checker.suppression.suppress import Decisions, RuleCoverage, WaiverIndex, suppress
from seloste.checker.workspace.configuration import THRESHOLDS, FailOn
from seloste.policy.law.law import LawOn

#: A drill looks for no waiver without use, which is all that coverage decides.
_NOTHING = RuleCoverage(frozenset(), usage=False)


class Gate:
    """The decisions and the threshold of a workspace, asked about one finding after another."""

    def __init__(self, decisions: Decisions, fail_on: FailOn, law: LawOn) -> None:
        self._decisions, self._law = decisions, law
        self._threshold = THRESHOLDS[fail_on]
        self._waivers = WaiverIndex(() if decisions.ignore_waivers else decisions.waivers)
        self._baseline: dict[str, list[int]] = {}
        for number, known in enumerate(decisions.baseline):
            self._baseline.setdefault(known.fingerprint, []).append(number)

    def find_miss(self, matching: Sequence[Finding], findings: Sequence[Finding]) -> Miss | None:
        """Why none of the matching findings fails the gate; None where one does.

        `findings`: everything that is found of the record, some of which a decision may be about first.
        """
        reasons: dict[Miss, None] = {}
        for finding in self._suppress(matching, findings):
            if finding.waived is not None:
                reasons[Miss.WAIVED] = None
            elif finding.baselined:
                reasons[Miss.BASELINED] = None
            elif finding.severity not in self._threshold:
                reasons[Miss.BELOW_THRESHOLD] = None
            else:
                return None
        return next(iter(reasons), Miss.NOT_FOUND)

    def _suppress(self, matching: Sequence[Finding], findings: Sequence[Finding]) -> Sequence[Finding]:
        """The matching findings, marked as the check marks them. Most have no decision that could be about them."""
        waivers = tuple(dict.fromkeys(each for finding in matching for each in self._waivers.concerning(finding)))
        numbers = {number for finding in matching for number in self._baseline.get(finding.fingerprint, ())}
        if not waivers and not numbers:
            return matching
        baseline = [self._decisions.baseline[number] for number in sorted(numbers)]
        marked = suppress(findings, Decisions(waivers, baseline), _NOTHING, self._law).findings
        wanted = {finding.fingerprint for finding in matching}
        return [finding for finding in marked if finding.fingerprint in wanted]
