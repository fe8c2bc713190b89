"""The countries to which data go, or in which they are, as a sentence tells it.

Not every country that a sentence names is one: a court's place, the seat of a parent company, a visitor's home and what
the sentence denies are none.
"""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

from seloste.policy.prose.mentions.countries import CountryMention, find_countries
from seloste.policy.prose.mentions.places import compile_places
from seloste.policy.prose.passages import CACHE_SIZE, Clause, Sentence
from seloste.policy.prose.stance import denies, denies_all_others, is_hypothetical, is_past, restricts

#: What stands beside a country is at most so many words before or after it.
_BESIDE = 2


class Destination(Struct, frozen=True):
    """A country that a sentence names.

    Attributes:
        asserted: Whether data go there or are there, as the sentence tells it.
        denied: Whether it tells that they do not.
        hosted: Whether it tells of servers there.
        only: Whether data go there alone, as the sentence tells it.
    """

    country: CountryMention
    asserted: bool
    denied: bool
    hosted: bool
    only: bool

    @property
    def code(self) -> str:
        """The code of the country."""
        return self.country.code


@lru_cache(maxsize=CACHE_SIZE)
def find_destinations(sentence: Sentence, language: str) -> tuple[Destination, ...]:
    """The countries that a sentence names, each with what it says of it."""
    mentions = find_countries(sentence, language)
    if not mentions:
        return ()
    only = names_only_countries(sentence, language)
    found: list[Destination] = []
    for run in _group_runs(mentions):
        restricted = only or restricts(sentence, run[0].first, run[-1].last, language)
        for mention in run:
            clause = sentence.find_clause(mention.first)
            is_place = _is_place(sentence, clause, mention, run[0].first, language)
            denied = denies(clause, language) or _stands_before_other(sentence, clause, mention, language)
            found.append(
                Destination(
                    country=mention,
                    asserted=is_place and not denied,
                    denied=is_place and denied,
                    hosted=bool(compile_places("hosting", language).search(clause.text)),
                    only=restricted,
                )
            )
    return tuple(found)


def names_only_countries(sentence: Sentence, language: str) -> bool:
    """Whether the sentence calls countries the only ones, wherever they stand in it."""
    return bool(compile_places("only_countries", language).search(sentence.text))


def _group_runs(mentions: tuple[CountryMention, ...]) -> list[list[CountryMention]]:
    """The countries that stand together, as in a list."""
    runs: list[list[CountryMention]] = []
    for mention in mentions:
        if runs and mention.first <= runs[-1][-1].last + _BESIDE + 1:
            runs[-1].append(mention)
        else:
            runs.append([mention])
    return runs


def _is_place(sentence: Sentence, clause: Clause, mention: CountryMention, run: int, language: str) -> bool:
    """Whether it is a place where data are or are not, and not that of a court, a law or a company's owner.

    `run`: the first word of the countries that it stands among.
    """
    if mention.is_part or is_past(clause, language) or is_hypothetical(sentence, language):
        return False
    first = max(run - _BESIDE, 0)
    last = min(mention.last + _BESIDE, len(sentence.tokens) - 1)
    after = sentence.text[sentence.tokens[mention.last].end : sentence.tokens[last].end]
    before = sentence.text[sentence.tokens[first].start : sentence.tokens[run].start]
    beside = compile_places("beside", language)
    if beside.match(after.lstrip(" -–'’s")) or beside.search(before):
        return False
    if _is_part_of_name(sentence, mention) or compile_places("strong_asides", language).search(clause.text):
        return False
    moves, asides = compile_places("moves", language), compile_places("asides", language)
    if moves.search(clause.text) or (moves.search(sentence.text) and not asides.search(clause.text)):
        return True
    if compile_places("weak_moves", language).search(clause.text) and not asides.search(clause.text):
        return True
    return sentence.is_list and not asides.search(sentence.text)


def _is_part_of_name(sentence: Sentence, mention: CountryMention) -> bool:
    """Whether a word with a capital stands right beside: "Turkey Point LLC", "Air Canada"."""
    tokens = sentence.tokens
    if mention.last + 1 < len(tokens):
        after = tokens[mention.last + 1]
        if after.text[0].isupper() and sentence.text[tokens[mention.last].end : after.start] == " ":
            return True
    if mention.first < _BESIDE:  # the first word of a sentence has a capital anyway
        return False
    before = tokens[mention.first - 1]
    return before.text[0].isupper() and sentence.text[before.end : tokens[mention.first].start] == " "


def _stands_before_other(sentence: Sentence, clause: Clause, mention: CountryMention, language: str) -> bool:
    """Whether a country is among what is denied, before the "than" of "to no other country than"."""
    if not denies_all_others(clause, language):
        return False
    head = Clause(
        sentence.text[clause.tokens[0].start : sentence.tokens[mention.last].end],
        tuple(token for token in clause.tokens if token.end <= sentence.tokens[mention.last].end),
        clause.first,
    )
    return not denies_all_others(head, language)
