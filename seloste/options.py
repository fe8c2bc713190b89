"""The options that commands share, handed to a command as one `Options`; and the types of their values.

The surroundings of a command are read here, once: the day, the working directory and the environment variables.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from msgspec import Struct

from seloste.policy.law.law import load_law
from seloste.policy.names import nearest_name
from seloste.policy.period import Period
from seloste.targets import STDOUT
from seloste.usage_errors import UsageError, choose_language

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from seloste.checker.workspace.configuration import FailOn, Scope
    from seloste.checker.workspace.database_address import Databases

F = TypeVar("F", bound=Callable[..., Any])

SCOPES = ("all", "systems", "notice")
THRESHOLDS = ("error", "warning", "note", "never")
#: A forecast looks ahead from a day to ten years. Periods are compared from any one day.
_SHORTEST, _LONGEST, _ANY_DAY = Period("P1D"), Period("P10Y"), date.min


class Options(Struct, frozen=True, kw_only=True):
    """The values of the shared options. An option that a command lacks has the value of one that was not given."""

    policy: Path | None = None
    config: Path | None = None
    as_of: date | None = None
    lang: str | None = None
    quiet: bool = False
    verbose: bool = False
    baseline: Path | None = None
    no_waivers: bool = False
    trusted: str | None = None
    against: str | None = None
    new_only: bool = False
    #: The revision that all inputs are read from; None: the work tree.
    at: str | None = None
    scope: Scope | None = None
    fail_on: FailOn | None = None
    jobs: int | None = None
    #: What judges the systems, and the cluster where that is Spark.
    engine: str = "local"
    master: str = "local[*]"
    #: Files, folders and patterns with evidence.
    evidence: tuple[str, ...] = ()
    #: The databases with evidence, and the variables that may hold the address of one.
    databases: Databases
    #: The day whose law counts: `as_of`, else the day on which the command was started.
    day: date
    #: The day that the clock shows.
    today: date
    #: The working directory; None where it has been deleted.
    folder: Path | None
    #: The environment variables.
    environment: Mapping[str, str]

    def choose_language(self) -> str:
        """The code of the language of messages: the one asked for, the environment's, or English."""
        return choose_language(self.lang, self.environment)

    def choose_document_language(self, offered: Sequence[str]) -> str:
        """The code of the language of a document: as that of messages, but the first one offered before English."""
        return choose_language(self.lang, self.environment, offered)


def collect_options(command: Callable[..., int]) -> Callable[..., int]:
    """Hands a command its shared options as one `Options`, its first argument; the other ones stay as they are."""

    @wraps(command)
    def collected(**values: Any) -> int:
        given = {name: values.pop(name) for name in Options.__struct_fields__ if name in values}
        day = choose_day(given.get("as_of"))
        _refuse_early_clock(day)
        given["evidence"], databases = read_databases(given.get("evidence", ()))
        environment = dict(os.environ)
        today, folder = choose_day(None), _working_directory()
        options = Options(day=day, today=today, folder=folder, environment=environment, databases=databases, **given)
        return command(options, **values)

    return collected


def read_databases(evidence: Sequence[str] = ()) -> tuple[tuple[str, ...], Databases]:
    """The values of `--evidence` that name files, and the databases: those it names, and those that variables hold."""
    from seloste.checker.workspace.database_address import Databases, names_database

    files = tuple(value for value in evidence if not names_database(value))
    return files, Databases([value for value in evidence if names_database(value)], os.environ)


def choose_day(as_of: date | None) -> date:
    """The day asked about, by default that of the clock. Nothing else reads the clock."""
    return as_of or date.today()


def _refuse_early_clock(day: date) -> None:
    """Raises a usage error for a clock with a day that the `--as-of` of the command would refuse."""
    context = click.get_current_context()
    for parameter in context.command.params:
        if parameter.name == "as_of":
            parameter.type.convert(day, parameter, context)


def _working_directory() -> Path | None:
    try:
        return Path.cwd()
    except OSError:
        return None


