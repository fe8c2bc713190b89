"""A change that is judged by `--trusted`: what it takes away, or puts elsewhere, is never called clean.

The attacks on files that are not there, and on the start of Python; those on names are in `test_trusted_names.py`,
those on the deciding files in `tests/seloste/test_trusted.py`. Each attack turned a gate green before.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from seloste.cli import cli
from tests.support import ROOT
from tests.support.changes import Repository
from tests.support.commands import DAY
from tests.support.hostile import run_process

# --- inventories in several files

POLICY = """\
notice: {name: {en: Register}, languages: [en]}
controller: {name: Oy}
purposes: {support: {text: {en: Support}}}
data_subjects: {customers: {text: {en: Customers}}}
"""
#: Settings, of which the first are none, that name the inventories of `Services`.
SETTINGS = (
    "",
    "systems: ['systems/**']\n",
    "systems: ['systems/{*,club/*}.yaml']\n",
    "systems: ['systems/*.yaml', 'systems/*/systems.yaml']\n",
)
GONE = "the trusted revision has it among the files to check, and the change has removed or moved it"


def system(id: str, purpose: str = "support") -> str:
    return f"systems:\n  {id}: {{name: {id}, owner: us, purposes: [{purpose}], data_subjects: [customers]}}\n"


class Services(Repository):
    """A repository with three inventories, of which `systems/crm.yaml` has a purpose that the notice lacks."""

    def start(self, settings: str) -> None:
        """Commits them with settings, and starts a branch for the change."""
        self.root.mkdir(exist_ok=True)
        self.git("init", "-q")
        self.write("policy.yaml", POLICY)
        if settings:
            self.write("seloste.yaml", settings)
        self.write("systems.yaml", system("desk"))
        self.write("systems/crm.yaml", system("crm", "profiling"))
        self.write("systems/club/systems.yaml", system("club"))
        self.commit()
        self.git("checkout", "-q", "-b", "change")

    def judge(self, *arguments: str) -> tuple[int, list[str], str]:
        """The exit code of a check of systems, the places at which nothing was there to check, and stderr."""
        command = ["check", "--lang", "en", "--as-of", DAY, "--scope", "systems", "--format", "json", *arguments]
        ran = CliRunner().invoke(cli, command, standalone_mode=False)
        if ran.exception:
            raise ran.exception
        document = json.loads(ran.stdout)
        nothing = [found for found in document["findings"] if found["rule"] == "input/nothing-to-check"]
        self.left_out = [(item["what"], item["why"]["en"]) for item in document["not_checked"]]
        return int(ran.return_value or 0), [found["location"]["path"] for found in nothing], ran.stderr


@pytest.fixture
def services(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Services:
    """A folder for the inventories, which is the working directory."""
    here = Services(tmp_path / "services")
    here.root.mkdir()
    monkeypatch.chdir(here.root)
    monkeypatch.setenv("PWD", str(here.root))
    return here


# --- D4: what the repository has and the disk lacks is never called clean


def become_submodule(here: Repository, name: str) -> None:
    """Turns a folder into a submodule, as a clone has it that fetches none: an empty folder."""
    commit = here.git("rev-parse", "HEAD")
    here.git("rm", "-rq", name)
    here.git("update-index", "--add", "--cacheinfo", f"160000,{commit},{name}")
    here.git("commit", "-q", "-m", "a submodule")
    (here.root / name).mkdir(parents=True)


@pytest.mark.parametrize("settings", SETTINGS)
@pytest.mark.parametrize("name", ["systems", "systems/club"])
@pytest.mark.parametrize("trusted", [(), ("--trusted", "main"), ("--trusted", "main", "--against", "main")])
def test_a_submodule_that_was_not_fetched_is_nothing_to_check(
    services: Services, settings: str, name: str, trusted: tuple[str, ...]
) -> None:
    services.start(settings)
    become_submodule(services, name)
    code, unread, _ = services.judge(*trusted)
    assert code == 3
    assert unread[0] in ("systems/**", "systems/*.yaml", "systems/*/systems.yaml", "systems/{*,club/*}.yaml")


@pytest.mark.parametrize("path", ["systems", "systems/club", "."])
def test_a_submodule_at_a_path_or_below_it_was_not_read(services: Services, path: str) -> None:
    services.start("")
    become_submodule(services, "systems/club")
    code, unread, _ = services.judge(path)
    assert code == 3
    assert path in unread


def test_a_submodule_of_a_submodule_was_not_read(services: Services, tmp_path: Path) -> None:
    services.start("systems: ['systems/**']\n")
    inner = Services(tmp_path / "inner")
    inner.start("")
    become_submodule(inner, "systems/club")
    services.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(inner.root), "systems/inner")
    services.commit()
    code, unread, _ = services.judge()
    assert (code, unread) == (3, ["systems/**"])


def test_a_submodule_that_was_fetched_is_read(services: Services, tmp_path: Path) -> None:
    services.start("systems: ['systems/**']\n")
    inner = Services(tmp_path / "inner")
    inner.start("")
    inner.write("systems/crm.yaml", system("phone"))
    inner.git("rm", "-q", "systems.yaml", "policy.yaml", "systems/club/systems.yaml")
    inner.commit()
    services.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(inner.root), "systems/inner")
    services.commit()
    code, unread, _ = services.judge()
    assert (code, unread) == (1, [])


def test_a_submodule_elsewhere_is_no_matter(services: Services) -> None:
    services.start("systems: ['systems/*.yaml', 'systems/club/*.yaml']\n")
    services.write("vendor/x", "")
    services.write("systems/club/vendor/x", "")
    services.commit()
    become_submodule(services, "vendor")
    become_submodule(services, "systems/club/vendor")
    assert services.judge()[:2] == (1, [])


@pytest.mark.parametrize("settings", SETTINGS)
def test_a_file_that_was_not_checked_out_is_nothing_to_check(services: Services, settings: str) -> None:
    services.start(settings)
    services.git("sparse-checkout", "set", "--no-cone", "/*", "!/systems/crm.yaml")
    assert not (services.root / "systems/crm.yaml").exists()
    code, unread, _ = services.judge()
    assert code == 3
    assert unread[0].startswith("systems/")
    assert services.judge("systems")[:2] == (3, ["systems"])
    assert services.judge("systems.yaml")[:2] == (0, [])


# --- D5: settings that are passed over are named


def test_settings_of_another_folder_are_named_as_not_checked(services: Services) -> None:
    services.start("systems: ['systems/**']\n")
    services.write("systems/club/seloste.yaml", "systems: [systems.yaml]\n")
    services.write("systems/seloste.yaml", "policy: policy.yaml\n")
    for arguments in ((), ("systems",), ("--trusted", "main")):
        code, unread, stderr = services.judge(*arguments)
        assert (code, unread) == (1, [])
        for name in ("systems/club/seloste.yaml", "systems/seloste.yaml"):
            assert (name, "it is a settings file") in [(what, why[:21]) for what, why in services.left_out]
            assert stderr.count(f"not checked: {name}: ") == 1


@pytest.mark.parametrize(
    "text", [system("crm", "profiling"), "version: 1\n" + system("crm", "profiling"), "systems:\n  {crm"]
)
@pytest.mark.parametrize("name", ["systems/seloste.yaml", "systems/club/seloste.yaml", "systems/new/seloste.yaml"])
def test_systems_in_a_file_with_the_name_of_settings_are_judged(services: Services, name: str, text: str) -> None:
    services.start("systems: ['systems/**']\n")
    services.git("rm", "-q", "systems/crm.yaml")
    services.write(name, text)
    for arguments in ((), ("systems",), ("--trusted", "main")):
        assert services.judge(*arguments)[0] == (3 if "{crm" in text else 1)
    assert ("systems/crm.yaml", GONE) in services.left_out
    assert name not in [what for what, _ in services.left_out]


def test_the_settings_in_force_are_not_named(services: Services) -> None:
    services.start("systems: ['**']\n")
    services.git("rm", "-q", "policy.yaml")
    assert "seloste.yaml" not in services.judge(".")[2]
    assert [what for what, _ in services.left_out if what == "seloste.yaml"] == []


@pytest.mark.parametrize("pattern", ["systems/**", "**"])
def test_a_link_to_a_folder_that_is_not_there_is_never_clean(tmp_path: Path, pattern: str) -> None:
    """The folder may be in a submodule that was not fetched: what it holds was not read."""
    (tmp_path / "seloste.yaml").write_text(f"systems: ['{pattern}']\n", "utf-8")
    (tmp_path / "policy.yaml").write_bytes((ROOT / "policy.yaml").read_bytes())
    (tmp_path / "systems").mkdir()
    (tmp_path / "systems" / "a.yaml").write_text("systems:\n  a: {name: A}\n", "utf-8")
    (tmp_path / "systems" / "club").symlink_to("../external/club")
    ended = run_process("check", folder=tmp_path)
    assert (ended.code, "systems/club" in ended.stdout) == (3, True)


# --- D6: an inventory that the base names is not renamed away


def decoy(here: Services, settings: str) -> None:
    """The change's own settings, and an inventory with nothing to find."""
    here.write("seloste.yaml", settings)
    here.write("decoy.yaml", system("decoy"))


