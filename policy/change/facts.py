"""A notice as facts: every part of it that can change by itself, with its keys and values.

Facts have the meaning of the file and not its layout: a list whose order means nothing is a set, and absent keys are
left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from seloste.policy.commitments import RetentionLimit
from seloste.policy.declaration import Transfer
from seloste.policy.notice import Policy
from seloste.policy.vocabulary import Section

#: The facts of one part: key → value; nested keys have dots, `legal_basis.basis`.
Facts = Mapping[str, Any]
#: The sections that hold entries by id.
ENTRIES = (
    "sections", "joint_controllers", "contacts", "data_subjects", "purposes", "fields", "sources", "retention",
    "safeguards", "rights", "custom",
)  # fmt: skip
#: The sections that are one record.
RECORDS = (
    "notice", "controller", "provision", "disclosures", "processors", "transfers", "requests", "automated_decisions",
)  # fmt: skip
#: The sections whose entries are words alone.
WORDS = ("headings", "introductions", "closings")
#: The entries within a section that is one record.
NESTED = {"disclosures": "recipients", "processors": "categories"}
#: The order of sections in comparisons: that of the notice, then the parts without a section.
ORDER = (
    "notice", Section.CONTROLLER, "joint_controllers", *(each for each in Section if each is not Section.CONTROLLER),
    "custom", "organisation", "sections", "introductions", "closings", "headings",
)  # fmt: skip


def list_parts(policy: Policy) -> dict[str, Facts]:
    """The facts of every part of the notice by its path, `purposes.billing`, in the order of sections."""
    found = dict(_find_parts(policy))
    return {path: found[path] for path in sorted(found, key=rank_section)}


def rank_section(path: str) -> int:
    """The position of a part's section in the notice."""
    return ORDER.index(path.partition(".")[0])


def classify_part(path: str) -> str:
    """The kind of a part: its section, or for an entry within one, `disclosures.recipients`."""
    steps = path.split(".")
    return ".".join(steps[:2]) if len(steps) == 3 else steps[0]


def _find_parts(policy: Policy) -> Iterator[tuple[str, Facts]]:
    for name in RECORDS:
        record = getattr(policy, name)
        if record is not None:
            yield name, dict(_find_facts(record, NESTED.get(name)))
            nested = getattr(record, NESTED[name]) if name in NESTED else {}
            for id, entry in nested.items():
                yield f"{name}.{NESTED[name]}.{id}", dict(_find_facts(entry))
    for name in ENTRIES:
        for id, entry in getattr(policy, name).items():
            yield f"{name}.{id}", dict(_find_facts(entry))
    for name in WORDS:
        for id, text in getattr(policy, name).items():
            yield f"{name}.{id}", {"text": text}
    for id, safeguard in policy.organisation.safeguards.items():
        yield f"organisation.{id}", dict(_find_facts(safeguard))


def _find_facts(record: BaseModel, nested: str | None = None, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, info in type(record).model_fields.items():
        value = getattr(record, name)
        key = prefix + (info.alias or name)
        if value is None or name == nested:
            continue
        if isinstance(value, BaseModel) and not isinstance(value, RetentionLimit | Transfer):
            yield from _find_facts(value, prefix=f"{key}.")
        elif isinstance(value, list) and key in ("control", "right", "legal_basis", "exceptions"):
            yield from _list_members(key, value)
        else:
            yield key, frozenset(value) if isinstance(value, list) else value


def _list_members(key: str, values: list[Any]) -> Iterator[tuple[str, Any]]:
    """The facts of a key that holds one member or a list of several."""
    if len(values) == 1 and not isinstance(values[0], BaseModel):
        yield key, values[0]
    elif values and not isinstance(values[0], BaseModel):
        yield key, frozenset(values)
    for number, value in enumerate(values):
        if isinstance(value, BaseModel):
            yield from _find_facts(value, prefix=f"{key}.{number}." if number else f"{key}.")
