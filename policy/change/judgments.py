"""The judges of single keys, for which `seloste.policy.change.judge` makes none."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any

from seloste.policy.change.judge import Case, make_rank_judge, make_term
from seloste.policy.change.members import is_within_scope
from seloste.policy.change.reason import DraftReason, Term
from seloste.policy.declaration import Transfer
from seloste.policy.notice import Policy
from seloste.policy.vocabulary import Basis, DisclosureRule


def judge_guardian_consent(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """Judges whether a guardian consents for children, who cannot do so alone where processing rests on consent."""
    if after is not None:
        yield DraftReason("guardian-added")
        return
    yield DraftReason("guardian-dropped")
    bases = (basis for purpose in case.new.purposes.values() for basis in purpose.legal_bases)
    if case.after.get("children") and any(each.basis is Basis.CONSENT for each in bases):
        yield DraftReason("guardian-needed")


def judge_provision(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """Judges whether people must give the data."""
    rank = {None: 0, "no": 0, "contractual": 1, "statutory": 2}
    if after is None:
        yield DraftReason("provision-unstated")
    else:
        reason = "provision-required" if rank[after] > rank[before] else "provision-eased"
        yield DraftReason(reason, {"after": Term("provision", after)})


def judge_automated_decisions(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """Judges whether decisions are made by automated means alone."""
    if after is None:
        yield DraftReason("decision-unstated" if before else "decision-silence")
    elif after:
        yield DraftReason("decision-introduced")
    else:
        yield DraftReason("decision-ended" if before else "decision-denied")


def judge_disclosure_rule(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """Judges when data are disclosed. Consent to that is not exchanged for another basis either."""
    if before == DisclosureRule.WITH_CONSENT and after != DisclosureRule.NEVER:
        values = {key: make_term("disclosure_rule", value) for key, value in (("before", before), ("after", after))}
        yield DraftReason("disclosure-consent-dropped", values)
    else:
        yield from _judge_disclosure_rank(before, after, case)


_judge_disclosure_rank = make_rank_judge(
    tuple(DisclosureRule),
    "disclosure-loosened",
    "disclosure-tightened",
    "disclosure-unclear",
    "disclosure_rule",
    DisclosureRule.NEVER,
)


def judge_added_recipient(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """Judges an added recipient: where data were disclosed only with consent, on what does its disclosure rest?"""
    rules = [policy.disclosures.rule if policy.disclosures else None for policy in (case.old, case.new)]
    without = rules[0] == DisclosureRule.WITH_CONSENT != rules[1] and not case.after.get("authority")
    yield DraftReason("recipient-without-consent" if without else "recipient-added")


def judge_recipient_country(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """Judges the country of a recipient: data leave the EEA with it."""
    abroad = after is not None and case.law.is_third_country(after)
    if not case.before:  # a new recipient has no country to move from
        if abroad:
            yield DraftReason("recipient-in-third-country", {"after": make_term("country", after)})
        return
    values = {"before": make_term("country", before), "after": make_term("country", after)}
    yield DraftReason("recipient-abroad" if abroad else "recipient-moved", values)


def judge_recipient_transfer(before: Transfer | None, after: Transfer | None, case: Case) -> Iterator[DraftReason]:
    """Judges the country and the instrument of a recipient's transfer. Documents about it are internal."""
    if after is None:
        yield DraftReason("recipient-transfer-ended")
        return
    facts = [(each.country, each.instrument) if each else None for each in (before, after)]
    if facts[0] == facts[1]:
        yield DraftReason("kept-inside")
        return
    old = before.instrument if before else None
    values = {"before": make_term("instrument", old), "after": make_term("instrument", after.instrument)}
    yield DraftReason("recipient-transfer-changed", values)


def judge_instruments(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """Judges the instruments that transfers rest on; absence is an empty list."""
    old, new = before or frozenset(), after or frozenset()
    for each in sorted(new - old):
        yield DraftReason("instrument-added", {"member": Term("instrument", each)})
    for each in sorted(old - new):
        yield DraftReason("instrument-removed" if new else "instruments-unstated", {"member": Term("instrument", each)})


def judge_controller_name(before: str, after: str, case: Case) -> Iterator[DraftReason]:
    """Judges the name of a controller: another company, or the same one spelled differently, by its business id."""
    same = case.before.get("business_id") == case.after.get("business_id")
    alike = difflib.SequenceMatcher(None, before.casefold(), after.casefold()).ratio() > 0.9
    yield DraftReason(
        "controller-respelled" if same and alike else "controller-changed", {"before": before, "after": after}
    )


def judge_business_id(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """Judges the business id: another company, or a corrected number. With another name it is another company."""
    if before and after and case.before.get("name") != case.after.get("name"):
        return  # the name tells it
    reason = "business-id-changed" if before and after else "business-id-updated"
    yield DraftReason(reason, {"before": before, "after": after})


def judge_interval(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """Judges the interval of a safeguard: a longer one, or none, is weaker."""
    weaker = after is None or (before is not None and after.longer_than(before, case.law.day))
    stronger = before is None or (after is not None and before.longer_than(after, case.law.day))
    if weaker or stronger:
        yield DraftReason("safeguard-weaker" if weaker else "safeguard-stronger", {"before": before, "after": after})


def judge_applies_to(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """Judges the scope of a safeguard: by default systems and processors, which is the widest one."""
    if is_within_scope(before, after):
        yield DraftReason("safeguard-widened")
    elif is_within_scope(after, before):
        yield DraftReason("safeguard-narrowed")
    else:
        yield DraftReason("safeguard-shifted")


def judge_assertion(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """Judges the schema of a safeguard, whose strength cannot be compared."""
    if after is not None:
        yield DraftReason("safeguard-verifiable" if before is None else "assertion-changed")
    elif "control" not in case.after:
        same = case.before.get("text") == case.after.get("text")
        yield DraftReason("safeguard-unchecked" if same else "safeguard-unverifiable")
    else:
        yield DraftReason("assertion-changed")


def judge_contact(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """Judges a contact: a data protection officer, a channel for requests, or anybody else."""
    duties = {case.before.get("duty"), case.after.get("duty")}
    if "dpo" in duties:
        there = any(each.duty == "dpo" for each in case.new.contacts.values())
        yield DraftReason("dpo-updated" if there else "dpo-gone")
    if "requests" in duties:
        yield from judge_channel(before, after, case)
    if not duties & {"dpo", "requests"}:
        yield DraftReason("contact-updated")


def judge_channel(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """Judges the channels for requests: while a known one remains, people need not be informed."""
    old, new = _list_channels(case.old), _list_channels(case.new)
    if old and not new:
        yield DraftReason("channel-removed")
    else:
        yield DraftReason("channel-updated" if not old or old & new else "channel-replaced")


def _list_channels(policy: Policy) -> frozenset[str]:
    asked = policy.requests
    contacts = [each for each in policy.contacts.values() if each.duty == "requests"]
    known = [asked.email, asked.phone, asked.url] if asked else []
    known += [value for each in contacts for value in (each.email, each.phone)]
    return frozenset(value for value in known if value)


def judge_designation(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """Judges whether there is a data protection officer."""
    yield DraftReason("dpo-designated" if after else "dpo-gone" if after is None else "dpo-denied")
