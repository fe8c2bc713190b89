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
    """The same after what it is: a purpose, a period; of a closed list, that it has these entries and no others."""
    if not promise.text:
        heading = language.word(f"notice.headings.{promise.section}")
        return f"{heading}: {language.word('audit.closed_list')}"
    key = f"change.part.{promise.section}"
    label = language.word(key if language.has_word(key) else f"notice.headings.{promise.section}")
    return f"{label}: {name_promise(promise, language)}"
