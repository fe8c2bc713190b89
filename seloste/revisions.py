"""Checks that look at revisions: `--trusted`, `--against`. Others ask git at most for the state of their files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from seloste.checker.comparison.comparison import ChangeEffect, Snapshot, compare_snapshots, take_snapshot
from seloste.checker.comparison.known import mark_known
from seloste.checker.comparison.report_snapshot import list_report_inputs, read_report
from seloste.checker.comparison.trusted import TrustedRevision, check_trusted, confine_work_tree
from seloste.checker.finding import Finding
from seloste.checker.reading.git_tree import RevisionTree
from seloste.checker.reading.tree import Tree, WorkTree
from seloste.checker.result import Result
from seloste.checker.workspace.file_content import KnownFiles
from seloste.checker.workspace.settings_file import ConfigurationError
from seloste.checker.workspace.workspace import Sources, Workspace
from seloste.options import Options
from seloste.revision_names import find_revision
from seloste.session import find_workspace, judge, open_past, require_folder
from seloste.terminal import format_findings
from seloste.usage_errors import UsageError

_NOTHING_TO_CHECK = "input/nothing-to-check"


class ChangeUnderReview(Struct, frozen=True):
    """A change to be judged by a trusted revision, to be compared with an earlier state, or both."""

    options: Options
    paths: Sequence[Path]
    trusted: RevisionTree | None
    #: The earlier state that the change is compared with: a revision, or the path of a report.json.
    earlier: RevisionTree | Path | None = None
    #: The revision that is judged in place of the work tree (`--at`).
    past: Tree | None = None
    #: The workspaces that were found, by the trees of their files.
    _found: dict[tuple[Tree, Tree], Workspace] = field(default_factory=dict)

    def check(self) -> tuple[Result, TrustedRevision | None]:
        """The result of the check, and the revision that it was judged by."""
        if self.trusted is None:
            return judge(self.open(), self.options), None
        name = self.options.trusted or ""
        try:
            return check_trusted(self._find, self._judge, self.trusted, name, self.options.fail_on)
        except ConfigurationError as error:  # the change's own: the revision's was read before
            raise UsageError("configuration-own", findings=self._format(error)) from None

    def open(self) -> Workspace:
        """The workspace of the change, judged by the files of the trusted revision where there is one.

        Raises:
            UsageError: The configuration can't be used; it says whether the change's or the revision's.
        """
        try:
            return self._find(self._sources())
        except ConfigurationError as error:
            findings = self._format(error)
            if self.trusted is None:
                raise UsageError("configuration", findings=findings) from None
            if not self._is_revision_unusable(self.trusted):
                raise UsageError("configuration-own", findings=findings) from None
            name = self.options.trusted or ""
            raise UsageError("configuration-trusted", findings=findings, value=name) from None

    def compare(self, result: Result, name: str) -> tuple[Result, ChangeEffect | None]:
        """The effect of the change on the promises since a revision or a report.json.

        With `--new-only`, the findings of the result that stood there are marked, and do not count.

        Where the report can't be read there is no effect, and the result has a finding more.
        """
        before, commit = self._state_before(name)
        if isinstance(before, Finding):
            findings = sorted((*result.findings, before), key=lambda finding: finding.order)
            return replace(result, findings=tuple(findings)), None
        if before is None:
            return result, ChangeEffect(name, commit, remarks=("no-notice-before",))
        effect = compare_snapshots(before, take_snapshot(result), name, commit)
        if self.options.new_only:
            result = replace(result, findings=mark_known(result.findings, before.findings))
        return result, effect

    def _state_before(self, name: str) -> tuple[Snapshot | Finding | None, str | None]:
        """The earlier state, read from a report.json or else judged in a revision, and the commit of the revision.

        A finding where the report can't be read; None where the revision had no configuration that can be used.
        """
        revision = self.earlier
        if not isinstance(revision, RevisionTree):
            report = read_report(Path(name), require_folder(self.options))
            return (report if isinstance(report, Finding) else report.snapshot), None
        try:
            workspace = self._find(Sources(revision, revision))
        except ConfigurationError:
            return None, revision.commit
        workspace = _limit_to_files_before(workspace, self.open())
        revision.prefetch([*workspace.systems, *workspace.processors])
        return take_snapshot(self._judge(workspace)), revision.commit

    def _sources(self) -> Sources:
        """The trees of the change, and the files from which records were taken at its base: none may hide any more."""
        known = KnownFiles()
        if isinstance(self.earlier, RevisionTree):
            known = KnownFiles(base=self.earlier)
        elif self.earlier is not None:
            known = KnownFiles(paths=list_report_inputs(self.earlier, require_folder(self.options)))
        if self.trusted is not None:
            return Sources(confine_work_tree(self.trusted), self.trusted, known)
        tree = self.past or WorkTree(require_folder(self.options))
        return Sources(tree, tree, known)

    def _find(self, sources: Sources) -> Workspace:
        key = (sources.judged, sources.trusted)
        if key not in self._found:
            self._found[key] = find_workspace(self.options, self.paths, sources)
        return self._found[key]

    def _judge(self, workspace: Workspace) -> Result:
        return judge(workspace, self.options)

    def _format(self, error: ConfigurationError) -> str:
        return format_findings(error.findings, self.options.choose_language())

    def _is_revision_unusable(self, revision: RevisionTree) -> bool:
        """Whether the revision's own configuration can't be used."""
        try:
            self._find(Sources(revision, revision))
        except ConfigurationError:
            return True
        return False


def review_change(options: Options, paths: Sequence[Path]) -> ChangeUnderReview:
    """The change that the options ask to judge by a revision, or to compare."""
    trusted = None
    if options.trusted is not None:
        trusted = find_revision("--trusted", options.trusted, require_folder(options), options.environment)
    earlier = find_earlier(options.against, options) if options.against is not None else None
    past = open_past(options)
    return ChangeUnderReview(options, paths, trusted, earlier, past.judged if past else None)


def find_earlier(name: str, options: Options) -> RevisionTree | Path:
    """The earlier state that `--against` names: a report.json by its suffix or where no revision has that name."""
    if name.lower().endswith(".json"):
        return Path(name)
    try:
        return find_revision("--against", name, require_folder(options), options.environment)
    except UsageError as error:
        if error.key not in ("revision-unknown", "revision-shallow") or not Path(name).is_file():
            raise
        return Path(name)


def _limit_to_files_before(before: Workspace, now: Workspace) -> Workspace:
    """The workspace of a revision, without the paths of the command line that it did not have yet."""
    return replace(
        before,
        findings=[finding for finding in before.findings if finding.rule != _NOTHING_TO_CHECK],
        systems=() if now.systems_given and not before.systems_given else before.systems,
        processors=() if now.processors_given and not before.processors_given else before.processors,
        systems_given=now.systems_given,
        processors_given=now.processors_given,
    )
