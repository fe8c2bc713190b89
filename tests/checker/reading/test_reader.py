"""The reader: the values of YAML 1.2, held against ruamel.yaml, and the place of every one of them."""

from __future__ import annotations

import io
import json
import math
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from seloste.checker.position import Location, Mark, MarkedList, MarkedMapping, mark_of
from seloste.checker.reading.problem import Reading
from seloste.checker.reading.reader import read_yaml

quick = settings(max_examples=80, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])

#: Words that mean something in YAML 1.1 or 1.2, or that begin with what might.
WORDS = st.sampled_from(
    [
        *(
            "NO",
            "yes",
            "on",
            "y",
            "12:30",
            "1_000",
            "0o7",
            "0x1F",
            "012",
            ".5",
            "1e3",
            "~",
            "null",
            "true",
            "2024-03-01",
        ),
        *("-", "- a", "#", "a #b", "a: b", "&a", "*a", "!a", "|", ">", "%a", "@a", "`a`", "'", '"', "\\", "<<", "="),
    ]
)
#: libyaml refuses some plain words with `:` and `?` within brackets, which YAML 1.2 allows and ruamel writes.
TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Co", "Cn"], exclude_characters=":?"), max_size=12
).map(lambda text: unicodedata.normalize("NFC", text))
LINES = st.text(st.sampled_from("aä :#-'\"\n"), max_size=12).filter(lambda text: text[:1] != ":")
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), WORDS, TEXT, LINES, st.just("😀 \u2028 \x85")
)
KEYS = st.one_of(WORDS, TEXT.map(lambda text: text.replace(" ", "_")).filter(bool), st.sampled_from("abcdef"))
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=15
)
DOCUMENTS = st.dictionaries(KEYS, VALUES, min_size=1, max_size=4)


def ruamel(flow: bool | None = False) -> YAML:
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = flow
    yaml.allow_unicode = True
    return yaml


def dumped(value: Any, flow: bool | None, width: int = 80) -> str:
    yaml, stream = ruamel(flow), io.StringIO()
    yaml.width = width
    yaml.dump(value, stream)
    return stream.getvalue()


def one(text: str | bytes) -> Any:
    """The value of the one document of a text that has nothing wrong."""
    reading = read_yaml(text.encode() if isinstance(text, str) else text)
    assert reading.problems == []
    [value] = reading.documents
    return value


