"""Where the syntax of a file breaks: what the mistake is in the user's terms, and how to read on without it.

libyaml tells where it could not go on, which is seldom where the mistake is. The place shown is that of the mistake, as
far as the text gives it away; and what is set aside is the smallest entry around it that can be left out without
breaking what stands beside it: an entry of a top-level block, or else the block.
"""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml._yaml import CParser
from yaml.events import ScalarEvent

from checker.position import Mark
from checker.problem import Gap, Problem

_SPLIT = re.compile(r"(?<=\n)|(?<=\r)(?!\n)")
_MARKER = re.compile(r"(---|\.\.\.)(\s|$)")
_COLON = re.compile(r":(\s|$)")
_KEY = re.compile(r"""\s*(?:"([^"\\]*)"|'([^']*)'|([^\s"'#\[{&*!|>%@`-][^:#]*?))\s*(?::(?:\s|$)|$)""")
#: A key with nothing after it on its line, so that what follows is a block of its own.
_OPENS = re.compile(r"""(?:"[^"]*"|'[^']*'|[^\s"'#\[{][^"'#\[{|>]*?)\s*:\s*(?:&\S+\s*)?(?:#.*)?$""")


def split(text: str) -> list[str]:
    """The lines of `text` with their line breaks, as an editor counts them."""
    lines = _SPLIT.split(text)
    return lines if lines[-1] else lines[:-1]


class Lines:
    """The lines of a file, some of them set aside: emptied, so that all others stay where they are."""

    def __init__(self, text: str) -> None:
        self._lines = split(text)
        self.gaps: list[Gap] = []
        self.removed = ""

    def text(self) -> str:
        """The text that is left."""
        return "".join(self._lines)

    def set_aside(self, line: int) -> range:
        """Empties the entry around `line` (0-based), or what is left of the block, and returns the lines it took."""
        line = min(line, len(self._lines) - 1)
        start, end = self._block(line)
        entry = self._entry(line, start, end)
        first, last = entry or (start, end)
        if not any(each.strip() for each in self._lines[first:last]):
            return range(0)
        head = next(number for number in range(first, last) if self._lines[number].strip())
        key, mark = _named(self._lines[head], head)
        self.gaps.append(Gap(start + 1 if entry else 0, key, mark))
        self.removed += "".join(self._lines[first:last])
        for number in range(first, last):  # a space keeps a lone CR and the line feed of the next line apart
            self._lines[number] = " " + self._lines[number][len(self._lines[number].rstrip("\r\n")) :]
        return range(first, last)

    def _block(self, line: int) -> tuple[int, int]:
        """The lines of the top-level block around `line`: from its key to the next one or to a document marker."""
        start = line
        while start > 0 and not _top(self._lines[start]) and not _MARKER.match(self._lines[start - 1]):
            start -= 1
        end = line + 1
        while end < len(self._lines) and not _top(self._lines[end]) and not _MARKER.match(self._lines[end]):
            end += 1
        return start, end

    def _entry(self, line: int, start: int, end: int) -> tuple[int, int] | None:
        """The lines of the entry around `line` within a block; None when it has to be set aside as a whole."""
        if line == start or not _OPENS.match(self._lines[start].rstrip()):
            return None
        inner = [number for number in range(start + 1, end) if not _blank(self._lines[number])]
        if not inner or _tabbed(self._lines[inner[0]]):
            return None
        indent = _indent(self._lines[inner[0]])
        within = [number for number in inner if not _tabbed(self._lines[number])]
        starts = [number for number in within if _indent(self._lines[number]) == indent]
        if any(_indent(self._lines[number]) < indent for number in within) or not any(n <= line for n in starts):
            return None
        if any(self._lines[number].strip()[0] in "]}" for number in starts):
            return None
        first = max(number for number in starts if number <= line)
        last = min((number for number in starts if number > line), default=end)
        return (first, last) if len(starts) > 1 else None


def _top(line: str) -> bool:
    """Whether a top-level block begins on the line: with a key at its start."""
    return re.match(r"[^\s#\]}]", line) is not None and not re.match(r"-(\s|$)", line) and not _MARKER.match(line)


def _blank(line: str) -> bool:
    return not line.strip() or line.lstrip(" ").startswith("#")


def _tabbed(line: str) -> bool:
    return "\t" in line[: len(line) - len(line.lstrip())]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _named(line: str, number: int) -> tuple[str | None, Mark]:
    """The key that begins on a line, as far as it can be made out, and its mark."""
    found = _KEY.match(line.rstrip("\r\n"))
    column = len(line) - len(line.lstrip()) + 1
    key = next((group for group in found.groups() if group is not None), None) if found else None
    end = found.end(found.lastindex or 0) + 1 if found else column + 1
    return key, (number + 1, column, number + 1, end)


