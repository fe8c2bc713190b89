"""Optional libraries: loaded when a document is asked for, and told of in a way that helps where they are not there."""

from __future__ import annotations

import contextlib
import importlib
import io
import warnings
from types import MappingProxyType
from typing import Any

#: Each format that needs an extra of the package of the same name: the library that the extra brings.
LIBRARIES = MappingProxyType({"pdf": "weasyprint", "docx": "docx", "xlsx": "xlsxwriter"})
#: What the library of a format needs of the operating system, as the commands that install it.
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
    """A library that a format needs is not there.

    Attributes:
        extra: The extra of the package that brings it, `pdf` in `seloste[pdf]`, and the name of the format.
        system: Whether the Python library is there, and something of the operating system is not.
        commands: What to run to have it, a line each.
    """

    def __init__(self, extra: str, *, system: bool = False) -> None:
        super().__init__(f"needs seloste[{extra}]")
        self.extra = extra
        self.system = system
        own = () if system else (f"python -m pip install 'seloste[{extra}]'",)
        self.commands = (*own, *_SYSTEM.get(extra, ()))


def needed(format: str) -> Any:
    """The library of a format, loaded; MissingExtraError where it, or what it needs of the system, is not there."""
    # WeasyPrint tells of what is missing on its own; it is told in the reader's language instead. Without a font, which
    # it only warns of, a page would be blank, or Pango would end the process.
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
