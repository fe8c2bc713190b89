"""Published pages held against the policy, told: what they say otherwise, what they leave out, what they add."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from seloste.checker.published.match import Extra, Match, SentenceMatch, SentenceStatus
from seloste.reports.change.document import dumped
from seloste.reports.change.words import wrapped
from seloste.reports.formats.text import Style
from seloste.reports.language.language import Language, capital
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
class Published:
    """One page in one language: its name, the language that it says it is in, and how it stands."""

    page: str
    language: str
    declared: str | None
    match: Match

    @property
    def amiss(self) -> tuple[SentenceMatch, ...]:
        """The sentences that are not as promised."""
        return tuple(
            each for each in self.match.held if each.status in (SentenceStatus.CHANGED, SentenceStatus.MISSING)
        )

    @property
    def counts(self) -> dict[str, int]:
        """How many promises there are of each status."""
        found = list(self.match.promises.values())
        return {status.value: found.count(status) for status in SentenceStatus}


@dataclass(frozen=True, slots=True)
class Check:
    """The pages given, and what of the policy no page was given for."""

    policy: str
    pages: tuple[Published, ...]
    not_checked: tuple[str, ...]

    @property
    def faithful(self) -> bool:
        """Whether every page says what the policy promises and nothing that the policy does not have."""
        return not any(page.amiss or page.match.extras for page in self.pages)


def render_json(check: Check) -> str:
    """The check as JSON text."""
    return dumped(
        {
            "version": 1,
            "policy": check.policy,
            "pages": [_document(page) for page in check.pages],
            "not_checked": list(check.not_checked),
        }
    )


def _document(page: Published) -> dict[str, Any]:
    return {
        "page": page.page,
        "language": page.language,
        "declared_language": page.declared,
        "counts": page.counts,
        "promises": [
            {"id": id, "status": status.value, "sentences": [_sentence(held) for held in _of(page, id)]}
            for id, status in page.match.promises.items()
        ],
        "additions": [{"text": extra.text, "facts": list(extra.facts)} for extra in page.match.extras],
    }


def _sentence(held: SentenceMatch) -> dict[str, Any]:
    return {"status": held.status.value, "promised": held.piece.text, "found": held.found}


def _of(page: Published, id: str) -> list[SentenceMatch]:
    return [held for held in page.match.held if held.piece.subject == id]


def render_markdown(check: Check, language: Language) -> str:
    """The check as Markdown."""
    return render(
        "published",
        "markdown",
        check=check,
        language=language,
        summaries={page.page + page.language: summary(page, language) for page in check.pages},
        unchecked=unchecked(check, language),
        names={page.language: spoken(page.language, language) for page in check.pages},
    )


def render_text(check: Check, style: Style) -> str:
    """The check as text."""
    said = style.said
    parts = ["\n".join(_page(page, style)) for page in check.pages]
    missed = unchecked(check, said)
    if missed:
        parts.append(style.paint(missed, "warning"))
    return (
        "\n\n".join([style.paint(said.word("change.published.heading", policy=visible(check.policy)), "bold"), *parts])
        + "\n"
    )


def summary(page: Published, said: Language) -> str:
    """How the promises stand, in a sentence."""
    counts = {key: str(count) for key, count in page.counts.items()}
    return said.word("change.published.counts", **counts, additions=str(len(page.match.extras)))


def unchecked(check: Check, said: Language) -> str:
    """Which languages of the notice no page was given in; empty where every one was."""
    names = [spoken(code, said) for code in check.not_checked]
    return said.word("change.published.not-checked", languages=said.several(names)) if names else ""


def spoken(code: str, said: Language) -> str:
    """What a language is called."""
    from seloste.reports.language import cldr

    return cldr.language_in(code, said.locale) or code


def _page(page: Published, style: Style) -> Iterator[str]:
    said = style.said
    name = visible(page.page)
    yield style.paint(said.word("change.published.page", page=name, language=spoken(page.language, said)), "bold")
    if page.declared and page.declared != page.language:
        words = said.word("change.published.declared", language=spoken(page.declared, said))
        yield style.paint(words, "warning")
    yield summary(page, said)
    if not page.amiss and not page.match.extras:
        yield style.paint(said.word("change.published.faithful"), "kept")
    for held in page.amiss:
        yield from _held(held, style)
    if page.match.extras:
        yield said.word("change.published.additions")
        yield from _extras(page.match.extras, style)


def _held(held: SentenceMatch, style: Style) -> Iterator[str]:
    said = style.said
    status = style.paint(said.word(f"change.published.status.{held.status}"), _PAINT[held.status])
    yield f"  {status}  {held.piece.subject}"
    yield from wrapped(visible(held.piece.text), f"    {said.word('change.published.promised')}: ", style.width)
    if held.found is not None:
        yield from wrapped(visible(held.found), f"    {said.word('change.published.found')}: ", style.width)


def _extras(extras: Sequence[Extra], style: Style) -> Iterator[str]:
    said = style.said
    for extra in sorted(extras, key=lambda extra: not extra.facts)[:_SHOWN]:
        yield from wrapped(visible(extra.text), "  + ", style.width)
        if extra.facts:
            words = said.word("change.published.facts", facts=", ".join(extra.facts))
            yield style.paint(f"    {visible(capital(words))}", "warning")
    if len(extras) > _SHOWN:
        yield f"  {said.word('change.published.more', count=len(extras) - _SHOWN)}"
