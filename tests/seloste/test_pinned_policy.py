"""A policy pinned by its SHA-256: it may lie outside what is judged, and another one is refused."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.support.changes import Repository, check, valid_report


def pin(repository: Repository, path: str, data: bytes) -> None:
    sha256 = hashlib.sha256(data).hexdigest()
    repository.edit("seloste.yaml", "policy: policy.yaml", f"policy: {{path: {path}, sha256: {sha256}}}")


@pytest.fixture
def legal(repository: Repository) -> Path:
    """The policy is another repository's, beside this one, and main pins it."""
    policy = repository.root.parent / "legal" / "policy.yaml"
    policy.parent.mkdir()
    policy.write_bytes((repository.root / "policy.yaml").read_bytes())
    repository.git("checkout", "-q", "main")
    repository.git("rm", "-q", "policy.yaml")
    pin(repository, "../legal/policy.yaml", policy.read_bytes())
    repository.commit()
    repository.git("checkout", "-q", "-B", "change")
    return policy


def test_a_pinned_policy_may_lie_outside(
    legal: Path, repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (check(), check("--trusted", "main")) == (0, 0)
    document = valid_report(capsys, "--trusted", "main")
    assert document["trusted"]["outside"] == ["policy"]  # type: ignore[index]
    assert "revision" not in document["policy"]  # type: ignore[operator]


def test_another_policy_than_the_pinned_one_is_refused_with_both_hashes(
    legal: Path, repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    pinned = hashlib.sha256(legal.read_bytes()).hexdigest()
    legal.write_bytes(legal.read_bytes() + b"# more\n")
    for arguments in ((), ("--trusted", "main"), ("--policy", "../legal/policy.yaml")):
        capsys.readouterr()
        assert check(*arguments) == 3
        shown = capsys.readouterr().out.replace("\n", "").replace(" ", "")
        assert pinned in shown
        assert hashlib.sha256(legal.read_bytes()).hexdigest() in shown


def test_a_change_cannot_pin_another_policy(legal: Path, repository: Repository) -> None:
    repository.break_promise()
    soft = legal.read_bytes().replace(b"    control: backup\n", b"", 1)
    (repository.root / "policy.yaml").write_bytes(soft)
    text = repository.read("seloste.yaml").replace("../legal/policy.yaml", "policy.yaml")
    repository.write(
        "seloste.yaml", text.replace(hashlib.sha256(legal.read_bytes()).hexdigest(), hashlib.sha256(soft).hexdigest())
    )
    assert (check(), check("--trusted", "main")) == (0, 1)


def test_a_pinned_policy_in_a_checkout_within_the_work_tree(repository: Repository) -> None:
    """As CI does with a second checkout: no revision of this repository has it, and its hash is known."""
    data = (repository.root / "policy.yaml").read_bytes()
    repository.git("checkout", "-q", "main")
    repository.git("rm", "-q", "policy.yaml")
    pin(repository, "legal/policy.yaml", data)
    repository.write(".gitignore", "legal/\n")
    repository.commit()
    repository.git("checkout", "-q", "-B", "change")
    policy = repository.root / "legal" / "policy.yaml"
    policy.parent.mkdir()
    policy.write_bytes(data)
    assert check("--trusted", "main") == 0
    policy.write_bytes(data.replace(b"    control: backup\n", b"", 1))
    assert check("--trusted", "main") == 3


def test_a_pin_holds_for_a_policy_given_by_option(legal: Path, repository: Repository) -> None:
    repository.write("soft.yaml", legal.read_text("utf-8").replace("    control: backup\n", "", 1))
    assert check("--policy", "soft.yaml") == 3


def test_an_outside_policy_without_a_pin_is_told_of(
    legal: Path, repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    check("--policy", str(legal), "--trusted", "main", "--lang", "en")
    assert "notice: read from outside that revision" in " ".join(capsys.readouterr().out.split())


def test_in_the_scope_of_systems_the_notice_does_not_count(
    legal: Path, repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    legal.write_text(legal.read_text("utf-8").replace("  published: 2025-03-10\n  updated: 2026-09-15\n", ""), "utf-8")
    repository.write("seloste.yaml", "policy: ../legal/policy.yaml\nsystems: [systems.yaml]\nscope: systems\n")
    assert (check("--scope", "all", "--fail-on", "note"), check("--fail-on", "note")) == (1, 0)
    shown = capsys.readouterr().out
    assert "does not count in this scope" in shown
