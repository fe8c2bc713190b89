"""What is let pass: marks the findings that a waiver is about, and tells what is wrong with the waivers themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate

from checker.finding import Finding, Waived
from checker.rules.registry import apply, family, implemented
from checker.waivers import Waiver, applies, at_line, concerns
from policy.law.law import LawOn


@dataclass(frozen=True, slots=True)
class Standing:
    """A waiver on the day asked about: the findings that it is about, and whether its rules looked at everything."""

    waiver: Waiver
    findings: tuple[Finding, ...]
    ran: bool


@dataclass(frozen=True, slots=True)
class Ran:
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


def let_pass(findings: Sequence[Finding], waivers: Iterable[Waiver], ran: Ran, law: LawOn) -> list[Finding]:
    """The findings, marked where a waiver lets them pass, and those about the waivers."""
    register = _Register(waivers)
    if not register.waivers:
        return list(findings)
    about: dict[Waiver, list[Finding]] = {waiver: [] for waiver in register.waivers}
    told = []
    for finding in findings:
        concerning = list(register.concerning(finding))
        marked = _marked(finding, concerning, law.day) if concerning else finding
        told.append(marked)
        for waiver in concerning:
            about[waiver].append(marked)
    for waiver, concerned in about.items():
        fully = waiver.rule is not None and waiver.complete and ran.fully(waiver.rule)
        told += apply("waiver", law, Standing(waiver, tuple(concerned), fully))
    return told


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
