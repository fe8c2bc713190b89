"""Writes every generated file anew: `python -m seloste.generate`; with `--check` only tells which are stale.

Generated are the JSON Schemas in `policy/schemas/`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from seloste import schemas


def files() -> Iterator[tuple[Path, str]]:
    """Every generated file with what it should hold."""
    for name in schemas.NAMES:
        yield schemas.committed(name), schemas.generated(name)


def main() -> int:
    """Writes what is stale, or with `--check` tells of it and fails."""
    stale = [(path, text) for path, text in files() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path, text in stale:
        sys.stdout.write(f"stale: {path.name}\n")
        if "--check" not in sys.argv:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
