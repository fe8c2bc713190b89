"""The preview as an officer meets it: the page, a file that is saved, broken and fixed, and the keyboard."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec import Struct
from ruamel.yaml import YAML

from seloste.preview.server import Server, ServerSettings, start_server
from seloste.preview.session import PreviewSession
from seloste.preview.watch import State, read_state, watch
from seloste.reports.preview import content_policy
from tests.support import ROOT
from tests.support.commands import started
from tests.support.pages import DESKTOP, PHONE, VIEWS, View, faults, invalid, opened, scrolling, violations
from tests.support.workspaces import open_workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FloatRect, Locator, Page

DAY = date(2026, 11, 22)
LONG = "Pitkä" * 2000
HOSTILE = f"<script>alert(1)</script><img src=x onerror=alert(1)> {{{{ 7*7 }}}} \\u202e {LONG}"
#: A change shows within this time, in milliseconds: looking, resting and checking.
SOON = 8_000


class Office(Struct, frozen=True):
    """A folder with a notice, and its preview."""

    folder: Path
    server: Server
    languages: Sequence[str] = ("fi", "en")

    def address(self, code: str = "en") -> str:
        return self.server.address(code)

    @property
    def own(self) -> str:
        return self.server.address("")

    def save(self, text: str, name: str = "policy.yaml") -> None:
        """As editors do: a file beside it, and then in its place."""
        (self.folder / "policy.new").write_text(text, "utf-8")
        (self.folder / "policy.new").replace(self.folder / name)

    def edit(self, before: str, after: str) -> None:
        text = (self.folder / "policy.yaml").read_text("utf-8")
        assert before in text
        self.save(text.replace(before, after))


class _EndError(Exception):
    pass


@pytest.fixture(params=["complete"])
def office(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """The preview of an example in a folder of its own, watched as the command watches it."""
    if request.param == "jamix":
        for name in ("policy.yaml", "seloste.yaml"):
            shutil.copy(ROOT / name, tmp_path / name)
        shutil.copytree(ROOT / "examples" / "jamix", tmp_path / "examples" / "jamix")
    else:
        shutil.copytree(ROOT / "examples" / "complete", tmp_path, dirs_exist_ok=True)
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    desk, ended = PreviewSession(open_workspace, lambda: DAY, None, "en"), threading.Event()
    now = partial(read_state, open_workspace, DAY)
    first = now()

    def looking() -> State:
        if ended.is_set():
            raise _EndError
        return now()

    def watching() -> None:
        with suppress(_EndError):
            watch(looking, desk.refresh, first)

    thread = threading.Thread(target=watching)
    thread.start()
    server = start_server(0, desk, ServerSettings(content_policy(), "wrong", "failed", print))
    server.start()
    yield Office(tmp_path, server, ("fi", "en") if request.param == "jamix" else ("fi", "en", "sv"))
    ended.set()
    thread.join(30)
    assert not thread.is_alive()
    server.stop()


def box(element: Locator) -> FloatRect:
    """Where an element stands."""
    found = element.bounding_box()
    assert found is not None
    return found


def shows(page: Page, text: str) -> None:
    """Waits until the page says it."""
    page.wait_for_function("text => document.body.innerText.includes(text)", arg=text, timeout=SOON)


def shows_no_more(page: Page, text: str) -> None:
    page.wait_for_function("text => !document.body.innerText.includes(text)", arg=text, timeout=SOON)


@pytest.mark.parametrize("office", ["jamix", "complete"], indirect=True)
def test_the_page_has_no_fault_in_any_language_and_view_and_is_valid(browser: Browser, office: Office) -> None:
    pages = {}
    for code in office.languages:
        for view in VIEWS:
            assert faults(browser, office.address(code), view, office.own) == [], f"{code} {view}"
        with opened(browser, office.address(code), View(PHONE), office.own) as (page, heard):
            page.get_by_role("button", pressed=False).first.click()  # every finding is open
            assert page.locator("details.note:not([open])").count() == 0
            pages[code] = page.request.get(office.address(code)).text()
            assert heard == []
    assert invalid(pages) == []


def test_open_findings_have_no_fault(browser: Browser, office: Office) -> None:
    shutil.copy(ROOT / "policy.yaml", office.folder / "policy.yaml")
    for view in (View(PHONE), View(DESKTOP), View(DESKTOP, "dark")):
        with opened(browser, office.address(), view, office.own) as (page, heard):
            shows(page, "JAMIX Customer and marketing register")
            page.locator("button.unfold").click()
            assert [*violations(page, view), *scrolling(page), *heard] == []


def test_a_save_shows_by_itself_and_keeps_the_place(browser: Browser, office: Office) -> None:
    with opened(browser, office.address(), View(DESKTOP), office.own) as (page, heard):
        page.evaluate("window.sameDocument = true")
        page.locator("#rights").scroll_into_view_if_needed()
        link = page.locator(".contents a").last
        link.focus()
        before = box(page.locator("#rights h2"))
        office.edit("controller:\n  name: ", "controller:\n  name: Renamed ")
        shows(page, "Renamed ")
        assert page.evaluate("window.sameDocument")
        assert abs(before["y"] - box(page.locator("#rights h2"))["y"]) <= 2
        assert page.evaluate("document.activeElement.textContent") == link.text_content()
        assert (page.locator("#news").text_content() or "").startswith("Updated.")
        assert page.locator("#news").get_attribute("role") == "status"
        assert heard == []


def test_what_cannot_be_read_is_told_until_it_is_mended(browser: Browser, office: Office) -> None:
    good = (office.folder / "policy.yaml").read_text("utf-8")
    with opened(browser, office.address(), View(DESKTOP), office.own) as (page, heard):
        name = page.locator("h1").text_content()
        office.save(good.replace("controller:\n", "controller: [\n", 1))
        shows(page, "This could not be read")
        assert page.locator("#unread").get_by_text("policy.yaml, line").count() >= 1
        assert page.locator("h1").text_content() == name
        assert page.locator(".stale").is_visible()
        office.save(good)
        shows_no_more(page, "This could not be read")
        assert not page.locator(".stale").is_visible()
        assert heard == []
    office.save("a: [")
    with opened(browser, office.address(), View(DESKTOP), office.own) as (page, _):
        shows(page, "This could not be read")
    for view in (View(PHONE), View(DESKTOP, "dark")):
        assert faults(browser, office.address(), view, office.own) == []


def test_a_new_defect_appears_beside_its_text_with_its_wording(browser: Browser, office: Office) -> None:
    policy = YAML(typ="safe", pure=True).load(office.folder / "policy.yaml")
    purpose = next(iter(policy["purposes"]))
    with opened(browser, office.address(), View(DESKTOP), office.own) as (page, heard):
        assert page.locator("main details.note").count() == 0
        del policy["purposes"][purpose]["legal_basis"]
        office.save(json.dumps(policy, default=str))
        card = page.locator("main details.note.fresh.error").first
        card.wait_for(timeout=SOON)
        passage = page.locator(f'[id="purposes.{purpose}"]')
        assert passage.locator("xpath=..").locator(f"#{card.get_attribute('id')}").count() == 1
        text, note = box(passage), box(card)
        assert note["x"] >= text["x"] + text["width"]
        assert text["y"] - 20 <= note["y"] <= text["y"] + text["height"]
        card.locator("summary").click()
        assert card.locator(".wording").is_visible()
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        card.locator("button.copy").click()
        page.wait_for_function("() => document.getElementById('news').textContent.includes('copied')")
        assert page.evaluate("navigator.clipboard.readText()") == card.locator(".wording").text_content()
        page.set_viewport_size({"width": PHONE, "height": 800})
        assert box(card)["y"] >= box(passage)["y"] + box(passage)["height"]
        assert heard == []


@pytest.mark.parametrize("office", ["jamix"], indirect=True)
def test_what_is_open_stays_open(browser: Browser, office: Office) -> None:
    with opened(browser, office.address("fi"), View(DESKTOP), office.own) as (page, heard):
        note = page.locator("main details.note").nth(3)
        name = note.get_attribute("id")
        note.locator("summary").focus()
        page.keyboard.press("Enter")
        assert note.get_attribute("open") is not None
        office.edit("name: Jamix Oy", "name: Jamix Oyj")
        shows(page, "Jamix Oyj")
        assert page.locator(f"#{name}").get_attribute("open") is not None
        assert page.locator("details.note[open]").count() == 1
        assert page.evaluate("document.activeElement.parentElement.id") == name
        assert page.locator("details.note.fresh").count() == 0
        assert heard == []


@pytest.mark.parametrize("office", ["jamix"], indirect=True)
def test_by_keyboard_one_gets_from_the_summary_to_a_finding_and_opens_it(browser: Browser, office: Office) -> None:
    with opened(browser, office.address(), View(DESKTOP), office.own) as (page, _):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        count = page.locator(".desk a.mark.warning")
        count.focus()
        page.keyboard.press("Enter")
        page.wait_for_function("() => document.querySelector('details.note.warning:target')?.open")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('details.note')?.matches(':target')")


def test_the_languages_are_switched(browser: Browser, office: Office) -> None:
    with opened(browser, office.address(), View(PHONE), office.own) as (page, heard):
        page.get_by_role("link", name="Suomi").click()
        page.wait_for_url("**/fi")
        assert page.evaluate("document.documentElement.lang") == "fi"
        shows(page, "Selosteen tila")
        assert heard == []


def test_without_script_all_is_there_and_the_link_reloads(browser: Browser, office: Office) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": DESKTOP, "height": 800})
    page = context.new_page()
    page.goto(office.address())
    assert not page.locator("button.unfold").is_visible()
    office.edit("controller:\n  name: ", "controller:\n  name: Renamed ")
    for _ in range(40):
        page.get_by_role("link", name="Reload").click()
        if page.get_by_text("Renamed ").count():
            break
        page.wait_for_timeout(200)
    assert page.get_by_text("Renamed ").count()
    context.close()


def test_a_saving_without_end_shows_no_half_page(browser: Browser, office: Office) -> None:
    good = (office.folder / "policy.yaml").read_text("utf-8")
    with opened(browser, office.address(), View(DESKTOP), office.own) as (page, heard):
        page.evaluate(
            """() => { window.titles = new Set();
            new MutationObserver(() => titles.add(document.querySelector('h1')?.textContent || ''))
                .observe(document.body, {childList: true}); }"""
        )
        for number in range(12):  # an editor that empties the file first, and a file that is gone between
            (office.folder / "policy.yaml").write_text("", "utf-8")
            (office.folder / "policy.yaml").unlink()
            page.wait_for_timeout(20)
            (office.folder / "policy.yaml").write_text(good + f"# {number}\n", "utf-8")
            page.wait_for_timeout(60)
        office.edit("controller:\n  name: ", "controller:\n  name: Renamed ")
        shows(page, "Renamed ")
        assert page.locator(".unread").count() == 0
        assert heard == []


def test_when_the_preview_ends_the_page_says_so(browser: Browser, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples" / "complete", tmp_path, dirs_exist_ok=True)
    command = [sys.executable, "-m", "seloste", "preview", "--lang", "en", "--quiet"]
    with started(command, tmp_path, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        with opened(browser, address, View(DESKTOP), address.removesuffix("en")) as (page, _):
            page.wait_for_timeout(500)
            process.send_signal(signal.SIGINT)
            assert process.wait(10) == 0
            shows(page, "The preview has stopped.")
            assert page.locator("h1").is_visible()


def test_hostile_text_does_no_harm(browser: Browser, office: Office) -> None:
    office.edit("controller:\n  name: ", f'controller:\n  name: "{HOSTILE}" #')
    office.save(f'systems: {{crm: {{name: "{HOSTILE}", purposes: ["{HOSTILE}"]}}}}\n', "systems.yaml")
    with opened(browser, office.address(), View(PHONE), office.own) as (page, _):
        shows(page, "{{ 7*7 }}")
    for view in (View(PHONE), View(DESKTOP)):
        assert faults(browser, office.address(), view, office.own) == []
