"""The draft of a policy as it grows: values at their keys, remarks for a person, and where each unit went."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct, field

from seloste.policy.drafting.unit import Unit
from seloste.policy.prose.blocks import BlockKind

#: The keys from the top of `policy.yaml` to a value: ("purposes", "billing", "text").
Path = tuple[str, ...]
#: The most words of a text that an id is made of, and the most characters.
_ID_WORDS, _ID_LENGTH = 4, 40


class Remark(Struct, frozen=True):
    """A remark for the person who reads the draft: a comment at a key, `TODO` where something must be decided.

    Attributes:
        path: The keys of what it is about; empty for the whole draft.
        key: The message, a key of `reports/languages/<code>/import.yaml`.
        values: What the message names.
        is_todo: Whether a person must decide something.
    """

    path: Path
    key: str
    values: Mapping[str, str] = field(default_factory=dict)
    is_todo: bool = True


class PolicyDraft(Struct):
    """A draft of `policy.yaml`.

    Attributes:
        language: The language of the notice.
        policy: The values, as `policy.yaml` has them; each text a mapping of the language to the words.
        remarks: What a person is told, and where.
        places: The path that each unit went to, by its number.
        kept: The units that are kept as they are, by the key of their text.
        stems: How many ids of a section began alike.
        structured: The numbers of the units that are understood: at a key of their own, and not kept as mere text.
        total: How many units the notice has.
    """

    language: str
    policy: dict[str, Any] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    places: dict[int, Path] = field(default_factory=dict)
    kept: dict[Path, list[Unit]] = field(default_factory=dict)
    stems: dict[tuple[str, str], int] = field(default_factory=dict)
    structured: set[int] = field(default_factory=set)
    total: int = 0

    def put(self, path: Path, value: Any, units: Iterable[Unit] = ()) -> None:
        """Puts a value at a key, as understood from some units."""
        *above, last = path
        mapping = self.policy
        for key in above:
            mapping = mapping.setdefault(key, {})
        mapping[last] = value
        self.place(path, units)
        self.structured |= {unit.number for unit in units}

    def put_words(self, path: Path, units: Iterable[Unit], text: str | None = None) -> None:
        """Puts the words of some units at a key that holds text."""
        found = list(units)
        words = text if text is not None else found[0].text if len(found) == 1 else join_units(found)
        self.put(path, {self.language: words}, found)

    def keep_words(self, path: Path, units: Iterable[Unit]) -> None:
        """Adds units, in the order of the notice, to a text that is kept as it is: an introduction, a closing, …."""
        found = list(units)
        *above, last = path
        mapping = self.policy
        for key in above:
            mapping = mapping.setdefault(key, {})
        kept = self.kept.setdefault(path, [])
        kept += found
        kept.sort(key=lambda unit: unit.number)
        mapping[last] = {self.language: join_units(kept)}
        self.place(path, found)

    def extend_words(self, path: Path, units: Iterable[Unit], beside: Unit, *, before: bool = False) -> bool:
        """Adds units to the text of an entry, after its words or before them; False where it has none.

        Args:
            path: The key that a unit of the entry stands at.
            units: What is added.
            beside: The unit of the entry that they stand beside: sentences of one paragraph stay in one.
            before: Whether they come before its words.
        """
        found = list(units)
        holder = self._find_text(path)
        if holder is None or not found:
            return False
        text, words = self.get(holder), join_units(found)
        meeting = found[-1] if before else found[0]
        is_joined = meeting.paragraph == beside.paragraph and meeting.kind is BlockKind.PARAGRAPH
        parts = [words, text[self.language]] if before else [text[self.language], words]
        text[self.language] = (" " if is_joined else "\n").join(parts)
        self.place(holder, found)
        return True

    def _find_text(self, path: Path) -> Path | None:
        """The path of the text of the entry that a path is in."""
        for size in range(len(path), 1, -1):
            for holder in (path[:size], (*path[:size], "text")):
                value = self.get(holder)
                if isinstance(value, Mapping) and isinstance(value.get(self.language), str):
                    return holder
        return None

    def get(self, path: Path) -> Any:
        """The value at a key; None where there is none."""
        value: Any = self.policy
        for key in path:
            value = value.get(key) if isinstance(value, Mapping) else None
        return value

    def place(self, path: Path, units: Iterable[Unit]) -> None:
        """Says that units stand at a key."""
        for unit in units:
            self.places[unit.number] = path

    def is_placed(self, unit: Unit) -> bool:
        """Whether a unit stands somewhere in the draft."""
        return unit.number in self.places

    def remark(self, path: Path, key: str, *, is_todo: bool = True, **values: str) -> None:
        """Adds a remark at a key."""
        self.remarks.append(Remark(path, key, values, is_todo))

    def make_id(self, section: str, text: str) -> str:
        """An id for an entry of a section, made of its words, that no other entry of the section has.

        `section`: the keys of what holds the entries, `disclosures.recipients` for instance.
        """
        plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
        words = re.findall(r"[a-z0-9]+", plain)[:_ID_WORDS]
        while len(words) > 1 and len("-".join(words)) > _ID_LENGTH:
            words.pop()
        stem = "-".join(words)[:_ID_LENGTH] or section.rpartition(".")[2].replace("_", "-")
        taken = self.get(tuple(section.split("."))) or {}
        number = self.stems[section, stem] = self.stems.get((section, stem), 0) + 1
        id = stem if number == 1 else f"{stem}-{number}"
        while id in taken:
            number += 1
            id = f"{stem}-{number}"
        return id


def join_units(units: Iterable[Unit]) -> str:
    """The words of units as one text: sentences of a paragraph in a line, items as a list, rows as a table."""
    lines: list[str] = []
    last: Unit | None = None
    for unit in units:
        if last is not None and last.paragraph == unit.paragraph and unit.kind is BlockKind.PARAGRAPH:
            lines[-1] += f" {unit.text}"
        else:
            if lines and _begins_list(unit, last) and not lines[-1].endswith(":"):
                lines.append("")
            lines += _write_lines(unit)
        last = unit
    return "\n".join(lines)


def _begins_list(unit: Unit, last: Unit | None) -> bool:
    return unit.kind in (BlockKind.ITEM, BlockKind.ROW) and (last is None or last.kind is not unit.kind)


def _write_lines(unit: Unit) -> list[str]:
    if unit.kind is BlockKind.ITEM:
        number = unit.block.number
        return [f"{number if number[:1].isdigit() else '-'} {unit.text}"]
    if unit.kind is BlockKind.ROW:
        row = f"| {' | '.join(unit.block.cells)} |"
        return [row, f"|{' --- |' * len(unit.block.cells)}"] if unit.block.is_header else [row]
    return [unit.text]
