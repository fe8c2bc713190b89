"""How a sentence says what it says: whether it denies, restricts to what it names, or leaves itself open.

The words are those of `policy/prose/languages/<language>/stance.yaml`.
"""

from __future__ import annotations

from functools import cache

from seloste.policy.prose.lazy_patterns import WordList, WordPattern
from seloste.policy.prose.passages import Clause, Sentence
from seloste.policy.prose.words import compile_words, load_words

#: An exception begins a sentence within so many characters.
_OPENING = 40
#: What tells which countries a denial is about follows within so many characters.
_SOON = 60
#: "Other" stands at most so many words before "than".
_NEAR = 4
#: A word that restricts stands at most so many words before what it restricts.
_FURTHEST = 7
#: What follows a word that restricts what stands before it: "to the US only."
_ENDS = ("", ".", ",", ";", ")")


@cache
def compile_stance(key: str, language: str) -> WordPattern:
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


def is_lapsed(sentence: Sentence, language: str) -> bool:
    """Whether a sentence tells of a transfer tool that is not relied on: "invalidated", "replaced by"."""
    return bool(compile_stance("lapsed", language).search(sentence.text))


def is_conditional(text: str, language: str) -> bool:
    """Whether a clause holds only in some case: "unless", "in the absence of"."""
    return bool(compile_stance("conditional", language).search(text) or _compile_starts(language).match(text))


def is_hypothetical(sentence: Sentence, language: str) -> bool:
    """Whether a sentence tells of what is not so yet: "should we later", "suunnittelemme"."""
    return bool(compile_stance("hypothetical", language).search(sentence.text))


def is_hedged(sentence: Sentence, language: str) -> bool:
    """Whether a sentence says of itself that it does not always hold: "as a rule"."""
    return bool(compile_stance("hedges", language).search(sentence.text))


def denies_twice(clause: Clause, language: str) -> bool:
    """Whether two denials make an assertion: "not without standard clauses"."""
    if compile_stance("serial_negations", language).search(clause.text):
        return False
    negations = len(compile_stance("negations", language).findall(clause.text))
    return negations + len(compile_stance("without", language).findall(clause.text)) == 2 and negations > 0


@cache
def _compile_starts(language: str) -> WordPattern:
    """A pattern for what makes a condition at the beginning of a sentence or after a comma."""
    words = WordList(load_words("stance.conditions_at_start", language) or ())
    return WordPattern({"words": words}, lambda part: rf"(?:^|,\s)(?:{part['words']})(?!\w)", [["words"]])


def is_narrow(sentence: Sentence, language: str) -> bool:
    """Whether a sentence is about some of the data only: "health data", "subscribers to the newsletter"."""
    return bool(compile_stance("narrowings", language).search(sentence.text))


def is_plain_no(sentence: Sentence, language: str) -> bool:
    """Whether a sentence is nothing but "No.": the next one is about all that was asked."""
    return len(sentence.tokens) == 1 and sentence.tokens[0].folded in _load_set("answers", language)


def is_open(sentence: Sentence, language: str, *, but: str = "", narrow: bool = True) -> bool:
    """Whether a denial is left open: by a hedge, an exception, a condition, or by what it is only about.

    With `but="only"`, words that restrict are no exceptions: "only within the EEA" denies all else. Without `narrow`,
    it does not matter which data it is about.
    """
    text = compile_stance("exclusives", language).sub(" ", sentence.text) if but == "only" else sentence.text
    if _compile_starts(language).search(text):
        return True
    keys = ("hedges", "exceptions", "narrowings") if narrow else ("hedges", "exceptions")
    return any(compile_stance(key, language).search(text) for key in keys)


def has_later_exception(sentence: Sentence, first: int, language: str) -> bool:
    """Whether an exception follows after the word with a number: "not outside the EEA, but …", "EEA that lack …"."""
    after = sentence.text[sentence.tokens[first].end :]
    if compile_stance("exceptions_after", language).search(after):
        return True
    clause = compile_stance("breaks", language).split(after[:_SOON], 1)[0]
    return bool(compile_stance("relatives", language).search(clause))


def begins_with_condition(sentence: Sentence, language: str) -> bool:
    """Whether a sentence begins with a condition: "If", "Jos"."""
    return bool(_compile_starts(language).match(sentence.text))


def opens_exception(sentence: Sentence, language: str) -> bool:
    """Whether a sentence begins as an exception to the one before it: "However", "In exceptional cases", "If"."""
    return bool(compile_stance("exception_openers", language).match(sentence.text.lstrip("\"“”'([")[:_OPENING]))


def restricts(sentence: Sentence, first: int, last: int, language: str) -> bool:
    """Whether a sentence restricts itself to what the words from `first` to `last` name: "only to the US"."""
    clause = sentence.find_clause(first)
    if denies_all_others(clause, language):
        return True
    start = max(first - _FURTHEST, clause.first)
    if _restricts_after(sentence, start, first, language):
        return True
    after = sentence.tokens[last + 1 : last + 2]
    ends = bool(after) and sentence.text[after[0].end :].strip()[:1] in _ENDS
    return ends and bool(compile_stance("exclusives", language).fullmatch(after[0].text))


def _restricts_after(sentence: Sentence, start: int, first: int, language: str) -> bool:
    """Whether a word that restricts stands before, with nothing between but what may: "only to", "vain"."""
    before = sentence.text[sentence.tokens[start].start : sentence.tokens[first].start]
    if compile_stance("not_restrictions", language).search(before):
        return False
    between = load_between(language)
    found = None
    for match in compile_stance("exclusives", language).finditer(before):
        found = match
    if found is None:
        return False
    words = (
        token.folded
        for token in sentence.tokens[start:first]
        if token.start >= found.end() + sentence.tokens[start].start
    )
    return all(word in between for word in words)


@cache
def load_between(language: str) -> frozenset[str]:
    """What may stand between "only" and what it restricts to."""
    return frozenset(load_words("places.between", language) or ())
