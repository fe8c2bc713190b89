"""A name as its words: `customerEmail`, `CUSTOMER_EMAIL` and `customer-email` are "customer" and "email"."""

from __future__ import annotations

import re
import unicodedata

#: A word written in capitals, one in small letters, or digits.
_TOKEN = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
#: More of a name, and more words of it, are not read.
_MOST_CHARACTERS, _MOST_TOKENS = 120, 16
#: Letters that Unicode does not take apart.
_SINGLE = str.maketrans({"ø": "o", "Ø": "O", "æ": "ae", "Æ": "AE", "ß": "ss", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D"})
_DOUBLE = str.maketrans({"ä": "ae", "ö": "oe", "å": "aa", "ü": "ue"})


def strip_marks(text: str) -> str:
    """The letters without their marks: "Sähköposti" is "Sahkoposti"."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text.translate(_SINGLE))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def spell_in_ascii(word: str) -> set[str]:
    """A word as names without umlauts spell it: "sähköposti" is `sahkoposti` and `saehkoeposti`, without spaces."""
    lowered = word.casefold().replace(" ", "")
    if lowered.isascii():
        return {lowered}
    return {strip_marks(lowered), strip_marks(lowered.translate(_DOUBLE))}


def split_tokens(name: str) -> list[str]:
    """The words of a name, in small letters without marks; numbers are words. Of a long name the beginning."""
    tokens = _TOKEN.findall(strip_marks(name[:_MOST_CHARACTERS]))
    return [token.lower() for token in tokens[:_MOST_TOKENS]]
