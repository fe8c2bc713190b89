"""Writes the baseline for `seloste check`: anew with `--write-baseline`, without what was fixed with `--prune`."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import click
from msgspec import Struct
from msgspec.structs import replace

from seloste import __version__
from seloste.checker.judging.coverage import list_rule_ids
from seloste.checker.reading.problem import Limits
from seloste.checker.result import Result
from seloste.checker.suppression.baseline import BaselineEntry, format_baseline, prune_baseline, record_findings
from seloste.checker.workspace.workspace import Workspace
from seloste.options import Options
from seloste.output import refuse_inputs, rewrite_file
from seloste.targets import list_input_paths
from seloste.usage_errors import UsageError


class BaselineUpdate(Struct, frozen=True):
    """A baseline that is to be written anew, or pruned."""

    workspace: Workspace
    path: Path
    #: Whether the file is pruned: entries without a finding are removed, and none is added.
    prune: bool
    #: Whether only the findings of rules that are newer than the file are added to it.
    new_rules: bool = False

    @property
    def workspace_before(self) -> Workspace:
        """The workspace to check first: a baseline that is about to be written may not exist yet."""
        if not self.prune and not self.path.exists() and not self.path.is_symlink():
            return replace(self.workspace, baseline=None)
        return self.workspace

    @property
    def workspace_after(self) -> Workspace:
        """The workspace with the written baseline."""
        return replace(self.workspace, baseline=self.path)

    def write(self, judge: Callable[[Workspace], Result], options: Options) -> Result:
        """Checks, writes the file and a message, and gives the result that the file leaves.

        Nothing is written where an input could not be read: its findings are not known.
        """

        def edit(before: bytes | None) -> tuple[str | None, tuple[Result, str, bool]]:
            result = judge(self.workspace_before)
            content, message = self._plan(result, options)
            if content is not None:
                refuse_inputs([self.path], _list_other_inputs(result))
            return content, (result, message, content is not None)

        result, message, written = rewrite_file(self.path, edit)
        if not (options.quiet and written):
            _print_message(message)
        return judge(self.workspace_after) if written else result

    def _plan(self, result: Result, options: Options) -> tuple[str | None, str]:
        """The new content of the file, None where it stays as it is, and a message."""
        from seloste.reports.language.language import load_language

        language = load_language(options.choose_language())
        content = None
        if result.broken_input:
            message = language.word("passing.not-written")
        elif self.prune and not result.baseline.entries and not self.path.exists():
            message = language.word("passing.no-baseline")
        elif self.prune and not result.baseline.fixed:
            message = language.word("passing.nothing-pruned")
        else:
            entries = self._new_entries(result)
            content = _within_limit(self._format(entries, result))
            if self.prune:
                message = language.count("passing.pruned", result.baseline.fixed_count)
            else:
                message = language.count("passing.written", sum(entry.count for entry in entries))
        return content, language.word("passing.at", path=self.workspace.display_path(self.path), message=message)

    def _format(self, entries: tuple[BaselineEntry, ...], result: Result) -> str:
        """The content of the file. A baseline that is only pruned knows no rule that it did not know before."""
        writer, files = result.baseline.writer, self._list_inventories(entries, result)
        if self.prune and writer is not None:
            return format_baseline(entries, writer.version, sorted(writer.rules), files)
        return format_baseline(entries, __version__, sorted(list_rule_ids()), files)

    def _list_inventories(self, entries: tuple[BaselineEntry, ...], result: Result) -> set[str]:
        """The inventories that the entries are about, seen from the baseline."""
        known = {entry.fingerprint for entry in entries}
        read = {item.path for item in result.inputs if item.kind in ("systems", "processors")}
        paths = {found.location.path for found in result.findings if found.fingerprint in known} & read
        here = (self.workspace.folder / self.path).parent
        return {Path(os.path.relpath(self.workspace.folder / path, here)).as_posix() for path in paths}

    def _new_entries(self, result: Result) -> tuple[BaselineEntry, ...]:
        """The entries to write. Those out of scope stay."""
        if self.prune:
            return prune_baseline(result.baseline)
        if self.new_rules:
            newer = frozenset(result.baseline.newer)
            added = (finding for finding in result.list_counting_findings() if finding.rule in newer)
            return record_findings(added, result.baseline.entries)
        out_of_scope = (entry for entry in result.baseline.entries if not result.in_scope(entry))
        findings = (finding for finding in result.findings if finding.waived is None and result.in_scope(finding))
        return record_findings(findings, (*result.baseline.unjudged, *out_of_scope))


def plan_update(
    workspace: Workspace, options: Options, *, write: bool, prune: bool, new_rules: bool = False
) -> BaselineUpdate | None:
    """The update that the command line asks for; None where it asks for none.

    Raises:
        UsageError: Both are asked for, or the check is judged by a trusted revision; or only new rules are to be
            written, and nothing is.
    """
    if new_rules and not write:
        raise UsageError("needs-option", one="--new-rules", other="--write-baseline")
    if write and prune:
        raise UsageError("not-both", one="--write-baseline", other="--prune")
    if not (write or prune):
        return None
    if workspace.sources.differ:
        raise UsageError("not-both", one="--write-baseline" if write else "--prune", other="--trusted")
    return BaselineUpdate(workspace, options.baseline or workspace.root / workspace.config.baseline, prune, new_rules)


def _list_other_inputs(result: Result) -> set[str]:
    return list_input_paths(result) - {item.path for item in result.inputs if item.kind == "baseline"}


def _within_limit(text: str) -> str:
    """The text; a usage error where it is larger than the next check would read."""
    limit = Limits().size
    if len(text.encode()) > limit:
        raise UsageError("baseline-too-large", limit=f"{limit // 1_000_000} MB")
    return text


def _print_message(message: str) -> None:
    from seloste.reports.rendering.escape import visible

    click.echo(visible(message), err=True)
