"""Lines for a terminal."""

from __future__ import annotations

import textwrap


def wrap_words(words: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """The words as lines of at most `width` characters. `first` begins the first line, `rest` each other line.

    Words are never broken, so a word longer than a line stands alone in a longer one.
    """
    return textwrap.wrap(
        words,
        width,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
