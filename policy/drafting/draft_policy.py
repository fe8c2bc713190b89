"""Drafts `policy.yaml` from a notice: each part goes to what reads its sections, and what is left is kept as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from seloste.policy.drafting.outline import Outline, make_outline
from seloste.policy.drafting.policy_draft import PolicyDraft
from seloste.policy.drafting.unit import Part, Unit
from seloste.policy.prose.blocks import Document

#: What reads each section: it places the units that it understands, and leaves the others.
Reader = Callable[[Sequence[Unit], PolicyDraft], None]
_READERS: Mapping[str, Reader] = {}


def draft_policy(document: Document, language: str | None = None) -> PolicyDraft:
    """The draft of a notice. `language`: that of the notice; None: as the document declares, or its words tell."""
    code = language or document.language or "fi"
    outline = make_outline(document, code)
    draft = PolicyDraft(code, total=sum(len(part.units) for part in outline.parts))
    draft.put(("version",), 1)
    draft.put(("notice", "languages"), [code])
    draft.put(("notice", "draft"), True)
    _read_parts(outline, draft)
    return draft


def _read_parts(outline: Outline, draft: PolicyDraft) -> None:
    for part in outline.parts:
        for section in part.sections:
            reader = _READERS.get(section)
            if reader is not None:
                reader([unit for unit in part.units if not draft.is_placed(unit)], draft)
        _keep_rest(part, draft)


def _keep_rest(part: Part, draft: PolicyDraft) -> None:
    """Keeps the units that nothing has understood: before or after the entries of the section, or as one of its own."""
    left = [unit for unit in part.units if not draft.is_placed(unit)]
    if part.heading is None:
        if left:
            draft.keep_words(("notice", "opening"), left)
        return
    if not part.sections:
        id = draft.make_id("sections", part.heading.text)
        draft.put(("sections", id, "heading"), {draft.language: part.heading.text})
        draft.keep_words(("sections", id, "text"), left)
        return
    draft.policy.setdefault("headings", {})[part.sections[0]] = {draft.language: part.heading.text}
    understood = [unit.number for unit in part.units if draft.is_placed(unit)]
    before = [unit for unit in left if not understood or unit.number < understood[0]]
    after = [unit for unit in left if unit not in before]
    if before:
        draft.keep_words(("introductions", part.sections[0]), before)
    if after:
        draft.keep_words(("closings", part.sections[0]), after)
