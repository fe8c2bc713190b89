"""`--against`: what a change does to the promises, told first; and the gate ends as it would without."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from seloste import schemas
from seloste.usage_errors import UsageError
from tests.support.changes import Repository, check, example
from tests.support.commands import BROKEN, DAY, seloste

BACKUP = "safeguards.backup"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("PWD", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return example(tmp_path)


def effect(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    """What report.json says of the change."""
    capsys.readouterr()
    check(*arguments, "--format", "json")
    document = json.loads(capsys.readouterr().out)
    Draft202012Validator(json.loads(schemas.get_committed_path("report").read_text("utf-8"))).validate(document)
    return dict(document["effect"])


def turns(comparison: dict[str, Any]) -> list[tuple[str, str, str, list[str]]]:
    changes = (item for item in comparison["promises"] if item["change"] == "verdict")
    return [(item["id"], item["before"], item["after"], item["by"]) for item in changes]


def changed(comparison: dict[str, Any], change: str) -> list[str]:
    return [item["id"] for item in comparison["promises"] if item["change"] == change]


def found(comparison: dict[str, Any], kind: str) -> list[tuple[str, str]]:
    return [(item["rule"], item["subject"]) for item in comparison["findings"][kind]]


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    check(*arguments)
    return " ".join(capsys.readouterr().out.split())


def test_a_promise_that_is_kept_no_more(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.break_promise()
    comparison = effect(capsys, "--against", "main")
    assert turns(comparison) == [(BACKUP, "kept", "broken", ["systems.club"])]
    assert (found(comparison, "new"), found(comparison, "gone")) == ([(BROKEN, "systems.club")], [])
    assert (comparison["since"], comparison["commit"]) == ("main", repository.git("rev-parse", "main"))


def test_a_promise_that_is_kept_again(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    good = repository.read("systems.yaml")
    repository.break_promise()
    broken = repository.commit()
    repository.write("systems.yaml", good)
    comparison = effect(capsys, "--against", broken)
    assert turns(comparison) == [(BACKUP, "broken", "kept", ["systems.club"])]
    assert (found(comparison, "new"), found(comparison, "gone")) == ([], [(BROKEN, "systems.club")])


def test_a_record_that_falls_silent(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    head, _, club = repository.read("systems.yaml").partition("  club:\n")
    repository.write(
        "systems.yaml", f"{head}  club:\n" + club.replace("      encryption-at-rest: implemented\n", "", 1)
    )
    comparison = effect(capsys, "--against", "main")
    assert [(before, after, by) for _, before, after, by in turns(comparison)] == [
        ("kept", "unverified", ["systems.club"])
    ]
    assert found(comparison, "new") != []


def test_promises_that_are_added_removed_and_reworded(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    text = repository.read("policy.yaml").replace("en: Data are backed up daily.", "en: Data are copied daily.")
    head, _, rest = text.partition("  need-to-know:\n")
    repository.write("policy.yaml", f"{head}  least-needed:\n{rest}")
    comparison = effect(capsys, "--against", "main")
    assert changed(comparison, "added") == ["safeguards.least-needed"]
    assert changed(comparison, "removed") == ["safeguards.need-to-know"]
    assert changed(comparison, "reworded") == [BACKUP]
    assert changed(comparison, "altered") == []


def test_a_promise_that_says_the_same_and_means_something_else(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    head, _, rest = repository.read("policy.yaml").partition("    control: backup\n")
    repository.write("policy.yaml", f"{head}    control: backup\n" + rest.replace("P1D", "P2D", 1))
    comparison = effect(capsys, "--against", "main")
    assert (changed(comparison, "altered"), changed(comparison, "reworded")) == ([BACKUP], [])
    assert turns(comparison) == [(BACKUP, "kept", "unverified", [])]  # its words say something else than its keys


def test_a_file_with_another_name_changes_nothing(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.git("mv", "systems.yaml", "inventory.yaml")
    repository.edit("seloste.yaml", "[systems.yaml]", "[inventory.yaml]")
    repository.write("inventory.yaml", "# moved\n" + repository.read("inventory.yaml"))
    comparison = effect(capsys, "--against", "main")
    assert comparison["promises"] == []
    assert comparison["findings"] == {"new": [], "gone": [], "passed": [], "returned": []}
    assert comparison["records"] == {"added": [], "removed": []}
    assert "Nothing: every verdict" in shown(capsys, "--against", "main", "--lang", "en")


def test_records_that_come_and_go(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.edit("systems.yaml", "  club:\n", "  circle:\n")
    comparison = effect(capsys, "--against", "main")
    assert comparison["records"] == {"added": ["systems.circle"], "removed": ["systems.club"]}


def test_a_finding_that_is_waived_from_now_on(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.break_promise()
    broken = repository.commit()
    repository.write("waivers.yaml", f"waivers:\n  - {{rule: {BROKEN}, reason: Busy, until: 2026-12-31}}\n")
    waived = repository.commit()
    assert found(effect(capsys, "--against", broken), "passed") == [(BROKEN, "systems.club")]
    repository.git("rm", "-q", "waivers.yaml")
    comparison = effect(capsys, "--against", waived)
    assert (found(comparison, "returned"), found(comparison, "new")) == ([(BROKEN, "systems.club")], [])


# --- the gate and the formats


@pytest.mark.parametrize("arguments", [(), ("--fail-on", "never"), ("--fail-on", "note"), ("--scope", "notice")])
def test_the_gate_ends_as_it_would_without(repository: Repository, arguments: tuple[str, ...]) -> None:
    assert check(*arguments) == check(*arguments, "--against", "main")
    repository.break_promise()
    assert check(*arguments) == check(*arguments, "--against", "main")


@pytest.mark.parametrize("form", ["text", "markdown", "github"])
def test_it_is_told_first(repository: Repository, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    repository.break_promise()
    english = shown(capsys, "--against", "main", "--format", form, "--lang", "en")
    assert "kept → broken, by systems.club" in english
    assert english.index("What this change does to the promises") < english.index("systems.yaml:2")
    finnish = shown(capsys, "--against", "main", "--format", form, "--lang", "fi")
    assert "toteutuu → ei toteudu; syynä systems.club" in finnish


def test_hostile_words_come_out_harmless(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.edit("policy.yaml", "en: Data are backed up daily.", 'en: "<b>\\e[31m::error::%0A| x"')
    repository.break_promise()
    for form in ("text", "markdown", "github"):
        capsys.readouterr()
        check("--against", "main", "--format", form, "--lang", "en")
        output = capsys.readouterr().out
        assert "\x1b" not in output
        assert not [line for line in output.splitlines() if line.startswith("::error::")]
        if form == "markdown":
            assert "<b>" not in output


# --- an earlier report


@pytest.fixture
def earlier(repository: Repository) -> Path:
    path = repository.root / "before.json"
    seloste("check", "--as-of", DAY, "--format", "json", "--output", str(path))
    return path


def test_an_earlier_report_tells_the_same_as_the_revision(
    repository: Repository, earlier: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.break_promise()
    by_report, by_revision = effect(capsys, "--against", "before.json"), effect(capsys, "--against", "main")
    assert turns(by_report) == turns(by_revision) == [(BACKUP, "kept", "broken", ["systems.club"])]
    assert by_report["findings"] == by_revision["findings"]
    assert by_report["commit"] is None


def test_what_a_new_rule_finds_is_not_what_the_change_brings(
    repository: Repository, earlier: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The report names the rules that it knew; one of the first versions named none, and knew none of the newer."""
    report = json.loads(earlier.read_text("utf-8"))
    assert "processor/breach-notice-slow" in report["tool"]["rule_ids"]
    repository.edit("processors.yaml", "breach_notice: PT24H", "breach_notice: PT50H")
    brought = found(effect(capsys, "--against", "before.json"), "new")
    assert ("processor/breach-notice-slow", "processors.suopilvi") in brought
    del report["tool"]["rule_ids"]
    earlier.write_text(json.dumps(report), "utf-8")
    comparison = effect(capsys, "--against", "before.json")
    assert "processor/breach-notice-slow" not in {rule for rule, _ in found(comparison, "new")}
    assert [item["rule"] for item in comparison["new_rules"]] == ["processor/breach-notice-slow"]
    assert "rules that are new since then" in shown(capsys, "--against", "before.json", "--lang", "en")


