"""The fields of an activity on erasure and security: how long and how safely data are kept (GDPR Art. 30(1)(f)–(g)).

Each function yields the values of one field of the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from seloste.checker.inventory import RetentionRule, System
from seloste.checker.linking.entry import DeclaredRecord
from seloste.checker.linking.safeguards import ControlState, assess_controls, binds, list_promised_controls
from seloste.policy.commitments import Retention
from seloste.policy.notice import Policy
from seloste.policy.period import Period
from seloste.policy.retention import GoverningEntries
from seloste.policy.vocabulary import Status
from seloste.reports.language.language import capitalize
from seloste.reports.record.activities import Activity, select_data_subjects, select_fields
from seloste.reports.record.context import RecordContext
from seloste.reports.record.data_fields import name_activity, name_systems
from seloste.reports.record.model import FieldValue

#: So many kinds of people with fields are told apart of one activity.
_MOST_KINDS = 400


def describe_erasure(context: RecordContext, activity: Activity) -> Iterator[FieldValue]:
    """The time limits for erasure: the notice's promises, then the periods of each system."""
    policy = context.policy
    of_systems = [each for system in activity.systems for each in select_data_subjects(system.record, activity, policy)]
    of_purpose = activity.purpose.data_subjects if activity.purpose else None
    groups: list[str | None] = [*(dict.fromkeys(of_systems) or of_purpose or policy.data_subjects or (None,))]
    used = [field for system in activity.systems for field in select_fields(system.record, activity, policy)]
    fields = _list_fields(used or (activity.purpose.fields if activity.purpose else None) or policy.fields, policy)
    entries = GoverningEntries(policy.retention.items())
    kinds = _list_kinds(groups, fields, (entries,))
    found = [entries.select(group, activity.id, field) for group, field in kinds] if activity.purpose else []
    promised = {id: entry for governing in found for id, entry in governing}
    for entry in promised.values():
        yield from _describe_promise(context, entry)
    limited = bool(promised) and all(
        governing and all(entry.maximum is not None or entry.permanent is not None for _, entry in governing)
        for governing in found
    )
    for system in activity.systems:
        yield from _describe_system_retention(context, activity, system, limited=limited)
    if not activity.systems and not limited:
        why = context.word("no-limit") if promised else ""
        yield context.mark_gap_in_notice("erasure", name_activity(context, activity), "retention", why=why)


def _list_fields(used: Iterable[str], policy: Policy) -> list[str | None]:
    """The fields whose periods may differ. Of those that no period of the notice names, the first stands for all."""
    named = {field for entry in policy.retention.values() for field in entry.fields or ()}
    known = list(dict.fromkeys(used))
    other = next((field for field in known if field not in named), None)
    return [field for field in known if field in named or field == other] if named and known else [None]


def _list_kinds(
    groups: list[str | None], fields: list[str | None], several: tuple[GoverningEntries[Any, Any], ...]
) -> list[tuple[str | None, str | None]]:
    """One of each kind of people with one of each kind of field, by the entries that name them.

    Where the kinds are too many, any people and any field stand for all: every entry that may be about them is listed.
    """
    people = {tuple(entries.name_group(group) for entries in several): group for group in groups}
    data = {tuple(entries.name_field(field) for entries in several): field for field in fields}
    if len(people) * len(data) > _MOST_KINDS:
        return [(None, None)]
    return [(group, field) for group in people.values() for field in data.values()]


def _describe_promise(context: RecordContext, entry: Retention) -> Iterator[FieldValue]:
    """A period of the notice in its words, with what qualifies it: its data, its criteria, and its exceptions."""
    remarks = [context.word("only", names=context.name_entries("fields", entry.fields))] if entry.fields else []
    if entry.permanent is not None:
        remarks.append(context.word("permanent"))
    elif entry.maximum is None:
        remarks.append(context.word("no-limit"))
    yield FieldValue(context.text(entry.text), context.word("notice"), tuple(remarks))
    if entry.permanent is not None:
        yield FieldValue(context.text(entry.permanent.ground), context.word("ground"))
    if entry.criteria is not None:
        yield FieldValue(context.text(entry.criteria), context.word("criteria"))
    for exception in entry.exceptions:
        reason = (context.word(f"longer.{exception.reason}"),) if exception.reason else ()
        longest = exception.maximum
        limit = (describe_period(context, longest.period, longest.after),) if longest else ()
        yield FieldValue(context.text(exception.text or entry.text), context.word("exception"), (*reason, *limit))


