"""What is derived from a value that many records have alike: it is derived once, and found by that value."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

V = TypeVar("V")

#: So many values of a kind are remembered: a large inventory has some thousands of different ones, and most are alike.
MOST_VALUES = 5_000


class ValueMemo(dict[Hashable, Any]):
    """Value → what was derived from it. It is emptied when it is full, so that its memory has a bound."""

    def find(self, value: Hashable, derive: Callable[[], V]) -> V:
        """What is derived from a value: what `derive` gives, which may depend on that value and the index alone."""
        if value not in self:
            if len(self) >= MOST_VALUES:
                self.clear()
            self[value] = derive()
        found: V = self[value]
        return found
