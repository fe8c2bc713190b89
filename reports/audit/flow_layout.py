"""The flow as a picture: where its boxes and lines go. Text is cut to its box, so that nothing ever overlaps.

Columns from left to right; a line that passes a column has a slot of its own there, so that none runs behind a box.
Within a column, boxes are ordered by where their neighbours are, which keeps lines from crossing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log2

from seloste.reports.audit.flow import Flow, Link, Node
from seloste.reports.rendering.escape import visible

#: How wide a box is and how far the next column is from it, by the number of columns.
_WIDTHS = {4: (164, 74), 5: (142, 54)}
_NARROWEST = (128, 40)
_SPACE, _HEAD = 10, 34
_LINE, _PAD = 15, 6
#: What a line through a column takes of its height.
_SLOT = 7
#: Estimated widths of characters at the size of the labels, wide rather than narrow.
_NARROW, _ORDINARY, _BROAD, _FULL = 4.2, 7.0, 9.6, 13.0
#: What a box keeps free of text beside it.
_MARGIN = 18


@dataclass(slots=True)
class Box:
    """A node in its place, or, without one, the slot of a line that passes."""

    node: Node | None
    lines: tuple[str, ...]
    column: int
    width: float
    x: float = 0
    y: float = 0
    height: float = _SLOT

    @property
    def middle(self) -> float:
        """The height at which lines come and go."""
        return self.y + self.height / 2

    @property
    def baselines(self) -> list[tuple[float, str]]:
        """Each line of text with where it stands."""
        top = self.y + _PAD + 11
        return [(round(top + number * _LINE, 1), line) for number, line in enumerate(self.lines)]


@dataclass(frozen=True, slots=True)
class Line:
    """A link, or the part of one between two columns."""

    path: str
    width: float
    third: bool
    #: The corners of its head, where it arrives at a box.
    head: str


@dataclass(frozen=True, slots=True)
class Picture:
    """All of it, in pixels."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    heads: tuple[tuple[float, str], ...]


@dataclass(slots=True)
class _Columns:
    """The boxes column by column, and the parts of the links between them."""

    columns: list[list[str]]
    width: float
    gap: float
    boxes: dict[str, Box] = field(default_factory=dict)
    parts: dict[tuple[str, str], Link] = field(default_factory=dict)


def draw(flow: Flow, headings: Sequence[str], notes: Mapping[str, str]) -> Picture:
    """The picture of a flow. `headings` of the columns; `notes` are the words under a node, by its key."""
    columns = flow.columns
    laid = _Columns([[] for _ in range(columns)], *_WIDTHS.get(max(columns, min(_WIDTHS)), _NARROWEST))
    for node in flow.nodes.values():
        lines = (*_fitted(visible(node.name), laid.width - _MARGIN), *((notes[node.key],) if node.key in notes else ()))
        laid.boxes[node.key] = Box(node, lines, node.column, laid.width, height=2 * _PAD + _LINE * len(lines))
        laid.columns[node.column].append(node.key)
    for link in flow.links:
        _through(laid, link)
    _ordered(laid)
    height = _placed(laid)
    drawn = sorted(laid.parts.items(), key=lambda part: part[1].third)
    drawn_lines = [_line(laid.boxes[source], laid.boxes[target], link) for (source, target), link in drawn]
    step = laid.width + laid.gap
    heads = [(number * step + 1.0, heading) for number, heading in enumerate(headings)]
    boxes = [laid.boxes[key] for column in laid.columns for key in column]
    width = columns * step - laid.gap + 2 + 26
    return Picture(width, height, tuple(box for box in boxes if box.node), tuple(drawn_lines), tuple(heads))


def _through(laid: _Columns, link: Link) -> None:
    """Leads a link through the columns between its ends; all that go to one target share its slot there."""
    source, target = laid.boxes[link.source], laid.boxes[link.target]
    last = link.source
    for column in range(source.column + 1, target.column):
        slot = f"{column}\0{link.target}\0{link.third}"
        if slot not in laid.boxes:
            laid.boxes[slot] = Box(None, (), column, laid.width)
            laid.columns[column].append(slot)
        _part(laid, last, slot, link)
        last = slot
    _part(laid, last, link.target, link)


