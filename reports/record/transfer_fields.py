"""The fields of one activity that tell who gets the data, where they go, how long and how safely they are kept."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.checker.inventory import Disclosure, Processor, System
from seloste.checker.linking.entry import DeclaredRecord, NoticeEntry
from seloste.checker.linking.hops import Hop
from seloste.checker.linking.safeguards import ControlState, assess, binds
from seloste.checker.rules.transfer import relied_on
from seloste.policy.countries import is_country
from seloste.policy.notice import Retention
from seloste.policy.period import Period
from seloste.policy.retention import governing
from seloste.policy.vocabulary import Role, Status, TransferRule
from seloste.reports.language.language import capital
from seloste.reports.record.activities import Activity, Reached, groups_of, processors_of
from seloste.reports.record.context import RecordContext
from seloste.reports.record.data_fields import document, heading, some
from seloste.reports.record.model import FieldValue


def reached(book: RecordContext, activity: Activity) -> dict[str, list[Reached]]:
    """The processors that data of the activity reach, each with the ways by which they do."""
    found: dict[str, list[Reached]] = {}
    for system in activity.systems:
        for one in processors_of(system, activity, book.result.processor_entries):
            found.setdefault(one.id, []).append(one)
    return found


def recipients(book: RecordContext, activity: Activity) -> Iterator[FieldValue]:
    """Processors, through whole chains, and those to whom data are disclosed."""
    for id, ways in reached(book, activity).items():
        yield _processor(book, id, ways)
    told: set[str] = set()
    for system in activity.systems:
        for disclosure in system.record.disclosures or ():
            piece = _disclosure(book, disclosure)
            if piece.plain not in told:
                told.add(piece.plain)
                yield piece
    for system in activity.systems:
        yield from _unstated(book, system)
    if not activity.systems:
        yield from _by_notice(book, activity)


def _unstated(book: RecordContext, system: DeclaredRecord[System]) -> Iterator[FieldValue]:
    """What a system leaves open about recipients: nothing declared is not the same as an empty list."""
    record = system.record
    hosted = record.hosting is not None and record.hosting.processor is not None
    if record.processors is None and not hosted:
        why = book.word("processors-unstated")
        yield book.gap_in_record("recipients", system, "processors", who=record.name, why=why)
    if record.disclosures is None:
        why = book.word("disclosures-unstated")
        yield book.gap_in_record("recipients", system, "disclosures", who=record.name, why=why)
    if record.processors == [] and record.disclosures == [] and not hosted:
        yield FieldValue(book.word("none-declared"), record.name)


def _by_notice(book: RecordContext, activity: Activity) -> Iterator[FieldValue]:
    """Whom the notice names for all its purposes alike, where no system tells who gets the data of this one."""
    remarks = (book.word("by-notice"),)
    processors, disclosures = book.policy.processors, book.policy.disclosures
    named = [book.processor(id) for id in (processors.recipients if processors else None) or ()]
    named += [book.text(category.text) for category in (processors.categories.values() if processors else ())]
    named += [book.text(recipient.text) for recipient in (disclosures.recipients.values() if disclosures else ())]
    for name in named:
        yield FieldValue(name, remarks=remarks)
    if not named:
        yield book.gap_in_notice("recipients", heading(book, activity), "processors")


def _processor(book: RecordContext, id: str, ways: list[Reached]) -> FieldValue:
    entry = ways[0].entry
    if entry is None:
        return FieldValue(id, remarks=(book.word("unlisted-among-read" if book.unread else "unlisted"),))
    through = dict.fromkeys(way.engaged_by for way in ways if way.engaged_by)
    role = book.word(f"role.{'subprocessor' if through and all(way.engaged_by for way in ways) else entry.record.role}")
    remarks = [role, book.place(entry.record.country)]
    if through:
        remarks.append(book.word("engaged-by", who=book.language.several(list(through))))
    return FieldValue(entry.record.name, remarks=tuple(remarks))


def _disclosure(book: RecordContext, disclosure: Disclosure) -> FieldValue:
    known = book.policy.disclosures.recipients.get(disclosure.recipient) if book.policy.disclosures else None
    remarks = [book.word("disclosed")]
    if disclosure.country or (known and known.country):
        remarks.append(book.place(disclosure.country or (known.country if known else None)))
    if disclosure.basis:
        remarks.append(book.language.word(f"basis.{disclosure.basis}"))
    return FieldValue(book.text(known.text) if known else disclosure.recipient, remarks=tuple(remarks))


def hops(book: RecordContext, activity: Activity) -> Iterator[Hop]:
    """Every place outside the EEA to which data of the activity go."""
    for system in activity.systems:
        yield from book.hops_of_system(system)
    for ways in reached(book, activity).values():
        if ways[0].entry is not None:
            yield from book.hops_of_processor(ways[0].entry)


def transfers(book: RecordContext, activity: Activity) -> Iterator[FieldValue]:
    """The third countries, who gets the data there, and on what ground."""
    unknown = []
    for system in activity.systems:
        if system.record.hosting is None or (system.record.hosting.country is None):
            steps = ("hosting",) if system.record.hosting is None else ("hosting", "country")
            why = book.word("hosting-unstated")
            unknown.append(book.gap_in_record("transfers", system, *steps, who=system.record.name, why=why))
    going = [hop for hop in hops(book, activity) if hop.country is not None]
    for ways in reached(book, activity).values():
        entry = ways[0].entry
        if entry is not None and entry.record.country is None:
            why = book.word("country-unstated")
            unknown.append(book.gap_in_record("transfers", entry, "country", who=entry.record.name, why=why))
    for hop in going:
        yield _transfer(book, hop)
    yield from unknown
    if not activity.systems:
        yield from _said_by_notice(book)
    if not going and not unknown:
        yield FieldValue(book.word("no-transfers") if activity.systems else book.word("not-by-systems"))


def _said_by_notice(book: RecordContext) -> Iterator[FieldValue]:
    """What the notice says of transfers that it allows, where no system tells which data they are of."""
    stated = book.policy.transfers
    if stated is not None and stated.rule is not TransferRule.NEVER:
        yield FieldValue(book.text(stated.text), book.word("notice"))


def receiver(book: RecordContext, hop: Hop) -> str:
    """Who gets the data at the end of a hop."""
    if hop.transfer is not None and hop.transfer.recipient:
        return hop.transfer.recipient
    if isinstance(hop.entry, NoticeEntry):
        disclosures = hop.entry.record.disclosures
        return book.text(disclosures.recipients[str(hop.steps[2])].text) if disclosures else ""
    record = hop.entry.record
    if isinstance(record, Processor):
        return record.name
    if hop.steps[0] == "disclosures":
        return _disclosure(book, (record.disclosures or [])[int(hop.steps[1])]).text
    hosting = record.hosting
    if hosting and hosting.processor:
        return book.processor(hosting.processor)
    return (hosting.provider if hosting else None) or record.name


def _transfer(book: RecordContext, hop: Hop) -> FieldValue:
    instrument = relied_on(hop, book.law) if hop.country and is_country(hop.country) else None
    title = book.language.text(book.law.instrument(instrument).title) if instrument else book.word("no-instrument")
    wrong = [
        book.language.title(finding.rule)
        for finding in book.findings_on(hop)
        if finding.severity == "error" and finding.rule != "transfer/country-undeclared"
    ]
    return FieldValue(f"{book.place(hop.country)}: {receiver(book, hop)}", remarks=(title, *dict.fromkeys(wrong)))


def transfer_assessments(book: RecordContext, activity: Activity) -> Iterator[FieldValue]:
    """The transfer impact assessments of the transfers whose instrument asks for one."""
    none = True
    for hop in hops(book, activity):
        instrument = relied_on(hop, book.law) if hop.country and is_country(hop.country) else None
        if (
            instrument is None
            or not book.law.instrument(instrument).needs_assessment
            or isinstance(hop.entry, NoticeEntry)
        ):
            continue
        none = False
        made = hop.transfer.assessment if hop.transfer else None
        who = f"{receiver(book, hop)}, {book.place(hop.country)}"
        if made is not None and made.date is not None:
            yield from document(book, who, made.date, made.document)
        else:
            steps = [str(step) for step in (*hop.transfer_steps, "assessment")]
            yield book.gap_in_record("transfer-assessments", hop.entry, *steps, who=who)
    if none:
        yield FieldValue(book.word("no-assessment-needed" if activity.systems else "not-by-systems"))


def agreements(book: RecordContext, activity: Activity) -> Iterator[FieldValue]:
    """The contracts with those who process on the controller's behalf."""
    none = True
    for ways in reached(book, activity).values():
        entry = ways[0].entry
        if entry is None or entry.record.role is not Role.PROCESSOR:
            continue
        none = False
        agreement = entry.record.agreement
        if agreement is None or agreement.signed is None:
            yield book.gap_in_record("agreements", entry, "agreement", "signed", who=entry.record.name)
            continue
        words = [book.word("signed", day=agreement.signed)]
        if agreement.expires:
            words.append(book.word("expires", day=agreement.expires))
        if agreement.document:
            words.append(agreement.document)
        yield FieldValue(", ".join(words), entry.record.name)
    if none:
        yield FieldValue(book.word("none-declared"))


