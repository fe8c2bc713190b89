"""A published page costs little, whatever is in it: it is read, or refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from seloste.policy.prose.likeness import Stream
from seloste.policy.prose.page import PageLimits, PageTooLargeError, read_page
from tests.support import ROOT
from tests.support.cpu import cpu_limit
from tests.support.hostile import assert_bounded, run_process

pytestmark = pytest.mark.timed

MEGABYTES = 9_900_000
#: What ten megabytes of are refused, and what is read though it is as large: nobody sees it.
REPEATED = {
    "passages.html": ("<p>Tiedot säilytetään 3 vuotta.</p>", 3),
    "sentences.txt": ("Me keräämme tietoja. ", 3),
    "lines.txt": ("x y z.\n\n", 3),
    "deep.html": ("<div>", 3),
    "closed.html": ("<p>x</p></div>", 3),
    "entities.html": ("&a", 3),
    "named.html": ("&amp;", 3),
    "attributes.html": ("<p a=b c='d' e>x", 3),
    "quotes.html": ('<p a="', 3),
    "signs.html": ("<", 3),
    "signs-and-text.html": ("< a", 3),
    "breaks.html": ("<br>x", 3),
    "links.md": ("[a](", 3),
    "addresses.html": ("a@b ", 3),
    "comments.html": ("<!--", 0),
    "declarations.html": ("<!x", 0),
    "script.html": ("<script></script", 3),
}
#: What comes close to the limits.
ALLOWED = {
    "spaces.txt": " " * 100_000 + "x\n",
    "dashes.txt": "- " * 50_000 + "x\n",
    "rules.txt": "=-_*|: " * 60_000 + "x\n",
    "words.txt": "".join(f"w{each} " for each in range(60_000)),
    "lists.txt": "a,b " * 120_000,
    "paragraphs.txt": "".join(f"x{each} Yhdysvallat {each}.\n\n" for each in range(9_900)),
    "attributes.html": "<p " + "a=b " * 190_000 + ">x",
    "deep.html": "<b>" * 190_000 + "x",
    "entities.html": "<p>" + "&a" * 240_000,
    "long-number.html": "<p title='&#x" + "1" * 900 + "'>x&#" + "1" * 5_000 + ";&#xf" + "f" * 5_000 + "</p>",
    "items.html": "".join(f"<li>ni{each}mi</li>" for each in range(9_000)),
    "one-word.txt": "a" * 490_000,
    "one-sentence.txt": "Tiedot säilytetään laissa säädetyn ajan ja rekisterin henkilötietoja käsitellään. " * 6_000,
}


def compare(folder: Path, name: str, text: str, code: int) -> None:
    (folder / name).write_text(text, "utf-8")
    assert_bounded(run_process("diff", str(ROOT / "policy.yaml"), name, folder=folder), code)


@pytest.mark.heavy
@pytest.mark.parametrize("name", REPEATED)
def test_ten_megabytes_are_read_or_refused(tmp_path: Path, name: str) -> None:
    repeated, code = REPEATED[name]
    compare(tmp_path, name, "<p>x</p>" * (not code) + repeated * (MEGABYTES // len(repeated.encode())), code)


@pytest.mark.heavy
@pytest.mark.parametrize("name", ALLOWED)
def test_a_page_within_the_limits_is_read(tmp_path: Path, name: str) -> None:
    compare(tmp_path, name, ALLOWED[name], 0)


def test_a_hundred_thousand_spaces_are_read(tmp_path: Path) -> None:
    compare(tmp_path, "spaces.txt", ALLOWED["spaces.txt"], 0)


def test_a_page_that_is_too_large_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<p>" + "Tietoja. " * 60_000, "utf-8")
    ended = run_process("diff", str(ROOT / "policy.yaml"), "page.html", folder=tmp_path)
    assert_bounded(ended, 3)
    assert "too much text; expected at most 500,000 characters" in ended.stderr


@pytest.mark.parametrize(
    ("text", "markup", "what"),
    [
        ("<p>" + "x" * 101, True, "page-text"),
        ("x" * 101, False, "page-text"),
        ("<b></b>" * 26, True, "page-parts"),
        ("<b a b c d>" * 11, True, "page-parts"),
        ("<" * 51, True, "page-parts"),
        ("\n" * 50, False, "page-parts"),
        ("<p>x" * 11, True, "page-passages"),
        ("x\n\n" * 11, False, "page-passages"),
    ],
)
def test_each_limit_of_a_page_holds(text: str, markup: bool, what: str) -> None:
    with pytest.raises(PageTooLargeError) as raised:
        read_page(text, markup=markup, limits=PageLimits(text=100, parts=50, passages=10))
    assert raised.value.what == what


@pytest.mark.parametrize("name", ["long-number.html", "entities.html", "deep.html"])
def test_the_largest_page_is_read_in_little_time(name: str) -> None:
    with cpu_limit(4):
        assert read_page(ALLOWED[name], markup=True).passages


def test_words_are_looked_for_in_little_time() -> None:
    stream = Stream("a" * 100_000 + " b")
    with cpu_limit(2):
        assert not any(stream.contains(["a" * each, "a"]) for each in range(1, 300))
        assert stream.contains(["b"])
