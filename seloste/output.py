"""Writes outputs: sets of files whole or not at all, documents for programs never onto a terminal."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, TypeVar

import click

from seloste.file_set import copy_content, naming, replace_files
from seloste.streams import report_full_stdout
from seloste.targets import STDOUT
from seloste.usage_errors import UsageError

Content = str | bytes
T = TypeVar("T")

#: How often the writing of a file is begun again: more often than people decide at the same moment.
_MOST_BEGINNINGS = 100


def write_file(path: Path, content: Content, inputs: Iterable[str] = ()) -> None:
    """Writes one file, as `write_files` does."""
    write_files({path: content}, inputs)


def write_files(
    contents: Mapping[Path, Content | IO[bytes]], inputs: Iterable[str] = (), outdated: Iterable[Path] = ()
) -> None:
    """Writes a set of files, each whole, all or none. Follows links, and keeps a pipe or a device what it is.

    Args:
        contents: The files by their paths; of an open file, what it has from its beginning on.
        inputs: Files that were read and may not be written over.
        outdated: Files of an earlier set in the same folders, to be removed with it.

    Raises:
        UsageError: A file can't be written, or is one of the inputs.
    """
    inputs = list(inputs)
    refuse_inputs(contents, inputs)
    outdated = list(outdated)
    kept = [Path(path) for path in inputs] if outdated else []
    with _telling(contents):
        files = _write_channels(contents)
        if files:
            old = [path.parent.resolve() / path.name for path in outdated if not _is_any(path, kept)]
            replace_files(files, old)


def rewrite_file(path: Path, edit: Callable[[bytes | None], tuple[Content | None, T]]) -> T:
    """Writes a file as edited, and begins again where it was changed meanwhile, so that no change is lost.

    Args:
        path: The file.
        edit: Takes the content of now, empty where there is no file, None where it can't be read. Gives the new one, or
            None where nothing is to be written, and something to return.

    Raises:
        UsageError: The file can't be written, or does not cease to change.
    """
    for _ in range(_MOST_BEGINNINGS):
        before = _read_if_there(path)
        after, found = edit(before)
        if after is None:
            return found
        with _telling([path]):
            files = _write_channels({path: after})
            if not files or replace_files(files, is_wanted=partial(_has_content, path, before)):
                return found
    raise UsageError("keeps-changing", path=path.as_posix())


def print_text(text: str) -> None:
    """Prints text of which no line is a command to the build server whose log this may be. Colours are kept."""
    from seloste.reports.rendering.escape import console  # a check that writes no text needs none

    click.echo(console(text), nl=False, color=True)


def write_text(text: str, target: str, inputs: Iterable[str] = ()) -> None:
    """Writes text, whose colours are kept on standard output, to its target."""
    if target == STDOUT:
        print_text(text)
    else:
        write_file(Path(target), text, inputs)


def write_documents(contents: Mapping[str, Content], format: str, inputs: Iterable[str] = ()) -> None:
    """Writes documents to their targets; a usage error for bytes that a terminal would show as noise."""
    if STDOUT not in contents:
        write_files({Path(target): content for target, content in contents.items()}, inputs)
        return
    content = contents[STDOUT]
    if isinstance(content, str):
        print_text(content)
    else:
        refuse_terminal(format, STDOUT)
        sys.stdout.flush()
        with report_full_stdout():
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()


def refuse_inputs(paths: Iterable[Path], inputs: Iterable[str]) -> None:
    """Raises a usage error for a file to write that is one of the inputs."""
    read = [Path(each) for each in inputs]
    for path in paths:
        if _is_any(path, read):
            raise UsageError("is-input", path=path.as_posix())


def refuse_terminal(format: str, target: str) -> None:
    """Raises a usage error where a document of bytes would go to a terminal."""
    if target == STDOUT and sys.stdout.isatty():
        raise UsageError("binary", kind=format)


@contextmanager
def report_missing_extras() -> Iterator[None]:
    """Turns the lack of a library that a format needs into a usage error with the command that installs it.

    So it does with a document that is too large for its format.
    """
    from seloste.reports.paper.limits import DocumentTooLargeError
    from seloste.reports.paper.optional import MissingExtraError

    try:
        yield
    except DocumentTooLargeError as error:
        raise UsageError("too-large", kind=error.what, size=error.size, limit=error.limit) from None
    except MissingExtraError as error:
        commands = "\n".join(f"  {command}" for command in error.commands)
        raise UsageError(
            "missing-system" if error.system else "missing-extra", extra=error.extra, commands=commands
        ) from None


def _write_channels(contents: Mapping[Path, Content | IO[bytes]]) -> dict[Path, bytes | IO[bytes]]:
    """Writes to the pipes and devices among the targets. The files that are left to write, by paths without links."""
    files: dict[Path, bytes | IO[bytes]] = {}
    for path, content in contents.items():
        data = content.encode(errors="backslashreplace") if isinstance(content, str) else content
        if _is_channel(path):
            with naming(path), path.open("wb") as stream:
                copy_content(data, stream)
        else:
            files[path.resolve()] = data
    return files


@contextmanager
def _telling(paths: Collection[Path]) -> Iterator[None]:
    """Turns an error of the system into a usage error that names the file as the user did."""
    try:
        yield
    except OSError as error:
        named = [path for path in paths if error.filename in (str(path), os.path.realpath(path))]
        path = next(iter(named or paths))
        raise UsageError("cannot-write", path=path.as_posix(), reason=error.strerror or "") from None


def _has_content(path: Path, content: bytes | None) -> bool:
    return _read_if_there(path) == content


def _read_if_there(path: Path) -> bytes | None:
    """The bytes of a file, none where it does not exist; None where it can't be read."""
    try:
        return path.read_bytes() if path.exists() or path.is_symlink() else b""
    except OSError:
        return None


def _is_any(path: Path, others: Iterable[Path]) -> bool:
    """Whether a path leads to one of the other regular files, also through links."""
    own = _find_regular(path)
    return own is not None and any((found := _find_regular(each)) and os.path.samestat(own, found) for each in others)


def _find_regular(path: Path) -> os.stat_result | None:
    """The state of the regular file that a path leads to; None where there is none."""
    try:
        found = path.stat()
    except (OSError, ValueError):  # a path of another kind of input may have any characters in it
        return None
    return found if stat.S_ISREG(found.st_mode) else None


def _is_channel(path: Path) -> bool:
    """Whether a pipe, a device or the like is at the path."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)
