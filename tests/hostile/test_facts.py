"""What strangers may write much of in a notice, where its words, keys and ids are compared with each other."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

import seloste
from seloste.policy.names import NearNames
from seloste.policy.prose.asides import list_keeping_periods
from seloste.policy.prose.dating import list_notice_dates
from tests.support.complete import DAY

PROMISES = 300


def test_promises_that_rule_out_the_same_name_some_of_it(tmp_path: Path) -> None:
    """Very many promises of very much would be as many names as the one times the other."""
    recipients = {f"r{n}": {"text": {"en": f"Others {n}"}, "country": "US"} for n in range(PROMISES)}
    policy = {
        "notice": {"name": {"en": "Register"}, "languages": ["en"]},
        "controller": {"name": "Oy"},
        "disclosures": {"text": {"en": "We disclose."}, "rule": "listed", "recipients": recipients},
        "never": {f"n{n}": {"text": {"en": "Never."}, "countries": ["US"]} for n in range(PROMISES)},
    }
    (tmp_path / "policy.yaml").write_text(json.dumps(policy), "utf-8")
    result = seloste.check(tmp_path, as_of=DAY, scope="notice")
    found = [finding for finding in result.findings if finding.rule == "notice/contradicts-itself"]
    assert {finding.subject for finding in found} == {f"never.n{n}" for n in range(PROMISES)}
    assert all(0 < len(finding.related) < PROMISES for finding in found)


@pytest.mark.parametrize("words", ["kept for three years and ", "kept, 1.2.2020, ", "1 year. ", "3 years a"])
def test_a_long_text_takes_little(words: str) -> None:
    text = words * (60_000 // len(words))
    start = time.process_time()
    list(list_keeping_periods(text, "en", ["contract-end"]))
    list(list_notice_dates(text, "en"))
    assert time.process_time() - start < 3


def test_of_many_dates_the_first_and_the_last_may_be_those_of_the_notice() -> None:
    dates = "1.2.2020 and " * 1_000
    for text in (f"This privacy notice was updated on 5.10.2026. {dates}", f"{dates}. Notice updated: 5.10.2026"):
        assert [each.date.form for each in list_notice_dates(text, "en")] == ["2026-10-05"]


def test_names_that_are_all_alike_but_for_their_numbers_hide_no_slip() -> None:
    names = NearNames([*(f"customer-register-{n}" for n in range(400)), "customer-registers"])
    assert names.find("customer-registrs") == "customer-registers"
    assert names.find("customer-register-400") == ""
