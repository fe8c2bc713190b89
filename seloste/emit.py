"""A check told in its formats, each to its place. What cannot be written in one place does not keep the others away."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

import click

from seloste import __version__, output
from seloste.checker.reading.tree import ConfinedTree
from seloste.checker.result import Result
from seloste.checker.workspace.configuration import FailOn
from seloste.reports import formats
from seloste.reports.formats import FormatContext, Home
from seloste.reports.run import Run
from seloste.usage_errors import UsageError

#: The formats that tell which commit was checked.
_WITH_COMMIT = frozenset({"json", "sarif", "junit"})


def telling(
    result: Result,
    language: str,
    *,
    fail_on: FailOn = "error",
    exit_code: int = 0,
    verbose: bool = False,
    quiet: bool = False,
) -> FormatContext:
    """The result with all that the formats are told of this run, but for where it goes."""
    from seloste.reports.language.language import load_language as words

    first = None
    if result.trust is not None or result.effect is not None:
        from seloste.reports.formats.comparison import lead

        first = lead(result, words(language))
    return FormatContext(
        result=result,
        run=Run(__version__),
        said=words(language),
        exit_code=exit_code,
        fail_on=fail_on,
        home=home(),
        lead=first,
        width=output.width(),
        verbose=verbose,
        quiet=quiet,
    )


def write_all(told: FormatContext, targets: list[tuple[str, str]]) -> list[UsageError]:
    """Writes the result in each format to its place; what could not be written, and why."""
    if any(kind in _WITH_COMMIT for kind, _ in targets):
        told = replace(told, run=Run(__version__, output.commit()))
    unwritten = []
    for kind, target in targets:
        try:
            write(told, kind, target)
        except UsageError as error:
            unwritten.append(error)
    return unwritten


def write(told: FormatContext, kind: str, target: str) -> None:
    """Writes the result in one format to its place; for GitHub, the summary of the job too, where it has a place."""
    colour = kind == "text" and target == output.STDOUT and output.wants_colour(sys.stdout.isatty())
    text = formats.tell(kind, replace(told, colour=colour))
    if target == output.STDOUT:
        _print(text)
    else:
        _refuse_leading_out(told, Path(target))
        output.write_file(Path(target), text, output.inputs_of(told.result))
    summary = os.environ.get("GITHUB_STEP_SUMMARY") if kind == "github" else None
    if summary:
        _summarise(told, Path(summary))


def _refuse_leading_out(told: FormatContext, path: Path) -> None:
    """A usage error where a change that is not trusted has put a link, so that what it tells would be written there."""
    if told.result.trust is not None and ConfinedTree(Path(told.home.root)).is_outside(path):
        raise UsageError("output-outside", path=path.as_posix())


def _print(text: str) -> None:
    try:
        click.echo(text, nl=False, color=True)
    except OSError as error:  # a full disk behind it; who no longer reads is no error
        raise UsageError("stdout", reason=error.strerror or "") from None


def _summarise(told: FormatContext, path: Path) -> None:
    """Adds the summary to those of the same step, within what GitHub takes of them all."""
    from seloste.reports.formats import github

    try:
        room = github.MOST_SUMMARY - (path.stat().st_size if path.exists() else 0)
        text = github.summary(told, room).encode(errors="backslashreplace")
        if len(text) <= room:
            with path.open("ab") as stream:
                stream.write(text)
    except OSError as error:
        raise UsageError("cannot-write", path=path.as_posix(), reason=error.strerror or "") from None


def home() -> Home:
    """Where the working directory stands in its repository, and where a code host shows the files of the commit."""
    try:
        here = Path.cwd()
    except OSError:  # it is gone
        return Home()
    root = next((folder for folder in (here, *here.parents) if (folder / ".git").exists()), here)
    folder = here.relative_to(root).as_posix()
    return Home(root=root.as_posix(), folder="" if folder == "." else folder, url=_files_url())


def _files_url() -> str:
    """The address under which GitHub or GitLab, on whose runner this is, shows the files of the commit."""
    from seloste.reports.rendering.escape import link

    def given(*names: str) -> list[str]:
        return [os.environ.get(name, "") for name in names]

    server, repository, commit = given("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA")
    project, revision = given("CI_PROJECT_URL", "CI_COMMIT_SHA")
    if server and repository and commit:
        return link(f"{server}/{repository}/blob/{commit}/") or ""
    if project and revision:
        return link(f"{project}/-/blob/{revision}/") or ""
    return ""
