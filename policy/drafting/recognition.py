"""Tells whether what was drafted is a privacy notice at all, or some other document."""

from __future__ import annotations

from seloste.policy.drafting.phrases import is_title
from seloste.policy.drafting.policy_draft import PolicyDraft
from seloste.policy.vocabulary import Section

#: Sections that any document may seem to have: an invoice names a company and a person, an article begins somehow.
_ANYWHERE = frozenset({Section.OPENING, Section.CONTROLLER, Section.CONTACTS, Section.NAME})
#: A notice has so many sections of ours beside those. One that is titled as such may tell of fewer.
_FEWEST = 2


def is_notice(draft: PolicyDraft) -> bool:
    """Whether a draft has the sections of a privacy notice, under headings of theirs or by their sentences."""
    headings = draft.policy.get("headings", {})
    found = {key for key in (*draft.policy, *headings) if key in {section.value for section in Section} - _ANYWHERE}
    found |= {"legal_bases"} & {*draft.policy}
    if _is_titled(draft) and draft.get(("controller", "name")) != "TODO":
        found.add(Section.CONTROLLER)
    return len(found) >= _FEWEST


def _is_titled(draft: PolicyDraft) -> bool:
    """Whether a document begins as a notice: by its title, or by a line before its first heading."""
    texts = [draft.get(("notice", "title")) or {}, draft.get(("notice", "opening")) or {}]
    lines = [line for text in texts for line in text.get(draft.language, "").split("\n")[:1]]
    return any(is_title(line, draft.language) for line in lines)
