"""Markup within a notice's text of several lines: paragraphs, lists, tables and links; all else stays as it is written.

Lists and tables are found line by line, and the library markdown-it-py takes each of them apart. It sees nothing but
these, since in Markdown a line may join the one before it, and a stray mark may change words that a notice promised.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

#: A longer text has no lists and tables: the library takes several microseconds a character.
MOST_CHARACTERS = 20_000
#: More columns than a page can show.
_MOST_COLUMNS = 20
#: Levels of tokens in the library: a list within a list within a list has six, with the words in each.
_MOST_LEVELS = 12

_MARKER = re.compile(r" {0,3}(?:[-*+]|\d{1,9}[.)])[ \t]+\S")
_INDENTED = re.compile(r"(?: {2}|\t)")
#: The row between the headers and the cells of a table.
_DELIMITER = re.compile(r"\s*+\|?\s*+:?-++:?\s*+(?:\|\s*+:?-++:?\s*+)*+\|?\s*+")
#: Marks between the entries of a list on one line.
_MARKS = (".", ",", ";", ":", "!", "?", "…")
_BAR = re.compile(r"(?<!\\)\|")
#: A link: its words, and an address as in running text (`reports.rendering.escape`). An image is none.
_LINK = re.compile(r"(?<!!)\[(\s*+[^\s\[\]][^\[\]]{0,500})\]\((https://[^\s<>\"'`(){}|\\^]{1,2000})\)")


class Run(Struct, frozen=True):
    """A piece of running text. `link` is the address to which it links."""

    text: str
    link: str | None = None


class Words(Struct, frozen=True):
    """A line of running text: a paragraph, a cell, or the first line of an entry."""

    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """The words without links."""
        return "".join(run.text for run in self.runs)

    @property
    def has_links(self) -> bool:
        """Whether some of the words are a link."""
        return any(run.link for run in self.runs)


class Entry(Struct, frozen=True):
    """An entry of a list: its first line, and the blocks after it."""

    words: Words
    blocks: tuple[Block, ...] = ()


class TextList(Struct, frozen=True):
    """A list. A numbered one has the number of its first entry as `start`."""

    entries: tuple[Entry, ...]
    start: int | None = None


class Table(Struct, frozen=True):
    """A table. Every row has as many cells as there are headers."""

    header: tuple[Words, ...]
    rows: tuple[tuple[Words, ...], ...]


Block = Words | TextList | Table


def parse_text(text: str) -> tuple[Block, ...]:
    """The blocks of a text. A text of one line is plain, and so is one without words."""
    if "\n" not in text.strip():
        return (Words((Run(text.strip()),)),) if text.strip() else ()
    if len(text) > MOST_CHARACTERS:
        return tuple(_parse_paragraphs(text.split("\n")))
    return tuple(_parse_lines(text.split("\n")))


def flatten_text(text: str) -> str:
    """A text on one line, without markup: the entries of a list follow each other."""
    if "\n" not in text:
        return text
    *others, last = parse_text(text) or (Words(()),)
    parts = ((_flatten(block), isinstance(block, Words)) for block in others)
    return " ".join(
        [*(part if plain or part.endswith(_MARKS) else f"{part}." for part, plain in parts), _flatten(last)]
    )


def _flatten(block: Block) -> str:
    match block:
        case Words():
            return block.text
        case TextList(entries, start):
            numbers = ("" if start is None else f"{start + place}. " for place in range(len(entries)))
            return _join_entries(
                number + " ".join(_flatten(part) for part in (entry.words, *entry.blocks))
                for number, entry in zip(numbers, entries, strict=True)
            )
        case Table(header, rows):
            return _join_entries(", ".join(cell.text for cell in row if cell.text) for row in (header, *rows))


def _join_entries(entries: Iterable[str]) -> str:
    """The entries on one line. Each that ends without a mark is followed by a semicolon."""
    *others, last = entries
    return " ".join([*(entry if entry.endswith(_MARKS) else f"{entry};" for entry in others), last])


def _parse_lines(lines: Sequence[str]) -> Iterator[Block]:
    at = 0
    while at < len(lines):
        end = _find_table_end(lines, at) or _find_list_end(lines, at)
        if end:
            yield from _parse_region(lines[at:end])
        else:
            end = at + 1
            yield from _parse_paragraphs(lines[at:end])
        at = end


def _parse_paragraphs(lines: Sequence[str]) -> Iterator[Words]:
    """A paragraph for each line that is not empty."""
    return (_parse_words(line) for line in lines if line.strip())


def _parse_words(text: str) -> Words:
    runs, end = [], 0
    text = text.strip()
    for link in _LINK.finditer(text):
        if _shows_other_address(link[1], link[2]):
            continue
        runs += [Run(text[end : link.start()]), Run(link[1], link[2])]
        end = link.end()
    return Words(tuple(run for run in (*runs, Run(text[end:])) if run.text))


def _shows_other_address(words: str, address: str) -> bool:
    """Whether the words of a link are an address, and another one than it opens."""
    shown = words.strip().casefold()
    is_address = "://" in shown or shown.startswith("www.")
    return is_address and shown.rstrip("/") not in (address.casefold().rstrip("/"), address.casefold()[8:].rstrip("/"))


def _find_table_end(lines: Sequence[str], at: int) -> int | None:
    """The line after the table whose headers are on the line; None: no table begins there."""
    if "|" not in lines[at] or at + 2 >= len(lines) or "|" not in lines[at + 1] or "|" not in lines[at + 2]:
        return None
    columns = _count_columns(lines[at])
    if columns > _MOST_COLUMNS or not _DELIMITER.fullmatch(lines[at + 1]) or columns != _count_columns(lines[at + 1]):
        return None
    end = at + 2
    while end < len(lines) and "|" in lines[end]:
        # The library would drop the cells that have no header.
        if _count_columns(lines[end]) > columns:
            return None
        end += 1
    return end


def _count_columns(line: str) -> int:
    return len(_BAR.split(line.strip().removeprefix("|").removesuffix("|")))


def _find_list_end(lines: Sequence[str], at: int) -> int | None:
    """The line after the list that begins on the line; None: no list may begin there."""
    before = lines[at - 1].strip() if at else ""
    if not _MARKER.match(lines[at]) or not (before == "" or before.endswith(":")):
        return None
    end = last = at + 1
    while end < len(lines):
        if _MARKER.match(lines[end]) or (_INDENTED.match(lines[end]) and lines[end].strip()):
            last = end + 1
        elif lines[end].strip():
            break
        end += 1
    return last


def _parse_region(lines: Sequence[str]) -> Iterator[Block]:
    """The blocks of lines that begin a list or a table. Where the library finds neither, they are paragraphs."""
    from markdown_it.tree import SyntaxTreeNode

    lines = [*_part_inner_lists(lines)]
    tokens = _load_library().parse("\n".join(lines))
    if max((token.level for token in tokens), default=0) >= _MOST_LEVELS - 1:
        yield from _parse_paragraphs(lines)
        return
    root = SyntaxTreeNode(tokens)
    blocks = [(node.map, _build_block(node)) for node in root.children]
    for node in [*root.walk()]:
        node.parent = None  # circles of nodes would stay: a command collects no garbage
    for lines_of, block in blocks:
        if block is None:
            start, end = lines_of or (0, len(lines))
            yield from _parse_paragraphs(lines[start:end])
        else:
            yield block


def _part_inner_lists(lines: Sequence[str]) -> Iterator[str]:
    """The lines, with an empty one between a colon and a list further in: in Markdown one from 3 needs it."""
    for before, line in pairwise(("", *lines)):
        if before.rstrip().endswith(":") and line[:1].isspace() and _MARKER.match(line.lstrip()):
            yield ""
        yield line


@cache
def _load_library() -> MarkdownIt:
    """The library with nothing but lists, tables and paragraphs. Inline markup stays as it is written."""
    from markdown_it import MarkdownIt

    library = MarkdownIt("zero", {"maxNesting": _MOST_LEVELS}).enable(["list", "table"])
    library.core.ruler.enableOnly(["block"])
    return library


def _build_block(node: SyntaxTreeNode) -> Block | None:
    """The block of a part of the library's tree; None: no list by the rules of a notice."""
    match node.type:
        case "table":
            header, *rows = ([_parse_words(_read(cell)) for cell in row.children] for row in _list_rows(node))
            return Table(tuple(header), tuple(tuple(row) for row in rows))
        case "bullet_list" if len(node.children) > 1:
            return TextList(tuple(_build_entry(item) for item in node.children))
        case "ordered_list" if len(node.children) > 1 and _is_counted(node):
            return TextList(tuple(_build_entry(item) for item in node.children), int(node.children[0].info))
    return None


