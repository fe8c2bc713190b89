"""To whom and where: recipients, disclosures and transfers, as the notice tells of them."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.checker.finding import CountryName, RuleFinding, Several
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.rules.context import Settings
from seloste.checker.rules.instrument_failure import told
from seloste.checker.rules.registry import rule
from seloste.policy.law.law import LawOn
from seloste.policy.notice import Transfers
from seloste.policy.vocabulary import DisclosureRule, ProcessorListing, TransferRule


@rule("notice/recipients-undisclosed")
def recipients_undisclosed(notice: NoticeEntry, context: Settings, law: LawOn) -> Iterator[RuleFinding]:
    """Processors are spoken of, but neither they nor their categories are given."""
    processors = notice.record.processors
    if processors is None or processors.recipients or processors.categories:
        return
    if processors.listed in (ProcessorListing.ON_REQUEST, ProcessorListing.NOT_STATED, None):
        yield notice.found("processors")


@rule("notice/disclosure-absolute")
def disclosure_absolute(notice: NoticeEntry, context: Settings, law: LawOn) -> Iterator[RuleFinding]:
    """Data are never disclosed, or only with consent, and authorities that the law obliges to serve are left out."""
    disclosures = notice.record.disclosures
    if disclosures is None or any(recipient.authority for recipient in disclosures.recipients.values()):
        return
    if disclosures.rule is DisclosureRule.NEVER:
        yield notice.found("disclosures", value=disclosures.rule)
    elif disclosures.rule is DisclosureRule.WITH_CONSENT:
        yield notice.found("disclosures", value=disclosures.rule, variant="with-consent")


def _possible(notice: NoticeEntry) -> Transfers | None:
    """The section on transfers, when by its own words some may happen."""
    transfers = notice.record.transfers
    return None if transfers is None or transfers.rule is TransferRule.NEVER else transfers


@rule("notice/transfer-instrument-invalid")
def transfer_instrument_invalid(notice: NoticeEntry, context: Settings, law: LawOn) -> Iterator[RuleFinding]:
    """The notice relies on an instrument that was not in force on the day."""
    transfers = notice.record.transfers
    if transfers is None:
        return
    countries = tuple(transfers.countries or ())
    for number, instrument in enumerate(transfers.instruments):
        failures = [law.why_not(instrument, country=country) for country in countries] or [law.why_not(instrument)]
        reason = failures[0]
        if reason is None or None in failures:
            continue
        failure = told(reason)
        named = Several(tuple(CountryName(country) for country in countries))
        yield notice.found(
            "transfers",
            "instruments",
            number,
            subject="transfers",
            value=instrument,
            variant=failure.variant,
            law=failure.authorities,
            from_memory=failure.from_memory,
            arguments={"instrument": law.instrument(instrument).title, "country": named, **failure.arguments},
        )


@rule("notice/transfer-unspecific")
def transfer_unspecific(notice: NoticeEntry, context: Settings, law: LawOn) -> Iterator[RuleFinding]:
    """Transfers may happen, and no countries are given."""
    transfers = _possible(notice)
    if transfers is not None and not transfers.countries:
        yield notice.found("transfers")


@rule("notice/transfer-copy-missing")
def transfer_copy_missing(notice: NoticeEntry, context: Settings, law: LawOn) -> Iterator[RuleFinding]:
    """Transfers may happen on safeguards of Art. 46, or on nothing valid, and nothing says how to get a copy."""
    transfers = _possible(notice)
    if transfers is None or transfers.copy_ is not None:
        return
    valid = [law.instrument(instrument) for instrument in transfers.instruments if law.in_force(instrument)]
    if not valid or any(instrument.needs_copy for instrument in valid):
        yield notice.found("transfers")
