"""When two pieces of text say the same: their words in order, whatever they look like.

White space, case, quotation marks, dashes, hyphenation and invisible characters are look. Letters and figures are not:
1.5 is not 15.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import accumulate

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W_]+")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_SENTENCE = re.compile(r"(?<=[.!?])[\"”’)]?\s+(?=[\"“”(]?[A-ZÅÄÖ0-9])")
_SEGMENT = re.compile(r"[\n,;:•|()–—/]|\.\s|\s-\s|\.$")


def fold(text: str) -> str:
    """The text without what is only look, but with its spaces."""
    return unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).casefold()


def normalize(text: str) -> str:
    """The text with one kind of white space and nothing invisible in it."""
    return " ".join(unicodedata.normalize("NFC", _UNSEEN.sub("", text)).split())


def split_words(text: str) -> list[str]:
    """The words and figures."""
    return _WORD.findall(fold(text))


def split_sentences(text: str) -> Iterator[str]:
    """The sentences of a text, each line on its own."""
    for line in text.split("\n"):
        for sentence in _SENTENCE.split(line):
            if sentence.strip():
                yield sentence.strip()


def split_segments(text: str) -> Iterator[str]:
    """What a list within a sentence consists of: what stands between commas, colons and the like."""
    return (segment.strip() for segment in _SEGMENT.split(text) if segment.strip())


class Stream:
    """A long text in which pieces are looked for by their words, also where a hyphen or a block parts them."""

    def __init__(self, text: str) -> None:
        found = split_words(text)
        self._letters = "".join(found)
        ends = list(accumulate(len(word) for word in found))
        self._ends = frozenset(ends)
        self._starts = frozenset([0, *ends[:-1]])

    def holds(self, piece: list[str]) -> bool:
        """Whether the words stand in it in a row, from the beginning of a word to the end of one."""
        letters = "".join(piece)
        at = self._letters.find(letters) if letters else -1
        while at >= 0:
            if at in self._starts and at + len(letters) in self._ends:
                return True
            at = self._letters.find(letters, at + 1)
        return False
