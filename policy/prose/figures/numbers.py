"""Reads numbers: in digits, in words, joined ("twenty-five", "kaksitoista") and with a half ("1½", "puolitoista")."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from msgspec import Struct

from seloste.policy.prose.lazy_patterns import WordList
from seloste.policy.prose.words import load_words

#: The signs of fractions that stand alone or after a whole number.
_SIGNS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
#: A number in digits, with at most one decimal separator; a longer one is no length of time.
_DIGITS = r"(?<![\w.,])(?:\d{1,6}(?:[.,]\d{1,2})?(?:\s?[½¼¾])?|[½¼¾])(?![\d½])"


class Numerals(Struct, frozen=True):
    """The number words of a language, each with its value."""

    words: dict[str, float]
    tens: dict[str, float]
    ones: dict[str, float]
    teens: tuple[str, ...]
    halves: tuple[str, ...]
    #: The lists of `build_number`.
    lists: dict[str, WordList]


@cache
def load_numerals(language: str) -> Numerals:
    """The number words of a language."""
    words = {
        word: float(value) for value, each in (load_words("figures.numbers", language) or {}).items() for word in each
    }
    words |= dict.fromkeys(load_words("figures.ones", language) or (), 1.0)
    ones = {word: value for word, value in words.items() if value < 10}
    tens = {word: value for word, value in words.items() if value in range(20, 100, 10)}
    for value, each in (load_words("periods.fractions", language) or {}).items():
        words |= dict.fromkeys(each, float(value))
    stems = {stem: float(value) for value, stem in (load_words("periods.stems", language) or {}).items()}
    teens, halves = (tuple(load_words(f"periods.{key}", language) or ()) for key in ("teens", "and_a_half"))
    lists = {
        "one": WordList(ones, starts=False, ends=False),
        "ten": WordList(tens, ends=False),
        "teen": WordList(teens, starts=False, ends=False),
        "half": WordList(halves, ends=False),
        "numeral": WordList({**stems, **words}, ends=False),
    }
    return Numerals({**stems, **words}, tens, ones, teens, halves, lists)


def build_number(parts: Mapping[str, str]) -> str:
    """A pattern without groups for a number in digits or words, of those of `Numerals.lists`.

    Whatever it matches has a figure or a word of the list `numeral` in it.
    """
    plain = rf"(?:{parts['ten']})[\s-]?(?:{parts['one']})|(?:{parts['one']})(?:{parts['teen']})|{parts['numeral']}"
    return rf"(?:{_DIGITS}|(?<![\w-])(?:{plain}))(?:\s+(?:{parts['half']}))?"


def read_number(written: str, language: str) -> float | None:
    """The number that is written, in digits or in words; None where it is none."""
    known = load_numerals(language)
    text = " ".join(written.lower().split())
    for half in known.halves:
        if text.endswith(f" {half}"):
            whole = read_number(text.removesuffix(half).strip(), language)
            return None if whole is None else whole + 0.5
    if text in known.words:
        return known.words[text]
    for teen in known.teens:
        if text.endswith(teen) and text.removesuffix(teen) in known.ones:
            return known.ones[text.removesuffix(teen)] + 10
    for ten, value in known.tens.items():
        if text.startswith(ten) and text.removeprefix(ten).lstrip(" -") in known.ones:
            return value + known.ones[text.removeprefix(ten).lstrip(" -")]
    return _read_digits(text)


def _read_digits(text: str) -> float | None:
    sign = _SIGNS.get(text[-1:], 0.0)
    digits = re.sub(r"\s", "", text.rstrip("½¼¾")).replace(",", ".")
    try:
        return float(digits or 0) + sign
    except ValueError:
        return None
