"""How it is run: the command line.

The rooms of the house are top-level packages with plain names, so a folder that happens to hold a `policy/` or a `reports/`
of its own must never be imported in their place. The place that this package was loaded from is therefore put first on the
path, and the working directory is taken off it, before any other room is imported.
"""

import os
import sys
from pathlib import Path

__version__ = "0.1.0"

_HOME = str(Path(__file__).resolve().parent.parent)


def _only_our_own_rooms() -> None:
    here = Path.cwd().resolve() if Path().exists() else None
    sys.path[:] = [_HOME] + [
        entry for entry in sys.path if entry and entry != _HOME and (here is None or Path(entry).resolve() != here)
    ]


_only_our_own_rooms()
# Pydantic would look through every installed distribution for plugins: slow, and code of others in the gate.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
