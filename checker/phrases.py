"""Words that fill a place in a message: what was expected, what an entry shows. Data, in each language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from policy.data import load


@cache
def _phrases() -> Mapping[str, Mapping[str, str]]:
    return dict(load(Path(__file__).parent / "phrases.yaml"))


def phrase(key: str) -> Mapping[str, str]:
    """The words for `key` in each language."""
    return _phrases()[key]
