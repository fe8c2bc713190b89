"""Compares storage periods before and after a change, for each category of people, purpose and field.

The entries that govern them are compared, not those that were edited: a new entry for one purpose may lengthen the
period that another entry promised for all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import product

from seloste.policy.change.exceptions import compare_exceptions
from seloste.policy.change.reason import DraftReason, Term, Value
from seloste.policy.commitments import Retention, RetentionException, RetentionLimit
from seloste.policy.notice import Policy
from seloste.policy.period import Period
from seloste.policy.retention import GoverningEntries

Limits = dict[str, Period]
#: A category of people, a purpose and a field.
Kind = tuple[str | None, str | None, str | None]
#: A field that no entry names; ids are never empty.
_UNNAMED = ""


def compare_periods(old: Policy, new: Policy, day: date) -> dict[str, list[DraftReason]]:
    """The reasons by the path of the entry that changed the period. `day`: the day on which periods begin."""
    found: dict[str, list[DraftReason]] = {}
    of_old, of_new = GoverningEntries(old.retention.items()), GoverningEntries(new.retention.items())
    compared = set()
    for group, purpose, field in _list_kinds(old, new):
        before, after = _select_entries(of_old, group, purpose, field), _select_entries(of_new, group, purpose, field)
        ids = tuple(tuple(id for id, _ in entries) for entries in (before, after))
        if ids in compared:
            continue
        compared.add(ids)
        edited = [id for id, _ in (*after, *before) if old.retention.get(id) != new.retention.get(id)]
        about = next(iter((*edited, *(id for id, _ in (*after, *before)))), None)
        for reason in _compare_entries([entry for _, entry in before], [entry for _, entry in after], day):
            reasons = found.setdefault(f"retention.{about}", [])
            if reason not in reasons:
                reasons.append(reason)
    return found


def _select_entries(
    entries: GoverningEntries[str, Retention], group: str | None, purpose: str | None, field: str | None
) -> list[tuple[str, Retention]]:
    """The entries that govern some data; where the notices share no purpose, those about every purpose."""
    found = entries.select(group, purpose, field)
    general = [(id, entry) for id, entry in found if entry.purposes is None]
    return general if purpose is None and general else found


def _list_kinds(old: Policy, new: Policy) -> list[Kind]:
    """The categories of people, purposes and fields of both notices, in the order of people; None: they share none.

    Those that the same periods are about are alike: the first stands for all.
    """
    nothing: list[str | None] = [None]
    periods = _Periods([*old.retention.values(), *new.retention.values()])
    groups = [group for group in old.data_subjects if group in new.data_subjects] or nothing
    places = {group: place for place, group in enumerate(groups)}
    found: dict[tuple[int, int, int], Kind] = {}
    for purpose in [purpose for purpose in old.purposes if purpose in new.purposes] or nothing:
        about = periods.find_about(purpose)
        fields = _list_fields(old, new, purpose) if periods.by_field else nothing
        concerned = [group for group in groups if _concerns(old, group, purpose) and _concerns(new, group, purpose)]
        people: dict[int, str | None] = {}
        for group in concerned:
            people.setdefault(periods.by_group.get(group or "", 0) & about, group)
        data: dict[int, str | None] = {}
        for field in fields:
            data.setdefault(periods.by_field.get(field or "", 0) & about, field)
        for (of_group, group), (of_field, field) in product(people.items(), data.items()):
            alike = (periods.by_purpose.get(purpose or "", 0), of_group, of_field)
            if alike not in found or places[group] < places[found[alike][0]]:
                found[alike] = (group, purpose, field)
    purposes = {purpose: place for place, purpose in enumerate(old.purposes)}
    return sorted(found.values(), key=lambda kind: (places[kind[0]], purposes.get(kind[1] or "", 0)))


def _list_fields(old: Policy, new: Policy, purpose: str | None) -> list[str | None]:
    """The fields that a purpose has in both notices; one that no period names, where they share none."""
    uses = [policy.purposes[purpose].fields if purpose is not None else None for policy in (old, new)]
    before, after = (
        dict.fromkeys(policy.fields if used is None else used) for policy, used in zip((old, new), uses, strict=True)
    )
    return [field for field in before if field in after] or [_UNNAMED]


class _Periods:
    """Which periods name each category of people, purpose and field: a bit for each period."""

    def __init__(self, entries: list[Retention]) -> None:
        self.by_group: dict[str, int] = {}
        self.by_purpose: dict[str, int] = {}
        self.by_field: dict[str, int] = {}
        self._of_every_purpose = 0
        for number, entry in enumerate(entries):
            named = (
                (self.by_group, entry.data_subjects),
                (self.by_purpose, entry.purposes),
                (self.by_field, entry.fields),
            )
            for found, names in named:
                for name in names or ():
                    found[name] = found.get(name, 0) | 1 << number
            self._of_every_purpose |= (entry.purposes is None) << number

    def find_about(self, purpose: str | None) -> int:
        """The periods about a purpose; None: all of them."""
        return -1 if purpose is None else self._of_every_purpose | self.by_purpose.get(purpose, 0)


def _concerns(policy: Policy, group: str | None, purpose: str | None) -> bool:
    concerned = policy.purposes[purpose].data_subjects if purpose is not None else None
    return concerned is None or group is None or group in concerned


def _compare_entries(before: list[Retention], after: list[Retention], day: date) -> Iterator[DraftReason]:
    yield from _compare_limits(before, after, day)
    if before:  # people who were told of no period were told of no exception to it
        yield from compare_exceptions(_list_exceptions(before), _list_exceptions(after), day)


def _list_exceptions(entries: list[Retention]) -> list[RetentionException]:
    return [exception for entry in entries for exception in entry.exceptions]


def _compare_limits(before: list[Retention], after: list[Retention], day: date) -> Iterator[DraftReason]:
    old, new = _find_maxima(before, day), _find_maxima(after, day)
    was_kept, is_kept = (any(entry.permanent for entry in entries) for entries in (before, after))
    if is_kept and not new and not (was_kept and not old):
        yield DraftReason("retention-permanent", _build_values(old, {}))
    elif was_kept and not is_kept and not old and not new:
        yield DraftReason("permanence-unstated")
    elif old and not new:
        yield DraftReason("retention-unlimited", _build_values(old, {}))
    elif new and not old:
        yield DraftReason("retention-limited", _build_values({}, new))
    elif old.keys() - new.keys():
        yield DraftReason("retention-incomparable", _build_values(old, new))
    else:
        yield from _compare_by_event(old, new, day, "retention-longer", "retention-shorter")
    old, new = _find_minima(before, day), _find_minima(after, day)
    if old.keys() - new.keys():
        yield DraftReason("minimum-dropped" if not new else "retention-incomparable", _build_values(old, new))
    elif new.keys() - old.keys():
        yield DraftReason("minimum-added", _build_values(old, new))
    yield from _compare_by_event(old, new, day, "minimum-longer", "minimum-shorter")


def _compare_by_event(old: Limits, new: Limits, day: date, longer: str, shorter: str) -> Iterator[DraftReason]:
    for event in sorted(old.keys() & new.keys()):
        values: dict[str, Value] = {"before": old[event], "after": new[event], "event": Term("event", event)}
        if new[event].longer_than(old[event], day):
            yield DraftReason(longer, values)
        elif old[event].longer_than(new[event], day):
            yield DraftReason(shorter, values)


def _build_values(old: Limits, new: Limits) -> dict[str, Value]:
    (before, from_), (after, to) = _find_first(old), _find_first(new)
    event = Term("event", to or from_ or "")
    return {"before": before, "after": after, "event": event, "before_event": Term("event", from_ or to or "")}


def _find_first(limits: Limits) -> tuple[Period | None, str | None]:
    event = min(limits, default=None)
    return (None, None) if event is None else (limits[event], event)


def _find_maxima(entries: list[Retention], day: date) -> Limits:
    """The shortest maximum by event: every entry that governs the data applies."""
    found: Limits = {}
    for limit in _drop_none(entry.maximum for entry in entries):
        if limit.after not in found or found[limit.after].longer_than(limit.period, day):
            found[limit.after] = limit.period
    return found


def _find_minima(entries: list[Retention], day: date) -> Limits:
    """The longest minimum by event."""
    found: Limits = {}
    for limit in _drop_none(entry.minimum for entry in entries):
        if limit.after not in found or limit.period.longer_than(found[limit.after], day):
            found[limit.after] = limit.period
    return found


def _drop_none(limits: Iterable[RetentionLimit | None]) -> Iterator[RetentionLimit]:
    return (limit for limit in limits if limit is not None)
