"""Tells what a file holds by its top-level keys, and whether it holds anything of ours.

Of a file that a folder or a pattern found nobody has said that it is ours: a real repository is full of YAML. So one
that holds nothing of ours is passed over. A file that was named must be ours.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from msgspec import Struct
from pydantic import BaseModel

from seloste.checker.position import MarkedMapping
from seloste.checker.reading.csv_scanner import SEPARATORS, Cell, CsvScanner
from seloste.checker.reading.documents import File, open_file
from seloste.checker.reading.file_kinds import is_table
from seloste.checker.reading.problem import Problem
from seloste.checker.reading.table_columns import MODELS, find_column
from seloste.checker.reading.table_header import MOST_COLUMNS
from seloste.checker.reading.tree import PathKind, Tree
from seloste.policy.names import is_letter_away

#: The kind of file that a top-level key marks. A policy may have `processors` of its own, so its key comes first.
KINDS_BY_KEY = {"notice": "policy", "systems": "systems", "processors": "processors", "waivers": "waivers"}
#: The keys that mean something to other programs too, and how many keys that are not ours may stand beside them.
_COMMON_KEYS = frozenset({"systems", "processors"})
_MOST_FOREIGN_KEYS = 1
_OWN_KEYS = frozenset({"version", *KINDS_BY_KEY})
#: The end of the name of a file that is infrastructure: evidence, and no inventory.
INFRASTRUCTURE = (".tf", ".tofu", ".tf.json", ".tofu.json", ".tfstate")

#: How large a file may be, in bytes, whose kind is found by its lines; and how much of a larger one is looked at.
_PLAIN_SIZE, _MOST_BYTES = 1_000_000, 10_000_000
#: A line of YAML may end otherwise than by a line feed, and a byte order mark or a null stands for another encoding.
_OTHER_BREAK = re.compile(rb"\r(?!\n)|\xc2\x85|\xe2\x80[\xa8\xa9]|\xef\xbb\xbf|\x00|\xfe\xff|\xff\xfe")
_UNINDENTED = re.compile(rb"^[^\s][^\n]*", re.MULTILINE)
_NO_KEY = re.compile(rb"#.*|(?:---|\.\.\.)\s*")
_PLAIN_KEY = re.compile(rb"([a-z_]+):(?:\s|$)")
#: The beginning of nearly every file that is ours, and what may be a further key at its top.
_BEGINS_OURS = re.compile(rb"(?:#[^\n]*+\n|---[ \t]*+\n|\n|version:[^\n]*+\n)*+(?:notice|systems|processors|waivers):")
_UNINDENTED_KEY = re.compile(rb"\n[^\s#-]")
#: What a key that is ours looks like, indented and quoted in any way: one half of it has no wrong letter.
_PERHAPS_KEY = re.compile(
    rb"\b(not\w{1,4}|\w{2,4}ice|sys\w{3,5}|\w{2,4}tems|proce\w{4,6}|\w{4,6}ssors|wai\w{3,5}|\w{2,4}vers)\b[\"']?\s*+:",
    re.IGNORECASE,
)
#: Keys at the start of a line of YAML, and any key of JSON, which may be written in one line.
_AT_LINE_START = re.compile(r"^\{?[ \t]?[\"']?([A-Za-z]{5,12})[\"']?[ \t]?:", re.MULTILINE)
_IN_JSON = re.compile(r"\"([A-Za-z]{5,12})\"[ \t]?:")
#: A table without the header of ours is none of ours; any other problem with a workbook leaves that open.
_NO_HEADER = "csv-header"
#: How many columns of a table that names no kind must have names that are known, and how far the header may be.
_FEWEST_COLUMNS, _MOST_LINES, _HEADER_LENGTH = 3, 20, 20_000
#: A key whose letters are written as escapes, or is that of an alias: what it is shows when the file is parsed.
_HIDDEN_KEY = re.compile(rb'"\w*+\\[xuU](?:\w|\\[xuU])*+"\s*+:|^[{? \t]*+\*[^\s:]++[ \t]++:', re.MULTILINE)
#: So many keys that only a system or a processor has, and a record is one, whatever keys stand beside the list.
_FEWEST_RECORD_KEYS, _MOST_RECORDS = 2, 100
_ANYBODYS_KEYS = frozenset({"name", "owner", "description", "service"})


class KnownFiles(Struct, frozen=True):
    """The files from which records were taken before: they are never passed over, whatever a change makes of them.

    Attributes:
        base: The tree that a change is judged by or compared with.
        paths: Files as messages show them: those that an earlier report.json read.
        baseline: The baseline, and the tree that it is read from.
    """

    base: Tree | None = None
    paths: frozenset[str] = frozenset()
    baseline: tuple[Path, Tree] | None = None

    def select(self, files: Iterable[Path], folder: Path) -> set[Path]:
        """Those of some files from which records were taken."""
        files = list(files)
        names = [*map(Path, self.paths), *self._list_in_baseline()]
        real = {os.path.realpath(folder / each) for each in names}
        known = {path for path in files if os.path.realpath(folder / path) in real} if real else set()
        if self.base is not None:
            before = [path for path in files if self.base.get_kind(path) is PathKind.FILE]
            self.base.prefetch(before)
            known |= {path for path in before if holds_ours(path, self.base)}
        return known

    def _list_in_baseline(self) -> Iterator[Path]:
        """The files that the baseline names: its findings are about records in them."""
        if self.baseline is None:
            return
        path, tree = self.baseline
        for document in open_file(path, path.as_posix(), "baseline", tree).documents:
            files = document.value.get("files") if isinstance(document.value, MarkedMapping) else None
            yield from (path.parent / each for each in files or () if isinstance(each, str))


def holds_ours(path: Path, tree: Tree) -> bool:
    """Whether a file holds anything of ours, or can't be read at all, so that nobody knows."""
    name = path.name.lower()
    if name.endswith(INFRASTRUCTURE):
        return False
    data = tree.look_into(path, _MOST_BYTES)
    if isinstance(data, Problem):
        return True
    if is_table(name):
        return name.startswith(tuple(MODELS)) or _holds_list(path, data, tree)
    begins = _BEGINS_OURS.match(data)
    if begins and len(_UNINDENTED_KEY.findall(data, begins.end())) <= _MOST_FOREIGN_KEYS:
        return True
    if not _may_hold_ours(data):
        return False
    file = open_file(path, path.as_posix(), "file", tree)
    if any(isinstance(each.value, MarkedMapping) and _marks_ours(each.value) for each in file.documents):
        return True
    return not file.is_sound and any(map(_find_meant, _list_written_keys(path, data)))


