"""Where the data go: countries that are known, that the notice allows and names, and whose status is clear."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.checker.finding import RuleFinding, Severity, Word
from seloste.checker.inventory import System
from seloste.checker.linking.entry import NONE, Arguments
from seloste.checker.linking.hops import Hop
from seloste.checker.linking.index import Index
from seloste.checker.rules.registry import THIRD_COUNTRY, TRANSFER
from seloste.checker.rules.transfer.hop_findings import (
    contradict_promise,
    make_finding,
    point_to_promise,
)
from seloste.policy.countries import is_country
from seloste.policy.familiar_values import find_country, is_area
from seloste.policy.law.law import LawOn
from seloste.policy.regions import suggest_hosting
from seloste.policy.vocabulary import TransferRule

#: What is told to people of where their recipients are, beside what the record must have.
_TELLING = ("GDPR Art. 13(1)(f)",)


@TRANSFER.rule("transfer/country-unknown")
def country_unknown(hop: Hop, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """Two letters that are no country, or a host, processor or recipient with none."""
    if hop.country is None:
        if hop.is_unplaced:
            found = hop.found(variant="recipient", severity=Severity.WARNING, arguments=_name_recipient(hop, index))
            yield found.citing(_TELLING, from_memory=False)
        elif hop.must_have_country:
            yield hop.found(variant="missing", arguments=_suggest_provider(hop))
    elif not is_country(hop.country):
        meant = find_country(hop.country)
        variant = "" if hop.chains else "listed"
        variant = "area" if hop.chains and is_area(hop.country) else variant
        yield hop.found(value=hop.country, variant=variant, arguments={"suggestion": meant} if meant else NONE)


def _name_recipient(hop: Hop, index: Index) -> Arguments:
    """The recipient of a hop in the notice's words, else as a system names it."""
    recipient, disclosures = hop.chains[0][-1], index.notice.record.disclosures
    known = disclosures.recipients.get(recipient) if disclosures else None
    return {"recipient": known.text if known else recipient}


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
        yield contradict_promise(hop, make_finding(hop, law, value=hop.country, arguments=area), index)


@THIRD_COUNTRY.rule("transfer/country-undeclared")
def country_undeclared(hop: Hop, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A third country that the notice does not name among its countries, or a notice that is silent on transfers."""
    country, transfers = hop.country or "", index.notice.record.transfers
    if transfers is not None and transfers.rule is TransferRule.NEVER:
        return
    named = None if transfers is None or transfers.countries is None else transfers.countries
    if transfers is None or (named is not None and country not in named and country not in map(find_country, named)):
        yield contradict_promise(hop, make_finding(hop, law, value=country), index)


@TRANSFER.rule("transfer/territory-unclear")
def territory_unclear(hop: Hop, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The status of a territory is disputed: the more so where no tool is given, in case it is a third country."""
    if hop.country and is_country(hop.country) and law.is_disputed(hop.country):
        has_tool = hop.carried or (hop.transfer is not None and hop.transfer.instrument is not None)
        variant, severity = ("", None) if has_tool else ("no-tool", Severity.WARNING)
        found = make_finding(hop, law, value=hop.country, variant=variant, severity=severity)
        yield point_to_promise(hop, found, index)
