"""Tells what a file is that is no UTF-8 text: a spreadsheet, a picture, a text in another encoding."""

from __future__ import annotations

import re

from seloste.checker.position import Mark
from seloste.checker.reading.problem import Problem

#: The kinds of files by their first bytes. A kind is a variant of the message.
_SIGNATURES = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"{\\rtf", "text-document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old-office"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!\x1a\x07", "archive"),
)
#: What a dump in PostgreSQL's own format begins with.
CUSTOM_DUMP = b"PGDMP"
_ZIP = b"PK\x03\x04"
_WEBP = b"RIFF"
_BEGINNINGS = (_ZIP, _WEBP, *(signature for signature, _ in _SIGNATURES))
#: What a ZIP file of each kind holds: names of its parts, or its type in the first one.
_WITHIN_ZIP = (
    ((b"opendocument.spreadsheet",), "open-spreadsheet"),
    ((b"xl/workbook",), "spreadsheet"),
    ((b"word/document", b"ppt/presentation", b"vnd.oasis.opendocument"), "text-document"),
)
#: The bytes of Windows-1252 beyond ASCII that stand in real texts: letters, quotation marks, dashes, the euro.
_WINDOWS_1252 = re.compile(rb"[\t\n\r\x20-\x7e\x80\x85\x91-\x97\xa0-\xff]*+")
#: The bytes of Windows-1252 that are the same letters in other code pages of Windows (ä ö å é ü), and signs.
_SAME_EVERYWHERE = re.compile(
    rb"[\t\n\r\x20-\x7e\x80\x85\x91-\x97\xa0\xa7\xab\xb0\xbb\xe4\xf6\xe5\xe9\xfc\xc4\xd6\xc5\xc9\xdc]*+"
)
#: A sign of Windows-1252 within a word is a letter of another code page: `\x94` is ö in that of DOS.
_SIGN_IN_WORD = re.compile(rb"[A-Za-z\xc4-\xfc][\x80\x85\x91\x93-\x97\xa7\xab\xb0\xbb]|[\x80\x85\x91\x93\x94]{2}")
#: So many letters beyond ASCII in a row are of another alphabet.
_OTHER_ALPHABET = re.compile(rb"[\xc4-\xfc]{3}")
#: The ends of the names of files that hold a table.
TABLE_SUFFIXES = (".csv", ".xlsx", ".xlsm")
#: How much of a file tells whether it is UTF-16 or UTF-32.
_BEGINNING = 2_000
#: The place of what concerns the whole file.
_FIRST: Mark = (1, 1, 1, 1)


def recognize_format(data: bytes) -> Problem | None:
    """The problem with a file that by its bytes is none of text; None for any other."""
    if not data.startswith(_BEGINNINGS):
        return _refuse_wide_encoding(data)
    if data.startswith(_ZIP):
        kinds = (kind for names, kind in _WITHIN_ZIP if any(name in data for name in names))
        return Problem("unreadable", next(kinds, "archive"), _FIRST)
    if data.startswith(_WEBP) and data[8:12] == b"WEBP":
        return Problem("unreadable", "picture", _FIRST)
    kind = next((kind for signature, kind in _SIGNATURES if data.startswith(signature)), None)
    if kind is not None:
        return Problem("unreadable", kind, _FIRST)
    return _refuse_wide_encoding(data)


def _refuse_wide_encoding(data: bytes) -> Problem | None:
    wide = _recognize_wide_encoding(data[:_BEGINNING])
    return Problem("unreadable", "encoding", _FIRST, {"encoding": wide, "line": 1}) if wide else None


def recognize_encoding(data: bytes) -> str:
    """The name of the encoding that a text other than UTF-8 most likely has; empty where it is not certain."""
    if not _WINDOWS_1252.fullmatch(data):
        return ""
    is_mixed = any(character > "\x7f" for character in data.decode("utf-8", "ignore"))
    return "" if is_mixed else "Windows-1252 (Latin-1)"


def is_windows_1252(data: bytes) -> bool:
    """Whether a text that is not UTF-8 can be nothing but Windows-1252, as Excel writes it in Western Europe."""
    return bool(
        _SAME_EVERYWHERE.fullmatch(data) and not _SIGN_IN_WORD.search(data) and not _OTHER_ALPHABET.search(data)
    )


def is_table(name: str) -> bool:
    """Whether a file holds a table, by its name."""
    return name.lower().endswith(TABLE_SUFFIXES)


def _recognize_wide_encoding(beginning: bytes) -> str:
    """UTF-32, or UTF-16 without a byte order mark: each letter of a Western text has zero bytes beside it."""
    if beginning.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return "UTF-32"
    if beginning.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" not in beginning:
        return ""
    quarters = [beginning[start::4].count(0) * 4 for start in range(4)]
    full = 0.9 * len(beginning)
    if sum(count > full for count in quarters) == 3:
        return "UTF-32"
    halves = [beginning[start::2].count(0) * 2 for start in range(2)]
    return "UTF-16" if max(halves) > 0.6 * len(beginning) and min(halves) < 0.2 * len(beginning) else ""
