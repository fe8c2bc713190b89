"""Usage errors, ours and click's, as messages, and the choice of the language that messages are in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from seloste.exit_code import Exit

if TYPE_CHECKING:
    from seloste.reports.language.language import Language


#: The messages about what could not be written: nothing is wrong with the command.
_FAILED_WRITES = frozenset({"stdout", "cannot-write", "keeps-changing"})
#: The messages about what was begun and could not be judged.
_FAILED_RUNS = frozenset({"spark-job", "spark-path-not-found", "spark-executor-lacks-package"})
#: The values that people write, and how much of one a message shows, in characters.
_WRITTEN, _LONGEST_VALUE = frozenset({"value", "path", "name"}), 500


class UsageError(click.UsageError):
    """A usage error: the key of its message (`usage.…` in `reports/languages`), and the values inserted there.

    `suggestion` is the nearest name that would be right, for "did you mean". The exit code is 2, or 3 where nothing is
    wrong with the command, and yet not everything could be judged.
    """

    def __init__(self, key: str, suggestion: str = "", **values: str | int) -> None:
        super().__init__(key)
        self.key = key
        self.suggestion = suggestion
        self.values = values

    @property
    def code(self) -> Exit:
        """The exit code of the process."""
        return Exit.INPUT if self.key in _FAILED_RUNS else Exit.USAGE


def choose_language(asked: str | None, environment: Mapping[str, str], offered: Sequence[str] = ()) -> str:
    """The tag of the first language with words: the one asked for, the environment's, those offered, English.

    Only documents have languages that are offered: those of the notice.
    """
    from seloste.reports.language.language import find_base

    locale = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environment.get(name))), "")
    candidates = (asked, re.split("[_.@]", locale)[0].lower(), *offered, "en")
    return next(code for code in candidates if code is not None and find_base(code) is not None)


def choose_error_language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The code of the language for errors: `--lang` is looked up even where the rest of the command is wrong."""
    asked = None
    for number, argument in enumerate(arguments):
        if argument == "--lang" and number + 1 < len(arguments):
            asked = asked or arguments[number + 1]
        if argument.startswith("--lang="):
            asked = asked or argument.partition("=")[2]
    return choose_language(asked, environment)


def format_usage_error(error: click.ClickException, code: str) -> str:
    """The message of a usage error, without addresses of databases, and the command that shows help."""
    from seloste.checker.reading.credentials import hide_addresses
    from seloste.reports.language.language import load_language
    from seloste.reports.rendering.escape import console, visible

    language = load_language(code)
    message = describe_usage_error(error, language)
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "seloste"
    if isinstance(error, UsageError) and error.key in _FAILED_WRITES | _FAILED_RUNS:
        return console(visible(f"seloste: {hide_addresses(message)}"))
    return console(
        visible(
            f"{language.word('usage.heading', message=hide_addresses(message))}\n"
            f"{language.word('usage.help', command=command)}"
        )
    )


def describe_usage_error(error: click.ClickException, language: Language) -> str:
    """The sentence of a usage error alone."""
    key, values, suggestion = _find_message(error)
    message = language.word(f"usage.{key}", **_cut(values)) if key else error.format_message()
    return language.word("usage.did-you-mean", message=message, suggestion=suggestion) if suggestion else message


def _cut(values: Mapping[str, str | int]) -> dict[str, str | int]:
    """The values of a message, what somebody wrote cut and on one line; findings are lines of their own, and short."""
    from seloste.checker.finding import cut_text

    return {
        name: cut_text(value.replace("\n", "[U+000A]"), _LONGEST_VALUE)
        if name in _WRITTEN and isinstance(value, str)
        else value
        for name, value in values.items()
    }


def format_stop(key: str, code: str, **values: str | int) -> str:
    """The message about a run that was stopped, since it took too much, in a language."""
    from seloste.reports.language.language import load_language

    return f"seloste: {load_language(code).word(f'usage.{key}', **values)}"


def format_internal_error(error: Exception, code: str) -> str:
    """The message about an error in seloste itself, in a language."""
    from seloste.checker.reading.credentials import hide_addresses
    from seloste.reports.language.language import load_language

    language = load_language(code)
    description = hide_addresses(f"{type(error).__name__}: {error}")
    return f"{language.word('usage.internal', error=description)}\n{language.word('usage.report-it')}"


def _find_message(error: click.ClickException) -> tuple[str, dict[str, str | int], str]:
    """The key and the values of an error's message, and a suggestion; an empty key where only click has a message."""
    if isinstance(error, UsageError):
        return error.key, error.values, error.suggestion
    if isinstance(error, click.NoSuchOption):
        return "no-such-option", {"name": error.option_name}, next(iter(error.possibilities or ()), "")
    if isinstance(error, click.MissingParameter):
        return "missing", {"option": _get_option_name(error)}, ""
    if isinstance(error, click.BadOptionUsage):
        return "needs-value", {"option": error.option_name}, ""
    if isinstance(error, click.BadParameter):
        return _describe_bad_value(error)
    if isinstance(error, click.UsageError) and error.ctx is not None and "unexpected extra" in error.message:
        return "unexpected", {"value": error.message.partition("(")[2].removesuffix(")")}, ""
    return "", {}, ""


def _describe_bad_value(error: click.BadParameter) -> tuple[str, dict[str, str | int], str]:
    """The same for a value that an option does not accept."""
    from seloste.policy.names import nearest_name

    kind = getattr(error.param, "type", None)
    option, value = _get_option_name(error), _extract_refused_value(error)
    if isinstance(kind, click.Choice):
        choices = [str(choice) for choice in kind.choices]
        return "choice", {"option": option, "value": value, "choices": ", ".join(choices)}, nearest_name(value, choices)
    if isinstance(kind, click.IntRange):
        value = value or error.message.split(" ", 1)[0]
        return "range", {"option": option, "value": value, "low": str(kind.min), "high": str(kind.max)}, ""
    return "value", {"option": option, "value": value or error.message}, ""


def _extract_refused_value(error: click.BadParameter) -> str:
    """The value that click refused, which only its message contains, in quotes."""
    quoted = error.message.split("'")
    return quoted[1] if len(quoted) > 1 else ""


def _get_option_name(error: click.BadParameter) -> str:
    """The name of the option or argument, as people type it."""
    if error.param is None:
        return str(error.param_hint or "")
    return error.param.opts[0] if isinstance(error.param, click.Option) else error.param.human_readable_name
