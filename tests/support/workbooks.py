"""Workbooks for tests: honest ones, as openpyxl writes them, and hostile ones, made part by part."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from openpyxl import Workbook

#: A sheet by its rows.
Sheets = Mapping[str, Sequence[Sequence[Any]]]
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#: The parts of a workbook beside its one sheet.
PARTS = {
    "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="a" Type="{_OFFICE}/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="S" sheetId="1" r:id="b"/>'
    "</sheets></workbook>",
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="b" '
    f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}
SHEET = "xl/worksheets/sheet1.xml"
HEADER = '<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c></row>'


def write_workbook(sheets: Sheets, hidden: Collection[str] = (), merged: Sequence[str] = ()) -> bytes:
    """A workbook with these sheets, of which some are hidden and have merged cells."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        sheet.sheet_state = "veryHidden" if title in hidden else "visible"
        for cells in merged:
            sheet.merge_cells(cells)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def make_sheet(rows: str, before: str = "") -> str:
    """The XML of a sheet."""
    return f'{before}<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def pack(parts: Mapping[str, str | bytes]) -> bytes:
    """A workbook of parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in {**PARTS, **parts}.items():
            archive.writestr(name, content)
    return stream.getvalue()


def declare_size(data: bytes, name: str, content: bytes, size: int) -> bytes:
    """A workbook that declares another size of a part, and the checksum that the beginning of that size has."""
    checksum = struct.pack("<I", zlib.crc32(content[:size]))
    parts = []
    for signature, place in ((b"PK\x03\x04", 14), (b"PK\x01\x02", 16)):
        start = -1
        while (start := data.find(signature, start + 1)) >= 0:
            parts.append((start + place, data[start : start + 200].find(name.encode()) >= 0))
    changed = bytearray(data)
    for place, is_named in parts:
        if is_named:
            changed[place : place + 4] = checksum
            changed[place + 8 : place + 12] = struct.pack("<I", size)
    return bytes(changed)
