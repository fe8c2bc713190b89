"""Reads who is responsible: the controller, those who are controllers with it, and whom to turn to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from seloste.policy.drafting.policy_draft import PolicyDraft
from seloste.policy.drafting.readers.details import (
    Details,
    compile_parties,
    ends_in_role,
    is_name,
    is_organisation,
    is_role,
    read_details,
    shorten_role,
    split_person,
)
from seloste.policy.drafting.unit import Unit
from seloste.policy.prose.blocks import BlockKind
from seloste.policy.prose.mentions.companies import find_companies
from seloste.policy.prose.passages import split_passages

#: Details of an address, at `controller.address`.
_ADDRESS = ("street", "postal_code", "city", "country")
#: Details of an organisation that stand at its own keys.
_DIRECT = ("business_id", "phone", "email", "website")
#: Details that a contact has.
_REACHED = ("email", "phone")


@dataclass(slots=True)
class _Line:
    """A line of a section, with what it says."""

    units: list[Unit]
    text: str
    details: Details

    @property
    def is_understood(self) -> bool:
        """Whether nothing is left of it."""
        return not self.details.rest


@dataclass(slots=True)
class _Contact:
    """A contact as it grows."""

    values: dict[str, str] = field(default_factory=dict)
    role: str = ""
    duty: str = ""
    units: list[Unit] = field(default_factory=list)


def read_controller(units: Sequence[Unit], draft: PolicyDraft) -> None:
    """Reads the section on the controller; from where a contact is named, it is read as that on contacts."""
    lines = list(_list_lines(units, draft.language))
    end = next((at for at, line in enumerate(lines) if _begins_contact(line, draft)), len(lines))
    for line in lines[:end]:
        _read_organisation(line, draft)
    if draft.get(("controller", "address")) and not draft.get(("controller", "address", "country")):
        draft.remark(("controller", "address"), "country-unstated")
    _read_contacts(lines[end:], draft)
    _read_dpo(units, draft)


def name_controller(texts: Iterable[str], draft: PolicyDraft) -> None:
    """Names the controller of a notice that has no section on it: the first organisation with a legal form."""
    if draft.get(("controller", "name")):
        return
    for text in texts:
        for sentence in split_passages(text, draft.language):
            for mention in find_companies(sentence, draft.language):
                if is_organisation(mention.quoted, draft.language):
                    draft.put(("controller", "name"), mention.quoted.partition(":")[0])
                    draft.remark(("controller", "name"), "controller-from-words")
                    return
    draft.put(("controller", "name"), "TODO")
    draft.remark(("controller", "name"), "controller-unnamed")


def read_contacts(units: Sequence[Unit], draft: PolicyDraft) -> None:
    """Reads the section on contacts."""
    _read_contacts(list(_list_lines(units, draft.language)), draft)
    _read_dpo(units, draft)


def _list_lines(units: Sequence[Unit], language: str) -> Iterator[_Line]:
    for unit in units:
        text = unit.text.replace("|", ": ", 1) if unit.kind is BlockKind.ROW else unit.text
        yield _Line([unit], text, read_details(text, language))


def _begins_contact(line: _Line, draft: PolicyDraft) -> bool:
    """Whether a line in the section on the controller tells of a contact, once the controller is named."""
    if not draft.get(("controller", "name")) and not _names_person(line, draft.language):
        return False
    if "person" in line.details.labels or "contact" in line.details.labels:
        return True
    return _names_person(line, draft.language) or compile_parties("dpo", draft.language).search(line.text) is not None


def _names_person(line: _Line, language: str) -> bool:
    rest = line.details.rest
    person, role, _ = _find_person(rest, language)
    return bool(person) and (bool(role) or "person" in line.details.labels)


def _find_person(pieces: Sequence[str], language: str) -> tuple[str, str, list[str]]:
    """The person that the pieces of a line name, what the person is, and the pieces that are left."""
    for at, piece in enumerate(pieces):
        person, role, before = split_person(piece, language)
        if not person:
            continue
        others = [*pieces[:at], *pieces[at + 1 :]]
        if not role:
            role = shorten_role(next((each for each in others if is_role(each, language)), ""), language)
            if not role and len(others) == 1 and _may_be_role(others[0], language):
                role = others[0]
            others = [each for each in others if each != role]
        return person, role, [*([before] if before else []), *others]
    return "", "", list(pieces)


def _may_be_role(piece: str, language: str) -> bool:
    """Whether a piece beside a person's name tells what the person is, though its words are not known."""
    is_plain = piece.replace(" ", "").replace("-", "").isalpha() and len(piece.split()) <= _MOST_UNKNOWN
    return is_plain and not is_organisation(piece, language)


def _read_organisation(line: _Line, draft: PolicyDraft) -> None:
    """Reads a line of the controller's details."""
    details, rest = line.details, list(line.details.rest)
    if rest and not draft.get(("controller", "name")):
        name = _choose_name(line, draft.language)
        if name:
            draft.put(("controller", "name"), name)
            rest.remove(name)
    elif rest and _is_joint(line, draft.language):
        rest = _read_joint(line, rest, draft)
    elif rest and rest[0] == draft.get(("controller", "name")):
        rest = rest[1:]
    is_put = _put_details(("controller",), details, draft)
    if rest == [] and is_put and (details.values or details.labels or draft.get(("controller", "name"))):
        draft.place(("controller",), line.units)
        draft.structured |= {unit.number for unit in line.units}