def erasure(book: RecordContext, activity: Activity) -> Iterator[FieldValue]:
    """The time limits for erasure: what the notice promises, and what each system does."""
    groups = list(dict.fromkeys(g for s in activity.systems for g in groups_of(s.record, activity, book.policy)))
    stated = activity.purpose.data_subjects if activity.purpose else None
    everyone: list[str | None] = [*(groups or stated or book.policy.data_subjects or (None,))]
    promised: dict[str, Retention] = {}
    if activity.purpose is not None:
        for group in everyone:
            promised |= dict(governing(book.policy.retention.items(), group, activity.id))
    for entry in promised.values():
        remarks = () if entry.maximum else (book.word("no-limit"),)
        yield FieldValue(book.text(entry.text), book.word("notice"), remarks)
    limited = bool(promised) and all(_limited(book, activity, group) for group in everyone)
    for system in activity.systems:
        yield from _kept(book, activity, system, limited=limited)
    if not activity.systems and not limited:
        why = book.word("no-limit") if promised else ""
        yield book.gap_in_notice("erasure", heading(book, activity), "retention", why=why)


def _limited(book: RecordContext, activity: Activity, group: str | None) -> bool:
    """Whether the notice sets an upper limit for a group of the activity."""
    found = governing(book.policy.retention.items(), group, activity.id)
    return bool(found) and all(entry.maximum is not None for _, entry in found)


