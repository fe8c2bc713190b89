"""The promises in the report for auditors: verdict, evidence with its location and age, findings, defects and law."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from msgspec import Struct

from seloste.checker.evidence.resource import Basis, EvidenceKind
from seloste.checker.result import Result
from seloste.checker.verdicts.decisive_places import is_decisive, is_open_itself
from seloste.checker.verdicts.evidence import Evidence
from seloste.checker.verdicts.verdict import (
    BESIDE_LISTS,
    CLOSED_LISTS,
    JudgedPromise,
    Verdict,
    is_law_outdated,
)
from seloste.checker.workspace.last_changes import NO_CHANGES, LastChanges
from seloste.policy.period import Period
from seloste.reports.audit.findings import FindingGroup, FindingsSection, ReportedFinding
from seloste.reports.audit.from_memory import rests_on_memory
from seloste.reports.audit.names import name_record
from seloste.reports.language.evidence import describe_evidence
from seloste.reports.language.language import Language
from seloste.reports.language.last_change import describe_change_at
from seloste.reports.language.promise_name import name_promise
from seloste.reports.notice.shortening import shorten_to

#: The effects that a piece of evidence may have on its promise, the gravest first: keys of the words.
SUPPORT_ORDER = ("contradicts", "silent", "holds", "beside")
#: The most pieces of evidence on one promise that are listed singly; of more, equal ones are grouped.
_MOST_SEPARATE = 6
#: How much of a promise's words is its heading, in characters.
_LONGEST_NAME = 110
#: The most names of records that support a promise and are listed; of more, their number.
_MOST_SUPPORTING = 12
#: The most findings beside a closed list that are listed as the reason why it is not verified.
_MOST_BESIDE = 12


class EvidencePlace(NamedTuple):
    """Whose evidence it is, by name; the resource that shows it (empty for a declaration), and where that stands.

    `change`: the last change of that line, where a verdict turns on it and it is known.
    """

    subject: str
    resource: str
    place: str
    change: str = ""


class EvidenceLine(Struct, frozen=True):
    """Evidence of one record, or equal evidence of several: in words, with its effect on the promise and its kind."""

    words: str
    support: str
    kind: str
    #: What it rests on, where that needs to be known: `provider`, `scanner`, `hint`; else empty.
    basis: str
    #: Each age in words, with the records of that age.
    ages: tuple[tuple[str, tuple[EvidencePlace, ...]], ...]

    @property
    def count(self) -> int:
        """The number of records."""
        return sum(len(records) for _, records in self.ages)


class Support(Struct, frozen=True):
    """The evidence that supports a promise, folded: its number, what it rests on, whose it is, and the oldest of it."""

    count: int
    #: The number of pieces of each kind, in words: "12 declared".
    kinds: tuple[str, ...]
    #: The names of the first records, and how many more there are.
    names: tuple[str, ...]
    omitted: int
    #: The oldest day and its age in words; empty where none is dated.
    oldest: str


class PromiseRow(Struct, frozen=True):
    """One promise with its verdict, evidence, findings and defects."""

    promise: JudgedPromise
    #: Its words, cut for a heading, and whole.
    name: str
    text: str
    place: str
    #: The last change of its own line, where that alone leaves it open and it is known.
    change: str
    #: What stands in full: what contradicts the promise or leaves it open, and a single piece that supports it.
    evidence: tuple[EvidenceLine, ...]
    #: What supports it, where that is several pieces.
    support: Support | None
    #: The number of pieces of evidence that support it, contradict it, or say nothing.
    support_counts: Mapping[str, int]
    #: The resources of infrastructure that bear it out, or that contradict it where it is broken.
    resources: tuple[str, ...]
    findings: tuple[ReportedFinding, ...]
    defects: tuple[FindingGroup, ...]
    law: tuple[str, ...]
    #: Whether law that nobody has read in a source is behind the verdict.
    from_memory: bool

    def list_own(self, defect: FindingGroup) -> tuple[ReportedFinding, ...]:
        """The findings of a defect that are on this promise."""
        return tuple(each for each in defect.findings if each.finding.subject == self.promise.id)


class PromiseSection(Struct, frozen=True):
    """The promises of one section of the notice."""

    key: str
    heading: str
    rows: tuple[PromiseRow, ...]


class BarSegment(Struct, frozen=True):
    """A segment of a bar of verdicts: start and width in percent, and the number of promises."""

    verdict: Verdict
    start: float
    width: float
    count: int

    @property
    def stripes(self) -> tuple[float, ...]:
        """The positions of slanted lines, which mark a broken segment without colour."""
        if self.verdict is not Verdict.BROKEN:
            return ()
        return tuple(round(self.start + at, 2) for at in range(1, int(self.width), 2))


def build_promise_rows(
    result: Result, sections: Iterable[FindingsSection], language: Language, changes: LastChanges = NO_CHANGES
) -> tuple[PromiseRow, ...]:
    """Builds a row for each promise, in the order of the notice."""
    defects: dict[tuple[str, str], FindingGroup] = {}
    findings: dict[str, list[ReportedFinding]] = defaultdict(list)
    beside: list[ReportedFinding] = []
    on_law: list[ReportedFinding] = []
    for group in (group for section in sections for group in section.groups):
        for reported in group.findings:
            defects.setdefault((reported.finding.subject, group.rule), group)
            for named in reported.promises:
                findings[named.id].append(reported)
            if group.rule in BESIDE_LISTS and len(beside) < _MOST_BESIDE:
                beside.append(reported)
            if is_law_outdated(reported.finding):
                on_law.append(reported)
    rows = []
    unread_law = rests_on_memory(result, language)
    for promise in result.promises:
        groups = [defects[promise.id, rule] for rule in promise.defects if (promise.id, rule) in defects]
        leaving_open = beside if promise.id in CLOSED_LISTS and promise.verdict is Verdict.UNVERIFIED else []
        leaving_open = [*leaving_open, *(on_law if promise.law_outdated else ())]
        numbered = {reported.number: reported for reported in (*findings[promise.id], *leaving_open)}
        found = [numbered[number] for number in sorted(numbered)]
        is_from_memory = any(reported.finding.from_memory for reported in found)
        is_from_memory |= unread_law and promise.id.partition(".")[0] == "transfers"
        rows.append(_build_row(promise, groups, found, result, language, changes, from_memory=is_from_memory))
    return tuple(rows)


def list_evidence(promise: JudgedPromise) -> list[tuple[Evidence, str]]:
    """All evidence on a promise, each piece with its effect: `holds`, `contradicts`, `silent` or `beside`."""
    return [
        *((item, "holds" if item.holds else "contradicts") for item in promise.evidence),
        *((item, "silent") for item in promise.silent),
        *((item, "beside") for item in promise.beside),
    ]


def list_strengths(result: Result) -> tuple[str, ...]:
    """The kinds of evidence that occur, the strongest first."""
    kinds = {item.kind for promise in result.promises for item in promise.evidence}
    return tuple(kind.value for kind in reversed(EvidenceKind) if kind in kinds)


def group_promises(rows: Sequence[PromiseRow], language: Language) -> tuple[PromiseSection, ...]:
    """Groups the promises by section."""
    by_section: dict[str, list[PromiseRow]] = {}
    for row in rows:
        by_section.setdefault(row.promise.promise.section, []).append(row)
    return tuple(
        PromiseSection(key, language.word(f"notice.headings.{key}"), tuple(own)) for key, own in by_section.items()
    )


def build_segments(counts: Mapping[Verdict, int]) -> tuple[BarSegment, ...]:
    """Builds the segments of a bar from the number of promises of each verdict."""
    total, start, found = sum(counts.values()), 0, []
    for verdict, count in counts.items():
        if count:
            found.append(BarSegment(verdict, round(100 * start / total, 2), round(100 * count / total, 2), count))
        start += count
    return tuple(found)


def describe_age(dated: date | None, day: date, language: Language) -> str:
    """Describes the age of evidence on the day: in days below a month, else in years and months."""
    if dated is None:
        return language.word("audit.undated")
    if dated > day:
        return language.word("audit.dated_ahead")
    months = (day.year - dated.year) * 12 + day.month - dated.month - (day.day < dated.day)
    days = (day - dated).days
    return language.format_value(Period(f"P{months // 12}Y{months % 12}M" if months else f"P{days}D"))


def _build_row(
    promise: JudgedPromise,
    defects: Sequence[FindingGroup],
    found: Sequence[ReportedFinding],
    result: Result,
    language: Language,
    changes: LastChanges,
    *,
    from_memory: bool,
) -> PromiseRow:
    evidence = list_evidence(promise)
    supporting = [item for item, support in evidence if support == "holds"]
    is_folded = len(supporting) > 1
    whole = [each for each in evidence if each[1] != "beside" and not (is_folded and each[1] == "holds")]
    support_counts = dict.fromkeys(("holds", "contradicts", "silent", "beside"), 0)
    for _, support in evidence:
        support_counts[support] += 1
    name = name_promise(promise.promise, language)
    cited = [citation for reported in found for citation in reported.finding.law]
    law = dict.fromkeys(language.cite(citation, result.as_of) for citation in cited)
    return PromiseRow(
        promise=promise,
        name=shorten_to(name, _LONGEST_NAME),
        text=name if promise.text else language.word("audit.closed_list"),
        place=str(promise.location),
        change=describe_change_at(promise.location, changes, language) if is_open_itself(promise) else "",
        evidence=tuple(_group_evidence(whole, result, language, _describe_changes(promise, changes, language))),
        support=_fold_support(promise, supporting, result, language) if is_folded else None,
        support_counts=support_counts,
        resources=_list_resources(promise),
        findings=tuple(found),
        defects=tuple(defects),
        law=tuple({**law, **dict.fromkeys(citation for group in defects for citation in group.law)}),
        from_memory=from_memory,
    )


def _fold_support(
    promise: JudgedPromise, supporting: Sequence[Evidence], result: Result, language: Language
) -> Support:
    """Folds the pieces that support a promise. Of very many, the result has the first and their number."""
    kinds = Counter(item.kind for item in supporting)
    subjects = list(dict.fromkeys(item.subject for item in supporting))
    days = [item.dated for item in supporting if item.dated is not None]
    return Support(
        count=max(promise.supporting, len(supporting)),
        kinds=tuple(f"{language.word(f'strength.{kind}')} {kinds[kind]}" for kind in EvidenceKind if kinds[kind]),
        names=tuple(name_record(subject, result) for subject in subjects[:_MOST_SUPPORTING]),
        omitted=max(0, len(subjects) - _MOST_SUPPORTING),
        oldest=_describe_day(min(days), result.as_of, language) if days else "",
    )


def _list_resources(promise: JudgedPromise) -> tuple[str, ...]:
    """The resources whose evidence the verdict rests on, each once."""
    wanted = promise.verdict is not Verdict.BROKEN
    return tuple(dict.fromkeys(item.resource for item in promise.evidence if item.resource and item.holds is wanted))


def _describe_changes(promise: JudgedPromise, changes: LastChanges, language: Language) -> Callable[[Evidence], str]:
    """Describes the last change of the line of a piece of evidence on which the verdict turns; else nothing."""

    def describe(item: Evidence) -> str:
        return describe_change_at(item.location, changes, language) if is_decisive(item, promise) else ""

    return describe


def _group_evidence(
    evidence: Sequence[tuple[Evidence, str]],
    result: Result,
    language: Language,
    describe_change: Callable[[Evidence], str],
) -> Iterable[EvidenceLine]:
    """Lists evidence singly if there is little of it; else groups equal evidence."""
    groups: dict[tuple[str, str, str, str, int | None], dict[date | None, list[EvidencePlace]]] = {}
    for number, (item, support) in enumerate(evidence):
        separate = number if len(evidence) <= _MOST_SEPARATE else None
        basis = item.basis.value if item.basis and item.basis is not Basis.ATTRIBUTE else ""
        key = (describe_evidence(item, language), support, item.kind.value, basis, separate)
        days = groups.setdefault(key, {})
        days.setdefault(item.dated, []).append(
            EvidencePlace(name_record(item.subject, result), item.resource, str(item.location), describe_change(item))
        )
    for (words, support, kind, basis, _), days in groups.items():
        ages = ((_describe_day(dated, result.as_of, language), tuple(records)) for dated, records in days.items())
        yield EvidenceLine(words, support, kind, basis, tuple(ages))


def _describe_day(dated: date | None, day: date, language: Language) -> str:
    """Describes the day of evidence and its age."""
    age = describe_age(dated, day, language)
    if dated is not None and dated > day:
        return f"{language.format_value(dated)}, {age}"
    return language.word("audit.dated", day=dated, age=age) if dated else age
