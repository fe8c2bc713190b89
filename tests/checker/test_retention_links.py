"""The storage periods of a system beside the promised ones: field by field, as the definition says, and no others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seloste.checker.inventory import System
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.linking.retention import LinkedRetention, link_retention
from seloste.checker.linking.value_memo import ValueMemo
from seloste.checker.reading.documents import Document
from seloste.policy.notice import Policy

DAY = date(2026, 11, 22)
GROUPS, PURPOSES, FIELDS = ("customers", "children"), ("billing", "marketing"), ("name", "email", "recording")
WORDS = {"en": "Words"}


def limit(period: str, after: str = "contract-end") -> dict[str, str]:
    return {"period": period, "after": after}


def notice(retention: dict[str, Any], **purposes: dict[str, Any]) -> NoticeEntry:
    content = {
        "notice": {"languages": ["en"]},
        "controller": {"name": "Oy"},
        "data_subjects": {group: {"text": WORDS} for group in GROUPS},
        "purposes": {purpose: {"text": WORDS, **purposes.get(purpose, {})} for purpose in PURPOSES},
        "fields": {field: {"text": WORDS} for field in FIELDS},
        "retention": {key: {"text": WORDS, **entry} for key, entry in retention.items()},
    }
    return NoticeEntry(Policy.model_validate(content), Document("policy.yaml", content, ""))


def linked(entry: NoticeEntry, retention: Any, **keys: Any) -> LinkedRetention:
    whole = {"name": "CRM", "data_subjects": GROUPS, "purposes": PURPOSES, "fields": FIELDS, **keys}
    return link_retention(entry, System.model_validate({**listed(whole), "retention": retention}), ValueMemo())


def listed(keys: dict[str, Any]) -> dict[str, Any]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in keys.items() if value is not None}


def pairs(link: LinkedRetention) -> set[tuple[int, str]]:
    return {(comparison.number, comparison.promise) for comparison in link.comparisons}


def exceeded(link: LinkedRetention) -> set[tuple[int, str]]:
    found = {(each.number, each.promise): each.find_excess(DAY) for each in link.comparisons}
    return {pair for pair, excess in found.items() if excess is not None and excess.comparable}


# --- as the definition says


def govern(entries: dict[Any, dict[str, Any]], group: str, purpose: str, field: str) -> set[Any]:
    """The entries that govern, by the definition: those of the first rank that any has."""
    covering = {
        key: (entry.get("fields") is not None, entry.get("purposes") is not None)
        for key, entry in entries.items()
        if all(
            entry.get(name) is None or value in entry[name]
            for name, value in (("data_subjects", group), ("purposes", purpose), ("fields", field))
        )
    }
    highest = max(covering.values(), default=None)
    return {key for key, rank in covering.items() if rank == highest}


def some_of(names: tuple[str, ...]) -> st.SearchStrategy[list[str] | None]:
    return st.none() | st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True)


SCOPES = st.fixed_dictionaries(
    {"data_subjects": some_of(GROUPS), "purposes": some_of(PURPOSES), "fields": some_of(FIELDS)}
)
PERIODS = st.sampled_from(("P30D", "P1Y", "P2Y", "P10Y"))
PROMISES = st.dictionaries(
    st.sampled_from("abcdef"),
    st.builds(lambda scope, period: {**scope, "maximum": limit(period)}, SCOPES, PERIODS),
    max_size=6,
)
RULES = st.lists(st.builds(lambda scope, period: {**scope, **limit(period)}, SCOPES, PERIODS), max_size=4)
#: The fields of a system, some of them for purposes of their own.
HELD = st.dictionaries(
    st.sampled_from(FIELDS), st.none() | st.lists(st.sampled_from(PURPOSES), unique=True), min_size=1
)


def list_data(fields: dict[str, list[str] | None]) -> Iterator[tuple[str, str, str]]:
    """What a system for every purpose holds: of whom, for what, which field."""
    for group, purpose, (field, own) in product(GROUPS, PURPOSES, fields.items()):
        if own is None or purpose in own:
            yield group, purpose, field


@settings(deadline=None)
@given(PROMISES, RULES, HELD)
def test_each_period_is_compared_with_the_promises_that_govern_its_data(
    promises: dict[str, dict[str, Any]], rules: list[dict[str, Any]], fields: dict[str, list[str] | None]
) -> None:
    link = linked(notice(promises), rules, fields=fields)
    declared = dict(enumerate(rules))
    expected = {
        pair for data in list_data(fields) for pair in product(govern(declared, *data), govern(promises, *data))
    }
    without = [purpose for purpose in PURPOSES if not any(purpose == each for _, each, _ in list_data(fields))]
    assert expected <= pairs(link)
    if not without:  # a purpose that has none of the fields is for data that nobody names
        assert pairs(link) == expected
        assert link.promises == {key for data in list_data(fields) for key in govern(promises, *data)}
        gaps = [data for data in list_data(fields) if not govern(declared, *data)]
        assert bool(link.uncovered) == bool(gaps)
        assert set(link.uncovered) <= {name for _, purpose, field in gaps for name in (purpose, field)}


@settings(deadline=None)
@given(PROMISES, HELD)
def test_who_keeps_each_field_as_promised_exceeds_nothing(
    promises: dict[str, dict[str, Any]], fields: dict[str, list[str] | None]
) -> None:
    order = ("P30D", "P1Y", "P2Y", "P10Y")
    rules = []
    for group, purpose, field in list_data(fields):
        periods = [promises[key]["maximum"]["period"] for key in govern(promises, group, purpose, field)]
        strictest = min(periods, key=order.index, default="P10Y")
        rules.append({"data_subjects": [group], "purposes": [purpose], "fields": [field], **limit(strictest)})
    assert not exceeded(linked(notice(promises), rules, fields=fields))
    for number, (group, purpose, field) in enumerate(list_data(fields)):
        longer = [*rules]
        longer[number] = {**rules[number], "period": "P11Y"}
        found = exceeded(linked(notice(promises), longer, fields=fields))
        assert found == {(number, key) for key in govern(promises, group, purpose, field)}


# --- field by field

BY_FIELD = {"all": {"maximum": limit("P2Y")}, "recordings": {"fields": ["recording"], "maximum": limit("P30D")}}


@pytest.mark.parametrize(
    ("retention", "keys", "found"),
    [
        ([{"fields": ["recording"], **limit("P30D")}, limit("P2Y")], {}, set()),
        ([{"fields": ["recording"], **limit("P31D")}, limit("P2Y")], {}, {(0, "recordings")}),
        ([{"fields": ["recording"], **limit("P30D")}, limit("P3Y")], {}, {(1, "all")}),
        (limit("P2Y"), {}, {(0, "recordings")}),  # it keeps the recordings as long
        (limit("P2Y"), {"fields": ("name",)}, set()),
        (limit("P2Y"), {"fields": {"name": ["billing"], "recording": ["marketing"]}}, {(0, "recordings")}),
        (limit("P2Y"), {"fields": None}, set()),  # nobody knows whether it has recordings
        (limit("P3Y"), {"fields": None}, {(0, "all")}),
        ({"fields": ["recording"], **limit("P1Y")}, {"fields": None}, {(0, "recordings")}),  # it says that it has
        ([{"fields": ["recording"], **limit("P30D")}, limit("P2Y")], {"fields": None}, set()),
        ({"fields": ["name"], **limit("P9Y")}, {"fields": ("recording",)}, set()),  # a period for what it has not
        ({"fields": ["shoe-size"], **limit("P9Y")}, {"fields": ("shoe-size",)}, {(0, "all")}),  # for every field
    ],
)
def test_a_period_is_held_against_the_promise_for_its_field(
    retention: Any, keys: dict[str, Any], found: set[tuple[int, str]]
) -> None:
    assert exceeded(linked(notice(BY_FIELD), retention, **keys)) == found


def test_a_field_that_the_purpose_does_not_need_is_not_of_the_purpose() -> None:
    promises = {
        "marketing": {"purposes": ["marketing"], "maximum": limit("P1Y")},
        "rest": {"maximum": limit("P10Y")},
    }
    entry = notice(promises, marketing={"fields": ["email"]})
    rules = [{"fields": ["recording"], **limit("P5Y")}, {"purposes": ["marketing"], **limit("P1Y")}, limit("P10Y")]
    assert not exceeded(linked(entry, rules))
    assigned = {"email": ["marketing"], "recording": ["marketing", "billing"], "name": ["billing"]}
    assert exceeded(linked(entry, rules, fields=assigned)) == {(0, "marketing")}  # unless the system says it is


def test_a_system_without_fields_may_hold_what_is_promised_by_field() -> None:
    link = linked(notice(BY_FIELD), limit("P2Y"), fields=None)
    assert pairs(link) == {(0, "all")}
    assert link.promises == {"all", "recordings"}
    assert linked(notice(BY_FIELD), limit("P2Y"), fields=("name",)).promises == {"all"}


@pytest.mark.parametrize(
    ("retention", "keys", "uncovered"),
    [
        ([{"fields": ["name", "email"], **limit("P1Y")}], {}, ("recording",)),
        ([{"fields": ["name"], "purposes": ["billing"], **limit("P1Y")}], {}, ("marketing", "email", "recording")),
        ([{"fields": ["name"], **limit("P1Y")}], {"fields": None}, ()),
        ([{"purposes": ["billing"], **limit("P1Y")}], {}, ("marketing",)),
        ([{"fields": list(FIELDS), **limit("P1Y")}], {}, ()),
        ([{"reason": "law", **limit("P1Y")}], {}, PURPOSES),  # for the case alone
        ([{"reason": "law", "fields": list(FIELDS), **limit("P1Y")}], {}, PURPOSES),
        ([{"reason": "law", **limit("P1Y")}, {"purposes": ["billing"], **limit("P1Y")}], {}, ("marketing",)),
        ([{"reason": "law", **limit("P1Y")}, limit("P1Y")], {}, ()),
    ],
)
def test_what_has_no_period_is_named(retention: Any, keys: dict[str, Any], uncovered: tuple[str, ...]) -> None:
    assert linked(notice({}), retention, **keys).uncovered == uncovered


# --- exceptions


def exception(reason: str | None = "claims", maximum: dict[str, str] | None = None) -> dict[str, Any]:
    return {"text": WORDS, **({"reason": reason} if reason else {}), **({"maximum": maximum} if maximum else {})}


def excess(declared: dict[str, Any], *exceptions: dict[str, Any], **keys: Any) -> tuple[str, int | None, bool] | None:
    """The limit that a period exceeds against two years from the end of the contract."""
    entry = notice({"all": {"maximum": limit("P2Y"), "exceptions": list(exceptions), **keys}})
    [comparison] = linked(entry, declared).comparisons
    found = comparison.find_excess(DAY)
    return found and (found.limit.period.text, found.exception, found.comparable)


FIVE_YEARS, CLAIMS = exception(maximum=limit("P5Y")), {"reason": "claims"}


@pytest.mark.parametrize(
    ("declared", "exceptions", "found"),
    [
        (limit("P3Y") | CLAIMS, [exception()], None),
        (limit("P5Y") | CLAIMS, [FIVE_YEARS], None),
        (limit("P6Y") | CLAIMS, [FIVE_YEARS], ("P5Y", 0, True)),
        (limit("P6Y") | CLAIMS, [exception("law"), FIVE_YEARS, exception(maximum=limit("P4Y"))], ("P5Y", 1, True)),
        (limit("P6Y") | CLAIMS, [FIVE_YEARS, exception(maximum=limit("P6Y"))], None),
        (limit("P3Y"), [exception()], ("P2Y", None, True)),  # no reason is given
        (limit("P3Y") | CLAIMS, [exception("law")], ("P2Y", None, True)),  # not that of the notice
        (limit("P3Y") | CLAIMS, [exception(None)], ("P2Y", None, True)),
        (limit("P3Y") | CLAIMS, [], ("P2Y", None, True)),
        (limit("P2Y") | CLAIMS, [exception(maximum=limit("P1Y"))], None),  # no exception is needed
        (limit("P3Y") | CLAIMS, [exception(maximum=limit("P9Y", "claim-settled"))], ("P9Y", 0, False)),
        (limit("P3Y", "claim-settled") | CLAIMS, [exception(maximum=limit("P3Y", "claim-settled"))], None),
        (limit("P4Y", "claim-settled") | CLAIMS, [exception(maximum=limit("P3Y", "claim-settled"))], ("P3Y", 0, True)),
        (limit("P3Y", "claim-settled"), [exception(maximum=limit("P1Y", "claim-settled"))], None),  # incomparable
    ],
)
def test_an_exception_allows_what_has_its_reason(
    declared: dict[str, Any], exceptions: list[dict[str, Any]], found: tuple[str, int | None, bool] | None
) -> None:
    assert excess(declared, *exceptions) == found


def test_nothing_exceeds_what_is_kept_for_good() -> None:
    assert excess(limit("P99Y"), permanent={"ground": WORDS}) is None


@pytest.mark.parametrize(
    ("promised", "comparable"),
    [
        ({}, False),
        ({"criteria": WORDS}, False),
        ({"permanent": {"ground": WORDS}}, False),
        ({"permanent": {"ground": WORDS}, "maximum": limit("P2Y")}, False),  # nothing is measured against it
        ({"permanent": {"ground": WORDS}, "minimum": limit("P2Y")}, True),
        ({"maximum": limit("P2Y")}, True),
        ({"maximum": limit("P2Y", "last-contact")}, False),
        ({"maximum": limit("P2Y", "last-contact"), "exceptions": [exception()]}, True),
    ],
)
def test_only_a_limit_from_the_same_event_shows_anything(promised: dict[str, Any], comparable: bool) -> None:
    [comparison] = linked(notice({"all": promised}), limit("P1Y") | CLAIMS).comparisons
    assert comparison.is_comparable is comparable


def test_a_period_with_a_reason_does_not_take_the_place_of_the_ordinary_one() -> None:
    entry = notice({"all": {"maximum": limit("P2Y"), "exceptions": [exception()]}})
    rules = [{"purposes": ["billing"], **limit("P9Y"), **CLAIMS}, limit("P3Y")]
    link = linked(entry, rules, purposes=("billing",))
    assert pairs(link) == {(0, "all"), (1, "all")}
    assert exceeded(link) == {(1, "all")}
