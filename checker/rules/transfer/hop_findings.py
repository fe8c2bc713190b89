"""What the rules on transfers share: findings about a hop, and whether its tool can be relied on."""

from __future__ import annotations

from msgspec.structs import replace

from seloste.checker.finding import CountryName, RuleFinding, Severity
from seloste.checker.inventory import Processor
from seloste.checker.linking.entry import NONE, Arguments, NoticeEntry
from seloste.checker.linking.hops import Hop, find_instrument
from seloste.checker.linking.index import Index
from seloste.checker.position import Location
from seloste.checker.rules.instrument_failure import InstrumentFailure, explain_failure
from seloste.policy.law.law import LawOn

#: Failures by a day of the entry itself, and not by the law.
_ENDED, _NOT_YET = OWN_DAYS = ("outside-validity", "outside-validity-not-yet")


def make_finding(
    hop: Hop,
    law: LawOn,
    *steps: str | int,
    value: str,
    variant: str = "",
    severity: Severity | None = None,
    arguments: Arguments = NONE,
) -> RuleFinding:
    """A finding about a hop, whose message may name the country and the instrument beside its `arguments`."""
    instrument = find_instrument(hop, law)
    named: Arguments = {"instrument": law.get_instrument(instrument).title} if instrument else {}
    arguments = {"country": CountryName(hop.country or ""), **named, **arguments}
    return hop.found(*steps, value=value, variant=variant, severity=severity, arguments=arguments)


def contradict_promise(hop: Hop, found: RuleFinding, index: Index) -> RuleFinding:
    """The finding as a contradiction of what the notice promises on transfers."""
    promise = None if index.notice.record.transfers is None else "transfers"
    return found.contradicting(promise, _locate_promise(hop, index))


def point_to_promise(hop: Hop, found: RuleFinding, index: Index) -> RuleFinding:
    """The finding with the promise on transfers to look at, which it does not contradict."""
    return found.contradicting(None, _locate_promise(hop, index))


def _locate_promise(hop: Hop, index: Index) -> tuple[Location, ...]:
    """Where the notice promises it; empty for a hop of the notice itself, which needs no second place to look at."""
    return () if isinstance(hop.entry, NoticeEntry) else index.locate_promise("transfers")


def find_unfitness(hop: Hop, index: Index, law: LawOn) -> InstrumentFailure | None:
    """Why the instrument given for a hop is none for this recipient, or none that there is yet."""
    transfer = hop.transfer
    if transfer is None or transfer.instrument is None:
        return None
    tool = law.get_instrument(transfer.instrument)
    if tool.is_for_authorities and not _is_for_authority(hop, index):
        return InstrumentFailure("")
    if tool.has_approved(law.day):
        return None
    first = tool.first_approved
    return InstrumentFailure("not-approved-yet", {"from": first}) if first else InstrumentFailure("none-approved")


def _is_for_authority(hop: Hop, index: Index) -> bool:
    """Whether the recipient of a hop is marked as a public authority."""
    record, named = hop.entry.record, hop.recipient
    if isinstance(record, Processor):
        return record.authority if not named else _is_authority(named, index)
    if isinstance(hop.entry, NoticeEntry):
        return _is_authority(hop.chains[0][-1] if hop.chains else "", index)
    return _is_authority(named or hop.chains[0][-1], index)


def _is_authority(recipient: str, index: Index) -> bool:
    """Whether a recipient, by its id or name, is marked as an authority in the processor list or in the notice."""
    return recipient in index.remember("authorities", _name_authorities)


def _name_authorities(index: Index) -> frozenset[str]:
    """The ids, and of listed processors the names, of the recipients that are marked as authorities."""
    disclosures = index.notice.record.disclosures
    named = disclosures.recipients.items() if disclosures else ()
    listed = [(id, entry.record.name) for id, entry in index.processors.items() if entry.record.authority]
    return frozenset((*(id for id, each in named if each.authority), *(name for pair in listed for name in pair)))


def find_failure(hop: Hop, law: LawOn) -> InstrumentFailure | None:
    """Why the instrument given for a hop could not be relied on that day."""
    transfer = hop.transfer
    if transfer is None or transfer.instrument is None:
        return None
    reason = law.explain_invalidity(
        transfer.instrument, country=hop.country, contract=hop.contract, exporter=hop.exporter
    )
    if reason is not None:
        failure = explain_failure(reason)
        if hop.contract is None:
            return failure
        outdated = not failure.variant and bool(law.get_instrument(transfer.instrument).any_of)
        variant = "contract-outdated" if outdated else failure.variant
        return replace(failure, variant=variant, arguments={**failure.arguments, "signed": hop.contract})
    if transfer.valid_until is not None and transfer.valid_until < law.day:
        return InstrumentFailure(_ENDED, {"ended": transfer.valid_until})
    if transfer.valid_from is not None and transfer.valid_from > law.day:
        return InstrumentFailure(_NOT_YET, {"from": transfer.valid_from})
    return None


def is_unusable(hop: Hop, index: Index, law: LawOn) -> bool:
    """Whether the instrument given for a hop is unfit for it, or could not be relied on that day."""
    return find_unfitness(hop, index, law) is not None or find_failure(hop, law) is not None


def join_days(value: str, days: Arguments) -> str:
    """An instrument with the days of the entry itself that are wrong with it."""
    return " ".join((value, *map(str, days.values())))
