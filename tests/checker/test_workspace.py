"""Which files are checked, and the findings about those that are not there."""

from __future__ import annotations

import json
import os
import unicodedata
from pathlib import Path
from typing import Literal

import pytest

from seloste.checker.evidence.reading import read_evidence
from seloste.checker.reading.tree import WorkTree
from seloste.checker.workspace.patterns import display_path
from seloste.checker.workspace.settings_file import ConfigurationError, find_config
from seloste.checker.workspace.workspace import Workspace
from tests.support.cpu import cpu_limit
from tests.support.workspaces import open_workspace

#: The forms that Unicode has for a letter with an accent: one character, or two.
Form = Literal["NFC", "NFD"]

POLICY = "notice: {name: {fi: Rekisteri}, languages: [fi]}\ncontroller: {name: Yritys Oy}\n"
SYSTEMS = "systems: {crm: {name: CRM}}\n"
PROCESSORS = "processors: {mailer: {name: Mailer}}\n"
WAIVERS = "waivers: []\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(**files: str) -> None:
    for name, text in files.items():
        path = Path(name.replace("__", "/").replace("_", "."))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def names(workspace: Workspace, kind: str) -> list[str]:
    return [display_path(path, Path.cwd()) for path in getattr(workspace, kind)]


def list_problems(workspace: Workspace) -> list[tuple[str, str, str]]:
    return [(f.rule.removeprefix("input/"), f.variant, f.location.path) for f in workspace.findings]


def refused(settings: str) -> list[tuple[str, str, int | None, int | None]]:
    Path("seloste.yaml").write_text(settings, "utf-8")
    with pytest.raises(ConfigurationError) as error:
        open_workspace()
    found = error.value.findings
    assert {finding.location.path for finding in found} == {"seloste.yaml"}
    return [(f.rule.removeprefix("input/"), f.variant, f.location.line, f.location.column) for f in found]


# --- without settings


def test_without_settings_the_usual_places_are_looked_at(folder: Path) -> None:
    write(policy_yaml=POLICY, systems_yml=SYSTEMS, systems__b_json='{"systems": {}}', systems__a__c_yaml=SYSTEMS)
    write(processors_csv="id\n", inventory__x_yaml=SYSTEMS, inventory__readme_md="# x")
    workspace = open_workspace()
    assert names(workspace, "systems") == ["systems.yml", "systems/b.json", "systems/a/c.yaml", "inventory/x.yaml"]
    assert names(workspace, "processors") == ["processors.csv"]
    assert (display_path(workspace.policy, Path.cwd()), workspace.waivers) == ("policy.yaml", None)
    assert list_problems(workspace) == []


def test_where_there_is_nothing_nothing_is_found(folder: Path) -> None:
    workspace = open_workspace()
    assert (workspace.systems, workspace.processors, workspace.config_file) == ((), (), None)


def test_hidden_folders_and_files_are_passed_over(folder: Path) -> None:
    write(systems__a_yaml=SYSTEMS)
    for hidden in ("systems/.terraform/b.yaml", "systems/.c.yaml"):
        Path(hidden).parent.mkdir(exist_ok=True)
        Path(hidden).write_text(SYSTEMS)
    assert names(open_workspace(), "systems") == ["systems/a.yaml"]


def test_settings_are_looked_for_up_to_the_root_of_the_repository(folder: Path) -> None:
    write(seloste_yaml="systems: [a.yaml]\n", a_yaml=SYSTEMS)
    deep = folder / "x" / "y"
    deep.mkdir(parents=True)
    assert find_config(deep, WorkTree(deep)) == folder / "seloste.yaml"
    os.chdir(deep)
    assert open_workspace().systems == (folder / "a.yaml",)
    (folder / "x" / ".git").mkdir()
    assert find_config(deep, WorkTree(deep)) is None


