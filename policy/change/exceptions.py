"""The exceptions to storage periods before and after a change: which is which, and whether it lets data stay longer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from seloste.policy.base import Text
from seloste.policy.change.reason import DraftReason, Term, Value
from seloste.policy.commitments import RetentionException, RetentionLimit

Pair = tuple[RetentionException | None, RetentionException | None]
WordPair = tuple[Text | None, Text | None]


def match_exceptions(before: Iterable[RetentionException], after: Iterable[RetentionException]) -> Iterator[Pair]:
    """The exceptions in pairs: those of the same words, then those of the same reason; None: added, or removed."""
    old, new = list(before), list(after)
    for key in ("text", "reason"):
        for each in list(old):
            value = getattr(each, key)
            same = next((other for other in new if value is not None and getattr(other, key) == value), None)
            if same is not None:
                old.remove(each)
                new.remove(same)
                yield each, same
    yield from ((each, None) for each in old)
    yield from ((None, each) for each in new)


def match_words(before: Iterable[RetentionException], after: Iterable[RetentionException]) -> Iterator[WordPair]:
    """The words of the exceptions in pairs, where they differ."""
    for old, new in match_exceptions(before, after):
        words = old.text if old else None, new.text if new else None
        if words[0] != words[1]:
            yield words


def compare_exceptions(
    before: Iterable[RetentionException], after: Iterable[RetentionException], day: date
) -> Iterator[DraftReason]:
    """The reasons for exceptions that were added, removed, or changed in how long data may stay."""
    for old, new in match_exceptions(before, after):
        if old is None and new is not None:
            yield DraftReason("exception-added", {"other": new.text})
        elif new is None and old is not None:
            yield DraftReason("exception-removed", {"other": old.text})
        elif old is not None and new is not None and old.maximum != new.maximum:
            yield _compare_maxima(old.maximum, new.maximum, day)


def _compare_maxima(old: RetentionLimit | None, new: RetentionLimit | None, day: date) -> DraftReason:
    values: dict[str, Value] = {}
    if old is not None:
        values |= {"before": old.period, "before_event": Term("event", old.after)}
    if new is not None:
        values |= {"after": new.period, "event": Term("event", new.after)}
    if old is None or new is None:
        return DraftReason("exception-unlimited" if new is None else "exception-limited", values)
    if old.after != new.after:
        return DraftReason("exception-incomparable", values)
    return DraftReason("exception-longer" if new.period.longer_than(old.period, day) else "exception-shorter", values)