def plain(value: Any) -> Any:
    """A value in a form in which only equal values are equal: 1 is not true, nor 1.0."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return (type(value).__name__, repr(value))


def at(text: str, mark: Mark) -> str:
    """The text that a mark spans."""
    lines = text.splitlines(keepends=True) if text.isascii() else text.split("\n")
    lines = [line.rstrip("\n") for line in lines] + [""]
    line, column, end_line, end_column = mark
    if line == end_line:
        return lines[line - 1][column - 1 : end_column - 1]
    spanned = [lines[line - 1][column - 1 :], *lines[line : end_line - 1], lines[end_line - 1][: end_column - 1]]
    return "\n".join(spanned)


def marked(value: Any) -> Iterator[tuple[Any, Mark]]:
    """Every key and scalar with its mark."""
    if isinstance(value, MarkedMapping):
        assert value.keys() == value.marks.keys()
        for key, item in value.items():
            yield key, value.marks[key][0]
            yield from (
                [(item, value.marks[key][1])] if not isinstance(item, MarkedMapping | MarkedList) else marked(item)
            )
    elif isinstance(value, MarkedList):
        assert len(value) == len(value.marks)
        for item, mark in zip(value, value.marks, strict=True):
            yield from [(item, mark)] if not isinstance(item, MarkedMapping | MarkedList) else marked(item)


def token(text: str, flow: bool) -> Any:
    """What a token says when it stands alone."""
    return ruamel().load(f"[{text}\n]" if flow else text) if text else None


@quick
@given(DOCUMENTS, st.sampled_from([True, False, None]), st.sampled_from([20, 80, 1000]))
def test_the_values_are_those_of_ruamel(value: Any, flow: bool | None, width: int) -> None:
    text = dumped(value, flow, width)
    assert plain(one(text)) == plain(ruamel().load(text)) == plain(value)


@quick
@given(DOCUMENTS, st.sampled_from([True, False, None]))
def test_at_the_mark_of_a_scalar_stands_its_token(value: Any, flow: bool | None) -> None:
    text = dumped(value, flow, 1000)
    for item, mark in marked(one(text)):
        spanned = at(text, mark)
        if mark[0] == mark[2]:
            assert plain(token(spanned, flow=False)) == plain(item), (spanned, item)
        else:
            assert spanned[0] in "'\"|>" or spanned.split()[0] in str(item)


@quick
@given(st.lists(VALUES, min_size=1, max_size=3), st.booleans())
def test_aliases_stand_for_what_they_name(values: list[Any], flow: bool) -> None:
    text = dumped({"first": values, "again": values, "deeper": {"inner": [values, values]}}, flow)
    assert plain(one(text)) == plain(ruamel().load(text))
    assert "*" in text


MERGES = st.lists(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 9), max_size=4), min_size=1, max_size=4)


@quick
@given(MERGES, st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 9), max_size=3), st.booleans())
def test_merge_keys_add_what_is_not_there(bases: list[dict[str, int]], own: dict[str, int], first: bool) -> None:
    lines = [f"base{number}: &b{number} {json.dumps(base)}" for number, base in enumerate(bases)]
    merged = "*b0" if len(bases) == 1 else "[" + ", ".join(f"*b{number}" for number in range(len(bases))) + "]"
    entries = [f"  {key}: {item}" for key, item in own.items()]
    entries.insert(0 if first else len(entries), f"  <<: {merged}")
    text = "\n".join([*lines, "result:", *entries, ""])
    assert one(text)["result"] == ruamel().load(text)["result"]


def test_merged_keys_come_in_the_order_of_their_base_and_keep_their_places() -> None:
    value = one("base: &b {z: 1, y: 2, x: 3, w: 4}\nresult: {y: 5, <<: *b}\n")["result"]
    assert list(value) == ["y", "z", "x", "w"]
    assert value.marks["z"] == ((1, 11, 1, 12), (1, 14, 1, 15))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"), ("no", "no"), ("yes", "yes"), ("on", "on"), ("off", "off"), ("y", "y"), ("12:30", "12:30"),
        ("1:30:00", "1:30:00"), ("1_000", "1_000"), ("0b1", "0b1"), ("2024-03-01", "2024-03-01"), ("0o8", "0o8"),
        ("2024-03-01T12:00Z", "2024-03-01T12:00Z"), ("1e", "1e"), ("+", "+"), (".", "."), ("1.2.3", "1.2.3"),
        ("0o7", 7), ("0x1F", 31), ("0x1f", 31), ("012", 12), ("+12", 12), ("-12", -12), ("0", 0), ("-0x1F", "-0x1F"),
        (".5", 0.5), ("5.", 5.0), ("1e3", 1000.0), ("1E-3", 0.001), ("+.5", 0.5), ("-.inf", -math.inf),
        (".Inf", math.inf), ("~", None), ("null", None), ("Null", None), ("NULL", None), ("", None), ("nULL", "nULL"),
        ("none", "none"), ("true", True), ("False", False), ("TRUE", True), ("tRUE", "tRUE"), ("٣", "٣"), ("=", "="),
        ('"null"', "null"), ("'12'", "12"), ('""', ""), ('"a\\tb\\u00e4\\x41\\\\"', "a\tbäA\\"), ("'it''s'", "it's"),
        ('"a\\\n    b"', "ab"), ("a\n   b", "a b"), ("|\n  a\n  b\n", "a\nb\n"), (">-\n  a\n  b\n", "a b"),
        ("!!str 12", "12"), ("! 12", "12"), ("!!int 12", 12), ("!!float 1", 1.0), ("!!null x", None),
        ("!!bool true", True),
    ],
)  # fmt: skip
def test_scalars_are_those_of_yaml_1_2(text: str, value: Any) -> None:
    found = one(f"key: {text}")["key"]
    assert plain(found) == plain(value)


def test_not_a_number_is_none() -> None:
    assert math.isnan(one("a: .nan")["a"])


@pytest.mark.parametrize(
    "text", ["!!int 1_0", '!!int " 12 "', "!!int ٣", "!!float infinity", "!!bool yes", "!!binary aa"]
)
def test_a_tag_that_does_not_fit_its_value_is_a_problem(text: str) -> None:
    [problem] = read_yaml(f"key: {text}".encode()).problems
    assert (problem.rule, problem.variant) == ("syntax", "tag")
    assert problem.arguments["tag"].startswith("!!")
    assert problem.mark == (1, 7 + text.index(" "), 1, 6 + len(text))


@pytest.mark.parametrize(
    "text", ["!foo bar", "!foo {a: 1}", "!!map [a]", "!!seq {a: 1}", "!!python/object:os.system x"]
)
def test_a_tag_of_another_language_builds_nothing(text: str) -> None:
    [problem] = read_yaml(f"key: {text}".encode()).problems
    assert (problem.rule, problem.variant) == ("syntax", "tag")


def test_anchors_and_tags_are_no_part_of_a_mark() -> None:
    value = one("a: &x !!str  12\nb: *x\n&k c: *k\n*k : d\n".replace("*k : d\n", ""))
    assert value == {"a": "12", "b": "12", "c": "c"}
    assert value.marks["a"][1] == (1, 14, 1, 16)
    assert value.marks["b"][1] == (2, 4, 2, 6)
    assert value.marks["c"][0] == (3, 4, 3, 5)


def test_an_alias_of_text_may_be_a_key() -> None:
    assert one("a: &x name\nb: {*x : 1}") == {"a": "name", "b": {"name": 1}}


@pytest.mark.parametrize(
    ("text", "key", "first", "second"),
    [
        ("a: 1\nb: 2\na: 3\n", "a", (1, 1), (3, 1)),
        ("x:\n  a: 1\n  a: 2\n", "a", (2, 3), (3, 3)),
        ("{x: {a: 1, b: [{c: 1, 'c': 2}]}}", "c", (1, 17), (1, 23)),
        ('{"a": 1, "a": 1}', "a", (1, 2), (1, 10)),
        ("a: 1\n'a': 1\n", "a", (1, 1), (2, 1)),
        ("1: 1\n1: 2\n", "1", (1, 1), (2, 1)),
        ("b: &b {x: 1}\na: {<<: *b, <<: *b}", "<<", (2, 5), (2, 13)),
    ],
)
def test_a_key_given_twice_is_told_of_with_both_places(
    text: str, key: str, first: tuple[int, int], second: tuple[int, int]
) -> None:
    [problem] = read_yaml(text.encode()).problems
    assert (problem.rule, problem.arguments) == ("duplicate-key", {"key": key})
    assert problem.mark is not None
    assert problem.related is not None
    assert (problem.mark[:2], problem.related[:2]) == (second, first)


def test_of_two_the_first_holds() -> None:
    assert read_yaml(b"a: 1\na: 2\n").documents == [{"a": 1}]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("? [a]\n: b", "key"),
        ("{a: b}: c", "key"),
        ("a: *b", "alias"),
        ("a: &b [*b]", "alias"),
        ("*b : 1", "alias"),
        ("<<: 1", "merge"),
        ("<<: [1]", "merge"),
        ("b: &b 1\na: {<<: *b}", "merge"),
    ],
)
def test_what_yaml_allows_and_no_format_has_is_told_of(text: str, problem: str) -> None:
    [found] = read_yaml(text.encode()).problems
    assert (found.rule, found.variant) == ("syntax", problem)
    assert found.mark is not None


def test_documents_come_one_by_one_and_anchors_end_with_them() -> None:
    reading = read_yaml(b"a: &x 1\n---\nb: 2\n---\n---\n# nothing\n...\n---\nc: *x\n")
    assert reading.documents == [{"a": 1}, {"b": 2}, {"c": None}]
    assert [(problem.variant, problem.mark) for problem in reading.problems] == [("alias", (9, 4, 9, 6))]


@pytest.mark.parametrize(
    "text", ["", "\n", "# only a comment", "---\n", "---\n---\n", "~", "\ufeff", "%YAML 1.2\n---\n"]
)
def test_a_file_without_content_has_no_documents(text: str) -> None:
    assert read_yaml(text.encode()) == Reading(text.removeprefix("\ufeff"), [], [])


# --- Unicode


def test_values_and_keys_are_nfc_and_marks_are_those_of_the_text() -> None:
    text = "a\u0308: e\u0301 \u0041\u030a\nb: ['o\u0308']\n"
    value = one(text)
    assert value == {"\xe4": "\xe9 \xc5", "b": ["\xf6"]}
    assert [at(text, mark) for _, mark in marked(value)] == [
        "a\u0308", "e\u0301 \u0041\u030a", "b", "'o\u0308'"
    ]  # fmt: skip


def test_a_key_in_two_forms_is_one_key() -> None:
    reading = read_yaml("a\u0308: 1\n\xe4: 2\n".encode())
    assert [problem.rule for problem in reading.problems] == ["duplicate-key"]


# --- JSON


@quick
@given(DOCUMENTS, st.sampled_from([None, 2, "\t"]), st.booleans())
def test_json_is_read_as_json(value: Any, indent: Any, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    expected = json.loads(text.replace("Infinity", "1e999"))
    if "Infinity" not in text:
        assert one(text) == expected


def test_json_escapes_and_surrogates_keep_every_column() -> None:
    text = r'{"a\/b": "\u00e4\ud83d\ude00\n\"", "b": ["\uD83D\uDE00", "x"], "c": "😀", "d": 1}'
    value = one(text)
    assert value == json.loads(text)
    assert [at(text, mark) for _, mark in marked(value)] == [
        r'"a\/b"', r'"\u00e4\ud83d\ude00\n\""', '"b"', r'"\uD83D\uDE00"', '"x"', '"c"', '"😀"', '"d"', "1"
    ]  # fmt: skip


def test_outside_double_quotes_an_escape_is_what_is_written() -> None:
    value = one("a: \\ud83d\\ude00\nb: '\\uD83D\\ude00'\n\\ud83d\\ude00: \"\\ud83d\\ude00\"\n")
    assert value == {"a": r"\ud83d\ude00", "b": r"\uD83D\ude00", r"\ud83d\ude00": "😀"}


def test_many_different_surrogate_pairs_are_told_apart() -> None:
    text = json.dumps([chr(0x10000 + number * 7) for number in range(20_000)])
    assert one(text) == json.loads(text)


def test_half_a_surrogate_pair_is_a_problem() -> None:
    [problem] = read_yaml(rb'{"a": "\ud83d"}').problems
    assert (problem.variant, problem.mark) == ("escape", (1, 10, 1, 11))


# --- bytes and line breaks


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_break_counts_as_one(ending: str) -> None:
    value = one(ending.join(["# c", "a:", "  b: x", "", "  c: 'y", "    z'", ""]))
    assert value == {"a": {"b": "x", "c": "y z"}}
    assert value["a"].marks == {"b": ((3, 3, 3, 4), (3, 6, 3, 7)), "c": ((5, 3, 5, 4), (5, 6, 6, 7))}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_encoding_changes_neither_values_nor_places(encoding: str) -> None:
    value = one("ä: 'ö😀'\nb: [1]\n".encode(encoding))
    assert value == {"ä": "ö😀", "b": [1]}
    assert value.marks["ä"] == ((1, 1, 1, 2), (1, 4, 1, 8))


@pytest.mark.parametrize("character", ["\x85", "\u2028", "\u2029"])
def test_line_breaks_of_yaml_1_1_are_ordinary_characters(character: str) -> None:
    text = f"a: x{character}y\nb: '{character}' # {character}\nc{character}: [1, '{character}{character}', 2]\n"
    value = one(text)
    assert value == {"a": f"x{character}y", "b": character, f"c{character}": [1, character * 2, 2]}
    assert [mark[:2] for _, mark in marked(value)] == [(1, 1), (1, 4), (2, 1), (2, 4), (3, 1), (3, 6), (3, 9), (3, 15)]


def test_private_characters_are_nobody_elses() -> None:
    text = "a: '\ue000\u2028\ue001'\nb: \"\\ud83d\\ude00\ue002\"\n"
    assert one(text) == {"a": "\ue000\u2028\ue001", "b": "😀\ue002"}
    every = "".join(map(chr, [*range(0xE000, 0xF900), *range(0xF0000, 0xF1000)]))
    assert read_yaml(f"a: '{every}'\nb: \"\\ud83d\\ude00\u2028\"\n".encode()).text.startswith("a: '\ue000")


@pytest.mark.parametrize(
    ("data", "mark"),
    [
        (b"a: b\nc: \x8f\n", (2, 4)),
        (b"\xef\xbb\xbfa: b\nc: \x8a\n", (2, 4)),
        ("ä: ".encode() + b"\xf0\x9f", (1, 4)),
        ("a: b\nc".encode("utf-16") + b"\x00", (2, 2)),
        (b"\x89PN\r\n", (1, 1)),
    ],
)
def test_what_is_no_text_is_told_of_with_the_place(data: bytes, mark: tuple[int, int]) -> None:
    reading = read_yaml(data)
    assert reading.documents == []
    [problem] = reading.problems
    assert (problem.rule, problem.variant, problem.arguments) == ("unreadable", "not-text", {"line": mark[0]})
    assert problem.mark is not None
    assert problem.mark[:2] == mark


@pytest.mark.parametrize("code", [0, 1, 7, 8, 0x0B, 0x0C, 0x1B, 0x7F, 0x80, 0x9F, 0xFFFE, 0xFFFF])
def test_every_control_character_is_told_of(code: int) -> None:
    reading = read_yaml(f"a: 'ä{chr(code)}'\r\nb: {chr(code)}".encode())
    assert reading.documents == []
    assert [problem.mark for problem in reading.problems] == [(1, 6, 1, 7), (2, 4, 2, 5)]
    assert {problem.arguments["character"] for problem in reading.problems} == {f"U+{code:04X}"}


# --- what a finding points at


NESTED = one("a:\n  b: {c: [1, two]}\n  d:\n    - x: 1\n    - y\n  e:\nf: |\n  text\n")


@pytest.mark.parametrize(
    ("steps", "key", "place"),
    [
        ((), False, (1, 1)),
        (("a",), False, (1, 1)),
        (("a", "b"), False, (2, 6)),
        (("a", "b"), True, (2, 3)),
        (("a", "b", "c"), False, (2, 10)),
        (("a", "b", "c", 1), False, (2, 14)),
        (("a", "b", "c", "two"), False, (2, 14)),
        (("a", "b", "c", 9), False, (2, 7)),
        (("a", "d"), False, (3, 3)),
        (("a", "d", 0), False, (4, 7)),
        (("a", "d", 0, "x"), False, (4, 10)),
        (("a", "d", 1), False, (5, 7)),
        (("a", "e"), False, (6, 5)),
        (("a", "nothing"), False, (1, 1)),
        (("f",), False, (7, 4)),
    ],
)
def test_steps_lead_to_a_place(steps: tuple[str | int, ...], key: bool, place: tuple[int, int]) -> None:
    mark = mark_of(NESTED, steps, key=key)
    assert mark is not None
    assert mark[:2] == place


def test_a_value_without_marks_has_no_place() -> None:
    assert mark_of("text", ("a",)) is None
    assert Location.of("x.yaml", None) == Location("x.yaml")
