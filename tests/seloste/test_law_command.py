"""`seloste law`: what was in force on a day, how it stood over time, for people and for machines."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from seloste.cli import cli
from seloste.policy.law.authorities import load_authorities
from seloste.policy.law.law import load_law
from seloste.reports.language.language import language_codes
from seloste.usage_errors import UsageError, format_usage_error

DAY = "2026-11-22"
Run = Callable[..., str]
#: The keys of every fact: a contract with machines.
FACT = {
    *("kind", "id", "title", "citation", "from", "until", "known_from", "in_force", "ended_by", "source"),
    *("confidence", "checked", "events", "conditions"),
}
OWN = {
    "decision": {"country", "scope", "ordinary", "requires"},
    "instrument": {"article", "countries", "exporters", "decision", "any_of", "requires", "new_contracts_until"},
    "place": {"standing", "unions", "follows"},
    "act": set(),
}


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.setenv("COLUMNS", "100")

    def command(*arguments: str) -> str:
        assert cli.main(["law", *arguments], standalone_mode=False) == 0
        return capsys.readouterr().out

    return command


def machine(run: Run, *arguments: str) -> dict[str, Any]:
    found = json.loads(run(*arguments, "--format", "json"))
    assert isinstance(found, dict)
    return found


def part(text: str, heading: str) -> str:
    """What stands under a heading."""
    return text.partition(heading)[2].partition("\n\n")[0]


@pytest.mark.parametrize(
    ("day", "listed", "unlisted"),
    [
        ("1999-01-01", [], ["Switzerland", "United States"]),
        ("2015-10-05", ["United States", "Safe Harbour", "1 November 2000 – 5 October 2015"], ["Privacy Shield"]),
        ("2015-10-06", ["Switzerland"], ["United States"]),
        ("2018-05-25", ["Privacy Shield", "12 July 2016 – 15 July 2020"], ["DPF", "Japan"]),
        ("2020-07-16", ["Japan"], ["United States"]),
        ("2025-12-10", ["extended by (EU) 2025/1226"], ["2025/2574"]),
        (DAY, ["renewed by (EU) 2025/2574", "Brazil", "European Patent Organisation"], ["Hungary"]),
    ],
)
def test_the_decisions_of_a_day(run: Run, day: str, listed: list[str], unlisted: list[str]) -> None:
    decisions = " ".join(part(run("--as-of", day), "ADEQUACY DECISIONS").split())
    for words in listed:
        assert words in decisions
    for words in unlisted:
        assert words not in decisions


def test_the_instruments_of_a_day_and_why_others_are_not_in_force(run: Run) -> None:
    text = run("--as-of", DAY)
    tools, others = part(text, "GROUNDS FOR TRANSFERS"), part(text, "NOT IN FORCE")
    assert "scc-2021-914" in tools
    assert "Art. 46" in tools
    assert "privacy-shield" not in tools
    assert "could be relied on until 15 July 2020; CJEU C-311/18 (Schrems II)" in others
    assert "not a ground for transfers" in others
    early = part(run("--as-of", "2018-05-25"), "NOT IN FORCE")
    assert "only from 10 July 2023" in early


def test_it_says_what_is_from_memory_and_what_lies_past_the_horizon(run: Run) -> None:
    text = run("--as-of", DAY)
    assert "The law data were checked until 30 September 2026.\nThe day asked about lies past that." in text
    assert text.count("from memory") == 1
    marked = [line for line in text.splitlines() if re.match(r"^  \S.* \*( |$)", line)]
    assert 0 < len(marked) < len([line for line in text.splitlines() if "  from " in line])
    assert any("WP243" in line for line in marked)
    assert "lies past" not in run("--as-of", "2026-09-30")


def test_a_country_over_time(run: Run) -> None:
    text = run("US", "--as-of", "2021-01-01")
    assert "United States is a third country. No adequacy decision covers it" in text
    history = text.partition("OVER TIME")[2]
    days = ["1 November 2000 – 5 October 2015", "12 July 2016 – 15 July 2020", "from 10 July 2023"]
    assert [history.index(words) for words in days] == sorted(history.index(words) for words in days)
    assert "ended by CJEU C-311/18 (Schrems II)" in history
    assert "the end was not known before 16 July 2020" in history
    assert "3 September 2025: The General Court dismissed the action" in history
    assert "covers certified recipients" in run("us", "--as-of", DAY)


@pytest.mark.parametrize(
    ("country", "day", "words"),
    [
        ("FI", DAY, "is no third country"),
        ("NO", DAY, "is no third country"),
        ("GB", "2019-01-01", "is no third country"),
        ("GB", DAY, "A decision covers it: Commission Implementing Decision (EU) 2021/1772, renewed by"),
        ("NC", DAY, "Sources differ"),
        ("IN", DAY, "No adequacy decision covers it"),
        ("JP", DAY, "covers part of it"),
        ("X-EPO", DAY, "European Patent Organisation is a third country. A decision covers it"),
    ],
)
def test_what_holds_of_a_country(run: Run, country: str, day: str, words: str) -> None:
    assert words in " ".join(run(country, "--as-of", day).split())


@pytest.mark.parametrize(
    ("id", "day", "words"),
    [
        ("eu-us-dpf", DAY, "is in force."),
        ("eu-us-dpf", "2020-01-01", "Only from 10 July 2023."),
        ("privacy-shield", DAY, "Could be relied on until 15 July 2020; CJEU C-311/18 (Schrems II)."),
        ("scc-2010-87", "2022-01-01", "no new contracts after 26 September 2021"),
        ("scc-2021-915", DAY, "Not a ground for transfers."),
        (
            "gb-2021-1772",
            DAY,
            "28 June 2025 – 27 December 2025: Commission Implementing Decision (EU) 2021/1772, extended",
        ),
    ],
)
def test_an_instrument_or_a_decision_over_time(run: Run, id: str, day: str, words: str) -> None:
    assert words in " ".join(run(id, "--as-of", day).split())


def test_in_finnish(run: Run) -> None:
    text = run("--lang", "fi", "--as-of", DAY)
    assert "22.11.2026 voimassa ollut lainsäädäntö" in text
    assert "Yhdistynyt kuningaskunta" in text
    assert "voitiin nojautua viimeksi 15.7.2020; EUT C-311/18 (Schrems II)" in text
    assert "Yhdysvallat on kolmas maa" in run("US", "--lang", "fi")


@pytest.mark.parametrize("language", language_codes())
@pytest.mark.parametrize("day", ["1957-01-01", "2016-01-01", "2021-01-01", DAY, "2035-01-01"])
def test_everything_can_be_told_on_any_day(run: Run, language: str, day: str) -> None:
    asked = {*load_law().places.by_country, *load_law().instruments, *load_law().decisions, "US"}
    for each in (None, *sorted(asked)):
        text = run(*([each] if each else []), "--as-of", day, "--lang", language)
        assert "{" not in text
        assert not [line for line in text.splitlines() if line != line.rstrip()]


def assert_is_fact(fact: dict[str, Any]) -> None:
    assert set(fact) - {"why_not"} == FACT | OWN[fact["kind"]]
    assert fact["source"]
    assert set(fact["confidence"]) >= {"from", "until"}
    assert fact["checked"] >= "2026"
    assert set(fact["title"]) == set(fact["citation"]) == set(language_codes())


def test_a_day_for_machines(run: Run) -> None:
    found = machine(run, "--as-of", DAY)
    assert list(found) == [
        *("version", "as_of", "horizon", "past_horizon", "edition", "decisions", "instruments", "acts", "pending")
    ]
    assert (found["version"], found["as_of"], found["horizon"], found["past_horizon"]) == (1, DAY, "2026-09-30", True)
    for fact in (*found["decisions"], *found["instruments"], *found["acts"]):
        assert_is_fact(fact)
    assert all(fact["in_force"] for fact in (*found["decisions"], *found["acts"]))
    instruments = {fact["id"]: fact for fact in found["instruments"]}
    assert list(instruments) == list(load_law().instruments)
    assert instruments["eu-us-dpf"]["why_not"] is None
    assert instruments["privacy-shield"]["why_not"] == {
        "reason": "ended",
        "day": "2020-07-15",
        "ended_by": "CJEU C-311/18",
        "confidence": "verified_secondary",
    }
    assert instruments["privacy-shield"]["known_from"] == "2020-07-16"
    assert len(found["acts"]) < len([entry for named in load_authorities().values() for entry in named])


def test_a_country_for_machines(run: Run) -> None:
    found = machine(run, "GB", "--as-of", "2021-01-01")
    assert (found["asked"], found["country"]) == ("GB", "GB")
    assert found["standing"] == {"eu": "outside", "eea": "outside"}, "no member since the transition ended"
    for fact in found["history"]:
        assert_is_fact(fact)
    assert [fact["from"] for fact in found["history"]] == sorted(fact["from"] for fact in found["history"])
    assert found["holds"] == [fact["id"] for fact in found["history"] if fact["in_force"]]
    tool = machine(run, "eu-us-dpf")
    assert (tool["country"], tool["standing"], [fact["id"] for fact in tool["history"]]) == (None, None, ["eu-us-dpf"])


@pytest.mark.parametrize(
    ("asked", "suggestion"),
    [("eu-us-dfp", "eu-us-dpf"), ("Japn", "JP"), ("united kingdom", "GB"), ("QQ", ""), ("zzzzzzzz", "")],
)
def test_what_nobody_knows_is_a_usage_error(run: Run, asked: str, suggestion: str) -> None:
    with pytest.raises(UsageError) as error:
        run(asked)
    assert (error.value.key, error.value.suggestion) == ("no-law", suggestion)
    assert f"{asked} is neither a country" in format_usage_error(error.value, "en")


def test_a_day_that_is_none_is_a_usage_error(run: Run) -> None:
    with pytest.raises(UsageError, match="day"):
        run("--as-of", "2026-13-01")
