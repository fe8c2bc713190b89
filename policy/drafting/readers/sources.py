"""Reads where data come from, and whether a person must give them."""

from __future__ import annotations

from collections.abc import Sequence

from seloste.policy.drafting.policy_draft import PolicyDraft
from seloste.policy.drafting.readers.lists import (
    compile_choices,
    compile_processing,
    is_entry,
    keep_introduction,
    list_leads,
)
from seloste.policy.drafting.unit import Unit
from seloste.policy.prose.blocks import BlockKind

_SECTION = "sources"


def read_sources(units: Sequence[Unit], draft: PolicyDraft) -> None:
    """Reads the section on sources: each item is one, or each sentence where there is no list."""
    leads = list_leads(units)
    above = {lead.number for lead in leads.values()}
    has_list = any(is_entry(unit) for unit in units)
    for at, unit in enumerate(units):
        if unit.number in above or unit.kind is BlockKind.HEADING or unit.text.endswith(":"):
            continue
        if unit.kind is BlockKind.ROW and unit.block.is_header:
            continue
        if is_entry(unit) or not has_list or _find_directness(unit.text, draft.language) is not None:
            if not draft.get((_SECTION,)):
                keep_introduction(_SECTION, units[:at], draft)
            _put_source(unit, leads.get(unit.number), draft)


def _put_source(unit: Unit, lead: Unit | None, draft: PolicyDraft) -> None:
    path = (_SECTION, draft.make_id(_SECTION, unit.text))
    draft.put((*path, "text"), {draft.language: unit.text.rstrip(";, ")}, [unit])
    direct = _find_directness(unit.text, draft.language)
    if direct is None and lead is not None:
        direct = _find_directness(lead.text, draft.language)
    if direct is None:
        draft.remark((*path, "direct"), "source-directness-unstated")
    else:
        draft.put((*path, "direct"), direct)


def _find_directness(text: str, language: str) -> bool | None:
    """Whether data come from the person, as the words say; None where they do not, or both are meant."""
    direct, indirect = (compile_processing(key, language).search(text) is not None for key in ("direct", "indirect"))
    return direct if direct != indirect else None


def read_provision(units: Sequence[Unit], draft: PolicyDraft) -> None:
    """Reads whether a person must give the data."""
    draft.put_words(("provision", "text"), units)
    text = " ".join(unit.text for unit in units)
    found = [value for value, pattern in compile_choices("required", draft.language) if pattern.search(text)]
    if len(found) == 1:
        draft.put(("provision", "required"), found[0])
