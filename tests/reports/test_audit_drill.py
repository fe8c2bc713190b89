"""The section of the report for auditors on what the check would notice."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from seloste.checker.drill.outcome import Drill
from seloste.reports.audit import render_audit
from seloste.reports.drill.rows import MOST_ROWS
from seloste.reports.language.language import language_codes, load_language
from seloste.reports.run import Run
from tests.support import ROOT
from tests.support.drills import drill_config


@pytest.fixture(scope="module")
def jamix() -> Drill:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        return drill_config("seloste.yaml")


def render(drill: Drill, code: str, format: str) -> str:
    return render_audit(drill.result, code, format, run=Run("1.0"), drill=drill)


@pytest.mark.parametrize("format", ["html", "markdown"])
@pytest.mark.parametrize("code", language_codes())
def test_the_section_has_the_headline_and_each_promise(jamix: Drill, code: str, format: str) -> None:
    page = render(jamix, code, format)
    word = load_language(code).word
    section = page.partition(word("drill.title"))[2] if format == "markdown" else page.partition('id="drill"')[2]
    section = section.partition(word("forecast.ahead"))[0].partition('id="rules"')[0]
    assert word("drill.heading", guarded=0, count=14) in section
    assert [each.promise.id for each in jamix.promises if each.promise.id not in section] == []
    assert word("drill.breach.store-moved") in section
    assert word("drill.evidence.column-added") in section


def test_without_a_drill_there_is_no_section(jamix: Drill) -> None:
    page = render_audit(jamix.result, "en", "html", run=Run("1.0"))
    assert 'id="drill"' not in page
    assert load_language("en").word("drill.title") not in page


def test_of_very_many_promises_the_page_lists_the_first(jamix: Drill) -> None:
    many = replace(jamix, promises=jamix.promises * 20)
    section = render(many, "en", "markdown").partition("## What the check would notice")[2].partition("\n### ")[0]
    assert len(re.findall(r"^\| [^|]* \(`", section, re.MULTILINE)) == MOST_ROWS
    assert f"{20 * 14 - MOST_ROWS} more" in section
