"""Infrastructure files of real projects, read in place: they are beside the clone and no part of the repository."""

from __future__ import annotations

import pytest

from tests.support import ROOT

SAMPLES = ROOT.parent / "shared" / "samples"


def read_real_file(name: str) -> bytes:
    """The content of a real file; the test is skipped where it is not beside the clone."""
    path = SAMPLES / name
    if not path.exists():
        pytest.skip(f"{name} is not beside the clone")
    return path.read_bytes()