def test_a_report_of_an_older_version_is_read(
    repository: Repository, earlier: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a later version has added is not asked for."""
    report = json.loads(earlier.read_text("utf-8"))
    for key in ("tool", "inputs", "not_checked", "summary", "commit"):
        del report[key]
    for finding in report["findings"]:
        del finding["ways_out"], finding["related"]
    earlier.write_text(json.dumps(report), "utf-8")
    repository.break_promise()
    comparison = effect(capsys, "--against", "before.json")
    assert turns(comparison) == [(BACKUP, "kept", "broken", ["systems.club"])]
    assert ["other rules" in remark["en"] for remark in comparison["remarks"]] == [True]


def test_a_report_of_another_day_is_told_of(
    repository: Repository, earlier: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = json.loads(earlier.read_text("utf-8"))
    earlier.write_text(json.dumps({**report, "as_of": "2026-10-01"}), "utf-8")
    assert "of another day" in shown(capsys, "--against", "before.json", "--lang", "en")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "no report.json of seloste: 1:2"),
        ("[]", "no report.json of seloste: version"),
        ("{}", "no report.json of seloste: version"),
        ('{"version": true}', "no report.json of seloste: version"),
        ('{"version": 2}', "of version 2"),
        ('{"version": 1}', "no report.json of seloste: as_of"),
        ('{"version": 1, "as_of": "x", "findings": [], "promises": []}', "no report.json of seloste: as_of"),
        ('{"version": 1, "as_of": "2026-01-01", "findings": [{}], "promises": []}', "findings.0.rule"),
        ("[" * 100_000, "no report.json of seloste"),
        ("\x00", "no report.json of seloste"),
        ("", "no report.json of seloste"),
    ],
)
def test_a_report_that_cannot_be_understood_is_bad_input(
    repository: Repository, text: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("before.json").write_text(text, "utf-8")
    capsys.readouterr()
    assert check("--against", "before.json", "--lang", "en") == 3
    assert words in " ".join(capsys.readouterr().out.split())


def test_a_report_that_is_not_there_is_bad_input(repository: Repository) -> None:
    assert check("--against", "before.json") == 3


def test_a_file_cannot_take_the_place_of_a_revision(
    repository: Repository, earlier: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    earlier.rename("main")
    assert effect(capsys, "--against", "main")["commit"] == repository.git("rev-parse", "main")


# --- revisions


@pytest.mark.parametrize("revision", ["", "nope", "--all", "HEAD~7"])
def test_a_revision_that_names_nothing_is_a_usage_error(repository: Repository, revision: str) -> None:
    with pytest.raises(UsageError) as error:
        check(f"--against={revision}")
    assert error.value.key == ("revision-unknown" if revision else "revision-empty")


def test_a_revision_without_a_notice_gives_nothing_to_compare(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.git("rm", "-q", "policy.yaml")
    without = repository.commit()
    repository.git("checkout", "-q", "main", "--", "policy.yaml")
    comparison = effect(capsys, "--against", without)
    assert comparison["promises"] == []
    assert "no notice that could be read" in comparison["remarks"][0]["en"]
    repository.write("seloste.yaml", "nonsense: 1\n")
    broken = repository.commit()
    repository.git("checkout", "-q", "main", "--", "seloste.yaml")
    assert check("--against", broken) == 0


def test_a_file_that_could_not_be_read_then_is_told_of(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    good = repository.read("systems.yaml")
    repository.write("systems.yaml", good + "  x: [\n")
    broken = repository.commit()
    repository.write("systems.yaml", good)
    assert "could not be read" in effect(capsys, "--against", broken)["remarks"][0]["en"]


def test_a_path_that_was_not_there_yet_stood_for_nothing(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.write("infra/systems.yaml", repository.read("systems.yaml"))
    comparison = effect(capsys, "infra/systems.yaml", "--against", "main")
    assert "systems.club" in comparison["records"]["added"]


def test_from_a_folder_within_the_repository(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.break_promise()
    (repository.root / "wiki").mkdir()
    monkeypatch.chdir(repository.root / "wiki")
    monkeypatch.setenv("PWD", str(repository.root / "wiki"))
    assert turns(effect(capsys, "--against", "main")) == [(BACKUP, "kept", "broken", ["systems.club"])]


def test_with_trusted_both_are_told(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.break_promise()
    repository.edit("policy.yaml", "    control: backup\n", "")
    output = shown(capsys, "--against", "main", "--trusted", "main", "--lang", "en")
    assert "kept → broken, by systems.club" in output
    assert f"If these edits were used, this would count no more: 1 error ({BROKEN} systems.club)" in output
    assert f"If these edits were used: Same words, but it promises something else than before: {BACKUP}" in output
