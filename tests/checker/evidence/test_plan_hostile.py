"""Plans that are cut off, wrapped in noise, of another form or another tool, or made to do harm."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from seloste.checker.evidence import json_pieces
from seloste.checker.evidence.source import recognize_source
from seloste.checker.evidence.terraform import plan
from tests.support.plans import make_block, make_change, make_file, make_plan, read_plan, write_large_plan
from tests.support.real_files import read_real_file

CRM = make_change("aws_db_instance.crm", {"storage_encrypted": True})
PLAN = make_plan(CRM, configuration={"root_module": {"resources": [make_block("aws_db_instance.crm")]}})
TEXT = json.dumps(PLAN)


def find_problems(content: dict[str, Any] | bytes) -> list[tuple[str, str, str]]:
    """What is said of a file that somebody named: the rule, its variant and the place."""
    file = make_file(content)
    assert list(plan.read_resources([file])) == []
    return [(each.rule, each.variant, str(each.location)) for each in file.file.findings]


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        json.dumps(PLAN, indent=2).encode().replace(b"\n", b"\r\n"),
        json.dumps(PLAN, sort_keys=True).encode(),
        f"[command]/opt/terraform show\n{TEXT}\n::debug::exitcode: 0\n::debug::stdout: {TEXT}%0A\n".encode(),
        f"\x1b[0m\x1b[1mAcquiring state lock\x1b[0m\n{{\"level\": 1}}\n\x1b[32m{TEXT}\x1b[0m\nReleasing {{}}".encode(),
        f"2026-11-28T10:00:00.0Z {TEXT}\n2026-11-28T10:00:01.0Z done".encode(),
        json.dumps(PLAN).replace('"format_version"', '\x1b[34;1m"format_version"\x1b[0m').encode(),
        b'{"version": "1.2", "note": "a log"}\n' + TEXT.encode(),
    ],
)  # fmt: skip
def test_a_plan_is_found_whatever_stands_around_it(content: bytes) -> None:
    assert [each.address for each in read_plan(content)] == ["aws_db_instance.crm"]


def test_a_plan_that_is_cut_off_is_no_state() -> None:
    """The state within it may be whole, and says less than the plan."""
    state = {"format_version": "1.0", "terraform_version": "1", "values": {"root_module": {}}}
    whole = make_plan(CRM, prior_state=state, configuration={"root_module": {}})
    for indent in (None, 1):
        text = json.dumps(whole, indent=indent)
        cut = text[: text.index('"configuration"') + 17].rstrip().encode()
        lines = cut.count(b"\n") + 1
        column = len(cut) - cut.rfind(b"\n")
        assert find_problems(cut) == [("input/syntax", "json-end", f"plan.json:{lines}:{column}")]


def test_a_fault_has_its_line_and_column() -> None:
    text = '{\n "format_version": "1.2",\n "terraform_version": "ä", x\n "resource_changes": []}'
    assert find_problems(text.encode()) == [("input/syntax", "json", "plan.json:3:28")]
    assert find_problems(TEXT.replace("true", "NaN").encode())[0][:2] == ("input/syntax", "json")


@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"a":'])
def test_a_hundred_thousand_brackets_are_refused(opening: str) -> None:
    text = '{"format_version": "1.2", "terraform_version": "1", "resource_changes": ' + opening * 100_000
    assert find_problems(text.encode()) == [("input/limit-exceeded", "depth", "plan.json")]


def test_deep_values_of_one_attribute_do_no_harm() -> None:
    deep: Any = "x"
    for _ in range(400):
        deep = [deep]
    after = {"storage_encrypted": True, "tags": deep, "name": {"a": deep}}
    assert len(read_plan(make_plan(make_change("aws_db_instance.crm", after)))) == 1


@pytest.mark.parametrize("wrong", [None, True, 7, 1.5, "x", [], [7], {"a": 1}, [[]], [{}]])
def test_a_wrong_type_anywhere_costs_one_resource(wrong: Any) -> None:
    """Each part of a change, and each part of the plan, is replaced by something else."""
    parts = ("address", "mode", "type", "provider_name", "change")
    spoilt = [{**make_change(f"aws_db_instance.{key}", {}), key: wrong} for key in parts]
    for key in ("actions", "before", "after", "after_unknown", "after_sensitive", "before_sensitive"):
        change = make_change(f"aws_db_instance.{key}", {"tags": {}}, before={"tags": {}}, actions=("update",))
        spoilt.append({**change, "change": {**change["change"], key: wrong}})
    file = make_file(make_plan(*spoilt, wrong, CRM))
    assert [each.address for each in plan.read_resources([file])][-1] == "aws_db_instance.crm"
    assert all(each.rule == "input/invalid-value" for each in file.file.findings)
    for key in ("prior_state", "configuration", "variables", "planned_values", "deferred_changes", "checks"):
        file = make_file({**PLAN, key: wrong})
        assert [each.address for each in plan.read_resources([file])] == ["aws_db_instance.crm"], key
    for path in ("resources", "module_calls", "variables", "outputs", "provider_config"):
        configuration = {"root_module": {path: wrong}, "provider_config": wrong}
        assert len(read_plan({**PLAN, "configuration": configuration})) == 1


def test_a_resource_that_is_left_out_is_named_by_its_address() -> None:
    bad = make_change("module.a.aws_db_instance.bad[0]", [1])
    file = make_file(make_plan(bad, CRM))
    assert [each.address for each in plan.read_resources([file])] == ["aws_db_instance.crm"]
    assert [each.arguments["value"] for each in file.file.findings] == ["module.a.aws_db_instance.bad[0]"]


@pytest.mark.parametrize("value", [f"1{'0' * 5000}", "1e999", "-1e999", '"\\ud800"', '"\\udc00x"', '"\xff"'])
def test_numbers_and_letters_that_are_none_are_told(value: str) -> None:
    """Whether the whole is malformed or one resource, nothing breaks."""
    text = TEXT.replace("true", value).encode("latin-1")
    file = make_file(text)
    found = list(plan.read_resources([file]))
    assert len(found) + len(file.file.findings) == 1


def test_of_a_key_that_stands_twice_the_last_counts() -> None:
    text = TEXT.replace('"storage_encrypted": true', '"storage_encrypted": false, "storage_encrypted": true')
    assert read_plan(text.encode()) == read_plan(TEXT.encode())


def make_archive() -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("tfplan", b"\x00\x01")
        archive.writestr("tfstate", b"{}")
    return packed.getvalue()


LINES = b'{"@level":"info","@message":"Terraform 1.9.5","@module":"terraform.ui","type":"version"}\n{"@level":"info"}\n'


@pytest.mark.parametrize(("content", "variant"), [(make_archive(), "plan-binary"), (LINES, "plan-lines")])
def test_what_is_mistaken_for_a_plan_is_told_what_to_do(content: bytes, variant: str) -> None:
    assert plan.recognize("tfplan", content)
    assert find_problems(content) == [("input/unreadable", variant, "plan.json")]
    found = make_file(content, is_named=False)
    assert list(plan.read_resources([found])) == []
    assert (found.file.findings, found.notes) == ([], [("plan.json", variant)])


@pytest.mark.parametrize(
    "content",
    [
        {"AWSTemplateFormatVersion": "2010-09-09", "Resources": {"B": {"Type": "AWS::S3::Bucket"}}},
        {"version": 3, "deployment": {"manifest": {}, "resources": [{"urn": "urn:pulumi:a"}]}},
        {"steps": [{"op": "create", "urn": "urn:pulumi:dev::a"}], "duration": 1, "changeSummary": {}},
        {"//": {"metadata": {"backend": "local", "version": "0.20"}}, "resource": {"aws_s3_bucket": {}}},
        {"format_version": "1.0", "provider_schemas": {}},
        {"format_version": "1.0", "valid": True, "error_count": 0, "diagnostics": []},
        {"version": 3, "terraform_version": "1.9.5", "backend": {"type": "s3"}},
        {"name": "package", "version": "1.0.0", "lockfileVersion": 3},
        {},
        [],
    ],
)  # fmt: skip
def test_what_another_tool_writes_is_no_plan(content: Any) -> None:
    assert not plan.recognize("plan.json", json.dumps(content).encode())


def test_a_report_of_a_scanner_is_no_plan() -> None:
    data = read_real_file("scan_trivy_terraform.json")
    kind = recognize_source("scan.json", data)
    assert kind is None or kind.name != "plan"


@pytest.mark.parametrize(
    "text", ["", "{", '{"format_version": "1.2", "terraform_version": ', "null", '"format_version" "terraform_version"']
)
def test_scraps_end_in_words(text: str) -> None:
    assert len(find_problems(text.encode())) == 1


def measure(text: bytes) -> float:
    start = time.process_time()
    list(plan.read_resources([make_file(text)]))
    return time.process_time() - start


def test_many_beginnings_take_no_quadratic_time() -> None:
    assert measure(b'{"version":' * 20_000 + b'"format_version" "terraform_version"') < 2
    assert measure(b'{"version":1\n' * 50_000) < 2
    assert measure(b'"format_version" "terraform_version" ' + b"{ " * 200_000) < 2
    assert measure(b"\x1b[" * 200_000) < 2


def test_no_list_is_read_without_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_pieces, "MOST_ENTRIES", 3)
    file = make_file(make_plan(*[CRM] * 5))
    assert len(list(plan.read_resources([file]))) == 3
    assert [(each.rule, each.variant) for each in file.file.findings] == [("input/limit-exceeded", "entries")]


def test_what_would_take_too_much_memory_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_pieces, "_MOST_VALUES", 1_000)
    large = make_change("aws_db_instance.large", {"tags": [[]] * 2_000})
    file = make_file(make_plan(large, CRM))
    assert [each.address for each in plan.read_resources([file])] == ["aws_db_instance.crm"]
    assert [each.arguments["value"] for each in file.file.findings] == ["aws_db_instance.large"]


_MEASURE = """
import json, sys, time
from pathlib import Path
path = Path(sys.argv[1])
if sys.argv[2] == "json":
    start = time.process_time()
    with path.open() as stream:
        json.load(stream)
