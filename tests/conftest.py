"""Lets pytest say which part of an assertion failed in `support` too, and spares the tests what is always there."""

import gc

import pytest

pytest.register_assert_rewrite("tests.support")


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end, so that no collection of garbage need look at it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)  # a test makes much and keeps little
