"""The edits of a system's record that break each promise: several for one breach where the first may not be possible.

Each is what somebody honest writes down after a change: another purpose, a longer period, a control that is off.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from seloste.checker.drill.breach import load_drills
from seloste.checker.drill.edit import Edit, EditKind
from seloste.checker.inventory import System
from seloste.checker.linking.index import Index
from seloste.checker.linking.linked_record import LinkedRecord
from seloste.checker.linking.safeguards import Assessment
from seloste.policy.declaration import Safeguard
from seloste.policy.notice import Policy
from seloste.policy.period import Period
from seloste.policy.vocabulary import Status, has_interval

#: The longest period that a file may have, in days.
_LONGEST = 99_999
_MIDNIGHT = time.min
#: Breach → the list of a system that something is added to.
_LISTS = {
    "purpose-added": "purposes",
    "field-added": "fields",
    "source-added": "sources",
    "data-subject-added": "data_subjects",
    "processor-added": "processors",
}


def name_unused(*known: Any) -> str:
    """A name that nothing has: neither a record nor an entry of the notice."""
    name = load_drills().name
    while any(name in each for each in known if each):
        name += "-x"
    return name


def list_list_edits(kind: str, system: LinkedRecord[System], policy: Policy, index: Index) -> Iterator[Edit]:
    """The edits that add to a closed list of the notice, or leave a system or a field without a purpose."""
    record = system.record
    if kind in _LISTS:
        section = _LISTS[kind]
        known = index.listed if section == "processors" else getattr(policy, section)
        yield Edit((section,), name_unused(known, getattr(record, section)), EditKind.ADD)
    elif kind == "purpose-removed":
        raw = system.document.value[system.kind][system.id].get("fields")
        if isinstance(raw, dict) and any(raw.values()):
            yield Edit(("fields", next(iter(raw))), [])
        yield Edit(("purposes",), kind=EditKind.REMOVE)
        yield Edit(("purposes",), [])
    elif kind == "field-unneeded":
        yield from _list_unneeded_fields(record, policy)
    elif kind == "disclosure-added":
        known = policy.disclosures.recipients if policy.disclosures else None
        yield Edit(("disclosures",), {"recipient": name_unused(known)}, EditKind.ADD)


def _list_unneeded_fields(record: System, policy: Policy) -> Iterator[Edit]:
    """A field of the notice that none of the system's purposes needs, added."""
    purposes = [policy.purposes[each] for each in record.every_purpose or () if each in policy.purposes]
    if purposes and all(each.fields is not None for each in purposes):
        needed = {name for each in purposes for name in each.fields or ()}
        free = (name for name in policy.fields if name not in needed and name not in (record.fields or {}))
        yield from (Edit(("fields",), name, EditKind.ADD) for name in free)


def list_retention_edits(kind: str, promise: str, system: LinkedRecord[System], day: date) -> Iterator[Edit]:
    """The edits that make a declared period longer than the promised maximum, or shorter than the minimum."""
    raw = system.document.value[system.kind][system.id].get("retention")
    for each in system.retention.comparisons:
        if each.promise != promise:
            continue
        steps = ("retention", each.number, "period") if isinstance(raw, list) else ("retention", "period")
        maximum, minimum = each.promised.maximum, each.promised.minimum
        period: Period | None = None
        if kind == "kept-longer" and maximum is not None:
            limits = [limit.period for limit in each.limits]
            period = lengthen(max(limits, key=lambda limit: limit.end(day)), day)
        elif kind == "kept-shorter" and minimum is not None and minimum.after == each.declared.after:
            period = shorten(minimum.period, day)
        if period is not None:
            yield Edit(steps, period.text)


def lengthen(period: Period, day: date) -> Period | None:
    """A period that is longer by less than two days, on a day; None where no file may have one."""
    days = (period.end(day) - datetime.combine(day, _MIDNIGHT)).days + 1
    return Period(f"P{days}D") if days <= _LONGEST else None


def shorten(period: Period, day: date) -> Period | None:
    """A period that is shorter by a day, or nothing; None where there is no shorter one."""
    days = (period.end(day) - datetime.combine(day, _MIDNIGHT)).days
    return Period(f"P{min(days - 1, _LONGEST)}D") if days > 0 else None


def list_control_edits(kind: str, assessment: Assessment, day: date) -> Iterator[Edit]:
    """The edits that declare a promised control off, or done less often than promised."""
    control, promised = assessment.control, assessment.promised.parameters.interval
    steps = ("safeguards", control)
    if kind == "control-off":
        yield Edit(steps, Status.NOT_IMPLEMENTED.value)
    elif promised is not None and (len(assessment.promised.controls) == 1 or has_interval(control)):
        longer = lengthen(promised, day)
        if longer is not None and is_implemented(assessment.declared):
            yield Edit((*steps, "interval"), longer.text)
            yield Edit(steps, {"status": Status.IMPLEMENTED.value, "interval": longer.text})


def is_implemented(declared: Safeguard | None) -> bool:
    """Whether a control is declared to be in force."""
    return declared is not None and declared.status is Status.IMPLEMENTED


def list_ruled_out_edits(promise: str, policy: Policy) -> Iterator[Edit]:
    """An edit for each key of a promise of `never`: the first thing that the key rules out is there."""
    ruled_out = policy.never[promise]
    for activity in (ruled_out.activities or ())[:1]:
        yield Edit(("activities",), activity.value, EditKind.ADD)
    for section in ("purposes", "fields"):
        for name in (getattr(ruled_out, section) or ())[:1]:
            yield Edit((section,), name, EditKind.ADD)
    for name in (ruled_out.recipients or ())[:1]:
        yield Edit(("disclosures",), {"recipient": name}, EditKind.ADD)
    for country in (ruled_out.countries or ())[:1]:
        yield Edit(("hosting", "country"), country)
