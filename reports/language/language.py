"""A language: all the words that reports use in it, and how it says the values that findings carry.

The words are data, a folder a language in `reports/languages/`; a further language is a further folder with the same
keys. The first part of a key is the file that it is in (`notice.title`); what has no file of its own is in
`common.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, cast

from seloste.checker.finding import Argument, Citation, CountryName, Finding, Several, Word
from seloste.checker.rules.registry import Rule
from seloste.policy.data import load
from seloste.policy.period import Period
from seloste.reports.language import cldr
from seloste.reports.language.citation import cite

_DATA = Path(__file__).parents[1] / "languages"
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


class UnknownLanguageError(ValueError):
    """There are no words for the language."""


class WayOut(NamedTuple):
    """One way to resolve a finding: what changes, `system` or `promise`, and how."""

    change: str
    words: str


@dataclass(frozen=True, slots=True)
class RuleWords:
    """The words of a rule. `messages` by variant, the plain one under the empty string; `ways_out` by what changes."""

    title: str
    messages: Mapping[str, str]
    why: str
    related: str = ""
    mend: str = ""
    wording: str = ""
    ways_out: Mapping[str, str] = field(default_factory=dict)


class _Files(Mapping[str, Any]):
    """The words of a folder by file and by the keys of `common.yaml`; a file is read when something of it is said."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stems = {path.stem for path in folder.iterdir()}
        self._read: dict[str, Any] = {}

    def __getitem__(self, key: str) -> Any:
        if key not in self._read:
            self._read[key] = self._load(key)
        return self._read[key]

    def __iter__(self) -> Iterator[str]:
        return iter(sorted((self._stems | set(self._common())) - {"common"}))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _common(self) -> Mapping[str, Any]:
        if "common" not in self._stems:
            return {}
        if "common" not in self._read:
            self._read["common"] = load(self._folder / "common.yaml")
        return dict(self._read["common"])

    def _load(self, key: str) -> Any:
        if key not in self._stems:
            return self._common()[key]
        folder = self._folder / key
        return _Files(folder) if folder.is_dir() else load(folder.with_suffix(".yaml"))