def _describe_system_retention(
    context: RecordContext, activity: Activity, system: DeclaredRecord[System], *, limited: bool
) -> Iterator[FieldValue]:
    """The retention periods of a system; a gap if neither they nor the notice (`limited`) set a limit."""
    record = system.record
    groups: list[str | None] = [*(select_data_subjects(record, activity, context.policy) or (None,))]
    fields: list[str | None] = [*(select_fields(record, activity, context.policy) or (None,))]
    declared = list(enumerate(record.retention or ()))
    named = {field for _, rule in declared for field in rule.fields or ()}
    fields = fields if named else [None]
    # A period with a reason stands beside the ordinary one.
    ordinary = GoverningEntries([(number, rule) for number, rule in declared if rule.reason is None])
    longer = GoverningEntries([(number, rule) for number, rule in declared if rule.reason is not None])
    of_data = _list_kinds(groups, fields, (ordinary, longer))
    kinds = [(group, activity.purpose_id, field) for group, field in of_data]
    found = {number: rule for kind in kinds for each in (ordinary, longer) for number, rule in each.select(*kind)}
    for _, rule in sorted(found.items()):
        yield FieldValue(
            describe_period(context, rule.period, rule.after), record.name, tuple(_list_remarks(context, rule))
        )
    if not limited and not all(ordinary.select(*kind) for kind in kinds):
        yield context.mark_gap_in_record("erasure", system, "retention", who=record.name)


def _list_remarks(context: RecordContext, rule: RetentionRule) -> Iterator[str]:
    """Whose data a system's period is for, which data, and why they are kept longer."""
    if rule.data_subjects:
        people = [context.name_entry("data_subjects", group).text for group in rule.data_subjects]
        yield context.language.format_list(people)
    if rule.fields:
        yield context.word("only", names=context.name_entries("fields", rule.fields))
    if rule.reason:
        yield context.word(f"longer.{rule.reason}")


def describe_period(context: RecordContext, length: Period, after: str) -> str:
    """A period and its start: "2 years from the end of the contract". A user's own event is named by its id."""
    event = f"record.event.{after}"
    if context.language.has_word(event):
        return context.word("after", period=length, event=context.language.word(event))
    return context.word("after-own", period=length, event=after)


def describe_security(context: RecordContext, activity: Activity) -> Iterator[FieldValue]:
    """The security measures: those that the notice promises, then others that the systems declare."""
    promised = set()
    for key, promise in context.policy.safeguards.items():
        promised.update(promise.controls)
        bound = [system for system in activity.systems if binds(promise, "systems", system.id)]
        if bound or not isinstance(promise.applies_to, list):
            yield FieldValue(context.text(promise.text), remarks=tuple(_list_doubts(context, key, bound)))
    statuses: dict[str, dict[Status, list[str]]] = {}
    for system in activity.systems:
        for control, declared in (system.record.safeguards or {}).items():
            if control not in promised:
                statuses.setdefault(control, {}).setdefault(declared.status, []).append(system.record.name)
    for control, found in statuses.items():
        yield from _describe_control(context, control, found, len(activity.systems))
    for system in activity.systems:
        if not system.record.safeguards:
            yield context.mark_gap_in_record("security", system, "safeguards", who=system.record.name)
    if not activity.systems and not context.policy.safeguards:
        yield context.mark_gap_in_notice("security", name_activity(context, activity), "safeguards")


#: The remark on a system whose control is not as promised.
_DOUBTS = {
    ControlState.NO: "not-implemented",
    ControlState.PLANNED: "planned",
    ControlState.WEAKER: "weaker",
    ControlState.UNSTATED: "control-unstated",
}


def _list_doubts(context: RecordContext, key: str, systems: list[DeclaredRecord[System]]) -> Iterator[str]:
    """Remarks on the systems that declare a promised measure differently, or not at all."""
    found: dict[str, list[str]] = {}
    promise = {key: context.policy.safeguards[key]}
    for system in systems:
        promised = list_promised_controls(promise, "systems", system.id)
        for assessed in assess_controls(promised, system.record.safeguards, context.law.day):
            if assessed.state in _DOUBTS:
                found.setdefault(_DOUBTS[assessed.state], []).append(system.record.name)
    for doubt, names in found.items():
        yield context.word(f"status.{doubt}", systems=name_systems(context, names))


def _describe_control(
    context: RecordContext, control: str, found: dict[Status, list[str]], all_systems: int
) -> Iterator[FieldValue]:
    """A measure that the notice does not promise, if a system has implemented or planned it."""
    name = capitalize(context.language.word(f"controls.{control}"))
    done, planned = found.get(Status.IMPLEMENTED, []), found.get(Status.PLANNED, [])
    remarks = [name_systems(context, done)] if done and len(done) < all_systems else []
    if planned:
        remarks.append(context.word("status.planned", systems=name_systems(context, planned)))
    if done or planned:
        yield FieldValue(name, remarks=tuple(remarks))
