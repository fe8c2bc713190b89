"""Where it runs: the GitHub action, the pre-commit hooks, the GitLab template and the Dockerfile, as far as they can be
tried without their services."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.shell_completion import get_completion_class

from seloste.cli import cli
from tests.support import ROOT
from tests.support.files import load_yaml
from tests.support.git import commit, git

SYSTEMS = "systems:\n  crm:\n    name: CRM\n    owner: sales\n    purposes: [support]\n    data_subjects: [customers]\n"
POLICY = """\
notice: {name: {en: Register}, languages: [en]}
controller: {name: Oy}
purposes: {support: {text: {en: Support}}}
data_subjects: {customers: {text: {en: Customers}}}
"""


def read(name: str) -> Any:
    return load_yaml((ROOT / name).read_text("utf-8"))


@pytest.fixture
def repository(tmp_path: Path) -> tuple[Path, str, str]:
    """A repository whose last commit, a pull request, brings a purpose that the notice lacks and a waiver for it."""
    folder = tmp_path / "infrastructure"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    (folder / "policy.yaml").write_text(POLICY)
    (folder / "systems.yaml").write_text(SYSTEMS)
    base = commit(folder, "before")
    (folder / "systems.yaml").write_text(SYSTEMS.replace("[support]", "[support, profiling]"))
    waiver = "{rule: 'system/*', reason: none, approved_by: me, until: 2099-12-31}"
    (folder / "waivers.yaml").write_text(f"waivers:\n  - {waiver}\n")
    return folder, base, commit(folder, "after")


def run(script: str, folder: Path, env: Mapping[str, str], shell: str = "sh") -> subprocess.CompletedProcess[str]:
    whole = {**os.environ, **env, "SOURCE_DATE_EPOCH": "0"}
    command = [shell, "-e", "-c", script]
    return subprocess.run(command, cwd=folder, env=whole, capture_output=True, text=True, check=False, timeout=300)


def tool_at(folder: Path, name: str = "bin/python") -> None:
    """Puts the Python of this environment where a service's script expects the one that it installed."""
    (folder / name).parent.mkdir(parents=True)
    (folder / name).write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    (folder / name).chmod(0o755)


# --- the GitHub action


def step(name: str) -> dict[str, Any]:
    [found] = [step for step in read("action.yml")["runs"]["steps"] if step["name"] == name]
    return dict(found)


def test_no_input_of_the_action_becomes_part_of_a_script() -> None:
    action = read("action.yml")
    for each in action["runs"]["steps"]:
        assert "${{" not in each["run"]
        assert each["shell"] == "bash"
    used = set(re.findall(r"inputs\.([a-z-]+)", (ROOT / "action.yml").read_text("utf-8")))
    assert used == set(action["inputs"])


def test_the_scripts_of_the_action_run_in_the_bash_of_macos() -> None:
    """bash 3.2 has no mapfile and no associative arrays. The tests below run them in the plain shell."""
    for each in read("action.yml")["runs"]["steps"]:
        assert not re.search(
            r"mapfile|readarray|declare|local -|\[\[ |\w\+?=\(|<\(|&>|\|&|\$\{\w+(?:\^|,|@)", each["run"]
        )


@pytest.mark.parametrize("name", ["bin/python", "Scripts/python.exe"])
def test_the_action_finds_its_python_on_every_runner(name: str, tmp_path: Path) -> None:
    script = step("Check")["run"]
    (tmp_path / "seloste" / name).parent.mkdir(parents=True)
    (tmp_path / "seloste" / name).write_text('#!/bin/sh\nprintf "%s|" "$@"\n')
    (tmp_path / "seloste" / name).chmod(0o755)
    given = {"PATHS": "a b\n\n*.yaml\n", "EVIDENCE": " k8s/**\n", "NEW_ONLY": "true", "FAIL_ON": "note"}
    on_push = run(script, tmp_path, action_environment(tmp_path, "", **given)).stdout
    assert (
        on_push
        == "-I|-m|seloste|check|--lang|en|--format|github|--output|-|--evidence=k8s/**|--fail-on|note|--|a b|*.yaml|"
    )
    assert (
        "--trusted|x|--against|x|--new-only|"
        in run(script, tmp_path, action_environment(tmp_path, "x", **given)).stdout
    )


