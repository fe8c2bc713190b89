"""Compares two notices: the parts that changed, why that matters to people, and the answer for the whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from seloste.policy.base import Text
from seloste.policy.change.exceptions import match_words
from seloste.policy.change.facts import (
    RECORDS,
    Facts,
    align_bases,
    classify_key,
    classify_part,
    list_parts,
    name_member,
    rank_section,
)
from seloste.policy.change.judge import Case, Judge
from seloste.policy.change.periods import compare_periods
from seloste.policy.change.reason import DraftReason, Inform, Reason, Term
from seloste.policy.change.renames import follow_renames
from seloste.policy.change.table import APPEARED, CHANGED, GRAVE_KEYS, KEYS_OF_ADDED, KEYS_OF_REMOVED, STYLE
from seloste.policy.change.words import compare_words
from seloste.policy.law.law import LawOn
from seloste.policy.notice import Policy

#: Changes of facts that leave the words alone: where the words changed too, they did for another reason.
_ASIDE = frozenset(
    {"kept-inside", "heading-changed", "layout-changed", "draft-begun", "draft-confirmed", "reference-follows"}
)
#: What was added would take the place of consent, or goes without it.
_UNDECIDED = frozenset({"consent-replaced", "consent-carried-over", "recipient-without-consent"})


class ChangeKind(StrEnum):
    """The kinds of changes to a part of a notice."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RENAMED = "renamed"