def _choose_name(line: _Line, language: str) -> str:
    """The name of an organisation in a line; empty where none is."""
    rest = line.details.rest
    formed = next((piece for piece in rest if is_organisation(piece, language) and is_name(piece)), "")
    if formed:
        return formed
    is_bare = not line.text.endswith(":") and line.text == line.text.rstrip(".!?")
    return rest[0] if (is_bare or "name" in line.details.labels) and is_name(rest[0]) else ""


def _put_details(path: tuple[str, ...], details: Details, draft: PolicyDraft) -> bool:
    """Puts the details that are not there yet; whether all of them are there now."""
    places = {**{key: (*path, key) for key in _DIRECT}, **{key: (*path, "address", key) for key in _ADDRESS}}
    for key, place in places.items():
        if key in details.values and draft.get(place) is None:
            draft.put(place, details.values[key])
    return all(draft.get(places[key]) == value for key, value in details.values.items())


def _is_joint(line: _Line, language: str) -> bool:
    pattern = compile_parties("joint", language)
    return any(pattern.search(text) for text in (line.text, line.units[0].heading))


def _read_joint(line: _Line, rest: list[str], draft: PolicyDraft) -> list[str]:
    """Reads the other controllers that a line names; what is left of it."""
    left = []
    for piece in rest:
        if is_organisation(piece, draft.language) and is_name(piece) and piece != draft.get(("controller", "name")):
            draft.put(("joint_controllers", draft.make_id("joint_controllers", piece), "name"), piece)
        else:
            left.append(piece)
    return left


def _read_contacts(lines: Sequence[_Line], draft: PolicyDraft) -> None:
    contacts: list[_Contact] = []
    for line in lines:
        if not _read_contact(line, contacts, draft):
            continue
    for contact in contacts:
        _put_contact(contact, draft)


def _read_contact(line: _Line, contacts: list[_Contact], draft: PolicyDraft) -> bool:
    """Reads a line into the contact that it is of."""
    language = draft.language
    person, role, rest = _find_person(line.details.rest, language)
    if not person:
        found = next((piece for piece in rest if ends_in_role(piece, language)), "")
        role = shorten_role(found, language)
        rest = [piece for piece in rest if piece != role]
    names_group = not person and bool(role) and len(line.text.split()) <= _MOST_LABEL
    organisation = next((piece for piece in rest if is_organisation(piece, language)), "")
    reached = {key: line.details.values[key] for key in _REACHED if key in line.details.values}
    if not (person or names_group or reached):
        if organisation and organisation == draft.get(("controller", "name")):
            _put_details(("controller",), line.details, draft)
        return False
    current = contacts[-1] if contacts else None
    if current is None or _is_other(current, person, role, reached):
        current = _Contact()
        contacts.append(current)
    if person:
        current.values.setdefault("name", person)
    if role and not current.role and (person or names_group):
        current.role = role
    elif role and role != current.role:
        rest.append(role)
    for key, value in reached.items():
        current.values.setdefault(key, value)
    current.duty = current.duty or _find_duty(line, role, language)
    left = [piece for piece in rest if piece != draft.get(("controller", "name"))]
    if not left and len(role.split()) <= _MOST_ROLE and not any(key in line.details.values for key in _ADDRESS):
        current.units += line.units
    return True


#: A longer role is no post alone, and the line is kept beside it.
_MOST_ROLE = 5
#: A line that is hardly more than a role has so many words, and a role that is not known.
_MOST_LABEL, _MOST_UNKNOWN = 8, 3


def _is_other(current: _Contact, person: str, role: str, reached: dict[str, str]) -> bool:
    """Whether a line is of another contact than the one before it."""
    if person and "name" in current.values:
        return True
    if role and current.role and (current.values or not person):
        return True
    return any(key in current.values and current.values[key] != value for key, value in reached.items())


def _find_duty(line: _Line, role: str, language: str) -> str:
    for text in (role, line.text, line.units[0].heading):
        if compile_parties("dpo", language).search(text) and not compile_parties("no_dpo", language).search(text):
            return "dpo"
    is_asked = compile_parties("requests", language)
    return "requests" if any(is_asked.search(text) for text in (line.text, line.units[0].heading)) else ""


def _put_contact(contact: _Contact, draft: PolicyDraft) -> None:
    """Puts a contact, if it is anybody."""
    if not contact.values:
        return
    stem = contact.role or contact.values.get("name") or contact.values.get("email", "").partition("@")[0]
    path = ("contacts", draft.make_id("contacts", stem))
    if "name" in contact.values:
        draft.put((*path, "name"), contact.values["name"])
    if contact.role:
        draft.put((*path, "role"), {draft.language: contact.role})
    if contact.duty:
        draft.put((*path, "duty"), contact.duty)
    for key in _REACHED:
        if key in contact.values:
            draft.put((*path, key), contact.values[key])
    draft.place(path, contact.units)
    draft.structured |= {unit.number for unit in contact.units}


def _read_dpo(units: Sequence[Unit], draft: PolicyDraft) -> None:
    """Whether there is a data protection officer, as far as the notice says."""
    denied = compile_parties("no_dpo", draft.language)
    if any(contact.get("duty") == "dpo" for contact in draft.policy.get("contacts", {}).values()):
        draft.put(("controller", "dpo_designated"), True)
    elif any(denied.search(unit.text) for unit in units):
        draft.put(("controller", "dpo_designated"), False)
