"""The tests themselves: none imports another, none goes by the clock, and none can hang."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

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


@pytest.mark.parametrize("path", FILES, ids=ids)
def test_a_test_imports_of_the_tests_what_is_in_support_alone(path: Path) -> None:
    names = set(imported(ast.parse(path.read_text("utf-8"))))
    own = {file.stem for file in FILES if "support" not in file.parts} - {"__init__"}
    assert [name for name in names if name.startswith((".", "tests.")) and not name.startswith("tests.support")] == []
    assert [name for name in names if name.partition(".")[0] in own] == []


@pytest.mark.parametrize("path", sorted({*FILES} - {Path(__file__)}), ids=ids)
def test_no_file_changes_where_modules_are_looked_for(path: Path) -> None:
    assert re.findall(r"sys\.path(?:\.|\[| =).*", path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", FILES, ids=ids)
def test_nothing_reads_a_clock(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert [name for name in imported(tree) if name in CLOCKS] == []
    assert [dotted(node) for node in ast.walk(tree) if dotted(node) in CLOCKS] == []


@pytest.mark.parametrize("path", FILES, ids=ids)
def test_nothing_waits_for_ever(path: Path) -> None:
    """A process that goes on beside a test is started by `started`, which ends it."""
    for call in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(call, ast.Call):
            name, timed = dotted(call.func), any(keyword.arg == "timeout" for keyword in call.keywords)
            assert timed or name not in RUN, f"line {call.lineno}"
            assert timed or call.args or name.rpartition(".")[2] not in WAIT, f"line {call.lineno}"
            assert name != "subprocess.Popen" or ids(path) == "support/commands.py", f"line {call.lineno}"