def test_a_file_is_named_as_one_would_type_it(folder: Path) -> None:
    (folder / "x" / "y" / "z" / "deeper").mkdir(parents=True)
    os.chdir(folder / "x")
    assert display_path(folder / "x" / "a.yaml", Path.cwd()) == "a.yaml"
    assert display_path(folder / "a.yaml", Path.cwd()) == "../a.yaml"
    assert display_path(Path("b/a.yaml"), Path.cwd()) == "b/a.yaml"
    assert display_path(folder / "x" / "y" / ".." / "a..b.yaml", Path.cwd()) == "a..b.yaml"
    assert display_path(folder / "xy" / "a.yaml", Path.cwd()) == "../xy/a.yaml"
    os.chdir(folder / "x" / "y" / "z")
    assert display_path(folder / "a.yaml", Path.cwd()) == "../../../a.yaml"
    os.chdir(folder / "x" / "y" / "z" / "deeper")
    assert display_path(folder / "x" / ".." / "a.yaml", Path.cwd()) == (folder / "a.yaml").as_posix()


# --- settings


def test_globs_match_each_file_once_and_in_order(folder: Path) -> None:
    write(b_yaml=SYSTEMS, a_yaml=SYSTEMS, c_yml=SYSTEMS, d__e_yaml=SYSTEMS)
    write(seloste_yaml='systems: ["{c,b}.{yml,yaml}", "*.yaml", "d/*.yaml", "[ab].yaml", "d/**"]\n')
    workspace = open_workspace()
    assert names(workspace, "systems") == ["c.yml", "b.yaml", "a.yaml", "seloste.yaml", "d/e.yaml"]
    assert list_problems(workspace) == []


@pytest.mark.parametrize(
    "pattern",
    [
        "nope.yaml",
        "nope/*.yaml",
        "nope/**",
        "*.nope",
        "{a,b}.nope",
        "a\\0b.yaml",
        "s\\0*.yaml",
        "**x",
        "/nope/*.yaml",
        "[",
        "policy.yaml/x.yaml",
        "policy.yaml/*",
        "{",
        "}",
        "~/nope",
    ],
)
@pytest.mark.parametrize("kind", ["systems", "processors"])
def test_a_pattern_that_was_asked_for_and_matches_nothing_is_told_of(folder: Path, kind: str, pattern: str) -> None:
    write(policy_yaml=POLICY, seloste_yaml=f'{kind}: ["{pattern}", policy.yaml]\n')
    workspace = open_workspace()
    assert names(workspace, kind) == ["policy.yaml"]
    [(rule, variant, path)] = list_problems(workspace)
    assert (rule, variant, path) == ("nothing-to-check", "path", pattern.replace("\\0", "\0"))


def test_with_the_notice_alone_no_pattern_is_looked_at(folder: Path) -> None:
    write(policy_yaml=POLICY, seloste_yaml="systems: [nope.yaml]\n")
    workspace = open_workspace(scope="notice")
    assert (workspace.systems, list_problems(workspace)) == ((), [])


def test_braces_do_not_multiply_without_end(folder: Path) -> None:
    write(seloste_yaml=f'systems: ["{"{a,b}" * 40}"]\n')
    with cpu_limit(1):
        workspace = open_workspace()
    assert [(rule, variant) for rule, variant, _ in list_problems(workspace)] == [("limit-exceeded", "files")]


