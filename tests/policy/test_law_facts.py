"""Facts of the law that an audit found wrong or missing, each on the days on which it matters."""

from __future__ import annotations

from datetime import date

import pytest

from seloste.policy.law.authorities import load_authorities
from seloste.policy.law.dated import Confidence
from seloste.policy.law.duties import load_duties
from seloste.policy.law.law import load_law
from seloste.policy.law.transfers import Need


@pytest.mark.parametrize(
    ("citation", "first"),
    [
        ("EDPB Guidelines 2/2018", "2018-05-25"),
        ("EDPB Guidelines 05/2020", "2020-05-04"),
        ("EDPB Recommendations 01/2020", "2021-06-18"),
        ("EDPB Guidelines 05/2021", "2023-02-14"),
        ("EDPB Guidelines 07/2022", "2023-02-14"),
        ("(EU) 2023/1795", "2023-07-10"),
        ("CJEU C-634/21", "2023-12-07"),
        ("CJEU C-394/23", "2025-01-09"),
        ("CJEU C-203/22", "2025-02-27"),
        ("CJEU C-413/23 P", "2025-09-04"),
        ("CJEU C-654/23", "2025-11-13"),
        ("CJEU C-422/24", "2025-12-18"),
        ("EDPB FAQ on the DPF", "2026-01-15"),
        ("CJEU C-526/24", "2026-03-19"),
        ("(EU) 2025/2518", "2027-04-02"),
    ],
)
def test_an_authority_is_cited_from_its_day(citation: str, first: str) -> None:
    day = date.fromisoformat(first)
    assert load_law().on(day).is_citable(citation)
    assert not load_law().on(date.fromordinal(day.toordinal() - 1)).is_citable(citation)


@pytest.mark.parametrize(
    ("duty", "first", "last"),
    [
        ("complaint-national", "2019-01-01", "2023-12-31"),
        ("complaint-national-2024", "2024-01-01", None),
        ("accounting-retention", "1997-12-31", "2015-12-31"),
        ("accounting-retention-2016", "2016-01-01", None),
    ],
)
def test_a_duty_that_was_amended_is_two(duty: str, first: str, last: str | None) -> None:
    entry = load_duties()[duty]
    assert (entry.first.isoformat(), entry.last and entry.last.isoformat()) == (first, last)


def test_the_complaint_of_2024_tells_of_the_appeal_over_delay() -> None:
    words = load_duties()["complaint-national-2024"].text
    assert "kolmessa kuukaudessa" in words["fi"]
    assert "inom tre månader" in words["sv"]
    assert "within three months" in words["en"]


def test_periods_of_accounting_material_have_their_starting_points() -> None:
    words = load_duties()["accounting-retention-2016"].text
    assert "kymmenen vuotta tilikauden päättymisestä" in words["fi"]
    assert "kuusi vuotta sen vuoden lopusta, jonka aikana tilikausi on päättynyt" in words["fi"]
    assert "kirjanpitokirjat" not in words["fi"]
    assert "bokföringsböcker" not in words["sv"]


def test_named_work_addresses_are_practice_and_no_statute() -> None:
    duty = load_duties()["marketing-consent"]
    (practice,) = duty.events
    assert "työosoite" not in duty.text["fi"]
    assert "työosoite" in practice.text["fi"]
    assert practice.day == date(2020, 4, 27)


def test_every_section_that_was_amended_in_2024_is_named() -> None:
    (act,) = load_authorities()["Act 1050/2018"]
    for section in ("7", "15", "21", "24", "29"):
        assert f"{section} §" in act.events[0].text["fi"]


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        ("us-2023-1795", "public-sector"),
        ("us-2023-1795", "Federal Trade Commission"),
        ("ca-2002-2", "provincial"),
        ("ca-2002-2", "employee"),
        ("fo-2010-146", "data protection legislation of the Faroe Islands"),
    ],
)
def test_a_decision_has_the_limits_of_its_text(decision: str, words: str) -> None:
    conditions = load_law().decisions[decision].list_conditions_on(date(2026, 11, 29))
    assert any(words in condition.text["en"] for condition in conditions)


def test_the_days_of_reviews_and_openings() -> None:
    decisions = load_law().decisions
    assert [event.day for event in decisions["jp-2019-419"].events] == [date(2023, 4, 3)]
    assert [event.day for event in decisions["us-2016-1250"].events] == [date(2016, 8, 1), date(2020, 7, 16)]
    assert decisions["br-2026-179"].confidence is Confidence.VERIFIED_PRIMARY


def test_codes_and_certifications_need_an_assessment_and_a_first_approval() -> None:
    tools = load_law().instruments
    for id in ("code-of-conduct", "certification"):
        assert tools[id].needs == {Need.ASSESSMENT, Need.COPY}
    assert tools["code-of-conduct"].first_approved is None
    assert tools["certification"].first_approved == tools["certification"].first


@pytest.mark.parametrize(
    ("duty", "day"),
    [
        ("recipients", "2025-09-04"),
        ("timing-direct", "2025-12-18"),
        ("automated-decisions", "2025-02-27"),
        ("free-of-charge", "2026-03-19"),
    ],
)
def test_a_judgment_stands_with_the_duty_that_it_reads(duty: str, day: str) -> None:
    assert date.fromisoformat(day) in {event.day for event in load_duties()[duty].events}


def test_of_svalbard_it_is_told_which_law_applies_there() -> None:
    (place,) = load_law().places.by_country["SJ"]
    assert any("Personal Data Act" in event.text["en"] for event in place.events)
