"""Every rule has a failing and a passing example, and a check says so of each: documentation that cannot go stale."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from seloste.checker.judging.check import check
from seloste.checker.result import Result
from seloste.checker.rules import examples_data
from seloste.checker.rules.catalogue import FAMILIES, compute_rules_digest, load_catalogue
from seloste.checker.rules.examples_data import Examples, Fragments, find_examples
from seloste.checker.rules.registry import implemented_rules
from seloste.checker.workspace.configuration import Scope
from seloste.policy.law.law import load_law
from tests.support.each import each
from tests.support.files import load_yaml
from tests.support.workspaces import open_workspace

FOLDER = Path(examples_data.__file__).parent / "examples"
BASE = {path.name: path.read_text("utf-8") for path in sorted((FOLDER / "base").glob("*.yaml"))}
#: The last day until which the law was checked, so that nothing is said of that.
DAY = load_law().horizon
#: Families whose every rule must have examples; those of the others are optional, and run if there are any.
COMPLETE = ("input", "notice", "system", "processor", "transfer", "waiver")
RULES = [rule for rule in load_catalogue() if find_examples(rule) is not None]
FRAGMENTS = [rule for rule in RULES if not rule.startswith("input/")]
WHOLE = [rule for rule in RULES if rule.startswith("input/")]
#: What a failing example also gives, since one thing cannot be wrong without the other.
ALSO = {
    "notice/legal-basis-missing": {"notice/legitimate-interest-unexplained"},
    "system/purpose-missing": {"notice/purpose-unused"},
    "transfer/forbidden": {"transfer/instrument-missing"},
    "waiver/expired": {"system/field-undeclared"},
    "waiver/incomplete": {"system/field-undeclared"},
}
LONGEST = 20
#: The documents that the examples name, but for that of the rule on missing ones.
ON_FILE = ("docs/balancing-test-support.pdf", "docs/restore-test.md", "tia-in.pdf", "tia-us.pdf")


def pair(rule: str) -> Examples:
    found = find_examples(rule)
    assert found is not None
    return found


@pytest.mark.parametrize("family", COMPLETE)
def test_every_rule_of_the_family_has_examples(family: str) -> None:
    rules = {rule for rule in load_catalogue() if rule.startswith(f"{family}/")}
    assert rules == {rule for rule in RULES if rule.startswith(f"{family}/")}
    assert family == "input" or rules == {rule for rule in implemented_rules() if rule.startswith(f"{family}/")}


def test_every_rule_of_infrastructure_that_is_implemented_has_examples() -> None:
    assert {rule for rule in RULES if rule.startswith("evidence/")} == {
        rule for rule in implemented_rules() if rule.startswith("evidence/")
    }


def test_no_example_is_of_a_rule_that_there_is_not() -> None:
    for path in FOLDER.glob("*.yaml"):
        assert path.stem in FAMILIES
        assert {f"{path.stem}/{name}" for name in load_yaml(path.read_text("utf-8"))} <= load_catalogue().keys()


def test_the_base_gives_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert findings(ran(BASE, tmp_path, monkeypatch)) == []


@pytest.mark.parametrize("rule", FRAGMENTS)
def test_the_failing_example_gives_its_rule(rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    example = pair(rule)
    result = ran(placed(example.bad, example.good), tmp_path, monkeypatch, day(example.bad), scope(example.bad))
    also = {found for found, subject in findings(result) if (found, subject) != (rule, example.subject)}
    assert (rule, example.subject) in findings(result)
    assert also == ALSO.get(rule, set())


@pytest.mark.parametrize("rule", FRAGMENTS)
def test_the_passing_example_gives_nothing(rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    example = pair(rule)
    result = ran(placed(example.good, example.bad), tmp_path, monkeypatch, day(example.good), scope(example.good))
    assert findings(result) == []


@pytest.mark.parametrize("rule", WHOLE)
def test_the_failing_file_gives_its_rule_and_no_other(
    rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = ran({**BASE, **pair(rule).bad}, tmp_path, monkeypatch)
    assert {found for found, _ in findings(result) if found.startswith("input/")} == {rule}


@pytest.mark.parametrize("rule", WHOLE)
def test_the_passing_file_can_be_read(rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = ran({**BASE, **pair(rule).good}, tmp_path, monkeypatch)
    assert not [found for found in findings(result) if found[0].startswith("input/")]


@each("rule", RULES)
def test_examples_are_short_and_differ(rule: str) -> None:
    example = pair(rule)
    assert example.bad != example.good
    assert list(example.bad) == list(example.good), "both show the same files"
    for fragments in (example.bad, example.good):
        assert sum(len(text.splitlines()) for text in fragments.values()) <= LONGEST
        for text in fragments.values():
            assert max(map(len, text.splitlines())) <= 140
            assert "\t" not in text


def test_a_check_neither_reads_examples_nor_counts_them_among_the_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    examples_data._load_family.cache_clear()
    ran(BASE, tmp_path, monkeypatch)
    assert examples_data._load_family.cache_info().currsize == 0
    before = compute_rules_digest()
    compute_rules_digest.cache_clear()
    monkeypatch.setattr(Path, "read_bytes", _refusing_examples(Path.read_bytes))
    assert compute_rules_digest() == before


def _refusing_examples(read: Any) -> Any:
    def reads(path: Path) -> bytes:
        assert "examples" not in path.parts[-3:]
        return bytes(read(path))

    return reads


def ran(
    files: Mapping[str, str], folder: Path, monkeypatch: pytest.MonkeyPatch, on: date = DAY, scope: Scope = "all"
) -> Result:
    """The result of a check of these files, and of nothing else."""
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    for document in ON_FILE:
        (folder / document).parent.mkdir(exist_ok=True)
        (folder / document).write_text("Made on 2026-02-10.", "utf-8")
    (folder / ".git").mkdir(exist_ok=True)  # the configuration is not looked for above
    monkeypatch.chdir(folder)
    return check(open_workspace(scope=scope, is_today=on == DAY), load_law(), on, scope=scope, jobs=1)


def findings(result: Result) -> list[tuple[str, str]]:
    """The rules and subjects of what was found and not waived."""
    return [(finding.rule, finding.subject) for finding in result.findings if finding.counts]


def day(fragments: Fragments) -> date:
    """The day of an example: the one that its command names, or the test's own."""
    command = shlex.split(fragments.get("", ""))
    return date.fromisoformat(command[command.index("--as-of") + 1]) if "--as-of" in command else DAY


