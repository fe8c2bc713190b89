"""Sentences, clauses and words of a text, with their places, for whoever asks what a sentence says.

A sentence keeps the list that follows a colon. A clause ends where another verb may begin: what is denied in one clause
is not denied in the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import pairwise

from msgspec import Struct

from seloste.policy.prose.lazy_patterns import LazyPattern, WordList, WordPattern
from seloste.policy.prose.words import load_words

#: A word with its ending and inner marks: "EU:n", "U.S", "don't". A hyphen parts words: "Iso-Britanniassa" is two.
_TOKEN = LazyPattern(r"\w+(?:[’'.:&]\w+)*")
_SENTENCE_END = LazyPattern(r"(?<![.!?;])[.!?;]++[\"”’)\]]*+(?=\s)", needs=".!?;")
_OPENING = "\"“”'’([•-–* \t\n"
_LINE = LazyPattern(r"[^\n]+")
#: In how many characters after a full stop the next word begins.
_NEXT = 10
#: How many texts are remembered. The same notice is judged for many days, and again whenever it is saved.
CACHE_SIZE = 1024
#: Of very long texts only so many characters are read.
LONGEST_TEXT = 20_000
#: And of a very long sentence so many; of what it names, so much.
LONGEST_SENTENCE = 2_000
MOST_NAMED = 50


class Token(Struct, frozen=True):
    """A word, and where it begins and ends in its sentence."""

    text: str
    start: int
    end: int

    @property
    def folded(self) -> str:
        """The word in one case."""
        return self.text.casefold()


class Clause(Struct, frozen=True):
    """A clause: its words, which are those of its sentence from `first` on, and its text."""

    text: str
    tokens: tuple[Token, ...]
    first: int


class Sentence(Struct, frozen=True, eq=False):
    """A sentence with its words and clauses. `split_passages` makes one object of a text, so that it can be a key."""

    text: str
    tokens: tuple[Token, ...]
    clauses: tuple[Clause, ...]

    def find_clause(self, number: int) -> Clause:
        """The clause that the word with a number stands in."""
        return next(clause for clause in reversed(self.clauses) if clause.first <= number)

    @property
    def is_list(self) -> bool:
        """Whether it is hardly more than names, as an item of a list is."""
        small = sum(1 for token in self.tokens if token.text[0].islower())
        return 2 * small < len(self.tokens)

    def quote(self, first: int, last: int) -> str:
        """The text from one word to another, both included."""
        return self.text[self.tokens[first].start : self.tokens[last].end]


@lru_cache(maxsize=CACHE_SIZE)
def split_passages(text: str, language: str) -> tuple[Sentence, ...]:
    """The sentences of a text. Only the beginning of a text that is longer than any notice is read."""
    return tuple(
        _make_sentence(sentence, language) for sentence in _split_sentences(text[:LONGEST_TEXT], language) if sentence
    )


def is_read_whole(text: str, language: str) -> bool:
    """Whether `split_passages` reads all of a text."""
    if len(text) <= LONGEST_SENTENCE:
        return True
    return len(text) <= LONGEST_TEXT and all(
        len(sentence) <= LONGEST_SENTENCE for sentence in _split_sentences(text, language)
    )


def _split_sentences(text: str, language: str) -> Iterator[str]:
    for lines in _join_lists(text):
        block, start = " ".join(lines.split()), 0
        for match in _SENTENCE_END.finditer(block):
            following = block[match.end() : match.end() + _NEXT].lstrip(_OPENING)[:1]
            before = block[start : match.start()]
            is_answer = following.isupper() and before.strip().casefold() in _load_answers(language)
            cut = following.islower() or is_abbreviation(before, match[0], language)
            if match[0] != ";" and cut and not is_answer:
                continue
            yield block[start : match.end()].strip()
            start = match.end()
        yield block[start:].strip()


def _join_lists(text: str) -> Iterator[str]:
    """The lines of a text; those of a list are joined to the line that introduces it."""
    block: list[str] = []
    for line in map(str.strip, _LINE.findall(text)):
        if block and not (block[-1][-1:] in ":," or line[:1] in "-–•*" or line[:1].islower()):
            yield " ".join(block)
            block = []
        if line:
            block.append(line)
    yield " ".join(block)


def is_abbreviation(before: str, mark: str, language: str) -> bool:
    """Whether a full stop belongs to the word before it: "esim.", "Inc.", "U.S.", an initial."""
    if mark[0] != "." or len(mark) > 1:
        return False
    last = before[-20:].split()[-1:]
    word = last[0].lstrip(_OPENING) if last else ""
    return word.casefold() in _load_abbreviations(language) or (len(word) == 1 and word.isalpha())


@cache
def _load_abbreviations(language: str) -> frozenset[str]:
    return frozenset(word.rstrip(".").casefold() for word in load_words("stance.abbreviations", language) or ())


@cache
def _load_answers(language: str) -> frozenset[str]:
    return frozenset(load_words("stance.answers", language) or ())


def _make_sentence(text: str, language: str) -> Sentence:
    text = text[:LONGEST_SENTENCE]
    tokens = tuple(Token(match[0], *match.span()) for match in _TOKEN.finditer(text))
    starts = [match.start() for match in _compile_breaks(language).finditer(text)]
    clauses, first = [], 0
    for start, end in pairwise([0, *starts, len(text)]):
        last = first
        while last < len(tokens) and tokens[last].start < end:
            last += 1
        if last > first:
            clauses.append(Clause(text[start:end], tokens[first:last], first))
        first = last
    return Sentence(text, tokens, tuple(clauses))


@cache
def _compile_breaks(language: str) -> WordPattern:
    """A pattern for what begins another clause: a semicolon, a dash, "but", or a comma before "which"."""
    lists = {key: WordList(load_words(f"stance.{key}", language) or ()) for key in ("breaks", "breaks_after_comma")}
    return WordPattern(lists, _build_breaks, ())


def _build_breaks(part: Mapping[str, str]) -> str:
    return rf";|\s[–—-]\s|,\s(?:{part['breaks_after_comma']})(?!\w)|(?<!\w)(?:{part['breaks']})(?!\w)"
