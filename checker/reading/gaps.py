"""The gaps of a file: entries that were not read, or not as a whole, but whose ids are known."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from seloste.checker.position import Location, MarkedMapping
from seloste.checker.reading.cut_texts import find_last_line
from seloste.checker.reading.documents import Document, File

#: The rules of the mistakes that leave a value out.
_REPEATED = "input/duplicate-key"
_PARTIAL = ("input/syntax", _REPEATED)


def list_skipped_entries(file: File, key: str) -> Iterator[tuple[str, Location]]:
    """The ids and locations of the entries under `key` that were skipped for their syntax."""
    if not file.skipped:
        return
    blocks = {entry.mark[0] for entry in file.skipped if entry.parent == 0 and entry.key == key}
    for document in file.documents:
        if isinstance(document.value, MarkedMapping) and key in document.value:
            blocks.add(document.value.marks[key][0][0])
    for entry in file.skipped:
        if entry.parent in blocks and entry.key is not None:
            yield entry.key, Location.of(file.path, entry.mark)


def find_torn_entries(file: File, document: Document, keys: frozenset[str]) -> frozenset[str]:
    """The entries of the file that were read only in part: they say less than they mean, and must not be judged.

    A part of them stands outside them, so that one of their `keys` stands below them on its own; or a mistake within
    them left a value out.
    """
    value = document.value
    body = value.get(file.kind) if isinstance(value, MarkedMapping) else None
    if not isinstance(value, MarkedMapping) or not isinstance(body, MarkedMapping):
        return frozenset()
    parts = {key for key in body.keys() & keys if not isinstance(body[key], MarkedMapping) or "name" not in body[key]}
    places = [body.marks[key][0][:2] for key in parts]
    keys -= {file.kind, "processors"}  # sections of their own
    places += [value.marks[key][0][:2] for key in value.keys() & keys]
    places += [value.marks[key][0][:2] for key, item in value.items() if _is_part(key, item, file.kind, keys)]
    places += [entry.mark[:2] for entry in file.skipped if entry.key in keys]
    mistakes = {
        (place.line, place.column or 0) for place, rule in file.reported if rule in _PARTIAL and place.line is not None
    }
    if not places and not mistakes:
        return frozenset()
    above = sorted((*body.marks[key][0][:2], key) for key in body if key not in parts)
    found = [bisect_right(above, (*place, "")) - 1 for place in places]
    for place in mistakes:
        number = bisect_right(above, (*place, "")) - 1
        if number >= 0 and find_last_line(body[above[number][2]]) >= place[0]:
            found.append(number)
    return frozenset((*(above[number][2] for number in found if number >= 0), *_list_repeated(file, body)))


def _is_part(key: str, item: object, kind: str, keys: frozenset[str]) -> bool:
    """Whether something at the margin has keys of an entry below it, so that it parts these from their entry."""
    return key != kind and isinstance(item, MarkedMapping) and "name" not in item and not keys.isdisjoint(item)


def _list_repeated(file: File, body: MarkedMapping) -> Iterator[str]:
    """The entries whose ids are given twice: which of the two holds is not known."""
    for place, rule in file.reported:
        key = rule.removeprefix(f"{_REPEATED} ")
        is_id = rule.startswith(_REPEATED) and key in body and place.column == body.marks[key][0][1]
        if is_id and (place.line or 0) > find_last_line(body[key]):
            yield key
