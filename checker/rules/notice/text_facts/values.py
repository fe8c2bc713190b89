"""Single values: the periods, intervals and dates in the words of a promise, beside those of its keys.

Words that state one or more, none of which is any of the keys', contradict them. A key that is absent contradicts
nothing, and what the words say of something else is not compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from msgspec import Struct

from seloste.checker.finding import Argument
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.rules.notice.text_facts.contradiction import Contradiction, Kind
from seloste.policy.base import Text
from seloste.policy.commitments import Cookie, Retention, RetentionLimit
from seloste.policy.law.law import LawOn
from seloste.policy.notice import Notice, Policy
from seloste.policy.period import Period
from seloste.policy.prose.figures.asides import (
    KeepingPeriod,
    find_session,
    list_backup_intervals,
    list_keeping_periods,
    list_lifetimes,
)
from seloste.policy.prose.figures.dates import list_dates
from seloste.policy.prose.figures.dating import KINDS, NoticeDate, list_notice_dates
from seloste.policy.prose.figures.lengths import Length
from seloste.policy.prose.figures.periods import StatedPeriod, list_periods
from seloste.policy.texts import Steps

_SESSION = "session"
#: Of very many limits so many are compared with each other.
_MOST_LIMITS = 20
#: Of very many dates so many may be the day of a key, as the last of a version history is.
_MOST_DATES = 200


class _Words(Struct, frozen=True):
    """What a text says in one language: as it is written, by normal forms."""

    steps: Steps
    language: str
    written: Mapping[str, str]


def find_contradicting_values(notice: NoticeEntry, law: LawOn) -> Iterator[Contradiction]:
    """The single values of words that are none of those of the keys beside them."""
    for key, entry in notice.record.retention.items():
        yield from _compare_retention(("retention", key), entry)
    for key, safeguard in notice.record.safeguards.items():
        interval = safeguard.parameters.interval
        if interval is not None:
            steps = ("safeguards", key)
            words = _list_differing_intervals((*steps, "text"), safeguard.text, interval)
            keys: dict[Steps, Argument] = {(*steps, "parameters", "interval"): interval}
            yield from _report(steps, Kind.INTERVAL, words, keys)
    for key, cookie in (notice.record.cookies.entries if notice.record.cookies else {}).items():
        place = ("cookies", "entries", key)
        if cookie.lifetime is not None:
            words = _list_differing_lifetimes((*place, "text"), cookie)
            yield from _report(place, Kind.PERIOD, words, {(*place, "lifetime"): cookie.lifetime})
    yield from _compare_dates(notice.record)


def _report(
    promise: Steps, kind: Kind, found: Iterable[_Words], keys: Mapping[Steps, Argument]
) -> Iterator[Contradiction]:
    for words in found:
        yield Contradiction(
            promise=".".join(map(str, promise)),
            kind=kind,
            words={words.language: ", ".join(dict.fromkeys(words.written.values()))},
            words_at=words.steps,
            keys=tuple(keys.values()),
            keys_at=tuple(keys),
            normal=frozenset(words.written),
        )


def _compare_retention(steps: Steps, entry: Retention) -> Iterator[Contradiction]:
    limits: dict[Steps, RetentionLimit | None] = {
        (*steps, "minimum"): entry.minimum,
        (*steps, "maximum"): entry.maximum,
        **{
            (*steps, "exceptions", number, "maximum"): exception.maximum
            for number, exception in enumerate(entry.exceptions)
        },
    }
    known = {place: limit for place, limit in limits.items() if limit is not None}
    if not known:
        return
    has_ordinary = entry.minimum is not None or entry.maximum is not None
    texts: dict[Steps, Text | None] = {
        **({(*steps, "text"): entry.text, (*steps, "criteria"): entry.criteria} if has_ordinary else {}),
        **{
            (*steps, "exceptions", number, "text"): exception.text
            for number, exception in enumerate(entry.exceptions)
            if exception.maximum is not None
        },
    }
    keys: dict[Steps, Argument] = {(*place, "period"): limit.period for place, limit in known.items()}
    for place, text in texts.items():
        for language, words in (text or {}).items():
            differing = _list_differing_periods(words, language, entry, place[len(steps)] == "exceptions")
            if differing:
                yield from _report(steps, Kind.PERIOD, [_write(place, language, differing)], keys)


def _list_differing_periods(text: str, language: str, entry: Retention, is_exception: bool) -> list[StatedPeriod]:
    """The periods of a text where none of them is, or may be, one of the limits."""
    limits = _list_limits(entry)
    lengths = [Length.of_period(limit.period) for limit in limits]
    if _has_equal(list_periods(text, language), lengths):
        return []
    periods = list(list_keeping_periods(text, language, (limit.after for limit in limits)))
    if any(_may_agree(period, entry) for period in periods) or _adds_up(periods, lengths):
        return []
    if is_exception and _may_be_added(periods, lengths):
        periods = [period for period in periods if not period.added]
    return [period.stated for period in periods if not period.agreed]


def _adds_up(periods: list[KeepingPeriod], lengths: list[Length]) -> bool:
    """Whether a period and one that the words add to it are together a limit: "two years, and one year more"."""
    sums = [
        first.stated.length.plus(added.stated.length)
        for added in periods
        if added.added
        for first in periods
        if not first.added
    ]
    return any(each.may_equal(length) for each in sums for length in lengths[:_MOST_LIMITS])


def _may_be_added(periods: list[KeepingPeriod], lengths: list[Length]) -> bool:
    """Whether what the words of an exception add is the difference of two limits, or their sum; true of one limit."""
    return len(lengths) == 1 or any(
        added.stated.length.plus(one).may_equal(other) or added.stated.length.may_equal(one.plus(other))
        for added in periods
        if added.added
        for one in lengths[:_MOST_LIMITS]
        for other in lengths[:_MOST_LIMITS]
    )


def _may_agree(period: KeepingPeriod, entry: Retention) -> bool:
    """Whether the words leave room for the keys: "at least two years", or "six years under an act" as an exception."""
    length = period.stated.length
    if period.exceptional and any(exception.maximum is None for exception in entry.exceptions):
        return all(length.is_surely_longer(each) for each in _list_maxima(entry))
    if period.bound == "least" and entry.minimum is None:
        return any(not length.is_surely_longer(each) for each in _list_maxima(entry))
    if period.bound == "most" and entry.minimum is not None and not _list_maxima(entry):
        return not Length.of_period(entry.minimum.period).is_surely_longer(length)
    return False


def _list_limits(entry: Retention) -> list[RetentionLimit]:
    limits = (entry.minimum, entry.maximum, *(exception.maximum for exception in entry.exceptions))
    return [limit for limit in limits if limit is not None]


def _list_maxima(entry: Retention) -> list[Length]:
    limits = (entry.maximum, *(exception.maximum for exception in entry.exceptions))
    return [Length.of_period(limit.period) for limit in limits if limit is not None]


def _list_differing_intervals(steps: Steps, text: Text, interval: Period) -> Iterator[_Words]:
    promised = [Length.of_period(interval)]
    for language, words in text.items():
        if not _has_equal(list_periods(words, language), promised):
            found = list(list_backup_intervals(words, language))
            if found:
                yield _write(steps, language, found)


def _list_differing_lifetimes(steps: Steps, cookie: Cookie) -> Iterator[_Words]:
    for language, words in cookie.text.items():
        session = find_session(words, language)
        if isinstance(cookie.lifetime, Period):
            if _has_equal(list_periods(words, language), [Length.of_period(cookie.lifetime)]):
                continue
        elif session:
            continue
        found = list(list_lifetimes(words, language))
        if found:
            yield _write(steps, language, found)
        elif session:
            yield _Words(steps, language, {_SESSION: session})


def _has_equal(periods: Iterable[StatedPeriod], lengths: Iterable[Length]) -> bool:
    known = list(lengths)
    return any(period.length.may_equal(length) for period in periods for length in known)


def _write(steps: Steps, language: str, periods: Iterable[StatedPeriod]) -> _Words:
    written: dict[str, str] = {}
    for period in periods:
        written.setdefault(period.length.form, period.written)
    return _Words(steps, language, written)


def _compare_dates(policy: Policy) -> Iterator[Contradiction]:
    """The dates that the notice's words give of itself, where none of them is that of the key of a kind they name."""
    keys: dict[str, date] = {kind: day for kind in KINDS if isinstance(day := getattr(policy.notice, kind), date)}
    for steps, text in _list_dating_texts(policy):
        for language, words in text.items():
            stated = [each for each in list_notice_dates(words, language) if each.kind in KINDS]
            if not stated:
                continue
            days = list_dates(words, language, loose=True)[:_MOST_DATES]
            right = {kind for kind, day in keys.items() if any(each.may_be(day.isoformat()) for each in days)}
            differing = [
                each
                for each in stated
                if each.kind in keys
                and each.kind not in right
                and not any(_is_date_of(each, day) for day in keys.values())
            ]
            if differing:
                written = {each.date.form: each.date.written for each in differing}
                places: dict[Steps, Argument] = {("notice", each.kind): keys[each.kind] for each in differing}
                yield from _report(("notice",), Kind.DATE, [_Words(steps, language, written)], places)


def _is_date_of(stated: NoticeDate, day: date) -> bool:
    return stated.date.may_be(day.isoformat())


def _list_dating_texts(policy: Policy) -> Iterator[tuple[Steps, Text]]:
    """The texts in which a notice tells of its own dates."""
    notice: Notice = policy.notice
    if notice.opening is not None:
        yield ("notice", "opening"), notice.opening
    for key, section in policy.sections.items():
        yield ("sections", key, "text"), section.text
    for place in ("introductions", "closings"):
        for section_id, text in getattr(policy, place).items():
            yield (place, str(section_id)), text