@pytest.mark.parametrize(
    ("settings", "problems"),
    [
        ("systms: [a]\n", [("unknown-key", "suggestion", 1, 1)]),
        ("systms: [a]\nfail_on: errors\nsystms: b\n", [
            ("unknown-key", "suggestion", 1, 1),
            ("invalid-value", "choice-suggestion", 2, 10),
            ("duplicate-key", "", 3, 1),
        ]),
        ("policy: 5\n", [("invalid-value", "wrong-type", 1, 9)]),
        ("policy: {path: x, sha256: abc}\n", [("invalid-value", "hash", 1, 27)]),
        ("policy: {sha256: abc}\n", [("missing-key", "", 1, 1), ("invalid-value", "hash", 1, 18)]),
        ("systems: a.yaml\n", [("invalid-value", "form-list", 1, 10)]),
        ("systems: ['']\n", [("invalid-value", "empty", 1, 11)]),
        ("review_within: 1y\n", [("invalid-value", "period", 1, 16)]),
        ("languages: [FI]\n", [("invalid-value", "language", 1, 13)]),
        ("version: 2\n", [("invalid-value", "version", 1, 10)]),
        ("scope: [all]\n", [("invalid-value", "choice", 1, 8)]),
        ("", [("invalid-value", "empty-file", 1, 1)]),
        ("- a\n", [("invalid-value", "wrong-type", 1, 3)]),
        ("policy [a\n", [("syntax", "colon", 1, 1)]),
        ("scope: all\n---\nscope: all\n", [("syntax", "document", 3, 1)]),
        ("scope: 'all\npolicy: 5\n", [("syntax", "quote", 1, 8), ("invalid-value", "wrong-type", 2, 9)]),
    ],
)  # fmt: skip
def test_settings_that_are_not_valid_are_refused_with_every_reason(
    folder: Path, settings: str, problems: list[tuple[str, str, int, int]]
) -> None:
    assert refused(settings) == problems


def test_settings_that_are_not_there_are_refused(folder: Path) -> None:
    with pytest.raises(ConfigurationError) as error:
        open_workspace(config=Path("nope.yaml"))
    assert [finding.variant for finding in error.value.findings] == ["not-found"]


# --- paths given


def test_what_a_file_holds_is_told_by_its_keys(folder: Path) -> None:
    write(a_yaml=SYSTEMS, b_json='{"processors": {}}', c_yml=WAIVERS, d_yaml=POLICY, e_csv="id,name\n")
    workspace = open_workspace([Path("a.yaml"), Path("b.json"), Path("c.yml"), Path("d.yaml"), Path("e.csv")])
    assert names(workspace, "systems") == ["a.yaml"]
    assert names(workspace, "processors") == ["b.json", "e.csv"]
    assert (workspace.waivers, workspace.policy) == (Path("c.yml"), Path("d.yaml"))
    assert workspace.systems_given
    assert list_problems(workspace) == []


def test_a_folder_stands_for_its_files_but_not_for_the_settings(folder: Path) -> None:
    write(seloste_yaml="policy: p.yaml\n", p_yaml=POLICY, deep__s_yaml=SYSTEMS, deep__t__u_yaml=PROCESSORS, x_txt="x")
    workspace = open_workspace([Path()])
    assert (names(workspace, "systems"), names(workspace, "processors")) == (["deep/s.yaml"], ["deep/t/u.yaml"])
    assert (display_path(workspace.policy, Path.cwd()), list_problems(workspace)) == ("p.yaml", [])


def test_a_kind_that_is_given_replaces_the_configured_one_and_no_other(folder: Path) -> None:
    write(systems_yaml=SYSTEMS, processors_yaml=PROCESSORS, other_yaml=SYSTEMS)
    workspace = open_workspace([Path("other.yaml")])
    assert (names(workspace, "systems"), names(workspace, "processors")) == (["other.yaml"], ["processors.yaml"])
    workspace = open_workspace([Path("processors.yaml")])
    assert (names(workspace, "systems"), workspace.systems_given) == (["systems.yaml"], False)


def test_a_file_given_twice_is_read_once(folder: Path) -> None:
    write(a_yaml=SYSTEMS, p_yaml=POLICY)
    workspace = open_workspace([Path("a.yaml"), Path("a.yaml"), Path("p.yaml"), Path("p.yaml")])
    assert (names(workspace, "systems"), list_problems(workspace)) == (["a.yaml"], [])


@pytest.mark.parametrize("text", [POLICY, WAIVERS])
def test_a_second_policy_or_waivers_file_is_not_silently_left_out(folder: Path, text: str) -> None:
    write(a_yaml=text, b_yaml=text)
    workspace = open_workspace([Path("a.yaml"), Path("b.yaml")])
    assert list_problems(workspace) == [("unreadable", "second", "b.yaml")]


