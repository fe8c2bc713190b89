"""The family `transfer/`: every place the data go, against the notice and the law of the day (GDPR Chapter V)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from seloste.checker.finding import CountryName, RuleFinding, Severity, Word
from seloste.checker.inventory import Processor, System
from seloste.checker.linking.entry import NONE, Arguments, NoticeEntry
from seloste.checker.linking.hops import ADEQUACY, Hop, find_instrument
from seloste.checker.linking.index import Index
from seloste.checker.position import Location
from seloste.checker.rules.instrument_failure import InstrumentFailure, explain_failure
from seloste.checker.rules.registry import TRANSFER
from seloste.policy.countries import is_country
from seloste.policy.familiar_values import find_country, is_area
from seloste.policy.law.dated import Confidence, DatedEntry
from seloste.policy.law.law import LawOn
from seloste.policy.law.transfers import InstrumentKind, Requirement
from seloste.policy.period import Period
from seloste.policy.regions import suggest_hosting
from seloste.policy.vocabulary import Role, TransferRule

#: Failures by a day of the entry itself, and not by the law.
_ENDED, _NOT_YET = _OWN_DAYS = ("outside-validity", "outside-validity-not-yet")


def _third_country(hop: Hop, law: LawOn) -> str | None:
    """The country of a hop, when it is a third country on the day; None otherwise."""
    country = hop.country
    return country if country and is_country(country) and law.is_third_country(country) else None


def _find(
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


def _against(hop: Hop, found: RuleFinding, index: Index) -> RuleFinding:
    """The finding as a contradiction of what the notice promises on transfers."""
    promise = None if index.notice.record.transfers is None else "transfers"
    return found.contradicting(promise, _locate_promise(hop, index))


def _beside(hop: Hop, found: RuleFinding, index: Index) -> RuleFinding:
    """The finding with the promise on transfers to look at, which it does not contradict."""
    return found.contradicting(None, _locate_promise(hop, index))


def _locate_promise(hop: Hop, index: Index) -> tuple[Location, ...]:
    """Where the notice promises it; empty for a hop of the notice itself, which needs no second place to look at."""
    return () if isinstance(hop.entry, NoticeEntry) else index.locate_promise("transfers")


@TRANSFER.rule("transfer/country-unknown")
def country_unknown(hop: Hop, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """Two letters that are no country, or a host or processor with none."""
    if hop.country is None:
        if hop.must_have_country:
            yield hop.found(variant="missing", arguments=_suggest_provider(hop))
    elif not is_country(hop.country):
        meant = find_country(hop.country)
        variant = "" if hop.chains else "listed"
        variant = "area" if hop.chains and is_area(hop.country) else variant
        yield hop.found(value=hop.country, variant=variant, arguments={"suggestion": meant} if meant else NONE)


def _suggest_provider(hop: Hop) -> Arguments:
    """The provider, or its region, that a hosting may mean whose country is not known."""
    record = hop.entry.record
    hosting = record.hosting if isinstance(record, System) else None
    meant = suggest_hosting(hosting.provider, hosting.region) if hosting else ""
    return {"suggestion": meant} if meant else NONE


@TRANSFER.rule("transfer/forbidden")
def forbidden(hop: Hop, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """Data leave the notice's area, and the notice promises that they never do."""
    transfers = index.notice.record.transfers
    if transfers is None or transfers.rule is not TransferRule.NEVER or not hop.country or not is_country(hop.country):
        return
    if law.is_outside(hop.country, transfers.area):
        area = {"area": Word(f"phrases.area-{transfers.area}")}
        yield _against(hop, _find(hop, law, value=hop.country, arguments=area), index)


