"""The judges of keys that hold several members: rights, controls, processors, what is not done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from seloste.policy.change.judge import Case, make_term
from seloste.policy.change.reason import DraftReason, Term, Value
from seloste.policy.notice import Policy
from seloste.policy.vocabulary import Basis, Right


def as_set(value: Any) -> frozenset[Any]:
    """The members of a fact that holds none, one or several."""
    if value is None:
        return frozenset()
    return value if isinstance(value, frozenset) else frozenset({value})


def make_terms(group: str, value: Any) -> Value:
    """The members of a fact that holds none, one or several."""
    if isinstance(value, frozenset):
        return tuple(Term(group, str(each)) for each in sorted(value))
    return make_term(group, value)


def judge_rights(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """Judges the rights that an entry gives. One that another entry now gives to the same people is not lost."""
    old, new = as_set(before), as_set(after)
    if not old & new:
        yield DraftReason("right-exchanged")
        return
    if new - old:
        yield DraftReason("right-added")
    yield from _judge_lost_rights(old - new, case)


def judge_right_removed(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """Judges a removed entry of the rights: other entries may give the same rights to the same people."""
    yield from _judge_lost_rights(as_set(case.before["right"]), case)


def _judge_lost_rights(lost: frozenset[Any], case: Case) -> Iterator[DraftReason]:
    people = case.before.get("data_subjects")
    for right in sorted(lost):
        for other in case.new.rights.values():
            given = other.data_subjects
            all_of_them = given is None or (people is not None and people <= frozenset(given))
            loose = other.at_discretion and not case.before.get("at_discretion")
            if right in other.rights and all_of_them and not loose:
                yield DraftReason("right-kept-elsewhere", {"other": other.text})
                break
        else:
            gone = right == Right.WITHDRAW_CONSENT and _rests_on_consent(case.old) and not _rests_on_consent(case.new)
            yield DraftReason("withdrawal-removed" if gone else "right-removed", {"right": Term("right", str(right))})


def _rests_on_consent(policy: Policy) -> bool:
    bases = [*policy.legal_bases, *(each for purpose in policy.purposes.values() for each in purpose.legal_bases)]
    return any(each.basis is Basis.CONSENT for each in bases)


def judge_controls(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """Judges the controls of a safeguard. With the same words and no control, the promise to people is the same."""
    values = {"before": make_terms("control", before), "after": make_terms("control", after)}
    old, new = as_set(before), as_set(after)
    if not old:
        yield DraftReason("safeguard-verifiable", values)
    elif new and not old & new:
        yield DraftReason("safeguard-exchanged", values)
    elif new:
        if new - old:
            yield DraftReason("safeguard-stronger", values)
        yield from _judge_lost_controls(old - new, case, "control-dropped")
    elif "assert" in case.after:
        yield DraftReason("assertion-changed", values)
    else:
        same = case.before.get("text") == case.after.get("text")
        yield DraftReason("safeguard-unchecked" if same else "safeguard-unverifiable", values)


def judge_safeguard_removed(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """Judges a removed safeguard: others may promise as much of the same controls."""
    controls = as_set(case.before.get("control"))
    if controls:
        yield from _judge_lost_controls(controls, case, "safeguard-removed")
    else:
        yield DraftReason("safeguard-removed", {"control": None})


def _judge_lost_controls(lost: frozenset[Any], case: Case, reason: str) -> Iterator[DraftReason]:
    was = case.before.get("parameters.interval")
    for control in sorted(lost):
        for other in case.new.safeguards.values():
            reach = frozenset(other.applies_to) if isinstance(other.applies_to, list) else other.applies_to
            every = other.parameters.interval
            often = was is None or (every is not None and not every.longer_than(was, case.law.day))
            if control in other.controls and is_within_scope(case.before.get("applies_to"), reach) and often:
                yield DraftReason("safeguard-kept-elsewhere", {"other": other.text})
                break
        else:
            yield DraftReason(reason, {"control": Term("control", str(control))})


def is_within_scope(narrow: Any, wide: Any) -> bool:
    """Whether the second scope of a safeguard contains the first."""
    if narrow == wide:
        return True
    if "organisation" in (narrow, wide):
        return False
    if wide is None or (wide == "systems" and isinstance(narrow, frozenset)):
        return True
    return isinstance(narrow, frozenset) and isinstance(wide, frozenset) and narrow <= wide


def judge_processor_country(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """Judges the country in which a processor of both notices processes the data."""
    values = {"before": make_term("country", before), "after": make_term("country", after)}
    if after is None:
        yield DraftReason("processor-country-unstated", values)
    else:
        abroad = case.law.is_third_country(after)
        yield DraftReason("processor-abroad" if abroad else "processor-moved", values)


def judge_never(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """Judges what is not done: less of it breaks a promise to people, more of it does not."""
    old, new = as_set(before), as_set(after)
    if old - new:
        yield DraftReason("never-narrowed")
    if new - old:
        yield DraftReason("never-widened")
