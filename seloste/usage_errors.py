"""What is wrong with a command, said in the reader's language: our own usage errors, and those that click finds."""

from __future__ import annotations

import difflib
import os
import sys

import click


class UsageError(click.UsageError):
    """A usage error, by the key of its words (`usage.…` in `reports/languages`) and what fills them."""

    def __init__(self, key: str, suggestion: str = "", **values: str | int) -> None:
        super().__init__(key)
        self.key = key
        self.suggestion = suggestion
        self.values = values


def chosen_language(asked: str | None, offered: list[str] | None = None) -> str:
    """The language asked for, else the terminal's, else the first of the notice's; one that there are words for."""
    from seloste.reports.language.language import language_codes

    terminal = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    candidates: tuple[str | None, ...] = (asked, terminal.partition("_")[0].lower(), *(offered or ()), "en")
    return next(code for code in candidates if code is not None and code in language_codes())


def language_on_command_line(arguments: list[str]) -> str | None:
    """The value of `--lang`, also where the rest of the command cannot be understood."""
    for number, argument in enumerate(arguments):
        if argument == "--lang" and number + 1 < len(arguments):
            return arguments[number + 1]
        if argument.startswith("--lang="):
            return argument.partition("=")[2]
    return None


def tell(error: click.ClickException, arguments: list[str]) -> str:
    """The lines that tell what is wrong and where help is."""
    from seloste.reports.language.language import load_language
    from seloste.reports.rendering.escape import console, visible

    said = load_language(chosen_language(language_on_command_line(arguments)))
    key, values, suggestion = _words(error)
    message = said.word(f"usage.{key}", **values) if key else error.format_message()
    if suggestion:
        message = said.word("usage.did-you-mean", message=message, suggestion=suggestion)
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "seloste"
    return console(
        visible(f"{said.word('usage.heading', message=message)}\n{said.word('usage.help', command=command)}")
    )


def internal(error: Exception) -> str:
    """The lines that tell of a mistake of ours."""
    from seloste.reports.language.language import load_language

    said = load_language(chosen_language(language_on_command_line(arguments())))
    what = f"{type(error).__name__}: {error}"
    return f"{said.word('usage.internal', error=what)}\n{said.word('usage.report-it')}"


def _words(error: click.ClickException) -> tuple[str, dict[str, str | int], str]:
    """The key and the values of an error's words, and what may have been meant; no key where only click has words."""
    if isinstance(error, UsageError):
        return error.key, error.values, error.suggestion
    if isinstance(error, click.NoSuchOption):
        return "no-such-option", {"name": error.option_name}, next(iter(error.possibilities or ()), "")
    if isinstance(error, click.MissingParameter):
        return "missing", {"option": _name(error)}, ""
    if isinstance(error, click.BadOptionUsage):
        return "needs-value", {"option": error.option_name}, ""
    if isinstance(error, click.BadParameter):
        return _bad_value(error)
    if isinstance(error, click.UsageError) and error.ctx is not None and "unexpected extra" in error.message:
        return "unexpected", {"value": error.message.partition("(")[2].removesuffix(")")}, ""
    return "", {}, ""


def _bad_value(error: click.BadParameter) -> tuple[str, dict[str, str | int], str]:
    kind = getattr(error.param, "type", None)
    value = _given(error)
    if isinstance(kind, click.Choice):
        choices = [str(choice) for choice in kind.choices]
        nearest = difflib.get_close_matches(value, choices, n=1, cutoff=0.6)
        values: dict[str, str | int] = {"option": _name(error), "value": value, "choices": ", ".join(choices)}
        return "choice", values, nearest[0] if nearest else ""
    if isinstance(kind, click.IntRange):
        value = value or error.message.split(" ", 1)[0]
        return "range", {"option": _name(error), "value": value, "low": str(kind.min), "high": str(kind.max)}, ""
    return "value", {"option": _name(error), "value": value or error.message}, ""


def _given(error: click.BadParameter) -> str:
    """The value that click refused, which it tells only within its message."""
    quoted = error.message.split("'")
    return quoted[1] if len(quoted) > 1 else ""


def _name(error: click.BadParameter) -> str:
    if error.param is None:
        return str(error.param_hint or "")
    return error.param.opts[0] if isinstance(error.param, click.Option) else error.param.human_readable_name


def arguments() -> list[str]:
    """The arguments of this process, without its name."""
    return sys.argv[1:]