def _is_counted(node: SyntaxTreeNode) -> bool:
    """Whether the numbers of a list follow each other, so that each entry keeps its own; or all are 1."""
    numbers = [int(item.info) for item in node.children]
    return all(after == before + 1 for before, after in pairwise(numbers)) or set(numbers) == {1}


def _list_rows(table: SyntaxTreeNode) -> Iterator[SyntaxTreeNode]:
    return (row for part in table.children for row in part.children)


def _build_entry(item: SyntaxTreeNode) -> Entry:
    first, *others = _build_entry_blocks(item.children) or [Words(())]
    return Entry(first, tuple(others)) if isinstance(first, Words) else Entry(Words(()), (first, *others))


def _build_entry_blocks(nodes: Sequence[SyntaxTreeNode]) -> list[Block]:
    blocks: list[Block] = []
    for node in nodes:
        block = _build_block(node)
        blocks += [block] if block is not None else (_parse_words(line) for line in _list_source(node))
    return blocks


def _list_source(node: SyntaxTreeNode) -> Iterator[str]:
    """The lines of a part as they were written; a paragraph that was wrapped is one line."""
    if node.type not in ("bullet_list", "ordered_list"):
        yield " ".join(line.strip() for line in _read(node).split("\n"))
        return
    for item in node.children:
        lines = [line for child in item.children for line in _list_source(child)]
        yield f"{item.info}{item.markup} {lines[0] if lines else ''}"
        yield from lines[1:]


def _read(node: SyntaxTreeNode) -> str:
    return "".join(child.content for child in node.children)
