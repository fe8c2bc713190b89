"""PDF: tagged, in its language, its words in the right order, nothing loaded; the message where it cannot be made."""

from __future__ import annotations

import http.server
import importlib
import io
import os
import re
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from seloste.policy.notice import Policy
from seloste.reports.audit import render_audit
from seloste.reports.language.language import load_language
from seloste.reports.notice import render_notice
from seloste.reports.paper import optional
from seloste.reports.paper.notice import render_notice_file
from seloste.reports.paper.optional import MissingExtraError
from seloste.reports.paper.pdf import mark_long_labels, render_pdf
from seloste.reports.rendering import escape
from seloste.reports.run import Run
from tests.support import ROOT
from tests.support.samples import DAY, checked, complete, jamix, minimal

pytestmark = pytest.mark.heavy
FI = load_language("fi")
#: A picture of one pixel.
PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ"
    "AAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
HOSTILE = ("<script>alert(1)</script>", "{{ 7*7 }}", "=cmd()", "a\u202eb", "\x1b[31m", "&amp; </style>", "N" * 10_000)


def page(body: str, head: str = "") -> str:
    return f'<!doctype html><html lang="fi"><head><title>Otsikko</title>{head}</head><body>{body}</body></html>'


def opened(html: str) -> PdfReader:
    return PdfReader(io.BytesIO(render_pdf(html, language=FI, day=DAY)))


def notice(policy: Policy, code: str = "fi") -> bytes:
    return render_notice_file(policy, code, "pdf", html=lambda: render_notice(policy, code, "html"))


@pytest.fixture(scope="module")
def audit() -> PdfReader:
    html = render_audit(checked(), "fi", "html", run=Run("0.1.0", "abc"))
    return opened(html)


def text(reader: PdfReader) -> str:
    """The text without the numbers of pages, in one line."""
    whole = "\n".join(page.extract_text() for page in reader.pages)
    return " ".join(re.sub(r"Sivu \d+ / \d+", "", whole).split())


