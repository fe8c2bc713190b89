"""Which line of a file was which of it before: by the lines that are there once in both, and what lies beside them.

What git does for a diff, on two texts in memory and in a time that grows with their length alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

#: Between two lines that are matched, so many lines are compared with each other; of more, only the first and the last.
_MOST_COMPARED = 300


def match_lines(before: Sequence[bytes], after: Sequence[bytes]) -> dict[int, int]:
    """The number of the line before that each line after is, 0 for a new one; without those that are not compared."""
    matched: dict[int, int] = {}
    start_before = start_after = 0
    for at_before, at_after in (*_list_anchors(before, after), (len(before), len(after))):
        gap = _match_gap(before[start_before:at_before], after[start_after:at_after])
        matched |= {start_after + line: start_before + was if was else 0 for line, was in gap.items()}
        if at_after < len(after):
            matched[at_after + 1] = at_before + 1
        start_before, start_after = at_before + 1, at_after + 1
    return matched


def _list_anchors(before: Sequence[bytes], after: Sequence[bytes]) -> list[tuple[int, int]]:
    """The lines that are there once in both, as many as are in the same order: where they are before and after."""
    once_before, once_after = Counter(before), Counter(after)
    places = {line: number for number, line in enumerate(before) if once_before[line] == 1}
    pairs = [(places[line], number) for number, line in enumerate(after) if once_after[line] == 1 and line in places]
    return _choose_ascending(pairs)


def _choose_ascending(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of some pairs in which the first numbers ascend; the second ones do."""
    ends: list[int] = []
    last: list[int] = []
    previous: list[int] = []
    for number, (first, _) in enumerate(pairs):
        length = bisect_left(ends, first)
        previous.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [first]
        last[length : length + 1] = [number]
    chosen = []
    number = last[-1] if last else -1
    while number >= 0:
        chosen.append(pairs[number])
        number = previous[number]
    return chosen[::-1]


def _match_gap(before: Sequence[bytes], after: Sequence[bytes]) -> dict[int, int]:
    """The same for the lines between two matched ones, numbered from 1."""
    begin = _count_common(before, after)
    end = _count_common(before[begin:][::-1], after[begin:][::-1])
    shift = len(before) - len(after)
    matched = {line: line for line in range(1, begin + 1)}
    matched |= {line: line + shift for line in range(len(after) - end + 1, len(after) + 1)}
    old, new = before[begin : len(before) - end], after[begin : len(after) - end]
    if not old or max(len(old), len(new)) <= _MOST_COMPARED:
        matched |= dict.fromkeys(range(begin + 1, begin + len(new) + 1), 0)
        matched |= {begin + line: begin + was for line, was in _compare(old, new)}
    return matched


def _compare(before: Sequence[bytes], after: Sequence[bytes]) -> Iterator[tuple[int, int]]:
    """Compares all lines with all: the numbers of those that are alike, from 1."""
    if before and after:
        for block in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
            yield from ((block.b + number + 1, block.a + number + 1) for number in range(block.size))


def _count_common(one: Sequence[bytes], other: Sequence[bytes]) -> int:
    """How many of the first lines are the same."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((number for number, (left, right) in pairs if left != right), min(len(one), len(other)))
