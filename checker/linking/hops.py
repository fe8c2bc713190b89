"""Every place the data go: hosting, processors, subprocessors, recipients. A hop is one entry that names a country."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from seloste.checker.finding import RuleFinding, Severity
from seloste.checker.inventory import Processor, System
from seloste.checker.linking.entry import NONE, Arguments, DeclaredRecord, NoticeEntry
from seloste.checker.position import Location
from seloste.policy.countries import is_country
from seloste.policy.declaration import Transfer
from seloste.policy.law.law import LawOn

Steps = tuple[str | int, ...]
#: The id of the instrument that any adequacy decision is.
ADEQUACY = "adequacy"


class Hop(Struct, frozen=True):
    """One step of data to a country: the entry that declares it, where, and what instrument the entry gives for it.

    `steps` lead to the country, `transfer_steps` to the transfer's own mapping. `carried` says that the instrument is
    another entry's (the processor's that hosts), so that it is judged there; `own`, that the country is the one where
    the processor itself is; `is_open`, that it would be the instrument of a processor whose entry could not be read or
    is not there.
    """

    entry: DeclaredRecord[System] | DeclaredRecord[Processor] | NoticeEntry
    country: str | None
    steps: Steps
    transfer: Transfer | None = None
    transfer_steps: Steps = ()
    contract: date | None = None
    chains: tuple[tuple[str, ...], ...] = ()
    carried: bool = False
    own: bool = False
    is_open: bool = False
    must_have_country: bool = False
    #: A recipient of whom nobody says in which country it is.
    is_unplaced: bool = False
    #: The country from which the data are sent on, where all ways that lead here pass through a processor there;
    #: None where the controller sends them.
    exporter: str | None = None
    subject: str = ""
    #: Whom the data are given to, where the entry may name several; empty for the entry itself.
    recipient: str = ""
    #: Where infrastructure shows it, and by which resources; None where the entry declares it.
    place: Location | None = None
    resources: tuple[str, ...] = ()

    @property
    def location(self) -> Location:
        """Where it is declared or shown."""
        return self.place or self.entry.at(*self.steps)

    @property
    def chain(self) -> str:
        """Every way that leads here, for a message: `crm → mailer (US)`."""
        suffix = f" ({self.country})" if self.country else ""
        return "; ".join(" → ".join(chain) + suffix for chain in self.chains)

    def found(
        self,
        *steps: str | int,
        value: str = "",
        variant: str = "",
        severity: Severity | None = None,
        arguments: Arguments = NONE,
    ) -> RuleFinding:
        """A finding about the hop, at `steps` below the transfer's mapping, or at the country where there are none."""
        place = (*self.transfer_steps, *steps) if steps and self.transfer is not None else self.steps
        arguments = {"chain": self.chain, "value": value, **arguments}
        value = "; ".join((self.country or "", self.recipient, value if value != self.country else ""))
        found = self.entry.found(*place, value=value, variant=variant, severity=severity, arguments=arguments)
        if self.place is not None:
            found = replace(found, location=self.place, excerpt=None)
        return replace(found, subject=self.subject) if isinstance(self.entry, NoticeEntry) else found


def goes_to_third_country(hop: Hop, law: LawOn) -> bool:
    """Whether a hop leads to a third country on the day, so that it is a transfer."""
    country = hop.country
    return country is not None and law.is_third_country(country) and is_country(country)


def find_instrument(hop: Hop, law: LawOn) -> str | None:
    """The instrument that a hop to a third country relies on: its own, or adequacy, which need not be declared."""
    if hop.transfer is not None and hop.transfer.instrument is not None:
        return hop.transfer.instrument
    if hop.country and law.is_covered_without_instrument(hop.country):
        return ADEQUACY
    return None


def system_hops(system: DeclaredRecord[System], processors: Mapping[str, DeclaredRecord[Processor]]) -> Iterator[Hop]:
    """The hops that a system declares itself: where it is hosted, and to whom it discloses."""
    hosting = system.record.hosting
    if hosting is not None:
        host = processors.get(hosting.processor or "")
        country = hosting.effective_country
        carried = host is not None and hosting.transfer is None and find_item(host.record, country) is not None
        is_open = bool(hosting.processor) and host is None and hosting.transfer is None
        chain = (system.id, hosting.processor) if hosting.processor else (system.id,)
        hop = Hop(
            system,
            country,
            hosting.country_steps,
            hosting.transfer,
            ("hosting", "transfer"),
            _contract(hosting.transfer, host),
            (chain,),
            carried or is_open,
            is_open=is_open,
            must_have_country=True,
        )
        yield from _where_it_goes(hop)
    for number, disclosure in enumerate(system.record.disclosures or ()):
        if disclosure.country is None and disclosure.transfer is None:
            continue
        hop = Hop(
            system,
            disclosure.country,
            ("disclosures", number, "country"),
            disclosure.transfer,
            ("disclosures", number, "transfer"),
            _contract(disclosure.transfer, None),
            ((system.id, disclosure.recipient),),
            recipient=disclosure.recipient,
        )
        yield from _where_it_goes(hop)


