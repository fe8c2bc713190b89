"""A template and a stylesheet of the user's own: reads them, and reports their faults as usage errors."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from seloste.checker.reading.documents import Input
from seloste.checker.workspace.patterns import display_path
from seloste.usage_errors import UsageError

if TYPE_CHECKING:
    from seloste.reports.notice import Design

#: The formats that a template, or a stylesheet, can change.
_TEMPLATES, _STYLES = ("html", "markdown", "text", "pdf"), ("html", "pdf")
#: In bytes. Nobody writes a template as large; reading stops here.
_LARGEST = 2**22


def read_design(template: Path | None, stylesheet: Path | None, format: str = "html") -> Design | None:
    """The design that the files contain, or None without any; a usage error where they can't be read or used."""
    if template is None and stylesheet is None:
        return None
    from seloste.reports.notice import Design

    for option, path, formats in (("--template", template, _TEMPLATES), ("--stylesheet", stylesheet, _STYLES)):
        if path is not None and format not in formats:
            raise UsageError("design-format", option=option, value=format, choices=", ".join(formats))
    return Design(_read_text(template), _read_text(stylesheet))


def list_design_files(paths: Iterable[Path | None], folder: Path) -> Iterator[Input]:
    """The files of a design as inputs of a result, by their paths as messages show them from a folder."""
    for path in paths:
        if path is not None:
            yield Input(display_path(path, folder), "design", hashlib.sha256(path.read_bytes()).hexdigest())


def _read_text(path: Path | None) -> str | None:
    if path is None:
        return None
    try:
        with path.open("rb") as stream:
            return stream.read(_LARGEST).decode("utf-8-sig")
    except OSError as error:
        raise UsageError("design-unreadable", path=path.as_posix(), reason=error.strerror or "") from None
    except UnicodeDecodeError:
        raise UsageError("design-not-text", path=path.as_posix()) from None


@contextmanager
def report_design_faults(template: Path | None, stylesheet: Path | None) -> Iterator[None]:
    """Turns a fault of the template or the stylesheet within the block into a usage error with file and line."""
    if template is None and stylesheet is None:
        yield
        return
    from seloste.reports.notice.design import StylesheetFaultError
    from seloste.reports.rendering.sandbox import TemplateFaultError

    try:
        yield
    except TemplateFaultError as fault:
        place = _format_place(template, fault.line)
        raise UsageError(f"template-{fault.kind}", place=place, detail=fault.detail) from None
    except StylesheetFaultError as fault:
        place = _format_place(stylesheet, fault.line)
        raise UsageError(f"stylesheet-{fault.kind}", place=place, detail=fault.detail) from None


def _format_place(path: Path | None, line: int | None) -> str:
    name = path.as_posix() if path is not None else ""
    return f"{name}:{line}" if line is not None else name
