"""What a command imports: `docs/start-up.md` lists it, and these tests hold it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "start-up.md"
#: A row of the page's table: commands, and modules that they do not import.
ROW = re.compile(r"^\| (`[^|]+`) \|[^|]*\| (`[^|]+`) \|$", re.MULTILINE)
IMPORTED = """
import os, sys
sys.argv = ["seloste", *sys.argv[1:]]
os._exit = lambda code: None
from seloste.__main__ import main
main()
print("\\n", *sys.modules, sep="\\n")
"""
#: The models whose validators a command has built.
BUILT = """
from seloste.policy.base import Record

def list_models(model):
    for each in model.__subclasses__():
        yield each
        yield from list_models(each)

print("\\n", *(each.__name__ for each in list_models(Record) if each.__pydantic_complete__), sep="\\n")
"""
POLICY = "notice: {languages: [en]}\ncontroller: {name: Shop}\npurposes: {orders: {text: {en: Orders}}}\n"
SYSTEMS = "systems: {shop: {name: Shop, purposes: [orders]}}\n"


def list_printed(folder: Path, *arguments: str, script: str = IMPORTED) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return set(done.stdout.rpartition("\n\n")[2].split())


def read_rows() -> list[tuple[str, list[str]]]:
    rows = ROW.findall(PAGE.read_text("utf-8"))
    return [
        (command, re.findall("`([^`]+)`", modules))
        for commands, modules in rows
        for command in re.findall("`([^`]+)`", commands)
    ]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A notice and one system, without processors, evidence, waivers, a baseline, assertions or a repository."""
    (tmp_path / "policy.yaml").write_text(POLICY, "utf-8")
    (tmp_path / "systems.yaml").write_text(SYSTEMS, "utf-8")
    return tmp_path


@pytest.mark.parametrize(("command", "absent"), read_rows())
def test_a_command_does_not_import_what_it_does_not_use(workspace: Path, command: str, absent: list[str]) -> None:
    imported = list_printed(workspace, *command.split()[1:])
    assert "seloste.cli" in imported
    assert {each for each in imported if any(each == name or each.startswith(f"{name}.") for name in absent)} == set()


def test_a_model_within_another_has_no_validator_of_its_own(workspace: Path) -> None:
    assert list_printed(workspace, "check", script=IMPORTED + BUILT) == {"Policy", "System", "Configuration"}


@pytest.mark.parametrize(
    ("file", "content", "module"),
    [
        ("processors.yaml", "processors: {host: {name: Host, country: FI}}\n", "seloste.checker.rules.processor"),
        ("seloste.yaml", "evidence: [compose.yaml]\n", "seloste.checker.evidence.reading"),
        (
            "policy.yaml",
            f"{POLICY}custom: {{x: {{text: {{en: X}}, on: systems, assert: {{minProperties: 1}}}}}}\n",
            "jsonschema",
        ),
        ("systems.yaml", f"{SYSTEMS}  wrong: [\n", "seloste.checker.reading.recovery"),
        ("systems.yaml", "systems: {shop: {name: Shop, purpose: [orders]}}\n", "seloste.checker.reading.validation"),
    ],
)
def test_a_part_is_imported_where_the_workspace_has_what_it_is_for(
    workspace: Path, file: str, content: str, module: str
) -> None:
    (workspace / "compose.yaml").write_text("services: {web: {image: nginx}}\n", "utf-8")
    assert module not in list_printed(workspace, "check")
    (workspace / file).write_text(content, "utf-8")
    assert module in list_printed(workspace, "check")


def test_the_page_names_modules_that_exist() -> None:
    for _, modules in read_rows():
        for name in modules:
            own = name.removeprefix("seloste.").replace(".", "/")
            assert not name.startswith("seloste.") or any(
                (base / own).is_dir() or (base / f"{own}.py").is_file() for base in (ROOT, ROOT / "seloste")
            ), name
