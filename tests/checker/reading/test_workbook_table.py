"""Lists in workbooks: the same records as in CSV, places by sheet and cell, limits that stand before the library."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from seloste.checker.linking.loading import load_processors
from seloste.checker.reading.csv_table import read_csv
from seloste.checker.reading.tree import WorkTree
from seloste.checker.reading.workbook_table import name_column, read_workbook
from tests.support.cpu import cpu_limit
from tests.support.workbooks import HEADER, SHEET, declare_size, make_sheet, pack, write_workbook

DAY = datetime.date(2026, 3, 31)
ROWS = [
    ["Tunnus", "Nimi", "Maa", "Sopimuspäivä", "Viranomainen", "Tiedot", "Y-tunnus"],
    ["posti", "Posti Oy", "Suomi", DAY, True, "nimi; osoite", 1234567],
    ["kone", 365, "Yhdysvallat", datetime.datetime(2026, 3, 31), None, None, None],
]
CSV = (
    "Tunnus;Nimi;Maa;Sopimuspäivä;Viranomainen;Tiedot;Y-tunnus\n"
    'posti;Posti Oy;Suomi;31.3.2026;kyllä;"nimi; osoite";1234567\nkone;365;Yhdysvallat;31.3.2026;;;\n'
)


def test_a_workbook_holds_what_the_same_in_csv_holds() -> None:
    reading = read_workbook(write_workbook({"Käsittelijät": ROWS}))
    assert reading.problems == []
    assert reading.documents == read_csv(CSV.encode()).documents
    assert reading.left_out == (("Käsittelijät!G1 Y-tunnus", "column-unknown"),)


def test_the_first_sheet_with_our_header_is_read_and_the_others_are_named() -> None:
    sheets = {"Ohje": [["Täytä luettelo"]], "Lista": [["Käsittelijät 2026"], [], *ROWS], "Muut": ROWS}
    reading = read_workbook(write_workbook(sheets))
    [document] = reading.documents
    assert list(document["processors"]) == ["posti", "kone"]
    assert document["processors"]["kone"].marks["name"][1] == (5, 2, 5, 3)
    assert [name for name, reason in reading.left_out if reason == "sheet-unread"] == ["Ohje!", "Muut!"]


def test_hidden_sheets_and_those_beyond_the_limit_are_named() -> None:
    many = {f"S{number}": [["x"]] for number in range(51)}
    reading = read_workbook(write_workbook({"Lista": ROWS, **many, "Piilo": ROWS}, hidden=["Piilo"]))
    assert {"S0!", "S50!"} <= {name for name, reason in reading.left_out if reason == "sheet-unread"}
    assert ("Piilo!", "sheet-hidden") in reading.left_out


def test_a_merged_cell_says_the_same_of_each_row_that_it_spans() -> None:
    rows = [["Luettelo"], ["Nimi", "Maa", "Rooli"], ["A", "US", "processor"], ["B", "FI", None], ["C", "SE", None]]
    [document] = read_workbook(write_workbook({"Lista": rows}, merged=["A1:B1", "C3:C4"])).documents
    assert [each.get("role") for each in document["processors"].values()] == ["processor", "processor", None]


def test_a_finding_points_at_the_row_and_the_column_and_shows_the_cell(tmp_path: Path) -> None:
    path = tmp_path / "processors.xlsx"
    path.write_bytes(write_workbook({"Lista": [["Nimi", "Maa"], ["Posti", "Eurooppa"]]}))
    [finding] = load_processors([path], lambda path: path.name, WorkTree(tmp_path)).findings
    assert str(finding.location) == "processors.xlsx:2:2"
    assert finding.found.excerpt == "Lista: A2 Posti | B2 Eurooppa"
    assert [name_column(number) for number in (1, 26, 27, 702, 703)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_without_the_library_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    data = write_workbook({"S": ROWS})
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    [problem] = read_workbook(data).problems
    assert (problem.variant, problem.arguments["format"]) == ("missing-extra", "XLSX")


def make_bomb(declared: int = 0) -> bytes:
    """A sheet that unpacks to far too much, and perhaps declares another size."""
    sheet = make_sheet(HEADER + '<row><c t="inlineStr"><is><t>' + "a" * 70_000_000 + "</t></is></c></row>")
    data = pack({SHEET: sheet})
    return declare_size(data, SHEET, sheet.encode(), declared) if declared else data


LONG = "<si><t>" + "a" * 30_000 + "</t></si>"
MANY = '<row><c t="s"><v>0</v></c></row>'
HOSTILE = {
    "a zip bomb": (make_bomb, "workbook-size"),
    "a zip bomb that declares a small size": (lambda: make_bomb(declared=100), "workbook-size"),
    "two cells far apart": (
        lambda: pack({SHEET: make_sheet(HEADER + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')}),
        "workbook-rows",
    ),
    "two cells that span too many": (
        lambda: pack({SHEET: make_sheet(HEADER + '<row r="90000"><c r="ALL90000"><v>1</v></c></row>')}),
        "nodes",
    ),
    "more rows than a list has": (
        lambda: pack({SHEET: make_sheet(HEADER + '<row><c t="inlineStr"><is><t>a</t></is></c></row>' * 100_001)}),
        "workbook-rows",
    ),
    "one long text in many cells": (
        lambda: pack({SHEET: make_sheet(HEADER + MANY * 1_000), "xl/sharedStrings.xml": f"<sst>{LONG}</sst>"}),
        "workbook-text",
    ),
    "an external entity": (
        lambda: pack({SHEET: make_sheet(HEADER, '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>')}),
        "workbook-entities",
    ),
    "entities of entities": (
        lambda: pack({"xl/sharedStrings.xml": '<!DOCTYPE a [<!ENTITY b "bb">]><sst/>', SHEET: make_sheet(HEADER)}),
        "workbook-entities",
    ),
    "a cell that is nowhere": (
        lambda: pack({SHEET: make_sheet('<row r="1"><c r="A0x1"><v>1</v></c></row>')}),
        "broken-workbook",
    ),
    "a binary workbook": (lambda: pack({"xl/workbook.bin": b"\0"}), "binary-workbook"),
    "an archive that is cut": (lambda: pack({SHEET: make_sheet(HEADER)})[:-40], "broken-workbook"),
    "an archive of other things": (lambda: b"PK\x03\x04" + b"\0" * 100, "broken-workbook"),
    "an old workbook": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old-office"),
    "an encrypted workbook": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "encrypted-workbook",
    ),
    "a table of OpenDocument": (
        lambda: b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
        "open-spreadsheet",
    ),
    "a text": (lambda: b"id;name\n", "no-workbook"),
}


@pytest.mark.parametrize(("make", "variant"), HOSTILE.values(), ids=HOSTILE)
def test_a_workbook_that_is_hostile_or_of_another_kind_is_refused(make: Callable[[], bytes], variant: str) -> None:
    data = make()
    with cpu_limit(10):
        reading = read_workbook(data)
    assert (reading.documents, [problem.variant for problem in reading.problems]) == ([], [variant])


def test_macros_pictures_and_links_never_reach_the_library() -> None:
    parts = {SHEET: make_sheet(HEADER + '<row r="2"><c r="A2" t="inlineStr"><is><t>A</t></is></c></row>')}
    others = {"xl/vbaProject.bin": b"\xff" * 1_000, "xl/externalLinks/externalLink1.xml": "<a", "xl/media/a.png": b"\0"}
    reading = read_workbook(pack({**parts, **others}))
    assert (reading.problems, reading.documents[0]["processors"]) == ([], {"a": {"name": "A"}})


def test_a_cell_without_a_value_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    """What Excel shows in it, or the formula whose result nobody saved, is refused as any other value would be."""
    header = "".join(
        f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in ("name", "country", "reviewed", "notes")
    )
    row = (
        '<c t="inlineStr"><is><t>A</t></is></c><c r="B2" t="e"><f>B9</f><v>#N/A</v></c><c r="C2"><f>TODAY()</f></c>'
        '<c r="D2" t="str"><f>A2</f><v>A</v></c>'
    )
    path = tmp_path / "processors.xlsx"
    path.write_bytes(pack({SHEET: make_sheet(f'<row r="1">{header}</row><row r="2">{row}</row>')}))
    record = read_workbook(path.read_bytes()).documents[0]["processors"]["a"]
    assert record == {"name": "A", "country": "#N/A", "reviewed": "=TODAY()", "notes": "A"}
    found = load_processors([path], str, WorkTree(tmp_path)).findings
    assert [(each.rule, each.location.column) for each in found] == [
        ("input/invalid-value", 2),
        ("input/invalid-value", 3),
    ]


def test_parts_that_differ_by_case_alone_are_refused() -> None:
    sheet = make_sheet(HEADER)
    reading = read_workbook(pack({SHEET: sheet, SHEET.upper().replace(".XML", ".xml"): sheet}))
    assert [problem.variant for problem in reading.problems] == ["broken-workbook"]
