"""Escaping for build servers and code hosts: one function a sink, and each leaves the words as they are read."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seloste.reports.rendering import escape


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("::error::x", "[U+003A]:error::x"),
        ("a\n \t::error::x", "a\n \t[U+003A]:error::x"),
        ("\x1b[1m::error::x", "\x1b[1m[U+003A]:error::x"),
        ("a ##[error]x", "a [U+0023]#[error]x"),
        ("##vso[task.complete]", "[U+0023]#vso[task.complete]"),
        ("###[x]", "#[U+0023]#[x]"),
        ("a::b  ## c :d [e]", "a::b  ## c :d [e]"),
    ],
)
def test_a_line_of_a_log_is_no_command(text: str, shown: str) -> None:
    assert escape.console(text) == shown


@pytest.mark.parametrize(
    ("text", "data", "one"),
    [
        ("50% a:b,c", "50%25 a:b,c", "50%25 a%3Ab%2Cc"),
        ("a\r\nb\rc\nd", "a%0Ab%0Ac%0Ad", "a b c d"),
        ("%0A%3A", "%250A%253A", "%250A%253A"),
        ("\u202ea", "[U+202E]a", "[U+202E]a"),
    ],
)
def test_workflow_commands(text: str, data: str, one: str) -> None:
    assert escape.workflow_data(text) == data
    assert escape.workflow_property(text) == one


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("@a", "@<!-- -->a"),
        ("a@b.fi", "a@<!-- -->b.fi"),
        ("#12", "\\#<!-- -->12"),
        ("!12", "!<!-- -->12"),
        ("GH-12", "GH-<!-- -->12"),
        ("https://a", "https:<!-- -->//a"),
        ("WWW.a", "WWW<!-- -->.a"),
        ("Art. 13, 7 @ 8", "Art. 13, 7 @ 8"),
        ("<b>", "\\<b\\>"),
    ],
)
def test_a_comment_reaches_nobody(text: str, shown: str) -> None:
    assert escape.comment(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[a](b)", "\\[a\\](b)"),
        ("\\[a](1)", "\\\\\\[a\\](1)"),
        ("a [b] c\\d", "a [b] c\\d"),
        ("{0} {a} {10}", "{{0}} {a} {{10}}"),
    ],
)
def test_a_message_of_sarif_has_no_links_and_no_holes(text: str, shown: str) -> None:
    assert escape.sarif(text) == shown


@pytest.mark.parametrize(
    ("path", "uri"),
    [("a b/ä", "a%20b/%C3%A4"), ("50%.y", "50%25.y"), ("a:b?#", "a%3Ab%3F%23"), ("../x\udcff", "../x%FF")],
)
def test_a_path_as_an_address(path: str, uri: str) -> None:
    assert escape.uri(path) == uri


@given(st.text(st.characters(), max_size=40))
def test_json_keeps_the_value_and_hides_nothing(text: str) -> None:
    written = escape.json_text({text: [text, f"##[{text}"]})
    assert json.loads(written) == {text: [text, f"##[{text}"]}
    assert "##[" not in written
    assert escape.visible(written) == written


@given(st.text(st.characters(), max_size=40))
def test_what_is_visible_stays_so(text: str) -> None:
    assert escape.visible(escape.visible(text)) == escape.visible(text)
    assert not set(escape.visible(text)) & set("\x1b\x9b\u202e\u2066\x00\ufffe\r\x7f\x85\u2028")


@pytest.mark.parametrize(
    ("path", "uri"), [("a b/ä%.yaml", "a%20b/%C3%A4%25.yaml"), ("\udcff", "%FF"), ("\ud800", "%ED%A0%80")]
)
def test_any_path_has_a_uri(path: str, uri: str) -> None:
    assert escape.uri(path) == uri
