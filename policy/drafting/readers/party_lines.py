"""The lines of the sections on who is responsible: each with its details, and with the person that it names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from seloste.policy.drafting.lines import LEADING_NUMBER
from seloste.policy.drafting.policy_draft import PolicyDraft
from seloste.policy.drafting.readers.details import (
    Details,
    compile_parties,
    is_organisation,
    is_role,
    read_details,
    shorten_role,
    split_person,
)
from seloste.policy.drafting.unit import Unit
from seloste.policy.prose.blocks import BlockKind
from seloste.policy.prose.mailboxes import is_own_mailbox

#: Details that a contact has.
REACHED = ("email", "phone")
#: A line that is hardly more than a label has so many words, and a post that is not known.
MOST_LABEL_WORDS, _MOST_UNKNOWN = 8, 3


class PartyLine(Struct):
    """A line of a section, with what it says."""

    unit: Unit
    text: str
    details: Details


def list_lines(units: Sequence[Unit], language: str) -> Iterator[PartyLine]:
    """The units of a section, each with what it says."""
    for unit in units:
        text = unit.text.replace("|", ": ", 1) if unit.kind is BlockKind.ROW else unit.text
        number = LEADING_NUMBER.match(text) if unit.kind is BlockKind.HEADING else None
        text = text[number.end() :] if number else text
        yield PartyLine(unit, text, read_details(text, language))


def begins_contact(line: PartyLine, draft: PolicyDraft) -> bool:
    """Whether a line in the section on the controller tells of a contact, once the controller is named."""
    if not draft.get(("controller", "name")) and not _names_person(line, draft.language):
        return False
    if "person" in line.details.labels:
        return True
    if compile_parties("no_dpo", draft.language).search(line.text):
        return False
    is_asked = compile_parties("requests", draft.language).search(line.text) is not None
    if (
        is_asked
        and (line.details.rest or "contact" in line.details.labels)
        and any(key in line.details.values for key in REACHED)
    ):
        return True
    return _names_person(line, draft.language) or compile_parties("dpo", draft.language).search(line.text) is not None


def _names_person(line: PartyLine, language: str) -> bool:
    rest = line.details.rest
    person, role, _ = find_person(rest, language, line.details.values.get("email", ""))
    return bool(person) and (bool(role) or "person" in line.details.labels)


def find_person(pieces: Sequence[str], language: str, email: str = "") -> tuple[str, str, list[str]]:
    """The person that the pieces of a line name, what the person is, and the pieces that are left."""
    for at, piece in enumerate(pieces):
        person, role, before = split_person(piece, language)
        if person == piece and len(piece.split()) > _NAME_WORDS:
            person, role = _leave_post(piece, email)
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


#: A name has so many words where no more are sure.
_NAME_WORDS = 2


def _leave_post(piece: str, email: str) -> tuple[str, str]:
    """A name and the word before it that the person's address does not have: "Tiedottaja Anu Kivelä", anu.kivela@."""
    first, *others = piece.split()
    name = " ".join(others)
    is_post = is_own_mailbox(email, name) and not is_own_mailbox(email, f"{first} {others[0]}")
    return (name, first) if is_post else (piece, "")


def _may_be_role(piece: str, language: str) -> bool:
    """Whether a piece beside a person's name tells what the person is, though its words are not known."""
    is_plain = (
        piece[:1].isupper()
        and piece.replace(" ", "").replace("-", "").isalpha()
        and len(piece.split()) <= _MOST_UNKNOWN
    )
    return is_plain and not is_organisation(piece, language)
