"""The turning days: the days on which a record may be judged otherwise than on the day before.

A rule asks of a date whether it has come, has passed, is near (`warn_ahead`; a year, for the end of a waiver) or is
long past (`review_within`, `evidence_max_age`; a year, for a certification); and it compares periods by the calendar,
in which P1M is longer than P30D in one month and shorter in another. So every date and period in a record gives it
turning days, whichever rule will look at it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from msgspec import Struct
from pydantic import BaseModel

from seloste.checker.forecast.abroad import find_abroad
from seloste.checker.judging.loaded_workspace import LoadedWorkspace
from seloste.checker.linking.settings import YEAR
from seloste.checker.rules.catalogue import load_catalogue
from seloste.checker.suppression.waivers import LONGEST
from seloste.policy.law.authorities import find_authorities
from seloste.policy.law.law import Law
from seloste.policy.notice import Policy
from seloste.policy.period import Period

_DAY = timedelta(days=1)
#: Months and years have no fixed length in the units below them, so that only these two kinds can change places.
_OF_THE_CALENDAR = frozenset({"years", "months"})


class TurningDays(Struct, frozen=True):
    """The turning days of each record by its subject, and those of the law that findings cite, which changes no other
    judgment: where nothing is found in a record, nothing is cited.
    """

    of_records: Mapping[str, Sequence[date]]
    of_citations: Sequence[date]

    def list_all(self) -> set[date]:
        """Every day that is one."""
        return {day for days in (self.of_citations, *self.of_records.values()) for day in days}


def find_turning_days(loaded: LoadedWorkspace, law: Law, days: Sequence[date]) -> TurningDays:
    """The turning days among `days`, which are consecutive.

    The notice but for its head, all periods, the files of infrastructure, the territories and the day from which
    undated evidence counts bear on every record, so their days are among those of each. The law of transfers bears on
    those whose data may go abroad; all other law and the head of the notice on the notice alone, and on what findings
    cite.
    """
    config = loaded.workspace.config
    dated = _DateReach(days, config.warn_ahead, (config.review_within, config.evidence_max_age, YEAR))
    head, notice = _divide_notice(loaded.notice.record if loaded.notice else None)
    records = {subject: list(_values(entries)) for subject, entries in _records(loaded).items()}
    periods = {value for values in (head, notice, *records.values()) for value in values if isinstance(value, Period)}
    shown = (resource.dated for resource in loaded.evidence.resources if resource.dated)
    past = _list_past_dates(loaded) if loaded.workspace.asks_past else ()
    of_all = (*law.places.list_dates(), *_dates(notice), *shown, *past)
    common = {*dated.days_of(of_all), *_reordered(periods, days), *filter(None, [loaded.workspace.today])}
    of_transfers = common | dated.days_of(law.list_transfer_dates())
    abroad = find_abroad(loaded, law, (days[0], days[-1]))
    found = {
        subject: (of_transfers if subject in abroad else common) | dated.days_of(_dates(values))
        for subject, values in records.items()
    }
    found |= {"notice": common | dated.days_of((*law.list_dates(), *_dates(head)))}
    found |= {"waivers": _DateReach(days, LONGEST).days_of(_last_days(loaded))}
    cited = {turn for day in _list_cited_dates() for turn in _list_edges(day)}
    of_records = {subject: sorted(turns.intersection(days[1:])) for subject, turns in found.items()}
    return TurningDays(of_records, sorted(cited.intersection(days[1:])))


def _divide_notice(policy: Policy | None) -> tuple[list[date | Period], list[date | Period]]:
    """The dates and periods of the head of the notice, which tells when it was published, and those of its promises."""
    if policy is None:
        return [], []
    others = (getattr(policy, name) for name in policy.model_fields_set if name != "notice")
    return list(_values(policy.notice)), list(_values([*others]))


def _records(loaded: LoadedWorkspace) -> dict[str, tuple[BaseModel, ...]]:
    """Each record by its subject; with a system, the processor that hosts it, whose transfers it may use."""
    processors = loaded.processors.entries
    records: dict[str, tuple[BaseModel, ...]] = {entry.subject: (entry.record,) for entry in processors.values()}
    for system in (loaded.systems.entries if loaded.systems else {}).values():
        hosting = system.record.hosting
        host = processors.get(hosting.processor or "") if hosting else None
        records[system.subject] = (system.record, host.record) if host else (system.record,)
    return records


def _list_past_dates(loaded: LoadedWorkspace) -> Iterator[date]:
    """The dates from which processors, and documents, bear a promise out for whoever rests on them, on a past day."""
    for entry in loaded.processors.entries.values():
        if entry.record.reviewed is not None:
            yield entry.record.reviewed
    documents = loaded.index.documents if loaded.index is not None else None
    for found in documents.lookups.values() if documents is not None else ():
        if found.dated is not None:
            yield found.dated


def _list_cited_dates() -> Iterator[date]:
    """The dates of what rules on records cite: a finding cites what is in force on the day."""
    rules = [rule for rule in load_catalogue().values() if rule.family != "notice"]
    citations = {citation for rule in rules for each in (rule.law, *rule.law_of.values()) for citation in each}
    for citation in citations:
        for authority in find_authorities(citation):
            yield from authority.list_dates()


def _last_days(loaded: LoadedWorkspace) -> Iterator[date]:
    """The last days of waivers."""
    for waiver in (*loaded.waivers, *(loaded.systems.waivers if loaded.systems else ())):
        if waiver.until is not None:
            yield waiver.until


def _dates(values: Iterable[date | Period]) -> Iterator[date]:
    return (value for value in values if isinstance(value, date))


def _list_edges(on: date) -> Iterator[date]:
    """The first day on which a date has come, and the first on which it has passed."""
    yield on
    if on < date.max:
        yield on + _DAY


def _values(value: Any) -> Iterator[date | Period]:
    """Every date and period within a record."""
    if isinstance(value, date | Period):
        yield value
    elif isinstance(value, BaseModel):
        for name in value.model_fields_set:
            yield from _values(getattr(value, name))
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _values(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _values(item)


class _DateReach:
    """The turning days of dates: each date, the day after, the day it becomes near, and the day it is long past."""

    def __init__(self, days: Sequence[date], near: Period, past: Collection[Period] = ()) -> None:
        self.days = days
        self.near = [near.end(day).date() for day in days]
        self.past = [[period.before(day) for day in days] for period in dict.fromkeys(past)]

    def days_of(self, dates: Iterable[date]) -> set[date]:
        """The turning days of some dates."""
        return {day for on in set(dates) for day in self._days_of(on)}

    def _days_of(self, on: date) -> Iterator[date]:
        yield from _list_edges(on)
        for turn in (bisect_left(self.near, on), *(bisect_right(past, on) for past in self.past)):
            if turn < len(self.days):
                yield self.days[turn]


def _reordered(periods: Iterable[Period], days: Sequence[date]) -> Iterator[date]:
    """The days on which some two of the periods compare otherwise than on the day before."""
    alike = {tuple(period.parts.items()): period for period in periods}
    kinds = [_OF_THE_CALENDAR.isdisjoint(period.parts) for period in alike.values()]
    mixed = any(not _OF_THE_CALENDAR.issuperset(period.parts) for period in alike.values())
    if all(kinds) or not mixed:
        return
    before: list[int] = []
    for day in days:
        ends = [period.end(day) for period in alike.values()]
        places = {end: place for place, end in enumerate(sorted(set(ends)))}
        order = [places[end] for end in ends]
        if order != before:
            yield day
        before = order
