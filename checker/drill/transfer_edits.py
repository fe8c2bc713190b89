"""The edits that take the data of a system or a processor to another country, or change the tool of a transfer."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.checker.drill.breach import load_drills
from seloste.checker.drill.edit import Edit, EditKind
from seloste.checker.inventory import Processor, System
from seloste.checker.linking.linked_record import LinkedRecord
from seloste.policy.law.law import LawOn
from seloste.policy.law.transfers import Instrument, InstrumentKind, Requirement
from seloste.policy.processing import Transfers
from seloste.policy.regions import list_regions
from seloste.policy.vocabulary import TransferRule

#: The kinds of tools that need no more than themselves, so that one may take another's place.
_PLAIN = (InstrumentKind.SCC, InstrumentKind.BCR)


def list_transfer_edits(
    kind: str, record: LinkedRecord[System] | LinkedRecord[Processor], promise: Transfers, law: LawOn
) -> Iterator[Edit]:
    """The edits for one kind of breach; the first that a rule finds is the breach."""
    outside = [each for each in load_drills().countries if law.is_outside(each, promise.area)]
    third = [each for each in outside if law.is_third_country(each)]
    if kind == "region-abroad":
        yield from _list_region_edits(record, outside)
    elif kind == "hosted-elsewhere":
        if promise.hosting is not None:
            free = (each for each in load_drills().countries if each not in promise.hosting)
            yield from (Edit(("hosting", "country"), each) for each in free if law.is_inside(each, promise.area))
    elif kind == "moved-outside":
        if promise.rule is TransferRule.NEVER:
            yield from _move(record, outside)
    elif kind == "moved-to-unnamed-country":
        if promise.rule is not TransferRule.NEVER and promise.countries is not None:
            yield from _move(record, [each for each in third if each not in promise.countries])
    elif kind == "transfer-without-tool":
        if _has_tool(record):
            yield Edit(
                ("hosting", "transfer") if isinstance(record.record, System) else ("transfers",), kind=EditKind.REMOVE
            )
        yield from _move(record, [each for each in third if not law.is_covered_without_instrument(each)])
    else:
        yield from (_rely_on(record, country, tool.id) for country, tool in _list_tools(kind, third, promise, law))


def _has_tool(record: LinkedRecord[System] | LinkedRecord[Processor]) -> bool:
    if isinstance(record.record, System):
        return record.record.hosting is not None and record.record.hosting.transfer is not None
    return bool(record.record.transfers)


def _move(record: LinkedRecord[System] | LinkedRecord[Processor], countries: list[str]) -> Iterator[Edit]:
    steps = ("hosting", "country") if isinstance(record.record, System) else ("country",)
    yield from (Edit(steps, country) for country in countries)


def _rely_on(record: LinkedRecord[System] | LinkedRecord[Processor], country: str, instrument: str) -> Edit:
    """A transfer to a country by a tool, in place of the system's own or beside those of the processor."""
    transfer = {"country": country, "instrument": instrument}
    if isinstance(record.record, System):
        return Edit(("hosting", "transfer"), transfer)
    return Edit(("transfers",), {**transfer, "recipient": load_drills().name}, EditKind.ADD)


def _list_tools(kind: str, third: list[str], promise: Transfers, law: LawOn) -> Iterator[tuple[str, Instrument]]:
    """Countries and tools for a breach: ended, unfit for the recipient, without a certification, or not named."""
    for tool in law.law.instruments.values():
        named = tool.id in promise.instruments or any(
            tool.id in law.get_instrument(each).any_of for each in promise.instruments
        )
        for country in [each for each in third if not tool.countries or each in tool.countries][:1]:
            in_force = law.is_in_force(tool.id, country=country)
            ended = not in_force and tool.decision is not None and tool.first < law.day
            unfit = not tool.has_approved(law.day) or (in_force and tool.is_for_authorities)
            plain = in_force and not named and bool(promise.instruments) and tool.kind in _PLAIN
            certified = in_force and tool.requires is Requirement.CERTIFICATION
            fits = {"transfer-by-ended-tool": ended, "transfer-by-unfit-tool": unfit, "transfer-uncertified": certified}
            if fits.get(kind, plain):
                yield country, tool


def _list_region_edits(record: LinkedRecord[System] | LinkedRecord[Processor], outside: list[str]) -> Iterator[Edit]:
    """A region of the same provider in another country, while the country that is declared stays."""
    hosting = record.record.hosting if isinstance(record.record, System) else None
    if hosting is not None and hosting.country is not None:
        regions = list_regions(hosting.provider)
        yield from (Edit(("hosting", "region"), regions[each]) for each in outside if each in regions)