class Day(click.ParamType[date]):
    """An ISO 8601 day; unless `any_day` is set, none before the GDPR applied."""

    name = "date"

    def __init__(self, *, any_day: bool = False) -> None:
        self.any_day = any_day

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day; a usage error when it is none, or when the GDPR did not apply yet."""
        day = value if isinstance(value, date) else parse_day(value)
        option = param.opts[0] if param else ""
        if day is None:
            raise UsageError("day", option=option, value=value)
        first = load_law().applies_from
        if not self.any_day and day < first:
            raise UsageError("too-early", option=option, value=day.isoformat(), first=first.isoformat())
        return day


def parse_day(text: str) -> date | None:
    """The day of an ISO 8601 text; None where it is none."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


class Ahead(click.ParamType[Period]):
    """How far to look ahead: an ISO 8601 duration from a day to ten years."""

    name = "period"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Period:
        """The period; a usage error when it is none, or is too short or too long."""
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
        """The id and the day; a usage error when it is malformed or no instrument or decision has the id."""
        if not isinstance(value, str):
            id, day = value
            return id, day
        head, equals, until = value.partition("=")
        id, dot, key = head.rpartition(".")
        if not (equals and dot and key == "until"):
            raise UsageError("suppose", value=value)
        known = load_law().instruments.get(id) or load_law().decisions.get(id)
        if known is None:
            names = (*load_law().instruments, *load_law().decisions)
            raise UsageError("suppose-unknown", suggestion=nearest_name(id, names, cutoff=0.5), value=id)
        day = Day(any_day=True).convert(until, param, ctx)
        if day < known.first:
            raise UsageError("suppose-before", value=id, day=day.isoformat(), first=known.first.isoformat())
        return id, day


class LanguageCode(click.ParamType[str]):
    """The tag of a language, or of a variant of one, that the output can be written in."""

    name = "language"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The tag; a usage error when nothing can be written in it. Files of labels may have words for any."""
        from seloste.reports.language.language import find_base, language_codes

        takes_labels = ctx is not None and any(each.name == "labels" for each in ctx.command.params)
        if find_base(str(value)) is None and not takes_labels:
            option = param.opts[0] if param else ""
            raise UsageError("no-words", option=option, value=value, choices=", ".join(language_codes()))
        return str(value)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The languages, for the shell to offer."""
        from click.shell_completion import CompletionItem

        from seloste.reports.language.language import language_codes

        return [CompletionItem(code) for code in language_codes() if code.startswith(incomplete)]


def _stack(*options: Callable[[F], F]) -> Callable[[F], F]:
    """Several options as one decorator, in the order in which the help page lists them."""

    def decorate(command: F) -> F:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


policy_option = click.option("--policy", type=click.Path(path_type=Path), help="The policy file.")
config_option = click.option("--config", type=click.Path(path_type=Path), help="The configuration file.")
as_of_option = click.option("--as-of", type=Day(), metavar="DATE", help="The day whose law counts (default: today).")
lang_option = click.option("--lang", type=LanguageCode(), help="The language of what is shown.")
at_option = click.option("--at", metavar="REV", help="Read all inputs from a revision: a tag, a commit, HEAD~3.")
scope_option = click.option("--scope", type=click.Choice(SCOPES), help="Which findings count.")
target_option = click.option(
    "-o", "--output", "target", default=STDOUT, metavar="FILE", help="Where to write; - is stdout."
)
evidence_option = click.option(
    "--evidence",
    multiple=True,
    metavar="PATH|ADDRESS",
    help="Plans, code, manifests, databases (also postgresql://…, env:NAME); repeatable, may be a pattern.",
)
#: The files that are read.
file_options = _stack(policy_option, config_option)
#: The options of every command that checks.
common = _stack(
    file_options,
    as_of_option,
    lang_option,
    evidence_option,
    click.option("-q", "--quiet", is_flag=True, help="Show nothing but results."),
    click.option("-v", "--verbose", is_flag=True, help="Show everything."),
)
#: The options that decide which findings are suppressed.
suppression_options = _stack(
    click.option("--baseline", type=click.Path(path_type=Path), help="The baseline: findings known before."),
    click.option("--no-waivers", is_flag=True, help="Ignore every waiver."),
)
