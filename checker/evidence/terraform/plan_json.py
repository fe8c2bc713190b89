"""Finds the JSON of a plan or a state in a file.

A plan is one JSON document of up to many megabytes, perhaps in UTF-16, and perhaps between the lines of a log.
"""

from __future__ import annotations

import re

import msgspec
from msgspec import Raw

from seloste.checker.evidence.json_pieces import MOST_LEVELS, NULL, TRAILING, explain_syntax, is_given
from seloste.checker.evidence.terraform.plan_recognition import EMPTY_STATE
from seloste.checker.reading.problem import Problem

#: How many places are tried where a document may begin.
_MOST_BEGINNINGS = 8
#: Where a document may begin, by the keys that stand at the top of plans and states.
_BEGINNING = re.compile(
    rb'\{\s*+"(?:format_version|terraform_version|planned_values|resource_changes|resource_drift|relevant_attributes'
    rb"|output_changes|prior_state|configuration|variables|checks|check_results|timestamp|applyable|complete|errored"
    rb"|deferred_changes|action_invocations|values|version|serial|lineage|outputs|resources|modules|meta"
    rb'|encrypted_data|encryption_version)"\s*+:'
)


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
            first_error = first_error or explain_syntax(text, start, str(error))
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
        trailing = TRAILING.search(str(error))
        if not trailing:
            raise
        return msgspec.json.decode(view[: int(trailing[1]) - 1], type=Document)
