"""Documents of Word and PDF as blocks, and hostile ones, which are refused."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from seloste.policy.prose.blocks import Document, DocumentError
from seloste.policy.prose.formats import docx as word
from seloste.policy.prose.formats import pdf
from seloste.policy.prose.formats.page_forms import split_form
from seloste.policy.prose.formats.page_lines import PageLine, join_lines
from seloste.policy.prose.formats.reading import read_document
from tests.support.document_blocks import show_block

W = nsdecls("w")


def save(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_a_document_of_word_is_read() -> None:
    document = docx.Document()
    document.core_properties.title = "Seloste"
    document.sections[0].header.paragraphs[0].text = "Yritys Oy – sisäinen"
    document.add_heading("Tietosuojaseloste", 0)
    document.add_heading("1. Rekisterinpitäjä", 2)
    document.add_paragraph("Yritys Oy\nKatu 1")
    bold = document.add_paragraph()
    bold.add_run("Tarkoitus").bold = True
    document.add_paragraph("laskutus", "List Bullet")
    document.add_paragraph("perintä", "List Bullet 2")
    document.add_paragraph("Yksin", "List Number")
    document.add_paragraph("A")
    table = document.add_table(2, 2)
    for cell, words in zip(table._cells, ("Nimi", "Kesto", "_ga", "2 v"), strict=True):
        cell.text = words
    changed = document.add_paragraph("Tiedot ")
    changed._p.append(parse_xml(f"<w:del {W}><w:r><w:delText>ei </w:delText></w:r></w:del>"))
    changed._p.append(parse_xml(f"<w:ins {W}><w:r><w:t>poistetaan</w:t></w:r></w:ins>"))
    link = f'<w:hyperlink {W} w:anchor="x"><w:r><w:t xml:space="preserve"> täältä</w:t></w:r></w:hyperlink>'
    changed._p.append(parse_xml(link))
    box = f"<w:r {W}><w:pict><w:txbxContent><w:p><w:r><w:t>Laatikossa</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
    changed._p.append(parse_xml(box))
    found = read_document(save(document), "a.docx")  # in a process of its own
    assert [show_block(block) for block in found.blocks] == [
        "h1 Tietosuojaseloste",
        "h2 1. Rekisterinpitäjä",
        "p Yritys Oy\nKatu 1",
        "p! Tarkoitus",
        *("i1 laskutus", "i1 perintä"),
        *("h 1. Yksin", "p A"),
        *("r Nimi | Kesto", "r _ga | 2 v"),
        "p Tiedot poistetaan täältä",
        "p Laatikossa",
    ]
    assert (found.title, found.around) == ("Seloste", ("Yritys Oy – sisäinen",))


NOTES = (
    f'<w:footnotes {W}><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>x</w:t></w:r></w:p></w:footnote>'
    '<w:footnote w:id="1"><w:p><w:r><w:t>Alaviite</w:t></w:r></w:p></w:footnote></w:footnotes>'
)


def test_footnotes_are_read_last() -> None:
    document = docx.Document()
    document.add_paragraph("Teksti")
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, NOTES.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    assert [show_block(block) for block in word.read_docx_document(save(document)).blocks] == ["p Teksti", "p Alaviite"]


def repack(change: Callable[[dict[str, bytes]], None]) -> bytes:
    document = docx.Document()
    document.add_paragraph("Rekisterinpitäjä")
    package = zipfile.ZipFile(io.BytesIO(save(document)))
    parts = {name: package.read(name) for name in package.namelist()}
    change(parts)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return stream.getvalue()


def change_xml(pattern: bytes, replacement: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        parts[word._MAIN] = re.sub(pattern, lambda _: replacement, parts[word._MAIN], count=1)

    return change


ENTITY = b'<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
DEEP = b"<w:body>" + b"<w:tbl><w:tr><w:tc>" * 500


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param(
            lambda parts: parts.update({"word/media/a.bin": b"\0" * 210_000_000}), "too-costly", marks=pytest.mark.heavy
        ),
        (lambda parts: parts.update({"word/a.xml": b" " * 30_000_000}), "too-costly"),
        (lambda parts: parts.update({f"word/{number}.xml": b"" for number in range(2_500)}), "too-costly"),
        (lambda parts: parts.pop(word._MAIN), "save-as"),
        (lambda parts: parts.pop("[Content_Types].xml"), "damaged"),
        (change_xml(rb"(?<=\?>)", ENTITY), "unsafe"),
        (change_xml(b"<w:body>", DEEP), "damaged"),
        (change_xml(b"<w:p>.*</w:p>", b""), "empty"),
    ],
    ids=["bomb", "large part", "many parts", "no document", "no package", "entity", "deep", "empty"],
)
def test_a_hostile_document_of_word_is_refused(change: Callable[[dict[str, bytes]], None], reason: str) -> None:
    with pytest.raises(DocumentError) as caught:
        _read_word(repack(change))
    assert caught.value.reason == reason


def _read_word(data: bytes) -> Document:
    """Reads a document as the process does."""
    try:
        return word.read_docx_document(data)
    except DocumentError:
        raise
    except Exception as error:  # of the library: the process says that the document is damaged
        raise DocumentError("damaged") from error


def make_pdf(*pages: list[str], size: int = 12) -> bytes:
    """A PDF of pages of lines; a line that begins with `*` is in bold."""
    writer = PdfWriter()
    for lines in pages:
        page = writer.add_blank_page(595, 842)
        fonts = {
            NameObject(name): DictionaryObject(
                {
                    NameObject("/Type"): NameObject("/Font"),
                    NameObject("/Subtype"): NameObject("/Type1"),
                    NameObject("/BaseFont"): NameObject(base),
                    NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
                }
            )
            for name, base in (("/F1", "/Helvetica"), ("/F2", "/Helvetica-Bold"))
        }
        commands = []
        for number, line in enumerate(lines):
            font = "/F2" if line.startswith("*") else "/F1"
            commands.append(f"BT {font} {size} Tf 1 0 0 1 60 {780 - 16 * number} Tm ({line.removeprefix('*')}) Tj ET")
        content = StreamObject()
        content._data = "\n".join(commands).encode("cp1252")
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): DictionaryObject(fonts)})  # type: ignore[arg-type]
        page[NameObject("/Contents")] = writer._add_object(content)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def test_a_pdf_is_read_with_its_lines_joined() -> None:
    first = [
        "Yritys Oy 2.5.2024",
        "*1. Rekisterinpitäjä",
        "Yritys Oy",
        "Katu 1, 00100 Helsinki",
        "*2. Tarkoitus",
        "Rekisterin tarkoituksena on kerätä tarvittavat henkilötiedot, jotka ovat tarpeel-",
        "lisia asiakas- ja markkinointirekisterin hoitamiseen. Tietoja käsitellään vain asia-",
        "kassuhteen aikana, ja sen jälkeen ne poistetaan järjestelmistä kokonaan, ellei",
        "1 (2)",
    ]
    second = ["Yritys Oy 2.5.2024", "laki toisin määrää.", "• laskutus", "• myynti", "2 (2)"]
    found = read_document(make_pdf(first, second), "a.pdf")  # in a process of its own
    assert [show_block(block) for block in found.blocks] == [
        "h! 1. Rekisterinpitäjä",
        *("p Yritys Oy", "p Katu 1, 00100 Helsinki"),
        "h! 2. Tarkoitus",
        "p Rekisterin tarkoituksena on kerätä tarvittavat henkilötiedot, jotka ovat tarpeellisia asiakas- ja"
        " markkinointirekisterin hoitamiseen. Tietoja käsitellään vain asiakassuhteen aikana, ja sen jälkeen ne"
        " poistetaan järjestelmistä kokonaan, ellei laki toisin määrää.",
        *("i1 laskutus", "i1 myynti"),
    ]
    assert found.around == ("Yritys Oy 2.5.2024", "1 (2)", "2 (2)")


def test_a_form_is_read_heading_by_heading() -> None:
    lines = [
        "Tietosuojaseloste",
        "",
        "1. Rekisterinpitäjä                  Kaarna Oy",
        "                                     Katu 1",
        "2. Henkilötietojen käsittelyn        Laskutus",
        "tarkoitus",
        "3. Rekisterin tietosisältö ja muuta  Nimi",
        "4. Tietojen säilytysaika             2 vuotta",
    ]
    assert [line for line, is_heading in split_form(lines) or () if line and not is_heading] == [
        *("Tietosuojaseloste", "Kaarna Oy", "Katu 1", "Laskutus", "Nimi", "2 vuotta")
    ]
    assert [line for line, is_heading in split_form(lines) or () if is_heading] == [
        "1. Rekisterinpitäjä",
        "2. Henkilötietojen käsittelyn tarkoitus",
        "3. Rekisterin tietosisältö ja muuta",
        "4. Tietojen säilytysaika",
    ]
    assert split_form(["1. Yksi", "teksti   jossa on aukko", "2. Kaksi", "toinen   aukko", "3. Kolme"]) is None


def lock(data: bytes) -> bytes:
    writer = PdfWriter(PdfReader(io.BytesIO(data)))
    writer.encrypt("secret", algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


LOOP = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\n"
    b"trailer<</Root 1 0 R>>\n"
)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: make_pdf([], [], []), "no-text"),
        (lambda: make_pdf(*[["Sivu"]] * 301), "too-many-pages"),
        (lambda: lock(make_pdf(["Rekisterinpitäjä"])), "encrypted"),
        (lambda: make_pdf(["Rekisterinpitäjä"])[:200], "damaged"),
        (lambda: b"%PDF-1.7\n" + b"junk " * 1_000, "damaged"),
        (lambda: LOOP, "damaged"),
    ],
    ids=["scanned", "many pages", "locked", "cut", "junk", "loop"],
)
@pytest.mark.filterwarnings("ignore")
def test_a_pdf_that_cannot_be_read_has_a_reason(make: Callable[[], bytes], reason: str) -> None:
    with pytest.raises(DocumentError) as caught:
        pdf.read_pdf_document(make())
    assert caught.value.reason == reason


def test_a_heading_of_two_lines_in_a_pdf_is_one() -> None:
    body = "Tietoja ei luovuteta säännönmukaisesti muille tahoille, jollei laki velvoita siihen erikseen."
    lines = [
        PageLine("7. Luovutukset ja tietojen siirto EU:n tai", is_strong=True),
        PageLine("ETA:n ulkopuolelle", is_strong=True),
        PageLine(body),
        PageLine("Henkilötietojen käsittelyn", is_strong=True),
        PageLine("tarkoitus", is_strong=True),
        PageLine(body),
        PageLine("Evästeet", is_strong=True),
        PageLine("Oikeudet", is_strong=True),
    ]
    assert [block.text for block in join_lines([lines])] == [
        "Luovutukset ja tietojen siirto EU:n tai ETA:n ulkopuolelle",
        body,
        "Henkilötietojen käsittelyn tarkoitus",
        body,
        "Evästeet",
        "Oikeudet",
    ]