def elements(reader: PdfReader) -> Iterator[tuple[str, Any]]:
    """The elements of the structure tree in their order, each by its tag."""
    waiting = [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if not isinstance(node, dict):
            continue
        if "/S" in node:
            yield node["/S"], node
        kids = node.get("/K", [])
        kids = kids if isinstance(kids, list) else [kids]
        waiting += [kid for kid in reversed(kids) if not isinstance(kid, int)]


def outline(entries: list[Any]) -> Iterator[str]:
    for entry in entries:
        if isinstance(entry, list):
            yield from outline(entry)
        else:
            yield entry.title


@pytest.mark.parametrize(("policy", "code"), [(jamix(), "fi"), (complete(), "fi"), (complete(), "en")])
def test_the_words_come_out_in_their_order_and_whole(policy: Policy, code: str) -> None:
    reader = PdfReader(io.BytesIO(notice(policy, code)))
    whole = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    at = 0
    for purpose in policy.purposes.values():
        words = " ".join(load_language(code).text(purpose.text).split())
        at = whole.find(words, at)
        assert at > 0, words
    for right in policy.rights.values():
        assert " ".join(load_language(code).text(right.text).split()) in whole
    if code == "fi":
        assert "Henkilötietojen käsittelijät" in whole or "käsittelijä" in whole
    assert "\u00ad" not in whole


def test_it_says_its_title_language_and_that_it_is_tagged() -> None:
    reader = PdfReader(io.BytesIO(notice(complete())))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "fi"
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - an object of pypdf
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert reader.metadata["/Title"] == "Lumikiurun Puodin tietosuojaseloste"
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert reader.metadata["/CreationDate"] == "D:20260915"
    assert all("/StructParents" in page and page["/Tabs"] == "/S" for page in reader.pages)
    assert PdfReader(io.BytesIO(notice(complete(), "en"))).trailer["/Root"]["/Lang"] == "en"


def test_headings_and_lists_are_tagged() -> None:
    html = render_notice(complete(), "fi", "html")
    reader = PdfReader(io.BytesIO(notice(complete())))
    tags = Counter(tag for tag, _ in elements(reader))
    assert tags["/H1"] == 1
    assert tags["/H2"] == html.count("<h2")
    assert tags["/H3"] == html.count("<h3")
    assert tags["/L"] > 3
    assert tags["/LI"] >= html.count("<li id=")
    assert tags["/Link"] > 3


def test_tables_have_headers_and_pictures_words(audit: PdfReader) -> None:
    found = list(elements(audit))
    tags = Counter(tag for tag, _ in found)
    assert tags["/Table"] > 1
    assert tags["/THead"] > 1
    assert tags["/TH"] > 5
    cells = [node for tag, node in found if tag == "/TD"]
    assert all(cell["/A"].get("/Headers") for cell in cells)
    figures = [node for tag, node in found if tag == "/Figure"]
    assert figures
    assert all(figure.get("/Alt") for figure in figures)


def test_bookmarks_are_the_headings_and_links_say_something(audit: PdfReader) -> None:
    titles = [*outline(audit.outline)]
    assert titles[0] == audit.metadata["/Title"]
    assert len(titles) == sum(tag in ("/H1", "/H2", "/H3", "/H4", "/H5") for tag, _ in elements(audit))
    links = [note.get_object() for page in audit.pages for note in page.get("/Annots", ())]
    assert links
    assert all(link.get("/Contents") for link in links)


def test_pages_are_numbered_in_the_language(audit: PdfReader) -> None:
    last = len(audit.pages)
    assert audit.pages[0].extract_text().rstrip().endswith(f"Sivu 1 / {last}")
    english = PdfReader(io.BytesIO(notice(complete(), "en")))
    assert english.pages[0].extract_text().rstrip().endswith(f"Page 1 of {len(english.pages)}")


def test_what_the_audit_says_is_all_there(audit: PdfReader) -> None:
    whole = text(audit)
    for judged in checked().promises:
        assert judged.id in whole.replace(" ", "")


@pytest.fixture
def visitors() -> Iterator[tuple[str, list[str]]]:
    """A server on the loopback address that notes what is asked of it."""
    asked: list[str] = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, format: str, *args: object) -> None:
            return

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        thread.join(30)


def test_nothing_is_loaded_from_the_network_or_from_files(visitors: tuple[str, list[str]], tmp_path: Path) -> None:
    address, asked = visitors
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text y="20">SALAISUUS</text></svg>', "utf-8")
    places = [
        f"{address}/a",
        secret.as_uri(),
        str(secret),
        "//127.0.0.1/x",
        "FILE:///etc/hostname",
        "ftp://127.0.0.1/x",
    ]
    body, head = [], []
    for place in places:
        body += [
            f'<img src="{place}" alt="x"><object data="{place}">x</object><embed src="{place}">',
            f'<iframe src="{place}"></iframe><p style="background: url({place})">x</p>',
            f'<svg width="20" height="20"><title>x</title><image href="{place}" width="9" height="9"/>'
            f'<use href="{place}#a"/><style>@import url({place});</style></svg>',
        ]
        head += [
            f'<link rel="stylesheet" href="{place}"><link rel="attachment" href="{place}">',
            f"<style>@import url({place}); @font-face {{ font-family: x; src: url({place}) }} body {{ font: 9pt x }}",
            f"@page {{ background: url({place}) }}</style><base href='{place}'>",
        ]
    nested = f"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='{address}/n'/></svg>"
    written = render_pdf(page("".join(body) + f'<img alt="n" src="{nested}">', "".join(head)), language=FI)
    reader = PdfReader(io.BytesIO(written))
    assert asked == []
    assert "SALAISUUS" not in text(reader)
    assert b"/EmbeddedFile" not in written
    assert not reader.attachments


