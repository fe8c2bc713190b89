"""The terminal: how wide and in which colours text is laid out, and findings as lines of a message."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from seloste.checker.finding import Finding, cut_text
from seloste.checker.position import Location
from seloste.targets import STDOUT

if TYPE_CHECKING:  # a check that writes no text needs none
    from seloste.reports.formats.style import Style

#: In characters. Narrower text breaks too often, wider lines are hard to follow.
_NARROWEST, _WIDEST, _DEFAULT_WIDTH = 60, 120, 100
#: How many unfinished places of a notice are named, and of each how many gaps.
_MOST_PLACES = 20


def make_text_style(code: str, environment: Mapping[str, str], target: str = STDOUT) -> Style:
    """The style of text in a language for its target: coloured only on a terminal."""
    from seloste.reports.formats.style import Style
    from seloste.reports.language.language import load_language

    return Style(load_language(code), choose_text_width(environment), wants_colour(environment, target))


def choose_text_width(environment: Mapping[str, str]) -> int:
    """The width to write in, in characters: the terminal's, within bounds that read well."""
    try:
        columns = int(environment.get("COLUMNS") or os.get_terminal_size(sys.stdout.fileno()).columns)
    except (OSError, ValueError):
        columns = _DEFAULT_WIDTH
    return min(max(columns, _NARROWEST), _WIDEST)


def wants_colour(environment: Mapping[str, str], target: str = STDOUT) -> bool:
    """Whether to write in colour: on a terminal, unless NO_COLOR or FORCE_COLOR say otherwise; never into a file."""
    if target != STDOUT or environment.get("NO_COLOR"):
        return False
    return bool(environment.get("FORCE_COLOR")) or (sys.stdout.isatty() and environment.get("TERM") != "dumb")


def format_left_out(files: Iterable[tuple[str, str]], code: str) -> str:
    """The files that are not judged as lines of a message in a language: each with the reason, given by its key."""
    from seloste.reports.language.language import load_language
    from seloste.reports.rendering.escape import console, visible

    language = load_language(code)
    reasons = ((path, language.word(f"phrases.{reason}")) for path, reason in files)
    return console("\n".join(visible(language.word("usage.left-out", path=path, why=why)) for path, why in reasons))


def format_unnamed(ids: Iterable[str], code: str) -> str:
    """The processors that the public notice leaves out, since nothing names them, as a line of a message."""
    from seloste.reports.language.language import load_language
    from seloste.reports.rendering.escape import console, visible

    return console(visible(load_language(code).word("usage.unnamed-processors", value=", ".join(ids))))


def format_unfinished(places: Sequence[tuple[Location, Sequence[str]]], code: str, *, refused: bool) -> str:
    """The places of a notice that are unfinished, with what is to be filled in there, as lines of a message."""
    from seloste.reports.language.language import load_language
    from seloste.reports.rendering.escape import console, visible

    language = load_language(code)
    lines = [language.word("usage.not-final" if refused else "usage.unfinished")]
    for location, gaps in places[:_MOST_PLACES]:
        named = ", ".join(f"“{gap}”" for gap in gaps[:_MOST_PLACES]) or "draft: true"
        lines.append(visible(f"{location}: {cut_text(named)}"))
    if len(places) > _MOST_PLACES:
        lines.append(f"+{len(places) - _MOST_PLACES}")
    return console("\n".join(lines))


def format_skipped_language(skipped: str, code: str) -> str:
    """The language of a notice in which no page is written, since there are no words for it, as a line of a message."""
    from seloste.reports.language.language import load_language

    return load_language(code).word("usage.language-skipped", value=skipped)


def format_findings(findings: Iterable[Finding], code: str) -> str:
    """Findings as lines of a message in a language: `path:line:column: message`."""
    from seloste.reports.language.language import load_language
    from seloste.reports.rendering.escape import console, visible

    language = load_language(code)
    lines = [visible(f"{finding.location}: {language.message(finding)}") for finding in findings]
    return console("\n".join(lines))
