"""HTML as blocks, by the library selectolax (Lexbor). Runs in a process of its own (`process`).

What belongs to the site around the text is kept apart: menus, footers, banners, what is hidden; where the page has a
main part, all that is outside of it.
"""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from seloste.policy.prose.blocks import Block, BlockKind, Document, DocumentError
from seloste.policy.prose.elements import BLOCKS
from seloste.policy.prose.formats.decoding import decode_page
from seloste.policy.prose.formats.layout import check_size, clean_line, mark_lone_numbers, split_number
from seloste.policy.prose.formats.page_nodes import (
    has_only,
    is_strong,
    list_children,
    list_parts,
    make_item,
    number_items,
)
from seloste.policy.prose.formats.page_parts import (
    is_around,
    is_contents,
    is_opener,
    is_unseen,
    is_way_back,
    list_controlled,
)
from seloste.policy.prose.formats.pieces import BREAK, Piece, make_blocks
from seloste.policy.prose.formats.process import serve
from seloste.policy.prose.formats.rows import Cell, read_table

#: Elements nested deeper are not those of a notice, and it has a tenth of these tags.
_DEEPEST, _MOST_TAGS = 250, 200_000
_LEVELS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset({"ul", "ol", "menu", "dir"})
#: A longer heading is a paragraph.
_LONGEST_HEADING = 300
#: A tag: whether it ends an element, the name, and the attributes. Elements of some names need no end.
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*+)([^<>]*+)>")
_UNCLOSED = frozenset(
    {
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "wbr"),
        *("p", "li", "dt", "dd", "td", "th", "tr", "thead", "tbody", "tfoot", "option", "html", "head", "body"),
    }
)
_MOST_LEVELS = 4_000
#: The main part of a page has so much of its words, or the notice is not in it.
_LEAST_MAIN = 0.3
#: What holds no text of the page.
_DROPPED = ["script", "style", "template", "noscript", "iframe", "object", "svg", "math", "textarea"]


def main() -> None:
    """Serves one request."""
    serve(read_html_document, "html")


def read_html_document(data: bytes) -> Document:
    """The document of a page.

    Raises:
        DocumentError: It is no text, empty, nested too deeply, or larger than a notice can be.
    """
    from selectolax.lexbor import LexborHTMLParser

    if data.count(b"<") > _MOST_TAGS:
        raise DocumentError("too-costly")
    text = decode_page(data)
    if exceeds_levels(text):
        raise DocumentError("too-deep")
    parser = LexborHTMLParser(text)
    title = parser.css_first("title")
    top = parser.css_first("html")
    language = (top.attributes.get("lang") or "") if top is not None else ""
    parser.strip_tags(_DROPPED)
    body = parser.body
    if body is None:
        raise DocumentError("empty")
    reader = _PageReader(list_controlled(body), _find_main(body), len(body.text() or ""))
    place = _Place(is_own=not reader.mains)
    reader.read(body, place)
    reader.flush(place)
    blocks = tuple(mark_lone_numbers(reader.blocks))
    name = reader.head or (clean_line(title.text() or "") if title is not None else "")
    code = language.split("-")[0].lower()
    return check_size(Document(blocks, code or None, name or None, tuple(reader.around)))


def exceeds_levels(page: str) -> bool:
    """Whether a page has elements within elements so deep that the library takes long for it."""
    depth = 0
    for tag in _TAG.finditer(page):
        if tag[1]:
            depth = max(0, depth - 1)
        elif not tag[3].endswith("/") and tag[2].lower() not in _UNCLOSED:
            depth += 1
            if depth > _MOST_LEVELS:
                return True
    return False


def _find_main(body: Any) -> tuple[int, ...]:
    """The elements of the page's main part, by their ids in memory; none: the page has none, or it is almost empty."""
    whole = len(body.text() or "")
    for selector in ("main, [role=main]", "article"):
        found = body.css(selector)
        if sum(len(node.text() or "") for node in found) > _LEAST_MAIN * whole:
            return tuple(node.mem_id for node in found)
    return ()


class _Place(Struct, frozen=True):
    """Where the reader is: whether in the page's own text, how deep, in bold or not, in how many lists; its level."""

    is_own: bool = True
    depth: int = 0
    is_strong: bool = False
    lists: int = 0
    level: int = 0


