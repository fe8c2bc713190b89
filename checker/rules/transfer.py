"""The family `transfer/`: every place the data go, against the notice and the law of the day (GDPR Chapter V)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from seloste.checker.finding import CountryName, RuleFinding, Severity, Word
from seloste.checker.inventory import Processor
from seloste.checker.linking.entry import NONE, Arguments, NoticeEntry
from seloste.checker.linking.hops import Hop
from seloste.checker.linking.index import Index
from seloste.checker.rules.instrument_failure import InstrumentFailure, told
from seloste.checker.rules.registry import rule
from seloste.policy.countries import is_country
from seloste.policy.law.dated import Confidence, DatedEntry
from seloste.policy.law.law import LawOn
from seloste.policy.law.transfers import InstrumentKind, Requirement
from seloste.policy.period import Period
from seloste.policy.vocabulary import Role, TransferRule

ADEQUACY = "adequacy"
#: Failures by a day of the entry itself, and not by the law.
_ENDED, _NOT_YET = _OWN_DAYS = ("outside-validity", "outside-validity-not-yet")


def _third_country(hop: Hop, law: LawOn) -> str | None:
    """The country of a hop, when it is a third country on the day; None otherwise."""
    country = hop.country
    return country if country and is_country(country) and law.third_country(country) else None


def relied_on(hop: Hop, law: LawOn) -> str | None:
    """The instrument that a hop to a third country relies on: its own, or adequacy, which need not be given."""
    if hop.transfer is not None and hop.transfer.instrument is not None:
        return hop.transfer.instrument
    if hop.country and law.covered_without_instrument(hop.country):
        return ADEQUACY
    return None


def _promise(index: Index) -> str | None:
    return "transfers" if index.notice.record.transfers is not None else None


def _found(
    hop: Hop,
    index: Index,
    law: LawOn,
    *steps: str | int,
    value: str,
    promise: str | None = None,
    variant: str = "",
    severity: Severity | None = None,
    authorities: tuple[str, ...] = (),
    from_memory: bool = False,
    arguments: Arguments = NONE,
) -> RuleFinding:
    """A finding about a hop, whose message may name the country and the instrument beside its `arguments`."""
    instrument = relied_on(hop, law)
    named: Arguments = {"instrument": law.instrument(instrument).title} if instrument else {}
    return hop.found(
        *steps,
        value=value,
        promise=promise,
        variant=variant,
        severity=severity,
        see=index.see("transfers"),
        law=authorities,
        from_memory=from_memory,
        arguments={"country": CountryName(hop.country or ""), **named, **arguments},
    )


@rule("transfer/country-unknown")
def country_unknown(hop: Hop, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """Two letters that are no country, or a host or processor with none."""
    if hop.country is None:
        if hop.must_have_country:
            yield hop.found(variant="missing")
    elif not is_country(hop.country):
        yield hop.found(value=hop.country)


@rule("transfer/forbidden")
def forbidden(hop: Hop, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """Data leave the notice's area, and the notice promises that they never do."""
    transfers = index.notice.record.transfers
    if transfers is None or transfers.rule is not TransferRule.NEVER or not hop.country or not is_country(hop.country):
        return
    if law.outside(hop.country, transfers.area):
        area = {"area": Word(f"phrases.area-{transfers.area}")}
        yield _found(hop, index, law, value=hop.country, promise="transfers", arguments=area)


