"""The fields of an activity on purpose, data subjects, data, sources and legal basis (GDPR Art. 30(1)(b)–(c)).

Each function yields the values of one field of the record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from seloste.checker.inventory import System
from seloste.checker.linking.entry import DeclaredRecord
from seloste.checker.position import Location
from seloste.policy.parties import DataSubjects
from seloste.policy.processing import LegalBasis, PersonalData, StatedBasis
from seloste.policy.vocabulary import Basis, SpecialCategoryBasis
from seloste.reports.language.notice_name import name_register
from seloste.reports.notice.legal_basis import find_provision, name_basis
from seloste.reports.record.activities import Activity, ActivityOrigin, select_data_subjects, select_fields
from seloste.reports.record.context import RecordContext
from seloste.reports.record.model import FieldValue


def describe_purposes(context: RecordContext, activity: Activity) -> Iterator[FieldValue]:
    """The purpose in the notice's words, or the gap where there is none."""
    if activity.origin is ActivityOrigin.UNSTATED:
        for system in activity.systems:
            yield context.mark_gap_in_record("purposes", system, "purposes")
        return
    yield context.name_entry("purposes", activity.id)
    yield from _list_system_activities(context, activity)
    if activity.purpose is None:
        yield context.mark_gap_in_notice(
            "purposes", activity.id, "purposes", activity.id, why=context.word("purpose-undeclared")
        )
        return
    if activity.purpose.direct_marketing:
        yield FieldValue(context.word("direct-marketing"))
    if activity.purpose.profiling:
        yield FieldValue(context.language.word("notice.labels.profiling"))
    if activity.purpose.automated_decision is not None:
        words = context.text(activity.purpose.automated_decision.text)
        yield FieldValue(words, context.language.word("notice.labels.automated_decision"))


def _list_system_activities(context: RecordContext, activity: Activity) -> Iterator[FieldValue]:
    """What each system declares that is done with its data."""
    for system in activity.systems:
        if system.record.activities:
            names = [context.language.word(f"phrases.activity-{each}") for each in system.record.activities]
            yield FieldValue(context.language.format_list(names), system.record.name)


def describe_data_subjects(context: RecordContext, activity: Activity) -> Iterator[FieldValue]:
    """The categories of data subjects of the systems, and those that the notice names for the purpose."""
    named_by_notice = activity.purpose.data_subjects if activity.purpose else None
    entries = [(system, select_data_subjects(system.record, activity, context.policy)) for system in activity.systems]
    yield from _merge_entries(context, "data_subjects", entries, named_by_notice, _list_employment)
    for system in activity.systems:
        if system.record.data_subjects is None:
            yield context.mark_gap_in_record("data-subjects", system, "data_subjects", who=system.record.name)
    if not activity.systems and named_by_notice is None:
        yield from _list_notice_entries(context, "data_subjects", "data-subjects", activity, _list_employment)


def _list_employment(context: RecordContext, group: DataSubjects) -> tuple[str, ...]:
    return (context.word("employees"),) if group.employees else ()


def describe_data_categories(context: RecordContext, activity: Activity) -> Iterator[FieldValue]:
    """The categories of personal data; remarks mark those that the law protects specially."""
    named_by_notice = activity.purpose.fields if activity.purpose else None
    entries = [(system, select_fields(system.record, activity, context.policy)) for system in activity.systems]
    yield from _merge_entries(context, "fields", entries, named_by_notice, _list_special_care)
    for system in activity.systems:
        if system.record.fields is None:
            yield context.mark_gap_in_record("data-categories", system, "fields", who=system.record.name)
    if not activity.systems and named_by_notice is None:
        yield from _list_notice_entries(context, "fields", "data-categories", activity, _list_special_care)


def describe_sources(context: RecordContext, activity: Activity) -> Iterator[FieldValue]:
    """The sources of the data, as declared by the systems that serve the purpose."""
    entries = [(system, system.record.sources or []) for system in activity.systems]
    yield from _merge_entries(context, "sources", entries, None)
    for system in activity.systems:
        if not system.record.sources:
            yield context.mark_gap_in_record("sources", system, "sources", who=system.record.name)
    if not activity.systems:
        yield from _list_notice_entries(context, "sources", "sources", activity)


#: Lists the remarks on a category of personal data.
ListRemarks = Callable[[RecordContext, Any], Iterable[str]]


