"""Composes the scalars of a text from libyaml's events: the characters of keys and values, and what is wrong with each.

What holds them together is in `composer`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any, NamedTuple

from seloste.checker.position import Mark, Point, make_mark
from seloste.checker.reading.problem import Limits, Problem
from seloste.checker.reading.scalars import AMBIGUOUS_STARTS, CORE_TAGS, ScalarTooLong, resolve_scalar
from seloste.checker.reading.shielding import shield

#: The anchors and tags before a scalar.
_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)+")
#: What libyaml takes for the end of the name of an anchor, and YAML 1.2 for a part of it.
_NAME_GOES_ON = tuple(":?%@`")
#: What libyaml takes for an empty key in brackets, and YAML 1.2 for the beginning of a text: `[&x :b]`, `[?a]`.
_INDICATOR_IN_TEXT = re.compile(r"[:?](?=[^\s,\[\]{}])")
_COLON_IN_TEXT = re.compile(r"\s*(:)(?=[^\s,\[\]{}])")


class Place(NamedTuple):
    """A place in a text that is none of libyaml's: line and column, both 0-based."""

    line: int
    column: int


class ScalarComposer:
    """Composes the scalars of one text. `problems` has the errors after which it could go on: the first ones."""

    def __init__(self, text: str, limits: Limits) -> None:
        #: The text that libyaml gets: of the same length, with replacements for characters that it misreads.
        self.shielded, self._restore = shield(text)
        self._text = text
        self._limits = limits
        self.problems: list[Problem] = []
        #: How many problems are not among them, by their rule.
        self.unlisted: dict[str, int] = {}

    def _skip_properties(self, event: Any) -> Any:
        """Where a scalar begins without the anchor and the tag before it."""
        start = event.start_mark
        match = _PROPERTIES.match(self._text, start.index, event.end_mark.index)
        if match is None or "\n" in match[0] or "\r" in match[0]:
            return start
        return Place(start.line, start.column + len(match[0]))

    def _restore_text(self, event: Any) -> str:
        value: str = event.value
        return self._restore(value, event.style == '"') if self._restore else value

    def _compose_scalar(self, event: Any, start: Point) -> Any:
        """The value of a scalar by its tag; its text where the tag is unknown or does not fit."""
        text = self._restore_text(event)
        if len(text) > self._limits.scalar:
            return self._cut(text, "scalar", self._limits.scalar, event)
        tag = event.tag
        try:
            if tag is None:
                return resolve_scalar(text) if text[:1] in AMBIGUOUS_STARTS and event.implicit[0] else text
            if tag in CORE_TAGS:
                return CORE_TAGS[tag](text)
            if tag == "!":
                return text
        except ScalarTooLong:
            mark = make_mark(start, event.end_mark)
            self._report("limit-exceeded", "number", mark, {"limit": ScalarTooLong.limit})
            return text
        except ValueError:
            pass
        self._report_tag(tag, make_mark(start, event.end_mark))
        return text

    def _cut(self, text: str, what: str, longest: int, event: Any) -> str:
        """The beginning of a `key` or a `scalar` that is too long, which is a problem."""
        self._report("limit-exceeded", what, mark_event(event), {"limit": longest})
        return text[:longest]

    def _check_name(self, event: Any, start: int) -> None:
        """Reports the name of an anchor or alias, from its sign at `start`, that goes on by YAML 1.2 alone."""
        end = start + 1 + len(event.anchor)
        if start >= 0 and self.shielded.startswith(_NAME_GOES_ON, end):
            self._report("syntax", "anchor", mark_event(event), {"character": self.shielded[end]})

    @cached_property
    def _has_indicators(self) -> bool:
        return _INDICATOR_IN_TEXT.search(self._text) is not None

    def _check_indicator(self, event: Any) -> None:
        """Reports a key that YAML 1.2 reads as a text which begins with a colon or a question mark."""
        start, end = event.start_mark.index, event.end_mark.index
        before_key = start > 0 and self.shielded[start - 1] == "?"
        is_empty = event.value == "" and end > start and event.style not in ("'", '"')
        if before_key or (is_empty and _COLON_IN_TEXT.match(self.shielded, end)):
            self._report("syntax", "character", mark_event(event), {"character": "?" if before_key else ":"})

    def _report_tag(self, tag: str, mark: Mark) -> None:
        name = tag[: self._limits.key].replace("tag:yaml.org,2002:", "!!")
        self._report("syntax", "tag", mark, {"tag": name})

    def _report(
        self,
        rule: str,
        variant: str,
        mark: Mark,
        arguments: Mapping[str, Any] | None = None,
        related: Mark | None = None,
    ) -> None:
        """Adds a problem, or counts it where there are too many."""
        if len(self.problems) < self._limits.problems:
            self.problems.append(Problem(rule, variant, mark, dict(arguments or {}), related))
        else:
            self.unlisted[rule] = self.unlisted.get(rule, 0) + 1


def mark_event(event: Any) -> Mark:
    """The mark of an event."""
    return make_mark(event.start_mark, event.end_mark)
