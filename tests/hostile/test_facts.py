"""What strangers may write much of in a notice, where its words, keys and ids are compared with each other."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

import seloste
from seloste.policy.names import NearNames
from seloste.policy.prose.figures.asides import list_keeping_periods
from seloste.policy.prose.figures.comparison import extract_figures
from seloste.policy.prose.figures.dating import list_notice_dates
from seloste.policy.prose.figures.periods import list_periods
from tests.support.complete import DAY
from tests.support.cpu import cpu_limit

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


def test_one_system_that_gives_very_much_to_very_many_is_bounded(tmp_path: Path) -> None:
    """As many findings as the one times the other, were all of them listed; each processor has one all the same."""
    names = [f"p{n}" for n in range(400)]
    purposes = {name: {"text": {"en": name}, "legal_basis": {"basis": "contract"}} for name in [*names, "own"]}
    policy = {
        "notice": {"name": {"en": "Register"}, "languages": ["en"]},
        "controller": {"name": "Oy"},
        "purposes": purposes,
    }
    processors = {name: {"name": name, "role": "processor", "country": "FI", "purposes": ["own"]} for name in names}
    system = {"name": "S", "purposes": names, "processors": names}
    for kind, content in (
        ("policy", policy),
        ("systems", {"systems": {"s": system}}),
        ("processors", {"processors": processors}),
    ):
        (tmp_path / f"{kind}.yaml").write_text(json.dumps(content), "utf-8")
    with cpu_limit(5):
        result = seloste.check(tmp_path, as_of=DAY)
    found = [finding for finding in result.findings if finding.rule == "processor/scope-exceeded"]
    assert {finding.subject for finding in found} >= {f"processors.{name}" for name in names[:20]}
    assert len(found) < 12_000


@pytest.mark.parametrize("words", ["kept for three years and ", "kept, 1.2.2020, ", "1 year. ", "3 years a"])
def test_a_long_text_takes_little(words: str) -> None:
    text = words * (60_000 // len(words))
    start = time.process_time()
    list(list_keeping_periods(text, "en", ["contract-end"]))
    list(list_notice_dates(text, "en"))
    assert time.process_time() - start < 3


@pytest.mark.parametrize(
    "text", ["TLS 1.0.", "0.0.2020", "5.0.2020", "2020-00-10", "00/00/2020", "32.13.2020", "1.0.1.2020"]
)
def test_what_looks_like_a_date_and_is_none_is_read_past(text: str) -> None:
    for language in ("fi", "en", "sv"):
        assert [each.date.form for each in list_notice_dates(f"{text} Updated 5.10.2026", language)] in (
            ["2026-10-05"],
            [],
        )
        assert not list(list_keeping_periods(text, language, ()))


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        (
            "en",
            "3 year\u017f; 3 m\u0131nutes; every \u017fecond day; tw\u0131ce a day; \u017fixty-\u017fix years",
        ),
        ("fi", "3 v\u0131ikkoa; 3 vuo\u017fi; 3 kuukau\u017fi; ka\u212asi vii\u212akoa"),
        ("sv", "\u017fex \u00e5r; tjugo\u017fex \u00e5r; trett\u0131o dagar; 3 t\u0131mmar; varje \u017f\u00f6ndag"),
    ],
)
def test_letters_that_are_others_in_another_case_are_no_fault(language: str, texts: str) -> None:
    for text in texts.split("; "):
        assert list_periods(text, language)
        extract_figures(text, language)


def test_of_many_dates_the_first_and_the_last_may_be_those_of_the_notice() -> None:
    dates = "1.2.2020 and " * 1_000
    for text in (f"This privacy notice was updated on 5.10.2026. {dates}", f"{dates}. Notice updated: 5.10.2026"):
        assert [each.date.form for each in list_notice_dates(text, "en")] == ["2026-10-05"]


def test_names_that_are_all_alike_but_for_their_numbers_hide_no_slip() -> None:
    names = NearNames([*(f"customer-register-{n}" for n in range(400)), "customer-registers"])
    assert names.find("customer-registrs") == "customer-registers"
    assert names.find("customer-register-400") == ""
