"""Checks that look at revisions: `--trusted` and `--against`. A check without them asks git for nothing."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

from seloste import output
from seloste.checker.comparison.comparison import ChangeEffect, Snapshot, effect, snapshot
from seloste.checker.comparison.report_snapshot import read_report
from seloste.checker.comparison.trusted import Judge, Open, bounded, check_trusted
from seloste.checker.finding import Finding
from seloste.checker.reading.git import Repository, RevisionError, open_repository
from seloste.checker.reading.git_tree import RevisionTree
from seloste.checker.result import Result
from seloste.checker.workspace.configuration import FailOn
from seloste.checker.workspace.workspace import ConfigurationError, Sources, Workspace
from seloste.usage_errors import UsageError

_NOTHING = "input/nothing-to-check"


@dataclass(frozen=True, slots=True)
class ChangeUnderReview:
    """A change to be judged: by which revision, and what it is held against."""

    opened: Open
    judged: Judge
    trusted: RevisionTree | None
    trusted_name: str
    fail_on: FailOn | None
    language: str

    def result(self) -> Result:
        """The result of the check."""
        if self.trusted is None:
            return self.judged(self.workspace())
        try:
            return check_trusted(self.opened, self.judged, self.trusted, self.trusted_name, self.fail_on)
        except ConfigurationError as error:  # that of the revision was read before
            raise UsageError("configuration-own", findings=output.told(error.findings, self.language)) from None

    def workspace(self) -> Workspace:
        """The files that are judged and those that they are judged by."""
        sources = Sources() if self.trusted is None else Sources(bounded(self.trusted), self.trusted)
        try:
            return self.opened(sources)
        except ConfigurationError as error:
            told = output.told(error.findings, self.language)
            if self.trusted is None or not self._is_of_revision():
                raise UsageError(
                    "configuration" if self.trusted is None else "configuration-own", findings=told
                ) from None
            raise UsageError("configuration-trusted", findings=told, value=self.trusted_name) from None

    def _is_of_revision(self) -> bool:
        """Whether it is the revision's own configuration that cannot be used."""
        try:
            self.opened(Sources(self.trusted, self.trusted))  # type: ignore[arg-type]
        except ConfigurationError:
            return True
        return False

    def against(self, result: Result, name: str) -> Result:
        """The result, with what the change does to the promises since a revision or a report.json."""
        before, commit = self._before(name)
        if isinstance(before, Finding):
            findings = sorted((*result.findings, before), key=lambda finding: finding.order)
            return replace(result, findings=tuple(findings))
        if before is None:
            remark = ChangeEffect(name, commit, remarks=("no-notice-before",))
            return replace(result, effect=remark)
        return replace(result, effect=effect(before, snapshot(result), name, commit))

    def _before(self, name: str) -> tuple[Snapshot | Finding | None, str | None]:
        """How it was: told by a file where the name is one of JSON, else by a revision. None: it cannot be told."""
        if name.lower().endswith(".json"):
            return read_report(Path(name)), None
        try:
            revision = named_revision("--against", name)
        except UsageError as error:
            if error.key not in ("revision-unknown", "revision-shallow") or not Path(name).is_file():
                raise
            return read_report(Path(name)), None
        try:
            workspace = self.opened(Sources(revision, revision))
        except ConfigurationError:
            return None, revision.commit
        workspace = _as_it_was(workspace, self.opened(Sources()) if self.trusted is None else self.workspace())
        revision.load([*workspace.systems, *workspace.processors])
        return snapshot(self.judged(workspace)), revision.commit


def _as_it_was(before: Workspace, now: Workspace) -> Workspace:
    """The workspace of a revision. A path on the command line that was not there yet stands for nothing."""
    return replace(
        before,
        findings=[finding for finding in before.findings if finding.rule != _NOTHING],
        systems=() if now.systems_given and not before.systems_given else before.systems,
        processors=() if now.processors_given and not before.processors_given else before.processors,
        systems_given=now.systems_given,
        processors_given=now.processors_given,
    )


def named_revision(option: str, name: str) -> RevisionTree:
    """The revision that an option names; a usage error that says what to do where it cannot be had."""
    if not name.strip():
        raise UsageError("revision-empty", option=option)
    try:
        repository = open_repository(Path.cwd())
        within = repository.within
        if within:
            raise UsageError("revision-submodule", option=option, within=within)
        if _through_a_link(repository):
            raise UsageError("revision-linked", option=option)
        return RevisionTree(repository, repository.resolve_one(name))
    except RevisionError as error:
        raise _misuse(option, name, error) from None


def _misuse(option: str, name: str, error: RevisionError) -> UsageError:
    if error.key == "no-git":
        return UsageError("revision-no-git", option=option)
    if error.key == "ambiguous":
        return UsageError("revision-ambiguous", option=option, value=name, found=error.value)
    if error.key == "unknown":
        key = "revision-shallow" if open_repository(Path.cwd()).shallow else "revision-unknown"
        return UsageError(key, option=option, value=name)
    return UsageError("revision-no-repository", option=option, reason=error.value or ".")


def _through_a_link(repository: Repository) -> bool:
    """Whether the way to the working directory leads over a link within the repository."""
    logical = Path(os.environ.get("PWD") or ".")
    try:
        here = Path.cwd()
        if not logical.is_absolute() or not logical.samefile(here):
            return False
        for above in (logical, *logical.parents):
            if above.samefile(repository.root):
                return logical.relative_to(above) != here.relative_to(repository.root.resolve())
    except (OSError, ValueError):
        return False
    return False
