"""The mapping of standards: whatever an entry names is there, and nothing of it claims to be read in a source."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from seloste.policy.notice import Policy
from seloste.policy.promise import LISTS, WHOLES
from seloste.policy.standards import StandardControl, load_standard_controls, map_controls
from seloste.policy.vocabulary import Right, load_controls
from seloste.reports.language.language import language_codes

CONTROLS = load_standard_controls()
NUMBERS = {"ISO/IEC 27002:2022": r"[5-8]\.\d{1,2}", "ISO/IEC 27701:2019": r"[AB]\.[78]\.[2-5]\.\d{1,2}"}


@pytest.mark.parametrize("control", CONTROLS, ids=lambda each: each.number)
def test_an_entry_names_what_there_is(control: StandardControl) -> None:
    assert re.fullmatch(NUMBERS[control.standard], control.number)
    assert set(control.title) == set(language_codes())
    assert control.sections <= LISTS | WHOLES | {"all"}
    assert control.safeguards <= load_controls().keys()
    assert control.rights <= {each.value for each in Right}
    assert control.sections or control.safeguards or control.rights
    assert control.from_memory  # no text of the standards was at hand


def test_each_control_of_a_standard_has_one_entry() -> None:
    assert max(Counter((each.standard, each.number) for each in CONTROLS).values()) == 1
    assert {each.standard for each in CONTROLS} == set(NUMBERS)


def test_each_control_that_may_be_promised_and_each_section_of_promises_is_mapped() -> None:
    assert {id for each in CONTROLS for id in each.safeguards} == load_controls().keys()
    sections = {section for each in CONTROLS for section in each.sections}
    assert sections | {"safeguards", "custom", "data_subjects"} >= LISTS | WHOLES


def test_a_promise_is_found_by_its_section_its_control_or_its_right() -> None:
    text = {"en": "Words"}
    notice = Policy.model_validate(
        {
            "notice": {"languages": ["en"]},
            "controller": {"name": "Company"},
            "retention": {"all": {"text": text, "maximum": {"period": "P1Y", "after": "contract-end"}}},
            "safeguards": {"copies": {"text": text, "control": "backup"}, "own": {"text": text}},
            "rights": {"see": {"text": text, "right": ["access", "portability"]}},
        }
    )
    found = {control.number: [promise.id for promise in promises] for control, promises in map_controls(notice)}
    assert found == {
        "5.34": ["retention.all", "safeguards.copies", "safeguards.own", "rights.see"],
        "8.10": ["retention.all"],
        "8.13": ["safeguards.copies"],
        "A.7.3.6": ["rights.see"],
        "A.7.3.8": ["rights.see"],
        "A.7.3.9": ["rights.see"],
        "A.7.4.7": ["retention.all"],
        "A.7.4.8": ["retention.all"],
    }
