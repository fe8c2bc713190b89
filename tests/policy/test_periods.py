"""The periods that a text states: how long and how often, in the words of each language; and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seloste.policy.period import Period
from seloste.policy.prose.figures.dates import list_dates
from seloste.policy.prose.figures.lengths import Length
from seloste.policy.prose.figures.periods import list_periods

LANGUAGES = ("fi", "en", "sv")
STATED = {
    "18M": {
        "fi": ["puolitoista vuotta", "1,5 vuotta", "vuosi ja kuusi kuukautta", "1½ vuotta", "halvannen vuoden ajan"],
        "en": ["one and a half years", "a year and a half", "eighteen months", "one year and six months", "1.5 years"],
        "sv": ["ett och ett halvt år", "ett år och sex månader", "arton månader", "halvtannat år", "1,5 år"],
    },
    "6M": {
        "fi": ["puoli vuotta", "puolen vuoden kuluttua", "6 kk:n ajan", "kuudessa kuukaudessa", "½ vuotta"],
        "en": ["half a year", "a six-month period", "six (6) months", "6 mths"],
        "sv": ["ett halvår", "ett halvt år", "sexmånadersperiod", "6 mån"],
    },
    "3Y 5Y": {
        "fi": ["3–5 vuotta", "kolmesta viiteen vuoteen", "kolme tai viisi vuotta"],
        "en": ["3-5 years", "three to five years", "between three and five years"],
        "sv": ["3–5 år", "tre till fem år", "tre eller fem år"],
    },
    "10Y": {
        "fi": ["10-vuotiskausi", "kymmenvuotinen", "vuosikymmenen", "kymmenen täyttä vuotta"],
        "en": ["a decade", "ten full years", "120 months", "ten-year"],
        "sv": ["tio års lagringstid", "tioårsperiod", "ett decennium"],
    },
    "7D": {
        "fi": ["viikon kuluessa", "seitsemän päivää", "enintään viikko"],
        "en": ["within a week", "7 days", "168 hours"],
        "sv": ["inom en vecka", "sju dygn"],
    },
    "1M": {"fi": ["säilytetään kuukauden.", "kuukauden kuluttua"], "en": ["for one month"], "sv": ["i en månad"]},
    "25D": {"fi": ["kahdenkymmenenviiden päivän"], "en": ["twenty-five days"], "sv": ["tjugofem dagar"]},
    "": {
        "fi": ["alle 13-vuotiaat", "18 vuotta täyttäneet", "15 vuoden iässä", "sen vuoden loppuun", "laki 1050/2018"],
        "en": ["under the age of 13", "16 years of age", "24/7", "Act 1050/2018", "the end of the year", "a and b"],
        "sv": ["15-åring", "fyllt 18 år", "lag 1050/2018", "utgången av året"],
    },
}
OFTEN = {
    "1D": {
        "fi": ["päivittäin", "joka yö", "24 tunnin välein", "kerran vuorokaudessa"],
        "en": ["daily", "each night", "every 24 hours", "once a day", "at 24-hour intervals"],
        "sv": ["dagligen", "varje natt", "var 24:e timme", "en gång per dygn"],
    },
    "12H": {
        "fi": ["kahdesti päivässä", "kaksi kertaa vuorokaudessa"],
        "en": ["twice a day", "two times a day", "twice daily"],
        "sv": ["två gånger om dagen", "med tolv timmars mellanrum"],
    },
    "3H": {"fi": ["joka kolmas tunti"], "en": ["every third hour"], "sv": ["var tredje timme"]},
    "1H": {"fi": ["tunneittain", "tunnin välein"], "en": ["hourly"], "sv": ["varje timme"]},
    "3M": {"fi": ["neljännesvuosittain"], "en": ["every quarter", "once per quarter"], "sv": ["varje kvartal"]},
}
CASES = [
    (language, text, form, often)
    for table, often in ((STATED, False), (OFTEN, True))
    for form, by_language in table.items()
    for language, texts in by_language.items()
    for text in texts
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_stated(language: str) -> None:
    for each, text, form, often in CASES:
        if each == language:
            found = list_periods(text, language)
            assert (" ".join(dict.fromkeys(period.length.form for period in found)), text) == (form, text)
            assert all(period.often is often for period in found), text


def test_a_period_is_found_where_it_is_written() -> None:
    text = "Login codes: 10 minutes; orders: a year and a half; copies every other day."
    found = list_periods(text, "en")
    assert [text[period.start : period.end] for period in found] == [
        *("10 minutes", "a year and a half", "every other day"),
    ]
    assert [period.length.form for period in found] == ["10I", "18M", "2D"]


def test_the_days_that_a_text_states() -> None:
    text = "Published 25 May 2018, updated Feb. 1, 2026; see 3/2027."
    assert [day.form for day in list_dates(text, "en")] == ["2018-05-25", "2026-02-01"]
    assert [day.form for day in list_dates(text, "en", loose=True)] == ["2018-05-25", "2026-02-01", "2027-03"]
    assert all(text[day.start : day.end].strip() == day.written for day in list_dates(text, "en"))


@pytest.mark.parametrize(
    ("words", "key", "equal"),
    [
        *(("24 months", "P2Y", True), ("12 months", "P365D", True), ("7 days", "P1W", True), ("48 hours", "P2D", True)),
        *(("30 days", "P1M", True), ("90 days", "P3M", True), ("52 weeks", "P1Y", True), ("60 minutes", "PT1H", True)),
        *(("31 days", "P1M", True), ("10 working days", "P2W", True), ("13 weeks", "P3M", True)),
        *(
            ("45 days", "P1M", False),
            ("119 months", "P10Y", False),
            ("6 weeks", "P1M", False),
            ("1 day", "PT23H", False),
        ),
        *(("100 days", "P3M", False), ("10 working days", "P30D", False), ("11 months", "P1Y", False)),
    ],
)
def test_periods_that_a_reader_calls_equal(words: str, key: str, equal: bool) -> None:
    (stated,) = list_periods(words, "en")
    assert stated.length.may_equal(Length.of_period(Period.parse(key))) is equal


NUMBERS = st.integers(1, 999)
UNITS = {"fi": {"Y": "vuotta", "M": "kuukautta", "D": "päivää", "H": "tuntia"}}
UNITS |= {"en": {"Y": "years", "M": "months", "D": "days", "H": "hours"}}
UNITS |= {"sv": {"Y": "år", "M": "månader", "D": "dagar", "H": "timmar"}}


@settings(max_examples=60, deadline=None)
@given(NUMBERS, st.sampled_from("YMDH"), st.sampled_from(LANGUAGES), st.sampled_from(["", "Säilytetään ", "(", "– "]))
def test_a_number_of_a_unit_is_that_period(number: int, letter: str, language: str, before: str) -> None:
    found = list_periods(f"{before}{number} {UNITS[language][letter]}.", language)
    assert [period.length for period in found] == [Length.of(number, letter)]


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("aet 1½,.-–()/vuosiyrkåhnd"), max_size=60), st.sampled_from([*LANGUAGES, "de"]))
def test_nothing_is_too_odd(text: str, language: str) -> None:
    found = list_periods(text, language)
    assert all(0 <= period.start < period.end <= len(text) for period in found)
    assert [period.start for period in found] == sorted(period.start for period in found)


@settings(max_examples=60, deadline=None)
@given(NUMBERS, NUMBERS, st.sampled_from("YMDHB"), st.sampled_from("YMDHB"))
def test_being_called_equal_goes_both_ways(one: int, other: int, letter: str, unit: str) -> None:
    first, second = Length.of(one, letter), Length.of(other, unit)
    assert first.may_equal(first)
    assert first.may_equal(second) is second.may_equal(first)
    assert not (first.may_equal(second) and first.is_surely_longer(second))
    assert not (first.is_surely_longer(second) and second.is_surely_longer(first))
