"""Nothing that lies in the folder being checked is ever executed.

Promised, whatever Python files the working directory holds:
- the command `seloste` takes neither its own rooms nor a library nor a module of Python from there;
- `python -m seloste`, which puts the folder on Python's path, takes no room and no library from there. A module of
  Python's own that the interpreter needs before it comes to us is out of our hands: `python -P` or `-I` is the way.
- with a PYTHONPATH that names the folder, the same: who sets it lets Python run a `sitecustomize.py` there.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

COMMAND = Path(sys.executable).with_name("seloste")
POLICY = """
notice: {name: {fi: Rekisteri, en: Register}, languages: [fi, en]}
controller: {name: Yritys Oy}
safeguards:
  owned: {text: {fi: Joka järjestelmällä on omistaja, en: Every system has an owner}, assert: {required: [owner]}}
"""
SYSTEMS = "systems: {crm: {name: CRM, owner: sales}}"
TRAP = "open({trace!r}, 'a').write({name!r} + chr(10))\nraise SystemExit(99)\n"
ROOMS = ("policy", "checker", "reports")
LIBRARIES = (
    "click",
    "yaml",
    "pydantic",
    "pydantic_core",
    "babel",
    "isodate",
    "jinja2",
    "jsonschema",
    "ruamel",
    "markupsafe",
)
PYTHON = (
    "json",
    "gc",
    "datetime",
    "hashlib",
    "difflib",
    "multiprocessing",
    "tempfile",
    "shutil",
    "textwrap",
    "secrets",
)
#: What Python itself imports on its way, and what it would run by itself if it found it.
START = ("pathlib", "re", "typing", "dataclasses", "sitecustomize", "usercustomize", "site", "os", "importlib", "runpy")
COMMANDS = (
    ("--help",),
    ("schema", "policy"),
    ("explain", "notice/undated"),
    ("notice",),
    ("check",),
    ("check", "--format", "json", "."),
    ("report", "--out", "out"),
)


class Folder:
    """A working directory full of traps, and what was sprung."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.trace = path.parent / f"{path.name}.trace"
        path.mkdir()
        (path / "policy.yaml").write_text(POLICY, "utf-8")
        (path / "systems.yaml").write_text(SYSTEMS, "utf-8")

    def trap(self, *names: str) -> Folder:
        """Sets a trap of each name, as a module and as a package."""
        for number, name in enumerate(names):
            text = TRAP.format(trace=str(self.trace), name=name)
            if number % 2:
                (self.path / f"{name}.py").write_text(text, "utf-8")
            else:
                (self.path / name).mkdir()
                (self.path / name / "__init__.py").write_text(text, "utf-8")
        return self

    def run(self, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "GIT_"))}
        return subprocess.run(
            command,
            cwd=self.path,
            env={**clean, "LC_ALL": "en_US.UTF-8", **environment},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    def sprung(self) -> str:
        return self.trace.read_text("utf-8") if self.trace.exists() else ""


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "work")


def works(run: subprocess.CompletedProcess[str], arguments: tuple[str, ...]) -> None:
    expected = (0, 1) if arguments[0] == "check" else (0,)
    assert run.returncode in expected, run.stderr
    assert run.stdout or "--out" in arguments
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_the_command_executes_nothing_of_the_folder(folder: Folder, arguments: tuple[str, ...]) -> None:
    folder.trap(*ROOMS, *LIBRARIES, *PYTHON, *START, "seloste")
    works(folder.run(str(COMMAND), *arguments), arguments)
    assert folder.sprung() == ""


@pytest.mark.parametrize("arguments", COMMANDS[-3:], ids=" ".join)
def test_run_as_a_module_it_takes_no_room_or_library_from_the_folder(
    folder: Folder, arguments: tuple[str, ...]
) -> None:
    folder.trap(*ROOMS, *LIBRARIES, *PYTHON)
    works(folder.run(sys.executable, "-m", "seloste", *arguments), arguments)
    assert folder.sprung() == ""


@pytest.mark.parametrize("value", [".", "{here}", "./:{here}", "../work"])
def test_nor_with_a_python_path_that_names_the_folder(folder: Folder, value: str) -> None:
    folder.trap(*ROOMS, *LIBRARIES, "hashlib", "multiprocessing")
    works(folder.run(str(COMMAND), "check", PYTHONPATH=value.format(here=folder.path)), ("check",))
    assert folder.sprung() == ""


def test_rooms_elsewhere_on_the_path_are_not_ours(folder: Folder, tmp_path: Path) -> None:
    other = Folder(tmp_path / "other").trap(*ROOMS)
    works(folder.run(str(COMMAND), "check", PYTHONPATH=str(other.path)), ("check",))
    assert other.sprung() == ""


@pytest.mark.parametrize("flag", ["-P"])
def test_with_a_safe_path_the_module_is_as_safe_as_the_command(folder: Folder, flag: str) -> None:
    folder.trap(*ROOMS, *LIBRARIES, *PYTHON, *START, "seloste")
    works(folder.run(sys.executable, flag, "-m", "seloste", "check"), ("check",))
    assert folder.sprung() == ""


def test_a_folder_with_no_more_than_settings_and_a_sitecustomize(folder: Folder) -> None:
    folder.trap("usercustomize", "sitecustomize")
    (folder.path / "seloste.yaml").write_text("policy: policy.yaml\n", "utf-8")
    for start in ((str(COMMAND),), (sys.executable, "-m", "seloste")):
        works(folder.run(*start, "check"), ("check",))
    assert folder.sprung() == ""


def script(path: Path, trace: Path, name: str) -> None:
    path.write_text(f"#!/bin/sh\necho {name} >> {trace}\n", "utf-8")
    path.chmod(0o755)


def _git_program(folder: Folder) -> None:
    script(folder.path / "git", folder.trace, "git")


def _git_settings(folder: Folder) -> None:
    folder.run("git", "init", "-q")
    script(folder.path / "run", folder.trace, "run")
    settings = "".join(f"[{section}]\n\t{key} = {folder.path}/run\n" for section, key in _RUN_BY_GIT)
    with (folder.path / ".git" / "config").open("a", encoding="utf-8") as stream:
        stream.write(settings)
    for hook in ("post-index-change", "reference-transaction", "fsmonitor-watchman"):
        script(folder.path / ".git" / "hooks" / hook, folder.trace, hook)


_RUN_BY_GIT = (("core", "fsmonitor"), ("core", "pager"), ("core", "sshCommand"), ("alias", "rev-parse"))


@pytest.mark.skipif(os.name == "nt", reason="shell scripts")
@pytest.mark.parametrize("prepare", [_git_program, _git_settings])
def test_the_commit_is_asked_for_without_running_what_the_folder_says(
    folder: Folder, prepare: Callable[[Folder], None]
) -> None:
    prepare(folder)
    works(folder.run(str(COMMAND), "check", "--format", "json"), ("check",))
    assert folder.sprung() == ""


def test_a_working_directory_that_python_itself_lives_in_stays_on_the_path(folder: Folder) -> None:
    for place in (Path(os.__file__).parent, Path(pytest.__file__).parents[1]):
        folder.path = place
        works(folder.run(sys.executable, "-m", "seloste", "explain", "notice/undated"), ("explain",))


def test_a_working_directory_that_is_gone_is_a_usage_error(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    command = f'rmdir "{gone}" && exec "{COMMAND}" check --lang en'
    run = subprocess.run(["sh", "-c", command], cwd=gone, capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 2
    assert "nothing matches" in run.stderr
