"""The rules of the family `evidence/` on services of other companies: are they on the list, and where are the data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from seloste.checker.evidence.resource import Resource, ServiceFact, ServiceSign
from seloste.checker.finding import Argument, CountryName, RuleFinding
from seloste.checker.inventory import Processor
from seloste.checker.linking.entry import OrganisationRecord
from seloste.checker.linking.index import Index
from seloste.checker.linking.linked_record import LinkedRecord
from seloste.checker.linking.used_services import list_places_elsewhere, list_undeclared_services
from seloste.checker.position import Location
from seloste.checker.rules.common import contradict
from seloste.checker.rules.registry import ORGANISATION, PROCESSOR
from seloste.policy.law.law import LawOn

#: How many other places of a service are told.
_MOST_PLACES = 5


@ORGANISATION.rule("evidence/processor-undeclared")
def processor_undeclared(
    organisation: LinkedRecord[OrganisationRecord], index: Index, law: LawOn
) -> Iterator[RuleFinding]:
    """Infrastructure uses a service of another company that nobody has declared. One finding a service."""
    for service, shown in list_undeclared_services(index):
        resource, fact = shown[0]
        arguments: dict[str, Argument] = {"resource": resource.id, "processor": service.name, "sign": fact.value}
        variant = "" if fact.sign is ServiceSign.PROVIDER else fact.sign.value
        system = index.usage.service_users.get(resource.number, "")
        if system:
            arguments["system"] = system
            variant = f"{variant}-of-system".removeprefix("-")
        found = RuleFinding(
            subject=f"processors.{service.id}",
            location=fact.location,
            variant=variant,
            arguments=arguments,
            value=service.id,
        )
        yield replace(contradict(found, "processors", index), declared=_list_other_places(shown))


def _list_other_places(shown: Sequence[tuple[Resource, ServiceFact]]) -> tuple[Location, ...]:
    """The other places that show the same service, the first of them."""
    places = dict.fromkeys(fact.location for _, fact in shown)
    return tuple(places)[1 : _MOST_PLACES + 1]


def processor_elsewhere(processor: LinkedRecord[Processor], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A host of a listed processor lies in a country that the list does not have for it. One finding a country.

    That breaks the promise on transfers where the country is outside the notice's area.
    """
    transfers = index.notice.record.transfers
    for resource, fact, stated in list_places_elsewhere(processor, index, law):
        country = fact.country or ""
        found = RuleFinding(
            subject=processor.subject,
            location=fact.location,
            variant="host",
            arguments={
                "resource": resource.id,
                "processor": processor.record.name,
                "host": fact.value,
                "country": CountryName(country),
                "declared": CountryName(stated),
            },
            value=f"{fact.service} {country}",
        )
        if transfers is not None and law.is_outside(country, transfers.area):
            found = contradict(found, "transfers", index)
        else:
            found = found.contradicting(None, index.locate_promise("transfers"))
        yield replace(found, declared=(processor.at("country") if processor.record.country else processor.at(),))


PROCESSOR.rule("evidence/country-contradicted")(processor_elsewhere)
