"""`check --engine`: what is asked of Spark without it, in words, and an address that only it reads."""

from __future__ import annotations

import builtins
import sys
from pathlib import Path
from typing import Any

import pytest

from seloste.checker.judging.spark import session
from tests.support.commands import DAY, run


def check(*arguments: str) -> tuple[int, str]:
    ran = run("check", "--as-of", DAY, "--lang", "en", *arguments)
    return ran.returncode, ran.stderr.decode()


def test_a_missing_library_is_told_with_the_command_that_installs_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    code, words = check("--engine", "spark")
    assert code == 2
    assert "python -m pip install 'seloste[spark]'" in words


def test_a_missing_java_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "_require_libraries", lambda: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(folder))
    assert "Java 17 or newer" in check("--engine", "spark")[1]


@pytest.mark.parametrize(
    ("master", "words"),
    [
        ("cluster", "names no cluster"),
        ("spark://127.0.0.1:9", "cannot be reached"),
        ("spark://x:port", "cannot be reached"),
    ],
)
def test_a_cluster_that_is_none_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch, master: str, words: str) -> None:
    monkeypatch.setattr(session, "_require_libraries", lambda: None)
    monkeypatch.setattr(session, "_require_java", lambda: None)
    code, text = check("--engine", "spark", "--master", master)
    assert code == 2
    assert words in text


def test_a_cluster_needs_its_engine(folder: Path) -> None:
    assert "--master is only for use with --engine spark" in check("--master", "local[2]")[1]
    assert "another revision" in check("--engine", "spark", "--trusted", "HEAD")[1]


def test_an_address_is_not_read_without_spark(folder: Path) -> None:
    ran = run("check", "--as-of", DAY, "--lang", "en", "s3a://bucket/systems.yaml")
    assert ran.returncode == 3
    assert "s3a://bucket/systems.yaml" in ran.stdout.decode()
    assert "expected --engine spark" in ran.stdout.decode().replace("\n  ", "")


def test_a_check_without_spark_imports_nothing_of_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    imported: list[str] = []
    import_module = builtins.__import__

    def note(name: str, *arguments: Any, **named: Any) -> Any:
        imported.append(name)
        return import_module(name, *arguments, **named)

    monkeypatch.setattr(builtins, "__import__", note)
    check()
    assert not [name for name in imported if name.startswith(("pyspark", "pyarrow", "pandas")) or ".spark" in name]
