"""On which page of a Word document each heading stands, before Word has laid it out.

A document has no pages until a word processor lays it out, and Word asks its readers before it updates a table of
contents by itself. So the numbers in ours are those of an estimate with the widths of the fonts' letters and the
heights of the styles. Each number is a field: Word and others compute it anew when fields are updated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from seloste.reports.paper.docx_styles import CELL_SIDE, CELL_TOP, Layout, Look
from seloste.reports.paper.font_widths import count_lines

#: The characters of a paragraph that are measured.
_MOST_MEASURED = 20_000


class _Block(Struct):
    """What is not parted between two pages but by lines: a paragraph or a row, with its room in points."""

    look: Look
    lines: int
    bookmarks: Sequence[str]
    height: float
    #: Rows of a table are not parted, and have no space before and after.
    whole: bool = False


def find_pages(document: Any, layout: Layout) -> Mapping[str, int]:
    """The number of the page of each bookmark, by its name."""
    blocks = [*_list_blocks(document, layout)]
    pages: dict[str, int] = {}
    page, y, after = 1, 0.0, 0.0
    for number, block in enumerate(blocks):
        # Between two paragraphs is the larger of their spaces, and none at the top of a page.
        before = max(block.look.before, after) if y else 0.0
        if y and y + before + _need(blocks, number) > layout.height:
            page, y, before = page + 1, 0.0, 0.0
        for name in block.bookmarks:
            pages[name] = page
        y += before
        if block.whole or y + block.height <= layout.height:
            y += block.height
        else:
            page, y = _part(block, page, y, layout.height)
        after = block.look.after
    return pages


def _part(block: _Block, page: int, y: float, height: float) -> tuple[int, float]:
    """Lays a paragraph on two pages or more. No line of it stands alone on a page."""
    line = block.look.line
    rest = block.lines
    while True:
        room = int((height - y) // line)
        if rest <= room:
            return page, y + rest * line
        taken = min(room, rest - 2)
        rest -= max(taken, 1)
        page, y = page + 1, 0.0


def _need(blocks: Sequence[_Block], number: int) -> float:
    """The room that a block needs on the page where it begins: two lines, and what it is kept with."""
    height = 0.0
    for block in blocks[number:]:
        if block.whole or (block.look.keep_next and block.lines < 40):
            height += block.height
        else:
            # Of three lines, neither two can stay nor one go.
            return height + min(block.lines, 3 if block.lines == 3 else 2) * block.look.line
        if not block.look.keep_next:
            return height
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        height += max(block.look.after, following.look.before) if following else 0.0
        number += 1
    return height


def _list_blocks(document: Any, layout: Layout) -> Iterator[_Block]:
    from docx.oxml.ns import qn

    names = {style.style_id: style.name for style in document.styles}
    for element in document.element.body:
        if element.tag == qn("w:p"):
            yield _measure_paragraph(element, names, layout.width, layout)
        elif element.tag == qn("w:tbl"):
            widths = [int(column.get(qn("w:w"))) / 20 for column in element.iter(qn("w:gridCol"))]
            for row in element.iter(qn("w:tr")):
                yield _measure_row(row, names, widths, layout)


def _measure_row(row: Any, names: Mapping[str, str], widths: Sequence[float], layout: Layout) -> _Block:
    from docx.oxml.ns import qn

    height, bookmarks, look = 0.0, [], layout.styles["Table Text"]
    for cell, width in zip(row.iter(qn("w:tc")), widths, strict=False):
        blocks = [_measure_paragraph(each, names, width - 2 * CELL_SIDE, layout) for each in cell.iter(qn("w:p"))]
        height = max(height, sum(block.height for block in blocks))
        bookmarks += [name for block in blocks for name in block.bookmarks]
        look = blocks[0].look if blocks else look
    return _Block(look, 1, bookmarks, height + 2 * CELL_TOP, whole=True)


def _measure_paragraph(paragraph: Any, names: Mapping[str, str], width: float, layout: Layout) -> _Block:
    from docx.oxml.ns import qn

    look = layout.styles.get(names.get(paragraph.style or "", "Normal"), layout.styles["Normal"])
    marks = [mark.get(qn("w:name")) for mark in paragraph.iter(qn("w:bookmarkStart"))]
    lines = _count_lines(_read_text(paragraph), look, width)
    return _Block(look, lines, marks, lines * look.line)


def _read_text(paragraph: Any) -> str:
    """The text of a paragraph, with a line feed for each break, and without the instructions of fields."""
    from docx.oxml.ns import qn

    texts = {qn("w:br"): "\n", qn("w:tab"): "\t"}
    # Tabs among the properties of a paragraph are stops, not characters.
    parts = (
        element.text or "" if element.tag == qn("w:t") else texts.get(element.tag, "")
        for element in paragraph.iter(qn("w:t"), qn("w:br"), qn("w:tab"))
        if element.getparent().tag == qn("w:r")
    )
    return "".join(parts)[:_MOST_MEASURED]


def _count_lines(text: str, look: Look, width: float) -> int:
    """Counts the lines of a paragraph of a width."""
    count = 0
    for number, line in enumerate(text.split("\n")):
        label, tab, value = line.rpartition("\t")
        if tab and not look.hanging:
            value, label = label, ""  # an entry of the contents: its number stands on its line
        room = width - look.left
        start = room if tab or number else room + look.hanging
        count += count_lines(value, look.font, look.size, room, bold=look.bold, first=start)
    return count
