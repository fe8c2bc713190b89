"""A published page: what a reader sees of it, whatever surrounds it, and in bounded time whatever it is."""

from __future__ import annotations

import time

import pytest

from seloste.checker.published.match import ExpectedSentence, PageSearch, SentenceStatus, match_page
from seloste.policy.prose.likeness import Stream, split_sentences, split_words
from seloste.policy.prose.page import Page, PageLimits, is_markup, read_page


def seen(html: str) -> list[str]:
    return [passage.text for passage in read_page(html, markup=True).passages]


def status(html: str, text: str, *, markup: bool = True) -> SentenceStatus:
    return PageSearch(read_page(html, markup=markup)).match_sentence(ExpectedSentence("x", text)).status


@pytest.mark.parametrize(
    ("html", "passages"),
    [
        ("<p>One<p>Two", ["One", "Two"]),
        ("<ul><li>One<li>Two</ul>After", ["One", "Two", "After"]),
        ("Ni<b>mi</b> ja osoite", ["Nimi ja osoite"]),
        ("A<br>B", ["A\nB"]),
        ("A&nbsp;&amp;&auml;&#228;", ["A &ää"]),
        ("<p>1 < 2 & 3 > 2</p>", ["1 < 2 & 3 > 2"]),
        ("<script>document.write('<p>no</p>')</script><p>yes</p>", ["yes"]),
        ("<SCRIPT>no</ScRiPt ><p>yes</p>", ["yes"]),
        ("<style>p{}</style><!-- no --><p>yes</p><!-- no", ["yes"]),
        ("<p hidden>no</p><p style='color: red; display : none'>no</p><p>yes</p>", ["yes"]),
        ("<div style='visibility:hidden'><p>no<b>no</div><p>yes</p>", ["yes"]),
        ("<template><p>no</p></template><noscript>no</noscript><p>yes</p>", ["yes"]),
        ("<p>yes <del>no</del><s>no</s></p>", ["yes"]),
        ("<dialog>no</dialog><dialog open>yes</dialog>", ["yes"]),
        ("<details><summary>More</summary><p>yes</p></details>", ["More", "yes"]),
        ("<p title='a > b' data-x=\"<p>\">yes</p>", ["yes"]),
        ("<head><title>no</title></head><body>yes", ["yes"]),
        ("</p></div></x>yes<", ["yes<"]),
        ('<p>yes</p><p title="never ends>no', ["yes"]),
        ("<table><tr><td>a<td>b<tr><td>c</table>", ["a", "b", "c"]),
        ("<svg><text>no</text></svg><p>yes", ["yes"]),
    ],
)
def test_what_a_reader_sees(html: str, passages: list[str]) -> None:
    assert seen(html) == passages


def test_the_site_around_the_text_is_told_apart() -> None:
    page = read_page(
        "<html lang='fi-FI'><header>Kauppa</header><nav><a>Etusivu</a></nav><main><h1>Seloste</h1><p>Teksti</p>"
        "<aside>Mainos</aside></main><footer>Oy</footer></html>",
        markup=True,
    )
    assert page.language == "fi"
    assert [passage.text for passage in page.body] == ["Seloste", "Teksti", "Mainos"]
    assert [passage.text for passage in page.passages if passage.around] == ["Kauppa", "Etusivu", "Oy"]


def test_a_page_without_a_main_part_is_all_that_is_not_around() -> None:
    page = read_page("<div role=navigation>Etusivu</div><p>Teksti</p>", markup=True)
    assert [passage.text for passage in page.body] == ["Teksti"]


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        ("One line\nof two\n\nNext", ["One line of two", "Next"]),
        ("Title\n=====\n\n- one\n- two\n  wrapped\n", ["Title", "one", "two wrapped"]),
        ("# Head\n\n**Bold** [link](#there) and \\[escaped\\]", ["Head", "Bold link and [escaped]"]),
        ("1. Ensimmäinen\r\n2. Toinen", ["Ensimmäinen", "Toinen"]),
        ("| quoted\n|\n| more", ["quoted", "more"]),
    ],
)
def test_plain_text_and_markdown(text: str, passages: list[str]) -> None:
    assert [passage.text for passage in read_page(text, markup=False).passages] == passages


def test_a_page_is_markup_by_its_ending_or_its_beginning() -> None:
    assert is_markup("x", ".HTML")
    assert is_markup("\n<!doctype html>", ".txt")
    assert not is_markup("Tietosuoja <b>", ".txt")


