"""Reads manifests of Fides (fideslang): systems, datasets and the organisation, as records for drafts of our files.

What a key of the Fides taxonomy is in a notice is data, `fides.yaml`. What a manifest says and our files have no
certain place for stays in its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from seloste.checker.drafting.published_list import ListedRecord
from seloste.checker.reading.record_table import make_id
from seloste.policy.countries import is_country
from seloste.policy.data import load_yaml
from seloste.policy.familiar_values import find_country

_TABLE = Path(__file__).resolve().parent / "fides.yaml"
_SYSTEMS, _DATASETS, _ORGANISATIONS = ("system", "systems"), ("dataset", "datasets"), ("organization", "organisation")
#: Parts of keys that the first taxonomy had, and later ones do not.
_FORMER = (".provided.identifiable", ".derived.identifiable", ".provided.nonidentifiable", ".derived.nonidentifiable")
#: How many levels of fields within fields are looked at, and how many keys of one kind a draft has.
_DEEPEST, _MOST_KEYS = 20, 5_000
#: What a manifest says of a system that no key of ours is certain to mean, by the key that a person must decide on.
_WORDS = {
    "retention": ("retention_period", "retention"),
    "transfers": ("third_country_transfers", "legal_basis_for_transfers"),
    "joint_controllers": ("joint_controller", "joint_controller_info"),
    "disclosures": ("third_parties", "data_shared_with_third_parties"),
    "safeguards": ("data_security_practices",),
    "processors": ("responsibility", "data_responsibility_title"),
}
#: The keys of a system that are read otherwise, or only tie manifests together.
_READ = frozenset(
    {"fides_key", "organization_fides_key", "name", "description", "administrating_department", "privacy_declarations"}
    | {"dataset_references", "collections", "data_categories", "data_qualifier", "data_qualifiers", "uses_profiling"}
    | {name for names in _WORDS.values() for name in names}
)
_MOST_PARTS = 50
_PROCESSOR_TITLES = frozenset({"processor", "sub-processor"})


class FidesDraft(Struct):
    """What manifests give: systems, processors, and the parts of a notice, each by its id."""

    systems: list[ListedRecord] = field(default_factory=list)
    processors: list[ListedRecord] = field(default_factory=list)
    controller: dict[str, Any] = field(default_factory=dict)
    contacts: dict[str, Any] = field(default_factory=dict)
    purposes: dict[str, dict[str, Any]] = field(default_factory=dict)
    fields: dict[str, dict[str, Any]] = field(default_factory=dict)
    data_subjects: dict[str, dict[str, Any]] = field(default_factory=dict)


def is_manifest(value: Any) -> bool:
    """Whether the value of a document is a manifest: a list of resources with keys of Fides."""
    return isinstance(value, Mapping) and any(
        True for _ in _list_resources(value, (*_SYSTEMS, *_DATASETS, *_ORGANISATIONS))
    )


def draft_manifests(values: Iterable[Any]) -> FidesDraft:
    """The draft of manifests, by the values of their documents."""
    known = list(values)
    draft = FidesDraft()
    datasets = {str(each["fides_key"]): each for value in known for each in _list_resources(value, _DATASETS)}
    used: set[str] = set()
    for value in known:
        for each in _list_resources(value, _ORGANISATIONS):
            _read_organisation(each, draft)
        for each in _list_resources(value, _SYSTEMS):
            _read_system(each, datasets, used, draft)
    for key, each in datasets.items():
        if key not in used:  # a store that no system names
            _add_system(each, [], [each], draft)
    return draft


def _list_resources(value: Any, keys: Iterable[str]) -> Iterator[Mapping[str, Any]]:
    for key in keys:
        found = value.get(key) if isinstance(value, Mapping) else None
        for each in found if isinstance(found, list) else ():
            if isinstance(each, Mapping) and isinstance(each.get("fides_key"), str):
                yield each


def _read_organisation(each: Mapping[str, Any], draft: FidesDraft) -> None:
    """The controller and its contacts. The person whom Fides calls the controller answers for the organisation."""
    name = each.get("name") or each["fides_key"]
    draft.controller.setdefault("name", str(name))
    for key, id, duty in (("controller", "controller", "general"), ("data_protection_officer", "dpo", "dpo")):
        own = each.get(key)
        if isinstance(own, Mapping) and _is_said(own.get("name")):
            contact = {part: str(own[part]) for part in ("name", "email", "phone") if _is_said(own.get(part))}
            draft.contacts.setdefault(id, {**contact, "duty": duty})
    own = each.get("representative")
    if isinstance(own, Mapping) and _is_said(own.get("name")):
        contact = {part: str(own[part]) for part in ("name", "email") if _is_said(own.get(part))}
        draft.controller.setdefault("representative", contact)


def _is_said(value: Any) -> bool:
    """Whether a value says something: Fides writes `N/A` where nobody has."""
    return isinstance(value, str) and value.strip().casefold() not in ("", "n/a", "not defined", "none")


def _read_system(
    each: Mapping[str, Any], datasets: Mapping[str, Mapping[str, Any]], used: set[str], draft: FidesDraft
) -> None:
    declarations = [part for part in _as_list(each.get("privacy_declarations")) if isinstance(part, Mapping)]
    named = [*_as_list(each.get("dataset_references"))]
    named += [reference for part in declarations for reference in _as_list(part.get("dataset_references"))]
    own = [datasets[str(reference)] for reference in dict.fromkeys(map(str, named)) if str(reference) in datasets]
    used |= {str(dataset["fides_key"]) for dataset in own}
    record = _add_system(each, declarations, own, draft)
    titles = [*_as_list(each.get("responsibility")), *_as_list(each.get("data_responsibility_title"))]
    is_vendor = _is_said(each.get("legal_name")) or _is_said(each.get("vendor_id"))
    if is_vendor and any(str(title).casefold() in _PROCESSOR_TITLES for title in titles):
        name = str(each.get("legal_name") or each.get("name") or each["fides_key"])
        others = tuple(
            (key, str(each[key])) for key in ("legal_address", "dpo", "vendor_id") if _is_said(each.get(key))
        )
        values = {"name": name, **({"website": each["privacy_policy"]} if _is_said(each.get("privacy_policy")) else {})}
        draft.processors.append(ListedRecord(record.id, values, {}, others))


def _add_system(
    each: Mapping[str, Any], declarations: list[Mapping[str, Any]], datasets: list[Mapping[str, Any]], draft: FidesDraft
) -> ListedRecord:
    """Adds the record of a system, or of a dataset that no system names."""
    fields: dict[str, list[str]] = {}
    subjects: dict[str, None] = {}
    activities: dict[str, None] = {"profiling": None} if each.get("uses_profiling") is True else {}
    purposes: dict[str, None] = {}
    for part in declarations:
        purpose, activity = _add_purpose(part, draft)
        purposes |= {purpose: None} if purpose else {}
        activities |= {activity: None} if activity else {}
        subjects |= dict.fromkeys(_add_all("subjects", part.get("data_subjects"), draft.data_subjects))
        for id in _add_all("categories", part.get("data_categories"), draft.fields):
            fields.setdefault(id, []).extend([purpose] if purpose else [])
    for dataset in datasets:
        for id in _add_all("categories", list(_list_categories(dataset)), draft.fields):
            fields.setdefault(id, [])
    values: dict[str, Any] = {"name": str(each.get("name") or each["fides_key"])}
    if _is_said(each.get("administrating_department")):
        values["owner"] = each["administrating_department"]
    if _is_said(each.get("description")):
        values["description"] = {"en": each["description"]}
    lists = {"data_subjects": subjects, "purposes": purposes, "activities": activities}
    values |= {key: list(found) for key, found in lists.items() if found}
    if fields:
        values["fields"] = {id: list(dict.fromkeys(own)) or list(purposes) for id, own in fields.items()}
        if not purposes:
            values["fields"] = list(fields)
    others = (
        *_list_others(each),
        *(("privacy_declarations", str(part["name"])) for part in declarations if "name" in part),
    )
    words = _list_words(each, declarations, datasets)
    record = ListedRecord(make_id(str(each["fides_key"])), values, words, others[:_MOST_PARTS])
    draft.systems.append(record)
    return record


def _list_others(each: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What a manifest says beside what is read."""
    for key, value in each.items():
        parts = list(value.values()) if isinstance(value, Mapping) else _as_list(value)
        stated = [str(part) for part in parts if _is_said(part)]
        if key not in _READ and stated:
            yield key, "; ".join(stated)


