"""The rules on where systems are hosted."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from seloste.checker.finding import Argument, CountryName, RuleFinding, Several
from seloste.checker.inventory import System
from seloste.checker.linking.index import Index
from seloste.checker.linking.linked_record import LinkedRecord
from seloste.checker.rules.common import contradict
from seloste.checker.rules.registry import SYSTEM
from seloste.policy.countries import is_country
from seloste.policy.familiar_values import find_country
from seloste.policy.law.law import LawOn


@SYSTEM.rule("system/hosting-undeclared")
def hosting_undeclared(system: LinkedRecord[System], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A system is hosted in a country that is not among those in which the notice says that systems are hosted."""
    hosting, transfers = system.record.hosting, index.notice.record.transfers
    promised = transfers.hosting if transfers else None
    if promised is None:
        return
    country = hosting.effective_country if hosting else None
    allowed = {*promised, *map(find_country, promised)}
    if hosting is not None and country is not None:
        places = {country: system.at(*hosting.country_steps)} if is_country(country) else {}
    else:  # infrastructure tells it where the system does not
        shown = (fact for mapped in system.resources for fact in mapped.places if not fact.is_copy)
        places = {fact.country: fact.location for fact in shown if fact.country}
    for country, place in places.items():
        if country in allowed:
            continue
        arguments: dict[str, Argument] = {
            "country": CountryName(country),
            "promised": Several(tuple(CountryName(each) for each in promised)),
        }
        found = system.found("hosting", value=country, arguments=arguments)
        found = replace(found, location=place, excerpt=system.excerpt(place))
        yield found.contradicting("transfers", (index.notice.at("transfers", "hosting", key=True),))


@SYSTEM.rule("system/region-contradicts-country")
def region_contradicts_country(system: LinkedRecord[System], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A system's region lies in another country than the one that is declared.

    What is declared is judged as declared by the other rules: only a person can say which of the two is wrong. But the
    region shows where the data are, so if it lies outside the notice's area, this breaks the promise on transfers;
    inside, it leaves it open. A declared country that is none is told of by transfer/country-unknown.
    """
    hosting, transfers = system.record.hosting, index.notice.record.transfers
    if hosting is None or hosting.region is None or hosting.country is None:
        return
    actual = hosting.region_country
    if actual is None or actual == hosting.country or not is_country(hosting.country):
        return
    arguments: dict[str, Argument] = {
        "provider": hosting.provider or "",
        "region": hosting.region or "",
        "actual": CountryName(actual),
        "country": CountryName(hosting.country),
    }
    found = system.found("hosting", "country", value=f"{hosting.country} {actual}", arguments=arguments)
    if transfers is not None and law.is_outside(actual, transfers.area):
        yield contradict(found, "transfers", index)
    else:
        yield found.contradicting(None, index.locate_promise("transfers"))