def _list_special_care(context: RecordContext, field: PersonalData) -> Iterator[str]:
    if field.special_category:
        yield context.language.word("notice.marks.special_category")
    if field.criminal:
        yield context.language.word("notice.marks.criminal")
    if field.criminal_ground is not None:
        yield context.language.word(f"notice.criminal_ground.{field.criminal_ground.ground}")
        if field.criminal_ground.explanation:
            yield context.text(field.criminal_ground.explanation)
    if field.national_id_ground is not None:
        yield context.language.word(f"notice.national_id_ground.{field.national_id_ground}")
    elif field.national_id:
        yield context.language.word("notice.marks.national_id")


def _merge_entries(
    context: RecordContext,
    section: str,
    entries: Sequence[tuple[DeclaredRecord[System], list[str]]],
    named_by_notice: list[str] | None,
    list_remarks: ListRemarks | None = None,
) -> Iterator[FieldValue]:
    """Merges entries of the systems, each once and in the notice's order, with those that only the notice names."""
    users: dict[str, list[str]] = {}
    for system, ids in entries:
        for id in ids:
            users.setdefault(id, []).append(system.record.name)
    known = list(getattr(context.policy, section))
    for id in sorted(
        dict.fromkeys((*users, *(named_by_notice or ()))), key=lambda id: known.index(id) if id in known else len(known)
    ):
        value = _describe_entry(context, section, id, list_remarks)
        systems = users.get(id, [])
        remarks = [*value.remarks]
        if not systems and entries:
            remarks.append(context.word("in-no-system"))
        elif 0 < len(systems) < len(entries):
            remarks.append(name_systems(context, systems))
        yield FieldValue(value.text, remarks=tuple(remarks))


def _describe_entry(context: RecordContext, section: str, id: str, list_remarks: ListRemarks | None) -> FieldValue:
    value, entry = context.name_entry(section, id), getattr(context.policy, section).get(id)
    remarks = list_remarks(context, entry) if list_remarks and entry else ()
    return FieldValue(value.text, remarks=(*value.remarks, *remarks))


#: The most systems that a remark names; more are only counted.
_MOST_NAMED = 5


def name_systems(context: RecordContext, users: Sequence[str]) -> str:
    """Names the systems that a remark concerns; many of them are only counted."""
    if len(users) <= _MOST_NAMED:
        return context.language.format_list(users)
    return context.language.count("counted.system", len(users))


def _list_notice_entries(
    context: RecordContext, section: str, field: str, activity: Activity, list_remarks: ListRemarks | None = None
) -> Iterator[FieldValue]:
    """All entries of a section of the notice, for an activity that no system serves."""
    entries = getattr(context.policy, section)
    if not entries:
        yield context.mark_gap_in_notice(field, name_activity(context, activity), section)
    for id in entries:
        value = _describe_entry(context, section, id, list_remarks)
        yield FieldValue(value.text, remarks=(*value.remarks, context.word("by-notice")))


def name_activity(context: RecordContext, activity: Activity) -> str:
    """The name of an activity."""
    if activity.origin is ActivityOrigin.UNSTATED:
        return context.word("purpose-unstated", system=activity.systems[0].record.name)
    return context.name_entry("purposes", activity.id).text


def describe_legal_basis(context: RecordContext, activity: Activity) -> Iterator[FieldValue]:
    """The legal basis with its provision of the law, and the balancing test."""
    purpose = activity.purpose
    if purpose is None:
        own = (activity.id, "legal_basis") if activity.purpose_id else ()
        yield context.mark_gap_in_notice("legal-basis", name_activity(context, activity), "purposes", *own)
        return
    if not purpose.legal_bases:
        yield from _list_notice_bases(context, activity)
    for number, basis in enumerate(purpose.legal_bases):
        yield from _describe_basis(context, basis, _list_scopes(context, basis))
        if basis.balancing_test is not None:
            yield from describe_document(
                context, context.word("balancing-test"), basis.balancing_test.date, basis.balancing_test.document
            )
        elif basis.basis is Basis.LEGITIMATE_INTERESTS:
            steps = ("purposes", activity.id, "legal_basis", number, "balancing_test")
            why = context.word("balancing-test")
            yield context.mark_gap_in_notice("legal-basis", name_activity(context, activity), *steps, why=why)
    if purpose.special_category_basis is not None:
        yield FieldValue(
            _cite_basis(context, purpose.special_category_basis),
            context.language.word("notice.labels.special_category_basis"),
        )
    elif _uses_special_categories(context, activity):
        where = ("purposes", activity.id, "special_category_basis")
        why = context.language.word("notice.labels.special_category_basis")
        yield context.mark_gap_in_notice("legal-basis", name_activity(context, activity), *where, why=why)


