"""What was not checked, in a version for others: the reasons and numbers of the whole one, and no name of a file."""

from __future__ import annotations

import pytest

from seloste.checker.result import NotChecked
from seloste.reports.language.language import load_language
from seloste.reports.language.omission import describe_omission
from seloste.reports.public_omissions import publish_omissions


@pytest.mark.parametrize("code", ["fi", "en", "sv"])
def test_no_name_of_a_file_a_table_or_a_document_is_left(code: str) -> None:
    whole = (
        NotChecked("documents-on-file", "documents-unopened", False, count=7, items=("secret/a.md", "secret/b.md")),
        NotChecked("secret/plan.json", "plan-tracked", limits_rules=False),
        NotChecked("sql:secret.people (2)", "columns-possible", limits_rules=False),
        NotChecked("sql:secret.orders (1)", "columns-possible", limits_rules=False),
        NotChecked("+3", "columns-possible", limits_rules=False),
        NotChecked("secret (SECRET_DSN)", "service-possible", limits_rules=False),
    )
    public = publish_omissions(whole)
    language = load_language(code)
    words = [(item.what, describe_omission(item, language)) for item in public]
    assert "secret" not in str(words).lower().replace(language.word("phrases.plan-tracked").lower(), "")
    assert [what for what, _ in words] == ["documents-on-file", "+1", "+5", "+1"]
    assert "7" in words[0][1]
    assert words[0][1].endswith("…")


def test_what_is_about_promises_and_the_notice_stays() -> None:
    whole = (
        NotChecked("transfers", "evidence-later", limits_rules=False),
        NotChecked("policy", "policy-invalid"),
        NotChecked("certifications", "certifications-unseen", False, count=1, items=("Mailer Inc.",)),
    )
    assert publish_omissions(whole) == whole
