"""The order of the sections of a notice, where it differs from ours."""

from __future__ import annotations

from collections.abc import Mapping

from seloste.policy.drafting.outline import Outline
from seloste.policy.drafting.policy_draft import PolicyDraft
from seloste.policy.vocabulary import Section

#: The place of each section in our order.
_PLACES = {section.value: place for place, section in enumerate(Section)}
#: Where what a section says stands, if not at a key of its name.
_KEYS = {"name": ("notice", "name"), "opening": ("notice", "opening")}


def write_order(outline: Outline, draft: PolicyDraft) -> None:
    """Writes `notice.order`, where the sections come in another order than ours, or several are one."""
    own = iter(draft.policy.get("sections", ()))
    order: list[list[str]] = []
    for part in outline.parts:
        if part.heading is None:
            continue
        if not part.sections:
            order.append([f"sections.{next(own)}"])
            continue
        joined = [part.key, *(each for each in part.sections if each != part.key and _stands_only_here(each, outline))]
        order.append(
            [each for each in joined if each in _PLACES and (each == part.key or _is_said(each, draft.policy))]
        )
    if not _is_ours(order):
        draft.put(("notice", "order"), [keys[0] if len(keys) == 1 else keys for keys in order])


def _stands_only_here(section: str, outline: Outline) -> bool:
    """Whether no part has the section as its own."""
    return all(part.key != section for part in outline.parts if part.sections)


def _is_said(section: str, policy: Mapping[str, object]) -> bool:
    """Whether the draft has anything in a section."""
    path = _KEYS.get(section, (section,))
    value: object = policy
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    beside = any(section in policy.get(key, ()) for key in ("introductions", "closings"))  # type: ignore[operator]
    return bool(value) or beside


def _is_ours(order: list[list[str]]) -> bool:
    """Whether the sections stand as we would put them: the notice's own ones last."""
    places = [_PLACES.get(key, len(_PLACES)) for keys in order for key in keys]
    return places == sorted(places) and all(len(keys) == 1 for keys in order)
