"""Files as plain values that a test may edit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

from seloste.checker.reading.reader import read_yaml


def load_yaml(text: str) -> Any:
    """What YAML of ours holds, read in C: in Python it takes ten times as long."""
    return yaml.load(text, yaml.CSafeLoader)


def plain(path: Path) -> Any:
    """What a file of one document holds."""
    [document] = read_yaml(path.read_bytes()).documents
    return json.loads(json.dumps(document))
