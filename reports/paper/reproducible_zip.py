"""Zip archives whose bytes depend on their content alone: a fixed time, a fixed order, fixed permissions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

#: The first moment that a zip archive knows.
_THEN = (1980, 1, 1, 0, 0, 0)


def rewritten(archive: bytes, edits: Mapping[str, Callable[[bytes], bytes]] | None = None) -> bytes:
    """The archive with its parts in the order of their names, the list of types first, and without times of its own.

    Args:
        archive: An Office Open XML package.
        edits: What to do to the content of a part, by its name.
    """
    written = BytesIO()
    with ZipFile(BytesIO(archive)) as old, ZipFile(written, "w") as new:
        # Some readers expect the list of types to be the first part.
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            edit = (edits or {}).get(name, bytes)
            part = ZipInfo(name, _THEN)
            part.compress_type = ZIP_DEFLATED
            part.external_attr = 0o600 << 16
            part.create_system = 3
            new.writestr(part, edit(old.read(name)))
    return written.getvalue()
