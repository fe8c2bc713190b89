"""Patterns that are compiled when a text first may match them, of those of their words that it may have.

Most texts have none of the words that are looked for, and compiling a pattern takes a thousand times as long as asking
for them. So a text is first asked, in linear time, which words of a pattern its outline has; what can't match there is
left out of the pattern, and where nothing can, no pattern is compiled at all. That changes no match.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Generic, TypeVar

T = TypeVar("T")
#: A pattern that matches nothing, and its source.
NEVER = "(?!)"
_NEVER = re.compile(NEVER)
#: What begins at the beginning of a word and ends at its end.
_WORD = re.compile(r"\w+")
#: The signs of figures, whatever their script; all are one in an outline.
_FIGURE = re.compile(r"[\d½¼¾]")
_FIGURE_SIGN = "0"
#: Letters that a pattern takes for others where case does not matter, and that no word of ours is written with.
_PLAIN_LETTERS = str.maketrans({"\u017f": "s", "\u0131": "i", "\u0130": "I", "\u212a": "K"})
#: How many outlines are remembered: those of the sentences of a notice, which many rules ask about.
_CACHE_SIZE = 1024
#: So often the words of a pattern grow with the texts; then all are taken, so that it is not compiled for each text.
_MOST_GROWTH = 6
#: How many texts a pattern is asked about before it is compiled whole.
_MOST_ASKED = 1_000
#: Words are looked up by so many of their first characters.
_START = 4
#: Of a longer outline each word is asked for by itself: it has most starts, and to list them takes memory.
_LONGEST_OUTLINE = 600


def write_plainly(text: str) -> str:
    """The text, of the same length, without the letters that are another one where case does not matter."""
    return text.translate(_PLAIN_LETTERS)


def build_word_pattern(word: str) -> str:
    """A word as a part of a pattern: a star stands for any ending, alone for any word, a space for any white space."""
    # A word that could be empty between two runs of white space would take quadratic time.
    parts = (r"\w+" if part == "*" else re.escape(part).replace(r"\*", r"\w*") for part in word.split(" "))
    return r"\s+".join(parts)


def join_words(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first; one that never matches for no words."""
    return "|".join(build_word_pattern(word) for word in sorted(words, key=len, reverse=True)) or NEVER


def join_longest(words: Iterable[str]) -> str:
    """The same, the one whose pattern is the longest first."""
    return "|".join(sorted(map(build_word_pattern, words), key=len, reverse=True)) or NEVER


def join_literally(words: Iterable[str]) -> str:
    """A pattern for any of some texts that have no stars, in their order."""
    return "|".join(map(re.escape, words)) or NEVER


def _fold(text: str) -> str:
    """The text in one form for all that a pattern takes for the same where case does not matter."""
    return _FIGURE.sub(_FIGURE_SIGN, write_plainly(text).casefold())


@lru_cache(maxsize=_CACHE_SIZE)
def outline(text: str) -> str:
    """The words of a text in one case, each with a space on either side: " personal data art 0 "."""
    return f" {_fold(' '.join(_WORD.findall(text)))} "


@lru_cache(maxsize=_CACHE_SIZE)
def _list_parts(outlined: str) -> frozenset[str] | None:
    """All that stands in an outline and is as long as the start of a word; None of a long one."""
    if len(outlined) > _LONGEST_OUTLINE:
        return None
    return frozenset([outlined[at : at + _START] for at in range(len(outlined) - _START + 1)])


