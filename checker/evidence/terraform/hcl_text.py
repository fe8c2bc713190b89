"""Texts in HCL as trees of syntax, by tree-sitter: the trees, and where in the file their nodes stand."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from itertools import accumulate
from time import process_time
from typing import TYPE_CHECKING, Any

from seloste.checker.position import Mark
from seloste.checker.reading.problem import Problem, ReadingAborted

if TYPE_CHECKING:
    from tree_sitter import Node

#: The libraries that the extra `terraform` installs.
_LIBRARIES = ("tree_sitter", "tree_sitter_hcl")
#: The seconds that parsing may take at first, and more for each text and each of its bytes.
_SECONDS, _SECONDS_OF_TEXT, _SECONDS_OF_BYTE = 2.0, 0.001, 1e-6
#: How much is handed to the parser at once, in bytes.
_PART = 65_536


class MissingLibraryError(ImportError):
    """The libraries that read HCL are not installed."""


@cache
def load_parser() -> Any:
    """The parser of HCL. Raises MissingLibraryError where a library is missing or does not fit the others."""
    try:
        library, grammar = (import_module(name) for name in _LIBRARIES)
        return library.Parser(library.Language(grammar.language()))
    except (ImportError, OSError, ValueError, AttributeError) as error:
        raise MissingLibraryError(str(error)) from error


class ParsingTime:
    """The processor time that parsing all texts of a run may take: a little, and more with each of them.

    Sound texts take a third of it. tree-sitter takes the square of the length for some that are broken.
    """

    def __init__(self) -> None:
        self._left = _SECONDS

    def parse(self, data: bytes) -> Any:
        """The tree of a text. Raises ReadingAborted where no time is left, and MissingLibraryError."""
        parser = load_parser()
        self._left += _SECONDS_OF_TEXT + len(data) * _SECONDS_OF_BYTE
        start = process_time()
        end = start + self._left
        try:
            return parser.parse(
                lambda place, _: data[place : place + _PART], progress_callback=lambda *_: process_time() > end
            )
        except ValueError as error:  # what it raises where the callback has stopped it
            parser.reset()
            limit = f"{_SECONDS:g} s"
            raise ReadingAborted(Problem("limit-exceeded", "time", None, {"limit": limit})) from error
        finally:
            self._left = max(0.0, end - process_time())


class HclText:
    """A text in HCL, or a part of one that begins on a line of its own, as a tree.

    Attributes:
        text: The text.
        root: The root of the tree.
        first_line: The 0-based line of the file on which the text begins.
    """

    def __init__(self, text: str, first_line: int = 0, time: ParsingTime | None = None) -> None:
        self.text = text
        self._data = text.encode("utf-8", "replace")
        self._characters: array[int] | None = None
        self._is_ascii = text.isascii()
        self._tree = (time or ParsingTime()).parse(self._data)  # the nodes live as long as their tree does
        self.root: Node = self._tree.root_node
        self.first_line = first_line

    def find_nodes(self, *types: str) -> Iterator[Node]:
        """The nodes of some types, in their order. Queries of tree-sitter would take quadratic time on long chains."""
        cursor = self.root.walk()
        while True:
            node = cursor.node
            if node is not None and node.type in types:
                yield node
            if cursor.goto_first_child():
                continue
            while not cursor.goto_next_sibling():
                if not cursor.goto_parent():
                    return

    def read(self, node: Node) -> str:
        """What a node is written as."""
        return self.read_between(node.start_byte, node.end_byte)

    def read_between(self, start: int, end: int) -> str:
        """What stands between two places, in bytes."""
        return self._data[start:end].decode("utf-8", "replace")

    def find_break(self, start: int) -> int:
        """The place after the next line break, in bytes."""
        return self._data.find(b"\n", start) + 1 or len(self._data)

    def find_line(self, end: int) -> int:
        """The place where the line of a place begins, in bytes."""
        return self._data.rfind(b"\n", 0, end) + 1

    def mark(self, node: Node, last: Node | None = None) -> Mark:
        """The mark of a node, or from it to the end of another."""
        (line, column), end = node.start_point, last or node
        start = self._count_characters(node.start_byte, column)
        end_column = self._count_characters(end.end_byte, end.end_point[1])
        return (self.first_line + line + 1, start + 1, self.first_line + end.end_point[0] + 1, end_column + 1)

    def _count_characters(self, place: int, column: int) -> int:
        """The column in characters of a place in bytes, whose column in bytes is given."""
        if self._is_ascii or not column:
            return column
        if self._characters is None:
            self._characters = array("I", accumulate((byte & 0xC0 != 0x80 for byte in self._data), initial=0))
        return self._characters[place] - self._characters[place - column]


def list_parts(node: Node) -> list[Node]:
    """The named parts of a node, without comments."""
    return [child for child in node.named_children if child.type != "comment"]
