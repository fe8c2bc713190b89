"""The pages of the keys and of the law are made of the schemas and of the data of the law."""

from __future__ import annotations

import json

import pytest

from seloste import generate, schemas
from seloste.policy.law.authorities import load_authorities
from seloste.policy.law.law import load_law
from seloste.policy.law.pending import load_pending
from seloste.reports.rulebook.keys import FILES, render_keys
from seloste.reports.rulebook.law import render_law

SCHEMAS = {name: json.loads(schemas.get_committed_path(name).read_text("utf-8")) for name in FILES}
PAGE = render_keys(SCHEMAS)


def test_the_pages_are_up_to_date() -> None:
    assert generate.KEYS.read_text("utf-8") == PAGE, "run python -m seloste.generate"
    assert generate.LAW.read_text("utf-8") == render_law(), "run python -m seloste.generate"


@pytest.mark.parametrize("name", FILES)
def test_every_key_has_its_row_and_every_value_its_line(name: str) -> None:
    part = PAGE.partition(f"\n## {FILES[name]}\n")[2].partition("\n## ")[0]
    for schema in (SCHEMAS[name], *SCHEMAS[name].get("$defs", {}).values()):
        for key, value in schema.get("properties", {}).items():
            assert any(f"`{key}`" in row and value["description"] in row for row in part.splitlines()), key
        for value, words in zip(schema.get("enum", ()), schema.get("enumDescriptions", ()), strict=True):
            assert f"- `{value}`: {words}" in part


def test_the_page_of_the_law_has_every_entry_in_a_row() -> None:
    law = load_law()
    cited, pending = sum(map(len, load_authorities().values())), len(load_pending())
    entries = len(law.decisions) + len(law.instruments) + cited + pending
    rows = [line for line in render_law().splitlines() if line.startswith("| ") and not line.endswith("| source |")]
    assert len(rows) == entries
    assert any("12 July 2016 – 15 July 2020 | `privacy-shield`" in row for row in rows)
