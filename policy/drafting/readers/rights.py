"""Reads the rights of data subjects: one by one, several in a sentence, as items after a lead-in, or under headings.

The words are those of `policy/prose/languages/<language>/rights.yaml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from seloste.policy.drafting.policy_draft import PolicyDraft
from seloste.policy.drafting.readers.entries import is_listed, is_table_head, leads_in, write_entry
from seloste.policy.drafting.readers.requests import read_requests, tells_of_requests
from seloste.policy.drafting.readers.subjects import find_holders
from seloste.policy.drafting.unit import Unit
from seloste.policy.prose.blocks import BlockKind
from seloste.policy.prose.wordings import blank_wordings, find_wording, has_wording, list_named
from seloste.policy.prose.words import compile_words, load_words
from seloste.policy.vocabulary import Right

_SECTION = "rights"
#: The name of a right that begins a paragraph has so many words at most.
_LONGEST_LABEL = 3
#: So many characters before "marketing" tell whether it is one thing among others that a person may object to.
_NEAR = 40


class _Entry(Struct):
    """The units of one promise, the rights that they give, and the unit that names them, after what leads to it."""

    units: list[Unit]
    rights: list[str]
    head: Unit


def read_rights(units: Sequence[Unit], draft: PolicyDraft) -> None:
    """Places the units that give rights, what belongs to each, and how requests are made."""
    entries = _group_entries(units, draft)
    for entry in entries:
        _put_entry(entry, draft)
    read_requests([unit for unit in units if not draft.is_placed(unit) and _is_request(unit, draft.language)], draft)


def find_rights(text: str, language: str) -> list[str]:
    """The rights that a text names, in its order: those of its conditions only where it names no other."""
    if has_wording(text, "rights.denied", language):
        return []
    end = find_wording(blank_wordings(text, "rights.not_conditions", language), "rights.conditions", language)
    main = text.partition(", ")[2] if end == 0 else text[:end]
    found = list_named(main, "rights.rights", language) or list_named(text, "rights.rights", language)
    if Right.OBJECTION in found and Right.DIRECT_MARKETING_OBJECTION in found and not _objects_to_more(text, language):
        found.remove(Right.OBJECTION)
    return found


def _objects_to_more(text: str, language: str) -> bool:
    """Whether a person may object to marketing and to more: "to the processing, including direct marketing"."""
    place = find_wording(text, "rights.marketing", language)
    before = text[max(0, (place or 0) - _NEAR) : place]
    objection = find_wording(text, "rights.rights", language, Right.OBJECTION)
    start = max(0, (objection or 0) - max(0, (place or 0) - _NEAR))
    return compile_words(load_words("rights.beside_marketing", language) or ()).search(before[start:]) is not None


def _group_entries(units: Sequence[Unit], draft: PolicyDraft) -> list[_Entry]:
    """The units by the entries that they make; what stands before the first one is left."""
    language, entries, leading = draft.language, list[_Entry](), list[Unit]()
    last_right = max((unit.number for unit in units if find_rights(unit.text, language)), default=-1)
    for unit, following in zip(units, [*units[1:], None], strict=True):
        rights = [] if is_table_head(unit) else find_rights(unit.text, language)
        last = entries[-1] if entries else None
        if unit.number > last_right and _is_request(unit, language):
            continue
        if (unit.kind is BlockKind.HEADING and not rights) or _leads_to_rights(unit, following, language):
            leading = [*leading, unit] if last is not None else []
        elif rights and (leading or _begins_entry(unit, rights, last, language)):
            entries.append(_Entry([*leading, unit], rights, unit))
            leading = []
        elif last is not None:
            last.units += [*leading, unit]
            leading = []
            names = has_wording(unit.text, "rights.naming", language) or _names_marketing(rights, last)
            if (last.head.kind is BlockKind.HEADING and names) or _is_labelled(unit, last):
                last.rights += [right for right in rights if right not in last.rights]
    if leading and entries:
        entries[-1].units += leading
    return entries


def _names_marketing(rights: Sequence[str], last: _Entry) -> bool:
    """Whether a sentence under the right to object tells that it is also one to object to marketing."""
    return set(rights) == {Right.DIRECT_MARKETING_OBJECTION} and Right.OBJECTION in last.rights


def _leads_to_rights(unit: Unit, following: Unit | None, language: str) -> bool:
    """Whether a unit leads to a list of which the first item names a right."""
    return (
        leads_in(unit, following)
        and unit.kind is not BlockKind.HEADING
        and following is not None
        and is_listed(following)
        and bool(find_rights(following.text, language))
    )


def _begins_entry(unit: Unit, rights: Sequence[str], last: _Entry | None, language: str) -> bool:
    """Whether a unit begins an entry: it names a right that the entry before it does not, or is listed on its own."""
    if not rights or (last is not None and is_listed(unit) and _belongs_to(unit, last, language)):
        return False
    if last is None or unit.kind is BlockKind.HEADING or (_stands_alone(unit) and _stands_alone(last.head)):
        return True
    if _is_labelled(unit, last):
        return False
    if last.head.kind is BlockKind.HEADING:
        names = has_wording(unit.text, "rights.naming", language)
        return names and set(rights).isdisjoint(last.rights)
    return not set(rights) <= set(last.rights)


def _stands_alone(unit: Unit) -> bool:
    """Whether a unit is an item, a row, or a line that looks like one: it ends as no sentence does."""
    return is_listed(unit) or (unit.kind is BlockKind.PARAGRAPH and unit.text.rstrip()[-1:] not in ".!?:")


def _is_labelled(unit: Unit, last: _Entry) -> bool:
    """Whether a sentence stands in a paragraph that begins with the name of a right: "Right to object. You may …"."""
    label = last.head
    return (
        label is not unit
        and label.kind is BlockKind.PARAGRAPH
        and label.paragraph == unit.paragraph
        and len(label.text.split()) <= _LONGEST_LABEL
    )


def _belongs_to(unit: Unit, last: _Entry, language: str) -> bool:
    """Whether an item is one of the conditions of the right before it: below its item, or led to by its sentence."""
    if is_listed(last.head) and unit.block.level > last.head.block.level:
        return True
    before = last.units[-1]
    ends = before.text.rstrip(" ,:").rpartition(" ")[2]
    if compile_words(load_words("rights.conditions", language) or ()).fullmatch(ends):
        return True
    return not is_listed(before) and before.kind is not BlockKind.HEADING and before.text.rstrip()[-1:] not in ".!?"


def _is_request(unit: Unit, language: str) -> bool:
    """Whether a unit tells how all rights are used, and gives none."""
    return tells_of_requests(unit.text, language) and not find_rights(unit.text, language)


def _put_entry(entry: _Entry, draft: PolicyDraft) -> None:
    language, text = draft.language, write_entry(entry.units)
    id = draft.make_id(_SECTION, entry.rights[0])
    value: dict[str, Any] = {
        "right": entry.rights[0] if len(entry.rights) == 1 else list(entry.rights),
        "text": {language: text},
    }
    subjects = find_holders(entry.head.text, draft)
    if subjects:
        value["data_subjects"] = subjects
    words = blank_wordings(text, "rights.not_discretion", language)
    if has_wording(words, "rights.discretion", language):
        value["at_discretion"] = True
    draft.put((_SECTION, id), value, entry.units)
