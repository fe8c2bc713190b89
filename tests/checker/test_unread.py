"""What needs a record that could not be read is unknown: no verdict is broken by it, and none kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from seloste.checker.result import Result
from seloste.checker.verdicts.verdict import Verdict
from tests.support.complete import Edit, checked, processor, summarize, system, write

LIST = Edit("processors.yaml", "", "\nprocessors:\n", "\nprocessors: [suopilvi, snowlark]\nx-processors:\n")


def list_unread(kind: str, *ids: str) -> list[Edit]:
    """Edits that leave records with a day that is none."""
    make = {"processors": processor, "systems": system}[kind]
    days = {"suopilvi": "09-01", "tositetupa": "09-01", "webshop": "09-01", "accounts": "09-01", "snowlark": "10-05"}
    days |= {"beratung-desk": "10-05", "nightlark": "10-05", "club": "10-06", "advice-desk": "10-06"}
    return [make(f"{id}.reviewed", f"2026-{days[id]}", "5.10.2026") for id in ids]


@pytest.mark.parametrize(
    "edits",
    [
        pytest.param(list_unread("processors", "snowlark"), id="hosts outside the EEA"),
        pytest.param(list_unread("processors", "beratung-desk"), id="passes data on"),
        pytest.param(list_unread("processors", "nightlark"), id="subprocessor"),
        pytest.param(list_unread("processors", "suopilvi", "tositetupa", "snowlark", "beratung-desk"), id="most"),
        pytest.param([LIST], id="a list for a mapping"),
        pytest.param([Edit("processors.yaml", "", "\nprocessors:\n", "\nprocessors: [\n")], id="no YAML at all"),
        pytest.param([Edit("processors.yaml", "", "\nprocessors:\n", "\nprocesors:\n")], id="another key"),
        pytest.param(
            [Edit("processors.yaml", "", "  snowlark:\n    name: Snowlark Mail Inc.\n", "  snowlark: {name\n")],
            id="syntax within one",
        ),
        pytest.param(
            [Edit("seloste.yaml", "", "[processors.yaml]", "[procesors.yaml]")], id="a file that is not there"
        ),
        pytest.param(list_unread("systems", "webshop"), id="a system"),
        pytest.param(list_unread("systems", "webshop", "accounts", "club", "advice-desk"), id="most systems"),
        pytest.param([Edit("seloste.yaml", "", "[systems.yaml]", "[sytems.yaml]")], id="no file of systems"),
        pytest.param([Edit("systems.yaml", "", "systems:\n", "systems: [\n")], id="systems that are no YAML"),
        pytest.param([Edit("systems.yaml", "", "systems:\n", "systems: [crm]\nx-systems:\n")], id="a list of systems"),
    ],
)
def test_only_the_reading_itself_is_found(edits: list[Edit], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, edits)
    result = checked(tmp_path, monkeypatch)
    assert result.broken_input
    assert [each for each in summarize(result.findings) if not each.rule.startswith("input/")] == []
    assert {judged.verdict for judged in result.promises} == {Verdict.UNVERIFIED}


def test_a_list_that_lacks_a_file_lacks_no_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, [Edit("seloste.yaml", "", "[processors.yaml]", "[processors.yaml, more.yaml]"), GHOST])
    assert list_rules(checked(tmp_path, monkeypatch)) == ["input/nothing-to-check"]


GHOST = system("club.processors", "- suopilvi", "- haamu")


def test_a_list_beside_systems_that_are_not_there_is_still_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, [Edit("seloste.yaml", "", "[systems.yaml]", "[systems.yaml, more.yaml]"), GHOST])
    assert list_rules(checked(tmp_path, monkeypatch)) == ["input/nothing-to-check", "system/processor-unlisted"]


def test_an_unread_processor_hides_no_wrong_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, [*list_unread("processors", "snowlark"), GHOST])
    assert list_rules(checked(tmp_path, monkeypatch)) == ["input/invalid-value", "system/processor-unlisted"]


@pytest.mark.parametrize("host", ["haamu", "Snowlark"])
def test_where_a_host_is_not_in_the_list_its_transfers_are_not_known(
    host: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, [system("newsletter.hosting", "processor: snowlark", f"processor: {host}")])
    result = checked(tmp_path, monkeypatch)
    assert list_rules(result) == ["system/processor-unlisted"]
    assert find_verdict(result, "transfers") is Verdict.UNVERIFIED
    assert find_verdict(result, "safeguards.https") is Verdict.UNVERIFIED  # it holds data, and is silent


def test_a_host_in_the_list_without_a_tool_has_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, [system("newsletter.hosting", "processor: snowlark", "processor: suopilvi")])
    result = checked(tmp_path, monkeypatch)
    assert "transfer/instrument-missing" in list_rules(result)
    assert find_verdict(result, "transfers") is Verdict.BROKEN


def list_rules(result: Result) -> list[str]:
    """The rules of the findings, each once."""
    return sorted({each.rule for each in summarize(result.findings)})


def find_verdict(result: Result, promise: str) -> Verdict:
    """The verdict on a promise."""
    return next(judged.verdict for judged in result.promises if judged.id == promise)
