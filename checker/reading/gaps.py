"""The gaps of a file: entries that were not read, or not as a whole, but whose ids are known."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from seloste.checker.position import Location, MarkedMapping
from seloste.checker.reading.documents import Document, File


def list_skipped_entries(file: File, key: str) -> Iterator[tuple[str, Location]]:
    """The ids and locations of the entries under `key` that were skipped for their syntax."""
    blocks = {entry.mark[0] for entry in file.skipped if entry.parent == 0 and entry.key == key}
    for document in file.documents:
        if isinstance(document.value, MarkedMapping) and key in document.value:
            blocks.add(document.value.marks[key][0][0])
    for entry in file.skipped:
        if entry.parent in blocks and entry.key is not None:
            yield entry.key, Location.of(file.path, entry.mark)


def find_torn_entries(file: File, document: Document, keys: frozenset[str]) -> frozenset[str]:
    """The entries of the file of which a part stands outside them: below each stands one of their `keys` on its own.

    Such a part is an error itself; without it the entry above says less than it means, and must not be judged.
    """
    value = document.value
    body = value.get(file.kind) if isinstance(value, MarkedMapping) else None
    if not isinstance(body, MarkedMapping):
        return frozenset()
    parts = {key for key in body.keys() & keys if not isinstance(body[key], MarkedMapping) or "name" not in body[key]}
    lines = [body.marks[key][0][0] for key in parts]
    keys -= {file.kind, "processors"}  # sections of their own
    lines += [value.marks[key][0][0] for key in value.keys() & keys]
    lines += [entry.mark[0] for entry in file.skipped if entry.key in keys]
    if not lines:
        return frozenset()
    above = sorted((body.marks[key][0][0], key) for key in body if key not in parts)
    found = (bisect_left(above, (line,)) - 1 for line in lines)
    return frozenset(above[number][1] for number in found if number >= 0)
