"""What the record says of the controller as a whole: who it is, whom to turn to, and which notice is in force."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.policy.notice import Address, Contact, Controller, Representative
from seloste.policy.vocabulary import Duty
from seloste.reports.record.context import RecordContext
from seloste.reports.record.model import FieldValue, FilledField, Section


def controller_section(book: RecordContext) -> Section:
    """The fields that are told once for all activities."""
    return Section("controller", book.word("controller"), tuple(_fields(book)))


def _fields(book: RecordContext) -> Iterator[FilledField]:
    told = {
        "controller": _controller,
        "joint-controllers": _joint_controllers,
        "representative": _representative,
        "dpo": _dpo,
        "notice-version": _version,
    }
    for field in book.fields:
        if field in told:
            yield book.told(field, told[field](book))


def _controller(book: RecordContext) -> Iterator[FieldValue]:
    controller = book.policy.controller
    yield FieldValue(controller.name)
    yield from _reach(book, controller)
    rules = {finding.rule for finding in book.result.findings}
    unreachable = not (controller.address or controller.phone or controller.email)
    if unreachable or "notice/controller-contact-missing" in rules:
        yield book.gap_in_notice("controller", controller.name, "controller", why=book.word("contact-details"))


def _reach(book: RecordContext, who: Controller) -> Iterator[FieldValue]:
    if who.business_id:
        yield FieldValue(who.business_id, book.language.word("notice.labels.business_id"))
    yield from _address(book, who.address)
    placeholder = any(
        finding.rule == "notice/contact-placeholder" and finding.value == who.email for finding in book.result.findings
    )
    if who.email:
        yield FieldValue(who.email, remarks=(book.word("placeholder"),) if placeholder else ())
    yield from (FieldValue(value) for value in (who.phone, who.website) if value)


def _address(book: RecordContext, address: Address | None) -> Iterator[FieldValue]:
    if address is not None:
        town = " ".join(part for part in (address.postal_code, address.city) if part)
        country = book.language.country(address.country) if address.country else None
        yield FieldValue(", ".join(part for part in (address.street, town, country) if part))


def _joint_controllers(book: RecordContext) -> Iterator[FieldValue]:
    if not book.policy.joint_controllers:
        yield FieldValue(book.word("none-declared"))
    for key, joint in book.policy.joint_controllers.items():
        yield FieldValue(joint.name)
        yield from _reach(book, joint)
        if joint.arrangement:
            yield FieldValue(book.text(joint.arrangement), book.word("arrangement"))
        else:
            steps = ("joint_controllers", key, "arrangement")
            yield book.gap_in_notice("joint-controllers", joint.name, *steps, why=book.word("arrangement"))


def _representative(book: RecordContext) -> Iterator[FieldValue]:
    controller = book.policy.controller
    if controller.representative is not None:
        yield from _who(book, controller.representative)
        return
    country = controller.address.country if controller.address else None
    if country and book.law.inside(country, "eea"):
        yield FieldValue(book.word("no-representative"))
    elif country:
        yield book.gap_in_notice("representative", controller.name, "controller", "representative")
    else:
        why = book.word("country-decides")
        yield book.gap_in_notice("representative", controller.name, "controller", "address", "country", why=why)


def _who(book: RecordContext, representative: Representative) -> Iterator[FieldValue]:
    yield FieldValue(representative.name)
    yield from _address(book, representative.address)
    if representative.email:
        yield FieldValue(representative.email)


def _dpo(book: RecordContext) -> Iterator[FieldValue]:
    controller = book.policy.controller
    officers = {key: contact for key, contact in book.policy.contacts.items() if contact.duty is Duty.DPO}
    for key, officer in officers.items():
        yield from _contact(book, key, officer)
    if not officers and controller.dpo_designated is False:
        yield FieldValue(book.word("no-dpo"))
    elif not officers:
        why = book.word("dpo-nameless") if controller.dpo_designated else book.word("dpo-unstated")
        key = "contacts" if controller.dpo_designated else "controller.dpo_designated"
        yield book.gap_in_notice("dpo", controller.name, *key.split("."), why=why)


def _contact(book: RecordContext, key: str, contact: Contact) -> Iterator[FieldValue]:
    role = book.text(contact.role) if contact.role else None
    yield FieldValue(", ".join(part for part in (contact.name, role) if part) or book.language.word("notice.duty.dpo"))
    reach = [value for value in (contact.email, contact.phone) if value]
    yield from (FieldValue(value) for value in reach)
    if not reach:
        yield book.gap_in_notice("dpo", book.text(contact.role or {"": key}), "contacts", key)


def _version(book: RecordContext) -> Iterator[FieldValue]:
    notice = book.policy.notice
    yield FieldValue(book.text(notice.name))
    days = {"published": notice.published, "reviewed": notice.reviewed}
    for key, day in days.items():
        if day is not None:
            yield FieldValue(book.language.word(f"notice.{key}", day=day))
        else:
            name = book.text(notice.name)
            yield book.gap_in_notice("notice-version", name, "notice", key, why=book.word(f"day-{key}"))
    if book.result.policy is not None:
        yield FieldValue(f"SHA-256 {book.result.policy.sha256}", book.result.policy.path)