RENAMES: list[tuple[str, tuple[str, str], str, str]] = [
    ("systems: ['systems/**']\n", ("systems", "old"), "systems: [decoy.yaml]\n", "systems/**"),
    ("systems: ['systems/*.yaml']\n", ("systems/crm.yaml", "old.yaml"), "systems: [decoy.yaml]\n", "systems/*.yaml"),
    (
        "systems: [systems/crm.yaml]\n",
        ("systems/crm.yaml", "crm.txt"),
        "systems: ['*.y*ml', decoy.yaml]\n",
        "systems/crm.yaml",
    ),
    ("", ("systems", "old"), "systems: [decoy.yaml, systems.yaml]\n", "systems/**"),
    (
        "systems: ['systems/c*.yaml']\n",
        ("systems/crm.yaml", "systems/x.yaml"),
        "systems: ['d*.y*ml', decoy.yaml]\n",
        "systems/c*.yaml",
    ),
]


@pytest.mark.parametrize(("base", "rename", "own", "pattern"), RENAMES)
def test_an_inventory_renamed_away_is_nothing_to_check_at_its_pattern(
    services: Services, base: str, rename: tuple[str, str], own: str, pattern: str
) -> None:
    services.start(base)
    services.git("mv", *rename)
    decoy(services, own)
    code, unread, stderr = services.judge("--trusted", "main")
    assert (code, unread) == (3, [pattern])
    assert "crm.yaml" in stderr


