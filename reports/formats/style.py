"""The layout of text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from seloste.checker.finding import Finding, Severity
from seloste.checker.rule_families import SUPPRESSIONS
from seloste.reports.language.language import Language
from seloste.reports.rendering.wrap import wrap_words

#: The ANSI codes of each style.
_CODES = {"error": "31;1", "warning": "33;1", "note": "36", "bold": "1", "dim": "2", "kept": "32", "broken": "31"}


class Style(Struct, frozen=True):
    """The language and the width in characters of text, whether it is coloured, and whether it shows everything."""

    language: Language
    width: int = 100
    colour: bool = False
    verbose: bool = False

    def paint(self, text: str, style: str) -> str:
        """The text in a style, if the output is coloured. Its control characters must be gone before."""
        return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if self.colour else text

    def wrap(self, words: str, first: str = "", rest: str = "") -> list[str]:
        """The words as lines of this width; `first` begins the first line, `rest` each other line."""
        return wrap_words(words, self.width, first, rest)

    def count_findings(self, findings: Iterable[Finding]) -> str:
        """The number of findings by severity, and of suppressed ones: "7 errors, 3 warnings, 1 waived"."""
        kinds = [_count_kind(finding) for finding in findings]
        counts = [(kind, kinds.count(kind)) for kind in (*Severity, *SUPPRESSIONS)]
        return ", ".join(self.language.count(f"counted.{kind}", count) for kind, count in counts if count)


def _count_kind(finding: Finding) -> str:
    """Its severity; what suppresses it, where it does not count."""
    return finding.suppression or finding.severity
