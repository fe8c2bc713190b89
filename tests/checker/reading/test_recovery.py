"""Broken files: each mistake where it is and by its name, and everything beside it still read."""

from __future__ import annotations

import pytest

from seloste.checker.reading.problem import Reading, SkippedEntry
from seloste.checker.reading.reader import read_yaml

FoundProblem = tuple[str, int, int]


def list_problems(reading: Reading) -> list[FoundProblem]:
    """Each problem in the order of its place: what it is, line and column."""
    found = [
        (problem.variant or problem.rule, problem.mark[0], problem.mark[1])
        for problem in reading.problems
        if problem.mark
    ]
    assert len(found) == len(reading.problems)
    return sorted(found, key=lambda problem: problem[1:])


AFTER = "\nlast:\n  a: b\n"


@pytest.mark.parametrize(
    ("text", "problem", "left"),
    [
        # a colon is missing
        ("k:\n  name Jamix\n  email: x", ("colon", 2, 3), {"k": {"email": "x"}}),
        ("k:\n  email: x\n  name Jamix", ("colon", 3, 3), {"k": {"email": "x"}}),
        ("k:\n  email: x\n  name Jamix\n  phone: y", ("colon", 3, 3), {"k": {"email": "x", "phone": "y"}}),
        ("k\n  email: x", ("colon", 1, 1), {}),
        ("version 1\nk:\n  a: b", ("colon", 1, 1), {"k": {"a": "b"}}),
        ("version 1 # the first", ("colon", 1, 1), {}),
        ("k:\n  b:\n    text\n      fi: x\n  c: y", ("colon", 3, 5), {"k": {"c": "y"}}),
        # a colon too many
        ("k:\n  name: Jamix: Oy\n  email: x", ("second-colon", 2, 14), {"k": {"email": "x"}}),
        ("k:\n  name: a text\n    that goes on: x\n  email: x", ("indentation", 3, 5), {"k": {"email": "x"}}),
        ("k:\n  name: a text\n    and on\n    and on: x\n  email: x", ("second-colon", 4, 11), {"k": {"email": "x"}}),
        # tabs
        ("k:\n\tname: x", ("tab", 2, 1), {}),
        ("k:\n  a: b\n\tname: x\n  c: d", ("tab", 3, 1), {"k": {"c": "d"}}),
        ("k:\n  a: b\n  \tname: x\n  c: d", ("tab", 3, 3), {"k": {"c": "d"}}),
        ("k:\n  a:\n  \tb\n  c: d", ("tab", 3, 3), {"k": {"c": "d"}}),
        # indentation
        ("k:\n  a: b\n    name: x\n  c: d", ("indentation", 3, 5), {"k": {"c": "d"}}),
        ("k:\n  a: b\n name: x", ("indentation", 3, 2), {}),
        ("k:\n  - a\n - b", ("indentation", 3, 2), {}),
        ("k:\n- a\n- b: c\n   d: e", ("indentation", 4, 4), {"k": ["a"]}),
        ("k:\n  a: - b\n  c: d", ("list-start", 2, 6), {"k": {"c": "d"}}),
        # quotation marks
        ('k:\n  a: "b\n  c: "x"', ("quote", 2, 6), {"k": {"c": "x"}}),
        ("k:\n  a: \"b\n  c: x", ("quote", 2, 6), {"k": {"c": "x"}}),
        ("k:\n  a: 'it's b'\n  c: x", ("inner-quote", 2, 9), {"k": {"c": "x"}}),
        ('k:\n  a: "say "b" now"\n  c: x', ("inner-quote", 2, 11), {"k": {"c": "x"}}),
        ('k:\n  a: "b\\q"\n  c: x', ("escape", 2, 8), {"k": {"c": "x"}}),
        ('k:\n  a: "b\\xz1"\n  c: x', ("escape", 2, 10), {"k": {"c": "x"}}),
        # brackets
        ("k:\n  a: [b, c\n  d: x", ("bracket", 2, 6), {"k": {"d": "x"}}),
        ("k:\n  a: [b, c]]\n  d: x", ("bracket", 2, 12), {"k": {"d": "x"}}),
        ("k:\n  a: {b: c d: e}\n  d: x", ("bracket", 2, 13), {"k": {"d": "x"}}),
        ("k: {a: b", ("bracket", 1, 4), {}),
        ("k: [\n  a,\n  b\nl: x", ("bracket", 1, 4), {"l": "x"}),
        # what a value cannot begin with
        ("k:\n  a: @b\n  c: d", ("character", 2, 6), {"k": {"c": "d"}}),
        ("k:\n  a: `b`\n  c: d", ("character", 2, 6), {"k": {"c": "d"}}),
        ("k:\n  a: 100\n  c: %d", ("character", 3, 6), {"k": {"a": 100}}),
        ("k:\n  a: *\n  c: d", ("character", 2, 6), {"k": {"c": "d"}}),
        ("k:\n  a: & b\n  c: d", ("character", 2, 6), {"k": {"c": "d"}}),
        ("k:\n  a: !<x b\n  c: d", ("tag-form", 2, 9), {"k": {"c": "d"}}),
        ("k:\n  a: !x!y b\n  c: d", ("tag-form", 2, 6), {"k": {"c": "d"}}),
        ("k:\n  a: |0\n    b\n  c: d", ("syntax", 2, 7), {"k": {"c": "d"}}),
    ],
)  # fmt: skip
def test_a_mistake_is_told_of_where_it_is_and_the_rest_is_read(
    text: str, problem: FoundProblem, left: dict[str, object]
) -> None:
    reading = read_yaml((text + AFTER).encode())
    assert list_problems(reading) == [problem]
    assert reading.documents == [{**left, "last": {"a": "b"}}]
    assert reading.skipped


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('{"a": 1\n "b": 2}', ("json", 2, 5)),
        ('{"a": [1, 2}', ("json", 1, 12)),
        ('{\n  "a": {"b": 1},\n  "c": "d\n}\n', ("quote", 3, 8)),
        ("%YAML 2.0\n---\na: [", ("directive", 1, 1)),
        ("[a, b", ("json", 1, 6)),
        ("a: b]\n- c", ("indentation", 2, 1)),
    ],
)
def test_where_nothing_can_be_set_aside_the_mistake_alone_is_told_of(text: str, problem: FoundProblem) -> None:
    assert problem in list_problems(read_yaml(text.encode()))


