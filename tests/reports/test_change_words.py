"""Every reason, part and value of a change has its words, in every language."""

from __future__ import annotations

from datetime import date

import pytest

from seloste.policy.change.comparison import compare_notices
from seloste.policy.change.facts import ENTRIES, NESTED, RECORDS, WORDS
from seloste.policy.change.reason import DraftReason, Inform, Term, load_reason_rules
from seloste.policy.law.law import load_law
from seloste.policy.notice import Policy
from seloste.policy.period import Period
from seloste.policy.vocabulary import (
    Basis,
    DisclosureRule,
    Party,
    ProcessorListing,
    Provision,
    Right,
    Role,
    TransferRule,
)
from seloste.reports.change.document import render_json
from seloste.reports.change.markdown import render_markdown
from seloste.reports.change.notification import render_notification
from seloste.reports.change.text import render_text
from seloste.reports.change.words import format_argument, format_reason
from seloste.reports.formats.style import Style
from seloste.reports.language.language import language_codes, load_language
from tests.support.each import each
from tests.support.samples import complete, jamix, minimal

LAW = load_law().on(date(2026, 9, 1))
EVERY = {
    "before",
    "after",
    "member",
    "members",
    "added",
    "removed",
    "event",
    "before_event",
    "right",
    "control",
    "other",
    "languages",
}


@pytest.mark.parametrize("code", language_codes())
@each("id", load_reason_rules())
def test_every_reason_is_a_sentence(id: str, code: str) -> None:
    filled = format_reason(DraftReason(id, dict.fromkeys(EVERY, "X")).on(LAW), load_language(code))
    assert "{" not in filled
    assert filled[-1] in '.?”"', filled


@pytest.mark.parametrize("code", language_codes())
def test_no_words_are_idle(code: str) -> None:
    assert set(load_language(code).data["change"]["reason"]) == set(load_reason_rules())
    assert set(load_language(code).data["change"]["people"]) <= {
        id for id, rule in load_reason_rules().items() if rule.inform is not Inform.NO
    }


@pytest.mark.parametrize("code", language_codes())
def test_every_part_and_value_has_a_name(code: str) -> None:
    named = set(load_language(code).data["change"]["part"])
    assert {*ENTRIES, *RECORDS, *WORDS, *NESTED.values(), "groups", "legal_bases", "organisation"} == named
    terms = [
        *(Term("disclosure_rule", each) for each in DisclosureRule),
        *(Term("transfer_rule", each) for each in TransferRule),
        *(Term("listing", each) for each in ProcessorListing),
        *(Term("provision", each) for each in Provision),
        *(Term("role", each) for each in Role),
        *(Term("right", each) for each in Right),
        *(Term("control", each) for each in ("backup", "firewall")),
        *(Term("party", each) for each in Party),
        *(Term("basis", each) for each in Basis),
        Term("lifetime", "session"),
        Term("country", "US"),
        Term("language", "sv"),
        Term("instrument", "eu-us-dpf"),
        Term("event", "an-event-of-ones-own"),
        Period("P1Y"),
        None,
        (Term("country", "FI"), "x"),
    ]
    assert all(format_argument(term, load_language(code)) for term in terms)


PAIRS = [(jamix(), complete()), (complete(), jamix()), (minimal(), complete()), (complete(), minimal())]


@pytest.mark.parametrize("code", language_codes())
@pytest.mark.parametrize(
    "pair", PAIRS, ids=["jamix-complete", "complete-jamix", "minimal-complete", "complete-minimal"]
)
def test_two_notices_that_share_nothing_can_be_told_in_every_form(pair: tuple[Policy, Policy], code: str) -> None:
    found = compare_notices(*pair, LAW)
    outputs = [
        render_text(found, "a", "b", Style(load_language(code))),
        render_markdown(found, "a", "b", load_language(code)),
        render_json(found, "a", "b"),
        *(render_notification(found, [code], kind) for kind in ("text", "markdown", "html", "json")),
    ]
    assert all(text.endswith("\n") for text in outputs)
    assert outputs == [
        render_text(found, "a", "b", Style(load_language(code))),
        render_markdown(found, "a", "b", load_language(code)),
        render_json(found, "a", "b"),
        *(render_notification(found, [code], kind) for kind in ("text", "markdown", "html", "json")),
    ]
