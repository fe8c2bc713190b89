"""Periods that are added to another one: "a further twelve months", "yksi vuosi lisää", "tre år till"."""

from __future__ import annotations

from functools import cache

from seloste.policy.prose.lazy_patterns import WordList, WordPattern
from seloste.policy.prose.words import load_words

#: So many characters on either side of a period are looked at.
_NEAR = 30


def is_addition(text: str, start: int, end: int, language: str) -> bool:
    """Whether the period from `start` to `end` of a text is said to come on top of another."""
    before, within, after = _compile_additions(language)
    return bool(
        before.search(text[max(0, start - _NEAR) : start])
        or within.search(text[start:end])
        or after.match(text[end : end + _NEAR])
    )


@cache
def _compile_additions(language: str) -> tuple[WordPattern, WordPattern, WordPattern]:
    """Patterns for words directly before such a period, within it and directly after it."""
    before, after = (WordList(load_words(f"periods.added_{where}", language) or ()) for where in ("before", "after"))
    small = WordList(load_words("figures.ones", language) or ())
    return (
        WordPattern(
            {"before": before, "small": small},
            lambda part: rf"(?<!\w)(?:{part['before']})\s+(?:(?:{part['small']})\s+)?$",
            [["before"]],
        ),
        WordPattern({"before": before}, lambda part: rf"(?<!\w)(?:{part['before']})(?!\w)", [["before"]]),
        WordPattern({"after": after}, lambda part: rf"\s(?:{part['after']})(?!\w)", [["after"]]),
    )
