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
from seloste.policy.change.reason import Because, Term, Value
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


Judge = Callable[[Any, Any, Case], Iterator[Because]]


def always(reason: str) -> Judge:
    """The reason, whatever the change."""

    def judge(before: Any, after: Any, case: Case) -> Iterator[Because]:
        yield Because(reason)

    return judge


def flag(on: str, off: str) -> Judge:
    """One reason where it came to hold, another where it ceased to."""

    def judge(before: Any, after: Any, case: Case) -> Iterator[Because]:
        yield Because(on if after else off)

    return judge


def stated(first: str, dropped: str, changed: str, group: str = "") -> Judge:
    """Stated for the first time, stated no longer, or another than before."""

    def judge(before: Any, after: Any, case: Case) -> Iterator[Because]:
        reason = first if before is None else dropped if after is None else changed
        yield Because(reason, {"before": _term(group, before), "after": _term(group, after)} if group else {})

    return judge


def while_transferred(judge: Judge) -> Judge:
    """What a notice tells of its transfers; where it now says that there are none, nothing is left to tell."""

    def judged(before: Any, after: Any, case: Case) -> Iterator[Because]:
        if not after and case.after.get("rule") == "never":
            yield Because("transfers-none")
        else:
            yield from judge(before, after, case)

    return judged


def ranked(order: tuple[str, ...], loosened: str, tightened: str, unclear: str, group: str, dropped: str = "") -> Judge:
    """Closed sets that run from the strictest to the loosest; `dropped` ones are promises that silence takes back."""

    def judge(before: Any, after: Any, case: Case) -> Iterator[Because]:
        values = {"before": _term(group, before), "after": _term(group, after)}
        if after is None:
            yield Because(loosened if before in dropped.split() else unclear, values)
        elif before is None and after in dropped.split():
            yield Because(tightened, values)
        elif before is None:  # a section that is new tells of something new
            yield Because(unclear if "text" in case.before else loosened, values)
        else:
            yield Because(loosened if order.index(after) > order.index(before) else tightened, values)

    return judge


def scope(widened: str, narrowed: str, section: str) -> Judge:
    """Lists of ids in which absence means all."""

    def judge(before: Any, after: Any, case: Case) -> Iterator[Because]:
        known = frozenset(getattr(case.old, section)) if before is None else before
        now = frozenset(getattr(case.new, section)) if after is None else after
        if after is None or now - known:
            yield Because(widened, {"added": _named(case.new, section, now - known)})
        gone = known - now
        if after is not None and gone:
            still = gone & frozenset(getattr(case.new, section))
            reason = narrowed if still else "reference-follows"  # what it named is gone, which is told of by itself
            yield Because(reason, {"removed": _named(case.old, section, gone)})

    return judge


def members(added: str, removed: str, group: str, opened: str, closed: str) -> Judge:
    """Lists in which absence means something of its own: `opened` where the list is gone, `closed` where it is new."""

    def judge(before: Any, after: Any, case: Case) -> Iterator[Because]:
        if before is None and "text" not in case.before:  # in a section that is new, every member is
            before = frozenset()
        if before is None or after is None:
            present = tuple(Term(group, each) for each in sorted(before or after or ()))
            yield Because(opened if after is None else closed, {"members": present})
            return
        for each in sorted(after - before):
            yield Because(added, {"member": Term(group, each)})
        for each in sorted(before - after):
            yield Because(removed, {"member": Term(group, each)})

    return judge


def electronic_marketing(before: Any, after: Any, case: Case) -> Iterator[Because]:
    """Consent asked beforehand is the strictest route."""
    values = {"before": _term("electronic_marketing", before), "after": _term("electronic_marketing", after)}
    if after == "consent":
        yield Because("electronic-marketing-tightened", values)
    elif before == "consent":
        yield Because("electronic-marketing-loosened", values)
    else:
        yield Because("electronic-marketing-changed", values)


