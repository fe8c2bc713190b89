"""What the audit report shows of the time to come: a row a day on which something changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from checker.finding import Finding, Severity
from checker.forecast import Forecast
from reports.forecast import verdict
from reports.language import Language, capital


@dataclass(frozen=True, slots=True)
class Item:
    """A finding that appears or ceases, and whether something lets it pass (`mark`)."""

    severity: Severity
    message: str
    mark: str


@dataclass(frozen=True, slots=True)
class AheadRow:
    """A day, and what is otherwise on it than on the day before."""

    day: date
    appearing: tuple[Item, ...]
    ceasing: tuple[Item, ...]
    turned: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ahead:
    """The section of the report, up to its last day."""

    last: date
    rows: tuple[AheadRow, ...]


def ahead(forecast: Forecast, language: Language) -> Ahead:
    """The forecast as the report shows it."""
    return Ahead(
        forecast.last,
        tuple(
            AheadRow(
                change.day,
                _items(change.appearing, language),
                _items(change.ceasing, language),
                tuple(verdict(turned, language) for turned in change.turned),
            )
            for change in forecast.changes
        ),
    )


def _items(findings: Iterable[Finding], language: Language) -> tuple[Item, ...]:
    return tuple(
        Item(finding.severity, capital(language.message(finding)), _mark(finding, language)) for finding in findings
    )


def _mark(finding: Finding, language: Language) -> str:
    if finding.counts:
        return ""
    return language.word("audit.waived_mark" if finding.waived else "audit.baselined_mark")
