"""What the controller answers to findings: who sees to each, by when, and how (`responses.yaml`).

A response stands beside a finding and suppresses nothing: no verdict, no severity and no exit code depends on one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from msgspec import Struct
from pydantic import ValidationError

from seloste.checker.finding import Finding
from seloste.checker.position import Location, MarkedMapping
from seloste.checker.reading.documents import Document, File, require_one_document, validate_record
from seloste.checker.workspace.configuration import ResponseEntry, ResponsesFile

_ENTRIES = "responses"


class Response(Struct, frozen=True):
    """An answer to the findings of a fingerprint. What nobody has written in it is None."""

    fingerprint: str
    location: Location
    owner: str | None = None
    due: date | None = None
    text: str | None = None

    def is_overdue(self, day: date) -> bool:
        """Whether its last day is past on a day."""
        return self.due is not None and self.due < day


class Responses(Struct, frozen=True):
    """The responses by fingerprint, and those among them whose finding is no longer there."""

    by_fingerprint: dict[str, Response]
    unmatched: tuple[Response, ...] = ()

    def find(self, finding: Finding) -> Response | None:
        """The response to a finding; None where there is none."""
        return self.by_fingerprint.get(finding.fingerprint)

    def list_overdue(self, day: date) -> list[Response]:
        """The responses whose last day is past, and whose finding is still there."""
        gone = {response.fingerprint for response in self.unmatched}
        return [each for each in self.by_fingerprint.values() if each.is_overdue(day) and each.fingerprint not in gone]


def read_responses(file: File) -> list[Response]:
    """The valid responses of a file. Its findings then say what is wrong with the others."""
    document = require_one_document(file)
    if document is None:
        return []
    validate_record(file, document, ResponsesFile)
    return list(_list_valid(document))


def _list_valid(document: Document) -> Iterator[Response]:
    """The entries that are valid by themselves, whatever is wrong beside them."""
    entries = document.value.get(_ENTRIES) if isinstance(document.value, MarkedMapping) else None
    for fingerprint, entry in entries.items() if isinstance(entries, MarkedMapping) else ():
        try:
            written = ResponsesFile.model_validate({_ENTRIES: {fingerprint: entry}}).responses[fingerprint]
        except ValidationError:
            continue
        yield _make_response(document, fingerprint, written)


def _make_response(document: Document, fingerprint: str, written: ResponseEntry) -> Response:
    return Response(
        fingerprint,
        document.locate(_ENTRIES, fingerprint, key=True),
        owner=_strip(written.owner),
        due=written.due,
        text=_strip(written.text),
    )


def _strip(text: str | None) -> str | None:
    """The text without the spaces around it; None where nothing is left."""
    return (text or "").strip() or None


def match_responses(responses: Iterable[Response], findings: Iterable[Finding]) -> Responses:
    """The responses, with those told apart that answer no finding of a check."""
    by_fingerprint = {response.fingerprint: response for response in responses}
    found = {finding.fingerprint for finding in findings} if by_fingerprint else set()
    unmatched = (response for fingerprint, response in by_fingerprint.items() if fingerprint not in found)
    return Responses(by_fingerprint, tuple(unmatched))
