"""Published pages held against the policy, told: what they say otherwise, what they leave out, what they add."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from seloste.checker.published.match import PageMatch, SentenceMatch, SentenceStatus, UnexpectedSentence
from seloste.reports.change.document import dump_json
from seloste.reports.change.words import wrap
from seloste.reports.formats.style import Style
from seloste.reports.language.language import Language, capitalize
from seloste.reports.rendering.escape import visible
from seloste.reports.rendering.render import render

#: How each status is painted.
_PAINT = {
    SentenceStatus.WRITTEN: "kept",
    SentenceStatus.SIMILAR: "kept",
    SentenceStatus.CHANGED: "error",
    SentenceStatus.MISSING: "error",
}
#: So many additions are shown on a terminal; JSON has them all.
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class PublishedPage:
    """One page in one language: its name, the language that it says it is in, and how it stands."""

    page: str
    language: str
    declared: str | None
    match: PageMatch

    @property
    def amiss(self) -> tuple[SentenceMatch, ...]:
        """The sentences that are not as promised."""
        return tuple(
            each for each in self.match.sentences if each.status in (SentenceStatus.CHANGED, SentenceStatus.MISSING)
        )

    @property
    def counts(self) -> dict[str, int]:
        """How many promises there are of each status."""
        found = list(self.match.promises.values())
        return {status.value: found.count(status) for status in SentenceStatus}


@dataclass(frozen=True, slots=True)
class PublishedCheck:
    """The pages given, and what of the policy no page was given for."""

    policy: str
    pages: tuple[PublishedPage, ...]
    not_checked: tuple[str, ...]

    @property
    def faithful(self) -> bool:
        """Whether every page says what the policy promises and nothing that the policy does not have."""
        return not any(page.amiss or page.match.unexpected for page in self.pages)


def render_json(check: PublishedCheck) -> str:
    """The check as JSON text."""
    return dump_json(
        {
            "version": 1,
            "policy": check.policy,
            "pages": [_document(page) for page in check.pages],
            "not_checked": list(check.not_checked),
        }
    )


def _document(page: PublishedPage) -> dict[str, Any]:
    return {
        "page": page.page,
        "language": page.language,
        "declared_language": page.declared,
        "counts": page.counts,
        "promises": [
            {"id": id, "status": status.value, "sentences": [_sentence(held) for held in _of(page, id)]}
            for id, status in page.match.promises.items()
        ],
        "additions": [{"text": extra.text, "facts": list(extra.facts)} for extra in page.match.unexpected],
    }


def _sentence(held: SentenceMatch) -> dict[str, Any]:
    return {"status": held.status.value, "promised": held.expected.text, "found": held.passage}


def _of(page: PublishedPage, id: str) -> list[SentenceMatch]:
    return [held for held in page.match.sentences if held.expected.subject == id]


def render_markdown(check: PublishedCheck, language: Language) -> str:
    """The check as Markdown."""
    return render(
        "published",
        "markdown",
        check=check,
        language=language,
        summaries={page.page + page.language: format_summary(page, language) for page in check.pages},
        unchecked=format_not_checked(check, language),
        names={page.language: name_language(page.language, language) for page in check.pages},
    )


def render_text(check: PublishedCheck, style: Style) -> str:
    """The check as text."""
    language = style.language
    parts = ["\n".join(_page(page, style)) for page in check.pages]
    missed = format_not_checked(check, language)
    if missed:
        parts.append(style.paint(missed, "warning"))
    return (
        "\n\n".join(
            [style.paint(language.word("change.published.heading", policy=visible(check.policy)), "bold"), *parts]
        )
        + "\n"
    )


def format_summary(page: PublishedPage, language: Language) -> str:
    """How the promises stand, in a sentence."""
    counts = {key: str(count) for key, count in page.counts.items()}
    return language.word("change.published.counts", **counts, additions=str(len(page.match.unexpected)))


def format_not_checked(check: PublishedCheck, language: Language) -> str:
    """Which languages of the notice no page was given in; empty where every one was."""
    names = [name_language(code, language) for code in check.not_checked]
    return language.word("change.published.not-checked", languages=language.format_list(names)) if names else ""


def name_language(code: str, language: Language) -> str:
    """What a language is called."""
    from seloste.reports.language import cldr

    return cldr.language_name_in(code, language.locale) or code


def _page(page: PublishedPage, style: Style) -> Iterator[str]:
    language = style.language
    name = visible(page.page)
    yield style.paint(
        language.word("change.published.page", page=name, language=name_language(page.language, language)), "bold"
    )
    if page.declared and page.declared != page.language:
        words = language.word("change.published.declared", language=name_language(page.declared, language))
        yield style.paint(words, "warning")
    yield format_summary(page, language)
    if not page.amiss and not page.match.unexpected:
        yield style.paint(language.word("change.published.faithful"), "kept")
    for held in page.amiss:
        yield from _held(held, style)
    if page.match.unexpected:
        yield language.word("change.published.additions")
        yield from _extras(page.match.unexpected, style)


def _held(held: SentenceMatch, style: Style) -> Iterator[str]:
    language = style.language
    status = style.paint(language.word(f"change.published.status.{held.status}"), _PAINT[held.status])
    yield f"  {status}  {held.expected.subject}"
    yield from wrap(visible(held.expected.text), f"    {language.word('change.published.promised')}: ", style.width)
    if held.passage is not None:
        yield from wrap(visible(held.passage), f"    {language.word('change.published.found')}: ", style.width)


def _extras(extras: Sequence[UnexpectedSentence], style: Style) -> Iterator[str]:
    language = style.language
    for extra in sorted(extras, key=lambda extra: not extra.facts)[:_SHOWN]:
        yield from wrap(visible(extra.text), "  + ", style.width)
        if extra.facts:
            words = language.word("change.published.facts", facts=", ".join(extra.facts))
            yield style.paint(f"    {visible(capitalize(words))}", "warning")
    if len(extras) > _SHOWN:
        yield f"  {language.word('change.published.more', count=len(extras) - _SHOWN)}"
