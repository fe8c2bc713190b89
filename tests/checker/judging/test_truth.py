"""What an auditor tried: no promise is kept on silence, on nonsense, or where data go elsewhere than it seems."""

from __future__ import annotations

from pathlib import Path

import pytest

from seloste.checker.finding import Severity
from seloste.checker.verdicts.verdict import Verdict
from tests.support import ROOT
from tests.support.complete import Edit, checked, policy, processor, system, write

US = "transfer: {country: US, instrument: privacy-shield}"
TRANSFERS_LEFT_OPEN: dict[str, tuple[Edit, ...]] = {
    "a country that is none": (system("accounts.hosting", "country: FI", "country: ZZ"),),
    "a disclosure without a country": (
        system("accounts.disclosures", "        country: FI\n", ""),
        policy("disclosures.recipients.tax-authority", "      country: FI\n", ""),
    ),
    "a processor in a country that is none": (processor("tositetupa", "country: FI", "country: UK"),),
}
TRANSFERS_BROKEN: dict[str, tuple[Edit, ...]] = {
    "a disclosure whose transfer names another country": (
        system("accounts.disclosures", "        country: FI\n", f"        country: FI\n        {US}\n"),
    ),
    "hosting whose transfer names another country": (
        system("accounts.hosting", "country: FI", f"country: FI\n      {US}"),
    ),
}


def verdict(promise: str, edits: tuple[Edit, ...], folder: Path, monkeypatch: pytest.MonkeyPatch) -> Verdict:
    write(folder, edits)
    return next(judged.verdict for judged in checked(folder, monkeypatch).promises if judged.id == promise)


@pytest.mark.parametrize("case", TRANSFERS_LEFT_OPEN)
def test_where_data_go_must_be_known(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = verdict("transfers", TRANSFERS_LEFT_OPEN[case], tmp_path, monkeypatch)
    assert found is Verdict.UNVERIFIED


@pytest.mark.parametrize("case", TRANSFERS_BROKEN)
def test_a_transfer_to_another_country_is_a_hop_of_its_own(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert verdict("transfers", TRANSFERS_BROKEN[case], tmp_path, monkeypatch) is Verdict.BROKEN


def test_an_unread_record_keeps_every_promise_unverified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, (system("webshop.hosting", "country: SE", "country: se"),))
    result = checked(tmp_path, monkeypatch)
    assert result.broken_input
    assert Verdict.KEPT not in {judged.verdict for judged in result.promises}


def test_a_safeguard_for_a_system_that_is_not_there_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edits = (policy("safeguards.strong-login", "- accounts\n", "- acounts\n"),)
    assert verdict("safeguards.strong-login", edits, tmp_path, monkeypatch) is Verdict.UNVERIFIED


def test_a_recipient_that_is_not_on_the_list_leaves_the_promise_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edits = (policy("processors.recipients", "    tositetupa:\n", "    ghost: {}\n    tositetupa:\n"),)
    assert verdict("processors", edits, tmp_path, monkeypatch) is Verdict.UNVERIFIED


def test_what_the_organisation_only_plans_breaks_its_promise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, (policy("organisation.safeguards.staff-training", "status: implemented", "status: planned"),))
    result = checked(tmp_path, monkeypatch)
    [finding] = [f for f in result.findings if f.severity is Severity.ERROR]
    assert (finding.rule, finding.subject) == ("system/safeguard-broken", "organisation")
    assert finding.promise == "safeguards.training"
    assert finding.excerpt is not None
    assert "planned" in finding.excerpt


def test_an_empty_certification_certifies_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certified = (ROOT / "examples/complete/processors.yaml").read_text("utf-8")
    start = certified.index("        certified:\n")
    lines = certified[start:].splitlines(keepends=True)
    body = "".join([lines[0], *[line for line in lines[1:4] if line.startswith("          ")]])
    write(tmp_path, (processor("snowlark.transfers", body, "        certified: {verified: 2019-10-05}\n"),))
    rules = {finding.rule for finding in checked(tmp_path, monkeypatch).findings}
    assert "transfer/condition-unmet" in rules
