"""Rules about recipients, disclosures and transfers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from seloste.checker.finding import Argument, CountryName, RuleFinding, Several, Severity, Word
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.linking.index import Index
from seloste.checker.rules.instrument_failure import explain_failure
from seloste.checker.rules.notice.named_in_text import quote_countries, quote_tools
from seloste.checker.rules.registry import NOTICE
from seloste.policy.countries import is_country
from seloste.policy.familiar_values import find_country
from seloste.policy.law.law import LawOn
from seloste.policy.law.transfers import InvalidityReason
from seloste.policy.processing import Transfers
from seloste.policy.prose.risks import tells_risks
from seloste.policy.vocabulary import DisclosureRule, ProcessorListing, TransferRule

#: The transfer tool for which people must have been told of the risks, GDPR Art. 49(1)(a).
_EXPLICIT_CONSENT = "explicit-consent"
#: So many unknown ids are named.
_MOST_NAMED = 50


@NOTICE.rule("notice/recipients-undisclosed")
def recipients_undisclosed(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The notice mentions processors, but names neither them nor their categories."""
    processors = notice.record.processors
    if processors is None or processors.recipients or processors.categories:
        return
    if processors.listed in (ProcessorListing.ON_REQUEST, ProcessorListing.NOT_STATED, None):
        yield notice.found("processors")


