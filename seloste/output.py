"""Writes outputs: files whole or not at all, documents for programs never onto a terminal."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click

from seloste.targets import STDOUT
from seloste.usage_errors import UsageError


def write_file(path: Path, content: str | bytes, inputs: Iterable[str] = ()) -> None:
    """Writes a file whole or not at all. Follows links, and writes to a pipe or a device without replacing it.

    Raises:
        UsageError: The file can't be written, or is one of the inputs.
    """
    data = content.encode(errors="backslashreplace") if isinstance(content, str) else content
    if any(_is_same_file(path, Path(other)) for other in inputs):
        raise UsageError("is-input", path=path.as_posix())
    try:
        if _is_channel(path):
            with path.open("wb") as stream:
                stream.write(data)
        else:
            _replace(path.resolve(), data)
    except OSError as error:
        raise UsageError("cannot-write", path=path.as_posix(), reason=error.strerror or "") from None


def write_text(text: str, target: str, inputs: Iterable[str] = ()) -> None:
    """Writes text, whose colours are kept on standard output, to its target."""
    if target == STDOUT:
        click.echo(text, nl=False, color=True)
    else:
        write_file(Path(target), text, inputs)


def write_document(content: str | bytes, format: str, target: str, inputs: Iterable[str] = ()) -> None:
    """Writes a document to its target; a usage error for bytes that a terminal would show as noise."""
    if target != STDOUT:
        write_file(Path(target), content, inputs)
    elif isinstance(content, str):
        click.echo(content, nl=False)
    else:
        refuse_terminal(format, target)
        sys.stdout.flush()
        with suppress(BrokenPipeError):  # nobody reads any more
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()


def refuse_terminal(format: str, target: str) -> None:
    """Raises a usage error where a document of bytes would go to a terminal."""
    if target == STDOUT and sys.stdout.isatty():
        raise UsageError("binary", kind=format)


@contextmanager
def report_missing_extras() -> Iterator[None]:
    """Turns the lack of a library that a format needs into a usage error with the command that installs it."""
    from seloste.reports.paper.optional import MissingExtraError

    try:
        yield
    except MissingExtraError as error:
        commands = "\n".join(f"  {command}" for command in error.commands)
        raise UsageError(
            "missing-system" if error.system else "missing-extra", extra=error.extra, commands=commands
        ) from None


def _replace(path: Path, data: bytes) -> None:
    import tempfile  # slow to import, and a check that writes to a terminal needs none

    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _is_same_file(path: Path, other: Path) -> bool:
    """Whether two paths lead to one regular file, also through links."""
    try:
        return path.is_file() and path.samefile(other)
    except OSError:
        return False


def _is_channel(path: Path) -> bool:
    """Whether a pipe, a device or the like is at the path."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
