"""The files to start from as text: comments in one language, texts of the notice in its own, TODO for decisions."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from markupsafe import Markup
from msgspec import Struct

from seloste.checker.finding import CountryName
from seloste.checker.reading.problem import Limits
from seloste.checker.reading.reader import read_yaml
from seloste.policy.base import is_id
from seloste.policy.law.circumstances import Circumstances
from seloste.policy.law.law import load_law
from seloste.policy.notice import Policy
from seloste.policy.processing import NamedProcessor
from seloste.reports.language.language import Language, find_base, load_language
from seloste.reports.rendering.escape import text, yaml_scalar
from seloste.reports.rendering.render import render

#: The files by kind, in the order in which they are written and listed.
FILES: Mapping[str, str] = {
    "policy": "policy.yaml",
    "systems": "systems.yaml",
    "processors": "processors.yaml",
    "config": "seloste.yaml",
}
#: The folder for the schemas that editors check the files by.
SCHEMAS = ".schemas"
#: The lists of the notice that a system has a part of.
_LISTS = ("data_subjects", "purposes", "fields", "sources")
_SAMPLE_PROCESSOR = "hosting-provider"
#: The text in a language that the product has no words in.
_NO_WORDS = "TODO"
_INDENT, _WIDTH = "  ", 110


class Answers(Struct, frozen=True):
    """What the files say of the organisation.

    Attributes:
        name: Its name.
        business_id, email: Empty where nobody has given them.
        country: Where it is; empty where nobody has told.
        hosting: Where its systems are.
        languages: The tags of the notice's languages.
    """

    name: str
    business_id: str
    country: str
    languages: Sequence[str]
    email: str
    hosting: str


def name_schema(kind: str) -> str:
    """The path of the schema of a kind, beside the files."""
    return f"{SCHEMAS}/{kind}.schema.json"


def write_editor_line(schema: str) -> str:
    """The first line of a file, by which an editor completes and checks it. `schema`: the path from the file to it."""
    return f"# yaml-language-server: $schema={schema}"


def draft_policy(answers: Answers, language: Language, day: date) -> str:
    """The notice as text."""
    transfers = load_law().on(day).is_third_country(answers.hosting)
    country = CountryName(answers.hosting)
    return _render("policy", answers, language, day, transfers=transfers, country=country)


def draft_inventory(
    kind: str, answers: Answers, notice: Policy, listed: Sequence[str], language: Language, day: date
) -> str:
    """The `systems` or `processors` of a notice as text: a sample that has all that the notice lists.

    `listed`: the ids of the processors that have a list already. Which of them a system uses, a person must say.
    """
    named = (notice.processors.recipients if notice.processors else None) or {}
    recipients = {id: each for id, each in named.items() if is_id(id)} or {_SAMPLE_PROCESSOR: NamedProcessor()}
    promised = [each.controls for each in notice.safeguards.values() if each.applies_to != "organisation"]
    return _render(
        kind,
        answers,
        language,
        day,
        notice_ids={key: list(getattr(notice, key)) for key in _LISTS},
        present_processors=listed,
        recipients=recipients,
        controls=list(dict.fromkeys(control for controls in promised for control in controls)) or ["backup"],
    )


def draft_settings(answers: Answers, language: Language, day: date) -> str:
    """The settings as text."""
    return _render("config", answers, language, day)


def parse_policy(content: str) -> Policy:
    """The notice of a drafted file."""
    [document] = read_yaml(content.encode(), Limits()).documents
    return Policy.model_validate(document)


def _render(kind: str, answers: Answers, language: Language, day: date, **values: Any) -> str:
    def word(key: str) -> str:
        return language.word(f"init.{key}")

    def note(key: str, level: int = 0) -> Markup:
        return _comment(word(f"comment.{key}"), level)

    law = load_law().on(day).apply_to(Circumstances(answers.country or None))
    homes = [home for home in language.data["init"]["national"] if law.is_established_in(home)]

    def say(key: str, level: int, **inserted: Any) -> Markup:
        national = (f"init.national.{home}.{key}" for home in homes)
        found = next(filter(language.has_word, national), f"init.text.{key}")
        return _translate(found, answers.languages, level, inserted)

    template = FILES[kind].removesuffix(".yaml")
    return render(
        f"starter/{template}",
        "yaml",
        answers=answers,
        day=Markup(day.isoformat()),  # noqa: S704 - a day needs no quotes
        word=word,
        note=note,
        say=say,
        remark=lambda key: text(word(f"comment.{key}")),
        listed=_list_inline,
        editor_line=Markup(write_editor_line(name_schema(kind))),  # noqa: S704 - ours
        **values,
    )


def _comment(words: str, level: int) -> Markup:
    """A comment on lines of its own."""
    margin = f"{_INDENT * level}# "
    lines = textwrap.wrap(str(text(words)), _WIDTH - len(margin), break_long_words=False, break_on_hyphens=False)
    return Markup("\n".join(f"{margin}{line}" for line in lines))  # noqa: S704 - lines of a comment


def _translate(key: str, languages: Sequence[str], level: int, values: Mapping[str, Any]) -> Markup:
    """A text in each language, a line each."""
    words = {tag: load_language(tag).word(key, **values) if find_base(tag) else _NO_WORDS for tag in languages}
    return Markup("\n").join(
        Markup("{}{}: {}").format(_INDENT * level, yaml_scalar(tag), yaml_scalar(each)) for tag, each in words.items()
    )


def _list_inline(items: Sequence[str]) -> Markup:
    return Markup("[{}]").format(Markup(", ").join(map(yaml_scalar, items)))