def recognize_kind(path: Path, tree: Tree) -> str | None:
    """The kind of a file that is to be read, by its top-level keys; None if none tells it."""
    data = tree.look_into(path, _PLAIN_SIZE)
    plain = detect_plain_kind(data) if isinstance(data, bytes) and len(data) <= _PLAIN_SIZE else None
    return plain or detect_kind(open_file(path, path.as_posix(), "file", tree))


def detect_kind(file: File) -> str | None:
    """The kind of a file that was read, by its top-level keys; None if none tells it."""
    for document in file.documents:
        if isinstance(document.value, MarkedMapping):
            for key, kind in KINDS_BY_KEY.items():
                if key in document.value:
                    return kind
    for key, kind in KINDS_BY_KEY.items():  # the key may stand in a part that was skipped for its syntax
        if re.search(rf"^{key}\b", file.text, re.MULTILINE):
            return kind
    return None


def detect_plain_kind(data: bytes) -> str | None:
    """The kind of a file in plain YAML, found without parsing it; None where its lines do not tell for sure.

    They do where the first key marks a kind, or follows `version`, and no line that is not indented could be a key of
    another kind, or of another program, whatever text or document it belongs to.
    """
    if _OTHER_BREAK.search(data) or not _is_text(data):
        return None
    lines = [line for line in _UNINDENTED.findall(data) if not _NO_KEY.fullmatch(line)]
    keys = [match[1].decode() if (match := _PLAIN_KEY.match(line)) else None for line in lines]
    first = keys[1] if keys[:1] == ["version"] and len(keys) > 1 else keys[0] if keys else None
    if first in _COMMON_KEYS and set(keys) - {first, "version"}:
        return None
    kinds = {KINDS_BY_KEY.get(key, "") if key else None for key in keys} - {""}
    return kinds.pop() if len(kinds) == 1 and first in KINDS_BY_KEY else None