MANY = """\
version: 1
notice:
\tname: {fi: Rekisteri}
controller:
  name Yritys Oy
  email: x@y.fi
# what for
purposes:
  billing:
    text: {fi: laskutus}
    text: {fi: laskut}
    feilds: [name]
fields:
  name: {text: {fi: nimi}}
  email: {text: [fi: sähköposti}
  phone: {text: {fi: puhelin}}
rights:
- a
- b: [
"""


def test_every_mistake_of_a_file_is_told_of() -> None:
    reading = read_yaml(MANY.encode())
    assert list_problems(reading) == [
        ("tab", 3, 1),
        ("colon", 5, 3),
        ("duplicate-key", 11, 5),
        ("bracket", 15, 32),
        ("bracket", 19, 6),
    ]
    assert reading.documents == [
        {
            "version": 1,
            "controller": {"email": "x@y.fi"},
            "purposes": {"billing": {"text": {"fi": "laskutus"}, "feilds": ["name"]}},
            "fields": {"name": {"text": {"fi": "nimi"}}, "phone": {"text": {"fi": "puhelin"}}},
            "rights": ["a"],
        }
    ]
    assert [(gap.parent, gap.key, gap.mark[:2]) for gap in reading.skipped] == [
        (0, "notice", (2, 1)),
        (2, "name", (3, 2)),
        (4, "name Yritys Oy", (5, 3)),
        (13, "email", (15, 3)),
        (17, None, (19, 1)),
    ]
    assert reading.documents[0]["fields"].marks["phone"][0] == (16, 3, 16, 8)


def test_what_is_wrong_within_what_is_set_aside_is_told_of_too() -> None:
    reading = read_yaml(b"k:\n  a: {x: 1, x: 2}\n  b:\n    c: 1\n    c: 2\n    d: [\n  e: 1\n  e: 2\n")
    assert list_problems(reading) == [
        ("duplicate-key", 2, 13),
        ("duplicate-key", 5, 5),
        ("bracket", 6, 8),
        ("duplicate-key", 8, 3),
    ]
    assert reading.documents == [{"k": {"a": {"x": 1}, "e": 1}}]


