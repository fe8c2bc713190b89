"""Where results go: which format to which file, colour only on a terminal, and files written whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from seloste.checker.finding import Finding
from seloste.checker.result import Result
from seloste.usage_errors import UsageError

if TYPE_CHECKING:  # a check needs none
    from seloste.checker.forecast.forecast import Forecast
    from seloste.reports.formats.text import Style

#: The formats of every command that tells something; `check` has more (`seloste.reports.formats`).
FORMATS = ("text", "json")
STDOUT = "-"
_STDOUTS = frozenset({STDOUT, "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"})


def targets(formats: tuple[str, ...], outputs: tuple[str, ...]) -> list[tuple[str, str]]:
    """Each format with where it goes; a usage error when two would share one place."""
    kinds = formats or ("text",)
    if len(outputs) > len(kinds):
        raise UsageError("outputs", outputs=len(outputs), formats=len(kinds))
    places = [*outputs, *[STDOUT] * (len(kinds) - len(outputs))]
    leading = [_led_to(place) for place in places]
    for place, led_to in zip(places, leading, strict=True):
        if leading.count(led_to) > 1:
            raise UsageError("shared-output", where=place)
    return list(zip(kinds, places, strict=True))


def _led_to(place: str) -> str:
    """Where an output goes, however it is written."""
    return STDOUT if place in _STDOUTS else os.path.realpath(place)


def inputs_of(result: Result) -> set[str]:
    """The files that a check read or tried to read, as messages name them: no output may go there."""
    read = {item.path for item in (result.policy, *result.inputs) if item is not None}
    return read | {finding.location.path for finding in result.findings if finding.family == "input"}


def forecast(told: Forecast, kind: str, language: str) -> str:
    """A forecast in one format."""
    from seloste.reports import forecast as telling
    from seloste.reports.language import language as words

    if kind == "json":
        return telling.render_json(told)
    from seloste.reports.formats import text

    style = text.Style(words.load_language(language), width(), wants_colour(sys.stdout.isatty()))
    return telling.render_text(told, style)


def style(language: str, target: str = STDOUT) -> Style:
    """How text is laid out for its place: coloured only on a terminal."""
    from seloste.reports.formats.text import Style
    from seloste.reports.language import language as words

    return Style(words.load_language(language), width(), target == STDOUT and wants_colour(sys.stdout.isatty()))


def width() -> int:
    """The width to write in: that of the terminal, within what reads well."""
    try:
        columns = int(os.environ.get("COLUMNS") or os.get_terminal_size(sys.stdout.fileno()).columns)
    except (OSError, ValueError):
        columns = 100
    return min(max(columns, 60), 120)


def told(findings: Iterable[Finding], language: str) -> str:
    """Findings as lines of a message: place and sentence."""
    from seloste.reports.language import language as words
    from seloste.reports.rendering.escape import console, visible

    said = words.load_language(language)
    lines = []
    for finding in findings:
        at = finding.location
        place = ":".join(str(part) for part in (at.path, at.line, at.column) if part is not None)
        lines.append(visible(f"{place}: {said.message(finding)}"))
    return console("\n".join(lines))


def wants_colour(terminal: bool) -> bool:
    """Whether to write in colour: on a terminal, unless NO_COLOR or FORCE_COLOR say otherwise."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (terminal and os.environ.get("TERM") != "dumb")


def write_file(path: Path, content: str | bytes, inputs: Iterable[str] = ()) -> None:
    """Writes a file whole or not at all; a usage error when it can't be written, or is one of the inputs.

    What a link leads to is written, and a pipe or a device is written to, not replaced.
    """
    data = content.encode(errors="backslashreplace") if isinstance(content, str) else content
    if any(_same(path, Path(other)) for other in inputs):
        raise UsageError("is-input", path=path.as_posix())
    try:
        if _is_channel(path):
            with path.open("wb") as stream:
                stream.write(data)
        else:
            _replace(path.resolve(), data)
    except OSError as error:
        raise UsageError("cannot-write", path=path.as_posix(), reason=error.strerror or "") from None


def put(content: str | bytes, kind: str, target: str, inputs: Iterable[str] = ()) -> None:
    """Writes a document to a file, or to stdout; a usage error for bytes that a terminal would show as noise."""
    if target != STDOUT:
        write_file(Path(target), content, inputs)
    elif isinstance(content, str):
        click.echo(content, nl=False)
    else:
        for_programs(kind, target)
        sys.stdout.flush()
        with suppress(BrokenPipeError):  # nobody reads any more
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()


def for_programs(kind: str, target: str) -> None:
    """A usage error where a document of bytes would go to a terminal."""
    if target == STDOUT and sys.stdout.isatty():
        raise UsageError("binary", kind=kind)


@contextmanager
def extras() -> Iterator[None]:
    """Within it, a library that a format needs and that is not there is a usage error that says what to install."""
    from seloste.reports.paper.optional import MissingExtraError

    try:
        yield
    except MissingExtraError as error:
        commands = "\n".join(f"  {command}" for command in error.commands)
        raise UsageError(
            "missing-system" if error.system else "missing-extra", extra=error.extra, commands=commands
        ) from None


def _replace(path: Path, data: bytes) -> None:
    import tempfile  # slow to import, and the gate on a terminal needs none

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


def _same(path: Path, other: Path) -> bool:
    """Whether two paths lead to one regular file, also through links."""
    try:
        return path.is_file() and path.samefile(other)
    except OSError:
        return False


def _is_channel(path: Path) -> bool:
    """Whether a pipe, a device or the like stands at the path."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def commit() -> str | None:
    """The commit of the repository in the working directory, or None where there is none."""
    from seloste.checker.reading.git import RevisionError, open_repository

    try:
        return open_repository(Path.cwd()).head
    except (RevisionError, OSError):
        return None
