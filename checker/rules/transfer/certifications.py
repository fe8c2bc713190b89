"""What a decision asks of its recipient: a certification, or to be within the sector that it covers."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.checker.finding import RuleFinding, Severity
from seloste.checker.linking.entry import NONE, Arguments
from seloste.checker.linking.hops import Hop, find_instrument
from seloste.checker.linking.index import Index
from seloste.checker.rules.registry import TRANSFER
from seloste.checker.rules.transfer.hop_findings import (
    contradict_promise,
    find_failure,
    find_third_country,
    join_days,
    make_finding,
    point_to_promise,
)
from seloste.policy.law.law import LawOn
from seloste.policy.law.transfers import InstrumentKind, Requirement


def _requirement(hop: Hop, law: LawOn) -> Requirement | None:
    """What the recipient must show for the decision that the hop relies on."""
    instrument = find_instrument(hop, law)
    if instrument is None:
        return None
    tool = law.get_instrument(instrument)
    if tool.requires is not None:
        return tool.requires
    if tool.kind is not InstrumentKind.ADEQUACY:
        return None
    needed = [decision.requires for decision in law.list_decisions(hop.country or "")]
    return needed[0] if needed and None not in needed else None


@TRANSFER.rule("transfer/condition-unmet")
def condition_unmet(hop: Hop, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The decision covers only certified recipients, or only a sector, and this one is not shown to be among them."""
    if find_third_country(hop, law) is None or hop.carried or find_failure(hop, law):
        return
    requirement, value = _requirement(hop, law), str(find_instrument(hop, law))
    if requirement is Requirement.CERTIFICATION:
        for steps, variant, arguments in _uncertified(hop, law):
            dated = join_days(value, arguments)
            yield contradict_promise(
                hop, make_finding(hop, law, *steps, value=dated, variant=variant, arguments=arguments), index
            )
    elif requirement is Requirement.COVERAGE:
        covered = hop.transfer.covered if hop.transfer else None
        if covered is False:
            yield contradict_promise(hop, make_finding(hop, law, "covered", value=value, variant="not-covered"), index)
        elif covered is None:
            yield point_to_promise(
                hop, make_finding(hop, law, value=value, variant="unknown", severity=Severity.WARNING), index
            )


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
