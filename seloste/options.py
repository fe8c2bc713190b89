"""The options that commands share, and what they need at the edge: the day, the language, the workspace."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from policy.law.law import law

F = TypeVar("F", bound=Callable[..., Any])

SCOPES = ("all", "systems", "notice")
THRESHOLDS = ("error", "warning", "note", "never")


class Day(click.ParamType):
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
        if day is None:
            self.fail(f"{value!r} is not a day; expected year-month-day, such as 2026-11-22", param, ctx)
        first = law().applies_from
        if not self.any_day and day < first:
            self.fail(f"{value} is before {first}, the first day on which the GDPR applied", param, ctx)
        return day


class LanguageCode(click.ParamType):
    """A language that there are words for."""

    name = "language"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The code; a usage error when there are no words for it."""
        from reports.language import languages

        if value not in languages():
            self.fail(f"no words for {value!r}; expected one of {', '.join(languages())}", param, ctx)
        return str(value)


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


def today(as_of: date | None) -> date:
    """The day asked about. The one place that reads the clock."""
    return as_of or date.today()


def chosen_language(asked: str | None, offered: list[str] | None = None) -> str:
    """The language asked for; else the terminal's, else the first that the notice has, as far as there are words for it."""
    from reports.language import languages

    terminal = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    candidates = (asked, terminal.partition("_")[0].lower(), *(offered or ()), "en")
    return next(code for code in candidates if code in languages())


def fail(message: str) -> click.UsageError:
    """A usage error with these words."""
    return click.UsageError(message)
