"""Reports of published pages: sentences of the policy that they change or lack, and sentences that they add."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from seloste.checker.published.match import PageMatch, SentenceMatch, SentenceStatus, UnexpectedSentence
from seloste.reports.change.document import dump_json
from seloste.reports.formats.style import Style
from seloste.reports.language.language import Language, capitalize
from seloste.reports.rendering.escape import visible
from seloste.reports.rendering.render import render

#: The style of each status.
_STATUS_STYLES = {
    SentenceStatus.WRITTEN: "kept",
    SentenceStatus.SIMILAR: "kept",
    SentenceStatus.CHANGED: "error",
    SentenceStatus.MISSING: "error",
}
#: Additions in the text of a page; JSON has them all.
_MOST_ADDITIONS = 40
#: The indent of every line but the first.
_REST = " " * 6


class PublishedPage(Struct, frozen=True):
    """A page compared with the policy in one language.

    Attributes:
        declared: The code that the page itself declares, if any.
        tried: The languages of the notice, where the page has nothing of it in any of them.
    """

    page: str
    code: str
    declared: str | None
    match: PageMatch
    tried: tuple[str, ...] = ()

    @property
    def found(self) -> int:
        """How many sentences of the policy the page has, changed or not."""
        return sum(each.status is not SentenceStatus.MISSING for each in self.match.sentences)

    @property
    def deviations(self) -> tuple[SentenceMatch, ...]:
        """The sentences of the policy that the page changes or lacks."""
        return tuple(
            each for each in self.match.sentences if each.status in (SentenceStatus.CHANGED, SentenceStatus.MISSING)
        )

    @property
    def counts(self) -> dict[str, int]:
        """The number of promises of each status."""
        statuses = list(self.match.promises.values())
        return {status.value: statuses.count(status) for status in SentenceStatus}


class PublishedCheck(Struct, frozen=True):
    """The result for all pages. `not_checked`: the languages of the notice in which no page was given."""

    policy: str
    pages: tuple[PublishedPage, ...]
    not_checked: tuple[str, ...]


def render_json(check: PublishedCheck) -> str:
    """The check as JSON text."""
    return dump_json(
        {
            "version": 1,
            "policy": check.policy,
            "pages": [_build_page(page) for page in check.pages],
            "not_checked": list(check.not_checked),
        }
    )


def _build_page(page: PublishedPage) -> dict[str, Any]:
    return {
        "page": page.page,
        "language": page.code,
        "declared_language": page.declared,
        **({"tried": list(page.tried)} if page.tried else {}),
        "counts": page.counts,
        "promises": [
            {
                "id": id,
                "status": status.value,
                "sentences": [_build_sentence(sentence) for sentence in _list_sentences(page, id)],
            }
            for id, status in page.match.promises.items()
        ],
        "additions": [{"text": sentence.text, "facts": list(sentence.facts)} for sentence in page.match.unexpected],
    }


def _build_sentence(sentence: SentenceMatch) -> dict[str, Any]:
    return {"status": sentence.status.value, "promised": sentence.expected.text, "found": sentence.passage}


def _list_sentences(page: PublishedPage, id: str) -> list[SentenceMatch]:
    return [sentence for sentence in page.match.sentences if sentence.expected.subject == id]


def render_markdown(check: PublishedCheck, language: Language) -> str:
    """The check as Markdown."""
    return render(
        "published",
        "markdown",
        check=check,
        language=language,
        summaries={page.page + page.code: format_summary(page, language) for page in check.pages},
        strangers={page.page: format_tried(page, language) for page in check.pages if page.tried},
        unchecked=format_not_checked(check, language),
        names={page.code: name_language(page.code, language) for page in check.pages},
    )


def render_text(check: PublishedCheck, style: Style) -> str:
    """The check as text."""
    language = style.language
    heading = language.word("change.published.heading", policy=visible(check.policy))
    sections = [style.paint(heading, "bold"), *("\n".join(_list_page_lines(page, style)) for page in check.pages)]
    not_checked = format_not_checked(check, language)
    if not_checked:
        sections.append(style.paint(not_checked, "warning"))
    return "\n\n".join(sections) + "\n"


def format_summary(page: PublishedPage, language: Language) -> str:
    """The number of promises by status, in a sentence."""
    counts = {key: str(count) for key, count in page.counts.items()}
    return language.word("change.published.counts", **counts, additions=str(len(page.match.unexpected)))


def format_tried(page: PublishedPage, language: Language) -> str:
    """That a page has nothing of the notice in any of its languages, in a sentence."""
    names = [name_language(code, language) for code in page.tried]
    return language.word("change.published.nothing", page=page.page, languages=language.format_list(names))


def format_not_checked(check: PublishedCheck, language: Language) -> str:
    """The languages of the notice in which no page was given, in a sentence; empty if there is none."""
    names = [name_language(code, language) for code in check.not_checked]
    return language.word("change.published.not-checked", languages=language.format_list(names)) if names else ""


def name_language(code: str, language: Language) -> str:
    """The name of a language."""
    from seloste.reports.language import cldr

    return cldr.language_name_in(code, language.locale) or code


def _list_page_lines(page: PublishedPage, style: Style) -> Iterator[str]:
    language = style.language
    if page.tried:
        yield from style.wrap(visible(format_tried(page, language)))
        return
    name = name_language(page.code, language)
    yield style.paint(language.word("change.published.page", page=visible(page.page), language=name), "bold")
    if page.declared and page.declared != page.code:
        words = language.word("change.published.declared", language=name_language(page.declared, language))
        yield style.paint(words, "warning")
    yield format_summary(page, language)
    if not page.deviations and not page.match.unexpected:
        yield style.paint(language.word("change.published.faithful"), "kept")
    for sentence in page.deviations:
        yield from _list_deviation_lines(sentence, style)
    if page.match.unexpected:
        yield language.word("change.published.additions")
        yield from _list_addition_lines(page.match.unexpected, style)


def _list_deviation_lines(sentence: SentenceMatch, style: Style) -> Iterator[str]:
    word = style.language.word
    status = style.paint(word(f"change.published.status.{sentence.status}"), _STATUS_STYLES[sentence.status])
    yield f"  {status}  {sentence.expected.subject}"
    yield from style.wrap(visible(sentence.expected.text), f"    {word('change.published.promised')}: ", _REST)
    if sentence.passage is not None:
        yield from style.wrap(visible(sentence.passage), f"    {word('change.published.found')}: ", _REST)


def _list_addition_lines(sentences: Sequence[UnexpectedSentence], style: Style) -> Iterator[str]:
    """The additions, those with facts such as names and periods first."""
    language = style.language
    for sentence in sorted(sentences, key=lambda sentence: not sentence.facts)[:_MOST_ADDITIONS]:
        yield from style.wrap(visible(sentence.text), "  + ", _REST)
        if sentence.facts:
            words = language.word("change.published.facts", facts=", ".join(sentence.facts))
            yield style.paint(f"    {visible(capitalize(words))}", "warning")
    if len(sentences) > _MOST_ADDITIONS:
        yield f"  {language.word('change.published.more', count=len(sentences) - _MOST_ADDITIONS)}"
