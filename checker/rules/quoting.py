"""The notice's own words as they are quoted in a message: each in its own marks, and without its full stop."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice

from seloste.checker.finding import MOST_ITEMS, Argument, Several, Word


def quote(words: Argument) -> Argument:
    """Words of the notice in quotation marks. What is no text, such as a country, is named without them."""
    if isinstance(words, str):
        return Word("phrases.quoted", {"value": _drop_full_stop(words)})
    if isinstance(words, Mapping):
        return Word("phrases.quoted", {"value": trim(words)})
    return words


def trim(text: Mapping[str, str]) -> dict[str, str]:
    """Words of the notice without the full stop that ends them, for a message that has quotation marks of its own."""
    return {language: _drop_full_stop(words) for language, words in text.items()}


def quote_all(texts: Iterable[Argument]) -> Several:
    """The words of several entries, to be listed; of very many, the first."""
    return Several(tuple(quote(words) for words in islice(texts, MOST_ITEMS + 1)))


def _drop_full_stop(text: str) -> str:
    """The text without the full stop that ends it, which would stand in the middle of the message."""
    trimmed = text.rstrip()
    return trimmed[:-1] if trimmed.endswith(".") and not trimmed.endswith("..") else trimmed
