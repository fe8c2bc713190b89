"""Writes every generated file anew: `python -m seloste.generate`; with `--check` only lists the stale ones.

The JSON Schemas in `policy/schemas/`, the pages of the rules in `docs/rules/`, that of the types of resources,
`docs/evidence-types.md`, those of services and of the checks of scanners, `docs/evidence-services.md` and
`docs/evidence-scanners.md`, that of the kinds of personal data in columns, `docs/column-kinds.md`, that of the columns
of lists, `docs/list-columns.md`, that of all keys, `docs/keys.md`, and that of the law, `docs/law.md`, are generated.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from seloste import schemas
from seloste.reports.language.language import language_codes, load_language
from seloste.reports.rulebook import pages
from seloste.reports.rulebook.column_kinds import render_column_kinds
from seloste.reports.rulebook.evidence_scanners import render_evidence_scanners
from seloste.reports.rulebook.evidence_services import render_evidence_services
from seloste.reports.rulebook.evidence_types import render_evidence_types
from seloste.reports.rulebook.keys import FILES, render_keys
from seloste.reports.rulebook.law import render_law
from seloste.reports.rulebook.list_columns import render_list_columns

ROOT = Path(__file__).resolve().parent.parent
RULES = ROOT / "docs" / "rules"
EVIDENCE_TYPES = ROOT / "docs" / "evidence-types.md"
COLUMN_KINDS = ROOT / "docs" / "column-kinds.md"
EVIDENCE_SERVICES = ROOT / "docs" / "evidence-services.md"
EVIDENCE_SCANNERS = ROOT / "docs" / "evidence-scanners.md"
KEYS = ROOT / "docs" / "keys.md"
LAW = ROOT / "docs" / "law.md"
LIST_COLUMNS = ROOT / "docs" / "list-columns.md"


def make_files() -> Iterator[tuple[Path, str]]:
    """Every generated file with its content."""
    generated = {name: schemas.generate_schema(name) for name in schemas.NAMES}
    for name, schema in generated.items():
        yield schemas.get_committed_path(name), schema
    yield KEYS, render_keys({name: json.loads(generated[name]) for name in FILES})
    yield LAW, render_law()
    for code in language_codes():
        for name, text in pages.render_pages(load_language(code)).items():
            yield RULES / code / name, text
    yield EVIDENCE_TYPES, render_evidence_types()
    yield LIST_COLUMNS, render_list_columns()
    yield COLUMN_KINDS, render_column_kinds()
    yield EVIDENCE_SERVICES, render_evidence_services()
    yield EVIDENCE_SCANNERS, render_evidence_scanners()


def main() -> int:
    """Writes the stale files, or with `--check` lists them and returns 1."""
    stale = [
        (path, text) for path, text in make_files() if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    for path, text in stale:
        sys.stdout.write(f"stale: {path.relative_to(ROOT).as_posix()}\n")
        if "--check" not in sys.argv:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
