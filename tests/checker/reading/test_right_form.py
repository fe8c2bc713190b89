"""The first mistakes of newcomers: each is one finding, at the value, which shows the right form of that value."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from seloste.checker.finding import Finding
from seloste.checker.inventory import Processor, System, SystemsFile
from seloste.checker.linking.loading import read_entries
from seloste.checker.reading.documents import open_file, validate_record
from seloste.checker.reading.tree import WorkTree
from seloste.policy.notice import Policy

HEAD = "notice: {languages: [en]}\ncontroller: {name: A}\n"


def find_problems(folder: Path, model: type[BaseModel], text: str) -> list[Finding]:
    """What is wrong with a file that holds one record."""
    (folder / "file.yaml").write_text(text, encoding="utf-8")
    file = open_file(folder / "file.yaml", "file.yaml", "policy", WorkTree(folder))
    assert validate_record(file, file.documents[0], model) is None
    return file.findings


def show_problem(found: list[Finding]) -> tuple[Any, ...]:
    """The only finding: which it is, line, column, and its example or suggestion."""
    (finding,) = found
    arguments, location = finding.arguments, finding.location
    return finding.variant, location.line, location.column, arguments.get("example") or arguments.get("suggestion")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("purposes: [billing, support]", ("form-ids", 3, 11, "billing: {text: {en: …}}")),
        ("purposes: billing", ("form-ids", 3, 11, "billing: {text: {en: …}}")),
        ("purposes:\n  - name: Customer Service", ("form-ids", 3, 1, "customer-service: {name: Customer Service}")),
        ("fields:\n  - text: {en: Name}", ("form-ids", 3, 1, "name: {text: {…}}")),
        ("safeguards: [backup]", ("form-ids", 3, 13, "backup: {text: {en: …}}")),
        ("purposes: {a: {text: Billing}}", ("form-languages", 3, 22, "{en: Billing}")),
        ("purposes: {a: {text: 'Billing: us'}}", ("form-languages", 3, 22, '{en: "Billing: us"}')),
        ("headings: {purposes: Why}", ("form-languages", 3, 22, "{en: Why}")),
        ("purposes: {a: {text: {en: B}, legal_basis: contract}}", ("form-mapping", 3, 44, "{basis: contract}")),
        ("purposes: {a: {text: {en: B}, legal_basis: [contract]}}", ("form-mapping", 3, 45, "{basis: contract}")),
        ("purposes: {a: {text: {en: B}, legal_basis: our duty}}", ("form-mapping", 3, 44, "{basis: …}")),
        ("purposes: {a: Billing}", ("form-mapping", 3, 15, "{text: {en: Billing}}")),
        ("transfers: never", ("form-mapping", 3, 12, "{text: {en: …}, rule: never}")),
        ("retention: {a: {text: {en: B}, maximum: P5Y}}", ("form-mapping", 3, 41, "{period: P5Y, after: …}")),
        ("processors: {text: {en: B}, recipients: mailer}", ("form-list", 3, 41, "[mailer]")),
        ("email: a@b.fi", ("section", 3, 1, 'controller: {email: "a@b.fi"}')),
        ("direct_marketing: true", ("outside", 3, 1, None)),
        ("custom: {a: {text: {en: B}, assert: true, true: systems}}", ("yaml-1-1", 3, 43, "on")),
    ],
)  # fmt: skip
def test_a_notice(tmp_path: Path, text: str, problem: tuple[Any, ...]) -> None:
    assert show_problem(find_problems(tmp_path, Policy, HEAD + text)) == problem


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("region: eu-north-1", ("section", 2, 1, "hosting: {region: eu-north-1}")),
        ("provider: aws", ("section", 2, 1, "hosting: {provider: aws}")),
        ("country: FI", ("section", 2, 1, "hosting: {country: FI}")),
        ("period: P1Y", ("section", 2, 1, "retention: {period: P1Y}")),
        ("processor: mailer", ("suggestion", 2, 1, "processors")),
        ("retention: P2Y", ("form-mapping", 2, 12, "{period: P2Y, after: …}")),
        ("hosting: FI", ("form-mapping", 2, 10, "{country: FI}")),
        ("hosting: aws", ("form-mapping", 2, 10, "{provider: aws}")),
        ("hosting: {country: false}", ("yaml-1-1", 2, 20, "NO")),
        ("description: {false: Kunder}", ("yaml-1-1", 2, 15, "no")),
        ("safeguards: [backup]", ("form-ids", 2, 13, "backup: implemented")),
        ("safeguards: [{backup: implemented}]", ("form-ids", 2, 13, "backup: implemented")),
        ("fields: name", ("form-list", 2, 9, "[name]")),
        ("fields: name, email", ("form-list", 2, 9, "[name, email]")),
        ("purposes: billing", ("form-list", 2, 11, "[billing]")),
        ("description: Customers", ("form-languages", 2, 14, "{en: Customers}")),
        ("description: {en: Orders, returns, and so on, fi: Tilaukset}", ("comma", 2, 27, None)),
        ("description: {en: Orders,\n  returns}", ("comma", 3, 3, None)),
        ("hosting: {region: eu-north-1, Stockholm}", ("comma", 2, 31, None)),
        ("description: {en: A, so on: B}", ("language", 2, 22, None)),
        ("description:\n  en: Orders\n  and returns:", ("language", 4, 3, None)),
    ],
)
def test_a_system(tmp_path: Path, text: str, problem: tuple[Any, ...]) -> None:
    assert show_problem(find_problems(tmp_path, System, f"name: A\n{text}\n")) == problem


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("agreement: 2024-01-15", ("form-mapping", 2, 12, "{signed: 2024-01-15}")),
        ("signed: 2024-01-15", ("section", 2, 1, "agreement: {signed: 2024-01-15}")),
        ("transfers: US", ("wrong-type", 2, 12, None)),
        ("transfers: [US]", ("form-mapping", 2, 13, "{country: US}")),
    ],
)
def test_a_processor(tmp_path: Path, text: str, problem: tuple[Any, ...]) -> None:
    assert show_problem(find_problems(tmp_path, Processor, f"name: A\n{text}\n")) == problem


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("systems:\n  - name: Web shop\n    owner: A\n", ("form-ids", 1, 1, "web-shop: {name: Web shop, owner: A}")),
        ("systems: [shop, crm]\n", ("form-ids", 1, 10, "shop: {name: …}")),
        ("systems:\n- id: crm\n  name: CRM\n  owner: A\n", ("form-ids", 1, 1, "crm: {name: CRM, …}")),
        ("systems: {crm: Customers}\n", ("form-mapping", 1, 16, "{name: Customers}")),
    ],
)
def test_a_file_of_systems(tmp_path: Path, text: str, problem: tuple[Any, ...]) -> None:
    (tmp_path / "s.yaml").write_text(text, encoding="utf-8")
    file = open_file(tmp_path / "s.yaml", "s.yaml", "systems", WorkTree(tmp_path))
    assert list(read_entries(file, System, SystemsFile, {})) == []
    assert show_problem(file.findings) == problem


def test_the_example_has_a_language_of_the_notice(tmp_path: Path) -> None:
    text = "notice: {languages: [fi, sv], title: Tietosuojaseloste}\ncontroller: {name: A}\n"
    assert show_problem(find_problems(tmp_path, Policy, text)) == ("form-languages", 1, 38, "{fi: Tietosuojaseloste}")
