"""What a transfer rests on: whether there is a tool, was in force on the day, and is one of those in the notice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from seloste.checker.finding import RuleFinding, Severity
from seloste.checker.inventory import Processor
from seloste.checker.linking.entry import NONE, Arguments, NoticeEntry
from seloste.checker.linking.hops import ADEQUACY, Hop, find_instrument
from seloste.checker.linking.index import Index
from seloste.checker.rules.registry import THIRD_COUNTRY, TRANSFER
from seloste.checker.rules.transfer.hop_findings import (
    OWN_DAYS,
    contradict_promise,
    find_failure,
    find_unfitness,
    is_unusable,
    join_days,
    make_finding,
    point_to_promise,
)
from seloste.policy.law.dated import Confidence, DatedEntry
from seloste.policy.law.law import LawOn
from seloste.policy.law.transfers import InstrumentKind
from seloste.policy.period import Period
from seloste.policy.vocabulary import Role


@THIRD_COUNTRY.rule("transfer/instrument-missing")
def instrument_missing(hop: Hop, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """No adequacy decision covers the country, and no instrument is given."""
    if not hop.carried and find_instrument(hop, law) is None:
        yield contradict_promise(hop, make_finding(hop, law, value=hop.country or ""), index)


@THIRD_COUNTRY.rule("transfer/instrument-unfit")
def instrument_unfit(hop: Hop, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The instrument serves only between authorities and the recipient is none, or nothing of its kind is approved."""
    if hop.carried or hop.transfer is None:
        return
    failure = find_unfitness(hop, index, law)
    if failure is not None:
        value, variant = hop.transfer.instrument or "", failure.variant
        found = make_finding(hop, law, "instrument", value=value, variant=variant, arguments=failure.arguments)
        yield contradict_promise(hop, found.citing((), from_memory=failure.from_memory), index)


@THIRD_COUNTRY.rule("transfer/derogation-systematic")
def derogation_systematic(hop: Hop, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A derogation for single cases is relied on for a processor or hosting, to whom data go all the time."""
    if hop.carried or hop.transfer is None or is_unusable(hop, index, law):
        return
    record = hop.entry.record
    is_standing = record.role is Role.PROCESSOR if isinstance(record, Processor) else "hosting" in hop.steps
    given = hop.transfer.instrument
    tool = law.get_instrument(given) if given else None
    if tool is not None and tool.kind is InstrumentKind.DEROGATION and is_standing:
        severity = None if tool.occasional else Severity.WARNING
        variant = "" if tool.occasional else "other"
        found = make_finding(hop, law, "instrument", value=tool.id, variant=variant, severity=severity)
        yield point_to_promise(hop, found, index)


@THIRD_COUNTRY.rule("transfer/instrument-invalid")
def instrument_invalid(hop: Hop, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The instrument given was not in force on the day, or is no transfer tool."""
    if hop.carried or find_unfitness(hop, index, law):
        return
    failure = find_failure(hop, law)
    if failure is not None and hop.transfer is not None:
        days = failure.arguments if failure.variant in OWN_DAYS else NONE
        value = join_days(hop.transfer.instrument or "", days)
        found = make_finding(hop, law, "instrument", value=value, variant=failure.variant, arguments=failure.arguments)
        yield contradict_promise(hop, found.citing(failure.authorities, from_memory=failure.from_memory), index)


@THIRD_COUNTRY.rule("transfer/instrument-undeclared")
def instrument_undeclared(hop: Hop, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The instrument is valid, but the notice says that it relies on others."""
    transfers = index.notice.record.transfers
    if transfers is None or not transfers.instruments or hop.carried:
        return
    instrument = find_instrument(hop, law)
    if instrument is None or is_unusable(hop, index, law) or _declared(instrument, hop, transfers.instruments, law):
        return
    steps = ("instrument",) if hop.transfer is not None and hop.transfer.instrument else ()
    yield contradict_promise(hop, make_finding(hop, law, *steps, value=instrument), index)


def _declared(instrument: str, hop: Hop, named: list[str], law: LawOn) -> bool:
    """Whether the notice names the instrument, or need not, since it is a tool of another country's law.

    A framework is an adequacy decision too, so either name will do. Standard clauses without a decision named are
    whatever set the contract may have; and a notice that names them so means each set.
    """
    if instrument in named:
        return True
    tool = law.get_instrument(instrument)
    if tool.exporters or any(instrument in law.get_instrument(each).any_of for each in named):
        return True
    if tool.any_of:
        possible = law.list_possible(instrument, hop.contract)
        return any(each.id in named and law.is_in_force(each.id, contract=hop.contract) for each in possible)
    return ADEQUACY in named and tool.kind is InstrumentKind.ADEQUACY and hop.country in tool.countries


@THIRD_COUNTRY.rule("transfer/instrument-ending")
def instrument_ending(hop: Hop, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """An instrument or a certification ends soon."""
    ahead = index.settings.warn_ahead
    if hop.carried or is_unusable(hop, index, law):
        return
    instrument = find_instrument(hop, law)
    if instrument is None:
        return
    certified = hop.transfer.certified if hop.transfer else None
    own = hop.transfer.valid_until if hop.transfer else None
    last = law.find_end(instrument, country=hop.country, contract=hop.contract, exporter=hop.exporter)
    if own is not None and _soon(own, ahead, law):
        yield point_to_promise(
            hop, make_finding(hop, law, "valid_until", value=f"{instrument} {own}", arguments={"ends": own}), index
        )
    elif last is not None and _soon(last, ahead, law):
        remembered = _end_from_memory(instrument, hop, law)
        value, ends = f"{instrument} {last}", {"ends": last}
        found = make_finding(hop, law, "instrument", value=value, arguments=ends)
        yield point_to_promise(hop, found.citing((), from_memory=remembered), index)
    until = certified.until if certified else None
    if until is not None and _soon(until, ahead, law):
        steps, ends = ("certified", "until"), {"ends": until}
        value = f"certified {until}"
        yield point_to_promise(
            hop, make_finding(hop, law, *steps, value=value, variant="certification", arguments=ends), index
        )


def _end_from_memory(instrument: str, hop: Hop, law: LawOn) -> bool:
    """Whether the last day of what a hop relies on was not checked in a source."""
    tool = law.get_instrument(instrument)
    general = tool.kind is InstrumentKind.ADEQUACY and not tool.countries
    relied: tuple[DatedEntry, ...] = law.list_decisions(hop.country or "") if general else (tool,)
    return any(entry.confidences["until"] is Confidence.FROM_MEMORY for entry in relied)


@TRANSFER.rule("transfer/instrument-ending")
def agreement_ending(hop: Hop, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The agreement of a processor that ends soon. It is reported once, with the hop to the processor itself."""
    if isinstance(hop.entry, NoticeEntry) or not hop.own:
        return
    record = hop.entry.record
    if not isinstance(record, Processor) or record.agreement is None or record.role is not Role.PROCESSOR:
        return
    expires = record.agreement.expires
    if expires is not None and _soon(expires, index.settings.warn_ahead, law):
        arguments: Arguments = {"ends": expires, "chain": hop.chain}
        yield hop.entry.found(
            "agreement", "expires", value=f"agreement {expires}", variant="agreement", arguments=arguments
        )


def _soon(last: date, ahead: Period, law: LawOn) -> bool:
    return law.day <= last <= ahead.end(law.day).date()