@dataclass(frozen=True)
class Language:
    """The words of one language. `code` is ISO 639, as in the texts of a notice."""

    code: str
    data: Mapping[str, Any]

    def word(self, key: str, **values: Argument) -> str:
        """The word or sentence with that dotted key, `verdict.kept`, filled with the values; KeyError without one.

        Of one that has plural forms it is that of the value `count`.
        """
        found = self._find(key)
        if isinstance(found, Mapping) and "other" in found and isinstance(values.get("count"), int):
            found = found.get(cldr.plural(cast(int, values["count"]), self.locale), found["other"])
        if not isinstance(found, str):
            raise KeyError(f"{key} is no word of {self.code}")
        return self.fill(found, values) if values else found

    def count(self, key: str, number: int) -> str:
        """The number with its noun, "1 error", "3 errors". `key` leads to the noun's plural forms."""
        forms = self._find(key)
        form = forms.get(cldr.plural(number, self.locale), forms["other"])
        return self.fill(form, {"count": cldr.number(number, self.locale)})

    def has(self, key: str) -> bool:
        """Whether there is a word with that key."""
        try:
            return isinstance(self._find(key), str)
        except KeyError:
            return False

    def say(self, argument: Argument) -> str:
        """A value in words: a day, a period, a country, a citation, a list, or its own words in this language."""
        match argument:
            case str():
                return argument
            case int():
                return cldr.number(argument, self.locale)
            case date():
                return cldr.day(argument, self.locale, self.data["language"]["date"])
            case Period():
                return cldr.period(argument, self.locale)
            case CountryName():
                return self.country(argument.code)
            case Citation():
                return self.cite(argument.text)
            case Word():
                return self.word(argument.key, **argument.arguments)
            case Several():
                return cldr.several([self.say(item) for item in argument.items], self.locale)
            case Mapping():
                return self.text(argument)

    def text(self, words: Mapping[str, str]) -> str:
        """The words in this language; where they lack it, in English, else in the first that there is."""
        return words.get(self.code) or words.get("en") or next(iter(words.values()), "")

    def several(self, items: Sequence[str]) -> str:
        """The items as a list in a sentence: "a, b and c"."""
        return cldr.several(items, self.locale)

    def country(self, code: str) -> str:
        """The name of a country. A code that is none stays as it is written."""
        own: str | None = self.data["language"]["countries"].get(code)
        return own or cldr.country(code, self.locale) or code

    def cite(self, citation: str, on: date | None = None) -> str:
        """A citation of the law, by the name that the act had on the day, or has now."""
        return cite(citation, self.data["citation"]["patterns"], self.data["citation"]["acts"], self.code, on)

    def rule(self, rule: Rule | str) -> RuleWords:
        """The words of a rule; KeyError where there is none of that id."""
        family, _, name = (rule if isinstance(rule, str) else rule.id).partition("/")
        entry = dict(self.data["rules"][family][name])
        return RuleWords(messages={"": entry.pop("message"), **entry.pop("variants", {})}, **entry)

    def title(self, rule: Rule | str) -> str:
        """What a rule is called."""
        return self.rule(rule).title

    def message(self, finding: Finding) -> str:
        """The sentence of a finding. Never fails: a placeholder that nothing fills stays visible."""
        messages = self.rule(finding.rule).messages
        return self.fill(messages.get(finding.variant, messages[""]), finding.arguments)

    def related(self, finding: Finding) -> str:
        """What the notice says at the places that a finding points to beside its own."""
        return self.fill(self.rule(finding.rule).related, finding.arguments)

    def mend(self, rule: Rule | str) -> str:
        """How to mend what a rule finds in the notice; empty where the rule is not about the notice."""
        return self.rule(rule).mend

    def ways_out(self, finding: Finding) -> tuple[WayOut, ...]:
        """The ways to resolve a finding. The promise can be changed only where the finding contradicts one."""
        return tuple(
            WayOut(change, words)
            for change, words in self.rule(finding.rule).ways_out.items()
            if change != "promise" or finding.promise is not None
        )

    @property
    def locale(self) -> str:
        """The CLDR locale whose conventions hold."""
        return str(self.data["language"]["locale"])

    def fill(self, pattern: str, values: Mapping[str, Argument]) -> str:
        """The pattern with its placeholders filled, once: what a value contains is never filled again."""

        def told(hole: re.Match[str]) -> str:
            if hole[1] not in values:
                return hole[0]
            words, value = self._told(values[hole[1]]), values[hole[1]]
            return words[:1].upper() + words[1:] if isinstance(value, CountryName) and hole.start() == 0 else words

        return _PLACEHOLDER.sub(told, pattern)

    def _told(self, argument: Argument) -> str:
        """A value as it is said within a sentence, where some names take an article."""
        match argument:
            case CountryName(code) if code in self.data["language"]["articled"]:
                return f"{self.data['language']['article']} {self.country(code)}"
            case Several():
                return self.several([self._told(item) for item in argument.items])
        return self.say(argument)

    def _find(self, key: str) -> Any:
        found: Any = self.data
        for step in key.split("."):
            if not isinstance(found, Mapping):
                raise KeyError(key)
            found = found[step]
        return found


@cache
def language_codes() -> tuple[str, ...]:
    """The languages that there are words for, by code."""
    return tuple(sorted(path.name for path in _DATA.iterdir() if path.is_dir()))


@cache
def load_language(code: str) -> Language:
    """The language with that code; UnknownLanguageError where there are no words for it."""
    if code not in language_codes():
        raise UnknownLanguageError(code)
    return Language(code, _Files(_DATA / code))


def capital(text: str) -> str:
    """The text with a capital first letter, as at the beginning of a line."""
    return text[:1].upper() + text[1:]
