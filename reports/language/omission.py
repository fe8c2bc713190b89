"""What was not checked, and which law it was checked by, in words: the same in every format and document."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.checker.finding import CountryName
from seloste.checker.result import NotChecked, Result
from seloste.reports.language.language import Language, capitalize


def describe_omission(item: NotChecked, language: Language) -> str:
    """The reason why something was not checked: half a sentence."""
    key = f"phrases.{item.why}"
    if not language.has_word(key):
        return language.word("audit.no_reason")
    return language.word(key, **({"country": CountryName(item.country)} if item.country else {}))


def name_omission(what: str, language: Language) -> str:
    """The name of what was not checked; a file or a resource stays as it is."""
    key = f"unchecked.{what}"
    return language.word(key) if language.has_word(key) else what


def describe_law_data(result: Result, language: Language) -> str:
    """The version of the law data, and how far they reach: half a sentence."""
    return language.word("law.edition", version=result.edition.version, horizon=result.horizon)


def list_law_remarks(result: Result, language: Language) -> Iterator[str]:
    """What readers must know of the law behind a result: a sentence where no national law was looked at."""
    unseen = result.unseen_law
    if unseen is not None:
        yield f"{capitalize(describe_omission(unseen, language))}."
