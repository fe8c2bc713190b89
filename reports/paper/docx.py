"""The public notice as a Word document, for comments: real headings, lists and links, and changes tracked.

Every anchor of the notice is a bookmark, `purposes_billing` for the promise `purposes.billing`, so that a comment can
be traced to the line of the policy that it is about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from seloste.reports.language.language import Language
from seloste.reports.notice.document import Apart, Block, Fact, Facts, Item, Lines, Listing, Page, Paragraph, Section
from seloste.reports.paper import docx_parts
from seloste.reports.paper.optional import needed
from seloste.reports.paper.reproducible_zip import rewritten
from seloste.reports.rendering import escape

_HOLE = re.compile(r"\{(page|pages)\}")


def docx(page: Page, *, language: Language, day: date | None = None) -> bytes:
    """The notice as a Word document (DOCX).

    Args:
        page: The notice in words.
        language: Its language, which the document names for proofing and for reading aloud.
        day: The day that the document says it was made on; without one it says none.

    Raises:
        MissingExtraError: python-docx is not installed.
    """
    document = needed("docx").Document()
    docx_parts.prepare(document, language)
    _properties(document, page, language, day)
    writer = _Writer(document, language)
    writer.write(page)
    _footer(document, language)
    written = BytesIO()
    document.save(written)
    return rewritten(written.getvalue())


def _properties(document: Any, page: Page, language: Language, day: date | None) -> None:
    properties = document.core_properties
    # Word allows 255 characters in a property.
    properties.title = escape.cell(page.title)[:255]
    properties.language = language.word("paper.tag")
    properties.author = properties.last_modified_by = "seloste"
    properties.comments, properties.keywords, properties.revision = "", "", 1
    if day is not None:
        properties.created = properties.modified = datetime.combine(day, time(12))
        return
    for child in [*properties._element]:
        if child.tag.endswith(("}created", "}modified")):
            properties._element.remove(child)


def _footer(document: Any, language: Language) -> None:
    """The number of each page, in the words of the language."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = 1
    fields = {"page": "PAGE", "pages": "NUMPAGES"}
    for number, part in enumerate(_HOLE.split(language.word("paper.page"))):
        if number % 2:
            docx_parts.field(paragraph, fields[part])
        else:
            paragraph.add_run(part)


@dataclass
class _Writer:
    """Writes the parts of a notice, one after the other."""

    document: Any
    language: Language
    bookmarks: docx_parts.Bookmarks = field(default_factory=docx_parts.Bookmarks)

    def write(self, page: Page) -> None:
        self._text("Title", page.title)
        if page.notes:
            self._text("Subtitle", " · ".join(page.notes))
        if page.brief:
            self._text("Heading 1", self.language.word("notice.brief.heading"), "brief")
            self._facts(page.brief)
        self._contents(page.sections)
        for section in page.sections:
            self._text("Heading 1", section.heading, section.anchor)
            self._blocks(section.blocks)

    def _text(self, style: str, text: str, anchor: str | None = None) -> Any:
        """A paragraph of that style. The addresses in it are links."""
        paragraph = self.document.add_paragraph(style=style)
        for piece, address in escape.linked(text):
            if address is not None:
                docx_parts.link(paragraph, escape.cell(piece), address=address)
            elif piece:
                paragraph.add_run(escape.cell(piece))
        self.bookmarks.mark(paragraph, anchor)
        return paragraph

    def _contents(self, sections: Sequence[Section]) -> None:
        """A table of contents that links to the sections now, and that Word can bring up to date later."""
        if not sections:
            return
        self._text("TOC Heading", self.language.word("page.contents"))
        for section in sections:
            paragraph = self.document.add_paragraph(style="Contents")
            if section is sections[0]:
                docx_parts.start_field(paragraph, r'TOC \o "1-1" \n \h \z')
            docx_parts.link(paragraph, escape.cell(section.heading), bookmark=self.bookmarks.name(section.anchor))
            if section is sections[-1]:
                docx_parts.end_field(paragraph)

    def _blocks(self, blocks: Sequence[Block], level: int = 2) -> None:
        for block in blocks:
            match block:
                case Paragraph(text, anchor):
                    self._text("Normal", text, anchor)
                case Lines():
                    self._lines(block)
                case Facts(facts):
                    self._facts(facts)
                case Listing():
                    self._listing(block, level)
                case Apart():
                    self._apart(block, level)

    def _lines(self, block: Lines) -> None:
        """Lines that belong together are one paragraph."""
        paragraph = self.document.add_paragraph()
        for number, line in enumerate(block.lines):
            if number:
                paragraph.add_run().add_break()
            if line.label:
                paragraph.add_run(escape.cell(f"{line.label} "))
            if line.link:
                docx_parts.link(paragraph, escape.cell(line.text), address=line.link)
            else:
                paragraph.add_run(escape.cell(line.text)).bold = line.strong or None

    def _facts(self, facts: Sequence[Fact]) -> None:
        """Labels, which lead to what tells more, and what is known under each."""
        for fact in facts:
            paragraph = self.document.add_paragraph(style="Fact Label")
            if fact.target:
                docx_parts.link(paragraph, escape.cell(fact.label), bookmark=self.bookmarks.name(fact.target))
            else:
                paragraph.add_run(escape.cell(fact.label))
            for value in fact.values:
                self._text("Fact", value)

    def _listing(self, block: Listing, level: int) -> None:
        if block.label:
            self._text(f"Heading {level}", block.label)
        style = f"Heading {level + (1 if block.label else 0)}" if block.detailed else "List Bullet"
        for item in block.items:
            self._text(style, self._said(item), item.anchor)
            self._facts(item.facts)

    def _said(self, item: Item) -> str:
        """An entry with the remarks that qualify it."""
        if not item.remarks:
            return item.text
        return self.language.word("notice.aside", text=item.text, remark="; ".join(item.remarks))

    def _apart(self, block: Apart, level: int) -> None:
        self._text(f"Heading {level}", block.heading)
        if not block.stressed:
            self._blocks(block.blocks, level + 1)
            return
        for inner in block.blocks:
            if isinstance(inner, Paragraph):
                self._text("Set Apart", inner.text, inner.anchor)
            else:
                self._blocks((inner,), level + 1)
