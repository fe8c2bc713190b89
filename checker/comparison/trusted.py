"""Judging a change by what stood before it (`--trusted`): it must not be able to wave itself through.

The notice, the configuration, the waivers and the baseline are those of a revision that the change did not write, and
so are the comments that waive. The inventories are the change's own: they are what is judged. A change may add to the
files that are judged, and take none away. What it does to the files that decide is told, with what that would let pass.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from seloste.checker.comparison.comparison import ChangeEffect, ComparedFinding, effect, noted, snapshot
from seloste.checker.finding import Finding, Waived
from seloste.checker.reading.git_tree import RevisionTree
from seloste.checker.reading.tree import ConfinedTree, Tree
from seloste.checker.result import Result
from seloste.checker.workspace.configuration import THRESHOLDS, FailOn
from seloste.checker.workspace.workspace import INVENTORIES, Approved, Sources, Workspace

Open = Callable[[Sources], Workspace]
Judge = Callable[[Workspace], Result]

_LARGEST = 10_000_000
#: What a comment that waives has in it.
_SIGN = b"seloste:"


@dataclass(frozen=True, slots=True)
class Edit:
    """A file that decides, and that the change has another version of: `kind` is that of an input, or `comment`."""

    kind: str
    path: str
    #: `added`, `removed`, `changed`, or `replaced`: another file is named in its place.
    change: str
    before: str | None = None


@dataclass(frozen=True)
class Trust:
    """What a change was judged by, and what it does to that."""

    asked: str
    commit: str
    #: Whether it is the very commit that is checked out, so that nothing committed in it is untrusted.
    is_head: bool = False
    edits: tuple[Edit, ...] = ()
    #: The findings that would count no more, and those that would be new, if the edits held.
    lets_pass: tuple[ComparedFinding, ...] = ()
    brings: tuple[ComparedFinding, ...] = ()
    #: What the edits do to the promises.
    effect: ChangeEffect | None = None
    #: Kinds of files that no revision holds, since they lie outside the repository or are pinned by their hash.
    outside: tuple[str, ...] = ()


def check_trusted(opened: Open, judged: Judge, revision: RevisionTree, asked: str, fail_on: FailOn | None) -> Result:
    """The result of judging the work tree by a revision. ConfigurationError where either's settings are unfit."""
    tree = bounded(revision)
    held = opened(Sources(judged=tree, trusted=revision))
    workspace = replace(held, approved=approved(opened, judged, revision))
    result = judged(workspace)
    outside = [kind for kind, _, tree, path in _deciding(workspace) if path and tree.get_commit(path) is None]
    head = revision.repository.head == revision.commit
    trust = Trust(asked, revision.commit, head, outside=tuple(outside))
    deciding = [path for _, _, _, path in _deciding(held) if path is not None]
    disk = tree.allowing([*deciding, *held.systems, *held.processors])
    own = opened(Sources(judged=disk, trusted=disk))
    edits = [*_edits(workspace, own), *_comments(own)]
    if not edits:
        return replace(result, trust=trust)
    edited = judged(own)
    before = _weighed(result, fail_on or workspace.config.fail_on)
    after = _weighed(edited, fail_on or own.config.fail_on)
    lets_pass = _missing(before, after)
    waving = _paths(edited, {item.fingerprint for item in lets_pass})
    edits = [edit for edit in edits if edit.kind != "comment" or edit.path in waving]
    if not edits:
        return replace(result, trust=trust)
    trust = replace(
        trust,
        edits=tuple(edits),
        lets_pass=lets_pass,
        brings=_missing(after, before),
        effect=effect(snapshot(result), snapshot(edited), asked, revision.commit),
    )
    return replace(result, trust=trust, findings=_with_unread(result.findings, edited.findings))


def bounded(revision: RevisionTree) -> ConfinedTree:
    """The work tree of the change that is judged by a revision."""
    return ConfinedTree(revision.folder, revision.repository.root)


