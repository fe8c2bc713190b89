"""What a changed fact means: for every key of the notice a small function that names the reason.

A judge is given the fact before and after (None: not stated) and the case it belongs to. What no judge knows is a
reason too, `fact-changed`: nothing changes unseen.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from seloste.policy.base import Text
from seloste.policy.change.facts import Facts
from seloste.policy.change.reason import DraftReason, Term, Value
from seloste.policy.declaration import Transfer
from seloste.policy.law.law import LawOn
from seloste.policy.notice import Policy


@dataclass(frozen=True, slots=True)
class Case:
    """The part that changed: what it said before and says now, within the two notices, on a day."""

    old: Policy
    new: Policy
    before: Facts
    after: Facts
    law: LawOn


Judge = Callable[[Any, Any, Case], Iterator[DraftReason]]


def give_always(reason: str) -> Judge:
    """The reason, whatever the change."""

    def judge(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
        yield DraftReason(reason)

    return judge


def judge_flag(on: str, off: str) -> Judge:
    """One reason where it came to hold, another where it ceased to."""

    def judge(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
        yield DraftReason(on if after else off)

    return judge


def judge_statement(first: str, dropped: str, changed: str, group: str = "") -> Judge:
    """Stated for the first time, stated no longer, or another than before."""

    def judge(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
        reason = first if before is None else dropped if after is None else changed
        yield DraftReason(reason, {"before": _term(group, before), "after": _term(group, after)} if group else {})

    return judge


def judge_while_transferred(judge: Judge) -> Judge:
    """What a notice tells of its transfers; where it now says that there are none, nothing is left to tell."""

    def judged(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
        if not after and case.after.get("rule") == "never":
            yield DraftReason("transfers-none")
        else:
            yield from judge(before, after, case)

    return judged


def judge_rank(
    order: tuple[str, ...], loosened: str, tightened: str, unclear: str, group: str, dropped: str = ""
) -> Judge:
    """Closed sets that run from the strictest to the loosest; `dropped` ones are promises that silence takes back."""

    def judge(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
        values = {"before": _term(group, before), "after": _term(group, after)}
        if after is None:
            yield DraftReason(loosened if before in dropped.split() else unclear, values)
        elif before is None and after in dropped.split():
            yield DraftReason(tightened, values)
        elif before is None:  # a section that is new tells of something new
            yield DraftReason(unclear if "text" in case.before else loosened, values)
        else:
            yield DraftReason(loosened if order.index(after) > order.index(before) else tightened, values)

    return judge


def judge_scope(widened: str, narrowed: str, section: str) -> Judge:
    """Lists of ids in which absence means all."""

    def judge(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
        known = frozenset(getattr(case.old, section)) if before is None else before
        now = frozenset(getattr(case.new, section)) if after is None else after
        if after is None or now - known:
            yield DraftReason(widened, {"added": _named(case.new, section, now - known)})
        gone = known - now
        if after is not None and gone:
            still = gone & frozenset(getattr(case.new, section))
            reason = narrowed if still else "reference-follows"  # what it named is gone, which is told of by itself
            yield DraftReason(reason, {"removed": _named(case.old, section, gone)})

    return judge


def judge_members(added: str, removed: str, group: str, opened: str, closed: str) -> Judge:
    """Lists in which absence means something of its own: `opened` where the list is gone, `closed` where it is new."""

    def judge(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
        if before is None and "text" not in case.before:  # in a section that is new, every member is
            before = frozenset()
        if before is None or after is None:
            present = tuple(Term(group, each) for each in sorted(before or after or ()))
            yield DraftReason(opened if after is None else closed, {"members": present})
            return
        for each in sorted(after - before):
            yield DraftReason(added, {"member": Term(group, each)})
        for each in sorted(before - after):
            yield DraftReason(removed, {"member": Term(group, each)})

    return judge


def judge_electronic_marketing(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """Consent asked beforehand is the strictest route."""
    values = {"before": _term("electronic_marketing", before), "after": _term("electronic_marketing", after)}
    if after == "consent":
        yield DraftReason("electronic-marketing-tightened", values)
    elif before == "consent":
        yield DraftReason("electronic-marketing-loosened", values)
    else:
        yield DraftReason("electronic-marketing-changed", values)


def judge_provision(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """Whether the data came to be required."""
    rank = {None: 0, "no": 0, "contractual": 1, "statutory": 2}
    if after is None:
        yield DraftReason("provision-unstated")
    else:
        reason = "provision-required" if rank[after] > rank[before] else "provision-eased"
        yield DraftReason(reason, {"after": Term("provision", after)})


def judge_automated_decisions(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """Whether decisions came to be made by automated means alone."""
    if after is None:
        yield DraftReason("decision-unstated" if before else "decision-silence")
    elif after:
        yield DraftReason("decision-introduced")
    else:
        yield DraftReason("decision-ended" if before else "decision-denied")


def judge_recipient_country(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """A recipient that moves out of the EEA takes the data there."""
    abroad = after is not None and case.law.is_third_country(after)
    if not case.before:  # a new recipient moves nowhere
        if abroad:
            yield DraftReason("recipient-in-third-country", {"after": _term("country", after)})
        return
    values = {"before": _term("country", before), "after": _term("country", after)}
    yield DraftReason("recipient-abroad" if abroad else "recipient-moved", values)


def judge_recipient_transfer(before: Transfer | None, after: Transfer | None, case: Case) -> Iterator[DraftReason]:
    """The country and the instrument of a recipient's own transfer. Papers about it are kept inside."""
    if after is None:
        yield DraftReason("recipient-transfer-ended")
        return
    told = [(each.country, each.instrument) if each else None for each in (before, after)]
    if told[0] == told[1]:
        yield DraftReason("kept-inside")
        return
    old = before.instrument if before else None
    values = {"before": _term("instrument", old), "after": _term("instrument", after.instrument)}
    yield DraftReason("recipient-transfer-changed", values)


