"""Notices as blocks, written in a little Markdown, for tests of what understands them: no format is read."""

from __future__ import annotations

import re

from msgspec.structs import replace

from seloste.policy.drafting.draft_policy import draft_policy
from seloste.policy.drafting.policy_draft import PolicyDraft
from seloste.policy.prose.blocks import Block, BlockKind, Document

_NUMBER = re.compile(r"(\d+(?:\.\d+)*[.)])\s+")


def make_document(text: str) -> Document:
    """A document of lines: `#` begins a heading, `-` an item, `|` a row, `**` a paragraph in bold, `1.` a number."""
    blocks: list[Block] = []
    for line in filter(None, map(str.rstrip, text.split("\n"))):
        words = line.strip().lstrip("#").strip(" *|")
        number = _NUMBER.match(words)
        marked = words[number.end() :] if number else words
        if line.startswith("#"):
            level = len(line) - len(line.lstrip("#"))
            blocks.append(Block(BlockKind.HEADING, marked, level, number[1] if number else ""))
        elif line.startswith("|"):
            cells = tuple(cell.strip() for cell in words.split("|"))
            if set("".join(cells)) <= {"-", " "}:
                blocks[-1] = replace(blocks[-1], is_header=True)
            else:
                blocks.append(Block(BlockKind.ROW, " | ".join(cells), cells=cells))
        elif line.lstrip().startswith("- "):
            level = 1 + (len(line) - len(line.lstrip())) // 2
            blocks.append(Block(BlockKind.ITEM, line.lstrip()[2:], level))
        elif line.startswith("**"):
            blocks.append(Block(BlockKind.PARAGRAPH, words, is_strong=True))
        elif number:
            blocks.append(Block(BlockKind.HEADING, marked, number=number[1]))
        else:
            blocks.append(Block(BlockKind.PARAGRAPH, line))
    return Document(tuple(blocks))


def draft(text: str) -> PolicyDraft:
    """The draft of a notice."""
    return draft_policy(make_document(text))
