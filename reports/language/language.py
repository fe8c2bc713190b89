"""A language: all words that reports use in it, and how it writes the values that findings carry.

Each language is a folder of data in `reports/languages/`, with the same keys in each. The first part of a dotted key is
the name of a file (`notice.title` is in `notice.yaml`); keys without a file of their own are in `common.yaml`.

A variant of a language, such as easy Finnish (`fi-x-selko`), has the words of its base, and texts of a notice of its
own. It is found by the lookup of BCP 47 (RFC 4647 section 3.4).
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, cast

from msgspec import Struct

from seloste.checker.capping import MORE
from seloste.checker.finding import Argument, Citation, CountryName, Finding, Several, Word
from seloste.checker.rules.catalogue import Rule
from seloste.policy.law.circumstances import Collection
from seloste.policy.period import Period
from seloste.reports.language import cldr
from seloste.reports.language.citation import format_citation
from seloste.reports.language.rule_words import Fix, RuleWords
from seloste.reports.language.word_folder import WordFolder

_DATA = Path(__file__).parents[1] / "languages"
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@lru_cache(maxsize=4096)
def _split_pattern(pattern: str) -> tuple[str, ...]:
    """The parts of a pattern: text, the name of a placeholder, text, …."""
    return tuple(_PLACEHOLDER.split(pattern))


class UnknownLanguageError(ValueError):
    """There are no words for the language, nor for a language of which it is a variant."""


class Language(Struct, frozen=True, dict=True):
    """The words of one language.

    Attributes:
        code: Its BCP 47 tag, as in the texts of a notice: `fi`, `fi-x-selko`.
        data: The words by dotted key.
        base: The tag whose words they are: that of the language itself, or of the one of which it is a variant.
    """

    code: str
    data: Mapping[str, Any]
    base: str

    @cached_property
    def _conventions(self) -> Mapping[str, Any]:
        """What `language.yaml` has: how the language writes values."""
        return cast(Mapping[str, Any], self.data["language"])

    @cached_property
    def _found(self) -> dict[str, Any]:
        return {}

    @cached_property
    def _fixes(self) -> dict[tuple[str, Collection, bool], tuple[Fix, ...]]:
        return {}

    @cached_property
    def _rules(self) -> dict[str, RuleWords]:
        return {}

    @property
    def is_easy(self) -> bool:
        """Whether it is the easy variant of its language, such as `fi-x-selko`."""
        return self.code.removeprefix(f"{self.base}-") in self._conventions["variants"]

    def word(self, key: str, **values: Argument) -> str:
        """The word or sentence with a dotted key, such as `verdict.kept`, filled with the values.

        Where it has plural forms, the value `count` chooses the form.

        Raises:
            KeyError: There is no such word.
        """
        found = self._find(key)
        if isinstance(found, str):
            return self.fill(found, values) if values else found
        if isinstance(found, Mapping) and "other" in found and isinstance(values.get("count"), int):
            found = found.get(cldr.plural_form(cast(int, values["count"]), self.locale), found["other"])
        if not isinstance(found, str):
            raise KeyError(f"{key} is no word of {self.code}")
        return self.fill(found, values) if values else found

    def count(self, key: str, number: int) -> str:
        """The number with its noun: "1 error", "3 errors". `key` names the plural forms of the noun."""
        forms = self._find(key)
        form = forms.get(cldr.plural_form(number, self.locale), forms["other"])
        return self.fill(form, {"count": cldr.format_number(number, self.locale)})

    def has_word(self, key: str) -> bool:
        """Whether there is a word with that dotted key."""
        try:
            return isinstance(self._find(key), str)
        except KeyError:
            return False

    def format_value(self, argument: Argument) -> str:
        """A value in words: text, a number, a day, a period, a country, a citation, a word, a list or a translation."""
        match argument:
            case str():
                return argument
            case dict():
                return self.text(argument)
            case int():
                return cldr.format_number(argument, self.locale)
            case date():
                return cldr.format_day(argument, self.locale, self._conventions["date"])
            case Period():
                return cldr.format_period(argument, self.locale)
            case CountryName():
                return self.country(argument.code)
            case Citation():
                return self.cite(argument.text)
            case Word():
                return self.word(argument.key, **argument.arguments)
            case Several():
                return cldr.format_list([self.format_value(item) for item in argument.items], self.locale)
            case Mapping():
                return self.text(argument)

    def text(self, words: Mapping[str, str]) -> str:
        """A translated text in this language, else in the nearest one, in English, or in the first that it has."""
        if found := words.get(self.code):
            return found
        offered = tuple(tag for tag, text in words.items() if text)
        return words[choose_tag(self.code, offered)] if offered else ""

    @property
    def name(self) -> str:
        """The name of the language in itself: `suomi`, and `suomi (selkokieli)` for a variant."""
        name = str(self._conventions["name"])
        if self.code == self.base:
            return name
        variant = self.code.removeprefix(f"{self.base}-")
        return f"{name} ({self._conventions['variants'].get(variant) or self.country(variant)})"

    @property
    def direction(self) -> str:
        """The direction in which it is written: `ltr` or `rtl`."""
        return cldr.text_direction(self.locale)

    def format_list(self, items: Sequence[str]) -> str:
        """The items as a list within a sentence: "a, b and c"."""
        return cldr.format_list(items, self.locale)

    def country(self, code: str) -> str:
        """The name of a country; an unknown code stays as it is."""
        own: str | None = self._conventions["countries"].get(code)
        return own or cldr.country_name(code, self.locale) or code

    def cite(self, citation: str, on: date | None = None) -> str:
        """A citation of the law, by the name of the act on the day `on`; None: by its latest name."""
        return format_citation(
            citation, self.data["citation"]["patterns"], self.data["citation"]["acts"], self.base, on
        )

    def rule(self, rule: Rule | str) -> RuleWords:
        """The words of a rule, or of a rule id. Raises KeyError for an unknown id."""
        id = rule if isinstance(rule, str) else rule.id
        if id not in self._rules:
            family, _, name = id.partition("/")
            entry = dict(self.data["rules"][family][name])
            self._rules[id] = RuleWords(messages={"": entry.pop("message"), **entry.pop("variants", {})}, **entry)
        return self._rules[id]

    def title(self, rule: Rule | str) -> str:
        """The title of a rule."""
        return self.rule(rule).title

    def message(self, finding: Finding) -> str:
        """The sentence of a finding. A placeholder without a value stays in it as it is."""
        if finding.variant == MORE:
            return self.word("phrases.more-findings", count=finding.arguments["more"])
        messages = self.rule(finding.rule).messages
        pattern = messages.get(finding.variant, messages[""])
        if finding.arguments.get("suggestion") and "{suggestion}" not in pattern:
            pattern = self._find("phrases.did-you-mean").replace("{message}", pattern)
        return self.fill(pattern, finding.arguments)

    def related(self, finding: Finding) -> str:
        """A description of the related locations of a finding in the notice; may be empty."""
        return self.fill(self.rule(finding.rule).related, finding.arguments)

    def fix(self, finding: Finding) -> str:
        """How to fix a finding in the file itself; empty for rules that compare files."""
        words = self.rule(finding.rule)
        return words.variant_fixes.get(finding.variant, words.fix)

    def fixes(self, finding: Finding) -> tuple[Fix, ...]:
        """The ways to resolve a finding; to change the promise only if the finding contradicts one."""
        return self.list_fixes(finding.rule, finding.collection, contradicts=finding.promise is not None)

    def list_fixes(self, rule: str, collection: Collection, *, contradicts: bool) -> tuple[Fix, ...]:
        """The ways to resolve the findings of a rule: for those that contradict a promise also to change that."""
        key = rule, collection, contradicts
        if key not in self._fixes:
            self._fixes[key] = tuple(
                Fix(change, self._fit_articles(words, collection))
                for change, words in self.rule(rule).fixes.items()
                if change != "promise" or contradicts
            )
        return self._fixes[key]

    def _fit_articles(self, words: str, collection: Collection) -> str:
        """The words with that one of Art. 13 and 14 alone which fits the sources of the data."""
        if collection is not Collection.BOTH:
            for pair in self.data["citation"]["pairs"].values():
                words = words.replace(pair[Collection.BOTH], pair[collection])
        return words

    @cached_property
    def locale(self) -> str:
        """The CLDR locale for days, lists and numbers."""
        return str(self._conventions["locale"])

    def fill(self, pattern: str, values: Mapping[str, Argument]) -> str:
        """The pattern with its placeholders filled once: a placeholder within a value stays."""
        parts = _split_pattern(pattern)
        if len(parts) == 1:
            return pattern
        filled = list(parts)
        for number in range(1, len(parts), 2):
            value = values.get(parts[number])
            if isinstance(value, str):
                filled[number] = value
            elif value is None:
                filled[number] = f"{{{parts[number]}}}"
            else:
                words = self._format_with_article(value)
                begins = number == 1 and not parts[0] and isinstance(value, CountryName)
                filled[number] = capitalize(words) if begins else words
        return "".join(filled)

    def _format_with_article(self, argument: Argument) -> str:
        """A value within a sentence, where some names of countries take an article."""
        match argument:
            case CountryName(code) if code in self._conventions["articled"]:
                return f"{self._conventions['article']} {self.country(code)}"
            case Several():
                return self.format_list([self._format_with_article(item) for item in argument.items])
        return self.format_value(argument)

    def _find(self, key: str) -> Any:
        if key not in self._found:
            found: Any = self.data
            for step in key.split("."):
                if not isinstance(found, Mapping):
                    raise KeyError(key)
                found = found[step]
            self._found[key] = found
        return self._found[key]


@cache
def language_codes() -> tuple[str, ...]:
    """The codes of all languages in `reports/languages/`, sorted."""
    return tuple(sorted(path.name for path in _DATA.iterdir() if path.is_dir()))


def truncate_tag(tag: str) -> Iterator[str]:
    """The tag, and those of which it is a variant: `sv-FI` and `sv`. An `x` or another singleton never ends one."""
    subtags = tag.split("-")
    while subtags:
        yield "-".join(subtags)
        subtags.pop()
        while subtags and len(subtags[-1]) == 1:
            subtags.pop()


def find_base(tag: str, known: Container[str] | None = None) -> str | None:
    """The known tag whose words a language has, by default of those in `reports/languages/`; None: there is none."""
    known = language_codes() if known is None else known
    return next((each for each in truncate_tag(tag) if each in known), None)


def choose_tag(tag: str, offered: Sequence[str]) -> str:
    """The tag among those offered that is nearest to a language: of its base, of a variant, English, the first."""
    variant = next((each for each in offered if each.startswith(f"{tag}-")), None)
    return find_base(tag, offered) or variant or ("en" if "en" in offered else offered[0])


@lru_cache(maxsize=64)
def load_language(code: str) -> Language:
    """The language with that tag, or the variant of one that has words. Raises UnknownLanguageError."""
    base = find_base(code)
    if base is None:
        raise UnknownLanguageError(code)
    return Language(code, _load_folder(base), base)


@cache
def _load_folder(code: str) -> Mapping[str, Any]:
    return WordFolder(_DATA / code)


def capitalize(text: str) -> str:
    """The text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def uncapitalize(text: str) -> str:
    """The text with a small first letter, as within a line."""
    return text[:1].lower() + text[1:]
