"""Which breaches are of which promise: what rules and evidence can tell of it, and which records it binds."""

from __future__ import annotations

from collections.abc import Sequence

from seloste.checker.drill.breach import Attempt, load_drills
from seloste.checker.linking.index import Index
from seloste.checker.linking.never import ASPECTS
from seloste.checker.linking.safeguards import binds
from seloste.policy.period import Period
from seloste.policy.promise import LISTS, WHOLES, Promise

#: Nothing is kept for less.
NO_TIME = Period("P0D")


def happens_unseen(promise: Promise, index: Index, attempts: Sequence[Attempt]) -> bool:
    """Whether part of what a promise is about can happen without any evidence that is read showing it."""
    policy = index.notice.record
    if promise.section == "retention":
        return policy.retention[promise.entry].maximum is not None
    if promise.section == "never":
        promised = policy.never[promise.entry]
        return any((promised.purposes, promised.fields, promised.activities, promised.recipients))
    if promise.section == "safeguards":
        return any(each.kind.id == "assertion-broken" or not _is_shown(each, index) for each in attempts)
    return True


def _is_shown(attempt: Attempt, index: Index) -> bool:
    """Whether infrastructure could show a control of the record: of a system, or of a processor that hosts one."""
    kind, _, id = attempt.subject.partition(".")
    is_there = kind == "systems" or (kind == "processors" and id in index.usage.hosts)
    return is_there and attempt.control in load_drills().shown_controls


def may_bind(promise: Promise, subjects: str, id: str, index: Index) -> bool:
    """Whether a promise may bind a record that could not be read."""
    policy = index.notice.record
    if promise.section == "safeguards":
        return binds(policy.safeguards[promise.entry], subjects, id, index.usage.hosts)
    return promise.section != "custom" or policy.custom[promise.entry].on == subjects


def is_breakable(promise: Promise) -> bool:
    """Whether a breach is of this promise: of a list as a whole, or of one entry where each is a promise by itself."""
    return not promise.entry if promise.section in WHOLES else promise.section in LISTS


def is_checked(promise: Promise, index: Index) -> bool:
    """Whether a rule would find a breach of this promise by some record, if there were one that it binds."""
    policy = index.notice.record
    if promise.section == "safeguards":
        promised = policy.safeguards[promise.entry]
        return bool(promised.controls) or promised.assert_ is not None
    if promise.section == "never":
        return any(getattr(policy.never[promise.entry], aspect) for aspect in ASPECTS)
    if promise.section == "retention":
        limits = (policy.retention[promise.entry].maximum, policy.retention[promise.entry].minimum)
        return any(limit is not None and limit.period.normal != NO_TIME.normal for limit in limits)
    return is_breakable(promise) and any(promise.section in each.promises for each in load_drills().kinds.values())
