"""Lets pytest say which part of an assertion failed in `support` too."""

import pytest

pytest.register_assert_rewrite("tests.support")
