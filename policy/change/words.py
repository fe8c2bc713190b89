"""Changed words where the facts are the same: only typography, a figure, or possibly the meaning."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from seloste.policy.base import Text
from seloste.policy.change.reason import DraftReason, Term

_WORD = re.compile(r"[^\W_]+")
_FIGURE = re.compile(r"\d+(?:[.,:/-]\d+)*")


def compare_words(before: Text, after: Text, dropped: Sequence[str]) -> Iterator[DraftReason]:
    """The reasons for changed words. A language that the notice `dropped` has a reason of its own elsewhere."""
    changed = {code for code in before.keys() & after.keys() if before[code] != after[code]}
    other_words = sorted(code for code in changed if strip_typography(before[code]) != strip_typography(after[code]))
    figures = [code for code in other_words if _FIGURE.findall(before[code]) != _FIGURE.findall(after[code])]
    if figures:
        yield DraftReason("wording-figures", {"languages": _list_languages(figures)})
    elif other_words:
        yield DraftReason("wording-changed", {"languages": _list_languages(other_words)})
    elif changed:
        yield DraftReason("wording-typography", {"languages": _list_languages(sorted(changed))})
    if added := sorted(after.keys() - before.keys()):
        yield DraftReason("translation-added", {"languages": _list_languages(added)})
    if removed := sorted(before.keys() - after.keys() - set(dropped)):
        yield DraftReason("translation-removed", {"languages": _list_languages(removed)})


def strip_typography(text: str) -> str:
    """The text without typography: white space, case, hyphenation, quotation marks, punctuation.

    Figures keep the signs within them: 1.5 is not 15.
    """
    plain = unicodedata.normalize("NFKC", text).casefold().replace("\u00ad", "")
    return " ".join([*_FIGURE.findall(plain), "|", "".join(_WORD.findall(plain))])


def _list_languages(codes: Sequence[str]) -> tuple[Term, ...]:
    return tuple(Term("language", code) for code in codes)
