"""What the preview shows: the newest result, the newest one with a notice, and pages made of them when asked for."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from seloste.checker.finding import Finding
from seloste.checker.judging.check import check
from seloste.checker.result import Result
from seloste.checker.workspace.workspace import ConfigurationError, Workspace
from seloste.policy.law.law import law
from seloste.reports.language.language import language_codes
from seloste.reports.notice import Publication
from seloste.reports.preview import Setting, render_preview


@dataclass(frozen=True)
class PreviewSnapshot:
    """What there is to be seen at one moment. It does not change, so that pages can be made of it in any thread.

    Attributes:
        result: The newest result with a notice.
        old: Whether there is a newer one without.
        unread: What can't be read now.
        version: A short name of it.
        spoken: The language to speak where the notice names none that there are words for.
    """

    result: Result | None
    old: bool
    unread: tuple[Finding, ...]
    version: str
    spoken: str
    _pages: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the notice that there are words for; where there is none, the one that is spoken."""
        notice = self.result.notice if self.result else None
        own = notice.record.notice.languages if notice else ()
        return tuple(code for code in dict.fromkeys(own) if code in language_codes()) or (self.spoken,)

    def page(self, language: str) -> str:
        """The page in a language."""
        if language not in self._pages:
            self._pages[language] = self._rendered(language)
        return self._pages[language]

    def _rendered(self, language: str) -> str:
        result, processors = self.result, {}
        served: dict[str, tuple[str, ...]] = {}
        if result is not None:
            processors = {key: entry.record.name for key, entry in result.processor_entries.items()}
            served = {key: tuple(entry.record.purposes or ()) for key, entry in result.processor_entries.items()}
        sha256 = result.policy.sha256 if result and result.policy else ""
        publication = Publication(sha256[:12] or None, {code: code for code in self.languages}, served)
        setting = Setting(version=self.version, publication=publication, unread=self.unread, old=self.old)
        return render_preview(result, language, processors=processors, setting=setting)


class PreviewSession:
    """The newest sight, and word of it for all who wait."""

    def __init__(
        self, opening: Callable[[], Workspace], day: Callable[[], date], scope: str | None, spoken: str
    ) -> None:
        self._opening, self._day, self._scope, self._spoken = opening, day, scope, spoken
        self._changed = threading.Condition()
        self._rendering = threading.Lock()
        self._sight = PreviewSnapshot(None, False, (), "", spoken)
        self.renew()

    @property
    def sight(self) -> PreviewSnapshot:
        """What is to be seen now."""
        with self._changed:
            return self._sight

    def renew(self, steady: Callable[[], bool] = lambda: True) -> bool:
        """Checks anew; whether what comes of it was taken, which is not so where the files were not steady meanwhile.

        It is put in place of what was all at once.
        """
        before = self.sight
        try:
            result = check(self._opening(), law(), self._day(), scope=self._scope, jobs=1)  # type: ignore[arg-type]
            unread = tuple(finding for finding in result.findings if finding.family == "input")
        except ConfigurationError as error:
            result, unread = None, tuple(error.findings)
        newest = result if result is not None and result.notice is not None else before.result
        old = newest is not None and newest is not result
        sight = PreviewSnapshot(newest, old, unread, _name(newest, unread, old=old), self._spoken)
        if not steady():
            return False
        if sight.version != before.version:
            with self._changed:
                self._sight = sight
                self._changed.notify_all()
        return True

    def page(self, name: str) -> str | None:
        """The page of a language; in the notice's first where the notice is no longer in that one."""
        if name not in language_codes():
            return None
        sight = self.sight
        with self._rendering:
            return sight.page(name if name in sight.languages else sight.languages[0])

    def version(self) -> str:
        """The name of what is to be seen now."""
        return self.sight.version

    def newer(self, version: str, patience: float) -> str:
        """The name of what is to be seen, once it is another one, or when that took too long."""
        with self._changed:
            self._changed.wait_for(lambda: self._sight.version != version, patience)
            return self._sight.version


def _name(result: Result | None, unread: tuple[Finding, ...], *, old: bool) -> str:
    """The name of exactly these inputs on this day, and of what could not be read of them."""
    parts: list[object] = [old, *((each.rule, each.variant, each.location, each.arguments) for each in unread)]
    if result is not None:
        files = sorted((each.path, each.sha256) for each in (*result.inputs, result.policy) if each is not None)
        parts += [result.as_of, files, *(each.order for each in result.findings)]
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
