"""The fields of an activity on recipients, transfers, their assessments and agreements (GDPR Art. 30(1)(d)–(e)).

Each function yields the values of one field of the record.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from seloste.checker.inventory import Disclosure, Processor, System
from seloste.checker.linking.assessments_due import is_assessment_asked
from seloste.checker.linking.entry import DeclaredRecord, NoticeEntry
from seloste.checker.linking.hops import Hop, find_instrument
from seloste.policy.countries import is_country
from seloste.policy.vocabulary import Role, TransferRule
from seloste.reports.record.activities import Activity, ReachedProcessor, list_reached_processors
from seloste.reports.record.context import RecordContext
from seloste.reports.record.data_fields import describe_document, name_activity
from seloste.reports.record.model import FieldValue

#: The most resources of infrastructure that a transfer names.
_MOST_RESOURCES = 5


def group_reached_processors(context: RecordContext, activity: Activity) -> dict[str, list[ReachedProcessor]]:
    """Groups the processors that data of the activity reach by id; each has an item for every way that leads to it."""
    found: dict[str, list[ReachedProcessor]] = {}
    for system in activity.systems:
        for processor in list_reached_processors(system, activity, context.result.processor_entries):
            found.setdefault(processor.id, []).append(processor)
    return found


def describe_recipients(context: RecordContext, activity: Activity) -> Iterator[FieldValue]:
    """The processors, through whole chains, and the recipients of disclosures."""
    for id, ways in group_reached_processors(context, activity).items():
        yield _describe_processor(context, id, ways)
    disclosed: set[str] = set()
    for system in activity.systems:
        for disclosure in system.record.disclosures or ():
            value = _describe_disclosure(context, disclosure)
            if value.plain not in disclosed:
                disclosed.add(value.plain)
                yield value
    joint = dict.fromkeys(id for system in activity.systems for id in system.record.joint_controllers or ())
    yield from (_describe_joint_controller(context, id) for id in joint)
    for system in activity.systems:
        yield from _mark_unstated_recipients(context, system)
    if not activity.systems:
        yield from _list_notice_recipients(context, activity)


def _describe_joint_controller(context: RecordContext, id: str) -> FieldValue:
    """A joint controller with which a system shares data."""
    known = context.policy.joint_controllers.get(id)
    role = context.word("role.joint-controller")
    return (
        FieldValue(known.name, remarks=(role,)) if known else FieldValue(id, remarks=(role, context.word("undeclared")))
    )


def _mark_unstated_recipients(context: RecordContext, system: DeclaredRecord[System]) -> Iterator[FieldValue]:
    """The gaps in a system's recipients. A missing list is a gap; an empty list says that there is no recipient."""
    record = system.record
    hosted = record.hosting is not None and record.hosting.processor is not None
    if record.processors is None and not hosted:
        why = context.word("processors-unstated")
        yield context.mark_gap_in_record("recipients", system, "processors", who=record.name, why=why)
    if record.disclosures is None:
        why = context.word("disclosures-unstated")
        yield context.mark_gap_in_record("recipients", system, "disclosures", who=record.name, why=why)
    if record.processors == [] and record.disclosures == [] and not hosted and not record.joint_controllers:
        yield FieldValue(context.word("none-declared"), record.name)


def _list_notice_recipients(context: RecordContext, activity: Activity) -> Iterator[FieldValue]:
    """The recipients that the notice names for all its purposes, for an activity that no system serves."""
    remarks = (context.word("by-notice"),)
    processors, disclosures = context.policy.processors, context.policy.disclosures
    ids = list((processors.recipients if processors else None) or ())
    named = (context.describe_notice_processor(id) for id in ids)
    yield from (replace(value, remarks=(*value.remarks, *remarks)) for value in named)
    names = [context.text(category.text) for category in (processors.categories.values() if processors else ())]
    names += [context.text(recipient.text) for recipient in (disclosures.recipients.values() if disclosures else ())]
    for name in names:
        yield FieldValue(name, remarks=remarks)
    if not names and not ids:
        yield context.mark_gap_in_notice("recipients", name_activity(context, activity), "processors")


def _describe_processor(context: RecordContext, id: str, ways: list[ReachedProcessor]) -> FieldValue:
    entry = ways[0].entry
    if entry is None:
        return FieldValue(id, remarks=(context.word("unlisted-among-read" if context.unread else "unlisted"),))
    through = dict.fromkeys(way.engaged_by for way in ways if way.engaged_by)
    only_engaged = bool(through) and all(way.engaged_by for way in ways)
    role = context.word(f"role.{'subprocessor' if only_engaged else entry.record.role}")
    remarks = [role, *context.describe_task(id), context.name_country(entry.record.country)]
    if entry.record.authority:
        remarks.append(context.word("authority"))
    if through:
        remarks.append(context.word("engaged-by", who=context.language.format_list(list(through))))
    return FieldValue(entry.record.name, remarks=tuple(remarks))


def _describe_disclosure(context: RecordContext, disclosure: Disclosure) -> FieldValue:
    known = context.policy.disclosures.recipients.get(disclosure.recipient) if context.policy.disclosures else None
    remarks = [context.word("disclosed")]
    if disclosure.country or (known and known.country):
        remarks.append(context.name_country(disclosure.country or (known.country if known else None)))
    if disclosure.basis:
        remarks.append(context.language.word(f"basis.{disclosure.basis}"))
    return FieldValue(context.text(known.text) if known else disclosure.recipient, remarks=tuple(remarks))


