"""The fields of one activity that tell whose data, which, from where, and on what ground (GDPR Art. 30(1)(b)–(c))."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from seloste.checker.inventory import System
from seloste.checker.linking.entry import DeclaredRecord
from seloste.checker.position import Location
from seloste.policy.notice import PersonalData
from seloste.policy.vocabulary import Basis, SpecialCategoryBasis
from seloste.reports.language.language import capital
from seloste.reports.record.activities import Activity, ActivityOrigin, fields_of, groups_of
from seloste.reports.record.context import RecordContext
from seloste.reports.record.model import FieldValue


def purposes(book: RecordContext, activity: Activity) -> Iterator[FieldValue]:
    """The purpose as the notice words it, or what stands in its place."""
    if activity.standing is ActivityOrigin.UNSTATED:
        for system in activity.systems:
            yield book.gap_in_record("purposes", system, "purposes")
        return
    piece = book.named("purposes", activity.id)
    if activity.purpose is None:
        yield piece
        yield book.gap_in_notice("purposes", activity.id, "purposes", activity.id, why=book.word("purpose-undeclared"))
        return
    yield piece
    if activity.purpose.direct_marketing:
        yield FieldValue(book.word("direct-marketing"))
    if activity.purpose.automated_decision is not None:
        words = book.text(activity.purpose.automated_decision.text)
        yield FieldValue(words, book.language.word("notice.labels.automated_decision"))


def data_subjects(book: RecordContext, activity: Activity) -> Iterator[FieldValue]:
    """The categories of data subjects: those of the systems, and those that the notice names for the purpose."""
    stated = activity.purpose.data_subjects if activity.purpose else None
    parts = [(system, groups_of(system.record, activity, book.policy)) for system in activity.systems]
    yield from _merged(book, "data_subjects", parts, stated)
    for system in activity.systems:
        if system.record.data_subjects is None:
            yield book.gap_in_record("data-subjects", system, "data_subjects", who=system.record.name)
    if not activity.systems and stated is None:
        yield from _all_of_notice(book, "data_subjects", "data-subjects", activity)


def data_categories(book: RecordContext, activity: Activity) -> Iterator[FieldValue]:
    """The categories of personal data, with what the law asks special care for."""
    stated = activity.purpose.fields if activity.purpose else None
    parts = [(system, fields_of(system.record, activity, book.policy)) for system in activity.systems]
    yield from _merged(book, "fields", parts, stated, _care)
    for system in activity.systems:
        if system.record.fields is None:
            yield book.gap_in_record("data-categories", system, "fields", who=system.record.name)
    if not activity.systems and stated is None:
        yield from _all_of_notice(book, "fields", "data-categories", activity, _care)


def sources(book: RecordContext, activity: Activity) -> Iterator[FieldValue]:
    """Where the data come from, as the systems that serve the purpose say."""
    parts = [(system, system.record.sources or []) for system in activity.systems]
    yield from _merged(book, "sources", parts, None)
    for system in activity.systems:
        if not system.record.sources:
            yield book.gap_in_record("sources", system, "sources", who=system.record.name)
    if not activity.systems:
        yield from _all_of_notice(book, "sources", "sources", activity)


Remarks = Callable[[RecordContext, PersonalData], Iterator[str]]


def _care(book: RecordContext, field: PersonalData) -> Iterator[str]:
    if field.special_category:
        yield book.language.word("notice.marks.special_category")
    if field.criminal:
        yield book.language.word("notice.marks.criminal")
    if field.national_id_ground is not None:
        yield book.language.word(f"notice.national_id_ground.{field.national_id_ground}")
    elif field.national_id:
        yield book.language.word("notice.marks.national_id")


def _merged(
    book: RecordContext,
    section: str,
    parts: Sequence[tuple[DeclaredRecord[System], list[str]]],
    stated: list[str] | None,
    remarks: Remarks | None = None,
) -> Iterator[FieldValue]:
    """What the systems have, each thing once and in the notice's order, and what only the notice names, marked."""
    held: dict[str, list[str]] = {}
    for system, values in parts:
        for value in values:
            held.setdefault(value, []).append(system.record.name)
    known = list(getattr(book.policy, section))
    for id in sorted(
        dict.fromkeys((*held, *(stated or ()))), key=lambda id: known.index(id) if id in known else len(known)
    ):
        piece = _with_care(book, section, id, remarks)
        users = held.get(id, [])
        more = [*piece.remarks]
        if not users and parts:
            more.append(book.word("in-no-system"))
        elif 0 < len(users) < len(parts):
            more.append(_some(book, users))
        yield FieldValue(piece.text, remarks=tuple(more))


def _with_care(book: RecordContext, section: str, id: str, remarks: Remarks | None) -> FieldValue:
    piece, known = book.named(section, id), getattr(book.policy, section).get(id)
    return FieldValue(piece.text, remarks=(*piece.remarks, *(remarks(book, known) if remarks and known else ())))


#: So many systems are named where something is true of some of them only; more are counted.
_NAMED = 5


def _some(book: RecordContext, users: Sequence[str]) -> str:
    if len(users) <= _NAMED:
        return book.language.several(users)
    return book.language.count("counted.system", len(users))


def some(book: RecordContext, users: Iterable[str]) -> str:
    """The systems of which something is true: by name, or, where they are many, in number."""
    return _some(book, list(users))


