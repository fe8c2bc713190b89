"""Compares published pages with a policy: finds the languages of each page, and matches its sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from msgspec.structs import replace

from seloste.checker.finding import Finding
from seloste.checker.published.match import PageSearch, match_page, measure_share
from seloste.checker.reading.documents import File, make_finding
from seloste.checker.reading.problem import Limits, Problem
from seloste.checker.reading.reader import decode_text
from seloste.policy.notice import Policy
from seloste.policy.prose.encoding import recode_to_utf8
from seloste.policy.prose.page import Page, PageTooLargeError, is_markup, read_page
from seloste.reports.notice import Publication
from seloste.reports.published.document import PublishedCheck, PublishedPage
from seloste.reports.published.expected import (
    list_country_names,
    list_expected_sentences,
    list_identifying_sentences,
    render_expected_text,
)

#: The share of the notice's texts that a page must contain to count as a page in a further language.
_FURTHER_SHARE = 0.5
#: The problem of a page without text.
_EMPTY = Problem("invalid-value", "empty-page", (1, 1, 1, 1))


class PageSource(Protocol):
    """The source of a published page."""

    @property
    def name(self) -> str:
        """Its name in messages."""

    @property
    def path(self) -> Path:
        """Its path. The suffix decides whether it is HTML."""

    def read_content(self) -> bytes | Problem:
        """Its bytes, or the reason why they can't be read."""


def check_pages(
    policy: Policy, name: str, sources: Sequence[PageSource], processors: Mapping[str, str], publication: Publication
) -> tuple[PublishedCheck | None, list[Finding]]:
    """The check of every page in every language that it is in; None and findings if one can't be read.

    Args:
        policy: The policy.
        name: The name of the policy in the result.
        sources: The pages.
        processors: The names of processors by id.
        publication: The version of the notice and its addresses, which the page may mention.
    """
    pages: list[PublishedPage] = []
    findings: list[Finding] = []
    for source in sources:
        text, problems = _read_text(source)
        if problems:
            findings += problems
            continue
        try:
            page = read_page(text, markup=is_markup(text, source.path.suffix))
        except PageTooLargeError as error:
            problem = Problem("limit-exceeded", error.what, None, {"limit": error.limit})
            findings.append(make_finding(File(source.name, "page"), problem))
            continue
        if not page.passages:
            findings.append(make_finding(File(source.name, "page"), _EMPTY))
        else:
            pages += _match_languages(policy, source, page, processors, publication)
    if findings:
        return None, findings
    seen = {page.code for page in pages if not page.tried}
    missing = tuple(code for code in policy.notice.languages if code not in seen)
    return PublishedCheck(name, tuple(pages), missing), []


def _read_text(source: PageSource) -> tuple[str, list[Finding]]:
    file = File(source.name, "page")
    data = source.read_content()
    if isinstance(data, Problem):
        return "", [make_finding(file, data)]
    text, problems = decode_text(recode_to_utf8(data), Limits())
    unread = [problem for problem in problems if problem.rule != "syntax"]  # a control character hides no words
    return text, [make_finding(file, problem) for problem in unread]


def _match_languages(
    policy: Policy, source: PageSource, page: Page, names: Mapping[str, str], publication: Publication
) -> Iterator[PublishedPage]:
    search = PageSearch(page)

    def match(code: str) -> PublishedPage:
        sentences = list_expected_sentences(policy, code, names, publication.languages)
        notice = render_expected_text(policy, code, names, publication)
        found = match_page(search, sentences, notice, list_country_names(code, publication.languages))
        return PublishedPage(source.name, code, page.language, found)

    codes = _find_languages(policy, search, _find_declared(policy, page))
    if codes:
        yield from map(match, codes)
        return
    tried = [match(code) for code in policy.notice.languages]  # no text tells the language: perhaps a word does
    nearest = max(tried, key=lambda each: each.found)
    yield nearest if nearest.found else replace(nearest, tried=tuple(policy.notice.languages))


def _find_declared(policy: Policy, page: Page) -> str | None:
    """The notice's language that the page declares, a variant such as `fi-x-selko` before its base language."""
    tags = {code.casefold(): code for code in policy.notice.languages}
    return tags.get((page.tag or "").casefold(), page.language)


def _find_languages(policy: Policy, search: PageSearch, declared: str | None) -> list[str]:
    """The languages of a page, the main one first: by its text, and if that is unclear by the language it declares.

    None where neither tells any.
    """
    shares = {code: measure_share(search, list_identifying_sentences(policy, code)) for code in policy.notice.languages}
    best = max(shares, key=lambda code: (shares[code], code == declared))
    if shares[best] == 0.0 and declared not in shares:
        return []
    if declared in shares and shares[declared] >= shares[best] / 2:
        best = declared
    return [best, *(code for code, share in shares.items() if share >= _FURTHER_SHARE and code != best)]
