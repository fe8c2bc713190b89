"""Escaping: whatever others write stays literal text in every sink."""

from __future__ import annotations

import json
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seloste.reports.rendering import escape


@pytest.mark.parametrize("mark", list("\\`*_[]<>|~#&$"))
def test_markdown_escapes_what_begins_markup(mark: str) -> None:
    assert escape.markdown(f"a{mark}b") == f"a\\{mark}b"


@pytest.mark.parametrize(
    ("line", "escaped"),
    [
        ("- item", "\\- item"),
        ("+ item", "\\+ item"),
        ("1. item", "1\\. item"),
        ("12) item", "12\\) item"),
        ("---", "\\---"),
        ("- - -", "\\- - -"),
        ("===", "\\==="),
        ("1.", "1\\."),
        ("    code", "code"),
        ("two\n\nparagraphs", "two paragraphs"),
        ("15.7.2020", "15.7.2020"),
        ("+358 20", "+358 20"),
        ("-40 °C", "-40 °C"),
    ],
)
def test_markdown_escapes_what_begins_a_block(line: str, escaped: str) -> None:
    assert escape.markdown(line) == escaped


@given(st.text(st.sampled_from("aÄ1 09.,:;()/%'\"=+@!?–-…#*_\u00a0\u00ad\u202e\n\tɏ\u0250٣"), max_size=12))
def test_markdown_without_markup_is_escaped_as_any_other(line: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        quickly = escape.markdown(line)
        patch.setattr(escape, "_MARKDOWN_PLAIN", re.compile(r"(?!)"))
        assert escape.markdown(line) == quickly


@pytest.mark.parametrize("sink", [escape.html, escape.markdown, escape.text, escape.code_span])
@pytest.mark.parametrize(
    "character", ["\u202e", "\u2066", "\u200b", "\x00", "\x1b", "\x9b", "\ufeff", "\u2028", "\ud800"]
)
def test_hidden_characters_become_visible(sink: escape.Escape, character: str) -> None:
    escaped = str(sink(f"a{character}b"))
    assert character not in escaped
    assert f"U+{ord(character):04X}" in escaped


def test_the_no_break_space_and_the_soft_hyphen_are_ordinary() -> None:
    assert escape.visible("a\u00a0b\u00adc") == "a\u00a0b\u00adc"


@pytest.mark.parametrize(
    ("code", "span"),
    [("a", "`a`"), ("a`b", "``a`b``"), ("`", "`` ` ``"), ("a|b", "`a¦b`"), ("", "`  `"), ("<b>", "`<b>`")],
)
def test_a_code_span_holds_its_code(code: str, span: str) -> None:
    assert escape.code_span(code) == span


@pytest.mark.parametrize(
    ("detail", "address"),
    [
        ("a@b.fi", "mailto:a@b.fi"),
        ("https://a.fi/x?y=1", "https://a.fi/x?y=1"),
        ("[email\u00a0protected]", None),
        ("javascript:alert(1)", None),
        ('https://a.fi/" onclick="x', None),
        ("a@b.fi?bcc=x@y.fi", None),
        ("+358 20 123", None),
    ],
)
def test_only_an_e_mail_or_a_web_address_leads_anywhere(detail: str, address: str | None) -> None:
    assert escape.find_link_target(detail) == address


@pytest.mark.parametrize("text", ["a: b", "```\nx", "a ```` b", "`", "", "a\r\nb"])
def test_a_block_of_code_is_fenced_by_more_than_it_holds(text: str) -> None:
    first, *lines, last = escape.code_block(text, "yaml").split("\n")
    assert first == f"{last}yaml"
    assert last == "`" * max(len(last), 3)
    assert not [line for line in lines if last in line]
    assert "\n".join(lines) == text.replace("\r\n", "\n")


def test_a_block_of_code_hides_no_character() -> None:
    assert "[U+202E]" in escape.code_block("a\u202eb")


@pytest.mark.parametrize(
    "text", ["</script><script>", "<!-- & -->", "\u2028 \u202e \x00 \ud800 \ufffe", 'ä \U0001f600 "', "\U000e0001"]
)
def test_data_within_a_page_is_the_same_data_and_cannot_end_it(text: str) -> None:
    escaped = str(escape.data({"a": text}))
    assert not set("<>&\u2028\u202e\x00\ud800\ufffe\U000e0001") & set(escaped)
    assert json.loads(escaped) == {"a": text}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see https://a.fi/x.", 'see <a href="https://a.fi/x">https://a.fi/x</a>.'),
        ("(https://a.fi)", '(<a href="https://a.fi">https://a.fi</a>)'),
        ("a@b.fi, c@d.fi", '<a href="mailto:a@b.fi">a@b.fi</a>, <a href="mailto:c@d.fi">c@d.fi</a>'),
        ("https://a.fi/?b=1&c=2", '<a href="https://a.fi/?b=1&amp;c=2">https://a.fi/?b=1&amp;c=2</a>'),
        ("a@b", "a@b"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("<a@b.fi>", '&lt;<a href="mailto:a@b.fi">a@b.fi</a>&gt;'),
        ('https://a.fi/"onclick="x', '<a href="https://a.fi/">https://a.fi/</a>&#34;onclick=&#34;x'),
        ("\u202ehttps://a.fi", '[U+202E]<a href="https://a.fi">https://a.fi</a>'),
        ("[email\u00a0protected]", "[email\u00a0protected]"),
    ],
)
def test_addresses_in_running_text_become_links_and_nothing_else_does(text: str, expected: str) -> None:
    assert escape.link_addresses(text) == expected


def test_finding_addresses_takes_no_longer_for_long_words() -> None:
    for text in ("a" * 200_000, "a@" * 100_000, "a." * 100_000, "https://" * 25_000, "a@" + "b." * 100_000):
        start = time.process_time()
        escape.link_addresses(text)
        assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("id", "expected"), [("purposes.a-b", "purposes.a-b"), ('a b"<_', "a%20b%22%3C_"), ("ä", "%C3%A4")]
)
def test_an_anchor_is_an_address(id: str, expected: str) -> None:
    assert escape.fragment(id) == expected


def test_a_stylesheet_cannot_end_its_element() -> None:
    assert "</" not in escape.stylesheet("</style></STYLE></ style>")
