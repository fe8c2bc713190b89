"""Explains syntax errors: what is wrong, and where.

libyaml reports the place where it could not go on, which is seldom the place of the error. The error is looked for
from there in the lines above.
"""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml._yaml import CParser
from yaml.events import CollectionEndEvent, CollectionStartEvent, ScalarEvent

from seloste.checker.position import Mark
from seloste.checker.reading.problem import Problem
from seloste.policy.prose.lazy_patterns import LazyPattern

_AFTER_LINE_BREAK = LazyPattern(r"(?<=\n)|(?<=\r)(?!\n)")
_COLON = LazyPattern(r":(\s|$)")
#: A key without a value on its line, so that a block follows below.
OPENS_BLOCK = LazyPattern(
    r"""(?:"[^"]*+"|'[^']*+'|[^\s"'#\[{](?:[^"'#\[{|>:]|:(?!\s|$))*+)\s*+:\s*+(?:&\S++\s*+)?(?:#.*)?$"""
)

#: The variant of our problem by words of libyaml's message. Any other message gets the general variant.
_VARIANTS = {
    "did not find expected key": "indentation",
    "did not find expected '-'": "indentation",
    "block sequence entries are not allowed": "list-start",
    "block mapping keys are not allowed": "indentation",
    "tab character": "tab",
    "unknown escape": "escape",
    "Unicode character escape": "escape",
    "hexdecimal": "escape",
    "expected alphabetic or numeric character": "character",
    "cannot start any token": "character",
    "expected node content": "bracket",
    "while parsing a tag": "tag-form",
    "while scanning a tag": "tag-form",
    "undefined tag": "tag-form",
    "directive": "directive",
    "incompatible YAML document": "directive",
}

#: A syntax error, and the 0-based line on which the broken construct begins.
_Explanation = tuple[Problem, int]
#: A 0-based line and column.
_Position = tuple[int, int]


def split_lines(text: str) -> list[str]:
    """The lines of a text with their line breaks, as editors count them."""
    if "\r" in text:
        lines = _AFTER_LINE_BREAK.split(text)
    else:
        *whole, last = text.split("\n")
        lines = [*(f"{line}\n" for line in whole), last]
    return lines if lines[-1] else lines[:-1]


def find_joined_item(text: str, event: Any) -> Mark | None:
    """The mark of an item that is indented further than the one above it, so that YAML takes it for the same text."""
    if not isinstance(event, ScalarEvent) or event.style in ("'", '"', "|", ">"):
        return None
    start, end = event.start_mark, event.end_mark
    if start is None or end is None:
        return None
    lines = split_lines(text[start.index : end.index])
    for number, line in enumerate(lines[1:], 2):
        if line.lstrip(" ").startswith("- "):
            row, indent = start.line + number, measure_indent(line)
            return (row, indent + 1, row, indent + 2)
    return None


def is_blank(line: str) -> bool:
    """Whether a line is empty or a comment."""
    return not line.strip() or line.lstrip(" ").startswith("#")


def measure_indent(line: str) -> int:
    """The number of spaces at the start of a line."""
    return len(line) - len(line.lstrip(" "))


def explain_syntax_error(error: yaml.MarkedYAMLError, text: str) -> _Explanation:
    """The problem behind an error of libyaml, and the 0-based line on which the broken construct begins."""
    return _SyntaxError(error, text).explain()


