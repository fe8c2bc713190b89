"""What words promise of answers to requests: within what time they come, and what they cost."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from seloste.policy.prose.figures.periods import StatedPeriod, list_periods
from seloste.policy.prose.lazy_patterns import LazyPattern, WordList, WordPattern, join_literally
from seloste.policy.prose.passages import Sentence, split_passages
from seloste.policy.prose.stance import denies
from seloste.policy.prose.words import compile_words, load_words

#: A sum, which may be written in groups of digits.
_SUM = r"\d{1,6}(?:[.,\u00a0 ]\d{2,3}){0,2}"
#: One of nothing: "0 euros", "EUR 0.00".
_NOTHING = LazyPattern(r"\D*0(?:[.,]0{1,2})?(?!\d)\D*")


@cache
def _compile_words(key: str, language: str) -> WordPattern:
    return compile_words(load_words(f"answers.{key}", language) or ())


def list_answer_periods(text: str, language: str) -> tuple[StatedPeriod, ...]:
    """The periods within which a text promises an answer, or that a request is dealt with."""
    found: list[StatedPeriod] = []
    for sentence in split_passages(text, language):
        if _is_about_answers(sentence.text, language):
            found += (period for period in list_periods(sentence.text, language) if not period.often)
    return tuple(found)


def _is_about_answers(sentence: str, language: str) -> bool:
    def says(key: str) -> bool:
        return bool(_compile_words(key, language).search(sentence))

    if says("others"):
        return False
    if says("on_request") and says("within"):
        return True
    if says("erasing"):
        return False
    if says("answers") or (says("own_acts") and says("within")):
        return True
    return says("handling") and says("requests")


def list_fees(text: str, language: str) -> tuple[str, ...]:
    """What a text asks money for a request with, as it is written; not where GDPR Art. 12(5) or 15(3) allows a fee."""
    found: list[str] = []
    for sentence in split_passages(text, language):
        if not _compile_words("allowed_fees", language).search(sentence.text):
            found += _list_sums(sentence.text, language) or _list_charges(sentence, language)
    return tuple(found)


def _list_sums(sentence: str, language: str) -> list[str]:
    sums = (match[0].strip() for match in _compile_sums(language).finditer(sentence))
    return [each for each in sums if not _NOTHING.fullmatch(each)]


def _list_charges(sentence: Sentence, language: str) -> list[str]:
    """The first words that ask for money without a sum, in a clause that does not deny it; only of a request."""
    if not _compile_words("requests", language).search(sentence.text):
        return []
    for clause in sentence.clauses:
        rest = _compile_words("no_fees", language).sub(" ", clause.text)
        charge = _compile_words("fees", language).search(rest)
        if charge and not denies(clause, language):
            return [charge[0]]
    return []


@cache
def _compile_sums(language: str) -> WordPattern:
    """A pattern for a sum of money, with its currency before it or after it."""
    words = load_words("answers.currencies", language) or ()
    currencies = WordList(words, starts=False, ends=False, join=join_literally)
    return WordPattern({"currencies": currencies}, _build_sums, [["currencies", "figure"]])


def _build_sums(part: Mapping[str, str]) -> str:
    words = part["currencies"]
    return rf"(?<!\w)(?:{words})\s?{_SUM}(?!\w)|(?<![\w.,]){_SUM}\s?(?:{words})(?!\w)"
