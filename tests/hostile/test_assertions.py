"""Assertions (JSON Schemas of promises) that a stranger writes, and systems that strangers write to be judged by them.

Each ends within ten seconds of CPU and 300 MB. What was not judged is told with exit code 3.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.support.hostile import ASSERTION_SECONDS, Ended, assert_bounded, run_process

pytestmark = pytest.mark.timed

DAY = "2026-11-20"
NOTICE = {"notice": {"name": {"en": "Register"}, "languages": ["en"]}, "controller": {"name": "Oy"}}
EVIL = {"properties": {"name": {"pattern": "^(a+)+$"}}}
NAME = "a" * 28 + "!"
DOUBLING = {
    "$ref": "#/$defs/d0",
    "$defs": {
        **{f"d{n}": {"allOf": [{"$ref": f"#/$defs/d{n + 1}"}, {"$ref": f"#/$defs/d{n + 1}"}]} for n in range(30)},
        "d30": {"type": "object"},
    },
}


def write_policy(folder: Path, schemas: Sequence[Any]) -> None:
    promises = {f"own{n}": {"text": {"en": "Words"}, "on": "systems", "assert": each} for n, each in enumerate(schemas)}
    (folder / "policy.yaml").write_text(json.dumps({**NOTICE, "custom": promises}), "utf-8")


def write_systems(folder: Path, records: int = 1, **keys: Any) -> None:
    systems = {f"s{number}": {"name": NAME} | keys for number in range(records)}
    (folder / "systems.yaml").write_text(json.dumps({"systems": systems}), "utf-8")


def check(folder: Path, *arguments: str) -> Ended:
    return run_process("check", "--as-of", DAY, "--format", "json", *arguments, folder=folder)


def list_rules(ended: Ended) -> set[str]:
    return {finding["rule"] for finding in json.loads(ended.stdout)["findings"]}


def nested(levels: int, innermost: Any = True, key: str = "not") -> Any:
    schema = innermost
    for _ in range(levels):
        schema = {key: schema}
    return schema


#: The rules that tell of what cannot be evaluated.
TELLING = {"input/limit-exceeded", "input/invalid-value"}
UNUSABLE: Mapping[str, Any] = {
    "3,000 parentheses": {"properties": {"name": {"pattern": "(" * 3_000 + ")" * 3_000}}},
    "10,000 alternatives": {"properties": {"name": {"pattern": "|".join(f"a{n}" for n in range(10_000))}}},
    "a key that is a long pattern": {"patternProperties": {"a|" * 400: {"type": "string"}}},
    "60 groups": {"properties": {"name": {"pattern": "(?:" * 60 + "a" + ")?" * 60}}},
    "lookaheads": {"additionalProperties": {"pattern": "(?=a)" * 60}},
    "a long enum": {"properties": {"name": {"enum": [f"n{n}" for n in range(3_000)]}}},
    "many alternatives": {"anyOf": [{"required": [f"k{n}"]} for n in range(2_000)]},
    "many properties": {"properties": {f"k{n}": {"type": "string"} for n in range(3_000)}},
    "not a number": {"properties": {"age": {"multipleOf": float("nan")}}},
    "a keyword of the wrong type": {"oneOf": 3},
    "a list for a schema": {"allOf": [[]], "anyOf": {"a": 1}},
    "itself": {"$dynamicRef": "#", "not": {"$ref": "#"}},
}


def test_each_schema_beyond_the_limits_is_told_of(tmp_path: Path) -> None:
    write_policy(tmp_path, [*UNUSABLE.values(), {"required": ["owner"]}])
    write_systems(tmp_path)
    ended = check(tmp_path)
    assert_bounded(ended, 3, seconds=3)
    findings = json.loads(ended.stdout)["findings"]
    subjects = {each["subject"] for each in findings if each["rule"] in TELLING}
    assert [name for number, name in enumerate(UNUSABLE) if f"custom.own{number}" not in subjects] == []
    assert "system/assertion-failed" in list_rules(ended), "the other assertion is evaluated"


def test_a_schema_that_aliases_make_deep_is_told_of(tmp_path: Path) -> None:
    chain = "".join(f"x{n}: &x{n} {{{'not: {' * 20}not: *x{n - 1}{'}' * 20}}}\n" for n in range(1, 60))
    assertion = f"custom: {{own: {{text: {{en: Words}}, assert: {{$defs: {{x0: &x0 {{type: object}}, {chain}}}}}}}}}"
    text = "notice: {name: {en: Register}, languages: [en]}\ncontroller: {name: Oy}\n" + assertion.replace("\n", ", ")
    (tmp_path / "policy.yaml").write_text(text, "utf-8")
    write_systems(tmp_path)
    assert_bounded(check(tmp_path), 3)


def test_schemas_as_deep_as_a_file_may_be_are_no_fault(tmp_path: Path) -> None:
    keys = ("not", "items", "if", "additionalProperties")
    write_policy(tmp_path, [nested(58, {"required": ["owner"]}, key) for key in keys])
    write_systems(tmp_path)
    assert_bounded(check(tmp_path), 0, 1, 3, seconds=3)


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"properties": {"fields": {"items": {"multipleOf": 0.5}}}}, float("nan")),
        ({"properties": {"fields": {"items": {"multipleOf": 0.5}}}}, float("inf")),
        ({"properties": {"fields": {"items": {"multipleOf": 0.5}}}}, 10**400),
        ({"additionalProperties": {"items": {"anyOf": [{"multipleOf": 0.1}]}}}, -(10**400)),
    ],
)
def test_a_number_that_the_library_cannot_divide_is_no_fault(schema: Any, value: Any, tmp_path: Path) -> None:
    write_policy(tmp_path, [schema])
    write_systems(tmp_path)
    number = f"{value}".replace("nan", ".nan").replace("inf", ".inf") if isinstance(value, float) else str(value)
    (tmp_path / "systems.yaml").write_text(f"systems: {{s: {{name: x, fields: [{number}]}}}}", "utf-8")
    assert_bounded(check(tmp_path), 3)


MANY: Mapping[str, Sequence[Any]] = {
    "slow patterns": [{"properties": {"name": {"pattern": f"^(a+)+{n}$"}}} for n in range(100)],
    "schemas that double": [{**DOUBLING, "required": [f"k{n}"]} for n in range(100)],
    "patterns slow to compile": [
        {"properties": {"name": {"pattern": "(?i)" + "[\\0-\\uffff]" * 44 + str(n)}}} for n in range(100)
    ],
    "small schemas": [{"allOf": [{"required": [f"k{n}"]}] * 3} for n in range(3_000)],
    "references": [{"$defs": {f"a{n}": {"type": "object"}}, "$ref": f"#/$defs/a{n}"} for n in range(1_500)],
}


@pytest.mark.heavy
@pytest.mark.parametrize("name", MANY)
@pytest.mark.parametrize("jobs", [1, 2])
def test_many_schemas_share_one_budget(name: str, jobs: int, tmp_path: Path) -> None:
    write_policy(tmp_path, MANY[name])
    (tmp_path / "systems").mkdir()
    for number in range(20):
        content = {"systems": {f"s{number}": {"name": NAME}}}
        (tmp_path / "systems" / f"f{number}.yaml").write_text(json.dumps(content), "utf-8")
    ended = check(tmp_path, "--jobs", str(jobs))
    assert_bounded(ended, 3, seconds=ASSERTION_SECONDS)
    assert "input/limit-exceeded" in list_rules(ended)


def name_matches(pattern: str) -> Any:
    return {"properties": {"name": {"pattern": pattern}}}


def items_match(schema: Any) -> Any:
    return {"properties": {"fields": {"items": schema}}}


LONG = "a" * 99_000
TEXTS = [f"a{number}" for number in range(9_000)]
#: Schemas, and what the systems hold that are judged by them.
TOGETHER: Mapping[str, tuple[Sequence[Any], dict[str, Any]]] = {
    "long texts, matched slowly": ([name_matches(p) for p in ("(a*)*b", ".*.*=.*", "a*a*a*c")], {"name": LONG}),
    "long texts, with much memory": ([name_matches(f"^(?:(a)|(b)|(c)){{0,{n}}}$") for n in range(60)], {"name": LONG}),
    "repeated repeats": ([name_matches("^(?:(?:a{1,1000}){1,1000}){1,1000}b")], {"name": LONG}),
    "many long texts": ([items_match({"pattern": "^(?:(a)|(b))*$"})], {"fields": [f"{LONG}{n}" for n in range(60)]}),
    "unlike things held to be unique": (
        [{"properties": {"fields": {"uniqueItems": True}}}],
        {"fields": [{"a": 1, "b": number} for number in range(9_000)]},
    ),
    "things that are counted": (
        [{"properties": {"fields": {"contains": {"pattern": "(a+)+$"}, "minContains": 9_000}}}],
        {"fields": TEXTS},
    ),
    "a failure each": ([items_match({"type": "integer"})], {"fields": TEXTS}),
    "failures of alternatives": ([items_match({"anyOf": [{"type": "integer"}] * 100})], {"fields": TEXTS}),
    "alternatives that fail": (
        [{"properties": {"fields": {"anyOf": [{"items": {"type": "integer"}}] * 300}}}],
        {"fields": TEXTS},
    ),
    "the whole value in each failure": (
        [{"properties": {"fields": {"minItems": 10_000 + number}}} for number in range(300)],
        {"fields": [f"{number}{LONG[:500]}" for number in range(9_000)]},
    ),
    "patterns of keys": (
        [{"additionalProperties": False, "patternProperties": {f"a+{n}": True for n in range(300)}}],
        {"fields": TEXTS},
    ),
}


@pytest.mark.heavy
@pytest.mark.parametrize("name", TOGETHER)
def test_what_systems_hold_does_not_hang_an_assertion(name: str, tmp_path: Path) -> None:
    schemas, keys = TOGETHER[name]
    write_policy(tmp_path, schemas)
    write_systems(tmp_path, **keys)
    assert_bounded(check(tmp_path), 1, 3, seconds=ASSERTION_SECONDS)


def test_equal_numbers_of_failures_are_told_once_each(tmp_path: Path) -> None:
    write_policy(tmp_path, [items_match({"type": "integer"})])
    write_systems(tmp_path, fields=[f"a{number}" for number in range(1_200)])
    ended = check(tmp_path)
    assert_bounded(ended, 1)
    findings = json.loads(ended.stdout)["findings"]
    assert 1_000 <= sum(finding["rule"] == "system/assertion-failed" for finding in findings) <= 1_001


@pytest.mark.heavy
@pytest.mark.parametrize("schema", [EVIL, DOUBLING], ids=["pattern", "doubling"])
def test_slow_schemas_on_many_systems_end_in_words(schema: Any, tmp_path: Path) -> None:
    write_policy(tmp_path, [{**schema, "required": ["name", f"k{n}"][: 1 + n % 2]} for n in range(60)])
    write_systems(tmp_path, records=1_000)
    ended = check(tmp_path)
    assert_bounded(ended, 3, seconds=ASSERTION_SECONDS)
    promises = {promise["id"]: promise["verdict"] for promise in json.loads(ended.stdout)["promises"]}
    assert "kept" not in {promises[f"custom.own{n}"] for n in range(60)}, "what was not judged is not kept"


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("report", "--as-of", DAY), 3),
        (("export", "ropa", "--as-of", DAY), 3),
        (("forecast", "--as-of", DAY), 3),
        (("diff", "old.yaml", "policy.yaml"), 0),
        (("notice",), 0),
    ],
)
@pytest.mark.parametrize("name", ["slow patterns", "3,000 parentheses"])
def test_other_commands_end_too(name: str, arguments: tuple[str, ...], code: int, tmp_path: Path) -> None:
    write_policy(tmp_path, [{"required": ["name"]}])
    (tmp_path / "policy.yaml").rename(tmp_path / "old.yaml")
    many = {"allOf": [{"required": [f"k{n}"]} for n in range(400)]}
    write_policy(tmp_path, [*MANY.get(name, [UNUSABLE.get(name)]), many])
    write_systems(tmp_path, records=20)
    assert_bounded(run_process(*arguments, folder=tmp_path), code, seconds=ASSERTION_SECONDS)
