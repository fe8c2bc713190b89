"""`seloste law --since`: what changed since a version of the law data or a day, and which promises it concerns."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from seloste.policy.law.changes import load_versions
from seloste.policy.law.edition import load_edition
from tests.support import EXAMPLE
from tests.support.commands import run

VERSION = load_edition().version
FIRST = load_versions()[-1].version


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without anything in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    return tmp_path


def tell(*arguments: str) -> dict[str, Any]:
    ran = run("law", "--as-of", "2026-11-29", "--format", "json", *arguments)
    assert ran.returncode == 0
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def promises(found: dict[str, Any], entry: str) -> list[str]:
    """The promises that the changes of an entry concern."""
    changes = [each for version in found["versions"] for each in version["changes"] if entry in each["entries"]]
    assert changes
    return list(dict.fromkeys(promise for change in changes for promise in change["promises"]))


def test_since_a_version_it_tells_the_changes_of_the_data_alone() -> None:
    found = tell("--since", FIRST)
    assert list(found) == [
        *(
            "version",
            "as_of",
            "horizon",
            "past_horizon",
            "edition",
            "since",
            "notice",
            "not_checked",
            "versions",
            "events",
        )
    ]
    assert found["edition"]["version"] == VERSION
    assert (found["since"], found["notice"]) == ({"version": FIRST, "day": None}, None)
    assert [each["version"] for each in found["versions"]] == [VERSION]
    assert found["events"] == []
    assert tell("--since", VERSION)["versions"] == []


def test_since_a_day_it_tells_what_began_ended_and_was_decided_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLE)
    found = tell("--since", "2026-01-25")
    assert found["since"] == {"version": None, "day": "2026-01-25"}
    events = {(each["day"], each["kind"], each["entry"]): each["promises"] for each in found["events"]}
    assert events["2026-01-26", "begins", "adequacy/br-2026-179"] == []
    assert events["2026-06-29", "event", "adequacy/us-2023-1795"] == ["transfers"]
    assert all("2026-01-25" < day <= "2026-11-29" for day, _, _ in events)


def test_it_names_the_promises_of_the_notice_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    assert promises(tell("--since", FIRST), "duties/complaint-national-2024") == []
    monkeypatch.chdir(EXAMPLE)
    found = tell("--since", FIRST)
    assert found["notice"] == "policy.yaml"
    assert "rights.complaint" in promises(found, "duties/complaint-national-2024")
    assert promises(found, "adequacy/us-2023-1795") == ["transfers"]
    assert promises(found, "adequacy/il-2011-61") == []


def test_a_processor_in_the_country_counts_as_a_transfer_to_it(here: Path) -> None:
    (here / "policy.yaml").write_text(
        "notice: {title: {en: N}, languages: [en]}\ncontroller: {name: F}\n"
        "transfers: {text: {en: Data may go abroad.}, rule: allowed}\n"
    )
    assert promises(tell("--since", FIRST), "adequacy/il-2011-61") == []
    (here / "processors.yaml").write_text(
        "processors: {mailer: {name: M, role: processor, country: IL, purposes: [], fields: []}}\n"
    )
    (here / "seloste.yaml").write_text("processors: [processors.yaml]\n")
    assert promises(tell("--since", FIRST), "adequacy/il-2011-61") == ["transfers"]


@pytest.mark.parametrize(("language", "none"), [("fi", "selostetta ei löytynyt"), ("en", "No notice"), ("sv", "Ingen")])
def test_without_a_notice_it_says_so(language: str, none: str) -> None:
    ran = run("law", "--since", FIRST, "--lang", language)
    assert ran.returncode == 0
    text = " ".join(ran.stdout.decode().split())
    assert none in text
    assert VERSION in text
    assert "1225/2023" in text
    assert "law.since" not in text


@pytest.mark.parametrize("language", ["fi", "en", "sv"])
def test_as_text_it_names_the_promises_a_whole_section_once(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLE)
    text = " ".join(run("law", "--since", "2025-12-01", "--lang", language).stdout.decode().split())
    assert "rights.complaint" in text
    assert "sources.*" in text
    assert "Storstockholms Lokaltrafik" in text


@pytest.mark.parametrize("language", ["fi", "en", "sv"])
@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--since", "2026.12"], VERSION),
        (["--since", "yesterday"], VERSION),
        (["--since", "2026-13-01"], VERSION),
        (["--since", "2027-01-01"], "2026-11-29"),
        (["FI", "--since", FIRST], "--since"),
    ],
)
def test_what_is_neither_a_version_nor_a_day_is_a_usage_error(arguments: list[str], named: str, language: str) -> None:
    ran = run("law", "--as-of", "2026-11-29", "--lang", language, *arguments)
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert named in ran.stderr.decode()


def test_the_law_of_a_day_tells_its_version_too() -> None:
    assert tell()["edition"] == {"version": VERSION, "day": load_edition().day.isoformat()}
    assert VERSION in "\n".join(run("law").stdout.decode().splitlines()[:4])
