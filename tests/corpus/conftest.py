"""`pytest tests/corpus --renew` writes the snapshots anew. Read the difference before you keep it."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew", action="store_true", help="write the snapshots of the corpus anew")


@pytest.fixture
def renew(request: pytest.FixtureRequest) -> bool:
    """Whether to write what is found, instead of comparing it."""
    return bool(request.config.getoption("--renew", default=False))
