"""The rule on what the notice says is not there: no system may have it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from seloste.checker.finding import Argument, CountryName, RuleFinding, Word
from seloste.checker.inventory import Disclosure, System
from seloste.checker.linking.chains import shorten_chain
from seloste.checker.linking.index import Index
from seloste.checker.linking.linked_record import LinkedRecord
from seloste.checker.linking.never import Promises, locate_processors
from seloste.checker.position import Location
from seloste.checker.rules.common import contradict
from seloste.checker.rules.registry import SYSTEM
from seloste.policy.law.law import LawOn
from seloste.policy.notice import Policy
from seloste.policy.vocabulary import ProcessingActivity

#: So many findings of a system are made; of the rest, one for each promise that none of them is about.
_MOST = 2_000


class _Offence(Struct, frozen=True):
    """What a system has, where it says so, and the promises that say it is not there."""

    steps: tuple[str | int, ...]
    kind: str
    value: str
    promises: Promises
    arguments: Mapping[str, Argument] = field(default_factory=dict)
    #: What else tells it apart from the same value in another place that must be fixed too.
    via: str = ""
    #: Where infrastructure shows it; None where the system declares it.
    place: Location | None = None


@SYSTEM.rule("system/never-broken")
def never_broken(system: LinkedRecord[System], index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A system has a purpose, field, activity, recipient or country that the notice says is not there.

    A system that serves a purpose of the notice that is direct marketing, profiling or an automated decision does that.
    Whoever its data reach is a recipient: processors and their subprocessors, joint controllers, disclosures. Whether
    data are sold is known only from `activities`. Each value is found once for each promise, at its first place.
    """
    if not index.notice.record.never:
        return
    seen: set[tuple[str, str]] = set()
    broken: set[str] = set()
    for offence in _list_offences(system, index):
        value = " ".join(filter(None, (offence.kind, offence.value, offence.via)))
        variant = "" if offence.kind == "purpose" else offence.kind
        for promise in offence.promises:
            if (promise, value) in seen or (len(seen) >= _MOST and promise in broken):
                continue
            seen.add((promise, value))
            broken.add(promise)
            arguments: dict[str, Argument] = {"value": offence.value, **offence.arguments}
            found = system.found(*offence.steps, value=value, variant=variant, arguments=arguments)
            if offence.place is not None:
                found = replace(found, location=offence.place, excerpt=None)
            yield contradict(found, f"never.{promise}", index)


def _list_offences(system: LinkedRecord[System], index: Index) -> Iterator[_Offence]:
    record = system.record
    yield from _list_purposes(record, index)
    for name in record.fields or ():
        yield _Offence(("fields", name), "field", name, index.never.fields.find(name))
    yield from _list_columns(system, index)
    yield from _list_activities(record, index)
    yield from _list_recipients(record, index)
    yield from _list_countries(system, index)
    yield from _list_processors(system, index)


def _list_columns(system: LinkedRecord[System], index: Index) -> Iterator[_Offence]:
    """The columns of its tables whose data the notice says are not there, unless a declared field says so already."""
    for column in system.columns:
        if not any(index.never.fields.find(field) for field in column.fields):
            promises = index.never.find_kind(column.fact.kind, index.named_kinds)
            words: dict[str, Argument] = {"kind": Word(f"evidence.data.{column.fact.kind}")}
            yield _Offence((), "column", column.name, promises, words, place=column.fact.location)


def _list_purposes(record: System, index: Index) -> Iterator[_Offence]:
    for steps, purpose in _locate_purposes(record):
        yield _Offence(steps, "purpose", purpose, index.never.purposes.find(purpose))


