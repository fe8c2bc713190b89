"""What docs/evidence.md promises: its recipes work as they are written, and no secret of evidence is in any output."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.support import ROOT
from tests.support.commands import seloste
from tests.support.plans import make_change, make_plan

SECRET = "hunter2-made-up"
MARK = re.compile(r" *<!-- (\w+): (\S+) -->")


def read_recipes() -> dict[str, dict[str, str]]:
    """By recipe and name, the content of each block of code that has a mark above it."""
    recipes: dict[str, dict[str, str]] = {}
    lines = iter((ROOT / "docs" / "evidence.md").read_text("utf-8").splitlines())
    for line in lines:
        if mark := MARK.fullmatch(line):
            fence = next(lines)
            indent = len(fence) - len(fence.lstrip())
            content = []
            while (line := next(lines)).strip() != "```":
                content.append(line[indent:])
            recipes.setdefault(mark[1], {})[mark[2]] = "\n".join(content) + "\n"
    return recipes


RECIPES = read_recipes()


@pytest.fixture(autouse=True)
def _words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")


def write_recipe(recipe: str) -> None:
    files = {"policy.yaml": RECIPES["terraform"]["policy.yaml"], **RECIPES[recipe]}
    for name, content in files.items():
        if name not in ("output", "fixed"):
            Path(name).parent.mkdir(exist_ok=True)
            Path(name).write_text(content, "utf-8")


@pytest.mark.parametrize(
    ("recipe", "file", "bad", "good"),
    [
        ("terraform", "main.tf", "backup_retention_period = 0", "backup_retention_period = 7"),
        ("kubernetes", "k8s/crm.yaml", '"0 3 * * 0"', '"0 3 * * *"'),
    ],
)
def test_a_recipe_works_from_an_empty_folder(
    recipe: str, file: str, bad: str, good: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_recipe(recipe)
    command, *shown = RECIPES[recipe]["output"].splitlines()
    assert seloste(*command.split()[2:]) == 1
    out = capsys.readouterr().out
    assert "\n".join(shown) in out
    path = Path(file)
    path.write_text(path.read_text("utf-8").replace(bad, good), "utf-8")
    assert seloste("check") == 0
    if "fixed" in RECIPES[recipe]:
        assert RECIPES[recipe]["fixed"] in capsys.readouterr().out


def write_secrets() -> list[str]:
    """Writes evidence with a secret wherever one may be, some of it broken, and names it."""
    secrets = {"engine": "postgres", "password": SECRET, "username": SECRET, "backup_retention_period": 0}
    change = make_change("aws_db_instance.crm", secrets, sensitive={"username": True, "backup_retention_period": True})
    plan = {**make_plan(change), "variables": {"password": {"value": SECRET}}}
    waiver = "# seloste: ignore[evidence/resource-unmapped]"
    texts = {
        "plan.json": json.dumps(plan),
        "broken.json": json.dumps(plan)[:-30],
        "code.tf": f'resource "aws_db_instance" "web" {{\n  password = "{SECRET}" {waiver}\n  user {SECRET}\n}}\n',
        "compose.yaml": f"services:\n  db:\n    image: postgres\n    environment: {{PW: {SECRET}}} {waiver}\n",
        "secret.yaml": (
            f"apiVersion: v1\nkind: Secret\nmetadata: {{name: a}}\nstringData: {{a: {SECRET}, b: [{SECRET}}}\n---\n"
            f"apiVersion: v1\nkind: Pod\nmetadata: {{name: b}}\n"
            f"spec: {{containers: [{{name: a, image: postgres, env: [{{name: PW, value: {SECRET}}}]}}]}} {waiver}\n"
        ),
    }
    for name, text in texts.items():
        Path(name).write_text(text, "utf-8")
    return [f"--evidence={name}" for name in texts]


def test_no_secret_of_evidence_is_in_any_output(capsys: pytest.CaptureFixture[str]) -> None:
    write_recipe("terraform")
    given = write_secrets()
    formats = ("text", "json", "sarif", "junit", "github", "gitlab", "markdown")
    for each in formats:
        given += ["--format", each, "--output", f"out.{each}"]
    assert seloste("check", "--verbose", *given) == 3
    written = {each: Path(f"out.{each}").read_text("utf-8") for each in formats}
    assert "aws_db_instance.crm" in written["json"]
    assert "waiver/incomplete" in written["text"]
    assert seloste("report", *given[:5], "--out", "report") == 3
    pages = {path.name: path.read_text("utf-8") for path in Path("report").glob("*.*")}
    assert [name for name, text in (written | pages).items() if SECRET in text] == []
    shown = capsys.readouterr()
    assert SECRET not in shown.out + shown.err


def test_evidence_is_read_and_never_run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    write_recipe("terraform")
    Path("more.tf").write_text(
        'module "far" {\n  source = "git::https://modules.example/crm.git"\n}\n'
        'data "external" "x" {\n  program = ["touch", "run"]\n}\n'
        'resource "aws_db_instance" "web" {\n  provisioner "local-exec" {\n    command = "touch run"\n  }\n}\n',
        "utf-8",
    )
    Path("compose.yaml").write_text("include: [https://example.fi/c.yaml]\nservices: {a: {image: postgres}}\n", "utf-8")
    started: list[object] = []

    class Refused:
        def __init__(self, *arguments: object, **_: object) -> None:
            started.append(arguments)
            raise OSError

    monkeypatch.setattr("subprocess.Popen", Refused)
    monkeypatch.setattr("socket.socket", Refused)
    seloste("check", "--evidence", "compose.yaml", "--jobs", "1")
    assert "evidence/resource-unmapped" in capsys.readouterr().out
    assert [command for command in started if "git" not in str(command)] == []
    assert not Path("run").exists()


def test_the_draft_on_the_page_is_what_scan_writes(capsys: pytest.CaptureFixture[str]) -> None:
    Path("policy.yaml").write_text(RECIPES["terraform"]["policy.yaml"], "utf-8")
    Path("main.tf").write_text(RECIPES["terraform"]["main.tf"], "utf-8")
    Path("shop").mkdir()
    Path("shop/compose.yaml").write_text(RECIPES["scan"]["shop/compose.yaml"], "utf-8")
    assert seloste(*RECIPES["scan"]["command"].split()[2:]) == 0
    assert RECIPES["scan"]["systems.yaml"] in Path("systems.yaml").read_text("utf-8")
    assert "sentry" in Path("processors.yaml").read_text("utf-8")
    capsys.readouterr()
    assert seloste("check", "--evidence", ".", "--scope", "systems") == 1
    out = capsys.readouterr().out
    assert "evidence/resource-unmapped" not in out
    assert "input/" not in out
