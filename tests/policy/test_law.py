"""What the law says on which day: tables of countries, decisions and instruments."""

from __future__ import annotations

from datetime import date

import pytest

from seloste.policy.law.law import INSTRUMENT_IDS, LawOn, load_law
from seloste.policy.law.transfers import InstrumentKind, InvalidityReason, Requirement
from seloste.policy.prose.mentions.instruments import find_tools
from seloste.policy.prose.passages import split_passages

NEVER_ADEQUATE = ["IN", "CN", "RU", "UA", "RS", "TR", "PH", "AU", "SG", "KE", "ZA", "MX", "CO", "CL", "MC", "SM", "VA"]


def on(day: str) -> LawOn:
    return load_law().on(date.fromisoformat(day))


# --- places


@pytest.mark.parametrize(
    ("country", "day", "eu", "eea"),
    [
        ("FI", "2026-11-22", True, True),
        ("FI", "1994-12-31", False, True),
        ("HR", "2013-06-30", False, False),
        ("HR", "2013-07-01", True, True),
        ("NO", "2018-05-25", False, True),
        ("NO", "2018-07-19", False, True),
        ("NO", "2026-11-22", False, True),
        ("IS", "2018-05-25", False, True),
        ("LI", "2018-05-25", False, True),
        ("AX", "2026-11-22", True, True),
        ("RE", "2026-11-22", True, True),
        ("GP", "2026-11-22", True, True),
        ("MQ", "2026-11-22", True, True),
        ("GF", "2026-11-22", True, True),
        ("MF", "2026-11-22", True, True),
        ("YT", "2013-12-31", False, False),
        ("YT", "2014-01-01", True, True),
        ("GL", "2026-11-22", False, False),
        ("FO", "2026-11-22", False, False),
        ("CH", "2026-11-22", False, False),
        ("MC", "2026-11-22", False, False),
        ("CW", "2026-11-22", False, False),
        ("JE", "2019-01-01", False, False),
        ("GB", "2020-01-31", True, True),
        ("GB", "2020-02-01", True, True),
        ("GB", "2020-12-31", True, True),
        ("GB", "2021-01-01", False, False),
        ("GB", "2021-06-27", False, False),
        ("GB", "2021-06-28", False, False),
        ("GI", "2020-12-31", True, True),
        ("GI", "2021-01-01", False, False),
        ("US", "2026-11-22", False, False),
        ("X-EPO", "2026-11-22", False, False),
    ],
)
def test_where_a_country_stands(country: str, day: str, eu: bool, eea: bool) -> None:
    law = on(day)
    assert law.is_inside(country, "eu") is eu
    assert law.is_inside(country, "eea") is eea
    assert law.is_outside(country, "eea") is not eea
    assert not law.is_disputed(country)


@pytest.mark.parametrize(
    ("country", "day", "third"),
    [
        ("GB", "2020-12-31", False),
        ("GB", "2021-01-01", False),
        ("GB", "2021-06-27", False),
        ("GB", "2021-06-28", True),
        ("GI", "2021-01-01", True),
        ("NO", "2018-05-25", False),
        ("US", "2021-03-01", True),
        ("XK", "2026-11-22", True),
    ],
)
def test_a_transfer_is_another_question_than_an_area(country: str, day: str, third: bool) -> None:
    assert on(day).is_third_country(country) is third


@pytest.mark.parametrize("country", ["NC", "PF", "WF", "PM", "BL", "TF", "SJ"])
def test_disputed_territories_are_neither_inside_nor_outside(country: str) -> None:
    law = on("2026-11-22")
    assert law.is_disputed(country)
    assert not law.is_inside(country, "eea")
    assert not law.is_third_country(country)


def test_svalbard_is_outside_the_union_whatever_the_eea_says() -> None:
    assert on("2026-11-22").is_outside("SJ", "eu")


@pytest.mark.parametrize("day", ["2018-05-25", "2020-07-17", "2021-03-01", "2026-11-22"])
def test_a_country_is_inside_outside_or_disputed_and_only_one_of_them(day: str) -> None:
    law = on(day)
    for country in load_law().places.by_country:
        for area in ("eu", "eea"):
            answers = [law.is_inside(country, area), law.is_disputed(country, area), law.is_outside(country, area)]
            assert answers.count(True) == 1, (country, area)


