"""What `seloste init` has to know: the answers of options or of a terminal, and what a folder has already."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from seloste.checker.reading.tree import PathKind, WorkTree
from seloste.checker.workspace.configuration import Configuration
from seloste.checker.workspace.patterns import CONFIG_NAME, FileFinder
from seloste.checker.workspace.settings_file import LoadedConfiguration
from seloste.policy.base import LANGUAGE_PATTERN
from seloste.policy.circumstances import find_country_of_id, knows_form_of_id
from seloste.policy.familiar_values import find_country
from seloste.policy.names import nearest_name
from seloste.reports.rendering.escape import find_link_target, visible
from seloste.usage_errors import UsageError, describe_usage_error

if TYPE_CHECKING:
    from seloste.reports.language.language import Language

#: The build servers that there is a template for, and the file that tells which one a folder is checked by.
CI_FILES: Mapping[str, str] = {"github": ".github", "gitlab": ".gitlab-ci.yml"}
CI_CHOICES = (*CI_FILES, "none")
_BETWEEN_LANGUAGES = re.compile(r"[\s,;]+")
_MOST_LANGUAGES = 100
_LONGEST = 200


def _read_line(value: str) -> str:
    words = " ".join(value.split())
    if len(words) > _LONGEST or visible(words) != words:
        raise UsageError("init-line", limit=_LONGEST)
    return words


def _read_name(value: str) -> str:
    words = _read_line(value)
    if not words:
        raise UsageError("init-empty")
    return words


def _read_country(value: str) -> str:
    words = _read_line(value)
    code = find_country(words)
    if not code:
        raise UsageError("init-country", value=words)
    return code


def _read_languages(value: str) -> str:
    tags = dict.fromkeys(filter(None, _BETWEEN_LANGUAGES.split(_read_line(value))))
    for tag in tags:
        if not re.fullmatch(LANGUAGE_PATTERN, tag):
            raise UsageError("init-language", value=tag)
    if not tags or len(tags) > _MOST_LANGUAGES:
        raise UsageError("init-empty")
    return ",".join(tags)


def _read_email(value: str) -> str:
    words = _read_line(value)
    if words and not (find_link_target(words) or "").startswith("mailto:"):
        raise UsageError("init-email", value=words)
    return words


def _read_ci(value: str) -> str:
    words = _read_line(value).lower()
    if words not in CI_CHOICES:
        suggestion = nearest_name(words, CI_CHOICES)
        raise UsageError("init-ci", suggestion=suggestion, value=words, choices=", ".join(CI_CHOICES))
    return words


#: What is asked, in this order, with the function that reads an answer.
QUESTIONS: Mapping[str, Callable[[str], str]] = {
    "name": _read_name,
    "country": _read_country,
    "business-id": _read_line,
    "languages": _read_languages,
    "email": _read_email,
    "hosting": _read_country,
    "ci": _read_ci,
}


def collect_answers(
    given: Mapping[str, str | None], defaults: Mapping[str, str], asked: Sequence[str], language: Language
) -> dict[str, str]:
    """The answer to each question: that of an option, that of a person at the terminal, or the default.

    Args:
        given: The values of the options.
        defaults: The default of each question; where there is none for `hosting`, it is the answer about the country.
            Nobody but a person takes that about the country: national law hangs on it.
        asked: The questions that a person is asked, where there is a terminal and no option answers them.
        language: The language of the questions.

    Raises:
        UsageError: The value of an option is no answer.
        click.Abort: The person has stopped.
    """
    answers = {key: QUESTIONS[key](value) for key, value in given.items() if value is not None}
    _require_form(answers.get("business-id", ""), answers.get("country", ""))
    open_questions = [key for key in QUESTIONS if key in asked and key not in answers]
    if open_questions and is_interactive():
        click.echo(language.word("init.intro" if "name" in asked else "init.intro-rest"), err=True)
    for key in QUESTIONS:
        default = defaults[key] or (answers["country"] or defaults["country"] if key == "hosting" else "")
        if key in open_questions and is_interactive():
            answers[key] = _ask(key, default, language, answers)
        unasked = {"ci": "none", "country": find_country_of_id(answers.get("business-id", "")) or ""}
        answers.setdefault(key, unasked.get(key, default))  # neither a pipeline nor a national law is chosen unasked
    return answers


def is_interactive() -> bool:
    """Whether a person is at a terminal."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _require_form(business_id: str, country: str) -> None:
    """That a business id has the form of its country, where the data know one."""
    if business_id and knows_form_of_id(country) and find_country_of_id(business_id) != country:
        raise UsageError("init-business-id", value=business_id)


def _ask(key: str, default: str, language: Language, answers: Mapping[str, str]) -> str:
    """The answer of a person, asked until there is one that can be read."""
    while True:
        words = language.word(f"init.question.{key}")
        answer: str = click.prompt(words, default=default, show_default=bool(default), err=True)
        try:
            read = QUESTIONS[key](answer)
            _require_form(read if key == "business-id" else "", answers.get("country", ""))
            return read
        except UsageError as error:
            click.echo(f"  {describe_usage_error(error, language)}", err=True)


def list_present(folder: Path) -> dict[str, Path]:
    """What a folder has already, by kind. Settings of folders above it are not its own.

    Raises:
        ConfigurationError: Its settings can't be used.
    """
    tree = WorkTree(folder)
    path = folder / CONFIG_NAME
    has_settings = tree.get_kind(path) is not PathKind.ABSENT
    defaults = LoadedConfiguration(Configuration(), None, folder)
    settings = LoadedConfiguration.read(path, folder, tree) if has_settings else defaults
    present = {"config": path} if has_settings else {}
    policy = settings.root / settings.record.policy.path
    if tree.get_kind(policy) is not PathKind.ABSENT:
        present["policy"] = policy
    for kind in ("systems", "processors"):
        files = settings.list_files(kind, FileFinder(tree, []))
        present |= {kind: files[0]} if files else {}
    return present
