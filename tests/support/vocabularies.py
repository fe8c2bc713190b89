"""The words of a language by its data, and those that a report says: what `test_languages_apart.py` compares."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from babel import Locale

import seloste.policy.law
from seloste.reports.language.language import language_codes, load_language
from tests.support.files import plain

LAW = Path(seloste.policy.law.__file__).parent
#: A word: three letters or more. Shorter ones are alike in too many languages.
WORD = re.compile(r"(?<![\w-])[^\W\d_]{3,}(?![\w-])")
#: What is code, an id or a place and not a word: `code`, a.dotted.path, a/rule or a-hyphenated-id, --an-option, {json}.
CODE = re.compile(
    r"```.*?```|`[^`\n]*`|--[a-z-]+|seloste\s+[a-z]+|\S*[\w*][./:_-][\w*]\S*|\b[a-z]+/|\{[^{}\n]*\}", re.DOTALL
)
#: A model wording, given in each language that a notice may have: "- sv: …".
MODEL = re.compile(rf"^( *)- (?:{'|'.join(language_codes())}): .*(?:\n\1 +\S.*)*", re.MULTILINE)
#: Keys of machine formats under which sentences stand.
SENTENCES = {"text", "markdown", "description", "title", "body", "content", "message", "reason"}
#: Names that are the same in every language, and what other programs say, in theirs.
NAMES = frozenset({"seloste", "html", "json", "yaml", "git", "jinja", "utf", "csv", "sha", "sarif"})


# --- the words of a language


def strings(value: Any) -> Iterator[str]:
    """Every string in a tree of data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, Sequence):
        for item in value:
            yield from strings(item)


def translated(value: Any, code: str) -> Iterator[str]:
    """Every string that a tree of data has in a language, beside its translations."""
    if isinstance(value, Mapping):
        if is_text(value):
            yield value.get(code, "")
        for item in value.values():
            yield from translated(item, code)
    elif isinstance(value, list):
        for item in value:
            yield from translated(item, code)


def is_text(value: Mapping[str, Any]) -> bool:
    """Whether a mapping is a text by language."""
    return len(set(value) & set(language_codes())) > 1


def words(text: str) -> set[str]:
    """The words in a text, small, without code and ids."""
    return {word.lower() for word in WORD.findall(CODE.sub(" ", re.sub(r"\{\w+\}", " ", text)))}


@cache
def vocabulary(code: str) -> frozenset[str]:
    """Every word that the data have in a language."""
    language, locale = load_language(code), Locale.parse(load_language(code).locale)
    facts = [plain(path) for path in LAW.glob("*.yaml")]
    own = [*strings(language.data), *translated(facts, code)]
    cldr = [*locale.territories.values(), *locale.months["format"]["wide"].values(), *locale.languages.values()]
    return frozenset(word for text in [*own, *cldr] for word in words(text))


@cache
def telling(code: str) -> Mapping[str, str]:
    """The words that only other languages have, and not this one: each with a language that has it."""
    own = vocabulary(code) | NAMES
    return {word: other for other in language_codes() if other != code for word in vocabulary(other) - own}


# --- what a report says


class Page(HTMLParser):
    """What a page shows and what it says to those who do not see it."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("style", "script", "code", "pre"):
            self.within.append(tag)
        shown = {"alt", "title", "aria-label", "placeholder"}
        if ("name", "description") in attrs:
            shown.add("content")
        self.texts += [value or "" for name, value in attrs if name in shown]

    def handle_endtag(self, tag: str) -> None:
        if self.within and self.within[-1] == tag:
            self.within.pop()

    def handle_data(self, data: str) -> None:
        if not self.within:
            self.texts.append(data)


def spoken(report: str, kind: str) -> str:
    """The sentences of a report, without the markup and keys of its format."""
    if kind == "html":
        page = Page()
        page.feed(report)
        return "\n".join(page.texts)
    if kind in ("sarif", "gitlab"):
        return MODEL.sub("", "\n".join(sentences(json.loads(report))))
    if kind == "junit":
        tree = ElementTree.fromstring(report)
        return "\n".join(part or "" for node in tree.iter() for part in (node.get("message"), node.text))
    report = re.sub(r"^::\w+(?: [^:]*)?::|<[^>]+>|\]\([^)]*\)", " ", report, flags=re.MULTILINE)
    return MODEL.sub("", report.replace("\\", ""))


def sentences(value: Any, key: str = "") -> Iterator[str]:
    """The strings of a document under the keys that hold sentences."""
    if isinstance(value, str) and key in SENTENCES:
        yield value
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from sentences(item, name)
    elif isinstance(value, list):
        for item in value:
            yield from sentences(item, key)


def foreign(text: str, code: str, aside: set[str]) -> dict[str, str]:
    """The words of another language in a text, each with that language."""
    known = telling(code)
    return {word: known[word] for word in sorted(words(text) - aside) if word in known}
