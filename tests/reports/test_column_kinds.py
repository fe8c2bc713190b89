"""The page of the kinds of personal data in columns is made from the words."""

from __future__ import annotations

from seloste import generate
from seloste.policy.personal_data.lexicon import load_kinds
from seloste.reports.rulebook.column_kinds import render_column_kinds

PAGE = render_column_kinds()


def test_the_page_is_up_to_date() -> None:
    assert generate.COLUMN_KINDS.read_text("utf-8") == PAGE, "run python -m seloste.generate"


def test_the_page_has_each_kind_with_its_terms_and_words() -> None:
    assert [line[3:] for line in PAGE.splitlines() if line.startswith("## ")] == list(load_kinds())
    assert "Terms: EmailAddress. Columns of: text." in PAGE
    assert "- fi, flags: turvakielto" in PAGE
