"""The nearest known name: the suggestion for a name that is misspelled."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from itertools import islice

#: Names are compared up to here, in characters: the comparison takes quadratic time. And with so many names at most.
_LONGEST = 80
_MOST_NAMES = 1_000


def nearest_name(name: str, known: Iterable[str], *, cutoff: float = 0.6) -> str:
    """The known name most like a name, by a likeness of at least `cutoff` (0 to 1); empty where none is."""
    return next(iter(difflib.get_close_matches(name[:_LONGEST], [*islice(known, _MOST_NAMES)], n=1, cutoff=cutoff)), "")