@rule("transfer/country-undeclared")
def country_undeclared(hop: Hop, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A third country that the notice does not name among its countries, or a notice that is silent on transfers."""
    country, transfers = _third_country(hop, law), index.notice.record.transfers
    if country is None or (transfers is not None and transfers.rule is TransferRule.NEVER):
        return
    if transfers is None or (transfers.countries is not None and country not in transfers.countries):
        yield _found(hop, index, law, value=country, promise=_promise(index))


@rule("transfer/instrument-missing")
def instrument_missing(hop: Hop, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """No adequacy decision covers the country, and no instrument is given."""
    country = _third_country(hop, law)
    if country is not None and not hop.carried and relied_on(hop, law) is None:
        yield _found(hop, index, law, value=country, promise=_promise(index))


def _failure(hop: Hop, law: LawOn) -> InstrumentFailure | None:
    """Why the instrument given for a hop could not be relied on that day."""
    transfer = hop.transfer
    if transfer is None or transfer.instrument is None:
        return None
    reason = law.why_not(transfer.instrument, country=hop.country, contract=hop.contract)
    if reason is not None:
        failure = told(reason)
        return replace(failure, arguments={**failure.arguments, "signed": hop.contract}) if hop.contract else failure
    if transfer.valid_until is not None and transfer.valid_until < law.day:
        return InstrumentFailure(_ENDED, {"ended": transfer.valid_until})
    if transfer.valid_from is not None and transfer.valid_from > law.day:
        return InstrumentFailure(_NOT_YET, {"from": transfer.valid_from})
    return None


def _dated(value: str, days: Arguments) -> str:
    """An instrument with the days of the entry itself that are wrong with it."""
    return " ".join((value, *map(str, days.values())))


@rule("transfer/instrument-invalid")
def instrument_invalid(hop: Hop, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The instrument given was not in force on the day, or is no transfer tool."""
    if _third_country(hop, law) is None or hop.carried:
        return
    failure = _failure(hop, law)
    if failure is not None and hop.transfer is not None:
        yield _found(
            hop,
            index,
            law,
            "instrument",
            value=_dated(hop.transfer.instrument or "", failure.arguments if failure.variant in _OWN_DAYS else NONE),
            promise=_promise(index),
            variant=failure.variant,
            authorities=failure.authorities,
            from_memory=failure.from_memory,
            arguments=failure.arguments,
        )


def _requirement(hop: Hop, law: LawOn) -> Requirement | None:
    """What the recipient must show for the decision that the hop relies on."""
    instrument = relied_on(hop, law)
    if instrument is None:
        return None
    tool = law.instrument(instrument)
    if tool.kind is not InstrumentKind.ADEQUACY:
        return None
    if tool.requires is not None:
        return tool.requires
    needed = [decision.requires for decision in law.adequacy(hop.country or "")]
    return needed[0] if needed and None not in needed else None


@rule("transfer/condition-unmet")
def condition_unmet(hop: Hop, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The decision covers only certified recipients, or only a sector, and this one is not shown to be among them."""
    if _third_country(hop, law) is None or hop.carried or _failure(hop, law):
        return
    requirement, value = _requirement(hop, law), str(relied_on(hop, law))
    if requirement is Requirement.CERTIFICATION:
        for steps, variant, arguments in _uncertified(hop, law):
            yield _found(
                hop,
                index,
                law,
                *steps,
                value=_dated(value, arguments),
                promise=_promise(index),
                variant=variant,
                arguments=arguments,
            )
    elif requirement is Requirement.COVERAGE:
        covered = hop.transfer.covered if hop.transfer else None
        if covered is False:
            yield _found(hop, index, law, "covered", value=value, promise=_promise(index), variant="not-covered")
        elif covered is None:
            yield _found(hop, index, law, value=value, variant="unknown", severity=Severity.WARNING)


def _uncertified(hop: Hop, law: LawOn) -> Iterator[tuple[tuple[str, ...], str, Arguments]]:
    """Where, and in which message with what values, it shows that a recipient is not certified on the day."""
    certified = hop.transfer.certified if hop.transfer else None
    if certified is None:
        yield ("instrument",), "", NONE
        return
    first = certified.from_ or certified.verified
    begun = law.instrument(str(relied_on(hop, law))).first
    if certified.until is None and (first is None or (certified.from_ is None and first < begun)):
        yield ("certified",), "", NONE
    elif certified.until is not None and certified.until < law.day:
        yield ("certified", "until"), "expired", {"ended": certified.until}
    elif first is not None and first > law.day:
        yield ("certified", "from" if certified.from_ else "verified"), "not-yet", {"from": first}


@rule("transfer/instrument-undeclared")
def instrument_undeclared(hop: Hop, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The instrument is valid, but the notice says that it relies on others."""
    transfers = index.notice.record.transfers
    if transfers is None or not transfers.instruments or _third_country(hop, law) is None or hop.carried:
        return
    instrument = relied_on(hop, law)
    if instrument is None or _failure(hop, law) is not None or _declared(instrument, hop, transfers.instruments, law):
        return
    steps = ("instrument",) if hop.transfer is not None and hop.transfer.instrument else ()
    yield _found(hop, index, law, *steps, value=instrument, promise="transfers")


def _declared(instrument: str, hop: Hop, named: list[str], law: LawOn) -> bool:
    """Whether the notice names the instrument; a framework is an adequacy decision too, so either name tells of it."""
    if instrument in named:
        return True
    tool = law.instrument(instrument)
    return ADEQUACY in named and tool.kind is InstrumentKind.ADEQUACY and hop.country in tool.countries


@rule("transfer/assessment-missing")
def assessment_missing(hop: Hop, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """Clauses or binding rules are used without an assessment of the third country's law."""
    if (
        _third_country(hop, law) is None
        or hop.transfer is None
        or hop.transfer.instrument is None
        or _failure(hop, law)
    ):
        return
    tool = law.instrument(hop.transfer.instrument)
    if tool.needs_assessment and hop.transfer.assessment is None:
        yield _found(hop, index, law, "instrument", value=hop.transfer.instrument)


@rule("transfer/instrument-ending")
def instrument_ending(hop: Hop, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """An instrument, a certification or an agreement ends soon."""
    ahead = index.context.warn_ahead
    yield from _ending_agreement(hop, ahead, law)
    if _third_country(hop, law) is None or hop.carried or _failure(hop, law):
        return
    instrument = relied_on(hop, law)
    if instrument is None:
        return
    certified = hop.transfer.certified if hop.transfer else None
    own = hop.transfer.valid_until if hop.transfer else None
    last = law.ends(instrument, country=hop.country, contract=hop.contract)
    if own is not None and _soon(own, ahead, law):
        yield _found(hop, index, law, "valid_until", value=f"{instrument} {own}", arguments={"ends": own})
    elif last is not None and _soon(last, ahead, law):
        remembered = _end_from_memory(instrument, hop, law)
        value, ends = f"{instrument} {last}", {"ends": last}
        yield _found(hop, index, law, "instrument", value=value, from_memory=remembered, arguments=ends)
    until = certified.until if certified else None
    if until is not None and _soon(until, ahead, law):
        steps, ends = ("certified", "until"), {"ends": until}
        value = f"certified {until}"
        yield _found(hop, index, law, *steps, value=value, variant="certification", arguments=ends)


def _end_from_memory(instrument: str, hop: Hop, law: LawOn) -> bool:
    """Whether the last day of what a hop relies on was not checked in a source."""
    tool = law.instrument(instrument)
    general = tool.kind is InstrumentKind.ADEQUACY and not tool.countries
    relied: tuple[DatedEntry, ...] = law.adequacy(hop.country or "") if general else (tool,)
    return any(entry.confidences["until"] is Confidence.FROM_MEMORY for entry in relied)


def _ending_agreement(hop: Hop, ahead: Period, law: LawOn) -> Iterator[RuleFinding]:
    """The agreement of a processor, told once: with the hop that stands for the processor itself."""
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


@rule("transfer/territory-unclear")
def territory_unclear(hop: Hop, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The status of a territory is disputed."""
    if hop.country and is_country(hop.country) and law.disputed(hop.country):
        yield _found(hop, index, law, value=hop.country)
