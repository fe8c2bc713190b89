"""The outline of a notice: its title, and its parts by the sections of ours that their headings name.

The words of headings are data: `policy/prose/languages/<language>/headings.yaml`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from seloste.policy.drafting.headings import find_head, mark_headings
from seloste.policy.drafting.phrases import compile_headings, is_title, name_sections, strip_heading
from seloste.policy.drafting.unit import WITHIN, Part, split_units
from seloste.policy.prose.blocks import Block, BlockKind, Document
from seloste.policy.prose.wordings import has_wording

#: A title stands among so many blocks from the beginning, and a plain one has so many words at most.
_TITLE_WITHIN, _TITLE_WORDS = 5, 12
#: One whose words are no title's has so many at least.
_FEWEST_TITLE_WORDS = 3
#: A line that dates a notice: "Tietosuojaselosteen julkaisupäivä: 8.4.2022".
_DATED = re.compile(r":\s+\d")
#: A table of contents repeats so many headings at least.
_FEWEST_CONTENTS = 3
#: The sections that are no rights, whatever the level of their heading.
_APART_FROM_RIGHTS = frozenset({"cookies", "controller", "purposes", "safeguards", "sources"})


class Outline(Struct, frozen=True):
    """A notice by its headings.

    Attributes:
        language: The language that it is in.
        title: Its title; None where it has none.
        parts: Its parts, in their order; the first may have no heading.
        is_numbered: Whether its headings are numbered, from 1 on and without a gap.
        contents: The heading of a table of contents that was left out, or its first line; empty where there is none.
        registers: How many registers it describes: 1, or more where their names have a heading each.
    """

    language: str
    title: Block | None
    parts: tuple[Part, ...]
    is_numbered: bool = False
    contents: str = ""
    registers: int = 1


class _Section(Struct):
    """A part as it grows."""

    heading: Block | None
    sections: tuple[str, ...] = ()
    blocks: list[Block] = field(default_factory=list)


def make_outline(document: Document, language: str) -> Outline:
    """The outline of a document."""
    title, blocks = _take_title(document, language)
    marked = mark_headings(blocks, language)
    left = _leave_contents(marked, language)
    grown = list(_grow_sections(left, language))
    names = sum("name" in section.sections for section in grown)
    is_numbered = _count_up(grown)
    merged = _merge_sections(grown, language)
    _keep_numbers(merged, is_counted=is_numbered)
    parts: list[Part] = []
    count = 0
    for section in merged:
        units = split_units(section.blocks, language, count, section.heading.text if section.heading else "")
        count += len(units)
        parts.append(Part(_write_heading(section.heading), section.sections, tuple(units)))
    return Outline(language, title, tuple(parts), is_numbered, _name_contents(marked, left), max(names, 1))


def find_sections(heading: str, language: str) -> tuple[str, ...]:
    """The sections of ours that a heading names."""
    return name_sections(heading, language).sections


def _take_title(document: Document, language: str) -> tuple[Block | None, list[Block]]:
    """The title of a notice, and the other blocks."""
    blocks = document.blocks
    first = [block for block in blocks if block.kind is BlockKind.HEADING and block.level == 1]
    begins = [block for block in first if block in blocks[:_TITLE_WITHIN] and _is_short_title(block.text, language)]
    if len(first) == 1 and begins:
        return begins[0], [block for block in blocks if block is not begins[0]]
    for number, block in enumerate(blocks[:_TITLE_WITHIN]):
        is_heading = block.kind is BlockKind.HEADING and not block.number
        is_line = (
            block.kind is BlockKind.PARAGRAPH
            and "\n" not in block.text
            and block.text[-1:] not in ".:;,"
            and "@" not in block.text
            and not _DATED.search(block.text)
        )
        named = name_sections(block.text, language)
        if named.is_whole and not is_title(block.text, language):
            break
        is_alone = is_heading and first == [block] and not named.is_whole
        if is_alone or ((is_heading or is_line) and _is_short_title(block.text, language)):
            return block, [*blocks[:number], *blocks[number + 1 :]]
    if document.title and _is_short_title(document.title, language):
        return Block(BlockKind.HEADING, document.title, level=1), list(blocks)
    if blocks and _may_be_title(blocks, language):
        return blocks[0], list(blocks[1:])
    return None, list(blocks)


def _may_be_title(blocks: Sequence[Block], language: str) -> bool:
    """Whether the first line, though its words are no title's, is one: it is short, and no name of an organisation."""
    first = blocks[0]
    is_line = (
        first.kind is BlockKind.PARAGRAPH
        and "\n" not in first.text
        and first.text[-1:] not in ".:;,!"
        and ": " not in first.text
    )
    is_short = _FEWEST_TITLE_WORDS <= len(first.text.split()) <= _TITLE_WORDS and not first.text.endswith("?")
    named = name_sections(find_head(first.text, language), language)
    return is_line and is_short and not named.is_heading and not any(letter.isdigit() for letter in first.text)


