"""Tells whether words tell of the risks of a transfer to a third country, as GDPR Art. 49(1)(a) asks."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from seloste.policy.prose.lazy_patterns import WordPattern
from seloste.policy.prose.passages import split_passages
from seloste.policy.prose.words import compile_words, load_words


@cache
def _compile_words(key: str, language: str) -> WordPattern:
    return compile_words(load_words(f"risks.{key}", language) or ())


def tells_risks(text: Mapping[str, str], *, anywhere: bool) -> bool:
    """Whether a text tells of risks, in any of its languages.

    `anywhere`: the text is about something else as well, so that the sentence must speak of a transfer too.
    """
    return any(_names_risks(words, language, anywhere) for language, words in text.items())


def _names_risks(words: str, language: str, anywhere: bool) -> bool:
    for sentence in split_passages(words, language):
        rest = _compile_words("no_risks", language).sub(" ", sentence.text)
        if _compile_words("risks", language).search(rest) and (
            not anywhere or _compile_words("transfers", language).search(rest)
        ):
            return True
    return False
