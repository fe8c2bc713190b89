"""Reads who is responsible: the controller, and those who are controllers with it."""

from __future__ import annotations

from collections.abc import Sequence

from seloste.policy.drafting.policy_draft import PolicyDraft
from seloste.policy.drafting.readers.contacts import read_contact_lines
from seloste.policy.drafting.readers.details import (
    Details,
    compile_parties,
    is_name,
    is_organisation,
    is_person,
    read_details,
)
from seloste.policy.drafting.readers.party_lines import (
    MOST_LABEL_WORDS,
    PartyLine,
    begins_contact,
    find_person,
    list_lines,
)
from seloste.policy.drafting.unit import Unit
from seloste.policy.prose.blocks import BlockKind
from seloste.policy.prose.mentions.companies import find_companies
from seloste.policy.prose.passages import split_passages

#: Details of an address, at `controller.address`.
_ADDRESS = ("street", "postal_code", "city", "country")
#: Details of an organisation that stand at its own keys.
_DIRECT = ("business_id", "phone", "email", "website")


def read_controller(units: Sequence[Unit], draft: PolicyDraft) -> None:
    """Reads the section on the controller; from where a contact is named, it is read as that on contacts."""
    lines = list(list_lines(units, draft.language))
    end = _read_trader(lines, draft)
    while end < len(lines) and not begins_contact(lines[end], draft):
        _read_organisation(lines[end], draft)
        end += 1
    if draft.get(("controller", "address")) and not draft.get(("controller", "address", "country")):
        draft.remark(("controller", "address"), "country-unstated")
    read_contact_lines(lines[end:], draft)


def _read_trader(lines: Sequence[PartyLine], draft: PolicyDraft) -> int:
    """Names a controller that is a person with a trade, where the section names no organisation.

    Returns:
        How many lines it took.
    """
    rest = lines[0].details.rest if lines else []
    if len(rest) != 1 or lines[0].details.labels or lines[0].details.values or draft.get(("controller", "name")):
        return 0
    person, role, _ = find_person(rest, draft.language)
    is_duty = compile_parties("dpo", draft.language).search(rest[0]) is not None
    if not (person and role) or is_duty or not is_name(rest[0]) or _names_organisation(lines, draft.language):
        return 0
    draft.put(("controller", "name"), rest[0], [lines[0].unit])
    return 1


def _names_organisation(lines: Sequence[PartyLine], language: str) -> bool:
    return any(is_organisation(piece, language) for line in lines for piece in line.details.rest)


def labels_controller(units: Sequence[Unit], language: str) -> bool:
    """Whether lines on contacts are those of the controller: with a name under its label, which is no person's."""
    lines = list_lines(units, language)
    return any(
        "name" in line.details.labels and line.details.rest and not is_person(line.details.rest[0], language)
        for line in lines
    )


def name_controller(texts: Sequence[str], draft: PolicyDraft) -> None:
    """Names the controller of a notice that has no section on it: by a sentence that does, or by how it begins."""
    if draft.get(("controller", "name")):
        return
    name = next(filter(None, (_find_stated(text, draft) for text in texts)), "")
    name = name or next(filter(None, (_find_first(text, draft.language) for text in texts[:_BEGINNING])), "")
    draft.put(("controller", "name"), name or "TODO")
    draft.remark(("controller", "name"), "controller-from-words" if name else "controller-unnamed")


#: A notice begins with so many blocks.
_BEGINNING = 8


def _find_stated(text: str, draft: PolicyDraft) -> str:
    """The controller that a sentence names as such, whose other details it may give."""
    for sentence in split_passages(text, draft.language):
        sign = compile_parties("controller_signs", draft.language).search(sentence.text)
        details = read_details(sentence.text[sign.end() :], draft.language) if sign is not None else None
        if details is not None and details.rest and is_name(details.rest[0]):
            _put_details(("controller",), details, draft)
            return details.rest[0]
        if name := _find_subject(sentence.text, draft):
            return name
    return ""


