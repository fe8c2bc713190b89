"""What a sentence says of how long data are kept: periods with their events, while what lasts, criteria, exceptions.

The words are those of `policy/prose/languages/<language>/storage.yaml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from msgspec import Struct

from seloste.policy.drafting.readers.storage_events import find_event_words
from seloste.policy.prose.figures.asides import KeepingPeriod, list_keeping_periods
from seloste.policy.prose.passages import split_passages
from seloste.policy.prose.stance import begins_with_condition
from seloste.policy.prose.wordings import blank_wordings, find_wording, has_wording, list_named
from seloste.policy.prose.words import compile_words, load_words

#: A text with more periods is no sentence that could be understood; and how far from a period its event may stand.
_MOST_PERIODS, _FAR = 8, 1_000


class StatedLimit(Struct, frozen=True):
    """A period that a sentence states.

    Attributes:
        period: As an ISO 8601 duration.
        event: What it runs from: one of our events, or the words of the notice; empty where it names none.
        bound: `least`, `most`, or neither.
        erases: Whether the sentence says that the data are then erased.
        place: Where it begins in the text: two of one range begin at the same.
    """

    period: str
    event: str
    bound: str
    erases: bool
    place: int


class StorageTerms(Struct, frozen=True):
    """What a sentence says of how long data are kept.

    Attributes:
        limits: The periods that it states.
        lasting: What ends the time of which it speaks without a period: "for the duration of the contract".
        at_least: Whether it says "at least" of that time.
        criteria: Whether it tells criteria, and no period.
        permanent: Whether the data are kept for good.
        reasons: Why data are kept longer, where it makes an exception.
        is_exception: Whether it makes nothing but an exception.
        exceptional: The period of that exception.
    """

    limits: tuple[StatedLimit, ...] = ()
    lasting: str = ""
    at_least: bool = False
    criteria: bool = False
    permanent: bool = False
    reasons: tuple[str, ...] = ()
    is_exception: bool = False
    exceptional: StatedLimit | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing of how long."""
        return not (self.limits or self.lasting or self.criteria or self.permanent or self.is_exception)


class _Exception(Struct, frozen=True):
    """The exception in a sentence: its reasons, where it begins, and whether the sentence says nothing else."""

    reasons: tuple[str, ...]
    place: int
    is_whole: bool


def read_terms(text: str, language: str, known_event: str = "") -> StorageTerms:
    """What a text says; `known_event`: that of the sentences before it, which "after that" means."""
    if not has_wording(text, "storage.keeping", language):
        text = f"{load_words('storage.lead', language) or ''}{text}"
    lasting, at_least = _find_lasting(text, language)
    limits = _list_limits(text, language, lasting, known_event)
    exception = _read_exception(text, limits, language)
    exceptional = next((limit for limit in limits if limit.place >= exception.place), None)
    if exception.is_whole:
        return StorageTerms(reasons=exception.reasons, is_exception=True, exceptional=exceptional)
    ordinary = tuple(limit for limit in limits if limit.place < exception.place)
    permanent = has_wording(text, "storage.permanent", language)
    says_when = bool(ordinary or lasting or permanent)
    return StorageTerms(
        limits=ordinary,
        lasting=lasting,
        at_least=at_least,
        criteria=not says_when and _tells_criteria(text, language),
        permanent=permanent,
        reasons=exception.reasons,
        exceptional=exceptional,
    )


def _tells_criteria(text: str, language: str) -> bool:
    """Whether a text tells by what the time is found: criteria, or an event at which the data are erased."""
    erases_then = has_wording(text, "storage.erasing", language) and _names_end(text, language)
    return erases_then or has_wording(text, "storage.criteria", language)


