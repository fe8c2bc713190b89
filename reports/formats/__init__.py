"""The formats of a check's result: a module each, whose function `render` makes text of a `FormatContext`.

A format changes nothing in the result: neither a verdict nor which findings count.
"""

from __future__ import annotations

import importlib
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from seloste.reports.run import Run

if TYPE_CHECKING:
    from seloste.checker.comparison.comparison import ChangeEffect
    from seloste.checker.comparison.trusted import Trust
    from seloste.checker.finding import Finding
    from seloste.checker.position import Location
    from seloste.checker.comparison.trusted import NO_REVIEW, ChangeReview
from seloste.checker.result import Result
    from seloste.checker.workspace.configuration import FailOn
    from seloste.reports.language.language import Language

#: The formats that each command offers, in the order of its help.
FORMATS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "check": ("text", "json", "sarif", "junit", "github", "gitlab", "markdown"),
        "diff": ("text", "markdown", "json", "html"),
        "explain": ("text", "markdown", "json"),
        "export": ("html", "markdown", "csv", "xlsx"),
        "forecast": ("text", "json"),
        "history": ("text", "markdown", "json"),
        "law": ("text", "json"),
        "notice": ("html", "markdown", "text", "pdf", "docx"),
        "report": ("html", "markdown", "pdf", "docx", "xlsx", "csv"),
    }
)
#: The formats of the notice that are documents in bytes, laid out on pages.
PAPER_FORMATS = ("pdf", "docx")
#: The formats of `seloste check` that list the evidence behind each verdict.
WITH_EVIDENCE = frozenset({"json"})
#: The families of rules that compare systems, processors and infrastructure with the notice.
DRIFT = frozenset({"system", "processor", "transfer", "evidence"})
_SEVERITY_RANKS = {"error": 0, "warning": 1, "note": 2}


@dataclass(frozen=True, slots=True)
class Home:
    """The place of the working directory, by which a code host finds the files that findings name.

    Attributes:
        root: The path of the repository.
        folder: The working directory, relative to the repository.
        url: The prefix of an address on the code host: a file's path in the repository follows. Empty: links are
            relative to the repository.
    """

    root: str = ""
    folder: str = ""
    url: str = ""

    def path(self, path: str) -> str:
        """A path relative to the working directory, made relative to the repository; a path outside of it stays."""
        if not path.startswith("/"):
            return posixpath.normpath(posixpath.join(self.folder, path)) if path else path
        prefix = self.root.rstrip("/") + "/"
        return path[len(prefix) :] if self.root and path.startswith(prefix) else path

    def relocate(self, location: Location) -> Location:
        """The location with its path relative to the repository."""
        return replace(location, path=self.path(location.path))


@dataclass(frozen=True, slots=True)
class Lead:
    """The first paragraph of `text`, `github` and `markdown`, such as the effect of a change on the promises."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormatContext:
    """A result, and everything else that a format needs to render it.

    Attributes:
        trust: With --trusted: the revision that decides, and the edits of the change that it ignores.
        effect: With --against: the effect of the change on the promises.
        width: Characters of a line of `text`.
    """

    result: Result
    run: Run
    language: Language
    exit_code: int = 0
    fail_on: FailOn = "error"
    home: Home = field(default_factory=Home)
    review: ChangeReview = NO_REVIEW
    lead: Lead | None = None
    trust: Trust | None = None
    effect: ChangeEffect | None = None
    width: int = 100
    colour: bool = False
    verbose: bool = False
    quiet: bool = False

    def list_findings(self) -> list[Finding]:
        """The findings within the scope: first those that count, then by severity.

        Of one severity, errors in the files come first, then drift, then the rest, each in the order of the result.
        """

        def order(finding: Finding) -> tuple[bool, int, int]:
            family_rank = 0 if finding.is_input else 1 if finding.family in DRIFT else 2
            return not finding.counts, _SEVERITY_RANKS[finding.severity], family_rank

        return sorted((finding for finding in self.result.findings if self.result.in_scope(finding)), key=order)

    def list_out_of_scope(self) -> list[Finding]:
        """The findings outside the scope: formats mention their number, and they never count."""
        return [finding for finding in self.result.findings if not self.result.in_scope(finding)]


def render_format(format: str, context: FormatContext) -> str:
    """The result in one of the formats of `seloste check`."""
    text: str = importlib.import_module(f"seloste.reports.formats.{format}").render(context)
    return text
