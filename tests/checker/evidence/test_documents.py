"""The documents that records name: looked up beside the file, then at the root, and nowhere else."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from seloste.checker.evidence.documents import document_finder
from seloste.checker.evidence.documents.document_finder import DocumentFinder, DocumentState, is_reference
from seloste.checker.evidence.resource import EvidenceKind
from seloste.checker.forecast.forecast import make_forecast
from seloste.checker.judging.check import check
from seloste.checker.reading.git import Repository
from seloste.checker.reading.git_tree import RevisionTree
from seloste.checker.reading.tree import ConfinedTree, WorkTree
from seloste.checker.result import Result
from seloste.checker.workspace.configuration import Scope
from seloste.policy.law.law import load_law
from seloste.policy.period import Period
from tests.support.workspaces import open_workspace

DAY = date(2026, 11, 22)
POINTER = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'a' * 64}\nsize 12345\n"
ON_FILE, MISSING, OUTSIDE = DocumentState.ON_FILE, DocumentState.MISSING, DocumentState.OUTSIDE
POLICY: Mapping[str, Any] = {
    "notice": {"name": {"en": "Customers"}, "languages": ["en"]},
    "controller": {"name": "Suo Oy", "address": {"country": "FI"}},
    "data_subjects": {"customers": {"text": {"en": "Customers"}}},
    "purposes": {"billing": {"text": {"en": "Billing"}}},
    "fields": {"name": {"text": {"en": "Name"}}},
    "safeguards": {"backup": {"text": {"en": "Data are backed up."}, "control": "backup"}},
}


def put(folder: Path, **files: str | bytes) -> None:
    """Writes files by their paths, in which `__` stands for a slash and `_` for a dot."""
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def finder(root: Path, tree: WorkTree | None = None) -> DocumentFinder:
    return DocumentFinder(tree or WorkTree(root), root)


def run(folder: Path, backup: Any, *, jobs: int = 1, day: date = DAY, scope: Scope = "all", **policy: Any) -> Result:
    """The result of a check of one system that declares its backups so."""
    system = {"name": "CRM", "safeguards": {"backup": backup}}
    (folder / ".git").mkdir(exist_ok=True)
    (folder / "policy.yaml").write_text(yaml.safe_dump({**POLICY, **policy}), "utf-8")
    (folder / "systems.yaml").write_text(yaml.safe_dump({"systems": {"crm": system}}), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        return check(open_workspace(scope=scope), load_law(), day, scope=scope, jobs=jobs)


def rules(result: Result) -> list[tuple[str, str]]:
    found = (f for f in result.findings if f.rule.startswith("evidence/document"))
    return [(finding.rule.partition("-")[2], finding.variant) for finding in found]


def strength(result: Result) -> EvidenceKind:
    [promise] = [promise for promise in result.promises if promise.id == "safeguards.backup"]
    [evidence] = [item for item in promise.evidence if item.subject == "systems.crm"]
    return evidence.kind


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("https://intra.example/backup.pdf", True),
        ("HTTPS://intra.example/x/y.pdf", True),
        ("mailto:dpo@example.fi", True),
        ("www.example.fi/dpa.pdf", True),
        ("C:\\docs\\backup.pdf", True),
        ("DOC-1234", True),
        ("the paper in the safe", True),
        ("section 4.2", True),
        ("Dnro 123/2026", True),
        ("backup.md", False),
        ("backup.md#restored", False),
        ("docs/backup", False),
        ("docs\\backup", False),
        ("ISO 27001 certificate.PDF", False),
        ("archive.7z", False),
        ("../backup.md", False),
    ],
)
def test_an_address_or_a_word_is_a_reference_and_a_path_is_none(name: str, expected: bool) -> None:
    assert is_reference(name) is expected


def test_a_document_is_looked_for_beside_the_file_then_at_the_root(tmp_path: Path) -> None:
    put(tmp_path, docs__both_md="root", inventory__docs__both_md="beside", docs__root_md="root", up_md="root")
    found = finder(tmp_path)
    both, root = found.find("docs/both.md", "inventory/systems.yaml"), found.find("docs/root.md", "inventory/x.yaml")
    assert (both.state, both.path) == (ON_FILE, str(tmp_path / "inventory/docs/both.md"))
    assert (root.state, root.path) == (ON_FILE, str(tmp_path / "docs/root.md"))
    assert found.find("../up.md", "inventory/x.yaml").is_on_file
    assert found.find("./docs/../docs/root.md#restoring", "inventory/x.yaml").is_on_file
    assert found.find("docs\\root.md", "inventory/x.yaml").is_on_file
    assert found.find(" docs/root.md\n", "inventory/x.yaml").is_on_file
    assert found.find("docs/none.md", "inventory/x.yaml").state is MISSING


def test_the_first_that_is_there_counts_even_if_it_is_empty(tmp_path: Path) -> None:
    put(tmp_path, a__x_md=" \n\t", x_md="full", y_md="", z__in_md="x")
    found = finder(tmp_path)
    assert found.find("x.md", "a/systems.yaml").state is DocumentState.EMPTY
    assert found.find("x.md", "systems.yaml").state is ON_FILE
    assert found.find("y.md", "systems.yaml").state is DocumentState.EMPTY
    assert found.find("z/", "systems.yaml").state is DocumentState.FOLDER


@pytest.mark.parametrize(
    "name",
    [
        "../secret.md",
        "a/../../secret.md",
        "/etc/passwd",
        "~/secret.md",
        "\\\\host\\x.md",
        ".git/config",
        "out.md",
        "up/s.md",
    ],
)
def test_what_leaves_the_repository_is_not_looked_for(name: str, tmp_path: Path) -> None:
    root = tmp_path / "repository"
    put(tmp_path, secret_md="secret", elsewhere__s_md="secret", repository__x_md="x")
    put(root, **{"_git__config": "[core]"})
    (root / "out.md").symlink_to(tmp_path / "secret.md")
    (root / "up").symlink_to(tmp_path / "elsewhere")
    for tree in (WorkTree(root), ConfinedTree(root, root)):
        found = finder(root, tree)
        assert found.find(name, "systems.yaml").state is OUTSIDE
        assert (list(found.list_inputs()), list(found.list_unchecked())) == ([], [(name, "document-outside")])


def test_whether_something_is_outside_is_not_to_be_learnt(tmp_path: Path) -> None:
    (tmp_path / "there").write_text("x", "utf-8")
    (tmp_path / "r").mkdir()
    for name in ("there", "absent"):
        (tmp_path / "r" / f"{name}.md").symlink_to(tmp_path / name)
    states = {finder(tmp_path / "r").find(f"{name}.md", "systems.yaml").state for name in ("there", "absent")}
    assert states == {OUTSIDE}


def test_an_inventory_outside_the_repository_names_what_is_not_looked_for(tmp_path: Path) -> None:
    put(tmp_path, shared__docs__x_md="x", repository__docs__y_md="y")
    found = finder(tmp_path / "repository")
    assert found.find("docs/x.md", "../shared/systems.yaml").state is OUTSIDE
    assert found.find("docs/y.md", "../shared/systems.yaml").state is ON_FILE


def test_hostile_names_and_files_neither_block_nor_raise(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "a.md").symlink_to("b.md")
    (tmp_path / "b.md").symlink_to("a.md")
    (tmp_path / "gone.md").symlink_to("nowhere.md")
    expected = {
        "pipe.md": DocumentState.UNREADABLE,
        "a.md": DocumentState.UNREADABLE,
        "gone.md": MISSING,
        "a\0b.md": MISSING,
        "\ud800.md": MISSING,
        f"{'x' * 300}.md": MISSING,
        f"{'x/' * 5_000}y.md": MISSING,
        f"{'../' * 1_000}etc/passwd": OUTSIDE,
    }
    found = finder(tmp_path)
    assert {name: found.find(name, "systems.yaml").state for name in expected} == expected
    assert list(found.list_inputs()) == []
    assert all(len(name) <= 300 for name, _ in found.list_unchecked())


def test_a_pointer_to_a_large_file_server_is_neither_missing_nor_a_document(tmp_path: Path) -> None:
    put(tmp_path, x_pdf=POINTER)
    assert finder(tmp_path).find("x.pdf", "systems.yaml").state is DocumentState.UNFETCHED


def test_each_document_is_an_input_once_by_path_and_too_large_ones_are_not_hashed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document_finder, "LARGEST", 100_000)
    monkeypatch.setattr(document_finder, "LARGEST_IN_ALL", 150_000)
    put(tmp_path, c_md="c", b_md="x" * 99_000, a__a_md="x" * 99_001, large_md="x" * 100_001)
    found = finder(tmp_path)
    for name in ("c.md", "./c.md", "large.md", "b.md", "a/a.md"):
        assert found.find(name, "systems.yaml").is_on_file
    inputs = [(item.path, item.kind, item.sha256) for item in found.list_inputs()]
    assert inputs == [
        ("a/a.md", "evidence", hashlib.sha256(b"x" * 99_001).hexdigest()),
        ("c.md", "evidence", hashlib.sha256(b"c").hexdigest()),
    ]
    assert list(found.list_unchecked()) == [("b.md", "document-unhashed"), ("large.md", "document-unhashed")]


def test_of_many_references_the_first_are_named(tmp_path: Path) -> None:
    found = finder(tmp_path)
    for number in range(250):
        found.find(f"https://x.example/{number:03}", "systems.yaml")
    named = list(found.list_unchecked())
    assert (len(named), named[0][0], named[-1]) == (101, "https://x.example/000", ("+150", "document-reference"))


def test_in_a_revision_documents_are_those_of_the_revision(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        subprocess.run(["git", "-C", str(tmp_path), *arguments], check=True, capture_output=True, timeout=60)

    git("init", "-q")
    git("config", "user.email", "x@example.fi")
    git("config", "user.name", "x")
    put(tmp_path, docs__x_md="x", docs__empty_md="", docs__large_md="x" * 70_000)
    git("add", "-A")
    git("commit", "-q", "-m", "one")
    put(tmp_path, docs__new_md="x")
    (tmp_path / "docs" / "x.md").unlink()
    repository = Repository(tmp_path)
    found = DocumentFinder(RevisionTree(repository, repository.resolve("HEAD"), tmp_path), tmp_path)
    states = [found.find(f"docs/{name}.md", "systems.yaml").state for name in ("x", "large", "empty", "new")]
    assert states == [ON_FILE, ON_FILE, DocumentState.EMPTY, MISSING]
    assert found.find("../x.md", "systems.yaml").state is OUTSIDE
    git("update-index", "--skip-worktree", "docs/x.md")
    assert finder(tmp_path).find("docs/x.md", "systems.yaml").state is DocumentState.UNFETCHED


def test_a_safeguard_is_documented_by_what_is_on_file_and_of_a_day_not_too_long_ago(tmp_path: Path) -> None:
    put(tmp_path, docs__backup_md="Restored on 2026-05-01.", docs__empty_md="")

    def judge(evidence: str | None, verified: str | None, status: str = "implemented", **more: Any) -> Result:
        keys = {"status": status, "evidence": evidence, "verified": verified}
        return run(tmp_path, {key: value for key, value in keys.items() if value}, **more)

    fresh = judge("docs/backup.md", "2026-05-01")
    assert (rules(fresh), strength(fresh)) == ([], EvidenceKind.DOCUMENTED)
    last = judge("docs/backup.md", "2025-11-22")
    assert (rules(last), strength(last)) == ([], EvidenceKind.DOCUMENTED)
    stale = judge("docs/backup.md", "2025-11-21")
    assert (rules(stale), strength(stale)) == ([("stale", "")], EvidenceKind.DECLARED)
    undated = judge("docs/backup.md", None)
    assert (rules(undated), strength(undated)) == ([("undated", "")], EvidenceKind.DECLARED)
    missing = judge("docs/none.md", "2015-01-01")
    assert (rules(missing), strength(missing)) == ([("missing", "")], EvidenceKind.DECLARED)
    assert rules(judge("docs/empty.md", None)) == [("missing", "empty")]
    assert rules(judge("docs", "2015-01-01")) == [("stale", "")]  # a word, and no path
    assert rules(judge("docs/", "2015-01-01")) == [("missing", "folder")]
    address = judge("https://intra.example/backup", "2026-05-01")
    assert (rules(address), strength(address)) == ([], EvidenceKind.DECLARED)
    assert ("https://intra.example/backup", "document-reference") in {(n.what, n.why) for n in address.not_checked}
    before = judge("docs/backup.md", "2026-05-01", day=date(2026, 4, 30))
    [promise] = [promise for promise in before.promises if promise.id == "safeguards.backup"]
    assert (rules(before), promise.evidence, promise.silent[0].detail) == ([], (), "later")  # supports nothing yet
    assert rules(judge("docs/backup.md", None, "planned")) == []
    assert rules(judge(None, "2015-01-01")) == []


def test_the_longest_age_is_a_setting(tmp_path: Path) -> None:
    put(tmp_path, docs__backup_md="x", seloste_yaml="evidence_max_age: P5Y\n")
    result = run(tmp_path, {"status": "implemented", "evidence": "docs/backup.md", "verified": "2022-01-01"})
    assert (rules(result), strength(result)) == ([], EvidenceKind.DOCUMENTED)


def test_a_waiver_of_a_document_that_is_on_file_again_is_unused(tmp_path: Path) -> None:
    backup = {"status": "implemented", "evidence": "docs/backup.md", "verified": "2026-05-01"}
    waiver = {"rule": "evidence/document-missing", "subject": "systems.crm", "reason": "x", "until": "2026-12-31"}
    waivers = {"waivers": [{**waiver, "approved_by": "DPO"}]}
    (tmp_path / "waivers.yaml").write_text(yaml.safe_dump(waivers), "utf-8")
    (tmp_path / "processors.yaml").write_text("processors: {}\n", "utf-8")
    waived = run(tmp_path, backup)
    assert [f.waived is not None for f in waived.findings if f.rule == "evidence/document-missing"] == [True]
    assert not any(finding.rule == "waiver/unused" for finding in waived.findings)
    put(tmp_path, docs__backup_md="x")
    assert any(finding.rule == "waiver/unused" for finding in run(tmp_path, backup).findings)


def test_a_forecast_tells_when_evidence_is_too_old(tmp_path: Path) -> None:
    put(tmp_path, docs__backup_md="x")
    run(tmp_path, {"status": "implemented", "evidence": "docs/backup.md", "verified": "2026-05-01"})
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        forecast = make_forecast(open_workspace(), load_law(), DAY, Period("P1Y"))
    appearing = {change.day: {finding.rule for finding in change.appearing} for change in forecast.changes}
    assert "evidence/document-stale" in appearing[date(2027, 5, 2)]


def test_the_notice_alone_looks_up_no_document(tmp_path: Path) -> None:
    purposes = {"billing": {"text": {"en": "Billing"}, "impact_assessment": {"date": "2026-01-01", "document": "a.md"}}}
    assert rules(run(tmp_path, "implemented", purposes=purposes)) == [("missing", "")]
    alone = run(tmp_path, "implemented", purposes=purposes, scope="notice")
    assert (rules(alone), [item for item in alone.inputs if item.kind == "evidence"]) == ([], [])


def test_two_processes_find_the_same_documents(tmp_path: Path) -> None:
    put(tmp_path, one_md="1", two_md="2", seloste_yaml='systems: ["systems.yaml", "s-*.yaml"]\n')
    for number, name in enumerate(("one.md", "two.md", "none.md", "https://x.example/x")):
        backup = {"status": "implemented", "evidence": name, "verified": "2026-05-01"}
        system = {"name": "S", "safeguards": {"backup": backup}}
        (tmp_path / f"s-{number}.yaml").write_text(yaml.safe_dump({"systems": {f"s{number}": system}}), "utf-8")
    one, three = (run(tmp_path, "implemented", jobs=jobs) for jobs in (1, 3))
    assert one.findings == three.findings
    assert (one.inputs, one.not_checked) == (three.inputs, three.not_checked)
    assert [item.path for item in one.inputs if item.kind == "evidence"] == ["one.md", "two.md"]
