"""Finds the JSON of a plan or a state in a file, and reads it piece by piece, so that memory is bounded.

A plan is one JSON document of up to many megabytes, perhaps in UTF-16, and perhaps between the lines of a log. What is
of interest in it is decoded entry by entry; everything else is skipped without being built (`msgspec.Raw`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Raw

from seloste.checker.evidence.terraform.plan_recognition import EMPTY_STATE
from seloste.checker.position import Mark
from seloste.checker.reading.problem import Problem, ReadingAborted

#: JSON text that was not decoded yet.
Text = Raw | memoryview | bytes
#: What decoding raises: the JSON is malformed, of another form than expected, no Unicode, or nested too deeply.
FORM_ERRORS = (ValueError, RecursionError)
#: How many entries of a list are read.
MOST_ENTRIES = 100_000
#: The largest piece that is decoded into values, in signs that begin or part values.
_MOST_VALUES = 400_000
#: The largest mapping that is parted into its entries, in colons.
_MOST_KEYS = 400_000
#: How deeply msgspec reads, roughly: as deeply as Python may recurse.
MOST_LEVELS = 1_000
#: How many places are tried where a document may begin.
_MOST_BEGINNINGS = 8
#: Colours of a terminal. In JSON the character that begins them is always escaped.
_COLOUR = re.compile(rb"\x1b\[[0-9;]*+[A-Za-z]")
#: Where a document may begin, by the keys that stand at the top of plans and states.
_BEGINNING = re.compile(
    rb'\{\s*+"(?:format_version|terraform_version|planned_values|resource_changes|resource_drift|relevant_attributes'
    rb"|output_changes|prior_state|configuration|variables|checks|check_results|timestamp|applyable|complete|errored"
    rb"|deferred_changes|action_invocations|values|version|serial|lineage|outputs|resources|modules|meta"
    rb'|encrypted_data|encryption_version)"\s*+:'
)
_OPENING = re.compile(rb"\s*+\[")
_TRAILING = re.compile(r"trailing characters \(byte ([0-9]++)\)")
_BYTE = re.compile(r"\(byte ([0-9]++)\)")
#: A value that is not there.
NULL = Raw(b"null")


class Document(msgspec.Struct):
    """The top of a plan, of a state as `terraform show` writes it, or of a state file."""

    format_version: Raw = NULL
    terraform_version: Raw = NULL
    resource_changes: Raw = NULL
    deferred_changes: Raw = NULL
    planned_values: Raw = NULL
    prior_state: Raw = NULL
    configuration: Raw = NULL
    variables: Raw = NULL
    values: Raw = NULL
    version: Raw = NULL
    lineage: Raw = NULL
    serial: Raw = NULL
    resources: Raw = NULL
    encrypted_data: Raw = NULL

    @property
    def is_plan(self) -> bool:
        """Whether it has what only a plan has."""
        parts = (self.resource_changes, self.planned_values, self.prior_state, self.configuration)
        return is_given(self.format_version) and any(map(is_given, parts))

    @property
    def is_shown_state(self) -> bool:
        """Whether it is a state as `terraform show` writes it. An empty one has no values."""
        parts = (self.values, self.terraform_version)
        return is_given(self.format_version) and not self.is_plan and any(map(is_given, parts))

    @property
    def is_state_file(self) -> bool:
        """Whether it is a state file."""
        parts = (self.lineage, self.serial, self.resources)
        return is_given(self.version) and not is_given(self.format_version) and any(map(is_given, parts))

    @property
    def version_text(self) -> str:
        """The version of its format as it is written: a text in what is shown, a number in a state file."""
        raw = self.version if self.is_state_file else self.format_version
        return bytes(memoryview(raw)[:20]).decode("utf-8", "replace").strip('"')

    @property
    def is_encrypted(self) -> bool:
        """Whether it is a state or a plan that OpenTofu encrypted."""
        return is_given(self.encrypted_data)


def is_given(raw: Raw) -> bool:
    """Whether a value is there and not null."""
    return bytes(memoryview(raw)[:5]) not in (b"null", b"")


def clean_text(data: bytes) -> bytes:
    """The content of a file in UTF-8, without a byte order mark and without colours."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data.decode("utf-16", "replace").encode("utf-8", "replace")
    elif data[:1] == b"\0" or data[1:2] == b"\0":
        data = data.decode("utf-16-be" if data[:1] == b"\0" else "utf-16-le", "replace").encode("utf-8", "replace")
    data = data.removeprefix(b"\xef\xbb\xbf")
    return _COLOUR.sub(b"", data) if b"\x1b" in data else data