PROMISE = "Tietoja säilytetään 3 vuotta – ei kauemmin."


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Tietoja säilytetään 3 vuotta – ei kauemmin.</p>", SentenceStatus.WRITTEN),
        ("<p>Ensin tämä. Tietoja   säilytetään\n3&nbsp;vuotta – ei kauemmin. Sitten.</p>", SentenceStatus.WRITTEN),
        ("<p>TIETOJA SÄILYTETÄÄN 3 vuotta - ei kauemmin</p>", SentenceStatus.SIMILAR),
        ("<p>Tietoja säily&shy;tetään 3 vuotta – ei kauemmin.</p>", SentenceStatus.WRITTEN),
        ("<p>Tietoja säily-tetään 3 vuotta, ei kauemmin!</p>", SentenceStatus.SIMILAR),
        ("<p>Tietoja <b>säilytetään</b> <span>3</span> vuotta</p><p>ei kauemmin.</p>", SentenceStatus.SIMILAR),
        ("<p>Tietoja sa\u0308ilyteta\u0308a\u0308n 3 vuotta – ei kauemmin.</p>", SentenceStatus.WRITTEN),
        ("<p>Tietoja säilytetään 5 vuotta – ei kauemmin.</p>", SentenceStatus.CHANGED),
        ("<p>Tietoja säilytetään 3 vuotta.</p>", SentenceStatus.CHANGED),
        ("<p>Tietoja säilytetään 3,5 vuotta – ei kauemmin.</p>", SentenceStatus.CHANGED),
        ("<p hidden>Tietoja säilytetään 3 vuotta – ei kauemmin.</p>", SentenceStatus.MISSING),
        ("<p><del>Tietoja säilytetään 3 vuotta – ei kauemmin.</del></p>", SentenceStatus.MISSING),
        ("<p>Jotain aivan muuta.</p>", SentenceStatus.MISSING),
        ("<!-- Tietoja säilytetään 3 vuotta – ei kauemmin. -->", SentenceStatus.MISSING),
    ],
)
def test_how_a_sentence_stands(html: str, expected: SentenceStatus) -> None:
    assert status(html, PROMISE) is expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<ul><li>Nimi<li>Osoite</ul>", SentenceStatus.WRITTEN),
        ("<p>Tiedot: nimi, osoite ja puhelin</p>", SentenceStatus.SIMILAR),
        ("<h2>Rekisterin nimi</h2>", SentenceStatus.MISSING),
        ("<b>Nimi</b> henkilön oma", SentenceStatus.WRITTEN),
        ("<p>Nimike</p>", SentenceStatus.CHANGED),
    ],
)
def test_a_single_word_is_looked_for_as_an_item(html: str, expected: SentenceStatus) -> None:
    assert status(html, "Nimi") is expected


def test_the_changed_passage_is_shown() -> None:
    page = read_page("<p>Alku. Tietoja säilytetään 9 vuotta – ei kauemmin. Loppu.</p>", markup=True)
    found = PageSearch(page).match_sentence(ExpectedSentence("retention.x", PROMISE))
    assert found.passage == "Tietoja säilytetään 9 vuotta – ei kauemmin."


def test_what_the_page_adds() -> None:
    page = read_page(
        f"<main><p>{PROMISE}</p><p>Tietoja myydään Kiinaan.</p><p>Soita 09 555 tai info@x.fi.</p></main>"
        "<footer>Lisää tästä sivusta</footer>",
        markup=True,
    )
    found = match_page(PageSearch(page), [ExpectedSentence("x", PROMISE)], PROMISE, ["Kiina", "Kiinaan", "Suomi"])
    assert [(extra.text, extra.facts) for extra in found.unexpected] == [
        ("Tietoja myydään Kiinaan.", ("Kiinaan",)),
        ("Soita 09 555 tai info@x.fi.", ("info@x.fi", "09", "555")),
    ]


def test_a_list_in_another_order_adds_nothing() -> None:
    page = Page(None, read_page("<p>Osoite, puhelinnumero, nimi</p>", markup=True).passages)
    assert match_page(PageSearch(page), [], "Nimi. Osoite. Puhelinnumero.", []).unexpected == ()


def test_words_are_found_from_their_beginning_to_their_end() -> None:
    stream = Stream("Tietoja ei luovuteta. 1.5 kertaa")
    assert stream.contains(split_words("EI  luovuteta"))
    assert not stream.contains(split_words("luovutet"))
    assert not stream.contains(split_words("15 kertaa"))
    assert not stream.contains([])


def test_sentences_end_where_one_begins() -> None:
    assert list(split_sentences("Yksi. Kaksi!\nKolme (https://x.fi). Neljä 3.5 v.")) == [
        "Yksi.",
        "Kaksi!",
        "Kolme (https://x.fi).",
        "Neljä 3.5 v.",
    ]


HOSTILE = {
    "nested": "<div>",
    "no closing tags": "<p>hei maailma ja muut\n",
    "comments": "<!--",
    "brackets": "<",
    "half tags": "<a ",
    "half attributes": '<a x="',
    "other quotes": "<a b='",
    "script": "<script>teksti</scrip",
    "wrong ends": "<i></b>",
    "ends": "</a ",
    "equals": "<a = ",
    "entities": "&#x41;&",
    "one word": "x",
    "bars": "| ",
    "links": "[a](",
}


#: The reader by itself, whatever the page: how its time grows shows beyond the limits.
NO_LIMITS = PageLimits(text=10**9, parts=10**9, passages=10**9)


@pytest.mark.heavy
@pytest.mark.parametrize("markup", [True, False], ids=["html", "text"])
@pytest.mark.parametrize("kind", HOSTILE)
def test_time_grows_with_the_page_and_no_faster(kind: str, markup: bool) -> None:
    def took(size: int) -> float:
        text = HOSTILE[kind] * (size // len(HOSTILE[kind]))
        start = time.process_time()
        reader = PageSearch(read_page(text, markup=markup, limits=NO_LIMITS))
        match_page(
            reader,
            [ExpectedSentence("a", PROMISE), ExpectedSentence("b", "Nimi"), ExpectedSentence("c", "xx xx")],
            PROMISE,
            ["Suomi"],
        )
        return time.process_time() - start

    small, large = took(50_000), took(400_000)
    assert large < max(20 * small, 1.5)
