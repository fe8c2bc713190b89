"""Renamed ids: a promise whose words and facts are the same under another id is the same promise."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from seloste.policy.change.facts import ENTRIES, GROUPED, NESTED, write_content
from seloste.policy.notice import Policy

#: Section → the section and the key that refer to its entries; a list of records has a dot: `legal_bases.fields`.
_REFERENCES = {
    "data_subjects": (
        ("purposes", "data_subjects"), ("purposes", "legal_bases.data_subjects"), ("retention", "data_subjects"),
        ("rights", "data_subjects"),
    ),
    "fields": (
        ("purposes", "fields"), ("purposes", "legal_bases.fields"), ("retention", "fields"), ("never", "fields"),
    ),
    "purposes": (("retention", "purposes"), ("joint_controllers", "purposes"), ("never", "purposes")),
}  # fmt: skip
#: Sections that others refer to come first, so that the others are compared by the new ids.
_SEQUENCE = (*_REFERENCES, *(name for name in ENTRIES if name not in _REFERENCES))


def follow_renames(old: Policy, new: Policy) -> tuple[Policy, dict[str, str]]:
    """The old policy with the ids of the new one, and the renamed paths: new path → old path."""
    renamed: dict[str, str] = {}
    for name in GROUPED:
        if ids := _find_renamed(getattr(old.groups, name), getattr(new.groups, name)):
            old = _rename_group(old, name, ids)
            renamed |= _list_paths(f"groups.{name}", ids)
    for section in _SEQUENCE:
        if ids := _find_renamed(getattr(old, section), getattr(new, section)):
            old = _rename(old, section, ids)
            renamed |= _list_paths(section, ids)
    for section, name in (*NESTED.items(), ("processors", "recipients")):
        record, other = getattr(old, section), getattr(new, section)
        if record is None or other is None:
            continue
        if ids := _find_renamed(getattr(record, name) or {}, getattr(other, name) or {}):
            entries = {ids.get(id, id): entry for id, entry in getattr(record, name).items()}
            old = old.model_copy(update={section: record.model_copy(update={name: entries})})
            renamed |= _list_paths(f"{section}.{name}", ids)
            if section == "disclosures":
                old = _update_section(old, "never", "recipients", ids)
    return old, renamed


def _list_paths(section: str, ids: Mapping[str, str]) -> dict[str, str]:
    return {f"{section}.{after}": f"{section}.{before}" for before, after in ids.items()}


def _find_renamed(old: Mapping[str, BaseModel], new: Mapping[str, BaseModel]) -> dict[str, str]:
    """Old id → new id, for each entry that is unchanged under an id that is new. An entry without keys is its id."""
    free: defaultdict[str, deque[str]] = defaultdict(deque)
    for id, entry in new.items():
        if id not in old and entry.model_fields_set:
            free[write_content(entry)].append(id)
    found = {}
    for id, entry in old.items():
        if free and id not in new and (same := free.get(write_content(entry))):
            found[id] = same.popleft()
    return found


def _rename(policy: Policy, section: str, ids: Mapping[str, str]) -> Policy:
    entries = {ids.get(id, id): entry for id, entry in getattr(policy, section).items()}
    policy = policy.model_copy(update={section: entries})
    for other, name in _REFERENCES.get(section, ()):
        policy = _update_section(policy, other, name, ids)
    if section == "sections" and policy.notice.order is not None:
        paths = {f"sections.{before}": f"sections.{after}" for before, after in ids.items()}
        order = [[paths.get(each, each) for each in joined] for joined in policy.notice.order]
        policy = policy.model_copy(update={"notice": policy.notice.model_copy(update={"order": order})})
    return policy


def _rename_group(policy: Policy, name: str, ids: Mapping[str, str]) -> Policy:
    groups = {ids.get(id, id): entry for id, entry in getattr(policy.groups, name).items()}
    entries = {
        id: entry.model_copy(update={"group": ids.get(entry.group, entry.group)})
        for id, entry in getattr(policy, name).items()
    }
    return policy.model_copy(update={"groups": policy.groups.model_copy(update={name: groups}), name: entries})


def _update_section(policy: Policy, section: str, name: str, ids: Mapping[str, str]) -> Policy:
    entries = getattr(policy, section)
    return policy.model_copy(
        update={section: {id: _update_references(entry, name, ids) for id, entry in entries.items()}}
    )


def _update_references(entry: BaseModel, name: str, ids: Mapping[str, str]) -> BaseModel:
    """The record with the new ids in a list of references, or in that list of each of its records."""
    first, _, rest = name.partition(".")
    value: list[Any] | None = getattr(entry, first)
    if value is None:
        return entry
    known = [_update_references(each, rest, ids) if rest else ids.get(each, each) for each in value]
    return entry.model_copy(update={first: known})