# --- adequacy


@pytest.mark.parametrize(
    ("country", "day", "expected"),
    [
        ("US", "2000-10-31", []),
        ("US", "2000-11-01", ["us-2000-520"]),
        ("US", "2015-10-05", ["us-2000-520"]),
        ("US", "2015-10-06", []),
        ("US", "2016-07-11", []),
        ("US", "2016-07-12", ["us-2016-1250"]),
        ("US", "2020-07-15", ["us-2016-1250"]),
        ("US", "2020-07-16", []),
        ("US", "2023-07-09", []),
        ("US", "2023-07-10", ["us-2023-1795"]),
        ("US", "2026-11-22", ["us-2023-1795"]),
        ("GB", "2021-06-27", []),
        ("GB", "2021-06-28", ["gb-2021-1772"]),
        ("GB", "2025-06-28", ["gb-2021-1772"]),
        ("GB", "2025-12-28", ["gb-2021-1772"]),
        ("GB", "2031-12-27", ["gb-2021-1772"]),
        ("GB", "2031-12-28", []),
        ("GB", "2032-01-01", []),
        ("GI", "2026-11-22", []),
        ("KR", "2021-12-16", []),
        ("KR", "2021-12-17", ["kr-2022-254"]),
        ("JP", "2019-01-22", []),
        ("JP", "2019-01-23", ["jp-2019-419"]),
        ("BR", "2026-01-25", []),
        ("BR", "2026-01-26", ["br-2026-179"]),
        ("X-EPO", "2025-07-14", []),
        ("X-EPO", "2025-07-15", ["epo-2025-1382"]),
        ("CA", "2006-10-01", ["ca-2002-2"]),
        ("US", "2005-01-01", ["us-2000-520"]),
        ("HU", "2004-04-30", ["hu-2000-519"]),
        ("HU", "2004-05-01", []),
        ("NZ", "2013-06-01", ["nz-2013-65"]),
        ("CH", "2026-11-22", ["ch-2000-518"]),
        ("GL", "2026-11-22", []),
        *((country, "2026-11-22", []) for country in NEVER_ADEQUATE),
    ],
)
def test_adequacy_of_a_country(country: str, day: str, expected: list[str]) -> None:
    assert [decision.id for decision in on(day).list_decisions(country)] == expected


@pytest.mark.parametrize(
    ("country", "requires"),
    [
        ("US", Requirement.CERTIFICATION),
        ("CA", Requirement.COVERAGE),
        ("JP", Requirement.COVERAGE),
        ("BR", Requirement.COVERAGE),
        ("FO", Requirement.COVERAGE),
        ("IL", Requirement.COVERAGE),
        ("KR", Requirement.COVERAGE),
        ("GB", None),
        ("CH", None),
    ],
)
def test_what_must_be_shown_of_the_recipient(country: str, requires: Requirement | None) -> None:
    law = on("2026-11-22")
    (decision,) = law.list_decisions(country)
    assert decision.requires is requires
    assert law.is_covered_without_instrument(country) is (requires is not Requirement.CERTIFICATION)


@pytest.mark.parametrize(
    ("day", "number"),
    [
        ("2021-06-28", "(EU) 2021/1772"),
        ("2025-06-27", "(EU) 2021/1772"),
        ("2025-06-28", "(EU) 2025/1226"),
        ("2025-12-27", "(EU) 2025/1226"),
        ("2025-12-28", "(EU) 2025/2574"),
        ("2031-12-27", "(EU) 2025/2574"),
    ],
)
def test_the_british_decision_is_cited_with_the_act_that_prolonged_it(day: str, number: str) -> None:
    (decision,) = on(day).list_decisions("GB")
    for text in decision.get_citation_on(date.fromisoformat(day)).values():
        assert text.endswith(number)


def test_the_british_immigration_exception_ended_with_the_renewal() -> None:
    decision = load_law().decisions["gb-2021-1772"]
    assert len(decision.list_conditions_on(date(2025, 12, 18))) == 1
    assert decision.list_conditions_on(date(2025, 12, 19)) == ()


