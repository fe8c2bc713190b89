"""Declared evidence of the promises on what is not there: whether a system states enough to show it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from seloste.checker.inventory import System
from seloste.checker.linking.index import Index
from seloste.checker.linking.linked_record import LinkedRecord
from seloste.checker.linking.never import locate_processors
from seloste.checker.verdicts.evidence import Evidence
from seloste.policy.countries import is_country

#: Where a system says what a key of a promise is about.
_PLACES = {
    "purposes": ("purposes",),
    "fields": ("fields",),
    "activities": ("activities",),
    "recipients": ("disclosures",),
    "countries": ("hosting",),
}


def never_evidence(
    system: LinkedRecord[System], index: Index, contradicted: Collection[str], *, located: bool
) -> Iterator[Evidence]:
    """What a system shows of each promise of `never`. One that names nothing is shown by nothing.

    `located`: it is known in which countries its recipients are.
    """
    stated = _find_stated(system.record, index, located)
    for id, aspects in index.never.aspects.items():
        if not aspects:
            continue
        promise = f"never.{id}"
        is_broken, is_known = promise in contradicted, all(stated[aspect] for aspect in aspects)
        yield Evidence(
            promise,
            system.subject,
            False if is_broken else True if is_known else None,
            system.document,
            system.steps(*_PLACES[aspects[0]]),
            "does" if is_broken else "does-not" if is_known else "silent",
            dated=system.record.reviewed,
        )


def _find_stated(record: System, index: Index, located: bool) -> dict[str, bool]:
    """Of each key of a promise, whether the system states all that there is of it.

    It must name its processors and its disclosures, if only none, and its joint controllers where the notice has any;
    each processor that its data reach must be in the list.
    """
    reaches = [index.never.find_reach(processor) for _, processor in locate_processors(record)]
    names_all = record.processors is not None and record.disclosures is not None
    names_joint = not index.notice.record.joint_controllers or record.joint_controllers is not None
    country = record.hosting.effective_country if record.hosting else None
    located = located and country is not None and is_country(country)
    return {
        "purposes": record.every_purpose is not None,
        "fields": record.fields is not None,
        "activities": record.activities is not None,
        "recipients": names_all and names_joint and all(reach.are_listed for reach in reaches),
        "countries": names_all and located and all(reach.are_located for reach in reaches),
    }