def test_a_policy_given_by_option_and_by_path_is_told_of(folder: Path) -> None:
    write(a_yaml=POLICY, b_yaml=POLICY)
    workspace = open_workspace([Path("b.yaml")], policy=Path("a.yaml"))
    assert (workspace.policy, list_problems(workspace)) == (Path("a.yaml"), [("unreadable", "second", "b.yaml")])
    assert list_problems(open_workspace([Path("b.yaml")], policy=Path("b.yaml"))) == []


@pytest.mark.parametrize("text", ["foo: 1\n", "- a\n", "hello\n", "sytems: {}\n"])
def test_a_file_that_tells_nothing_of_its_kind_is_told_of(folder: Path, text: str) -> None:
    write(a_yaml=text)
    assert list_problems(open_workspace([Path("a.yaml")])) == [("missing-key", "kind", "a.yaml")]


@pytest.mark.parametrize(
    "text", ["systems: [\n", "notice:\n\tname: x\n", "processors:\n  a b\n  c: d\n", "waivers: 'x\n"]
)
def test_a_broken_file_is_of_the_kind_that_its_keys_tell(folder: Path, text: str) -> None:
    write(a_yaml=text)
    workspace = open_workspace([Path("a.yaml")])
    kind = text.partition(":")[0].replace("notice", "policy")
    found = getattr(workspace, kind)
    assert found == (Path("a.yaml"),) if isinstance(found, tuple) else found == Path("a.yaml")


@pytest.mark.parametrize("path", ["nope.yaml", "nope", "nope/**", "*.yaml", "a\0b"])
def test_a_path_where_nothing_is_is_told_of(folder: Path, path: str) -> None:
    assert list_problems(open_workspace([Path(path)])) == [("nothing-to-check", "path", path)]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("mysql://user:secret@host/db?ssl=true", "mysql://…"),
        ("jdbc:mysql://host/db?password=secret", "jdbc:mysql://…"),
    ],
)
def test_an_address_is_no_file_and_what_it_holds_is_not_shown(folder: Path, given: str, shown: str) -> None:
    write(policy_yaml=POLICY, seloste_yaml=f'evidence: ["{given}"]\n')
    for workspace in (open_workspace(), open_workspace([Path(given)]), open_workspace(evidence=[given])):
        assert set(list_problems(workspace)) == {("nothing-to-check", "address", shown)}
        assert "secret" not in repr(workspace.findings)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("main.tf", 'resource "aws_s3_bucket" "a" {}'),
        ("plan.json", '{"format_version": "1.2", "resource_changes": []}'),
        ("all.yaml", "apiVersion: v1\nkind: Service\n---\napiVersion: v1\nkind: Secret\n"),
        ("compose.yaml", "services: {db: {image: postgres}}"),
    ],
)
def test_infrastructure_that_is_given_like_an_inventory_is_told_how_it_is_given(
    folder: Path, name: str, text: str
) -> None:
    Path(name).write_text(text, "utf-8")
    assert list_problems(open_workspace([Path(name)])) == [("unreadable", "infrastructure", name)]


def test_evidence_that_is_named_and_empty_is_told_of_as_such(folder: Path) -> None:
    write(empty_json="", other_tfvars="a = 1\n")
    read = read_evidence(open_workspace(evidence=["empty.json", "other.tfvars"]))
    assert [(found.rule, found.variant) for found in read.findings] == [
        ("input/unreadable", "empty-evidence"),
        ("input/unreadable", "no-evidence"),
    ]


def test_evidence_without_a_name_is_not_the_folder_at_hand(folder: Path) -> None:
    write(main_tf="")
    workspace = open_workspace(evidence=[""])
    assert (workspace.evidence, [found[:2] for found in list_problems(workspace)]) == (
        (),
        [("nothing-to-check", "path")],
    )


