"""The summary that opens the report, and that stands alone: what a reader needs who reads three pages.

Its lists are capped so that it stays that short, whatever the notice and the number of systems; of what it leaves out
it tells how much there is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from seloste.checker.evidence.resource import EvidenceKind
from seloste.checker.result import Result
from seloste.checker.verdicts.verdict import LAW_UNVERIFIED, Verdict
from seloste.reports.audit.alike import gather
from seloste.reports.audit.findings import FindingGroup, FindingsSection, ReportedFinding
from seloste.reports.audit.gravity import Gravity
from seloste.reports.audit.promises import PromiseRow
from seloste.reports.audit.reach import Reach, find_reach
from seloste.reports.audit.runs import join_numbers
from seloste.reports.language.joining import begin_others_small, find_proper_stems
from seloste.reports.language.language import Language
from seloste.reports.language.promise_name import name_promise_in_full
from seloste.reports.notice.shortening import shorten_to

#: The most rows of the lists, and the most lines of the promises: what three pages of A4 have room for.
_MOST_GRAVEST, _MOST_GROUPS, _MOST_UNCHECKED = 10, 16, 7
_MOST_LINES, _LINE = 54, 84
#: How much of a text is shown, in characters: of a promise that is not kept, of one that is, and of a finding.
_LONGEST_TEXT, _LONGEST_KEPT, _LONGEST_MESSAGE = 2 * _LINE, _LINE, 200
#: The most groups of people in a row.
_MOST_PEOPLE = 2
#: The levels whose findings are listed by kind; the gravest are listed one by one.
_LISTED = (Gravity.ERROR, Gravity.WARNING, Gravity.NOTE)
#: The order of the promises: what a reader must know first.
_ORDER = (Verdict.BROKEN, Verdict.UNVERIFIED, Verdict.KEPT)


class GraveFinding(Struct, frozen=True):
    """One of the gravest findings, or the first of many of a kind: the message, and whose data it touches.

    `more`: how many there are of its kind beside it.
    """

    reported: ReportedFinding
    message: str
    reach: str
    more: int = 0


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
    """A level of gravity: its number of findings and their numbers, its kinds of them, and how many are left out."""

    gravity: Gravity
    count: int
    numbers: str
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


def build_summary(
    result: Result,
    sections: Sequence[FindingsSection],
    promises: Sequence[PromiseRow],
    not_checked: Sequence[tuple[str, str]],
    language: Language,
) -> Summary:
    """Builds the summary of a report.

    Args:
        result: The result that the report is on.
        sections: Its findings, by gravity.
        promises: Its promises.
        not_checked: What was not checked, each with the reason, in words.
        language: The language of the report.
    """
    stems = find_proper_stems(result.notice.record, language.code) if result.notice else frozenset[str]()
    context = _SummaryContext(result, language, stems)
    shown = [section for section in sections if section.gravity in (Gravity.UNREAD, Gravity.GRAVEST)]
    gravest = context.list_gravest([group for section in shown for group in section.groups])
    rows = sorted(promises, key=lambda row: _ORDER.index(row.promise.verdict))
    shown_promises = tuple(_list_promises(rows, language))
    unchecked = _group_unchecked(not_checked, language)
    return Summary(
        results=tuple(context.tell_results()),
        gravest=tuple(gravest[:_MOST_GRAVEST]),
        omitted_gravest=sum(1 + each.more for each in gravest[_MOST_GRAVEST:]),
        promises=shown_promises,
        omitted_promises=len(rows) - len(shown_promises),
        levels=tuple(context.build_levels(sections)),
        not_checked=tuple(unchecked[:_MOST_UNCHECKED]),
        omitted_unchecked=max(0, len(unchecked) - _MOST_UNCHECKED),
    )


class _SummaryContext(Struct, frozen=True):
    """Describes the parts of the summary of one result in one language."""

    result: Result
    language: Language
    #: The stems of the names that keep their capital within a line.
    proper_stems: frozenset[str]

    def tell_results(self) -> Iterator[str]:
        """The results in words, a sentence each."""
        result, language, word = self.result, self.language, self.language.word
        unread = sum(finding.is_input for finding in result.findings)
        if unread:
            yield word("summary.unread", count=unread)
        if result.promises:
            counts = {verdict.value: count for verdict, count in result.verdicts().items()}
            yield word("summary.verdicts", total=len(result.promises), **counts)
            yield from self._tell_strengths()
        found = {severity: count for severity, count in result.counts().items() if count}
        named = [language.count(f"counted.{severity}", count) for severity, count in found.items()]
        if not found:
            yield word("summary.no-findings")
        else:
            yield word("summary.findings", count=sum(found.values()), severities=language.format_list(named))
        defects = sum(
            finding.counts and finding.family == "notice" and finding.rule != LAW_UNVERIFIED
            for finding in result.findings
        )
        if defects:
            yield word("summary.defects", count=defects)
        passed = len(result.findings) - sum(finding.counts for finding in result.findings)
        if passed:
            yield word("summary.passed", count=passed)

    def _tell_strengths(self) -> Iterator[str]:
        """How strongly the kept promises are borne out, and how many of the broken ones are accepted by waivers."""
        promises, word = self.result.promises, self.language.word
        strengths = Counter(each.strength for each in promises if each.verdict is Verdict.KEPT)
        named = [word(f"summary.strength.{kind}", count=strengths[kind]) for kind in EvidenceKind if strengths[kind]]
        if named:
            yield word("summary.strengths", kinds=self.language.format_list(named))
        accepted = sum(each.accepted for each in promises)
        if accepted:
            yield word("summary.accepted", count=accepted)

    def list_gravest(self, groups: Sequence[FindingGroup]) -> list[GraveFinding]:
        """The gravest findings, those that read alike as one; where they are too many for that, a row a kind."""
        each = [alike for group in groups for alike in gather(group.findings, _describe_row)]
        kinds = each if len(each) <= _MOST_GRAVEST else [group.findings for group in groups]
        return [
            GraveFinding(
                kind[0], shorten_to(kind[0].message, _LONGEST_MESSAGE), self._describe_reach(kind), len(kind) - 1
            )
            for kind in kinds
        ]

    def build_levels(self, sections: Iterable[FindingsSection]) -> Iterator[Level]:
        """The levels whose findings are listed by kind, as far as there is room."""
        room = _MOST_GROUPS
        for section in sections:
            if section.gravity in _LISTED:
                shown = section.groups[:room]
                room -= len(shown)
                rows = tuple(self._build_group(group) for group in shown)
                numbers = join_numbers(section.findings)
                yield Level(section.gravity, len(section.findings), numbers, rows, len(section.groups) - len(shown))

    def _build_group(self, group: FindingGroup) -> GroupRow:
        numbers = join_numbers(group.findings)
        return GroupRow(group, numbers, self._describe_reach(group.findings))

    def _describe_reach(self, findings: Iterable[ReportedFinding]) -> str:
        reach = find_reach((each.finding for each in findings), self.result, self.language)
        people = begin_others_small(reach.people, self.proper_stems, self.language.code) if reach.people else ()
        return describe_reach(replace(reach, people=people), self.language)


def _describe_row(reported: ReportedFinding) -> tuple[str, str, bool]:
    """What the summary says of a finding, its reach apart, which follows from the subject."""
    return reported.message, reported.finding.subject, reported.finding.from_memory


def _list_promises(rows: Iterable[PromiseRow], language: Language) -> Iterator[SummaryPromise]:
    """The promises for which there is room."""
    lines = 0
    for row in rows:
        promise = _build_promise(row, language)
        lines += 1 + len(promise.text) // (_LINE + 1)
        if lines > _MOST_LINES:
            return
        yield promise


def _group_unchecked(not_checked: Iterable[tuple[str, str]], language: Language) -> list[tuple[str, str]]:
    """What was not checked, once for each reason: the first names and how many there are more."""
    names: dict[str, list[str]] = {}
    for what, why in not_checked:
        names.setdefault(why, []).append(what)
    return [(shorten_list(each, _MOST_PEOPLE, language), why) for why, each in names.items()]


def _build_promise(row: PromiseRow, language: Language) -> SummaryPromise:
    longest = _LONGEST_KEPT if row.promise.verdict is Verdict.KEPT else _LONGEST_TEXT
    text = shorten_to(name_promise_in_full(row.promise.promise, language), longest)
    own = (each for defect in row.defects for each in row.list_own(defect))
    return SummaryPromise(row, text, join_numbers((*row.findings, *own)))


def describe_reach(reach: Reach, language: Language) -> str:
    """Whose data, in how many systems: "customers and prospects; 2 systems". Empty where no system is concerned."""
    parts = [shorten_list(reach.people, _MOST_PEOPLE, language)] if reach.people else []
    if reach.systems:
        parts.append(language.count("counted.system", len(reach.systems)))
    return "; ".join(parts)


def shorten_list(names: Sequence[str], most: int, language: Language) -> str:
    """The first names as a list, and how many more there are."""
    shown = list(names[:most])
    if len(names) > most:
        shown.append(language.word("phrases.and-more", count=len(names) - most))
    return language.format_list(shown)