class NoticeChange(Struct, frozen=True):
    """A part that changed, by its path in the new notice, or in the old one where it was removed."""

    path: str
    kind: ChangeKind
    reasons: tuple[Reason, ...]
    before: Facts
    after: Facts
    renamed_from: str | None = None
    #: The names of processors by id, for labels.
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def inform(self) -> Inform:
        """Whether people must be informed of it."""
        return Inform.gravest([reason.inform for reason in self.reasons])

    @property
    def wordings(self) -> tuple[Text | None, Text | None]:
        """The words of the part before and after; None where it has none."""
        return self.before.get("text"), self.after.get("text")

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys whose values differ."""
        known = dict.fromkeys([*self.before, *self.after])
        return tuple(key for key in known if self.before.get(key) != self.after.get(key))


class NoticeComparison(Struct, frozen=True):
    """The changes from one notice to another, judged by the law of a day."""

    old: Policy
    new: Policy
    law: LawOn
    changes: tuple[NoticeChange, ...]

    @property
    def inform(self) -> Inform:
        """Whether people must be informed again."""
        return Inform.gravest([change.inform for change in self.changes])

    def list_changes(self, answer: Inform) -> tuple[NoticeChange, ...]:
        """The changes with that answer."""
        return tuple(change for change in self.changes if change.inform is answer)


def compare_notices(old: Policy, new: Policy, law: LawOn) -> NoticeComparison:
    """The changes from `old` to `new`, judged by the law of a day."""
    followed, renamed = follow_renames(old, new)
    before, after = list_parts(followed), list_parts(new)
    by_period = compare_periods(followed, new, law.day)
    dropped = [code for code in old.notice.languages if code not in new.notice.languages]
    changes: list[NoticeChange] = []
    shared: dict[str, Any] = {}
    for path in dict.fromkeys([*after, *before, *renamed]):
        case = Case(followed, new, *align_bases(before.get(path, {}), after.get(path, {})), law, shared)
        if path in renamed:
            found = [DraftReason("renamed", {"before": renamed[path], "after": path})]
        elif case.before == case.after and path not in by_period:
            continue
        else:
            found = _remove_duplicates(_find_reasons(path, case, by_period, dropped))
        kind = _classify_change(path, before, after, renamed)
        reasons = tuple(reason.on(law) for reason in found)
        changes.append(NoticeChange(path, kind, reasons, case.before, case.after, renamed.get(path)))
    return NoticeComparison(old, new, law, tuple(sorted(changes, key=lambda change: rank_section(change.path))))


def _remove_duplicates(found: Iterator[DraftReason]) -> list[DraftReason]:
    unique: list[DraftReason] = []
    for reason in found:
        if reason not in unique:
            unique.append(reason)
    return unique


def _classify_change(
    path: str, before: Mapping[str, Facts], after: Mapping[str, Facts], renamed: Mapping[str, str]
) -> ChangeKind:
    if path in renamed:
        return ChangeKind.RENAMED
    if path not in before:
        return ChangeKind.ADDED
    return ChangeKind.CHANGED if path in after else ChangeKind.REMOVED


def _find_reasons(
    path: str, case: Case, by_period: Mapping[str, list[DraftReason]], dropped: list[str]
) -> Iterator[DraftReason]:
    kind, whole = classify_part(path), path in (*RECORDS, "legal_bases")
    if kind == "retention":
        yield from _judge_retention(path, case, by_period, dropped)
    elif not case.before or not case.after:
        yield from _judge_section(kind, case) if whole else _judge_entry(kind, case)
    else:
        yield from _judge_changed(kind, case, dropped)


def _judge_section(kind: str, case: Case) -> Iterator[DraftReason]:
    """The reasons for a section that was added or removed: those of its keys, else one for the section."""
    if kind in APPEARED:
        yield from APPEARED[kind][0 if case.after else 1](None, None, case)
        return
    keys = KEYS_OF_ADDED if case.after else KEYS_OF_REMOVED
    found = [reason for key in _list_changed_keys(case) if key in keys for reason in _judge_fact(kind, key, case)]
    yield from found or [DraftReason("section-added" if case.after else "section-removed")]


def _judge_entry(kind: str, case: Case) -> Iterator[DraftReason]:
    """The reasons for an entry that was added or removed; for an added one also those of its grave keys."""
    found = [*APPEARED[kind][0 if case.after else 1](None, None, case)]
    yield from found
    if any(reason.id in _UNDECIDED for reason in found):
        return  # an entry of before under another id, or one that is not to be announced before a person decided
    for key in GRAVE_KEYS.get(kind, ()):
        if case.after.get(key):
            yield from _judge_fact(kind, key, case)


def _judge_changed(kind: str, case: Case, dropped: list[str]) -> Iterator[DraftReason]:
    facts: list[DraftReason] = []
    words: list[DraftReason] = []
    for key in _list_changed_keys(case):
        before, after = _get_both(case, key)
        if _is_told_of(key, case):
            continue
        if isinstance(before, dict) and isinstance(after, dict) and _is_text(key, kind):
            words += compare_words(before, after, dropped)
        else:
            facts += _judge_fact(kind, key, case)
    yield from facts
    if any(reason.id not in _ASIDE for reason in facts):  # the words follow the facts
        words = [reason if reason.id.startswith("translation-") else DraftReason("wording-follows") for reason in words]
    yield from words


def _judge_retention(
    path: str, case: Case, by_period: Mapping[str, list[DraftReason]], dropped: list[str]
) -> Iterator[DraftReason]:
    """The reasons for an entry of the storage periods. Those about the periods are found over all entries together."""
    found = [*by_period.get(path, []), *_judge_criteria(case)]
    yield from found
    words = [
        reason
        for before, after in _pair_words_of_retention(case)
        if before and after and before != after
        for reason in compare_words(before, after, dropped)
    ]
    if words:
        yield from [DraftReason("wording-follows")] if found else words
    elif not found:
        limited = "minimum" in case.before or "maximum" in case.before
        if case.before and case.after:
            words_of_one = next((pair for pair in _pair_words_of_retention(case) if pair[0] != pair[1]), None)
            yield from _judge_unknown(*words_of_one, case) if words_of_one else [DraftReason("retention-same")]
        else:
            yield DraftReason("retention-added" if case.after else "retention-gone" if limited else "retention-dropped")


def _judge_criteria(case: Case) -> Iterator[DraftReason]:
    """The reasons for the criteria of a period, which matter only where there is no period."""
    before, after = _get_both(case, "criteria")
    if not case.before or not case.after or "maximum" in case.after:
        return
    if before and not after:
        yield DraftReason("criteria-dropped")
    elif after and not before and "maximum" not in case.before:
        yield DraftReason("criteria-stated")


def _pair_words_of_retention(case: Case) -> Iterator[tuple[Text | None, Text | None]]:
    for key in ("text", "criteria", "permanent.ground"):
        yield _get_both(case, key)
    yield from match_words(*(each or () for each in _get_both(case, "exceptions")))


def _list_changed_keys(case: Case) -> list[str]:
    known = dict.fromkeys([*case.before, *case.after])
    return [key for key in known if case.before.get(key) != case.after.get(key)]


def _get_both(case: Case, key: str) -> tuple[Any, Any]:
    return case.before.get(key), case.after.get(key)


def _judge_fact(kind: str, key: str, case: Case) -> Iterator[DraftReason]:
    """The reasons for a fact that changed, each with the processor that it is about."""
    for reason in _find_judge(kind, key)(*_get_both(case, key), case):
        if key.startswith("recipients."):
            yield replace(reason, values={**reason.values, "member": Term("processor", name_member(key) or "")})
        else:
            yield reason


def _find_judge(kind: str, key: str) -> Judge:
    return CHANGED.get(kind, {}).get(classify_key(key)) or _judge_unknown


def _is_told_of(key: str, case: Case) -> bool:
    """Whether a fact is one of a legal basis, or of a processor, that itself was added or removed."""
    member = name_member(key)
    if member is None:
        return False
    whole = next(name for name in ("recipients", "legal_basis.basis", "basis") if name in {**case.before, **case.after})
    return not all(member in (each or ()) for each in _get_both(case, whole))


def _judge_unknown(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """The reason for a text that was added or removed, and for a fact without a judge."""
    if isinstance(before or after, dict):
        yield DraftReason("words-removed" if after is None else "words-added")
    else:
        yield DraftReason("fact-changed")


def _is_text(key: str, kind: str) -> bool:
    return key != "assert" and (kind, key) not in STYLE