def _part(laid: _Columns, source: str, target: str, link: Link) -> None:
    known = laid.parts.get((source, target))
    count = link.count + (known.count if known else 0)
    laid.parts[source, target] = Link(source, target, count, link.third or bool(known and known.third))


def _ordered(laid: _Columns) -> None:
    """Orders each column by the mean place of its neighbours, to and fro. The first keeps the order of the notice."""
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for source, target in laid.parts:
        if laid.boxes[source].column < laid.boxes[target].column:
            before.setdefault(target, []).append(source)
            after.setdefault(source, []).append(target)
    inner = range(1, len(laid.columns))
    for _ in range(3):
        for column in inner:
            _sort(laid.columns[column], laid.columns[column - 1], before)
        for column in reversed(inner[:-1]):
            _sort(laid.columns[column], laid.columns[column + 1], after)


def _sort(column: list[str], beside: Sequence[str], neighbours: Mapping[str, Iterable[str]]) -> None:
    places = {key: number / max(len(beside) - 1, 1) for number, key in enumerate(beside)}
    own = {key: number / max(len(column) - 1, 1) for number, key in enumerate(column)}

    def mean(key: str) -> float:
        found = [places[near] for near in neighbours.get(key, ()) if near in places]
        return sum(found) / len(found) if found else own[key]

    column.sort(key=lambda key: (mean(key), own[key]))


def _placed(laid: _Columns) -> float:
    """Gives each box its place, every column in the middle of the height; returns the height of the picture."""
    heights = [sum(laid.boxes[key].height + _SPACE for key in column) - _SPACE for column in laid.columns]
    whole = max(heights, default=0)
    for number, column in enumerate(laid.columns):
        y = _HEAD + (whole - heights[number]) / 2
        for key in column:
            box = laid.boxes[key]
            box.x, box.y = number * (laid.width + laid.gap) + 1, round(y, 1)
            y += box.height + _SPACE
    return round(_HEAD + whole + 2, 1)


def _line(source: Box, target: Box, link: Link) -> Line:
    width = round(min(1 + log2(max(link.count, 1)) / 2, 4), 1)
    start = source.x + source.width
    back = target.column <= source.column
    end = target.x + target.width if back else target.x
    y1, y2 = round(source.middle, 1), round(target.middle, 1)
    # A line back, or within a column, leaves and arrives on the right.
    bend = 24 if back else (end - start) / 2
    lead = f"M{source.x if source.node is None else start:g} {y1:g}H{start:g}"
    path = f"{lead}C{start + bend:g} {y1:g} {end + (bend if back else -bend):g} {y2:g} {end:g} {y2:g}"
    if target.node is None:
        return Line(path, width, link.third, "")
    tip = 6 if back else -6
    return Line(path, width, link.third, f"{end:g},{y2:g} {end + tip:g},{y2 - 3.5:g} {end + tip:g},{y2 + 3.5:g}")


def _fitted(text: str, width: float) -> tuple[str, ...]:
    """The text in one or two lines of a box; cut with an ellipsis where it has more."""
    words = " ".join(text.split())[:400]
    lines: list[str] = []
    while words and len(lines) < 2:
        room = cut(words, width)
        if len(room) < len(words):
            space = words[: len(room) + 1].rfind(" ")
            room = room if space < len(room) / 3 else words[:space]
        lines.append(room.strip())
        words = words[len(room) :].strip()
    if words and lines:
        lines[-1] = cut(lines[-1], width - _FULL).rstrip() + "…"
    return tuple(lines) or ("–",)


def cut(text: str, room: float) -> str:
    """As much of the beginning of a text as is sure to fit."""
    width = 0.0
    for number, character in enumerate(text):
        width += _width(character)
        if width > room:
            return text[:number]
    return text


def _width(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WF":
        return _FULL
    if character in "ijlftrI.,:;'|!()[]- ":
        return _NARROW
    if character in "mwMW@%—…" or not (character.isascii() or character.isalpha()):
        return _FULL
    return _BROAD if character.isupper() else _ORDINARY
