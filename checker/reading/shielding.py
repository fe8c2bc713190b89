"""Shields a text from libyaml: replaces the characters that libyaml misreads, and restores them in values."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any

import msgspec

from seloste.policy.prose.lazy_patterns import LazyPattern

#: Restores the characters of a value that `shield` replaced. The flag tells whether the scalar is double-quoted: only
#: then an escape stands for a character.
Restore = Callable[[str, bool], str]

#: Line breaks in YAML 1.1, but ordinary characters in YAML 1.2 and in editors.
_YAML_1_1_BREAKS = "\x85\u2028\u2029"
#: A character beyond U+FFFF as JSON escapes it, in two halves that YAML does not know.
_ESCAPED_PAIR = LazyPattern(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
#: The number of characters in such an escape, and the base of the number that replaces it.
_PAIR_LENGTH = 12
_BASE = 6


def shield(text: str) -> tuple[str, Restore | None]:
    """The text as libyaml reads it, and a function that restores a value; None where every value is as it is read.

    Values are in Unicode NFC: ids that look alike are alike, whatever keyboard or program they come from.
    """
    shielded, restore = _replace_misread(text)
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return shielded, restore

    def restore_and_normalize(value: str, escaped: bool) -> str:
        return unicodedata.normalize("NFC", restore(value, escaped) if restore else value)

    return shielded, restore_and_normalize


def _replace_misread(text: str) -> tuple[str, Restore | None]:
    """Replaces the characters that libyaml misreads, and gives a function that restores them in a value.

    The replacements are private characters that the text does not use. They have the same length, so that all columns
    stay. Each escaped pair becomes a number of twelve digits, for which six private characters are the digits. A text
    that leaves too few private characters unused is not changed.
    """
    breaks = [] if text.isascii() else [old for old in _YAML_1_1_BREAKS if old in text]
    pairs = sorted(set(_ESCAPED_PAIR.findall(text))) if "\\u" in text else []
    if not breaks and not pairs:
        return text, None
    unused = _find_unused_characters(text, len(breaks) + (_BASE if pairs else 0))
    if unused is None:
        return text, None
    swaps: dict[str, Any] = dict(zip(breaks, unused, strict=False))
    digits = unused[len(breaks) :]
    numbers = {pair: _write_number(count, digits) for count, pair in enumerate(pairs)}
    shielded = _ESCAPED_PAIR.sub(lambda pair: numbers[pair[0]], text) if pairs else text
    shielded = shielded.translate(str.maketrans(swaps))
    swaps_back = str.maketrans({new: old for old, new in swaps.items()})
    pairs_by_number = {number: pair for pair, number in numbers.items()}
    pattern = re.compile(f"[{digits}]{{{_PAIR_LENGTH}}}") if digits else None

    def restore_pair(number: re.Match[str], escaped: bool) -> str:
        pair = pairs_by_number[number[0]]
        return msgspec.json.decode(f'"{pair}"', type=str) if escaped else pair

    def restore(value: str, escaped: bool) -> str:
        if pattern is not None:
            value = pattern.sub(lambda number: restore_pair(number, escaped), value)
        return value.translate(swaps_back) if swaps else value

    return shielded, restore


def _find_unused_characters(text: str, count: int) -> str | None:
    """As many private characters as asked for that the text does not use; None if there are too few."""
    used = set(text)
    free = [chr(code) for code in (*range(0xE000, 0xF900), *range(0xF0000, 0xF1000)) if chr(code) not in used]
    return "".join(free[:count]) if len(free) >= count else None


def _write_number(number: int, digits: str) -> str:
    """The digits of a number, the lowest first."""
    written = ""
    for _ in range(_PAIR_LENGTH):
        number, digit = divmod(number, _BASE)
        written += digits[digit]
    return written
