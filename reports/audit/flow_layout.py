"""The layout of the flow as a picture: the places of boxes and lines. Text is cut to its box, so that nothing overlaps.

Columns run from left to right. A line that crosses a column gets a slot in it, so that no line runs behind a box.
Within a column, boxes are ordered by the places of their neighbours, so that few lines cross.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from math import log2

from msgspec import Struct, field

from seloste.reports.audit.flow import Flow, Link, Node
from seloste.reports.rendering.escape import visible

#: The width of a box and the gap to the next column, in pixels, by the number of columns.
_WIDTHS = {4: (164, 74), 5: (142, 54)}
_NARROWEST = (128, 40)
_SPACE, _HEAD = 10, 34
_LINE, _PAD = 15, 6
#: The height of the slot of a line that crosses a column.
_SLOT = 7
#: Estimated widths of characters at the size of the labels; rather too wide than too narrow.
_NARROW, _ORDINARY, _BROAD, _FULL = 4.2, 7.0, 9.6, 13.0
#: The free space beside the text of a box.
_MARGIN = 18


class Box(Struct):
    """A node with its place, or, without a node, the slot of a line that crosses the column."""

    node: Node | None
    lines: tuple[str, ...]
    column: int
    width: float
    x: float = 0
    y: float = 0
    height: float = _SLOT

    @property
    def middle(self) -> float:
        """The vertical position at which lines arrive and leave."""
        return self.y + self.height / 2

    @property
    def baselines(self) -> list[tuple[float, str]]:
        """Each line of text with its vertical position."""
        top = self.y + _PAD + 11
        return [(round(top + number * _LINE, 1), line) for number, line in enumerate(self.lines)]


class Line(Struct, frozen=True):
    """A link, or the part of a link between two columns."""

    path: str
    width: float
    third: bool
    #: The corners of its arrow head; empty if it ends in a slot.
    head: str


class Picture(Struct, frozen=True):
    """The boxes, lines and headings of the picture, in pixels."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    heads: tuple[tuple[float, str], ...]


class _Columns(Struct):
    """The state of the layout: keys of boxes by column, and the parts of links between boxes."""

    columns: list[list[str]]
    width: float
    gap: float
    boxes: dict[str, Box] = field(default_factory=dict)
    parts: dict[tuple[str, str], Link] = field(default_factory=dict)


def draw_flow(flow: Flow, headings: Sequence[str], notes: Mapping[str, str]) -> Picture:
    """Draws a flow. `headings` are those of the columns; `notes` are words under a node, by its key."""
    columns = flow.columns
    layout = _Columns([[] for _ in range(columns)], *_WIDTHS.get(max(columns, min(_WIDTHS)), _NARROWEST))
    for node in flow.nodes.values():
        lines = (
            *_fit_text(visible(node.name), layout.width - _MARGIN),
            *((notes[node.key],) if node.key in notes else ()),
        )
        layout.boxes[node.key] = Box(node, lines, node.column, layout.width, height=2 * _PAD + _LINE * len(lines))
        layout.columns[node.column].append(node.key)
    for link in flow.links:
        _route_link(layout, link)
    _order_columns(layout)
    height = _place_boxes(layout)
    drawn = sorted(layout.parts.items(), key=lambda part: part[1].third)
    drawn_lines = [_draw_line(layout.boxes[source], layout.boxes[target], link) for (source, target), link in drawn]
    step = layout.width + layout.gap
    heads = [(number * step + 1.0, heading) for number, heading in enumerate(headings)]
    boxes = [layout.boxes[key] for column in layout.columns for key in column]
    width = columns * step - layout.gap + 2 + 26
    return Picture(width, height, tuple(box for box in boxes if box.node), tuple(drawn_lines), tuple(heads))


def _route_link(layout: _Columns, link: Link) -> None:
    """Routes a link through the columns between its ends. Links to one target share its slot in a column."""
    source, target = layout.boxes[link.source], layout.boxes[link.target]
    last = link.source
    for column in range(source.column + 1, target.column):
        slot = f"{column}\0{link.target}\0{link.third}"
        if slot not in layout.boxes:
            layout.boxes[slot] = Box(None, (), column, layout.width)
            layout.columns[column].append(slot)
        _add_part(layout, last, slot, link)
        last = slot
    _add_part(layout, last, link.target, link)


