"""Reads which personal data are processed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from seloste.policy.data import load_yaml
from seloste.policy.drafting.policy_draft import PolicyDraft
from seloste.policy.drafting.readers.lists import (
    compile_processing,
    is_entry,
    keep_introduction,
    list_leads,
    put_group,
    split_last,
    split_list,
)
from seloste.policy.drafting.unit import Unit
from seloste.policy.personal_data.fields import read_kinds
from seloste.policy.prose.blocks import BlockKind
from seloste.policy.prose.passages import split_passages
from seloste.policy.prose.stance import denies

_SECTION = "fields"
#: A field within a list in a sentence has so many words at most, and a line that is a field.
_MOST_WORDS, _MOST_LINE_WORDS = 14, 12
#: In so few words, one that may name other things elsewhere names data: "nimi".
_MOST_PLAIN_WORDS = 2
#: A label of fields is so long at most.
_MOST_LABEL_WORDS = 12


@cache
def _load_categories() -> dict[str, dict[str, Any]]:
    """What is certain of a field that names a kind of data: its DPV term, its flag."""
    return dict(load_yaml(Path(__file__).parent / "kinds.yaml"))


def read_fields(units: Sequence[Unit], draft: PolicyDraft) -> None:
    """Reads the section on personal data: items, lists within sentences, lines, and sentences that name data."""
    leads = list_leads(units)
    labels = _list_labels(units, leads)
    above = {lead.number for lead in leads.values()}
    has_list = any(is_entry(unit) for unit in units)
    lines = len({unit.paragraph for unit in units if unit.kind is BlockKind.PARAGRAPH and not _ends(unit)})
    lists = sum(": " in unit.text for unit in units if unit.kind is BlockKind.PARAGRAPH)
    label: Unit | None = None
    for at, unit in enumerate(units):
        if unit.number in above or unit.kind is BlockKind.HEADING:
            label = unit if unit.number in labels else None
            continue
        lead = leads.get(unit.number)
        group = lead if lead is not None and lead.number in labels else None
        if unit.kind is BlockKind.ITEM:
            _begin(units[:at], group, draft)
            _put_field(unit.text, [unit], group, draft)
        elif unit.kind is BlockKind.ROW and not unit.block.is_header:
            _begin(units[:at], None, draft)
            _put_field(" – ".join(cell for cell in unit.block.cells if cell), [unit], None, draft)
        elif unit.kind is BlockKind.PARAGRAPH and not unit.text.endswith(":"):
            _read_sentence(unit, units[:at], label, draft, has_list=has_list, beside=lines > 1, several=lists > 1)


def _ends(unit: Unit) -> bool:
    """Whether a line ends as a sentence does, or leads to what follows."""
    return unit.text.endswith((".", ":"))


def _begin(before: Sequence[Unit], label: Unit | None, draft: PolicyDraft) -> None:
    """Keeps what stands before the first field."""
    if not draft.get((_SECTION,)):
        keep_introduction(_SECTION, [unit for unit in before if unit is not label], draft)


def _list_labels(units: Sequence[Unit], leads: dict[int, Unit]) -> frozenset[int]:
    """What leads to a list and is its label: one of several, a heading, or an item above others."""
    found = {lead.number: lead for lead in leads.values()}
    plain = [lead for lead in found.values() if lead.kind is BlockKind.PARAGRAPH]
    first = min((lead.number for lead in plain), default=-1)
    labels = {number for number, lead in found.items() if lead.kind is not BlockKind.PARAGRAPH}
    if len(plain) > 1:
        labels |= {
            lead.number
            for lead in plain
            if lead.text.endswith((":", *"abcdefghijklmnopqrstuvwxyzåäö)"))
            and len(lead.text.split()) <= _MOST_LABEL_WORDS
            and not (lead.number == first and len(lead.text.split()) > _MOST_LABEL_WORDS // 2)
        }
    labels |= {unit.number for unit in units if unit.kind is BlockKind.HEADING}
    return frozenset(labels)


def _read_sentence(
    unit: Unit,
    before: Sequence[Unit],
    label: Unit | None,
    draft: PolicyDraft,
    *,
    has_list: bool,
    beside: bool,
    several: bool,
) -> None:
    """Reads a sentence or a line: a list after a colon, a bare list, one field, or a sentence that names data."""
    head, colon, tail = _split_lead(unit.text, draft.language)
    parts = _split_fields(tail if colon else unit.text, draft.language, is_list=bool(colon))
    is_line = not unit.text.endswith(".") and len(unit.text.split()) <= _MOST_LINE_WORDS
    if colon and len(parts) > 1:
        is_label = several or draft.get((_SECTION,)) is not None
        if not is_label:
            keep_introduction(_SECTION, [*before, unit], draft, f"{head}{colon}".strip())
        else:
            _begin(before, None, draft)
        id = put_group(_SECTION, head, draft, [unit]) if is_label else None
        for part in parts:
            _put_field(part, [unit], None, draft, id)
    elif not colon and not beside and not _has_verb(unit.text, draft.language) and _names_kinds(parts):
        _begin(before, label, draft)
        for part in parts:
            _put_field(part, [unit], label, draft)
    elif (is_line and not has_list) or (read_kinds(unit.text) and not has_list):
        _begin(before, label, draft)
        _put_field(unit.text, [unit], label, draft)


def _split_lead(text: str, language: str) -> tuple[str, str, str]:
    """What leads to a list within a sentence, what parts them, and the list; the last empty where there is no lead.

    A verb leads to it, where all that follows is certainly data: "Rekisteriin tallennetaan nimi, osoite ja ikä."
    """
    head, colon, tail = text.partition(": ")
    if colon:
        return head, ":", tail
    verb = compile_processing("list_verbs", language).search(text)
    if verb is None or "," in text[: verb.end()]:
        return text, "", ""
    parts = _split_fields(text[verb.end() :], language, is_list=False)
    is_certain = len(parts) > 2 and all(read_kinds(part, certainly=False) and len(part.split()) <= 4 for part in parts)
    return (text[: verb.end()], " ", text[verb.end() :].strip()) if is_certain else (text, "", "")


def _has_verb(text: str, language: str) -> bool:
    """Whether a text is a sentence and no bare list."""
    return any(compile_processing(key, language).search(text) for key in ("list_verbs", "purpose_verbs"))


def _names_kinds(parts: Sequence[str]) -> bool:
    """Whether the parts of a line without a colon are certainly a list of data."""
    short = len(parts) > 1 and all(len(part.split()) <= 4 for part in parts)
    return short and 2 * sum(bool(read_kinds(part, certainly=False)) for part in parts) >= len(parts)


def _split_fields(text: str, language: str, *, is_list: bool) -> list[str]:
    """The fields of a list within a sentence; none where it is not certainly one. `is_list`: it follows a colon."""
    parts = split_list(text)
    if len(parts) < 1 + (not is_list):
        return parts
    joined = split_last(parts[-1], language)
    if joined is not None:
        one, other = joined
        is_certain = not one or (read_kinds(one) and read_kinds(other) and len(other.split()) <= 3)
        is_certain = is_certain or (len(parts) > 2 and " " not in f"{one}{other}" and _names_kinds([*parts[:-1], one]))
        if is_certain:
            parts[-1:] = [part for part in (one, other) if part]
    return parts if all(len(part.split()) <= _MOST_WORDS for part in parts) else []


def _put_field(
    text: str, units: Sequence[Unit], label: Unit | None, draft: PolicyDraft, group: str | None = None
) -> None:
    text = text.rstrip(";, ")
    path = (_SECTION, draft.make_id(_SECTION, text))
    draft.put((*path, "text"), {draft.language: text}, units)
    if label is not None:
        group = put_group(_SECTION, label.text, draft, [] if draft.is_placed(label) else [label])
    if group is not None:
        draft.put((*path, "group"), group)
    _categorize(path, text, draft)


def _is_other(text: str, words: Sequence[str]) -> bool:
    """Whether a text has a word by which it is of another kind: the address of a website is no place."""
    return any(word in text.casefold() for word in words)


def _categorize(path: tuple[str, ...], text: str, draft: PolicyDraft) -> None:
    """Puts the DPV term of a field and its flags, where its words are certain."""
    kinds = read_kinds(text, certainly=len(text.split()) > _MOST_PLAIN_WORDS)
    is_single = len(kinds) == len(read_kinds(text, certainly=False)) == 1
    known = [_load_categories()[kind] for kind in sorted(kinds) if kind in _load_categories()]
    known = [facts for facts in known if not _is_other(text, facts.get("unless", ()))]
    if is_single and known and "category" in known[0]:
        draft.put((*path, "category"), known[0]["category"])
    flags = {facts["flag"] for facts in known if "flag" in facts}
    clauses = [clause for sentence in split_passages(text, draft.language) for clause in sentence.clauses]
    if clauses and all(denies(clause, draft.language) for clause in clauses):
        return  # "No medical data is stored" is no special category
    for flag, key in (("special_category", "special"), ("national_id", "national_id"), ("criminal", "criminal")):
        if flag in flags or compile_processing(key, draft.language).search(text):
            draft.put((*path, flag), True)