class _SyntaxError:
    """An error of libyaml: its message, where parsing stopped, and where the construct that it was in began."""

    def __init__(self, error: yaml.MarkedYAMLError, text: str) -> None:
        stop: Any = error.problem_mark or error.context_mark
        start: Any = error.context_mark or stop
        self.message = f"{error.context or ''}: {error.problem or ''}"
        self.text = text
        self.lines = split_lines(text) or [""]
        self.line, self.column = self._limit_to_text(stop.line, stop.column)
        self.start = self._limit_to_text(start.line, start.column)

    def _limit_to_text(self, line: int, column: int) -> _Position:
        """The position; the end of the last line where it lies beyond."""
        if line < len(self.lines):
            return line, column
        return len(self.lines) - 1, len(self.lines[-1].rstrip())

    def explain(self) -> _Explanation:
        """The explanation, chosen by the words of libyaml's message."""
        message, character = self.message, self.lines[self.line][self.column : self.column + 1]
        if "could not find expected ':'" in message:
            return self._explain_phrase("colon", *self.start)
        if "mapping values are not allowed" in message:
            return self._explain_colon()
        if "end of stream" in message or "document indicator" in message:
            return _explain_at("quote", *self.start)
        if "did not find expected ',' or" in message:
            return self._explain_bracket(self.start)
        if "expected <document start>" in message:
            return self._explain_second_value()
        variant = next((name for words, name in _VARIANTS.items() if words in message), "")
        if variant == "character":
            return self._explain_character(character)
        if variant == "bracket":
            return self._explain_bracket(_ParsedPart(self.text).open_bracket)
        if variant == "indentation":
            return self._explain_indentation(character)
        return _explain_at(variant, self.line, self.column)

    def _explain_phrase(self, variant: str, line: int, column: int) -> _Explanation:
        """An error in the words from a position up to a comment or the end of the line."""
        phrase = re.split(r"\s#", self.lines[line][column:])[0].rstrip()
        return _explain_at(variant, line, column, max(1, len(phrase)))

    def _find_line_above(self, line: int) -> int | None:
        """The nearest line above that is not blank."""
        return next((number for number in range(line - 1, -1, -1) if not is_blank(self.lines[number])), None)

    def _explain_colon(self) -> _Explanation:
        """A colon that is not allowed: a second one on its line, or none on the line above, or too much indentation.

        Where the lines above go on with the value of an earlier key, they need no colon, and this one is surplus.
        """
        line = self.lines[self.line]
        above = self._find_line_above(self.line)
        if _COLON.search(line[: self.column]) or above is None:
            return _explain_at("second-colon", self.line, self.column)
        if _COLON.search(self.lines[above]):
            return _explain_at("indentation", self.line, measure_indent(line))
        key_line: int | None = above
        while key_line is not None and not _COLON.search(self.lines[key_line]):
            key_line = self._find_line_above(key_line)
        if key_line is not None:
            is_continued = measure_indent(self.lines[key_line]) < measure_indent(self.lines[above])
            if is_continued and not OPENS_BLOCK.match(self.lines[key_line].strip()):
                return _explain_at("second-colon", self.line, self.column)
        return self._explain_phrase("colon", above, measure_indent(self.lines[above]))

    def _explain_second_value(self) -> _Explanation:
        """A second value after the only one of the document: most likely the first key lacks its colon."""
        above = self._find_line_above(self.line)
        if above is None or _COLON.search(self.lines[above]) or self.lines[above].startswith(("---", "...", "- ")):
            return _explain_at("", self.line, self.column)
        return self._explain_phrase("colon", above, measure_indent(self.lines[above]))

    def _explain_bracket(self, opened: _Position | None) -> _Explanation:
        """An error in brackets: one is not closed on its line, or a comma is missing or surplus.

        `opened` is the place of the bracket. JSON has a variant of its own, at the place where parsing stopped.
        """
        if opened is None:
            return _explain_at("", self.line, self.column)
        if self.text.lstrip()[:1] in ("{", "["):
            return _explain_at("json", self.line, self.column)[0], opened[0]
        is_open = opened[0] != self.line or not self.lines[self.line][self.column :].strip()
        return _explain_at("bracket", *(opened if is_open else (self.line, self.column)))

    def _explain_character(self, character: str) -> _Explanation:
        """A character that no value begins with, or a `&` or `*` without a name after it."""
        line, column = self.line, self.column
        if character == "\t":
            return _explain_at("tab", line, column)
        sign = self.lines[line][:column][-1:]
        if sign in ("&", "*"):
            character, column = sign, column - 1
        problem, _ = _explain_at("character", line, column)
        return Problem(problem.rule, problem.variant, problem.mark, {"character": character}), line

    def _explain_indentation(self, character: str) -> _Explanation:
        """A key or dash with the wrong indentation, text after a quoted string, or a bracket that closes nothing."""
        last = _ParsedPart(self.text).last
        if isinstance(last, ScalarEvent) and last.style in ('"', "'"):
            start: Any = last.start_mark
            end: Any = last.end_mark
            if end.line == self.line and start.line == end.line:
                return _explain_at("inner-quote", end.line, end.column - 1)
            if end.line == self.line:
                return _explain_at("quote", start.line, start.column)
        return _explain_at("bracket" if character and character in "]}," else "indentation", self.line, self.column)


def _explain_at(variant: str, line: int, column: int, length: int = 1) -> _Explanation:
    """A problem at a 0-based line and column, in a construct that begins on that line."""
    return Problem("syntax", variant, (line + 1, column + 1, line + 1, column + 1 + length)), line


class _ParsedPart:
    """The part of a text that libyaml can parse: its last event, and the innermost bracket that is open at its end."""

    def __init__(self, text: str) -> None:
        self.last: Any = None
        open_brackets: list[_Position] = []
        parser = CParser(text)
        try:
            while (event := parser.get_event()) is not None:
                self.last = event
                start: Any = event.start_mark
                end: Any = event.end_mark
                # A pair in a list, `[a: b]`, is a mapping that begins and ends without a bracket of its own.
                if isinstance(event, CollectionStartEvent) and event.flow_style:
                    if end.index > start.index and text[end.index - 1] in "[{":
                        open_brackets.append((start.line, start.column))
                elif isinstance(event, CollectionEndEvent) and open_brackets and end.index > start.index:
                    open_brackets.pop()
        except yaml.YAMLError:
            pass
        self.open_bracket = open_brackets[-1] if open_brackets else None