else:  # each is imported before it is measured
    from seloste.checker.evidence.source import EvidenceFile
    from seloste.checker.evidence.terraform import plan
    from seloste.checker.reading.documents import File
    from seloste.checker.reading.tree import WorkTree
    start = time.process_time()
    files = [EvidenceFile(path, File(path.name, "evidence"), WorkTree(path.parent), is_named=True)]
    assert sum(1 for _ in plan.read_resources(files)) > 1000
    assert files[0].file.findings == []
seconds = time.process_time() - start
[peak] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
print(seconds, peak.split()[1])  # getrusage would count the process that started this one
"""


@pytest.mark.heavy
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is read from /proc")
def test_a_plan_of_50_megabytes_is_read_as_fast_as_json_and_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    write_large_plan(path, 50)

    def run(how: str) -> tuple[float, int]:
        command = [sys.executable, "-c", _MEASURE, str(path), how]
        seconds, kilobytes = subprocess.run(
            command, capture_output=True, text=True, check=True, timeout=120
        ).stdout.split()
        return float(seconds), int(kilobytes)

    runs = [(run("seloste"), run("json")) for _ in range(5)]  # in turn, since a machine is not always as fast
    seconds, by_json = (min(each[side][0] for each in runs) for side in (0, 1))
    kilobytes = max(own[1] for own, _ in runs)
    assert seconds <= by_json
    assert kilobytes < 150_000
