"""Suppression: marks the findings that a waiver or the baseline suppresses, and finds what is wrong with the waivers.

A waiver takes precedence. Where one is about a finding, even one that has ended, somebody has decided on it, and the
baseline does not cover it: so a finding counts again when the decision on it ends.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import accumulate

from msgspec import Struct, field
from msgspec.structs import replace

from seloste.checker.capping import cap_files
from seloste.checker.finding import Decided, Finding, Waived
from seloste.checker.rule_families import family_of
from seloste.checker.rules.catalogue import load_family
from seloste.checker.rules.registry import implemented_rules
from seloste.checker.suppression.baseline import BaselineEntry, BaselineMatch, match_baseline
from seloste.checker.suppression.waiver_rules import WAIVER
from seloste.checker.suppression.waivers import Waiver, WaiverState, applies, concerns, line_of
from seloste.policy.law.law import LawOn
from seloste.policy.names import NearNames


class RuleCoverage(Struct, frozen=True):
    """The families whose rules looked at every record, and whether it is known what all systems use.

    `later_days`: whether days after that of the check were looked for, which a check of another day than today leaves.
    """

    families: Collection[str]
    usage: bool
    later_days: bool = True

    def covers(self, rule: str) -> bool:
        """Whether a rule, or every rule of a family (`notice/*`), looked at every record that it is about."""
        name = family_of(rule)
        if rule.endswith("/*"):
            return name in self.families and all(self._covers_one(each) for each in load_family(name))
        if name not in self.families and not ("system" in self.families and _is_on_documents(rule)):
            return False
        return self._covers_one(rule) and (self.later_days or not _asks_later_days(rule))

    def _covers_one(self, rule: str) -> bool:
        needs_usage = rule.startswith("notice/") and rule.endswith("-unused")
        return rule in implemented_rules() and (self.usage or not needs_usage)


def _asks_later_days(rule: str) -> bool:
    """Whether a rule looks for days that have not come yet. A family as a whole is judged by its other rules."""
    return rule.endswith("/date-ahead")


def _is_on_documents(rule: str) -> bool:
    """Whether a rule looks at the documents that records name, which needs no evidence of infrastructure."""
    return rule.startswith("evidence/document-")


class IgnoredWaivers(Struct, frozen=True):
    """How many waivers were ignored (`--no-waivers`), and how many findings count that they would waive."""

    waivers: int
    findings: int


class Decisions(Struct, frozen=True):
    """What may suppress findings.

    Attributes:
        approved: Decisions that were approved elsewhere (`--trusted`), by the fingerprint of their findings.
        ignore_waivers: The waivers are checked as ever, and waive nothing.
    """

    waivers: tuple[Waiver, ...] = ()
    baseline: Sequence[BaselineEntry] = ()
    approved: Decided = field(default_factory=dict)
    ignore_waivers: bool = False


class Suppressed(Struct, frozen=True):
    """The findings, marked where they are suppressed, with those about the waivers; and how the baseline matched.

    `idle` are the waivers that waive nothing on the day: ended, incomplete, ignored, or about no finding.
    """

    findings: list[Finding]
    baseline: BaselineMatch
    ignored: IgnoredWaivers | None = None
    idle: tuple[Waiver, ...] = ()


def suppress(findings: Sequence[Finding], decisions: Decisions, coverage: RuleCoverage, law: LawOn) -> Suppressed:
    """Marks each finding that a waiver, an approved decision or an entry of the baseline suppresses on the day."""
    waivers = WaiverIndex(decisions.waivers)
    concerning = [tuple(waivers.concerning(finding)) if waivers.waivers else () for finding in findings]
    marked = [_waive(finding, by, law.day) for finding, by in zip(findings, concerning, strict=True)]
    marked = _approve(marked, decisions.approved)
    ignored = None
    if decisions.ignore_waivers:
        complete = sum(waiver.complete for waiver in waivers.waivers)
        ignored = IgnoredWaivers(complete, sum(finding.waived is not None for finding in marked))
        marked = list(findings)
    by_trusted = [any(waiver.trusted for waiver in by) and ignored is None for by in concerning]
    decided = [by or finding.waived is not None for finding, by in zip(marked, by_trusted, strict=True)]
    baseline = _mark_baselined(marked, decided, decisions.baseline, coverage)
    about: dict[Waiver, list[Finding]] = {waiver: [] for waiver in waivers.waivers}
    for finding, by in zip(marked, concerning, strict=True):
        for waiver in by:
            about[waiver].append(finding)
    used = {waiver for waiver, own in about.items() if any(applies(waiver, finding, law.day) for finding in own)}
    idle = tuple(waiver for waiver in waivers.waivers if ignored is not None or waiver not in used)
    return Suppressed([*marked, *cap_files(_check_waivers(about, marked, coverage, law))], baseline, ignored, idle)


def _check_waivers(
    about: Mapping[Waiver, list[Finding]], found: Sequence[Finding], coverage: RuleCoverage, law: LawOn
) -> Iterator[Finding]:
    """The findings about the waivers themselves. `about`: the findings that each is about, of all of `found`."""
    subjects = _SubjectsByRule(found)
    for waiver, findings in about.items():
        covered = waiver.rule is not None and waiver.complete and coverage.covers(waiver.rule)
        meant = subjects.suggest(waiver) if covered and not findings else ""
        yield from WAIVER.apply(waiver, WaiverState(tuple(findings), covered, meant), law)


class _SubjectsByRule:
    """The subjects of findings by rule and family, to find the one that a waiver of none of them may mean."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self._findings = findings
        self._near: dict[str, NearNames] = {}

    def suggest(self, waiver: Waiver) -> str:
        rule = waiver.rule or ""
        if not waiver.subject or "*" in waiver.subject:
            return ""
        if rule not in self._near:
            found = (each.subject for each in self._findings if rule in (each.rule, f"{each.family}/*"))
            self._near[rule] = NearNames(dict.fromkeys(found))
        return self._near[rule].find(waiver.subject)


