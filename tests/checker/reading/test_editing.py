"""Adding to a file that somebody wrote: every other byte stays, and what it said it still says."""

from __future__ import annotations

import json
import unicodedata
from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from seloste.checker.reading.editing import CannotAddError, Item, append_item, has_only_comments
from seloste.checker.reading.reader import read_yaml
from tests.support.each import each

ITEM: Item = {"rule": "notice/undated", "reason": "Later: #1 'x'", "until": date(2026, 12, 31)}
BLOCK = "rule: notice/undated\n{0}reason: \"Later: #1 'x'\"\n{0}until: 2026-12-31\n"
FLOW = "{rule: notice/undated, reason: \"Later: #1 'x'\", until: 2026-12-31}"
IN_ITEM = BLOCK.format("    ")


def read_waivers(text: str | bytes) -> list[object]:
    reading = read_yaml(text if isinstance(text, bytes) else text.encode())
    assert not reading.problems
    return list(reading.documents[0]["waivers"])


#: What there is, with ‹ where the new item must stand and nothing else may change, and the item.
CASES = {
    "absent": ("‹", f"version: 1\nwaivers:\n  - {IN_ITEM}"),
    "comments only": ("# one\n\n# two\n‹", f"version: 1\nwaivers:\n  - {IN_ITEM}"),
    "comments without a last line end": ("# one‹", f"\nversion: 1\nwaivers:\n  - {IN_ITEM}"),
    "empty list": ("version: 1\nwaivers: [‹]\n", FLOW),
    "empty list with a comment": ("waivers: [ # none\n‹] # yet\n", FLOW),
    "flow in one line": ("waivers: [{rule: 'a' }‹ ] # x\n", f", {FLOW}"),
    "flow with a comma": ("waivers: [ { rule: a },‹]\n", None),
    "flow, mapping and all": ("{waivers: [{rule: a}‹], 'version': 1}\n", f", {FLOW}"),
    "block": ("waivers:\n  - rule: a\n    reason:   'b'   # c\n‹", f"  - {IN_ITEM}"),
    "block before other keys": ('waivers:\n- rule: "a"\n‹\n# what\nversion: 1\n', "- " + BLOCK.format("  ")),
    "block with a comment of its own": ("waivers:\n- rule: a\n    # of a\n‹# of all\n", "- " + BLOCK.format("  ")),
    "block of flow": ("waivers:\n  - {rule: a,\n     reason: b} # c\n‹  # end\n", None),
    "wide": ("waivers:\n    -   rule: a\n‹", "    -   " + BLOCK.format("        ")),
    "blank lines between": ("waivers:\n\n  # a\n  - rule: a\n‹", f"\n  - {IN_ITEM}"),
    "dash alone": ("waivers:\n  -\n    rule: a\n‹", f"  - {IN_ITEM}"),
    "no last line end": ("waivers:\n  - rule: a‹", f"\n  - {IN_ITEM}"),
    "document markers": ("%YAML 1.2\n---\nwaivers:\n- rule: a\n‹...\n", "- " + BLOCK.format("  ")),
    "anchors": ("waivers: &all\n  - &a {rule: a}\n  - *a\n‹", f"  - {IN_ITEM}"),
    "merge keys": ("waivers:\n  - &a {rule: a}\n  - <<: *a\n    until: 2026-01-01\n‹", f"  - {IN_ITEM}"),
    "literal text": ("waivers:\n  - rule: a\n    reason: |\n      b\n\n      c\n‹version: 1\n", f"  - {IN_ITEM}"),
    "folded text": ("waivers:\n  - rule: a\n    reason: >-\n      b\n      c\n‹", f"  - {IN_ITEM}"),
    "kept text": ("waivers:\n  - rule: a\n    reason: |+\n      b\n\n\n‹# end\n", f"  - {IN_ITEM}"),
    "text over two lines": ('waivers:\n  - rule: a\n    reason: "b\n      c"  # d\n‹', f"  - {IN_ITEM}"),
    "nothing as a value": ("waivers:\n  - rule: a\n    until:\n‹\nversion: 1\n", f"  - {IN_ITEM}"),
    "the key within another": ("x: {waivers: [1]}\nwaivers:\n  - rule: a\n‹", f"  - {IN_ITEM}"),
    "question mark": ("? waivers\n: - rule: a\n‹", f"  - {IN_ITEM}"),
    "odd spelling": ("'waivers' :   \n  -  rule:  a \n‹", None),
}


