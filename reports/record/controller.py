"""The record's section about the controller: its name, its contacts, and the notice in force."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.policy.parties import Address, Contact, Controller, Representative
from seloste.policy.vocabulary import Duty
from seloste.reports.language.notice_name import name_register
from seloste.reports.notice.people import choose_id_label
from seloste.reports.record.context import RecordContext
from seloste.reports.record.model import FieldValue, FilledField, Section


def build_controller_section(context: RecordContext) -> Section:
    """Builds the section with the fields that are the same for all activities."""
    return Section("controller", context.word("controller"), tuple(_fill_fields(context)))


def _fill_fields(context: RecordContext) -> Iterator[FilledField]:
    describe = {
        "controller": _describe_controller,
        "joint-controllers": _describe_joint_controllers,
        "representative": _describe_representative,
        "dpo": _describe_dpo,
        "notice-version": _describe_notice_version,
    }
    for field in context.fields:
        if field in describe:
            yield context.fill_field(field, describe[field](context))


def _describe_controller(context: RecordContext) -> Iterator[FieldValue]:
    controller = context.policy.controller
    yield FieldValue(controller.name)
    yield from _list_contact_details(context, controller)
    rules = {finding.rule for finding in context.result.findings}
    unreachable = not (controller.address or controller.phone or controller.email)
    if unreachable or "notice/controller-contact-missing" in rules:
        yield context.mark_gap_in_notice(
            "controller", controller.name, "controller", why=context.word("contact-details")
        )


def _list_contact_details(context: RecordContext, controller: Controller) -> Iterator[FieldValue]:
    if controller.business_id:
        label = choose_id_label(controller.business_id)
        yield FieldValue(controller.business_id, context.language.word(f"notice.{label}"))
    yield from _describe_address(context, controller.address)
    placeholder = any(
        finding.rule == "notice/contact-placeholder" and finding.value == controller.email
        for finding in context.result.findings
    )
    if controller.email:
        yield FieldValue(controller.email, remarks=(context.word("placeholder"),) if placeholder else ())
    yield from (FieldValue(value) for value in (controller.phone, controller.website) if value)


def _describe_address(context: RecordContext, address: Address | None) -> Iterator[FieldValue]:
    if address is not None:
        town = " ".join(part for part in (address.postal_code, address.city) if part)
        country = context.language.country(address.country) if address.country else None
        yield FieldValue(", ".join(part for part in (address.street, town, country) if part))


def _describe_joint_controllers(context: RecordContext) -> Iterator[FieldValue]:
    if not context.policy.joint_controllers:
        yield FieldValue(context.word("none-declared"))
    for key, joint in context.policy.joint_controllers.items():
        yield FieldValue(joint.name)
        yield from _list_contact_details(context, joint)
        if joint.purposes is not None:
            names = context.name_entries("purposes", joint.purposes)
            yield FieldValue(names, context.language.word("notice.labels.joint_purposes"))
        if joint.text:
            yield FieldValue(context.text(joint.text))
        if joint.arrangement:
            yield FieldValue(context.text(joint.arrangement), context.word("arrangement"))
        else:
            steps = ("joint_controllers", key, "arrangement")
            yield context.mark_gap_in_notice("joint-controllers", joint.name, *steps, why=context.word("arrangement"))


def _describe_representative(context: RecordContext) -> Iterator[FieldValue]:
    controller = context.policy.controller
    if controller.representative is not None:
        yield from _list_representative_details(context, controller.representative)
        return
    country = controller.address.country if controller.address else None
    if country and context.law.is_inside(country, "eea"):
        yield FieldValue(context.word("no-representative"))
    elif country:
        yield context.mark_gap_in_notice("representative", controller.name, "controller", "representative")
    else:
        why = context.word("country-decides")
        yield context.mark_gap_in_notice("representative", controller.name, "controller", "address", "country", why=why)


def _list_representative_details(context: RecordContext, representative: Representative) -> Iterator[FieldValue]:
    yield FieldValue(representative.name)
    yield from _describe_address(context, representative.address)
    if representative.email:
        yield FieldValue(representative.email)


def _describe_dpo(context: RecordContext) -> Iterator[FieldValue]:
    controller = context.policy.controller
    officers = {key: contact for key, contact in context.policy.contacts.items() if contact.duty is Duty.DPO}
    for key, officer in officers.items():
        yield from _describe_officer(context, key, officer)
    if not officers and controller.dpo_designated is False:
        yield FieldValue(context.word("no-dpo"))
    elif not officers:
        why = context.word("dpo-nameless") if controller.dpo_designated else context.word("dpo-unstated")
        key = "contacts" if controller.dpo_designated else "controller.dpo_designated"
        yield context.mark_gap_in_notice("dpo", controller.name, *key.split("."), why=why)


def _describe_officer(context: RecordContext, key: str, contact: Contact) -> Iterator[FieldValue]:
    role = context.text(contact.role) if contact.role else None
    yield FieldValue(
        ", ".join(part for part in (contact.name, role) if part) or context.language.word("notice.duty.dpo")
    )
    reach = [value for value in (contact.email, contact.phone) if value]
    yield from (FieldValue(value) for value in reach)
    if not reach:
        yield context.mark_gap_in_notice("dpo", context.text(contact.role or {"": key}), "contacts", key)


def _describe_notice_version(context: RecordContext) -> Iterator[FieldValue]:
    notice = context.policy.notice
    yield FieldValue(name_register(context.policy, context.language))
    if notice.draft:
        yield FieldValue(context.language.word("notice.draft"))
    days = {key: getattr(notice, key) for key in ("drawn_up", "published", "updated", "reviewed")}
    dated = {"drawn_up", "updated"} | ({"published"} if notice.updated or notice.drawn_up else set())
    for key, day in days.items():
        if day is not None:
            yield FieldValue(context.language.word(f"notice.{key}", day=day), remarks=context.remark_later(day))
        elif key not in dated:
            name = name_register(context.policy, context.language)
            yield context.mark_gap_in_notice("notice-version", name, "notice", key, why=context.word(f"day-{key}"))
    if context.result.policy is not None:
        yield FieldValue(f"SHA-256 {context.result.policy.sha256}", context.result.policy.path)
