"""Whether a repository is public: as the service says, and not known where it says nothing that can be read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from seloste.visibility import is_public_repository
from tests.support.commands import DAY, run


def on_github(folder: Path, event: Any) -> dict[str, str]:
    path = folder / "event.json"
    path.write_text(event if isinstance(event, str) else json.dumps(event), "utf-8")
    return {"GITHUB_ACTIONS": "true", "GITHUB_EVENT_PATH": str(path)}


@pytest.mark.parametrize(
    ("event", "public"),
    [
        ({"repository": {"visibility": "public", "private": False}, "action": "opened"}, True),
        ({"repository": {"private": False}}, True),
        ({"repository": {"visibility": "internal", "private": False}}, False),
        ({"repository": {"visibility": "private", "private": True}}, False),
        ({"repository": {}}, False),
        ({"repository": None}, False),
        ({"schedule": "0 0 * * 1"}, False),
        ({"repository": {"visibility": ["public"]}}, False),
        ("[" * 100_000, False),
        ("", False),
        ("null", False),
        ('{"repository": {"visibility": "public"}', False),
    ],
)
def test_github_says_it_in_the_event(tmp_path: Path, event: Any, public: bool) -> None:
    assert is_public_repository(on_github(tmp_path, event)) is public


def test_what_is_no_file_or_too_large_says_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    github = on_github(tmp_path, {"repository": {"visibility": "public"}})
    assert not is_public_repository({**github, "GITHUB_EVENT_PATH": str(tmp_path)})
    assert not is_public_repository({**github, "GITHUB_EVENT_PATH": str(tmp_path / "none")})
    assert not is_public_repository({"GITHUB_EVENT_PATH": github["GITHUB_EVENT_PATH"]})
    monkeypatch.setattr("seloste.visibility._MOST_BYTES", 10)
    assert not is_public_repository(github)


@pytest.mark.parametrize(("visibility", "public"), [("public", True), ("internal", False), ("private", False)])
def test_gitlab_says_it_in_a_variable(visibility: str, public: bool) -> None:
    assert is_public_repository({"GITLAB_CI": "true", "CI_PROJECT_VISIBILITY": visibility}) is public
    assert not is_public_repository({"CI_PROJECT_VISIBILITY": visibility})


def test_a_check_says_once_what_everybody_sees(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITLAB_CI", "true")
    monkeypatch.setenv("CI_PROJECT_VISIBILITY", "public")
    command = ("check", "--as-of", DAY, "--format", "sarif", "--output", "out.sarif")
    words = b"this repository is public"
    assert run(*command).stderr.count(words) == 1
    assert "repositoryVisibility" in Path("out.sarif").read_text("utf-8")
    assert words not in run(*command, "--quiet").stderr
    assert words not in run("check", "--as-of", DAY).stderr
    monkeypatch.setenv("CI_PROJECT_VISIBILITY", "private")
    assert words not in run(*command).stderr
