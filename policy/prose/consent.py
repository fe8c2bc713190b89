"""Tells whether words speak of consent, "the Patient Act, and your consent", or of withdrawing it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from seloste.policy.prose.lazy_patterns import WordPattern
from seloste.policy.prose.words import compile_words, load_words


@cache
def _compile_words(key: str, language: str) -> WordPattern:
    return compile_words(load_words(f"consent.{key}", language) or ())


def speaks_of_consent(text: Mapping[str, str]) -> bool:
    """Whether a text speaks of consent, in any language, and does not say that there is none."""
    return any(
        _compile_words("consent", language).search(_compile_words("no_consent", language).sub(" ", words))
        for language, words in text.items()
    )


def speaks_of_withdrawal(text: Mapping[str, str]) -> bool:
    """Whether a text speaks of withdrawing consent, or of ending messages, in any language."""
    return any(_compile_words("withdrawal", language).search(words) for language, words in text.items())
