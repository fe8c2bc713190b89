"""What readers of lists share: what leads to a list, its labels, and the parts of a list within a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from seloste.policy.drafting.policy_draft import PolicyDraft
from seloste.policy.drafting.unit import Unit
from seloste.policy.prose.blocks import BlockKind
from seloste.policy.prose.lazy_patterns import WordPattern
from seloste.policy.prose.words import compile_words, load_words

#: The parts of a longer text are not told apart.
_LONGEST_LIST = 3_000
#: A part of a list within a sentence has so many words at most, to be certain that it is one.
MOST_PART_WORDS = 12
_OPENERS, _CLOSERS = "([", ")]"


@cache
def compile_processing(key: str, language: str) -> WordPattern:
    """A pattern for the words under a key of `processing.yaml`."""
    return compile_words(load_words(f"processing.{key}", language) or ())


@cache
def compile_choices(key: str, language: str) -> tuple[tuple[str, WordPattern], ...]:
    """A pattern for each of the values under a key of `processing.yaml`."""
    choices: dict[str, list[str]] = load_words(f"processing.{key}", language) or {}
    return tuple((value, compile_words(words)) for value, words in choices.items())


class Item(Struct, frozen=True):
    """An entry of a list, and the label that it stands under."""

    unit: Unit
    lead: Unit | None = None


def is_entry(unit: Unit) -> bool:
    """Whether a unit is an item of a list or a row of a table."""
    return unit.kind in (BlockKind.ITEM, BlockKind.ROW)


def list_leads(units: Sequence[Unit]) -> dict[int, Unit]:
    """What leads to each item: the heading, the line with a colon or the item of a higher level before it."""
    leads: dict[int, Unit] = {}
    lead: Unit | None = None
    above: Unit | None = None
    for at, unit in enumerate(units):
        following = units[at + 1] if at + 1 < len(units) else None
        if unit.kind is BlockKind.ITEM:
            if following is not None and _is_below(following, unit):
                above = unit
                continue
            if above is not None and unit.block.level <= above.block.level:
                above = None
            found = above or lead
            if found is not None:
                leads[unit.number] = found
        elif unit.kind is BlockKind.PARAGRAPH or unit.kind is BlockKind.HEADING:
            above = None
            leads_on = unit.kind is BlockKind.HEADING or unit.text.endswith(":")
            lead = unit if leads_on or (following is not None and following.kind is BlockKind.ITEM) else None
    return leads


def _is_below(unit: Unit, above: Unit) -> bool:
    return unit.kind is BlockKind.ITEM and unit.block.level > above.block.level


def split_list(text: str) -> list[str]:
    """The parts of a text between its commas and semicolons, but for those in brackets."""
    parts, start, depth = [], 0, 0
    for at, letter in enumerate(text[:_LONGEST_LIST]):
        if letter in _OPENERS:
            depth += 1
        elif letter in _CLOSERS:
            depth = max(depth - 1, 0)
        elif letter in ",;" and not depth and not (text[at + 1 : at + 2].isdigit() and text[at - 1 : at].isdigit()):
            parts.append(text[start:at])
            start = at + 1
    parts.append(text[start:])
    return [part.strip(" .\u00a0") for part in parts if part.strip(" .\u00a0")]


def split_last(part: str, language: str) -> tuple[str, str] | None:
    """The two parts that "and" joins at the end of a list; None where it joins none, or more than one."""
    matches = list(compile_processing("joints", language).finditer(part))
    if len(matches) != 1:
        return None
    before, after = part[: matches[0].start()].strip(), part[matches[0].end() :].strip()
    if not before:
        return ("", after)
    return None if before.endswith("-") or after.startswith("-") or "(" in part else (before, after)


def keep_introduction(section: str, units: Sequence[Unit], draft: PolicyDraft, words: str | None = None) -> None:
    """Keeps what stands before the first entry of a section: units, the last one perhaps only up to some words."""
    left = [unit for unit in units if not draft.is_placed(unit)]
    if left and words is not None:
        left[-1] = replace(left[-1], text=words)
    if left:
        draft.keep_words(("introductions", section), left)


def put_group(section: str, label: str, draft: PolicyDraft, units: Sequence[Unit] = ()) -> str:
    """The id of a label under which entries of a section are listed."""
    known = draft.get(("groups", section)) or {}
    text = label.strip().rstrip(":").strip()
    for id, group in known.items():
        if group["text"].get(draft.language) == text:
            return str(id)
    id = draft.make_id("group", text)
    number, stem = 1, id
    while id in known:
        number += 1
        id = f"{stem}-{number}"
    draft.put(("groups", section, id, "text"), {draft.language: text}, units)
    return id


def list_rows(units: Sequence[Unit]) -> Iterator[tuple[Unit, dict[str, str]]]:
    """The rows of tables, each cell by the head of its column; those without a head by the number of the column."""
    head: tuple[str, ...] = ()
    before: Unit | None = None
    for unit in units:
        if unit.kind is not BlockKind.ROW:
            head = ()
        elif unit.block.is_header or (before is None or before.kind is not BlockKind.ROW):
            head = unit.block.cells if unit.block.is_header else ()
        if unit.kind is BlockKind.ROW and not unit.block.is_header:
            names = [head[at] if at < len(head) else str(at) for at in range(len(unit.block.cells))]
            yield unit, dict(zip(names, unit.block.cells, strict=True))
        before = unit
