"""`seloste forecast`: what changes when, for people and for machines, and the drill for a judgment to come."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from seloste.cli import cli
from seloste.reports.language.language import language_codes
from seloste.usage_errors import UsageError, format_usage_error
from tests.support import ROOT

COMPLETE = ("--config", "examples/complete/seloste.yaml", "--as-of", "2026-11-22")


class Ran(NamedTuple):
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.setenv("COLUMNS", "100")
    for name in ("LC_ALL", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def command(*arguments: str) -> Ran:
        code = cli.main(list(arguments), standalone_mode=False)
        written = capsys.readouterr()
        return Ran(int(code or 0), written.out, written.err)

    return command


def machine(run: Run, *arguments: str) -> dict[str, Any]:
    ran = run("forecast", *arguments, "--format", "json")
    assert ran.code == 0
    found = json.loads(ran.out)
    assert isinstance(found, dict)
    return found


def test_a_year_day_by_day(run: Run) -> None:
    ran = run("forecast", *COMPLETE)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("What will change from 22 November 2026 to 22 November 2027\n")
    assert "The law data were checked until 30 September 2026. What is decided after that is not known." in ran.out
    assert "From 2 April 2027 this applies: Regulation (EU) 2025/2518" in ran.out
    day = ran.out.partition("18 September 2027")[2].partition("\n\n")[0]
    assert "1 error" in day
    assert "the gate fails from this day on" in day
    assert "+ error" in day
    assert "transfer/condition-unmet · examples/complete/processors.yaml:" in day
    assert "− warning" in day
    assert "transfers: kept → broken" in day


def test_a_shorter_period_and_one_in_which_nothing_changes(run: Run) -> None:
    assert "19 June 2027" in run("forecast", "P7M", *COMPLETE).out
    assert "Nothing will change." in run("forecast", "P30D", *COMPLETE).out
    assert "Now: 1 note." in run("forecast", "P30D", *COMPLETE).out
    assert "2025/2518" not in run("forecast", "P30D", *COMPLETE).out


def test_in_finnish(run: Run) -> None:
    out = run("forecast", *COMPLETE, "--lang", "fi", "--suppose", "eu-us-dpf.until=2027-01-31").out
    assert "Mikä muuttuu 22.11.2026 – 22.11.2027" in out
    assert "Oletus: eu-us-dpf päättyy 31.1.2027." in out
    assert "KEITÄ OLETUS KOSKEE" in out


@pytest.mark.parametrize("language", language_codes())
def test_no_placeholder_is_left(run: Run, language: str) -> None:
    out = run("forecast", "--as-of", "2026-11-22", "--lang", language, "--suppose", "eu-us-dpf.until=2027-01-31").out
    assert "{" not in out
    assert not [line for line in out.splitlines() if line != line.rstrip()]


def test_a_drill_tells_whom_it_hits(run: Run) -> None:
    ran = run("forecast", *COMPLETE, "--suppose", "eu-us-dpf.until=2027-01-31")
    assert ran.code == 0
    hit = ran.out.partition("WHOM THE SUPPOSITION AFFECTS")[2].partition("\n\n")[0]
    assert "(newsletter)" in hit
    assert "transfers" in hit
    assert "(subscribers)" in hit
    assert "1 February 2027 error" in hit


def test_a_drill_that_hits_nobody(run: Run) -> None:
    out = run("forecast", *COMPLETE, "--suppose", "safe-harbour.until=2014-01-01").out
    assert "Nothing is affected." in out


def test_for_machines(run: Run) -> None:
    found = machine(run, *COMPLETE)
    assert list(found) == [
        *(
            "version",
            "as_of",
            "files_as_of",
            "until",
            "horizon",
            "past_horizon",
            "supposed",
            "coming",
            "not_checked",
            "now",
            "changes",
            "hit",
        )
    ]
    assert [(law["id"], law["from"]) for law in found["coming"]] == [("regulation-2025-2518", "2027-04-02")]
    assert (found["as_of"], found["until"], found["horizon"]) == ("2026-11-22", "2027-11-22", "2026-09-30")
    assert (found["now"]["error"], found["now"]["fails"], found["hit"]) == (0, False, None)
    assert [change["day"] for change in found["changes"]] == sorted(change["day"] for change in found["changes"])
    (red,) = [change for change in found["changes"] if change["day"] == "2027-09-18"]
    assert set(red) == {"day", "appearing", "ceasing", "promises", "then"}
    assert red["then"]["fails"] is True
    assert red["promises"] == [{"id": "transfers", "before": "kept", "after": "broken"}]
    (appearing,) = red["appearing"]
    assert (appearing["rule"], appearing["subject"]) == ("transfer/condition-unmet", "processors.snowlark")
    assert set(appearing["message"]) == set(language_codes())
    assert appearing["fingerprint"]


def test_a_drill_for_machines(run: Run) -> None:
    supposed = ("--suppose", "eu-us-dpf.until=2027-01-31", "--suppose", "gb-2021-1772.until=2027-02-28")
    found = machine(run, *COMPLETE, *supposed)
    assert found["supposed"] == [
        {"id": "eu-us-dpf", "until": "2027-01-31"},
        {"id": "gb-2021-1772", "until": "2027-02-28"},
    ]
    assert set(found["hit"]["systems"]) >= {"newsletter"}
    assert found["hit"]["promises"] == ["transfers"]
    assert set(found["hit"]["data_subjects"]) >= {"customers", "subscribers"}
    assert {each["day"] for each in found["hit"]["findings"]} == {"2027-02-01", "2027-03-01"}


@pytest.mark.parametrize(
    ("arguments", "key", "suggestion", "words"),
    [
        (("1Y",), "period", "", "1Y is not a period"),
        (("P1X",), "period", "", "such as P1Y"),
        (("PT5H",), "period-length", "", "shorter than P1D"),
        (("P11Y",), "period-length", "", "longer than P10Y"),
        (("--suppose", "eu-us-dpf"), "suppose", "", "expected ID.until=DATE"),
        (("--suppose", "eu-us-dpf=2027-01-31"), "suppose", "", "expected ID.until=DATE"),
        (("--suppose", "eu-us-dpf.from=2027-01-31"), "suppose", "", "expected ID.until=DATE"),
        (("--suppose", ".until=2027-01-31"), "suppose-unknown", "", "neither a ground for transfers"),
        (("--suppose", "eu-us-dfp.until=2027-01-31"), "suppose-unknown", "eu-us-dpf", "did you mean eu-us-dpf?"),
        (("--suppose", "eu-us-dpf.until=tomorrow"), "day", "", "tomorrow is not a day"),
        (("--suppose", "eu-us-dpf.until=2020-01-31"), "suppose-before", "", "its first day is 2023-07-10"),
        (("--as-of", "2017-01-01"), "too-early", "", "2018-05-25"),
    ],
)
def test_wrong_usage_is_told_in_words(
    run: Run, arguments: tuple[str, ...], key: str, suggestion: str, words: str
) -> None:
    with pytest.raises(UsageError) as error:
        run("forecast", *arguments)
    assert (error.value.key, error.value.suggestion) == (key, suggestion)
    assert words in format_usage_error(error.value, "en")
    assert "{" not in format_usage_error(error.value, "fi")


def test_what_cannot_be_read_is_told_and_ends_with_3(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "policy.yaml").write_text("notice: {name: {en: R}, languages: [en]}\ncontroller: {name: Oy}\n")
    (tmp_path / "systems.yaml").write_text("systems: {a: {name: A, reviewed: 2026-05-01}, b: {nam: B}}\n")
    ran = run("forecast", "--as-of", "2026-11-22")
    assert ran.code == 3
    assert "systems.yaml:1:" in ran.err
    assert "2 May 2027" in ran.out


def test_the_report_looks_ahead(run: Run, tmp_path: Path) -> None:
    assert run("report", *COMPLETE, "--out", str(tmp_path)).code == 0
    for ending in ("md", "html"):
        english, finnish = ((tmp_path / f"audit.{code}.{ending}").read_text("utf-8") for code in ("en", "fi"))
        assert "Looking ahead" in english
        assert "18 September 2027" in english
        assert "transfers: kept → broken" in english
        assert "Näkymä eteenpäin" in finnish
        assert "18.9.2027" in finnish
