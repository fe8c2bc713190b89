"""Whatever a document looks like, each of its words is in a block, or in what was left out as the site around."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seloste.policy.prose.blocks import Document, DocumentError
from seloste.policy.prose.formats.html import read_html_document
from seloste.policy.prose.formats.markdown import read_markdown_document
from seloste.policy.prose.formats.text import read_text_document

WORDS = st.text("abcdefghäöåABCÄ", min_size=2, max_size=6)
MARKS = st.sampled_from(
    ["", "", "", "1. ", "2) ", "3.1 ", "a) ", "• ", "- ", "– ", "# ", "> ", "| ", "   ", "**", "\t"]
)
ENDS = st.sampled_from(["", "", ".", ":", ",", "  ", " |", "-", "**", "\\", "?"])
BREAKS = st.sampled_from(["\n", "\n", "\n\n", "\r\n", "\n----\n", "\n=====\n", "\n\n\f", " "])
LINES = st.tuples(MARKS, st.lists(WORDS, min_size=1, max_size=14).map(" ".join), ENDS, BREAKS).map("".join)
TEXTS = st.lists(LINES, min_size=1, max_size=12).map("".join)

TAGS = [
    "p",
    "div",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "td",
    "th",
    "h1",
    "h2",
    "h4",
    "b",
    "strong",
    "span",
    "a",
    "br",
    "dl",
    "dt",
    "dd",
    "details",
    "summary",
    "section",
    "nav",
    "footer",
    "form",
    "pre",
]
SHEETS = st.recursive(
    WORDS.map(lambda word: f" {word} "),
    lambda inner: st.tuples(st.sampled_from(TAGS), st.lists(inner, max_size=4), st.booleans()).map(
        lambda made: f"<{made[0]}>{''.join(made[1])}" + (f"</{made[0]}>" if made[2] else "")
    ),
    max_leaves=25,
)


def letters(text: str) -> Counter[str]:
    return Counter(character for character in text if character.isalpha())


def letters_of(document: Document) -> Counter[str]:
    blocks = (f"{block.number} {' '.join(block.cells) or block.text}" for block in document.blocks)
    return letters(" ".join([*blocks, *document.around]))


def check(read: Callable[[bytes], Document], content: str, words: str) -> None:
    try:
        found = letters_of(read(content.encode()))
    except DocumentError as error:
        found = Counter([error.reason] if error.reason != "empty" else [])
        words = ""
    assert found == letters(words)


@settings(deadline=None, max_examples=100)
@given(TEXTS)
def test_no_letter_of_a_text_is_lost(text: str) -> None:
    check(read_text_document, text, text)


@settings(deadline=None, max_examples=100)
@given(TEXTS)
def test_no_letter_of_markdown_is_lost(text: str) -> None:
    check(read_markdown_document, text, text)


@settings(deadline=None, max_examples=100)
@given(st.lists(SHEETS, min_size=1, max_size=5).map("".join))
def test_no_letter_of_a_page_is_lost(body: str) -> None:
    seen = "".join(part.partition(">")[2] if ">" in part else part for part in f">{body}".split("<"))
    check(read_html_document, f"<html><body>{body}", seen)


@pytest.mark.parametrize("read", [read_text_document, read_markdown_document, read_html_document])
@settings(deadline=None, max_examples=60)
@given(data=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_in_words(read: Callable[[bytes], Document], data: bytes) -> None:
    with suppress(DocumentError):
        assert read(data).blocks
