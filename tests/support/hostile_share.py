"""How much of a long run is done: a share in CI, all of it by one command.

SELOSTE_HOSTILE=full pytest -m heavy tests/hostile
"""

import os


def share(bounded: int, full: int) -> int:
    """How often something is tried: `bounded`, or `full` where the whole long run is asked for."""
    return full if os.environ.get("SELOSTE_HOSTILE") == "full" else bounded
