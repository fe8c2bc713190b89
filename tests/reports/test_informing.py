"""Which article obliges to inform people of a change: Art. 13(3) and 14(4) of a new purpose, and of nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from seloste.checker.rules.catalogue import find_rule, load_catalogue
from seloste.policy.change.reason import load_reason_rules
from seloste.reports.language.language import language_codes, load_language
from tests.support import ROOT

#: Art. 13(3) and 14(4), as each language writes them. In Finnish "13 artiklan 1 ja 3 kohta" is one as well.
NEW_PURPOSE = re.compile(
    r"13\(3\)|14\(4\)|\b13\.3\b|\b14\.4\b"
    r"|13 artiklan (?:\d(?: kohdan \w alakohta)?(?:, | ja ))*3 kohta"
    r"|14 artiklan (?:\d(?: kohdan \w alakohta)?(?:, | ja ))*4 kohta"
)
#: The rules about data that are used for a purpose that the notice does not have.
RULES = {
    "system/purpose-undeclared",
    "system/purpose-missing",
    "system/field-unneeded",
    "system/never-broken",
    "processor/purpose-undeclared",
}
#: The reasons of a change that are a further purpose; profiling and direct marketing are purposes of their own, and so
#: is one that data collected on consent are moved to.
REASONS = {
    "purpose-added",
    "purpose-people-widened",
    "purpose-fields-widened",
    "consent-carried-over",
    "direct-marketing-begun",
    "profiling-begun",
}
PAGES = sorted((ROOT / "docs").rglob("*.md"))


@pytest.mark.parametrize("code", language_codes())
def test_words_cite_it_where_a_purpose_is_new(code: str) -> None:
    language = load_language(code)
    cited = set()
    for rule in load_catalogue():
        words = language.rule(rule)
        texts = (words.why, *words.messages.values(), *words.fixes.values(), *filter(None, (words.fix, words.wording)))
        if any(NEW_PURPOSE.search(str(text)) for text in texts):
            cited.add(rule)
    assert cited == RULES


def test_the_law_of_a_rule_or_a_change_cites_it_where_a_purpose_is_new() -> None:
    rules = {rule for rule in load_catalogue() if any(NEW_PURPOSE.search(entry) for entry in find_rule(rule).law)}
    assert rules <= RULES
    assert {key for key, reason in load_reason_rules().items() if any(map(NEW_PURPOSE.search, reason.law))} == REASONS


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_pages_cite_it_of_a_purpose(page: Path) -> None:
    text = page.read_text("utf-8").replace("Directive 2002/58/EC Art. 13(3)", "")  # has an Art. 13 of its own
    paragraphs = re.split(r"\n\s*\n|\n(?=[-|#])", text)
    cited = [" ".join(paragraph.split()) for paragraph in paragraphs if NEW_PURPOSE.search(paragraph)]
    assert [text for text in cited if not re.search("purpose|change|tarkoitu|ändamål", text)] == []
