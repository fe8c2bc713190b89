"""The forecast as a timeline: a mark a day on which something changes, each numbered as in the list beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from seloste.checker.finding import Finding, Severity
from seloste.checker.forecast.forecast import Forecast, ForecastChange
from seloste.reports.audit.findings import mark
from seloste.reports.forecast import verdict
from seloste.reports.language import cldr
from seloste.reports.language.language import Language, capital

_WIDTH, _EDGE, _LANE = 900, 26, 22
#: How close two marks may stand on one line.
_APART = 24


@dataclass(frozen=True, slots=True)
class Item:
    """A finding that appears or ceases, and the word for what lets it pass."""

    rule: str
    severity: Severity
    message: str
    mark: str | None


@dataclass(frozen=True, slots=True)
class Day:
    """A day, and what is otherwise on it than on the day before."""

    number: int
    day: date
    appearing: tuple[Item, ...]
    ceasing: tuple[Item, ...]
    turned: tuple[str, ...]
    #: Whether the gate turns on this day: `fails`, `passes` or nothing.
    gate: str
    #: The gravest of what appears, `ceases` where nothing does.
    gravest: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A day on the line: its number, and where it stands."""

    number: int
    gravest: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """The days with their marks, and the months below them."""

    first: date
    last: date
    days: tuple[Day, ...]
    marks: tuple[Mark, ...]
    months: tuple[tuple[float, str], ...]
    width: int
    height: int
    base: int


def timeline_of(forecast: Forecast, language: Language) -> Timeline:
    """The forecast as the report shows it."""
    days = tuple(_day(number, change, language) for number, change in enumerate(forecast.changes, 1))
    span = max((forecast.last - forecast.first).days, 1)

    def at(day: date) -> float:
        return round(_EDGE + (day - forecast.first).days / span * (_WIDTH - 2 * _EDGE), 1)

    lanes = tuple(_lanes([at(day.day) for day in days]))
    base = 20 + _LANE * (1 + max(lanes, default=0))
    marks = tuple(
        Mark(day.number, day.gravest, at(day.day), base - 14 - _LANE * lane)
        for day, lane in zip(days, lanes, strict=True)
    )
    months = tuple(_months(forecast.first, forecast.last, at, language))
    return Timeline(forecast.first, forecast.last, days, marks, months, _WIDTH, base + 40, base)


def _lanes(places: Iterable[float]) -> Iterator[int]:
    """For each mark from left to right the lowest line on which it touches no other."""
    taken: list[float] = []
    for x in places:
        lane = next((number for number, last in enumerate(taken) if x - last >= _APART), len(taken))
        taken[lane : lane + 1] = [x]
        yield lane


def _months(first: date, last: date, at: Callable[[date], float], language: Language) -> Iterator[tuple[float, str]]:
    """The first days of months, at most a dozen of them, each by the name that the language has for it in short."""
    starts = []
    day = first.replace(day=1)
    while day <= last:
        if day >= first:
            starts.append(day)
        day = (day + timedelta(days=32)).replace(day=1)
    every = max(1, -(-len(starts) // 13))
    for day in starts[::every]:
        yield at(day), cldr.month(day, language.locale)


def _day(number: int, change: ForecastChange, language: Language) -> Day:
    found = [finding.severity for finding in change.appearing if finding.counts]
    return Day(
        number,
        change.day,
        tuple(_items(change.appearing, language)),
        tuple(_items(change.ceasing, language)),
        tuple(verdict(turned, language) for turned in change.turned),
        "" if change.fails == change.failed else "fails" if change.fails else "passes",
        min(found, key=list(Severity).index).value if found else "ceases",
    )


def _items(findings: Iterable[Finding], language: Language) -> Iterator[Item]:
    for found in findings:
        yield Item(found.rule, found.severity, capital(language.message(found)), mark(found, language))