class _PageReader(Struct):
    """Gathers blocks while it goes through the elements of a page."""

    controlled: frozenset[str]
    mains: tuple[int, ...]
    whole: int
    blocks: list[Block] = field(default_factory=list)
    around: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    level: int = 0
    head: str = ""

    def read(self, node: Any, place: _Place) -> None:
        """Reads what is within an element."""
        if place.depth > _DEEPEST:
            raise DocumentError("too-deep")
        inner = replace(place, depth=place.depth + 1)
        for child in list_children(node):
            self._read_child(child, inner)

    def _read_child(self, node: Any, place: _Place) -> None:
        tag = node.tag
        if tag == "-text":
            self.pieces.append(((node.text_content or "").replace("\n", " "), place.is_strong))
        elif tag == "br":
            self.pieces.append(BREAK)
        elif tag.startswith(("-", "!")):
            return
        elif is_unseen(node, self.controlled) or is_around(node, self.whole, in_main=bool(self.mains) and place.is_own):
            self._leave_around(node, place)
        elif tag in _LEVELS or tag == "summary" or is_opener(node):
            self._read_heading(node, place)
        elif tag in _LISTS:
            self._read_list(node, place)
        elif tag == "table":
            self._read_table(node, place)
        elif tag == "dl" and has_only(node, ("dt", "dd")):
            self._read_definitions(node, place)
        elif tag == "pre":
            self._read_lines(node, place)
        else:
            self._read_other(node, place)

    def _read_other(self, node: Any, place: _Place) -> None:
        is_main = node.mem_id in self.mains
        inner = replace(place, is_own=place.is_own or is_main, is_strong=place.is_strong or is_strong(node))
        if node.tag == "details":
            inner = replace(inner, level=place.level or self.level + 1)
        if node.tag not in BLOCKS and not is_main:
            if not is_way_back(node):
                self.read(node, inner)
            return
        self.flush(place)
        self.read(node, inner)
        self.flush(inner)

    def flush(self, place: _Place) -> None:
        """Makes blocks of the words that were gathered."""
        pieces, self.pieces = self.pieces, []
        for block in make_blocks(pieces):
            self._add(block, place)

    def _add(self, block: Block, place: _Place) -> None:
        if place.is_own:
            self.blocks.append(block)
        else:
            self.around.append(block.text)
            if block.kind is BlockKind.HEADING and block.level == 1:
                self.head = self.head or block.text

    def _leave_around(self, node: Any, place: _Place) -> None:
        if node.tag in BLOCKS:
            self.flush(place)
        words = clean_line(node.text(separator=" ") or "")
        if words:
            self.around.append(words)

    def _collect(self, node: Any, place: _Place) -> list[Block]:
        """The blocks within an element, apart from those around it."""
        self.flush(place)
        outer, self.blocks = self.blocks, []
        self.read(node, replace(place, is_own=True))
        self.flush(replace(place, is_own=True))
        found, self.blocks = self.blocks, outer
        return found

    def _read_heading(self, node: Any, place: _Place) -> None:
        found = self._collect(node, place)
        words = clean_line(" ".join(f"{block.number} {block.text}" for block in found))
        if not words or any(block.kind is BlockKind.ROW for block in found) or len(words) > _LONGEST_HEADING:
            for block in found:
                self._add(block, place)
            return
        inner = next((block.level for block in found if block.kind is BlockKind.HEADING), 0)
        level = _LEVELS.get(node.tag) or inner or place.level or self.level + 1
        if not place.level:
            self.level = level
        number, rest = split_number(words)
        self._add(Block(BlockKind.HEADING, rest, level=min(level, 6), number=number), place)

    def _read_list(self, node: Any, place: _Place) -> None:
        if is_contents(node):
            self._leave_around(node, place)
            return
        inner = replace(place, lists=place.lists + 1)
        for number, child in number_items(node):
            if child.tag != "li":
                self._read_child(child, inner)
                continue
            if is_unseen(child, self.controlled):
                self._leave_around(child, place)
                continue
            for block in make_item(self._collect(child, inner), inner.lists, number):
                self._add(block, place)
        self.flush(place)

    def _read_definitions(self, node: Any, place: _Place) -> None:
        """A list of terms, each with what is said of it, as rows of two cells."""
        self.flush(place)
        rows: list[tuple[list[Block], list[Block]]] = [([], [])]
        for child in list_parts(node, ("dt", "dd")):
            if child.tag == "dt" and rows[-1][1]:
                rows.append(([], []))
            rows[-1][child.tag == "dd"].extend(self._collect(child, place))
        for block in read_table([[Cell.of(term), Cell.of(words)] for term, words in rows]):
            self._add(block, place)

    def _read_table(self, node: Any, place: _Place) -> None:
        self.flush(place)
        caption = node.css_first("caption")
        rows: list[list[Cell]] = []
        for row in list_parts(node, ("tr",)):
            if is_unseen(row, self.controlled):
                self._leave_around(row, place)
                continue
            is_head = row.parent is not None and row.parent.tag == "thead"
            cells = [each for each in list_children(row) if each.tag in ("td", "th")]
            rows.append([Cell.of(self._collect(each, place), is_head or each.tag == "th") for each in cells])
        titles = self._collect(caption, place) if caption is not None else []
        is_layout = node.attributes.get("role") in ("presentation", "none") or node.css_first("table table") is not None
        for block in [*titles, *read_table(rows, is_layout=is_layout)]:
            self._add(block, place)

    def _read_lines(self, node: Any, place: _Place) -> None:
        self.flush(place)
        for line in (node.text() or "").split("\n"):
            self.pieces += [(line, False), BREAK]
        self.flush(place)
