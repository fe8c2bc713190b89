"""Two notices compared: every part that changed, why that matters to people, and the answer for the whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from seloste.policy.base import Text
from seloste.policy.change.facts import RECORDS, Facts, classify_part, list_parts, rank_section
from seloste.policy.change.judgments import Case, Judge
from seloste.policy.change.periods import compare_periods
from seloste.policy.change.reason import DraftReason, Inform, Reason
from seloste.policy.change.renames import follow_renames
from seloste.policy.change.table import APPEARED, CHANGED, SAID_BY_ENTRY, SAID_BY_GONE, SAID_BY_NEW, STYLE
from seloste.policy.change.words import compare_words
from seloste.policy.law.law import LawOn
from seloste.policy.notice import Policy

#: Changes of facts that no promise's words would follow: where the words changed too, they changed by themselves.
_ASIDE = frozenset({"kept-inside", "heading-changed", "reference-follows"})


class ChangeKind(StrEnum):
    """What happened to a part of a notice."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RENAMED = "renamed"


@dataclass(frozen=True, slots=True)
class NoticeChange:
    """One part that changed, by its path in the new notice; where it is gone, in the old one."""

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
        """The words of the part before and after, as far as it has any of its own."""
        return self.before.get("text"), self.after.get("text")

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys whose values differ."""
        known = dict.fromkeys([*self.before, *self.after])
        return tuple(key for key in known if self.before.get(key) != self.after.get(key))


@dataclass(frozen=True, slots=True)
class NoticeComparison:
    """Everything that changed from one notice to another, by the law of a day."""

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
    """What changed from `old` to `new`, and what that means by the law of the day."""
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
            found = _unique(_reasons(path, case, by_period, dropped))
        what = _kind(path, before, after, renamed)
        reasons = tuple(because.on(law) for because in found)
        changes.append(NoticeChange(path, what, reasons, case.before, case.after, renamed.get(path)))
    return NoticeComparison(old, new, law, tuple(sorted(changes, key=lambda change: rank_section(change.path))))


def _unique(found: Iterator[DraftReason]) -> list[DraftReason]:
    unique: list[DraftReason] = []
    for because in found:
        if because not in unique:
            unique.append(because)
    return unique


def _kind(path: str, before: Mapping[str, Facts], after: Mapping[str, Facts], renamed: Mapping[str, str]) -> ChangeKind:
    if path in renamed:
        return ChangeKind.RENAMED
    if path not in before:
        return ChangeKind.ADDED
    return ChangeKind.CHANGED if path in after else ChangeKind.REMOVED


def _reasons(
    path: str, case: Case, by_period: Mapping[str, list[DraftReason]], dropped: list[str]
) -> Iterator[DraftReason]:
    what, whole = classify_part(path), path in RECORDS
    if what == "retention":
        yield from _retention(path, case, by_period, dropped)
    elif not case.before or not case.after:
        yield from _whole(what, case) if whole else _entry(what, case)
    else:
        yield from _changed(what, case, dropped)


def _whole(what: str, case: Case) -> Iterator[DraftReason]:
    """A section that is new or gone: what it is about, else that it is."""
    if what in APPEARED:
        yield from APPEARED[what][0 if case.after else 1](None, None, case)
        return
    keys = SAID_BY_NEW if case.after else SAID_BY_GONE
    found = [because for key in _keys(case) if key in keys for because in _judge(what, key)(*_both(case, key), case)]
    yield from found or [DraftReason("section-added" if case.after else "section-removed")]


def _entry(what: str, case: Case) -> Iterator[DraftReason]:
    """An entry that is new or gone; of a new one also what weighs by itself."""
    yield from APPEARED[what][0 if case.after else 1](None, None, case)
    for key in SAID_BY_ENTRY.get(what, ()):
        if case.after.get(key):
            yield from _judge(what, key)(None, case.after[key], case)


def _changed(what: str, case: Case, dropped: list[str]) -> Iterator[DraftReason]:
    facts: list[DraftReason] = []
    words: list[DraftReason] = []
    for key in _keys(case):
        before, after = _both(case, key)
        if isinstance(before, dict) and isinstance(after, dict) and _is_text(key, what):
            words += compare_words(before, after, dropped)
        else:
            facts += _judge(what, key)(before, after, case)
    yield from facts
    if any(because.id not in _ASIDE for because in facts):  # words that changed with the facts follow them
        words = [
            because if because.id.startswith("translation-") else DraftReason("wording-follows") for because in words
        ]
    yield from words


def _retention(
    path: str, case: Case, by_period: Mapping[str, list[DraftReason]], dropped: list[str]
) -> Iterator[DraftReason]:
    """An entry of the storage periods: what it means for people has been found out over all entries together."""
    found = by_period.get(path, [])
    yield from found
    before, after = _both(case, "text")
    if before and after and before != after:
        yield from [DraftReason("wording-follows")] if found else compare_words(before, after, dropped)
    elif not found:
        limited = "minimum" in case.before or "maximum" in case.before
        if case.before and case.after:
            yield DraftReason("retention-same")
        else:
            yield DraftReason("retention-added" if case.after else "retention-gone" if limited else "retention-dropped")


def _keys(case: Case) -> list[str]:
    known = dict.fromkeys([*case.before, *case.after])
    return [key for key in known if case.before.get(key) != case.after.get(key)]


def _both(case: Case, key: str) -> tuple[Any, Any]:
    return case.before.get(key), case.after.get(key)


def _judge(what: str, key: str) -> Judge:
    known = CHANGED.get(what, {}).get(key)
    return known or _unknown


def _unknown(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """A text that came or went, or a fact that no judge knows."""
    if isinstance(before or after, dict):
        yield DraftReason("words-removed" if after is None else "words-added")
    else:
        yield DraftReason("fact-changed")


def _is_text(key: str, what: str) -> bool:
    return key != "assert" and (what, key) not in STYLE
