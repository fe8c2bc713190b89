"""The words that rules look for, as data, and the patterns made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from seloste.policy.base import get_base_language
from seloste.policy.data import load_yaml


@cache
def _load_data() -> dict[str, Any]:
    """The whole of `wording.yaml`."""
    return dict(load_yaml(Path(__file__).parent / "wording.yaml"))


def load_wording(key: str) -> Any:
    """The words under `key`: by language, or by kind."""
    return _load_data()[key]


def load_words(key: str, language: str) -> Any:
    """The words under `key` in a language; a variant (`fi-x-selko`) has the words of its base language."""
    return load_wording(key).get(get_base_language(language))


def compile_words(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any of `words` as a whole word; a star stands for any ending."""
    alternatives = sorted((build_word_pattern(word) for word in words), key=len, reverse=True)
    return (
        re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)", re.IGNORECASE)
        if alternatives
        else re.compile(r"(?!)")
    )


def build_word_pattern(word: str) -> str:
    """A word as a part of a pattern: a star stands for any ending, a space for any white space."""
    return re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+")
