"""Rules about the people whom a notice names: as contacts, or as its data protection officer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from seloste.checker.finding import Argument, RuleFinding
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.linking.index import Index
from seloste.checker.rules.notice.bases import select_fields, select_used
from seloste.checker.rules.notice.identity import is_working_channel
from seloste.checker.rules.registry import NOTICE
from seloste.policy.law.law import LawOn
from seloste.policy.prose.lazy_patterns import WordPattern
from seloste.policy.prose.mailboxes import is_own_mailbox, list_name_parts
from seloste.policy.prose.public_bodies import is_public_authority
from seloste.policy.prose.words import compile_words, list_languages, load_words
from seloste.policy.vocabulary import Duty

#: The letters and digits of a name; what is between them differs from one spelling to another.
_WORD = re.compile(r"\w+")
#: What kind of company or trader it is, which a name may leave out.
_FORMS = "oy ab oyj abp ky ay tmi toiminimi firma ry rf rs sr osk ltd llc llp inc plc limited gmbh as aps bv sa"
_LEGAL_FORMS = frozenset(_FORMS.split())
#: The marks of a company other than a sole trader's.
_COMPANIES = _LEGAL_FORMS - {"tmi", "toiminimi", "firma", "as", "sa", "rs", "sr"}


@cache
def _compile_offices(key: str) -> WordPattern:
    """A pattern for the offices under a key, in any language: a name has none, and English titles are used in all."""
    return compile_words(word for language in list_languages() for word in load_words(f"offices.{key}", language) or ())


def _find_management(text: str) -> list[str]:
    """The titles in a text of those who manage an organisation."""
    rest = _compile_offices("not_management").sub(" ", text)
    return [" ".join(title.casefold().split()) for title in _compile_offices("management").findall(rest)]


def _list_words(name: str) -> tuple[str, ...]:
    """The words of a name, without its legal form."""
    return tuple(word for word in _WORD.findall(name.casefold()) if word not in _LEGAL_FORMS)


def _names_other_company(text: str, controller: str) -> bool:
    """Whether a text names a company that is not the controller: its manager does not manage the controller."""
    words, own = _WORD.findall(text.casefold()), _WORD.findall(controller.casefold())
    return not _COMPANIES.isdisjoint(words) and f" {' '.join(own)} " not in f" {' '.join(words)} "


def _bears_name(name: tuple[str, ...], controller: tuple[str, ...]) -> bool:
    """Whether the name of a contact is that of the controller, or of the person whose name the controller bears."""
    within = len(name) > 1 and f" {' '.join(name)} " in f" {' '.join(controller)} "
    return bool(name) and (name == controller or within)


@NOTICE.rule("notice/dpo-conflict")
def dpo_conflict(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The data protection officer is the controller itself, or belongs to its management."""
    controller = notice.record.controller.name
    for key, contact in notice.record.contacts.items():
        if contact.duty is not Duty.DPO:
            continue
        name, role = contact.name or "", contact.role or {}
        subject, own = f"contacts.{key}", _list_words(controller)
        if _bears_name(_list_words(name), own):
            arguments = {"name": name}
            yield notice.found(
                "contacts", key, "name", subject=subject, value=name, variant="controller", arguments=arguments
            )
            continue
        if any(_names_other_company(words, controller) for words in (name, *role.values())):
            continue
        for step, words, title in (("role", role.values(), role), ("name", (name,), name)):
            titles = {found for text in words for found in _find_management(text)}
            if titles:
                value = ",".join(sorted(titles))
                yield notice.found("contacts", key, step, subject=subject, value=value, arguments={"title": title})
                break


@NOTICE.rule("notice/dpo-required")
def dpo_required(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """No data protection officer is designated, by an authority or where most purposes use data that need one."""
    record, controller = notice.record, notice.record.controller
    is_named = any(contact.duty is Duty.DPO for contact in record.contacts.values())
    if controller.dpo_designated is False and not is_named:
        protected = _count_protected(notice)
        if is_public_authority(controller):
            yield _report_missing_officer(notice, "controller", name=controller.name)
        elif 2 * protected > len(record.purposes):
            yield _report_missing_officer(notice, "controller", variant="data", count=protected)
    for key, joint in record.joint_controllers.items():
        if joint.dpo_designated is False and is_public_authority(joint):
            yield _report_missing_officer(notice, "joint_controllers", key, name=joint.name)


def _count_protected(notice: NoticeEntry) -> int:
    """The number of purposes that use special categories of data, or data on criminal convictions and offences."""
    fields = select_fields(notice, lambda field: field.special_category or field.criminal)
    return sum(
        purpose.special_category_basis is not None or bool(select_used(purpose, fields))
        for purpose in notice.record.purposes.values()
    )


def _report_missing_officer(notice: NoticeEntry, *steps: str, variant: str = "", **arguments: Argument) -> RuleFinding:
    subject = ".".join(steps)
    return notice.found(*steps, "dpo_designated", subject=subject, value="false", variant=variant, arguments=arguments)


@NOTICE.rule("notice/person-named")
def person_named(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A contact is a named person without a role mailbox, which outlives the person."""
    for key, contact in notice.record.contacts.items():
        name = contact.name or ""
        is_person = len(name.split()) > 1 and bool(list_name_parts(name))
        if is_person and not (is_working_channel("email", contact.email) and not is_own_mailbox(contact.email, name)):
            yield notice.found("contacts", key, "name", subject=f"contacts.{key}", value=name, arguments={"name": name})