#: What libyaml says → our message. What is not here has the message that fits all.
_MISTAKES = {
    "did not find expected key": "indentation",
    "did not find expected '-'": "indentation",
    "block sequence entries are not allowed": "list-start",
    "block mapping keys are not allowed": "indentation",
    "tab character": "tab",
    "escape": "escape",
    "hexdecimal": "escape",
    "expected alphabetic or numeric character": "character",
    "cannot start any token": "character",
    "tag": "tag-form",
    "directive": "directive",
    "incompatible YAML document": "directive",
}


def explain(error: yaml.MarkedYAMLError, text: str) -> tuple[Problem, int]:
    """The mistake that stopped libyaml, and the line (0-based) on which it is."""
    said = error.problem or ""
    mark: Any = error.problem_mark or error.context_mark
    began: Any = error.context_mark or mark
    lines = split(text) or [""]
    line, column = min(mark.line, len(lines) - 1), mark.column
    character = lines[mark.line][column : column + 1] if mark.line < len(lines) else ""
    if "could not find expected ':'" in said:
        return _at("colon", began.line, began.column, _length(lines, began.line, began.column))
    if "mapping values are not allowed" in said:
        return _colon(lines, line, column)
    if "end of stream" in said or "document indicator" in said:
        return _at("quote", began.line, began.column)
    if "did not find expected ',' or" in said:
        return _comma(text, began, mark)
    if "cannot start any token" in said and character == "\t":
        return _at("tab", line, column)
    variant = next((name for words, name in _MISTAKES.items() if words in said), "")
    if variant == "indentation":
        quoted = _quoted_before(text, mark)
        if quoted is not None:
            return quoted
        if character and character in "]},":
            return _at("bracket", line, column)
    if variant == "character" and "anchor" in (error.context or "") + "alias" and column:
        sign = "".join(lines[line][:column])[-1:]
        character, column = (sign, column - 1) if sign in "&*" else (character, column)
    return _at(variant, line, column, character=character.strip())


def _at(variant: str, line: int, column: int, length: int = 1, **arguments: str) -> tuple[Problem, int]:
    place = (line + 1, column + 1, line + 1, column + 1 + length)
    return Problem("syntax", variant, place, arguments if variant == "character" else {}), line


def _length(lines: list[str], line: int, column: int) -> int:
    """How far the words at a place go on: to a comment or the end of the line."""
    return max(1, len(re.split(r"\s#", lines[line][column:])[0].rstrip()))


def _colon(lines: list[str], line: int, column: int) -> tuple[Problem, int]:
    """A colon where none can be: too many on a line, none on the line before, or a line that is indented too far."""
    here = lines[line]
    if _COLON.search(here[:column]):
        return _at("second-colon", line, column)
    before = next((number for number in range(line - 1, -1, -1) if not _blank(lines[number])), None)
    if before is None:
        return _at("second-colon", line, column)
    start = _indent(here)
    if _COLON.search(lines[before]):
        return _at("indentation", line, start)
    above = next((n for n in range(before - 1, -1, -1) if not _blank(lines[n]) and _COLON.search(lines[n])), None)
    if above is not None and _indent(lines[above]) < _indent(lines[before]) and not _OPENS.match(lines[above].strip()):
        return _at("second-colon", line, column)  # the line before goes on with a text that began above
    column = _indent(lines[before])
    return _at("colon", before, column, _length(lines, before, column))


def _comma(text: str, began: Any, mark: Any) -> tuple[Problem, int]:
    """In brackets: not closed when the line breaks off, otherwise a comma is missing where libyaml stopped."""
    if text.lstrip()[:1] in ("{", "["):
        problem, _ = _at("json", mark.line, mark.column)
        return problem, began.line
    if mark.line != began.line:
        return _at("bracket", began.line, began.column)
    return _at("bracket", mark.line, mark.column)


def _quoted_before(text: str, mark: Any) -> tuple[Problem, int] | None:
    """The quoted text right before a place where reading broke off: a quotation mark within it ended it too early."""
    last = _last_event(text)
    if not isinstance(last, ScalarEvent) or last.style not in ('"', "'"):
        return None
    start: Any = last.start_mark
    end: Any = last.end_mark
    if end.line != mark.line:
        return None
    if start.line != end.line:
        return _at("quote", start.line, start.column)
    return _at("inner-quote", end.line, end.column - 1)


def _last_event(text: str) -> Any:
    """What libyaml understood last before it could not go on."""
    parser, last = CParser(text), None
    try:
        while (event := parser.get_event()) is not None:
            last = event
    except yaml.YAMLError:
        pass
    return last
