"""What formats share: clean words, the number or bullet before a line, page numbers, and limits of a document."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from msgspec.structs import replace

from seloste.policy.prose.blocks import Block, BlockKind, Document, DocumentError
from seloste.policy.prose.lazy_patterns import WordPattern
from seloste.policy.prose.words import compile_words, list_languages, load_words

#: The most characters of a document's text, and blocks of it. A long notice has a tenth of that.
MOST_CHARACTERS, MOST_BLOCKS = 300_000, 10_000
_MOST_LINES = 2 * MOST_BLOCKS
#: A longer line is no heading.
_LONGEST_HEADING = 160
#: An address that a network hides from robots stays as it is shown, with a no-break space.
_HIDDEN_ADDRESS = re.compile(r"\[email\s+protected\]")
_SHOWN_ADDRESS = "[email\u00a0protected]"
#: What is never seen: control characters, marks of where a word may break, and marks of byte order.
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff\ufffe\uffff]")
_LINE_END = re.compile(r"\r\n?|[\x0c\x85\u2028\u2029]")
_BULLET = re.compile(r"(?:[-*+•·–—▪‣◦●○■□➢❖✓√→]|\\-)\s+(?=\S)")
#: "1.", "4)", "(5)", "b)", "3.2"; a bare number only before a capital letter: "2 vuotta" is no heading.
_NUMBER = re.compile(
    r"(?:(?P<marked>\d{1,2}(?:\.\d{1,2}){0,3}[.)]|\(\d{1,2}\)|[a-zåäö]\))\s*(?=[^\W\d]|[\"”(])"
    r"|(?P<inner>\d{1,2}(?:\.\d{1,2}){1,3})\s+(?=[^\W\d])"
    r"|(?P<bare>\d{1,2})\s+(?=[A-ZÅÄÖ]))"
)
_PAGE = re.compile(
    r"[-–—]?\s?(?P<word>[^\W\d]{1,8}\.?)?\s?\d{1,4}\s?(?:(?:/|\(|(?P<of>[^\W\d]{2,3}))\s?\d{1,4}\s?\)?)?\s?[-–—]?"
)


def clean_text(text: str) -> str:
    """A text in NFC with single spaces, without what is never seen; its lines stay, but for empty ones."""
    lines = (" ".join(line.split()) for line in clean_characters(text).split("\n"))
    return keep_hidden_address("\n".join(line for line in lines if line))


def clean_line(text: str) -> str:
    """A text in one line."""
    return keep_hidden_address(" ".join(clean_characters(text).split()))


def keep_hidden_address(text: str) -> str:
    """A text in which an address that is hidden from robots stays as a page shows it."""
    return _HIDDEN_ADDRESS.sub(_SHOWN_ADDRESS, text)


def clean_characters(text: str) -> str:
    """A text in NFC with `\\n` between its lines, without characters that are never seen."""
    return unicodedata.normalize("NFC", _UNSEEN.sub("", _LINE_END.sub("\n", text)))


def split_number(line: str) -> tuple[str, str]:
    """The number before a line, and the rest; an empty number where there is none."""
    found = _NUMBER.match(line)
    if found is None or _compile_months().match(line, found.end()):
        return "", line
    return found[0].strip(), line[found.end() :]


def split_bullet(line: str) -> tuple[bool, str]:
    """Whether a bullet is before a line, and the rest."""
    found = _BULLET.match(line)
    return found is not None, line[found.end() :] if found else line


def make_block(line: str, *, is_strong: bool = False) -> Block:
    """A line as a block: an item by its bullet, perhaps a heading by its number, else a paragraph."""
    has_bullet, rest = split_bullet(line)
    if has_bullet:
        return Block(BlockKind.ITEM, rest, level=1, is_strong=is_strong)
    number, rest = split_number(line)
    if number:
        return Block(BlockKind.HEADING, rest, number=number, is_strong=is_strong)
    return Block(BlockKind.PARAGRAPH, line, is_strong=is_strong)


def make_row(cells: Iterable[str], *, is_header: bool = False) -> Block | None:
    """A row of a table; None where all its cells are empty."""
    found = tuple(map(clean_text, cells))
    if not any(found):
        return None
    text = " | ".join(" ".join(cell.split("\n")) for cell in found if cell)
    return Block(BlockKind.ROW, text, cells=found, is_header=is_header)


def write_lines(blocks: Iterable[Block]) -> str:
    """Blocks within a cell as its lines, with their bullets and numbers."""
    return "\n".join(
        f"- {block.text}"
        if block.kind is BlockKind.ITEM and not block.number
        else f"{block.number} {block.text}".strip()
        for block in blocks
    )


def mark_lone_numbers(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks; a numbered item by itself, with no other beside it, is perhaps a heading."""
    for place, block in enumerate(blocks):
        beside = [*blocks[max(place - 1, 0) : place], *blocks[place + 1 : place + 2]]
        is_lone = not any(
            other.kind is BlockKind.ITEM and other.level <= block.level and other.number for other in beside
        )
        is_item = block.kind is BlockKind.ITEM and block.number and block.level == 1
        if is_item and is_lone and len(block.text) <= _LONGEST_HEADING:
            yield replace(block, kind=BlockKind.HEADING, level=0)
        else:
            yield block


def is_page_number(line: str) -> bool:
    """Whether a line is the number of a page and nothing else: "Sivu 2/5", "2 (5)", "– 3 –"."""
    found = _PAGE.fullmatch(line.strip()) if len(line) <= 30 else None
    if found is None:
        return False
    words, links = _load_page_words()
    known = (found["word"] or "").casefold() in {"", *words} and (found["of"] or "").casefold() in {"", *links}
    return known and not line.strip().isdigit()


def check_length(text: str) -> str:
    """The text, before it is taken apart.

    Raises:
        DocumentError: It is longer than a notice can be, or has more lines.
    """
    if len(text) > MOST_CHARACTERS or text.count("\n") > _MOST_LINES:
        raise DocumentError("too-long", limit=MOST_CHARACTERS, blocks=MOST_BLOCKS)
    return text


def check_size(document: Document) -> Document:
    """The document.

    Raises:
        DocumentError: It is empty, or larger than a notice can be.
    """
    if not any(block.text for block in document.blocks):
        raise DocumentError("empty")
    if len(document.blocks) > MOST_BLOCKS or sum(len(block.text) for block in document.blocks) > MOST_CHARACTERS:
        raise DocumentError("too-long", limit=MOST_CHARACTERS, blocks=MOST_BLOCKS)
    return document


@cache
def _compile_months() -> WordPattern:
    return compile_words(word for code in list_languages() for word in load_words("figures.months", code) or ())


@cache
def _load_page_words() -> tuple[frozenset[str], frozenset[str]]:
    words, links = (
        frozenset(word for code in list_languages() for word in load_words(f"layout.{key}", code) or ())
        for key in ("pages", "of")
    )
    return words, links