def _all_of_notice(
    book: RecordContext, section: str, field: str, activity: Activity, remarks: Remarks | None = None
) -> Iterator[FieldValue]:
    """What the notice says of all its purposes alike, where no system tells what belongs to this one."""
    entries = getattr(book.policy, section)
    if not entries:
        yield book.gap_in_notice(field, heading(book, activity), section)
    for id in entries:
        piece = _with_care(book, section, id, remarks)
        yield FieldValue(piece.text, remarks=(*piece.remarks, book.word("by-notice")))


def heading(book: RecordContext, activity: Activity) -> str:
    """What an activity is called."""
    if activity.standing is ActivityOrigin.UNSTATED:
        return book.word("purpose-unstated", system=activity.systems[0].record.name)
    return book.named("purposes", activity.id).text


def legal_basis(book: RecordContext, activity: Activity) -> Iterator[FieldValue]:
    """The legal basis with its place in the law, and the documents that are kept inside."""
    purpose = activity.purpose
    if purpose is None:
        own = (activity.id, "legal_basis") if activity.key else ()
        yield book.gap_in_notice("legal-basis", heading(book, activity), "purposes", *own)
        return
    basis = purpose.legal_basis
    if basis is None:
        yield book.gap_in_notice("legal-basis", heading(book, activity), "purposes", activity.id, "legal_basis")
    else:
        yield FieldValue(_cited(book, basis.basis))
        if basis.explanation:
            yield FieldValue(book.text(basis.explanation))
        if basis.balancing_test is not None:
            yield from document(
                book, book.word("balancing-test"), basis.balancing_test.date, basis.balancing_test.document
            )
        elif basis.basis is Basis.LEGITIMATE_INTERESTS:
            steps = ("legal_basis", "balancing_test")
            why = book.word("balancing-test")
            yield book.gap_in_notice("legal-basis", heading(book, activity), "purposes", activity.id, *steps, why=why)
    if purpose.special_category_basis is not None:
        yield FieldValue(
            _cited(book, purpose.special_category_basis), book.language.word("notice.labels.special_category_basis")
        )
    elif _special(book, activity):
        where = ("purposes", activity.id, "special_category_basis")
        why = book.language.word("notice.labels.special_category_basis")
        yield book.gap_in_notice("legal-basis", heading(book, activity), *where, why=why)


def _special(book: RecordContext, activity: Activity) -> bool:
    """Whether the activity uses special categories of personal data."""
    stated = activity.purpose.fields if activity.purpose else None
    used = {field for system in activity.systems for field in fields_of(system.record, activity, book.policy)}
    used |= set(stated or ())
    return any(field.special_category for key, field in book.policy.fields.items() if key in used)


def _cited(book: RecordContext, basis: Basis | SpecialCategoryBasis) -> str:
    """A basis in words with its place in the law: both sets follow the points of their article."""
    article, words = ("6(1)", "basis") if isinstance(basis, Basis) else ("9(2)", "special_category_basis")
    point = chr(ord("a") + list(type(basis)).index(basis))
    name = capital(book.language.word(f"{words}.{basis}"))
    return f"{name} ({book.language.cite(f'GDPR Art. {article}({point})', book.result.as_of)})"


def document(book: RecordContext, label: str, day: object, path: str | None) -> Iterator[FieldValue]:
    """A document kept inside: its day and where it lies."""
    parts = [book.language.say(day) if day else book.word("undated"), path or book.word("place-unstated")]  # type: ignore[arg-type]
    yield FieldValue(", ".join(parts), label)


def impact_assessments(book: RecordContext, activity: Activity) -> Iterator[FieldValue]:
    """The data protection impact assessment; whether one is needed is not judged here."""
    made = activity.purpose.impact_assessment if activity.purpose else None
    if made is None:
        yield FieldValue(book.word("no-impact-assessment"))
    else:
        yield from document(book, "", made.date, made.document)


def responsibility(book: RecordContext, activity: Activity) -> Iterator[FieldValue]:
    """Who is responsible for each system, and when it was last reviewed."""
    for system in activity.systems:
        record = system.record
        if record.owner:
            yield FieldValue(record.owner, record.name)
        else:
            yield book.gap_in_record("responsibility", system, "owner", who=record.name, why=book.word("owner"))
        if record.reviewed:
            yield FieldValue(book.language.word("notice.reviewed", day=record.reviewed), record.name)
        else:
            yield book.gap_in_record(
                "responsibility", system, "reviewed", who=record.name, why=book.word("day-reviewed")
            )
    if not activity.systems:
        yield _no_system(book, activity, "responsibility")


def register(book: RecordContext, activity: Activity) -> Iterator[FieldValue]:
    """The register's name and the systems that serve the purpose, and where each runs."""
    yield FieldValue(book.text(book.policy.notice.name), book.word("register-name"))
    for system in activity.systems:
        description = system.record.description
        yield FieldValue(system.record.name, remarks=(book.text(description),) if description else ())
    if not activity.systems:
        yield _no_system(book, activity, "register")


def _no_system(book: RecordContext, activity: Activity, field: str) -> FieldValue:
    """The gap where no system serves the purpose, at the first file of systems; where there is none, at no place."""
    paths = [item.path for item in book.result.inputs if item.kind == "systems"]
    key = f"systems.*.purposes: {activity.id}"
    where = Location(paths[0] if paths else "")
    return book.gap(field, heading(book, activity), key, where, why=book.word("no-system"))
