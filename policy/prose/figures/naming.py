"""Periods that no verb says to be kept: "Customer data: three years", "vouchers for six years from the year's end"."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from seloste.policy.prose.figures.numbers import build_number, load_numerals
from seloste.policy.prose.figures.periods import list_periods
from seloste.policy.prose.lazy_patterns import WordList, WordPattern, join_literally
from seloste.policy.prose.words import compile_words, load_words

#: A sentence of so many words or fewer may be a heading or an item of a list: "Customer data: three years".
_SHORT = 6
#: What may part the name of some data from their period: "Customer data: three years", "Invoices (six years)".
_NAME_ENDS = (":", "–", " - ", "(", "|")
#: So many characters after a period are looked at for what it runs from.
_NEAR = 40


def names_data(before: str, period: str, after: str, is_alone: bool, language: str) -> bool:
    """Whether a sentence without a verb for keeping is all the same the name of some data and their period.

    Args:
        before: The words before the period, and `after` those after it.
        is_alone: Whether a text has no other sentence.
    """
    words = before.split()
    if len(f"{before}{period}{after}".split()) <= _SHORT:
        return is_alone or len(f"{before}{period}".split()) <= 1 or any(mark in before for mark in _NAME_ENDS)
    if not is_alone or len(words) > _SHORT:
        return False
    kept, verbs, since = _compile_naming(language)
    if not before.rstrip().endswith(":") and (
        verbs.search(before) or not (kept.search(before) and since.match(after[:_NEAR]))
    ):
        return False
    return not _has_bare_number(after, language)


@cache
def _compile_naming(language: str) -> tuple[WordPattern, WordPattern, WordPattern]:
    """Patterns for data that are kept, for verbs, and for what a period of keeping runs from."""
    kept, verbs, since = (load_words(f"asides.{key}", language) or () for key in ("kept", "verbs", "since"))
    endings = WordList(load_words("periods.from_which", language) or (), starts=False, join=join_literally)
    return (
        compile_words(kept),
        compile_words(verbs),
        WordPattern({"since": WordList(since), "endings": endings}, _build_since, [["since"], ["endings"]]),
    )


def _build_since(part: Mapping[str, str]) -> str:
    to_ending = rf"(?:\w++\s++){{0,2}}\w+(?:{part['endings']})(?!\w)"
    return rf"(?<!\s),?\s++(?:(?:{part['since']})(?!\w)|{to_ending})"


def _has_bare_number(after: str, language: str) -> bool:
    """Whether a number follows whose unit is that of the period before it: "ten years (ledgers) or six (vouchers)"."""
    periods = list_periods(after, language)
    return any(
        not any(period.start <= match.start() < period.end for period in periods)
        for match in _compile_number(language).finditer(after)
    )


@cache
def _compile_number(language: str) -> WordPattern:
    return WordPattern(
        load_numerals(language).lists, lambda part: rf"(?:{build_number(part)})(?!\w)", [["figure"], ["numeral"]]
    )
