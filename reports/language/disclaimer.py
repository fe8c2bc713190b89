"""What each document for auditors, and each draft, says of itself: no advice, no assurance, and what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from seloste.checker.result import Result
from seloste.policy.law.edition import Edition
from seloste.reports.language.language import Language

#: Names of inputs that are written out; of more, the number is.
_MOST_NAMES = 4


def disclaim_result(result: Result, language: Language) -> str:
    """What a report on the result of a check says of itself, beside the line that tells the day of its files and law.

    The notice is the first of its inputs.
    """
    files = (*([result.policy] if result.policy else ()), *result.inputs)
    return _write_note([each.path for each in files], language, result.edition)


def write_disclaimer(inputs: Sequence[str], day: date, language: Language, edition: Edition) -> str:
    """That a document is no advice and no assurance, and what it rests on: its inputs, and the law of a day.

    Args:
        inputs: The names of the files, the most telling first.
        day: The day whose law is applied.
        language: The language of the document.
        edition: The edition of the law data: its version, and the day until which they were checked.
    """
    return f"{_write_note(inputs, language, edition)} {language.word('disclaimer.law', day=day)}"


def _write_note(inputs: Sequence[str], language: Language, edition: Edition) -> str:
    names = [*dict.fromkeys(inputs)]
    shown = names if len(names) <= _MOST_NAMES + 1 else names[:_MOST_NAMES]
    more = len(names) - len(shown)
    listed = ", ".join(shown)
    if more:
        listed = language.word("disclaimer.more", names=listed, count=more)
    return language.word("disclaimer.note", inputs=listed, version=edition.version, horizon=edition.horizon)
