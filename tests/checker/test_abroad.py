"""Which records the law of transfers may bear on: those whose data may leave the area, themselves or by others."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from seloste.checker.forecast import forecast as forecasting
from seloste.checker.forecast.abroad import find_abroad
from seloste.checker.judging import systems as judging
from seloste.checker.judging.loaded_workspace import load_systems, load_workspace
from seloste.policy.law.law import load_law
from seloste.policy.period import Period
from tests.support.workspaces import open_workspace

DAYS = (date(2026, 11, 22), date(2027, 11, 22))
POLICY = """\
version: 1
notice: {name: {en: Register}, languages: [en], published: 2026-01-01}
controller: {name: Lumikiuru Oy, email: tietosuoja@lumikiuru.fi, dpo_designated: false, address: {country: FI}}
data_subjects: {customers: {text: {en: Customers}}}
purposes: {orders: {text: {en: Delivery of orders}, legal_basis: {basis: contract}}}
fields: {name: {text: {en: Name}}}
"""
PROCESSORS = """\
version: 1
processors:
  near: {name: Near Oy, country: FI, agreement: {signed: 2026-01-01}}
  chained: {name: Chained Oy, country: FI, subprocessors: [far]}
  far: {name: Far Inc., country: US}
  island: {name: Island Ab, country: AX}
"""
SYSTEM = "  {id}: {{name: {id}, purposes: [orders], fields: [name], reviewed: 2026-10-01, {more}}}\n"
SYSTEMS = {
    "own": "hosting: {provider: own, country: NO}",
    "near": "processors: [near]",
    "on-island": "processors: [island]",
    "unlisted": "processors: [nobody]",
    "region-abroad": "hosting: {provider: aws, region: us-east-1}",
    "hosted-abroad": "hosting: {provider: own, country: GB}",
    "hosted-by-chain": "hosting: {processor: chained}",
    "by-name": "processors: [near, chained]",
    "far": "processors: [far]",
    "by-transfer": "disclosures: [{recipient: Else Oy, country: FI, transfer: {instrument: bcr}}]",
}


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "policy.yaml").write_text(POLICY)
    (tmp_path / "processors.yaml").write_text(PROCESSORS)
    systems = "".join(SYSTEM.format(id=id, more=more) for id, more in SYSTEMS.items())
    (tmp_path / "systems.yaml").write_text(f"version: 1\nsystems:\n{systems}")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_record_is_abroad_by_its_countries_its_transfers_and_the_processors_it_names(company: Path) -> None:
    loaded = load_systems(load_workspace(open_workspace()))
    assert loaded.systems is not None
    assert not loaded.systems.findings
    assert [*loaded.systems.entries] == [*SYSTEMS]
    assert find_abroad(loaded, load_law(), DAYS) == {
        "processors.chained",
        "processors.far",
        *(
            f"systems.{id}"
            for id in ("region-abroad", "hosted-abroad", "hosted-by-chain", "by-name", "far", "by-transfer")
        ),
    }


def test_what_stays_inside_is_not_judged_again_where_the_law_of_transfers_changes(
    company: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged: dict[str, int] = {}
    judge = judging.judge_system

    def count(system, index, law):  # type: ignore[no-untyped-def]
        judged[system.id] = judged.get(system.id, 0) + 1
        return judge(system, index, law)

    monkeypatch.setattr(judging, "judge_system", count)
    forecasting.make_forecast(open_workspace(), load_law(), DAYS[0], Period("P1Y"))
    assert judged["own"] == judged["near"] < judged["far"]
    assert judged["own"] <= 6  # the first day twice, when its review is due, and what the notice's own days ask for