def action_environment(folder: Path, base: str, **others: str) -> dict[str, str]:
    empty = dict.fromkeys(step("Check")["env"], "")
    return {**empty, "LANGUAGE_SHOWN": "en", "TRUSTED": base, "RUNNER_TEMP": str(folder), **others}


def test_the_action_does_not_let_a_pull_request_waive_its_own_findings(
    repository: tuple[Path, str, str], tmp_path: Path
) -> None:
    folder, base, _ = repository
    tool_at(tmp_path / "seloste")
    script = step("Check")["run"]
    completed = run(
        script, folder, action_environment(tmp_path, base, SCOPE="systems", SARIF="out.sarif", COMMENT="c.md")
    )
    assert completed.returncode == 1, completed.stderr
    assert "::error file=systems.yaml,line=" in completed.stdout
    assert json.loads((folder / "out.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert "system/purpose-undeclared" in (folder / "c.md").read_text("utf-8")
    assert run(script, folder, action_environment(tmp_path, "", SCOPE="systems")).returncode == 0, "waived, untrusted"


def test_the_action_fetches_what_is_trusted_into_a_shallow_clone(
    repository: tuple[Path, str, str], tmp_path: Path
) -> None:
    folder, base, _ = repository
    git(folder, "config", "uploadpack.allowAnySHA1InWant", "true")
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{folder}", str(shallow))
    env = {"TRUSTED": base, "GIT_ALLOW_PROTOCOL": "file"}
    completed = run(step("Fetch what is trusted")["run"], shallow, env)
    assert completed.returncode == 0, completed.stderr
    tool_at(tmp_path / "seloste")
    assert run(step("Check")["run"], shallow, action_environment(tmp_path, base)).returncode == 1


def test_paths_of_the_action_are_never_options(repository: tuple[Path, str, str], tmp_path: Path) -> None:
    folder, base, _ = repository
    tool_at(tmp_path / "seloste")
    completed = run(step("Check")["run"], folder, action_environment(tmp_path, base, PATHS="--fail-on=never\n\n"))
    assert completed.returncode == 3, "a file of that name, which is not there"
    evidence = " --fail-on=never \n\n**/*.tf\n"
    completed = run(step("Check")["run"], folder, action_environment(tmp_path, base, EVIDENCE=evidence))
    assert completed.returncode == 3
    assert {"--fail-on=never", "**/*.tf"} <= set(re.findall(r"“(.*?)”", completed.stdout))


@pytest.mark.heavy
def test_the_action_installs_what_it_runs(repository: tuple[Path, str, str], tmp_path: Path) -> None:
    folder, base, _ = repository
    clone = tmp_path / "action"
    git(tmp_path, "clone", "-q", str(ROOT), str(clone))
    env = {"RUNNER_TEMP": str(tmp_path), "GITHUB_ACTION_PATH": str(clone)}
    completed = run(step("Install")["run"], folder, env)
    assert completed.returncode == 0, completed.stderr
    assert run(step("Check")["run"], folder, action_environment(tmp_path, base)).returncode == 1


# --- the GitLab template


def test_the_gitlab_job_reports_and_fails(repository: tuple[Path, str, str], tmp_path: Path) -> None:
    folder, base, _ = repository
    job = read("examples/ci/gitlab.yml")["seloste"]
    tool_at(tmp_path / "seloste")
    script = "\n".join(job["script"]).replace("/tmp/seloste/", f"{tmp_path}/seloste/")
    git(folder, "update-ref", "refs/remotes/origin/main", base)
    target = {"CI_MERGE_REQUEST_DIFF_BASE_SHA": base, "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main"}
    env = {**job["variables"], **target, "CI_PIPELINE_SOURCE": "merge_request_event"}
    completed = run(script, folder, env, shell="sh")
    assert completed.returncode == 1, completed.stderr
    for report in job["artifacts"]["reports"].values():
        assert (folder / report).stat().st_size > 2
    assert run(script, folder, {**env, "CI_PIPELINE_SOURCE": "push"}, shell="sh").returncode == 0
    unfetched = run(script, folder, {**env, "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": ""}, shell="sh")
    assert unfetched.returncode == 2, "without a judge of its own, a change is not its own judge"
    absent = run(script, folder, {**env, "SELOSTE_EVIDENCE": "plan.json k8s/*.yaml"}, shell="sh")
    assert absent.returncode == 3
    assert {"plan.json", "k8s/*.yaml"} <= set(re.findall(r"“(.*?)”", absent.stdout))


def test_a_merge_request_does_not_choose_an_older_judge(repository: tuple[Path, str, str], tmp_path: Path) -> None:
    """It may branch off a commit of long ago, in which what it does was waived."""
    folder, _, lax = repository
    git(folder, "checkout", "-q", "-b", "target", lax)
    (folder / "waivers.yaml").unlink()
    git(folder, "update-ref", "refs/remotes/origin/main", commit(folder, "the waiver has ended"))
    git(folder, "checkout", "-q", lax)
    job = read("examples/ci/gitlab.yml")["seloste"]
    tool_at(tmp_path / "seloste")
    script = "\n".join(job["script"]).replace("/tmp/seloste/", f"{tmp_path}/seloste/")
    target = {"CI_MERGE_REQUEST_DIFF_BASE_SHA": lax, "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main"}
    env = {**job["variables"], **target, "CI_PIPELINE_SOURCE": "merge_request_event"}
    assert run(script, folder, env, shell="sh").returncode == 1


# --- both


def test_a_scheduled_run_counts_everything() -> None:
    scheduled = read("examples/ci/github-scheduled.yml")
    [*_, used] = scheduled["jobs"]["seloste"]["steps"]
    assert ("schedule" in scheduled[True], used["with"]) == (True, {"scope": "all"})  # YAML 1.1 reads `on` so
    gitlab = read("examples/ci/gitlab.yml")["seloste"]
    assert {"if": '$CI_PIPELINE_SOURCE == "schedule"'} in gitlab["rules"]
    assert read("examples/ci/github.yml")["jobs"]["seloste"]["steps"][1]["with"]["new-only"] is True


def test_no_module_of_the_judged_repository_is_run_on_install(tmp_path: Path) -> None:
    """Python runs `-m venv` of the working directory before its own, and there a change may have put anything."""
    (tmp_path / "venv.py").write_text("raise SystemExit('a module of the change')\n")
    installs = [step("Install")["run"], "\n".join(read("examples/ci/gitlab.yml")["seloste"]["before_script"])]
    for number, script in enumerate(installs):
        [line] = [line for line in script.splitlines() if " -m venv " in line]
        line = (
            line.replace('"$python"', "python3")
            .replace("-m venv", "-m venv --without-pip")
            .replace("/tmp/seloste", f"{tmp_path}/seloste")
        )
        env = {"RUNNER_TEMP": str(tmp_path / str(number))}
        completed = run(line, tmp_path, env)
        assert completed.returncode == 0, completed.stderr


def test_what_is_trusted_is_never_an_option_of_git(repository: tuple[Path, str, str], tmp_path: Path) -> None:
    folder, _, _ = repository
    git(folder, "remote", "add", "origin", str(folder))
    run(step("Fetch what is trusted")["run"], folder, {"TRUSTED": f"--upload-pack=touch {tmp_path}/run;"})
    assert not (tmp_path / "run").exists()


# --- pre-commit


def test_no_commit_passes_by_the_hooks() -> None:
    """pre-commit names no file that a commit deletes: a hook that starts for some names misses such a commit."""
    for hook in read(".pre-commit-hooks.yaml"):
        assert (hook["always_run"], hook["pass_filenames"], "files" in hook) == (True, False, False)


@pytest.mark.heavy
def test_the_hook_runs_in_another_repository(repository: tuple[Path, str, str], tmp_path: Path) -> None:
    folder, _, _ = repository
    clone = tmp_path / "seloste"
    git(tmp_path, "clone", "-q", str(ROOT), str(clone))
    settings = {"repos": [{"repo": str(clone), "rev": git(clone, "rev-parse", "HEAD"), "hooks": [{"id": "seloste"}]}]}
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(settings))
    (folder / "waivers.yaml").unlink()
    git(folder, "add", "-A")
    command = [str(Path(sys.executable).parent / "pre-commit"), "run", "--all-files", "--verbose"]
    env = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "cache"), "GIT_ALLOW_PROTOCOL": "file"}
    completed = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=300)
    assert completed.returncode == 1, completed.stdout + completed.stderr
    assert "exit code: 1" in completed.stdout
    assert "system/purpose-undeclared" in completed.stdout
    git(folder, "rm", "-q", "systems.yaml")
    deleting = subprocess.run(command[:2], cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=60)
    assert "Skipped" not in deleting.stdout, deleting.stdout


