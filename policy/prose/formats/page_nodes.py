"""The elements within an element of a page: parts of lists and tables, and items with their numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from seloste.policy.prose.blocks import Block, BlockKind

_STRONG = frozenset({"b", "strong", "th", "dt"})


def list_children(node: Any) -> Iterator[Any]:
    """What is right within an element: elements and text."""
    child = node.child
    while child is not None:
        yield child
        child = child.next


def list_parts(node: Any, tags: tuple[str, ...]) -> Iterator[Any]:
    """The parts of a table or a list of terms, also those in groups, but not those of one within it."""
    for child in list_children(node):
        if child.tag in tags:
            yield child
        elif child.tag in ("div", "thead", "tbody", "tfoot"):
            yield from (each for each in list_children(child) if each.tag in tags)


def has_only(node: Any, tags: tuple[str, ...]) -> bool:
    """Whether all words of an element are in parts of some kinds, or in groups of those."""
    for child in list_children(node):
        if child.tag == "-text" and (child.text_content or "").strip():
            return False
        is_group = child.tag == "div" and node.tag != "div"
        if not child.tag.startswith("-") and child.tag not in tags and not (is_group and has_only(child, tags)):
            return False
    return True


def number_items(node: Any) -> Iterator[tuple[str, Any]]:
    """What is in a list, each item of a numbered one with its number."""
    given = node.attributes
    start = given.get("start") or "1"
    place = int(start) if start.isdecimal() and len(start) < 5 else 1
    for child in list_children(node):
        if child.tag != "li" or node.tag != "ol":
            yield "", child
            continue
        value = child.attributes.get("value") or ""
        place = int(value) if value.isdecimal() and len(value) < 5 else place
        is_letter = (given.get("type") or "").lower() == "a" and 1 <= place <= 26
        yield (f"{chr(ord('a') + place - 1)})" if is_letter else f"{place}."), child
        place += 1


def make_item(blocks: list[Block], level: int, number: str) -> Iterator[Block]:
    """The blocks of an item: its first line is the item, all else follows it."""
    if not blocks:
        return
    first, *rest = blocks
    if first.kind is BlockKind.PARAGRAPH:
        words, _, more = first.text.partition("\n")
        yield replace(first, kind=BlockKind.ITEM, text=words, level=level, number=number)
        if more:
            yield Block(BlockKind.PARAGRAPH, more)
    elif first.kind is BlockKind.HEADING:
        is_line = not first.level  # a line that begins with a number is an item of the list
        yield (
            replace(first, kind=BlockKind.ITEM, level=level)
            if is_line
            else replace(first, number=first.number or number)
        )
    else:
        yield first
    yield from rest


def is_strong(node: Any) -> bool:
    """Whether the words of an element are in bold."""
    look = (node.attributes.get("style") or "").replace(" ", "").lower()
    return node.tag in _STRONG or "font-weight:bold" in look or "font-weight:700" in look
