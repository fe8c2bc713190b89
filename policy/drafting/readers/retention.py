"""Reads how long data are kept: each sentence, item or row with its periods, criteria and exceptions as an entry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct, field

from seloste.policy.drafting.policy_draft import PolicyDraft
from seloste.policy.drafting.readers.entries import is_listed, is_table_head, leads_in, write_entry
from seloste.policy.drafting.readers.storage_limits import select_limits
from seloste.policy.drafting.readers.storage_terms import StorageTerms, read_terms
from seloste.policy.drafting.readers.subjects import find_subjects
from seloste.policy.drafting.unit import Unit
from seloste.policy.prose.blocks import BlockKind
from seloste.policy.prose.wordings import find_wording, has_wording

_SECTION = "retention"
#: What parts the name of data from the rest of an item: "Invoices: 6 years".
_NAME_ENDS = (":", " – ", " - ", " — ")


class _Entry(Struct):
    """The units of an entry with what they say, and those that make exceptions."""

    units: list[Unit] = field(default_factory=list)
    terms: list[StorageTerms] = field(default_factory=list)
    exceptions: list[tuple[Unit, StorageTerms]] = field(default_factory=list)

    @property
    def event(self) -> str:
        """What the last sentence with an event names."""
        named = [each.lasting or next((limit.event for limit in each.limits), "") for each in self.terms]
        return next((event for event in reversed(named) if event), "")


def read_retention(units: Sequence[Unit], draft: PolicyDraft) -> None:
    """Places the units that tell how long data are kept."""
    for entry in _group_entries(units, draft.language):
        _put_entry(entry, draft)


def tells_of_storage(text: str, language: str) -> bool:
    """Whether a text tells how long data are kept."""
    return has_wording(text, "storage.keeping", language) and not read_terms(text, language).is_empty


def _group_entries(units: Sequence[Unit], language: str) -> list[_Entry]:
    entries: list[_Entry] = []
    waiting: list[Unit] = []
    for unit, following in zip(units, [*units[1:], None], strict=True):
        last = entries[-1] if entries else None
        if unit.kind is BlockKind.HEADING:
            waiting.append(unit)
            continue
        if is_table_head(unit):
            continue
        terms = read_terms(_select_cell(unit, language), language, last.event if last else "")
        if leads_in(unit, following) and not terms.limits and not _leads_to_criteria(terms, following, language):
            continue
        if last is not None and not waiting and terms.is_exception and not is_listed(unit):
            last.exceptions.append((unit, terms))
        elif last is None or waiting or _begins_entry(unit, terms, last, language):
            if terms.is_empty and not waiting and not is_listed(unit) and not _speaks_of_keeping(unit, language):
                continue
            entries.append(_Entry([*waiting, unit], [terms]))
            waiting = []
        else:
            last.units.append(unit)
            last.terms.append(terms)
    return entries


def _leads_to_criteria(terms: StorageTerms, following: Unit | None, language: str) -> bool:
    """Whether a line leads to criteria, each of which says nothing of how long by itself."""
    return terms.criteria and following is not None and read_terms(following.text, language).is_empty


def _speaks_of_keeping(unit: Unit, language: str) -> bool:
    return has_wording(unit.text, "storage.keeping", language)


def _select_cell(unit: Unit, language: str) -> str:
    """The words of a unit that tell how long: of a row, the cell that does."""
    if unit.kind is not BlockKind.ROW:
        return unit.text
    telling = [cell for cell in unit.block.cells[1:] if not read_terms(cell, language).is_empty]
    return telling[0] if telling else unit.text


def _begins_entry(unit: Unit, terms: StorageTerms, last: _Entry, language: str) -> bool:
    """Whether a unit begins another entry: it says how long of other data than the sentence before."""
    if is_listed(unit):
        return not (terms.is_empty and unit.kind is BlockKind.ITEM and not is_listed(last.units[0]))
    if terms.is_empty:
        return False
    if find_wording(unit.text, "storage.continuing", language) == 0:
        return False
    return not all(each.is_empty for each in last.terms) or unit.paragraph != last.units[-1].paragraph


def _put_entry(entry: _Entry, draft: PolicyDraft) -> None:
    language, text = draft.language, write_entry(entry.units)
    value: dict[str, Any] = {"text": {language: text}}
    value |= _find_references(entry, text, draft)
    permanent = [unit for unit, each in _pair(entry) if each.permanent]
    if permanent:
        grounds = [unit for unit, _ in _pair(entry) if has_wording(unit.text, "storage.grounds", language)]
        value["permanent"] = {"ground": {language: write_entry(grounds[:1] or permanent[:1])}}
    limits = select_limits(entry.terms)
    criteria = [unit for unit, each in _pair(entry) if each.criteria or (each.lasting and not limits)]
    if criteria and (len(entry.units) > 1 or not (limits or permanent)):
        words = entry.units[entry.units.index(criteria[0]) :] if criteria[0].text.endswith(":") else criteria[:1]
        value["criteria"] = {language: write_entry(words)}
    exceptions = _list_exceptions(entry, language)
    if exceptions:
        value["exceptions"] = exceptions
    value |= {key: {"period": each.period, "after": each.event or "collection"} for key, each in limits.items()}
    id = draft.make_id(_SECTION, (value.get("data_subjects") or [text])[0])
    units = [*entry.units, *(unit for unit, _ in entry.exceptions)]
    draft.put((_SECTION, id), value, units)
    for key, limit in limits.items():
        if not limit.event:
            draft.remark((_SECTION, id, key), "retention-event-unstated")
    if len({limit.period for each in entry.terms for limit in each.limits}) > len(limits):
        draft.remark((_SECTION, id), "retention-several-periods")


def _pair(entry: _Entry) -> list[tuple[Unit, StorageTerms]]:
    """The units that say something, each with what it says: headings before them say nothing."""
    return list(zip(entry.units[-len(entry.terms) :], entry.terms, strict=True))


def _list_exceptions(entry: _Entry, language: str) -> list[dict[str, Any]]:
    """The cases in which data are kept longer: those in sentences of their own have a text."""
    found = [value for terms in entry.terms for value in _make_exceptions(terms, {})]
    for unit, terms in entry.exceptions:
        found += _make_exceptions(terms, {"text": {language: write_entry([unit])}})
    return found


def _make_exceptions(terms: StorageTerms, words: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """An exception for each reason that a sentence gives; the first has its words."""
    reasons = terms.reasons or ((None,) if terms.is_exception else ())
    for number, reason in enumerate(reasons):
        value: dict[str, Any] = {**(words if number == 0 else {}), **({"reason": reason} if reason else {})}
        if terms.exceptional is not None:
            value["maximum"] = {"period": terms.exceptional.period, "after": terms.exceptional.event or "collection"}
        yield value


def _find_references(entry: _Entry, text: str, draft: PolicyDraft) -> dict[str, list[str]]:
    """The declared people, purposes and fields that an entry names for certain."""
    found: dict[str, list[str]] = {}
    subjects = find_subjects(text, draft)
    if subjects:
        found["data_subjects"] = subjects
    name = _find_name(entry.units[0])
    for section in ("purposes", "fields"):
        ids = [
            id
            for id, declared in draft.policy.get(section, {}).items()
            if name and _fold(declared.get("text", {}).get(draft.language, "")) == name
        ]
        if ids:
            found[section] = ids
    return found


def _find_name(unit: Unit) -> str:
    """What an item, a row or a heading names before it says how long."""
    if unit.kind is BlockKind.HEADING:
        return _fold(unit.text)
    if unit.kind is BlockKind.ROW:
        return _fold(next(iter(unit.block.cells), ""))
    ends = [place for mark in _NAME_ENDS if (place := unit.text.find(mark)) > 0]
    return _fold(unit.text[: min(ends)]) if ends else ""


def _fold(text: str) -> str:
    return text.strip(" .:;").casefold()