def test_a_picture_within_the_page_is_shown() -> None:
    reader = opened(page(f'<p>Kuva</p><img alt="Kuvan nimi" src="{PIXEL}">'))
    assert len(reader.pages[0].images) == 1
    assert [node["/Alt"] for tag, node in elements(reader) if tag == "/Figure"] == ["Kuvan nimi"]


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_harmless_text(hostile: str) -> None:
    words = {"fi": hostile, "en": hostile}
    policy = minimal(
        notice={"name": words, "title": words, "languages": ["fi", "en"]},
        purposes={"x": {"text": words, "legal_basis": {"basis": "consent", "explanation": words}}},
        sections={"own": {"heading": words, "text": words}},
    )
    written = notice(policy)
    reader = PdfReader(io.BytesIO(written))
    whole = "".join(text(reader).split())
    assert whole.count("".join(escape.visible(hostile).split())) >= 3
    assert reader.metadata["/Title"] == escape.visible(hostile)
    for name in (b"/JavaScript", b"/JS", b"/Launch", b"/OpenAction", b"/AA"):
        assert name not in written


def test_words_of_any_length_stay_on_the_page() -> None:
    cells = "".join(f"<td><code>{'x' * 300}</code></td>" for _ in range(4))
    reader = opened(page(f"<table><thead><tr>{'<th>y</th>' * 4}</tr></thead><tbody><tr>{cells}</tr></tbody></table>"))
    places: list[float] = []
    reader.pages[0].extract_text(
        visitor_text=lambda drawn, _cm, tm, _font, _size: places.append(tm[4]) if drawn else None
    )
    assert max(places) < reader.pages[0].mediabox.width


MAKE = """
import sys
from tests.support.samples import complete
from seloste.reports.notice import render_notice
from seloste.reports.paper.notice import render_notice_file
html = render_notice(complete(), "fi", "html")
sys.stdout.buffer.write(render_notice_file(complete(), "fi", "pdf", html=lambda: html))
"""


def test_the_same_notice_gives_the_same_bytes() -> None:
    written = {
        subprocess.run(
            [sys.executable, "-c", MAKE],
            cwd=ROOT,
            timeout=60,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert len(written) == 1
    assert written.pop().startswith(b"%PDF-1.7")


def test_a_library_that_is_missing_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(name: str) -> Any:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(importlib, "import_module", nowhere)
    for format in optional.LIBRARIES:
        with pytest.raises(MissingExtraError) as caught:
            optional.load_library(format)
        assert (caught.value.extra, caught.value.system) == (format, False)
        assert caught.value.commands[0] == f"python -m pip install 'seloste[{format}]'"
    assert any("apt install" in command for command in MissingExtraError("pdf").commands)


def test_pango_that_is_missing_is_told_of_in_our_words_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def without_pango(name: str) -> Any:
        sys.stdout.write("WeasyPrint could not import some external libraries.")
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(importlib, "import_module", without_pango)
    with pytest.raises(MissingExtraError) as caught:
        optional.load_library("pdf")
    assert caught.value.system
    assert not any("pip install" in command for command in caught.value.commands)
    assert capsys.readouterr() == ("", "")


def test_a_machine_without_fonts_is_told_of(tmp_path: Path) -> None:
    """Without a font, a PDF would be blank."""
    (tmp_path / "fonts.conf").write_text("<fontconfig></fontconfig>")
    environment = {**os.environ, "FONTCONFIG_FILE": str(tmp_path / "fonts.conf")}
    ran = subprocess.run(
        [sys.executable, "-c", MAKE],
        cwd=ROOT,
        timeout=60,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "MissingExtraError" in ran.stderr


def test_a_label_stands_beside_its_value_and_has_room_for_its_lines() -> None:
    long = "Basis for processing special categories of personal data"
    html = f'<dl><dt>{long}</dt><dd>value</dd><dt class="a" id="b">Short</dt><dd>next</dd></dl>'
    assert mark_long_labels(html) == html.replace("<dt>", '<dt class=" lines-3">', 1)
    places: dict[str, float] = {}
    lines = opened(page(f"<main>{html}</main>"))
    lines.pages[0].extract_text(visitor_text=lambda text, _, at, *_more: places.setdefault(text.strip(), at[5]))
    ordered = [places[word] for word in ("value", "Short", "next")]
    assert abs(ordered[1] - ordered[2]) < 6 < 30 < abs(ordered[0] - ordered[1])
