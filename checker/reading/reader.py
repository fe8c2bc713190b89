"""Bytes to values with positions: the one place that reads YAML and JSON from users.

A file may come from anybody, so its size, depth and aliases are limited (`composer`). All problems of a file are
reported, not only the first: where the syntax breaks, the smallest entry with the error in it is skipped and the rest
is read on (`recovery`).
"""

from __future__ import annotations

import re

import yaml

from seloste.checker.position import Mark
from seloste.checker.reading.composer import Composer
from seloste.checker.reading.directives import find_waiver_comments
from seloste.checker.reading.problem import Limits, Problem, Reading, ReadingAborted
from seloste.checker.reading.recovery import Lines
from seloste.checker.reading.syntax import explain_syntax_error

#: So many mistakes of one file are told of, and so much text is read for them: reading on means reading again.
_MOST_PROBLEMS = 20
_MOST_TEXT = 10_000_000


def read_yaml(data: bytes, limits: Limits = Limits()) -> Reading:  # noqa: B008 - frozen
    """The documents in `data`, YAML 1.2 or JSON in UTF-8 or UTF-16. Never raises for what the file holds."""
    text, problems = decode_text(data, limits)
    if not problems and text.count(",") + text.count("\n") > limits.nodes:
        problems = [Problem("limit-exceeded", "nodes", None, {"limit": limits.nodes})]
    if problems:
        return Reading(text, [], problems)
    return _recovering(text, limits)


#: What no text holds. A line break of its own time, U+0085, may stand in a text.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def decode_text(data: bytes, limits: Limits) -> tuple[str, list[Problem]]:
    """The text that the bytes are, or why they are none."""
    if len(data) > limits.size:
        return "", [Problem("limit-exceeded", "size", None, {"limit": limits.size})]
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        mark = compute_mark(error.object[: error.start].decode(encoding, "replace"), -1)
        return "", [Problem("unreadable", "not-text", mark, {"line": mark[0]})]
    problems: list[Problem] = []
    for found in _UNPRINTABLE.finditer(text):
        character = f"U+{ord(found[0]):04X}"
        problems.append(Problem("syntax", "control-character", compute_mark(text, found.start()), {"character": character}))
        if len(problems) == _MOST_PROBLEMS:
            break
    return text, problems


def compute_mark(text: str, index: int) -> Mark:
    """The mark of the one character at `index` (-1: the place after the last), counting lines as an editor does."""
    before = text if index < 0 else text[:index]
    line = 1 + before.count("\n") + before.count("\r") - before.count("\r\n")
    column = len(before) - max(before.rfind("\n"), before.rfind("\r"))
    return (line, column, line, column + (0 if index < 0 else 1))


def _recovering(text: str, limits: Limits) -> Reading:
    """Reads `text`; where its syntax breaks, sets the entry with the mistake aside and reads the rest."""
    problems: list[Problem] = []
    lines: Lines | None = None
    remaining = text
    for _ in range(max(1, min(_MOST_PROBLEMS, _MOST_TEXT // (len(text) + 1)))):
        composer = Composer(remaining, limits)
        try:
            documents = list(composer.documents())
        except ReadingAborted as stop:
            return Reading(text, [], [*problems, *composer.problems, stop.problem])
        except yaml.MarkedYAMLError as error:
            lines = lines or Lines(text)
            problem, line = explain_syntax_error(error, composer.shielded)
            if problem.mark not in [known.mark for known in problems]:
                problems.append(problem)
            aside = lines.set_aside(line)
            problems += [known for known in composer.problems if known.mark and known.mark[0] - 1 in aside]
            remaining = lines.text()
            if not aside or not remaining.strip():
                found = problems + [known for known in composer.problems if known not in problems]
                return Reading(text, [], found, tuple(lines.skipped))
        else:
            unknown = [found for found in composer.problems if lines is None or not _stands_aside(found, lines)]
            gaps = tuple(lines.skipped) if lines else ()
            return Reading(text, documents, problems + unknown, gaps, find_waiver_comments(remaining, composer.shielded))
    return Reading(text, [], problems)


def _stands_aside(problem: Problem, lines: Lines) -> bool:
    """Whether it is an alias that is said to name nothing, and the anchor may stand in what was set aside."""
    return problem.variant == "alias" and f"&{problem.arguments['name']}" in lines.removed
