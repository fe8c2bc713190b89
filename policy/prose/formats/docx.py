"""Documents of Word as blocks, by the library python-docx. Runs in a process of its own (`process`).

A document is a ZIP of XML, so it is looked over before the library unpacks it. Text that was struck by tracked changes
is not read, text that they insert is.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from msgspec import Struct, field

from seloste.policy.prose.blocks import Block, BlockKind, Document, DocumentError
from seloste.policy.prose.formats.layout import check_size, clean_line, mark_lone_numbers, split_number
from seloste.policy.prose.formats.numbering import Numbering
from seloste.policy.prose.formats.pieces import BREAK, Piece, make_blocks
from seloste.policy.prose.formats.process import serve
from seloste.policy.prose.formats.rows import Cell, read_table

#: The most parts of a document, bytes of all of them and of one of XML, and how many times smaller they may be packed.
_MOST_PARTS, _MOST_UNPACKED, _MOST_XML = 2_000, 200_000_000, 20_000_000
#: Where a part declares entities, before its first element.
_PROLOG = 65_536
_MAIN = "word/document.xml"
_NOTES = ("/word/footnotes.xml", "/word/endnotes.xml")
#: The styles of headings, as Word names them in its languages, and the digit after them.
_HEADING = re.compile(r"(?:heading|otsikko|rubrik|überschrift|titre)\s?(?P<level>[1-9])", re.IGNORECASE)
_TITLES = frozenset({"title", "otsikko", "rubrik"})
#: How the ids of the styles of a table of contents begin.
_CONTENTS = ("toc", "sisluet", "innehll")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: What holds text that nobody reads: what was struck, what a field computes from, what only another program shows.
_UNREAD = frozenset(f"{_W}{tag}" for tag in ("del", "moveFrom", "delText", "instrText", "pPr", "rPr", "sectPr"))
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXT_BOX = f"{_W}txbxContent"
_ON = frozenset({None, "1", "true", "on"})


def main() -> None:
    """Serves one request."""
    serve(read_docx_document, "docx")


def read_docx_document(data: bytes) -> Document:
    """The document of a file of Word.

    Raises:
        DocumentError: It is damaged, no document of Word, empty, or larger than a notice can be.
    """
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    _look_over(data)
    try:
        found = docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, KeyError, ValueError, zipfile.BadZipFile):
        raise DocumentError("damaged") from None
    reader = _DocumentReader(Numbering(found), _list_heading_styles(found))
    body = [*reader.read(found.element.body), *_read_notes(found, reader)]
    blocks = tuple(mark_lone_numbers(body))
    title = clean_line(found.core_properties.title or "")
    language = (found.core_properties.language or "").split("-")[0].lower()
    return check_size(Document(blocks, language or None, title or None, (*reader.around, *_list_around(found))))


def _look_over(data: bytes) -> None:
    """Raises DocumentError for a package that is none of Word, unfolds to too much, or declares entities."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OverflowError):
        raise DocumentError("damaged") from None
    parts = package.infolist()
    names = {part.filename for part in parts}
    if _MAIN not in names and not any(name.startswith("word/document") for name in names):
        raise DocumentError("save-as", format="ZIP")
    xml = [part for part in parts if part.filename.endswith((".xml", ".rels"))]
    is_bomb = sum(part.file_size for part in parts) > _MOST_UNPACKED or any(part.file_size > _MOST_XML for part in xml)
    if len(parts) > _MOST_PARTS or is_bomb:
        raise DocumentError("too-costly")
    if any(part.flag_bits & 1 for part in parts):
        raise DocumentError("encrypted")
    for part in xml:
        try:
            with package.open(part) as stream:
                beginning = stream.read(_PROLOG)
        except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError):
            raise DocumentError("damaged") from None
        if b"<!DOCTYPE" in beginning or b"<!ENTITY" in beginning:
            raise DocumentError("unsafe", detail="DOCTYPE")


def _list_heading_styles(document: Any) -> dict[str, int]:
    """The level of each style of headings, by its id; 0: the title. A style is known by its name or by its outline."""
    levels: dict[str, int] = {}
    for style in document.styles.element.iter(f"{_W}style"):
        id = style.get(f"{_W}styleId") or ""
        named = style.find(f"{_W}name")
        name = (named.get(f"{_W}val") or "").lower() if named is not None else ""
        heading = _HEADING.fullmatch(name) or _HEADING.fullmatch(id)
        outline = style.find(f"{_W}pPr/{_W}outlineLvl")
        if heading:
            levels[id] = int(heading["level"])
        elif name in _TITLES:
            levels[id] = 0
        elif outline is not None and (outline.get(f"{_W}val") or "9") in "012345678":
            levels[id] = int(outline.get(f"{_W}val") or 0) + 1
    return levels


def _read_notes(document: Any, reader: _DocumentReader) -> Iterator[Block]:
    """The blocks of footnotes and endnotes, which come last."""
    from docx.oxml import parse_xml

    for part in document.part.package.iter_parts():
        if str(part.partname) in _NOTES:
            for note in parse_xml(part.blob):
                if note.get(f"{_W}type") in (None, "normal"):
                    yield from reader.read(note)


