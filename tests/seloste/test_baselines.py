"""The baseline and `--no-waivers` on the command line: exit codes, files and messages."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from seloste.checker.reading.problem import Limits
from seloste.usage_errors import UsageError
from tests.support.commands import BROKEN, DAY, GOOD, check, report, seloste

pytestmark = pytest.mark.usefixtures("folder", "a_day_ahead")
NAME = Path(".seloste-baseline.json")


def entries(path: Path = NAME) -> list[str]:
    """The rules in the baseline."""
    return [entry["rule"] for entry in json.loads(path.read_text("utf-8"))["findings"]]


def mend(name: str, old: str, new: str) -> None:
    text = Path(name).read_text("utf-8")
    assert old in text
    Path(name).write_text(text.replace(old, new), "utf-8")


def test_written_the_gate_is_green_and_only_what_is_new_shows(capsys: pytest.CaptureFixture[str]) -> None:
    assert check("--write-baseline", "--fail-on", "note") == 0
    assert "written to the baseline" not in capsys.readouterr().err  # quietly
    assert entries() == ["notice/law-unverified", "notice/undated", BROKEN]
    assert check("--fail-on", "note") == 0
    before = NAME.read_bytes()
    assert check("--write-baseline") == 0
    assert NAME.read_bytes() == before
    mend("systems.yaml", "    owner: Marketing\n", "")
    assert check() == 0
    assert check("--fail-on", "warning") == 1
    assert NAME.read_bytes() == before
    assert seloste("check", "--as-of", DAY, "--write-baseline") == 0
    assert ".seloste-baseline.json: 5 findings written to the baseline" in capsys.readouterr().err


def test_the_past_is_one_line_below_what_is_new(capsys: pytest.CaptureFixture[str]) -> None:
    check("--write-baseline")
    mend("systems.yaml", "      - kids-club\n", "      - kids-club\n      - profiling\n")
    capsys.readouterr()
    assert seloste("check", "--as-of", DAY) == 1
    output = capsys.readouterr().out
    new, _, rest = output.partition("Does not count: ")
    assert "system/purpose-undeclared\n" in new
    assert rest.splitlines()[0].endswith(" in the baseline (--verbose lists them)")
    assert BROKEN not in output.partition("\nNext:")[0]
    seloste("check", "--as-of", DAY, "--verbose")
    assert BROKEN in capsys.readouterr().out.partition("\nNext:")[0]


def test_a_green_run_is_short(capsys: pytest.CaptureFixture[str]) -> None:
    check("--write-baseline")
    capsys.readouterr()
    assert seloste("check", "--as-of", DAY) == 0
    assert len(capsys.readouterr().out.splitlines()) <= 14
    assert check() == 0
    quiet = capsys.readouterr().out
    assert (len(quiet.splitlines()), quiet.startswith("Does not count: ")) == (1, True)
    assert check("--scope", "systems") == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_what_is_mended_is_told_of_and_taken_out(capsys: pytest.CaptureFixture[str]) -> None:
    check("--write-baseline")
    mend("systems.yaml", "interval: P7D", "interval: P1D")
    mend("systems.yaml", "    owner: Marketing\n", "")
    capsys.readouterr()
    seloste("check", "--as-of", DAY)
    assert "1 finding of the baseline is gone; seloste check --prune takes it out." in capsys.readouterr().out
    assert report(capsys)["summary"]["fixed"] == 1  # type: ignore[index]
    assert seloste("check", "--as-of", DAY, "--prune", "--fail-on", "warning") == 1  # never adds
    captured = capsys.readouterr()
    assert "1 finding that is gone taken out" in captured.err
    assert "no more" not in captured.out
    assert entries() == ["notice/law-unverified", "notice/undated"]
    before = NAME.read_bytes()
    seloste("check", "--as-of", DAY, "--prune")
    assert "everything in the baseline is still there" in capsys.readouterr().err
    assert NAME.read_bytes() == before
    mend("systems.yaml", "interval: P1D", "interval: P7D")
    assert check() == 1  # what was mended and comes back is new


def test_without_a_baseline_there_is_nothing_to_prune(capsys: pytest.CaptureFixture[str]) -> None:
    assert check("--prune") == 1
    assert "there is no baseline" in capsys.readouterr().err
    assert not NAME.exists()


def test_the_file_may_be_named_or_configured() -> None:
    assert check("--baseline", "known.json") == 3
    assert check("--baseline", "known.json", "--prune") == 3
    assert not Path("known.json").exists()
    assert check("--baseline", "known.json", "--write-baseline") == 0
    assert check("--baseline", "known.json") == 0
    assert check() == 1
    with Path("seloste.yaml").open("a", encoding="utf-8") as stream:
        stream.write("baseline: sub/old.json\n")
    assert check() == 3
    assert check("--write-baseline") == 0
    assert entries(Path("sub/old.json")) == entries(Path("known.json"))
    assert check() == 0


@pytest.mark.parametrize("option", ["--write-baseline", "--prune"])
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("systems.yaml", "systems: [\n"),
        ("policy.yaml", "x: 1\n"),
        ("waivers.yaml", "waivers:\n"),
        (NAME.name, '{"version": 2, "findings": []}'),
        (NAME.name, "{"),
    ],
)
def test_from_what_cannot_be_read_nothing_is_written(
    name: str, content: str, option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    check("--write-baseline")
    Path(name).write_text(content, "utf-8")
    before = NAME.read_bytes()
    capsys.readouterr()
    assert check(option) == 3
    assert "the baseline was left as it is" in capsys.readouterr().err
    assert NAME.read_bytes() == before


def test_it_is_never_written_over_what_is_checked() -> None:
    before = Path("policy.yaml").read_bytes()
    assert check("--write-baseline", "--baseline", "policy.yaml") == 3
    assert Path("policy.yaml").read_bytes() == before


def test_both_at_once_is_wrong_usage() -> None:
    with pytest.raises(UsageError) as refused:
        check("--write-baseline", "--prune")
    assert refused.value.key == "not-both"


def test_what_is_out_of_scope_stays_as_it_was() -> None:
    check("--write-baseline", "--scope", "systems")
    assert entries() == [BROKEN]
    check("--write-baseline")
    assert len(entries()) == 3
    mend("systems.yaml", "interval: P7D", "interval: P1D")
    check("--write-baseline", "--scope", "notice")
    assert BROKEN in entries()  # nobody looked
    check("--write-baseline", "--scope", "systems")
    assert entries() == ["notice/law-unverified", "notice/undated"]


def test_a_waived_finding_is_not_known_but_decided_on(capsys: pytest.CaptureFixture[str]) -> None:
    seloste("waive", BROKEN, *GOOD)
    assert check("--write-baseline") == 0
    assert BROKEN not in entries()
    summary = report(capsys)["summary"]
    assert (summary["waived"], summary["baselined"]) == (1, 2)  # type: ignore[index]
    assert check(day="2027-01-01") == 1


def test_what_is_wrong_with_a_waiver_is_never_known() -> None:
    Path("waivers.yaml").write_text("waivers: [{rule: notice/undated}]\n", "utf-8")
    assert check("--write-baseline") == 1
    assert [rule for rule in entries() if rule.startswith("waiver/")] == []


def test_for_an_auditor_no_waiver_holds_and_every_report_says_so(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    seloste("waive", BROKEN, *GOOD)
    assert check() == 0
    capsys.readouterr()
    assert seloste("check", "--as-of", DAY, "--no-waivers") == 1
    assert "Ignored (--no-waivers): 1 waiver. They would waive 1 finding." in capsys.readouterr().out
    document = report(capsys, "--no-waivers")
    assert document["summary"]["set_aside"] == {"waivers": 1, "findings": 1}  # type: ignore[index]
    assert "waivers" in [item["what"] for item in document["not_checked"]]  # type: ignore[attr-defined]
    assert seloste("report", "--as-of", DAY, "--no-waivers", "--out", "out", "--quiet", "--gate") == 1
    for name in ("audit.en.html", "audit.en.md"):
        assert "--no-waivers" in (folder / "out" / name).read_text("utf-8")
    assert json.loads((folder / "out" / "report.json").read_text("utf-8"))["summary"]["waived"] == 0


def test_a_report_goes_by_a_named_baseline(folder: Path) -> None:
    check("--write-baseline", "--baseline", "known.json")
    arguments = ("report", "--as-of", DAY, "--out", "out", "--quiet", "--gate")
    assert seloste(*arguments) == 1
    assert seloste(*arguments, "--baseline", "known.json") == 0
    inputs = json.loads((folder / "out" / "report.json").read_text("utf-8"))["inputs"]
    assert [item["path"] for item in inputs if item["kind"] == "baseline"] == ["known.json"]


def test_what_the_next_check_would_not_read_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seloste.baseline_file.Limits", lambda: Limits(size=100))
    with pytest.raises(UsageError, match="baseline-too-large"):
        seloste("check", "--as-of", DAY, "--write-baseline")
    assert not NAME.exists()


def test_what_newer_rules_find_is_taken_in_alone(capsys: pytest.CaptureFixture[str]) -> None:
    check("--write-baseline")
    text = NAME.read_text("utf-8")
    NAME.write_text(re.sub(r', "rules": \[[^]]*\]', "", text), "utf-8")  # as the first versions wrote it
    mend("processors.yaml", "breach_notice: PT24H\n", "breach_notice: PT50H\n")
    mend("systems.yaml", "    owner: Marketing\n", "")
    capsys.readouterr()
    assert seloste("check", "--as-of", DAY, "--fail-on", "note", "--lang", "en") == 1
    words = " ".join(capsys.readouterr().out.split())
    assert "Rules that are newer than the baseline" in words
    assert "processor/breach-notice-slow" in words.partition("newer than the baseline")[2]
    check("--write-baseline", "--new-rules")
    assert "processor/breach-notice-slow" in entries()
    assert "system/owner-missing" not in entries()
    capsys.readouterr()
    seloste("check", "--as-of", DAY, "--lang", "en")
    assert "newer than the baseline" not in capsys.readouterr().out


def test_a_pruned_baseline_knows_no_more_rules_than_before() -> None:
    check("--write-baseline")
    text = NAME.read_text("utf-8").replace('"processor/breach-notice-slow", ', "")
    NAME.write_text(text, "utf-8")
    mend("systems.yaml", "interval: P7D", "interval: P1D")
    check("--prune")
    assert BROKEN not in entries()
    assert "processor/breach-notice-slow" not in NAME.read_text("utf-8")


def test_new_rules_are_only_for_writing() -> None:
    with pytest.raises(UsageError):
        check("--new-rules")
