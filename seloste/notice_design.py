"""A template and a stylesheet of the user's own: reads them, and reports their faults as usage errors."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from seloste.checker.reading.documents import Input
from seloste.checker.workspace.patterns import display_path
from seloste.usage_errors import UsageError

if TYPE_CHECKING:
    from seloste.reports.notice import Design

#: The formats that a template, or a stylesheet, can change.
_TEMPLATES, _STYLES = ("html", "markdown", "text", "pdf"), ("html", "pdf")
#: In bytes. Nobody writes a template as large; reading stops here.
_LARGEST = 2**22


class ReadDesign(NamedTuple):
    """A design, None without any file, and the SHA-256 of what was read of each file."""

    design: Design | None
    hashes: dict[Path, str]

    def list_inputs(self, folder: Path) -> Iterator[Input]:
        """The files as inputs of a result, by their paths as messages show them from a folder."""
        for path, sha256 in self.hashes.items():
            yield Input(display_path(path, folder), "design", sha256)


def read_design(template: Path | None, stylesheet: Path | None, format: str = "html") -> ReadDesign:
    """Reads the files of a design, each once, since it may be a pipe; a usage error where one can't be read or used."""
    if template is None and stylesheet is None:
        return ReadDesign(None, {})
    from seloste.reports.notice import Design

    for option, path, formats in (("--template", template, _TEMPLATES), ("--stylesheet", stylesheet, _STYLES)):
        if path is not None and format not in formats:
            raise UsageError("design-format", option=option, value=format, choices=", ".join(formats))
    hashes: dict[Path, str] = {}
    return ReadDesign(Design(_read_text(template, hashes), _read_text(stylesheet, hashes)), hashes)


def _read_text(path: Path | None, hashes: dict[Path, str]) -> str | None:
    """The text of a file, whose hash is added to `hashes`."""
    if path is None:
        return None
    try:
        with path.open("rb") as stream:
            data = stream.read(_LARGEST)
        hashes[path] = hashlib.sha256(data).hexdigest()
        return data.decode("utf-8-sig")
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