def judge_instruments(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """The instruments that transfers rest on; absence is an empty list."""
    old, new = before or frozenset(), after or frozenset()
    for each in sorted(new - old):
        yield DraftReason("instrument-added", {"member": Term("instrument", each)})
    for each in sorted(old - new):
        yield DraftReason("instrument-removed" if new else "instruments-unstated", {"member": Term("instrument", each)})


def judge_controller_name(before: str, after: str, case: Case) -> Iterator[DraftReason]:
    """Another controller; or the same one, by its business id, spelled otherwise."""
    same = case.before.get("business_id") == case.after.get("business_id")
    alike = difflib.SequenceMatcher(None, before.casefold(), after.casefold()).ratio() > 0.9
    yield DraftReason(
        "controller-respelled" if same and alike else "controller-changed", {"before": before, "after": after}
    )


def judge_business_id(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """Another business id is another company, or a corrected number."""
    reason = "business-id-changed" if before and after else "business-id-updated"
    yield DraftReason(reason, {"before": before, "after": after})


def judge_control(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """What a safeguard is checked by. With the same words and no check, people were told nothing else than before."""
    values = {"before": _term("control", before), "after": _term("control", after)}
    if before is None:
        yield DraftReason("safeguard-verifiable", values)
    elif after is not None:
        yield DraftReason("safeguard-exchanged", values)
    elif "assert" in case.after:
        yield DraftReason("assertion-changed", values)
    else:
        same = case.before.get("text") == case.after.get("text")
        yield DraftReason("safeguard-unchecked" if same else "safeguard-unverifiable", values)


def judge_interval(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """How often: an interval that is gone or longer is weaker."""
    weaker = after is None or (before is not None and after.longer_than(before, case.law.day))
    stronger = before is None or (after is not None and before.longer_than(after, case.law.day))
    if weaker or stronger:
        yield DraftReason("safeguard-weaker" if weaker else "safeguard-stronger", {"before": before, "after": after})


def judge_applies_to(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """Where a safeguard holds: by default in systems and processors, the widest there is."""
    if is_within_scope(before, after):
        yield DraftReason("safeguard-widened")
    elif is_within_scope(after, before):
        yield DraftReason("safeguard-narrowed")
    else:
        yield DraftReason("safeguard-shifted")


def is_within_scope(narrow: Any, wide: Any) -> bool:
    """Whether the second scope holds all of the first."""
    if narrow == wide:
        return True
    if "organisation" in (narrow, wide):
        return False
    if wide is None or (wide == "systems" and isinstance(narrow, frozenset)):
        return True
    return isinstance(narrow, frozenset) and isinstance(wide, frozenset) and narrow <= wide


def judge_assertion(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """The schema that a safeguard is checked by: its strength cannot be compared."""
    if after is not None:
        yield DraftReason("safeguard-verifiable" if before is None else "assertion-changed")
    elif "control" not in case.after:
        same = case.before.get("text") == case.after.get("text")
        yield DraftReason("safeguard-unchecked" if same else "safeguard-unverifiable")
    else:
        yield DraftReason("assertion-changed")


def judge_safeguard_removed(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """A safeguard that is gone, unless another one promises as much of the same control."""
    promised, old = case.before.get("control"), case.before
    for other in case.new.safeguards.values():
        reach = frozenset(other.applies_to) if isinstance(other.applies_to, list) else other.applies_to
        every, was = other.parameters.interval, old.get("parameters.interval")
        often = was is None or (every is not None and not every.longer_than(was, case.law.day))
        if promised and other.control == promised and is_within_scope(old.get("applies_to"), reach) and often:
            yield DraftReason("safeguard-kept-elsewhere", {"other": other.text})
            return
    yield DraftReason("safeguard-removed", {"control": _term("control", promised)})


def judge_right_removed(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """A right that is gone, unless another entry gives the same one to the same people."""
    people = case.before.get("data_subjects")
    for other in case.new.rights.values():
        given = other.data_subjects
        all_of_them = given is None or (people is not None and people <= frozenset(given))
        loose = other.at_discretion and not case.before.get("at_discretion")
        if other.right == case.before["right"] and all_of_them and not loose:
            yield DraftReason("right-kept-elsewhere", {"other": other.text})
            return
    yield DraftReason("right-removed", {"right": Term("right", str(case.before["right"]))})


def judge_contact(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """A contact: a data protection officer, a way to use one's rights, or anybody else."""
    duties = {case.before.get("duty"), case.after.get("duty")}
    if "dpo" in duties:
        there = any(each.duty == "dpo" for each in case.new.contacts.values())
        yield DraftReason("dpo-updated" if there else "dpo-gone")
    if "requests" in duties:
        yield from judge_channel(before, after, case)
    if not duties & {"dpo", "requests"}:
        yield DraftReason("contact-updated")


def judge_channel(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """The ways to use one's rights: as long as one that people know still stands, they need not be told."""
    old, new = _channels(case.old), _channels(case.new)
    if old and not new:
        yield DraftReason("channel-removed")
    else:
        yield DraftReason("channel-updated" if not old or old & new else "channel-replaced")


def _channels(policy: Policy) -> frozenset[str]:
    asked = policy.requests
    contacts = [each for each in policy.contacts.values() if each.duty == "requests"]
    known = [asked.email, asked.phone, asked.url] if asked else []
    known += [value for each in contacts for value in (each.email, each.phone)]
    return frozenset(value for value in known if value)


def judge_designation(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """Whether there is a data protection officer."""
    yield DraftReason("dpo-designated" if after else "dpo-gone")


def _term(group: str, key: Any) -> Term | None:
    return None if key is None else Term(group, str(key))


def _named(policy: Policy, section: str, ids: frozenset[str]) -> tuple[Value, ...]:
    entries: Mapping[str, Any] = getattr(policy, section)
    texts: list[Text | str] = [entries[id].text for id in entries if id in ids]
    return (*texts, *sorted(id for id in ids if id not in entries))
