"""Half a record is no record: what a mistake touches is a gap as a whole, its id is known, and conflicts are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from seloste.checker.inventory import System, SystemsFile
from seloste.checker.linking.loading import read_entries
from seloste.checker.position import Location
from seloste.checker.reading.documents import File, open_file
from seloste.checker.reading.reader import read_yaml
from seloste.checker.reading.tree import WorkTree

SYSTEMS = """\
version: 1
systems:
  first:
    name: First
    owner: A
    purposes:
      - orders
    fields: [name]
  second:
    name: Second
    purposes: [orders]
  third:
    name: Third
"""
CONFLICT = "<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> branch\n"
FoundProblem = tuple[str, int]


def list_problems(file: File) -> list[FoundProblem]:
    """Each finding: what it is, and its line."""
    found = (each.found for each in file.findings)
    return [(each.variant, each.location.line or 0) for each in found]


def read_systems(folder: Path, text: str) -> tuple[list[str], list[str], File]:
    """The ids of the systems that were read whole, every id that is known, and the file."""
    (folder / "systems.yaml").write_text(text, encoding="utf-8")
    file = open_file(folder / "systems.yaml", "systems.yaml", "systems", WorkTree(folder))
    ids: dict[str, Location] = {}
    records = [entry.id for entry in read_entries(file, System, SystemsFile, ids)]
    return records, sorted(ids), file


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("    owner: A\n", CONFLICT.format(ours="    owner: B\n", theirs=""), ("merge-conflict", 5)),
        ("    owner: A\n", "<<<<<<< HEAD\n||||||| base\n    owner: B\n=======\n>>>>>>> b\n", ("merge-conflict", 5)),
        ("    owner: A\n", "<<<<<<< HEAD\r\n=======\r\n    owner: B\r\n>>>>>>> b\r\n", ("merge-conflict", 5)),
        ("    owner: A\n", "<<<<<<<\n    owner: A\n=======\n>>>>>>>\n", ("conflict-marker", 5)),
        ("    owner: A\n", "    owner: A\n>>>>>>> branch\n", ("conflict-marker", 6)),
        ("    owner: A\n", "=======\n    owner: A\n", ("conflict-marker", 5)),
        ("    owner: A\n", "oops\n    owner: A\n", ("stray-line", 5)),
        ("    owner: A\n", "oops, a line\n", ("stray-line", 5)),
        ("    owner: A\n", "owner: A\n", ("stray-line", 5)),
        ("    owner: A\n", "owner: A\nreviewed: 2026-01-01\n", ("stray-line", 5)),
        ("    owner: A\n", '"owner": "A"\n', ("stray-line", 5)),
        ("    purposes:\n", "purposes:\n", ("stray-line", 6)),
        ("    fields: [name]\n", "fields: [name]\n", ("stray-line", 8)),
        ("    fields: [name]\n", "    fields: [name]\noops\n", ("stray-line", 9)),
        ("    owner: A\n", " owner: A\n", ("indentation", 5)),
        ("    owner: A\n", "    owner: *someone\n", ("alias", 5)),
        ("    owner: A\n", "    owner: A\n    owner: B\n", ("", 6)),
        ("      - orders\n", "  - orders\n", ("indentation", 7)),
        ("    owner: A\n", "   owner: A\n", ("indentation", 5)),
        ("    owner: A\n", "      owner: A\n", ("indentation", 5)),
        ("    owner: A\n", '    owner: "A\n', ("quote", 5)),
        ("    fields: [name]\n", "    fields: [name\n", ("bracket", 8)),
        ("    fields: [name]\n", "  fields: [name]\n", ("wrong-type", 8)),
        ("    purposes:\n      - orders\n", "  purposes:\n    - orders\n", ("indentation", 8)),
    ],
)  # fmt: skip
def test_the_record_that_a_mistake_touches_is_a_gap_as_a_whole(
    tmp_path: Path, old: str, new: str, problem: FoundProblem
) -> None:
    assert SYSTEMS.count(old) == 1
    records, ids, file = read_systems(tmp_path, SYSTEMS.replace(old, new))
    assert list_problems(file) == [problem]
    assert records == ["second", "third"]
    assert {"first", "second", "third"} <= set(ids)


def test_what_stands_at_the_margin_at_the_end_of_a_file_belongs_to_its_last_record(tmp_path: Path) -> None:
    records, ids, file = read_systems(tmp_path, f"{SYSTEMS}owner: A\n")
    assert [finding.rule for finding in file.findings] == ["input/unknown-key"]
    assert (records, ids) == (["first", "second"], ["first", "second", "third"])


def test_what_parts_the_keys_of_a_record_from_it_makes_it_a_gap(tmp_path: Path) -> None:
    records, ids, file = read_systems(tmp_path, f"{SYSTEMS}oops:\n    owner: A\n")
    assert [finding.rule for finding in file.findings] == ["input/unknown-key"]
    assert (records, ids) == (["first", "second"], ["first", "second", "third"])
    records, _, file = read_systems(tmp_path, SYSTEMS.replace("    owner: A\n", "oops:\n    owner: A\n", 1))
    assert ("first" in records, file.is_sound) == (False, False)


def test_of_an_id_that_is_given_twice_neither_is_judged(tmp_path: Path) -> None:
    records, ids, file = read_systems(tmp_path, f"{SYSTEMS}  first:\n    name: Another\n")
    assert [finding.rule for finding in file.findings] == ["input/duplicate-key"]
    assert (records, ids) == (["second", "third"], ["first", "second", "third"])


def test_of_an_id_with_a_broken_entry_the_other_is_not_judged_either(tmp_path: Path) -> None:
    records, ids, file = read_systems(tmp_path, f"{SYSTEMS}  first:\n    name: @Another\n  last: {{name: Last}}\n")
    assert list_problems(file) == [("character", 15)]
    assert (records, ids) == (["second", "third", "last"], ["first", "last", "second", "third"])


@pytest.mark.parametrize(
    ("ours", "theirs", "records"),
    [
        ("  new:\n    name: A\n", "  other:\n    name: B\n", ["first", "second", "third"]),
        ("", "  new:\n    name: A\n", ["first", "second", "third"]),
        ("    owner: A\n  new:\n    name: A\n", "", ["first", "third"]),
        ("    owner: A\n", "    owner: B\n", ["first", "third"]),
    ],
)
def test_a_conflict_between_records_leaves_those_around_it(
    tmp_path: Path, ours: str, theirs: str, records: list[str]
) -> None:
    text = SYSTEMS.replace("  third:\n", f"{CONFLICT.format(ours=ours, theirs=theirs)}  third:\n")
    read, ids, file = read_systems(tmp_path, text)
    assert list_problems(file) == [("merge-conflict", 12)]
    assert read == records
    assert ("new" in ids) == ("new:" in ours + theirs)


def test_each_conflict_has_one_finding_and_its_words_name_both_sides(tmp_path: Path) -> None:
    text = SYSTEMS.replace("    owner: A\n", CONFLICT.format(ours="    owner: B\n", theirs="    owner: C\n"))
    text += CONFLICT.format(ours="    owner: B\n", theirs="    owner: C\n")
    records, _, file = read_systems(tmp_path, text)
    assert list_problems(file) == [("merge-conflict", 5), ("merge-conflict", 18)]
    assert (file.findings[0].arguments["ours"], file.findings[0].arguments["theirs"]) == ("HEAD", "branch")
    assert records == ["second"]


def test_a_conflict_over_the_section_itself_takes_it_whole(tmp_path: Path) -> None:
    text = SYSTEMS.replace("systems:\n", CONFLICT.format(ours="systems:\n", theirs="systems:\n"))
    records, ids, file = read_systems(tmp_path, text)
    assert list_problems(file) == [("merge-conflict", 2)]
    assert (records, ids) == ([], ["first", "second", "third"])


def test_of_json_with_a_conflict_nothing_is_read() -> None:
    text = '{\n "systems": {\n  "a": {\n<<<<<<< HEAD\n   "name": "A"\n=======\n   "name": "B"\n>>>>>>> b\n  }\n }\n}\n'
    reading = read_yaml(text.encode())
    assert [(each.variant, each.mark) for each in reading.problems] == [("merge-conflict", (4, 1, 4, 13))]
    assert reading.documents == []


def test_very_many_conflicts_are_counted() -> None:
    text = "k:\n" + "".join(f"  a{n}:\n{CONFLICT.format(ours='    x: 1', theirs='    x: 2')}" for n in range(3_000))
    reading = read_yaml(text.replace("1=", "1\n=").replace("2>", "2\n>").encode())
    assert len(reading.problems) == 20
    assert reading.unlisted == {"syntax": 2_980}
    assert {each.variant for each in reading.problems} == {"merge-conflict"}


def test_what_only_looks_like_a_conflict_is_none() -> None:
    text = "a: |\n  <<<<<<< HEAD\n  =======\nb: 'x\n=======\n  y'\n# <<<<<<< HEAD\n"
    assert not read_yaml(text.encode()).problems
    assert read_yaml(b'{"a": "<<<<<<< |||||||"}').documents == [{"a": "<<<<<<< |||||||"}]
    assert read_yaml(b"a: '<<<<<<<'\n").documents == [{"a": "<<<<<<<"}]
