"""Pairs of notices, the answer that a lawyer would give to each, and what the letter about it says and does not say."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from seloste.policy.change.comparison import NoticeComparison
from seloste.reports.change.notification import build_message
from seloste.reports.language.language import language_codes, load_language
from tests.support import ROOT
from tests.support.files import load_yaml
from tests.support.notice_pairs import GONE, compared

PAIRS: list[dict[str, Any]] = load_yaml((ROOT / "tests" / "support" / "letter_pairs.yaml").read_text("utf-8"))
START, DAY = date(2027, 2, 1), date(2026, 11, 28)


def compare(pair: dict[str, Any]) -> NoticeComparison:
    before, after = (
        {path: GONE if value == "gone" else value for path, value in (pair.get(key) or {}).items()}
        for key in ("before", "after")
    )
    return compared(pair.get("base", "complete"), before, after, DAY)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["name"])
def test_a_lawyer_would_answer_so_and_sign_the_letter(pair: dict[str, Any]) -> None:
    found = compare(pair)
    assert found.inform == pair["tell"]
    parts = build_message(found, load_language("en"), START).changes
    lines = "\n".join(line for part in parts for line in part.lines)
    assert not ("silent" in pair and re.search(pair["silent"], lines)), lines
    assert re.search(pair.get("says", ""), lines + "".join(part.note for part in parts)), lines


@pytest.mark.parametrize("code", language_codes())
def test_every_language_announces_as_much_as_the_others(code: str) -> None:
    for pair in (pair for pair in PAIRS if "one_language" not in pair):
        parts, english = (build_message(compare(pair), load_language(each), START).changes for each in (code, "en"))
        assert [bool(part.note) for part in parts] == [bool(part.note) for part in english], pair["name"]
        assert [len(part.lines) for part in parts] == [len(part.lines) for part in english], pair["name"]
