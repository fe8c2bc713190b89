"""Texts that tell things apart, such as findings: shortened, and as a hash."""

from __future__ import annotations

import hashlib
import unicodedata
from functools import lru_cache

#: The longest text that tells things apart, in characters; of a longer one, the beginning and a hash.
LONGEST_IDENTITY = 1_000
#: How long that beginning is.
_BEGINNING = 300


def cut_identity(text: str) -> str:
    """A text that tells things apart, shortened without making two of them alike."""
    if len(text) <= LONGEST_IDENTITY:
        return text
    return f"{text[:_BEGINNING]}… {hashlib.sha256(text.encode(errors='surrogatepass')).hexdigest()}"


@lru_cache(maxsize=4096)  # a finding is compared by it again and again: day by day in a forecast
def compute_fingerprint(*parts: str) -> str:
    """The hash of some texts, in 32 digits; blanks and the forms of one character make no difference."""
    normal = "\0".join(" ".join(unicodedata.normalize("NFC", part).split()) for part in parts)
    return hashlib.sha256(normal.encode(errors="surrogatepass")).hexdigest()[:32]
