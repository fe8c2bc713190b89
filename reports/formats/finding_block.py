"""A finding in the text for a terminal: in full, with its line, the promise and how to fix it."""

from __future__ import annotations

from seloste.checker.finding import Finding
from seloste.checker.position import Location
from seloste.checker.result import Result
from seloste.reports.formats.phrases import format_suppression
from seloste.reports.formats.style import Style
from seloste.reports.language.related import list_related
from seloste.reports.rendering.escape import visible

INDENT = "   "
_LABELS = ("promise", "fixes", "fix", "law", "also")


def format_block(finding: Finding, result: Result, style: Style) -> list[str]:
    """A finding in full: place, message, source line, the text of the promise, and how to fix it."""
    language = style.language
    place = style.paint(visible(str(finding.location)), "bold")
    severity = style.paint(language.word(f"severity.{finding.severity}"), finding.severity)
    lines = [f"{place}  {severity}  {finding.rule}{_format_suppression(finding, style)}"]
    lines += style.wrap(visible(language.message(finding)), INDENT, INDENT)
    lines += _format_excerpt(finding, style)
    lines += _format_labelled("promise", _format_promise(finding, result, style), style)
    lines += _format_related(finding, style)
    for number, fix in enumerate(language.fixes(finding)):
        words = f"{language.word(f'terminal.change.{fix.change}')}: {fix.words}"
        lines += _format_labelled("fixes" if number == 0 else "", words, style)
    if finding.family in ("input", "waiver"):
        lines += _format_labelled("fix", language.fix(finding), style)
    if finding.from_memory:
        lines += _format_labelled("law", language.word("terminal.from-memory"), style)
    return lines


def _format_related(finding: Finding, style: Style) -> list[str]:
    """The other places of a finding by what they are; that of its promise has a line of its own."""
    places: dict[str, list[str]] = {}
    for location, words in list_related(finding, style.language):
        if finding.promise is None or location in finding.found.declared:
            places.setdefault(words, []).append(visible(_format_place(location)))
    lines: list[str] = []
    for words, names in places.items():
        lines += _format_labelled("" if lines else "also", f"{', '.join(names)} {words}".strip(), style)
    return lines


def _format_place(location: Location) -> str:
    """The path and the line of a place; of a whole file the path alone."""
    return location.path if location.line is None else f"{location.path}:{location.line}"


def _format_promise(finding: Finding, result: Result, style: Style) -> str:
    judged = next((judged for judged in result.promises if judged.id == finding.promise), None)
    if judged is None:
        return ""
    place = f"{judged.id}, {_format_place(judged.location)}"
    words = style.language.text(judged.text) if judged.text else style.language.related(finding)
    return f"{place} {style.language.word('terminal.quote', words=visible(' '.join(words.split())))}"


def _format_excerpt(finding: Finding, style: Style) -> list[str]:
    """The source line and below it carets at the columns of the finding. A long line is cut around them."""
    location = finding.location
    if not finding.excerpt or location.line is None or location.column is None:
        return []
    source = visible(finding.excerpt.rstrip().replace("\t", " "))
    room = style.width - 12
    is_far = location.column > room and len(source) >= location.column and not location.is_cell
    start = location.column - room // 2 if is_far else 0
    number = str(location.line)
    part = source[start : start + room]
    bar = style.paint("|", "dim")
    lines = [f"{INDENT}{style.paint(number, 'dim')} {bar} {part}"]
    margin = location.column - 1 - start
    if margin <= len(part) and not location.is_cell:
        end = location.end_column if location.end_line == location.line else None
        carets = "^" * max(1, min((end or len(source) + 1) - location.column, len(part) - margin))
        lines.append(f"{INDENT}{' ' * len(number)} {bar} {' ' * margin}{style.paint(carets, finding.severity)}")
    return lines


def _format_labelled(label: str, words: str, style: Style) -> list[str]:
    """The words beside a label, or below the words of the label before, where it is empty."""
    if not words:
        return []
    name = style.language.word(f"terminal.{label}") if label else ""
    width = max(len(style.language.word(f"terminal.{label}")) for label in _LABELS)
    indent = " " * (width + 5)
    first, *rest = style.wrap(words, indent, indent)
    return [f"{INDENT}{name:<{width}}  {first.lstrip()}", *rest]


def format_marks(finding: Finding, style: Style) -> str:
    """The suppression of a finding, and whether it rests on an unchecked legal fact, in square brackets."""
    return _format_suppression(finding, style) + (format_from_memory(style) if finding.from_memory else "")


def format_from_memory(style: Style) -> str:
    """The mark of what rests on an unchecked legal fact."""
    return f" [{style.language.word('terminal.from-memory')}]"


def _format_suppression(finding: Finding, style: Style) -> str:
    return "" if finding.counts else f" [{visible(format_suppression(finding, style.language))}]"
