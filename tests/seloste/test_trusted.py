"""`--trusted`: a change cannot waive its own findings, whatever it edits; the report lists what they would waive."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from seloste.usage_errors import UsageError
from tests.support.changes import Repository, check, example, read_report, valid_report
from tests.support.commands import BROKEN, DAY, seloste, show_day
from tests.support.complete import DOCUMENTS
from tests.support.git import git

WAIVER = f"  - {{rule: {BROKEN}, subject: systems.club, reason: New disks, approved_by: DPO, until: 2026-12-31}}\n"
WAIVERS = "waivers:\n" + WAIVER
COMMENT = f"# seloste: ignore[{BROKEN}] until 2026-12-31 -- new disks"


# --- the attacks: each passes without --trusted, and none with it


def waives(here: Repository) -> None:
    here.write("waivers.yaml", WAIVERS)


def waives_elsewhere(here: Repository) -> None:
    here.write("decisions/mine.yaml", WAIVERS)
    here.write("seloste.yaml", here.read("seloste.yaml") + "waivers: decisions/mine.yaml\n")


def never_fails(here: Repository) -> None:
    here.write("seloste.yaml", here.read("seloste.yaml") + "fail_on: never\n")


def looks_at_the_notice_alone(here: Repository) -> None:
    here.write("seloste.yaml", here.read("seloste.yaml") + "scope: notice\n")


def promises_less(here: Repository) -> None:
    here.edit("policy.yaml", "    control: backup\n", "")


def promises_a_week(here: Repository) -> None:
    for daily, weekly in (
        ("varmuuskopioidaan päivittäin", "varmuuskopioidaan viikoittain"),
        ("backed up daily", "backed up weekly"),
        ("säkerhetskopieras dagligen", "säkerhetskopieras varje vecka"),
    ):
        here.edit("policy.yaml", daily, weekly)
    backup = here.read("policy.yaml").partition("    control: backup\n")[2]
    assert "P1D" in backup
    here.edit(
        "policy.yaml", "    control: backup\n" + backup, "    control: backup\n" + backup.replace("P1D", "P7D", 1)
    )


def names_another_policy(here: Repository) -> None:
    here.write("soft.yaml", here.read("policy.yaml").replace("    control: backup\n", "", 1))
    here.edit("seloste.yaml", "policy: policy.yaml", "policy: soft.yaml")


def moves_the_policy(here: Repository) -> None:
    promises_less(here)
    here.git("mv", "policy.yaml", "notice.yaml")
    here.edit("seloste.yaml", "policy: policy.yaml", "policy: notice.yaml")


def links_the_policy(here: Repository) -> None:
    promises_less(here)
    (here.root / "soft").mkdir()
    here.git("mv", "policy.yaml", "soft/policy.yaml")
    (here.root / "policy.yaml").symlink_to("soft/policy.yaml")


def leaves_a_system_out(here: Repository) -> None:
    here.edit("seloste.yaml", "[systems.yaml]", "[others.yaml]")
    before, _, _ = here.read("systems.yaml").partition("  club:\n")
    here.write("others.yaml", re.sub(r"(?m)^  ([a-z-]+):$", r"  \1-two:", before))


def waives_in_a_comment(here: Repository) -> None:
    here.edit("systems.yaml", "interval: P7D", f"interval: P7D {COMMENT}")


def waives_in_a_comment_above(here: Repository) -> None:
    here.edit("systems.yaml", "        interval: P7D", f"        {COMMENT}\n        interval: P7D")


def knows_it_already(here: Repository) -> None:
    seloste("check", "--as-of", DAY, "--write-baseline")


def knows_it_elsewhere(here: Repository) -> None:
    here.write("seloste.yaml", here.read("seloste.yaml") + "baseline: known.json\n")
    seloste("check", "--as-of", DAY, "--write-baseline")


def waives_by_moving_the_inventory(here: Repository) -> None:
    waives_in_a_comment(here)
    here.git("mv", "systems.yaml", "inventory.yaml")
    here.edit("seloste.yaml", "[systems.yaml]", "[inventory.yaml]")


def waives_and_commits(here: Repository) -> None:
    waives(here)
    here.commit()


def waives_by_the_family(here: Repository) -> None:
    here.write("waivers.yaml", "waivers:\n  - {rule: system/*, reason: Busy, until: 2027-06-30}\n")


def turns_the_settings_into_a_link(here: Repository) -> None:
    soft = here.write("soft/lax.yaml", "policy: policy.yaml\nfail_on: never\n")
    (here.root / "seloste.yaml").unlink()
    (here.root / "seloste.yaml").symlink_to(soft.relative_to(here.root))


ATTACKS = [
    waives,
    waives_elsewhere,
    waives_by_the_family,
    waives_and_commits,
    waives_in_a_comment,
    waives_in_a_comment_above,
    waives_by_moving_the_inventory,
    knows_it_already,
    knows_it_elsewhere,
    never_fails,
    looks_at_the_notice_alone,
    promises_less,
    promises_a_week,
    names_another_policy,
    moves_the_policy,
    links_the_policy,
    leaves_a_system_out,
    turns_the_settings_into_a_link,
]


def test_without_an_attack_the_change_fails(repository: Repository) -> None:
    repository.break_promise()
    assert (check(), check("--trusted", "main")) == (1, 1)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_a_change_does_not_wave_itself_through_and_what_it_would_let_pass_is_told(
    repository: Repository, attack: Callable[[Repository], None], capsys: pytest.CaptureFixture[str]
) -> None:
    repository.break_promise()
    attack(repository)
    assert check() == 0, "the attack is one"
    capsys.readouterr()
    assert check("--trusted", "main", "--format", "json") == 1
    trusted = read_report(capsys)["trusted"]
    assert isinstance(trusted, dict)
    errors = [(item["rule"], item["subject"]) for item in trusted["lets_pass"] if item["severity"] == "error"]
    assert errors == [(BROKEN, "systems.club")]
    assert trusted["edits"]
    assert (trusted["revision"], trusted["commit"]) == ("main", repository.git("rev-parse", "main"))
    repository.commit()
    assert check("--trusted", "main") == 1


# --- where the settings stand


def test_nearer_settings_of_the_change_do_not_hold(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.break_promise()
    nearer = repository.write(
        "infra/seloste.yaml",
        "policy: ../policy.yaml\nsystems: [../systems.yaml]\nprocessors: [../processors.yaml]\nfail_on: never\n",
    )
    monkeypatch.chdir(nearer.parent)
    monkeypatch.setenv("PWD", str(nearer.parent))
    assert check() == 0
    assert check("--trusted", "main") == 1


def test_where_the_revision_has_no_settings_the_defaults_hold(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.git("checkout", "-q", "main")
    repository.git("rm", "-q", "seloste.yaml")
    repository.commit()
    repository.git("checkout", "-q", "-B", "change")
    repository.break_promise()
    repository.write("seloste.yaml", "scope: notice\nfail_on: never\n")
    assert (check(), check("--trusted", "main")) == (0, 1)
    document = valid_report(capsys, "--trusted", "main")
    assert [item["path"] for item in document["inputs"] if item["kind"] == "config"] == []  # type: ignore[attr-defined]
    assert document["trusted"]["edits"] == [  # type: ignore[index]
        {"kind": "config", "path": "seloste.yaml", "change": "added", "before": None}
    ]


def test_a_marker_of_another_repository_does_not_hide_the_settings(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without `--trusted` the search for settings ends at a `.git`, whatever it is."""
    repository.git("checkout", "-q", "main")
    repository.write("infra/readme.md", "# Infra\n")
    repository.write("infra/policy.yaml", repository.read("policy.yaml").replace("    control: backup\n", "", 1))
    repository.commit()
    repository.git("checkout", "-q", "-B", "change")
    repository.break_promise()
    (repository.root / "infra" / ".git").write_text("nothing\n")
    monkeypatch.chdir(repository.root / "infra")
    monkeypatch.setenv("PWD", str(repository.root / "infra"))
    with pytest.raises(UsageError) as error:
        check("--trusted", "main")
    assert error.value.key == "revision-no-repository"


