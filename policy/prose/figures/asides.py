"""What the periods in a text are about: the promise itself, or something else that takes time or comes round.

A text on storage may say how soon requests are answered, and one on backups how often they are tested. The words
decide by which is nearest; where it is open, the period is not taken for the promise's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from msgspec import Struct

from seloste.policy.prose.figures.additions import is_addition
from seloste.policy.prose.figures.lengths import Length
from seloste.policy.prose.figures.naming import names_data
from seloste.policy.prose.figures.periods import StatedPeriod, list_periods
from seloste.policy.prose.lazy_patterns import LazyPattern, WordList, WordPattern
from seloste.policy.prose.passages import is_abbreviation
from seloste.policy.prose.words import compile_words, load_words

_SENTENCE_END = LazyPattern(r"[.!?;](?=\s|$)|\n")
_WORDS_BETWEEN = LazyPattern(r"\W*(?:\w+\W+){0,2}")
_COMMA = LazyPattern(r"[,(]", needs=",(")
#: So many characters before a period are looked at for "at least" and "the last".
_NEAR = 30
#: So many on either side are looked at for what it is about.
_FAR = 500
#: So many characters farther away is what another clause says.
_OTHER_CLAUSE = 60
#: What begins an item of a list.
_ITEMS = ("-", "–", "•", "*")
#: Nothing is kept for less: "an appointment takes 30 minutes".
_SHORTEST = Length.of(1, "H")
#: Years between which a number of them may be a person's age.
_AGES = (Length.of(6, "Y"), Length.of(25, "Y"))


class PlacedSentence(Struct, frozen=True):
    """A sentence of a text, and where it begins there."""

    text: str
    start: int


class KeepingPeriod(Struct, frozen=True):
    """A period that a text states for keeping data.

    Attributes:
        bound: `least`, `most`, or neither.
        exceptional: Whether the clause gives a reason for which data are kept longer, such as a law or a claim.
        added: Whether it comes on top of another period: "a further year".
        agreed: Whether it does so only with the consent of the person.
    """

    stated: StatedPeriod
    bound: str = ""
    exceptional: bool = False
    added: bool = False
    agreed: bool = False


def list_keeping_periods(text: str, language: str, events: Iterable[str]) -> Iterator[KeepingPeriod]:
    """The periods for which a text says that data are kept; `events`: those from which the keys count."""
    events = " ".join(events).lower()
    asked = any(word in events for word in load_words("asides.requested_events", language) or ())
    sentences = split_sentences(text, language)
    more = _is_about_more_than_copies(sentences, language)
    for period in list_periods(text, language):
        sentence = find_sentence(sentences, period)
        aside = (
            period.often
            or _SHORTEST.is_surely_longer(period.length)
            or _is_other_time(sentence, period, language)
            or _is_other_nearer(sentence, period, language, "keeping", "other")
            or (not asked and _is_requested(sentence, period, language))
            or _is_of_handling(sentences, sentence, period, language)
            or _is_past(sentence, period, language)
            or (more and _find(sentence.text, language, "copies") != [])
        )
        if not aside:
            reasons = _find(_find_clause(sentence, period), language, "exceptional")
            added = is_addition(text, period.start, period.end, language)
            agreed = added and bool(_find(sentence.text, language, "agreed"))
            yield KeepingPeriod(period, _find_bound(sentence, period, language), bool(reasons), added, agreed)


def list_lifetimes(text: str, language: str) -> Iterator[StatedPeriod]:
    """The periods for which a text says that a cookie stays."""
    sentences = split_sentences(text, language)
    for period in list_periods(text, language):
        sentence = find_sentence(sentences, period)
        if not (
            period.often
            or _is_other_time(sentence, period, language)
            or _is_other_nearer(sentence, period, language, "keeping", "other")
        ):
            yield period


def find_session(text: str, language: str) -> str:
    """The words by which a text says that a cookie stays until the browser is closed; empty where it does not."""
    return (
        ""
        if _find(text, language, "not_session")
        else "".join(each[0] for each in _find(text, language, "session")[:1])
    )


def list_backup_intervals(text: str, language: str) -> Iterator[StatedPeriod]:
    """How often a text says that backups are made."""
    sentences = split_sentences(text, language)
    for period in list_periods(text, language):
        sentence = find_sentence(sentences, period)
        often = period.often or _find(sentence.text, language, "between_copies") != []
        if often and not (
            not _find(sentence.text, language, "backing_up")
            or _is_other_nearer(sentence, period, language, "backing_up", "other_doing")
            or _is_other_time(sentence, period, language)
        ):
            yield period


def split_sentences(text: str, language: str) -> list[PlacedSentence]:
    """The sentences of a text; a main clause after a comma is one too."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text) if not _is_within(text, match, language)]
    clauses = [match.end() for match in _compile_clause(language).finditer(text)]
    starts = [0, *sorted({*ends, *clauses})]
    return [PlacedSentence(text[start:end], start) for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


def _is_within(text: str, match: re.Match[str], language: str) -> bool:
    """Whether a full stop is that of an abbreviation: "7 kap. 2 §"."""
    following = text[match.end() : match.end() + 2].strip()[:1]
    before = text[max(0, match.start() - _NEAR) : match.start()]
    return following.isdigit() and is_abbreviation(before, match[0], language)


def find_sentence(sentences: list[PlacedSentence], period: StatedPeriod) -> PlacedSentence:
    """The sentence in which a period stands; of a very long one, what is around the period."""
    sentence = next(each for each in reversed(sentences) if each.start <= period.start)
    start = max(0, period.start - sentence.start - _FAR)
    return PlacedSentence(sentence.text[start : period.end - sentence.start + _FAR], sentence.start + start)


@cache
def _compile_clause(language: str) -> WordPattern:
    """A pattern for a comma before a word that begins another main clause."""
    lists = {key: WordList(load_words(f"asides.{key}", language) or ()) for key in ("coordinating", "continuing")}
    return WordPattern(
        lists,
        lambda part: rf",(?=\s(?:{part['coordinating']})\s(?!(?:{part['continuing']})\s))",
        [["coordinating"]],
        needs=",",
    )


def _find_clause(sentence: PlacedSentence, period: StatedPeriod) -> str:
    """What stands between the commas around a period."""
    before, after = (
        sentence.text[: period.start - sentence.start],
        sentence.text[period.end - sentence.start :],
    )
    return f"{_COMMA.split(before)[-1]} {_COMMA.split(after)[0]}"


@cache
def _compile(language: str, key: str) -> WordPattern:
    return compile_words(load_words(key if "." in key else f"asides.{key}", language) or ())


def _find(text: str, language: str, key: str) -> list[re.Match[str]]:
    """Where the words of a key stand in a text."""
    return list(_compile(language, key).finditer(text))


def _is_other_time(sentence: PlacedSentence, period: StatedPeriod, language: str) -> bool:
    """Whether a period looks back, is a person's age, is denied, or was once or will be."""
    start, end = period.start - sentence.start, period.end - sentence.start
    before = sentence.text[max(0, start - _NEAR) : start]
    return (
        any(not before[match.end() :].strip() for match in _find(before, language, "looking_back"))
        or _is_age(sentence, period, language)
        or _is_denied(sentence, start, end, language)
        or _find(sentence.text, language, "formerly") != []
    )


def _is_age(sentence: PlacedSentence, period: StatedPeriod, language: str) -> bool:
    lowest, highest = _AGES
    if lowest.is_surely_longer(period.length) or period.length.is_surely_longer(highest) or period.length.seconds:
        return False
    start, end = period.start - sentence.start, period.end - sentence.start
    beside = sentence.text[max(0, start - _NEAR // 2) : start] + " | " + sentence.text[end : end + _NEAR // 2]
    return _find(beside, language, "periods.older") != [] and _find(sentence.text, language, "periods.people") != []


def _is_denied(sentence: PlacedSentence, start: int, end: int, language: str) -> bool:
    """Whether a text says that data are not kept so long: "not for three years", but not "not over three years"."""
    keeping = _find(sentence.text, language, "keeping")
    for denial in _find(sentence.text, language, "not"):
        if _find(sentence.text[denial.start() : end + _NEAR], language, "limits"):
            continue
        beside = [sentence.text[denial.end() : start]] if denial.end() <= start else []
        for word in keeping:
            if denial.end() <= word.start() < start:
                beside.append(sentence.text[denial.end() : word.start()])
            elif word.end() <= denial.start() < start:
                beside.append(sentence.text[word.end() : denial.start()])
        if any(_WORDS_BETWEEN.fullmatch(between[-4 * _NEAR :]) for between in beside):
            return True
    return False


def _is_other_nearer(sentence: PlacedSentence, period: StatedPeriod, language: str, own: str, other: str) -> bool:
    """Whether the words for something else stand nearer to a period than those of the promise."""
    start, end = period.start - sentence.start, period.end - sentence.start

    def measure(key: str) -> int:
        text = sentence.text
        if f"not_{key}" in ("not_keeping", "not_other"):
            text = _compile(language, f"not_{key}").sub(_dash, text)
        beside = [match for match in _find(text, language, key) if match.start() < start or match.end() > end]
        return min((_measure(text, match, start, end, language) for match in beside), default=_FAR * 4)

    return measure(other) < measure(own)


def _measure(text: str, match: re.Match[str], start: int, end: int, language: str) -> int:
    """How far a word is from what stands from `start` to `end`; another clause is far."""
    between = text[match.end() : start] if match.end() <= start else text[end : match.start()]
    apart = _find(between, language, "apart") or _COMMA.search(between)
    return len(between) + (_OTHER_CLAUSE if apart else 0)


def _dash(match: re.Match[str]) -> str:
    return "-" * len(match[0])


def _is_requested(sentence: PlacedSentence, period: StatedPeriod, language: str) -> bool:
    """Whether a period runs from a request or an objection, which ends the keeping before its time."""
    start, end = period.start - sentence.start, period.end - sentence.start
    for match in _find(sentence.text, language, "requested"):
        follows = match.start() >= end
        between = sentence.text[end : match.start()] if follows else sentence.text[match.end() : start]
        if not _find(between, language, "apart") and not (follows and _COMMA.search(between)):
            return True
    return False


def _is_of_handling(
    sentences: list[PlacedSentence], sentence: PlacedSentence, period: StatedPeriod, language: str
) -> bool:
    """Whether a sentence speaks of requests and not of keeping, or leaves that to another one."""
    if _speaks_of_keeping(sentence, language):
        return False
    if sentence.text.lstrip()[:1] in _ITEMS and any(_speaks_of_keeping(each, language) for each in sentences[:1]):
        return False
    if _find(sentence.text, language, "handled"):
        return True
    if _find(sentence.text, language, "processed") and not _find(sentence.text, language, "data"):
        return True
    if _find(sentence.text, language, "terms") or _is_name(sentences, sentence, period, language):
        return False
    opening = PlacedSentence(sentences[0].text[: 2 * _FAR], 0)
    return _speaks_of_keeping(opening, language) or not _find(sentence.text, language, "data")


def _is_name(sentences: list[PlacedSentence], sentence: PlacedSentence, period: StatedPeriod, language: str) -> bool:
    """Whether a sentence without a verb for keeping is all the same the name of some data and their period."""
    start, end = period.start - sentence.start, period.end - sentence.start
    is_alone = not any(each.text.strip() for each in sentences[1:])
    return names_data(sentence.text[:start], sentence.text[start:end], sentence.text[end:], is_alone, language)


def _is_past(sentence: PlacedSentence, period: StatedPeriod, language: str) -> bool:
    """Whether something was a period ago, and nothing is kept or erased."""
    after = sentence.text[period.end - sentence.start :][:_NEAR]
    ago = any(
        not after[: match.start()].strip() and not after[match.end() :].strip()[:1].isalnum()
        for match in _find(after, language, "ago")
    )
    return ago and not _speaks_of_keeping(sentence, language)


def _speaks_of_keeping(sentence: PlacedSentence, language: str) -> bool:
    return _find(_blank_names(sentence.text, language), language, "keeping") != []


def _blank_names(text: str, language: str) -> str:
    """A text without what looks like a word for keeping, and is the name of something else."""
    return _compile(language, "not_keeping").sub(_dash, text)


def _is_about_more_than_copies(sentences: list[PlacedSentence], language: str) -> bool:
    """Whether a sentence is not about copies of the data; what others say of copies is then an aside."""
    return any(each.text.strip() and not _find(each.text, language, "copies") for each in sentences)


def _find_bound(sentence: PlacedSentence, period: StatedPeriod, language: str) -> str:
    """Whether a text says "at least" or "at most" of a period."""
    start, end = period.start - sentence.start, period.end - sentence.start
    after = sentence.text[end : end + _NEAR]
    if any(match.start() <= 2 for match in _find(after, language, "periods.older")):
        return "most"  # data that are older than this are erased
    before = _compile(language, "keeping").sub(_dash, sentence.text[max(0, start - _NEAR) : start])
    found = [
        (match.end(), -match.start(), bound)
        for bound in ("least", "most")
        for match in _find(before, language, f"periods.{bound}")
    ]
    if found:
        _, at, bound = max(found)
        denied = bound == "least" and _find(sentence.text[: start - len(before) - at], language, "not")
        return "most" if denied else bound
    return "most" if any(match.start() <= 2 for match in _find(after, language, "periods.most")) else ""