def provision(before: Any, after: Any, case: Case) -> Iterator[Because]:
    """Whether the data came to be required."""
    rank = {None: 0, "no": 0, "contractual": 1, "statutory": 2}
    if after is None:
        yield Because("provision-unstated")
    else:
        reason = "provision-required" if rank[after] > rank[before] else "provision-eased"
        yield Because(reason, {"after": Term("provision", after)})


def automated_decisions(before: Any, after: Any, case: Case) -> Iterator[Because]:
    """Whether decisions came to be made by automated means alone."""
    if after is None:
        yield Because("decision-unstated" if before else "decision-silence")
    elif after:
        yield Because("decision-introduced")
    else:
        yield Because("decision-ended" if before else "decision-denied")


def recipient_country(before: Any, after: Any, case: Case) -> Iterator[Because]:
    """A recipient that moves out of the EEA takes the data there."""
    abroad = after is not None and case.law.third_country(after)
    if not case.before:  # a new recipient moves nowhere
        if abroad:
            yield Because("recipient-in-third-country", {"after": _term("country", after)})
        return
    values = {"before": _term("country", before), "after": _term("country", after)}
    yield Because("recipient-abroad" if abroad else "recipient-moved", values)


def recipient_transfer(before: Transfer | None, after: Transfer | None, case: Case) -> Iterator[Because]:
    """The country and the instrument of a recipient's own transfer. Papers about it are kept inside."""
    if after is None:
        yield Because("recipient-transfer-ended")
        return
    told = [(each.country, each.instrument) if each else None for each in (before, after)]
    if told[0] == told[1]:
        yield Because("kept-inside")
        return
    old = before.instrument if before else None
    values = {"before": _term("instrument", old), "after": _term("instrument", after.instrument)}
    yield Because("recipient-transfer-changed", values)


def instruments(before: Any, after: Any, case: Case) -> Iterator[Because]:
    """The instruments that transfers rest on; absence is an empty list."""
    old, new = before or frozenset(), after or frozenset()
    for each in sorted(new - old):
        yield Because("instrument-added", {"member": Term("instrument", each)})
    for each in sorted(old - new):
        yield Because("instrument-removed" if new else "instruments-unstated", {"member": Term("instrument", each)})


def controller_name(before: str, after: str, case: Case) -> Iterator[Because]:
    """Another controller; or the same one, by its business id, spelled otherwise."""
    same = case.before.get("business_id") == case.after.get("business_id")
    alike = difflib.SequenceMatcher(None, before.casefold(), after.casefold()).ratio() > 0.9
    yield Because(
        "controller-respelled" if same and alike else "controller-changed", {"before": before, "after": after}
    )


def business_id(before: Any, after: Any, case: Case) -> Iterator[Because]:
    """Another business id is another company, or a corrected number."""
    reason = "business-id-changed" if before and after else "business-id-updated"
    yield Because(reason, {"before": before, "after": after})


def control(before: Any, after: Any, case: Case) -> Iterator[Because]:
    """What a safeguard is checked by. With the same words and no check, people were told nothing else than before."""
    values = {"before": _term("control", before), "after": _term("control", after)}
    if before is None:
        yield Because("safeguard-verifiable", values)
    elif after is not None:
        yield Because("safeguard-exchanged", values)
    elif "assert" in case.after:
        yield Because("assertion-changed", values)
    else:
        same = case.before.get("text") == case.after.get("text")
        yield Because("safeguard-unchecked" if same else "safeguard-unverifiable", values)


def interval(before: Any, after: Any, case: Case) -> Iterator[Because]:
    """How often: an interval that is gone or longer is weaker."""
    weaker = after is None or (before is not None and after.longer_than(before, case.law.day))
    stronger = before is None or (after is not None and before.longer_than(after, case.law.day))
    if weaker or stronger:
        yield Because("safeguard-weaker" if weaker else "safeguard-stronger", {"before": before, "after": after})


def applies_to(before: Any, after: Any, case: Case) -> Iterator[Because]:
    """Where a safeguard holds: by default in systems and processors, the widest there is."""
    if wider_scope(before, after):
        yield Because("safeguard-widened")
    elif wider_scope(after, before):
        yield Because("safeguard-narrowed")
    else:
        yield Because("safeguard-shifted")