def _approve(findings: list[Finding], approved: Decided) -> list[Finding]:
    """The findings, marked with the decisions that were approved elsewhere. Each decision is for one finding."""
    left = {fingerprint: list(decisions) for fingerprint, decisions in approved.items()}
    marked = []
    for finding in findings:
        decisions = left.get(finding.fingerprint) if left and finding.waived is None else None
        marked.append(replace(finding, waived=decisions.pop(0)) if decisions else finding)
    return marked


def _mark_baselined(
    findings: list[Finding], decided: Sequence[bool], entries: Sequence[BaselineEntry], coverage: RuleCoverage
) -> BaselineMatch:
    """Marks, in the list itself, the findings that the baseline covers.

    A `decided` finding only keeps its entry in the baseline, and only an entry that no other finding needs.
    """
    if not entries:
        return BaselineMatch()
    order = sorted(range(len(findings)), key=lambda number: (decided[number], findings[number].order))
    matched, baseline = match_baseline(entries, [findings[number] for number in order], coverage.covers)
    for place in matched:
        number = order[place]
        if not decided[number]:
            findings[number] = replace(findings[number], baselined=True)
    return baseline


def _waive(finding: Finding, waivers: Iterable[Waiver], day: date) -> Finding:
    """The finding, marked with the waiver that waives it; of several, with the one that ends last."""
    longest: Waived | None = None
    for waiver in waivers:
        if applies(waiver, finding, day) and waiver.until and (longest is None or longest.until < waiver.until):
            at = waiver.place.location
            longest = Waived(waiver.reason or "", waiver.approved_by, waiver.until, at, waiver.advised_by)
    return replace(finding, waived=longest) if longest else finding


class WaiverIndex:
    """The waivers by what they name, so that a finding need not be compared with each of thousands."""

    def __init__(self, waivers: Iterable[Waiver]) -> None:
        self.waivers = tuple(dict.fromkeys(waivers))
        self._by_key: dict[object, list[Waiver]] = {}
        for waiver in self.waivers:
            self._by_key.setdefault(_key(waiver), []).append(waiver)

    def concerning(self, finding: Finding) -> Iterator[Waiver]:
        """The waivers that are about a finding, whether they have ended or not."""
        paths = (None, "*", *accumulate(finding.subject.split("."), "{}.{}".format))
        keys = [line_of(finding), *((rule, path) for rule in (finding.rule, f"{finding.family}/*") for path in paths)]
        for key in keys:
            yield from (waiver for waiver in self._by_key.get(key, ()) if concerns(waiver, finding))


def _key(waiver: Waiver) -> object:
    """What a waiver is looked up by: its line, or its rule and subject; `*` for a subject with a `*` in it."""
    if waiver.line is not None:
        return waiver.place.location.path, waiver.line
    return waiver.rule, "*" if waiver.subject and "*" in waiver.subject else waiver.subject