def test_nothing_is_told_before_it_happened() -> None:
    framework = load_law().decisions["us-2023-1795"]
    assert framework.list_events_by(date(2024, 10, 8)) == ()
    assert [event.day.isoformat() for event in framework.list_events_by(date(2025, 10, 31))] == [
        "2024-10-09",
        "2025-09-03",
        "2025-10-31",
    ]


# --- instruments


def test_the_ids_are_those_that_people_write() -> None:
    assert set(INSTRUMENT_IDS) == {
        "safe-harbour",
        "privacy-shield",
        "eu-us-dpf",
        "adequacy",
        "scc",
        "scc-2001-497",
        "scc-2002-16",
        "scc-2004-915",
        "scc-2010-87",
        "scc-2021-914",
        "scc-2021-915",
        "bcr",
        "code-of-conduct",
        "certification",
        "public-instrument",
        "administrative-arrangement",
        "ad-hoc-clauses",
        "explicit-consent",
        *(f"derogation-49-1-{point}" for point in "bcdefg"),
        "derogation-49-1-second",
        "uk-idta",
        "uk-addendum",
        "uk-us-bridge",
        "swiss-us-dpf",
    }
    with pytest.raises(KeyError):
        on("2026-11-22").get_instrument("binding-corporate-rules")


@pytest.mark.parametrize(
    ("instrument", "day", "reason", "turns_on", "ended_by"),
    [
        ("safe-harbour", "2000-10-31", "not-yet", "2000-11-01", None),
        ("safe-harbour", "2015-10-05", None, None, None),
        ("safe-harbour", "2015-10-06", "ended", "2015-10-05", "CJEU C-362/14"),
        ("privacy-shield", "2016-07-11", "not-yet", "2016-07-12", None),
        ("privacy-shield", "2018-05-25", None, None, None),
        ("privacy-shield", "2020-07-15", None, None, None),
        ("privacy-shield", "2020-07-16", "ended", "2020-07-15", "CJEU C-311/18"),
        ("eu-us-dpf", "2023-07-09", "not-yet", "2023-07-10", None),
        ("eu-us-dpf", "2023-07-10", None, None, None),
        ("eu-us-dpf", "2026-11-22", None, None, None),
        ("scc-2010-87", "2010-05-14", "not-yet", "2010-05-15", None),
        ("scc-2010-87", "2022-12-27", None, None, None),
        ("scc-2010-87", "2022-12-28", "ended", "2022-12-27", "(EU) 2021/914"),
        ("scc-2001-497", "2022-12-28", "ended", "2022-12-27", "(EU) 2021/914"),
        ("scc-2004-915", "2022-12-28", "ended", "2022-12-27", "(EU) 2021/914"),
        ("scc-2021-914", "2021-06-26", "not-yet", "2021-06-27", None),
        ("scc-2021-914", "2021-06-27", None, None, None),
        ("scc-2021-915", "2021-06-26", "not-a-tool", None, None),
        ("scc-2021-915", "2026-11-22", "not-a-tool", None, None),
        ("certification", "2026-04-14", "not-yet", "2026-04-15", None),
        ("certification", "2026-04-15", None, None, None),
        ("code-of-conduct", "2026-11-22", "none-approved", None, None),
        ("bcr", "2018-05-25", None, None, None),
        ("uk-idta", "2026-11-22", "other-exporter", None, None),
        ("explicit-consent", "2026-11-22", None, None, None),
    ],
)
def test_when_an_instrument_could_be_relied_on(
    instrument: str, day: str, reason: str | None, turns_on: str | None, ended_by: str | None
) -> None:
    law = on(day)
    why = law.explain_invalidity(instrument)
    assert law.is_in_force(instrument) is (why is None)
    if why is None:
        assert reason is None
        return
    assert (why.reason, why.day and why.day.isoformat(), why.ended_by) == (reason, turns_on, ended_by)
    if why.ended_by is not None:
        assert law.is_citable(why.ended_by)


