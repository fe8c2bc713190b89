"""Reads the data files that are part of the package: law, controls, the words of rules.

They are trusted and small, so this is the plain loader of PyYAML's C parser, in which every scalar is a string:
`NO` stays Norway, and a day becomes a date only where its field says so. Files of users are read elsewhere, with limits
and positions (`checker.reading`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def load(path: Path) -> Any:
    """The content of a packaged YAML file: mappings, lists and strings only."""
    with path.open("rb") as stream:
        return yaml.load(stream, Loader=_Loader)
