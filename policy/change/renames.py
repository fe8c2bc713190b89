"""Renamed ids: a promise whose words and facts are the same under another id is the same promise."""

from __future__ import annotations

import json
from collections import defaultdict, deque
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from seloste.policy.change.facts import ENTRIES, NESTED
from seloste.policy.notice import Policy

#: Section → the section and the key that refer to its entries.
_REFERENCES = {
    "data_subjects": (("purposes", "data_subjects"), ("retention", "data_subjects"), ("rights", "data_subjects")),
    "fields": (("purposes", "fields"),),
    "purposes": (("retention", "purposes"),),
}
#: Sections that others refer to come first, so that the others are compared by the new ids.
_SEQUENCE = (*_REFERENCES, *(name for name in ENTRIES if name not in _REFERENCES))


def follow_renames(old: Policy, new: Policy) -> tuple[Policy, dict[str, str]]:
    """The old policy with the ids of the new one, and the renamed paths: new path → old path."""
    renamed: dict[str, str] = {}
    for section in _SEQUENCE:
        ids = _find_renamed(getattr(old, section), getattr(new, section))
        if ids:
            old = _rename(old, section, ids)
            renamed |= {f"{section}.{after}": f"{section}.{before}" for before, after in ids.items()}
    for section, name in NESTED.items():
        record, other = getattr(old, section), getattr(new, section)
        if record is None or other is None:
            continue
        ids = _find_renamed(getattr(record, name), getattr(other, name))
        if ids:
            entries = {ids.get(id, id): entry for id, entry in getattr(record, name).items()}
            old = old.model_copy(update={section: record.model_copy(update={name: entries})})
            renamed |= {f"{section}.{name}.{after}": f"{section}.{name}.{before}" for before, after in ids.items()}
    return old, renamed


def _find_renamed(old: Mapping[str, BaseModel], new: Mapping[str, BaseModel]) -> dict[str, str]:
    """Old id → new id, for each entry that is unchanged under an id that is new."""
    free: defaultdict[str, deque[str]] = defaultdict(deque)
    for id, entry in new.items():
        if id not in old:
            free[_write_content(entry)].append(id)
    found = {}
    for id, entry in old.items():
        if free and id not in new and (same := free.get(_write_content(entry))):
            found[id] = same.popleft()
    return found


def _write_content(entry: BaseModel) -> str:
    """A text that is the same for equal entries, so that they are found without comparing each with each."""
    return json.dumps(entry.model_dump(mode="json"), sort_keys=True)


def _rename(policy: Policy, section: str, ids: Mapping[str, str]) -> Policy:
    update: dict[str, Any] = {section: {ids.get(id, id): entry for id, entry in getattr(policy, section).items()}}
    for other, name in _REFERENCES.get(section, ()):
        entries = update.get(other) or getattr(policy, other)
        update[other] = {id: _update_references(entry, name, ids) for id, entry in entries.items()}
    return policy.model_copy(update=update)


def _update_references(entry: BaseModel, name: str, ids: Mapping[str, str]) -> BaseModel:
    references = getattr(entry, name)
    if references is None:
        return entry
    return entry.model_copy(update={name: [ids.get(id, id) for id in references]})
