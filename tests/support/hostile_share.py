"""How much of a long run is made: a bounded share in CI, all of it with SELOSTE_HOSTILE=full."""

from __future__ import annotations

import os


def share(bounded: int, full: int) -> int:
    """How many are to be tried: `full` of them in the full run."""
    return full if os.environ.get("SELOSTE_HOSTILE") == "full" else bounded