def _is_short_title(text: str, language: str) -> bool:
    return len(text.split()) <= _TITLE_WORDS and is_title(text, language)


def _leave_contents(blocks: list[Block], language: str) -> list[Block]:
    """The blocks without a table of contents: a list of headings that follow, and the heading above it."""
    start, repeated = 0, _list_repeated(blocks)
    while start < len(blocks):
        is_headed = compile_headings("contents", language).fullmatch(strip_heading(blocks[start].text)) is not None
        first = start + 1 if is_headed else start
        end = _find_contents_end(blocks, first, repeated, is_headed=is_headed)
        if end - first >= (1 if is_headed else _FEWEST_CONTENTS):
            return [*blocks[:start], *blocks[end:]]
        start = max(end, start + 1)
    return blocks


def _name_contents(blocks: Sequence[Block], left: Sequence[Block]) -> str:
    """The first line of what was left out."""
    missing = next((at for at, block in enumerate(left) if block is not blocks[at]), len(left))
    return strip_heading(blocks[missing].text) if len(left) < len(blocks) else ""


def _find_contents_end(blocks: Sequence[Block], first: int, repeated: frozenset[int], *, is_headed: bool) -> int:
    """Where a list of headings that follow ends. Under its own heading, most of its lines must be some."""
    end = first
    while end in repeated:
        end += 1
    if not is_headed:
        return end
    last = first
    while last < len(blocks) and blocks[last].kind is BlockKind.ITEM:
        last += 1
    again = sum(at in repeated for at in range(first, last))
    return max(end, last) if 2 * again >= last - first else end


def _list_repeated(blocks: Sequence[Block]) -> frozenset[int]:
    """The blocks that are headings that come again, with nothing under them here."""
    last = {_fold(block.text): at for at, block in enumerate(blocks) if block.kind is BlockKind.HEADING}
    found = []
    for at, block in enumerate(blocks):
        follows = blocks[at + 1].kind if at + 1 < len(blocks) else None
        is_bare = block.kind is not BlockKind.HEADING or follows in (BlockKind.HEADING, None)
        if is_bare and last.get(_fold(block.text), -1) > at:
            found.append(at)
    return frozenset(found)


def _fold(text: str) -> str:
    return strip_heading(text.lstrip("0123456789.) ")).casefold()


def _grow_sections(blocks: Sequence[Block], language: str) -> Iterator[_Section]:
    """The parts of a notice, each with its heading and the blocks under it."""
    base = _find_base_level(blocks, language)
    current = _Section(None)
    begun = False
    for block in blocks:
        if block.kind is not BlockKind.HEADING:
            current.blocks.append(block)
            continue
        naming = name_sections(block.text, language)
        if block.level > base and _is_within(naming.sections, naming.is_whole, current):
            current.blocks.append(block)
            continue
        if current.heading is None and not current.blocks:
            current = _Section(block, naming.sections)
            continue
        if current.heading is not None and not current.sections and not current.blocks:
            above = current.heading  # a heading of headings
            if not begun:
                yield _Section(None, (), [Block(BlockKind.PARAGRAPH, above.text)])
            current = _Section(block, naming.sections, [above] if begun else [])
            begun = True
            continue
        yield current
        begun = begun or current.heading is not None
        current = _Section(block, naming.sections)
    if current.heading is not None or current.blocks:
        yield current


