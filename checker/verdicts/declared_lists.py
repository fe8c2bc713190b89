"""Declared evidence of the promises on lists: the purposes, fields and others that the notice has, and no more."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

from seloste.checker.finding import Argument, Several
from seloste.checker.inventory import System
from seloste.checker.linking.index import Index
from seloste.checker.linking.linked_record import LinkedRecord
from seloste.checker.verdicts.evidence import Evidence

#: The closed lists, and what a system declares of each.
_LISTS = {"purposes": "every_purpose", "fields": "fields", "sources": "sources", "data_subjects": "data_subjects"}


class _Declared(NamedTuple):
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
        for promise, steps, is_stated, detail, arguments in described:
            holds = promise not in contradicted if is_stated else None
            within = (*above, *steps)
            yield Evidence(
                promise, subject, holds, document, within, detail, dated=record.reviewed, arguments=arguments
            )


def _describe_list(index: Index, section: str, used: tuple[str, ...] | None) -> tuple[_Declared, ...]:
    """What it declares of the promises of a section to use some of it; None: it does not say what it uses."""
    promised = getattr(index.notice.record, section)
    if not promised:
        return ()
    engages = {"disclosures": "discloses", "processors": "engages"}.get(section)
    if engages is not None:
        names = _entries(used, promised.recipients) if section == "disclosures" else _name_processors(used, index)
        detail = engages if used else f"{engages}-none"
        return (_Declared(section, (section,), used is not None, *_state(used is not None, detail, names)),)
    items = [
        _Declared(f"{section}.{item}", (section, item), True, "uses", {"item": promised[item].text})
        for item in used or ()
        if item in promised and section != "data_subjects"
    ]
    whole = _state(bool(used), "declares", _entries(used, promised))
    return (_Declared(section, (section,), bool(used), *whole), *items)


def _state(is_stated: bool, detail: str, items: Several) -> tuple[str, Mapping[str, Argument]]:
    return detail if is_stated else "silent", {"items": items}


def _entries(ids: Collection[str] | None, known: Mapping[str, Any]) -> Several:
    """The entries of the notice that a record refers to, in the notice's own words; an unknown one by its id."""
    return Several(tuple(known[id].text if id in known else id for id in ids or ()))


def _name_processors(processors: Iterable[str] | None, index: Index) -> Several:
    return Several(tuple(_name_processor(processor, index) for processor in processors or ()))


def _name_processor(processor: str, index: Index) -> str:
    entry = index.processors.get(processor)
    return entry.record.name if entry else processor