@pytest.mark.parametrize(
    ("instrument", "day", "contract", "reason"),
    [
        ("scc-2010-87", "2021-09-26", "2021-09-26", None),
        ("scc-2010-87", "2021-09-27", "2021-09-27", "new-contract"),
        ("scc-2010-87", "2021-09-27", "2021-09-26", None),
        ("scc-2010-87", "2021-09-27", None, None),
        ("scc-2010-87", "2022-12-27", "2018-01-01", None),
        ("scc-2010-87", "2022-12-27", "2021-09-27", "new-contract"),
        ("scc-2010-87", "2022-12-28", "2018-01-01", "ended"),
        ("scc-2010-87", "2022-12-28", None, "ended"),
        ("scc-2002-16", "2018-05-25", "2010-05-14", None),
        ("scc-2002-16", "2018-05-25", "2010-05-15", "new-contract"),
        ("scc-2002-16", "2022-12-27", "2011-01-01", "new-contract"),
        ("scc-2002-16", "2022-12-28", "2011-01-01", "ended"),
        ("scc-2002-16", "2022-12-28", "2010-05-14", "ended"),
        ("scc-2021-914", "2026-11-22", "2019-01-01", None),
    ],
)
def test_old_clauses_by_the_day_of_the_contract(
    instrument: str, day: str, contract: str | None, reason: str | None
) -> None:
    why = on(day).explain_invalidity(instrument, contract=date.fromisoformat(contract) if contract else None)
    assert (why.reason if why else None) == reason


@pytest.mark.parametrize(
    ("day", "contract", "reason"),
    [
        ("2019-05-01", None, None),
        ("2019-05-01", "2018-06-01", None),
        ("2026-11-22", None, None),
        ("2026-11-22", "2021-06-27", None),
        ("2026-11-22", "2021-06-26", "ended"),
        ("2022-12-27", "2010-05-14", None),
        ("2022-12-28", "2018-06-01", "ended"),
        ("2022-12-28", "2021-09-27", None),
        ("2019-05-01", "2001-09-02", "not-yet"),  # before any set
    ],
)
def test_clauses_without_a_decision_named_are_valid_while_some_set_was(
    day: str, contract: str | None, reason: str | None
) -> None:
    law = on(day)
    why = law.explain_invalidity("scc", country="IN", contract=date.fromisoformat(contract) if contract else None)
    assert (why.reason if why else None) == reason
    if reason == "ended":
        assert why is not None
        assert (why.instrument, why.day, why.ended_by) == ("scc", date(2022, 12, 27), "(EU) 2021/914")


def test_clauses_without_a_decision_named_have_the_end_of_the_sets_that_the_contract_may_have() -> None:
    old, new = date(2018, 6, 1), date(2022, 6, 1)
    assert on("2021-06-03").find_end("scc", contract=old) is None  # not yet known
    assert on("2022-06-01").find_end("scc", contract=old) == date(2022, 12, 27)
    assert on("2022-06-01").find_end("scc", contract=new) is None
    assert on("2022-06-01").find_end("scc") is None
    assert on("2022-12-28").find_end("scc", contract=old) is None


def test_clauses_without_a_decision_named_follow_the_sets_in_a_supposition() -> None:
    supposed = load_law().suppose("scc-2021-914", until=date(2026, 1, 1)).on(date(2026, 11, 22))
    assert not supposed.is_in_force("scc")
    assert load_law().on(date(2026, 11, 22)).is_in_force("scc")


def test_the_clauses_without_a_decision_named_are_every_set_that_there_is() -> None:
    law = on("2026-11-22")
    tools = map(law.get_instrument, INSTRUMENT_IDS)
    sets = {tool.id for tool in tools if tool.kind is InstrumentKind.SCC and not tool.exporters}
    assert set(law.get_instrument("scc").any_of) == sets - {"scc"}
    assert not any(character.isdigit() for title in law.get_instrument("scc").title.values() for character in title)
    assert law.get_instrument("scc").first == min(law.get_instrument(id).first for id in sets)


