"""The summary that opens the report, and that stands alone: what a reader needs who reads three pages.

Its lists are capped so that it stays that short, whatever the notice and the number of systems; of what it leaves out
it tells how much there is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from seloste.checker.evidence.resource import EvidenceKind
from seloste.checker.finding import cut_text
from seloste.checker.verdicts.verdict import Verdict
from seloste.reports.audit.findings import FindingGroup, FindingsSection, ReportedFinding
from seloste.reports.audit.gravity import Gravity
from seloste.reports.audit.promises import PromiseRow
from seloste.reports.audit.reach import Reach, find_reach
from seloste.reports.language.language import Language
from seloste.reports.language.promise_name import name_promise_in_full

if TYPE_CHECKING:
    from seloste.reports.audit.document import AuditReport

#: The most rows of the lists: what three pages of A4 have room for.
_MOST_GRAVEST, _MOST_PROMISES, _MOST_GROUPS, _MOST_UNCHECKED = 10, 40, 22, 10
#: How much of a text is shown, in characters: of a promise that is not kept, of one that is, and of a finding.
_LONGEST_TEXT, _LONGEST_KEPT, _LONGEST_MESSAGE = 180, 90, 260
#: The most groups of people, and the most numbers of findings, in a row.
_MOST_PEOPLE, _MOST_NUMBERS = 4, 6
#: The levels whose findings are listed by kind; the gravest are listed one by one.
_LISTED = (Gravity.ERROR, Gravity.WARNING, Gravity.NOTE)
#: The order of the promises: what a reader must know first.
_ORDER = (Verdict.BROKEN, Verdict.UNVERIFIED, Verdict.KEPT)


class GraveFinding(Struct, frozen=True):
    """One of the gravest findings: the message, and whose data it touches in how many systems."""

    reported: ReportedFinding
    message: str
    reach: str


class SummaryPromise(Struct, frozen=True):
    """A promise in the notice's own words, with its verdict and the numbers of the findings on it."""

    row: PromiseRow
    text: str
    numbers: str


class GroupRow(Struct, frozen=True):
    """The findings of one kind: their numbers, and whose data they touch."""

    group: FindingGroup
    numbers: str
    reach: str


class Level(Struct, frozen=True):
    """A level of gravity: its number of findings, its kinds of findings, and how many kinds are left out."""

    gravity: Gravity
    count: int
    rows: tuple[GroupRow, ...]
    omitted: int


class Summary(Struct, frozen=True):
    """The summary. `omitted_…` are the numbers of what the lists leave out."""

    results: tuple[str, ...]
    gravest: tuple[GraveFinding, ...]
    omitted_gravest: int
    promises: tuple[SummaryPromise, ...]
    omitted_promises: int
    levels: tuple[Level, ...]
    not_checked: tuple[tuple[str, str], ...]
    omitted_unchecked: int


def build_summary(audit: AuditReport) -> Summary:
    """Builds the summary of a report."""
    gravest = tuple(
        reported
        for section in audit.finding_sections
        if section.gravity in (Gravity.UNREAD, Gravity.GRAVEST)
        for reported in section.findings
    )
    rows = sorted(audit.promises, key=lambda row: _ORDER.index(row.promise.verdict))
    return Summary(
        results=tuple(_tell_results(audit)),
        gravest=tuple(_build_gravest(gravest[:_MOST_GRAVEST], audit)),
        omitted_gravest=max(0, len(gravest) - _MOST_GRAVEST),
        promises=tuple(_build_promise(row, audit.language) for row in rows[:_MOST_PROMISES]),
        omitted_promises=max(0, len(rows) - _MOST_PROMISES),
        levels=tuple(_build_levels(audit)),
        not_checked=audit.not_checked[:_MOST_UNCHECKED],
        omitted_unchecked=max(0, len(audit.not_checked) - _MOST_UNCHECKED),
    )