@TRANSFER.rule("transfer/country-undeclared")
def country_undeclared(hop: Hop, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A third country that the notice does not name among its countries, or a notice that is silent on transfers."""
    country, transfers = _third_country(hop, law), index.notice.record.transfers
    if country is None or (transfers is not None and transfers.rule is TransferRule.NEVER):
        return
    named = None if transfers is None or transfers.countries is None else transfers.countries
    if transfers is None or (named is not None and country not in named and country not in map(find_country, named)):
        yield _against(hop, _find(hop, law, value=country), index)


@TRANSFER.rule("transfer/instrument-missing")
def instrument_missing(hop: Hop, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """No adequacy decision covers the country, and no instrument is given."""
    country = _third_country(hop, law)
    if country is not None and not hop.carried and find_instrument(hop, law) is None:
        yield _against(hop, _find(hop, law, value=country), index)


def _failure(hop: Hop, law: LawOn) -> InstrumentFailure | None:
    """Why the instrument given for a hop could not be relied on that day."""
    transfer = hop.transfer
    if transfer is None or transfer.instrument is None:
        return None
    reason = law.explain_invalidity(transfer.instrument, country=hop.country, contract=hop.contract)
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


def _dated(value: str, days: Arguments) -> str:
    """An instrument with the days of the entry itself that are wrong with it."""
    return " ".join((value, *map(str, days.values())))


@TRANSFER.rule("transfer/instrument-invalid")
def instrument_invalid(hop: Hop, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The instrument given was not in force on the day, or is no transfer tool."""
    if _third_country(hop, law) is None or hop.carried:
        return
    failure = _failure(hop, law)
    if failure is not None and hop.transfer is not None:
        days = failure.arguments if failure.variant in _OWN_DAYS else NONE
        value = _dated(hop.transfer.instrument or "", days)
        found = _find(hop, law, "instrument", value=value, variant=failure.variant, arguments=failure.arguments)
        yield _against(hop, found.citing(failure.authorities, from_memory=failure.from_memory), index)


def _requirement(hop: Hop, law: LawOn) -> Requirement | None:
    """What the recipient must show for the decision that the hop relies on."""
    instrument = find_instrument(hop, law)
    if instrument is None:
        return None
    tool = law.get_instrument(instrument)
    if tool.kind is not InstrumentKind.ADEQUACY:
        return None
    if tool.requires is not None:
        return tool.requires
    needed = [decision.requires for decision in law.list_decisions(hop.country or "")]
    return needed[0] if needed and None not in needed else None


@TRANSFER.rule("transfer/condition-unmet")
def condition_unmet(hop: Hop, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The decision covers only certified recipients, or only a sector, and this one is not shown to be among them."""
    if _third_country(hop, law) is None or hop.carried or _failure(hop, law):
        return
    requirement, value = _requirement(hop, law), str(find_instrument(hop, law))
    if requirement is Requirement.CERTIFICATION:
        for steps, variant, arguments in _uncertified(hop, law):
            dated = _dated(value, arguments)
            yield _against(hop, _find(hop, law, *steps, value=dated, variant=variant, arguments=arguments), index)
    elif requirement is Requirement.COVERAGE:
        covered = hop.transfer.covered if hop.transfer else None
        if covered is False:
            yield _against(hop, _find(hop, law, "covered", value=value, variant="not-covered"), index)
        elif covered is None:
            yield _beside(hop, _find(hop, law, value=value, variant="unknown", severity=Severity.WARNING), index)


def _uncertified(hop: Hop, law: LawOn) -> Iterator[tuple[tuple[str, ...], str, Arguments]]:
    """Where, and in which message with what values, it shows that a recipient is not certified on the day."""
    certified = hop.transfer.certified if hop.transfer else None
    if certified is None:
        yield ("instrument",), "", NONE
        return
    first = certified.from_ or certified.verified
    begun = law.get_instrument(str(find_instrument(hop, law))).first
    if certified.until is None and (first is None or (certified.from_ is None and first < begun)):
        yield ("certified",), "", NONE
    elif certified.until is not None and certified.until < law.day:
        yield ("certified", "until"), "expired", {"ended": certified.until}
    elif first is not None and first > law.day:
        yield ("certified", "from" if certified.from_ else "verified"), "not-yet", {"from": first}


@TRANSFER.rule("transfer/instrument-undeclared")
def instrument_undeclared(hop: Hop, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The instrument is valid, but the notice says that it relies on others."""
    transfers = index.notice.record.transfers
    if transfers is None or not transfers.instruments or _third_country(hop, law) is None or hop.carried:
        return
    instrument = find_instrument(hop, law)
    if instrument is None or _failure(hop, law) is not None or _declared(instrument, hop, transfers.instruments, law):
        return
    steps = ("instrument",) if hop.transfer is not None and hop.transfer.instrument else ()
    yield _against(hop, _find(hop, law, *steps, value=instrument), index)


def _declared(instrument: str, hop: Hop, named: list[str], law: LawOn) -> bool:
    """Whether the notice names the instrument.

    A framework is an adequacy decision too, so either name will do. Standard clauses without a decision named are
    whatever set the contract may have; and a notice that names them so means each set.
    """
    if instrument in named:
        return True
    tool = law.get_instrument(instrument)
    if any(instrument in law.get_instrument(each).any_of for each in named):
        return True
    if tool.any_of:
        possible = law.list_possible(instrument, hop.contract)
        return any(each.id in named and law.is_in_force(each.id, contract=hop.contract) for each in possible)
    return ADEQUACY in named and tool.kind is InstrumentKind.ADEQUACY and hop.country in tool.countries


@TRANSFER.rule("transfer/assessment-missing")
def assessment_missing(hop: Hop, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """Clauses or binding rules are used without an assessment of the third country's law."""
    if (
        _third_country(hop, law) is None
        or hop.transfer is None
        or hop.transfer.instrument is None
        or _failure(hop, law)
    ):
        return
    tool = law.get_instrument(hop.transfer.instrument)
    if tool.needs_assessment and hop.transfer.assessment is None:
        yield _beside(hop, _find(hop, law, "instrument", value=hop.transfer.instrument), index)


@TRANSFER.rule("transfer/instrument-ending")
def instrument_ending(hop: Hop, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """An instrument, a certification or an agreement ends soon."""
    ahead = index.settings.warn_ahead
    yield from _ending_agreement(hop, ahead, law)
    if _third_country(hop, law) is None or hop.carried or _failure(hop, law):
        return
    instrument = find_instrument(hop, law)
    if instrument is None:
        return
    certified = hop.transfer.certified if hop.transfer else None
    own = hop.transfer.valid_until if hop.transfer else None
    last = law.find_end(instrument, country=hop.country, contract=hop.contract)
    if own is not None and _soon(own, ahead, law):
        yield _beside(hop, _find(hop, law, "valid_until", value=f"{instrument} {own}", arguments={"ends": own}), index)
    elif last is not None and _soon(last, ahead, law):
        remembered = _end_from_memory(instrument, hop, law)
        value, ends = f"{instrument} {last}", {"ends": last}
        found = _find(hop, law, "instrument", value=value, arguments=ends)
        yield _beside(hop, found.citing((), from_memory=remembered), index)
    until = certified.until if certified else None
    if until is not None and _soon(until, ahead, law):
        steps, ends = ("certified", "until"), {"ends": until}
        value = f"certified {until}"
        yield _beside(hop, _find(hop, law, *steps, value=value, variant="certification", arguments=ends), index)


def _end_from_memory(instrument: str, hop: Hop, law: LawOn) -> bool:
    """Whether the last day of what a hop relies on was not checked in a source."""
    tool = law.get_instrument(instrument)
    general = tool.kind is InstrumentKind.ADEQUACY and not tool.countries
    relied: tuple[DatedEntry, ...] = law.list_decisions(hop.country or "") if general else (tool,)
    return any(entry.confidences["until"] is Confidence.FROM_MEMORY for entry in relied)


def _ending_agreement(hop: Hop, ahead: Period, law: LawOn) -> Iterator[RuleFinding]:
    """The agreement of a processor that ends soon. It is reported once, with the hop to the processor itself."""
    if isinstance(hop.entry, NoticeEntry) or not hop.own:
        return
    record = hop.entry.record
    if not isinstance(record, Processor) or record.agreement is None or record.role is not Role.PROCESSOR:
        return
    expires = record.agreement.expires
    if expires is not None and _soon(expires, ahead, law):
        arguments: Arguments = {"ends": expires, "chain": hop.chain}
        yield hop.entry.found(
            "agreement", "expires", value=f"agreement {expires}", variant="agreement", arguments=arguments
        )


def _soon(last: date, ahead: Period, law: LawOn) -> bool:
    return law.day <= last <= ahead.end(law.day).date()


@TRANSFER.rule("transfer/territory-unclear")
def territory_unclear(hop: Hop, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The status of a territory is disputed."""
    if hop.country and is_country(hop.country) and law.is_disputed(hop.country):
        yield _beside(hop, _find(hop, law, value=hop.country), index)