def _locate_purposes(record: System) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Each purpose of a system, where it is first named."""
    places: dict[str, tuple[str | int, ...]] = {}
    for number, purpose in enumerate(record.purposes or ()):
        places.setdefault(purpose, ("purposes", number))
    for name, purposes in (record.fields or {}).items():
        for number, purpose in enumerate(purposes or ()):
            places.setdefault(purpose, ("fields", name, number))
    return ((steps, purpose) for purpose, steps in places.items())


def _list_activities(record: System, index: Index) -> Iterator[_Offence]:
    """What a system says that it does, and what the notice says of the purposes that it serves."""
    ruled_out = index.never.activities
    stated = record.activities or ()
    for number, activity in enumerate(stated):
        name: dict[str, Argument] = {"activity": Word(f"phrases.activity-{activity}")}
        yield _Offence(("activities", number), "activity", activity, ruled_out.get(activity, ()), name)
    if not ruled_out:
        return
    policy = index.notice.record
    for steps, purpose in _locate_purposes(record):
        for activity in _list_activities_of(policy, purpose):
            if activity not in stated:
                name = {"activity": Word(f"phrases.activity-{activity}"), "purpose": policy.purposes[purpose].text}
                promises = ruled_out.get(activity, ())
                yield _Offence(steps, "activity-of-purpose", activity, promises, name, via=purpose)


def _list_activities_of(policy: Policy, purpose: str) -> Iterator[ProcessingActivity]:
    """What the notice says is done for a purpose."""
    entry = policy.purposes.get(purpose)
    if entry is None:
        return
    if entry.direct_marketing:
        yield ProcessingActivity.DIRECT_MARKETING
    if entry.profiling:
        yield ProcessingActivity.PROFILING
    if entry.automated_decision is not None:
        yield ProcessingActivity.AUTOMATED_DECISIONS


def _list_recipients(record: System, index: Index) -> Iterator[_Offence]:
    """Those to whom a system gives data itself, but for processors."""
    find = index.never.recipients.find
    for number, disclosure in enumerate(record.disclosures or ()):
        recipient = disclosure.recipient
        yield _Offence(("disclosures", number, "recipient"), "recipient", recipient, find(recipient))
    for number, controller in enumerate(record.joint_controllers or ()):
        yield _Offence(("joint_controllers", number), "recipient", controller, find(controller))


def _list_countries(system: LinkedRecord[System], index: Index) -> Iterator[_Offence]:
    """The countries of its hosting and its region, those of its disclosures, and those where its resources lie."""
    if not index.never.countries:
        return
    hosting = system.record.hosting
    if hosting is not None:
        named = hosting.transfer.country if hosting.transfer else None
        yield from _in_country(("hosting", "country"), hosting.country, index)
        yield from _in_country(("hosting", "region"), hosting.region_country, index)
        yield from _in_country(("hosting", "transfer", "country"), named, index)
    for number, disclosure in enumerate(system.record.disclosures or ()):
        for step, country in _locate_disclosure(disclosure, index.notice.record):
            chain = (system.id, disclosure.recipient)
            yield from _in_country(("disclosures", number, *step), country, index, chain)
    for mapped in system.resources:
        for fact in mapped.places:
            for offence in _in_country((), fact.country, index, (system.id, mapped.resource.id)):
                yield replace(offence, place=fact.location)


def _locate_disclosure(disclosure: Disclosure, policy: Policy) -> Iterator[tuple[tuple[str, ...], str | None]]:
    """The countries of a disclosure; where it has none, that of the notice's recipient."""
    named = disclosure.transfer.country if disclosure.transfer else None
    yield ("country",), disclosure.country
    yield ("transfer", "country"), named
    if disclosure.country is None and named is None and policy.disclosures is not None:
        known = policy.disclosures.recipients.get(disclosure.recipient)
        yield ("recipient",), known.country if known else None


def _in_country(
    steps: tuple[str | int, ...], country: str | None, index: Index, chain: tuple[str, ...] = ()
) -> Iterator[_Offence]:
    """The country, if a promise rules it out. `chain`: the way to whoever takes the data there."""
    promises = index.never.countries.get(country or "", ())
    if country and promises:
        words: dict[str, Argument] = {"country": CountryName(country), "chain": " → ".join(chain)}
        kind = "country-of" if chain else "country"
        yield _Offence(steps, kind, country, promises, words, via=chain[-1] if chain else "")


def _list_processors(system: LinkedRecord[System], index: Index) -> Iterator[_Offence]:
    """The processors that the data reach, through whole chains, as recipients and by their countries."""
    never = index.never
    if not never.recipients.promises and not never.countries:
        return
    for steps, direct in locate_processors(system.record):
        for way in never.find_reach(direct).ruled_out:
            processor, chain = way[-1], shorten_chain((system.id, *way))
            entry = index.processors.get(processor)
            name = entry.record.name if entry else processor
            words: dict[str, Argument] = {"processor": name, "chain": " → ".join(chain)}
            yield _Offence(steps, "processor", processor, never.find_processor(processor), words)
            for country in never.list_countries(processor):
                yield from _in_country(steps, country, index, chain)
