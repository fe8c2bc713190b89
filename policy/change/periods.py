"""Compares storage periods before and after a change, for each category of people and purpose.

The entries that govern a pair are compared, not those that were edited: a new entry for one purpose may lengthen the
period that another entry promised for all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from seloste.policy.change.reason import DraftReason, Term, Value
from seloste.policy.commitments import Retention, RetentionLimit
from seloste.policy.notice import Policy
from seloste.policy.period import Period
from seloste.policy.retention import select_governing

Limits = dict[str, Period]


def compare_periods(old: Policy, new: Policy, day: date) -> dict[str, list[DraftReason]]:
    """The reasons by the path of the entry that changed the period. `day`: the day on which periods begin."""
    found: dict[str, list[DraftReason]] = {}
    for group, purpose in _list_pairs(old, new):
        before, after = _select_entries(old, group, purpose), _select_entries(new, group, purpose)
        edited = [id for id, _ in (*after, *before) if old.retention.get(id) != new.retention.get(id)]
        about = next(iter((*edited, *(id for id, _ in (*after, *before)))), None)
        for reason in _compare_limits([entry for _, entry in before], [entry for _, entry in after], day):
            reasons = found.setdefault(f"retention.{about}", [])
            if reason not in reasons:
                reasons.append(reason)
    return found


def _select_entries(policy: Policy, group: str | None, purpose: str | None) -> list[tuple[str, Retention]]:
    """The entries that govern a pair; where the notices share no purpose, those about every purpose."""
    found = select_governing(policy.retention.items(), group, purpose)
    general = [(id, entry) for id, entry in found if entry.purposes is None]
    return general if purpose is None and general else found


def _list_pairs(old: Policy, new: Policy) -> Iterator[tuple[str | None, str | None]]:
    """The pairs of a category of people and a purpose in both notices; None where they share none."""
    nothing: list[str | None] = [None]
    for group in [group for group in old.data_subjects if group in new.data_subjects] or nothing:
        for purpose in [purpose for purpose in old.purposes if purpose in new.purposes] or nothing:
            if _concerns(old, group, purpose) and _concerns(new, group, purpose):
                yield group, purpose


def _concerns(policy: Policy, group: str | None, purpose: str | None) -> bool:
    concerned = policy.purposes[purpose].data_subjects if purpose is not None else None
    return concerned is None or group is None or group in concerned


def _compare_limits(before: list[Retention], after: list[Retention], day: date) -> Iterator[DraftReason]:
    old, new = _find_maxima(before, day), _find_maxima(after, day)
    if old and not new:
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
