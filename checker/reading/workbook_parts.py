"""Takes from a workbook (XLSX) the parts that hold cells, within limits, before any library reads it.

A ZIP file may declare small sizes and unpack to terabytes, and a sheet of two cells may span 17 billion. So each part
is unpacked here, counted as it comes out, and its cells are counted; what a library then gets is a new archive of these
parts alone. Macros, pictures, links to other files and whatever else is in a workbook never reach it.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from xml.parsers import expat

from msgspec import Struct, field

from seloste.checker.reading.problem import Limits, Problem

#: The parts that cells and their values are in, and the most entries that a workbook may have, whatever they hold.
_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/workbook\.xml|xl/_rels/workbook\.xml\.rels|xl/sharedStrings\.xml"
    r"|xl/styles\.xml|xl/worksheets/[\w-]{1,100}\.xml",
    re.IGNORECASE | re.ASCII,
)
_MOST_ENTRIES, _MOST_ROWS, _MOST_COLUMNS = 2_000, 100_000, 1_000
#: How many cells a sheet may span, empty ones between others counted: a library makes a table of them all.
_MOST_SPANNED = 2_000_000
#: How many bytes all parts together may unpack to, and how many characters all cells together may have.
_MOST_BYTES, _MOST_CHARACTERS = 60_000_000, 20_000_000
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})", re.ASCII)
_HEADER_SIZE = 30
#: How many cells without a value are known by their places, and how much of a formula.
_MOST_UNVALUED, _LONGEST_FORMULA = 10_000, 100
_SHEETS = "xl/worksheets/"


class RefusedWorkbookError(Exception):
    """A workbook that is not read, and the problem with it."""

    def __init__(self, variant: str, rule: str = "unreadable", **arguments: Any) -> None:
        super().__init__(variant)
        self.problem = Problem(rule, variant, None, arguments)


class RepackedWorkbook(NamedTuple):
    """A workbook with the cells of another alone.

    Attributes:
        data: The new archive.
        unvalued: By the name of the sheet, the cells that have no value: by row and column the error that they show
            (`#N/A`), or the formula whose result was not saved.
        merged: By the name of the sheet, the first and the last row and the column of the cells that span rows.
    """

    data: bytes
    unvalued: Mapping[str, Mapping[tuple[int, int], str]]
    merged: Mapping[str, Sequence[tuple[int, int, int]]]


def repack_workbook(data: bytes, limits: Limits) -> RepackedWorkbook:
    """A workbook with the cells of another alone. Raises `RefusedWorkbookError` for one that is not read."""
    try:
        parts = _unpack(data)
        unvalued, merged = _count_cells(parts, limits)
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, OverflowError, UnicodeDecodeError, ValueError):
        raise RefusedWorkbookError("broken-workbook") from None
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return RepackedWorkbook(packed.getvalue(), unvalued, merged)


def _unpack(data: bytes) -> dict[str, bytes]:
    """The parts by their names. Two of one name are refused: programs differ in which of them they read."""
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        if len(entries) > _MOST_ENTRIES:
            raise _exceed("workbook-size", _MOST_BYTES // 1_000_000)
        names = {entry.filename for entry in entries}
        if "xl/workbook.bin" in names:
            raise RefusedWorkbookError("binary-workbook")
        left, seen = _MOST_BYTES, set[str]()
        for entry in entries:
            if not _PARTS.fullmatch(entry.filename):
                continue
            if entry.filename.lower() in seen or entry.flag_bits & 1:
                raise RefusedWorkbookError("broken-workbook")
            seen.add(entry.filename.lower())
            content = _inflate(data, entry, left)
            left -= len(content)
            parts[entry.filename] = content
    if "xl/workbook.xml" not in map(str.lower, parts):
        raise RefusedWorkbookError("no-workbook")
    return parts


def _inflate(data: bytes, entry: zipfile.ZipInfo, most: int) -> bytes:
    """The content of an entry, counted as it comes out: its declared size may be anything."""
    start = entry.header_offset
    header = data[start : start + _HEADER_SIZE]
    if len(header) < _HEADER_SIZE or not header.startswith(b"PK\x03\x04"):
        raise zipfile.BadZipFile
    start += _HEADER_SIZE + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    packed = data[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        content = packed
    elif entry.compress_type == zipfile.ZIP_DEFLATED:
        content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, most + 1)
    else:
        raise zipfile.BadZipFile
    if len(content) > most:
        raise _exceed("workbook-size", _MOST_BYTES // 1_000_000)
    return content


def _exceed(variant: str, limit: int) -> RefusedWorkbookError:
    return RefusedWorkbookError(variant, "limit-exceeded", limit=limit)


def _count_cells(
    parts: dict[str, bytes], limits: Limits
) -> tuple[dict[str, dict[tuple[int, int], str]], dict[str, list[tuple[int, int, int]]]]:
    """The cells without a value, and those that span rows, by sheet.

    Refuses a workbook with too many cells, too far apart, or with too many characters in all of them.
    """
    texts, names = _Texts(), _SheetNames()
    others = {"xl/sharedstrings.xml": texts, "xl/workbook.xml": names, "xl/_rels/workbook.xml.rels": names}
    for name, content in parts.items():
        if not name.lower().startswith(_SHEETS):
            _parse(content, others.get(name.lower(), _Elements()))
    cells = _Cells(texts.lengths, limits.nodes)
    unvalued: dict[str, dict[tuple[int, int], str]] = {}
    merged: dict[str, list[tuple[int, int, int]]] = {}
    for name, content in parts.items():
        if name.lower().startswith(_SHEETS):
            cells.row = cells.last_row = cells.last_column = 0
            cells.unvalued, cells.merged = {}, []
            _parse(content, cells)
            if cells.last_row * cells.last_column > _MOST_SPANNED:
                raise _exceed("nodes", _MOST_SPANNED)
            unvalued[names.find(name)], merged[names.find(name)] = cells.unvalued, cells.merged
    return unvalued, merged


class _Elements(Struct):
    """What is looked for in a part: here nothing, so that it is only parsed."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def text(self, words: str) -> None:
        """Text within an element."""

    def end(self, name: str) -> None:
        """An element ends."""