def _list_notice_bases(context: RecordContext, activity: Activity) -> Iterator[FieldValue]:
    """The bases that the notice lists for itself as a whole. Which of them is the purpose's is a gap."""
    stated = context.policy.legal_bases
    for basis in stated:
        yield from _describe_basis(context, basis, (context.word("of-whole-notice"),))
    steps = ("purposes", activity.id, "legal_basis")
    why = context.word("basis-of-purpose") if stated else ""
    yield context.mark_gap_in_notice("legal-basis", name_activity(context, activity), *steps, why=why)


def _describe_basis(context: RecordContext, basis: StatedBasis, remarks: tuple[str, ...]) -> Iterator[FieldValue]:
    yield FieldValue(_cite_basis(context, basis.basis), remarks=remarks)
    if basis.explanation:
        yield FieldValue(context.text(basis.explanation))


def _list_scopes(context: RecordContext, basis: LegalBasis) -> tuple[str, ...]:
    """The people and the data that a legal basis is limited to."""
    limits = {"data_subjects": basis.data_subjects, "fields": basis.fields}
    return tuple(
        context.word("only", names=context.name_entries(section, ids))
        for section, ids in limits.items()
        if ids is not None
    )


def _uses_special_categories(context: RecordContext, activity: Activity) -> bool:
    """Whether the activity uses special categories of personal data."""
    named_by_notice = activity.purpose.fields if activity.purpose else None
    used = {field for system in activity.systems for field in select_fields(system.record, activity, context.policy)}
    used |= set(named_by_notice or ())
    return any(field.special_category for key, field in context.policy.fields.items() if key in used)


def _cite_basis(context: RecordContext, basis: Basis | SpecialCategoryBasis) -> str:
    """A basis in words with its provision."""
    citation = context.language.cite(find_provision(basis), context.result.as_of)
    return f"{name_basis(basis, context.language)} ({citation})"


def describe_document(context: RecordContext, label: str, day: date | None, path: str | None) -> Iterator[FieldValue]:
    """An internal document: its day and its path."""
    dated = context.language.format_value(day) if day else context.word("undated")
    entries = [dated, path or context.word("place-unstated")]
    yield FieldValue(", ".join(entries), label, context.remark_later(day))


def describe_impact_assessment(context: RecordContext, activity: Activity) -> Iterator[FieldValue]:
    """The data protection impact assessment. Whether one is needed is not judged."""
    made = activity.purpose.impact_assessment if activity.purpose else None
    if made is None:
        yield FieldValue(context.word("no-impact-assessment"))
    else:
        yield from describe_document(context, "", made.date, made.document)


def describe_responsibility(context: RecordContext, activity: Activity) -> Iterator[FieldValue]:
    """The owner of each system, and the day of its last review."""
    for system in activity.systems:
        record = system.record
        if record.owner:
            yield FieldValue(record.owner, record.name)
        else:
            yield context.mark_gap_in_record(
                "responsibility", system, "owner", who=record.name, why=context.word("owner")
            )
        if record.reviewed:
            reviewed = context.language.word("notice.reviewed", day=record.reviewed)
            yield FieldValue(reviewed, record.name, context.remark_later(record.reviewed))
        else:
            yield context.mark_gap_in_record(
                "responsibility", system, "reviewed", who=record.name, why=context.word("day-reviewed")
            )
    if not activity.systems:
        yield _mark_missing_system(context, activity, "responsibility")


def describe_register(context: RecordContext, activity: Activity) -> Iterator[FieldValue]:
    """The register's name, and the systems that serve the purpose."""
    label = context.word("register-name" if context.policy.notice.name else "notice")
    yield FieldValue(name_register(context.policy, context.language), label)
    for system in activity.systems:
        description = system.record.description
        yield FieldValue(system.record.name, remarks=(context.text(description),) if description else ())
    if not activity.systems:
        yield _mark_missing_system(context, activity, "register")


def _mark_missing_system(context: RecordContext, activity: Activity, field: str) -> FieldValue:
    """The gap of a purpose that no system serves, located in the first file of systems, if there is one."""
    paths = [item.path for item in context.result.inputs if item.kind == "systems"]
    key = f"systems.*.purposes: {activity.id}"
    where = Location(paths[0] if paths else "")
    return context.mark_gap(field, name_activity(context, activity), key, where, why=context.word("no-system"))
