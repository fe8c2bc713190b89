"""The words that are looked for in the texts of a notice, as data, and the patterns made of them.

A language is a folder of `policy/prose/languages/`, with a file for each kind of words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from seloste.policy.base import get_base_language
from seloste.policy.data import load_yaml
from seloste.policy.prose.lazy_patterns import WordList, WordPattern, join_longest

_LANGUAGES = Path(__file__).parent / "languages"


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


def compile_words(words: Iterable[str]) -> WordPattern:
    """A pattern that finds any of `words` as a whole word; a star stands for any ending."""
    return WordPattern({"words": WordList(words, join=join_longest)}, _build_whole_words, (("words",),))


def _build_whole_words(parts: Mapping[str, str]) -> str:
    return rf"(?<!\w)(?:{parts['words']})(?!\w)"
