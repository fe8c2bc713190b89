"""Makes a resource of evidence of what a plan or a state shows of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from msgspec import Struct, field

from seloste.checker.evidence.attributes.description import (
    AttributeContext,
    Description,
    describe_resource,
    list_shown_facts,
)
from seloste.checker.evidence.attributes.scope import SharedFacts
from seloste.checker.evidence.attributes.type_table import list_attributes
from seloste.checker.evidence.json_pieces import FORM_ERRORS
from seloste.checker.evidence.resource import EvidenceKind, Fact, Origin, Resource, ServiceFact
from seloste.checker.evidence.services.provider_services import ShownProviders
from seloste.checker.evidence.source import EvidenceFile
from seloste.checker.evidence.terraform.plan_providers import UNKNOWN_PROVIDER, ProviderOfResource
from seloste.checker.evidence.terraform.plan_values import AttributeValues
from seloste.checker.evidence.terraform.terraform_state import FaultyEntry, StateResource
from seloste.checker.position import Location
from seloste.checker.reading.problem import Problem


class _Made(Protocol):
    """A resource of a plan or a state, with the name of the provider that makes it."""

    @property
    def address(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def provider_name(self) -> str: ...


class ResourceReader(Struct, frozen=True):
    """Makes the resources of one file. A plan is one line, so that they all have the file as their place."""

    file: EvidenceFile
    origin: Origin
    location: Location
    shared: SharedFacts = field(default_factory=dict)
    #: The providers that were shown.
    providers: ShownProviders = field(default_factory=ShownProviders)

    @classmethod
    def of(cls, file: EvidenceFile, origin: Origin) -> ResourceReader:
        """What makes the resources of a file."""
        return cls(file, origin, Location(file.file.path))

    def describe(
        self, type: str, values: AttributeValues, strength: EvidenceKind, provider: ProviderOfResource
    ) -> Description:
        """What the attributes of a resource show."""
        return describe_resource(type, values.select(list_attributes(type)), self._make_context(strength, provider))

    def list_facts(
        self, type: str, values: AttributeValues, strength: EvidenceKind, provider: ProviderOfResource
    ) -> tuple[Fact, ...]:
        """The facts that the attributes of a resource show."""
        return list_shown_facts(type, values.select(list_attributes(type)), self._make_context(strength, provider))

    def _make_context(self, strength: EvidenceKind, provider: ProviderOfResource) -> AttributeContext:
        return AttributeContext(self.location, strength, provider.region, provider.version, shared=self.shared)

    def list_providers(
        self, found: _Made, strength: EvidenceKind, provider: ProviderOfResource
    ) -> tuple[ServiceFact, ...]:
        """The service whose provider makes a resource, where it is the first of its module that does."""
        module = found.address[: found.address.rfind(f"{found.type}.")]
        return self.providers.show(module, found.provider_name, self.location, strength, provider.servers)

    def make_resource(
        self, address: str, type: str, description: Description, facts: tuple[Fact, ...] | None = None
    ) -> Resource:
        """The resource that a description is of; with these facts where they are given."""
        return Resource(
            source="terraform",
            address=address,
            type=type,
            location=self.location,
            origin=self.origin,
            systems=description.systems,
            stores_data=description.stores_data,
            is_known=description.is_known,
            facts=description.facts if facts is None else facts,
            targets=description.targets,
            names=description.names,
        )

    def read_state_resource(
        self, found: StateResource | FaultyEntry, provider: ProviderOfResource = UNKNOWN_PROVIDER
    ) -> Iterator[Resource]:
        """The resource of an entry of a state: everything that it shows is observed."""
        if isinstance(found, FaultyEntry):
            self.report(found)
            return
        try:
            values = AttributeValues(found.values, sensitive=found.sensitive)
            description = self.describe(found.type, values, EvidenceKind.OBSERVED, provider)
        except FORM_ERRORS:
            self.report(FaultyEntry(found.address))
            return
        made_by = self.list_providers(found, EvidenceKind.OBSERVED, provider)
        yield self.make_resource(found.address, found.type, description, (*description.facts, *made_by))

    def report(self, entry: FaultyEntry) -> None:
        """Reports an entry that is not in its form, by its address."""
        self.file.report(Problem("invalid-value", "plan-entry", None, {"value": str(entry)}))
