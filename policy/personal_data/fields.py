"""Which kinds of personal data a field of a notice names: by its DPV term, its flags, its id and its words."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

from seloste.policy.data import load_yaml
from seloste.policy.personal_data.lexicon import (
    LONGEST_PHRASE,
    Strength,
    list_languages,
    load_kinds,
    load_lexicon,
    load_words,
    read_meanings,
    split_compound,
)
from seloste.policy.personal_data.tokens import split_tokens
from seloste.policy.processing import PersonalData

#: More of a text, in parts of so many characters, is not read.
_MOST_WORDS, _WORDS_AT_ONCE = 240, 6
#: A clause of a text, and what stands before it.
_CLAUSE = re.compile(r"(^|[,;:.()])([^,;:.()]*)")
#: A phrase that opens a clause has so many words at most.
_LONGEST_OPENING = 3
#: A national identification number, GDPR Art. 87.
_NATIONAL_ID = "national-id"


def list_named_kinds(id: str, field: PersonalData | None) -> frozenset[str]:
    """The kinds of personal data that a field covers, ids of `kinds.yaml`. None: the notice does not have the field.

    A wide one covers all that are part of it: contact details cover an e-mail address and a telephone number. In doubt
    a kind is covered: that a notice does not name something is an accusation.
    """
    named = set(_read_kinds(id))
    if field is None:
        return frozenset(named)
    if field.category:
        named |= list_kinds_of_term(field.category)
    if field.national_id:
        named.add(_NATIONAL_ID)
    for text in field.text.values():
        named |= _read_text(text)
    return frozenset(named)


def read_kinds(text: str, *, certainly: bool = True) -> frozenset[str]:
    """The kinds that the words of a text name: certainly, or only as words of a list of personal data."""
    return _read_kinds(text, Strength.LIKELY if certainly else Strength.BY_TABLE)


def _read_text(text: str) -> frozenset[str]:
    """The kinds that a text names; what it names only where it tells when or whose data they are counts if sure."""
    statement, conditions = _split_conditions(text)
    named = _read_kinds(statement)
    return named | _read_kinds(conditions, Strength.CERTAIN) if named else _read_kinds(text)


def _split_conditions(text: str) -> tuple[str, str]:
    """A text without the clauses that tell when, or whose, its data are: "when you pay by invoice" is no invoice.

    Such a clause is one that follows a comma, or a whole parenthesis. Returned, too: the clauses that follow commas.
    """
    kept, conditions = [], []
    in_parentheses = False
    for before, clause in _CLAUSE.findall(text):
        if in_parentheses and before != ")":
            continue
        words = clause.casefold().split()
        is_condition = (before == "," and _tells_when(words)) or (before == "(" and _tells_when_or_whose(words))
        in_parentheses = is_condition and before == "("
        if not is_condition:
            kept.append(before + clause)
        elif not in_parentheses:
            conditions.append(clause)
    return "".join(kept), ", ".join(conditions)


def _tells_when(words: list[str]) -> bool:
    """Whether a clause of those words tells when data are processed, or more of them, and not which."""
    if not words or set(words) & _load_clauses("additions"):
        return False
    if words[0] in _load_clauses("relatives"):
        return not set(words) & _load_clauses("inclusions")
    return bool(_list_openings(words) & _load_clauses("conditions"))


def _tells_when_or_whose(words: list[str]) -> bool:
    if set(words) & _load_clauses("additions"):
        return False
    opens = bool(_list_openings(words) & _load_clauses("qualifiers"))
    return opens or bool(set(words[:_LONGEST_OPENING]) & _load_clauses("postpositions")) or _tells_when(words)


def _list_openings(words: list[str]) -> set[str]:
    return {" ".join(words[:size]) for size in range(1, _LONGEST_OPENING + 1)}


@cache
def _load_clauses(section: str) -> frozenset[str]:
    """The words of a section of every language that has it, in small letters."""
    return frozenset(word for language in list_languages() for word in load_words(language).get(section, ()))


@cache
def list_kinds_of_term(term: str) -> frozenset[str]:
    """The kinds that a DPV term covers: those of the term, of narrower ones, and of those that it is a part of."""
    covered = _list_narrower(term)
    return frozenset(
        kind
        for kind, facts in load_kinds().items()
        if any(own in covered or term in _list_narrower(own) for own in facts["dpv"])
    )


@cache
def _list_narrower(term: str) -> frozenset[str]:
    """A term and all that are narrower."""
    narrower = load_hierarchy()
    found, waiting = {term}, [term]
    while waiting:
        new = [each for each in narrower.get(waiting.pop(), ()) if each not in found]
        found.update(new)
        waiting += new
    return frozenset(found)


@cache
def load_hierarchy() -> dict[str, list[str]]:
    """Terms of the DPV, each with those that are narrower."""
    return dict(load_yaml(Path(__file__).parent / "terms.yaml"))


@lru_cache(maxsize=1 << 12)
def _read_kinds(text: str, least: Strength = Strength.BY_TABLE) -> frozenset[str]:
    """The kinds that the words of a text name, so surely at `least`, whether alone or as part of a wider one."""
    words = text.replace("\u00ad", "").split()[:_MOST_WORDS]
    found: set[str] = set()
    # A phrase may begin in one part and end in the next, so they overlap.
    for start in range(0, len(words), _WORDS_AT_ONCE // 2):
        part = " ".join(words[start : start + _WORDS_AT_ONCE])
        for meaning in read_meanings(part):
            found |= {kind for kind, strength in meaning.kinds.items() if strength >= least} | meaning.flags
        if least is Strength.BY_TABLE:
            found |= _read_wide(part)
    return frozenset(found)


def _read_wide(part: str) -> set[str]:
    """The kinds that the wide words of a text cover: "contact details"."""
    wide = load_lexicon().wide
    tokens = split_tokens(part)
    pieces = [piece for token in tokens for piece in (token, *(split_compound(token) if token not in wide else ()))]
    return {
        kind
        for listed in (tokens, pieces)
        for start in range(len(listed))
        for size in range(1, LONGEST_PHRASE + 1)
        for kind in wide.get("".join(listed[start : start + size]), ())
    }
