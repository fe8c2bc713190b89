"""Tables as CSV and as workbooks: cells are what they say, hostile ones are harmless, and nothing is lost unseen."""

from __future__ import annotations

import csv as standard
import io
import os
import subprocess
import sys
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seloste.checker.reading.csv_table import read_csv
from seloste.checker.reading.record_table import make_id
from seloste.reports.language.language import load_language
from seloste.reports.paper.table import Cell, Table, render_csv
from seloste.reports.paper.xlsx import render_workbook
from seloste.reports.rendering import escape
from tests.support import ROOT
from tests.support.samples import DAY

FI, EN = load_language("fi"), load_language("en")
FORMULAS = (
    "=cmd()",
    "+358 14 123",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1+1",
    "＝1+1",
    "\n=1",
    '=HYPERLINK("http://x")',
)
HOSTILE = (
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "a\u202eb",
    "\x1b[31m",
    "\x00\ufffe\ud800",
    "_x0041_",
    "N" * 10_000,
)


def table(*cells: Cell, title: str = "Taulu") -> Table:
    return Table(title, ("Arvo",), tuple((cell,) for cell in cells))


def opened(*tables: Table, day: date = DAY, words: Any = FI) -> Any:
    return openpyxl.load_workbook(io.BytesIO(render_workbook(tables, title="Rekisteri – <ä>", language=words, day=day)))


def column(book: Any) -> list[Any]:
    return [row[0] for row in book.worksheets[0].iter_rows(min_row=2)]


def test_a_row_that_does_not_fit_its_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="row 1 has 2 cells for 1"):
        Table("x", ("a",), (("b", "c"),))


def test_csv_opens_in_excel_in_its_language() -> None:
    output = render_csv(Table("x", ("Nimi", "Päivä"), (('a,"b"', DAY), ("ä\nö", None), ("1", -2))), FI)
    assert output == '\ufeffNimi;Päivä\r\n"a,""b""";2026-11-22\r\n"ä\nö";puuttuu\r\n1;-2\r\n'
    assert render_csv(Table("x", ("Name", "Day"), (("a;b", DAY),)), EN) == "\ufeffName,Day\r\na;b,2026-11-22\r\n"
    assert render_csv(table(None), EN).endswith("\r\nmissing\r\n")


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_csv_begins_a_formula(text: str) -> None:
    rows = [
        *standard.reader(io.StringIO(render_csv(Table(text, (text,), ((text,),)), FI)[1:], newline=""), delimiter=";")
    ]
    assert [len(row) for row in rows] == [1, 1]
    for (cell,) in rows:
        assert cell == f"'{escape.cell(text)}"


@pytest.mark.parametrize("text", ["Nimi", "a=b", "3 + 4", "https://x.fi/?a=b", "", "'a", "–"])
def test_ordinary_text_is_left_as_it_is(text: str) -> None:
    assert escape.csv_cell(text) == text


@pytest.mark.parametrize("text", HOSTILE)
def test_hidden_characters_are_visible_in_csv(text: str) -> None:
    output = render_csv(table(text), FI).removeprefix("\ufeff")
    assert all(character.isprintable() or character in "\r\n" for character in output)
    assert "[U+" in output or text in output


def test_cells_of_a_workbook_are_what_they_say() -> None:
    cells = column(opened(table("teksti", 42, -7, date(2020, 7, 5), None, "", 10**16, date(1899, 5, 1))))
    assert [cell.value for cell in cells] == [
        "teksti",
        42,
        -7,
        datetime(2020, 7, 5),
        "puuttuu",
        "",
        str(10**16),
        "1899-05-01",
    ]
    assert (cells[3].is_date, cells[3].number_format) == (True, "d.m.yyyy")
    assert column(opened(table(DAY), words=EN))[0].number_format == "yyyy-mm-dd"
    assert cells[4].font.italic


@pytest.mark.parametrize("text", [*FORMULAS, *HOSTILE])
def test_hostile_text_is_text_in_a_workbook(text: str) -> None:
    book = opened(Table(text, (text,), ((text,),)))
    for row in book.worksheets[0].iter_rows():
        assert row[0].data_type == "s"
        assert row[0].value == escape.cell(text)
        assert row[0].hyperlink is None
    # It stays text when somebody edits the cell.
    assert column(book)[0].quotePrefix is escape.is_formula(escape.cell(text))


def test_a_text_too_long_for_a_cell_is_cut_and_says_so() -> None:
    (cell,) = column(opened(table("x" * 40_000)))
    assert len(cell.value) <= 32_767
    assert cell.value.endswith("… [katkaistu: 7333 merkkiä jäi pois]")
    (wide,) = column(opened(table("😀" * 20_000)))
    assert len(wide.value.encode("utf-16-le")) // 2 <= 32_767
    assert "katkaistu" in wide.value
    (whole,) = column(opened(table("x" * 32_767)))
    assert whole.value == "x" * 32_767


