"""The command that makes a report again: what the command line gave, with the day and the commit written out."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from seloste.checker.workspace.database_address import Databases, names_database
from seloste.checker.workspace.files_state import FilesState
from seloste.checker.workspace.patterns import find_within
from seloste.options import Options

#: What changes nothing in a document.
_LEFT_OUT = frozenset({"out", "quiet", "verbose", "jobs", "gate", "fail_on", "output", "as_of", "at"})
#: Whose address it is, and the password: of a database of another kind, say, which is refused.
_CREDENTIALS = re.compile(r"//[^/\s]*@")
#: The earlier report that is followed up.
_EARLIER = "since"
#: How many digits of a commit name it.
_DIGITS = 12


def write_command(context: click.Context, options: Options, files: FilesState) -> str:
    """The command line of a run, quoted for a shell, from which the same report comes on any other day.

    Args:
        context: The command, with the values that it was given.
        options: Those that commands share: the day whose law counts, which is written out, the working directory, and
            the databases of the run, whose addresses are shown without their passwords.
        files: The state of the files: where a commit has them all, it is named.
    """
    words = ["seloste", context.command.name or "", "--as-of", options.day.isoformat()]
    revision = context.params.get("at") or _find_revision(context, files, options.databases)
    if revision:
        words += ["--at", str(revision)]
    for parameter in context.command.params:
        name = parameter.name or ""
        if name not in _LEFT_OUT and context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            words += _write_option(parameter, context.params[name], options)
    return shlex.join(words)


def _find_revision(context: click.Context, files: FilesState, databases: Databases) -> str:
    """The commit to read the files from; empty where they are not all in it, or `--at` is refused."""
    if files.day is None or databases.given or context.params.get("trusted"):
        return ""
    return (files.commit or "")[:_DIGITS]


def _write_option(parameter: click.Parameter, value: Any, options: Options) -> Iterator[str]:
    option = max(parameter.opts, key=len)
    if isinstance(parameter, click.Option) and parameter.is_flag:
        if value:
            yield option
        return
    for each in value if isinstance(value, list | tuple) else (value,):
        if isinstance(parameter, click.Option):
            yield option
        yield _write_path(parameter, each, options) if isinstance(each, Path) else _write_text(each, options.databases)


def _write_path(parameter: click.Parameter, path: Path, options: Options) -> str:
    """A path, from the working directory where it lies inside; else that of the earlier report is its bare name."""
    within = find_within(path, options.folder) if options.folder else None
    return within or (path.name if parameter.name == _EARLIER else path.as_posix())


def _write_text(value: Any, databases: Databases) -> str:
    text = str(value)
    return databases.find(text).name if names_database(text) else _CREDENTIALS.sub("//…@", text)
