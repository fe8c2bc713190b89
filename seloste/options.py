"""The options that commands share, and what they need at the edge: the day, the language, the workspace."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from seloste.policy.law.law import law
from seloste.policy.period import Period
from seloste.usage_errors import UsageError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

F = TypeVar("F", bound=Callable[..., Any])

SCOPES = ("all", "systems", "notice")
#: How far a forecast may look. Periods are compared from any one day.
_SHORTEST, _LONGEST, _ANY_DAY = Period("P1D"), Period("P10Y"), date.min
THRESHOLDS = ("error", "warning", "note", "never")


class Day(click.ParamType[date]):
    """An ISO 8601 day, not before the first on which there is something to judge by."""

    name = "date"

    def __init__(self, *, any_day: bool = False) -> None:
        self.any_day = any_day

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day; a usage error when it is none, or when the GDPR did not apply yet."""
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(value) if len(value) == 10 else None
        except ValueError:
            day = None
        option = param.opts[0] if param else ""
        if day is None:
            raise UsageError("day", option=option, value=value)
        first = law().applies_from
        if not self.any_day and day < first:
            raise UsageError("too-early", option=option, value=value, first=first.isoformat())
        return day


class Ahead(click.ParamType[Period]):
    """How far to look ahead: an ISO 8601 duration from a day to ten years."""

    name = "period"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Period:
        """The period; a usage error when it is none, or when nothing or too much would have to be looked at."""
        if isinstance(value, Period):
            return value
        try:
            period = Period.parse(value)
        except ValueError:
            raise UsageError("period", value=value) from None
        if not _SHORTEST.end(_ANY_DAY) <= period.end(_ANY_DAY) <= _LONGEST.end(_ANY_DAY):
            raise UsageError("period-length", value=value, shortest=str(_SHORTEST), longest=str(_LONGEST))
        return period


class SupposedEnd(click.ParamType[tuple[str, date]]):
    """`ID.until=DATE`: a transfer instrument or an adequacy decision, and the last day that it is supposed to have."""

    name = "supposition"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, date]:
        """The id and the day; a usage error when it is malformed or about nothing that is known."""
        if not isinstance(value, str):
            id, day = value
            return id, day
        head, equals, until = value.partition("=")
        id, dot, key = head.rpartition(".")
        if not (equals and dot and key == "until"):
            raise UsageError("suppose", value=value)
        known = law().instruments.get(id) or law().decisions.get(id)
        if known is None:
            names = (*law().instruments, *law().decisions)
            nearest = difflib.get_close_matches(id, names, n=1, cutoff=0.5)
            raise UsageError("suppose-unknown", suggestion=nearest[0] if nearest else "", value=id)
        day = Day(any_day=True).convert(until, param, ctx)
        if day < known.first:
            raise UsageError("suppose-before", value=id, day=day.isoformat(), first=known.first.isoformat())
        return id, day


class LanguageCode(click.ParamType[str]):
    """A language that there are words for."""

    name = "language"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The code; a usage error when there are no words for it."""
        from seloste.reports.language.language import language_codes

        if value not in language_codes():
            option = param.opts[0] if param else ""
            raise UsageError("no-words", option=option, value=value, choices=", ".join(language_codes()))
        return str(value)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The languages, for the shell to offer."""
        from click.shell_completion import CompletionItem

        from seloste.reports.language.language import language_codes

        return [CompletionItem(code) for code in language_codes() if code.startswith(incomplete)]


def common(command: F) -> F:
    """The options of every command that reads a policy."""
    options = (
        click.option("--policy", type=click.Path(path_type=Path), help="The policy file."),
        click.option("--config", type=click.Path(path_type=Path), help="The configuration file."),
        click.option("--as-of", type=Day(), metavar="DATE", help="The day whose law counts (default: today)."),
        click.option("--lang", type=LanguageCode(), help="The language of what is shown."),
        click.option("-q", "--quiet", is_flag=True, help="Show nothing but results."),
        click.option("-v", "--verbose", is_flag=True, help="Show everything."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def passing(command: F) -> F:
    """The options of commands that tell what passes: the baseline, and whether waivers hold."""
    options = (
        click.option("--baseline", type=click.Path(path_type=Path), help="The baseline: findings known before."),
        click.option("--no-waivers", is_flag=True, help="Let nothing pass by a waiver."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def today(as_of: date | None) -> date:
    """The day asked about. The one place that reads the clock."""
    return as_of or date.today()
