"""What the readers of lists share: which units make an entry, how its words are written, and which are lead-ins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from seloste.policy.drafting.policy_draft import Path, PolicyDraft, join_units
from seloste.policy.drafting.unit import Unit
from seloste.policy.prose.blocks import BlockKind
from seloste.policy.prose.passages import Sentence, split_passages

#: What ends a line that leads to what follows it.
_LEADS = (":",)
_WORD = re.compile(r"\w+")
_SPACES = re.compile(r"\s+")


def write_unit(unit: Unit) -> str:
    """The words of a unit by themselves; of a row, the first cell names what the others tell."""
    cells = [cell for cell in unit.block.cells if cell]
    if unit.kind is not BlockKind.ROW or len(cells) < 2:
        return unit.text
    return f"{cells[0]}: {'; '.join(cells[1:])}"


def write_entry(units: Sequence[Unit]) -> str:
    """The words of some units as one entry: its first unit, and an item that makes no list, without a bullet."""
    if len(units) == 1:
        return write_unit(units[0])
    if len(units) == 2 and units[1].kind is BlockKind.ITEM:
        return f"{write_unit(units[0])}\n{write_unit(units[1])}"
    text = join_units(units)
    return text.removeprefix("- ") if units[0].kind is BlockKind.ITEM else text


def add_words(draft: PolicyDraft, path: Path, units: Sequence[Unit]) -> None:
    """Adds understood units to a text, after those that it has."""
    if units:
        draft.keep_words(path, units)
        draft.structured |= {unit.number for unit in units}


def read_sentences(text: str, language: str) -> tuple[Sentence, ...]:
    """The sentences of a text."""
    return split_passages(text, language)


def put_text(draft: PolicyDraft, section: str, words: Sequence[Unit], listed: Sequence[Unit]) -> None:
    """Puts the text of a section with a list. Without words of its own it is the heading, or the list itself."""
    heading = draft.get(("headings", section, draft.language))
    if words or not heading:
        add_words(draft, (section, "text"), words or listed)
    else:
        draft.put((section, "text"), {draft.language: heading})


def place_head(draft: PolicyDraft, path: Path, head: Unit) -> None:
    """Says that the head of a table is understood: what stands over a column names the key of its cells."""
    draft.place(path, [head])
    draft.structured.add(head.number)


def remark_on_keys(draft: PolicyDraft, path: Path, unit: Unit, texts: Iterable[str]) -> None:
    """Quotes the words of a unit that stand in no text, since a key says what they say: a country, a lifetime."""
    kept = {word for text in texts for word in _WORD.findall(text)}
    words = [word for word in _WORD.findall(unit.text) if word not in kept]
    if words:
        draft.remark(path, "kept-as-keys", is_todo=False, words=" ".join(words))


def leads_in(unit: Unit, following: Unit | None) -> bool:
    """Whether a unit leads to the list that follows it."""
    if unit.kind in (BlockKind.ITEM, BlockKind.ROW):
        return False
    if unit.text.rstrip().endswith(_LEADS):
        return True
    return following is not None and following.kind is BlockKind.ITEM and unit.text.rstrip()[-1:] not in ".!?"


def is_listed(unit: Unit) -> bool:
    """Whether a unit is an item of a list or a row of a table."""
    return unit.kind in (BlockKind.ITEM, BlockKind.ROW)


def is_table_head(unit: Unit) -> bool:
    """Whether a unit is the head of a table."""
    return unit.kind is BlockKind.ROW and unit.block.is_header


def normalize_space(text: str) -> str:
    """The text with single spaces."""
    return _SPACES.sub(" ", text).strip()
