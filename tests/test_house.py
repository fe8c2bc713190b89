"""The house: who imports whom, how long a file may be, and what a check must not cost."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tokenize
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
#: Each room may import itself and the rooms before it.
ROOMS = ("policy", "checker", "reports", "seloste")
SOURCES = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
TESTS = sorted((ROOT / "tests").rglob("*.py"))
BENCH = sorted((ROOT / "bench").glob("*.py"))  #: without its scripts, which are of no package
LONGEST = 330


def module_name(path: Path) -> str:
    """The name that a file is imported by: the rooms are packages of `seloste`."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(("seloste", *parts) if parts[0] != "seloste" else parts).removesuffix(".__init__")


MODULES = {module_name(path): path for path in SOURCES}


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text("utf-8"))


@cache
def imported(path: Path) -> set[str]:
    """Every name that a file imports, wherever in the file and for types alone too: modules, and what is in them."""
    names = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@cache
def used_modules(path: Path) -> set[str]:
    """The modules of the house that a file imports, but for itself."""
    used = {name if name in MODULES else name.rpartition(".")[0] for name in imported(path)}
    return used & MODULES.keys() - {module_name(path)}


def room_of(name: str) -> str:
    """The room that a module is in, by the name that it is imported by."""
    room = name.split(".")[1] if "." in name else "seloste"
    return room if room in ROOMS else "seloste"


