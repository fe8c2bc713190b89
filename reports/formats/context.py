"""A result with everything that its formats need."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from seloste.checker.finding import Finding
from seloste.checker.position import Location
from seloste.checker.result import Result
from seloste.checker.rule_families import CONTRADICTING_FAMILIES
from seloste.checker.workspace.configuration import FailOn
from seloste.reports.language.language import Language
from seloste.reports.run import Run

if TYPE_CHECKING:  # only a check with `--against` or `--trusted` has these
    from seloste.checker.comparison.comparison import ChangeEffect
    from seloste.checker.comparison.trusted import TrustedRevision

#: The names of databases among the paths of a result: an address, or a variable that holds one.
_DATABASE = re.compile(r"postgresql://|env:")
_SEVERITY_RANKS = {"error": 0, "warning": 1, "note": 2}


def is_database(path: str) -> bool:
    """Whether the path of a location or an input is the name of a database, which is no file."""
    return _DATABASE.match(path) is not None


class Home(Struct, frozen=True):
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
        """A path relative to the working directory, made relative to the repository.

        A path outside of it stays, and so does the name of a database.
        """
        if is_database(path):
            return path
        if not path.startswith("/"):
            return posixpath.normpath(posixpath.join(self.folder, path)) if path else path
        prefix = self.root.rstrip("/") + "/"
        return path[len(prefix) :] if self.root and path.startswith(prefix) else path

    def relocate(self, location: Location) -> Location:
        """The location with its path relative to the repository."""
        return replace(location, path=self.path(location.path))


class Lead(Struct, frozen=True):
    """The first paragraph of `text`, `github` and `markdown`, such as the effect of a change on the promises."""

    title: str
    lines: tuple[str, ...]


class FormatContext(Struct, frozen=True):
    """A result, and everything else that a format needs to render it.

    Attributes:
        trusted: With --trusted: the revision that decides, and the edits of the change that it ignores.
        effect: With --against: the effect of the change on the promises.
        is_public: Whether everybody sees the repository, and so what a service shows of the findings.
        width: Characters of a line of `text`.
    """

    result: Result
    run: Run
    language: Language
    exit_code: int = 0
    fail_on: FailOn = "error"
    home: Home = field(default_factory=Home)
    lead: Lead | None = None
    trusted: TrustedRevision | None = None
    effect: ChangeEffect | None = None
    is_public: bool = False
    width: int = 100
    colour: bool = False
    verbose: bool = False
    quiet: bool = False

    def list_findings(self) -> list[Finding]:
        """The findings within the scope: first those that count, then by severity.

        Of one severity, errors in the files come first, then drift, then the rest, each in the order of the result.
        """

        def order(finding: Finding) -> tuple[bool, int, int]:
            family_rank = 0 if finding.is_input else 1 if finding.family in CONTRADICTING_FAMILIES else 2
            return not finding.counts, _SEVERITY_RANKS[finding.severity], family_rank

        return sorted((finding for finding in self.result.findings if self.result.in_scope(finding)), key=order)

    def list_out_of_scope(self) -> list[Finding]:
        """The findings outside the scope: formats mention their number, and they never count."""
        return [finding for finding in self.result.findings if not self.result.in_scope(finding)]
