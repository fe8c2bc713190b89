"""A notice as facts: every part of it that can change by itself, with its keys and values.

Facts have the meaning of the file and not its layout: a list whose order means nothing is a set, and absent keys are
left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from seloste.policy.commitments import RetentionLimit
from seloste.policy.declaration import Transfer
from seloste.policy.notice import Policy
from seloste.policy.processing import Processors, StatedBasis
from seloste.policy.vocabulary import Basis, Section

#: The facts of one part: key → value; nested keys have dots: `legal_basis.basis`, and where a purpose has several legal
#: bases `legal_basis.consent.explanation`; `recipients.mailer.country`.
Facts = Mapping[str, Any]
#: The sections that hold entries by id.
ENTRIES = (
    "sections", "joint_controllers", "contacts", "data_subjects", "purposes", "fields", "sources", "retention",
    "safeguards", "never", "rights", "custom",
)  # fmt: skip
#: The sections that are one record.
RECORDS = (
    "notice", "controller", "provision", "disclosures", "processors", "transfers", "cookies", "requests",
    "automated_decisions",
)  # fmt: skip
#: The sections whose entries are words alone.
WORDS = ("headings", "introductions", "closings")
#: The entries within a section that is one record.
NESTED = {"disclosures": "recipients", "processors": "categories", "cookies": "entries"}
#: The sections whose entries can be listed under labels.
GROUPED = ("purposes", "fields")
#: The order of sections in comparisons: that of the notice, then the parts without a section.
ORDER = (
    "notice", Section.CONTROLLER, "joint_controllers", "legal_bases", "groups",
    *(each for each in Section if each is not Section.CONTROLLER),
    "custom", "organisation", "sections", "introductions", "closings", "headings",
)  # fmt: skip
#: The keys that hold one value, or a list of several.
_ONE_OR_SEVERAL = ("control", "right")
#: The keys whose default says nothing.
_UNSAID = frozenset({"numbered", "style", "draft", "employees", "profiling"})
#: The key of the basis, or the bases, of a purpose.
_BASIS = "legal_basis.basis"


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


def classify_key(key: str) -> str:
    """The key without the legal basis, or the processor, that it is about: `legal_basis.explanation`."""
    *steps, last = key.split(".")
    if steps[:1] == ["recipients"]:
        return f"{steps[0]}.{last}"
    return ".".join((*(step for step in steps if step not in set(Basis) and not step.isdigit()), last))


def name_member(key: str) -> str | None:
    """The legal basis, or the id of the processor, that a key is about."""
    steps = key.split(".")
    if steps[0] == "recipients" and len(steps) > 2:
        return ".".join(steps[1:-1])
    return next((step for step in steps[:-1] if step in set(Basis)), None)


def align_bases(before: Facts, after: Facts) -> tuple[Facts, Facts]:
    """The facts of a purpose before and after, with the same keys where only one of them has several legal bases."""
    if any(isinstance(each.get(_BASIS), frozenset) for each in (before, after)):
        return _name_basis(before), _name_basis(after)
    return before, after


def write_content(record: BaseModel) -> str:
    """A text that is the same for equal records."""
    return json.dumps(record.model_dump(mode="json"), sort_keys=True)


def _name_basis(facts: Facts) -> Facts:
    basis = facts.get(_BASIS)
    if basis is None or isinstance(basis, frozenset):
        return facts
    first = f"{_BASIS.partition('.')[0]}."
    named = {key.replace(first, f"{first}{basis}.", 1) if key.startswith(first) else key: facts[key] for key in facts}
    return {_BASIS: frozenset({basis}), **{key: fact for key, fact in named.items() if not key.endswith(".basis")}}


def _find_parts(policy: Policy) -> Iterator[tuple[str, Facts]]:
    for name in RECORDS:
        record = getattr(policy, name)
        if record is not None:
            yield name, dict(_find_facts(record, NESTED.get(name)))
            nested = getattr(record, NESTED[name]) if name in NESTED else {}
            for id, entry in nested.items():
                yield f"{name}.{NESTED[name]}.{id}", dict(_find_facts(entry))
    if policy.legal_bases:
        yield "legal_bases", dict(_find_bases(policy.legal_bases, ""))
    for name in GROUPED:
        for id, group in getattr(policy.groups, name).items():
            yield f"groups.{name}.{id}", dict(_find_facts(group))
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
        if value is None or name == nested or (name in _UNSAID and value == info.default):
            continue
        if isinstance(value, BaseModel) and not isinstance(value, RetentionLimit | Transfer):
            yield from _find_facts(value, prefix=f"{key}.")
        elif isinstance(value, list):
            yield from _find_members(key, value)
        elif isinstance(record, Processors) and name == "recipients":
            yield key, frozenset(value)
            for id, entry in value.items():
                yield from _find_facts(entry, prefix=f"{key}.{id}.")
        else:
            yield key, value


def _find_members(key: str, values: list[Any]) -> Iterator[tuple[str, Any]]:
    """The facts of a list."""
    if key == "legal_basis":
        different = list({write_content(each): each for each in values}.values())
        if len(different) > 1:
            yield from _find_bases(different, f"{key}.")
        else:
            yield from _find_facts(different[0], prefix=f"{key}.") if different else ()
    elif key == "exceptions":
        yield from [(key, tuple(sorted(values, key=write_content)))] if values else ()
    elif key in _ONE_OR_SEVERAL:
        known = frozenset(values)
        yield from [(key, known if len(known) > 1 else next(iter(known)))] if known else ()
    else:
        yield key, tuple(map(tuple, values)) if key == "order" else frozenset(values)


def _find_bases(values: Sequence[StatedBasis], prefix: str) -> Iterator[tuple[str, Any]]:
    """The facts of several legal bases. One that is listed twice, each for its own people, is for all of them."""
    yield f"{prefix}basis", frozenset(each.basis.value for each in values)
    for basis in sorted({each.basis for each in values}):
        same = sorted((each for each in values if each.basis is basis), key=write_content)
        for scope in ("data_subjects", "fields"):
            limits: list[list[str] | None] = [getattr(each, scope, None) for each in same]
            if None not in limits:
                yield f"{prefix}{basis}.{scope}", frozenset(id for limit in limits for id in limit or ())
        for number, each in enumerate(same):
            step = f"{prefix}{basis}.{number}." if number else f"{prefix}{basis}."
            for key, fact in _find_facts(each):
                if key not in ("basis", "data_subjects", "fields"):
                    yield step + key, fact
