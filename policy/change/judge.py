"""Judges of changed facts, and the functions that make the common ones.

A judge gives the reasons for the change of a fact. It takes the fact before and after (None: not stated) and the case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msgspec import Struct, field

from seloste.policy.base import Text
from seloste.policy.change.facts import Facts
from seloste.policy.change.reason import DraftReason, Term, Value
from seloste.policy.law.law import LawOn
from seloste.policy.notice import Policy


class Case(Struct, frozen=True):
    """A part that changed: its facts before and after, the two notices, and the law of a day.

    `shared`: what is derived once from the two notices, for all parts.
    """

    old: Policy
    new: Policy
    before: Facts
    after: Facts
    law: LawOn
    shared: dict[str, Any] = field(default_factory=dict)


Judge = Callable[[Any, Any, Case], Iterator[DraftReason]]


def make_constant_judge(reason: str) -> Judge:
    """A judge that gives one reason for every change."""

    def judge(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
        yield DraftReason(reason)

    return judge


def make_flag_judge(on: str, off: str) -> Judge:
    """A judge of a flag: one reason where it was set, another where it was removed."""

    def judge(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
        yield DraftReason(on if after else off)

    return judge


def make_statement_judge(first: str, dropped: str, changed: str, group: str = "") -> Judge:
    """A judge of a value: a reason where it is stated for the first time, no longer, or differently."""

    def judge(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
        reason = first if before is None else dropped if after is None else changed
        values = {"before": make_term(group, before), "after": make_term(group, after)} if group else {}
        yield DraftReason(reason, values)

    return judge


def skip_without_transfers(judge: Judge) -> Judge:
    """A judge of a fact about transfers, which means nothing more where the notice now promises that there are none."""

    def judge_transfers(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
        if not after and case.after.get("rule") == "never":
            yield DraftReason("transfers-none")
        else:
            yield from judge(before, after, case)

    return judge_transfers


def make_rank_judge(
    order: tuple[str, ...], loosened: str, tightened: str, unclear: str, group: str, dropped: str = ""
) -> Judge:
    """A judge of a closed set, the strictest member first. Silence takes back the promises of the `dropped` members."""

    def judge(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
        values = {"before": make_term(group, before), "after": make_term(group, after)}
        if after is None:
            yield DraftReason(loosened if before in dropped.split() else unclear, values)
        elif before is None and after in dropped.split():
            yield DraftReason(tightened, values)
        elif before is None:  # an added section is about something new
            yield DraftReason(unclear if "text" in case.before else loosened, values)
        else:
            yield DraftReason(loosened if order.index(after) > order.index(before) else tightened, values)

    return judge


def make_scope_judge(widened: str, narrowed: str, section: str) -> Judge:
    """A judge of a list of ids, whose absence means all ids of a section."""

    def judge(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
        known = frozenset(getattr(case.old, section)) if before is None else before
        present = frozenset(getattr(case.new, section)) if after is None else after
        if after is None or present - known:
            yield DraftReason(widened, {"added": name_entries(case.new, section, present - known)})
        gone = known - present
        if after is not None and gone:
            declared = gone & frozenset(getattr(case.new, section))
            reason = narrowed if declared else "reference-follows"  # the entries themselves were removed
            yield DraftReason(reason, {"removed": name_entries(case.old, section, gone)})

    return judge


def make_members_judge(added: str, removed: str, group: str, unlisted: str, listed: str) -> Judge:
    """A judge of a list, with the reason `unlisted` where it was removed, and `listed` where it was added."""

    def judge(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
        if before is None and "text" not in case.before:  # every member of an added section is new
            before = frozenset()
        if before is None or after is None:
            present = tuple(Term(group, each) for each in sorted(before or after or ()))
            yield DraftReason(unlisted if after is None else listed, {"members": present})
            return
        for each in sorted(after - before):
            yield DraftReason(added, {"member": Term(group, each)})
        for each in sorted(before - after):
            yield DraftReason(removed, {"member": Term(group, each)})

    return judge


def make_term(group: str, key: Any) -> Term | None:
    """The member of a closed set; None where the notice states none."""
    return None if key is None else Term(group, str(key))


def name_entries(policy: Policy, section: str, ids: frozenset[str]) -> tuple[Value, ...]:
    """The texts of the entries with those ids; an id that has no entry stays as it is."""
    entries: Mapping[str, Any] = getattr(policy, section)
    texts: list[Text | str] = [entries[id].text for id in entries if id in ids]
    return (*texts, *sorted(id for id in ids if id not in entries))