def _list_words(*sources: Any) -> dict[str, str]:
    """What a person must decide, in the words of the manifest, by our key."""
    words: dict[str, str] = {}
    flat = [part for source in sources for part in (source if isinstance(source, list) else [source])]
    for key, names in _WORDS.items():
        found = [value for part in flat for name in names for value in _as_list(part.get(name))]
        stated = [_name_country(str(value)) for value in found if _is_said(value) or isinstance(value, int)]
        if stated:
            words[key] = "; ".join(dict.fromkeys(stated))
    return words


def _name_country(value: str) -> str:
    """A country by its code of two letters, where a value is one of three; else the value."""
    code = find_country(value) if len(value) == 3 and value.isupper() else ""
    return code if is_country(code) else value


def _add_purpose(part: Mapping[str, Any], draft: FidesDraft) -> tuple[str, str]:
    """The id of the purpose of a declaration, and the activity that it is; empty where it has none."""
    use = part.get("data_use")
    if not isinstance(use, str) or not use:
        return "", ""
    entry = _find("uses", use)
    purpose = draft.purposes.setdefault(entry["id"], {"text": {"en": entry["text"]}})
    basis = _load()["bases"].get(str(part.get("legal_basis_for_processing", "")).casefold())
    bases = purpose.setdefault("legal_basis", []) if basis else []
    if basis and {"basis": basis} not in bases:
        bases.append({"basis": basis})
    return entry["id"], entry.get("activity", "")