@each(("before", "new"), CASES.values())
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_all_other_bytes_stay(before: str, new: str | None, newline: str, encoding: str) -> None:
    head, _, tail = (part.replace("\n", newline) for part in before.partition("‹"))
    data = (head + tail).encode(encoding)
    text = append_item(data, "waivers", ITEM).decode(encoding)
    assert text.startswith(head)
    assert text.endswith(tail)
    if new is not None and (newline in before.replace("\n", newline) or newline == "\n"):
        assert text == head + new.replace("\n", newline) + tail
    if has_only_comments(data):
        assert read_waivers(text) == [{"rule": "notice/undated", "reason": "Later: #1 'x'", "until": "2026-12-31"}]
    else:
        assert read_waivers(text)[:-1] == read_waivers(head + tail)


def test_in_a_list_over_several_lines_the_comma_is_all_that_is_put_into_what_was_there() -> None:
    before = "waivers: [\n  {rule: a}, # a, b\n  {rule: b} # c\n] # d\n"
    after = append_item(before.encode(), "waivers", ITEM).decode()
    assert after == f"waivers: [\n  {{rule: a}}, # a, b\n  {{rule: b}}, # c\n  {FLOW}\n] # d\n"
    again = before.replace("b} #", "b}, #")
    assert append_item(again.encode(), "waivers", ITEM).decode() == after.replace(f"{FLOW}\n", f"{FLOW},\n")


@pytest.mark.parametrize(
    "before",
    [
        "",
        '{"waivers": []}',
        '{"version": 1, "waivers": [{"rule": "a"}]}',
        '{\n  "waivers": [\n    {\n"rule": "a"\n}\n  ]\n}\n',
    ],
)
def test_json_stays_json(before: str) -> None:
    after = append_item(before.encode(), "waivers", ITEM, as_json=True).decode()
    assert json.loads(after)["waivers"][-1] == {**ITEM, "until": "2026-12-31"}
    if before:
        assert json.loads(after)["waivers"][:-1] == json.loads(before)["waivers"]


@pytest.mark.parametrize(
    "before",
    [
        "waivers:\n",
        "version: 1\n",
        "[]\n",
        "x: &a []\nwaivers: *a\n",
        "waivers: {}\n",
        "waivers: [\n",
        "a: 1\n---\nb: 2\n",
    ],
)
def test_what_cannot_be_added_to_is_refused(before: str) -> None:
    with pytest.raises(CannotAddError):
        append_item(before.encode(), "waivers", ITEM)


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=40)


def test_a_letter_in_two_characters_is_written_as_one() -> None:
    after = append_item(b"", "waivers", {**ITEM, "reason": "a\u0308"})
    assert read_waivers(after)[-1]["reason"] == "\xe4"


@settings(deadline=None)
@given(reason=WORDS, before=st.sampled_from(["", "waivers: []\n", "waivers:\n- rule: a\n", "waivers: [{rule: a}]"]))
def test_any_words_come_back_as_they_were(reason: str, before: str) -> None:
    assume(not set(reason) & {"\ufeff", "\ufffe", "\uffff"})
    for as_json in (False, before.endswith("]")):
        item = {**ITEM, "reason": reason}
        after = append_item(before.encode(), "waivers", item, as_json=as_json and not before)
        assert read_waivers(after)[-1] == {
            **item,
            "reason": unicodedata.normalize("NFC", reason),
            "until": "2026-12-31",
        }


@pytest.mark.parametrize(
    "reason", ["no", "NO", "null", "~", "12:30", "1.0", "0x1F", "2026-12-31", "- a", "a: b", "=", "<<"]
)
def test_what_looks_like_something_else_stays_words(reason: str) -> None:
    assert read_waivers(append_item(b"", "waivers", {**ITEM, "reason": reason}))[0] == {
        **ITEM,
        "reason": reason,
        "until": "2026-12-31",
    }
