"""Generated YAML, read by seloste and by the parser of ruamel.yaml: what both read has the same values.

libyaml reads much that YAML 1.2 gives another value, so that what a stranger writes could mean one thing to the gate
and another to those who read it. A document that seloste refuses is refused in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from ruamel.yaml.error import MarkedYAMLError

from seloste.checker.reading.reader import read_yaml
from tests.support.hostile_share import share
from tests.support.yaml_documents import DocumentWriter
from tests.support.yaml_events import UncomparableError, read_documents

#: Documents of one seed. Other seeds give others.
SEEDS = range(4)
#: Where ruamel.yaml reads something else than YAML 1.2 says: the mark of a document as the text of a block scalar at
#: the root, and a byte order mark as a character of a scalar.
MISREAD = re.compile(r"(?:^|[\r\n ])[|>][-+0-9]*[ \t]*(?:#[^\r\n]*)?[\r\n]+(?:---|\.\.\.)|.\ufeff", re.DOTALL)
#: Why ruamel.yaml refuses what YAML 1.2 allows: `...` twice, an empty line of blanks that begins a block scalar, a byte
#: order mark before a later document, a plain scalar that holds a backtick.
REFUSED_WRONGLY = ("but found '<document end>'", "more indented follow up line", "\ufeff", "`")
#: What libyaml reads though YAML 1.2 forbids it, with no other value: no blank before a comment.
LAX = ("expected chomping or indentation indicators, but found '#'", "but found '#'")


def same(ours: Any, theirs: Any) -> bool:
    """Whether two values are equal, with their types: 1 is neither true nor 1.0."""
    return repr(ours) == repr(theirs)


def compare(text: str) -> Iterator[str]:
    """What the two make of a text, where that differs."""
    reading = read_yaml(text.encode())
    if reading.problems:
        assert all(problem.rule for problem in reading.problems)
        return
    try:
        documents = read_documents(text)
    except UncomparableError:
        return
    except MarkedYAMLError as error:
        if "\t" in text:  # which ruamel.yaml does not take for a blank between words
            yield from compare(text.replace("\t", " "))
            return
        odd = "".join(sorted({"`", "\ufeff"} & set(text)))
        reason = f"{error.context} {error.problem} {odd}"
        if not any(known in reason for known in (*REFUSED_WRONGLY, *LAX)):
            yield f"{text!r}: {reading.documents}, and refused by ruamel.yaml: {error.context} {error.problem}"
        return
    if not same(reading.documents, documents) and not MISREAD.search(text):
        yield f"{text!r}: {reading.documents}, and by YAML 1.2 {documents}"


@pytest.mark.parametrize(
    "text",
    [
        "a: &x {b: &x 1}\nc: *x",
        "a: &x [&x 1]\nc: *x",
        "a: &x\n  b: &x 1\nc: *x\n",
        "c: &x {&x name: 1}\nd: *x",
        "e: &x:y 0\n",
        "- &x: a",
        "&x:y k: {}\n",
        "[&x: a]",
        "f:\n  &a-b: 1",
        "--- |\na\n",
        "--- >\n---\n",
        "|-\n--- # c\n- 1",
        "---\n|-\n# c",
        "[! :b]",
        "[!!str :b]",
        "[&x :b]",
        "[&x : b]",
        "a: 1\n! <<: {b: 2}",
        "a: \x85\n",
        "a: 'b\u2028c'\n",
        "a: |\n  \u2029\n",
    ],
)
def test_what_libyaml_misreads_has_its_value_or_is_refused(text: str) -> None:
    assert list(compare(text)) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [("[?a]", ["?a"]), ("{?a: 1}", {"?a": 1}), ("[a, ?b : c]", ["a", {"?b": "c"}]), ('"\\uD83D\\uDE00"', "😀")],
)
def test_what_ruamel_misreads_too_has_its_value_or_is_refused(text: str, value: Any) -> None:
    reading = read_yaml(text.encode())
    assert reading.problems or reading.documents == [value]


@pytest.mark.heavy
@pytest.mark.parametrize("seed", SEEDS)
def test_generated_documents_have_the_values_of_yaml_1_2(seed: int) -> None:
    writer = DocumentWriter(seed)
    found = [difference for _ in range(share(250, 5_000)) for difference in compare(writer.write())]
    assert sorted(found, key=len)[:5] == []


@pytest.mark.heavy
def test_most_of_what_is_generated_is_compared() -> None:
    """A generator whose documents are all refused would compare nothing."""
    writer = DocumentWriter(len(SEEDS))
    readings = [read_yaml(writer.write().encode()) for _ in range(200)]
    assert sum(not reading.problems for reading in readings) > 60