def _list_around(document: Any) -> Iterator[str]:
    """The words of the headers and footers of its pages."""
    for section in document.sections:
        for part in (section.header, section.footer):
            if not part.is_linked_to_previous:
                yield from filter(None, (clean_line(paragraph.text) for paragraph in part.paragraphs))


class _DocumentReader(Struct):
    """Reads the body of a document: its paragraphs, tables, and what wraps them."""

    numbering: Numbering
    levels: dict[str, int]
    boxes: list[Any] = field(default_factory=list)
    around: list[str] = field(default_factory=list)

    def read(self, body: Any) -> Iterator[Block]:
        """The blocks within an element; a text box follows the paragraph that it stands at."""
        for child in body:
            if child.tag == f"{_W}p":
                yield from self._read_paragraph(child)
                boxes, self.boxes = self.boxes, []
                for box in boxes:
                    yield from self.read(box)
            elif child.tag == f"{_W}tbl":
                yield from self._read_table(child)
            elif child.tag == f"{_W}sdt":
                content = child.find(f"{_W}sdtContent")
                found = [] if content is None else list(self.read(content))
                if _is_contents(child):
                    self.around += [block.text for block in found]
                else:
                    yield from found
            elif child.tag in (f"{_W}ins", f"{_W}customXml", f"{_W}moveTo"):
                yield from self.read(child)

    def _read_paragraph(self, paragraph: Any) -> Iterator[Block]:
        properties = paragraph.find(f"{_W}pPr")
        style = _get_value(properties, "pStyle") or ""
        pieces = list(self._list_pieces(paragraph, is_strong=self.numbering.is_bold(style)))
        words = clean_line("".join(text for text, _ in pieces))
        number, depth = self.numbering.count(properties, style)
        if not words:
            return
        if style.lower().startswith(_CONTENTS):
            self.around.append(words)
            return
        level = self.levels.get(style)
        own = _get_value(properties, "outlineLvl")
        if level is None and own is not None and own in "012345678":
            level = int(own) + 1
        if level is not None:
            written, rest = split_number(words)
            yield Block(BlockKind.HEADING, rest, level=max(level, 1), number=written or number)
        elif depth:
            first, *rest_blocks = list(make_blocks(pieces)) or [Block(BlockKind.PARAGRAPH, words)]
            text = f"{first.number} {first.text}".strip() if first.number else first.text
            yield Block(
                BlockKind.ITEM, " ".join(text.split("\n")), level=depth, number=number, is_strong=first.is_strong
            )
            yield from rest_blocks
        else:
            yield from make_blocks(pieces)

    def _list_pieces(self, element: Any, *, is_strong: bool) -> Iterator[Piece]:
        """The pieces of a paragraph's text."""
        for child in element:
            tag = child.tag
            if tag in _UNREAD or tag == _FALLBACK:
                continue
            if tag == f"{_W}t":
                yield child.text or "", is_strong
            elif tag in (f"{_W}br", f"{_W}cr"):
                yield BREAK
            elif tag == f"{_W}tab":
                yield " ", is_strong
            elif tag == f"{_W}noBreakHyphen":
                yield "-", is_strong
            elif tag == _TEXT_BOX:
                self.boxes.append(child)
            elif tag == f"{_W}r":
                yield from self._list_pieces(child, is_strong=_is_on(child.find(f"{_W}rPr"), "b", is_strong))
            elif "Entity" in getattr(tag, "__name__", ""):
                raise DocumentError("unsafe", detail="ENTITY")
            elif isinstance(tag, str):
                yield from self._list_pieces(child, is_strong=is_strong)

    def _read_table(self, table: Any) -> Iterator[Block]:
        rows = []
        for row in _list_rows(table):
            is_head = _is_on(row.find(f"{_W}trPr"), "tblHeader", False)
            rows.append([Cell.of(list(self.read(cell)), is_head) for cell in _list_cells(row)])
        yield from read_table(rows, is_layout=table.find(f".//{_W}tbl") is not None)


def _list_rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == f"{_W}tr":
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}ins", f"{_W}customXml"):
            yield from (
                row
                for part in (child.find(f"{_W}sdtContent"), child)
                if part is not None
                for row in part.findall(f"{_W}tr")
            )


def _list_cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == f"{_W}tc":
            yield child
        elif child.tag == f"{_W}sdt":
            yield from child.iterfind(f"{_W}sdtContent/{_W}tc")


def _is_contents(control: Any) -> bool:
    """Whether a control holds a table of contents."""
    gallery = control.find(f"{_W}sdtPr/{_W}docPartObj/{_W}docPartGallery")
    return gallery is not None and (gallery.get(f"{_W}val") or "") == "Table of Contents"


def _get_value(properties: Any, name: str) -> str | None:
    found = properties.find(f"{_W}{name}") if properties is not None else None
    return found.get(f"{_W}val") if found is not None else None


def _is_on(properties: Any, name: str, default: bool) -> bool:
    """Whether a property is switched on: by being there, unless it says otherwise."""
    found = properties.find(f"{_W}{name}") if properties is not None else None
    return default if found is None else found.get(f"{_W}val") in _ON