def _read_exception(text: str, limits: Sequence[StatedLimit], language: str) -> _Exception:
    """The exception of a sentence; what begins with a condition is one, unless it tells a period or an event."""
    place = _find_exception(text, language)
    conditional = _begins_with_condition(text, language) and not _names_end(text, language)
    reasons = tuple(list_named(text[place or 0 :], "storage.reasons", language))
    if _is_longer(text, limits, language) or (conditional and (place is None or not limits)):
        is_whole = bool(reasons) or not limits or place is not None
        return _Exception(reasons, 0, is_whole) if is_whole else _Exception((), len(text), is_whole=False)
    if place is None or not reasons:
        return _Exception((), len(text), is_whole=False)
    main = text[:place]
    has_main = any(limit.place < place for limit in limits) or bool(_find_lasting(main, language)[0])
    return _Exception(reasons, place, not has_main and not has_wording(main, "storage.criteria", language))


def _begins_with_condition(text: str, language: str) -> bool:
    return any(begins_with_condition(sentence, language) for sentence in split_passages(text, language)[:1])


def _is_longer(text: str, limits: Sequence[StatedLimit], language: str) -> bool:
    """Whether a sentence is about data that are kept longer in some case: "longer, at most 3 years, if …"."""
    words = blank_wordings(text, "storage.not_exceptions", language)
    longer = find_wording(words, "storage.longer", language)
    first = limits[0].place if limits else len(text)
    return longer is not None and longer < first and has_wording(text, "storage.conditions", language)


def _names_end(text: str, language: str) -> bool:
    return bool(list_named(text, "storage.events", language))


def _find_exception(text: str, language: str) -> int | None:
    """Where an exception begins: "unless", "longer"."""
    return find_wording(blank_wordings(text, "storage.not_exceptions", language), "storage.exceptions", language)


def _find_lasting(text: str, language: str) -> tuple[str, bool]:
    """The event that ends the time that a text names by what lasts, and whether it says "at least"."""
    named = list_named(text, "storage.whiles", language)
    place = find_wording(text, "storage.whiles", language, named[0]) if named else None
    event = named[0] if named else ""
    if place is None:
        match = compile_words(load_words("storage.other_whiles", language) or ()).search(text)
        if match is None:
            return "", False
        place, event = match.start(), match[0]
    return event, has_wording(text[:place], "periods.least", language)


def _list_limits(text: str, language: str, lasting: str, known_event: str) -> list[StatedLimit]:
    """The periods for which a text says that data are kept."""
    events = list_named(text, "storage.events", language)
    found = list(islice(list_keeping_periods(text, language, events), _MOST_PERIODS + 1))
    if len(found) > _MOST_PERIODS:
        return []
    limits = (_make_limit(text, each, language, lasting, known_event) for each in found)
    known = [limit for limit in limits if limit.period]
    if has_wording(text, "periods.current_year", language):  # it may count as a year more
        known = list({limit.place: limit for limit in reversed(known)}.values())[::-1]
    return known


def _make_limit(text: str, found: KeepingPeriod, language: str, lasting: str, known_event: str) -> StatedLimit:
    stated = found.stated
    event = _find_event(text, stated.start, stated.end, language)
    if not event and _looks_back(text, language):
        event = lasting or known_event
    event = event or find_event_words(text, stated.start, stated.end, language) or lasting
    erases = has_wording(text, "storage.erasing", language)
    return StatedLimit(stated.length.period, event, found.bound, erases, stated.start)


def _looks_back(text: str, language: str) -> bool:
    return has_wording(text, "storage.anaphors", language)


def _find_event(text: str, start: int, end: int, language: str) -> str:
    """The event of ours that stands nearest to a period."""
    after, before = text[end : end + _FAR], text[max(0, start - _FAR) : start]
    places: list[tuple[int, str]] = []
    for event in load_words("storage.events", language) or {}:
        found = find_wording(after, "storage.events", language, event)
        if found is not None:
            places.append((found, event))
        found = find_wording(before, "storage.events", language, event)
        if found is not None:
            places.append((len(before) - found, event))
        if find_wording(text[max(0, start - _FAR) : end + _FAR], "storage.events", language, event) is not None:
            places.append((len(text), event))
    return min(places, default=(0, ""))[1]