def _find_subject(sentence: str, draft: PolicyDraft) -> str:
    """The name of which a sentence says that it is the controller: "Brf Oporto 1 är personuppgiftsansvarig"."""
    sign = compile_parties("controller_after", draft.language).search(sentence)
    if sign is None:
        return ""
    holder = compile_parties("holders", draft.language).search(sentence[: sign.start()])
    details = read_details(sentence[holder.end() if holder else 0 : sign.start()], draft.language)
    if details.values.keys() & {"street", "city", "postal_code"} == {"street"}:
        details.rest.insert(0, details.values.pop("street"))  # "Brf Oporto 1" is no street
    names = [piece for piece in details.rest if _is_proper(piece, draft.language)]
    if not names or names[0] != details.rest[0]:
        return ""
    whole = ", ".join(details.rest)
    name = whole if names == details.rest and not details.values and whole in sentence and is_name(whole) else names[0]
    _put_details(("controller",), details, draft)
    return name


def _is_proper(piece: str, language: str) -> bool:
    """Whether a piece is a proper name: of some words, each with a capital but those that join them."""
    words = piece.split()
    joints = compile_parties("name_joints", language)
    is_capital = all(not word[:1].islower() or joints.fullmatch(word) for word in words)
    return is_name(piece) and is_capital and (len(words) > 1 or is_organisation(piece, language))


def _find_first(text: str, language: str) -> str:
    """The first organisation with a legal form that a text names."""
    mentions = (each for sentence in split_passages(text, language) for each in find_companies(sentence, language))
    names = (mention.quoted.partition(":")[0] for mention in mentions)
    return next((name for name in names if is_organisation(name, language)), "")


def _read_organisation(line: PartyLine, draft: PolicyDraft) -> None:
    """Reads a line of the controller's details."""
    if line.unit.kind is BlockKind.HEADING:
        return
    details, rest = line.details, _part_names(line.details.rest, draft.language)
    is_named = False
    if rest and not draft.get(("controller", "name")):
        name = _choose_name(line, rest, draft.language)
        if name:
            draft.put(("controller", "name"), name)
            rest.remove(name)
            is_named = True
    elif rest and _is_joint(line, draft.language):
        _read_joint(line, draft)
        return
    elif rest and rest[0] == draft.get(("controller", "name")):
        rest = rest[1:]
        is_named = True
    if rest and not is_named and len(line.text.split()) > MOST_LABEL_WORDS:
        return  # a sentence whose address may be anybody's
    is_put = _put_details(("controller",), details, draft)
    if (
        not rest
        and details.is_plain
        and is_put
        and (details.values or details.labels or draft.get(("controller", "name")))
    ):
        draft.place(("controller",), [line.unit])
        draft.structured |= {line.unit.number}


def _part_names(pieces: Sequence[str], language: str) -> list[str]:
    """The pieces of a line, the name of an organisation apart from what leads to it: "in all registers is A Oy"."""
    parted: list[str] = []
    for piece in pieces:
        verbs = list(compile_parties("verbs", language).finditer(piece)) if piece[:1].islower() else []
        name = piece[verbs[-1].end() :].strip() if verbs else ""
        is_named = is_name(name) and is_organisation(name, language)
        parted += [piece[: verbs[-1].start()].strip(), name] if is_named else [piece]
    return [piece for piece in parted if piece]


def _choose_name(line: PartyLine, rest: Sequence[str], language: str) -> str:
    """The name of an organisation in a line; empty where none is."""
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


def _is_joint(line: PartyLine, language: str) -> bool:
    pattern = compile_parties("joint", language)
    return any(pattern.search(text) for text in (line.text, line.unit.heading))


def _read_joint(line: PartyLine, draft: PolicyDraft) -> None:
    """Reads the other controllers that a line names; a sentence on them is their text."""
    sentences = split_passages(line.text, draft.language)
    quoted = [mention.quoted for sentence in sentences for mention in find_companies(sentence, draft.language)]
    names = [name.partition(":")[0] for name in quoted if is_organisation(name, draft.language)]
    others = [name for name in dict.fromkeys(names) if name != draft.get(("controller", "name"))]
    for name in others:
        draft.put(("joint_controllers", draft.make_id("joint_controllers", name), "name"), name)
    if len(others) == 1:
        (id,) = list(draft.policy["joint_controllers"])[-1:]
        if line.text.strip() != others[0]:
            draft.put_words(("joint_controllers", id, "text"), [line.unit])
        else:
            draft.place(("joint_controllers", id), [line.unit])
