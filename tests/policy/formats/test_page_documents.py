"""Pages of real sites as blocks: the notice apart from the site around it."""

from __future__ import annotations

import pytest

from seloste.policy.prose.blocks import DocumentError
from seloste.policy.prose.formats import process
from seloste.policy.prose.formats.html import read_html_document
from seloste.policy.prose.formats.reading import read_document
from tests.support.document_blocks import show_block


def read(body: str) -> list[str]:
    return [show_block(block) for block in read_html_document(f"<html lang=fi><body>{body}".encode()).blocks]


SITE = """<!doctype html><html lang="fi-FI"><head><title>Tietosuoja | Yritys</title><style>p{}</style></head><body>
<a class="skip-link" href="#main">Siirry sisältöön</a>
<div id="onetrust-banner-sdk"><p>Käytämme evästeitä.</p><button>Hyväksy</button></div>
<header><h1>Yritys Oy</h1><nav><a href="/">Etusivu</a></nav></header>
<div class="content has-sidebar-left"><main id=main>
<nav class="breadcrumb">Etusivu / Tietosuoja</nav>
<h1>Tietosuojaseloste<span class="sr-only"> (sivu)</span></h1>
<h2>Sisällys</h2><ul>
<li><a href="#a">Rekisterinpitäjä</a></li><li><a href="#b">Oikeudet</a></li><li><a href="#c">Muu</a></li></ul>
<h2 id="a">1.&nbsp;Rekisteri&shy;npitäjä</h2><p>Yritys Oy<br>Katu 1</p>
<p><a class="__cf_email__" data-cfemail="5a">[email&#160;protected]</a></p>
<p style="display:none">Piilotettu</p><del>Vanha</del>
<script>document.write("<p>x</p>")</script>
<p><a href="#main">Takaisin ylös</a></p>
</main></div>
<aside>Luetuimmat</aside><footer>© Yritys</footer></body></html>"""


def test_the_site_around_a_notice_is_kept_apart() -> None:
    document = read_document(SITE.encode(), "a.html")  # in a process of its own
    assert (document.language, document.title) == ("fi", "Tietosuoja | Yritys")
    assert [show_block(block) for block in document.blocks] == [
        "h1 Tietosuojaseloste",
        "h2 Sisällys",
        "h2 1. Rekisterinpitäjä",
        "p Yritys Oy\nKatu 1",
        "p [email\u00a0protected]",
    ]
    around = " ".join(document.around)
    for words in ("Siirry sisältöön", "Käytämme evästeitä.", "Etusivu", "Piilotettu", "Luetuimmat", "© Yritys"):
        assert words in around


@pytest.mark.parametrize(
    ("body", "blocks"),
    [
        ("<p><b>1. Rekisterinpitäjä</b><br>A Oy<br>Katu 1</p>", ["h! 1. Rekisterinpitäjä", "p A Oy\nKatu 1"]),
        ("<p><strong>Nimi:</strong> A Oy</p>", ["p Nimi: A Oy"]),
        ("<div>Yksi<br><br>Kaksi</div>", ["p Yksi", "p Kaksi"]),
        ("<p>- nimi<br>- osoite</p>", ["i1 nimi", "i1 osoite"]),
        ("<ul><li>a<ul><li>b</ul><li><p>c</p><p>d</p></ul>", ["i1 a", "i2 b", "i1 c", "p d"]),
        ("<ol type=a><li>a<li value=3>c</ol>", ["i1 a) a", "i1 c) c"]),
        ("<ol><li>Nimi</ol><p>A</p><ol start=2><li>Oikeudet</ol>", ["h 1. Nimi", "p A", "h 2. Oikeudet"]),
        ("<ol><li><h2>Nimi</h2><p>A</p></li></ol>", ["h2 1. Nimi", "p A"]),
        ("<dl><dt>Nimi</dt><dd>A Oy</dd><dd>B Oy</dd><dt>Muu</dt><dd>x</dd></dl>", ["r Nimi | A Oy B Oy", "r Muu | x"]),
        ("<table><tr><th>Eväste<th>Kesto<tr><td>_ga<td>2 v</table>", ["r Eväste | Kesto", "r _ga | 2 v"]),
        ("<table><tr><td><h2>Nimi</h2><p>A</p></table>", ["h2 Nimi", "p A"]),
        ("<table><tr><td>Nimi<td><ul><li>a<li>b</ul></table>", ["r Nimi | - a - b"]),
        ("<h2>A</h2><details><summary>B</summary>b</details>", ["h2 A", "h3 B", "p b"]),
        ("<details><summary>C</summary><h4>D</h4></details><details><summary>E</details>", ["h1 C", "h4 D", "h1 E"]),
        ("<h3><button aria-controls=p>Nimi</button></h3><div id=p hidden>A Oy</div>", ["h3 Nimi", "p A Oy"]),
        ("<form id=aspnetForm><h1>Seloste</h1><p>A</p></form>", ["h1 Seloste", "p A"]),
        ("<pre>1. Nimi\nA Oy</pre>", ["h 1. Nimi", "p A Oy"]),
        ("<div class='sidebar-layout'><p>Ainoa teksti</p></div>", ["p Ainoa teksti"]),
        ("<p>a &lt;b&gt; &amp; c</p>", ["p a <b> & c"]),
    ],
)
def test_elements_become_what_a_reader_sees(body: str, blocks: list[str]) -> None:
    assert read(body) == blocks


@pytest.mark.parametrize(
    "declared", ['<meta charset="iso-8859-1">', '<meta http-equiv=x content="text/html; charset=windows-1252">', ""]
)
def test_an_old_page_is_read_in_its_encoding(declared: str) -> None:
    data = f"<html><head>{declared}</head><body><p>Käsittely – §".encode("cp1252")
    assert [show_block(block) for block in read_html_document(data).blocks] == ["p Käsittely – §"]


def test_a_page_by_any_name_is_a_page() -> None:
    assert [show_block(block) for block in read_document(b"<!DOCTYPE html><p>a", "a.txt").blocks] == ["p a"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"<div>" * 5_000 + b"x", "too-deep"), (b"<p>x" * 250_000, "too-costly"), (b"<script>x</script>", "empty")],
)
def test_a_hostile_page_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_html_document(data)
    assert caught.value.reason == reason


def test_a_page_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "SECONDS", 0.01)
    with pytest.raises(DocumentError) as caught:
        read_document(b"<p>Tietoja" * 9_000, "a.html")
    assert caught.value.reason == "too-slow"
