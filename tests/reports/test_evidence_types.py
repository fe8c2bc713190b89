"""The page of the types of resources: every type with what it shows; it is written anew when the table changes."""

from __future__ import annotations

from seloste import generate
from seloste.checker.evidence.attributes.type_table import list_families, load_family
from seloste.reports.rulebook.evidence_types import render_evidence_types

PAGE = render_evidence_types()


def test_the_committed_page_is_the_one_of_the_table() -> None:
    assert generate.EVIDENCE_TYPES.read_text("utf-8") == PAGE, "run python -m seloste.generate"


def test_every_type_is_on_the_page() -> None:
    for name in list_families():
        for type in load_family(name)["types"]:
            assert f"- **`{type}`**" in PAGE


def test_a_type_tells_its_attributes_defaults_and_places() -> None:
    entry = PAGE.partition("- **`aws_db_instance`**")[2].partition("\n- **")[0]
    assert entry.splitlines()[0] == " (stores data; *read*)"
    assert "  - backup: `backup_retention_period`: at least `1` on; `0` off; absent unknown" in entry
    assert "  - encryption-at-rest: `storage_encrypted`: `true` on; `false` off; absent off" in entry
    assert "  - place: `region`, `availability_zone`, the provider's region, a copy by `replicate_source_db`" in entry
    assert "  - backups are kept for: `backup_retention_period` (days)" in entry


def test_what_cannot_be_seen_is_told() -> None:
    assert "Cannot be seen: Whether the volume is encrypted." in PAGE
