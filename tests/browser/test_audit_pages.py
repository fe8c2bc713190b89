"""The report for auditors as auditors meet it: in each language, on a phone and a desk, light, dark and on paper."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from seloste.checker.evidence.resource import ControlShown
from seloste.checker.forecast.forecast import make_forecast
from seloste.checker.judging.check import check
from seloste.policy.law.law import load_law
from seloste.policy.period import Period
from seloste.reports.audit import render_audit
from seloste.reports.language.language import language_codes
from seloste.reports.run import Run
from tests.support import ROOT
from tests.support.infrastructure import check_with, lies_in, shows, store
from tests.support.pages import DESKTOP, PHONE, VIEWS, View, faults, invalid, opened
from tests.support.samples import DAY, checked
from tests.support.workspaces import open_workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser

RUN = Run("1.2.3", "0123456789abcdef0123456789abcdef01234567")
CONFIGS = {"jamix": "seloste.yaml", "complete": "examples/complete/seloste.yaml"}
LONG = "<script>alert(1)</script> \u202e{{ 7*7 }} " + "Pitkänimi" * 1100


@cache
def page(name: str, code: str) -> str:
    """The report on an example, with its forecast."""
    workspace = open_workspace(config=ROOT / CONFIGS[name])
    forecast = make_forecast(workspace, load_law(), DAY, Period("P1Y"))
    return render_audit(checked(CONFIGS[name]), code, "html", run=RUN, forecast=forecast)


@cache
def notice_alone() -> str:
    result = check(open_workspace(config=ROOT / "seloste.yaml"), load_law(), DAY, scope="notice", jobs=1)
    return render_audit(result, "en", "html", run=RUN)


def hostile(folder: Path) -> str:
    """The report on a company whose names are hostile and without end."""
    import json

    policy = {
        "notice": {"name": {"fi": LONG}, "languages": ["fi"]},
        "controller": {"name": LONG},
        "data_subjects": {"people": {"text": {"fi": LONG}}},
        "transfers": {"text": {"fi": LONG}, "rule": "never"},
        "safeguards": {"backup": {"text": {"fi": LONG}, "control": "backup"}},
    }
    system = {"name": LONG, "processors": ["p"], "hosting": {"country": "US"}, "data_subjects": ["people", LONG]}
    files = {
        "policy": policy,
        "systems": {"systems": {"s": system}},
        "processors": {"processors": {"p": {"name": LONG, "country": "IN"}}},
    }
    for name, content in files.items():
        (folder / f"{name}.yaml").write_text(json.dumps(content), "utf-8")
    (folder / "seloste.yaml").write_text("version: 1\n", "utf-8")
    result = check(open_workspace(config=folder / "seloste.yaml"), load_law(), DAY, jobs=1)
    return render_audit(result, "fi", "html", run=RUN)


def list_pages() -> list[tuple[str, View]]:
    """Every language as it may break: on a phone and on paper; colours and a wide screen are of no language."""
    others = [code for code in language_codes() if code != "fi"]
    narrow = [view for view in VIEWS if view.width != DESKTOP and view.scheme == "light"]
    return [*(("fi", view) for view in VIEWS), *((code, view) for code in others for view in narrow)]


@pytest.mark.parametrize(("code", "view"), list_pages(), ids=str)
@pytest.mark.parametrize("name", CONFIGS)
def test_the_page_has_no_fault(browser: Browser, name: str, code: str, view: View) -> None:
    assert not faults(browser, page(name, code), view)


@pytest.mark.parametrize("view", [View(PHONE), View(DESKTOP, "dark")], ids=str)
def test_hostile_names_without_end_do_no_harm(browser: Browser, tmp_path: Path, view: View) -> None:
    assert not faults(browser, hostile(tmp_path), view)
    with opened(browser, hostile(tmp_path), view) as (shown, _):
        assert "49" not in (shown.title() or "")
        assert shown.evaluate("document.querySelectorAll('script').length") == 0


@pytest.mark.parametrize("view", [View(PHONE, "dark"), View(DESKTOP)], ids=str)
def test_a_report_on_the_notice_alone_has_no_fault(browser: Browser, view: View) -> None:
    assert not faults(browser, notice_alone(), view)


def test_the_html_is_valid(tmp_path: Path) -> None:
    pages: dict[str, str | Path] = {f"{name}.{code}": page(name, code) for name in CONFIGS for code in language_codes()}
    assert not invalid({**pages, "notice alone": notice_alone(), "hostile": hostile(tmp_path)})


@pytest.mark.parametrize("name", CONFIGS)
def test_no_text_of_a_picture_leaves_its_box_or_touches_another(browser: Browser, name: str) -> None:
    with opened(browser, page(name, "fi"), View(DESKTOP)) as (shown, _):
        over = shown.evaluate(
            """() => {
                const found = [];
                for (const node of document.querySelectorAll('svg.flow .node')) {
                    const box = node.querySelector('rect').getBoundingClientRect();
                    for (const text of node.querySelectorAll('text')) {
                        const own = text.getBoundingClientRect();
                        if (own.right > box.right || own.bottom > box.bottom + 1) found.push(text.textContent);
                    }
                }
                for (const kind of ['svg.flow .heading', 'svg.timeline text']) {
                    const all = [...document.querySelectorAll(kind)].map(text => text.getBoundingClientRect());
                    all.forEach((one, i) => all.slice(i + 1).forEach(other => {
                        if (one.left < other.right && other.left < one.right && one.top < other.bottom - 3
                            && other.top < one.bottom - 3) found.push(kind);
                    }));
                }
                return found;
            }"""
        )
        assert not over


def test_wide_content_scrolls_in_its_own_region_by_keyboard(browser: Browser) -> None:
    with opened(browser, page("jamix", "en"), View(PHONE)) as (shown, _):
        region = shown.locator("#flow .wide").first
        region.focus()
        shown.keyboard.press("ArrowRight")
        shown.keyboard.press("ArrowRight")
        shown.wait_for_function("document.querySelector('#flow .wide').scrollLeft > 0")
        assert shown.evaluate("document.scrollingElement.scrollLeft") == 0


def test_the_table_of_rules_alone_is_not_printed(browser: Browser) -> None:
    with opened(browser, page("jamix", "en"), View(658, media="print")) as (shown, _):
        assert shown.locator("#rules details summary").first.bounding_box()
        assert not shown.locator("#rules details table").first.bounding_box()
        folded = shown.locator("details:not(.applied) table")
        assert all(folded.nth(number).bounding_box() for number in range(folded.count()))


def test_2000_systems_stay_usable(browser: Browser, tmp_path: Path) -> None:
    from tests.support import crowd

    config = crowd.write(tmp_path, 2000)
    result = check(open_workspace(config=config), load_law(), date(2026, 11, 22), jobs=1)
    assert result.systems == 2000
    report = render_audit(result, "fi", "html", run=RUN)
    assert len(report.encode()) < 10_000_000
    numbers = list(map(int, re.findall(r'id="finding-(\d+)"', report)))
    assert numbers == sorted(set(numbers))
    assert max(numbers) <= len(result.findings)
    file = tmp_path / "audit.html"
    file.write_text(report, "utf-8")
    times = []
    for _ in range(3):
        shown = browser.new_page(viewport={"width": DESKTOP, "height": 800})
        session = shown.context.new_cdp_session(shown)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        shown.goto(file.as_uri(), wait_until="load")
        shown.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        measured = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
        times.append(measured["TaskDuration"])  # of the processor, however busy the machine is
        shown.close()
    assert min(times) < 2
    assert not list(faults(browser, file, View(DESKTOP)))


@pytest.mark.parametrize("view", [View(PHONE), View(DESKTOP, "dark")], ids=str)
def test_a_report_on_infrastructure_has_no_fault(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, view: View
) -> None:
    facts = (lies_in("SE", "eu-north-1"), lies_in("DE", line=3), lies_in("BR", "sa-east-1", copy=True))
    database = store("webshop", *facts, shows("backup", ControlShown.OFF), tag="webshop")
    odd = replace(store("odd", type="aws_oddity"), is_known=False, stores_data=False)
    result = check_with(tmp_path, monkeypatch, [database, store('orphan["<b>|`]'), odd])
    document = render_audit(result, "fi", "html", run=RUN)
    assert not faults(browser, document, view)
    assert not invalid({"infrastructure": document})
