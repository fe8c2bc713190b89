"""What is installed: one package, `seloste`, with all its data, beside which others may have their own `policy`."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.heavy

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("policy", "checker", "reports")
#: A distribution with packages of the same bare names as our rooms.
OTHER = """
from setuptools import setup
setup(name="other", version="1", packages=["policy", "checker", "reports"])
"""
EXAMPLE = """
import os, sys
from seloste.cli import cli
assert cli.main(["init", "--example", "--ci", "github", "shop"], standalone_mode=False) == 0
os.chdir("shop")
sys.exit(cli.main(["check", "--as-of", "2026-11-22", "--quiet"], standalone_mode=False))
"""
PROBE = """
import policy, checker, reports, seloste, seloste.policy, seloste.checker.judging.check
from seloste import check
assert (policy.OWNER, checker.OWNER, reports.OWNER) == ("other",) * 3
print(seloste.__file__)
print(len(check(FOLDER).promises))
"""


def run(*command: str, cwd: Path, **environment: str) -> str:
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment or None,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def clone(target: Path) -> Path:
    """The files of the working tree that git tracks or would track, without what earlier builds left behind."""
    listed = run("git", "ls-files", "--cached", "--others", "--exclude-standard", cwd=ROOT).splitlines()
    for name in listed:
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target / name)
    return target


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the sdist."""
    target = tmp_path_factory.mktemp("dist")
    output = run(sys.executable, "-m", "build", "--outdir", str(target), cwd=clone(tmp_path_factory.mktemp("clone")))
    assert "absent from the `packages` configuration" not in output, "a folder of data has no name in setup.py"
    [built] = target.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of somebody else's, with packages named as our rooms are in a clone."""
    folder, target = tmp_path_factory.mktemp("other"), tmp_path_factory.mktemp("other-dist")
    (folder / "setup.py").write_text(OTHER, "utf-8")
    for room in ROOMS:
        (folder / room).mkdir()
        (folder / room / "__init__.py").write_text('OWNER = "other"\n', "utf-8")
    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(target), str(folder), cwd=folder)
    [built] = target.glob("*.whl")
    return built


def test_one_package_is_installed_with_all_its_code_and_data(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert {name.partition("/")[0] for name in names} == {"seloste"}
    tracked = run("git", "ls-files", "seloste", *ROOMS, "examples/complete", "examples/ci", cwd=ROOT).splitlines()
    tracked.remove("examples/complete/README.md")
    packaged = {name if name.startswith("seloste/") else f"seloste/{name}" for name in tracked}
    data = {name for name in packaged if name.endswith(".yaml") and not name.startswith("seloste/examples/")}
    assert names == packaged | {f"{name.removesuffix('.yaml')}.msgpack" for name in data}


def test_the_container_is_given_all_that_a_wheel_is_made_of(wheel: Path, tmp_path: Path) -> None:
    folder, given = clone(tmp_path / "clone"), tmp_path / "given"
    allowed = [line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")]
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_file() and any(inside.is_relative_to(name) for name in allowed):
            (given / inside).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, given / inside)
    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(tmp_path), str(given), cwd=tmp_path)
    [built] = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as one, zipfile.ZipFile(built) as other:
        assert sorted(one.namelist()) == sorted(other.namelist())


@pytest.mark.parametrize("ours_first", [True, False])
def test_it_lives_beside_packages_named_as_its_rooms(
    wheel: Path, other: Path, tmp_path: Path, ours_first: bool
) -> None:
    for built in (wheel, other) if ours_first else (other, wheel):
        command = (sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(tmp_path / "site"))
        run(*command, str(built), cwd=tmp_path)
    probe = PROBE.replace("FOLDER", repr(str(ROOT / "examples" / "complete")))
    output = run(sys.executable, "-c", probe, cwd=tmp_path, PYTHONPATH=str(tmp_path / "site"))
    installed, promises = output.splitlines()
    assert Path(installed).is_relative_to(tmp_path / "site")
    assert int(promises) > 10
    run(sys.executable, "-c", EXAMPLE, cwd=tmp_path, PYTHONPATH=str(tmp_path / "site"))
    assert (tmp_path / "shop" / ".github" / "workflows" / "privacy.yml").is_file()


def test_a_clone_runs_as_it_is(tmp_path: Path) -> None:
    folder = clone(tmp_path / "clone")
    command = (sys.executable, "-m", "seloste", "explain", "notice/undated", "--lang", "en")
    assert "notice/undated" in run(*command, cwd=folder)
    where = "import seloste, seloste.policy; print(seloste.__file__, seloste.policy.__file__, sep='\\n')"
    ours, policy = run(sys.executable, "-c", where, cwd=folder).splitlines()
    assert (Path(ours), Path(policy)) == (folder / "seloste" / "__init__.py", folder / "policy" / "__init__.py")
