"""Words name no Art. 14 where data come from the person alone, and no Art. 13 where they come from elsewhere alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from seloste.policy.change.comparison import NoticeComparison, compare_notices
from seloste.policy.circumstances import apply_law_to_change
from seloste.policy.law.law import load_law
from seloste.reports.language.language import language_codes, load_language
from tests.support.cases import CASES_OF_RECORDS
from tests.support.commands import run
from tests.support.complete import DAY, Case, case_id, checked, write
from tests.support.notice_pairs import edited

#: Art. 13 and 14, as citations and as each language write them.
ARTICLE = r"Art\. ?{0}\b|and {0}\(|artikel {0}\b|artiklarna [\d., a-ö]*\b{0}\.|\b{0} artikla|\b{0}\.\d"
#: Articles of the directive on electronic communications, which has an Art. 13 of its own.
DIRECTIVE = re.compile(r"Directive 2002/58/EC Art\. \d+|direktiivin 2002/58/EY \d+ artikla|artikel [\d.]+ i direktiv")
RULES = ("system/purpose-", "system/field-unneeded", "system/never-broken", "system/data-subject", "processor/purpose-")
CASES = [case for case in CASES_OF_RECORDS if case.rule.startswith(RULES)]
#: One of these must not be named: which, and how the sources are all declared.
SOURCES = [("14", "direct: false", "direct: true"), ("13", "direct: true", "direct: false")]
ORDERS = {"purposes.orders.fields+": "birth-date", "retention.customers.maximum.period": "P9Y"}


@pytest.mark.parametrize(("article", "old", "new"), SOURCES, ids=["direct", "indirect"])
@pytest.mark.parametrize("case", CASES, ids=case_id)
def test_a_finding_names_the_article_that_fits(
    case: Case, article: str, old: str, new: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, case.edits)
    policy = tmp_path / "policy.yaml"
    policy.write_text(policy.read_text("utf-8").replace(old, new), "utf-8")
    findings = [each for each in checked(tmp_path, monkeypatch, day=case.day).findings if each.rule == case.rule]
    assert findings
    for finding in findings:
        for language in map(load_language, language_codes()):
            words = [language.message(finding), *(fix.words for fix in language.fixes(finding)), *finding.law]
            assert not [each for each in words if re.search(ARTICLE.format(article), each)]


def change(before: bool, after: bool) -> NoticeComparison:
    old, new = (
        edited("complete", {**more, **{f"sources.{id}.direct": direct for id in ids}})
        for ids in [("order-form", "newsletter-form", "guardian", "credit-register")]
        for direct, more in ((before, {}), (after, ORDERS))
    )
    return compare_notices(old, new, apply_law_to_change(load_law().on(DAY), old, new))


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [(True, True, {"13"}), (False, False, {"14"}), (True, False, {"13", "14"})],
)
def test_a_change_cites_by_the_sources_of_both_notices(before: bool, after: bool, named: set[str]) -> None:
    reasons = [reason for each in change(before, after).changes for reason in each.reasons]
    cited = [law for reason in reasons if reason.id.startswith(("purpose-", "retention-")) for law in reason.law]
    assert {article for article in ("13", "14") if any(f"Art. {article}(" in law for law in cited)} == named


@pytest.mark.parametrize("code", language_codes())
def test_the_words_on_changes_name_no_national_act(code: str) -> None:
    words = load_language(code).data["change"]["reason"].values()
    assert [each for each in words if re.search(r"\d/\d{4}\b", each)] == []


@pytest.mark.parametrize(("article", "old", "new"), SOURCES, ids=["direct", "indirect"])
def test_documents_name_the_article_that_fits(
    article: str, old: str, new: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path)
    policy = tmp_path / "policy.yaml"
    policy.write_text(policy.read_text("utf-8").replace(old, new), "utf-8")
    monkeypatch.chdir(tmp_path)
    assert run("report", "--as-of", DAY.isoformat(), "--out", "out", "--format", "markdown").returncode == 0
    pages = sorted((tmp_path / "out").glob("*.md"))
    assert len(pages) >= 3 * len(language_codes())
    for page in pages:
        text = DIRECTIVE.sub("", page.read_text("utf-8"))
        found = re.search(ARTICLE.format(article), text)
        assert not found, (page.name, text[max(0, found.start() - 80) : found.end()] if found else "")
