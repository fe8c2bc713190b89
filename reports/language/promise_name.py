"""The words that a promise goes by where its id would say little: its own, on one line, or the heading of its list."""

from __future__ import annotations

from seloste.policy.promise import Promise
from seloste.reports.language.language import Language


def name_promise(promise: Promise, language: Language) -> str:
    """The words of a promise; of a list that has none, the heading of its section."""
    if promise.text:
        return " ".join(language.text(promise.text).split())
    return language.word(f"notice.headings.{promise.section}")


def name_promise_in_full(promise: Promise, language: Language) -> str:
    """The same after the heading of its section; of a closed list, that it has these entries and no others."""
    heading = language.word(f"notice.headings.{promise.section}")
    if promise.text:
        return f"{heading}: {name_promise(promise, language)}"
    return f"{heading}: {language.word('audit.closed_list')}"
