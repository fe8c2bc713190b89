"""What was not checked, in the report for auditors: a line for each reason, with the first of what it is about."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.checker.finding import cut_text
from seloste.checker.result import NotChecked, Result
from seloste.reports.language.language import Language
from seloste.reports.language.omission import describe_omission, name_omission

#: So many are named of those with one reason, and how much of a name is shown, in characters.
_MOST_NAMED, _LONGEST = 6, 100


def list_omissions(result: Result, language: Language) -> Iterator[tuple[str, str]]:
    """What was not checked, each with the reason."""
    for item in result.not_checked:
        yield name_omission(item.what, language), describe_omission(item, language)


def group_omissions(result: Result, language: Language) -> tuple[tuple[str, str], ...]:
    """The same, what has one reason together: the first ones by their names, and how many more there are."""
    by_reason: dict[str, list[NotChecked]] = {}
    for item in result.not_checked:
        by_reason.setdefault(describe_omission(item, language), []).append(item)
    return tuple((_join_names(items, language), why) for why, items in by_reason.items())


def _join_names(items: list[NotChecked], language: Language) -> str:
    """The names of what has one reason. `+3` stands for three more that the check did not name."""
    names = [item.what for item in items if not item.what.startswith("+")]
    more = sum(int(item.what[1:]) for item in items if item.what.startswith("+") and item.what[1:].isdecimal())
    shown = [cut_text(name_omission(name, language), _LONGEST) for name in names[:_MOST_NAMED]]
    more += len(names) - len(shown)
    return language.format_list([*shown, *([language.word("phrases.and-more", count=more)] if more else [])])
