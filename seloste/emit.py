"""Writes the result of a check in its formats, each to its target.

The files among the targets are one set, all written or none. What goes to standard output is written in either case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click
from msgspec.structs import replace

from seloste import __version__
from seloste.checker.reading.git import RevisionError, open_repository
from seloste.checker.reading.tree import ConfinedTree
from seloste.checker.result import Result
from seloste.checker.workspace.configuration import FailOn
from seloste.locking import hold_folders
from seloste.options import Options
from seloste.output import write_files
from seloste.reports import formats
from seloste.reports.formats.context import FormatContext, Home
from seloste.reports.run import Run
from seloste.targets import STDOUT, list_input_paths
from seloste.terminal import choose_text_width, wants_colour
from seloste.usage_errors import UsageError
from seloste.visibility import is_public_repository

if TYPE_CHECKING:
    from seloste.checker.comparison.comparison import ChangeEffect
    from seloste.checker.comparison.trusted import TrustedRevision

#: The formats that name the commit that was checked.
_WITH_COMMIT = frozenset({"json", "sarif", "junit"})
#: The formats that the service of a repository shows to whoever sees the repository.
_SHOWN = frozenset({"sarif", "github", "gitlab", "junit"})
#: How many characters are written at once, and how many bytes of a file may wait in memory.
_BLOCK, _MOST_IN_MEMORY = 1 << 16, 1 << 24


def make_format_context(
    result: Result,
    code: str,
    options: Options,
    *,
    fail_on: FailOn = "error",
    exit_code: int = 0,
    trusted: TrustedRevision | None = None,
    effect: ChangeEffect | None = None,
) -> FormatContext:
    """The result and everything else that its formats need, but for the target: the language is given by its code."""
    from seloste.reports.language.language import load_language

    language = load_language(code)
    lead = None
    if trusted is not None or effect is not None:
        from seloste.reports.formats import comparison

        lead = comparison.build_lead(effect, trusted, language)
    return FormatContext(
        result=result,
        run=Run(__version__),
        language=language,
        exit_code=exit_code,
        fail_on=fail_on,
        home=locate_home(options.folder, options.environment, result.files.commit if options.at else None),
        trusted=trusted,
        effect=effect,
        lead=lead,
        width=choose_text_width(options.environment),
        verbose=options.verbose,
        quiet=options.quiet,
    )


def write_formats(context: FormatContext, targets: Iterable[tuple[str, str]], options: Options) -> list[UsageError]:
    """Writes the result in each format to its target, for GitHub also the summary of the job, where one is kept.

    Returns the errors, where something could not be written.
    """
    targets = list(targets)
    if any(format in _WITH_COMMIT for format, _ in targets):
        commit = context.result.files.commit or find_commit(options.folder)
        context = replace(context, run=Run(__version__, commit))
    if any(format in _SHOWN for format, _ in targets) and is_public_repository(options.environment):
        context = replace(context, is_public=True)
        if not options.quiet:
            click.echo(f"seloste: {context.language.word('public.repository')}", err=True)
    pieces = {target: _stream(context, format, target, options.environment) for format, target in targets}
    summary = options.environment.get("GITHUB_STEP_SUMMARY")
    steps: list[Callable[[], None]] = []
    if pieces.keys() - {STDOUT}:
        steps.append(
            partial(_write_files, context, {Path(target): pieces[target] for target in pieces if target != STDOUT})
        )
    steps += (partial(_print_pieces, pieces[target]) for target in pieces if target == STDOUT)
    if summary and any(format == "github" for format, _ in targets):
        steps.append(partial(_append_summary, context, Path(summary)))
    errors = []
    for step in steps:
        try:
            step()
        except UsageError as error:
            errors.append(error)
    return errors


def show_text(context: FormatContext, options: Options) -> None:
    """Shows the result on standard output."""
    _print_pieces(_stream(context, "text", STDOUT, options.environment))


def _stream(context: FormatContext, format: str, target: str, environment: Mapping[str, str]) -> Iterator[str]:
    colour = format == "text" and wants_colour(environment, target)
    return formats.stream_format(format, replace(context, colour=colour))


def _print_pieces(pieces: Iterator[str]) -> None:
    for block in _join_blocks(pieces):
        click.echo(block, nl=False, color=True)


def _write_files(context: FormatContext, files: Mapping[Path, Iterator[str]]) -> None:
    """Writes files: each whole into a spool first, since the folders are locked only for the moment of replacing."""
    for path in files:
        _refuse_link_outside(context, path)
    with ExitStack() as stack:
        spools = {path: stack.enter_context(_spool(path, pieces)) for path, pieces in files.items()}
        write_files(spools, list_input_paths(context.result))


@contextmanager
def _spool(path: Path, pieces: Iterator[str]) -> Iterator[IO[bytes]]:
    """The text that is to go to a path in a temporary file, which is in memory while it is small."""
    from tempfile import SpooledTemporaryFile

    with SpooledTemporaryFile(_MOST_IN_MEMORY) as spool:
        try:
            for block in _join_blocks(pieces):
                spool.write(block.encode(errors="backslashreplace"))
        except OSError as error:
            raise UsageError("cannot-write", path=path.as_posix(), reason=error.strerror or "") from None
        yield spool


def _join_blocks(pieces: Iterator[str]) -> Iterator[str]:
    """The pieces in blocks that are worth writing at once."""
    block: list[str] = []
    size = 0
    for piece in pieces:
        block.append(piece)
        size += len(piece)
        if size >= _BLOCK:
            yield "".join(block)
            block, size = [], 0
    yield "".join(block)


def find_commit(folder: Path | None) -> str | None:
    """The commit of the repository that a folder is in; None where there is none."""
    if folder is None:
        return None
    try:
        return open_repository(folder).head
    except (RevisionError, OSError):
        return None


def _refuse_link_outside(context: FormatContext, path: Path) -> None:
    """Raises a usage error where a change that is not trusted may have put a link that leads the output elsewhere."""
    root = Path(context.home.root)
    if context.trusted is not None and ConfinedTree(root / context.home.folder, root).is_outside(path):
        raise UsageError("output-outside", path=path.as_posix())


def _append_summary(context: FormatContext, path: Path) -> None:
    """Appends the summary to the file that the steps of a job share, within the size that GitHub takes."""
    from seloste.reports.formats import github

    try:
        with hold_folders([path.resolve().parent]):
            room = github.MOST_SUMMARY - (path.stat().st_size if path.exists() else 0)
            text = github.render_summary(context, room).encode(errors="backslashreplace")
            if len(text) <= room:
                with path.open("ab", buffering=0) as stream:
                    stream.write(text)
    except OSError as error:
        raise UsageError("cannot-write", path=path.as_posix(), reason=error.strerror or "") from None


def locate_home(folder: Path | None, environment: Mapping[str, str], past: str | None = None) -> Home:
    """The place of a folder in its repository, and the address of the files of a commit on the code host.

    `past`: the commit that was judged, where it is another one than that of the job.
    """
    if folder is None:
        return Home()
    root = next((each for each in (folder, *folder.parents) if (each / ".git").exists()), folder)
    inside = folder.relative_to(root).as_posix()
    return Home(root=root.as_posix(), folder="" if inside == "." else inside, url=_files_url(environment, past))


def _files_url(environment: Mapping[str, str], past: str | None) -> str:
    """The address of a commit's files on GitHub or GitLab; empty where no runner of theirs runs this."""
    from seloste.reports.rendering.escape import find_link_target

    def values(*names: str) -> list[str]:
        return [environment.get(name, "") for name in names]

    server, repository, commit = values("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA")
    project, revision = values("CI_PROJECT_URL", "CI_COMMIT_SHA")
    commit, revision = (past or commit, past or revision)
    if server and repository and commit:
        return find_link_target(f"{server}/{repository}/blob/{commit}/") or ""
    if project and revision:
        return find_link_target(f"{project}/-/blob/{revision}/") or ""
    return ""
