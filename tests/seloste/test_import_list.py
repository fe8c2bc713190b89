"""A list of processors as the web shows it becomes a draft that `check` reads: words kept, countries where certain."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from seloste.checker.drafting.published_list import PublishedList, read_list_document, read_list_file
from seloste.checker.linking.loading import load_processors
from seloste.checker.reading.tree import WorkTree
from seloste.policy.prose.blocks import Block, BlockKind, Document
from tests.support.commands import seloste
from tests.support.workbooks import write_workbook

ROWS = [
    ["Entity Name", "Purpose of use", "Location", "Website", "Applicable product", "Data categories"],
    ["Cloudy Services, Inc.", "Hosting of customer data", "United States", "https://c.example", "Core", "Names, mail"],
    ["Ireland Cloud Ltd", "Support", "Ireland (EU)", "", "All", ""],
    ["Sendy", "E-mail delivery", "United States, Germany and the Netherlands", "", "", ""],
    ["Global Co", "Analytics", "EU", "", "", ""],
    ["Nordic", "Backups", "Frankfurt", "", "", ""],
]  # fmt: skip


def as_csv(separator: str) -> bytes:
    return "\r\n".join(separator.join(f'"{cell}"' for cell in row) for row in ROWS).encode()


def as_document(*others: Block) -> Document:
    rows = [Block(BlockKind.ROW, " | ".join(row), cells=tuple(row), is_header=row is ROWS[0]) for row in ROWS]
    return Document((Block(BlockKind.HEADING, "Our subprocessors", level=1), *rows, *others))


def read(data: bytes, name: str) -> PublishedList:
    found = read_list_file(data, name)
    assert isinstance(found, PublishedList)
    return found


@pytest.mark.parametrize(
    "found",
    [
        read(as_csv(","), "list.csv"),
        read(as_csv(";"), "list.csv"),
        read(write_workbook({"Info": [["Read me"]], "List": [["Subprocessors"], *ROWS]}), "list.xlsx"),
        read_list_document(as_document()),
    ],
    ids=["commas", "semicolons", "workbook", "document"],
)
def test_a_list_is_read_the_same_from_every_file(found: PublishedList) -> None:
    records = {record.id: record for record in found.records}
    assert (found.kind, found.unread, len(records)) == ("processors", 0, 5)
    cloudy = records["cloudy-services-inc"]
    assert cloudy.values == {
        "name": "Cloudy Services, Inc.",
        "service": "Hosting of customer data",
        "country": "US",
        "website": "https://c.example",
    }
    assert (cloudy.words, cloudy.others) == ({"fields": "Names, mail"}, (("Applicable product", "Core"),))
    assert records["ireland-cloud-ltd"].values["country"] == "IE"
    sendy = records["sendy"].values
    assert (sendy["country"], sendy["transfers"]) == ("US", [{"country": "DE"}, {"country": "NL"}])
    assert records["global-co"].words == {"country": "EU"}  # no country
    assert records["nordic"].words == {"country": "Frankfurt"}  # a town is none, whatever it is in


def test_two_columns_for_one_key_lose_no_word() -> None:
    found = read(b"Name;Purpose;Description\nA;Hosting;Servers in the North\n", "list.csv")
    [record] = found.records
    assert (record.values["service"], record.others) == ("Hosting", (("Description", "Servers in the North"),))
    assert found.unread == 0


def test_a_notice_that_has_a_list_is_no_list() -> None:
    words = Block(BlockKind.PARAGRAPH, "We process personal data for the purposes that follow. " * 40)
    assert read_list_document(as_document(words)) is None
    assert read_list_document(as_document(words), is_whole=False) is not None  # where it is no notice either


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_the_draft_is_read_by_check_and_loses_no_word(tmp_path: Path, language: str) -> None:
    source, target = tmp_path / "list.csv", tmp_path / "processors.yaml"
    source.write_bytes(as_csv(";"))
    assert seloste("import", str(source), "-o", str(target), "--lang", language, "--quiet") == 0
    text = target.read_text("utf-8")
    loaded = load_processors([target], str, WorkTree(tmp_path))
    assert (loaded.findings, len(loaded.entries), "TODO" in text) == ([], 5, True)
    for row in ROWS[1:3]:
        for cell in (row[0], row[1], row[3], row[4], row[5]):
            assert cell in text
    assert "Frankfurt" in (loaded.entries["nordic"].record.notes or "")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("list.csv", b"a;b\n1;2\n", "no table"),
        ("list.xlsx", b"PK\x03\x04", "damaged"),
        ("list.ods", b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", ".ods"),
        ("list.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "saved as .xlsx"),
        ("list.csv", "Nimi;Maa\nTyö\x8a;a\n".encode("latin-1"), "CSV UTF-8"),
    ],
)
def test_what_cannot_be_read_ends_with_3_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, data: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(data)
    assert seloste("import", str(tmp_path / name), "-o", str(tmp_path / "out.yaml"), "--lang", "en") == 3
    message: Any = capsys.readouterr().err
    assert words in message
    assert not (tmp_path / "out.yaml").exists()


def test_an_officers_list_of_systems_becomes_systems(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "Järjestelmä;Omistaja;Rekisteröidyt;Tiedot;Säilytysaika;Väri\nCRM;myynti;Asiakkaat;Nimi;2 vuotta;sininen\n"
    (tmp_path / "lista.csv").write_text(text, "utf-8")
    assert seloste("import", str(tmp_path / "lista.csv"), "--lang", "fi", "--quiet") == 0
    draft = capsys.readouterr().out
    assert "systems:\n  crm:\n    name: CRM\n    owner: myynti\n" in draft
    for words in ("Asiakkaat", "Nimi", "P2Y", "sininen"):
        assert words in draft


@pytest.mark.parametrize("name", ["list.md", "list.html"])
def test_a_table_of_a_page_is_a_list(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    rows = [row[:3] for row in ROWS]
    if name.endswith(".md"):
        lines = [f"| {' | '.join(row)} |" for row in rows]
        text = "\n".join(["# Subprocessors", "", lines[0], "|---|---|---|", *lines[1:], ""])
    else:
        cells = ["".join(f"<td>{cell}</td>" for cell in row) for row in rows]
        text = f"<h1>Subprocessors</h1><table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"
    (tmp_path / name).write_text(text, "utf-8")
    assert seloste("import", str(tmp_path / name), "--lang", "en", "--quiet") == 0
    draft = capsys.readouterr().out
    assert "  cloudy-services-inc:\n" in draft
    assert "    service: Hosting of customer data\n    country: US\n" in draft