def ids(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def violations(files: Iterable[Path], find: Callable[[Path], Iterable[object]]) -> dict[str, list[object]]:
    """What is found in each file that has any of it. One test looks through all files, since there are hundreds."""
    return {ids(path): found for path in files if (found := list(find(path)))}


def test_a_room_imports_only_itself_and_those_before_it() -> None:
    def find(path: Path) -> Iterable[str]:
        allowed = ROOMS[: ROOMS.index(path.relative_to(ROOT).parts[0]) + 1]
        return (name for name in used_modules(path) if room_of(name) not in allowed)

    assert violations(SOURCES, find) == {}


def test_no_file_imports_a_room_by_its_bare_name() -> None:
    files = [*SOURCES, *(path for folder in ("tests", "bench") for path in sorted((ROOT / folder).rglob("*.py")))]
    bare = {name for path in files for name in imported(path) if name.partition(".")[0] in ROOMS[:-1]}
    assert bare == set()


def test_nothing_of_the_house_imports_tests_or_benches() -> None:
    others = {"tests", "bench", "pytest", "hypothesis"}
    assert violations(SOURCES, lambda path: {name.partition(".")[0] for name in imported(path)} & others) == {}


def test_no_file_is_too_long() -> None:
    lines = {path: len(path.read_text("utf-8").splitlines()) for path in (*SOURCES, *TESTS)}
    longest = {path: LONGEST if path in SOURCES else 2 * LONGEST for path in lines}
    assert {ids(path): number for path, number in lines.items() if number > longest[path]} == {}


def test_every_file_says_what_lives_in_it() -> None:
    assert [ids(path) for path in SOURCES if not ast.get_docstring(parsed(path))] == []


def test_nothing_imports_a_command() -> None:
    """A command is found by its name alone; what commands share is in `seloste.session`."""
    assert [name for name, path in MODULES.items() if any(".commands." in each for each in used_modules(path))] == []


def test_the_working_directory_is_read_at_the_edge() -> None:
    """Any other code takes the folder as an argument, so that one process may check several."""
    reading = [ids(path) for path in SOURCES if re.search(r"\b(?:cwd|getcwd|chdir)\(", path.read_text("utf-8"))]
    assert reading == ["seloste/options.py"]


def test_the_imports_of_modules_go_round_in_no_circle() -> None:
    uses = {name: used_modules(path) for name, path in MODULES.items()}
    while free := [name for name, used in uses.items() if not used & uses.keys()]:
        for name in free:
            del uses[name]
    assert uses == {}


#: The parts of `checker/` in order: each may import itself and those before it.
PIPELINE = (
    *("position", "rule_families", "finding", "capping", "inventory", "reading", "workspace", "assertions", "evidence"),
    *("linking", "rules", "verdicts", "suppression", "result", "judging", "comparison", "forecast", "published"),
    *("drill", "drafting"),
)
CHECKER = {name: path for name, path in MODULES.items() if name.startswith("seloste.checker.")}
MOST_PARAMETERS = 8
#: Words of a dialect of our own, for which SARIF, git and the GDPR have better ones (docs/glossary.md).
DIALECT = frozenset({"said", "told", "held", "let_pass", "set_aside", "stands"})
#: Where a key of report.json, which people depend on, is such a word.
PUBLIC_KEYS = {"reports/formats/report_schema.py": {"set_aside"}}


def part_of(name: str) -> str:
    """The part of `checker/` that a module of it is in."""
    return name.split(".")[2]


def test_every_part_of_the_checker_has_its_place_in_the_pipeline() -> None:
    assert {part_of(name) for name in CHECKER} == set(PIPELINE)
    assert len(PIPELINE) <= 20


def test_a_part_of_the_checker_imports_only_itself_and_those_before_it() -> None:
    def find(path: Path) -> Iterable[str]:
        allowed = PIPELINE[: PIPELINE.index(part_of(module_name(path))) + 1]
        return (used for used in used_modules(path) & CHECKER.keys() if part_of(used) not in allowed)

    assert violations(CHECKER.values(), find) == {}


def test_no_two_modules_of_the_checker_bear_one_name() -> None:
    names = [path.stem for path in CHECKER.values() if path.stem != "__init__"]
    assert sorted(name for name, times in Counter(names).items() if times > 1) == []


def test_no_function_has_too_many_parameters() -> None:
    def find(path: Path) -> Iterable[str]:
        functions = (node for node in ast.walk(parsed(path)) if isinstance(node, ast.FunctionDef))
        return (function.name for function in functions if len(parameters(function)) > MOST_PARAMETERS)

    assert violations(SOURCES, find) == {}


def parameters(function: ast.FunctionDef) -> list[str]:
    """The names of a function's parameters, `*args` and `**kwargs` among them."""
    given = function.args
    starred = [each for each in (given.vararg, given.kwarg) if each is not None]
    return [each.arg for each in (*given.posonlyargs, *given.args, *given.kwonlyargs, *starred)]


def test_no_identifier_is_a_word_of_a_dialect_of_our_own() -> None:
    word = re.compile(rf"\b(?:{'|'.join(DIALECT)})\b")

    def find(path: Path) -> Iterable[str]:
        if not word.search(path.read_text("utf-8")):
            return ()
        with tokenize.open(path) as stream:
            names = {token.string for token in tokenize.generate_tokens(stream.readline) if token.type == tokenize.NAME}
        return names & DIALECT - PUBLIC_KEYS.get(ids(path), set())

    assert violations((*SOURCES, *TESTS), find) == {}


@pytest.mark.heavy
def test_mypy_checks_every_module_of_the_house_and_the_bench() -> None:
    command = [sys.executable, str(ROOT / ".ci" / "check_types.py")]
    run = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    count = len(SOURCES) + len(BENCH)
    assert run.stdout.strip() == f"Success: no issues found in {count} source files"


def test_only_a_run_of_spark_takes_the_tests_of_it() -> None:
    """PySpark is in an environment of its own: without it, no other mark may select them."""
    for path in sorted((ROOT / "tests" / "spark").glob("test_*.py")):
        source = path.read_text("utf-8")
        assert re.search(r"^pytestmark = (?:\[\s+)?pytest\.mark\.spark\b", source, re.MULTILINE), path
        assert not set(re.findall(r"pytest\.mark\.(\w+)", source)) & {"heavy", "timed"}, path


POLICY = """
notice: {name: {fi: Rekisteri}, languages: [fi]}
controller: {name: Yritys Oy}
safeguards:
  backup: {text: {fi: Tiedot varmuuskopioidaan joka päivä}, control: backup, parameters: {interval: P1D}}
"""
SYSTEMS = "systems: {crm: {name: CRM, safeguards: {backup: implemented}}}"
PROBE = """
import sys
from seloste.cli import cli
cli.main(sys.argv[1:], standalone_mode=False)
print("\\nLOADED", *sorted(sys.modules))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    (folder / "policy.yaml").write_text(POLICY, "utf-8")
    (folder / "systems.yaml").write_text(SYSTEMS, "utf-8")
    return folder


def loaded(folder: Path, *arguments: str) -> set[str]:
    """The modules that a run of the command line has imported at its end."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    run = subprocess.run(
        [sys.executable, "-c", PROBE, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    return set(run.stdout.rpartition("LOADED")[2].split())


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_check_imports_nothing_that_it_does_not_need(folder: Path, form: str) -> None:
    modules = loaded(folder, "check", "--format", form, "--as-of", "2026-09-01")
    assert "seloste.checker.judging.check" in modules
    unneeded = {"jinja2", "jsonschema", "ruamel", "ruamel.yaml", "asyncio", "http", "ssl"}
    assert modules & unneeded == set()
    assert not [name for name in modules if name.startswith("seloste.commands.") and not name.endswith(".check")]


def test_a_check_with_an_assertion_does_import_jsonschema(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "systems.yaml").write_text(SYSTEMS, "utf-8")
    asserting = POLICY + "  owned: {text: {fi: Joka järjestelmällä on omistaja}, assert: {required: [owner]}}\n"
    (tmp_path / "policy.yaml").write_text(asserting, "utf-8")
    assert "jsonschema" in loaded(tmp_path, "check", "--as-of", "2026-09-01")


def test_help_loads_neither_rules_nor_models(folder: Path) -> None:
    assert not {
        name
        for name in loaded(folder, "--help")
        if name.startswith(("seloste.checker", "seloste.policy", "seloste.reports", "pydantic"))
    }
