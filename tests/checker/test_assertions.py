"""Assertions that a stranger could write: without an end, without a point, or with a keyword that nobody knows."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from seloste.checker.assertions.failures import _KEYWORDS
from seloste.checker.assertions.schema import asserts_nothing, find_schema_error
from seloste.checker.result import Result
from seloste.checker.verdicts.verdict import Verdict
from seloste.reports.language.language import language_codes, load_language
from tests.support.complete import checked

WORDS = {"text": {"en": "Words", "fi": "Sanoja"}}
DOUBLING = {
    "$ref": "#/$defs/d0",
    "$defs": {
        **{f"d{n}": {"allOf": [{"$ref": f"#/$defs/d{n + 1}"}, {"$ref": f"#/$defs/d{n + 1}"}]} for n in range(30)},
        "d30": {"type": "object"},
    },
}
EVIL = {"properties": {"name": {"pattern": "^(a+)+$"}}}


def judged(folder: Path, monkeypatch: pytest.MonkeyPatch, schema: Any, *, systems: int = 1, jobs: int = 1) -> Result:
    """The result of a check with one promise of the notice's own, on systems with a name that is hard to match."""
    policy = {
        "notice": {"name": {"en": "Register"}, "languages": ["en"]},
        "controller": {"name": "Oy"},
        "custom": {"own": {**WORDS, "on": "systems", "assert": schema}},
    }
    (folder / "policy.yaml").write_text(json.dumps(policy, indent=1), "utf-8")
    (folder / "systems").mkdir()
    for number in range(systems):
        content = {"systems": {f"s{number}": {"name": "a" * 28 + "!"}}}
        (folder / "systems" / f"s{number}.yaml").write_text(json.dumps(content), "utf-8")
    return checked(folder, monkeypatch, jobs=jobs)


def verdict(result: Result) -> Verdict:
    return next(promise.verdict for promise in result.promises if promise.id == "custom.own")


def list_findings(result: Result) -> list[tuple[str, str, str]]:
    return [(f.rule, f.variant, f.subject) for f in result.findings if f.family == "input" or f.promise]


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "#"},
        {"allOf": [{"$ref": "#"}]},
        {"$dynamicRef": "#"},
        {"if": {"anyOf": [{"not": {"$ref": "#"}}]}},
        {"dependentSchemas": {"name": {"$ref": "#"}}},
        {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}},
        {"properties": {"name": {"$ref": "#/$defs/a"}}, "$defs": {"a": {"$ref": "#/$defs/a"}}},
        {"$ref": "#/$defs/a0", "$defs": {**{f"a{n}": {"$ref": f"#/$defs/a{n + 1}"} for n in range(400)}, "a400": {}}},
        {"propertees": {"name": {}}},
        {"properties": {"name": {"typ": "string"}}},
        {"allOf": [{"items": {"maximun": 3}}]},
    ],
)
def test_a_schema_that_cannot_be_followed_judges_nothing(
    schema: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = judged(tmp_path, monkeypatch, schema)
    assert list_findings(result) == [("input/invalid-value", "schema", "custom.own")]
    assert verdict(result) is Verdict.UNVERIFIED


@pytest.mark.parametrize(
    "schema",
    [
        {"properties": {"parent": {"$ref": "#"}}, "required": ["name"]},
        {"additionalProperties": {"$ref": "#"}},
        {"properties": {"propertees": {"const": {"typ": 1}}}, "$defs": {"typ": {}}, "examples": [{"typ": 1}]},
        {"definitions": {"x": {"enum": [{"typ": 1}]}}, "$ref": "#/definitions/x", "$comment": "…", "title": "…"},
        {"contentSchema": {}, "$vocabulary": {}, "minContains": 1, "deprecated": True, "then": {}},
        {"$id": "https://example.com/a", "allOf": [{"$ref": "b"}], "$defs": {"b": {"$id": "b", "type": "object"}}},
        DOUBLING,
    ],
)
def test_a_schema_with_an_end_and_known_keywords_is_one(schema: Any) -> None:
    assert find_schema_error(schema) is None


def test_the_nearest_keyword_is_suggested() -> None:
    assert "properties" in str(find_schema_error({"propertees": {}}))


@pytest.mark.parametrize("schema", [EVIL, DOUBLING], ids=["regex", "doubling"])
@pytest.mark.parametrize("jobs", [1, 2])
def test_what_takes_too_long_is_cut_off(
    schema: Any, jobs: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = time.process_time()
    result = judged(tmp_path, monkeypatch, schema, systems=6, jobs=jobs)
    assert time.process_time() - start < 4
    assert list_findings(result) == [("input/limit-exceeded", "time", "custom.own")]
    assert verdict(result) is Verdict.UNVERIFIED


@pytest.mark.parametrize(
    "schema",
    [
        {},
        True,
        {"title": "Words", "$defs": {"a": {"type": "object"}}},
        {"allOf": [{}]},
        {"anyOf": [{}, {"type": "object"}]},
        {"required": [], "properties": {"name": {}}, "additionalProperties": True},
    ],
)
def test_what_asserts_nothing_is_no_evidence(schema: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert asserts_nothing(schema)
    result = judged(tmp_path, monkeypatch, schema)
    assert (list_findings(result), verdict(result)) == ([], Verdict.UNVERIFIED)


def test_what_asserts_something_is_evidence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert verdict(judged(tmp_path, monkeypatch, {"required": ["name"]})) is Verdict.KEPT


@pytest.mark.parametrize(
    ("schema", "en", "fi"),
    [
        ({"required": ["name", "owner"]}, "the record lacks owner", "tietue: puuttuu owner"),
        ({"properties": {"name": {"const": "x"}}}, "name is aaa", "name on aaa"),
        ({"properties": {"name": {"maxLength": 3}}}, "expected at most so many characters: 3", "enintään 3"),
        ({"additionalProperties": False, "properties": {}}, "does not allow: name", "ehto ei salli näitä: name"),
        (
            {"properties": {"name": {"type": ["integer", "null"]}}},
            "a whole number and nothing",
            "kokonaisluku ja tyhjä",
        ),
        ({"properties": {"name": False}}, "rules out: aaa", "ehto kieltää arvon aaa"),
        ({"properties": {"name": {"anyOf": [{"const": 1}, {"const": 2}]}}}, "none of the alternatives", "yhtäkään"),
        ({"minProperties": 2}, "too few keys", "avaimia on liian vähän"),
    ],
)
def test_what_is_refused_is_told_in_the_reader_s_language(
    schema: Any, en: str, fi: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = judged(tmp_path, monkeypatch, schema)
    [found] = [finding for finding in result.findings if finding.rule == "system/assertion-failed"]
    assert en in load_language("en").message(found)
    assert fi in load_language("fi").message(found)
    assert "{" not in load_language("fi").message(found)


def test_every_keyword_with_a_sentence_has_one_in_each_language() -> None:
    for code in language_codes():
        assert set(load_language(code).data["assertions"]) == _KEYWORDS | {"record", "other"}
