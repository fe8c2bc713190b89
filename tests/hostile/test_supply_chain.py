"""What is installed to run seloste is what was locked: no version and no file of a package can be put in its place."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support import ROOT

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
#: Every Python that is supported, on every platform.
ENVIRONMENTS = [
    {"python_version": version, "python_full_version": f"{version}.0", "sys_platform": platform, "os_name": name}
    for version in ("3.11", "3.12", "3.13", "3.14")
    for platform, name in (("linux", "posix"), ("darwin", "posix"), ("win32", "nt"))
]
EXTRAS = PROJECT["project"]["optional-dependencies"]
#: Extras that are in neither `all` nor a lock: half a gigabyte, which needs Java, for those alone who have a cluster.
APART = frozenset({"spark"})
#: What installs seloste, in which file: README, action, image and template.
INSTALLS = ("README.md", "CONTRIBUTING.md", "action.yml", "Dockerfile", "examples/ci/gitlab.yml")
#: An entry of a lock file: its requirement, and its hashes.
ENTRY = re.compile(
    r"^([a-z0-9][^\s;]*==[^\s;]+)(?: ; ([^\\\n]+?))? *((?:\\\n +--hash=sha256:[0-9a-f]{64} *)+)$", re.MULTILINE
)


def read_lock(name: str) -> dict[str, tuple[str, Marker | None]]:
    """The version of each package in a lock file, and where it is needed."""
    text = (ROOT / ".ci" / name).read_text("utf-8")
    entries = ENTRY.findall(text)
    assert len(entries) == text.count("==") - sum(marker.count("==") for _, marker, _ in entries), "no hash, no entry"
    found = {}
    for pin, marker, _ in entries:
        package, _, version = pin.partition("==")
        found[canonicalize_name(package)] = (version, Marker(marker) if marker else None)
    return found


def test_the_extra_all_is_every_other_but_spark() -> None:
    assert [Requirement(each).extras for each in EXTRAS["all"]] == [EXTRAS.keys() - {"all"} - APART]


def needed(requirements: list[str]) -> Iterator[Requirement]:
    return (Requirement(each) for each in requirements)


def test_a_lock_has_every_package_and_on_every_platform() -> None:
    groups = PROJECT["dependency-groups"]
    extras = [each for name, extra in EXTRAS.items() if name not in {"all", *APART} for each in extra]
    run = PROJECT["project"]["dependencies"]
    for lock, wanted in (
        ("install.txt", [*run, *groups["build"]]),
        ("import.txt", [*run, *EXTRAS["import"], *groups["build"]]),
        ("requirements.txt", [*run, *extras, *groups["dev"]]),
    ):
        locked = read_lock(lock)
        for requirement in needed(wanted):
            version, marker = locked[canonicalize_name(requirement.name)]
            assert requirement.specifier.contains(version), requirement
            assert marker is None or all(marker.evaluate(each) for each in ENVIRONMENTS), requirement


@pytest.mark.parametrize("lock", ["install.txt", "import.txt"])
def test_the_locks_have_the_same_versions(lock: str) -> None:
    tests = read_lock("requirements.txt")
    assert {name: tests[name][0] for name in read_lock(lock)} == {
        name: version for name, (version, _) in read_lock(lock).items()
    }


def test_what_builds_the_package_is_locked_too() -> None:
    needed, locked = PROJECT["build-system"]["requires"], read_lock("install.txt")
    assert needed[0].startswith("setuptools==")
    assert PROJECT["dependency-groups"]["build"] == needed
    for requirement in needed:
        name, _, version = requirement.partition("==")
        assert version == locked[canonicalize_name(name)][0]


def test_nothing_that_runs_seloste_is_built_from_source() -> None:
    """Building a package runs its code, with whatever it wants to be built by."""
    assert (ROOT / ".ci" / "install.txt").read_text("utf-8").startswith("--only-binary :all:\n")


@pytest.mark.parametrize("name", INSTALLS)
def test_every_install_is_by_hashes(name: str) -> None:
    text = (ROOT / name).read_text("utf-8").replace("\\\n", " ")
    commands = [found.rstrip() for found in re.findall(r"(?<!apt-get )\binstall ((?:-|\"\$@\")[^&\n]*)", text)]
    for command in commands:
        locked = "--require-hashes" in command and "-r " in command
        own = "--no-deps" in command and "--no-build-isolation" in command
        assert locked or own or command.endswith('"$@"'), command
    assert len(commands) > 1
    assert "--require-hashes" in text
    assert "--no-build-isolation" in text


def test_the_hooks_have_the_locked_versions() -> None:
    locked = {name: version for name, (version, _) in read_lock("install.txt").items() if name != "setuptools"}
    for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")):
        pins = dict(each.split("==") for each in hook["additional_dependencies"])
        assert {canonicalize_name(name): version for name, version in pins.items()} == locked


def test_an_action_of_others_is_a_commit() -> None:
    for path in (*(ROOT / ".github" / "workflows").glob("*.yml"), *(ROOT / "examples" / "ci").glob("*.yml")):
        for used in re.findall(r"uses: (\S+)", path.read_text("utf-8")):
            assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", used) or used == "OWNER/seloste@COMMIT", (path.name, used)


def test_the_template_takes_a_commit_and_nothing_else() -> None:
    lines = yaml.safe_load((ROOT / "examples" / "ci" / "gitlab.yml").read_text("utf-8"))["seloste"]["before_script"]
    assert any(line.endswith('checkout --quiet --detach "$SELOSTE_COMMIT"') for line in lines)


@pytest.mark.heavy
def test_what_is_locked_can_be_installed(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-I", "-m", "venv", str(tmp_path / "run")], check=True, timeout=120)
    python = str(tmp_path / "run" / "bin" / "python")
    install = [python, "-I", "-m", "pip", "install", "-q", "--require-hashes", "-r", str(ROOT / ".ci" / "install.txt")]
    subprocess.run(install, check=True, timeout=600)
    own = [python, "-I", "-m", "pip", "install", "-q", "--no-deps", "--no-build-isolation", "--no-index", str(ROOT)]
    subprocess.run(own, check=True, timeout=300)
    listing = [python, "-I", "-m", "pip", "list", "--format=freeze"]
    found = subprocess.run(listing, capture_output=True, text=True, check=True, timeout=60)
    have = {canonicalize_name(line.split("==")[0]): line.split("==")[1] for line in found.stdout.split()}
    needed_here = read_lock("install.txt").items()
    locked = {name: version for name, (version, marker) in needed_here if marker is None or marker.evaluate()}
    assert have.keys() - locked.keys() <= {"pip", "seloste"}
    assert {name: have[name] for name in locked} == locked


@pytest.mark.heavy
def test_another_file_than_the_locked_one_is_refused(tmp_path: Path) -> None:
    text = (ROOT / ".ci" / "install.txt").read_text("utf-8")
    isodate = re.search(r"^isodate==.*\\\n(?:.*\\\n)*.*$", text, re.MULTILINE)
    assert isodate is not None
    (tmp_path / "lock.txt").write_text(re.sub("sha256:[0-9a-f]{8}", "sha256:00000000", isodate[0]), "utf-8")
    command = [sys.executable, "-I", "-m", "pip", "download", "-q", "--no-deps", "--require-hashes", "-r", "lock.txt"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300)
    assert run.returncode != 0
    assert "HASH" in run.stderr.upper()
