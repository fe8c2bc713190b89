"""Addresses of databases within other text: they may hold a password, and no message quotes them."""

from __future__ import annotations

import re

from seloste.policy.prose.lazy_patterns import LazyPattern

_ADDRESS = LazyPattern(r"(postgres(?:ql)?://)[^\s\"“”’]+", re.IGNORECASE)


def hide_addresses(text: str) -> str:
    """A text without the addresses of databases in it."""
    return _ADDRESS.sub(r"\1…", text) if "://" in text else text
