"""The sections that a heading names, by its words. They are data: `policy/prose/languages/<language>/headings.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from msgspec import Struct

from seloste.policy.prose.lazy_patterns import WordPattern, build_word_pattern
from seloste.policy.prose.words import compile_words, list_languages, load_words

#: A longer text is no heading, and of it so much is looked at.
LONGEST_HEADING = 160
#: A heading has at most so many words.
MOST_WORDS = 16
#: What names no section of ours, though its words are like those of one that does.
_NONE = "none"
_WORD = re.compile(r"\w+(?:[’'.:-]\w+)*")
#: What may stand around the words of a heading.
_AROUND = " \t\u00a0:.?!–—-•*#_"


class Naming(Struct, frozen=True):
    """What a heading names.

    Attributes:
        sections: Sections of ours, in the order of the heading's words.
        is_whole: Whether all its words name them, or say nothing of which section it is.
        is_own: Whether it is surely the heading of a section of the notice's own: "Changes to this notice".
    """

    sections: tuple[str, ...] = ()
    is_whole: bool = False
    is_own: bool = False

    @property
    def is_heading(self) -> bool:
        """Whether a line of its own with these words is a heading."""
        return self.is_whole or self.is_own


@cache
def _compile_phrases(language: str) -> tuple[tuple[str, int, re.Pattern[str]], ...]:
    """Each phrase as its section, its length and its pattern."""
    known: dict[str, list[str]] = load_words("headings.sections", language) or {}
    listed = [*known.items(), (_NONE, load_words("headings.none", language) or [])]
    return tuple(
        (section, len(phrase), re.compile(rf"(?<![\w-]){_build_phrase(phrase)}(?!\w)", re.IGNORECASE))
        for section, phrases in listed
        for phrase in phrases
    )


def _build_phrase(phrase: str) -> str:
    """A phrase as a pattern: a star alone stands for a few words."""
    return r"\s+(?:\S{1,40}\s+){1,4}?".join(build_word_pattern(part) for part in phrase.split(" * "))


@cache
def _compile_whole(language: str) -> tuple[tuple[str, WordPattern], ...]:
    """A pattern for the words that name each section where they are all of a heading."""
    known: dict[str, list[str]] = load_words("headings.whole", language) or {}
    return tuple((section, compile_words(words)) for section, words in known.items())


@cache
def compile_headings(key: str, language: str) -> WordPattern:
    """A pattern for the words under a key of `headings.yaml`: `titles`, `contents`, `fillers`."""
    return compile_words(load_words(f"headings.{key}", language) or ())


@lru_cache(maxsize=4096)
def name_sections(heading: str, language: str) -> Naming:
    """What a heading names: the longest phrases first, so that "oikeusperuste" is no right."""
    text = heading[:LONGEST_HEADING]
    alone = strip_heading(text)
    for section, pattern in _compile_whole(language):
        if pattern.fullmatch(alone):
            return Naming((section,), is_whole=True)
    if compile_headings("own", language).search(text) and len(text.split()) <= MOST_WORDS:
        return Naming(is_own=True)
    claimed: list[tuple[int, int, str]] = []
    for start, end, section in sorted(_match_all(text, language), key=lambda found: (found[0] - found[1], found[0])):
        if all(end <= other or start >= other_end for other, other_end, _ in claimed):
            claimed.append((start, end, section))
    claimed.sort()
    sections = tuple(dict.fromkeys(section for _, _, section in claimed if section != _NONE))
    rest = [
        word[0] for word in _WORD.finditer(text) if not any(start <= word.start() < end for start, end, _ in claimed)
    ]
    fillers = compile_headings("fillers", language)
    is_plain = len(heading) <= LONGEST_HEADING and all(section != _NONE for _, _, section in claimed)
    is_whole = is_plain and all(word[:1].isdigit() or fillers.fullmatch(word) for word in rest)
    return Naming(sections, is_whole and bool(sections))


def _match_all(text: str, language: str) -> Iterator[tuple[int, int, str]]:
    for section, _, pattern in _compile_phrases(language):
        for match in pattern.finditer(text):
            yield match.start(), match.end(), section


def strip_heading(text: str) -> str:
    """The words of a heading, without what stands around them."""
    return text.strip(_AROUND) + ("?" if text.rstrip().endswith("?") else "")


def is_title(text: str, language: str) -> bool:
    """Whether a text is the title of a notice."""
    return len(text) <= LONGEST_HEADING and bool(compile_headings("titles", language).search(text))


def is_summary(text: str, language: str) -> bool:
    """Whether a line heads a summary of what the notice says."""
    return compile_headings("summaries", language).fullmatch(strip_heading(text)) is not None


def detect_language(text: str, declared: str | None = None) -> str:
    """The language of a text by its frequent words; the one declared where they do not tell."""
    words = [word.casefold() for word in _WORD.findall(text[:20_000])]
    counts = {
        code: sum(word in _load_common(code) for word in words) for code in list_languages() if _load_common(code)
    }
    best = max(counts, key=lambda code: counts[code], default=declared or "fi")
    others = max((count for code, count in counts.items() if code != best), default=0)
    if counts.get(best, 0) < 3 or counts[best] < 1.5 * others:
        return declared or best
    return declared if declared and declared.partition("-")[0] == best else best


@cache
def _load_common(language: str) -> frozenset[str]:
    return frozenset(load_words("headings.common", language) or ())
