"""The lines of a file and those of it before: like with like, in order, in a time that grows with their number."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seloste.checker.reading.matched_lines import match_lines

CONTENT = st.lists(st.sampled_from([b"a", b"b", b"c", b"d", b""]), max_size=14)


@given(before=CONTENT, after=CONTENT)
def test_a_line_is_matched_with_a_like_one_in_order(before: list[bytes], after: list[bytes]) -> None:
    matched = match_lines(before, after)
    assert set(matched) == set(range(1, len(after) + 1))
    pairs = [(line, was) for line, was in sorted(matched.items()) if was]
    assert all(after[line - 1] == before[was - 1] for line, was in pairs)
    assert [was for _, was in pairs] == sorted({was for _, was in pairs})
    if before == after:
        assert matched == {line: line for line in range(1, len(after) + 1)}


@given(before=st.lists(st.integers(0, 30), unique=True), after=st.lists(st.integers(0, 30), unique=True))
def test_a_line_that_is_new_is_matched_with_none(before: list[int], after: list[int]) -> None:
    matched = match_lines([b"%d" % each for each in before], [b"%d" % each for each in after])
    assert all(matched[number] == 0 for number, line in enumerate(after, 1) if line not in before)


def test_changes_far_apart_in_a_long_file_leave_the_rest_matched() -> None:
    before = [line for number in range(20_000) for line in (b"  s%d:" % number, b"    purposes: [a]", b"")]
    after = [b"first", *before[:30_000], b"middle", *before[30_001:], b"last"]
    matched = match_lines(before, after)
    assert [line for line, was in matched.items() if not was] == [1, 30_002, len(after)]
    assert matched[2] == 1
    assert matched[len(after) - 1] == len(before)


@pytest.mark.parametrize("line", [b"same", b""])
def test_lines_that_are_all_alike_take_no_time(line: bytes) -> None:
    start = time.process_time()
    match_lines([line] * 40_000 + [b"x"] * 20_000, [line] * 30_000 + [b"y"] * 30_000)
    match_lines([b"a", b"b"] * 20_000, [b"b", b"a", b"a"] * 20_000)
    assert time.process_time() - start < 5


def test_a_part_that_differs_throughout_is_compared_at_its_ends_alone() -> None:
    middle = [b"%d" % (number % 7) for number in range(9_000)]
    matched = match_lines([b"first", *middle, b"last"], [b"first", *(b"x" + each for each in middle), b"last"])
    assert matched == {1: 1, 9_002: 9_002}