def test_the_working_directory_may_not_be_a_link_of_the_change(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.git("checkout", "-q", "main")
    for name in ("infra", "lax"):
        for file in ("policy.yaml", "systems.yaml", "processors.yaml"):
            repository.write(f"{name}/{file}", repository.read(file))
        repository.write(f"{name}/seloste.yaml", "fail_on: never\n" if name == "lax" else "version: 1\n")
    repository.commit()
    repository.git("checkout", "-q", "-B", "change")
    repository.git("rm", "-rq", "infra")
    (repository.root / "infra").symlink_to("lax")
    monkeypatch.chdir(repository.root / "infra")
    monkeypatch.setenv("PWD", str(repository.root / "infra"))
    with pytest.raises(UsageError) as error:
        check("--trusted", "main")
    assert error.value.key == "revision-linked"


# --- what is judged is the change's, and more than it says


def test_files_that_only_the_change_names_are_judged_too(repository: Repository) -> None:
    shop = repository.read("systems.yaml").replace("  club:", "  club-two:")
    head, _, club = shop.partition("  club-two:\n")
    repository.write(
        "more.yaml", head.partition("systems:")[0] + "systems:\n  club-two:\n" + club.replace("P1D", "P7D")
    )
    assert check() == 0
    repository.edit("seloste.yaml", "[systems.yaml]", "[systems.yaml, more.yaml]")
    assert check("--trusted", "main") == 1


def test_an_inventory_that_is_moved_is_judged_where_it_is(repository: Repository) -> None:
    repository.git("mv", "systems.yaml", "inventory.yaml")
    repository.edit("seloste.yaml", "[systems.yaml]", "[inventory.yaml]")
    assert check("--trusted", "main") == 0
    repository.break_promise("inventory.yaml")
    assert check("--trusted", "main") == 1


def test_an_inventory_that_is_gone_is_told_of(repository: Repository) -> None:
    repository.git("rm", "-q", "systems.yaml")
    assert check("--trusted", "main") == 3
    repository.git("rm", "-q", "seloste.yaml")
    assert check("--trusted", "main") == 3


def test_a_path_given_is_judged_as_what_it_was(repository: Repository) -> None:
    """A key that makes an inventory look like a policy or like waivers does not take it out of the check."""
    repository.break_promise()
    repository.write("systems.yaml", "waivers: []\n" + repository.read("systems.yaml"))
    assert check("systems.yaml", "--trusted", "main") == 3
    repository.write("systems.yaml", repository.read("systems.yaml").replace("waivers: []", "notice: {}"))
    assert check("systems.yaml", "--trusted", "main") == 3


def test_waivers_given_by_path_are_those_of_the_revision(repository: Repository) -> None:
    repository.break_promise()
    repository.write("infra/decisions.yaml", WAIVERS)
    assert (check("infra"), check("infra", "--trusted", "main")) == (0, 1)


@pytest.mark.parametrize("option", ["--policy", "--config"])
def test_paths_of_options_are_read_from_the_revision(repository: Repository, option: str) -> None:
    repository.break_promise()
    if option == "--policy":
        promises_less(repository)
        assert (check(option, "policy.yaml"), check(option, "policy.yaml", "--trusted", "main")) == (0, 1)
        repository.write("soft.yaml", repository.read("policy.yaml"))
        assert (check(option, "soft.yaml"), check(option, "soft.yaml", "--trusted", "main")) == (0, 3)
    else:
        never_fails(repository)
        assert (check(option, "seloste.yaml"), check(option, "seloste.yaml", "--trusted", "main")) == (0, 1)


def test_a_baseline_given_by_option_is_read_from_the_revision(repository: Repository) -> None:
    repository.break_promise()
    seloste("check", "--as-of", DAY, "--baseline", "known.json", "--write-baseline")
    assert check("--baseline", "known.json") == 0
    assert check("--baseline", "known.json", "--trusted", "main") == 3


def test_what_the_revision_lets_pass_does(repository: Repository) -> None:
    repository.git("checkout", "-q", "main")
    waives(repository)
    repository.commit()
    repository.git("checkout", "-q", "-B", "change")
    repository.break_promise()
    assert check("--trusted", "main") == 0
    repository.git("rm", "-q", "waivers.yaml")
    assert (check(), check("--trusted", "main")) == (1, 0)


# --- comments that waive


@pytest.fixture
def approved(repository: Repository) -> Repository:
    """A comment that waives stands in the trusted revision."""
    repository.git("checkout", "-q", "main")
    repository.break_promise()
    waives_in_a_comment(repository)
    repository.commit()
    repository.git("checkout", "-q", "-B", "change")
    return repository


def test_a_comment_that_was_there_lets_its_finding_pass(approved: Repository) -> None:
    assert check("--trusted", "main") == 0


def test_also_when_its_file_has_another_name_and_its_line_moves(approved: Repository) -> None:
    approved.write("systems.yaml", "# A line\n\n" + approved.read("systems.yaml"))
    approved.git("mv", "systems.yaml", "inventory.yaml")
    approved.edit("seloste.yaml", "[systems.yaml]", "[inventory.yaml]")
    assert check("--trusted", "main") == 0


def test_a_comment_that_was_there_lets_nothing_else_pass(approved: Repository) -> None:
    approved.edit("systems.yaml", "interval: P7D", "interval: P30D")
    assert (check(), check("--trusted", "main")) == (0, 1)


def test_a_comment_that_was_there_lets_no_other_record_pass(approved: Repository) -> None:
    head, _, club = approved.read("systems.yaml").partition("  club:\n")
    approved.write("systems.yaml", f"{head}  club:\n{club}  circle:\n{club}")
    assert (check(), check("--trusted", "main")) == (0, 1)


def test_a_comment_ends_when_it_did(approved: Repository) -> None:
    approved.edit("systems.yaml", "until 2026-12-31", "until 2027-06-30")
    assert check("--trusted", "main") == 0
    assert seloste("check", "--as-of", "2027-01-01", "--fail-on", "error") == 0
    assert seloste("check", "--as-of", "2027-01-01", "--trusted", "main") == 1


def test_no_waivers_holds_for_those_comments_too(approved: Repository) -> None:
    assert check("--no-waivers", "--trusted", "main") == 1


# --- what could not be read of the edits


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [("policy.yaml", "notice: [\n", 3), ("waivers.yaml", "waivers: [\n", 3), (".seloste-baseline.json", "{", 3)],
)
def test_an_edit_that_cannot_be_read_is_not_passed_over(
    repository: Repository, name: str, text: str, code: int
) -> None:
    repository.write(name, text)
    assert check("--trusted", "main") == code


