"""The order of the sections of a notice, where it differs from ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from seloste.policy.drafting.outline import Outline
from seloste.policy.drafting.policy_draft import PolicyDraft
from seloste.policy.vocabulary import Section

#: The place of each section in our order.
_PLACES = {section.value: place for place, section in enumerate(Section)}
#: Where what a section says stands, if not at a key of its name.
_KEYS = {"name": ("notice", "name"), "opening": ("notice", "opening")}


def write_order(outline: Outline, draft: PolicyDraft) -> None:
    """Writes `notice.order`, where the sections come in another order than ours, or several are one.

    A section without a heading of its own goes with that under which its first sentence stands. In a numbered notice
    it would count as one, if it stood alone.
    """
    own = iter(draft.policy.get("sections", ()))
    headed = {part.key for part in outline.parts}
    seen = set(headed)
    order: list[list[str]] = []
    is_stated = False
    for part in outline.parts:
        if part.heading is None:
            continue
        if not part.sections:
            order.append([f"sections.{next(own)}"])
            continue
        named = [each for each in part.sections if each not in headed and _is_said(each, draft.policy)]
        inside = dict.fromkeys(draft.places[unit.number][0] for unit in part.units if unit.number in draft.places)
        beside = [each for each in dict.fromkeys((*named, *inside)) if each in _PLACES and each not in seen]
        seen.update(beside)
        order.append([part.key, *beside])
        is_stated |= any(each in named for each in beside)
        is_stated |= outline.is_numbered and any(_CONTINUED.get(each) != part.key for each in beside)
    if is_stated or not _is_ours([keys[0] for keys in order]):
        draft.put(("notice", "order"), [keys[0] if len(keys) == 1 else keys for keys in order])


#: Sections that the page puts under the heading of another one, where they have none of their own.
_CONTINUED = {"processors": "disclosures", "requests": "rights", "data_subjects": "purposes"}


def _is_said(section: str, policy: Mapping[str, Any]) -> bool:
    """Whether the draft has anything in a section."""
    value: Any = policy
    for key in _KEYS.get(section, (section,)):
        value = value.get(key) if isinstance(value, Mapping) else None
    return bool(value) or any(section in policy.get(key, ()) for key in ("introductions", "closings"))


def _is_ours(order: list[str]) -> bool:
    """Whether the sections stand as we would put them: the notice's own ones last."""
    places = [_PLACES.get(key, len(_PLACES)) for key in order]
    return places == sorted(places)
