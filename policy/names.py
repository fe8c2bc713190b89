"""The nearest known name: the suggestion for a name that is misspelled."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

#: Names are compared up to here, in characters: the comparison takes quadratic time.
_LONGEST = 80


def nearest_name(name: str, known: Iterable[str], *, cutoff: float = 0.6) -> str:
    """The known name most like a name, by a likeness of at least `cutoff` (0 to 1); empty where none is."""
    return next(iter(difflib.get_close_matches(name[:_LONGEST], [*known], n=1, cutoff=cutoff)), "")
