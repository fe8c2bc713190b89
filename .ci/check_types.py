"""Runs mypy on the whole package and the bench: `python .ci/check_types.py`, with options of mypy's own.

The rooms lie beside `seloste/` and become part of it when they are installed, which mypy can't follow. So it is shown
a folder of links in which the package is laid out as it is installed.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("policy", "checker", "reports")
#: Below what git ignores; it stays, so that mypy's cache goes on being of use.
LINKS = ROOT / ".mypy_cache" / "layout"


def link_package() -> None:
    """Lays the package out anew, as links to its files and rooms."""
    package = LINKS / "seloste"
    package.mkdir(parents=True, exist_ok=True)
    for old in package.iterdir():
        old.unlink()
    for source in (*(ROOT / "seloste").glob("[!_.]*"), ROOT / "seloste/__init__.py", ROOT / "seloste/__main__.py"):
        (package / source.name).symlink_to(source)
    for room in ROOMS:
        (package / room).symlink_to(ROOT / room)
    (LINKS / "bench").unlink(missing_ok=True)
    (LINKS / "bench").symlink_to(ROOT / "bench")


def main() -> int:
    """Mypy's exit code."""
    link_package()
    command = [sys.executable, "-m", "mypy", "--config-file", str(ROOT / "pyproject.toml"), *sys.argv[1:]]
    environment = {**os.environ, "MYPYPATH": str(LINKS)}
    return subprocess.run(  # noqa: S603 - our own checker, on our own code
        [*command, "--cache-dir", str(ROOT / ".mypy_cache"), "-p", "seloste", "-p", "bench"],
        cwd=LINKS,
        env=environment,
        check=False,
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
