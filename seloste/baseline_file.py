"""Writes the baseline for `seloste check`: anew with `--write-baseline`, without what is mended with `--prune`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import click

from seloste import __version__, output
from seloste.checker.reading.problem import Limits
from seloste.checker.result import Result
from seloste.checker.suppression.baseline import BaselineEntry, as_text, pruned, recorded
from seloste.checker.workspace.workspace import Workspace, shown
from seloste.usage_errors import UsageError


@dataclass(frozen=True, slots=True)
class Keeping:
    """What is to be done with the baseline, and where it is or will be."""

    path: Path
    write: bool
    prune: bool

    def prepared(self, workspace: Workspace) -> Workspace:
        """The workspace for a first check: a baseline that is about to be written need not be there yet."""
        if self.write and not self.path.exists() and not self.path.is_symlink():
            return replace(workspace, baseline=None)
        return workspace

    def written(self, result: Result, language: str, *, quiet: bool) -> bool:
        """Writes the file, and tells of it. Whether it is there now, with all that the result lets pass by it.

        Nothing is written while something could not be read: what is not known is neither known for long nor mended.
        """
        from seloste.reports.language.language import load_language as words

        said = words(language)
        entries = _entries(result, self)
        if result.broken_input:
            message = said.word("passing.not-written")
        elif self.prune and not result.held.entries and not self.path.exists():
            message = said.word("passing.no-baseline")
        elif self.prune and not result.held.fixed:
            message = said.word("passing.nothing-pruned")
        else:
            key, number = ("written", _number(entries)) if self.write else ("pruned", result.held.fixed_count)
            others = output.inputs_of(result) - {item.path for item in result.inputs if item.kind == "baseline"}
            output.write_file(self.path, _readable(as_text(entries, __version__)), others)
            message = said.count(f"passing.{key}", number)
            _say(said.word("passing.at", path=shown(self.path), message=message), quiet=quiet)
            return True
        _say(said.word("passing.at", path=shown(self.path), message=message), quiet=False)
        return False


def keeping(workspace: Workspace, given: Path | None, *, write: bool, prune: bool) -> Keeping | None:
    """What was asked for; None where nothing was. A usage error where both were."""
    if write and prune:
        raise UsageError("not-both", one="--write-baseline", other="--prune")
    if not (write or prune):
        return None
    if workspace.sources.differ:
        raise UsageError("not-both", one="--write-baseline" if write else "--prune", other="--trusted")
    return Keeping(given or workspace.root / workspace.config.baseline, write, prune)


def _entries(result: Result, keeping: Keeping) -> tuple[BaselineEntry, ...]:
    """What the file is to hold. What lies out of the scope stays as it was."""
    if keeping.prune:
        return pruned(result.held)
    elsewhere = (known for known in result.held.entries if not result.in_scope(known))
    counting = (finding for finding in result.findings if finding.waived is None and result.in_scope(finding))
    return recorded(counting, (*result.held.unjudged, *elsewhere))


def _readable(text: str) -> str:
    """The text, if the next check will read it; a usage error where it is larger than any file may be."""
    limit = Limits().size
    if len(text.encode()) > limit:
        raise UsageError("baseline-too-large", limit=f"{limit // 1_000_000} MB")
    return text


def _number(entries: tuple[BaselineEntry, ...]) -> int:
    return sum(known.count for known in entries)


def _say(message: str, *, quiet: bool) -> None:
    from seloste.reports.rendering.escape import visible

    if not quiet:
        click.echo(visible(message), err=True)
