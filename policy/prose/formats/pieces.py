"""Running text as blocks: pieces of it, in bold or not, become the lines and paragraphs that a reader sees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from seloste.policy.prose.blocks import Block, BlockKind
from seloste.policy.prose.formats.layout import clean_text, make_block

#: Words, and whether they are in bold.
Piece = tuple[str, bool]
#: The end of a line.
BREAK: Piece = ("\n", False)


def make_blocks(pieces: Iterable[Piece]) -> Iterator[Block]:
    """The blocks of a paragraph. A line in bold, or with a bullet or a number before it, is a block of its own.

    So is what an empty line parts.
    """
    plain: list[str] = []
    for words, is_strong in split_lines(pieces):
        block = make_block(words, is_strong=is_strong)
        if words and block.kind is BlockKind.PARAGRAPH and not is_strong:
            plain.append(words)
            continue
        if plain:
            yield Block(BlockKind.PARAGRAPH, "\n".join(plain))
            plain = []
        if words:
            yield block
    if plain:
        yield Block(BlockKind.PARAGRAPH, "\n".join(plain))


def split_lines(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The lines of running text, each with whether all of it is in bold; also the empty ones within."""
    line: list[Piece] = []
    for piece in pieces:
        if piece == BREAK:
            yield _join(line)
            line = []
        else:
            line.append(piece)
    yield _join(line)


def _join(line: list[Piece]) -> Piece:
    words = clean_text(" ".join("".join(text for text, _ in line).split("\n")))
    return words, bool(words) and all(is_strong for text, is_strong in line if text.strip())
