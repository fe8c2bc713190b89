"""The skeleton of a rule: what is written, what is refused, and that an unfinished rule does not pass the tests."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from seloste import new
from seloste.checker.rules.catalogue import load_catalogue

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = [path.name for path in (ROOT / "reports" / "languages").iterdir()]
RULE = "system/backup-untested"
#: A rule of each family that has functions, and the module that its function belongs to.
WANTED = {
    RULE: "checker/rules/system.py",
    "notice/retention-hidden": "checker/rules/notice/retention_terms.py",
    "processor/audit-missing": "checker/rules/processor.py",
    "transfer/instrument-unsigned": "checker/rules/transfer/transfer_tools.py",
    "waiver/unapproved": "checker/suppression/waiver_rules.py",
}


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository with the skeleton of a rule."""
    root = tmp_path_factory.mktemp("clone")
    for folder in ("policy", "checker", "reports", "seloste", "tests", "examples"):
        shutil.copytree(ROOT / folder, root / folder)
    shutil.copy(ROOT / "pyproject.toml", root)
    assert new.main(["rule", RULE], root) == 0
    return root


def python(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False)


def test_a_rule_with_its_skeleton_is_a_rule(clone: Path) -> None:
    run = python(clone, "-m", "seloste", "explain", RULE, "--lang", "en")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith(f"{RULE} (error)\nUNFINISHED\n")
    assert "systems: {crm: {name: CRM}}" in run.stdout


@pytest.mark.heavy
def test_an_unfinished_rule_fails_its_tests(clone: Path) -> None:
    files = ("tests/checker/rules", "tests/reports/test_rule_words.py")
    run = python(
        clone,
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        "--assert=plain",
        *files,
        "-k",
        f"{RULE} or test_rule_words or test_registry",
    )
    failed = re.findall(r"^FAILED \S+::(\w+)", run.stdout, re.MULTILINE)
    assert "test_the_failing_example_gives_its_rule" in failed
    assert len(failed) == 2, "the example, and the case of the family; words and registry are as they should be"


def test_nothing_of_the_repository_is_unfinished() -> None:
    folders = ("checker", "reports", "docs/rules", "tests/checker", "tests/support")
    files = [path for folder in folders for kind in ("*.py", "*.yaml", "*.md") for path in (ROOT / folder).rglob(kind)]
    assert files
    assert [path for path in files if new.MARK in path.read_text("utf-8")] == []


@pytest.mark.parametrize("rule", WANTED)
def test_every_part_of_a_rule_is_written(rule: str) -> None:
    family, _, name = rule.partition("/")
    parts = {part.path.relative_to(ROOT).as_posix(): part for part in new.skeleton(ROOT, rule)}
    texts = {path: part.text for path, part in parts.items()}
    words = {f"reports/languages/{code}/rules/{family}.yaml" for code in LANGUAGES}
    data = {f"checker/rules/{family}.yaml", f"checker/rules/examples/{family}.yaml", *words}
    assert {*data, WANTED[rule]} <= texts.keys()
    assert all(list(yaml.safe_load(texts[path]))[-1] == name for path in data)
    code = [path for path in texts if path.endswith(".py")]
    assert [path for path in code if path.startswith("tests/")]
    assert all(ast.parse(texts[path]) for path in code)
    for path, text in texts.items():
        lines = iter(text.splitlines())
        assert all(line in lines for line in (ROOT / path).read_text("utf-8").splitlines()), "what was there stays"
        assert new.MARK in text or path.endswith("test_registry.py")


def test_a_module_can_be_chosen() -> None:
    parts = new.skeleton(ROOT, "notice/seal-missing", "identity")
    assert ROOT / "checker/rules/notice/identity.py" in [part.path for part in parts]


def test_a_function_does_not_take_a_name_that_means_something_else() -> None:
    [text] = [part.text for part in new.skeleton(ROOT, "system/any") if part.path == ROOT / WANTED[RULE]]
    assert text.rpartition("\ndef ")[2].startswith("any_rule(")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["system/owner-missing"], "there is a rule system/owner-missing already"),
        (["sistem/owner-missing"], "did you mean system/?"),
        (["law/owner-missing"], "the families are input, notice"),
        (["owner-missing"], "the families are input, notice"),
        (["system/"], "'' is no name of a rule"),
        (["system/Owner_2"], "'Owner_2' is no name of a rule"),
        (["system/../system"], "'../system' is no name of a rule"),
        (["input/unread"], "no module has functions of input/"),
        (["notice/seal-missing"], "|identity|"),
        (
            ["notice/seal-missing", "--module", "seal"],
            "notice/ has no module 'seal': choose automated_decisions,",
        ),
    ],
)
def test_what_is_no_new_rule_is_refused(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert new.main(["rule", *arguments]) == 2
    assert words in capsys.readouterr().err


def test_an_installation_is_no_clone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new.main(["rule", RULE], tmp_path) == 2
    assert "is no clone" in capsys.readouterr().err


def test_what_is_refused_writes_nothing(clone: Path) -> None:
    before = {path: path.read_bytes() for path in clone.rglob("*.*") if path.is_file()}
    assert new.main(["rule", RULE], clone) == 2
    assert {path: path.read_bytes() for path in clone.rglob("*.*") if path.is_file()} == before
    assert RULE not in load_catalogue()
