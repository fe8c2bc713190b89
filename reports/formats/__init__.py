"""The formats of a check's result: a module each, whose function `render` makes text of a `FormatContext`, in pieces.

A format changes nothing in the result: neither a verdict nor which findings count.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # commands need the names of formats before they need anything else
    from seloste.reports.formats.context import FormatContext

#: The formats that each command offers, in the order of its help.
FORMATS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "check": ("text", "json", "sarif", "junit", "github", "gitlab", "markdown"),
        "diff": ("text", "markdown", "json", "html"),
        "drill": ("text", "json"),
        "explain": ("text", "markdown", "json"),
        "export": ("html", "markdown", "csv", "xlsx"),
        "forecast": ("text", "json"),
        "history": ("text", "markdown", "json"),
        "law": ("text", "json"),
        "notice": ("html", "markdown", "text", "pdf", "docx"),
        "report": ("html", "markdown", "pdf", "docx", "xlsx", "csv"),
    }
)
#: The formats of the notice that are documents in bytes, laid out on pages.
PAPER_FORMATS = ("pdf", "docx")


def stream_format(format: str, context: FormatContext) -> Iterator[str]:
    """The result in one of the formats of `seloste check`, piece by piece: it is never in memory as a whole."""
    pieces: Iterator[str] = importlib.import_module(f"seloste.reports.formats.{format}").render(context)
    return pieces


def render_format(format: str, context: FormatContext) -> str:
    """The result in one of the formats of `seloste check`, as one text."""
    return "".join(stream_format(format, context))
