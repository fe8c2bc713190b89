"""How a sentence says what it says: whether it denies, restricts to what it names, or leaves itself open.

The words are those of `policy/prose/languages/<language>/stance.yaml`.
"""

from __future__ import annotations

import re
from functools import cache

from seloste.policy.prose.passages import Clause, Sentence
from seloste.policy.prose.words import compile_words, load_words

#: An exception begins a sentence within so many characters.
_OPENING = 40
#: A word that restricts stands so many words before or after what it restricts.
_NEAR = 4


@cache
def compile_stance(key: str, language: str) -> re.Pattern[str]:
    """A pattern for the words of one kind: `negations`, `hedges`."""
    return compile_words(load_words(f"stance.{key}", language) or ())


def is_known(language: str) -> bool:
    """Whether the words of a language are known."""
    return bool(load_words("stance.negations", language))


def denies(clause: Clause, language: str) -> bool:
    """Whether a clause denies what it names: "not", "never". "Not only" and "no other than" deny nothing of it."""
    text = compile_stance("not_restrictions", language).sub(" ", clause.text)
    return bool(compile_stance("negations", language).search(text)) and not denies_all_others(clause, language)


def denies_all_others(clause: Clause, language: str) -> bool:
    """Whether a clause denies all but what follows: "to no other country than the US"."""
    words = [token.folded for token in clause.tokens]
    others, than = _load_set("other_words", language), _load_set("than_words", language)
    ends = [number for number, word in enumerate(words) if word in than]
    return any(not others.isdisjoint(words[max(end - _NEAR, 0) : end]) for end in ends)


@cache
def _load_set(key: str, language: str) -> frozenset[str]:
    return frozenset(load_words(f"stance.{key}", language) or ())


def is_past(clause: Clause, language: str) -> bool:
    """Whether a clause tells of what held once: "until 2020", "was invalidated"."""
    return bool(compile_stance("past", language).search(clause.text))


def is_open(sentence: Sentence, language: str) -> bool:
    """Whether a denial is left open: by a hedge, an exception, a condition, or by what it is only about."""
    return any(compile_stance(key, language).search(sentence.text) for key in ("hedges", "exceptions", "narrowings"))


def has_later_exception(sentence: Sentence, first: int, language: str) -> bool:
    """Whether an exception follows after the word with a number: "not outside the EEA, but …"."""
    after = sentence.text[sentence.tokens[first].end :]
    return bool(compile_stance("exceptions_after", language).search(after))


def opens_exception(sentence: Sentence, language: str) -> bool:
    """Whether a sentence begins as an exception to the one before it: "However", "In exceptional cases", "If"."""
    return bool(compile_stance("exception_openers", language).match(sentence.text.lstrip("\"“”'([")[:_OPENING]))


def restricts(sentence: Sentence, first: int, last: int, language: str) -> bool:
    """Whether a sentence restricts itself to what the words from `first` to `last` name: "only to the US"."""
    clause = sentence.find_clause(first)
    if denies_all_others(clause, language):
        return True
    start = max(first - _NEAR, clause.first)
    end = min(last + 2, clause.first + len(clause.tokens) - 1, len(sentence.tokens) - 1)
    near = sentence.quote(start, end)
    near = compile_stance("not_restrictions", language).sub(" ", near)
    return bool(compile_stance("exclusives", language).search(near))
