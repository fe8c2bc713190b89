"""Which storage period governs, and which of two is longer: what must hold of any."""

from __future__ import annotations

from datetime import date
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from seloste.policy.commitments import Retention
from seloste.policy.period import Period
from seloste.policy.retention import select_governing

GROUPS, PURPOSES = ("customers", "prospects", "children"), ("billing", "support", "marketing")
FIELDS = ("name", "recording")


def some_of(names: tuple[str, ...]) -> st.SearchStrategy[list[str] | None]:
    return st.none() | st.lists(st.sampled_from(names), max_size=3, unique=True)


entries = st.dictionaries(
    st.sampled_from("abcdef"),
    st.builds(Retention, text=st.just({"en": "text"}), data_subjects=some_of(GROUPS), purposes=some_of(PURPOSES)),
)
by_field = st.dictionaries(
    st.sampled_from("abcdef"),
    st.builds(
        Retention,
        text=st.just({"en": "text"}),
        data_subjects=some_of(GROUPS),
        purposes=some_of(PURPOSES),
        fields=some_of(FIELDS),
    ),
)
groups, purposes = st.sampled_from(GROUPS), st.sampled_from(PURPOSES)
days = st.dates(date(2018, 5, 25), date(2040, 12, 31))
periods = st.builds(
    lambda number, unit: Period.parse(f"P{number}{unit}"), st.integers(0, 120), st.sampled_from(("D", "W", "M", "Y"))
)


@given(entries, groups, purposes)
def test_what_governs_covers_the_group_and_the_purpose(
    declared: dict[str, Retention], group: str, purpose: str
) -> None:
    for _, entry in select_governing(declared.items(), group, purpose):
        assert entry.data_subjects is None or group in entry.data_subjects
        assert entry.purposes is None or purpose in entry.purposes


@given(entries, groups, purposes)
def test_an_entry_that_names_the_purpose_wins_over_one_that_does_not(
    declared: dict[str, Retention], group: str, purpose: str
) -> None:
    chosen = select_governing(declared.items(), group, purpose)
    named = {
        key
        for key, entry in declared.items()
        if purpose in (entry.purposes or ()) and (entry.data_subjects is None or group in entry.data_subjects)
    }
    general = {
        key
        for key, entry in declared.items()
        if entry.purposes is None and (entry.data_subjects is None or group in entry.data_subjects)
    }
    assert {key for key, _ in chosen} == (named or general)


@given(entries, groups, purposes, st.randoms())
def test_the_order_of_entries_does_not_matter(
    declared: dict[str, Retention], group: str, purpose: str, random: Random
) -> None:
    shuffled = list(declared.items())
    random.shuffle(shuffled)
    assert {key for key, _ in select_governing(shuffled, group, purpose)} == {
        key for key, _ in select_governing(declared.items(), group, purpose)
    }


@given(by_field, groups, purposes, st.sampled_from(FIELDS))
def test_the_field_comes_before_the_purpose(
    declared: dict[str, Retention], group: str, purpose: str, field: str
) -> None:
    def rank(entry: Retention) -> tuple[bool, bool]:
        return entry.fields is not None, entry.purposes is not None

    covering = {
        key: rank(entry)
        for key, entry in declared.items()
        if (entry.data_subjects is None or group in entry.data_subjects)
        and (entry.purposes is None or purpose in entry.purposes)
        and (entry.fields is None or field in entry.fields)
    }
    first = max(covering.values(), default=None)
    chosen = {key for key, _ in select_governing(declared.items(), group, purpose, field)}
    assert chosen == {key for key, of in covering.items() if of == first}


@given(by_field, groups, purposes)
def test_where_the_field_is_not_known_nothing_about_one_is_left_out(
    declared: dict[str, Retention], group: str, purpose: str
) -> None:
    chosen = {key for key, _ in select_governing(declared.items(), group, purpose)}
    for field in FIELDS:
        assert {key for key, _ in select_governing(declared.items(), group, purpose, field)} <= chosen


@given(periods, periods, days)
def test_of_two_periods_at_most_one_is_longer(one: Period, other: Period, day: date) -> None:
    assert not (one.longer_than(other, day) and other.longer_than(one, day))
    assert not one.longer_than(one, day)


@given(periods, periods, periods, days)
def test_longer_than_longer_is_longer(one: Period, two: Period, three: Period, day: date) -> None:
    if one.longer_than(two, day) and two.longer_than(three, day):
        assert one.longer_than(three, day)


@given(st.integers(0, 500), st.integers(0, 500), st.sampled_from("DWMY"), days)
def test_in_one_unit_more_is_never_shorter(one: int, other: int, unit: str, day: date) -> None:
    longer, shorter = (Period.parse(f"P{number}{unit}") for number in (max(one, other), min(one, other)))
    assert not shorter.longer_than(longer, day)
    assert longer.longer_than(shorter, day) == (one != other)
