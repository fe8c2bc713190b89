"""Reads a text in HCL as far as its syntax goes: what is broken is explained, and the blocks beside it are read.

A missing bracket or quotation mark makes everything after it look different from what it is. So a text that is broken
somewhere is cut before each line at the margin that begins a block of Terraform, and each piece is read by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct, field

from seloste.checker.evidence.terraform.hcl_blocks import AnyAttributes, Block, BlockReader, list_top_nodes
from seloste.checker.evidence.terraform.hcl_comments import find_comments
from seloste.checker.evidence.terraform.hcl_text import HclText, ParsingTime
from seloste.checker.position import Mark
from seloste.checker.reading.conflicts import Conflict, find_conflicts
from seloste.checker.reading.problem import Limits, Problem, ReadingAborted
from seloste.checker.reading.reader import compute_mark, decode_text
from seloste.checker.reading.waiver_comments import WaiverComment

if TYPE_CHECKING:
    from tree_sitter import Node

#: The most that a file in HCL may take. A tree takes some 250 times the size of its text.
LIMITS = Limits(size=1_000_000)
#: How many lines, commas, question marks, opening brackets and `/*` a file may have, and how many `<<`, which each keep
#: the ends of the texts around them.
_MOST_NODES, _MOST_HEREDOCS = 100_000, 2_000
#: How long the word after `<<` may be.
_LONGEST_WORD = 64
_LONG_WORD = re.compile(rf"<<-?[\w-]{{{_LONGEST_WORD + 1}}}")
#: How many syntax errors of a file are listed; the others are counted.
_MOST_PROBLEMS = 20
#: A line that begins a block of Terraform.
_HEAD = re.compile(
    r"(?:resource|data|module|provider|variable|output|locals|terraform|moved|import|removed|check|ephemeral)"
    r"[ \t]*+(?:[\"{]|[ \t][^\n=]*+$)"
)
#: A number with an exponent, which the grammar does not know.
_EXPONENT = re.compile(r"(?<=[=(,\[:?*/+-] )\d++(?:\.\d++)?[eE][+-]?\d++|(?<=[=(,\[:])\d++(?:\.\d++)?[eE][+-]?\d++")
_RESOURCE = re.compile(r'resource[ \t]+"?([\w-]+)"?[ \t]+"?([\w-]+)"?')
_CLOSING = frozenset({"}", "]", ")", "block_end", "object_end", "tuple_end"})


class HclReading(Struct):
    """What a file of Terraform holds, and everything that was noticed on the way."""

    blocks: list[Block] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    comments: tuple[WaiverComment, ...] = ()
    #: How many syntax errors are not among the problems.
    unlisted: int = 0


def read_hcl(data: bytes, time: ParsingTime | None = None) -> HclReading:
    """The blocks of a file. Raises nothing for any content, but MissingLibraryError."""
    text, problems = decode_text(data, LIMITS)
    problems = problems or _list_excesses(text)
    if problems:
        return HclReading(problems=problems)
    try:
        return _read_text(text, time or ParsingTime())
    except ReadingAborted as aborted:
        return HclReading(problems=[aborted.problem])


def _read_text(text: str, time: ParsingTime) -> HclReading:
    text = text.replace("\r\n", "\n")
    if (stray := text.find("\r")) >= 0:  # whether a comment ends there, tools do not agree
        return HclReading(problems=[Problem("syntax", "hcl", compute_mark(text, stray))])
    lines = text.split("\n")
    reading = HclReading()
    conflicts = find_conflicts(text, lines)
    for conflict in conflicts:
        _add_syntax_error(reading, conflict.explain())
        _empty(lines, conflict)
    whole = HclText("\n".join(lines), 0, time)
    is_sound = find_error(whole) is None
    if not is_sound and _EXPONENT.search(whole.text):
        whole = HclText(_EXPONENT.sub(lambda number: "x" * len(number[0]), whole.text), 0, time)
        lines = whole.text.split("\n")
        is_sound = find_error(whole) is None
    pieces = [whole] if is_sound else _cut(whole, lines, time)
    for piece in pieces:
        _read_piece(reading, piece, conflicts, lines)
    reading.problems.sort(key=lambda problem: problem.mark or (0, 0, 0, 0))
    reading.comments = find_comments(pieces, lines, reading.problems)
    return reading


def _list_excesses(text: str) -> list[Problem]:
    """The limits that a text certainly exceeds. They stand before tree-sitter, whose trees take much memory."""
    if sum(map(text.count, (*"{[(,?\n\r", "/*"))) > _MOST_NODES:
        return [Problem("limit-exceeded", "nodes", None, {"limit": _MOST_NODES})]
    if text.count("<<") > _MOST_HEREDOCS:
        mark = compute_mark(text, text.find("<<"))
        return [Problem("limit-exceeded", "heredocs", mark, {"limit": _MOST_HEREDOCS})]
    if found := _LONG_WORD.search(text):
        return [Problem("limit-exceeded", "key", compute_mark(text, found.start()), {"limit": _LONGEST_WORD})]
    return []


def _empty(lines: list[str], conflict: Conflict) -> None:
    """Empties the lines of a conflict, and those after it that belong to a block that begins in it."""
    end = conflict.last + 1
    if any(map(_HEAD.match, lines[conflict.first : end])):
        while end < len(lines) and not _HEAD.match(lines[end]):
            end += 1
    lines[conflict.first : end] = [""] * (end - conflict.first)


def _add_syntax_error(reading: HclReading, problem: Problem) -> None:
    if len(reading.problems) < _MOST_PROBLEMS:
        reading.problems.append(problem)
    else:
        reading.unlisted += 1


def _cut(whole: HclText, lines: Sequence[str], time: ParsingTime) -> list[HclText]:
    """The pieces of a text, each from a line that begins a block to the next one."""
    within: set[int] = set()
    for node in whole.find_nodes("heredoc_template"):
        if not node.has_error:
            within.update(range(node.start_point[0] + 1, node.end_point[0] + 1))
    heads = [number for number, line in enumerate(lines) if _HEAD.match(line) and number not in within]
    starts = sorted({0, *heads})
    ends = [*starts[1:], len(lines)]
    return [HclText("\n".join(lines[start:end]), start, time) for start, end in zip(starts, ends, strict=True)]


def _read_piece(reading: HclReading, piece: HclText, conflicts: Sequence[Conflict], lines: Sequence[str]) -> None:
    """Reads the blocks of a piece. Of a resource with an error in it only that it is there is known."""
    problem = find_error(piece)
    if problem is not None:
        range_of_piece = (piece.first_line, piece.first_line + piece.root.end_point[0])
        if not any(_overlap(conflict, *range_of_piece) for conflict in conflicts):
            _add_syntax_error(reading, problem)
        found = _RESOURCE.match(lines[piece.first_line])
        if found:
            reading.blocks.append(_make_broken((found[1], found[2]), piece.first_line, found.end()))
        return
    reader = BlockReader(piece)
    for node in list_top_nodes(piece):
        if node.type != "block":
            continue
        block = reader.read_block(node)
        if block is None:
            continue
        first, last = piece.first_line + node.start_point[0], piece.first_line + node.end_point[0]
        if any(_overlap(conflict, first, last) for conflict in conflicts):
            block.values = AnyAttributes()
        reading.blocks.append(block)
    reading.problems += reader.list_problems()


def _overlap(conflict: Conflict, first: int, last: int) -> bool:
    """Whether a conflict is within these lines (0-based), or begins or ends there."""
    return conflict.first <= last and first <= conflict.last


def _make_broken(labels: tuple[str, str], line: int, length: int) -> Block:
    return Block("resource", labels, (line + 1, 1, line + 1, length + 1), AnyAttributes())


def find_error(source: HclText) -> Problem | None:
    """The first syntax error of a text."""
    if any((line.count('"') - line.count('\\"')) % 2 for line in source.text.split("\n")):
        for node in source.find_nodes("string_lit", "quoted_template"):
            if node.start_point[0] != node.end_point[0] and any(map(_is_broken_literal, node.children)):
                line, column, _, _ = source.mark(node)
                return Problem("syntax", "quote", (line, column, line, column + 1))
    return _explain(source, *_find_broken(source.root)) if source.root.has_error else None


def _is_broken_literal(node: Node) -> bool:
    """Whether a line ends in a quoted text. Only in a text between << marks, or in the ${…} of another, it may."""
    return node.type == "template_literal" and node.start_point[0] != node.end_point[0]


def _find_broken(root: Node) -> tuple[Node, Node]:
    """The first node that is missing or in error, and the node that it is in."""
    parent = node = root
    while not (node.is_error or node.is_missing):
        inner = next((child for child in node.children if child.has_error or child.is_missing), None)
        if inner is None:
            break
        parent, node = node, inner
    return parent, node


def _explain(source: HclText, parent: Node, node: Node) -> Problem:
    """The problem of a node that is missing or in error."""
    if node.is_missing and node.type == "heredoc_identifier":
        return _explain_heredoc(source, parent)
    if (node.is_missing and node.type in _CLOSING) or (
        parent.type in _CLOSING and parent.start_byte == parent.end_byte
    ):
        return Problem("syntax", "bracket", _find_opening(source, node))
    for inner in _iterate_children(node):
        if inner.type == "heredoc_start":
            return _explain_heredoc(source, node)
    stray = _find_stray(node)
    line, column, _, _ = source.mark(stray)
    return Problem("syntax", "bracket" if stray.type in _CLOSING else "hcl", (line, column, line, column + 1))


def _find_stray(node: Node) -> Node:
    """What cannot stand where it is, in a node that is in error: the first part after the sound attributes."""
    children = list(_iterate_children(node))
    bodies = [number for number, child in enumerate(children) if child.type == "body"]
    after = children[bodies[-1] + 1 :] if bodies else []
    return next((child for child in after if child.end_byte > child.start_byte), node)


def _iterate_children(node: Node) -> Iterator[Node]:
    yield from node.children if node.child_count < 1_000 else ()


def _explain_heredoc(source: HclText, node: Node) -> Problem:
    """The problem of a text after `<<` whose last line is missing."""
    start = next((child for child in node.children if child.type == "heredoc_start"), node)
    name = next((child for child in node.children if child.type == "heredoc_identifier"), None)
    arguments = {"name": source.read(name) if name else ""}
    line, column, _, end = source.mark(start)
    return Problem("syntax", "heredoc", (line, column, line, end), arguments)


def _find_opening(source: HclText, node: Node) -> Mark:
    """Where the bracket opens whose other half is missing."""
    parent = node.parent
    while parent is not None and parent.start_byte == parent.end_byte:
        parent = parent.parent
    opening = next(
        (child for child in (parent.children if parent else ()) if child.type.endswith("_start") or child.type == "("),
        None,
    )
    mark = source.mark(opening or node)
    return (mark[0], mark[1], mark[0], mark[1] + 1)
