"""Optional libraries of documents: loaded when needed; an error says how to install a missing one."""

from __future__ import annotations

import contextlib
import importlib
import io
import warnings
from types import MappingProxyType
from typing import Any

#: The library of each format. An extra of the package with the name of the format installs it.
LIBRARIES = MappingProxyType({"pdf": "weasyprint", "docx": "docx", "xlsx": "xlsxwriter"})
#: The commands that install system libraries that the library of a format needs.
_SYSTEM = MappingProxyType(
    {
        "pdf": (
            "Debian, Ubuntu: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core",
            "Fedora: dnf install pango dejavu-sans-fonts",
            "Alpine: apk add pango harfbuzz-subset fontconfig font-dejavu",
            "macOS: brew install pango",
            "Windows (MSYS2): pacman -S mingw-w64-ucrt-x86_64-pango",
        )
    }
)


class MissingExtraError(ImportError):
    """A library that a format needs is missing.

    Attributes:
        extra: The name of the format and of the extra of the package, `pdf` in `seloste[pdf]`.
        system: Whether a library of the operating system is missing, not the Python library.
        commands: The commands that install it.
    """

    def __init__(self, extra: str, *, system: bool = False) -> None:
        super().__init__(f"needs seloste[{extra}]")
        self.extra = extra
        self.system = system
        own = () if system else (f"python -m pip install 'seloste[{extra}]'",)
        self.commands = (*own, *_SYSTEM.get(extra, ()))


def load_library(format: str) -> Any:
    """The library of a format. Raises MissingExtraError if it, or a system library that it needs, is missing."""
    # WeasyPrint prints its own message; the error has one in the reader's language instead. WeasyPrint only warns if
    # there are no fonts, but then pages would be blank, or Pango would end the process.
    with (
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
        warnings.catch_warnings(),
    ):
        warnings.filterwarnings("error", message=".*(No fonts configured|cannot load default config)")
        try:
            return importlib.import_module(LIBRARIES[format])
        except ImportError as error:
            raise MissingExtraError(format) from error
        except (OSError, UserWarning) as error:
            raise MissingExtraError(format, system=True) from error
