"""The public notice as a Word document for comments: with real headings, lists and links, and tracked changes.

Every anchor of the notice is a bookmark, such as `purposes_billing` for the promise `purposes.billing`. So a comment
can be traced to the line of the policy.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from msgspec import Struct, field

from seloste.policy.prose.markup import Run
from seloste.reports.language.language import Language
from seloste.reports.notice.document import (
    Block,
    Fact,
    Facts,
    Item,
    Lines,
    ListBlock,
    Page,
    Paragraph,
    Subsection,
    Table,
)
from seloste.reports.paper import docx_parts, docx_styles, limits
from seloste.reports.paper.docx_pages import find_pages
from seloste.reports.paper.docx_styles import ROOMY, Layout
from seloste.reports.paper.font_widths import measure_text
from seloste.reports.paper.optional import load_library
from seloste.reports.paper.reproducible_zip import rewrite_zip
from seloste.reports.rendering import escape

#: How much wider a word is where another font takes the place of a missing one.
_WIDER = 1.25
_PLACEHOLDER = re.compile(r"\{(page|pages)\}")


def render_docx(page: Page, *, language: Language, day: date | None = None, layout: Layout = ROOMY) -> bytes:
    """The notice as a Word document (DOCX).

    Args:
        page: The page of the notice.
        language: Its language, which Word needs for proofing and for reading aloud.
        day: The date of the document; None: it has no date.
        layout: How it is laid out.

    Raises:
        MissingExtraError: python-docx is not installed.
        DocumentTooLargeError: There are too many paragraphs or links.
    """
    document = load_library("docx").Document()
    docx_parts.set_settings(document, language.word("paper.tag"))
    docx_parts.remove_thumbnail(document)
    docx_styles.lay_out(document, layout)
    _set_properties(document, page, language, day)
    writer = _Writer(document, language, layout)
    writer.write(page)
    _add_footer(document, language)
    writer.number_contents()
    buffer = BytesIO()
    document.save(buffer)
    return rewrite_zip(buffer.getvalue())


def _set_properties(document: Any, page: Page, language: Language, day: date | None) -> None:
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


def _add_footer(document: Any, language: Language) -> None:
    """Adds the number of each page in the words of the language."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = 1
    fields = {"page": "PAGE", "pages": "NUMPAGES"}
    for number, part in enumerate(_PLACEHOLDER.split(language.word("paper.page"))):
        if number % 2:
            docx_parts.add_field(paragraph, fields[part])
        else:
            paragraph.add_run(part)


