"""The tests themselves: none imports another, none goes by the clock, and none can hang."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.support.each import each

TESTS = Path(__file__).parent
FILES = sorted(TESTS.rglob("*.py"))
#: What starts a process and waits for its end.
RUN = {"subprocess.run", "subprocess.call", "subprocess.check_call", "subprocess.check_output"}
#: What waits for others, for ever where it is given no time.
WAIT = {"wait", "join", "communicate"}
CLOCKS = {"time.time", "time.time_ns", "time.monotonic", "time.monotonic_ns", "time.perf_counter"}


def ids(path: Path) -> str:
    return path.relative_to(TESTS).as_posix()


def imported(tree: ast.AST) -> Iterator[str]:
    """Every module that a file imports, and what it imports from one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names)


def dotted(node: ast.AST) -> str:
    """A name as it is written: `subprocess.run`."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text("utf-8"))


def violations(find: Callable[[Path], Iterable[str]]) -> dict[str, list[str]]:
    """What is found in each file that has any of it."""
    return {ids(path): found for path in FILES if (found := list(find(path)))}


def test_a_test_imports_of_the_tests_what_is_in_support_alone() -> None:
    own = {file.stem for file in FILES if "support" not in file.parts} - {"__init__"}

    def find(path: Path) -> Iterator[str]:
        for name in imported(parsed(path)):
            elsewhere = name.startswith((".", "tests.")) and not name.startswith("tests.support")
            if elsewhere or name.partition(".")[0] in own:
                yield name

    assert violations(find) == {}


def test_no_file_changes_where_modules_are_looked_for() -> None:
    found = violations(lambda path: re.findall(r"sys\.path(?:\.|\[| =).*", path.read_text("utf-8")))
    assert found.keys() <= {ids(Path(__file__))}


def test_nothing_reads_a_clock() -> None:
    def find(path: Path) -> Iterator[str]:
        yield from (name for name in imported(parsed(path)) if name in CLOCKS)
        yield from (dotted(node) for node in ast.walk(parsed(path)) if dotted(node) in CLOCKS)

    assert violations(find) == {}


def test_nothing_waits_for_ever() -> None:
    """A process that goes on beside a test is started by `started`, which ends it."""

    def find(path: Path) -> Iterator[str]:
        for call in ast.walk(parsed(path)):
            if not isinstance(call, ast.Call):
                continue
            name, timed = dotted(call.func), any(keyword.arg == "timeout" for keyword in call.keywords)
            waits = name in RUN or (not call.args and name.rpartition(".")[2] in WAIT)
            unended = name == "subprocess.Popen" and ids(path) != "support/commands.py"
            if (waits and not timed) or unended:
                yield f"line {call.lineno}: {name}"

    assert violations(find) == {}


def test_of_many_cases_in_one_run_each_that_fails_is_told() -> None:
    @each(("number", "word"), [(1, "one"), (2, "two"), (3, "three")])
    def judge(number: int, word: str, odd: bool) -> None:
        assert number % 2 == odd, f"{word} is {odd}"

    with pytest.raises(ExceptionGroup, match="1 of 3 cases fail") as group:
        judge(odd=True)
    [error] = group.value.exceptions
    assert "two is True" in str(error)
    assert error.__notes__ == ["number, word: 2, 'two'"]
