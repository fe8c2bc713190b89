"""`seloste waive`: what it writes, what it says of that, and what it refuses to write."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from seloste.usage_errors import UsageError
from tests.support.commands import BROKEN, DAY, GOOD, check, report, seloste

pytestmark = pytest.mark.usefixtures("folder")


def fingerprint(capsys: pytest.CaptureFixture[str], rule: str) -> str:
    [found] = [f for f in report(capsys)["findings"] if f["rule"] == rule]  # type: ignore[attr-defined]
    return str(found["fingerprint"])


def test_it_writes_a_file_that_a_check_goes_by(capsys: pytest.CaptureFixture[str]) -> None:
    assert check() == 1
    assert seloste("waive", BROKEN, "--subject", "systems.club", "--approved-by", "DPO", *GOOD) == 0
    message = capsys.readouterr().err
    assert Path("waivers.yaml").read_text("utf-8") == (
        f"version: 1\nwaivers:\n  - rule: {BROKEN}\n    subject: systems.club\n    reason: New disks\n"
        "    approved_by: DPO\n    until: 2026-12-31\n"
    )
    assert "waivers.yaml: waived system/safeguard-broken of systems.club until 31 December 2026" in message
    assert "Waived by it today: 1 finding" in message
    assert "systems.yaml:" in message
    assert check() == 0
    assert check(day="2026-12-31") == 0
    assert check(day="2027-01-01") == 1


def test_it_names_who_decided_and_who_advised(capsys: pytest.CaptureFixture[str]) -> None:
    people = ("--approved-by", "Head of IT", "--advised-by", "DPO")
    assert seloste("waive", BROKEN, "--subject", "systems.club", *people, *GOOD) == 0
    assert "    approved_by: Head of IT\n    advised_by: DPO\n    until:" in Path("waivers.yaml").read_text("utf-8")
    capsys.readouterr()
    assert seloste("check", "--as-of", DAY, "--verbose") == 0
    assert "by Head of IT (advised by DPO): New disks" in " ".join(capsys.readouterr().out.split())


def test_it_adds_to_what_is_there_and_says_what_passes_already(capsys: pytest.CaptureFixture[str]) -> None:
    before = "# Decisions\nwaivers: # ours\n  - {rule: 'notice/undated',  reason: Soon, until: 2026-12-01} # c\n"
    Path("waivers.yaml").write_text(before, "utf-8")
    assert seloste("waive", "notice/undated", *GOOD) == 0
    assert "Suppressed without it already: 1 finding" in capsys.readouterr().err
    assert Path("waivers.yaml").read_text("utf-8") == (
        before + "  - {rule: notice/undated, reason: New disks, until: 2026-12-31}\n"
    )


@pytest.mark.parametrize("content", ["", "# nothing yet\n"])
def test_it_begins_in_a_file_that_says_nothing(content: str) -> None:
    Path("waivers.yaml").write_text(content, "utf-8")
    assert check() == 3
    assert seloste("waive", BROKEN, *GOOD) == 0
    assert Path("waivers.yaml").read_text("utf-8").startswith(content + "version: 1\nwaivers:\n")
    assert check() == 0


@pytest.mark.parametrize("content", [None, "", '{"waivers": []}'])
def test_the_file_is_the_configured_one(content: str | None) -> None:
    with Path("seloste.yaml").open("a", encoding="utf-8") as stream:
        stream.write("waivers: decisions.json\n")
    if content is not None:
        Path("decisions.json").write_text(content, "utf-8")
    assert check() == (1 if content else 3)  # it is asked for and says nothing
    assert seloste("waive", BROKEN, *GOOD) == 0
    assert json.loads(Path("decisions.json").read_text("utf-8"))["waivers"][0]["rule"] == BROKEN
    assert check() == 0


def test_a_dry_run_shows_the_change_and_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    Path("waivers.yaml").write_text("waivers: []\n", "utf-8")
    assert seloste("waive", BROKEN, "--dry-run", *GOOD) == 0
    shown = capsys.readouterr()
    assert shown.out.splitlines() == [
        "--- waivers.yaml",
        "+++ waivers.yaml",
        "@@ -1 +1 @@",
        "-waivers: []",
        f"+waivers: [{{rule: {BROKEN}, reason: New disks, until: 2026-12-31}}]",
    ]
    assert "nothing was written" in shown.err
    assert Path("waivers.yaml").read_text("utf-8") == "waivers: []\n"


def test_by_fingerprint(capsys: pytest.CaptureFixture[str]) -> None:
    one, two = fingerprint(capsys, BROKEN), fingerprint(capsys, "notice/undated")
    assert seloste("waive", "--fingerprint", one[:8].upper(), "--fingerprint", two, *GOOD) == 0
    found = report(capsys)["findings"]
    passing = {(f["rule"], f["subject"]) for f in found if f["waiver"]}  # type: ignore[attr-defined]
    assert passing == {(BROKEN, "systems.club"), ("notice/undated", "notice")}


@pytest.mark.parametrize(
    ("arguments", "key"),
    [
        (("system/safeguard-broke",), "no-rule"),
        (("nonsense",), "no-rule"),
        (("*",), "no-rule"),
        (("input/syntax",), "waive-never"),
        (("input/*",), "waive-never"),
        (("waiver/expired",), "waive-never"),
        ((), "waive-one-of"),
        ((BROKEN, "--fingerprint", "a" * 32), "waive-one-of"),
        (("--fingerprint", "a" * 32, "--subject", "systems.club"), "not-both"),
        (("--fingerprint", "a" * 32), "waive-no-finding"),
        (("--fingerprint", ""), "waive-no-finding"),
        (("--fingerprint", "*"), "waive-no-finding"),
        (("system/owner-missing",), "waive-nothing"),
        (("evidence/field-undeclared",), "waive-nothing"),
        (("evidence/*",), "waive-nothing"),
        ((BROKEN, "--subject", "systems.clob"), "waive-nothing-of"),
        ((BROKEN, "--subject", " "), "empty-text"),
        ((BROKEN, "--reason", " \t"), "empty-text"),
        ((BROKEN, "--reason", "a\x07b"), "unfit-text"),
        ((BROKEN, "--approved-by", "a\udcffb"), "unfit-text"),
        ((BROKEN, "--until", "2026-11-21"), "waive-past"),
        ((BROKEN, "--until", "21.11.2027"), "day"),
    ],
)
def test_what_it_refuses(arguments: tuple[str, ...], key: str) -> None:
    with pytest.raises(UsageError) as refused:
        seloste("waive", *GOOD, *arguments)
    assert refused.value.key == key
    assert not Path("waivers.yaml").exists()


def test_it_tells_what_may_have_been_meant() -> None:
    for arguments, nearest in (
        (("notice/undatd",), "notice/undated"),
        ((BROKEN, "--subject", "systems.clb"), "systems.club"),
    ):
        with pytest.raises(UsageError) as refused:
            seloste("waive", *GOOD, *arguments)
        assert refused.value.suggestion == nearest


def test_the_last_day_may_be_today() -> None:
    assert seloste("waive", BROKEN, *GOOD, "--until", DAY) == 0
    assert check() == 0
    assert check(day="2026-11-23") == 1


def test_what_is_waived_already_is_not_waived_again_unless_for_longer(capsys: pytest.CaptureFixture[str]) -> None:
    assert seloste("waive", BROKEN, *GOOD) == 0
    before = Path("waivers.yaml").read_bytes()
    for until in ("2026-12-31", "2026-12-30"):
        with pytest.raises(UsageError) as refused:
            seloste("waive", BROKEN, *GOOD, "--until", until, "--force")
        assert refused.value.key == "waive-duplicate"
        assert refused.value.values["line"] == 3
    assert Path("waivers.yaml").read_bytes() == before
    assert seloste("waive", BROKEN, *GOOD, "--until", "2027-01-15") == 0
    assert check(day="2027-01-10") == 0


def test_by_force_it_writes_what_lets_nothing_pass(capsys: pytest.CaptureFixture[str]) -> None:
    assert seloste("waive", "system/owner-missing", "--force", *GOOD) == 0
    assert "Waived by it today: 0 findings" in capsys.readouterr().err
    assert "waiver/unused" in str(report(capsys)["findings"])


def test_a_long_one_is_written_with_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    assert seloste("waive", BROKEN, *GOOD, "--until", "2027-11-22") == 0
    assert "too-long" not in capsys.readouterr().err
    assert seloste("waive", BROKEN, *GOOD, "--until", "2027-11-23") == 0
    assert "waiver/too-long" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("waivers.yaml", "waivers: [\n"),
        ("waivers.yaml", "waivers:\n"),
        ("waivers.yaml", "waivers: [{rule: notice/undatd}]\n"),
        ("waivers.yaml", "version: 2\nwaivers: []\n"),
        ("systems.yaml", "systems: [\n"),
        ("policy.yaml", "x: 1\n"),
    ],
)
def test_from_what_cannot_be_read_nothing_is_written(
    name: str, content: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / name).write_text(content, "utf-8")
    assert seloste("waive", BROKEN, *GOOD, "--force") == 3
    assert (folder / name).read_text("utf-8") == content
    assert (folder / "waivers.yaml").exists() == (name == "waivers.yaml")
    message = capsys.readouterr().err
    assert "nothing was written" in message
    assert f"{name}:" in message


def test_hostile_words_are_written_and_shown_harmless(capsys: pytest.CaptureFixture[str]) -> None:
    reason = "\u202e{{ 7*7 }} <b> # x: 'y' \"z\" [a] *b &c !d %e @f `g` =cmd()"
    assert seloste("waive", BROKEN, *GOOD, "--reason", reason, "--dry-run") == 0
    shown = capsys.readouterr()
    assert "\u202e" not in shown.out + shown.err
    assert seloste("waive", BROKEN, *GOOD, "--reason", reason) == 0
    [waived] = [f["waiver"] for f in report(capsys)["findings"] if f["waiver"]]  # type: ignore[attr-defined]
    assert waived["reason"] == reason


def test_in_finnish(capsys: pytest.CaptureFixture[str]) -> None:
    seloste("waive", BROKEN, *GOOD, "--lang", "fi")
    assert "poikkeama hyväksytty 31.12.2026 asti" in capsys.readouterr().err