def test_an_inventory_that_moves_with_all_its_systems_is_judged_where_it_is(services: Services) -> None:
    services.start("systems: ['systems/*.yaml']\n")
    services.git("mv", "systems/crm.yaml", "new.yaml")
    services.write("seloste.yaml", "systems: [new.yaml]\n")
    assert services.judge("--trusted", "main")[:2] == (1, [])
    services.write("new.yaml", system("other"))
    assert services.judge("--trusted", "main")[:2] == (3, ["systems/*.yaml"])


@pytest.mark.parametrize("rename", [("systems", "old"), ("systems/crm.yaml", "systems/crm.txt")])
def test_where_no_settings_name_them_inventories_are_not_renamed_away_either(
    services: Services, rename: tuple[str, str]
) -> None:
    services.start("")
    for path in sorted((services.root / "systems").rglob("*.yaml")):
        if path.name != "crm.yaml":
            path.unlink()
    services.commit()
    services.git("checkout", "-q", "main")
    services.git("merge", "-q", "-")
    services.git("checkout", "-q", "-b", "next")
    services.git("mv", *rename)
    code, unread, stderr = services.judge("--trusted", "main")
    assert (code, unread, "systems/crm.yaml" in stderr) == (3, ["systems/**"], True)


@pytest.mark.parametrize("arguments", [(), ("systems",), (".",)])
def test_one_of_several_inventories_that_is_moved_away_is_named(services: Services, arguments: tuple[str, ...]) -> None:
    services.start("systems: ['systems/**']\n")
    services.git("mv", "systems/crm.yaml", "crm.old")
    code, unread, stderr = services.judge(*arguments, "--trusted", "main")
    assert (code, unread) == (0, [])
    assert ("systems/crm.yaml", GONE) in services.left_out
    assert f"not checked: systems/crm.yaml: {GONE}" in stderr


# --- D1: no module of the repository runs before ours


@pytest.mark.parametrize("path", ["", ":/opt/x", ".", "{here}", "/opt/x:"])
def test_no_sitecustomize_of_the_change_runs(tmp_path: Path, path: str) -> None:
    for name in ("sitecustomize", "usercustomize", "runpy", "seloste", "pip", "venv"):
        (tmp_path / f"{name}.py").write_text("import os\nos._exit(0)\n")
    environment = {**os.environ, "PYTHONPATH": path.format(here=tmp_path)}
    command = [sys.executable, "-I", "-m", "seloste", "check", "nope.yaml"]
    ran = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, timeout=60, check=False)
    assert ran.returncode == 3


@pytest.mark.parametrize("name", ["action.yml", "examples/ci/gitlab.yml", ".pre-commit-hooks.yaml", "Dockerfile"])
def test_python_is_started_isolated_wherever_we_start_it(name: str) -> None:
    text = (ROOT / name).read_text("utf-8").replace('", "', " ")
    started = re.findall(r"(?m)^[^#\n]*?\bpython3?\"? (-\S+)", text)
    assert started
    assert set(started) == {"-I"}
    assert not re.search(r"(?m)^[^#\n]*bin/(?:pip|seloste)\b\"? ", text)
