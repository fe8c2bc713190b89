"""JSON by msgspec and in pieces is, byte for byte, what the encoder of the standard library and patterns give."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from seloste.reports.rendering.escape import encode_json, json_text
from seloste.reports.rendering.json_stream import BATCH, stream_json

HOSTILE = '\u202e\u2066\u200b\u00ad\u0085\u2028\ufeff\ufffe\ud800\udfff\U000e0001\x00\x1b\x7f"\\/\n\t#[:<&\u00a0ä€😀'
TEXTS = st.text(st.characters() | st.characters(categories=["Cs", "Cc", "Cf"]) | st.sampled_from(HOSTILE), max_size=12)
LEAVES = TEXTS | st.sampled_from(["##vso[x]", "##[error]", "::error::"]) | st.integers() | st.booleans() | st.none()
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3), max_leaves=9
)


def expect(value: object, indent: int) -> str:
    """The value as the standard library encodes it, each character that is hidden as an escape sequence."""
    text = json.dumps(value, ensure_ascii=False, indent=indent or None)
    text = "".join(json.dumps(each)[1:-1] if is_hidden(each) else each for each in text)
    return re.sub(r"#(?=#\w*\[)", r"\\u0023", text) + "\n"


def is_hidden(character: str) -> bool:
    if character in "\n\t\u00ad\u200c\u200d":
        return False
    return character in "\ufffe\uffff" or unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}


@given(VALUES)
def test_the_encoder_gives_the_bytes_of_the_standard_library(value: object) -> None:
    assert json_text(value) == expect(value, 2)
    assert encode_json(value, 0) + "\n" == expect(value, 0)
    json.loads(json_text(value))


@settings(deadline=None)
@given(VALUES, st.sampled_from([0, 2]))
def test_pieces_joined_are_the_whole(value: Any, indent: int) -> None:
    def make(listed: Any) -> dict[str, Any]:
        inner = {"a": value, "in": listed([value, 1]), "none": listed([])}
        many = [value] * (BATCH + 1)
        return {"many": listed(many), "items": listed([value, inner, {}]), "empty": listed([]), "after": [value]}

    def generate(items: list[Any]) -> Iterator[Any]:
        yield from items

    assert "".join(stream_json(make(generate), indent)) == expect(make(list), indent)
    assert "".join(stream_json((each for each in [value]), indent)) == expect([value], indent)
    assert "".join(stream_json({"only": value}, indent)) == expect({"only": value}, indent)


def test_an_item_is_made_when_it_is_written() -> None:
    made = []

    def generate() -> Iterator[int]:
        for number in range(1_000):
            made.append(number)
            yield number

    pieces = stream_json({"items": generate()})
    while not made:
        next(pieces)
    next(pieces)
    assert len(made) <= 2 * BATCH


def test_text_of_a_kind_of_its_own_is_text() -> None:
    assert json_text([Markup("a < b")]) == '[\n  "a < b"\n]\n'
