"""Judging a change by a trusted revision (`--trusted`): a change must not be able to approve itself.

The notice, the configuration, the waivers, the baseline and the comments that waive are those of a revision that the
change did not write. The inventories are the change's own: they are judged. A change may add files to those that are
judged, and remove none. Its edits to the deciding files are reported, with the findings that they would suppress.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from seloste.checker.comparison.comparison import (
    ChangeEffect,
    ComparedFinding,
    compare_snapshots,
    take_snapshot,
    to_compared,
)
from seloste.checker.finding import Decided, Finding, Waived
from seloste.checker.reading.git_tree import RevisionTree
from seloste.checker.reading.tree import ConfinedTree, Tree
from seloste.checker.reading.waiver_comments import SIGN
from seloste.checker.result import Result
from seloste.checker.workspace.configuration import THRESHOLDS, FailOn
from seloste.checker.workspace.given_paths import INVENTORIES
from seloste.checker.workspace.workspace import Sources, Workspace

#: Opens the workspace with the deciding and the judged files from these trees.
Open = Callable[[Sources], Workspace]
Check = Callable[[Workspace], Result]

_LARGEST = 10_000_000
_SIGN = SIGN.encode()


class Edit(Struct, frozen=True):
    """A deciding file that the change edits: `kind` is that of an input, or `comment`."""

    kind: str
    path: str
    #: `added`, `removed`, `changed`, or `replaced`: another file is named in its place.
    change: str
    before: str | None = None


class TrustedRevision(Struct, frozen=True):
    """The revision that a change was judged by, and what the change would do to that judgment.

    Attributes:
        name: The revision as the command names it.
        is_head: Whether it is the commit that is checked out, so that nothing committed in it is untrusted.
        edits: The deciding files that the change edits.
        suppressed_by_edits: The findings that would count no more if the edits were in force.
        caused_by_edits: The findings that would be new if the edits were in force.
        effect: What the edits do to the promises.
        outside: The kinds of deciding files that no revision has, since they lie outside the repository or are pinned
            by their hash.
    """

    name: str
    commit: str
    is_head: bool = False
    edits: tuple[Edit, ...] = ()
    suppressed_by_edits: tuple[ComparedFinding, ...] = ()
    caused_by_edits: tuple[ComparedFinding, ...] = ()
    effect: ChangeEffect | None = None
    outside: tuple[str, ...] = ()


def check_trusted(
    find_workspace: Open, check: Check, revision: RevisionTree, name: str, fail_on: FailOn | None
) -> tuple[Result, TrustedRevision]:
    """The result of judging the work tree by a revision. ConfigurationError where the settings of either are unfit."""
    tree = confine_work_tree(revision)
    deciding_workspace = find_workspace(Sources(judged=tree, trusted=revision))
    workspace = replace(deciding_workspace, approved=find_approved(find_workspace, check, revision))
    result = check(workspace)
    outside = [kind for kind, _, tree, path in _deciding_files(workspace) if path and tree.get_commit(path) is None]
    head = revision.repository.head == revision.commit
    trusted = TrustedRevision(name, revision.commit, head, outside=tuple(outside))
    deciding_paths = [path for _, _, _, path in _deciding_files(deciding_workspace) if path is not None]
    disk = tree.allowing([*deciding_paths, *deciding_workspace.systems, *deciding_workspace.processors])
    own = replace(find_workspace(Sources(judged=disk, trusted=disk)), databases=deciding_workspace.databases)
    edits = [*_edits(workspace, own), *_comments(own)]
    if not edits:
        return result, trusted
    edited = check(own)
    before = _weighed(result, fail_on or workspace.config.fail_on)
    after = _weighed(edited, fail_on or own.config.fail_on)
    suppressed = _missing(before, after)
    waiving = _paths(edited, {item.fingerprint for item in suppressed})
    edits = [edit for edit in edits if edit.kind != "comment" or edit.path in waiving]
    if not edits:
        return result, trusted
    trusted = replace(
        trusted,
        edits=tuple(edits),
        suppressed_by_edits=suppressed,
        caused_by_edits=_missing(after, before),
        effect=compare_snapshots(take_snapshot(result), take_snapshot(edited), name, revision.commit),
    )
    return replace(result, findings=_with_unread(result.findings, edited.findings)), trusted


def confine_work_tree(revision: RevisionTree) -> ConfinedTree:
    """The work tree of the change that is judged by a revision."""
    return ConfinedTree(revision.folder, revision.repository.root)


def find_approved(find_workspace: Open, check: Check, revision: RevisionTree) -> Decided:
    """The decisions in comments of a revision's own inventories, by the fingerprint of the findings they waive.

    The same finding is waived in the change too, wherever it has moved. Another one is not, though a comment that was
    there before is on its line: that decision was on something else.
    """
    workspace = find_workspace(Sources(judged=revision, trusted=revision))
    files = [*workspace.systems, *workspace.processors]
    revision.prefetch(files)
    if not any(revision.contains(path, _SIGN) for path in files):
        return {}
    result = check(workspace)
    decisions: dict[str, list[Waived]] = {}
    for finding in result.findings:
        if finding.waived is not None and _by_comment(finding, result):
            decisions.setdefault(finding.fingerprint, []).append(finding.waived)
    return {fingerprint: tuple(waived) for fingerprint, waived in decisions.items()}


def _by_comment(finding: Finding, result: Result) -> bool:
    """Whether a comment in an inventory waives a finding."""
    if finding.waived is None:
        return False
    return finding.waived.location.path in {item.path for item in result.inputs if item.kind in INVENTORIES}


def _paths(result: Result, fingerprints: set[str]) -> set[str]:
    """The files with comments that waive these findings."""
    return {
        finding.waived.location.path
        for finding in result.findings
        if finding.waived is not None and finding.fingerprint in fingerprints
    }


def _deciding_files(workspace: Workspace) -> Iterator[tuple[str, str, Tree, Path | None]]:
    """The deciding files: kind, displayed path, tree, and path, which is None where there is no such file."""
    for kind in ("config", "policy", "waivers", "baseline"):
        path = workspace.config_path if kind == "config" else getattr(workspace, kind)
        yield kind, workspace.display_path(path) if path else "", workspace.get_tree(kind), path


def _edits(trusted: Workspace, own: Workspace) -> Iterator[Edit]:
    """The deciding files that differ between the revision and the change."""
    for (kind, was, tree, before), (_, is_, own_tree, after) in zip(
        _deciding_files(trusted), _deciding_files(own), strict=True
    ):
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
    """The hash of a file, whatever its line ends; None where there is no file."""
    if path is None:
        return None
    data = tree.read_bytes(path, _LARGEST)
    if isinstance(data, bytes):
        return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()
    return None if data.variant in ("not-found", "not-in-revision") else data.variant


def _comments(own: Workspace) -> Iterator[Edit]:
    """The inventories of the change that may contain comments that waive."""
    for path in (*own.systems, *own.processors):
        data = own.get_tree("systems").read_bytes(path, _LARGEST)
        if isinstance(data, bytes) and _SIGN in data:
            yield Edit("comment", own.display_path(path), "changed")


#: A finding that counts, and whether it fails the gate.
_Weighed = list[tuple[ComparedFinding, bool]]


def _weighed(result: Result, fail_on: FailOn) -> _Weighed:
    """The findings that count, those that fail the gate first. Unreadable input always counts."""
    counting = [finding for finding in result.list_counting_findings() if not finding.is_input]
    weighed = [(to_compared(finding), finding.severity in THRESHOLDS[fail_on]) for finding in counting]
    return sorted(weighed, key=lambda item: not item[1])


def _missing(before: _Weighed, after: _Weighed) -> tuple[ComparedFinding, ...]:
    """The findings that no longer count, or no longer fail the gate."""
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
    """The findings, and those about unreadable input in the change's own versions, which the next check would read."""
    findings = tuple(findings)
    known = {finding.fingerprint for finding in findings}
    unread = [finding for finding in edited if finding.is_input and finding.fingerprint not in known]
    return tuple(sorted((*findings, *unread), key=lambda finding: finding.order))
