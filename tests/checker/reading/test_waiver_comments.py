"""Which comments waive, what they say, and which line they are for: only what YAML itself takes for a comment."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from seloste.checker.reading.reader import read_yaml
from seloste.checker.reading.waiver_comments import WaiverComment, find_waiver_comments
from tests.support.cpu import cpu_limit

RULE = "seloste: ignore[notice/undated] until 2026-12-31 -- Later"


def comments(text: str) -> tuple[WaiverComment, ...]:
    """The waiving comments of a file that can be read."""
    reading = read_yaml(text.encode())
    assert reading.problems == []
    return reading.comments


def lines(text: str) -> list[tuple[int, int]]:
    """The line of each comment, and the line that it is for."""
    return [(comment.mark[0], comment.line) for comment in comments(text)]


def parts(words: str) -> tuple[str | None, str | None, str | None]:
    """Rule, last day and reason of a comment with these words."""
    [comment] = comments(f"a: 1 # {words}")
    return comment.rule and comment.rule.text, comment.until and comment.until.text, comment.reason


# --- what a comment says


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (RULE, ("notice/undated", "2026-12-31", "Later")),
        ("seloste:ignore[a/b]until 2026-12-31--Later", ("a/b", "2026-12-31", "Later")),
        ("seloste:   ignore [ a/b ]  until   2026-12-31   --   on --hold   ", ("a/b", "2026-12-31", "on --hold")),
        ("seloste: ignore[notice/*] until 2026-12-31 -- Later", ("notice/*", "2026-12-31", "Later")),
        ("seloste: ignore[a/b] until 31.12.2026 -- Later", ("a/b", "31.12.2026", "Later")),
        ("seloste: ignore[a/b] until 2026-12-31 Later", ("a/b", "2026-12-31 Later", None)),
        ("seloste: ignore[a/b] until 2026-12-31 – Later", ("a/b", "2026-12-31 – Later", None)),
        ("seloste: ignore[a/b] untill 2026-12-31 -- Later", ("a/b", None, "Later")),
        ("seloste: ignore[a/b] by us until 2026-12-31 -- Later", ("a/b", None, "Later")),
        ("seloste: ignore[a/b] until -- Later", ("a/b", None, "Later")),
        ("seloste: ignore[a/b] -- Later", ("a/b", None, "Later")),
        ("seloste: ignore[a/b] until 2026-12-31 --", ("a/b", "2026-12-31", None)),
        ("seloste: ignore[] until 2026-12-31 -- Later", (None, "2026-12-31", "Later")),
        ("seloste: ignore[a/b until 2026-12-31 -- Later", (None, None, "Later")),
        ("seloste: ignore until 2026-12-31 -- Later", (None, "2026-12-31", "Later")),
        ("seloste: ignore", (None, None, None)),
        ("note # seloste: ignore[a/b] until 2026-12-31 -- Later", ("a/b", "2026-12-31", "Later")),
    ],
)
def test_a_comment_is_taken_apart(words: str, expected: tuple[str | None, ...]) -> None:
    assert parts(words) == expected


@pytest.mark.parametrize("words", ["seloste: ignored", "seloste: see docs", "Seloste: ignore[a/b]", "xseloste: ignore"])
def test_other_words_are_no_waiver(words: str) -> None:
    assert comments(f"a: 1 # {words}") == ()


def test_the_parts_are_marked_in_their_line() -> None:
    line = f"näe: 1 #  {RULE}  "
    [comment] = comments(f"# above\n{line}\n")
    assert comment.rule
    assert comment.until
    for mark, words in (
        (comment.rule.mark, "notice/undated"),
        (comment.until.mark, "2026-12-31"),
        (comment.mark, f"#  {RULE}"),
    ):
        assert (mark[0], mark[2]) == (2, 2)
        assert line[mark[1] - 1 : mark[3] - 1] == words
    assert comment.source == line


def test_two_on_one_line_are_two() -> None:
    found = comments(
        "a: 1 # seloste: ignore[a/b] until 2026-12-31 -- One # seloste: ignore[c/d] until 2026-12-31 -- Two"
    )
    assert [(c.rule and c.rule.text, c.reason, c.line) for c in found] == [("a/b", "One", 1), ("c/d", "Two", 1)]


# --- which line it is for


def test_one_behind_a_value_is_for_its_own_line() -> None:
    assert lines(f"a:\n  b: 1  # {RULE}\n  c: 2\n") == [(2, 2)]


def test_one_with_a_line_to_itself_is_for_the_line_below() -> None:
    assert lines(f"a:\n  # {RULE}\n  b: 1\n#{RULE}\nc: 2\n") == [(2, 3), (4, 5)]


def test_several_above_each_other_are_for_the_line_below_them() -> None:
    assert lines(f"# {RULE}\n# {RULE}\n   # note # {RULE}\na: 1 # {RULE}\n") == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_one_above_another_comment_or_nothing_is_for_no_line_with_a_value() -> None:
    assert lines(f"# {RULE}\n# note\na: 1\n# {RULE}\n\nb: 1\n# {RULE}") == [(1, 2), (4, 5), (7, 8)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_they_do_in_yaml(end: str) -> None:
    assert lines(end.join(["a: 1", f"b: 2 # {RULE}", f"# {RULE}", "c: 3", ""])) == [(2, 2), (3, 4)]


def test_an_old_line_break_within_a_line_ends_none() -> None:
    assert lines(f"a: x\u2028y\x85 # {RULE}\n# z\u2029 # {RULE}\nb: 1") == [(1, 1), (2, 3)]


# --- what is no comment


@pytest.mark.parametrize(
    "text",
    [
        f'a: "x # {RULE}"',
        f"a: 'it''s # {RULE}'",
        f'a: "x\n  # {RULE}\n  y"',
        f"a: |\n  x\n  # {RULE}\n\n  # {RULE}\n",
        f"a: >-\n  x # {RULE}\n   # {RULE}\n",
        f"a: |2\n    x\n  # {RULE}\n",
        f'"a # {RULE}": 1',
        "a: x#seloste:ignore[a/b]",
        "a: http://x/#seloste:ignore[a/b]",
        f'{{a: "]", b: "# {RULE}"}}',
        f"? |\n  # {RULE}\n: 1\n",
        f'- !!str\n  "# {RULE}"\n',
    ],
)
def test_a_number_sign_within_a_text_begins_no_comment(text: str) -> None:
    assert comments(text) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"a: | # {RULE}\n  x # {RULE}\n", [(1, 1)]),
        (f"a: >- # {RULE}\n  x\nb: 1", [(1, 1)]),
        (f"a: |\n  x\n# {RULE}\nb: 1", [(3, 4)]),
        (f"a:\n  b: |\n    x\n  # {RULE}\n  c: 1", [(4, 5)]),
        (f"a: |\n  x\n\n\n # {RULE}\nb: 1", [(5, 6)]),
        (f'a: "x # {RULE}" # {RULE}', [(1, 1)]),
        (f'a: "x\n  # y" # {RULE}\nb: 1', [(2, 2)]),
        (f"a: [x, # {RULE}\n  'y # {RULE}', # {RULE}\n]", [(1, 1), (2, 2)]),
        (f"a: &b # {RULE}\n  'x'", [(1, 1)]),
        (f"a: !!str # {RULE}\n  |  # {RULE}\n  # {RULE}\n", [(1, 1), (2, 2)]),
        (f"a: x\n# {RULE}\n---\n# {RULE}\nb: 'y'", [(2, 3), (4, 5)]),
        (f"a: x\n  y # {RULE}\nb: 1", [(2, 2)]),
        (f'"a": # {RULE}\n  - 1', [(1, 1)]),
        (f"a: 😀 'x' # {RULE}", [(1, 1)]),
    ],
)
def test_comments_beside_texts_are_found(text: str, expected: list[tuple[int, int]]) -> None:
    assert lines(text) == expected


PIECES = st.sampled_from(
    ["#", " # ", RULE, f"# {RULE}", f" # {RULE}", "\n", "\n# ", " ", "'", '"', ":", "- ", "x", "ä", "😀"]
)
TEXTS = st.lists(PIECES, max_size=8).map("".join)
VALUES = st.dictionaries(TEXTS, TEXTS | st.lists(TEXTS, max_size=3), min_size=1, max_size=4)


@given(value=VALUES, style=st.sampled_from([None, '"', "'", "|", ">"]), width=st.integers(20, 90), flow=st.booleans())
def test_nothing_that_is_part_of_a_value_is_a_comment(value: object, style: str | None, width: int, flow: bool) -> None:
    text = yaml.safe_dump(value, default_style=style, width=width, default_flow_style=flow, allow_unicode=True)
    reading = read_yaml(text.encode())
    assert reading.comments == ()
    commented = f"# {RULE}\n{text}# {RULE}\n"
    if read_yaml(commented.encode()).documents == reading.documents:  # no block text took in the last line
        last = commented.count("\n")
        assert lines(commented) == [(1, 2), (last, last + 1)]


# --- what it costs, and files with mistakes


def test_what_is_read_past_a_mistake_keeps_its_comments() -> None:
    text = f"systems:\n  a:\n    b: 1 # {RULE}\n  c:\n    d: [ # {RULE}\n  e:\n    f: 1 # {RULE}\n"
    reading = read_yaml(text.encode())
    assert reading.problems
    assert [comment.line for comment in reading.comments] == [3, 7]


def test_a_file_without_the_words_is_not_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seloste.checker.reading.waiver_comments.CParser", None)
    assert find_waiver_comments("a: 1 # note\n", "a: 1 # note\n") == ()
    assert find_waiver_comments("a: 'seloste: yes'\n", "a: 'seloste: yes'\n") == ()


@pytest.mark.parametrize(
    "text",
    [
        "a: 1" + f" # {RULE}" * 40_000,
        f"# {RULE}\n" * 40_000 + "a: 1",
        "a: 1" + " " * 1_000_000 + f"# {RULE}" + " # seloste: ignore[" * 40_000,
        " " * 1_000_000 + "# seloste: ignore " * 40_000,
        "a: 1 #" + " " * 2_000_000 + "seloste: ignore until" + " " * 1_000_000 + "x",
        "".join(f"- 'x' # {RULE}\n" for _ in range(20_000)),
    ],
)
def test_no_file_takes_long(text: str) -> None:
    with cpu_limit(5):
        read_yaml(text.encode())
