"""A file may come from anybody: whatever its bytes, reading it neither raises nor takes long."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seloste.checker.position import MarkedList, MarkedMapping
from seloste.checker.reading.csv_table import read_csv
from seloste.checker.reading.problem import Limits, Problem, Reading
from seloste.checker.reading.reader import read_yaml
from tests.support import ROOT
from tests.support.cpu import cpu_limit

POLICY = (ROOT / "policy.yaml").read_bytes()
fuzzed = settings(max_examples=200, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def sound(reading: Reading) -> None:
    """What holds of every reading: places lie in the text, and nothing unread goes untold."""
    lines = reading.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for problem in reading.problems:
        assert problem.rule in ("syntax", "duplicate-key", "limit-exceeded", "unreadable")
        if problem.mark is not None and reading.text:
            line, column, end_line, end_column = problem.mark
            assert 1 <= line <= len(lines) + 1
            assert 1 <= column <= (len(lines[line - 1]) if line <= len(lines) else 0) + 1
            assert (end_line, end_column) >= (line, column)
    assert reading.problems or not reading.skipped
    for document in reading.documents:
        assert isinstance(document, MarkedMapping | MarkedList | str | int | float)


def refusal(data: bytes, limits: Limits | None = None) -> Problem:
    reading = read_yaml(data, limits) if limits else read_yaml(data)
    assert reading.documents == []
    sound(reading)
    return reading.problems[-1]


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 50_000,
        b"{" * 50_000,
        b"[{a: " * 20_000,
        b"- " * 30_000,
        b"? " * 30_000,
        b"\n".join(b" " * depth + b"a:" for depth in range(1000)),
        b"[" * 30_000 + b"]" * 30_000,
        b'{"a":' * 30_000 + b"1" + b"}" * 30_000,
        b"!!seq &a [" * 30_000,
    ],
    ids=["brackets", "braces", "both", "dashes", "questions", "indented", "closed", "json", "tagged"],
)
def test_depth_is_limited_at_once(data: bytes) -> None:
    with cpu_limit(1):
        problem = refusal(data)
    assert (problem.rule, problem.variant, problem.arguments) == ("limit-exceeded", "depth", {"limit": 64})
    assert problem.mark is not None


def test_what_is_as_deep_as_allowed_is_read() -> None:
    assert read_yaml(b"[" * 64 + b"]" * 64).problems == []
    assert refusal(b"[" * 65 + b"]" * 65).variant == "depth"


def laughs(levels: int, each: int, merged: bool = False) -> bytes:
    lines = ["a0: &a0 {x: 1, y: 2}" if merged else "a0: &a0 [x, y]"]
    for level in range(1, levels):
        again = [f"*a{level - 1}"] * each
        item = f"{{<<: [{', '.join(again)}], k{level}: 1}}" if merged else f"[{', '.join(again)}]"
        lines.append(f"a{level}: &a{level} {item}")
    return "\n".join(lines).encode()


@pytest.mark.parametrize("merged", [False, True])
def test_a_billion_laughs_are_cut_short(merged: bool) -> None:
    with cpu_limit(1):
        problem = refusal(laughs(40, 1000 if merged else 10, merged))
    assert (problem.rule, problem.variant) == ("limit-exceeded", "aliases")
    assert problem.mark is not None


def test_a_few_aliases_are_no_laugh() -> None:
    assert read_yaml(laughs(4, 10)).problems == []


def test_a_file_that_is_too_large_is_not_looked_into() -> None:
    problem = refusal(b"a: " + b"x" * 100, Limits(size=50))
    assert (problem.variant, problem.mark, problem.arguments) == ("size", None, {"limit": 50})
    with cpu_limit(1):
        assert refusal(b"\0" * 10_000_001).variant == "size"


def test_a_file_of_too_many_values_is_not_read() -> None:
    with cpu_limit(1):
        problem = refusal(b"[" + b"a," * 2_500_000 + b"]")
    assert (problem.variant, problem.arguments) == ("nodes", {"limit": 500_000})


@pytest.mark.parametrize("number", [b"9" * 90_000, b"-" + b"9" * 90_000, b"0x" + b"f" * 90_000])
def test_a_number_of_very_many_digits_is_told_of_and_the_rest_read(number: bytes) -> None:
    with cpu_limit(1):
        reading = read_yaml(b"a: " + number + b"\nb: 1\n")
    assert reading.documents[0]["b"] == 1
    [problem] = reading.problems
    assert (problem.rule, problem.variant) == ("limit-exceeded", "number")
    assert problem.mark == (1, 4, 1, 4 + len(number))


@pytest.mark.parametrize("number", [b"1." + b"9" * 90_000, b"1e999999", b"0." + b"0" * 90_000])
def test_a_fraction_of_very_many_digits_is_but_a_fraction(number: bytes) -> None:
    with cpu_limit(1):
        assert isinstance(read_yaml(b"a: " + number).documents[0]["a"], float)


@pytest.mark.parametrize(
    "data",
    [
        b'a: "b": c\n' * 100_000,
        b"a: [\n" * 100_000,
        b'a: "\n' * 200_000,
        b"a:\n\tb: c\n" * 5_000,
        b"a: @b\n" * 100_000,
        b"a\n" * 100_000,
        b"&a " * 100_000,
        b"a: *b\n" * 40_000,
        b'"' + b"\\ud83d\\ude00" * 100_000,
        b"\\ud83d" * 200_000,
        b"'" * 1_000_001,
        b"a: " + b"x " * 1_000_000 + b": y",
        b"--- a\n" * 100_000,
        b"--- [\n" * 100_000,
        b"# \n" * 500_000,
        b"\r" * 1_000_000 + b"[",
        b"x:\n" + b" - [\n" * 40_000,
        b"x:\n" + b"  a: 1\n" * 40_000 + b"  b [\n",
        ("ä\u2028" * 300_000).encode(),
    ],
)
def test_mistakes_by_the_thousand_cost_no_more_than_a_few_seconds(data: bytes) -> None:
    with cpu_limit(10):
        sound(read_yaml(data))


def test_no_more_mistakes_are_told_of_than_anyone_would_read() -> None:
    assert len(read_yaml(b"a:\n\tb: c\n" * 100).problems) == 20
    assert len(read_yaml(b"a: \0\n" * 100).problems) == 20


@fuzzed
@given(st.binary(max_size=200))
def test_no_bytes_make_the_reader_raise(data: bytes) -> None:
    sound(read_yaml(data))
    sound(read_csv(data))


SIGNS = "ab:-?,[]{}#&*!|>'\"%@`\\ \t\n\r.~<=0١ä😀\x85\u2028\ufeff"


@fuzzed
@given(st.text(st.sampled_from(SIGNS), max_size=60))
def test_no_text_makes_the_reader_raise(text: str) -> None:
    sound(read_yaml(text.encode()))
    sound(read_csv(text.encode()))


@fuzzed
@given(
    st.lists(st.sampled_from([*"ab:-?,[]{}#|>'\" \n", "a: ", "- ", "  ", "\n  ", "\n\t", "---\n", "\n...\n", "%TAG "]))
)
def test_no_broken_yaml_makes_the_reader_raise(parts: list[str]) -> None:
    sound(read_yaml("".join(parts).encode()))


def mutants(seed: int, count: int) -> Iterator[bytes]:
    """A real file with a few bytes cut, doubled, swapped or replaced."""
    chance = random.Random(seed)
    for _ in range(count):
        data = bytearray(POLICY)
        for _ in range(chance.randint(1, 4)):
            at, length = chance.randrange(len(data)), chance.choice((1, 1, 2, 30))
            match chance.randrange(4):
                case 0:
                    del data[at : at + length]
                case 1:
                    data[at:at] = data[at : at + length]
                case 2:
                    data[at : at + 1] = chance.choice(
                        (b"\t", b":", b'"', b"'", b"[", b"}", b"- ", b"\n", b"\0", b"\xff", b"&a")
                    )
                case _:
                    data[at : at + length] = bytes(reversed(data[at : at + length]))
        yield bytes(data)


@pytest.mark.parametrize("seed", range(4))
def test_no_mutant_of_a_real_file_makes_the_reader_raise(seed: int) -> None:
    with cpu_limit(60):
        for data in mutants(seed, 40):
            sound(read_yaml(data))