def _tell_results(audit: AuditReport) -> Iterator[str]:
    """The results in words, a sentence each."""
    result, word, listed = audit.result, audit.language.word, audit.language.format_list
    unread = sum(finding.is_input for finding in result.findings)
    if unread:
        yield word("summary.unread", count=unread)
    if result.promises:
        counts = {verdict.value: count for verdict, count in result.verdicts().items()}
        yield word("summary.verdicts", total=len(result.promises), **counts)
        yield from _tell_strengths(audit)
    found = {severity: count for severity, count in result.counts().items() if count}
    if found:
        named = listed([audit.language.count(f"counted.{severity}", count) for severity, count in found.items()])
        yield word("summary.findings", count=sum(found.values()), severities=named)
        defects = sum(finding.counts and finding.family == "notice" for finding in result.findings)
        if defects:
            yield word("summary.defects", count=defects)
    else:
        yield word("summary.no-findings")
    passed = len(result.findings) - sum(finding.counts for finding in result.findings)
    if passed:
        yield word("summary.passed", count=passed)


def _tell_strengths(audit: AuditReport) -> Iterator[str]:
    """How strongly the kept promises are borne out, and how many of the broken ones are accepted by waivers."""
    promises, word = audit.result.promises, audit.language.word
    strengths = Counter(each.strength for each in promises if each.verdict is Verdict.KEPT)
    named = [word(f"summary.strength.{kind}", count=strengths[kind]) for kind in EvidenceKind if strengths[kind]]
    if named:
        yield word("summary.strengths", kinds=audit.language.format_list(named))
    accepted = sum(each.accepted for each in promises)
    if accepted:
        yield word("summary.accepted", count=accepted)


def _build_gravest(findings: Iterable[ReportedFinding], audit: AuditReport) -> Iterator[GraveFinding]:
    for reported in findings:
        reach = find_reach([reported.finding], audit.result, audit.language)
        message = cut_text(reported.message, _LONGEST_MESSAGE)
        yield GraveFinding(reported, message, describe_reach(reach, audit.language))


def _build_promise(row: PromiseRow, language: Language) -> SummaryPromise:
    longest = _LONGEST_KEPT if row.promise.verdict is Verdict.KEPT else _LONGEST_TEXT
    text = cut_text(name_promise_in_full(row.promise.promise, language), longest)
    numbers = [*(each.number for each in row.findings)]
    numbers += [
        each.number for group in row.defects for each in group.findings if each.finding.subject == row.promise.id
    ]
    return SummaryPromise(row, text, join_numbers(sorted(set(numbers))))


def _build_levels(audit: AuditReport) -> Iterator[Level]:
    room = _MOST_GROUPS
    for section in audit.finding_sections:
        if section.gravity in _LISTED:
            shown = section.groups[:room]
            room -= len(shown)
            rows = tuple(_build_group(group, audit) for group in shown)
            yield Level(section.gravity, _count_findings(section), rows, len(section.groups) - len(shown))


def _count_findings(section: FindingsSection) -> int:
    return sum(len(group.findings) for group in section.groups)


def _build_group(group: FindingGroup, audit: AuditReport) -> GroupRow:
    reach = find_reach((each.finding for each in group.findings), audit.result, audit.language)
    numbers = join_numbers([each.number for each in group.findings])
    return GroupRow(group, numbers, describe_reach(reach, audit.language))


def describe_reach(reach: Reach, language: Language) -> str:
    """Whose data, in how many systems: "customers and prospects; 2 systems". Empty where no system is concerned."""
    people = list(reach.people[:_MOST_PEOPLE])
    if len(reach.people) > _MOST_PEOPLE:
        people.append(language.word("phrases.and-more", count=len(reach.people) - _MOST_PEOPLE))
    parts = [language.format_list(people)] if people else []
    if reach.systems:
        parts.append(language.count("counted.system", len(reach.systems)))
    return "; ".join(parts)


def join_numbers(numbers: Sequence[int]) -> str:
    """Ascending numbers with runs joined: "1–3, 7". Of many runs, the first."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    words = [f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
    return ", ".join(words[:_MOST_NUMBERS]) + (" …" if len(words) > _MOST_NUMBERS else "")
