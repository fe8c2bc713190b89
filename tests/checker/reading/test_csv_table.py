"""Processor lists in CSV: the same values as in YAML, and a place for every cell."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seloste.checker.inventory import Processor, ProcessorsFile
from seloste.checker.linking.loading import load_processors, read_entries
from seloste.checker.position import Mark, MarkedList, MarkedMapping
from seloste.checker.reading.csv_table import read_csv
from seloste.checker.reading.documents import open_file
from seloste.checker.reading.problem import Limits, Problem, Reading, SkippedEntry
from seloste.checker.reading.reader import read_yaml
from seloste.checker.reading.tree import WorkTree
from tests.support.cpu import cpu_limit

CSV = '''\
id,name,role,country,purposes,fields,agreement.signed,agreement.terms,transfers,safeguards.backup.status,breach_notice
mailer,"Mailer, ""Inc.""",processor,US,marketing,name; work-email,2024-03-01,audits;security,US=eu-us-dpf; IN,,PT48H
hosting,Hosting Oy,,FI,,,,,,implemented,
'''
YAML = """\
processors:
  mailer:
    name: Mailer, "Inc."
    role: processor
    country: US
    purposes: [marketing]
    fields: [name, work-email]
    agreement: {signed: 2024-03-01, terms: [audits, security]}
    transfers: [{country: US, instrument: eu-us-dpf}, {country: IN}]
    breach_notice: PT48H
  hosting:
    name: Hosting Oy
    country: FI
    safeguards: {backup: {status: implemented}}
"""


def one(text: str) -> MarkedMapping:
    """The processors of a table that has nothing wrong."""
    reading = read_csv(text.encode())
    assert reading.problems == []
    [document] = reading.documents
    assert list(document) == ["processors"]
    body: MarkedMapping = document["processors"]
    return body


def at(text: str, mark: Mark) -> str:
    """The text that a mark spans."""
    lines = io.StringIO(text, newline=None).read().split("\n")
    line, column, end_line, end_column = mark
    if line == end_line:
        return lines[line - 1][column - 1 : end_column - 1]
    spanned = [lines[line - 1][column - 1 :], *lines[line : end_line - 1], lines[end_line - 1][: end_column - 1]]
    return "\n".join(spanned)


def list_problems(reading: Reading) -> list[tuple[str, tuple[int, int] | None]]:
    return [(problem.variant or problem.rule, problem.mark and problem.mark[:2]) for problem in reading.problems]


def test_a_table_holds_what_the_same_in_yaml_holds() -> None:
    assert one(CSV) == read_yaml(YAML.encode()).documents[0]["processors"]


def test_what_the_table_declares_is_valid() -> None:
    for entry in one(CSV).values():
        Processor.model_validate(entry)


def test_the_free_keys_and_the_flag_are_read_as_in_yaml() -> None:
    free = "service,website,contact,notes"
    text = f"id,name,authority,{free}\nkela,Kela,TRUE,Benefits,https://kela.example,dpo@kela.example,Tender; 2027\n"
    kela = Processor.model_validate(one(text)["kela"])
    assert (kela.authority, kela.service, kela.website) == (True, "Benefits", "https://kela.example")
    assert (kela.contact, kela.notes) == ("dpo@kela.example", "Tender; 2027")
    for written, value in (("false", False), (" True ", True), ("Kyllä", True), ("maybe", "maybe")):
        assert one(f"id,name,authority\na,A,{written}\n")["a"]["authority"] == value
    assert one("id,name,authority\na,true,\n")["a"] == {"name": "true"}  # a name stays what it is


def test_every_key_and_cell_has_its_place() -> None:
    mailer = one(CSV)["mailer"]
    header, row = CSV.split("\n")[:2]
    for key_mark, mark in mailer.marks.values():
        assert key_mark == mark  # what is said of a key is about the row, not about the column of all rows
        assert mark[0] == 2
    assert at(CSV, mailer.marks["name"][1]) == '"Mailer, ""Inc."""'
    assert [at(CSV, mark) for mark in mailer["agreement"].marks["signed"]] == ["2024-03-01"] * 2
    assert [at(CSV, mark) for mark in mailer["fields"].marks] == ["name", "work-email"]
    assert [at(CSV, mark) for mark in mailer["agreement"]["terms"].marks] == ["audits", "security"]
    assert [at(CSV, mark) for mark in mailer["transfers"].marks] == ["US=eu-us-dpf", "IN"]
    assert at(CSV, mailer["transfers"][0].marks["instrument"][1]) == "eu-us-dpf"
    assert mailer.marks["country"][1] == (2, row.index("US") + 1, 2, row.index("US") + 3)
    assert one(CSV).marks["hosting"][0] == (3, 1, 3, 8)
    assert header.startswith("id,")


def test_a_quoted_cell_may_hold_line_breaks_commas_and_lists() -> None:
    text = 'id,name,fields\r\na,"A\r\nB, C","x; ""y"";\r\n z"\r\nb,B,w\r\n'
    body = one(text)
    assert body["a"] == {"name": "A\r\nB, C", "fields": ["x", '"y"', "z"]}
    assert body["a"].marks["name"][1] == (2, 3, 3, 6)
    assert body["a"]["fields"].marks == [(3, 8, 3, 9), (3, 11, 3, 16), (4, 2, 4, 3)]
    assert body.marks["b"][0] == (5, 1, 5, 2)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [True, False])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_line_endings_and_encodings_change_nothing(ending: str, last: bool, encoding: str) -> None:
    text = ending.join(["id,name", "a,Ä😀", "", ",", "b,B", *[""][: int(last)]])
    body = read_csv(text.encode(encoding)).documents[0]["processors"]
    assert body == {"a": {"name": "Ä😀"}, "b": {"name": "B"}}
    assert body["a"].marks["name"][1] == (2, 3, 2, 5)
    assert body.marks["b"][0] == (5, 1, 5, 2)


def test_spaces_around_a_value_are_no_part_of_it() -> None:
    text = ' id , name ,fields, country\n a , "A B" , x ; y ;; ,  \n'
    body = one(text)
    assert body == {"a": {"name": "A B", "fields": ["x", "y"]}}
    assert at(text, body["a"].marks["name"][1]) == '"A B"'
    assert [at(text, mark) for mark in body["a"]["fields"].marks] == ["x", "y"]


def test_an_empty_cell_declares_nothing() -> None:
    assert one('id,name,country,fields,agreement.signed\na,"",  ,,\n') == {"a": {}}


def test_a_quotation_mark_within_a_word_is_a_quotation_mark() -> None:
    assert one('id,name\na,Oy "A" Ab\n') == {"a": {"name": 'Oy "A" Ab'}}


@pytest.mark.parametrize(
    ("cell", "transfers"),
    [
        ("US", [{"country": "US"}]),
        ("=bcr", [{"instrument": "bcr"}]),
        ("US=", [{"country": "US"}]),
        ("US = bcr ; IN=scc=x", [{"country": "US", "instrument": "bcr"}, {"country": "IN", "instrument": "scc=x"}]),
        ("=", [{}]),
    ],
)
def test_a_transfer_is_a_country_and_an_instrument(cell: str, transfers: list[Any]) -> None:
    assert one(f"id,transfers\na,{cell}\n")["a"]["transfers"] == transfers


@pytest.mark.parametrize(
    ("text", "problems", "left"),
    [
        ("", [("csv-header", (1, 1))], None),
        ("\n\n", [("csv-header", (1, 1))], None),
        ("mailer,Mailer\n", [("csv-header", (1, 1))], None),
        ('"id,name\na,A\n', [("csv-quote", (1, 1))], {"a": {"name": "A"}}),
        ("id,name\n", [], {}),
        ("id,name\na\nb,B\n", [], {"a": {}, "b": {"name": "B"}}),
        ("id,name\na,A,x,y\nb,B\n", [("csv", (2, 5))], {"b": {"name": "B"}}),
        ("id,name\na,A,\n", [], {"a": {"name": "A"}}),
        ('id,name\na,"A\nb,B\n', [("csv-quote", (2, 3))], {"b": {"name": "B"}}),
        ('id,name\na,"A"x\nb,"B"\n', [("csv-quote", (2, 3))], {"b": {"name": "B"}}),
        ('id,name\na,"A\nb,"B\nc,C', [("csv-quote", (2, 3)), ("csv-quote", (3, 3))], {"c": {"name": "C"}}),
        ("id,name\na,A\na,B\n", [("duplicate-key", (3, 1))], {"a": {"name": "A"}}),
        ("id,name,Name\na,A,B\n", [("duplicate-key", (1, 9))], {"a": {"name": "A"}}),
        ("id,id\na,b\n", [("duplicate-key", (1, 4))], {"a": {}}),
        ("id,safeguards.backup,safeguards.backup.status\na,,\n", [("duplicate-key", (1, 22))], {"a": {}}),
        ("id,name\na,A\0\n", [("control-character", (2, 4))], None),
        ("id,name\na,\udcf0\n", [("table-encoding", (2, 3))], None),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_of_and_the_rest_is_read(
    text: str, problems: list[tuple[str, tuple[int, int]]], left: Any
) -> None:
    reading = read_csv(text.encode("utf-8", "surrogateescape"))
    assert list_problems(reading) == problems
    assert [document["processors"] for document in reading.documents] == ([] if left is None else [left])


def test_a_row_that_is_too_long_tells_both_numbers_and_keeps_its_id() -> None:
    reading = read_csv(b"id,name\na,A,FI\n,,x,y\n")
    assert [problem.arguments for problem in reading.problems] == [
        {"count": 3, "expected": 2},
        {"count": 4, "expected": 2},
    ]
    assert reading.skipped == (SkippedEntry(1, "a", (2, 1, 2, 2)), SkippedEntry(1, None, (3, 1, 3, 1)))


def test_a_table_that_is_too_large_is_not_read() -> None:
    assert [problem.variant for problem in read_csv(b"id" * 100, Limits(size=10)).problems] == ["size"]
    assert [problem.variant for problem in read_csv(b"id" + b"," * 100, Limits(nodes=10)).problems] == ["nodes"]


@pytest.mark.parametrize(
    "data", [b"id" + b",x" * 300_000, b"id\n" + b'"' * 1_000_001, b"id\n" + b'"a,' * 100_000, b'id\n"a""' * 100_000]
)
def test_no_table_takes_long(data: bytes) -> None:
    with cpu_limit(10):
        assert read_csv(data).problems


def findings(tmp_path: Path, text: str) -> list[tuple[str, str, int | None, int | None]]:
    path = tmp_path / "processors.csv"
    path.write_bytes(text.encode())
    return [
        (f.rule, f.value, f.location.line, f.location.column)
        for f in load_processors([path], str, WorkTree(path.parent)).findings
    ]


def test_a_finding_points_into_the_table(tmp_path: Path) -> None:
    text = (
        "id,name,contry,role,agreement.signed,agreement.terms,fields,transfers\n"
        "mailer,Mailer,US,procesor,1/3/2024,audit rights,name,US=eu-us-dfp\n"
        "Mailer 2,,FI,,,,,\n"
    )
    found = findings(tmp_path, text)
    assert [(rule, line, column) for rule, _, line, column in found] == [
        ("input/unknown-key", 1, 9),
        ("input/invalid-value", 2, 18),
        ("input/invalid-value", 2, 27),
        ("input/invalid-value", 2, 36),
        ("input/invalid-value", 2, 57),
        ("input/invalid-value", 3, 1),
    ]


def test_a_column_of_an_unknown_name_declares_nothing_and_is_named_once(tmp_path: Path) -> None:
    text = "id,name,colour,\na,A,FI\nb,B,SE,x\nc,C,\n"
    assert findings(tmp_path, text) == []
    file = open_file(tmp_path / "processors.csv", "processors.csv", "processors", WorkTree(tmp_path))
    assert [entry.record.country for entry in read_entries(file, Processor, ProcessorsFile, {})] == [None] * 3
    unknown = [("processors.csv:1:9 colour", "column-unknown"), ("processors.csv:1:16", "column-unknown")]
    assert list(file.left_out) == unknown


@pytest.mark.parametrize("name", ["transfrs", "Sub-procesors", "tr\u0430nsfers", "Alikäsittelijat"])
def test_a_column_that_is_nearly_one_that_is_judged_is_a_mistake(tmp_path: Path, name: str) -> None:
    [(rule, *_)] = findings(tmp_path, f"id,name,{name}\na,A,US=scc\n")
    assert rule == "input/unknown-key"


@pytest.mark.parametrize("name", ["tr\u200bansfers", "Trans\u00adfers", "\ufeffTRANSFERS"])
def test_what_nobody_sees_in_the_name_of_a_column_does_not_matter(name: str) -> None:
    [document] = read_csv(f"id,name,{name}\na,A,US=scc\n".encode()).documents
    assert document["processors"]["a"]["transfers"] == [{"country": "US", "instrument": "scc"}]


def test_a_missing_name_is_told_of_at_the_id(tmp_path: Path) -> None:
    assert findings(tmp_path, "id,country\na,FI\n") == [("input/missing-key", "name", 2, 1)]


WORDS = st.text(st.sampled_from('ab ,"\n=ä😀'), max_size=8).filter(lambda text: text == text.strip())
ROWS = st.lists(st.tuples(WORDS, WORDS), max_size=5, unique_by=lambda row: row[0])


@settings(derandomize=True, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(ROWS, st.sampled_from(["\n", "\r\n"]), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_what_the_standard_library_writes_is_read(rows: list[tuple[str, str]], ending: str, quoting: Any) -> None:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator=ending, quoting=quoting)
    writer.writerows([("id", "name"), *((f"id-{number}", name) for number, (_, name) in enumerate(rows))])
    expected = {f"id-{number}": {"name": name} if name else {} for number, (_, name) in enumerate(rows)}
    assert one(stream.getvalue()) == expected


def test_values_know_their_places_like_those_of_yaml() -> None:
    value = one("id,fields\na,x\n")["a"]
    assert isinstance(value, MarkedMapping)
    assert isinstance(value["fields"], MarkedList)
    assert Problem("syntax", "csv", None).related is None


def test_the_rows_of_a_merge_conflict_are_gaps_and_the_conflict_is_named() -> None:
    conflict = "<<<<<<< HEAD\nb,B\n||||||| base\n=======\nb,C\nd,D\n>>>>>>> branch\n"
    reading = read_csv(f"id,name\na,A\n{conflict}e,E\n".encode())
    problem = Problem("syntax", "merge-conflict", (3, 1, 3, 13), {"ours": "HEAD", "theirs": "branch"})
    assert reading.problems == [problem]
    assert list(reading.documents[0]["processors"]) == ["a", "e"]
    assert [entry.key for entry in reading.skipped] == ["b", "b", "d"]
    assert read_csv(b"<<<<<<< HEAD\nid,name\n=======\nid\n>>>>>>> branch\na,A\n").documents == []


def test_cells_are_nfc_and_marks_are_those_of_the_text() -> None:
    reading = read_csv("id,name,notes\na,Sa\u0308ilo\u0308,b\n".encode())
    record = reading.documents[0]["processors"]["a"]
    assert record == {"name": "S\xe4il\xf6", "notes": "b"}
    assert record.marks["notes"][1] == (2, 11, 2, 12)