def test_settings_of_the_change_that_cannot_be_used_are_a_usage_error(repository: Repository) -> None:
    repository.write("seloste.yaml", "fail_om: never\n")
    with pytest.raises(UsageError) as error:
        check("--trusted", "main")
    assert error.value.key == "configuration-own"
    assert "fail_on" in str(error.value.values["findings"])


def test_settings_of_the_revision_that_cannot_be_used_are_a_usage_error(repository: Repository) -> None:
    good = repository.read("seloste.yaml")
    repository.write("seloste.yaml", "fail_om: never\n")
    bad = repository.commit()
    repository.write("seloste.yaml", good)
    with pytest.raises(UsageError) as error:
        check("--trusted", bad)
    assert error.value.key == "configuration-trusted"


# --- revisions that cannot be had


@pytest.mark.parametrize("revision", ["", " ", "nope", "-x", "--all", "HEAD~9", "HEAD:policy.yaml", "main..change"])
def test_a_revision_that_names_nothing_is_a_usage_error(repository: Repository, revision: str) -> None:
    with pytest.raises(UsageError) as error:
        check(f"--trusted={revision}")
    assert error.value.key == ("revision-unknown" if revision.strip() else "revision-empty")


def test_a_shallow_clone_says_what_to_do(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit("second")
    clone = tmp_path / "clone"
    repository.git("clone", "-q", "--depth", "1", f"file://{repository.root}", str(clone))
    monkeypatch.chdir(clone)
    monkeypatch.setenv("PWD", str(clone))
    with pytest.raises(UsageError) as error:
        check("--trusted", "origin/main")
    assert error.value.key == "revision-shallow"


def test_without_a_repository_there_is_nothing_to_trust(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError) as error:
        check("--trusted", "main")
    assert error.value.key == "revision-no-repository"
    assert "git repository" in str(error.value.values["reason"])


def test_without_git_that_is_said(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(UsageError) as error:
        check("--trusted", "main")
    assert error.value.key == "revision-no-git"


def test_a_tag_cannot_take_the_place_of_a_branch(repository: Repository) -> None:
    never_fails(repository)
    repository.commit()
    repository.git("tag", "main")
    with pytest.raises(UsageError) as error:
        check("--trusted", "main")
    assert error.value.key == "revision-ambiguous"
    assert check("--trusted", "refs/heads/main") == 0


def test_a_submodule_is_not_the_repository_that_is_judged(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    lax = example(other)
    repository.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(lax.root), "infra")
    monkeypatch.chdir(repository.root / "infra")
    monkeypatch.setenv("PWD", str(repository.root / "infra"))
    with pytest.raises(UsageError) as error:
        check("--trusted", "HEAD")
    assert error.value.key == "revision-submodule"


def test_git_runs_nothing_that_the_repository_names(repository: Repository) -> None:
    for setting in ("core.fsmonitor", "core.sshCommand", "diff.external"):
        repository.git("config", setting, f"touch {repository.root}/ran")
    repository.write(".gitattributes", "*.yaml filter=evil diff=evil\n")
    repository.git("config", "filter.evil.smudge", f"touch {repository.root}/ran")
    assert check("--trusted", "main", "--against", "main") == 0
    assert not (repository.root / "ran").exists()


# --- files of a revision that are no files


@pytest.mark.parametrize("kind", ["link", "lfs", "submodule"])
def test_a_policy_that_is_no_file_in_the_revision_is_told_of(
    repository: Repository, kind: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    good = repository.read("policy.yaml")
    repository.git("checkout", "-q", "main")
    if kind == "link":
        repository.git("mv", "policy.yaml", "real.yaml")
        (repository.root / "policy.yaml").symlink_to("real.yaml")
    elif kind == "lfs":
        repository.write("policy.yaml", f"version https://git-lfs.github.com/spec/v1\noid sha256:{'a' * 64}\nsize 5\n")
    else:
        (tmp_path / "other").mkdir()
        lax = example(tmp_path / "other")
        repository.git("rm", "-q", "policy.yaml")
        add = ("submodule", "add", "-q", str(lax.root), "policy.yaml")
        repository.git("-c", "protocol.file.allow=always", *add)
    repository.commit()
    repository.git("checkout", "-q", "-B", "change")
    if kind == "submodule":
        repository.git("rm", "-q", "-f", "policy.yaml")
    (repository.root / "policy.yaml").unlink(missing_ok=True)
    repository.write("policy.yaml", good)
    assert check("--trusted", "main") == 3
    words = {"link": "link in revision", "lfs": "Git LFS", "submodule": "submodule in revision"}
    assert words[kind] in " ".join(capsys.readouterr().out.split())


# --- how it is told


def test_reports_say_which_revision_each_file_is_of(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    document = valid_report(capsys, "--trusted", "main")
    main = repository.git("rev-parse", "main")
    files = [document["policy"], *document["inputs"]]  # type: ignore[misc]
    revisions = {item["path"]: item.get("revision") for item in files}  # type: ignore[attr-defined]
    of_change = dict.fromkeys(("systems.yaml", "processors.yaml", *DOCUMENTS))
    deciding = ("policy.yaml", "seloste.yaml", "responses.yaml")
    assert revisions == {**dict.fromkeys(deciding, main), **of_change}


def test_without_the_option_reports_are_as_they_were(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    document = valid_report(capsys)
    assert "trusted" not in document
    assert "effect" not in document
    assert "revision" not in json.dumps(document["inputs"])


@pytest.mark.parametrize("form", ["text", "markdown", "github"])
@pytest.mark.parametrize(("language", "word"), [("en", "not trusted"), ("fi", "ei vaikuta tulokseen")])
def test_every_format_for_people_tells_of_the_edits(
    repository: Repository, form: str, language: str, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.break_promise()
    waives(repository)
    capsys.readouterr()
    assert check("--trusted", "main", "--format", form, "--lang", language) == 1
    shown = " ".join(capsys.readouterr().out.split())
    assert word in shown
    assert "waivers.yaml" in shown
    assert f"{BROKEN} systems.club" in shown


def test_the_commit_that_is_checked_out_is_no_safeguard_and_that_is_told(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check("--trusted", "HEAD", "--lang", "en") == 0
    assert "the very commit that is checked out" in " ".join(capsys.readouterr().out.split())


def test_nothing_is_written_to_a_baseline_that_is_not_trusted(repository: Repository) -> None:
    with pytest.raises(UsageError) as error:
        check("--trusted", "main", "--write-baseline")
    assert error.value.key == "not-both"


def test_a_check_without_the_options_asks_git_for_nothing(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*arguments: object, **options: object) -> None:
        raise AssertionError("git was asked")

    show_day(monkeypatch)  # on a past day the days of documents are asked for
    monkeypatch.setattr(subprocess, "run", refused)
    monkeypatch.setattr(os, "popen", refused)
    assert check("--format", "text", "--quiet") == 0  # without a head, that names the commit
    with pytest.raises(AssertionError, match="git was asked"):
        check("--format", "text")


def test_what_a_partial_clone_lacks_is_told_of_and_never_fetched(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    base = repository.git("rev-parse", "HEAD")
    repository.break_promise()
    promises_a_week(repository)
    repository.commit()
    repository.git("config", "uploadpack.allowFilter", "true")
    partial = Repository(tmp_path / "partial")
    address = f"file://{repository.root}"
    git(tmp_path, "clone", "-q", "--filter=blob:none", address, "partial")
    monkeypatch.chdir(partial.root)
    monkeypatch.setenv("PWD", str(partial.root))
    assert check("--trusted", base) == 3
    assert "this clone lacks the contents of the file" in capsys.readouterr().out
    partial.git("show", f"{base}:policy.yaml")
    assert check("--trusted", base) == 1, "what is needed is there"
