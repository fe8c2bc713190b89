"""Declared evidence of the promises on lists: the purposes, fields and others that the notice has, and no more."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import partial
from typing import Any

from msgspec import Struct

from seloste.checker.finding import Argument, Several
from seloste.checker.inventory import System
from seloste.checker.linking.index import Index
from seloste.checker.linking.linked_record import LinkedRecord
from seloste.checker.verdicts.evidence import Evidence

#: The closed lists, and what a system declares of each.
_LISTS = {"purposes": "every_purpose", "fields": "fields", "sources": "sources", "data_subjects": "data_subjects"}


class _Declared(Struct, frozen=True):
    """What a record declares of one promise of a list: where within the record, in which words, with which values."""

    promise: str
    steps: tuple[str, ...]
    is_stated: bool
    detail: str
    arguments: Mapping[str, Argument]


def list_evidence(system: LinkedRecord[System], index: Index, contradicted: Collection[str]) -> Iterator[Evidence]:
    """What a system declares of the closed lists, of disclosures and of processors."""
    known = index.get_memo("declared-lists")
    record, subject, document, above = system.record, system.subject, system.document, system.steps()
    disclosed = None if record.disclosures is None else [disclosure.recipient for disclosure in record.disclosures]
    lists = [(section, getattr(record, attribute)) for section, attribute in _LISTS.items()]
    for section, used in (*lists, ("disclosures", disclosed), ("processors", record.processors)):
        names = None if used is None else tuple(used)
        described = known.find((section, names), partial(_describe_list, index, section, names))
        for each in described:
            yield Evidence(
                each.promise,
                subject,
                each.promise not in contradicted if each.is_stated else None,
                document,
                (*above, *each.steps),
                each.detail,
                dated=record.reviewed,
                arguments=each.arguments,
            )


def _describe_list(index: Index, section: str, used: tuple[str, ...] | None) -> tuple[_Declared, ...]:
    """What it declares of the promises of a section to use some of it; None: it does not say what it uses."""
    promised = getattr(index.notice.record, section)
    if not promised:
        return ()
    if section == "disclosures":
        detail = "discloses" if used else "discloses-none"
        return (_describe_whole(section, used is not None, detail, _entries(used, promised.recipients)),)
    if section == "processors":
        names = Several(tuple(_name_processor(processor, index) for processor in used or ()))
        return (_describe_whole(section, used is not None, "engages" if used else "engages-none", names),)
    items = [
        _Declared(f"{section}.{item}", (section, item), True, "uses", {"item": promised[item].text})
        for item in used or ()
        if item in promised and section != "data_subjects"
    ]
    return (_describe_whole(section, bool(used), "declares", _entries(used, promised)), *items)


def _describe_whole(section: str, is_stated: bool, detail: str, items: Several) -> _Declared:
    return _Declared(section, (section,), is_stated, detail if is_stated else "silent", {"items": items})


def _entries(ids: Collection[str] | None, known: Mapping[str, Any]) -> Several:
    """The entries of the notice that a record refers to, in the notice's own words; an unknown one by its id."""
    return Several(tuple(known[id].text if id in known else id for id in ids or ()))


def _name_processor(processor: str, index: Index) -> str:
    entry = index.processors.get(processor)
    return entry.record.name if entry else processor
