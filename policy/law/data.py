"""Reads the data files of the law, each once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from seloste.policy import data

_FOLDER = Path(__file__).parent


@cache
def load_law_data(name: str) -> Any:
    """The content of `name.yaml` in this folder: mappings, lists and strings only. Callers must not change it."""
    return data.load_yaml(_FOLDER / f"{name}.yaml")