def test_names_of_sheets_are_legal_and_no_two_alike() -> None:
    titles = ["Lupaus: a/b [c]?*\\", "Lupaus  a b c", "lupaus a b c", "History", "", "'x'", "Y" * 50, "Y" * 40, "\x07"]
    names = opened(*(table("a", title=title) for title in titles)).sheetnames
    assert len({name.casefold() for name in names}) == len(titles)
    for name in names:
        assert 1 <= len(name) <= 31
        assert not set("[]:*?/\\") & set(name)
        assert name[0] != "'"
        assert name[-1] != "'"
        assert name.casefold() != "history"


def test_a_sheet_can_be_read_at_a_glance() -> None:
    sheet = opened(Table("T", ("Lyhyt", "Pitkä"), (("a", "sana " * 40), ("b", "c")))).worksheets[0]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B3"
    assert sheet.print_title_rows == "$1:$1"
    assert all(cell.font.bold for cell in sheet[1])
    assert sheet["B2"].alignment.wrap_text
    assert sheet.column_dimensions["A"].width < sheet.column_dimensions["B"].width <= 61


def test_a_row_is_as_high_as_its_text_needs() -> None:
    long = "sana " * 60
    sheet = opened(Table("T", ("a", "b"), (("a", long), ("b", "c"), ("x\ny\nz", "d"), ("e", "w" * 9000)))).worksheets[0]
    heights = [sheet.row_dimensions[number].height for number in (2, 3, 4, 5)]
    width = sheet.column_dimensions["B"].width
    assert heights[0] / 13.5 >= len(long) / width
    assert heights[1] < 20 < heights[2] < 60
    assert 408 < heights[3] <= 409


def test_a_sheet_is_legible_when_it_is_printed() -> None:
    columns = tuple(f"Sarake {number}" for number in range(12))
    sheet = opened(Table("T", columns, (("sana " * 40,) * 12,))).worksheets[0]
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sum(sheet.column_dimensions[letter].width for letter in "ABCDEFGHIJKL") < 245


def test_a_matrix_has_narrow_columns_of_signs_under_upright_names() -> None:
    rows = (("systems.a", "A", "+", "−c"), ("systems.b", "B", "", "?"))
    book = opened(Table("T", ("id", "name", "p.one\nSanat", "p.two\nSanat"), rows, signs_from=2))
    sheet = book.worksheets[0]
    assert sheet.freeze_panes == "C2"
    assert sheet["C1"].alignment.textRotation == 90
    assert sheet.column_dimensions["C"].width < 7
    assert [cell.value for cell in sheet[2]] == ["systems.a", "A", "+", "−c"]
    assert sheet["C2"].quotePrefix
    assert sheet["D2"].font.bold
    assert not sheet["D3"].font.bold


def test_the_document_says_its_title_language_and_day() -> None:
    properties = opened(table("a")).properties
    assert (properties.title, properties.language) == ("Rekisteri – <ä>", "fi")
    assert properties.created.date() == properties.modified.date() == DAY


def test_a_table_without_rows_or_columns_and_no_table_at_all_are_books() -> None:
    assert opened(Table("Tyhjä", ("a", "b"), ())).sheetnames == ["Tyhjä"]
    assert opened(Table("Tyhjä", (), ())).sheetnames == ["Tyhjä"]
    assert len(opened().sheetnames) == 1


def test_a_table_longer_than_a_sheet_goes_on_in_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seloste.reports.paper.xlsx._MOST_ROWS", 3)
    book = opened(table("a", "b", "c"))
    assert book.sheetnames == ["Taulu", "Taulu (2)"]
    assert [sheet.max_row for sheet in book.worksheets] == [3, 2]


MAKE = """
import sys
from datetime import date
from seloste.reports.language.language import load_language
from seloste.reports.paper.table import Table
from seloste.reports.paper.xlsx import render_workbook
table = Table("T", ("a", "b"), tuple((f"n{i}", date(2026, 1, 1)) for i in range(50)))
sys.stdout.buffer.write(render_workbook([table, table], title="t", language=load_language("fi"), day=date(2026, 1, 1)))
"""


def test_the_same_tables_give_the_same_bytes() -> None:
    made = {
        subprocess.run(
            [sys.executable, "-c", MAKE],
            cwd=ROOT,
            timeout=60,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert len(made) == 1


NAMES = st.text(st.sampled_from("aÄö =+-@;,|'\"\n\t.é"), min_size=1, max_size=12).map(str.strip)


@pytest.mark.parametrize("code", ["fi", "sv", "en"])
@settings(derandomize=True, deadline=None, max_examples=60)
@given(
    names=st.lists(
        NAMES.filter(lambda name: name.strip("'") and not name.startswith("'")),
        min_size=1,
        max_size=5,
        unique_by=make_id,
    )
)
def test_a_list_of_processors_is_read_back_as_it_was_exported(code: str, names: list[str]) -> None:
    language = load_language(code)
    header = tuple(language.word(f"processors.column.{key}") for key in ("name", "service", "country"))
    rows = tuple((name, name, language.country("US")) for name in names)
    reading = read_csv(render_csv(Table("x", header, rows), language).encode())
    assert (reading.problems, reading.left_out) == ([], ())
    expected = [{"name": name, "service": name, "country": "US"} for name in map(escape.cell, names)]
    assert list(reading.documents[0]["processors"].values()) == expected
