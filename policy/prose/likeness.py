"""Compares texts by their words in order, regardless of typography.

Typography is white space, case, quotation marks, dashes, hyphenation and invisible characters. Letters and figures are
not: 1.5 is not 15.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import accumulate

from seloste.policy.prose.lazy_patterns import LazyPattern

_WORD = LazyPattern(r"\d+(?:[.,:]\d+)*|[^\W_]+")
_UNSEEN = LazyPattern("[\u00ad\u200b-\u200f\u2060\ufeff]")
_SENTENCE = LazyPattern(r"(?<=[.!?])[\"”’)]?\s+(?=[\"“”(]?[A-ZÅÄÖ0-9])")
_SEGMENT = LazyPattern(r"[\n,;:•|()–—/]|\.\s|\s-\s|\.$")


def fold(text: str) -> str:
    """The text in one case and without invisible characters."""
    return unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).casefold()


def normalize(text: str) -> str:
    """The text with single spaces and without invisible characters."""
    return " ".join(unicodedata.normalize("NFC", _UNSEEN.sub("", text)).split())


def split_words(text: str) -> list[str]:
    """The words and figures of a text, folded."""
    return _WORD.findall(fold(text))


def split_sentences(text: str) -> Iterator[str]:
    """The sentences of a text, each line on its own."""
    for line in text.split("\n"):
        for sentence in _SENTENCE.split(line):
            if sentence.strip():
                yield sentence.strip()


def split_segments(text: str) -> Iterator[str]:
    """The parts of a text between commas, colons and the like, such as the items of a list within a sentence."""
    return (segment.strip() for segment in _SEGMENT.split(text) if segment.strip())


#: How many places where words occur across the borders of others are tried.
_MOST_TRIED = 1_000


class Stream:
    """A long text to be searched for sequences of words, also where a hyphen or a block separates them."""

    def __init__(self, text: str) -> None:
        words = split_words(text)
        self._words = frozenset(words)
        self._letters = "".join(words)
        ends = list(accumulate(len(word) for word in words))
        self._ends = frozenset(ends)
        self._starts = frozenset([0, *ends[:-1]])

    def contains(self, sought: list[str]) -> bool:
        """Whether the words occur in a row, from the beginning of a word to the end of one."""
        if len(sought) == 1 and sought[0] in self._words:
            return True
        letters = "".join(sought)
        at = self._letters.find(letters) if letters else -1
        for _ in range(_MOST_TRIED):
            if at < 0 or (at in self._starts and at + len(letters) in self._ends):
                break
            at = self._letters.find(letters, at + 1)
        else:
            return False
        return at >= 0