def list_hops(context: RecordContext, activity: Activity) -> Iterator[Hop]:
    """Every hop by which data of the activity leave the EEA."""
    for system in activity.systems:
        yield from context.list_system_hops(system)
    for ways in group_reached_processors(context, activity).values():
        if ways[0].entry is not None:
            yield from context.list_processor_hops(ways[0].entry)


def describe_transfers(context: RecordContext, activity: Activity) -> Iterator[FieldValue]:
    """The third countries with the recipients there and the transfer tools."""
    gaps = []
    for system in activity.systems:
        if system.record.hosting is None or system.record.hosting.effective_country is None:
            steps = ("hosting",) if system.record.hosting is None else ("hosting", "country")
            why = context.word("hosting-unstated")
            gaps.append(context.mark_gap_in_record("transfers", system, *steps, who=system.record.name, why=why))
    known_hops = [hop for hop in list_hops(context, activity) if hop.country is not None]
    for ways in group_reached_processors(context, activity).values():
        entry = ways[0].entry
        if entry is not None and entry.record.country is None:
            why = context.word("country-unstated")
            gaps.append(context.mark_gap_in_record("transfers", entry, "country", who=entry.record.name, why=why))
    for hop in known_hops:
        yield _describe_transfer(context, hop)
    yield from gaps
    if not activity.systems:
        yield from _describe_notice_transfers(context)
    if not known_hops and not gaps:
        yield FieldValue(context.word("no-transfers") if activity.systems else context.word("not-by-systems"))


def _describe_notice_transfers(context: RecordContext) -> Iterator[FieldValue]:
    """The notice's words on the transfers that it allows, for an activity that no system serves."""
    transfers = context.policy.transfers
    if transfers is not None and transfers.rule is not TransferRule.NEVER:
        yield FieldValue(context.text(transfers.text), context.word("notice"))


def name_recipient(context: RecordContext, hop: Hop) -> str:
    """The name of the recipient at the end of a hop; of the system, where infrastructure shows that it is there."""
    if hop.transfer is not None and hop.transfer.recipient:
        return hop.transfer.recipient
    if isinstance(hop.entry, NoticeEntry):
        disclosures = hop.entry.record.disclosures
        return context.text(disclosures.recipients[str(hop.steps[2])].text) if disclosures else ""
    record = hop.entry.record
    if isinstance(record, Processor) or hop.resources:
        return record.name
    if hop.steps[0] == "disclosures":
        return _describe_disclosure(context, (record.disclosures or [])[int(hop.steps[1])]).text
    hosting = record.hosting
    if hosting and hosting.processor:
        return context.name_processor(hosting.processor)
    return (hosting.provider if hosting else None) or record.name


def _describe_transfer(context: RecordContext, hop: Hop) -> FieldValue:
    instrument = find_instrument(hop, context.law) if hop.country and is_country(hop.country) else None
    title = (
        context.language.text(context.law.get_instrument(instrument).title)
        if instrument
        else context.word("no-instrument")
    )
    errors = [
        context.language.title(finding.rule)
        for finding in context.list_findings_on(hop)
        if finding.severity == "error" and finding.rule != "transfer/country-undeclared"
    ]
    return FieldValue(
        f"{context.name_country(hop.country)}: {name_recipient(context, hop)}",
        remarks=(*hop.resources[:_MOST_RESOURCES], title, *dict.fromkeys(errors)),
    )


def describe_transfer_assessments(context: RecordContext, activity: Activity) -> Iterator[FieldValue]:
    """The transfer impact assessments, of the transfers whose instrument asks for one."""
    found = False
    for hop in list_hops(context, activity):
        instrument = find_instrument(hop, context.law) if hop.country and is_country(hop.country) else None
        if (
            instrument is None
            or not is_assessment_asked(context.law.get_instrument(instrument), context.law)
            or isinstance(hop.entry, NoticeEntry)
        ):
            continue
        found = True
        made = hop.transfer.assessment if hop.transfer else None
        who = f"{name_recipient(context, hop)}, {context.name_country(hop.country)}"
        if made is not None and made.date is not None:
            yield from describe_document(context, who, made.date, made.document)
        else:
            steps = [str(step) for step in (*hop.transfer_steps, "assessment")]
            yield context.mark_gap_in_record("transfer-assessments", hop.entry, *steps, who=who)
    if not found:
        yield FieldValue(context.word("no-assessment-needed" if activity.systems else "not-by-systems"))


def describe_agreements(context: RecordContext, activity: Activity) -> Iterator[FieldValue]:
    """The agreements with processors that act on the controller's behalf."""
    found = False
    for ways in group_reached_processors(context, activity).values():
        entry = ways[0].entry
        if entry is None or entry.record.role is not Role.PROCESSOR:
            continue
        found = True
        agreement = entry.record.agreement
        if agreement is None or agreement.signed is None:
            yield context.mark_gap_in_record("agreements", entry, "agreement", "signed", who=entry.record.name)
            continue
        words = [context.word("signed", day=agreement.signed)]
        if agreement.expires:
            words.append(context.word("expires", day=agreement.expires))
        if agreement.document:
            words.append(agreement.document)
        remarks = (*context.remark_later(agreement.signed), *_list_notes(entry.record))
        yield FieldValue(", ".join(words), entry.record.name, remarks)
    if not found:
        yield FieldValue(context.word("none-declared"))


def _list_notes(processor: Processor) -> Iterator[str]:
    """What the list says of a processor for those who look after it."""
    notes = (processor.service, processor.website, processor.contact, processor.notes)
    yield from (" ".join(note.split()) for note in notes if note)
