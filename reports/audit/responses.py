"""What the controller answers to findings, in words: owner, last day and text, cut where they are long."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from seloste.checker.suppression.responses import Response
from seloste.reports.language.language import Language

#: The most characters of an answer, and of the name of its owner, that are quoted.
_LONGEST_TEXT, _LONGEST_OWNER = 500, 80
#: The most answers to findings that are gone that are listed.
MOST_UNMATCHED = 10


class ResponseLine(Struct, frozen=True):
    """An answer to a finding, in words. A part that nobody has written is empty."""

    fingerprint: str
    owner: str
    due: str
    text: str
    place: str


def describe_response(response: Response, day: date, language: Language) -> str:
    """An answer as one sentence, with whether its last day is past."""
    line = make_response_line(response, day, language)
    owner = language.word("responses.owner", owner=line.owner) if line.owner else ""
    parts = [part for part in (owner, line.due) if part]
    ending = f" ({'; '.join(parts)})" if parts else ""
    return language.word("responses.answer", answer=line.text or language.word("responses.no_text")) + ending


def make_response_line(response: Response, day: date, language: Language) -> ResponseLine:
    """An answer as a row of a table."""
    return ResponseLine(
        fingerprint=response.fingerprint,
        owner=cut(response.owner or "", _LONGEST_OWNER),
        due=describe_due(response, day, language),
        text=cut(response.text or "", _LONGEST_TEXT),
        place=str(response.location),
    )


def describe_due(response: Response, day: date, language: Language) -> str:
    """The last day of an answer, and whether it is past; empty where there is none."""
    if response.due is None:
        return ""
    return language.word("responses.overdue" if response.is_overdue(day) else "responses.due", day=response.due)


def cut(text: str, most: int) -> str:
    """A text in one line, cut after so many characters."""
    line = " ".join(text[: 4 * most].split())
    return line if len(line) <= most and len(text) <= 4 * most else f"{line[:most].rstrip()}…"
