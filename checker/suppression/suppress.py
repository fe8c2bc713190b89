"""What is let pass, by a waiver or by the baseline: marks the findings, and tells what is wrong with the waivers.

A waiver goes first. What somebody decided on is no longer the past: where a waiver is about a finding, in time or not,
the baseline does not cover it, so that a decision that has ended makes the finding count again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate

from seloste.checker.finding import Finding, Waived
from seloste.checker.rules.registry import apply, family, implemented
from seloste.checker.suppression.baseline import BaselineEntry, BaselineMatch, hold
from seloste.checker.suppression.waivers import Waiver, applies, at_line, concerns
from seloste.checker.workspace.workspace import Approved
from seloste.policy.law.law import LawOn


@dataclass(frozen=True, slots=True)
class WaiverState:
    """A waiver on the day asked about: the findings that it is about, and whether its rules looked at everything."""

    waiver: Waiver
    findings: tuple[Finding, ...]
    ran: bool


@dataclass(frozen=True, slots=True)
class RuleCoverage:
    """The families whose rules looked at all that they are about, and whether all that systems use is known."""

    families: Collection[str]
    usage: bool

    def fully(self, rule: str) -> bool:
        """Whether a rule, or every rule of a family (`notice/*`), looked at all that it is about."""
        name = rule.partition("/")[0]
        rules = family(name) if rule.endswith("/*") else (rule,)
        return name in self.families and all(self._one(each) for each in rules)

    def _one(self, rule: str) -> bool:
        needs_usage = rule.startswith("notice/") and rule.endswith("-unused")
        return rule in implemented() and (self.usage or not needs_usage)


@dataclass(frozen=True, slots=True)
class IgnoredWaivers:
    """How many waivers were set aside, and how many findings count that they would let pass."""

    waivers: int
    findings: int


@dataclass(frozen=True, slots=True)
class Suppressed:
    """The findings, marked where something lets them pass, and those about the waivers; and what the baseline holds."""

    findings: list[Finding]
    held: BaselineMatch
    set_aside: IgnoredWaivers | None = None
    #: The waivers that let nothing pass on the day: ended, incomplete, set aside, or about nothing.
    idle: tuple[Waiver, ...] = ()


def let_pass(
    findings: Sequence[Finding],
    waivers: Iterable[Waiver],
    ran: RuleCoverage,
    law: LawOn,
    *,
    known: Sequence[BaselineEntry] = (),
    set_aside: bool = False,
    approved: Approved | None = None,
) -> Suppressed:
    """Marks the findings that a waiver, a decision `approved` elsewhere or a `known` entry of the baseline lets pass.

    `set_aside`: the waivers are told of as ever, and let nothing pass, as though none were written.
    """
    register = _Register(waivers)
    decided = [tuple(register.concerning(finding)) if register.waivers else () for finding in findings]
    told = [_marked(finding, by, law.day) if by else finding for finding, by in zip(findings, decided, strict=True)]
    told = _decided(told, approved or {})
    aside = None
    if set_aside:
        complete = sum(waiver.complete for waiver in register.waivers)
        aside = IgnoredWaivers(complete, sum(finding.waived is not None for finding in told))
        told = list(findings)
    trusted = [any(waiver.trusted for waiver in by) and not set_aside for by in decided]
    theirs = [by or finding.waived is not None for finding, by in zip(told, trusted, strict=True)]
    held = _baselined(told, theirs, known, ran)
    concerned: dict[Waiver, list[Finding]] = {waiver: [] for waiver in register.waivers}
    for finding, by in zip(told, decided, strict=True):
        for waiver in by:
            concerned[waiver].append(finding)
    for waiver, about in concerned.items():
        fully = waiver.rule is not None and waiver.complete and ran.fully(waiver.rule)
        told += apply("waiver", law, WaiverState(waiver, tuple(about), fully))
    used = {waiver for waiver, about in concerned.items() if any(applies(waiver, one, law.day) for one in about)}
    idle = tuple(waiver for waiver in register.waivers if set_aside or waiver not in used)
    return Suppressed(told, held, aside, idle)


def _decided(told: list[Finding], approved: Approved) -> list[Finding]:
    """The findings, marked where a decision that was approved elsewhere is about them. Each is for one finding."""
    left = {fingerprint: list(decisions) for fingerprint, decisions in approved.items()}
    marked = []
    for finding in told:
        open_to = finding.waived is None and left and left.get(finding.fingerprint)
        marked.append(replace(finding, waived=open_to.pop(0)) if open_to else finding)
    return marked


def _baselined(
    told: list[Finding], decided: Sequence[bool], known: Sequence[BaselineEntry], ran: RuleCoverage
) -> BaselineMatch:
    """Marks, in their list, the findings that the baseline covers.

    Those that a waiver is about only keep their entries in it, and only entries that no other finding needs.
    """
    if not known:
        return BaselineMatch()
    order = sorted(range(len(told)), key=lambda number: (decided[number], told[number].order))
    covered, held = hold(known, [told[number] for number in order], ran.fully)
    for place in covered:
        number = order[place]
        if not decided[number]:
            told[number] = replace(told[number], baselined=True)
    return held


def _marked(finding: Finding, waivers: Iterable[Waiver], day: date) -> Finding:
    """The finding, marked with the waiver that lets it pass; of several with the one that does so the longest."""
    longest: Waived | None = None
    for waiver in waivers:
        if applies(waiver, finding, day) and waiver.until and (longest is None or longest.until < waiver.until):
            reason, place = waiver.reason or "", waiver.place.location
            longest = Waived(reason, waiver.approved_by, waiver.until, place)
    return replace(finding, waived=longest) if longest else finding


class _Register:
    """The waivers by what they name, so that a finding need not be held against each of thousands."""

    def __init__(self, waivers: Iterable[Waiver]) -> None:
        self.waivers = tuple(dict.fromkeys(waivers))
        self._named: dict[object, list[Waiver]] = {}
        for waiver in self.waivers:
            self._named.setdefault(_name(waiver), []).append(waiver)

    def concerning(self, finding: Finding) -> Iterator[Waiver]:
        """The waivers that are about a finding, in time or not."""
        paths = (None, "*", *accumulate(finding.subject.split("."), "{}.{}".format))
        names = [at_line(finding), *((rule, path) for rule in (finding.rule, f"{finding.family}/*") for path in paths)]
        for name in names:
            yield from (waiver for waiver in self._named.get(name, ()) if concerns(waiver, finding))


def _name(waiver: Waiver) -> object:
    """What is looked up of a finding: its line, or its rule and subject; `*` for any subject with a `*` in it."""
    if waiver.line is not None:
        return waiver.place.location.path, waiver.line
    return waiver.rule, "*" if waiver.subject and "*" in waiver.subject else waiver.subject
