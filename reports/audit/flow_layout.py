"""The layout of the flow as a picture: the places of boxes and lines. Text is cut to its box, so that nothing overlaps.

Columns run from left to right. A line that crosses a column gets a slot in it, so that no line runs behind a box.
Within a column, boxes are ordered by the places of their neighbours, so that few lines cross. Each line leaves and
arrives at a place of its own, in the order of the other ends, so that it can be followed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from math import log2

from msgspec import Struct, field

from seloste.reports.audit.flow import Flow, Link, Node
from seloste.reports.audit.flow_ways import Way, Ways, find_ways
from seloste.reports.rendering.escape import visible

#: The width of a box and the gap to the next column, in pixels, by the number of columns.
_WIDTHS = {4: (176, 96), 5: (160, 76)}
_NARROWEST = (140, 54)
_SPACE, _HEAD = 9, 34
#: The highest picture whose letters are at least 7 points high on a sheet of A4 across, with its heading.
HIGHEST = 720
_LINE, _PAD = 15, 6
#: The height of the slot of a line that crosses a column.
_SLOT = 7
#: The fewest letters of a broken word on its second line.
_LEAST_REST = 5
#: The width of the sign with the letter of a way, and how many signs a box has room for.
BADGE, _MOST_BADGES = 17, 7
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
    #: The ways to third countries that lead on from it, whose letters stand on its last line.
    ways: tuple[Way, ...] = ()
    #: Where lines arrive and leave: the vertical position by the key of each.
    ports: dict[tuple[str, str, Way | None], float] = field(default_factory=dict)

    @property
    def middle(self) -> float:
        """Its vertical middle."""
        return self.y + self.height / 2

    @property
    def baselines(self) -> list[tuple[float, str]]:
        """Each line of text with its vertical position."""
        top = self.y + _PAD + 11
        return [(round(top + number * _LINE, 1), line) for number, line in enumerate(self.lines)]

    @property
    def letters(self) -> list[tuple[float, float, Way]]:
        """The letters of the ways, each with the middle of its sign."""
        y = round(self.y + _PAD + _LINE * (len(self.lines) - self.notes) + 7, 1)
        return [(self.x + 15 + BADGE * number, y, way) for number, way in enumerate(self.ways[:_MOST_BADGES])]

    @property
    def notes(self) -> int:
        """How many of its lines are words beside its signs."""
        return int(self.node is not None and self.node.third and bool(self.ways))


class Line(Struct, frozen=True):
    """A strand of a link, or the part of one between two columns. `way`: the way to a third country, else None."""

    path: str
    width: float
    way: Way | None
    #: The corners of its arrow head; empty if it ends in a slot.
    head: str


class Picture(Struct, frozen=True):
    """The boxes, lines and headings of the picture, in pixels."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    heads: tuple[tuple[float, str], ...]


#: A part of a strand: the keys of the boxes that it joins, and its way.
_Part = tuple[str, str, Way | None]


class _Columns(Struct):
    """The state of the layout: keys of boxes by column, and the parts of strands with the number of ways along each."""

    columns: list[list[str]]
    width: float
    gap: float
    boxes: dict[str, Box] = field(default_factory=dict)
    parts: dict[_Part, int] = field(default_factory=dict)


def draw_flow(flow: Flow, headings: Sequence[str], notes: Mapping[str, str]) -> Picture:
    """Draws a flow. `headings` are those of the columns; `notes` are words under a node, by its key."""
    columns, ways = flow.columns, find_ways(flow)
    layout = _Columns([[] for _ in range(columns)], *_WIDTHS.get(max(columns, min(_WIDTHS)), _NARROWEST))
    for node in flow.nodes.values():
        layout.boxes[node.key] = _make_box(node, notes.get(node.key), ways.by_node.get(node.key, ()), layout.width)
        layout.columns[node.column].append(node.key)
    for link in flow.links:
        _route_link(layout, link, ways)
    _order_columns(layout)
    height = _place_boxes(layout)
    _place_ports(layout)
    drawn = sorted(layout.parts.items(), key=lambda part: part[0][2] is not None)
    drawn_lines = [_draw_line(layout.boxes, part, count) for part, count in drawn]
    step = layout.width + layout.gap
    heads = [(number * step + 1.0, heading) for number, heading in enumerate(headings)]
    boxes = [layout.boxes[key] for column in layout.columns for key in column]
    width = columns * step - layout.gap + 2 + 26
    return Picture(width, height, tuple(box for box in boxes if box.node), tuple(drawn_lines), tuple(heads))


