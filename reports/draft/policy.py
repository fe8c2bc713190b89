"""A drafted notice as `policy.yaml`: every text word for word, and a TODO where a person must decide."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from typing import Any

from msgspec import Struct

from seloste.policy.drafting.policy_draft import Path, PolicyDraft, Remark
from seloste.policy.notice import Policy
from seloste.reports.draft.entry_writer import clean_name
from seloste.reports.draft.yaml_text import INDENT, WIDTH, write_scalar, write_text
from seloste.reports.language.language import Language

_COMMENT_WIDTH = 100
_KEYS = [field.alias or name for name, field in Policy.model_fields.items()]
#: How deep a mapping stands that is written in one line, unless it is a text; and how many keys it has at most.
_FLOW_DEPTH, _FLOW_KEYS = 2, 3


def write_policy(draft: PolicyDraft, language: Language, source: str = "") -> str:
    """The file of a draft, with its comments in a language.

    Args:
        draft: The draft.
        language: The language of the comments.
        source: The name of the file that the notice was in.
    """
    remarks: dict[Path, list[Remark]] = defaultdict(list)
    for remark in draft.remarks:
        remarks[_find_place(remark, draft)].append(remark)
    above = {remark.path[:size] for remark in draft.remarks for size in range(len(remark.path))}
    return _PolicyWriter(draft, language, remarks, above).write(source)


def _find_place(remark: Remark, draft: PolicyDraft) -> Path:
    """The key above which a remark stands: that which it is about, or the nearest one that is there."""
    size = len(remark.path)
    while size > 1 and draft.get(remark.path[:size]) is None:
        size -= 1
    return remark.path[:size]


class _PolicyWriter(Struct, frozen=True):
    """Writes a draft. The lines of a mapping have no margin until they stand below their key.

    Attributes:
        remarks: The remarks by the key above which they stand.
        above: The keys below which something is remarked on.
    """

    draft: PolicyDraft
    language: Language
    remarks: Mapping[Path, Sequence[Remark]]
    above: Set[Path]

    def write(self, source: str) -> str:
        policy = self.draft.policy
        missing = {remark.path[0] for remark in self.draft.remarks if remark.path} - policy.keys()
        lines = _comment(self._word("head", source=clean_name(source)))
        lines += self._write_remarks(())
        for key in [each for each in _KEYS if each in policy or each in missing]:
            lines += [""] * (key != "version")
            if key in policy:
                lines += [*self._write_heading(key), *self._write_key((key,), policy[key])]
            else:
                lines += self._write_remarks((key,))
        return "\n".join([*lines, ""])

    def _word(self, key: str, **values: str) -> str:
        return self.language.word(f"import.{key}", **values)

    def _write_heading(self, key: str) -> list[str]:
        """A comment above a section: its heading in the notice, since the key is English."""
        words = self.draft.get(("headings", key, self.draft.language))
        return _comment(clean_name(words)) if isinstance(words, str) else []

    def _write_remarks(self, place: Path) -> list[str]:
        return [line for remark in self.remarks.get(place, ()) for line in self._write_remark(remark)]

    def _write_remark(self, remark: Remark) -> list[str]:
        words = self._word(f"remarks.{remark.key}", **{key: clean_name(value) for key, value in remark.values.items()})
        return _comment(f"TODO: {words}" if remark.is_todo else words)

    def _write_key(self, path: Path, value: Any) -> list[str]:
        """A key with its value, and the remarks on it above."""
        return [*self._write_remarks(path), *self._write_pair(path, value)]

    def _write_pair(self, path: Path, value: Any) -> list[str]:
        key = write_scalar(path[-1])
        if isinstance(value, Mapping | list) and value and not self._fits(path, value):
            return [f"{key}:", *_indent(self._write_inner(path, value))]
        if isinstance(value, str):
            first, *rest = write_text(value, INDENT)
            return [f"{key}: {first}", *rest]
        return [f"{key}: {_write_flow(value)}"]

    def _write_inner(self, path: Path, value: Mapping[str, Any] | list[Any]) -> list[str]:
        if isinstance(value, list):
            return [line for item in value for line in self._write_item(path, item)]
        return [line for key, inner in value.items() for line in self._write_key((*path, str(key)), inner)]

    def _write_item(self, path: Path, item: Any) -> list[str]:
        """An item of a list, on a line or on several."""
        if not isinstance(item, Mapping) or _fits_flow(item, len("- ")):
            return [f"- {_write_flow(item)}"]
        lines = [line for key, value in item.items() for line in self._write_pair((*path, str(key)), value)]
        return [f"- {lines[0]}", *_indent(lines[1:])]

    def _fits(self, path: Path, value: Mapping[str, Any] | list[Any]) -> bool:
        """Whether a value stands in the line of its key: it is short, and nothing is remarked on what is in it."""
        size = len(path)
        if path in self.above or not _fits_flow(value, len(INDENT) * (size - 1) + len(path[-1]) + 2):
            return False
        if isinstance(value, Mapping) and value.keys() == {self.draft.language}:
            words = value[self.draft.language]
            return write_scalar(words, in_flow=True) == write_scalar(words)
        return isinstance(value, list) or (size > _FLOW_DEPTH and len(value) <= _FLOW_KEYS)


def _comment(words: str) -> list[str]:
    paragraphs = (textwrap.wrap(each, _COMMENT_WIDTH, break_long_words=False) for each in words.split("\n"))
    return [f"# {line}" for lines in paragraphs for line in lines]


def _indent(lines: Sequence[str]) -> list[str]:
    return [f"{INDENT}{line}" if line else "" for line in lines]


def _fits_flow(value: Mapping[str, Any] | Sequence[Any], before: int) -> bool:
    """Whether a value has no mapping in it, and is short enough for a line in which so much stands before it."""
    inner = list(value.values()) if isinstance(value, Mapping) else list(value)
    if any(isinstance(each, Mapping) for each in inner) or any(
        isinstance(each, str) and "\n" in each for each in inner
    ):
        return False
    return before + len(_write_flow(value)) <= WIDTH


def _write_flow(value: Any) -> str:
    """A value in one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{write_scalar(str(key))}: {_write_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_write_flow, value)) + "]"
    return write_scalar(value if isinstance(value, str | int) else str(value), in_flow=True)
