"""Reads whom to turn to: the contacts of a notice, and whether one of them is the data protection officer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from seloste.policy.drafting.policy_draft import PolicyDraft
from seloste.policy.drafting.readers.details import compile_parties, ends_in_role, is_name, shorten_role
from seloste.policy.drafting.readers.party_lines import MOST_LABEL_WORDS, REACHED, PartyLine, find_person, list_lines
from seloste.policy.drafting.unit import Unit
from seloste.policy.prose.blocks import BlockKind

#: A longer role is no post alone, and the line is kept beside it.
_MOST_ROLE = 5


class _Contact(Struct):
    """A contact as it grows."""

    values: dict[str, str] = field(default_factory=dict)
    role: str = ""
    duty: str = ""
    heading: str = ""
    is_headed: bool = False
    units: list[Unit] = field(default_factory=list)


def read_contacts(units: Sequence[Unit], draft: PolicyDraft) -> None:
    """Reads the section on contacts."""
    read_contact_lines(list(list_lines(units, draft.language)), draft)


def read_contact_lines(lines: Sequence[PartyLine], draft: PolicyDraft) -> None:
    """Reads lines on contacts."""
    contacts: list[_Contact] = []
    label: PartyLine | None = None
    is_apart = False  # after a heading that names nobody, another contact begins
    for line in lines:
        is_someone = _read_contact(line, contacts, draft, is_apart=is_apart)
        is_apart = not is_someone and (is_apart or line.unit.kind is BlockKind.HEADING)
        is_read = bool(contacts) and line.unit in contacts[-1].units[-1:]
        if label is not None and is_read:
            contacts[-1].units.insert(-1, label.unit)
        is_bare = not line.details.rest and not line.details.values
        is_label = bool(line.details.labels) and is_bare and line.details.is_plain
        label = line if is_label and not is_read else None
    _part_duties(contacts)
    for contact in contacts:
        _put_contact(contact, draft)
    _read_dpo(lines, draft)


def _read_contact(line: PartyLine, contacts: list[_Contact], draft: PolicyDraft, *, is_apart: bool) -> bool:
    """Reads a line into the contact that it is of, if it is of any; `is_apart`: it is of none before it."""
    language = draft.language
    if compile_parties("no_dpo", language).search(line.text):
        return False
    person, role, rest = find_person(line.details.rest, language, line.details.values.get("email", ""))
    if not person:
        found = next((piece for piece in rest if ends_in_role(piece, language)), "")
        role = shorten_role(found, language)
        rest = [piece for piece in rest if piece != role]
    names_group = not person and bool(role) and len(line.text.split()) <= MOST_LABEL_WORDS
    reached = {key: line.details.values[key] for key in REACHED if key in line.details.values}
    if not person and "person" in line.details.labels and len(rest) == 1 and is_name(rest[0]) and rest[0][0].isalpha():
        person = rest.pop()
    if not (person or names_group or reached):
        return False
    current = contacts[-1] if contacts else None
    begins = line.unit.kind is BlockKind.HEADING or line.text.endswith(":")
    is_other = is_apart or (begins and names_group and current is not None and bool(current.values))
    if current is None or is_other or _is_other(current, person, role, reached):
        current = _Contact()
        contacts.append(current)
    if person:
        current.values.setdefault("name", person)
    stated = line.details.labels.get("person", "")
    if stated and person and not role and stated.casefold() not in line.unit.heading.casefold():
        role = stated
    if role and not current.role and (person or names_group):
        current.role = role
    elif role and role != current.role:
        rest.append(role)
    for key, value in reached.items():
        current.values.setdefault(key, value)
    _add_duty(current, line, role, language)
    left = [piece for piece in rest if piece != draft.get(("controller", "name"))]
    if (
        not left
        and line.details.is_plain
        and len(role.split()) <= _MOST_ROLE
        and line.details.values.keys() <= set(REACHED)
    ):
        current.units.append(line.unit)
    return True


def _is_other(current: _Contact, person: str, role: str, reached: dict[str, str]) -> bool:
    """Whether a line is of another contact than the one before it."""
    if person and "name" in current.values:
        return True
    if role and current.role and (current.values or not person):
        return True
    return any(key in current.values and current.values[key] != value for key, value in reached.items())


def _add_duty(contact: _Contact, line: PartyLine, role: str, language: str) -> None:
    if not contact.duty:
        contact.duty, contact.is_headed = _find_duty(line, role, language)
        contact.heading = line.unit.heading


def _find_duty(line: PartyLine, role: str, language: str) -> tuple[str, bool]:
    """The duty that a line gives, and whether only the heading above it gives it."""
    for text in (role, line.text, line.unit.heading):
        if compile_parties("dpo", language).search(text) and not compile_parties("no_dpo", language).search(text):
            return "dpo", text == line.unit.heading
    is_asked = compile_parties("requests", language)
    return ("requests" if any(is_asked.search(text) for text in (line.text, line.unit.heading)) else ""), False


def _part_duties(contacts: Sequence[_Contact]) -> None:
    """Leaves a duty that the heading gives to the one among several contacts whose own words give it, too."""
    stated = {contact.heading for contact in contacts if contact.duty == "dpo" and not contact.is_headed}
    for contact in contacts:
        if contact.is_headed and contact.heading in stated:
            contact.duty = "requests"


def _put_contact(contact: _Contact, draft: PolicyDraft) -> None:
    """Puts a contact, if it is anybody, and not there yet."""
    known = (draft.get(("contacts",)) or {}).values()
    is_named = bool(contact.role) and any(unit.kind is not BlockKind.HEADING for unit in contact.units)
    if not (contact.values or is_named) or (contact.values and any(_is_same(contact, each, draft) for each in known)):
        return
    stem = contact.role or contact.values.get("name") or contact.values.get("email", "").partition("@")[0]
    path = ("contacts", draft.make_id("contacts", stem))
    if "name" in contact.values:
        draft.put((*path, "name"), contact.values["name"])
    if contact.role:
        draft.put((*path, "role"), {draft.language: contact.role})
    if contact.duty:
        draft.put((*path, "duty"), contact.duty)
    for key in REACHED:
        if key in contact.values:
            draft.put((*path, key), contact.values[key])
    draft.place(path, contact.units)
    draft.structured |= {unit.number for unit in contact.units}


def _is_same(contact: _Contact, known: Mapping[str, Any], draft: PolicyDraft) -> bool:
    """Whether a contact that is there says all that another one does."""
    own = {**contact.values, **({"duty": contact.duty} if contact.duty else {})}
    role = {draft.language: contact.role}
    return own.items() <= known.items() and (not contact.role or known.get("role") == role)


def _read_dpo(lines: Sequence[PartyLine], draft: PolicyDraft) -> None:
    """Whether there is a data protection officer, as far as the notice says."""
    denied = compile_parties("no_dpo", draft.language)
    if any(contact.get("duty") == "dpo" for contact in draft.policy.get("contacts", {}).values()):
        draft.put(("controller", "dpo_designated"), True)
    elif any(denied.search(line.text) for line in lines):
        draft.put(("controller", "dpo_designated"), False)
