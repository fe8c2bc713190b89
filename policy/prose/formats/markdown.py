"""Markdown as blocks, by the library markdown-it-py."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec.structs import replace

from seloste.policy.prose.blocks import Block, BlockKind, Document, DocumentError
from seloste.policy.prose.formats.decoding import decode_text
from seloste.policy.prose.formats.layout import (
    check_length,
    check_size,
    clean_text,
    make_block,
    make_row,
    mark_lone_numbers,
    split_number,
    write_lines,
)
from seloste.policy.prose.formats.pieces import BREAK, Piece, make_blocks
from seloste.policy.prose.formats.text import find_width, goes_on

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

#: Levels of tokens in the library: a list within a list within a list has six.
_MOST_LEVELS = 40
#: The line below the head of a table, and what parts its cells.
_DELIMITER = re.compile(r"\s*+\|?\s*+:?-++:?\s*+(?:\|\s*+:?-++:?\s*+)*+\|?\s*+")
_BAR = re.compile(r"(?<!\\)\|")
_MOST_CELLS = 50
#: The library looks from each bracket for its counterpart.
_MOST_BRACKETS = 20_000


def read_markdown_document(data: bytes) -> Document:
    """The document of a file in Markdown.

    Raises:
        DocumentError: It is no text, empty, or larger than a notice can be.
    """
    from markdown_it.tree import SyntaxTreeNode

    title, text = _split_front_matter(check_length(decode_text(data)))
    if text.count("[") > _MOST_BRACKETS:
        raise DocumentError("too-costly")
    root = SyntaxTreeNode(_load_library().parse(_keep_lines("\n".join(_widen_tables(text.split("\n"))))))
    blocks = tuple(mark_lone_numbers(list(_read_all(root.children, 0))))
    for node in [*root.walk()]:
        node.parent = None  # circles of nodes would stay: a command collects no garbage
    return check_size(Document(blocks, title=title))


def _split_front_matter(text: str) -> tuple[str | None, str]:
    """The title of a page's data before its text, and the text without those."""
    text = text.lstrip("\ufeff").replace("\r\n", "\n")
    if not text.startswith("---\n"):
        return None, text
    head, mark, rest = text[4:].partition("\n---\n")
    if not mark:
        return None, text
    titles = (line.partition(":")[2].strip().strip("\"'") for line in head.split("\n") if line.startswith("title:"))
    return next(titles, None), rest


def _widen_tables(lines: list[str]) -> list[str]:
    """The lines, with empty cells at the end of a table's head where a row has more: the library would drop those."""
    for place in range(1, len(lines)):
        columns = _count_cells(lines[place - 1])
        if not _DELIMITER.fullmatch(lines[place]) or _count_cells(lines[place]) != columns:
            continue
        end = place + 1
        while end < len(lines) and lines[end].strip():
            end += 1
        missing = max(map(_count_cells, lines[place + 1 : end]), default=0) - columns
        if 0 < missing < _MOST_CELLS:
            lines[place - 1] = f"{lines[place - 1].rstrip().removesuffix('|')}{'| ' * missing}|"
            lines[place] = f"{lines[place].rstrip().removesuffix('|')}{'|-' * missing}|"
    return lines


def _count_cells(line: str) -> int:
    return len(_BAR.split(line.strip().removeprefix("|").removesuffix("|")))


def _keep_lines(text: str) -> str:
    """The text, with two spaces at the end of each line that was not merely wrapped: a line break in Markdown."""
    lines = [line.rstrip("\\") if line.endswith("\\") else line for line in text.split("\n")]
    width = find_width(lines)
    return "\n".join(
        line if not line.strip() or goes_on(line.rstrip(), after, width) else f"{line}  "
        for line, after in pairwise([*(each if each.strip() else "" for each in lines), "."])
    )


@cache
def _load_library() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"maxNesting": _MOST_LEVELS}).enable(["table", "strikethrough"])


def _read_all(nodes: Sequence[SyntaxTreeNode], depth: int) -> Iterator[Block]:
    for node in nodes:
        yield from _read_block(node, depth)


def _read_block(node: SyntaxTreeNode, depth: int) -> Iterator[Block]:
    match node.type:
        case "heading":
            number, words = split_number(clean_text(_read_words(node)))
            if words:
                yield Block(BlockKind.HEADING, words, level=int(node.tag[1]), number=number)
        case "paragraph":
            yield from make_blocks(_list_pieces(node, is_strong=False))
        case "bullet_list" | "ordered_list":
            for item in node.children:
                yield from _read_item(item, depth + 1, is_numbered=node.type == "ordered_list")
        case "table":
            yield from _read_table(node)
        case "fence" | "code_block":
            yield from map(make_block, clean_text(node.content).split("\n"))
        case "html_block":
            yield from _read_html(node.content)
        case _:
            yield from _read_all(node.children, depth)


def _list_pieces(node: SyntaxTreeNode, *, is_strong: bool) -> Iterator[Piece]:
    """The pieces of running text, each with whether it is in bold; `\\n` is the end of a line."""
    for child in node.children:
        match child.type:
            case "text" | "code_inline":
                yield child.content, is_strong
            case "softbreak":
                yield " ", is_strong
            case "hardbreak":
                yield BREAK
            case "html_inline":
                if child.content.lower().startswith("<br"):
                    yield BREAK
            case "image" | "s":
                continue
            case _:
                yield from _list_pieces(child, is_strong=is_strong or child.type == "strong")


def _read_words(node: SyntaxTreeNode) -> str:
    return "".join(" " if text == "\n" else text for text, _ in _list_pieces(node, is_strong=False))


def _read_item(item: SyntaxTreeNode, depth: int, *, is_numbered: bool) -> Iterator[Block]:
    blocks = list(_read_all(item.children, depth))
    first = blocks[0] if blocks else None
    if first is None:
        return
    number = f"{item.info}{item.markup}" if is_numbered else ""
    if first.kind is BlockKind.PARAGRAPH:
        words, _, rest = first.text.partition("\n")
        yield replace(first, kind=BlockKind.ITEM, text=words, level=depth, number=number)
        if rest:
            yield Block(BlockKind.PARAGRAPH, rest)
    else:
        yield replace(first, number=first.number or number) if first.kind is BlockKind.HEADING else first
    yield from blocks[1:]


def _read_table(node: SyntaxTreeNode) -> Iterator[Block]:
    for part in node.children:
        for row in part.children:
            cells = [write_lines(make_blocks(_list_pieces(cell, is_strong=False))) for cell in row.children]
            made = make_row(cells, is_header=part.type == "thead")
            if made is not None:
                yield made


def _read_html(content: str) -> Iterator[Block]:
    """The blocks of HTML within Markdown, which must not be lost."""
    from seloste.policy.prose.page import read_page

    for passage in read_page(content, markup=True).passages:
        yield make_block(passage.text) if "\n" not in passage.text else Block(BlockKind.PARAGRAPH, passage.text)
