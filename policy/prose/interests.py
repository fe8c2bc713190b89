"""Tells whether words name a legitimate interest, or only cite it: "our legitimate interest in preventing fraud"."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from seloste.policy.prose.lazy_patterns import LazyPattern, WordPattern
from seloste.policy.prose.words import compile_words, load_words

#: The end of a sentence. The point of an abbreviation is followed by no space and capital letter.
_SENTENCE_END = LazyPattern(r"[.!?](?=\s+[^\W\d_a-zåäö])|[;\n]", needs=".!?;\n")
#: What may be between the interest and the words that name it.
_LEADING = LazyPattern(r"[\s,:–—(“”\"'-]+")
#: A word long enough to name something.
_WORD = LazyPattern(r"[^\W\d_]{3,}")
#: So often at most is one sentence asked about the words after an interest.
_MOST = 10


@cache
def _compile_words(key: str, language: str) -> WordPattern:
    return compile_words(load_words(f"interests.{key}", language) or ())


def names_interest(text: Mapping[str, str]) -> bool:
    """Whether a text names a legitimate interest, in each of its languages whose words are known, and it has one."""
    known = [language for language in text if load_words("interests.interests", language)]
    return bool(known) and all(_names_interest(text[language], language) for language in known)


def _names_interest(text: str, language: str) -> bool:
    return any(_is_named_in(sentence, language) for sentence in _SENTENCE_END.split(text))


def _is_named_in(sentence: str, language: str) -> bool:
    found = list(_compile_words("interests", language).finditer(sentence))
    if not found:
        return False
    after = sentence[found[-1].end() :]
    relative = _compile_words("relatives", language).search(after)
    if relative and _WORD.search(after, relative.end()):
        return True
    if any(_is_followed_by_name(sentence[match.end() :], language) for match in found[:_MOST]):
        return True
    before = sentence[: found[0].start()].rstrip()
    copulas = [match for match in _compile_words("copulas", language).finditer(before) if match.end() == len(before)]
    return bool(copulas and _WORD.search(before[: copulas[0].start()])) and not _compile_words(
        "bases", language
    ).search(before)


def _is_followed_by_name(after: str, language: str) -> bool:
    """Whether the words right after an interest name it."""
    after = _skip(_LEADING, after)
    after = _skip(_LEADING, _skip(_compile_words("holders", language), after))
    return not _compile_words("bare", language).match(after) and bool(_WORD.search(after))


def _skip(pattern: LazyPattern, text: str) -> str:
    match = pattern.match(text)
    return text[match.end() :] if match else text
