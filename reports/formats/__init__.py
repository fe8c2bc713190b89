"""What machines and terminals read: one file a format, each with one function, `tell`, from a telling to text.

A telling is a result and how it is to be told. Nothing in it changes what was judged, so no format does.
"""

from __future__ import annotations

import importlib
import posixpath
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from seloste.reports.run import Run

if TYPE_CHECKING:
    from seloste.checker.finding import Finding
    from seloste.checker.result import Result
    from seloste.checker.workspace.configuration import FailOn
    from seloste.reports.language.language import Language

#: The formats of `seloste check`, in the order in which one meets them. The text is for people at a terminal.
FORMATS = ("text", "json", "sarif", "junit", "github", "gitlab", "markdown")
#: The families that hold systems, processors and infrastructure against the notice.
DRIFT = frozenset({"system", "processor", "transfer", "evidence"})
#: The formats that tell each piece of evidence behind a verdict.
WITH_EVIDENCE = frozenset({"json"})


@dataclass(frozen=True, slots=True)
class Home:
    """Where the working directory stands, so that a code host finds the files that messages name.

    `root` is the repository, `folder` the working directory within it. `url` leads to a file of the commit on the code
    host when the file's path is put behind it; without one, links are relative to the repository.
    """

    root: str = ""
    folder: str = ""
    url: str = ""

    def path(self, shown: str) -> str:
        """The path of a file within the repository; one that lies outside stays as it is."""
        if not shown.startswith("/"):
            return posixpath.normpath(posixpath.join(self.folder, shown)) if shown else shown
        inside = self.root and shown.startswith(self.root.rstrip("/") + "/")
        return shown[len(self.root.rstrip("/")) + 1 :] if inside else shown


@dataclass(frozen=True, slots=True)
class Lead:
    """What `text`, `github` and `markdown` tell before all else, such as what a change does to the promises."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormatContext:
    """A result, and how it is to be told."""

    result: Result
    run: Run
    said: Language
    exit_code: int = 0
    fail_on: FailOn = "error"
    home: Home = field(default_factory=Home)
    lead: Lead | None = None
    width: int = 100
    colour: bool = False
    verbose: bool = False
    quiet: bool = False

    def told(self) -> list[Finding]:
        """The findings that are told one by one: those of the scope, let pass or not, the gravest first.

        Of one severity, what is wrong in the files comes first, then drift, then the rest, each in order of place.
        """
        grave = {"error": 0, "warning": 1, "note": 2}

        def order(finding: Finding) -> tuple[bool, int, int]:
            family = 0 if finding.family == "input" else 1 if finding.family in DRIFT else 2
            return not finding.counts, grave[finding.severity], family

        return sorted((finding for finding in self.result.findings if self.result.in_scope(finding)), key=order)

    def elsewhere(self) -> list[Finding]:
        """The findings that the scope leaves to somebody else: told in a line, never counted."""
        return [finding for finding in self.result.findings if not self.result.in_scope(finding)]


def tell(kind: str, telling: FormatContext) -> str:
    """The result in one format."""
    text: str = importlib.import_module(f"seloste.reports.formats.{kind}").tell(telling)
    return text