def _make_box(node: Node, note: str | None, ways: tuple[Way, ...], width: float) -> Box:
    """The box of a node, as high as its lines. The signs of its ways have a line of their own, or that of the note."""
    lines = (*_fit_text(visible(node.name), width - _MARGIN), *((note,) if note else ()))
    rows = len(lines) + (1 if ways and not (note and node.third) else 0)
    return Box(node, lines, node.column, width, height=2 * _PAD + _LINE * rows, ways=ways)


def _route_link(layout: _Columns, link: Link, ways: Ways) -> None:
    """Routes a link through the columns between its ends. Strands alike to one target share its slot in a column."""
    source, target = layout.boxes[link.source], layout.boxes[link.target]
    for way in ways.list_strands((link.source, link.target)):
        last = link.source
        for column in range(source.column + 1, target.column):
            slot = f"{column}\0{link.target}\0{way}"
            if slot not in layout.boxes:
                layout.boxes[slot] = Box(None, (), column, layout.width)
                layout.columns[column].append(slot)
            _add_part(layout, (last, slot, way), link.count)
            last = slot
        _add_part(layout, (last, link.target, way), link.count)


def _add_part(layout: _Columns, part: _Part, count: int) -> None:
    layout.parts[part] = layout.parts.get(part, 0) + count


def _order_columns(layout: _Columns) -> None:
    """Orders each column by the mean place of its neighbours, back and forth. The first column keeps its order."""
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for source, target, _ in layout.parts:
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


def _place_ports(layout: _Columns) -> None:
    """Spreads the lines over the sides of each box, in the order of the places of their other ends."""
    sides: dict[tuple[str, bool], list[tuple[float, _Part]]] = {}
    for part in layout.parts:
        source, target, _ = part
        back = layout.boxes[target].column <= layout.boxes[source].column
        # A line to the same or an earlier column arrives on the right, where others leave.
        sides.setdefault((source, True), []).append((layout.boxes[target].middle, part))
        sides.setdefault((target, back), []).append((layout.boxes[source].middle, part))
    for (key, _), ends in sides.items():
        box = layout.boxes[key]
        for number, (_, part) in enumerate(sorted(ends, key=lambda end: (end[0], str(end[1][2])))):
            at = box.y + box.height * (number + 1) / (len(ends) + 1) if box.node else box.middle
            box.ports.setdefault(part, at)


def _draw_line(boxes: Mapping[str, Box], part: _Part, count: int) -> Line:
    source, target = boxes[part[0]], boxes[part[1]]
    way = part[2]
    width = 2.0 if way else round(min(1 + log2(max(count, 1)) / 2, 4), 1)
    start = source.x + source.width
    back = target.column <= source.column
    end = target.x + target.width if back else target.x
    y1, y2 = round(source.ports[part], 1), round(target.ports[part], 1)
    # A line to the same or an earlier column leaves and arrives on the right.
    bend = 24 if back else (end - start) / 2
    lead = f"M{source.x if source.node is None else start:g} {y1:g}H{start:g}"
    path = f"{lead}C{start + bend:g} {y1:g} {end + (bend if back else -bend):g} {y2:g} {end:g} {y2:g}"
    if target.node is None:
        return Line(path, width, way, "")
    tip = 6 if back else -6
    return Line(path, width, way, f"{end:g},{y2:g} {end + tip:g},{y2 - 3:g} {end + tip:g},{y2 + 3:g}")


def _fit_text(text: str, width: float) -> tuple[str, ...]:
    """Fits a text into one or two lines; a longer text is cut with an ellipsis."""
    words = " ".join(text.split())[:400]
    lines: list[str] = []
    while words and len(lines) < 2:
        room = cut_text(words, width)
        if len(room) < len(words):
            space = words[: len(room) + 1].rfind(" ")
            if space < len(room) / 3:
                room = _break_word(words, room)
                lines.append(f"{room}-")
                words = words[len(room) :]
                continue
            room = words[:space]
        lines.append(room.strip())
        words = words[len(room) :].strip()
    if words and lines:
        lines[-1] = cut_text(lines[-1], width - _FULL).rstrip() + "…"
    return tuple(lines) or ("–",)


def _break_word(words: str, room: str) -> str:
    """The beginning of a long word that goes on the line, so that no scrap of it stands on the next one."""
    rest = len(words[len(room) :].partition(" ")[0])
    return room[: len(room) - 1 - max(0, _LEAST_REST - rest)]


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
