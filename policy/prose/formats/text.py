"""Plain text as blocks: headings by their numbers and their looks, lists by their bullets."""

from __future__ import annotations

import re
import unicodedata

from seloste.policy.prose.blocks import Block, BlockKind, Document

_BULLET = re.compile(r"[-*+•·–▪‣◦●]\s+")
_NUMBER = re.compile(r"(\d{1,2}(?:\.\d{1,2})*[.)]?|[a-zåäö]\))\s+(?=\S)")


def read_text_document(data: bytes) -> Document:
    """The document of a plain text in UTF-8."""
    text = unicodedata.normalize("NFC", data.decode("utf-8-sig", "replace"))
    blocks: list[Block] = []
    for chunk in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = [" ".join(line.split()) for line in chunk.split("\n") if line.strip()]
        blocks += [_make_block(line) for line in lines]
    return Document(tuple(blocks))


def _make_block(line: str) -> Block:
    if bullet := _BULLET.match(line):
        return Block(BlockKind.ITEM, line[bullet.end() :], level=1)
    if number := _NUMBER.match(line):
        return Block(BlockKind.HEADING, line[number.end() :], number=number[1])
    return Block(BlockKind.PARAGRAPH, line)