@pytest.mark.parametrize(
    ("instrument", "country", "day", "reason"),
    [
        ("eu-us-dpf", "US", "2026-11-22", None),
        ("eu-us-dpf", "CA", "2026-11-22", "wrong-country"),
        ("privacy-shield", "IN", "2019-05-01", "wrong-country"),
        ("privacy-shield", "IN", "2021-05-01", "ended"),
        ("adequacy", "JP", "2026-11-22", None),
        ("adequacy", "JP", "2019-01-22", "no-decision"),
        ("adequacy", "US", "2020-07-15", None),
        ("adequacy", "US", "2020-07-16", "no-decision"),
        ("adequacy", "IN", "2026-11-22", "no-decision"),
        ("adequacy", "US", "2026-11-22", None),
        ("scc-2021-914", "IN", "2026-11-22", None),
        ("bcr", "KE", "2026-11-22", None),
    ],
)
def test_an_instrument_for_a_country(instrument: str, country: str, day: str, reason: str | None) -> None:
    why = on(day).explain_invalidity(instrument, country=country)
    assert (why.reason if why else None) == reason


def test_a_missing_decision_tells_of_the_one_that_was() -> None:
    why = on("2020-07-16").explain_invalidity("adequacy", country="US")
    assert why is not None
    assert (why.day, why.ended_by) == (date(2020, 7, 15), "CJEU C-311/18")
    why = on("2026-11-22").explain_invalidity("adequacy", country="IN")
    assert why is not None
    assert (why.reason, why.day, why.ended_by) == (InvalidityReason.NO_DECISION, None, None)


def test_what_an_instrument_needs() -> None:
    law = on("2026-11-22")
    assessed = {id for id in INSTRUMENT_IDS if law.get_instrument(id).needs_assessment}
    assert {law.get_instrument(id).kind for id in assessed} == {
        InstrumentKind.SCC,
        InstrumentKind.BCR,
        InstrumentKind.AD_HOC_CLAUSES,
        InstrumentKind.CODE_OF_CONDUCT,
        InstrumentKind.CERTIFICATION,
    }
    copied = {id for id in INSTRUMENT_IDS if law.get_instrument(id).needs_copy}
    article_46 = {id for id in INSTRUMENT_IDS if law.get_instrument(id).article == 46}
    assert copied == article_46 | {"derogation-49-1-second"}
    certified = {id for id in INSTRUMENT_IDS if law.get_instrument(id).requires is Requirement.CERTIFICATION}
    assert certified == {
        *("safe-harbour", "privacy-shield", "eu-us-dpf", "uk-us-bridge", "swiss-us-dpf", "certification"),
    }


def test_of_a_code_or_certification_one_must_have_been_approved() -> None:
    law = on("2026-11-22")
    code, certification = law.get_instrument("code-of-conduct"), law.get_instrument("certification")
    assert not code.has_approved(law.day), "none is known"
    assert certification.has_approved(date(2026, 4, 15))
    assert not certification.has_approved(date(2026, 4, 14))
    needing = {id for id in INSTRUMENT_IDS if law.get_instrument(id).needs_approval}
    assert needing == {"code-of-conduct", "certification"}
    assert law.get_instrument("scc").has_approved(law.day)


# --- looking ahead, supposing, looking back