def _find_base_level(blocks: Sequence[Block], language: str) -> int:
    """The level of the headings that name most sections."""
    levels = Counter(
        block.level
        for block in blocks
        if block.kind is BlockKind.HEADING and name_sections(block.text, language).sections
    )
    return min(levels, key=lambda level: (-levels[level], level), default=1)


def _is_within(sections: tuple[str, ...], is_whole: bool, current: _Section) -> bool:
    """Whether a heading of a lower level stands under that of a part, and begins no part of its own."""
    if not current.sections:
        return not sections or (current.heading is not None and not is_whole)
    own = {WITHIN.get(section, section) for section in current.sections}
    if "rights" in own and is_whole:
        return not _APART_FROM_RIGHTS & set(sections)  # many a right has the name of another section
    return not is_whole or {WITHIN.get(section, section) for section in sections} <= own


def _merge_sections(grown: Sequence[_Section], language: str) -> list[_Section]:
    """The parts, with two of one section as one: the heading of the second stands in the text of the first."""
    merged: list[_Section] = []
    by_section: dict[str, _Section] = {}
    for section in grown:
        primary = _find_primary(section, by_section, language)
        first = by_section.get(primary) if primary else None
        if first is None:
            merged.append(section)
            if primary:
                by_section[primary] = section
            continue
        if section.heading is not None and first.heading is not None and section.heading.text != first.heading.text:
            words = f"{section.heading.number} {section.heading.text}".strip()
            first.blocks.append(replace(section.heading, text=words))
        first.blocks += section.blocks
        first.sections = tuple(dict.fromkeys((*first.sections, *section.sections)))
    return merged


def _asks_who_processes(heading: Block | None, language: str) -> bool:
    """Whether a heading asks who processes data, and not who receives them."""
    text = heading.text if heading is not None else ""
    keys = ("recipients.handling", "recipients.disclosing")
    return [has_wording(text, key, language) for key in keys] == [True, False]


def _find_primary(section: _Section, known: dict[str, _Section], language: str) -> str:
    """The section under whose key the heading of a part stands."""
    if section.sections[:2] == ("controller", "contacts") and "controller" in known and "contacts" not in known:
        section.sections = ("contacts",)
    if section.sections == ("disclosures",) and not known and _asks_who_processes(section.heading, language):
        section.sections = ("controller",)  # no notice begins with whom data are given to: "Who processes your data?"
    if not section.sections:
        return ""
    return WITHIN.get(section.sections[0], section.sections[0])


def _count_up(sections: Sequence[_Section]) -> bool:
    """Whether the headings are numbered, each with its place."""
    headings = [section.heading for section in sections if section.heading is not None]
    if not headings or not all(heading.number for heading in headings):
        return False
    return [heading.number.rstrip(".)") for heading in headings] == [str(each) for each in range(1, len(headings) + 1)]


def _keep_numbers(sections: Sequence[_Section], *, is_counted: bool) -> None:
    """Puts the number of a heading into its words where counting the headings would not give it."""
    headed = [section for section in sections if section.heading is not None]
    for place, section in enumerate(headed, 1):
        heading = section.heading
        if heading is not None and heading.number and not (is_counted and heading.number.rstrip(".)") == str(place)):
            section.heading = replace(heading, text=f"{heading.number} {heading.text}")


def _write_heading(heading: Block | None) -> Block | None:
    """A heading in its words."""
    return None if heading is None else replace(heading, text=strip_heading(heading.text) or heading.text)
