"""The sections about people: the controller, whom to contact, whose data, and how to use one's rights."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.policy.notice import Address, Contact, Controller
from seloste.policy.vocabulary import Duty, Section
from seloste.reports.notice.context import NoticeContext, lines, listed
from seloste.reports.notice.document import Apart, Block, Fact, Item, Line, Lines, Paragraph


def controller(teller: NoticeContext) -> Iterator[Block]:
    """The controller, its representative, and those that it is a joint controller with."""
    yield from _company(teller, teller.policy.controller)
    for key, joint in teller.policy.joint_controllers.items():
        blocks = [*_company(teller, joint)]
        if joint.arrangement:
            blocks += teller.paragraphs(joint.arrangement, f"joint_controllers.{key}")
        yield Apart(teller.word("headings.joint_controller"), tuple(blocks))


def _company(teller: NoticeContext, company: Controller) -> Iterator[Block]:
    number = company.business_id
    yield Lines(
        (
            Line(company.name, strong=True),
            *([Line(number, label=teller.word("labels.business_id"))] if number else ()),
            *_address(teller, company.address),
            *lines(company.phone, company.email, company.website),
        )
    )
    representative = company.representative
    if representative is not None:
        address = _address(teller, representative.address)
        told = Lines((Line(representative.name, strong=True), *address, *lines(representative.email)))
        yield Apart(teller.word("headings.representative"), (told,))


def _address(teller: NoticeContext, address: Address | None) -> list[Line]:
    if address is None:
        return []
    town = " ".join(part for part in (address.postal_code, address.city) if part)
    abroad = address.country and address.country != teller.language.word("language.home")
    return lines(address.street, town, teller.language.country(address.country) if address.country and abroad else None)


def contacts(teller: NoticeContext) -> Iterator[Block]:
    """Whom to turn to, each as "role – name" with the ways to reach them."""
    for contact in teller.policy.contacts.values():
        found = [*lines(_who(teller, contact)), *lines(contact.email, contact.phone)]
        if found:
            yield Lines(tuple(found))


def _who(teller: NoticeContext, contact: Contact) -> str | None:
    role = teller.text(contact.role) if contact.role else None
    duty = teller.word(f"duty.{contact.duty}") if contact.duty else None
    if role is None:
        role = duty if contact.duty is not Duty.GENERAL or not contact.name else None
    elif contact.duty is Duty.DPO and duty and duty.casefold() not in role.casefold():
        role = teller.language.word("notice.aside", text=role, remark=duty)
    if role and contact.name:
        return teller.language.word("notice.contact", role=role, name=contact.name)
    return role or contact.name


def data_subjects(teller: NoticeContext) -> Iterator[Block]:
    """The categories of data subjects."""
    if not data_subjects_are_told(teller):
        return
    items = []
    for key, group in teller.policy.data_subjects.items():
        consent = group.guardian_consent
        facts = (Fact(teller.word("labels.guardian_consent"), (teller.text(consent),)),) if consent else ()
        items.append(Item(teller.text(group.text), f"data_subjects.{key}", facts=facts))
    yield from listed(items)


def data_subjects_are_told(teller: NoticeContext) -> bool:
    """Whether the categories need a section: not where the notice itself speaks of them in introducing its purposes.

    That is so where it has a heading and an introduction of its own for the purposes and none for the categories, and
    nothing but the names of the categories is known.
    """
    policy = teller.policy
    own = Section.DATA_SUBJECTS
    if own in policy.headings or own in policy.introductions or own in policy.closings:
        return True
    if any(group.children or group.guardian_consent for group in policy.data_subjects.values()):
        return True
    return not (Section.PURPOSES in policy.headings and Section.PURPOSES in policy.introductions)


def requests(teller: NoticeContext) -> Iterator[Block]:
    """How to use one's rights."""
    requested = teller.policy.requests
    if requested is None:
        return
    yield from teller.paragraphs(requested.text)
    found = lines(requested.email, requested.phone, requested.url)
    if found:
        yield Lines(tuple(found))


def name(teller: NoticeContext) -> Iterator[Block]:
    """The register's name."""
    yield Paragraph(teller.text(teller.policy.notice.name))
