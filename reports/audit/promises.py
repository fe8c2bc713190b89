"""The promises as the audit report tells them: verdict, evidence with its place and age, findings, defects and law."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from seloste.checker.result import Result
from seloste.checker.verdict import Evidence, JudgedPromise, Verdict
from seloste.policy.period import Period
from seloste.reports.audit.findings import FindingsSection, Group, Shown, place
from seloste.reports.language.evidence import shows
from seloste.reports.language.language import Language

#: What a piece of evidence does to its promise.
STANDS = {True: "holds", False: "contradicts", None: "silent"}
#: Up to so many pieces of evidence on one promise are told one by one; of more, those that say the same are gathered.
_ONE_BY_ONE = 24


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """Evidence that one record gives, or several alike: what it shows, what that does to the promise, of what kind."""

    words: str
    stands: str
    kind: str
    #: How old it is, in words, and the records of that age, each by its subject and the place where it says so.
    ages: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]

    @property
    def count(self) -> int:
        """How many records give it."""
        return sum(len(records) for _, records in self.ages)


@dataclass(frozen=True, slots=True)
class Row:
    """One promise with its verdict, and what it rests on."""

    judged: JudgedPromise
    text: str
    place: str
    evidence: tuple[EvidenceLine, ...]
    #: How many records support it, contradict it, and leave it open.
    standing: Mapping[str, int]
    findings: tuple[Shown, ...]
    defects: tuple[Group, ...]
    law: tuple[str, ...]

    @property
    def pieces(self) -> int:
        """How many pieces of evidence there are."""
        return sum(self.standing.values())


@dataclass(frozen=True, slots=True)
class Section:
    """The promises of one section of the notice."""

    key: str
    heading: str
    rows: tuple[Row, ...]

    @property
    def counts(self) -> Mapping[Verdict, int]:
        """How many of its promises have each verdict."""
        return {verdict: sum(row.judged.verdict is verdict for row in self.rows) for verdict in Verdict}

    @property
    def bars(self) -> tuple[Bar, ...]:
        """The verdicts of the section as shares of it."""
        return bars(self.counts)


@dataclass(frozen=True, slots=True)
class Bar:
    """A segment of a bar of verdicts, in hundredths of its width, with how many promises it stands for."""

    verdict: Verdict
    start: float
    width: float
    count: int

    @property
    def stripes(self) -> tuple[float, ...]:
        """Where the slanted lines begin by which a broken share is told from the others without colour."""
        if self.verdict is not Verdict.BROKEN:
            return ()
        return tuple(round(self.start + at, 2) for at in range(1, int(self.width), 2))


def rows_of(result: Result, parts: Iterable[FindingsSection], language: Language) -> tuple[Row, ...]:
    """The promises in the order of the notice."""
    defects: dict[tuple[str, str], Group] = {}
    against: dict[str | None, list[Shown]] = defaultdict(list)
    for group in (group for part in parts for group in part.groups):
        for shown in group.findings:
            defects.setdefault((shown.finding.subject, group.rule), group)
            if shown.finding.promise is not None:
                against[shown.finding.promise].append(shown)
    told = []
    for judged in result.promises:
        own = [defects[judged.id, rule] for rule in judged.defects if (judged.id, rule) in defects]
        found = sorted(against[judged.id], key=lambda shown: shown.number)
        told.append(_row(judged, own, found, result.as_of, language))
    return tuple(told)


def sections_of(rows: Sequence[Row], language: Language) -> tuple[Section, ...]:
    """The promises section by section."""
    gathered: dict[str, list[Row]] = {}
    for row in rows:
        gathered.setdefault(row.judged.promise.section, []).append(row)
    return tuple(Section(key, language.word(f"notice.headings.{key}"), tuple(those)) for key, those in gathered.items())


def bars(counts: Mapping[Verdict, int]) -> tuple[Bar, ...]:
    """Verdicts as shares of all promises, those that there are."""
    total, start, found = sum(counts.values()), 0, []
    for verdict, count in counts.items():
        if count:
            found.append(Bar(verdict, round(100 * start / total, 2), round(100 * count / total, 2), count))
        start += count
    return tuple(found)


def age(dated: date | None, day: date, language: Language) -> str:
    """How old evidence is on the day: in days below a month, else in years and months."""
    if dated is None:
        return language.word("audit.undated")
    if dated > day:
        return language.word("audit.dated_ahead")
    months = (day.year - dated.year) * 12 + day.month - dated.month - (day.day < dated.day)
    days = (day - dated).days
    return language.say(Period(f"P{months // 12}Y{months % 12}M" if months else f"P{days}D"))


def _row(judged: JudgedPromise, defects: Sequence[Group], found: Sequence[Shown], day: date, language: Language) -> Row:
    evidence = (*judged.evidence, *judged.silent)
    standing = dict.fromkeys(STANDS.values(), 0)
    for item in evidence:
        standing[STANDS[item.holds]] += 1
    cited = [citation for shown in found for citation in shown.finding.law]
    law = dict.fromkeys(language.cite(citation, day) for citation in cited)
    return Row(
        judged=judged,
        text=language.text(judged.text) if judged.text else language.word("audit.closed_list"),
        place=place(judged.location),
        evidence=tuple(_pieces(evidence, day, language)),
        standing=standing,
        findings=tuple(found),
        defects=tuple(defects),
        law=tuple({**law, **dict.fromkeys(citation for group in defects for citation in group.law)}),
    )


def _pieces(evidence: Sequence[Evidence], day: date, language: Language) -> Iterable[EvidenceLine]:
    """One piece a record, or, of many, one for all that say the same."""
    together: dict[tuple[str, str, str, int | None], dict[date | None, list[tuple[str, str]]]] = {}
    for number, item in enumerate(evidence):
        apart = number if len(evidence) <= _ONE_BY_ONE else None
        key = (shows(item, language), STANDS[item.holds], item.kind.value, apart)
        days = together.setdefault(key, {})
        days.setdefault(item.dated, []).append((item.subject, place(item.location)))
    for (words, stands, kind, _), days in together.items():
        ages = ((_aged(dated, day, language), tuple(records)) for dated, records in days.items())
        yield EvidenceLine(words, stands, kind, tuple(ages))


def _aged(dated: date | None, day: date, language: Language) -> str:
    """The day of evidence with its age."""
    old = age(dated, day, language)
    return language.word("audit.dated", day=dated, age=old) if dated else old
