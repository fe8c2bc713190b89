"""The words that are looked for in the texts of a notice, as data, and the patterns made of them.

A language is a folder of `policy/prose/languages/`, with a file for each kind of words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from seloste.policy.base import get_base_language
from seloste.policy.data import load_yaml

_LANGUAGES = Path(__file__).parent / "languages"
#: Letters that a pattern takes for others where case does not matter, and that no word of ours is written with.
_PLAIN_LETTERS = str.maketrans({"\u017f": "s", "\u0131": "i", "\u0130": "I", "\u212a": "K"})


@cache
def _load_file(name: str, language: str) -> dict[str, Any]:
    """A file of a language; empty where the language has no words there."""
    path = _LANGUAGES / language / f"{name}.yaml"
    return dict(load_yaml(path)) if path.is_file() else {}


def load_words(key: str, language: str) -> Any:
    """The words under a key, such as `figures.units`; None where the language has none.

    A variant (`fi-x-selko`) has the words of its base language.
    """
    name, _, words = key.partition(".")
    return _load_file(name, get_base_language(language)).get(words)


def list_languages() -> tuple[str, ...]:
    """The languages that have words, as BCP 47 tags."""
    return tuple(sorted(path.name for path in _LANGUAGES.iterdir() if path.is_dir()))


def compile_words(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any of `words` as a whole word; a star stands for any ending."""
    alternatives = sorted((build_word_pattern(word) for word in words), key=len, reverse=True)
    return (
        re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)", re.IGNORECASE)
        if alternatives
        else re.compile(r"(?!)")
    )


def build_word_pattern(word: str) -> str:
    """A word as a part of a pattern: a star stands for any ending, alone for any word, a space for any white space."""
    # A word that could be empty between two runs of white space would take quadratic time.
    parts = (r"\w+" if part == "*" else re.escape(part).replace(r"\*", r"\w*") for part in word.split(" "))
    return r"\s+".join(parts)


def write_plainly(text: str) -> str:
    """The text, of the same length, without the letters that are another one where case does not matter."""
    return text.translate(_PLAIN_LETTERS)