class _SheetNames(_Elements):
    """The names of the sheets, and the parts that they are in."""

    names: dict[str, str] = field(default_factory=dict)
    targets: dict[str, str] = field(default_factory=dict)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            id = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            self.names[id] = attributes.get("name", "")
        elif name == "Relationship":
            target = attributes.get("Target", "").lower().removeprefix("/").removeprefix("xl/")
            self.targets[target] = attributes.get("Id", "")

    def find(self, part: str) -> str:
        """The name of the sheet in a part; empty where it has none."""
        return self.names.get(self.targets.get(part.lower().removeprefix("xl/"), ""), "")


class _Texts(_Elements):
    """The lengths of the texts that cells share."""

    lengths: list[int] = field(default_factory=list)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self.lengths.append(0)

    def text(self, words: str) -> None:
        if self.lengths:
            self.lengths[-1] += len(words)


class _Cells(_Elements):
    """The cells of the sheets, counted."""

    lengths: list[int]
    most: int
    row: int = 0
    column: int = 0
    last_row: int = 0
    last_column: int = 0
    cells: int = 0
    characters: int = 0
    spanned: int = 0
    kind: str = ""
    formula: str = ""
    has_value: bool = False
    value: str = ""
    unvalued: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, int]] = field(default_factory=list)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            given = attributes.get("r", "")
            self.row, self.column = int(given) if given else self.row + 1, 0
        elif name == "c":
            self._place(attributes.get("r", ""))
            self.kind, self.formula, self.has_value = attributes.get("t", ""), "", False
            self.cells += 1
            if self.cells > self.most:
                raise _exceed("nodes", self.most)
        elif name in ("v", "is", "f"):  # an empty cell with a format may be anywhere
            self.last_row, self.last_column = max(self.last_row, self.row), max(self.last_column, self.column)
            if self.row > _MOST_ROWS:
                raise _exceed("workbook-rows", _MOST_ROWS)
            if self.column > _MOST_COLUMNS:
                raise _exceed("nodes", _MOST_COLUMNS)
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        self.value = ""

    def _merge(self, reference: str) -> None:
        ends = [_REFERENCE.fullmatch(end) for end in reference.partition(":")[::2]]
        if ends[0] is None or ends[1] is None:
            return
        first, last = int(ends[0][2]), int(ends[1][2])
        if first < last <= _MOST_ROWS:
            self.spanned += last - first
            if self.spanned > _MOST_UNVALUED * 10:
                raise _exceed("nodes", self.most)
            self.merged.append((first, last, _number_column(ends[0][1])))

    def _place(self, reference: str) -> None:
        self.column += 1
        match = _REFERENCE.fullmatch(reference)
        if reference and not match:
            raise RefusedWorkbookError("broken-workbook")
        if match:
            self.row, self.column = int(match[2]), _number_column(match[1])

    def text(self, words: str) -> None:
        self.characters += len(words)
        self.value += words if len(self.value) < _LONGEST_FORMULA else ""

    def end(self, name: str) -> None:
        if name == "f":
            self.formula = f"={self.value}"
        elif name == "v" and self.value:
            self.has_value = self.kind != "e"
            self.formula = self.value if self.kind == "e" else self.formula
        elif name == "c" and self.formula and not self.has_value and len(self.unvalued) < _MOST_UNVALUED:
            self.unvalued[self.row, self.column] = self.formula[:_LONGEST_FORMULA]
        if name == "v" and self.kind == "s" and self.value.strip().isdecimal():
            number = int(self.value)
            self.characters += self.lengths[number] if number < len(self.lengths) else 0
        if self.characters > _MOST_CHARACTERS:
            raise _exceed("workbook-text", _MOST_CHARACTERS)


def _number_column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _parse(content: bytes, handler: _Elements) -> None:
    """Goes through the XML of a part. A document type, which may declare entities, is refused."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*declared: object) -> None:
        raise RefusedWorkbookError("workbook-entities")

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = lambda name, attributes: handler.start(name.rpartition(":")[2], attributes)
    parser.CharacterDataHandler = handler.text
    parser.EndElementHandler = lambda name: handler.end(name.rpartition(":")[2])
    parser.Parse(content, True)
