"""The names of attributes that hold secrets, whether or not a source marks them (`sensitive_names.yaml`)."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from seloste.policy.data import load_yaml


@cache
def _load_names() -> tuple[frozenset[str], tuple[str, ...]]:
    """The names, and the ends of such names."""
    data = load_yaml(Path(__file__).with_suffix(".yaml"))
    return frozenset(data["names"]), tuple(data["endings"])


@lru_cache(maxsize=4096)
def is_sensitive_name(name: str) -> bool:
    """Whether an attribute of this name holds a secret."""
    names, endings = _load_names()
    lower = name.lower()
    return lower in names or lower.endswith(endings)