class WordList:
    """Words of the data, that tell which of them a text may have.

    Args:
        words: The words, with stars for any ending.
        starts: Whether the pattern finds each only where a word of the text begins; `ends` likewise.
        join: Makes a pattern of some of the words, which may be none.
    """

    def __init__(
        self,
        words: Iterable[str],
        *,
        starts: bool = True,
        ends: bool = True,
        join: Callable[[Sequence[str]], str] = join_words,
    ) -> None:
        self.words = tuple(words)
        self.join = join
        self._starts, self._ends = starts, ends

    @cached_property
    def _stems(self) -> list[tuple[str, str]]:
        """The words, each with what the outline of a text has where the word is found."""
        folded = _fold("\n".join(self.words)).split("\n") if self.words else ()
        return [(self._find_stem(form), word) for form, word in zip(folded, self.words, strict=True)]

    @cached_property
    def _by_start(self) -> tuple[list[tuple[str, str]], dict[str, list[tuple[str, str]]]]:
        """The stems and words by the first characters of the stem, after those that are shorter."""
        short: list[tuple[str, str]] = []
        by_start: dict[str, list[tuple[str, str]]] = {}
        for each in self._stems:
            start = each[0][:_START]
            (short if len(start) < _START else by_start.setdefault(start, [])).append(each)
        return short, by_start

    def _find_stem(self, word: str) -> str:
        """The longest part of a word without stars, as an outline has it."""
        only = word.removesuffix("*")
        if only.isalnum():  # most words: one piece, which need not be taken apart
            return f"{' ' if self._starts else ''}{only}{' ' if self._ends and only == word else ''}"
        pieces = word.split("*")
        last = len(pieces) - 1
        stems = []
        for number, piece in enumerate(pieces):
            runs = _WORD.findall(piece)
            if runs:
                before = " " if (number == 0 and self._starts) or not piece.startswith(runs[0]) else ""
                after = " " if (number == last and self._ends) or not piece.endswith(runs[-1]) else ""
                stems.append(f"{before}{' '.join(runs)}{after}")
        return max(stems, key=len, default="")

    def _narrow(self, outlined: str) -> Sequence[tuple[str, str]]:
        """The stems and words of which a text with an outline may have some; it has none of the others."""
        parts = _list_parts(outlined)
        if parts is None:
            return self._stems
        short, by_start = self._by_start
        if by_start.keys().isdisjoint(parts):
            return short
        return [*short, *(each for start in by_start.keys() & parts for each in by_start[start])]

    def select(self, outlined: str) -> set[str]:
        """The words that a text with an outline may have."""
        return {word for stem, word in self._narrow(outlined) if stem in outlined}

    def may_occur(self, outlined: str) -> bool:
        """Whether a text with an outline may have any of the words."""
        return any(stem in outlined for stem, _ in self._narrow(outlined))


