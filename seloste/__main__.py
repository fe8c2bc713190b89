"""The start of the command `seloste`, and of `python -m seloste`.

The working directory is the repository under check, and may contain a `click/` or a `yaml.py`. So it is removed from
Python's path, where `python -m` and a PYTHONPATH put it, before any library is imported.
"""

import os
import sys


def _resolve(entry: str) -> str:
    try:
        return os.path.realpath(entry or ".")
    except OSError:  # the working directory is gone
        return ""


def _remove_working_directory() -> None:
    """Removes the working directory from the path, unless Python itself or this package is in it."""
    site = sys.modules.get("site")
    home = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))  # noqa: PTH120 - pathlib is not safe to import yet
    own = {home, os.path.dirname(os.__file__), *(site.getsitepackages() if site else ())}  # noqa: PTH120
    kept = {_resolve(entry) for entry in own} - {""}
    sys.path[:] = [entry for entry in sys.path if _resolve(entry) in kept or _resolve(entry) not in ("", _resolve("."))]


def main() -> None:
    """Runs the command line and ends the process with its exit code."""
    _remove_working_directory()
    # Pydantic would search every installed distribution for plugins: slow, and foreign code in the gate.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

    from seloste import cli

    cli.main()


if __name__ == "__main__":
    main()
