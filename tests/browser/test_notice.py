"""The public notice in a browser: on a phone and on a desktop, light and dark, printed, with hostile text."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from seloste.policy.notice import Policy
from seloste.reports.notice import Design, Publication, render_notice
from tests.support import ROOT
from tests.support.pages import DESKTOP, PAPER, PHONE, VIEWS, View, faults, invalid, opened
from tests.support.samples import complete, jamix, minimal

if TYPE_CHECKING:
    from playwright.sync_api import Browser

POLICIES: Mapping[str, Policy] = {"jamix": jamix(), "complete": complete()}
SISTERS = {"fi": "notice.fi.html", "en": "notice.en.html", "sv": "notice.sv.html"}
#: Each notice in each of its languages.
PAGES = [(name, code) for name, policy in POLICIES.items() for code in policy.notice.languages]
NAMES = {"suopilvi": "Suopilvi Oy", "snowlark": "Snowlark AB"}
LONG = "Pitkä" * 2000
HOSTILE = (
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "=cmd()",
    LONG,
    "\u202eoikealta vasemmalle\u2066",
    "\x00\x1b[31m\x7f\ufeff\u2028",
    '"><img src=x onerror=alert(1)>',
    "</style><style>*{display:none}",
    "a@" + "b." * 400 + "fi",
    "https://example.fi/" + "x" * 3000,
)


@cache
def page(name: str, code: str) -> str:
    own = {each: SISTERS[each] for each in POLICIES[name].notice.languages}
    published = Publication(own, {"suopilvi": ["orders", "accounting"]})
    return render_notice(POLICIES[name], code, "html", processors=NAMES, publication=published)


def hostile(text: str) -> Policy:
    words = {"fi": text, "en": text}
    return minimal(
        notice={"name": words, "title": words, "languages": ["fi", "en"]},
        controller={"name": text, "email": text, "website": text, "address": {"street": text, "city": text}},
        contacts={"one": {"name": text, "role": words, "duty": "dpo", "email": text}},
        headings={"purposes": words},
        introductions={"purposes": words},
        data_subjects={"one": {"text": words, "children": True, "guardian_consent": words}},
        purposes={
            "one": {"text": words, "legal_basis": {"basis": "consent", "explanation": words}, "fields": ["one"]},
        },
        fields={"one": {"text": words, "category": text, "special_category": True}},
        processors={"text": words, "listed": "in-notice", "recipients": [text]},
        transfers={"text": words, "countries": ["US"], "instruments": ["bcr"], "copy": {"text": words}},
        retention={"one": {"text": words}},
        rights={"one": {"right": "objection", "text": words}, "two": {"right": "access", "text": words}},
        requests={"text": words, "email": text, "url": text},
        sections={"own": {"heading": words, "text": words}},
    )


@pytest.mark.parametrize("view", VIEWS, ids=str)
@pytest.mark.parametrize(("name", "code"), PAGES)
def test_the_page_is_accessible_quiet_and_fits(browser: Browser, name: str, code: str, view: View) -> None:
    assert faults(browser, page(name, code), view) == []


@pytest.mark.parametrize("view", [View(PHONE), View(DESKTOP, "dark"), View(PAPER, media="print")], ids=str)
@pytest.mark.parametrize("text", HOSTILE, ids=[ascii(text[:16]) for text in HOSTILE])
def test_hostile_text_breaks_neither_the_page_nor_its_layout(browser: Browser, text: str, view: View) -> None:
    assert faults(browser, render_notice(hostile(text), "fi", "html"), view) == []


def test_the_page_is_valid() -> None:
    pages = {f"{name}.{code}": page(name, code) for name, code in PAGES}
    pages["minimal"] = render_notice(minimal(), "fi", "html")
    pages |= {f"hostile {number}": render_notice(hostile(text), "fi", "html") for number, text in enumerate(HOSTILE)}
    guess = "appears to be written in"  # nonsense reads like Maltese
    assert [line for line in invalid(pages) if not (line.startswith("hostile") and guess in line)] == []


def test_the_summary_fits_on_one_screen_of_a_desktop(browser: Browser) -> None:
    for name in POLICIES:
        with opened(browser, page(name, "fi"), View(DESKTOP)) as (shown, _):
            box = shown.locator(".brief").bounding_box()
            assert box is not None
            assert box["y"] + box["height"] <= 800


def test_every_line_of_the_summary_leads_to_its_section(browser: Browser) -> None:
    with opened(browser, page("complete", "fi"), View(PHONE)) as (shown, _):
        lines = shown.locator(".brief dt a")
        assert lines.count() == 8
        for number in range(lines.count()):
            lines.nth(number).click()
            assert shown.locator(":target").count() == 1
            box = shown.locator(":target").bounding_box()
            assert box is not None
            assert -1 <= box["y"] < 800


def test_the_language_switch_leads_to_the_sister(browser: Browser, tmp_path: Path) -> None:
    for code in POLICIES["jamix"].notice.languages:
        (tmp_path / SISTERS[code]).write_text(page("jamix", code), "utf-8")
    address = (tmp_path / "notice.en.html").as_uri()
    with opened(browser, tmp_path / "notice.fi.html", View(PHONE), own=address) as (shown, heard):
        shown.get_by_role("link", name="English").click()
        assert shown.title() == "Jamix privacy notice"
        assert heard == []


def test_print_shows_everything_but_the_ways_around_the_page(browser: Browser) -> None:
    with opened(browser, page("complete", "fi"), View(PAPER, media="print")) as (shown, _):
        assert not shown.locator("nav").first.is_visible()
        assert not shown.locator(".contents").is_visible()
        assert shown.locator(".brief").is_visible()
        link = shown.locator('a[href="https://tietosuoja.fi"]')
        assert link.is_visible()
        assert len(shown.pdf(format="A4")) > 10_000


def test_the_documented_template_makes_a_sound_page(browser: Browser) -> None:
    template = (ROOT / "docs" / "templates.md").read_text("utf-8").partition("```jinja\n")[2].partition("```")[0]
    css = ":root { --accent: #7a1f4b } h1 { background: url(data:image/gif;base64,R0lGODlhAQABAAAAACw=) }"
    published = Publication(addresses=SISTERS)
    pages = {
        code: render_notice(complete(), code, "html", publication=published, design=Design(template, css))
        for code in complete().notice.languages
    }
    assert invalid(pages) == []
    for page in pages.values():
        assert faults(browser, page, View(PHONE)) == []


def test_the_page_fetches_nothing_even_if_a_stylesheet_were_let_through(browser: Browser) -> None:
    asked: list[str] = []

    class Host(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

    with ThreadingHTTPServer(("127.0.0.1", 0), Host) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        css = f"body {{ background: url(http://127.0.0.1:{server.server_port}/a.png) }}"
        leaky = page("jamix", "fi").replace("</style>", f"{css}</style>")
        with opened(browser, leaky, View(PHONE)) as (shown, heard):
            shown.wait_for_timeout(200)
        server.shutdown()
    assert [line for line in heard if "Content Security Policy" in line]
    assert asked == []
