"""Compares two notices: the parts that changed, why that matters to people, and the answer for the whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from seloste.policy.base import Text
from seloste.policy.change.facts import RECORDS, Facts, classify_part, list_parts, rank_section
from seloste.policy.change.judge import Case, Judge
from seloste.policy.change.periods import compare_periods
from seloste.policy.change.reason import DraftReason, Inform, Reason
from seloste.policy.change.renames import follow_renames
from seloste.policy.change.table import APPEARED, CHANGED, GRAVE_KEYS, KEYS_OF_ADDED, KEYS_OF_REMOVED, STYLE
from seloste.policy.change.words import compare_words
from seloste.policy.law.law import LawOn
from seloste.policy.notice import Policy

#: Changes of facts that leave the words alone: where the words changed too, they did for another reason.
_ASIDE = frozenset({"kept-inside", "heading-changed", "reference-follows"})


class ChangeKind(StrEnum):
    """The kinds of changes to a part of a notice."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RENAMED = "renamed"


@dataclass(frozen=True, slots=True)
class NoticeChange:
    """A part that changed, by its path in the new notice, or in the old one where it was removed."""

    path: str
    kind: ChangeKind
    reasons: tuple[Reason, ...]
    before: Facts
    after: Facts
    renamed_from: str | None = None

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


@dataclass(frozen=True, slots=True)
class NoticeComparison:
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
    changes = []
    for path in [*after, *(path for path in before if path not in after)]:
        case = Case(followed, new, before.get(path, {}), after.get(path, {}), law)
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
    kind, whole = classify_part(path), path in RECORDS
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
    found = [
        reason
        for key in _list_changed_keys(case)
        if key in keys
        for reason in _find_judge(kind, key)(*_get_both(case, key), case)
    ]
    yield from found or [DraftReason("section-added" if case.after else "section-removed")]


def _judge_entry(kind: str, case: Case) -> Iterator[DraftReason]:
    """The reasons for an entry that was added or removed; for an added one also those of its grave keys."""
    yield from APPEARED[kind][0 if case.after else 1](None, None, case)
    for key in GRAVE_KEYS.get(kind, ()):
        if case.after.get(key):
            yield from _find_judge(kind, key)(None, case.after[key], case)


def _judge_changed(kind: str, case: Case, dropped: list[str]) -> Iterator[DraftReason]:
    facts: list[DraftReason] = []
    words: list[DraftReason] = []
    for key in _list_changed_keys(case):
        before, after = _get_both(case, key)
        if isinstance(before, dict) and isinstance(after, dict) and _is_text(key, kind):
            words += compare_words(before, after, dropped)
        else:
            facts += _find_judge(kind, key)(before, after, case)
    yield from facts
    if any(reason.id not in _ASIDE for reason in facts):  # the words follow the facts
        words = [reason if reason.id.startswith("translation-") else DraftReason("wording-follows") for reason in words]
    yield from words


def _judge_retention(
    path: str, case: Case, by_period: Mapping[str, list[DraftReason]], dropped: list[str]
) -> Iterator[DraftReason]:
    """The reasons for an entry of the storage periods. Those about the periods are found over all entries together."""
    found = by_period.get(path, [])
    yield from found
    before, after = _get_both(case, "text")
    if before and after and before != after:
        yield from [DraftReason("wording-follows")] if found else compare_words(before, after, dropped)
    elif not found:
        limited = "minimum" in case.before or "maximum" in case.before
        if case.before and case.after:
            yield DraftReason("retention-same")
        else:
            yield DraftReason("retention-added" if case.after else "retention-gone" if limited else "retention-dropped")


def _list_changed_keys(case: Case) -> list[str]:
    known = dict.fromkeys([*case.before, *case.after])
    return [key for key in known if case.before.get(key) != case.after.get(key)]


def _get_both(case: Case, key: str) -> tuple[Any, Any]:
    return case.before.get(key), case.after.get(key)


def _find_judge(kind: str, key: str) -> Judge:
    known = CHANGED.get(kind, {}).get(key)
    return known or _judge_unknown


def _judge_unknown(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """The reason for a text that was added or removed, and for a fact without a judge."""
    if isinstance(before or after, dict):
        yield DraftReason("words-removed" if after is None else "words-added")
    else:
        yield DraftReason("fact-changed")


def _is_text(key: str, kind: str) -> bool:
    return key != "assert" and (kind, key) not in STYLE
