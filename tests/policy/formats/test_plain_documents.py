"""Plain text and Markdown as blocks: their words as they are, and how each line looks."""

from __future__ import annotations

import pytest

from seloste.policy.prose.blocks import DocumentError
from seloste.policy.prose.formats.reading import read_document
from tests.support.document_blocks import show_block


def read(text: str, name: str = "a.txt") -> list[str]:
    return [show_block(block) for block in read_document(text.encode(), name).blocks]


@pytest.mark.parametrize(
    ("line", "block"),
    [
        ("1. Rekisterinpitäjä", "h 1. Rekisterinpitäjä"),
        ("1.Rekisterinpitäjä", "h 1. Rekisterinpitäjä"),
        ("1) Rekisterinpitäjä", "h 1) Rekisterinpitäjä"),
        ("12 Rekisterin nimi", "h 12 Rekisterin nimi"),
        ("3.2\u00a0Oikeudet", "h 3.2 Oikeudet"),
        ("a) nimi", "h a) nimi"),
        ("2 vuotta sopimuksen päättymisestä", "p 2 vuotta sopimuksen päättymisestä"),
        ("1. tammikuuta 2024 alkaen", "p 1. tammikuuta 2024 alkaen"),
        ("25.5.2018", "p 25.5.2018"),
        ("00100 Helsinki", "p 00100 Helsinki"),
        ("• nimi", "i1 nimi"),
        ("– nimi", "i1 nimi"),
        ("-nimi", "p -nimi"),
        ("\ufeffTieto\u00adturva  on\u200b tärkeää", "p Tietoturva on tärkeää"),
        ("[email\u00a0protected]", "p [email\u00a0protected]"),
        ("a\u0308", "p ä"),
    ],
)
def test_a_line_is_what_stands_before_it(line: str, block: str) -> None:
    assert read(line) == [block]


def test_wrapped_lines_are_joined_and_others_are_kept() -> None:
    text = (
        "1. Rekisterinpitäjä\n\nJamix Oy\nSepänkatu 14 C\n40720 Jyväskylä\n\n2. Tarkoitus\n\n"
        "Rekisterin tarkoituksena on kerätä tarvittavat henkilötiedot, jotka\n"
        "ovat tarpeellisia asiakassuhteen hoitamiseen. Tietoja ei käytetä\n"
        "muuhun.\n\n"
        "• Palvelun laskutus, josta vastaa yhtiön talousosasto ja jonka\n"
        "  hoitaa tilitoimisto\n• Myynti\n"
    )
    assert read(text) == [
        "h 1. Rekisterinpitäjä",
        *("p Jamix Oy", "p Sepänkatu 14 C", "p 40720 Jyväskylä"),
        "h 2. Tarkoitus",
        "p Rekisterin tarkoituksena on kerätä tarvittavat henkilötiedot, jotka ovat tarpeellisia asiakassuhteen"
        " hoitamiseen. Tietoja ei käytetä muuhun.",
        "i1 Palvelun laskutus, josta vastaa yhtiön talousosasto ja jonka hoitaa tilitoimisto",
        "i1 Myynti",
    ]


def test_underlined_headings_tables_and_page_numbers_are_told() -> None:
    table = "Nimi\tKesto\tKuka\n_ga\t2 v\tGoogle\n_fbp\t3 kk\tMeta"
    text = f"Seloste\n=======\n\n{table}\n\nSivu 1/2\n\fOikeudet\n--------\n2 (2)\n"
    document = read_document(text.encode(), "a.txt")
    assert [show_block(block) for block in document.blocks] == [
        "h1 Seloste",
        *("r Nimi | Kesto | Kuka", "r _ga | 2 v | Google", "r _fbp | 3 kk | Meta"),
        "h2 Oikeudet",
    ]
    assert [block.is_header for block in document.blocks] == [False, True, False, False, False]
    assert document.around == ("Sivu 1/2", "2 (2)")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_every_usual_encoding_is_read(encoding: str) -> None:
    text = "Rekisterinpitäjä\r\nÅbo – ”Öljy” 5 €\r\n"
    assert [block.text for block in read_document(text.encode(encoding), "a.txt").blocks] == [
        "Rekisterinpitäjä",
        "Åbo – ”Öljy” 5 €",
    ]


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "a.txt", "empty"),
        (b"\n \n", "a.md", "empty"),
        ("Käsittely".encode("cp1252") + b"\xc0\xfe", "a.txt", "encoding"),
        ("Käsittely".encode() + b"\xff\xff\x81", "a.txt", "encoding"),
        ("Rekisterinpitäjä käsittelee".encode().decode("cp1252").encode(), "a.txt", "garbled"),
        (b"abc\x00def", "a.txt", "not-text"),
        (b"x" * 400_000, "a.txt", "too-long"),
        (b"x\n" * 3_000_000, "a.md", "too-large"),
        (b"{\\rtf1 x}", "a.txt", "save-as"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 100, "a.doc", "save-as"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.docx", "encrypted"),
        (b"x", "a.odt", "save-as"),
        (b"x", "a.exe", "format-unknown"),
        (b"x", "a.pdf", "damaged"),
        (b"\x89PNG\r\n", "a.pdf", "no-text"),
    ],
)
def test_what_cannot_be_read_has_a_reason(data: bytes, name: str, reason: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_document(data, name)
    assert caught.value.reason == reason


MARKDOWN = """---
title: "Privacy notice"
---
Tietosuoja
==========

**Rekisterinpitäjä**

1. Rekisterinpitäjä
Jamix Oy
Sepänkatu 14 C

2. Tarkoitus

* laskutus
  * perintä
* **myynti** ja [markkinointi](https://example.com/x)

1. yksi
2. kaksi

| Eväste | Kesto |
|--------|-------|
| _ga    | 2 v<br>tai 1 v |

Ota yhteyttä: [email&nbsp;protected]\\
Puh. 040 123

<div><p>Tieto <b>HTML:ssä</b></p></div>

```
- koodissa
```
"""


def test_markdown_is_read() -> None:
    document = read_document(MARKDOWN.encode(), "a.md")
    assert document.title == "Privacy notice"
    assert [show_block(block) for block in document.blocks] == [
        "h1 Tietosuoja",
        "p! Rekisterinpitäjä",
        "h 1. Rekisterinpitäjä",
        "p Jamix Oy\nSepänkatu 14 C",
        "h 2. Tarkoitus",
        *("i1 laskutus", "i2 perintä", "i1 myynti ja markkinointi"),
        *("i1 1. yksi", "i1 2. kaksi"),
        *("r Eväste | Kesto", "r _ga | 2 v tai 1 v"),
        "p Ota yhteyttä: [email\u00a0protected]\nPuh. 040 123",
        "p Tieto HTML:ssä",
        "i1 koodissa",
    ]