def test_a_module_that_was_not_given_is_not_checked_unless_a_plan_shows_it(folder: Path) -> None:
    write(main_tf='module "db" {\n  source = "acme/db/aws"\n}\nmodule "web" {\n  source = "acme/web/aws"\n}\n')
    resource = {"address": "module.db[0].module.x.aws_s3_bucket.a", "mode": "managed", "type": "aws_s3_bucket"}
    change = {"actions": ["create"], "before": None, "after": {}, "after_unknown": {}}
    plan = {"format_version": "1.2", "resource_changes": [resource | {"name": "a", "change": change}]}
    write(plan_json=json.dumps(plan))
    web = ("main.tf:4 module.web", "module-unread")
    assert read_evidence(open_workspace(evidence=["main.tf"])).notes == (("main.tf:1 module.db", web[1]), web)
    assert read_evidence(open_workspace(evidence=["main.tf", "plan.json"])).notes == (web,)


def test_a_folder_without_files_is_told_of(folder: Path) -> None:
    (folder / "empty").mkdir()
    assert list_problems(open_workspace([Path("empty")])) == [("nothing-to-check", "folder", "empty")]


@pytest.fixture
def locked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that may not be read: truly, or in what the system answers where the superuser runs the tests."""
    locked = folder / "locked"
    locked.mkdir()
    (locked / "a.yaml").write_text(SYSTEMS)
    locked.chmod(0)
    if os.access(locked, os.R_OK):
        scandir = os.scandir

        def denied(path: str | Path = ".") -> object:
            if Path(path).name == "locked":
                raise PermissionError(13, "Permission denied", str(path))
            return scandir(path)

        monkeypatch.setattr(os, "scandir", denied)
    return locked


@pytest.mark.parametrize("pattern", ["locked/**", "locked/*.yaml"])
def test_a_folder_that_may_not_be_read_is_told_of(locked: Path, pattern: str) -> None:
    write(seloste_yaml=f'systems: ["{pattern}"]\n')
    assert list_problems(open_workspace()) == [("unreadable", "permission", "locked")]
    locked.chmod(0o700)


def test_a_folder_given_that_may_not_be_read_is_told_of(locked: Path) -> None:
    assert list_problems(open_workspace([Path("locked")])) == [("unreadable", "permission", "locked")]
    locked.chmod(0o700)


# --- patterns


@pytest.fixture
def inventory(folder: Path) -> Path:
    """A folder with inventories at several depths."""
    for name in ("a.yaml", "b.json", "B.yaml", ".hidden.yaml", "x/a.yaml", "x/y/a.yaml", ".z/a.yaml", "x/.w/a.yaml"):
        path = folder / "inv" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(SYSTEMS)
    return folder / "inv"


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("inv/*.yaml", ["B.yaml", "a.yaml"]),
        ("inv/?.yaml", ["B.yaml", "a.yaml"]),
        ("inv/[ab].*", ["a.yaml", "b.json"]),
        ("inv/A.yaml", []),
        ("inv/.*.yaml", [".hidden.yaml"]),
        ("inv/*", ["B.yaml", "a.yaml", "b.json"]),
        ("inv/**", ["B.yaml", "a.yaml", "b.json", "x/a.yaml", "x/y/a.yaml"]),
        ("inv/**/**/**", ["B.yaml", "a.yaml", "b.json", "x/a.yaml", "x/y/a.yaml"]),
        ("inv/**/a.yaml", ["a.yaml", "x/a.yaml", "x/y/a.yaml"]),
        ("**/y/*.yaml", ["x/y/a.yaml"]),
        ("*/x/**", ["x/a.yaml", "x/y/a.yaml"]),
        ("inv/{x,x/y}/a.yaml", ["x/a.yaml", "x/y/a.yaml"]),
        ("{inv/{a,b}.*,none}", []),
        ("inv/{a,b}.{yaml,json}", ["a.yaml", "b.json"]),
        ("inv/x/../a.yaml", ["a.yaml"]),
        ("inv/.z/*.yaml", [".z/a.yaml"]),
        ("**", ["B.yaml", "a.yaml", "b.json", "x/a.yaml", "x/y/a.yaml"]),
    ],
)
def test_what_a_pattern_matches(inventory: Path, pattern: str, expected: list[str]) -> None:
    write(seloste_yaml=f'systems: ["{pattern}"]\n')
    assert names(open_workspace(), "systems") == [f"inv/{name}" for name in expected]


def test_a_link_to_a_folder_elsewhere_is_told_of_and_not_followed(inventory: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "s.yaml").write_text(SYSTEMS)
    (inventory / "link").symlink_to(elsewhere)
    write(seloste_yaml='systems: ["inv/**"]\n')
    workspace = open_workspace()
    assert "inv/link/s.yaml" not in names(workspace, "systems")
    assert list_problems(workspace) == [("unreadable", "linked-folder", "inv/link")]
    write(seloste_yaml='systems: ["inv/link/**", "inv/*/s.yaml"]\n')
    assert names(open_workspace(), "systems") == ["inv/link/s.yaml"]


def test_a_link_that_leads_in_a_circle_is_harmless(inventory: Path) -> None:
    (inventory / "x" / "round").symlink_to(inventory)
    (inventory / "self").symlink_to("self")
    write(seloste_yaml='systems: ["inv/**", "inv/**/a.yaml"]\n')
    workspace = open_workspace()
    assert names(workspace, "systems") == ["inv/B.yaml", "inv/a.yaml", "inv/b.json", "inv/x/a.yaml", "inv/x/y/a.yaml"]
    assert list_problems(workspace) == []


def test_a_link_to_nothing_is_told_of_where_it_is_read(inventory: Path) -> None:
    (inventory / "gone.yaml").symlink_to("nowhere.yaml")
    write(seloste_yaml='systems: ["inv/*.yaml"]\n')
    workspace = open_workspace()
    file = workspace.open_file(workspace.systems[-1], "systems")
    assert [finding.variant for finding in file.findings] == ["not-found"]


def test_a_pointer_to_a_large_file_server_is_told_of_as_such(folder: Path) -> None:
    write(systems_yaml=f"version https://git-lfs.github.com/spec/v1\noid sha256:{'a' * 64}\nsize 9\n")
    workspace = open_workspace()
    assert [finding.variant for finding in workspace.open_file(workspace.systems[0], "systems").findings] == ["lfs"]


@pytest.mark.parametrize(
    ("setting", "suggestion"),
    [("fail_om: never", "fail_on"), ("waviers: x.yaml", "waivers"), ("review_witin: P1Y", "review_within")],
)
def test_an_unknown_setting_is_refused_with_the_nearest_known_one(folder: Path, setting: str, suggestion: str) -> None:
    write(seloste_yaml=f"{setting}\n")
    with pytest.raises(ConfigurationError) as error:
        open_workspace()
    [finding] = error.value.findings
    assert (finding.rule, finding.arguments["suggestion"]) == ("input/unknown-key", suggestion)


@pytest.mark.parametrize(("named", "on_disk"), [("NFC", "NFD"), ("NFD", "NFC"), ("NFD", "NFD")])
@pytest.mark.parametrize("pattern", ["järjestelmät.yaml", "jär*.yaml", "kansiö/jär*.yaml", "kansiö/järjestelmät.yaml"])
def test_a_file_is_found_whichever_form_its_letters_have(
    folder: Path, named: Form, on_disk: Form, pattern: str
) -> None:
    name = Path(unicodedata.normalize(on_disk, f"{pattern.rpartition('/')[0] or '.'}/järjestelmät.yaml"))
    name.parent.mkdir(exist_ok=True)
    name.write_text("systems: {}\n", encoding="utf-8")
    settings = f"systems: ['{unicodedata.normalize(named, pattern)}']\n"
    Path("seloste.yaml").write_text(settings, encoding="utf-8")
    assert names(open_workspace(), "systems") == [name.as_posix()]
