"""The language of messages: `--lang`, else that of the environment, else English; whatever languages a notice has."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.commands import run

HEADINGS = {"en": b"PROMISES", "fi": b"LUPAUKSET", "sv": "LÖFTEN".encode()}
USAGE = {"en": b"wrong usage", "fi": "väärä käyttö".encode(), "sv": "fel användning".encode()}
LOCALES = [
    ({}, "en"),
    ({"LANG": "fi_FI.UTF-8"}, "fi"),
    ({"LANG": "fi"}, "fi"),
    ({"LANG": "sv.UTF-8"}, "sv"),
    ({"LANG": "sv_FI@euro"}, "sv"),
    ({"LANG": "C.UTF-8"}, "en"),
    ({"LANG": "POSIX"}, "en"),
    ({"LANG": "de_DE.UTF-8"}, "en"),
    ({"LC_MESSAGES": "sv_SE.UTF-8", "LANG": "fi_FI.UTF-8"}, "sv"),
    ({"LC_ALL": "C", "LC_MESSAGES": "sv_SE.UTF-8", "LANG": "fi_FI.UTF-8"}, "en"),
    ({"LC_ALL": "", "LANG": "fi_FI.UTF-8"}, "fi"),
]


@pytest.fixture(autouse=True)
def _no_locale(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(("environment", "language"), LOCALES)
def test_wrong_usage_is_told_in_the_language_of_the_environment(
    environment: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert USAGE[language] in run("check", "--nothing").stderr


@pytest.mark.parametrize(("environment", "language"), LOCALES[:2])
def test_a_result_is_told_in_it_whatever_the_notice_is_written_in(
    environment: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert HEADINGS[language] in run("check").stdout
    assert HEADINGS["sv"] in run("check", "--lang", "sv").stdout


def test_a_document_is_written_in_the_language_of_its_notice() -> None:
    assert b'<html lang="fi"' in run("notice").stdout
