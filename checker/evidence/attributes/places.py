"""Where a resource lies, and where copies of it lie, by the table.

A region of its own comes first (`region`: where one is given and can't be read, nothing is known), then a zone
(`zone`: where it can't be read, it is one of the provider's region), then the region of the provider. A resource whose
region isn't known, or is sensitive, has no fact. A general region is a hint, and has no country.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from seloste.checker.evidence.attributes.scope import Place, Scope, read_blocks
from seloste.checker.evidence.attributes.type_table import Entry
from seloste.checker.evidence.marks import is_open
from seloste.checker.evidence.resource import Basis, PlaceFact
from seloste.policy.regions import find_region_country

#: The longest name of a region that is shown.
_LONGEST = 100
#: The form of a region whose cloud is another attribute.
_BESIDE = "cloud-beside"
#: The name of the attribute where the region is that of the provider's configuration.
_PROVIDER = "provider.region"


def show_places(scope: Scope) -> Iterator[PlaceFact]:
    """The place of a resource and those of its copies, each once."""
    entry, family = scope.type.entry, scope.type.family
    seen: set[tuple[str, bool]] = set()
    own: list[PlaceFact] = []
    if "global" not in entry:
        own = list(_find_own(scope, entry.get("region", family.get("region", ())), entry.get("zone", ())))
    for fact in [*own, *_find_copies(scope, own)] if "copies" in entry else own:
        if (fact.region, fact.is_copy) not in seen:
            seen.add((fact.region, fact.is_copy))
            yield fact


def _find_own(scope: Scope, regions: Any, zones: Any) -> Iterator[PlaceFact]:
    """The places of the resource itself: several where an attribute lists them."""
    form = scope.type.entry.get("region-form", "")
    for is_strict, paths in ((True, regions), (False, zones)):
        for path in paths:
            places = scope.root.find(path)
            if not places:
                continue
            if is_strict and any(is_open(place.value) for place in places):
                return
            facts = [fact for place in places for fact in _locate(scope, place, form)]
            if facts:
                yield from facts
                return
    default = scope.type.entry.get("region-absent")
    if default is None and "region-of-provider" in scope.type.family:
        yield from _locate(scope, Place(_PROVIDER, (), scope.region), "")
    elif default is not None:
        yield from _locate(scope, Place(regions[0], (), default), form)


def _find_copies(scope: Scope, own: list[PlaceFact]) -> Iterator[PlaceFact]:
    """The places of copies. One in the region of the resource itself is none."""
    lies_in = {_normalize(fact.region) for fact in own}
    for entry in scope.type.entry["copies"]:
        for block, is_met in read_blocks(scope, entry):
            if not is_met:
                continue
            places = block.find_all(entry["attribute"])
            if not places and "absent" in entry:
                places = [Place(entry["attribute"], (), scope.choose_default(entry))]
            for place in places:
                for fact in _copy(scope, entry, place, own):
                    if _normalize(fact.region) not in lies_in:
                        yield fact


def _copy(scope: Scope, entry: Entry, place: Place, own: list[PlaceFact]) -> Iterator[PlaceFact]:
    """The copy that an attribute tells of: in the paired region, where its value says so, or in the region it names."""
    if "paired" not in entry:
        yield from _locate(scope, place, entry.get("form", ""), is_copy=True)
    elif isinstance(place.value, str | bool) and str(place.value).casefold() in entry["paired"]:
        pairs = scope.type.family.get("pairs", {}).get("regions", {})
        for fact in own:
            pair = pairs.get(_normalize(fact.region))
            if pair:
                yield from _locate(scope, Place(place.attribute, place.steps, pair), "", is_copy=True)


def _normalize(region: str) -> str:
    """A region as it is compared: "West Europe" is westeurope."""
    return "".join(region.casefold().split())


def _locate(scope: Scope, place: Place, form: str, *, is_copy: bool = False) -> tuple[PlaceFact, ...]:
    """The place that a value names, in one of the forms that a region has in the table; none where it names none."""
    if not isinstance(place.value, str):
        return ()
    if scope.shared is None or len(place.value) > _LONGEST or form == _BESIDE:
        return _make_fact(scope, place, form, is_copy=is_copy)
    key = (scope.type, place.attribute, place.value, form, is_copy, scope.strength)
    found: tuple[PlaceFact, ...] | None = scope.shared.get(key)
    return scope.share(key, _make_fact(scope, place, form, is_copy=is_copy)) if found is None else found


def _make_fact(scope: Scope, place: Place, form: str, *, is_copy: bool) -> tuple[PlaceFact, ...]:
    region, provider = _take_region(scope, place.value.strip()[:1000], form)
    region = region[:_LONGEST]
    if not region:
        return ()
    country = find_region_country(provider, region)
    is_general = country is None and region.casefold() in scope.type.family.get("general-regions", ())
    fact = PlaceFact(
        region=region,
        country=country,
        is_copy=is_copy,
        attribute=place.attribute,
        location=scope.find_location(place.steps),
        strength=scope.strength,
        basis=Basis.HINT if is_general or form == "hint" else Basis.ATTRIBUTE,
    )
    return (fact,)


def _take_region(scope: Scope, value: str, form: str) -> tuple[str, str]:
    """The region in a value, and the provider whose it is. Forms: an ARN, the last part of a path, after a prefix."""
    provider = scope.type.provider
    if form == "arn":
        parts = value.split(":")
        return (parts[3] if len(parts) > 5 and parts[0] == "arn" else ""), provider
    if form == "last-part":
        return value.rpartition("/")[2], provider
    if form == "location-in-path":
        _, found, after = value.partition("/locations/")
        return (after.partition("/")[0] if found else ""), provider
    if form == "regional":
        return value.rpartition("/")[2].removeprefix("regional-"), provider
    clouds = scope.type.family.get("clouds", {})
    if form == "cloud-region":  # a cloud and its region in one name
        cloud, _, region = value.partition("-")
        return region, clouds.get(cloud.casefold(), "")
    if form == _BESIDE:
        beside = {str(item.value)[:_LONGEST] for item in scope.root.find_all(scope.type.entry["cloud"])}
        return value, clouds.get(beside.pop().casefold(), "") if len(beside) == 1 else ""
    return value, provider
