"""Tells which blocks of a notice are headings, however they look: by their format, in bold, or as plain short lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from seloste.policy.drafting.lines import FEWEST_HEADINGS, LEADING_NUMBER, is_short, mark_heads, mark_rows
from seloste.policy.drafting.phrases import LONGEST_HEADING, MOST_WORDS, is_summary, name_sections, strip_heading
from seloste.policy.prose.blocks import Block, BlockKind

#: The level of a heading that only stands out in bold, below those of the format.
_BOLD_LEVEL = 7
#: A heading that runs into its content: "Rekisterinpitäjä: Jamix Oy", "Rekisterin nimi – Asiakasrekisteri".
_INLINE = re.compile(
    r"(?P<heading>(?:[^\n:–—]|:(?=\w)){3,120}?)(?:\s*(?::|\s[–—-])|(?<=\?))\s+(?P<rest>\S.*)", re.DOTALL
)
_WORD = re.compile(r"\S+")


#: What no short heading has: a number, an address, a label.
_HAS_CONTENT = re.compile(r"[@:\d]")


def mark_headings(blocks: Sequence[Block], language: str) -> list[Block]:
    """The blocks, with each heading of the notice as a block of its own of that kind, and nothing else as one."""
    marked = list(mark_rows(_mark_numbered(list(mark_heads(blocks, language)), language), language))
    if _count_named(marked, BlockKind.HEADING, language) >= FEWEST_HEADINGS:
        if any(map(_is_numbered, blocks)):
            marked = [_mark_lettered(block, language) for block in marked]
        return [_mark_bold(block, language, _BOLD_LEVEL) for block in _split_inline(marked, language)]
    bold = list(_mark_all_bold(marked, language))
    if _count_named(bold, BlockKind.HEADING, language) >= FEWEST_HEADINGS:
        return list(_split_inline(bold, language))
    return list(_split_inline(list(_mark_plain(marked, language)), language))


def _count_named(blocks: Sequence[Block], kind: BlockKind, language: str) -> int:
    named = [block for block in blocks if block.kind is kind and name_sections(block.text, language).sections]
    return len(named)


def _mark_numbered(blocks: Sequence[Block], language: str) -> list[Block]:
    """The blocks, with numbered lines as headings only where they go on with the numbers of the headings.

    The list within a section begins again at 1; and where hardly any of the lines names a section, all are lists.
    """
    marked = _mark_restarts(list(_mark_in_turn(blocks, language)))
    numbered = [
        block for block, before in zip(marked, blocks, strict=True) if _is_numbered(before) and block.level == 1
    ]
    headings = [block for block in numbered if block.kind is BlockKind.HEADING]
    named = sum(bool(name_sections(block.text, language).sections) for block in headings)
    if 2 * named >= len(headings):
        return marked
    return [replace(block, kind=BlockKind.ITEM, level=1) if _is_numbered(block) else block for block in blocks]


def _is_numbered(block: Block) -> bool:
    """Whether a block is a numbered line that may be a heading."""
    return block.kind is BlockKind.HEADING and not block.level and bool(block.number)


def _mark_in_turn(blocks: Sequence[Block], language: str) -> Iterator[Block]:
    expected, in_list = 1, 0
    for at, block in enumerate(blocks):
        if not _is_numbered(block):
            in_list = in_list if block.kind is BlockKind.ITEM else 0
            yield block
            continue
        value, _, below = block.number.rstrip(".)").partition(".")
        naming = name_sections(find_head(block.text, language), language)
        if not value.isdigit():
            yield replace(block, kind=BlockKind.ITEM, level=1)
        elif below:
            yield _mark_below(block, blocks[at + 1] if at + 1 < len(blocks) else None, is_named=naming.is_whole)
        elif _continues(
            int(value), expected, in_list, naming.is_whole, bool(naming.sections), is_short(block.text)
        ) or (int(value) == expected and _find_run_in(block.text, language)):
            expected, in_list = int(value) + 1, 0
            yield replace(block, level=1)
        elif int(value) == 1 and expected > 2 and {"controller", "name"} & set(naming.sections) and naming.is_whole:
            expected, in_list = 2, 0
            yield replace(block, level=1)
        else:
            in_list = int(value)
            yield replace(block, kind=BlockKind.ITEM, level=1)


def _mark_lettered(block: Block, language: str) -> Block:
    """A line with a number that is none of a list, "1a Rekisterinpitäjä", as a heading among numbered ones."""
    number = LEADING_NUMBER.match(block.text) if block.kind is BlockKind.PARAGRAPH else None
    if number is None or not name_sections(block.text[number.end() :], language).is_whole or not is_short(block.text):
        return block
    return replace(block, kind=BlockKind.HEADING, text=block.text[number.end() :], level=1, number=number["number"])


def _mark_restarts(blocks: list[Block]) -> list[Block]:
    """The blocks, with the line before the numbers begin again as a heading: the name of the next register."""
    firsts = [at for at, block in enumerate(blocks) if _is_first(block)]
    for at in firsts[1:]:
        above = blocks[at - 1]
        if above.kind is BlockKind.PARAGRAPH and is_short(above.text):
            blocks[at - 1] = replace(above, kind=BlockKind.HEADING, level=1)
    return blocks


def _is_first(block: Block) -> bool:
    return block.kind is BlockKind.HEADING and block.number.rstrip(".)") == "1"


def _mark_below(block: Block, following: Block | None, *, is_named: bool) -> Block:
    """A line numbered within a section, "3.2": a heading where something is under it, else an item."""
    if not is_short(block.text):
        return replace(block, kind=BlockKind.PARAGRAPH)
    has_content = following is not None and not _is_numbered(following)
    return replace(block, level=2) if is_named or has_content else replace(block, kind=BlockKind.ITEM, level=1)


def _continues(value: int, expected: int, in_list: int, is_whole: bool, is_named: bool, is_short: bool) -> bool:
    """Whether a numbered line is the next heading, and no item of a list."""
    if value == expected:
        return is_whole or (is_short and (is_named or in_list != value - 1 or not in_list))
    return value > expected and is_whole


def find_head(text: str, language: str) -> str:
    """The words of a line that may be a heading: those before a colon or a dash, where something follows."""
    inline = _INLINE.fullmatch(text)
    if inline is not None and name_sections(inline["heading"], language).is_whole:
        return inline["heading"]
    return text


def _mark_all_bold(blocks: Sequence[Block], language: str) -> Iterator[Block]:
    """The blocks of a notice whose headings are in bold. One that names nothing and stands right by another is none."""
    marked = [_mark_bold(block, language, 1) for block in blocks]
    kinds = [BlockKind.PARAGRAPH, *(block.kind for block in marked), BlockKind.HEADING]
    for at, (block, before) in enumerate(zip(marked, blocks, strict=True)):
        is_alone = BlockKind.HEADING not in (kinds[at], kinds[at + 2])
        is_sure = bool(block.number) or name_sections(find_head(block.text, language), language).is_heading
        yield block if block.kind is before.kind or is_alone or is_sure else before


def _mark_bold(block: Block, language: str, level: int) -> Block:
    """A short paragraph in bold as a heading."""
    if block.kind is not BlockKind.PARAGRAPH or not block.is_strong or not is_short(block.text):
        return block
    number = LEADING_NUMBER.match(block.text)
    text = block.text[number.end() :] if number else block.text
    if level == _BOLD_LEVEL and not name_sections(text, language).is_heading and not number and not text.endswith(":"):
        return block
    found = number["number"] if number else block.number
    return replace(block, kind=BlockKind.HEADING, text=text, level=level, number=found)


def _split_inline(blocks: Sequence[Block], language: str) -> Iterator[Block]:
    """The blocks, with a heading that runs into its content apart from it."""
    for block in blocks:
        is_split = block.kind is BlockKind.HEADING or _names_register(block, language)
        yield from _split_heading(block, language) if is_split else (block,)


def _names_register(block: Block, language: str) -> bool:
    """Whether a line names the register under another heading: "Rekisterin nimi: Asiakasrekisteri"."""
    head = find_head(block.text, language)
    is_inline = block.kind is BlockKind.PARAGRAPH and "\n" not in block.text and head != block.text
    return is_inline and name_sections(head, language).sections == ("name",)


def _split_heading(block: Block, language: str) -> Iterator[Block]:
    inline = _INLINE.fullmatch(block.text)
    if inline is not None and name_sections(inline["heading"], language).is_whole:
        level = block.level if block.kind is BlockKind.HEADING else _BOLD_LEVEL
        yield replace(block, kind=BlockKind.HEADING, text=inline["heading"], level=level)
        yield Block(BlockKind.PARAGRAPH, inline["rest"])
        return
    end = 0 if name_sections(block.text, language).is_whole else _find_run_in(block.text, language)
    if is_short(block.text) and not _HAS_CONTENT.search(block.text, end):
        end = 0
    if not end:
        yield block
        return
    yield replace(block, text=block.text[:end].strip())
    yield Block(BlockKind.PARAGRAPH, block.text[end:].strip())


def _find_run_in(text: str, language: str) -> int:
    """Where the content begins in a heading that runs straight into it; 0 where it does not."""
    ends = [word.end() for word in list(_WORD.finditer(text[:LONGEST_HEADING]))[:MOST_WORDS]]
    for end in reversed(ends):
        if text[end:].lstrip()[:1].isupper() and name_sections(text[:end], language).is_whole:
            return end
    return 0


def _mark_plain(blocks: Sequence[Block], language: str) -> Iterator[Block]:
    """The blocks of a notice whose headings are lines like any other, with those that name sections as headings."""
    split = list(_split_all(blocks, language))
    named = [
        block for block in split if name_sections(block.text, language).sections and block.kind is BlockKind.HEADING
    ]
    if len(named) < FEWEST_HEADINGS:
        yield from blocks
        return
    shouts = 2 * sum(block.text.isupper() for block in named) > len(named)
    asks = 2 * sum(block.text.endswith("?") for block in named) > len(named)
    is_inline = 2 * sum(block.level == _INLINE_LEVEL for block in named) > len(named)
    begun = False
    for block in split:
        begun = begun or block.kind is BlockKind.HEADING
        is_alike = (shouts and block.text.isupper() and block.text[0].isalpha() and len(block.text) > 3) or (
            asks and block.text.endswith("?")
        )
        inline = _INLINE.fullmatch(block.text) if begun and is_inline and block.kind is BlockKind.PARAGRAPH else None
        if block.kind is BlockKind.HEADING:
            yield replace(block, level=1)
        elif block.kind is BlockKind.PARAGRAPH and is_alike and is_short(block.text):
            yield replace(block, kind=BlockKind.HEADING, level=1)
        elif inline is not None and _labels_sentence(inline):
            yield Block(BlockKind.HEADING, inline["heading"], level=1)
            yield Block(BlockKind.PARAGRAPH, inline["rest"])
        else:
            yield block


#: The level of a heading that runs into its content, until all have one level.
_INLINE_LEVEL = 2
#: A label of a section of the notice's own has so many words at most, and a sentence so many at least.
_MOST_LABEL_WORDS, _FEWEST_SENTENCE_WORDS = 4, 5


def _labels_sentence(inline: re.Match[str]) -> bool:
    """Whether a label stands before sentences, as those of sections do."""
    rest = inline["rest"]
    is_sentence = rest.endswith(".") and len(rest.split()) >= _FEWEST_SENTENCE_WORDS
    return is_sentence and len(inline["heading"].split()) <= _MOST_LABEL_WORDS


def _split_all(blocks: Sequence[Block], language: str) -> Iterator[Block]:
    """The blocks, a line each, and lines that name sections as headings: level 1, or 2 with their content after them.

    Those of a summary, which the notice says again, stay as they are.
    """
    in_summary, stand_first = False, _stand_first(blocks, language)
    for block in blocks:
        if block.kind is not BlockKind.PARAGRAPH:
            yield block
            continue
        for at, line in enumerate(block.text.split("\n")):
            if stand_first and not block.is_parted and name_sections(line, language).sections == ("rights",):
                yield replace(block, text=line)
                continue
            is_first = block.is_parted and not at
            may_head = is_first and (stand_first or line.endswith("?")) and _may_head(line, language)
            parts = list(_split_line(line, block, language, may_head=may_head))
            if is_summary(line, language):
                in_summary = True
                yield Block(BlockKind.HEADING, line, level=1)
            elif in_summary and parts[0].level != 1:
                yield replace(block, text=line)
            else:
                in_summary = False
                yield from parts


def _stand_first(blocks: Sequence[Block], language: str) -> bool:
    """Whether the lines that are surely headings stand each after an empty line; rights may be a list of lines."""
    named = [(block.is_parted, name_sections(block.text, language)) for block in blocks if is_short(block.text)]
    places = [is_parted for is_parted, naming in named if naming.is_heading and naming.sections != ("rights",)]
    return sum(places) >= FEWEST_HEADINGS and sum(places) >= _MOST_FIRST * len(places)


#: So many of the headings stand after an empty line, where it is their style.
_MOST_FIRST = 0.8
#: A line that is no heading by its words alone, but where headings stand, has so many words at most.
_MOST_FIRST_WORDS = 8


def _may_head(line: str, language: str) -> bool:
    """Whether a line that stands where headings do names a section, though not with all its words."""
    is_plain = len(line.split()) <= _MOST_FIRST_WORDS and not any(letter.isdigit() or letter in ":@" for letter in line)
    return is_plain and bool(name_sections(line, language).sections)


def _split_line(line: str, block: Block, language: str, *, may_head: bool = False) -> Iterator[Block]:
    number = LEADING_NUMBER.match(line)
    text = line[number.end() :] if number else line
    inline = _INLINE.fullmatch(text)
    head = inline["heading"] if inline else text
    is_named = may_head or name_sections(head, language).is_heading
    if not is_short(head) or not head[:1].isupper() or not is_named:
        yield replace(block, text=line)
        return
    level = _INLINE_LEVEL if inline else 1
    yield Block(BlockKind.HEADING, strip_heading(head), level=level, number=number["number"] if number else "")
    if inline:
        yield Block(BlockKind.PARAGRAPH, inline["rest"])