def scope(fragments: Fragments) -> Scope:
    """An example that shows the notice alone is judged by itself: no system is asked whether it does what it adds."""
    return "notice" if set(fragments) == {"policy.yaml"} else "all"


def placed(shown: Fragments, other: Fragments) -> dict[str, str]:
    """The base with the fragments shown put in, and without what only the other example shows."""
    files = dict(BASE)
    for name in filter(None, {*shown, *other}):
        if not name.endswith(".yaml"):  # infrastructure, which the base has none of
            files |= {name: shown[name], "seloste.yaml": f"evidence: [{name}]\n"}
            continue
        mine, theirs = parsed(shown.get(name, "")), parsed(other.get(name, ""))
        whole = without(parsed(BASE.get(name, "")), mine, theirs)
        files[name] = yaml.safe_dump(merged(whole, mine), allow_unicode=True, sort_keys=False)
    return files


@cache
def _tree(text: str) -> Any:
    return load_yaml(text) or {}


def parsed(text: str) -> dict[str, Any]:
    """A fragment as plain values."""
    tree = _tree(text)
    assert isinstance(tree, dict)
    return tree


def without(base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]) -> dict[str, Any]:
    """The base without what stands in `theirs` and not in `mine`."""
    kept = {}
    for key, value in base.items():
        if key in theirs and key not in mine:
            continue
        below = (value, mine.get(key), theirs.get(key))
        kept[key] = without(*below) if all(isinstance(part, dict) for part in below) else value
    return kept


def merged(base: dict[str, Any], fragment: dict[str, Any]) -> dict[str, Any]:
    """The base with the fragment put in: mappings are merged, all else takes the place of what was there."""
    whole = dict(base)
    for key, value in fragment.items():
        below = whole.get(key)
        whole[key] = merged(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return whole
