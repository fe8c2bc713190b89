"""`pytest tests/corpus --renew` writes the snapshots anew. Read the difference before you keep it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "browser"))  # its checker of pages


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew", action="store_true", help="write the snapshots of the corpus anew")


@pytest.fixture
def renew(request: pytest.FixtureRequest) -> bool:
    """Whether to write what is found, instead of comparing it."""
    return bool(request.config.getoption("--renew", default=False))
