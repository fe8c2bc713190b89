"""Reads YAML and JSON from users: bytes to values with positions.

A file may come from a stranger, so its size, depth and aliases are limited (`composer`). All problems of a file are
reported, not only the first: where the syntax is broken, the smallest entry around the error is skipped and the rest is
read (`recovery`).
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

import yaml

from seloste.checker.position import Mark
from seloste.checker.reading.composer import Composer
from seloste.checker.reading.conflicts import may_have_conflicts
from seloste.checker.reading.file_kinds import recognize_encoding, recognize_format
from seloste.checker.reading.problem import Limits, Problem, Reading, ReadingAborted
from seloste.checker.reading.syntax import explain_syntax_error, is_blank, measure_indent, split_lines
from seloste.checker.reading.waiver_comments import MOST_COMMENTS, find_waiver_comments

if TYPE_CHECKING:
    from seloste.checker.reading.recovery import RecoverableText

#: How many syntax errors of one file are reported. Each costs another reading of the whole text, so that large files
#: get fewer: all readings together take at most so many characters, where a line or a comma takes as long as some.
_MOST_PROBLEMS = 20
_MOST_CHARACTERS, _CHARACTERS_PER_NODE = 5_000_000, 10
_DIRECTIVE = re.compile(r"(?:^|(?<=[\n\r]))%[^\n\r]*")
#: The characters that YAML forbids. U+0085, a line break, is allowed.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
#: The bytes of UTF-8 of which each of them has one: control characters, and the first bytes of the others. Leaving such
#: bytes out takes a sixth of the time of the search, and few texts have any.
_PERHAPS_FORBIDDEN = bytes({*range(32), 0x7F, 0xC2, 0xEF} - {*b"\t\n\r"})


def read_yaml(data: bytes, limits: Limits = Limits()) -> Reading:  # noqa: B008 - frozen
    """The documents in `data`, YAML 1.2 or JSON in UTF-8 or UTF-16. Raises nothing for any content."""
    text, problems = decode_text(data, limits)
    problems = problems or _list_excesses(text, limits)
    return Reading(text, [], problems) if problems else _read_with_recovery(text, limits)


def _list_excesses(text: str, limits: Limits) -> list[Problem]:
    """The limits that a text certainly exceeds. They stand before libyaml, which cannot be stopped."""
    problems = []
    if text.count(",") + count_lines(text) > limits.nodes:
        problems.append(Problem("limit-exceeded", "nodes", None, {"limit": limits.nodes}))
    if "%" in text:
        directives = _DIRECTIVE.findall(text)
        if max(len(directives), sum(map(len, directives)) // limits.key) > limits.directives:
            problems.append(Problem("limit-exceeded", "directives", None, {"limit": limits.directives}))
    return problems


def decode_text(data: bytes, limits: Limits) -> tuple[str, list[Problem]]:
    """The text, and the problems that prevent reading it: its size, its encoding, forbidden characters."""
    if len(data) > limits.size:
        return "", [Problem("limit-exceeded", "size", None, {"limit": limits.size})]
    if problem := recognize_format(data):
        return "", [problem]
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    is_marked = encoding == "utf-16" or data.startswith(codecs.BOM_UTF8)
    try:
        text = data.decode(encoding if is_marked else "utf-8")  # which is in C, as the other is not
    except UnicodeDecodeError as error:
        mark = compute_mark(error.object[: error.start].decode(encoding, "replace"), -1)
        if encoding != "utf-16" and (name := recognize_encoding(data)):
            return "", [Problem("unreadable", "encoding", mark, {"encoding": name, "line": mark[0]})]
        return "", [Problem("unreadable", "not-text", mark, {"line": mark[0]})]
    is_sound = not is_marked and len(data.translate(None, _PERHAPS_FORBIDDEN)) == len(data)
    return text, [] if is_sound else list_forbidden(text)


def list_forbidden(text: str) -> list[Problem]:
    """The characters that a text must not have, each a problem."""
    problems: list[Problem] = []
    if (inner := text.find("\n\ufeff") + 1) > 0:  # libyaml skips a byte order mark at the beginning of any line
        problems.append(Problem("syntax", "control-character", compute_mark(text, inner), {"character": "U+FEFF"}))
    for found in _FORBIDDEN.finditer(text):
        mark, character = compute_mark(text, found.start()), f"U+{ord(found[0]):04X}"
        problems.append(Problem("syntax", "control-character", mark, {"character": character}))
        if len(problems) == _MOST_PROBLEMS:
            break
    return problems


def count_lines(text: str) -> int:
    """The number of line breaks, as editors count them."""
    return text.count("\n") + (text.count("\r") - text.count("\r\n") if "\r" in text else 0)


def compute_mark(text: str, index: int) -> Mark:
    """The mark of the character at `index`, or of the end of the text (-1), with lines counted as editors do."""
    before = text if index < 0 else text[:index]
    line = 1 + before.count("\n") + before.count("\r") - before.count("\r\n")
    column = len(before) - max(before.rfind("\n"), before.rfind("\r"))
    return (line, column, line, column + (0 if index < 0 else 1))


def _recover(text: str) -> RecoverableText:
    """The text, to be read past its errors. What that takes is imported when the first file has an error."""
    from seloste.checker.reading.recovery import RecoverableText

    return RecoverableText(text)


def _read_with_recovery(text: str, limits: Limits) -> Reading:
    """Reads `text`; after a syntax error, skips the entry around it and reads the rest again."""
    recoverable = _recover(text) if may_have_conflicts(text) else None
    problems, unlisted = recoverable.skip_conflicts(_MOST_PROBLEMS) if recoverable else ([], 0)
    remaining = recoverable.text if recoverable else text
    readings = 0
    while not readings or readings < _limit_readings(text):
        readings += 1
        composer = Composer(remaining, limits)
        if unlisted:
            composer.unlisted["syntax"] = unlisted
        try:
            documents = list(composer.compose_documents())
        except ReadingAborted as aborted:
            found = [*problems, *composer.problems, aborted.problem]
            return Reading(text, [], found, unlisted=composer.unlisted)
        except yaml.MarkedYAMLError as error:
            recoverable = recoverable or _recover(text)
            problem, line = explain_syntax_error(error, composer.shielded)
            skipped_lines = recoverable.skip_entry(line)
            problem = recoverable.explain_stray_line(skipped_lines, problem)
            if problem.mark not in [known.mark for known in problems] and not _follows(problem, problems, text):
                problems.append(problem)
            problems += [found for found in composer.problems if found.mark and found.mark[0] - 1 in skipped_lines]
            remaining = recoverable.text
            if not skipped_lines or not remaining.strip():
                known = {(each.mark, each.rule, each.variant) for each in problems}
                problems += [each for each in composer.problems if (each.mark, each.rule, each.variant) not in known]
                return Reading(text, [], problems, tuple(recoverable.skipped), unlisted=composer.unlisted)
        else:
            problems += [found for found in composer.problems if not _is_anchor_skipped(found, recoverable)]
            skipped = tuple(recoverable.skipped) if recoverable else ()
            comments = find_waiver_comments(remaining, composer.shielded)
            if len(comments) > MOST_COMMENTS:
                mark = comments[MOST_COMMENTS].mark
                problems.append(Problem("limit-exceeded", "comments", mark, {"limit": MOST_COMMENTS}))
            return Reading(text, documents, problems, skipped, comments[:MOST_COMMENTS], composer.unlisted)
    return Reading(text, [], problems)


def _limit_readings(text: str) -> int:
    """How often a text may be read: a large one less often."""
    size = 1 + len(text) + _CHARACTERS_PER_NODE * (text.count(",") + text.count("\n"))
    return min(_MOST_PROBLEMS, _MOST_CHARACTERS // size)


def _follows(problem: Problem, problems: list[Problem], text: str) -> bool:
    """Whether a wrong indentation only follows from one above it: no line between them is indented less.

    A line that is indented too far is taken for the beginning of the group, and all that come after it for wrong.
    """
    if problem.variant != "indentation" or not problems or problem.mark is None:
        return False
    before = problems[-1]
    if before.variant != "indentation" or before.mark is None or before.mark[0] >= problem.mark[0]:
        return False
    between = split_lines(text)[before.mark[0] : problem.mark[0] - 1]
    return all(is_blank(line) or measure_indent(line) >= problem.mark[1] - 1 for line in between)


def _is_anchor_skipped(problem: Problem, recoverable: RecoverableText | None) -> bool:
    """Whether the problem is an unknown alias whose anchor may stand in a skipped entry."""
    if recoverable is None or problem.variant != "alias":
        return False
    return f"&{problem.arguments['name']}" in recoverable.skipped_text
