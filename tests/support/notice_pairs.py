"""Pairs of notices for the tests of what changed: an example, and the same after edits by path."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from seloste.checker.reading.reader import read_yaml
from seloste.policy.change.comparison import NoticeComparison, compare_notices
from seloste.policy.law.law import load_law
from seloste.policy.notice import Policy
from tests.support import ROOT

BASES = {"complete": ROOT / "examples" / "complete" / "policy.yaml", "jamix": ROOT / "policy.yaml"}
DAY = date(2026, 9, 1)
#: An edit to this takes the key away.
GONE = object()


@cache
def _raw(base: str) -> Any:
    return _plain(read_yaml(BASES[base].read_bytes()).documents[0])


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value


def raw(base: str) -> dict[str, Any]:
    """An example as it is written, to be edited."""
    copied = copy.deepcopy(_raw(base))
    assert isinstance(copied, dict)
    return copied


def edited(base: str, edits: Mapping[str, Any]) -> Policy:
    """The example after edits: dotted path → new value. `+` at the end of a path adds to a list."""
    data = raw(base)
    for path, value in edits.items():
        *steps, last = path.split(".")
        target = data
        for step in steps:
            target = target[int(step)] if isinstance(target, list) else target.setdefault(step, {})
        if last.endswith("+"):
            target[last[:-1]] = [*target.get(last[:-1], []), value]
        elif value is GONE:
            del target[int(last) if isinstance(target, list) else last]
        else:
            target[int(last) if isinstance(target, list) else last] = value
    return Policy.model_validate(data)


def compared(base: str, before: Mapping[str, Any], after: Mapping[str, Any], day: date = DAY) -> NoticeComparison:
    """What changed between two edits of an example."""
    return compare_notices(edited(base, before), edited(base, after), load_law().on(day))


def reasons(found: NoticeComparison) -> set[str]:
    """The ids of every reason."""
    return {reason.id for change in found.changes for reason in change.reasons}


def text(words: str) -> dict[str, str]:
    """Words in both languages."""
    return {"fi": f"{words} (fi)", "en": f"{words} (en)"}
