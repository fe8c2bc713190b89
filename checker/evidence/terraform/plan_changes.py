"""The changes of a plan.

They tell what is unknown and what is sensitive, which the planned values do not. What is to be is configured. What is
there already, and stays, is observed: a resource that no action changes, and of one that is changed each fact that it
has before and after. A resource that is to be deleted shows nothing; one that Terraform only lets go of (`forget`)
stays as it is. What stands in the state before the plan alone, since the plan is for others, is observed too. Drift
needs no reading of its own: the state before the plan has it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, NamedTuple

import msgspec
from msgspec import Raw
from msgspec.structs import replace

from seloste.checker.evidence.json_pieces import FORM_ERRORS, Text, decode_value
from seloste.checker.evidence.resource import EvidenceKind, Resource
from seloste.checker.evidence.terraform.plan_address import Address, AddressReader
from seloste.checker.evidence.terraform.plan_configuration import Configuration
from seloste.checker.evidence.terraform.plan_json import Document
from seloste.checker.evidence.terraform.plan_providers import UNKNOWN_PROVIDER, ProviderOfResource, Providers
from seloste.checker.evidence.terraform.plan_references import resolve_references
from seloste.checker.evidence.terraform.plan_resource import ResourceReader
from seloste.checker.evidence.terraform.plan_values import AttributeValues, Resolve
from seloste.checker.evidence.terraform.terraform_state import (
    FaultyEntry,
    find_address,
    list_parts,
    list_prior_resources,
)


class _Change(msgspec.Struct):
    actions: list[str]
    before: Any = None
    after: Any = None
    after_unknown: Any = None
    before_sensitive: Any = None
    after_sensitive: Any = None


class _ResourceChange(msgspec.Struct):
    address: str
    type: str
    change: _Change
    mode: str = "managed"
    provider_name: str = ""


class _Deferred(msgspec.Struct):
    resource_change: Raw


class _Surroundings(NamedTuple):
    """What the configuration tells of a resource."""

    expressions: Text | None = None
    resolve: Resolve | None = None
    provider: ProviderOfResource = UNKNOWN_PROVIDER


def read_changes(reader: ResourceReader, document: Document) -> Iterator[Resource]:
    """The resources of a plan."""
    configuration = Configuration(document.configuration, document.variables)
    providers, addresses = Providers(configuration), AddressReader()
    seen: set[str] = set()
    for entry in _list_changes(document):
        try:
            found = entry if isinstance(entry, FaultyEntry) else decode_value(entry, _ResourceChange)
        except FORM_ERRORS:
            found = find_address(entry, "resource_changes")
        if isinstance(found, FaultyEntry):
            reader.report(found)
            continue
        if found.mode != "managed":
            continue
        seen.add(found.address)
        try:
            surroundings = _look_around(configuration, providers, addresses.parse(found.address), found.provider_name)
            yield from _read_change(reader, found, surroundings)
        except FORM_ERRORS:
            reader.report(FaultyEntry(found.address))
    for prior in list_prior_resources(document.prior_state, seen):
        if isinstance(prior, FaultyEntry):
            reader.report(prior)
        else:
            around = _look_around(configuration, providers, addresses.parse(prior.address), prior.provider_name)
            yield from reader.read_state_resource(prior, around.provider)


def _list_changes(document: Document) -> Iterator[Any]:
    yield from list_parts(document.resource_changes, "resource_changes")
    for entry in list_parts(document.deferred_changes, "deferred_changes"):
        try:
            yield (
                entry if isinstance(entry, FaultyEntry) else msgspec.json.decode(entry, type=_Deferred).resource_change
            )
        except FORM_ERRORS:
            yield FaultyEntry("deferred_changes")


def _look_around(
    configuration: Configuration, providers: Providers, address: Address | None, provider_name: str
) -> _Surroundings:
    if not address:
        return _Surroundings()
    block = configuration.find_resource(address)
    return _Surroundings(
        block.expressions if block else None,
        partial(resolve_references, configuration, address=address),
        providers.find(block, address.module_names, provider_name),
    )


def _read_change(reader: ResourceReader, found: _ResourceChange, around: _Surroundings) -> Iterator[Resource]:
    """The resource that a change makes, changes, or leaves as it is."""
    change, actions = found.change, set(found.change.actions)
    stays = actions <= {"no-op", "forget"}
    if (change.before if stays else change.after) is None or actions & {"read", "delete"} == actions:
        return
    if stays:
        values = AttributeValues(change.before, sensitive=change.before_sensitive)
        description = reader.describe(found.type, values, EvidenceKind.OBSERVED, around.provider)
        made_by = reader.list_providers(found, EvidenceKind.OBSERVED, around.provider)
        yield reader.make_resource(found.address, found.type, description, (*description.facts, *made_by))
        return
    values = AttributeValues(
        change.after, change.after_unknown, change.after_sensitive, around.expressions, around.resolve
    )
    description = reader.describe(found.type, values, EvidenceKind.CONFIGURED, around.provider)
    facts = description.facts
    if change.before is not None:
        earlier = AttributeValues(change.before, sensitive=change.before_sensitive)
        observed = reader.list_facts(found.type, earlier, EvidenceKind.OBSERVED, around.provider)
        shown = {fact: fact for fact in observed}
        if shown:
            facts = tuple(shown.get(replace(fact, strength=EvidenceKind.OBSERVED), fact) for fact in facts)
    made_by = reader.list_providers(found, EvidenceKind.CONFIGURED, around.provider)
    yield reader.make_resource(found.address, found.type, description, (*facts, *made_by))