class _Writer(Struct):
    """Appends the parts of a notice to a document."""

    document: Any
    language: Language
    layout: Layout
    bookmarks: docx_parts.Bookmarks = field(default_factory=docx_parts.Bookmarks)
    #: The run with the number of its page, by the bookmark of each entry of the contents.
    pages: dict[str, Any] = field(default_factory=dict)
    paragraphs: int = 0
    links: int = 0

    def write(self, page: Page) -> None:
        if page.draft:
            self._add_text("Draft", self.language.word("notice.draft"))
        self._add_text("Title", page.title)
        if page.notes:
            self._add_text("Subtitle", " · ".join(page.notes))
        self._add_blocks(page.opening)
        if page.brief:
            self._add_text("Heading 1", self.language.word("notice.brief.heading"), "brief")
            self._add_facts(page.brief)
        if self.layout.has_contents:
            self._add_contents(page)
        for section in page.sections:
            self._add_text("Heading 1", section.heading, section.anchor)
            self._add_blocks(section.blocks)

    def _add_text(self, style: str, text: str, anchor: str | None = None, runs: Sequence[Run] = ()) -> Any:
        """Adds a paragraph of a style. Addresses in its text are links."""
        paragraph = self._add_paragraph(style)
        self._fill(paragraph, text, runs)
        self.bookmarks.mark(paragraph, anchor)
        return paragraph

    def _fill(self, paragraph: Any, text: str, runs: Sequence[Run]) -> None:
        """Adds running text to a paragraph. Addresses in it are links, beside those of its own."""
        for run in runs or (Run(text),):
            for piece, address in ((run.text, run.link),) if run.link else escape.split_links(run.text):
                if address is not None:
                    self._count_link()
                    docx_parts.add_link(paragraph, escape.cell(piece), address=address)
                elif piece:
                    paragraph.add_run(escape.cell(piece))

    def _add_paragraph(self, style: str | None = None) -> Any:
        self.paragraphs += 1
        limits.refuse_large("docx", self.paragraphs, limits.MOST_PARAGRAPHS)
        return self.document.add_paragraph(style=style)

    def _count_link(self) -> None:
        self.links += 1
        limits.refuse_large("docx", self.links, limits.MOST_LINKS)

    def _add_contents(self, page: Page) -> None:
        """Adds a table of contents with links to the sections and their pages, which Word can update later."""
        brief = [("brief", self.language.word("notice.brief.heading"))] if page.brief else []
        entries = [*brief, *((section.anchor, section.heading) for section in page.sections)]
        if not page.sections:
            return
        self._add_text("TOC Heading", self.language.word("page.contents"))
        for number, (anchor, heading) in enumerate(entries):
            paragraph, name = self._add_paragraph("toc 1"), self.bookmarks.name(anchor)
            if not number:
                docx_parts.start_field(paragraph, r'TOC \o "1-1" \h \z')
            docx_parts.add_link(paragraph, escape.cell(heading), bookmark=name)
            paragraph.add_run().add_tab()
            self.pages[name] = docx_parts.add_field(paragraph, rf"PAGEREF {name} \h")
            if number == len(entries) - 1:
                docx_parts.end_field(paragraph)

    def number_contents(self) -> None:
        """Writes the number of its page to each entry of the contents, when the whole document is known."""
        found = find_pages(self.document, self.layout) if self.pages else {}
        for name, run in self.pages.items():
            run.text = str(found.get(name, 1))

    def _add_blocks(self, blocks: Sequence[Block], level: int = 2) -> None:
        for block in blocks:
            match block:
                case Paragraph():
                    self._add_text("Normal", block.text, block.anchor, block.runs)
                case Lines():
                    self._add_lines(block)
                case Facts(facts):
                    self._add_facts(facts)
                case ListBlock():
                    self._add_list(block, level)
                case Table():
                    self._add_table(block)
                case Subsection():
                    self._add_subsection(block, level)

    def _add_lines(self, block: Lines) -> None:
        """Adds the lines as one paragraph."""
        paragraph = self._add_paragraph()
        for number, line in enumerate(block.lines):
            if number:
                paragraph.add_run().add_break()
            if line.label:
                paragraph.add_run(escape.cell(f"{line.label} "))
            if line.link:
                self._count_link()
                docx_parts.add_link(paragraph, escape.cell(line.text), address=line.link)
            else:
                paragraph.add_run(escape.cell(line.text)).bold = line.strong or None

    def _add_facts(self, facts: Sequence[Fact]) -> None:
        """Adds each label, linked to the section with details, and its values beside it; below one that is too long."""
        for fact in facts:
            label, values = escape.cell(fact.label), [*fact.values]
            look = self.layout.styles["Fact Label"]
            room = docx_styles.VALUE_INDENT - 18
            beside = bool(values) and measure_text(label, look.font, look.size, bold=True) <= room
            paragraph = self._add_paragraph("Fact" if beside else "Fact Label")
            style = docx_styles.FACT_NAME if beside else None
            if fact.target:
                docx_parts.add_link(paragraph, label, bookmark=self.bookmarks.name(fact.target), style=style)
            else:
                paragraph.add_run(label, style)
            if beside:
                paragraph.add_run().add_tab()
                self._fill(paragraph, values.pop(0), ())
            for value in values:
                self._add_text("Fact More", value)

    def _add_list(self, block: ListBlock, level: int) -> None:
        if block.label:
            self._add_text(f"Heading {level}", block.label)
        if block.detailed:
            for item in block.items:
                self._add_entry(f"Heading {level + (1 if block.label else 0)}", item)
                self._add_blocks(item.blocks, level + 1)
                self._add_facts(item.facts)
            return
        self._add_items(block)

    def _add_items(self, block: ListBlock, depth: int = 1) -> None:
        """Adds a list with real bullets or numbers, and the lists within its entries one step further in."""
        step = "" if depth == 1 else f" {min(depth, docx_parts.DEEPEST_LIST)}"
        style = f"List {'Bullet' if block.start is None else 'Number'}{step}"
        numbering = None if block.start is None else docx_parts.start_numbering(self.document, style, block.start)
        for item in block.items:
            paragraph = self._add_entry(style, item)
            if numbering is not None:
                docx_parts.set_numbering(paragraph, numbering)
            for inner in item.blocks:
                match inner:
                    case ListBlock():
                        self._add_items(inner, depth + 1)
                    case Paragraph():
                        self._add_text(f"List Continue{step}", inner.text, None, inner.runs)
                    case _:
                        self._add_blocks((inner,))
            self._add_facts(item.facts)

    def _add_entry(self, style: str, item: Item) -> Any:
        """Adds the first line of an entry with its remarks."""
        if not item.remarks:
            return self._add_text(style, item.text, item.anchor, item.runs)
        # The words around the entry and its remarks, in the order of the language.
        text = self.language.word("notice.aside", text="\0", remark="; ".join(item.remarks))
        before, _, after = text.partition("\0")
        runs = (Run(before), *(item.runs or (Run(item.text),)), Run(after))
        return self._add_text(style, text, item.anchor, runs)

    def _add_table(self, block: Table) -> None:
        """Adds a table whose headers are repeated on each page, and whose rows stay whole."""
        table = self.document.add_table(0, len(block.header), style=docx_styles.TABLE_STYLE)
        table.autofit = False
        widths = share_width(block, self.layout)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for row in (block.header, *block.rows):
            added = table.add_row()
            docx_parts.keep_row_whole(added)
            for target, cell, width in zip(added.cells, row, widths, strict=True):
                self.paragraphs += 1
                limits.refuse_large("docx", self.paragraphs, limits.MOST_PARAGRAPHS)
                target.width = width
                target.paragraphs[0].style = "Table Head" if row is block.header else "Table Text"
                self._fill(target.paragraphs[0], cell.text, cell.runs)
        docx_parts.repeat_header(table)
        self._add_paragraph("Table Text")

    def _add_subsection(self, block: Subsection, level: int) -> None:
        self._add_text(f"Heading {level}", block.heading)
        if not block.stressed:
            self._add_blocks(block.blocks, level + 1)
            return
        for inner in block.blocks:
            if isinstance(inner, Paragraph):
                self._add_text("Set Apart", inner.text, inner.anchor, inner.runs)
            else:
                self._add_blocks((inner,), level + 1)


def share_width(block: Table, layout: Layout = ROOMY) -> list[Any]:
    """The width of each column: more for one with longer texts, and enough for its longest word."""
    from docx.shared import Pt

    rows = (block.header, *block.rows)
    texts = [[row[column].text[:1000] for row in rows] for column in range(len(block.header))]
    look = layout.styles["Table Head"]
    words = [max((word for text in each for word in text.split()), key=len, default="") for each in texts]
    least = [
        min(_WIDER * measure_text(word, look.font, look.size, bold=True) + 3 * docx_styles.CELL_SIDE, 120.0)
        for word in words
    ]
    wished = [min(max(*map(len, each), 8), 120) - 7 for each in texts]
    spare = max(layout.width - sum(least), 0.0)
    scale = min(layout.width / sum(least), 1.0)
    return [Pt(low * scale + spare * wish / sum(wished)) for low, wish in zip(least, wished, strict=True)]
