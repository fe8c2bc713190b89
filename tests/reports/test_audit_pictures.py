"""The pictures of the report for auditors: nothing overlaps, everything is there, whatever the company is like."""

from __future__ import annotations

import json
import re
from datetime import date
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest

from seloste.checker.forecast.forecast import Forecast, ForecastChange
from seloste.checker.judging.check import check
from seloste.checker.result import Result
from seloste.policy.law.law import load_law
from seloste.reports.audit import render_audit
from seloste.reports.audit.document import AuditReport
from seloste.reports.audit.flow_layout import HIGHEST, Picture, cut_text
from seloste.reports.audit.timeline import build_timeline
from seloste.reports.language.language import load_language
from seloste.reports.run import Run
from tests.support.crowd import COUNTRIES
from tests.support.samples import DAY, checked
from tests.support.workspaces import open_workspace

RUN = Run("1")
LONG = "Nimi" * 2500


def company(folder: Path, systems: dict[str, Any], processors: dict[str, Any]) -> Result:
    """What a check of a company finds."""
    policy = {
        "notice": {"name": {"fi": "Rekisteri", "en": "Register"}, "languages": ["fi", "en"]},
        "controller": {"name": "Oy"},
        "data_subjects": {"people": {"text": {"fi": "Ihmiset", "en": "People"}}},
        "disclosures": {"text": {"fi": "Luovutus", "en": "Disclosed"}, "rule": "never"},
    }
    files = {"policy": policy, "systems": {"systems": systems}, "processors": {"processors": processors}}
    for name, content in files.items():
        (folder / f"{name}.yaml").write_text(json.dumps(content), "utf-8")
    config = folder / "seloste.yaml"
    config.write_text("version: 1\n", "utf-8")
    return check(open_workspace(config=config), load_law(), DAY, jobs=1)


def drawn(result: Result, code: str = "en") -> Picture:
    picture = AuditReport(result, load_language(code), RUN).picture
    assert picture is not None
    return picture


def sound(picture: Picture) -> None:
    """Boxes do not overlap, text and lines stay within the picture, and text within its box."""
    for one, other in combinations(picture.boxes, 2):
        apart = one.x + one.width < other.x or other.x + other.width < one.x
        assert apart or one.y + one.height < other.y or other.y + other.height < one.y
    for box in picture.boxes:
        assert box.x >= 0
        assert box.x + box.width <= picture.width
        assert box.y + box.height <= picture.height
        for y, line in box.baselines:
            assert box.y + 10 <= y <= box.y + box.height - 3
            assert cut_text(line, box.width - 15) == line or line.endswith("…")
            assert len(line) < 60
    places = [place for place, _ in picture.heads]
    assert all(later - earlier > 100 for earlier, later in pairwise(places))


@pytest.mark.parametrize("config", ["seloste.yaml", "examples/complete/seloste.yaml"])
def test_every_record_of_an_example_is_in_the_picture(config: str) -> None:
    result = checked(config)
    picture = drawn(result)
    sound(picture)
    keys = {box.node.key for box in picture.boxes if box.node}
    assert {f"system.{id}" for id in result.system_entries} <= keys
    assert {f"processor.{id}" for id in result.processor_entries} <= keys


def test_long_names_are_cut_to_their_boxes(tmp_path: Path) -> None:
    wide = "漢字" * 40
    systems = {"a": {"name": LONG, "processors": ["p"], "data_subjects": [LONG]}, "b": {"name": "W" * 90}}
    result = company(tmp_path, systems, {"p": {"name": wide, "country": "US"}, "q": {"name": "a b " * 99}})
    picture = drawn(result)
    sound(picture)
    assert max(len(line) for box in picture.boxes for line in box.lines) < 40


def test_forty_countries(tmp_path: Path) -> None:
    systems = {f"s{n}": {"name": f"S{n}", "hosting": {"country": country}} for n, country in enumerate(COUNTRIES)}
    result = company(tmp_path, systems, {})
    picture = drawn(result)
    sound(picture)
    assert picture.height <= HIGHEST
    for kind, least in (("country", 5), ("system", 5)):
        nodes = [box.node for box in picture.boxes if box.node and box.node.kind == kind]
        assert len(nodes) >= least
        assert sum(node.count for node in nodes) == len(COUNTRIES)
    rows = AuditReport(result, load_language("en"), RUN).countries
    assert {row.code for row in rows} == {*COUNTRIES}


def test_the_way_to_a_third_country_can_be_followed(tmp_path: Path) -> None:
    processors = {
        "p": {"name": "P", "country": "FI", "subprocessors": ["us", "in"]},
        "us": {"name": "Us", "country": "US"},
        "in": {"name": "In", "country": "IN"},
    }
    systems = {"s": {"name": "S", "processors": ["p"]}, "t": {"name": "T", "hosting": {"country": "FI"}}}
    picture = drawn(company(tmp_path, systems, processors))
    sound(picture)
    letters = {box.node.name: "".join(way.letter for way in box.ways) for box in picture.boxes if box.node}
    assert letters["S"] == letters["P"] == "AB"
    assert letters["T"] == letters["Finland"] == ""
    assert sorted((letters["Us"], letters["In"])) == ["A", "B"]
    assert (letters["United States"], letters["India"]) == (letters["Us"], letters["In"])
    assert len({line.way for line in picture.lines}) == 3
    for box in picture.boxes:
        sides = [(part[0] == box.node.key, at) for part, at in box.ports.items() if box.node]
        assert len({*sides}) == len(sides)
        assert all(box.y < at < box.y + box.height for at in box.ports.values())
        for x, y, _ in box.letters:
            assert box.x + 7 < x < box.x + box.width - 7
            assert all(abs(y - at) > 5 or box.notes for at, _ in box.baselines)


