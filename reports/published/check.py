"""Published pages held against a policy: which is in which language, and how each stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from seloste.checker.finding import Finding
from seloste.checker.published.match import PageSearch, match_page, measure_share
from seloste.checker.reading.documents import File, make_finding
from seloste.checker.reading.problem import Limits, Problem
from seloste.checker.reading.reader import decode_text
from seloste.policy.notice import Policy
from seloste.policy.prose.page import Page, is_markup, read_page, recoded
from seloste.reports.notice import Publication
from seloste.reports.published.document import PublishedCheck, PublishedPage
from seloste.reports.published.expected import (
    list_country_names,
    list_expected_sentences,
    list_identifying_sentences,
    render_expected_text,
)

#: A page is also in a further language when it says so much of the notice's texts in it.
_ALSO = 0.5
#: What is wrong with a page on which nobody can read anything.
_EMPTY = Problem("invalid-value", "empty-page", (1, 1, 1, 1))


class PageSource(Protocol):
    """Where a published page comes from: what messages call it, its path, and its bytes or why they can't be read."""

    @property
    def shown(self) -> str:
        """What messages call it."""

    @property
    def path(self) -> Path:
        """Its path, whose suffix tells whether it is HTML."""

    def content(self) -> bytes | Problem:
        """The bytes, or why they can't be read."""


def check_pages(
    policy: Policy, named: str, versions: Sequence[PageSource], processors: Mapping[str, str], publication: Publication
) -> tuple[PublishedCheck | None, list[Finding]]:
    """Every page in every language that it is in; None and the findings where one cannot be read."""
    pages: list[PublishedPage] = []
    findings: list[Finding] = []
    for version in versions:
        text, problems = _text(version)
        page = read_page(text, markup=is_markup(text, version.path.suffix))
        if problems:
            findings += problems
        elif not page.passages:
            findings.append(make_finding(File(version.shown, "page"), _EMPTY))
        else:
            pages += _published(policy, version, page, processors, publication)
    if findings:
        return None, findings
    seen = {page.language for page in pages}
    missing = tuple(code for code in policy.notice.languages if code not in seen)
    return PublishedCheck(named, tuple(pages), missing), []


def _text(version: PageSource) -> tuple[str, list[Finding]]:
    file = File(version.shown, "page")
    data = version.content()
    if isinstance(data, Problem):
        return "", [make_finding(file, data)]
    text, problems = decode_text(recoded(data), Limits())
    unread = [problem for problem in problems if problem.rule != "syntax"]  # a control character is no words
    return text, [make_finding(file, problem) for problem in unread]


def _published(
    policy: Policy, version: PageSource, page: Page, names: Mapping[str, str], publication: Publication
) -> Iterator[PublishedPage]:
    reader = PageSearch(page)
    for code in _languages(policy, reader, page.language):
        pieces = list_expected_sentences(policy, code, names)
        found = match_page(
            reader, pieces, render_expected_text(policy, code, names, publication), list_country_names(policy, code)
        )
        yield PublishedPage(version.shown, code, page.language, found)


def _languages(policy: Policy, reader: PageSearch, declared: str | None) -> list[str]:
    """The languages that a page is in: by what it says, and only where that tells nothing by what it says it is in."""
    shares = {code: measure_share(reader, list_identifying_sentences(policy, code)) for code in policy.notice.languages}
    best = max(shares, key=lambda code: (shares[code], code == declared))
    if shares[best] == 0.0 and declared in shares:
        best = declared
    if declared in shares and shares[declared] >= shares[best] / 2:
        best = declared
    return [best, *(code for code, found in shares.items() if found >= _ALSO and code != best)]