def find_document(text: bytes) -> Document | Problem | None:
    """The document in a text, without the lines of a log before and after it; why it cannot be read; None without one.

    A document begins at an opening brace that a known key follows, with no quotation mark before it on its line: a part
    of another document begins behind a key, so that a plan that is cut off is not taken for the state within it.
    """
    first_error: Problem | None = None
    for number, match in enumerate(_BEGINNING.finditer(text)):
        start = match.start()
        if number >= _MOST_BEGINNINGS:
            break
        if b'"' in text[text.rfind(b"\n", 0, start) + 1 : start]:
            continue
        try:
            found = _decode_beginning(memoryview(text)[start:])
        except RecursionError:
            return Problem("limit-exceeded", "depth", None, {"limit": MOST_LEVELS})
        except ValueError as error:
            first_error = first_error or _explain_syntax(text, start, str(error))
            continue
        if found.is_plan or found.is_shown_state or found.is_state_file or found.is_encrypted:
            return found
        if EMPTY_STATE.fullmatch(text):
            return found
    return first_error


def _decode_beginning(view: memoryview) -> Document:
    """The document that a text begins with, whatever follows it."""
    try:
        return msgspec.json.decode(view, type=Document)
    except ValueError as error:
        trailing = _TRAILING.search(str(error))
        if not trailing:
            raise
        return msgspec.json.decode(view[: int(trailing[1]) - 1], type=Document)


def _explain_syntax(text: bytes, start: int, message: str) -> Problem:
    """The problem with JSON that is malformed, or ends before its end."""
    place = _BYTE.search(message)
    if not place:
        return Problem("syntax", "json-end", find_mark(text, len(text.rstrip())))
    return Problem("syntax", "json", find_mark(text, start + int(place[1])))


def find_mark(text: bytes, offset: int) -> Mark:
    """The line and the column of a byte."""
    line = text.count(b"\n", 0, offset) + 1
    column = len(text[text.rfind(b"\n", 0, offset) + 1 : offset].decode("utf-8", "replace")) + 1
    return (line, column, line, column)


def iterate_entries(raw: Text) -> Iterator[memoryview]:
    """The entries of a list one by one, none of them decoded. Raises ValueError where it is no list.

    msgspec would make an object for each entry at once, which a list of a million ones must not cost. So each is
    skipped by itself: what is left of the text behind an entry is where the next one begins.
    """
    view = memoryview(raw)
    opening = _OPENING.match(view)
    if not opening:
        raise ValueError("no list")
    position, end = opening.end(), len(view)
    for _ in range(MOST_ENTRIES):
        try:
            msgspec.json.decode(view[position:], type=Raw)
        except ValueError as error:
            trailing = _TRAILING.search(str(error))
            if not trailing:
                return  # only the closing bracket is left: the whole was read once, so that it is well-formed
            behind = position + int(trailing[1]) - 1
            yield view[position:behind]
            position = behind + 1
            if position >= end:
                return
    raise ReadingAborted(Problem("limit-exceeded", "entries", None, {"limit": MOST_ENTRIES}))


def split_mapping(raw: Text) -> Mapping[str, Raw]:
    """The entries of a mapping, not decoded; empty for null. Raises ValueError where it is no mapping, or too large."""
    view = memoryview(raw)
    if bytes(view[:4]) in (b"", b"null"):
        return {}
    if len(view) > _MOST_KEYS and bytes(view).count(b":") > _MOST_KEYS:
        raise ValueError("too large")
    return _MAPPING.decode(view)


def decode_value(raw: Text, type: Any = Any) -> Any:
    """The value of a piece of JSON. Raises ValueError or RecursionError where it is of another form, or too large."""
    view = memoryview(raw)
    if len(view) > _MOST_VALUES:
        copy = bytes(view)
        if sum(copy.count(sign) for sign in (b",", b"[", b"{")) > _MOST_VALUES:
            raise ValueError("too large")
    return msgspec.json.decode(view, type=type)


_MAPPING = msgspec.json.Decoder(dict[str, Raw])
