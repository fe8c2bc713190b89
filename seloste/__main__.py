"""The start of the command `seloste`, and of `python -m seloste`.

The working directory is the repository that is judged, and may hold a `click/` or a `yaml.py`. So before any library is
imported, it is taken off Python's path, where `python -m` and a PYTHONPATH put it.
"""

import os
import sys


def _real(entry: str) -> str:
    try:
        return os.path.realpath(entry or ".")
    except OSError:  # the working directory is gone
        return ""


def _leave_working_directory() -> None:
    """Takes the working directory off the path, unless Python itself or this package lives there."""
    site = sys.modules.get("site")
    home = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))  # noqa: PTH120 - pathlib is not safe to import yet
    own = {home, os.path.dirname(os.__file__), *(site.getsitepackages() if site else ())}  # noqa: PTH120
    kept = {_real(entry) for entry in own} - {""}
    sys.path[:] = [entry for entry in sys.path if _real(entry) in kept or _real(entry) not in ("", _real("."))]


def main() -> None:
    """Runs the command line and ends the process with its exit code."""
    _leave_working_directory()
    # Pydantic would look through every installed distribution for plugins: slow, and code of others in the gate.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

    from seloste import cli

    cli.main()


if __name__ == "__main__":
    main()