class LazyPattern:
    """A pattern that is compiled when a text has what it needs: one of some characters, a figure.

    Args:
        source: The pattern.
        flags: Those of `re`.
        needs: Characters one of which stands in whatever it matches; empty: none need stand there.
        figures: Whether a figure does.
    """

    def __init__(self, source: str, flags: int = 0, *, needs: str = "", figures: bool = False) -> None:
        self._source, self._flags = source, flags
        self._needs, self._figures = needs, figures

    @cached_property
    def whole(self) -> re.Pattern[str]:
        """The pattern for whatever text."""
        return re.compile(self._source, self._flags)

    def _prepare(self, text: str) -> re.Pattern[str]:
        """A pattern that finds in a text what the whole one does."""
        if self._needs and not any(map(text.__contains__, self._needs)):
            return _NEVER
        return _NEVER if self._figures and not _FIGURE.search(text) else self.whole

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The first match in a text."""
        text = text if end is None else text[:end]
        return self._prepare(text).search(text, start)

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """The match that begins at a place."""
        return self._prepare(text).match(text, start)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """The match of a whole text."""
        return self._prepare(text).fullmatch(text)

    def finditer(self, text: str, end: int | None = None) -> Iterator[re.Match[str]]:
        """The matches in a text."""
        text = text if end is None else text[:end]
        return self._prepare(text).finditer(text)

    def findall(self, text: str) -> list[str]:
        """What matches in a text, as it is written; of a pattern with a group, what the group does."""
        return self._prepare(text).findall(text)

    def split(self, text: str, maxsplit: int = 0) -> list[str]:
        """What is between the matches."""
        return self._prepare(text).split(text, maxsplit)

    def sub(self, by: str | Callable[[re.Match[str]], str], text: str) -> str:
        """The text with something else in the place of each match."""
        prepared = self._prepare(text)
        return text if prepared is _NEVER else prepared.sub(by, text)  # `by` may name groups


class WordPattern(LazyPattern):
    """A pattern made of lists of words: of those words of each list that the texts may have which were asked so far.

    Args:
        lists: The lists by their names.
        build: Makes the pattern of the pattern of each list.
        choices: Names of lists, of each of which a word stands in whatever matches; several where there are several
            ways to match, and none where no word need stand there. A name of no list stands for a figure.
        needs: Characters one of which stands in whatever matches as well; empty: none need stand there.
    """

    def __init__(
        self,
        lists: Mapping[str, WordList],
        build: Callable[[Mapping[str, str]], str],
        choices: Sequence[Sequence[str]],
        flags: int = re.IGNORECASE,
        needs: str = "",
    ) -> None:
        super().__init__("", flags, needs=needs)
        self._lists, self._build, self._choices = lists, build, choices or ((),)
        self._growth = self._asked = 0
        #: The words that are known of each list and their pattern: one value, since threads may ask at once.
        self._state = ({name: frozenset[str]() for name in lists}, _NEVER)

    @cached_property
    def whole(self) -> re.Pattern[str]:
        """The pattern of all words."""
        return self._compile({name: each.words for name, each in self._lists.items()})

    def _compile(self, words: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
        joined = {name: each.join(words[name]) for name, each in self._lists.items()}
        return re.compile(self._build(joined), self._flags)

    def _prepare(self, text: str) -> re.Pattern[str]:
        if self._needs and not any(map(text.__contains__, self._needs)):
            return _NEVER
        self._asked += 1
        if self._asked > _MOST_ASKED:  # so many texts are worth the time that the whole pattern takes to be compiled
            return self.whole
        outlined = outline(text)
        if not any(all(self._may_have(name, outlined) for name in choice) for choice in self._choices):
            return _NEVER
        if self._growth > _MOST_GROWTH:
            return self.whole
        found = {name: each.select(outlined) for name, each in self._lists.items()}
        known, compiled = self._state
        if compiled is _NEVER or not all(known[name].issuperset(words) for name, words in found.items()):
            self._growth += 1
            known = {name: words.union(found[name]) for name, words in known.items()}
            compiled = self._compile(
                {name: [word for word in each.words if word in known[name]] for name, each in self._lists.items()}
            )
            self._state = known, compiled
        return compiled

    def _may_have(self, name: str, outlined: str) -> bool:
        return self._lists[name].may_occur(outlined) if name in self._lists else _FIGURE_SIGN in outlined


class ValuePattern(WordPattern, Generic[T]):
    """A pattern that finds words as whole words, the longest first, and knows the value of each.

    Args:
        values: The words with their values; of a word that is there twice, the first counts.
        after: A pattern for what follows each word.
    """

    def __init__(self, values: Iterable[tuple[str, T]], *, after: str = r"(?!\w)", flags: int = re.IGNORECASE) -> None:
        known = sorted(values, key=lambda item: -len(item[0]))
        self._values = [value for _, value in known]
        numbers = {word: number for number, (word, _) in reversed(list(enumerate(known)))}

        def join(words: Sequence[str]) -> str:
            return "|".join(f"(?P<w{numbers[word]}>{build_word_pattern(word)})" for word in words) or NEVER

        listed = WordList(dict.fromkeys(word for word, _ in known), join=join)
        super().__init__({"words": listed}, lambda parts: rf"(?<!\w)(?:{parts['words']}){after}", (("words",),), flags)

    def get_value(self, match: re.Match[str]) -> T:
        """The value of the word that a match found."""
        assert match.lastgroup is not None
        return self._values[int(match.lastgroup[1:])]
