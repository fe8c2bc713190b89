"""Reads purposes that stand each before their own legal basis: under a heading each, or before a dash or a colon."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from seloste.policy.drafting.phrases import name_sections
from seloste.policy.drafting.policy_draft import PolicyDraft
from seloste.policy.drafting.readers.legal_bases import find_bases, make_basis
from seloste.policy.drafting.readers.lists import compile_processing, is_entry
from seloste.policy.drafting.unit import Unit
from seloste.policy.prose.blocks import BlockKind

#: One alone may be anything: a basis with its name, or a sentence with a dash.
_FEWEST = 2
#: The purpose before its basis has so many words at most.
_MOST_WORDS = 10
_LABEL = re.compile(r"(?P<label>[^–—:\n]{3,120}?)(?:\s[–—-]|:)\s(?P<rest>\S.*)")


def list_headed_purposes(units: Sequence[Unit], language: str) -> dict[int, list[Unit]]:
    """What stands under each heading that is a purpose, by the number of the heading: no list, and a legal basis."""
    found = {
        heading.number: below
        for heading, below in _list_headings(units)
        if not {"purposes", "legal_bases"} & set(name_sections(heading.text, language).sections)
        and not any(map(is_entry, below))
        and any(find_bases(unit.text, language) for unit in below)
        and compile_processing("basis_signs", language).search(" ".join(unit.text for unit in below))
    }
    return found if len(found) >= _FEWEST else {}


def list_labelled_purposes(units: Sequence[Unit], language: str) -> dict[int, str]:
    """The basis after each purpose that stands before it in one line, by the number of the line."""
    found: dict[int, str] = {}
    for unit in units:
        is_apart = name_sections(unit.heading, language).sections != ("legal_bases",)
        parts = _LABEL.fullmatch(unit.text) if unit.kind is BlockKind.PARAGRAPH and is_apart else None
        if parts is None or len(parts["label"].split()) > _MOST_WORDS:
            continue
        is_sign = compile_processing("basis_signs", language).search(parts["label"])
        if not is_sign and not find_bases(parts["label"], language) and find_bases(parts["rest"], language, laws=False):
            found[unit.number] = parts["rest"]
    return found if len(found) >= _FEWEST else {}


def _list_headings(units: Sequence[Unit]) -> Iterator[tuple[Unit, list[Unit]]]:
    """Each heading, and the units up to the next one."""
    places = [at for at, unit in enumerate(units) if unit.kind is BlockKind.HEADING]
    for at, end in pairwise([*places, len(units)]):
        yield units[at], list(units[at + 1 : end])


def put_headed_purpose(path: tuple[str, ...], heading: Unit, below: Sequence[Unit], draft: PolicyDraft) -> None:
    """Puts a heading and what stands under it as a purpose, of which the basis is explained in the notice's words."""
    bases = [unit for unit in below if find_bases(unit.text, draft.language)]
    others = [unit for unit in below if unit not in bases]
    draft.put_words((*path, "text"), [heading, *others])
    words = " ".join(unit.text for unit in bases)
    draft.put((*path, "legal_basis"), make_basis(words, draft.language, explained=True), bases)
