"""Where things stand: values that know their marks, and locations that a finding points at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from msgspec import Struct

#: Line and column where something begins, and line and column just after it ends. All 1-based, columns in characters.
Mark = tuple[int, int, int, int]


class Point(Protocol):
    """A place in a text, as libyaml gives it: line and column, both 0-based."""

    @property
    def line(self) -> int:
        """The line."""

    @property
    def column(self) -> int:
        """The column, in characters."""


class MarkedMapping(dict[str, Any]):
    """A mapping that knows, for each key, the mark of the key and the mark of its value.

    Attributes:
        points: Of each key in its order where it begins and ends, and where its value does, as the parser gave them.
        marks: The marks, made of the points when they are first asked for: in most files nobody asks.
    """

    __slots__ = ("marks", "points")
    points: list[Point]
    marks: dict[str, tuple[Mark, Mark]]

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            marks = _make_marks(self, name)
            self.marks = dict(zip(self, zip(marks[::2], marks[1::2], strict=True), strict=False))
            return self.marks

    def merge(self, base: MarkedMapping) -> None:
        """Adds what another mapping has beside the keys of this one. No marks may have been asked for yet."""
        for number, (key, item) in enumerate(base.items()):
            if key not in self:
                self[key] = item
                self.points += base.points[4 * number : 4 * number + 4]

    def first_mark(self) -> Mark | None:
        """The mark of the first key, which is used for the whole where that spans many lines."""
        return next(iter(self.marks.values()))[0] if self.marks else None


class MarkedList(list[Any]):
    """A list that knows the mark of each item.

    Attributes:
        points: Of each item where it begins and ends, as the parser gave them.
        marks: The marks, made of the points when they are first asked for.
    """

    __slots__ = ("_numbers", "marks", "points")
    points: list[Point]
    marks: list[Mark]
    _numbers: dict[str, int]

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            self.marks = _make_marks(self, name)
            return self.marks

    def find_mark(self, text: str) -> Mark | None:
        """The mark of the first item that is this text. All items are indexed at once, for many may be asked for."""
        if not getattr(self, "_numbers", None):
            self._numbers = {}
            for number, item in enumerate(self):
                if isinstance(item, str):
                    self._numbers.setdefault(item, number)
        first = self._numbers.get(text)
        return None if first is None else self.marks[first]

    def first_mark(self) -> Mark | None:
        """The mark of the first item, which is used for the whole where that spans many lines."""
        return self.marks[0] if self.marks else None


#: As a pair: `isinstance` makes a union of two types anew each time.
_MARKED = (MarkedMapping, MarkedList)


def _make_marks(value: MarkedMapping | MarkedList, name: str) -> list[Mark]:
    """The marks of the points of a value, for the attribute `name` that it does not have yet."""
    if name != "marks":
        raise AttributeError(name)
    points = getattr(value, "points", [])
    value.points = []
    return [make_mark(start, end) for start, end in zip(points[::2], points[1::2], strict=True)]


def make_mark(start: Point, end: Point) -> Mark:
    """The mark between two points."""
    return (start.line + 1, start.column + 1, end.line + 1, end.column + 1)


class Location(Struct, frozen=True, gc=False):
    """A place in a file. Without a line it is the file as a whole, which may not even exist."""

    path: str
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None

    @property
    def is_cell(self) -> bool:
        """Whether line and column are the row and the column of a cell, and not places in a text."""
        return self.path.lower().endswith((".xlsx", ".xlsm"))

    def __str__(self) -> str:
        """`path:line:column`, as far as they are known."""
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)

    @classmethod
    def of(cls, path: str, mark: Mark | None) -> Location:
        """The location of `mark` in the file at `path`."""
        return cls(path, *mark) if mark else cls(path)


def mark_of(value: Any, steps: tuple[str | int, ...], *, key: bool = False) -> Mark | None:
    """The mark of what `steps` lead to from `value`, or of the nearest thing above it that is there.

    A scalar or a collection on one line is pointed at itself, a block that spans lines at the key that holds it, and
    with `key` always the key. Steps that the file does not have are skipped, since a model may be more spelled out
    than the file (`retention: {…}` for a list of one).
    """
    found: Mark | None = value.first_mark() if isinstance(value, _MARKED) else None
    end = len(steps) - 1
    for number, step in enumerate(steps):
        last = number == end
        if isinstance(value, MarkedMapping) and step in value:
            key_mark, value_mark = value.marks[str(step)]
            value = value[str(step)]
            above = not last and isinstance(value, _MARKED)
            found = key_mark if (last and key) or above or _is_block(value, value_mark) else value_mark
        elif isinstance(value, MarkedList) and isinstance(step, int) and step < len(value):
            found, value = value.marks[step], value[step]
        elif isinstance(step, str):
            return value.find_mark(step) or found if isinstance(value, MarkedList) else found
    return found


def _is_block(value: Any, mark: Mark) -> bool:
    if not value or not isinstance(value, _MARKED):
        return False
    first = value.first_mark()
    return first == mark  # a flow collection begins at its bracket, before its first item
