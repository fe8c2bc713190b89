"""Every family of rules: a change of one line gives exactly its finding, and one that is in order gives none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.cases import (
    CASES,
    grounds,
    hosting,
    keys,
    notice,
    people,
    processor,
    requirements,
    system,
    transfer,
    waiver,
)
from tests.support.complete import Case, Edit, assert_case, case_id, checked, summarize, write

#: The modules with changes that leave the notice in order.
IN_ORDER = (notice, keys, people, grounds, requirements)


@pytest.mark.parametrize("case", CASES, ids=case_id)
def test_the_edit_gives_exactly_its_finding(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_case(case, tmp_path, monkeypatch)


@pytest.mark.parametrize(
    "edits",
    [edits for module in IN_ORDER for edits in module.QUIET.values()],
    ids=[name for module in IN_ORDER for name in module.QUIET],
)
def test_a_notice_in_order_gives_none(edits: tuple[Edit, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, edits)
    assert summarize(checked(tmp_path, monkeypatch, scope="notice").findings) == []


@pytest.mark.parametrize(
    "edits",
    [*system.QUIET.values(), *hosting.QUIET.values(), *processor.QUIET.values()],
    ids=[*system.QUIET, *hosting.QUIET, *processor.QUIET],
)
def test_a_record_in_order_gives_none(edits: tuple[Edit, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, edits)
    assert summarize(checked(tmp_path, monkeypatch).findings) == []


@pytest.mark.parametrize("edits", transfer.QUIET.values(), ids=transfer.QUIET)
def test_a_hop_in_order_gives_none(edits: tuple[Edit, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, edits)
    found = summarize(checked(tmp_path, monkeypatch).findings)
    assert [finding for finding in found if not finding.rule.startswith("notice/")] == []


@pytest.mark.parametrize("edits", waiver.PASSES)
def test_a_waiver_in_order_gives_none(edits: tuple[Edit, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = Case(*waiver.UNOWNED[:2], edits=edits, severity="warning", at="systems:systems.club")
    assert_case(case, tmp_path, monkeypatch)