def approved(opened: Open, judged: Judge, revision: RevisionTree) -> Approved:
    """The findings that comments in a revision's own inventories let pass, with the decision on each.

    The same finding may pass in the change, wherever it stands by then. Another one may not, though a comment stands
    beside it that was there before: that decision was on something else.
    """
    workspace = opened(Sources(judged=revision, trusted=revision))
    files = [*workspace.systems, *workspace.processors]
    revision.prefetch(files)
    if not any(revision.contains(path, _SIGN) for path in files):
        return {}
    result = judged(workspace)
    decisions: dict[str, list[Waived]] = {}
    for finding in result.findings:
        if finding.waived is not None and _by_comment(finding, result):
            decisions.setdefault(finding.fingerprint, []).append(finding.waived)
    return {fingerprint: tuple(waived) for fingerprint, waived in decisions.items()}


def _by_comment(finding: Finding, result: Result) -> bool:
    """Whether a comment beside an inventory lets a finding pass."""
    if finding.waived is None:
        return False
    return finding.waived.location.path in {item.path for item in result.inputs if item.kind in INVENTORIES}


def _paths(result: Result, fingerprints: set[str]) -> set[str]:
    """The files with comments that let these findings pass."""
    return {
        finding.waived.location.path
        for finding in result.findings
        if finding.waived is not None and finding.fingerprint in fingerprints
    }


def _deciding(workspace: Workspace) -> Iterator[tuple[str, str, Tree, Path | None]]:
    """The files that decide: kind, shown path, tree and path; the path None where there is none."""
    for kind in ("config", "policy", "waivers", "baseline"):
        path = workspace.config_path if kind == "config" else getattr(workspace, kind)
        yield kind, workspace.display_path(path) if path else "", workspace.get_tree(kind), path


def _edits(held: Workspace, own: Workspace) -> Iterator[Edit]:
    """The files that decide and that differ between the revision and the change."""
    for (kind, was, tree, before), (_, is_, own_tree, after) in zip(_deciding(held), _deciding(own), strict=True):
        old, new = _digest(tree, before), _digest(own_tree, after)
        if old is None and new is not None:
            yield Edit(kind, is_, "added")
        elif old is not None and new is None:
            yield Edit(kind, was, "removed")
        elif was != is_ and new is not None:
            yield Edit(kind, is_, "replaced", was)
        elif old != new:
            yield Edit(kind, is_, "changed")


def _digest(tree: Tree, path: Path | None) -> str | None:
    """What a file holds, as far as it matters: not how its lines end. None where there is no file."""
    if path is None:
        return None
    data = tree.read_bytes(path, _LARGEST)
    if isinstance(data, bytes):
        return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()
    return None if data.variant in ("not-found", "not-in-revision") else data.variant


def _comments(own: Workspace) -> Iterator[Edit]:
    """The inventories of the change in which comments may waive."""
    for path in (*own.systems, *own.processors):
        data = own.get_tree("systems").read_bytes(path, _LARGEST)
        if isinstance(data, bytes) and _SIGN in data:
            yield Edit("comment", own.display_path(path), "changed")


#: A finding that counts, and whether it fails the gate.
_Weighed = list[tuple[ComparedFinding, bool]]


def _weighed(result: Result, fail_on: FailOn) -> _Weighed:
    """The findings that count, those that fail the gate first. What could not be read always counts."""
    counting = [finding for finding in result.counting() if finding.family != "input"]
    weighed = [(noted(finding), finding.severity in THRESHOLDS[fail_on]) for finding in counting]
    return sorted(weighed, key=lambda item: not item[1])


def _missing(before: _Weighed, after: _Weighed) -> tuple[ComparedFinding, ...]:
    """The findings that count less after: not at all, or no longer so that the gate fails."""
    counts = Counter(finding.fingerprint for finding, _ in after)
    fails = Counter(finding.fingerprint for finding, failing in after if failing)
    missing = []
    for finding, failing in before:
        left = fails if failing else counts
        if left[finding.fingerprint] > 0:
            fails[finding.fingerprint] -= failing
            counts[finding.fingerprint] -= 1
        else:
            missing.append(finding)
    return tuple(missing)


def _with_unread(findings: Iterable[Finding], edited: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings, and what could not be read of the change's own versions: the next check would stumble over it."""
    findings = tuple(findings)
    known = {finding.fingerprint for finding in findings}
    unread = [finding for finding in edited if finding.family == "input" and finding.fingerprint not in known]
    return tuple(sorted((*findings, *unread), key=lambda finding: finding.order))
