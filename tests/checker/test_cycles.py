"""Chains and circles of processors, however long and however many."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from seloste.checker.linking.chains import shorten_chain
from seloste.checker.linking.cycles import find_cycles
from seloste.checker.linking.index import MOST_CHAINS, Index
from seloste.checker.linking.settings import Settings
from seloste.checker.linking.usage import Usage
from seloste.checker.result import Result
from seloste.policy.period import Period
from seloste.reports.language.language import load_language
from tests.support.complete import checked


class _Record:
    def __init__(self, subprocessors: list[str]) -> None:
        self.subprocessors = subprocessors


class _Entry:
    def __init__(self, key: str, subprocessors: list[str]) -> None:
        self.id = key
        self.record = _Record(subprocessors)


def index(edges: dict[str, list[str]], used: dict[str, list[str]]) -> Index:
    """An index that knows only who uses whom."""
    entries: Any = {key: _Entry(key, subs) for key, subs in edges.items()}
    context = Settings(Period.parse("P1Y"), Period.parse("P90D"))
    notice: Any = None
    return Index(notice, entries, frozenset(edges), context, usage=Usage(processors=used))


def row(count: int) -> dict[str, list[str]]:
    return {f"p{number:05}": [f"p{number + 1:05}"] if number + 1 < count else [] for number in range(count)}


def ring(count: int) -> dict[str, list[str]]:
    return {**row(count), f"p{count - 1:05}": ["p00000"]}


@pytest.mark.parametrize("edges", [row(5000), ring(5000)], ids=["row", "ring"])
def test_thousands_in_a_row_are_fast(edges: dict[str, list[str]]) -> None:
    start = time.process_time()
    known = index(edges, {"p00000": ["crm"]})
    chains = [known.list_chains(key) for key in edges]
    cycles = [known.find_cycle(key) for key in edges]
    assert time.process_time() - start < 2
    assert all(len(ways) == 1 for ways in chains)
    assert chains[-1] == [("crm", *(f"p{n:05}" for n in range(9)), "…", "p04997", "p04998", "p04999")]
    assert [len(cycle) for cycle in cycles if cycle] == ([5000] if edges["p04999"] else [])


def test_chains_are_found_in_order_and_capped() -> None:
    known = index({"a": ["c"], "b": ["c"], "c": []}, {"a": ["s1", "s2"], "b": ["s3"], "c": ["s4"]})
    assert known.list_chains("c") == [("s4", "c"), ("s1", "a", "c"), ("s2", "a", "c"), ("s3", "b", "c")]
    assert len(index({"a": []}, {"a": [f"s{n}" for n in range(10_000)]}).list_chains("a")) == MOST_CHAINS
    assert index({"a": ["b"], "b": ["a"]}, {}).list_chains("a") == []


@pytest.mark.parametrize("used", [{}, {"a0": ["crm"]}, {"top": ["crm"]}])
def test_layers_that_double_the_ways_are_fast(used: dict[str, list[str]]) -> None:
    edges = {f"{side}{n}": [f"a{n + 1}", f"b{n + 1}"] if n < 30 else [] for n in range(31) for side in "ab"}
    start = time.process_time()
    known = index(edges, used)
    ways = [known.list_chains(key) for key in edges]
    assert time.process_time() - start < 2
    assert bool(ways[-1]) == ("a0" in used)


def test_a_long_chain_is_told_by_its_ends() -> None:
    assert shorten_chain(tuple("abcdefghijklmn")) == tuple("abcdefghijklmn")
    assert shorten_chain(tuple("abcdefghijklmno")) == (*"abcdefghij", "…", *"mno")


def test_each_circle_is_found_once() -> None:
    assert find_cycles({"a": ["b"], "b": ["c"], "c": ["a", "d"], "d": ["c"], "e": ["e", "gone"], "f": ["a"]}) == {
        "a": ("a", "b", "c"),
        "c": ("c", "d"),
        "e": ("e",),
    }


def many(folder: Path, monkeypatch: pytest.MonkeyPatch, count: int) -> Result:
    """The result of a check of so many systems in one file that all use one processor, which may do less."""
    text = {"text": {"en": "Words", "fi": "Sanoja"}}
    policy = {
        "notice": {"name": {"en": "Register"}, "languages": ["en"]},
        "controller": {"name": "Oy"},
        "purposes": {"sales": text},
        "fields": {"name": text},
        "processors": {**text, "listed": "by-category"},
    }
    system = {"name": "S", "purposes": ["sales"], "fields": ["name"], "processors": ["host"]}
    systems = {"systems": {f"s{number:05}": system for number in range(count)}}
    processor = {"name": "Host", "country": "US", "purposes": [], "fields": [], "role": "controller"}
    for name, content in (
        ("policy", policy),
        ("systems", systems),
        ("processors", {"processors": {"host": processor}}),
    ):
        (folder / f"{name}.yaml").write_text(json.dumps(content, indent=1), "utf-8")
    return checked(folder, monkeypatch)


def test_a_message_names_but_a_few_of_many_systems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = many(tmp_path, monkeypatch, 300)
    lists: list[Any] = [
        f.arguments["system"] for f in result.findings if f.family == "processor" and "system" in f.arguments
    ]
    assert len(lists) == 3
    for listed in lists:
        assert listed.items[:2] == ("s00000", "s00001")
        assert len(listed.items) == 11
        assert load_language("en").format_value(listed.items[-1]) == "290 more"