@NOTICE.rule("notice/disclosure-absolute")
def disclosure_absolute(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """Data are said to be never disclosed, or only with consent, although the law obliges disclosure to authorities."""
    disclosures = notice.record.disclosures
    if disclosures is None or any(recipient.authority for recipient in disclosures.recipients.values()):
        return
    if disclosures.rule is DisclosureRule.NEVER:
        yield notice.found("disclosures", value=disclosures.rule)
    elif disclosures.rule is DisclosureRule.WITH_CONSENT:
        yield notice.found("disclosures", value=disclosures.rule, variant="with-consent")


def _get_possible_transfers(notice: NoticeEntry) -> Transfers | None:
    """The section on transfers; None if it is missing or rules them out."""
    transfers = notice.record.transfers
    return None if transfers is None or transfers.rule is TransferRule.NEVER else transfers


@NOTICE.rule("notice/transfer-instrument-invalid")
def transfer_instrument_invalid(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The notice relies on an instrument that was not in force on the day."""
    transfers = notice.record.transfers
    if transfers is None:
        return
    countries = tuple(transfers.countries or ())
    for number, instrument in enumerate(transfers.instruments):
        failures = [law.explain_invalidity(instrument, country=country) for country in countries] or [
            law.explain_invalidity(instrument)
        ]
        reason = failures[0]
        if reason is None or None in failures:
            continue
        failure = explain_failure(reason)
        named = Several(tuple(CountryName(country) for country in countries))
        # Where data sent to a country are no transfer yet, a decision on it is needless, and its absence no wrong.
        needless = bool(countries) and reason.reason is InvalidityReason.NO_DECISION
        needless = needless and not any(law.is_third_country(country) for country in countries)
        found = notice.found(
            "transfers",
            "instruments",
            number,
            subject="transfers",
            value=instrument,
            variant="needless" if needless else failure.variant,
            severity=Severity.NOTE if needless else None,
            arguments={"instrument": law.get_instrument(instrument).title, "country": named, **failure.arguments},
        )
        yield found.citing(failure.authorities, from_memory=failure.from_memory)


@NOTICE.rule("notice/transfer-unspecific")
def transfer_unspecific(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """Transfers are possible, and the notice names no countries."""
    transfers = _get_possible_transfers(notice)
    if transfers is not None and not transfers.countries:
        yield _vary(notice.found("transfers"), quote_countries(notice, law))


@NOTICE.rule("notice/transfer-risks-untold")
def transfer_risks_untold(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """Transfers rest on explicit consent, and nothing tells of their risks, without which consent is not informed."""
    transfers = _get_possible_transfers(notice)
    if transfers is None or _EXPLICIT_CONSENT not in transfers.instruments or _tells_risks(notice):
        return
    number = transfers.instruments.index(_EXPLICIT_CONSENT)
    yield notice.found("transfers", "instruments", number, subject="transfers", value=_EXPLICIT_CONSENT)


def _tells_risks(notice: NoticeEntry) -> bool:
    """Whether a text on transfers, or a text that speaks of transfers, tells of their risks."""
    return any(
        tells_risks(text, anywhere="transfers" not in steps[:2])
        for steps, text in notice.texts
        if steps[0] != "safeguards"
    )


@NOTICE.rule("notice/transfer-copy-missing")
def transfer_copy_missing(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """Transfers are possible on safeguards of Art. 46, or on nothing valid, and no way to get a copy is named."""
    transfers = _get_possible_transfers(notice)
    if transfers is None or transfers.copy_ is not None:
        return
    countries = transfers.countries or ()
    if countries and not transfers.instruments and not any(_needs_instrument(each, notice, law) for each in countries):
        return  # decisions of adequacy cover them all, and have no safeguards to copy
    valid = [law.get_instrument(instrument) for instrument in transfers.instruments if law.is_in_force(instrument)]
    if not valid or any(instrument.needs_copy for instrument in valid):
        yield notice.found("transfers")


@NOTICE.rule("notice/transfer-instrument-missing")
def transfer_instrument_missing(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """Transfers are possible that no adequacy decision covers, and the notice names no instrument for them."""
    transfers = _get_possible_transfers(notice)
    if transfers is None or transfers.instruments:
        return
    named = quote_tools(notice)
    if not transfers.countries:
        variant = "no-tool" if quote_countries(notice, law) else "no-country"
        yield _vary(notice.found("transfers", variant=variant), named)
        return
    uncovered = [country for country in dict.fromkeys(transfers.countries) if _needs_instrument(country, notice, law)]
    if uncovered:
        found = notice.found(
            "transfers",
            value=",".join(sorted(uncovered)),
            arguments={"countries": Several(tuple(CountryName(country) for country in uncovered))},
        )
        yield _vary(found, named)


def _vary(found: RuleFinding, words: Mapping[str, str]) -> RuleFinding:
    """The finding, in other words where the text itself names what the key lacks."""
    return replace(found, variant="text", arguments={**found.arguments, "words": words}) if words else found


def _needs_instrument(country: str, notice: NoticeEntry, law: LawOn) -> bool:
    """Whether a transfer to a country needs an instrument, and no recipient there has one of its own in the notice.

    A code that is no country is judged as the one that it means, if it means one.
    """
    country = country if is_country(country) else find_country(country)
    if not country or not law.is_third_country(country) or law.is_covered_without_instrument(country):
        return False
    disclosures = notice.record.disclosures
    own = (recipient.transfer for recipient in (disclosures.recipients.values() if disclosures is not None else ()))
    return not any(transfer and transfer.country == country and transfer.instrument for transfer in own)


@NOTICE.rule("notice/recipient-unknown")
def recipient_unknown(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The notice names processors by ids that no list has, and does not name them itself: nobody can tell who they are.

    One finding for all of them, at the first.
    """
    processors = notice.record.processors
    named = (processors.recipients if processors is not None else None) or {}
    if not index.list_is_complete or index.listed is None:
        return
    unknown = [id for id, entry in named.items() if id not in index.listed and not entry.name]
    if unknown:
        place = ("processors", "recipients", unknown[0])
        found = notice.found(
            *place,
            subject="processors",
            value=",".join(sorted(unknown)),
            variant="-".join(filter(None, ("" if index.listed else "no-list", "several" if len(unknown) > 1 else ""))),
            arguments={"items": Several(tuple(_suggest(id, index) for id in unknown[:_MOST_NAMED]))},
        )
        yield replace(found, location=notice.at(*place, key=True))


def _suggest(id: str, index: Index) -> Argument:
    """An id that the list does not have, with the one that may be meant, if there is any."""
    nearest = index.suggest("processors", id)
    return Word("phrases.suggested" if nearest else "phrases.quoted", {"value": id, "suggestion": nearest})
