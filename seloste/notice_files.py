"""The documents that an import reads: a file, standard input, or those of a folder; and the file that each goes to."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from seloste.policy.prose.blocks import DocumentError
from seloste.policy.prose.formats.reading import MOST_BYTES, SUFFIXES, UNREAD_SUFFIXES
from seloste.targets import STDOUT
from seloste.usage_errors import UsageError

#: More documents are in no folder of notices.
MOST_DOCUMENTS = 1000
_ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]{1,20}://")


def refuse_address(source: str) -> None:
    """Raises a usage error for a source on the web: nothing is fetched."""
    if _ADDRESS.match(source) or source.lower().startswith("www."):
        raise UsageError("import-address", path=source)


def read_source(source: str) -> bytes:
    """The bytes of a file, or of standard input, as far as a document may be large.

    Raises:
        DocumentError: There is no such file, it cannot be opened, or it is too large.
    """
    try:
        if source == STDOUT:
            data = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with Path(source).open("rb") as stream:
                data = stream.read(MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise DocumentError("absent") from None
    except (OSError, ValueError) as error:
        raise DocumentError("unreadable", detail=getattr(error, "strerror", None) or str(error)) from None
    if len(data) > MOST_BYTES:
        raise DocumentError("too-large", limit=f"{MOST_BYTES // 10**6} MB")
    return data


def list_documents(folder: Path) -> list[Path]:
    """The documents of a folder and those in it, in order; hidden files and links are left out.

    Raises:
        UsageError: There is none, or there are too many.
    """
    found: list[Path] = []
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        paths = (Path(place, name) for name in sorted(files) if not name.startswith((".", "~$")))
        found += [path for path in paths if _is_document(path)]
        if len(found) > MOST_DOCUMENTS:
            raise UsageError("import-many", path=folder.as_posix(), limit=MOST_DOCUMENTS)
    if not found:
        raise UsageError("import-none", path=folder.as_posix())
    return found


def _is_document(path: Path) -> bool:
    suffix = path.suffix.lower()
    return (suffix in SUFFIXES or suffix in UNREAD_SUFFIXES) and path.is_file() and not path.is_symlink()


def name_drafts(folder: Path, documents: Iterable[Path], target: Path) -> dict[Path, Path]:
    """The file that the draft of each document of a folder goes to: of its name, in the same place below the target."""
    names: dict[Path, Path] = {}
    taken: set[str] = set()
    for path in documents:
        inner = path.relative_to(folder)
        name = inner.with_suffix(".yaml")
        if name.as_posix().casefold() in taken:
            name = inner.with_name(f"{inner.name}.yaml")
        taken.add(name.as_posix().casefold())
        names[path] = target / name
    return names


def refuse_existing(paths: Iterable[Path]) -> None:
    """Raises a usage error for files that are there already."""
    there = [path.as_posix() for path in paths if os.path.lexists(path)]
    if there:
        raise UsageError("import-exists", path=", ".join(there[:5]), count=len(there))