def _add_part(layout: _Columns, source: str, target: str, link: Link) -> None:
    known = layout.parts.get((source, target))
    count = link.count + (known.count if known else 0)
    layout.parts[source, target] = Link(source, target, count, link.third or bool(known and known.third))


def _order_columns(layout: _Columns) -> None:
    """Orders each column by the mean place of its neighbours, back and forth. The first column keeps its order."""
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for source, target in layout.parts:
        if layout.boxes[source].column < layout.boxes[target].column:
            before.setdefault(target, []).append(source)
            after.setdefault(source, []).append(target)
    inner = range(1, len(layout.columns))
    for _ in range(3):
        for column in inner:
            _sort_column(layout.columns[column], layout.columns[column - 1], before)
        for column in reversed(inner[:-1]):
            _sort_column(layout.columns[column], layout.columns[column + 1], after)


def _sort_column(column: list[str], reference: Sequence[str], neighbours: Mapping[str, Iterable[str]]) -> None:
    places = {key: number / max(len(reference) - 1, 1) for number, key in enumerate(reference)}
    own = {key: number / max(len(column) - 1, 1) for number, key in enumerate(column)}

    def mean(key: str) -> float:
        found = [places[near] for near in neighbours.get(key, ()) if near in places]
        return sum(found) / len(found) if found else own[key]

    column.sort(key=lambda key: (mean(key), own[key]))


def _place_boxes(layout: _Columns) -> float:
    """Places each box, with every column centred vertically; returns the height of the picture."""
    heights = [sum(layout.boxes[key].height + _SPACE for key in column) - _SPACE for column in layout.columns]
    whole = max(heights, default=0)
    for number, column in enumerate(layout.columns):
        y = _HEAD + (whole - heights[number]) / 2
        for key in column:
            box = layout.boxes[key]
            box.x, box.y = number * (layout.width + layout.gap) + 1, round(y, 1)
            y += box.height + _SPACE
    return round(_HEAD + whole + 2, 1)


def _draw_line(source: Box, target: Box, link: Link) -> Line:
    width = round(min(1 + log2(max(link.count, 1)) / 2, 4), 1)
    start = source.x + source.width
    back = target.column <= source.column
    end = target.x + target.width if back else target.x
    y1, y2 = round(source.middle, 1), round(target.middle, 1)
    # A line to the same or an earlier column leaves and arrives on the right.
    bend = 24 if back else (end - start) / 2
    lead = f"M{source.x if source.node is None else start:g} {y1:g}H{start:g}"
    path = f"{lead}C{start + bend:g} {y1:g} {end + (bend if back else -bend):g} {y2:g} {end:g} {y2:g}"
    if target.node is None:
        return Line(path, width, link.third, "")
    tip = 6 if back else -6
    return Line(path, width, link.third, f"{end:g},{y2:g} {end + tip:g},{y2 - 3.5:g} {end + tip:g},{y2 + 3.5:g}")


def _fit_text(text: str, width: float) -> tuple[str, ...]:
    """Fits a text into one or two lines; a longer text is cut with an ellipsis."""
    words = " ".join(text.split())[:400]
    lines: list[str] = []
    while words and len(lines) < 2:
        room = cut_text(words, width)
        if len(room) < len(words):
            space = words[: len(room) + 1].rfind(" ")
            room = room if space < len(room) / 3 else words[:space]
        lines.append(room.strip())
        words = words[len(room) :].strip()
    if words and lines:
        lines[-1] = cut_text(lines[-1], width - _FULL).rstrip() + "…"
    return tuple(lines) or ("–",)


def cut_text(text: str, room: float) -> str:
    """Cuts a text to the longest beginning that surely fits into `room` pixels."""
    width = 0.0
    for number, character in enumerate(text):
        width += _measure_width(character)
        if width > room:
            return text[:number]
    return text


def _measure_width(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WF":
        return _FULL
    if character in "ijlftrI.,:;'|!()[]- ":
        return _NARROW
    if character in "mwMW@%—…" or not (character.isascii() or character.isalpha()):
        return _FULL
    return _BROAD if character.isupper() else _ORDINARY
