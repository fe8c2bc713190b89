"""A template and a stylesheet of users: reading them, and telling what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from seloste.usage_errors import UsageError

if TYPE_CHECKING:
    from seloste.reports.notice import Design

#: The formats that a template, or a stylesheet, can change.
_TEMPLATES, _STYLES = ("html", "markdown", "text", "pdf"), ("html", "pdf")
#: No template or stylesheet is as large; reading stops here.
_MOST = 2**22


def read(template: Path | None, stylesheet: Path | None, kind: str = "html") -> Design | None:
    """The design that the files hold, or None without any; a usage error where they can't be read or used."""
    if template is None and stylesheet is None:
        return None
    from seloste.reports.notice import Design

    for option, path, formats in (("--template", template, _TEMPLATES), ("--stylesheet", stylesheet, _STYLES)):
        if path is not None and kind not in formats:
            raise UsageError("design-format", option=option, value=kind, choices=", ".join(formats))
    return Design(_text(template), _text(stylesheet))


def _text(path: Path | None) -> str | None:
    if path is None:
        return None
    try:
        with path.open("rb") as stream:
            return stream.read(_MOST).decode("utf-8-sig")
    except OSError as error:
        raise UsageError("design-unreadable", path=path.as_posix(), reason=error.strerror or "") from None
    except UnicodeDecodeError:
        raise UsageError("design-not-text", path=path.as_posix()) from None


@contextmanager
def told(template: Path | None, stylesheet: Path | None) -> Iterator[None]:
    """Tells what is wrong with a template or a stylesheet as a usage error, with file and line."""
    if template is None and stylesheet is None:
        yield
        return
    from seloste.reports.notice.design import StylesheetFaultError
    from seloste.reports.rendering.sandbox import TemplateFaultError

    try:
        yield
    except TemplateFaultError as fault:
        raise UsageError(f"template-{fault.kind}", place=_place(template, fault.line), detail=fault.detail) from None
    except StylesheetFaultError as fault:
        raise UsageError(
            f"stylesheet-{fault.kind}", place=_place(stylesheet, fault.line), detail=fault.detail
        ) from None


def _place(path: Path | None, line: int | None) -> str:
    name = path.as_posix() if path is not None else ""
    return f"{name}:{line}" if line is not None else name