def test_an_anchor_in_what_is_set_aside_is_not_missed() -> None:
    reading = read_yaml(b"a: &x {b: c\nd: *x\ne: *y\n")
    assert list_problems(reading) == [("bracket", 1, 7), ("alias", 3, 4)]


def test_a_document_marker_ends_a_block() -> None:
    reading = read_yaml(b"a: 1\n---\nb: [\n...\n---\nc: 3\n---\nd: 'x\n")
    assert list_problems(reading) == [("bracket", 3, 4), ("quote", 8, 4)]
    assert reading.documents == [{"a": 1}, {"c": 3}]


def test_comments_between_blocks_belong_to_neither() -> None:
    reading = read_yaml(b"a: [\n# about b\n\n# and more\nb: 2\n")
    assert (list_problems(reading), reading.documents) == ([("bracket", 1, 4)], [{"b": 2}])


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_stay_where_they_are_whatever_their_ending(ending: str) -> None:
    text = ending.join(["a: [", "", "b: {c: 1}", "d: 'x", "e: 5", ""])
    reading = read_yaml(text.encode())
    assert list_problems(reading) == [("bracket", 1, 4), ("quote", 4, 4)]
    assert reading.documents == [{"b": {"c": 1}, "e": 5}]
    assert reading.documents[0].marks["e"] == ((5, 1, 5, 2), (5, 4, 5, 5))


def test_an_inventory_with_one_broken_system_still_has_the_others() -> None:
    text = "systems:\n  crm:\n    name: CRM\n  'hr':\n    name: HR\n    fields [name]\n  web:\n    name: Web\n"
    reading = read_yaml(text.encode())
    assert list_problems(reading) == [("colon", 6, 5)]
    assert reading.documents == [{"systems": {"crm": {"name": "CRM"}, "web": {"name": "Web"}}}]
    assert reading.skipped == (SkippedEntry(1, "hr", (4, 3, 4, 6)),)


def test_the_only_entry_of_a_block_takes_the_block_along() -> None:
    reading = read_yaml(b"a:\n  b: [\nc: 1\n")
    assert (reading.documents, reading.skipped) == (
        [{"c": 1}],
        (SkippedEntry(0, "a", (1, 1, 1, 2)), SkippedEntry(1, "b", (2, 3, 2, 4))),
    )


def test_old_line_breaks_do_not_move_a_mistake() -> None:
    reading = read_yaml("a: 'x\u2028y\x85'\nk:\n  b: 'it's'\n  c: '\u2028'\n".encode())
    assert list_problems(reading) == [("inner-quote", 3, 9)]
    assert reading.documents == [{"a": "x\u2028y\x85", "k": {"c": "\u2028"}}]


def test_lines_that_are_wrong_only_by_one_above_them_are_no_problems_of_their_own() -> None:
    shifted = read_yaml(b"k:\n   text: x\n  rule: y\n\n  # and\n  countries: [FI]\n  area: eu\n")
    assert list_problems(shifted) == [("indentation", 3, 3)]
    listed = read_yaml(b"systems:\n  - id: a\n    name: A\n  b:\n    name: B\n  c:\n    name: C\n")
    assert list_problems(listed) == [("indentation", 4, 3)]
    two = read_yaml(b"k:\n  a:\n      x: 1\n     y: 2\n  b:\n      x: 1\n     y: 2\n")
    assert list_problems(two) == [("indentation", 4, 6), ("indentation", 7, 6)]


@pytest.mark.parametrize("item", ["    - b", "   - b", "     - b\n  - c"])
def test_an_item_that_is_indented_further_is_no_part_of_the_text_above_it(item: str) -> None:
    column = item.index("-") + 1
    assert list_problems(read_yaml(f"k:\n  - a\n{item}\n".encode())) == [("indentation", 3, column)]


def test_an_item_of_several_lines_may_hold_a_dash() -> None:
    reading = read_yaml(b'k:\n  - a - b\n    and c\n  - "x\n    - y"\n  - |\n    - z\n  - d\n    -e\n')
    assert list_problems(reading) == []
