"""Reads the safeguards: each sentence, item or row is a promise, with the controls that its words name.

The words are those of `policy/prose/languages/<language>/safeguards.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from seloste.policy.drafting.policy_draft import PolicyDraft
from seloste.policy.drafting.readers.entries import is_table_head, leads_in, write_entry
from seloste.policy.drafting.unit import Unit
from seloste.policy.prose.blocks import BlockKind
from seloste.policy.prose.figures.asides import list_backup_intervals
from seloste.policy.prose.wordings import find_wording, has_wording, list_named
from seloste.policy.prose.words import load_words
from seloste.policy.vocabulary import has_interval

_SECTION = "safeguards"
#: What is done by people, and not by systems.
_OF_PEOPLE = frozenset({"confidentiality-agreement", "staff-training"})
#: What is encrypted is told beside it, and not in another part of the sentence.
_OF_ENCRYPTION = frozenset({"encryption-in-transit", "encryption-at-rest"})
_PARTS = re.compile(r"[,;]\s")
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>]+", re.IGNORECASE)
#: A line of so many words may be the name of what follows it.
_LONGEST_LABEL = 5
#: A promise of processors names them within so many characters.
_OPENING = 40


def read_safeguards(units: Sequence[Unit], draft: PolicyDraft) -> None:
    """Places each unit as a safeguard, but for lead-ins and heads of tables; a heading goes with what follows it."""
    waiting: list[Unit] = []
    for unit, following in zip(units, [*units[1:], None], strict=True):
        controls = find_controls(unit.text, draft.language)
        if unit.kind is BlockKind.HEADING or (not controls and _is_label(unit, following)):
            waiting.append(unit)
        elif is_table_head(unit) or (leads_in(unit, following) and not controls):
            continue
        else:
            _put_safeguard([*waiting, unit], controls, draft)
            waiting = []


def _is_label(unit: Unit, following: Unit | None) -> bool:
    """Whether a line is the name of what follows it: "A. Manual files"."""
    is_line = unit.kind is BlockKind.PARAGRAPH and unit.text.rstrip()[-1:] not in ".!?:"
    is_short = len(unit.text.split()) <= _LONGEST_LABEL
    return is_line and is_short and following is not None and following.paragraph != unit.paragraph


def find_controls(text: str, language: str) -> list[str]:
    """The controls that a text promises, in its order."""
    text = _LINK.sub(" ", text)  # an address that begins with https promises nothing
    if has_wording(text, "safeguards.absent", language):
        return []
    found = list_named(text, "safeguards.controls", language)
    apart = {control for part in _PARTS.split(text) for control in list_named(part, "safeguards.controls", language)}
    found = [control for control in found if control not in _OF_ENCRYPTION or control in apart]
    weaker = {weak for strong, weak in (load_words("safeguards.stronger", language) or {}).items() if strong in found}
    return [control for control in found if control not in weaker or _names_both(text, control, language)]


def _names_both(text: str, control: str, language: str) -> bool:
    """Whether a text names a weaker control in words of its own, beside the stronger one."""
    return has_wording(text, "safeguards.beside_stronger", language, control)


def _put_safeguard(units: Sequence[Unit], controls: Sequence[str], draft: PolicyDraft) -> None:
    text = write_entry(units)
    value: dict[str, Any] = {"text": {draft.language: text}}
    if controls:
        value["control"] = controls[0] if len(controls) == 1 else list(controls)
    interval = _find_interval(text, controls, draft.language)
    if interval:
        value["parameters"] = {"interval": interval}
    scope = _find_scope(text, controls, draft.language)
    if scope:
        value["applies_to"] = scope
    draft.put((_SECTION, draft.make_id(_SECTION, controls[0] if len(controls) == 1 else text)), value, units)


def _find_interval(text: str, controls: Sequence[str], language: str) -> str:
    """How often a control is done, where the text says it once."""
    if not any(has_interval(control) for control in controls):
        return ""
    found = {period.length.period for period in list_backup_intervals(text, language)}
    return found.pop() if len(found) == 1 else ""


def _find_scope(text: str, controls: Sequence[str], language: str) -> str:
    """Whose measure it is: that of the organisation's people, of the processors, or (empty) of the systems."""
    place = find_wording(text, "safeguards.processors", language)
    if place is not None and place < _OPENING:
        return "processors"
    return "organisation" if controls and _OF_PEOPLE.issuperset(controls) else ""
