"""Zip archives whose bytes depend only on their content: fixed times, order and permissions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

#: The earliest time of a zip archive.
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def rewrite_zip(archive: bytes, edits: Mapping[str, Callable[[bytes], bytes]] | None = None) -> bytes:
    """The archive with its parts ordered by name, the list of types first, and with fixed times.

    Args:
        archive: An Office Open XML package.
        edits: Functions that change the content of a part, by the name of the part.
    """
    written = BytesIO()
    with ZipFile(BytesIO(archive)) as old, ZipFile(written, "w") as new:
        # Some readers expect the list of types to be the first part.
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            edit = (edits or {}).get(name, bytes)
            part = ZipInfo(name, _EARLIEST)
            part.compress_type = ZIP_DEFLATED
            part.external_attr = 0o600 << 16
            part.create_system = 3
            new.writestr(part, edit(old.read(name)))
    return written.getvalue()
