"""Lets pytest tell what failed in the helpers beside the tests."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("complete")