def _add_all(kind: str, keys: Any, entries: dict[str, dict[str, Any]]) -> list[str]:
    """The ids of what keys of the taxonomy name, which are added to the entries of the notice."""
    ids: dict[str, None] = {}
    for key in _as_list(keys)[:_MOST_KEYS]:
        name = key.get("name") if isinstance(key, Mapping) else key  # older manifests give data subjects as mappings
        if not isinstance(name, str) or name.partition(".")[0] == "system":  # data of the system, not of people
            continue
        entry = _find(kind, name)
        known: dict[str, Any] = {"text": {"en": entry["text"]}}
        known |= {"category": entry["category"]} if "category" in entry else {}
        flags = {
            "special": "special_category",
            "criminal": "criminal",
            "national_id": "national_id",
            "employees": "employees",
        }
        known |= {ours: True for theirs, ours in flags.items() if entry.get(theirs) == "true"}
        entries.setdefault(entry["id"], known)
        ids[entry["id"]] = None
    return list(ids)


def _list_categories(part: Mapping[str, Any], depth: int = 0) -> Iterator[Any]:
    """The categories of a dataset, its collections and their fields."""
    yield from _as_list(part.get("data_categories"))
    if depth < _DEEPEST:
        for key in ("collections", "fields"):
            for inner in _as_list(part.get(key)):
                if isinstance(inner, Mapping):
                    yield from _list_categories(inner, depth + 1)


def _find(kind: str, key: str) -> Mapping[str, str]:
    """What a key is in a notice, by the nearest key above it that is known; else the key itself, in words."""
    known, name = _load()[kind], key
    for former in _FORMER:
        name = name.replace(former, "")
    while name:
        if name in known:
            found: Mapping[str, str] = known[name]
            return found
        name = name.rpartition(".")[0]
    words = " ".join(key.replace("_", " ").replace(".", " ").split())
    return {"id": make_id(key), "text": f"{words[:1].upper()}{words[1:]}"}


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


@cache
def _load() -> Mapping[str, Any]:
    found: Mapping[str, Any] = load_yaml(_TABLE)
    return found
