"""A notice of the greatest size is drafted in seconds, whatever it repeats, or refused in words."""

from __future__ import annotations

import pytest

from seloste.policy.drafting.draft_policy import draft_policy
from seloste.policy.prose.blocks import DocumentError
from seloste.policy.prose.formats.reading import read_document
from seloste.reports.draft.policy import write_policy
from seloste.reports.language.language import load_language
from tests.support.cpu import cpu_limit

pytestmark = [pytest.mark.heavy, pytest.mark.timed]

HEAD = "Tietosuojaseloste\n\n1. Rekisterinpitäjä\nJamix Oy\n\n2. Tietojen säilytysaika\n"
REPEATED = {
    "sentences": "Tietoja säilytetään 2 vuotta sopimuksen päättymisestä. ",
    "periods": "Tietoja säilytetään 2 vuotta, ellei laki muuta vaadi, enintään 10 vuotta; ",
    "lines": "Tietoja säilytetään 2 vuotta.\n\n",
    "emphasis": "*a **b _c ",
}


@pytest.mark.parametrize("words", REPEATED)
def test_a_notice_of_the_greatest_size_takes_seconds(words: str) -> None:
    text = HEAD + REPEATED[words] * (290_000 // len(REPEATED[words]))
    with cpu_limit(12):
        written = write_policy(draft_policy(read_document(text.encode(), "notice.md")), load_language("en"))
    assert "säilytysaika" in written


def test_a_page_with_very_many_brackets_or_levels_is_refused_at_once() -> None:
    for name, text, reason in (("n.md", "![" * 100_000, "too-costly"), ("n.html", "<div>" * 190_000, "too-deep")):
        with cpu_limit(5), pytest.raises(DocumentError) as refused:
            read_document((HEAD + text).encode(), name)
        assert refused.value.reason == reason
