"""The numbers and bullets that Word computes before paragraphs, and which styles are in bold."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from msgspec import Struct, field

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DEEPEST = 9
_PLACEHOLDER = re.compile(r"%([1-9])")
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
#: A style that another one is based on, so many steps up at most.
_MOST_STEPS = 20


class _Level(Struct, frozen=True):
    """How a level of a list is numbered."""

    form: str = "bullet"
    pattern: str = ""
    start: int = 1


class Numbering(Struct):
    """Counts the paragraphs of the lists of a document."""

    document: Any
    levels: dict[tuple[str, int], _Level] = field(default_factory=dict)
    counts: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0] * _DEEPEST))
    styles: dict[str, Any] = field(default_factory=dict)
    abstracts: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.styles = {each.get(f"{_W}styleId"): each for each in self.document.styles.element.iter(f"{_W}style")}
        try:
            root = self.document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        for abstract in root.iter(f"{_W}abstractNum"):
            id = abstract.get(f"{_W}abstractNumId") or ""
            for level in abstract.iterfind(f"{_W}lvl"):
                depth = level.get(f"{_W}ilvl") or "0"
                if depth.isdecimal() and int(depth) < _DEEPEST:
                    self.levels[id, int(depth)] = _read_level(level)
        for number in root.iter(f"{_W}num"):
            self.abstracts[number.get(f"{_W}numId") or ""] = _get(number, "abstractNumId") or ""

    def count(self, properties: Any, style: str) -> tuple[str, int]:
        """The number before a paragraph, and its depth in a list from 1; 0: it is in none. A bullet is no number."""
        given = properties.find(f"{_W}numPr") if properties is not None else None
        for step in self._list_styles(style):
            if given is None:
                given = step.find(f"{_W}pPr/{_W}numPr")
        list_id = _get(given, "numId") or "0"
        depth = _get(given, "ilvl") or "0"
        if list_id == "0" or not depth.isdecimal() or int(depth) >= _DEEPEST:
            return "", 0
        abstract, place = self.abstracts.get(list_id, ""), int(depth)
        level = self.levels.get((abstract, place), _Level())
        counts = self.counts[abstract]
        counts[place] = max(counts[place] + 1, level.start)
        counts[place + 1 :] = [0] * (_DEEPEST - place - 1)
        return ("" if level.form in ("bullet", "none") else self._write(abstract, level, counts)), place + 1

    def is_bold(self, style: str) -> bool:
        """Whether the text of a style is in bold."""
        for step in self._list_styles(style):
            bold = step.find(f"{_W}rPr/{_W}b")
            if bold is not None:
                return bold.get(f"{_W}val") in (None, "1", "true", "on")
        return False

    def _list_styles(self, style: str) -> list[Any]:
        """A style, and those that it is based on."""
        found: list[Any] = []
        while style in self.styles and len(found) < _MOST_STEPS:
            found.append(self.styles[style])
            style = _get(found[-1], "basedOn") or ""
        return found

    def _write(self, abstract: str, level: _Level, counts: list[int]) -> str:
        def fill(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            own = self.levels.get((abstract, place), _Level("decimal"))
            return _write_number(max(counts[place], own.start), own.form)

        return _PLACEHOLDER.sub(fill, level.pattern)[:20]


def _read_level(level: Any) -> _Level:
    start = _get(level, "start") or "1"
    return _Level(
        _get(level, "numFmt") or "decimal", (_get(level, "lvlText") or "")[:40], int(start) if start.isdecimal() else 1
    )


def _write_number(value: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter") and 1 <= value <= 26:
        letter = chr(ord("a") + value - 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman") and 1 <= value < 40:
        text, rest = "", value
        for size, sign in _ROMAN:
            text += sign * (rest // size)
            rest %= size
        return text.upper() if form == "upperRoman" else text
    return str(value)


def _get(element: Any, name: str) -> str | None:
    found = element.find(f"{_W}{name}") if element is not None else None
    return found.get(f"{_W}val") if found is not None else None
