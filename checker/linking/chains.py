"""Chains of links, from a system through processors, as they are shown."""

from __future__ import annotations

#: The links at the beginning and at the end of a chain that are shown; those between are left out.
_FIRST, _LAST = 10, 3
_LEFT_OUT = "…"


def shorten_chain(chain: tuple[str, ...]) -> tuple[str, ...]:
    """A chain to be shown: of a long one the first links and the last."""
    if len(chain) <= _FIRST + _LAST + 1 and _LEFT_OUT not in chain[:-1]:
        return chain
    return (*chain[:_FIRST], _LEFT_OUT, *chain[-_LAST:])
