"""How it is run: the command line.

The rooms of the house are top-level packages with plain names, so a folder that happens to hold a `policy/` or a
`reports/` of its own must never be imported in their place. Before any other room is imported, the working directory is
therefore taken off the path, and the rooms are looked for where this package was loaded from and nowhere else.
"""

import os
import sys

__version__ = "0.1.0"

_HOME = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))  # noqa: PTH120 - pathlib is not safe to import yet
_ROOMS = frozenset({"policy", "checker", "reports"})


def _real(entry: str) -> str:
    try:
        return os.path.realpath(entry or ".")
    except OSError:  # the working directory is gone
        return ""


def _leave_the_working_directory() -> None:
    """Takes the working directory off the path, unless Python itself or this package lives there."""
    site = sys.modules.get("site")
    own = {_HOME, os.path.dirname(os.__file__), *(site.getsitepackages() if site else ())}  # noqa: PTH120
    kept = {_real(entry) for entry in own} - {""}
    sys.path[:] = [entry for entry in sys.path if _real(entry) in kept or _real(entry) not in ("", _real("."))]


_leave_the_working_directory()

from importlib.machinery import ModuleSpec, PathFinder  # noqa: E402 - only now is it surely Python's own


class _Rooms:
    """Finds the rooms beside this package."""

    @staticmethod
    def find_spec(name: str, _path: object = None, _target: object = None) -> ModuleSpec | None:
        return PathFinder.find_spec(name, [_HOME]) if name in _ROOMS else None


sys.meta_path.insert(0, _Rooms)
# Pydantic would look through every installed distribution for plugins: slow, and code of others in the gate.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