def wider_scope(narrow: Any, wide: Any) -> bool:
    """Whether the second scope holds all of the first."""
    if narrow == wide:
        return True
    if "organisation" in (narrow, wide):
        return False
    if wide is None or (wide == "systems" and isinstance(narrow, frozenset)):
        return True
    return isinstance(narrow, frozenset) and isinstance(wide, frozenset) and narrow <= wide


def assertion(before: Any, after: Any, case: Case) -> Iterator[Because]:
    """The schema that a safeguard is checked by: its strength cannot be compared."""
    if after is not None:
        yield Because("safeguard-verifiable" if before is None else "assertion-changed")
    elif "control" not in case.after:
        same = case.before.get("text") == case.after.get("text")
        yield Because("safeguard-unchecked" if same else "safeguard-unverifiable")
    else:
        yield Because("assertion-changed")


def safeguard_removed(before: Any, after: Any, case: Case) -> Iterator[Because]:
    """A safeguard that is gone, unless another one promises as much of the same control."""
    promised, old = case.before.get("control"), case.before
    for other in case.new.safeguards.values():
        reach = frozenset(other.applies_to) if isinstance(other.applies_to, list) else other.applies_to
        every, was = other.parameters.interval, old.get("parameters.interval")
        often = was is None or (every is not None and not every.longer_than(was, case.law.day))
        if promised and other.control == promised and wider_scope(old.get("applies_to"), reach) and often:
            yield Because("safeguard-kept-elsewhere", {"other": other.text})
            return
    yield Because("safeguard-removed", {"control": _term("control", promised)})


def right_removed(before: Any, after: Any, case: Case) -> Iterator[Because]:
    """A right that is gone, unless another entry gives the same one to the same people."""
    people = case.before.get("data_subjects")
    for other in case.new.rights.values():
        given = other.data_subjects
        all_of_them = given is None or (people is not None and people <= frozenset(given))
        loose = other.at_discretion and not case.before.get("at_discretion")
        if other.right == case.before["right"] and all_of_them and not loose:
            yield Because("right-kept-elsewhere", {"other": other.text})
            return
    yield Because("right-removed", {"right": Term("right", str(case.before["right"]))})


def contact(before: Any, after: Any, case: Case) -> Iterator[Because]:
    """A contact: a data protection officer, a way to use one's rights, or anybody else."""
    duties = {case.before.get("duty"), case.after.get("duty")}
    if "dpo" in duties:
        there = any(each.duty == "dpo" for each in case.new.contacts.values())
        yield Because("dpo-updated" if there else "dpo-gone")
    if "requests" in duties:
        yield from channel(before, after, case)
    if not duties & {"dpo", "requests"}:
        yield Because("contact-updated")


def channel(before: Any, after: Any, case: Case) -> Iterator[Because]:
    """The ways to use one's rights: as long as one that people know still stands, they need not be told."""
    old, new = _channels(case.old), _channels(case.new)
    if old and not new:
        yield Because("channel-removed")
    else:
        yield Because("channel-updated" if not old or old & new else "channel-replaced")


def _channels(policy: Policy) -> frozenset[str]:
    asked = policy.requests
    contacts = [each for each in policy.contacts.values() if each.duty == "requests"]
    known = [asked.email, asked.phone, asked.url] if asked else []
    known += [value for each in contacts for value in (each.email, each.phone)]
    return frozenset(value for value in known if value)


def designated(before: Any, after: Any, case: Case) -> Iterator[Because]:
    """Whether there is a data protection officer."""
    yield Because("dpo-designated" if after else "dpo-gone")


def _term(group: str, key: Any) -> Term | None:
    return None if key is None else Term(group, str(key))


def _named(policy: Policy, section: str, ids: frozenset[str]) -> tuple[Value, ...]:
    entries: Mapping[str, Any] = getattr(policy, section)
    texts: list[Text | str] = [entries[id].text for id in entries if id in ids]
    return (*texts, *sorted(id for id in ids if id not in entries))