@pytest.mark.parametrize(
    ("id", "country", "day", "expected"),
    [
        # a judgment ends a decision: nobody knew of it the day before, and from the day on it can't be relied on
        ("safe-harbour", None, "2015-10-05", None),
        ("safe-harbour", None, "2015-10-06", None),
        ("privacy-shield", None, "2020-04-15", None),
        ("privacy-shield", None, "2020-07-15", None),
        ("privacy-shield", None, "2020-07-16", None),
        ("adequacy", "US", "2020-07-15", None),
        # the old clauses: known from the adoption of the new
        ("scc-2010-87", None, "2021-06-03", None),
        ("scc-2010-87", None, "2021-06-04", "2022-12-27"),
        ("scc-2010-87", None, "2022-12-27", "2022-12-27"),
        ("scc-2010-87", None, "2022-12-28", None),
        ("scc-2001-497", None, "2021-06-04", "2022-12-27"),
        ("scc-2004-915", None, "2021-06-03", None),
        ("scc-2002-16", None, "2021-06-04", "2022-12-27"),
        # a sunset clause is known from the start, and moves with each prolongation
        ("adequacy", "GB", "2021-06-28", "2025-06-27"),
        ("adequacy", "GB", "2025-06-23", "2025-06-27"),
        ("gb-2021-1772", None, "2025-06-24", "2025-12-27"),
        ("adequacy", "GB", "2025-12-18", "2025-12-27"),
        ("adequacy", "GB", "2025-12-19", "2031-12-27"),
        ("gb-2021-1772", None, "2031-12-27", "2031-12-27"),
        ("gb-2021-1772", None, "2031-12-28", None),
        ("hu-2000-519", None, "2003-04-15", None),
        ("hu-2000-519", None, "2003-04-16", "2004-04-30"),
        ("us-2004-535", None, "2006-05-29", None),
        ("us-2004-535", None, "2006-05-30", "2006-09-30"),
        ("ca-2006-253", None, "2005-09-06", "2009-09-22"),
        # no end in sight
        ("adequacy", "CH", "2026-11-22", None),
        ("scc-2021-914", None, "2026-11-22", None),
        ("eu-us-dpf", None, "2026-11-22", None),
    ],
)
def test_the_end_of_what_is_relied_on_as_far_as_it_was_known(
    id: str, country: str | None, day: str, expected: str | None
) -> None:
    ends = on(day).find_end(id, country=country)
    assert (ends.isoformat() if ends else None) == expected


def test_of_what_a_contract_cannot_rest_on_there_is_no_end() -> None:
    assert on("2022-11-01").find_end("scc-2010-87", contract=date(2022, 1, 1)) is None


@pytest.mark.parametrize(
    ("id", "until", "day", "expected"),
    [
        ("eu-us-dpf", "2027-01-31", "2027-01-31", None),  # as a judgment would: unannounced
        ("us-2023-1795", "2027-01-31", "2027-01-31", None),
        ("gb-2021-1772", "2027-01-31", "2027-01-31", "2031-12-27"),
        ("gb-2021-1772", "2035-01-31", "2031-12-27", "2035-01-31"),  # prolonged
        ("gb-2021-1772", None, "2031-12-28", None),
        ("privacy-shield", "2030-01-01", "2026-11-22", "2030-01-01"),
        ("scc-2021-914", "9999-12-31", "2026-11-22", None),
    ],
)
def test_what_is_known_of_a_supposed_end(id: str, until: str | None, day: str, expected: str | None) -> None:
    supposed = load_law().suppose(id, until=date.fromisoformat(until) if until else None)
    ends = supposed.on(date.fromisoformat(day)).find_end(id)
    assert (ends.isoformat() if ends else None) == expected


def test_supposing_another_end_leaves_the_law_as_it_is() -> None:
    fallen = load_law().suppose("eu-us-dpf", until=date(2026, 12, 31), ended_by="CJEU C-703/25")
    after = fallen.on(date(2027, 1, 1))
    why = after.explain_invalidity("eu-us-dpf", country="US")
    assert why is not None
    assert (why.reason, why.day, why.ended_by) == ("ended", date(2026, 12, 31), "CJEU C-703/25")
    assert after.list_decisions("US") == ()
    assert fallen.on(date(2026, 12, 31)).is_in_force("adequacy", country="US")
    assert load_law().on(date(2027, 1, 1)).is_in_force("eu-us-dpf", country="US")


def test_supposing_by_the_decision_reaches_its_instrument() -> None:
    kept = load_law().suppose("us-2016-1250", until=None)
    assert kept.on(date(2020, 7, 16)).is_in_force("privacy-shield", country="US")


def test_supposing_an_end_of_a_decision_with_periods() -> None:
    shorter = load_law().suppose("gb-2021-1772", until=date(2025, 9, 1)).decisions["gb-2021-1772"]
    assert [period.last for period in shorter.periods] == [date(2025, 6, 27), date(2025, 9, 1)]


def test_supposing_refuses_nonsense() -> None:
    with pytest.raises(ValueError, match="first day"):
        load_law().suppose("eu-us-dpf", until=date(2020, 1, 1))
    with pytest.raises(KeyError):
        load_law().suppose("nothing", until=None)


