"""The state behind the preview: the newest result, the newest one with a notice, and the pages rendered of them."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from seloste.checker.finding import Finding
from seloste.checker.judging.check import check
from seloste.checker.result import Result
from seloste.checker.workspace.configuration import Scope
from seloste.checker.workspace.settings_file import ConfigurationError
from seloste.checker.workspace.workspace import Workspace
from seloste.policy.law.law import load_law
from seloste.reports.language.language import find_base
from seloste.reports.preview import PreviewState, render_preview
from seloste.session import describe_publication, map_processor_names


@dataclass(frozen=True)
class PreviewSnapshot:
    """The state of the preview at one moment. It does not change, so that any thread may render pages of it.

    Attributes:
        result: The newest result with a notice.
        old: Whether there is a newer result without a notice.
        unread: The findings about files that can't be read now.
        version: A short name of the state.
        fallback: The code of the language of the page where the notice is in none that the tool can write in.
    """

    result: Result | None
    old: bool
    unread: tuple[Finding, ...]
    version: str
    fallback: str
    _pages: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of the notice's languages that the tool can write in, else the fallback alone."""
        notice = self.result.notice if self.result else None
        own = notice.record.notice.languages if notice else ()
        return tuple(code for code in dict.fromkeys(own) if find_base(code)) or (self.fallback,)

    def render_page(self, code: str) -> str:
        """The page in a language."""
        if code not in self._pages:
            self._pages[code] = self._render(code)
        return self._pages[code]

    def _render(self, code: str) -> str:
        result = self.result
        processors = result.processor_entries if result is not None else {}
        publication = describe_publication(processors, {code: code for code in self.languages})
        state = PreviewState(version=self.version, publication=publication, unreadable=self.unread, old=self.old)
        return render_preview(result, code, processors=map_processor_names(processors), state=state)


class PreviewSession:
    """The newest snapshot; threads may wait for a newer one.

    Args:
        open_workspace: Finds the files anew; may raise ConfigurationError.
        day: The day whose law counts.
        scope: Which findings count.
        fallback: The code of the language of the page where the notice gives none.
    """

    def __init__(
        self, open_workspace: Callable[[], Workspace], day: Callable[[], date], scope: Scope | None, fallback: str
    ) -> None:
        self._open_workspace, self._day, self._scope, self._fallback = open_workspace, day, scope, fallback
        self._changed = threading.Condition()
        self._rendering = threading.Lock()
        self._snapshot = PreviewSnapshot(None, False, (), "", fallback)
        self.refresh()

    @property
    def snapshot(self) -> PreviewSnapshot:
        """The newest snapshot."""
        with self._changed:
            return self._snapshot

    def refresh(self, is_unchanged: Callable[[], bool] = lambda: True) -> bool:
        """Checks anew, and replaces the snapshot at once. False, and nothing replaced, where files changed meanwhile.

        `is_unchanged` is asked after the check whether the files are still as they were before it.
        """
        before = self.snapshot
        try:
            result = check(self._open_workspace(), load_law(), self._day(), scope=self._scope, jobs=1)
            unread = tuple(finding for finding in result.findings if finding.is_input)
        except ConfigurationError as error:
            result, unread = None, tuple(error.findings)
        newest = result if result is not None and result.notice is not None else before.result
        old = newest is not None and newest is not result
        snapshot = PreviewSnapshot(newest, old, unread, _version_of(newest, unread, old=old), self._fallback)
        if not is_unchanged():
            return False
        if snapshot.version != before.version:
            with self._changed:
                self._snapshot = snapshot
                self._changed.notify_all()
        return True

    def render_page(self, name: str) -> str | None:
        """The page in a language, or in the notice's first one where it lacks that; None where `name` is no code."""
        if find_base(name) is None:
            return None
        snapshot = self.snapshot
        with self._rendering:
            return snapshot.render_page(name if name in snapshot.languages else snapshot.languages[0])

    def version(self) -> str:
        """The name of the newest state."""
        return self.snapshot.version

    def wait_for_change(self, version: str, timeout: float) -> str:
        """The name of the newest state, once it differs from `version`, or after `timeout` seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._snapshot.version != version, timeout)
            return self._snapshot.version


def _version_of(result: Result | None, unread: tuple[Finding, ...], *, old: bool) -> str:
    """A hash over the inputs, the day, the findings, and the files that can't be read."""
    parts: list[object] = [old, *((each.rule, each.variant, each.location, each.arguments) for each in unread)]
    if result is not None:
        files = sorted((each.path, each.sha256) for each in (*result.inputs, result.policy) if each is not None)
        parts += [result.as_of, files, *(each.order for each in result.findings)]
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
