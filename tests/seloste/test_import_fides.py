"""Fides manifests become drafts that `check` reads, with ids that lead to each other, and lose nothing said."""

from __future__ import annotations

from pathlib import Path

import pytest

from seloste.checker.drafting.fides import draft_manifests, is_manifest
from seloste.checker.reading.reader import read_yaml
from tests.support.commands import check, seloste

ORGANISATION = """\
organization:
  - fides_key: default_organization
    name: Pulla Oy
    controller: {name: N/A, address: N/A}
    data_protection_officer: {name: Tiina Tietosuoja, email: dpo@pulla.example, phone: N/A}
"""
SYSTEMS = """\
system:
  - fides_key: order_database
    name: Orders
    description: Where orders are
    administrating_department: Engineering
    third_country_transfers: [USA, CAN]
    privacy_declarations:
      - name: Serve
        data_categories: [user.contact, user.device.cookie_id, system.operations]
        data_use: essential.service.operations.support
        data_subjects: [customer]
        legal_basis_for_processing: Contract
        dataset_references: [orders]
      - data_categories: [user.provided.identifiable.contact.email]
        data_use: marketing.communications.email
        data_subjects: [prospect]
        legal_basis_for_processing: Consent
        retention_period: 2 years
  - fides_key: mail_vendor
    name: Mailer
    legal_name: Mailer Inc.
    responsibility: [Processor]
    uses_profiling: true
    privacy_declarations: [{data_use: own.thing, data_categories: [user.shoe_size.left]}]
"""
DATASETS = """\
dataset:
  - fides_key: orders
    retention: 30 days after account deletion
    collections:
      - name: orders
        fields:
          - {name: card, data_categories: [user.financial.credit_card]}
          - {name: doc, fields: [{name: allergy, data_categories: [user.health_and_medical]}]}
  - fides_key: lonely_store
    name: Lonely store
    collections: [{name: a, fields: [{name: b, data_categories: [user.name]}]}]
"""


def write(folder: Path) -> Path:
    folder.mkdir()
    for name, text in (("organization.yml", ORGANISATION), ("systems.yml", SYSTEMS), ("datasets.yml", DATASETS)):
        (folder / name).write_text(text, "utf-8")
    return folder


def test_what_manifests_say_is_at_the_keys_of_our_own_files() -> None:
    draft = draft_manifests(read_yaml(text.encode()).documents[0] for text in (ORGANISATION, DATASETS, SYSTEMS))
    systems = {record.id: record for record in draft.systems}
    assert set(systems) == {"order-database", "mail-vendor", "lonely-store"}
    orders = systems["order-database"]
    assert orders.values == {
        "name": "Orders",
        "owner": "Engineering",
        "description": {"en": "Where orders are"},
        "data_subjects": ["customers", "prospects"],
        "purposes": ["support", "direct-marketing"],
        "activities": ["direct-marketing"],
        "fields": {
            "contact-details": ["support"],
            "cookie-ids": ["support"],
            "email": ["direct-marketing"],
            "financial-data": ["support", "direct-marketing"],
            "health-data": ["support", "direct-marketing"],
        },
    }
    assert orders.words == {"retention": "2 years; 30 days after account deletion", "transfers": "US; CA"}
    assert orders.others == (("privacy_declarations", "Serve"),)
    assert systems["mail-vendor"].words == {"processors": "Processor"}
    assert systems["lonely-store"].values == {"name": "Lonely store", "fields": ["name"]}
    assert [record.values["name"] for record in draft.processors] == ["Mailer Inc."]
    assert draft.controller == {"name": "Pulla Oy"}  # nobody is called N/A
    assert draft.contacts == {"dpo": {"name": "Tiina Tietosuoja", "email": "dpo@pulla.example", "duty": "dpo"}}
    assert draft.purposes["support"] == {"text": {"en": "Support"}, "legal_basis": [{"basis": "contract"}]}
    assert draft.purposes["own-thing"] == {"text": {"en": "Own thing"}}  # no word of ours for it
    assert draft.fields["health-data"]["special_category"] is True
    assert draft.fields["user-data"] == {"text": {"en": "Data on users"}}


@pytest.mark.parametrize("language", ["en", "fi"])
def test_the_drafts_of_a_folder_are_read_by_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    source = write(tmp_path / ".fides")
    target = tmp_path / "new"
    assert seloste("import", str(source), "-o", str(target), "--lang", language) == 0
    monkeypatch.chdir(target)
    assert check("--format", "json") == 1  # much of the notice is still to be written, and all of it is read
    found = capsys.readouterr().out
    for rule in ("input/", "system/purpose-undeclared", "system/field-undeclared", "system/data-subject-undeclared"):
        assert f'"rule": "{rule}' not in found
    assert "30 days after account deletion" in (target / "systems.yaml").read_text("utf-8")


def test_one_manifest_goes_to_standard_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "systems.yml").write_text(SYSTEMS, "utf-8")
    assert seloste("import", str(tmp_path / "systems.yml")) == 0
    assert capsys.readouterr().out.count("---\n") == 2
    (tmp_path / "systems.yml").write_text(SYSTEMS + "  - [", "utf-8")
    assert seloste("import", str(tmp_path / "systems.yml")) == 3


@pytest.mark.parametrize("text", ["systems: {a: {name: A}}", "system: [a]", "dataset: {fides_key: a}", "[]", "a", "{}"])
def test_other_files_are_no_manifests(text: str) -> None:
    assert not is_manifest(read_yaml(text.encode()).documents[0])
