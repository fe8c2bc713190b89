"""Reads the processors: the words, how they are listed, and each that is named with what it does and where.

The words are those of `policy/prose/languages/<language>/recipients.yaml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from seloste.policy.drafting.policy_draft import PolicyDraft
from seloste.policy.drafting.readers.entries import (
    is_listed,
    is_table_head,
    place_head,
    put_text,
    remark_on_keys,
    write_unit,
)
from seloste.policy.drafting.readers.recipients import (
    AROUND,
    PARTS,
    PROCESSORS,
    find_country_of,
    find_name_lines,
    is_place,
    list_companies,
    name_company,
    strip_country,
)
from seloste.policy.drafting.unit import Unit
from seloste.policy.prose.blocks import BlockKind
from seloste.policy.prose.mentions.companies import find_companies
from seloste.policy.prose.passages import split_passages
from seloste.policy.prose.wordings import has_wording, list_named
from seloste.policy.prose.words import compile_words, load_words
from seloste.policy.vocabulary import ProcessorListing

_RECIPIENTS, _CATEGORIES = f"{PROCESSORS}.recipients", f"{PROCESSORS}.categories"
#: A name has so many words at most.
_MOST_WORDS = 6


class _Processor(Struct, frozen=True):
    name: str
    text: str = ""
    country: str = ""


def read_processors(units: Sequence[Unit], draft: PolicyDraft) -> None:
    """Places the units that speak of processors, and names those that they name."""
    if all(is_table_head(unit) for unit in units):
        return
    is_headed = draft.get(("headings", PROCESSORS)) is not None
    lines = {unit.number for unit in find_name_lines(units, draft.language)}
    words = [unit for unit in units if not is_listed(unit) and unit.number not in lines]
    listed = [unit for unit in units if is_listed(unit) or unit.number in lines]
    if words or draft.get((PROCESSORS, "text")) is None:
        put_text(draft, PROCESSORS, words, listed)
    _put_listed(listed, draft)
    for unit in words:
        for each in list_companies(unit.text, draft.language, is_headed=is_headed):
            _put_processor(_Processor(each.name, each.text, each.country), None, draft)
    text = draft.get((PROCESSORS, "text"))[draft.language]
    draft.put((PROCESSORS, "listed"), str(_find_listing(text, draft)))
    roles = list_named(text, "recipients.roles", draft.language)
    if roles:
        draft.put((PROCESSORS, "roles"), roles)


def speaks_of_processors(unit: Unit, language: str) -> bool:
    """Whether a sentence tells who processes data for the controller, and discloses none."""
    if is_table_head(unit):
        return any(has_wording(cell, "recipients.processing", language) for cell in unit.block.cells)
    if is_listed(unit) or has_wording(unit.text, "recipients.disclosing", language):
        return False
    if has_wording(unit.text, "recipients.processing", language):
        return unit.kind is not BlockKind.HEADING
    return has_wording(unit.text, "recipients.handling", language) and bool(list_companies(unit.text, language))


def name_processors(units: Sequence[Unit], draft: PolicyDraft) -> None:
    """The processors that units of another section name: they stand there, and are listed with the others."""
    companies = [each for unit in units for each in list_companies(unit.text, draft.language)]
    if not companies:
        return
    for each in companies:
        _put_processor(_Processor(each.name, each.text, each.country), None, draft)
    if draft.get((PROCESSORS, "text")) is None:
        draft.put((PROCESSORS, "text"), {draft.language: "\n".join(unit.text for unit in units)})
    draft.put((PROCESSORS, "listed"), str(ProcessorListing.IN_NOTICE))


def _find_listing(text: str, draft: PolicyDraft) -> ProcessorListing:
    if draft.get((PROCESSORS, "recipients")):
        return ProcessorListing.IN_NOTICE
    if draft.get((PROCESSORS, "categories")):
        return ProcessorListing.BY_CATEGORY
    is_asked_for = has_wording(text, "recipients.on_request", draft.language)
    return ProcessorListing.ON_REQUEST if is_asked_for else ProcessorListing.NOT_STATED


def _put_listed(units: Sequence[Unit], draft: PolicyDraft) -> None:
    """Puts each item and row as a processor, or as a category where it names none."""
    columns: dict[int, str] = {}
    for unit in units:
        if is_table_head(unit):
            columns = _name_columns(unit.block.cells, draft.language)
            place_head(draft, (PROCESSORS, "recipients"), unit)
            continue
        is_row = unit.kind is BlockKind.ROW
        found = _read_row(unit, columns, draft.language) if is_row else _read_item(unit.text, draft.language)
        if found is not None:
            _put_processor(found, unit, draft)
            continue
        text = write_unit(unit)
        path = (PROCESSORS, "categories", draft.make_id(_CATEGORIES, text))
        draft.put(path, {"text": {draft.language: text}}, [unit])


def _put_processor(found: _Processor, unit: Unit | None, draft: PolicyDraft) -> None:
    known = draft.get((PROCESSORS, "recipients")) or {}
    if unit is None and any(each.get("name") == found.name for each in known.values()):
        return
    value: dict[str, Any] = {"name": found.name}
    if found.text:
        value["text"] = {draft.language: found.text}
    if found.country:
        value["country"] = found.country
    path = (PROCESSORS, "recipients", draft.make_id(_RECIPIENTS, found.name))
    draft.put(path, value, [] if unit is None else [unit])
    if unit is not None:
        remark_on_keys(draft, path, unit, (found.name, found.text))


def _name_columns(cells: Sequence[str], language: str) -> dict[int, str]:
    """What each column of a table holds, by its number: `name`, `country`."""
    columns: dict[int, str] = {}
    for number, cell in enumerate(cells):
        for key in list_named(cell, "recipients.columns", language):
            if key not in columns.values():
                columns[number] = key
                break
    return columns


def _read_row(unit: Unit, columns: dict[int, str], language: str) -> _Processor:
    cells = unit.block.cells
    name = next((number for number, key in columns.items() if key == "name"), 0)
    place = next((number for number, key in columns.items() if key == "country"), None)
    countries = [number for number, cell in enumerate(cells) if number != name and is_place(cell, language)]
    rest = [cell for number, cell in enumerate(cells) if cell and number not in (name, *countries[:1])]
    column = countries[0] if countries else place
    country = find_country_of(cells[column], language) if column is not None and column < len(cells) else ""
    first = cells[name] if name < len(cells) else unit.text
    return _Processor(first or unit.text, "; ".join(rest), country)


def _read_item(text: str, language: str) -> _Processor | None:
    """The processor that an item names before what it does; None where it names a category."""
    companies = [each for sentence in split_passages(text, language) for each in find_companies(sentence, language)]
    first = text.find(companies[0].quoted) if companies else 0
    named, end = name_company(text, first, companies[0], language) if companies else ("", 0)
    ends = PARTS.search(text, 0 if first else end)  # a comma before a legal form is within the name
    head = (text[: ends.start()] if ends else text).strip(" \t,:;–—-()")
    rest = text[ends.start() :].strip() if ends else ""
    if not companies and not _is_name(head, language, is_alone=not rest):
        return _read_labelled(text, rest, language)
    if companies and not any(_stands_in(each.quoted, head) for each in companies):
        return _Processor(named, text, find_country_of(text, language))
    country = find_country_of(rest, language)
    return _Processor(head, strip_country(rest, country, language), country)


def _read_labelled(text: str, rest: str, language: str) -> _Processor | None:
    """The processor that an item names after what it does: "Newsletters: MailerLite (Lithuania)"."""
    if not rest.startswith(":"):
        return None
    value = rest[1:].strip()
    ends = PARTS.search(value)
    name = (value[: ends.start()] if ends else value).strip(AROUND)
    if not _is_name(name, language, is_alone=False) or is_place(name, language):
        return None
    return _Processor(name, text, find_country_of(value, language))


def _stands_in(quoted: str, head: str) -> bool:
    return quoted in head or head in quoted


def _is_name(head: str, language: str, *, is_alone: bool) -> bool:
    """Whether words are the name of somebody: each begins with a capital, and a single one is not what many are called.

    A word that stands alone begins with a capital anyway, so that it needs another within: "MailerLite".
    """
    words = head.split()
    if not words or len(words) > _MOST_WORDS or not words[0][0].isupper():
        return False
    if is_alone and len(words) == 1 and words[0][1:].islower():
        return False
    common = compile_words(load_words("recipients.categories", language) or ())
    if len(words) == 1 and common.fullmatch(words[0]):
        return False
    return all(word[0].isupper() or word[0].isdigit() for word in words if word[0].isalnum())
