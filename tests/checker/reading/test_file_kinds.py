"""A file that is no UTF-8 text is called what it is."""

from __future__ import annotations

import io
import zipfile

import pytest

from seloste.checker.reading.csv_table import read_csv
from seloste.checker.reading.reader import read_yaml

TEXT = "processors:\n  a:\n    name: Säilö Öy – “A”\n"


def zipped(name: str, content: str = "") -> bytes:
    """A ZIP file of one part."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (zipped("xl/workbook.xml"), "spreadsheet"),
        (zipped("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), "open-spreadsheet"),
        (zipped("word/document.xml"), "text-document"),
        (zipped("mimetype", "application/vnd.oasis.opendocument.text"), "text-document"),
        (zipped("a.yaml", "systems: {}"), "archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "old-office"),
        (b"%PDF-1.7\nsystems: {}\n", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "picture"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "picture"),
        (b"\x1f\x8b\x08\0\0", "archive"),
        (b"{\\rtf1 systems}", "text-document"),
        (bytes(range(256)), "not-text"),
        (TEXT.encode() + "ä".encode("latin-1"), "not-text"),
        (b"a: \x8a\x9a\n", "not-text"),
    ],
)
def test_a_file_of_another_format_is_called_what_it_is(data: bytes, kind: str) -> None:
    for read in (read_yaml, read_csv):
        reading = read(data)
        expected = "table-encoding" if kind == "not-text" and read is read_csv and b"\0" not in data else kind
        assert [(problem.rule, problem.variant) for problem in reading.problems] == [("unreadable", expected)]
        assert reading.documents == []


@pytest.mark.parametrize(
    ("encoding", "name", "line"),
    [
        ("cp1252", "Windows-1252 (Latin-1)", 3),
        ("utf-16-le", "UTF-16", 1),
        ("utf-16-be", "UTF-16", 1),
        ("utf-32", "UTF-32", 1),
        ("utf-32-le", "UTF-32", 1),
    ],
)
def test_a_text_in_another_encoding_is_told_of_by_its_name(encoding: str, name: str, line: int) -> None:
    [problem] = read_yaml(TEXT.encode(encoding)).problems
    assert (problem.variant, problem.arguments) == ("encoding", {"encoding": name, "line": line})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_these_encodings_are_read(encoding: str) -> None:
    reading = read_yaml(TEXT.encode(encoding))
    assert (reading.problems, list(reading.documents[0])) == ([], ["processors"])