# --- the container


def test_the_image_is_small_and_nobody_in_it_is_root() -> None:
    text = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    lines = [line.split(None, 1) for line in text.splitlines() if line and not line.startswith("#")]
    stages = [rest for word, rest in lines if word == "FROM"]
    assert len(stages) == 2
    assert all(re.search(r"python:3\.\d+-slim", stage) for stage in stages), "small, and of one kind"
    last = lines[max(number for number, (word, _) in enumerate(lines) if word == "FROM") :]
    [user] = [rest for word, rest in last if word == "USER"]
    assert user.isdigit()
    assert int(user) > 0, "a number, so that a cluster can tell that it is not root"
    assert not [rest for word, rest in last if word == "ADD" or (word == "COPY" and "--from=build" not in rest)]


def test_what_the_image_is_built_from_is_let_in() -> None:
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")}
    assert {"policy", "checker", "reports", "seloste", "pyproject.toml", "README.md", "LICENSE"} <= let_in
    assert all((ROOT / name).exists() for name in let_in)
    assert not {".git", "tests", "policy.yaml"} & let_in


@pytest.mark.heavy
def test_what_the_image_installs_runs_without_pip(tmp_path: Path) -> None:
    """The steps of the Dockerfile, in a folder: an engine to build it with is rarely at hand."""
    let_in = [line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")]
    source = tmp_path / "source"
    for name in let_in:
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, source / name)  # type: ignore[operator]
    text = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    [steps] = re.findall(r"^RUN (python -I -m venv.*)$", text, re.MULTILINE)
    steps = steps.replace("/opt/seloste", str(tmp_path / "opt")).replace("python -I", f"{sys.executable} -I")
    completed = run(steps.replace("&& pip", f"&& {sys.executable} -m pip"), source, {})
    assert completed.returncode == 0, completed.stderr
    assert not (tmp_path / "opt" / "bin" / "pip").exists()
    command = [tmp_path / "opt" / "bin" / "seloste", "check", "--as-of", "2026-11-22"]
    done = subprocess.run(command, cwd=ROOT / "examples" / "complete", check=False, timeout=60)
    assert done.returncode == 0


# --- shells


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_completes_commands_and_values(shell: str) -> None:
    kind = get_completion_class(shell)
    assert kind is not None
    complete = kind(cli, {}, "seloste", "_SELOSTE_COMPLETE")

    def offered(arguments: list[str], begun: str) -> set[str]:
        return {str(item.value) for item in complete.get_completions(arguments, begun)}

    assert {"check", "report", "explain"} <= offered([], "")
    assert {"sarif"} <= offered(["check", "--format"], "s")
    assert {"fi", "en"} <= offered(["check", "--lang"], "")
    assert "notice/legal-basis-missing" in offered(["explain"], "notice/l")
    assert "--fail-on" in offered(["check"], "--f")