def _where_it_goes(hop: Hop) -> Iterator[Hop]:
    """The hop, and where its transfer names another country than the entry, the hop to that one, which it is for."""
    named = hop.transfer.country if hop.transfer else None
    if named is None or named == hop.country:
        yield hop
        return
    if hop.country is not None:
        yield replace(hop, transfer=None, transfer_steps=())
    yield replace(hop, country=named, steps=(*hop.transfer_steps, "country"))


def processor_hops(
    processor: DeclaredRecord[Processor],
    chains: list[tuple[str, ...]],
    processors: Mapping[str, DeclaredRecord[Processor]],
) -> Iterator[Hop]:
    """The hops of a processor: where it processes, with its transfer for that country, and its other transfers."""
    record = processor.record
    ways = tuple(chains) or ((processor.id,),)
    own = find_item(record, record.country)
    sender = _find_sender(ways, processors)
    if own is None:
        yield Hop(
            processor, record.country, ("country",), chains=ways, own=True, must_have_country=True, exporter=sender
        )
    for number, item in enumerate(record.transfers or ()):
        to = "" if item.recipient in (None, record.name) else str(item.recipient)
        onward = tuple((*way, to) for way in ways) if to else ways
        yield Hop(
            processor,
            item.country or record.country,
            ("transfers", number, "country"),
            item,
            ("transfers", number),
            _contract(item, processor),
            onward,
            own=number == own,
            recipient=to,
            exporter=record.country if to or item.country not in (None, record.country) else sender,
        )


def _find_sender(ways: Iterable[tuple[str, ...]], processors: Mapping[str, DeclaredRecord[Processor]]) -> str | None:
    """The country of the processors that pass data on to the last one of all ways; None where a system does, or where
    the countries differ."""
    senders = {way[-2] if len(way) > 2 else "" for way in ways}
    countries = {processors[id].record.country if id in processors else None for id in senders}
    return countries.pop() if len(countries) == 1 else None


def notice_hops(notice: NoticeEntry) -> Iterator[Hop]:
    """The recipients that the notice itself names with a country."""
    disclosures = notice.record.disclosures
    for key, recipient in (disclosures.recipients if disclosures else {}).items():
        if recipient.country is not None:
            steps = ("disclosures", "recipients", key)
            hop = Hop(
                notice,
                recipient.country,
                (*steps, "country"),
                recipient.transfer,
                (*steps, "transfer"),
                _contract(recipient.transfer, None),
                ((key,),),
                subject=".".join(steps),
            )
            yield from _where_it_goes(hop)


def list_unplaced_disclosures(system: DeclaredRecord[System], notice: NoticeEntry) -> Iterator[Hop]:
    """The disclosures of a system without a country, but for those to an authority of the notice."""
    disclosures = notice.record.disclosures
    known = disclosures.recipients if disclosures else {}
    for number, disclosure in enumerate(system.record.disclosures or ()):
        named = known.get(disclosure.recipient)
        if disclosure.country or (disclosure.transfer and disclosure.transfer.country) or (named and named.authority):
            continue
        steps, chain = ("disclosures", number, "recipient"), (system.id, disclosure.recipient)
        yield Hop(system, None, steps, chains=(chain,), recipient=disclosure.recipient, is_unplaced=True)


def list_unplaced_recipients(notice: NoticeEntry) -> Iterator[Hop]:
    """The recipients of the notice without a country, but for authorities."""
    disclosures = notice.record.disclosures
    for key, recipient in (disclosures.recipients if disclosures else {}).items():
        steps = ("disclosures", "recipients", key)
        if not (recipient.country or recipient.authority or (recipient.transfer and recipient.transfer.country)):
            yield Hop(notice, None, (*steps, "country"), chains=((key,),), subject=".".join(steps), is_unplaced=True)


def list_wrong_countries(notice: NoticeEntry) -> Iterator[Hop]:
    """What is no country among those that the notice names beside its recipients, each as a hop of its own."""
    for steps, code, subject in _list_named_countries(notice):
        if not is_country(code):
            yield Hop(notice, code, steps, subject=subject)


def _list_named_countries(notice: NoticeEntry) -> Iterator[tuple[Steps, str, str]]:
    """The countries of transfers and servers, of the processors that are named, and of what is never done.

    Of each where it stands, its code, and what a finding on it is about.
    """
    policy = notice.record
    for section in ("countries", "hosting") if policy.transfers else ():
        for number, code in enumerate(getattr(policy.transfers, section) or ()):
            yield ("transfers", section, number), code, "transfers"
    for id, named in ((policy.processors.recipients if policy.processors else None) or {}).items():
        if named.country is not None:
            yield ("processors", "recipients", id, "country"), named.country, f"processors.recipients.{id}"
    for id, promise in policy.never.items():
        for number, code in enumerate(promise.countries or ()):
            yield ("never", id, "countries", number), code, f"never.{id}"


def find_item(processor: Processor, country: str | None) -> int | None:
    """The number of the processor's transfer for a country; an item without one is for the processor's own."""
    for number, item in enumerate(processor.transfers or ()):
        if country is not None and (item.country or processor.country) == country:
            return number
    return None


def _contract(transfer: Transfer | None, processor: DeclaredRecord[Processor] | None) -> date | None:
    if transfer is not None and transfer.valid_from is not None:
        return transfer.valid_from
    agreement = processor.record.agreement if processor else None
    return agreement.signed if agreement else None