def test_more_third_countries_than_looks_share_the_last(tmp_path: Path) -> None:
    many = ["US", "IN", "CN", "BR", "ZA", "TR", "VN", "MX"]
    systems = {"s": {"name": "S", "processors": [f"p{n}" for n in range(8)]}}
    processors = {f"p{n}": {"name": f"P{n}", "country": country} for n, country in enumerate(many)}
    picture = drawn(company(tmp_path, systems, processors))
    sound(picture)
    assert {line.way.look for line in picture.lines if line.way} == {*range(7)}


def test_a_chain_of_processors_is_whole_and_a_circle_does_no_harm(tmp_path: Path) -> None:
    chain = {f"p{n}": {"name": f"P{n}", "country": "FI", "subprocessors": [f"p{(n + 1) % 9}"]} for n in range(9)}
    result = company(tmp_path, {"s": {"name": "S", "processors": ["p0"]}}, chain)
    picture = drawn(result)
    sound(picture)
    assert {box.node.name for box in picture.boxes if box.node} >= {f"P{n}" for n in range(9)}


def test_without_processors_and_without_systems(tmp_path: Path) -> None:
    sound(drawn(company(tmp_path, {"s": {"name": "S"}}, {})))
    nobody = company(tmp_path, {}, {})
    assert AuditReport(nobody, load_language("en"), RUN).picture is None
    for format in ("html", "markdown"):
        assert "Report for auditors" in render_audit(nobody, "en", format, run=RUN)


def test_what_is_nowhere_declared_is_drawn_as_not_known(tmp_path: Path) -> None:
    systems = {"s": {"name": "S", "processors": ["unlisted"], "disclosures": [{"recipient": "Somebody"}]}}
    picture = drawn(company(tmp_path, systems, {}))
    links = render_audit(company(tmp_path, systems, {}), "en", "html", run=RUN)
    assert {box.node.kind for box in picture.boxes if box.node} >= {"unknown", "recipient", "processor"}
    assert "country not declared" in links
    assert "groups not declared" in links


def test_joint_controllers_are_drawn_as_recipients_and_a_region_as_its_country(tmp_path: Path) -> None:
    hosting = {"provider": "gcp", "region": "europe-north1"}
    systems = {"s": {"name": "S", "joint_controllers": ["Platform Oy"], "disclosures": [], "hosting": hosting}}
    nodes = [box.node for box in drawn(company(tmp_path, systems, {})).boxes if box.node]
    assert [node.name for node in nodes if node.kind == "recipient"] == ["Platform Oy"]
    assert [node.name for node in nodes if node.kind == "country"] == ["Finland"]


@pytest.mark.parametrize("code", ["fi", "en"])
def test_a_picture_has_a_title_a_description_and_says_third_countries_in_words(code: str) -> None:
    report = render_audit(checked(), code, "html", run=RUN)
    picture = re.search(r'<svg class="flow".*?</svg>', report, re.DOTALL)
    assert picture is not None
    assert 'role="img" aria-labelledby="flow-title flow-desc"' in picture[0]
    third = load_language(code).word("audit.flow.third")
    assert picture[0].count(f">{third}</text>") == picture[0].count(' third">\n<title>') > 0


def test_marks_of_a_timeline_never_touch() -> None:
    start = checked()
    days = [date(2026, 12, 1 + n) for n in range(25)] + [date(2027, 2 + n, 1) for n in range(9)]
    changes = tuple(ForecastChange(day, start.findings[:1], (), (), start.counts(), True, False) for day in days)
    line = build_timeline(Forecast(DAY, date(2027, 11, 22), start, True, changes), load_language("fi"))
    assert len(line.marks) == len(days)
    for one, other in combinations(line.marks, 2):
        assert abs(one.x - other.x) >= 24 or abs(one.y - other.y) >= 22
    assert all(0 < mark.x < line.width and 10 < mark.y < line.base for mark in line.marks)
    places = [place for place, _ in line.months]
    assert all(later - earlier > 45 for earlier, later in pairwise(places))
    assert all(day.gate == "fails" for day in line.days)


def test_many_records_share_columns_and_none_is_lost(tmp_path: Path) -> None:
    systems = {f"s{n}": {"name": f"S{n}", "data_subjects": ["people"] if n % 2 else ["others"]} for n in range(60)}
    matrix = AuditReport(company(tmp_path, systems, {}), load_language("en"), RUN).matrix
    assert matrix.folded
    columns = [column for block in matrix.blocks for column in block.columns]
    assert len(columns) == 2
    assert {subject for column in columns for subject in column.subjects} == {f"systems.s{n}" for n in range(60)}