def _marks_ours(document: MarkedMapping) -> bool:
    """Whether the top-level keys of a document mark it as ours, or would but for a letter."""
    keys = [key for key in document if isinstance(key, str)]
    if "notice" in keys or "waivers" in keys:
        return True
    foreign = [key for key in keys if key not in _OWN_KEYS and not key.startswith("x-") and not _find_meant(key)]
    if len(foreign) <= _MOST_FOREIGN_KEYS:
        return any(map(_find_meant, keys))
    return any(_lists_records(document.get(kind), model) for kind, model in MODELS.items())


def _lists_records(listed: object, model: type[BaseModel]) -> bool:
    """Whether a value is a mapping of records as ours are, by their keys."""
    records = islice(listed.values(), _MOST_RECORDS) if isinstance(listed, MarkedMapping) else ()
    own = {info.alias or name for name, info in model.model_fields.items()} - _ANYBODYS_KEYS
    return any(isinstance(each, MarkedMapping) and len(own & each.keys()) >= _FEWEST_RECORD_KEYS for each in records)


def _find_meant(key: str) -> str:
    """The key that marks a kind and is a key, or was meant by one that differs by a letter; empty where none is."""
    return next((known for known in KINDS_BY_KEY if is_letter_away(key, known)), "")


def _may_hold_ours(data: bytes) -> bool:
    """Whether a key that marks a kind, or is a letter away from one, may stand anywhere in a file."""
    plain = data.replace(b"\0", b"") if b"\0" in data else data  # UTF-16
    written = (_find_meant(found[1].decode(errors="replace")) for found in _PERHAPS_KEY.finditer(plain))
    return any(written) or _HIDDEN_KEY.search(plain) is not None


def _list_written_keys(path: Path, data: bytes) -> Iterator[str]:
    """What stands where a top-level key may stand, in a file that can't be parsed in full."""
    text = data.replace(b"\0", b"").decode("utf-8", "replace")
    pattern = _IN_JSON if path.suffix.lower() == ".json" else _AT_LINE_START
    return (found[1] for found in pattern.finditer(text))


def _holds_list(path: Path, data: bytes, tree: Tree) -> bool:
    """Whether a table has enough columns that a list of ours has, or is a workbook that can't be read.

    In CSV its first lines tell, in a workbook its records.
    """
    if path.suffix.lower() != ".csv":
        file = open_file(path, path.as_posix(), "table", tree)
        records = (record for each in file.documents for listed in each.value.values() for record in listed.values())
        unread = any(found.variant != _NO_HEADER for found in file.findings)
        return (unread and not file.documents) or any(len(record) >= _FEWEST_COLUMNS for record in records)
    text = _decode_beginning(data)
    rows = (row for each in SEPARATORS for row in islice(CsvScanner(text, each).scan_rows(), _MOST_LINES))
    return any(_count_columns(row, kind) >= _FEWEST_COLUMNS for row in rows for kind in MODELS)


def _decode_beginning(data: bytes) -> str:
    """The first lines of CSV, in the encodings that it is read in."""
    beginning = data[:_HEADER_LENGTH]
    if beginning.startswith((b"\xff\xfe", b"\xfe\xff")):
        return beginning.decode("utf-16", "replace")
    encoding = "utf-8-sig" if _is_text(data) or beginning.startswith(b"\xef\xbb\xbf") else "cp1252"
    return beginning.replace(b"\0", b"").decode(encoding, "replace")


def _count_columns(row: Sequence[Cell], kind: str) -> int:
    return sum(find_column(cell.value, kind) is not None for cell in row[:MOST_COLUMNS])


def _is_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
