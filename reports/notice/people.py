"""The sections about people: the controller, contacts, data subjects, and requests.

Each `describe_` function yields the blocks of one section.
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.policy.circumstances import find_country_of_id
from seloste.policy.parties import Address, Contact, Controller, JointController
from seloste.policy.prose.likeness import split_words
from seloste.policy.vocabulary import Duty, Section
from seloste.reports.language.language import uncapitalize
from seloste.reports.notice.context import NoticeContext, build_lines, build_list
from seloste.reports.notice.document import Block, Fact, Facts, Line, Lines, Paragraph, Subsection
from seloste.reports.notice.shortening import shorten_name


def describe_controller(context: NoticeContext) -> Iterator[Block]:
    """The controller, its representative, and its joint controllers with what they are joint for."""
    yield from _describe_company(context, context.policy.controller)
    for key, joint in context.policy.joint_controllers.items():
        blocks = [*_describe_company(context, joint)]
        blocks += context.build_blocks(joint.text)
        blocks += context.build_blocks(joint.arrangement)
        purposes = list_joint_purposes(context, joint)
        if purposes:
            blocks.append(Facts((Fact(context.word("labels.joint_purposes"), ("; ".join(purposes),)),)))
        yield Subsection(context.word("headings.joint_controller"), tuple(blocks), anchor=f"joint_controllers.{key}")


def list_joint_purposes(context: NoticeContext, joint: JointController) -> list[str]:
    """The names of the only purposes for which a company is a joint controller; empty for all."""
    known = context.policy.purposes
    names = (shorten_name(context.text(known[key].text)) for key in joint.purposes or () if key in known)
    return [uncapitalize(name) for name in names]


def _describe_company(context: NoticeContext, company: Controller) -> Iterator[Block]:
    """The name and the contact details of a controller, and its representative."""
    number = company.business_id
    yield Lines(
        (
            Line(company.name, strong=True),
            *([Line(number, label=context.word(choose_id_label(number)))] if number else ()),
            *build_address(context, company.address),
            *build_lines(company.phone, company.email, company.website),
        )
    )
    representative = company.representative
    if representative is not None:
        address = build_address(context, representative.address)
        details = Lines((Line(representative.name, strong=True), *address, *build_lines(representative.email)))
        yield Subsection(context.word("headings.representative"), (details,))


def choose_id_label(number: str) -> str:
    """The key of the label of a business id: the name that a country has for its own, else a general one."""
    return "labels.business_id" if find_country_of_id(number) else "labels.registration_number"


def build_address(context: NoticeContext, address: Address | None) -> list[Line]:
    """The lines of a postal address; the country only where it is abroad."""
    if address is None:
        return []
    town = " ".join(part for part in (address.postal_code, address.city) if part)
    abroad = address.country and address.country != context.language.word("language.home")
    return build_lines(
        address.street, town, context.language.country(address.country) if address.country and abroad else None
    )


def describe_contacts(context: NoticeContext) -> Iterator[Block]:
    """The contacts, each as "role – name" with e-mail and phone."""
    for contact in context.policy.contacts.values():
        found = [*build_lines(_name_contact(context, contact)), *build_lines(contact.email, contact.phone)]
        if found:
            yield Lines(tuple(found))


def _name_contact(context: NoticeContext, contact: Contact) -> str | None:
    role = context.text(contact.role) if contact.role else None
    duty = context.word(f"duty.{contact.duty}") if contact.duty else None
    if role is None:
        role = duty if contact.duty is not Duty.GENERAL or not contact.name else None
    elif contact.duty is Duty.DPO and duty and duty.casefold() not in role.casefold():
        role = context.word("aside", text=role, remark=duty)
    if role and contact.name:
        return context.word("contact", role=role, name=contact.name)
    return role or contact.name


def describe_data_subjects(context: NoticeContext) -> Iterator[Block]:
    """The categories of data subjects."""
    if not has_data_subjects_section(context):
        return
    items = []
    for key, group in context.policy.data_subjects.items():
        consent = group.guardian_consent
        facts = (Fact(context.word("labels.guardian_consent"), (context.text(consent),)),) if consent else ()
        items.append(context.build_item(group.text, f"data_subjects.{key}", facts=facts))
    yield from build_list(items)


def has_data_subjects_section(context: NoticeContext) -> bool:
    """Whether the categories of data subjects get a section of their own.

    They get none if the notice names them all in the introduction of its purposes: it has an own heading and an
    introduction for the purposes, no own text for the categories, and only names of categories.
    """
    policy = context.policy
    own = Section.DATA_SUBJECTS
    if own in policy.headings or own in policy.introductions or own in policy.closings:
        return True
    if any(group.children or group.guardian_consent for group in policy.data_subjects.values()):
        return True
    introduction = policy.introductions.get(Section.PURPOSES)
    if Section.PURPOSES not in policy.headings or introduction is None:
        return True
    stems = {_find_stem(word) for word in split_words(context.text(introduction))}
    words = [word for group in policy.data_subjects.values() for word in split_words(context.text(group.text))]
    return not all(_find_stem(word) in stems for word in words if len(word) >= _SHORTEST_WORD)


#: The letters at the beginning of a word that its inflected forms share, and those of a word that names something.
_STEM, _SHORTEST_WORD = 5, 4


def _find_stem(word: str) -> str:
    return word[:_STEM]


def describe_requests(context: NoticeContext) -> Iterator[Block]:
    """The channel for requests about one's rights."""
    requested = context.policy.requests
    if requested is None:
        return
    yield from context.build_blocks(requested.text)
    written = context.text(requested.text)
    found = build_lines(
        *(each for each in (requested.email, requested.phone, requested.url) if each and each not in written)
    )
    if found:
        yield Lines(tuple(found))


def describe_name(context: NoticeContext) -> Iterator[Block]:
    """The register's name."""
    if context.policy.notice.name:
        yield Paragraph(context.text(context.policy.notice.name))
