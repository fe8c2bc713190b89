"""Inventories and policies of strangers: aliases, mistakes by the thousand, values without end (attacks A1, A3, A4)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from seloste.checker.capping import MOST_OF_RULE, MOST_PROBLEMS
from seloste.checker.reading.problem import Limits
from seloste.checker.reading.reader import read_yaml
from tests.support import EXAMPLE, ROOT
from tests.support.cpu import cpu_limit
from tests.support.hostile import Ended, assert_bounded, run_process

pytestmark = pytest.mark.timed

POLICY = (ROOT / "policy.yaml").read_text("utf-8")


def names(count: int, form: Callable[[int], str]) -> str:
    return "".join(map(form, range(count)))


def check(folder: Path, systems: str, *options: str, policy: str = POLICY) -> Ended:
    (folder / "systems.yaml").write_text(systems, "utf-8")
    (folder / "policy.yaml").write_text(policy, "utf-8")
    return run_process("check", *options, folder=folder)


LONG = "a" * 500_000
HUGE = "a" * 8_000_000
HALF = "b" * 90_000

#: Files that a check refuses, by what they are full of.
REFUSED: dict[str, Callable[[], str]] = {
    "aliases of one long name": lambda: f"x-n: &x '{LONG}'\nsystems:\n"
    + names(200, lambda n: f"  s{n}: {{name: *x}}\n"),
    "aliases of one huge name": lambda: f"x-n: &x '{HUGE}'\nsystems:\n"
    + names(200, lambda n: f"  s{n}: {{name: *x}}\n"),
    "aliases of a long list": lambda: f"x-n: &x ['{HALF}', '{HALF}']\nsystems:\n"
    + names(500, lambda n: f"  s{n}: {{fields: *x}}\n"),
    "merges of long records": lambda: f"systems:\n  a: &x {{name: '{HALF}'}}\n"
    + names(500, lambda n: f"  s{n}: {{<<: *x}}\n"),
    "aliases of aliases": lambda: f"x-n: &x '{HALF}'\nx-m: &y [{'*x, ' * 7}]\n"
    f"systems:\n  a: {{fields: [{'*y, ' * 8}]}}\n",
    "one huge name": lambda: f"systems:\n  a: {{name: '{HUGE}'}}\n",
    "a huge block text": lambda: "systems:\n  a:\n    name: |\n" + "      line\n" * 400_000,
    "a huge key": lambda: f"systems:\n  ? '{LONG}'\n  : {{name: A}}\n",
    "unknown tags": lambda: "systems:\n" + names(100_000, lambda n: f"  s{n}: !x\n"),
    "unknown tags in a row": lambda: "systems: [" + "!x a, " * 100_000 + "]\n",
    "duplicate keys": lambda: "systems:\n  a:\n" + "    k: 1\n" * 100_000,
    "duplicate systems": lambda: "systems:\n" + "  a: {name: A}\n" * 100_000,
    "duplicate keys on one line": lambda: "systems: {a: {" + "k: 1, " * 100_000 + "}}\n",
    "unknown aliases": lambda: "systems:\n" + "- *x\n" * 1_900_000,
    "unknown aliases, fewer": lambda: "systems:\n" + "- *x\n" * 200_000,
    "keys that are lists": lambda: "systems:\n" + "  ? [a]\n  : b\n" * 50_000,
    "unknown keys": lambda: names(45_000, lambda n: f"k{n}: 1\n"),
    "unknown keys in a system": lambda: "systems:\n  a:\n    name: A\n" + names(45_000, lambda n: f"    k{n}: 1\n"),
    "systems without a name": lambda: "systems:\n" + names(100_000, lambda n: f"  s{n}: {{}}\n"),
    "ids that are none": lambda: "systems:\n" + names(60_000, lambda n: f"  S_{n}: {{name: A}}\n"),
    "a list too long": lambda: "systems:\n  a:\n    name: A\n    fields:\n" + names(400_000, lambda n: f"    - f{n}\n"),
    "numbers for ids": lambda: "systems:\n  a:\n    name: A\n    purposes: [" + "1, " * 45_000 + "]\n",
    "comments that waive": lambda: "systems:\n  a:\n    name: A\n" + "    # seloste: ignore\n" * 200_000,
    "comments that waive, in full": lambda: "systems:\n  a:\n    name: A\n"
    + "    # seloste: ignore[system/*] until 2026-12-31 -- x\n" * 20_000,
    "comments that waive on one line": lambda: "systems: {a: {name: A}} " + "# seloste: ignore[x] " * 100_000 + "\n",
    "directives": lambda: names(100_000, lambda n: f"%TAG !a{n}! x\n") + "---\nsystems: {}\n",
    "directives that are unknown": lambda: "%A b\n" * 100_000 + "---\nsystems: {}\n",
    "lines that end in a carriage return": lambda: "systems:\r" + names(700_000, lambda n: f"  a{n}: b\r"),
    "directives between documents": lambda: "%TAG !a! x\n---\na\n...\n" * 50_000,
}  # fmt: skip
#: Those that stay in the default suite: each kind once.
QUICK = {"aliases of one huge name", "directives", "comments that waive", "unknown aliases", "a huge key"}


@pytest.mark.parametrize(
    "kind", [pytest.param(kind, marks=() if kind in QUICK else pytest.mark.heavy, id=kind) for kind in REFUSED]
)
def test_a_file_that_asks_for_too_much_is_refused_in_words(tmp_path: Path, kind: str) -> None:
    ended = check(tmp_path, REFUSED[kind]())
    assert_bounded(ended, 3)
    assert len(ended.stdout) < 2_000_000


@pytest.mark.heavy
@pytest.mark.parametrize("format", ["text", "json", "sarif", "junit", "github", "gitlab", "markdown"])
def test_a_long_value_is_cut_in_every_format(tmp_path: Path, format: str) -> None:
    """Ten systems with the same 90,000 characters for each thing that a finding names."""
    lists = ", ".join(f"{key}: ['{HALF}']" for key in ("fields", "purposes", "sources", "processors"))
    systems = "systems:\n" + names(10, lambda n: f"  s{n}: {{name: '{HALF}', {lists}}}\n")
    ended = check(tmp_path, systems, "--format", format)
    assert_bounded(ended, 1)
    assert len(ended.stdout) < 1_000_000
    assert "b" * 2_000 not in ended.stdout


def test_two_long_values_that_begin_alike_are_two_findings(tmp_path: Path) -> None:
    systems = f"systems:\n  a: {{name: A, fields: ['{HALF}1', '{HALF}2']}}\n"
    ended = check(tmp_path, systems, "--format", "json", "--as-of", "2026-11-22")
    found = [each for each in json.loads(ended.stdout)["findings"] if each["rule"] == "system/field-undeclared"]
    assert len({each["fingerprint"] for each in found}) == len(found) == 2


@pytest.mark.heavy
@pytest.mark.parametrize(
    "record",
    [
        "fields:\n" + names(40_000, lambda n: f"      - f{n}\n"),
        "fields:\n" + names(20_000, lambda n: f"      f{n}: [p{n}]\n"),
        "purposes: [" + ", ".join(f"p{n}" for n in range(40_000)) + "]\n",
        "processors: [" + ", ".join(f"p{n}" for n in range(40_000)) + "]\n",
        "disclosures:\n" + names(20_000, lambda n: f"      - {{recipient: r{n}, country: US}}\n"),
    ],
    ids=["fields", "fields with purposes", "purposes", "processors", "disclosures"],
)
def test_the_findings_of_one_record_are_capped_and_the_rest_is_counted(tmp_path: Path, record: str) -> None:
    ended = check(tmp_path, f"systems:\n  a:\n    name: A\n    {record}", "--format", "json", "--lang", "en")
    assert_bounded(ended, 1)
    report = json.loads(ended.stdout)
    rules: dict[str, int] = {}
    for finding in report["findings"]:
        rules[finding["rule"]] = rules.get(finding["rule"], 0) + 1
    assert max(rules.values()) == MOST_OF_RULE + 1
    assert any(finding["message"]["en"].startswith("… and ") for finding in report["findings"])
    assert {each["id"]: each["verdict"] for each in report["promises"]}["transfers"] != "kept"


def test_problems_are_counted_beyond_the_cap() -> None:
    reading = read_yaml(("systems:\n" + "- *x\n" * 3_000).encode())
    assert (len(reading.problems), reading.unlisted) == (Limits().problems, {"syntax": 3_000 - MOST_PROBLEMS})


def test_the_rest_is_named_and_changes_no_exit_code(tmp_path: Path) -> None:
    ended = check(tmp_path, "systems:\n" + "- *x\n" * 3_000, "--lang", "en")
    assert_bounded(ended, 3)
    assert "… and 2000 more findings of this kind" in ended.stdout


def test_a_promise_is_broken_though_the_finding_that_breaks_it_came_late(tmp_path: Path) -> None:
    """The cap keeps at least one finding of each rule and promise."""
    policy = (EXAMPLE / "policy.yaml").read_text("utf-8")
    fields = ", ".join(f"f{n}" for n in range(1_500))
    systems = f"systems:\n  a:\n    name: A\n    fields: [{fields}]\n    hosting: {{country: US}}\n"
    ended = check(tmp_path, systems, "--format", "json", "--as-of", "2026-11-22", policy=policy)
    verdicts = {each["id"]: each["verdict"] for each in json.loads(ended.stdout)["promises"]}
    assert (verdicts["fields"], verdicts["transfers"]) == ("broken", "broken")


@pytest.mark.heavy
def test_the_texts_of_a_policy_are_limited(tmp_path: Path) -> None:
    text = "we may keep data for 3 years, daily at 12:30 on 1.2.2020 by a@b.fi "
    policy = (
        POLICY
        + "sections:\n"
        + names(20, lambda n: f"  s{n}: {{heading: {{fi: h}}, text: {{fi: '{text * 1_300}'}}}}\n")
    )
    assert_bounded(check(tmp_path, "systems:\n  a: {name: A}\n", policy=policy), 1, 3)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: &x {b: &x 1}\nc: *x\n", 1),
        ("a: &x [&x [1]]\nc: *x\n", [1]),
        ("a: &x\n  b: &x 1\n  d: *x\nc: *x\n", 1),
        ("a: &x {b: &y 1}\nd: &x 2\nc: *x\n", 2),
    ],
)
def test_an_alias_has_the_value_of_the_last_anchor_before_it(text: str, value: object) -> None:
    """YAML 1.2.2, section 7.1: the most recent preceding node with that anchor. A node begins before what is in it."""
    reading = read_yaml(text.encode())
    assert (reading.problems, reading.documents[0]["c"]) == ([], value)


@pytest.mark.parametrize(
    "text",
    [
        "k: &a:b c\n",
        "&a: b\n",
        "x: &a 1\n*a: b\n",
        "x: {&a: b}\n",
        "k: &a? c\n",
        "k: [&a% c]\n",
        "--- |\ntext\n",
        "--- |\n# text\n",
        "--- >\n%text\n",
        "--- &a !!str |\n# text\n",
    ],
)
def test_what_libyaml_reads_otherwise_than_yaml_1_2_is_refused(text: str) -> None:
    assert read_yaml(text.encode()).problems != []


def test_an_anchor_before_a_colon_of_its_own_is_read() -> None:
    reading = read_yaml(b"x: &a k\n*a : b\n&c d: [*a, *c]\n")
    assert (reading.problems, reading.documents) == ([], [{"x": "k", "k": "b", "d": ["k", "d"]}])


def test_a_hundred_directives_cost_nothing() -> None:
    with cpu_limit(1):
        assert read_yaml((names(90, lambda n: f"%TAG !a{n}! x\n") + "---\na: 1\n").encode()).documents == [{"a": 1}]


@pytest.mark.parametrize("text", ["[! :b]", "[&x :b]", "[?a]", "{?a: 1}", "[a,?b]", "---\n\ufeffa: 1\n"])
def test_an_indicator_that_begins_a_text_in_yaml_1_2_is_refused(text: str) -> None:
    assert read_yaml(text.encode()).problems != []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("[&x : b]", [{"": "b"}]),
        ("{? a: 1}", {"a": 1}),
        ("{a: 'x?y', b: http://x?y}", {"a": "x?y", "b": "http://x?y"}),
        ("a?: 1\nb: ?c\n", {"a?": 1, "b": "?c"}),
        ("{a?b: 1, '?': 2}", {"a?b": 1, "?": 2}),
    ],
)
def test_other_indicators_are_read(text: str, value: object) -> None:
    reading = read_yaml(text.encode())
    assert (reading.problems, reading.documents) == ([], [value])


ONE = "systems:\n  a: {name: A, processors: [p0]}\n"
CHAIN = "processors:\n" + names(
    3_000, lambda n: f"  p{n}: {{name: A, country: FI, subprocessors: [p{(n + 1) % 3_000}, p{(n + 2) % 3_000}]}}\n"
)
#: Other files than systems.yaml, by name, with what each is full of, and the exit codes that fit.
OTHERS = {
    "tags with a long prefix": ("processors.yaml", f"%TAG !a! {LONG}\n---\nprocessors: [{'!a!b c, ' * 2_000}]\n", (3,)),
    "columns that no list has": (
        "processors.csv",
        "id," + ",".join(f"c{n}" for n in range(190)) + "\n" + names(300, lambda n: f"p{n}{',x' * 190}\n"),
        (3,),
    ),
    "too many columns": ("processors.csv", "id," + ",".join(f"c{n}" for n in range(900)) + "\np" + ",x" * 900, (3,)),
    "rows that end in a carriage return": ("processors.csv", "id,name\r" + "a\r" * 1_000_000, (3,)),
    "long lists in cells": (
        "processors.csv",
        "id,name,country,purposes\n" + names(40, lambda n: f"p{n},A,FI,{';'.join(['x'] * 15_000)}\n"),
        (3,),
    ),
    "a list that is too long": ("processors.csv", f"id,name,country,purposes\np,A,FI,{'x;' * 60_000}\n", (3,)),
    "rows with too few cells": ("processors.csv", "id,name,country\n" + "p,a\n" * 100_000, (3,)),
    "long cells": ("processors.csv", "id,name,country\n" + names(90, lambda n: f"p{n},{HALF},US\n"), (1,)),
    "unknown subprocessors": (
        "processors.yaml",
        f"processors:\n  p0: {{name: A, subprocessors: [{', '.join(f'q{n}' for n in range(40_000))}]}}\n",
        (3,),
    ),
    "chains of subprocessors": ("processors.yaml", CHAIN, (1,)),
    "waivers for anything": (
        "waivers.yaml",
        "waivers:\n"
        + names(2_000, lambda n: f"  - {{rule: system/*, subject: '*{n}', reason: r, until: 2026-12-31}}\n"),
        (3,),
    ),
    "a waiver with a long reason": (
        "waivers.yaml",
        f"waivers:\n  - {{rule: system/*, reason: {HALF}, approved_by: {HALF}, until: 2026-12-31}}\n",
        (1,),
    ),
    "keys that a policy lacks": ("policy.yaml", POLICY + names(30_000, lambda n: f"k{n}: 1\n"), (3,)),
}


@pytest.mark.heavy
@pytest.mark.parametrize("kind", OTHERS)
def test_every_other_file_has_limits_too(tmp_path: Path, kind: str) -> None:
    name, text, codes = OTHERS[kind]
    (tmp_path / "policy.yaml").write_text(POLICY, "utf-8")
    (tmp_path / "systems.yaml").write_text(ONE, "utf-8")
    (tmp_path / name).write_text(text, "utf-8")
    ended = run_process("check", "--format", "json", "--as-of", "2026-11-22", folder=tmp_path)
    assert_bounded(ended, *codes)
    assert len(ended.stdout) < 20_000_000
