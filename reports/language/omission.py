"""What was not checked, and which law it was checked by, in words: the same in every format and document."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.checker.finding import Argument, CountryName, Several, Word, cut_text
from seloste.checker.result import NotChecked, Result
from seloste.reports.language import cldr
from seloste.reports.language.language import Language, capitalize, load_language

#: The reason that is about languages, by their tags.
_LANGUAGES = "words-of-language"
#: The reasons that count something else than the items: texts, of which the items are the sections.
_OF_OTHER_UNITS = frozenset({"words-in-part"})
#: How much of a text is shown, in characters.
_LONGEST = 100


def describe_omission(item: NotChecked, language: Language) -> str:
    """The reason why something was not checked: half a sentence."""
    values: dict[str, Argument] = {"country": CountryName(item.country)} if item.country else {}
    if item.count:
        more = item.count - len(item.items) if item.why not in _OF_OTHER_UNITS else 0
        rest = (Word("phrases.and-more", {"count": more}),) if more > 0 and item.items else ()
        values |= {"count": item.count, "items": Several((*_name_items(item, language), *rest) or ("…",))}
    try:
        return language.word(f"phrases.{item.why}", **values)
    except KeyError:
        return language.word("audit.no_reason")


def _name_items(item: NotChecked, language: Language) -> tuple[Argument, ...]:
    """What a reason is about: languages by their names, long texts cut."""
    if item.why == _LANGUAGES:
        return tuple(cldr.language_name_in(code, language.locale) or code for code in map(str, item.items))
    return tuple(cut_text(language.format_value(each), _LONGEST) for each in item.items)


def is_part(what: str) -> bool:
    """Whether what was not checked is a part of every check, which has a name in words: no file, and no resource."""
    return load_language("en").has_word(f"unchecked.{what}")


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
