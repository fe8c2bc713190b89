"""The family evidence/: a line of infrastructure beside the complete example, and the one finding that it must give."""

from __future__ import annotations

from tests.support.complete import Case, Edit, FindingSummary, system

#: The infrastructure of every system, so that each is observed; the web shop's is the database that its record names.
EVIDENCE = Edit("seloste.yaml", "", "version: 1\n", "version: 1\nevidence: [main.tf]\n")
HEAD = 'provider "aws" {\n  region = "eu-north-1"\n}\n'
OTHERS = "".join(
    f'resource "aws_iam_policy" "{name}" {{\n  tags = {{ "seloste:system" = "{name}" }}\n}}\n'
    for name in ("accounts", "advice-desk", "newsletter", "club")
)


def infrastructure(*lines: str, type: str = "aws_db_instance", head: str = HEAD) -> Edit:
    """The infrastructure of every system; that of the web shop has these lines."""
    body = "".join(f"  {line}\n" for line in lines)
    return Edit("main.tf", "", "", f'{head}{OTHERS}resource "{type}" "webshop" {{\n{body}}}\n')


CASES = (
    Case(
        "evidence/country-contradicted",
        "systems.webshop",
        (EVIDENCE, infrastructure('⟦availability_zone⟧ = "ap-southeast-2a"', "storage_encrypted = true")),
        promise="transfers",
    ),
    Case(
        "evidence/safeguard-contradicted",
        "systems.webshop",
        (EVIDENCE, infrastructure("⟦storage_encrypted⟧ = false")),
        promise="safeguards.encrypted-storage",
    ),
    Case(
        "evidence/safeguard-contradicted",
        "systems.webshop",
        (EVIDENCE, infrastructure("storage_encrypted = true", "⟦backup_retention_period⟧ = 0")),
        promise="safeguards.backup",
    ),
    Case(
        "evidence/safeguard-understated",
        "systems.webshop",
        (
            EVIDENCE,
            infrastructure("⟦storage_encrypted⟧ = true"),
            system("webshop.safeguards", "encryption-at-rest: implemented", "encryption-at-rest: not-implemented"),
        ),
        severity="note",
        also=(FindingSummary("system/safeguard-broken", "systems.webshop", promise="safeguards.encrypted-storage"),),
        why="an inventory that says off breaks the promise until it is put right",
    ),
    Case(
        "evidence/processor-undeclared",
        "processors.sentry",
        (
            EVIDENCE,
            infrastructure("storage_encrypted = true", "}", '⟦resource "sentry_project" "shop"⟧ {', 'name = "shop"'),
        ),
        promise="processors",
    ),
    Case(
        "evidence/retention-contradicted",
        "systems.webshop",
        (EVIDENCE, infrastructure("storage_encrypted = true", "⟦backup_retention_period⟧ = 800")),
        promise="retention.credit-check",
    ),
    Case(
        "evidence/field-undeclared",
        "systems.webshop",
        (
            Edit("seloste.yaml", "", "version: 1\n", "version: 1\nevidence: [main.tf, schema.sql]\n"),
            infrastructure("storage_encrypted = true"),
            system("webshop", "    resources:\n", "    resources:\n      - sql:orders\n"),
            Edit("schema.sql", "", "", "CREATE TABLE orders (\n  email text,\n  ⟦kansalaisuus⟧ char(2)\n);\n"),
        ),
        promise="fields",
    ),
    Case(
        "evidence/resource-unmapped",
        "terraform:aws_dynamodb_table.stray",
        (
            EVIDENCE,
            infrastructure(
                'storage_encrypted = true\n}\n⟦resource "aws_dynamodb_table" "stray"⟧ {',
            ),
        ),
        severity="warning",
    ),
    Case(
        "evidence/system-unobserved",
        "systems.webshop",
        (EVIDENCE, Edit("main.tf", "", "", HEAD + OTHERS)),
        severity="note",
        at="systems:systems.webshop",
    ),
)
