"""A plain scalar in a text that people read is what is written; an interval is longer than nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from seloste.checker.inventory import System
from seloste.checker.reading.documents import File, open_file, validate_record
from seloste.checker.reading.tree import WorkTree
from seloste.policy.notice import Policy
from seloste.policy.parties import Contact

POLICY = """\
notice: {languages: [en], title: {en: VALUE}}
controller:
  name: VALUE
  phone: VALUE
  address: {street: VALUE, postal_code: VALUE}
contacts:
  office: {role: {en: VALUE}}
safeguards:
  backup: {text: {en: Backups}, control: backup, parameters: {interval: INTERVAL}}
retention:
  all: {text: {en: VALUE}, minimum: {period: P0D, after: VALUE}, maximum: {period: P1Y, after: end}}
"""


def open_text(folder: Path, text: str, name: str = "policy.yaml") -> File:
    """A file of that text, opened."""
    (folder / name).write_text(text, encoding="utf-8")
    return open_file(folder / name, name, name.partition(".")[0], WorkTree(folder))


@pytest.mark.parametrize(
    "written",
    ["00100", "2026", "0401234567", "1e3", "0x1F", ".5", "-7", "12345678", "true", "False", "NO", "2026-01-01", ".inf"],
)
def test_a_plain_scalar_in_a_text_is_what_is_written(tmp_path: Path, written: str) -> None:
    file = open_text(tmp_path, POLICY.replace("VALUE", written).replace("INTERVAL", "P1D"))
    record = validate_record(file, file.documents[0], Policy)
    assert record is not None
    assert file.findings == []
    address = record.controller.address
    assert address is not None
    assert (record.controller.name, record.controller.phone, address.postal_code) == (written, written, written)
    assert record.notice.title == record.contacts["office"].role == record.retention["all"].text == {"en": written}


@pytest.mark.parametrize("nothing", ["~", "null", ""])
def test_nothing_stays_missing_in_a_text(tmp_path: Path, nothing: str) -> None:
    file = open_text(tmp_path, f"name: {nothing}\nphone: 0401234567\n", "contact.yaml")
    assert validate_record(file, file.documents[0], Contact) == Contact(phone="0401234567")
    file = open_text(tmp_path, f"role:\n  en: {nothing}\n", "contact.yaml")
    assert validate_record(file, file.documents[0], Contact) is None
    assert [finding.variant for finding in file.findings] == ["empty"]


@pytest.mark.parametrize(
    ("name", "text", "variant"),
    [
        ("system.json", '{"name": 123}', "quote-number"),
        ("system.json", '{"name": true}', "wrong-type"),
        ("system.yaml", "name: A\nfields: [123]", "quote-number"),
        ("system.yaml", "name: A\nhosting: {country: 12}", "quote-number"),
        ("system.yaml", "name: [123]", "wrong-type"),
        ("system.yaml", 'name: ""', "empty"),
    ],
)
def test_elsewhere_a_number_is_no_text(tmp_path: Path, name: str, text: str, variant: str) -> None:
    file = open_text(tmp_path, text, name)
    assert validate_record(file, file.documents[0], System) is None
    assert [finding.variant for finding in file.findings] == [variant]


@pytest.mark.parametrize("interval", ["P0D", "P0W", "PT0S", "P0Y0M", "PT0H0M"])
def test_an_interval_is_longer_than_nothing(tmp_path: Path, interval: str) -> None:
    file = open_text(tmp_path, POLICY.replace("INTERVAL", interval))
    assert validate_record(file, file.documents[0], Policy) is None
    assert [(each.variant, each.location.line) for each in file.findings] == [("interval", 9)]
    system = open_text(tmp_path, f"name: A\nsafeguards: {{backup: {{status: planned, interval: {interval}}}}}\n")
    assert validate_record(system, system.documents[0], System) is None
    assert [finding.variant for finding in system.findings] == ["interval"]


def test_an_address_of_infrastructure_begins_with_its_source(tmp_path: Path) -> None:
    wrong = ["aws_db_instance.crm", "terrafrom:aws_db_instance.crm", "terraform:", "Deployment/crm/web"]
    right = ["terraform:*.crm", "kubernetes:*/crm/*", "compose:db", "sql:crm.public.*", " terraform:module.crm.**"]
    file = open_text(tmp_path, "name: A\nresources:\n" + "".join(f'  - "{each}"\n' for each in (*wrong, *right)))
    validate_record(file, file.documents[0], System)
    assert [(each.variant, each.location.line) for each in file.findings] == [
        ("address", line) for line in (3, 4, 5, 6)
    ]
