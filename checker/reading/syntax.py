"""What broke the syntax of a file, in the user's terms.

libyaml tells where it could not go on, which is seldom where the mistake is. The place shown is that of the mistake, as
far as the text gives it away.
"""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml._yaml import CParser
from yaml.events import CollectionEndEvent, CollectionStartEvent, ScalarEvent

from seloste.checker.reading.problem import Problem

_SPLIT = re.compile(r"(?<=\n)|(?<=\r)(?!\n)")
_COLON = re.compile(r":(\s|$)")
#: A key with nothing after it on its line, so that what follows is a block of its own.
OPENS_BLOCK = re.compile(r"""(?:"[^"]*"|'[^']*'|[^\s"'#\[{][^"'#\[{|>]*?)\s*:\s*(?:&\S+\s*)?(?:#.*)?$""")

#: What libyaml says → our message. What is not here has the message that fits all.
_MISTAKES = {
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


def split_lines(text: str) -> list[str]:
    """The lines of `text` with their line breaks, as an editor counts them."""
    lines = _SPLIT.split(text)
    return lines if lines[-1] else lines[:-1]


def is_blank(line: str) -> bool:
    """Whether a line holds nothing, or but a comment."""
    return not line.strip() or line.lstrip(" ").startswith("#")


def measure_indent(line: str) -> int:
    """By how many spaces a line is indented."""
    return len(line) - len(line.lstrip(" "))


def explain_syntax_error(error: yaml.MarkedYAMLError, text: str) -> tuple[Problem, int]:
    """The mistake that stopped libyaml, and the line (0-based) on which what is broken begins."""
    return _Break(error, text).explained()


class _Break:
    """The place where libyaml broke off, and where the construct began that it was reading."""

    def __init__(self, error: yaml.MarkedYAMLError, text: str) -> None:
        mark: Any = error.problem_mark or error.context_mark
        began: Any = error.context_mark or mark
        self.said = f"{error.context or ''}: {error.problem or ''}"
        self.text = text
        self.lines = split_lines(text) or [""]
        self.line, self.column = self._within(mark.line, mark.column)
        self.began = self._within(began.line, began.column)

    def _within(self, line: int, column: int) -> tuple[int, int]:
        """A place; at the end of the last line where it lies beyond."""
        if line < len(self.lines):
            return line, column
        return len(self.lines) - 1, len(self.lines[-1].rstrip())

    def explained(self) -> tuple[Problem, int]:
        """The mistake, and the line on which what is broken begins."""
        said, character = self.said, self.lines[self.line][self.column : self.column + 1]
        if "could not find expected ':'" in said:
            return self._words("colon", *self.began)
        if "mapping values are not allowed" in said:
            return self._colon()
        if "end of stream" in said or "document indicator" in said:
            return _at("quote", *self.began)
        if "did not find expected ',' or" in said:
            return self._bracket(self.began)
        if "expected <document start>" in said:
            return self._second_value()
        variant = next((name for words, name in _MISTAKES.items() if words in said), "")
        if variant == "character":
            return self._character(character)
        if variant == "bracket":
            return self._bracket(_Trail(self.text).bracket)
        if variant == "indentation":
            return self._indentation(character)
        return _at(variant, self.line, self.column)

    def _words(self, variant: str, line: int, column: int) -> tuple[Problem, int]:
        """A mistake in the words at a place, which go on to a comment or to the end of the line."""
        words = re.split(r"\s#", self.lines[line][column:])[0].rstrip()
        return _at(variant, line, column, max(1, len(words)))

    def _before(self, line: int) -> int | None:
        return next((number for number in range(line - 1, -1, -1) if not is_blank(self.lines[number])), None)

    def _colon(self) -> tuple[Problem, int]:
        """A colon where none can be: too many on a line, none on the line before, or a line indented too far."""
        here = self.lines[self.line]
        before = self._before(self.line)
        if _COLON.search(here[: self.column]) or before is None:
            return _at("second-colon", self.line, self.column)
        if _COLON.search(self.lines[before]):
            return _at("indentation", self.line, measure_indent(here))
        above: int | None = before
        while above is not None and not _COLON.search(self.lines[above]):
            above = self._before(above)
        goes_on = above is not None and measure_indent(self.lines[above]) < measure_indent(self.lines[before])
        if above is not None and goes_on and not OPENS_BLOCK.match(self.lines[above].strip()):
            return _at("second-colon", self.line, self.column)
        return self._words("colon", before, measure_indent(self.lines[before]))

    def _second_value(self) -> tuple[Problem, int]:
        """Something after what is the whole document: most likely a first key without its colon."""
        before = self._before(self.line)
        if before is None or _COLON.search(self.lines[before]) or self.lines[before].startswith(("---", "...", "- ")):
            return _at("", self.line, self.column)
        return self._words("colon", before, measure_indent(self.lines[before]))

    def _bracket(self, opened: tuple[int, int] | None) -> tuple[Problem, int]:
        """In brackets: they are not closed when their line ends; else a comma is missing or too many at the place."""
        if opened is None:
            return _at("", self.line, self.column)
        if self.text.lstrip()[:1] in ("{", "["):
            return _at("json", self.line, self.column)[0], opened[0]
        open_ended = opened[0] != self.line or not self.lines[self.line][self.column :].strip()
        return _at("bracket", *(opened if open_ended else (self.line, self.column)))

    def _character(self, character: str) -> tuple[Problem, int]:
        """A character that no value begins with; `&` and `*` are only missed when no name follows them."""
        line, column = self.line, self.column
        if character == "\t":
            return _at("tab", line, column)
        sign = self.lines[line][:column][-1:]
        if sign in ("&", "*"):
            character, column = sign, column - 1
        problem, _ = _at("character", line, column)
        return Problem(problem.rule, problem.variant, problem.mark, {"character": character}), line

    def _indentation(self, character: str) -> tuple[Problem, int]:
        """A key or dash that is not where the others are, unless a quoted text or a bracket ended too early."""
        last = _Trail(self.text).last
        if isinstance(last, ScalarEvent) and last.style in ('"', "'"):
            start: Any = last.start_mark
            end: Any = last.end_mark
            if end.line == self.line:
                inner = start.line == end.line
                return _at("inner-quote", end.line, end.column - 1) if inner else _at("quote", start.line, start.column)
        return _at("bracket" if character and character in "]}," else "indentation", self.line, self.column)


def _at(variant: str, line: int, column: int, length: int = 1) -> tuple[Problem, int]:
    return Problem("syntax", variant, (line + 1, column + 1, line + 1, column + 1 + length)), line


class _Trail:
    """What libyaml understood before it broke off: the last event, and the innermost bracket that is still open."""

    def __init__(self, text: str) -> None:
        self.last: Any = None
        open_brackets: list[tuple[int, int]] = []
        parser = CParser(text)
        try:
            while (event := parser.get_event()) is not None:
                self.last = event
                mark: Any = event.start_mark
                end: Any = event.end_mark
                if isinstance(event, CollectionStartEvent) and event.flow_style:
                    open_brackets.append((mark.line, mark.column))
                elif isinstance(event, CollectionEndEvent) and open_brackets and end.index > mark.index:
                    open_brackets.pop()
        except yaml.YAMLError:
            pass
        self.bracket = open_brackets[-1] if open_brackets else None
