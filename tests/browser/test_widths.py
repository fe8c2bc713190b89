"""Every page that we make, at the widths at which people look: no text is squeezed, and none makes the page scroll."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING

import pytest

from seloste.checker.forecast.forecast import make_forecast
from seloste.policy.law.law import load_law
from seloste.policy.period import Period
from seloste.reports.audit import render_audit
from seloste.reports.change.notification import render_notification
from seloste.reports.language.language import language_codes
from seloste.reports.notice import Publication, render_notice
from seloste.reports.preview import render_preview
from seloste.reports.record.export import KINDS, export_document
from seloste.reports.run import Run
from tests.support import ROOT
from tests.support.corpus_companies import COMPANIES, days, judged
from tests.support.hostile_share import share
from tests.support.notice_pairs import compared
from tests.support.pages import DESKTOP, PHONE, WIDTHS, View, opened, scrolling, squeezed
from tests.support.samples import DAY, checked, complete, jamix, minimal
from tests.support.workspaces import open_workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CONFIGS = {"jamix": "seloste.yaml", "complete": "examples/complete/seloste.yaml"}
POLICIES = {"jamix": jamix(), "complete": complete()}
CODES = language_codes()
YEAR = Period("P1Y")
TABLE = (
    "Cookies:\n\n| Name | What it is for | Set by | How long |\n|---|---|---|---|\n| _ga | " + "counting visits " * 9
)
TABLE += "| Google Ireland Limited, together with its own processors | two years from the last visit |\n"
CONDITIONS = "You may ask for this, if:\n1. you contest that the data are right\n2. we no longer need them\n" + TABLE


@cache
def render_page(kind: str, name: str, code: str) -> str:
    if kind == "notice":
        published = Publication({each: f"{each}.html" for each in POLICIES[name].notice.languages})
        return render_notice(POLICIES[name], code, "html", publication=published)
    if kind == "preview":
        return render_preview(checked(CONFIGS[name]), code)
    if kind == "notification":
        return render_notification(compared("complete", {}, {"controller.name": "Another Oy"}), [code], "html")
    if kind == "audit":
        workspace = open_workspace(config=ROOT / CONFIGS[name])
        forecast = make_forecast(workspace, load_law(), DAY, YEAR)
        return render_audit(checked(CONFIGS[name]), code, "html", run=Run("1.2.3", None), forecast=forecast)
    return str(export_document(kind, checked(CONFIGS[name]), code, "html", review_within=YEAR, version="1").content)


def measure(browser: Browser, page: str, widths: Iterable[int] = WIDTHS) -> Mapping[int, list[str]]:
    """What is wrong with the page at each width."""
    with opened(browser, page, View(DESKTOP)) as (shown, _):
        found = {}
        for width in widths:
            shown.set_viewport_size({"width": width, "height": 800})
            found[width] = [*squeezed(shown), *scrolling(shown)]
        return {width: faults for width, faults in found.items() if faults}


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("name", CONFIGS)
@pytest.mark.parametrize("kind", ["notice", "preview", "audit", "notification", *KINDS])
def test_no_text_is_squeezed(browser: Browser, kind: str, name: str, code: str) -> None:
    if kind == "notice" and code not in POLICIES[name].notice.languages:
        pytest.skip("the notice has no such language")
    if name == "jamix" and kind not in ("notice", "preview") and share(0, 1) == 0:
        pytest.skip("what the complete example has and more; the long runs have it")
    assert measure(browser, render_page(kind, name, code)) == {}


#: Those whose notices have lists, tables, groups and numbers in them; the long runs have all.
SHAPED = ("city-library", "children-association", "file-sharing-service", "platform-company", "physiotherapist")


@pytest.mark.parametrize("company", COMPANIES if share(0, 1) else SHAPED)
def test_no_text_of_a_company_is_squeezed(browser: Browser, company: str) -> None:
    result = judged(company, days(company)[0])
    assert result.notice is not None
    policy = result.notice.record
    for code in policy.notice.languages:
        for page in (render_notice(policy, code, "html"), render_preview(result, code)):
            assert measure(browser, page, (PHONE, 1024, DESKTOP, 1366)) == {}, code


def test_lists_and_tables_within_texts_are_not_squeezed(browser: Browser) -> None:
    words = {"fi": CONDITIONS, "en": CONDITIONS}
    policy = minimal(
        sections={"own": {"heading": words, "text": words}},
        rights={"one": {"right": "restriction", "text": words}, "two": {"right": "objection", "text": words}},
    )
    assert measure(browser, render_notice(policy, "en", "html")) == {}


SQUEEZED = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A</title></head><body>'
    '<details><summary>A</summary><div style="display:grid;grid-template-columns:{} 400px;overflow-wrap:anywhere">'
    '<p style="min-width:0">A line with <a href="#a">a link in it</a>, which is long enough.</p>'
    "</div></details></body></html>"
)


@pytest.mark.parametrize(("room", "is_found"), [("0", True), ("14px", True), ("144px", True), ("400px", False)])
def test_the_measure_finds_a_column_without_room(browser: Browser, room: str, is_found: bool) -> None:
    assert bool(measure(browser, SQUEEZED.format(room), [DESKTOP])) is is_found
