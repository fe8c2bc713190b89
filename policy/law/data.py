"""Where the law's data files are: one read for each, however often it is asked for."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from seloste.policy import data

_ROOM = Path(__file__).parent


@cache
def load_law_data(name: str) -> Any:
    """The content of `name.yaml` in this folder: mappings, lists and strings only. Not to be changed."""
    return data.load_yaml(_ROOM / f"{name}.yaml")
