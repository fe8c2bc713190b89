"""Files that a folder or a pattern finds and that hold nothing of ours: passed over and counted, and never lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from seloste.checker.reading.tree import WorkTree
from seloste.checker.workspace.file_content import KnownFiles, holds_ours
from seloste.checker.workspace.workspace import Sources, Workspace
from tests.support.cpu import cpu_limit
from tests.support.workspaces import open_workspace

SYSTEMS = "systems:\n  crm: {name: CRM}\n"
#: What stands in a repository of infrastructure, by the name of its file.
FOREIGN = {
    "values.yaml": "controller:\n  replicas: 2\nservice: {type: LoadBalancer}\n",
    "collector.yaml": "receivers: {otlp: {}}\nprocessors: {batch: {}}\nexporters: {debug: {}}\n",
    "pipeline.json": '{"description": "d", "processors": [{"set": {}}], "on_failure": []}',
    "near.yaml": "system: linux\narch: arm64\nservices: []\n",
    "template.yaml": "{{- if .Values.x }}\nkind: Service\nspec: {a: [}\n{{- end }}\n",
    "manifest.yaml": "apiVersion: v1\nkind: Service\n---\napiVersion: v1\nkind: Secret\n",
    "compose.yaml": "services: {db: {image: postgres}}\n",
    "openapi.json": '{"openapi": "3.0.0", "paths": {"/systems": {}}, "info": {"title": "systems: x"}}',
    "list.yaml": "- systems\n- processors: 4\n",
    "nested.yaml": "config:\n  systems: {crm: {}}\n  notice: x\n",
    "empty.yaml": "",
    "data.csv": "name;price;date\nA;5;2026-01-01\n",
    "plan.tf.json": '{"systems": {}}',
    "landscape.yaml": "systems: {crm: {name: C, owner: o, description: d}}\nteam: t\nkind: Landscape\n",
    "escapes.json": '{"s\\u00f6k": 1, "n\\u00e4mnd": {}, "paths": {}}',
    "binary.yaml": "\x00\x01\x02" * 50,
}
#: What is ours, or is meant to be.
OURS = {
    "s.yaml": SYSTEMS,
    "typo.yaml": "sytems:\n  crm: {name: CRM}\n",
    "singular.yaml": "processor:\n  mailer: {name: M}\nversion: 1\n",
    "capital.json": '{"Systems": {}}',
    "one-more.yaml": "systems: {}\nowner: me\n",
    "anchors.yaml": "x-a: &a {}\nx-b: {}\nx-c: {}\nsystems: {crm: *a}\n",
    "list.yaml": "systems: [crm]\n",
    "broken.yaml": "a: [\nsystems:\n  crm: {\n",
    "broken.json": '{"version": 1, "systems": {"crm": {]}',
    "second.yaml": "a: 1\n---\nprocessors: {}\n",
    "merged.yaml": "a: &a {systems: {}}\n<<: *a\n",
    "waivers.yaml": "waivers: []\na: 1\nb: 2\n",
    "list.csv": "Tunnus;Nimi;Rooli;Maa\n",
    "bars.CSV": "Tunnus|Nimi|Maa\n",
    "ansi.csv": "Tunnus;Käyttötarkoitukset;Säilytysaika\n".encode("cp1252").decode("latin-1"),
    "broken.xlsx": "PK\x03\x04",
    "crowded.yaml": "systems: {crm: {purposes: [orders], hosting: {country: RU}}}\nteam: t\nkind: k\n",
    "escaped.json": '{"\\u0073ystems": {}}',
    "escaped.yaml": '"\\x73ystems": {}\n',
    "alias.yaml": "a: &k systems\n*k : {}\n",
    "wide.csv": "\ufeffid;name;country\n".encode("utf-16-le").decode("latin-1"),
    "wide.yaml": "systems: {}\n".encode("utf-16").decode("latin-1"),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(files: dict[str, str], folder: str = "services") -> None:
    Path(folder).mkdir(exist_ok=True)
    for name, text in files.items():
        Path(folder, name).write_bytes(text.encode("latin-1"))


def list_files(workspace: Workspace) -> list[str]:
    return [path.name for path in (*workspace.systems, *workspace.processors)]


def list_problems(workspace: Workspace) -> list[tuple[str, str]]:
    return [(finding.variant, finding.location.path) for finding in workspace.findings]


@pytest.mark.parametrize("name", FOREIGN)
def test_what_holds_nothing_of_ours_is_told_by_its_keys(folder: Path, name: str) -> None:
    write({name: FOREIGN[name]})
    assert not holds_ours(Path("services", name), WorkTree(folder))


@pytest.mark.parametrize("name", OURS)
def test_what_is_ours_or_meant_to_be_is_never_passed_over(folder: Path, name: str) -> None:
    write({name: OURS[name]})
    assert holds_ours(Path("services", name), WorkTree(folder))


@pytest.mark.parametrize("given", ["services", ".", "services/**", "services/*.*"])
def test_a_folder_and_a_pattern_pass_over_what_is_not_ours(folder: Path, given: str) -> None:
    write(FOREIGN | {"s.yaml": SYSTEMS})
    workspace = open_workspace([Path(given)])
    assert (list_files(workspace), list_problems(workspace)) == (["s.yaml"], [])
    assert {reason for _, reason in workspace.left_out} == {"foreign-file"}


def test_the_settings_may_name_a_folder_of_other_files(folder: Path) -> None:
    write(FOREIGN | {"s.yaml": SYSTEMS, "p.yaml": "processors: {}\n"})
    Path("seloste.yaml").write_text('systems: ["services/**"]\nprocessors: ["services/**"]\n')
    workspace = open_workspace()
    assert ([path.name for path in workspace.systems], [path.name for path in workspace.processors]) == (
        ["s.yaml"],
        ["p.yaml"],
    )
    assert list_problems(workspace) == []


def test_few_of_very_many_are_named(folder: Path) -> None:
    write({f"f{number:03}.yaml": "a: 1\n" for number in range(300)} | {"s.yaml": SYSTEMS})
    left_out = open_workspace([Path("services")]).left_out
    assert (len(left_out), left_out[-1]) == (21, ("+280", "foreign-file"))


@pytest.mark.parametrize("key", ["notice", "waivers", "processors"])
def test_a_key_of_another_kind_takes_no_file_from_the_inventories(folder: Path, key: str) -> None:
    patterns = "systems: [services/**]\nprocessors: [services/**]\npolicy: {path: policy.yaml}\n"
    Path("seloste.yaml").write_text(f"version: 1\n{patterns}")
    write({"s.yaml": SYSTEMS + f"{key}: {{}}\n"})
    assert "s.yaml" in [path.name for path in open_workspace().systems]


def test_a_file_that_is_named_must_be_ours(folder: Path) -> None:
    write({"values.yaml": FOREIGN["values.yaml"]})
    Path("seloste.yaml").write_text('systems: ["services/values.yaml", "services/*"]\n')
    assert list_files(open_workspace()) == ["values.yaml"]
    Path("seloste.yaml").unlink()
    assert list_problems(open_workspace([Path("services/values.yaml")])) == [("kind", "services/values.yaml")]


def test_a_folder_or_a_pattern_with_nothing_of_ours_is_nothing_to_check(folder: Path) -> None:
    write({"values.yaml": FOREIGN["values.yaml"]})
    assert list_problems(open_workspace([Path("services")])) == [("folder", "services")]
    Path("seloste.yaml").write_text('systems: ["services/**"]\n')
    assert list_problems(open_workspace()) == [("pattern", "services/**")]


def test_what_cannot_be_read_is_not_passed_over(folder: Path) -> None:
    write({"lfs.yaml": "version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 1\n", "s.yaml": SYSTEMS})
    assert list_files(open_workspace([Path("services")])) == ["lfs.yaml", "s.yaml"]


def test_what_was_an_inventory_at_the_base_cannot_hide(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    write({"a.yaml": "crm: [\n", "b.yaml": "crm: [\n", "c.yaml": "crm: [\n", "s.yaml": SYSTEMS})
    before = tmp_path_factory.mktemp("before")
    (before / "services").mkdir()
    (before / "services" / "a.yaml").write_text(SYSTEMS)
    (before / "services" / "b.yaml").write_text("other: 1\n")
    tree = WorkTree(folder)
    known = KnownFiles(base=WorkTree(before), paths=frozenset({"services/c.yaml"}))
    workspace = open_workspace([Path("services")], sources=Sources(tree, tree, known))
    assert list_files(workspace) == ["a.yaml", "c.yaml", "s.yaml"]


def test_what_the_baseline_took_findings_from_cannot_hide(folder: Path) -> None:
    write({"a.yaml": "crm: [\n", "s.yaml": SYSTEMS})
    baseline = {"version": 1, "findings": [], "files": ["services/a.yaml"]}
    Path(".seloste-baseline.json").write_text(json.dumps(baseline))
    assert list_files(open_workspace([Path("services")])) == ["a.yaml", "s.yaml"]


def test_huge_and_hostile_files_are_passed_over_in_little_time(folder: Path) -> None:
    write(
        {"s.yaml": SYSTEMS, "deep.yaml": "[" * 200_000, "lines.yaml": "a\n" * 1_000_000, "keys.yaml": "sys: " * 10**6}
    )
    write({"spaces.yaml": "systemx" + " " * 10**6 + "\n" * 10**6, "huge.json": '{"a": "' + "x" * 11_000_000 + '"}'})
    with cpu_limit(5):
        assert list_files(open_workspace([Path("services")])) == ["s.yaml"]