def _kept(
    book: RecordContext, activity: Activity, system: DeclaredRecord[System], *, limited: bool
) -> Iterator[FieldValue]:
    record = system.record
    declared = list(enumerate(record.retention or ()))
    groups: list[str | None] = [*(groups_of(record, activity, book.policy) or (None,))]
    found = {number: rule for group in groups for number, rule in governing(declared, group, activity.key)}
    for _, rule in sorted(found.items()):
        people = [book.named("data_subjects", group).text for group in rule.data_subjects or ()]
        yield FieldValue(
            period(book, rule.period, rule.after), record.name, (book.language.several(people),) if people else ()
        )
    if not limited and not all(governing(declared, group, activity.key) for group in groups):
        yield book.gap_in_record("erasure", system, "retention", who=record.name)


def period(book: RecordContext, length: Period, after: str) -> str:
    """A period and what it runs from, `2 years from the end of the contract`; an event of the user's own by its id."""
    event = f"record.event.{after}"
    if book.language.has(event):
        return book.word("after", period=length, event=book.language.word(event))
    return book.word("after-own", period=length, event=after)


def security(book: RecordContext, activity: Activity) -> Iterator[FieldValue]:
    """The measures in general terms: what the notice promises of these systems, and what they declare beside it."""
    promised = set()
    for key, promise in book.policy.safeguards.items():
        if promise.control:
            promised.add(promise.control)
        bound = [s for s in activity.systems if binds(promise, "systems", s.id)]
        if bound or not isinstance(promise.applies_to, list):
            yield FieldValue(book.text(promise.text), remarks=tuple(_doubts(book, key, bound)))
    statuses: dict[str, dict[Status, list[str]]] = {}
    for system in activity.systems:
        for control, declared in (system.record.safeguards or {}).items():
            if control not in promised:
                statuses.setdefault(control, {}).setdefault(declared.status, []).append(system.record.name)
    for control, found in statuses.items():
        yield from _control(book, control, found, len(activity.systems))
    for system in activity.systems:
        if not system.record.safeguards:
            yield book.gap_in_record("security", system, "safeguards", who=system.record.name)
    if not activity.systems and not book.policy.safeguards:
        yield book.gap_in_notice("security", heading(book, activity), "safeguards")


_DOUBTS = {
    ControlState.NO: "not-implemented",
    ControlState.PLANNED: "planned",
    ControlState.WEAKER: "weaker",
    ControlState.UNSTATED: "control-unstated",
}


def _doubts(book: RecordContext, key: str, systems: list[DeclaredRecord[System]]) -> Iterator[str]:
    """Which systems declare a promised measure otherwise than promised, or not at all."""
    found: dict[str, list[str]] = {}
    for system in systems:
        for assessed in assess(book.policy, "systems", system.id, system.record.safeguards, book.law):
            if assessed.promise == key and assessed.holds in _DOUBTS:
                found.setdefault(_DOUBTS[assessed.holds], []).append(system.record.name)
    for doubt, names in found.items():
        yield book.word(f"status.{doubt}", systems=some(book, names))


def _control(
    book: RecordContext, control: str, found: dict[Status, list[str]], all_systems: int
) -> Iterator[FieldValue]:
    """A measure that systems declare and the notice does not promise, where it is there or is to come."""
    name = capital(book.language.word(f"controls.{control}"))
    done, planned = found.get(Status.IMPLEMENTED, []), found.get(Status.PLANNED, [])
    remarks = [some(book, done)] if done and len(done) < all_systems else []
    if planned:
        remarks.append(book.word("status.planned", systems=some(book, planned)))
    if done or planned:
        yield FieldValue(name, remarks=tuple(remarks))