def test_history_of_a_country_is_in_order() -> None:
    assert [entry.id for entry in load_law().list_history("GB")] == [
        "eu-gb",
        "eea-gb",
        "gb-transition",
        "gb-bridging",
        "gb-2021-1772",
    ]
    assert [entry.id for entry in load_law().list_history("US")] == ["us-2000-520", "us-2016-1250", "us-2023-1795"]
    assert {entry.id for entry in load_law().list_history("AX")} == {"aland", "eu-1995", "eea-1994"}
    assert load_law().list_history("ZZ") == ()


def test_the_horizon_is_the_last_day_that_was_checked() -> None:
    assert load_law().horizon == date(2026, 9, 30)
    assert not on("2026-09-30").past_horizon
    assert on("2026-10-01").past_horizon


# --- authorities


@pytest.mark.parametrize(
    ("citation", "first", "last"),
    [
        ("GDPR Art. 13(1)(c)", "2018-05-25", None),
        ("Act 1050/2018 s. 29", "2019-01-01", None),
        ("Act 523/1999 s. 13", "1999-06-01", "2018-12-31"),
        ("Act 917/2014 s. 200", "2015-01-01", None),
        ("Act 759/2004 s. 3", "2004-10-01", None),
        ("WP260 rev.01", "2018-04-11", None),
        ("WP243", "2017-04-05", None),
        ("EDPB Recommendations 01/2020", "2021-06-18", None),
        ("CJEU C-362/14", "2015-10-06", None),
        ("CJEU C-311/18", "2020-07-16", None),
        ("CJEU C-154/21", "2023-01-12", None),
        ("CJEU C-453/21", "2023-02-09", None),
        ("CJEU C-394/23", "2025-01-09", None),
        ("CJEU C-710/23", "2025-04-03", None),
        ("CJEU C-654/23", "2025-11-13", None),
        ("KHO:2023:81", "2023-09-08", None),
        ("TSV 20200702", "2020-04-27", None),
        ("TSV/26/2020", "2024-03-06", None),
    ],
)
def test_an_authority_is_cited_only_while_it_held(citation: str, first: str, last: str | None) -> None:
    start = date.fromisoformat(first)
    assert load_law().on(start).is_citable(citation)
    assert not load_law().on(date.fromordinal(start.toordinal() - 1)).is_citable(citation)
    if last is None:
        assert on("2026-11-22").is_citable(citation)
    else:
        end = date.fromisoformat(last)
        assert load_law().on(end).is_citable(citation)
        assert not load_law().on(date.fromordinal(end.toordinal() + 1)).is_citable(citation)


def test_an_act_is_called_by_the_name_of_the_day() -> None:
    code = on("2018-05-31").find_authority("Act 917/2014 s. 200")
    act = on("2018-06-01").find_authority("Act 917/2014 s. 200")
    assert code is not None
    assert act is not None
    assert code.citation["fi"] == "tietoyhteiskuntakaari (917/2014)"
    assert act.citation["fi"] == "laki sähköisen viestinnän palveluista (917/2014)"


@pytest.mark.parametrize("citation", ["Act 1/2000", "CJEU C-311/189", "GDPRX", ""])
def test_an_unknown_authority_is_an_error(citation: str) -> None:
    with pytest.raises(ValueError, match="authority"):
        on("2026-11-22").is_citable(citation)


@pytest.mark.parametrize(
    ("words", "tools"),
    [
        ("We rely on the UK Extension to the EU-US Data Privacy Framework.", []),
        ("The recipient is certified under the EU-US Data Privacy Framework and the Swiss-US DPF.", ["eu-us-dpf"]),
        ("We rely on the EU-US and Swiss-US Data Privacy Framework.", ["eu-us-dpf"]),
        ("We rely on standard contractual clauses with the UK Addendum, or on the IDTA.", ["scc"]),
    ],
)
def test_a_text_of_ours_relies_on_no_tool_of_another_country(words: str, tools: list[str]) -> None:
    named = [mention.tool for sentence in split_passages(words, "en") for mention in find_tools(sentence, "en")]
    assert named == tools
