"""Words that changed where the facts did not: only their look, a figure in them, or their sense as far as one knows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from seloste.policy.base import Text
from seloste.policy.change.reason import DraftReason, Term

_WORD = re.compile(r"[^\W_]+")
_FIGURE = re.compile(r"\d+(?:[.,:/-]\d+)*")


def compare_words(before: Text, after: Text, dropped: Sequence[str]) -> Iterator[DraftReason]:
    """The reasons, language by language. A language that the whole notice `dropped` is told of once, there."""
    changed = {code for code in before.keys() & after.keys() if before[code] != after[code]}
    real = sorted(code for code in changed if strip_typography(before[code]) != strip_typography(after[code]))
    figures = [code for code in real if _FIGURE.findall(before[code]) != _FIGURE.findall(after[code])]
    if figures:
        yield DraftReason("wording-figures", {"languages": _languages(figures)})
    elif real:
        yield DraftReason("wording-changed", {"languages": _languages(real)})
    elif changed:
        yield DraftReason("wording-typography", {"languages": _languages(sorted(changed))})
    if added := sorted(after.keys() - before.keys()):
        yield DraftReason("translation-added", {"languages": _languages(added)})
    if removed := sorted(before.keys() - after.keys() - set(dropped)):
        yield DraftReason("translation-removed", {"languages": _languages(removed)})


def strip_typography(text: str) -> str:
    """The text without what is only its look: white space, case, hyphenation, quotation marks, punctuation.

    Figures keep the signs within them: 1.5 is not 15.
    """
    plain = unicodedata.normalize("NFKC", text).casefold().replace("\u00ad", "")
    return " ".join([*_FIGURE.findall(plain), "|", "".join(_WORD.findall(plain))])


def _languages(codes: Sequence[str]) -> tuple[Term, ...]:
    return tuple(Term("language", code) for code in codes)
