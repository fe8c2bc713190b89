"""The forecast as a timeline: a mark for each day of change, with the number of its row in the table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from seloste.checker.finding import Finding, Severity
from seloste.checker.forecast.forecast import Forecast, ForecastChange
from seloste.checker.result import Result
from seloste.reports.audit.alike import add_times, gather
from seloste.reports.audit.findings import name_suppression
from seloste.reports.audit.names import describe_finding
from seloste.reports.forecast import format_verdict_turn, list_coming_law
from seloste.reports.language import cldr
from seloste.reports.language.language import Language, capitalize

#: Its letters are at least 7 points high on a sheet of A4.
_WIDTH, _EDGE, _LANE = 780, 28, 22
#: The smallest distance between two marks in one lane.
_MIN_DISTANCE = 24


class ChangedFinding(Struct, frozen=True):
    """A finding that appears or ceases, and the word for its suppression; or `count` of them that read alike."""

    rule: str
    severity: Severity
    message: str
    suppression_label: str | None
    count: int = 1


class TimelineDay(Struct, frozen=True):
    """A day on which something changes from the day before."""

    number: int
    day: date
    appearing: tuple[ChangedFinding, ...]
    ceasing: tuple[ChangedFinding, ...]
    turned: tuple[str, ...]
    #: `fails` or `passes` if the exit code of `check` changes on this day; else empty.
    gate: str
    #: The gravest severity of the findings that appear; `ceases` if none does.
    gravest: str


class TimelineMark(Struct, frozen=True):
    """The mark of a day on the timeline: its number and its place."""

    number: int
    gravest: str
    x: float
    y: float


class Timeline(Struct, frozen=True):
    """The days with their marks, and the names of months below them; sizes are in pixels."""

    first: date
    last: date
    days: tuple[TimelineDay, ...]
    marks: tuple[TimelineMark, ...]
    months: tuple[tuple[float, str], ...]
    width: int
    height: int
    base: int
    #: The law that begins to apply, in sentences with their days.
    coming: tuple[tuple[date, str], ...]


def build_timeline(forecast: Forecast, language: Language) -> Timeline:
    """Builds the timeline of a forecast."""
    days = tuple(
        _build_day(number, change, forecast.start, language) for number, change in enumerate(forecast.changes, 1)
    )
    span = max((forecast.last - forecast.first).days, 1)

    def place_day(day: date) -> float:
        return round(_EDGE + (day - forecast.first).days / span * (_WIDTH - 2 * _EDGE), 1)

    lanes = tuple(_assign_lanes([place_day(day.day) for day in days]))
    base = 20 + _LANE * (1 + max(lanes, default=0))
    marks = tuple(
        TimelineMark(day.number, day.gravest, place_day(day.day), base - 14 - _LANE * lane)
        for day, lane in zip(days, lanes, strict=True)
    )
    coming = list_coming_law(forecast, language)
    months = tuple(_list_months(forecast.first, forecast.last, place_day, language))
    return Timeline(forecast.first, forecast.last, days, marks, months, _WIDTH, base + 40, base, tuple(coming))


def _assign_lanes(places: Iterable[float]) -> Iterator[int]:
    """Assigns each mark, from left to right, the lowest lane in which it touches no other mark."""
    taken: list[float] = []
    for x in places:
        lane = next((number for number, last in enumerate(taken) if x - last >= _MIN_DISTANCE), len(taken))
        taken[lane : lane + 1] = [x]
        yield lane


def _list_months(
    first: date, last: date, place_day: Callable[[date], float], language: Language
) -> Iterator[tuple[float, str]]:
    """Lists the places and short names of at most nine months."""
    months = range(12 * first.year + first.month - 1, 12 * last.year + last.month)
    starts = [day for month in months if (day := date(month // 12, month % 12 + 1, 1)) >= first]
    every = max(1, -(-len(starts) // 9))
    for day in starts[::every]:
        yield place_day(day), cldr.format_month(day, language.locale)


def _build_day(number: int, change: ForecastChange, result: Result, language: Language) -> TimelineDay:
    severities = [finding.severity for finding in change.appearing if finding.counts]
    return TimelineDay(
        number,
        change.day,
        tuple(_list_findings(change.appearing, result, language)),
        tuple(_list_findings(change.ceasing, result, language)),
        tuple(format_verdict_turn(turned, language) for turned in change.verdicts),
        "" if change.fails == change.failed else "fails" if change.fails else "passes",
        min(severities, key=list(Severity).index).value if severities else "ceases",
    )


def _list_findings(findings: Iterable[Finding], result: Result, language: Language) -> Iterator[ChangedFinding]:
    """The findings, those that read alike as one, with their number in its message."""

    def describe(finding: Finding) -> ChangedFinding:
        message = capitalize(describe_finding(finding, result, language))
        return ChangedFinding(finding.rule, finding.severity, message, name_suppression(finding, language))

    for alike in gather(map(describe, findings), lambda each: each):
        yield replace(alike[0], message=add_times(alike[0].message, len(alike), language), count=len(alike))
