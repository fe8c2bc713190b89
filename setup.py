"""Puts the four rooms into one package: top-level folders here, `seloste.policy` … `seloste.reports` installed.

All else is declared in pyproject.toml. Its `packages.find` can find packages, but can't give them another name; and it
can't compile the data files, so that a command does not parse dozens of YAML files at each start.
"""

import sys
from pathlib import Path

from setuptools import Command, find_namespace_packages, setup
from setuptools.command.build import build

HOME = Path(__file__).resolve().parent
ROOMS = ("policy", "checker", "reports")
#: The example and the templates for CI, which `seloste init` writes: data without code, from where people read them.
EXAMPLES = "seloste.examples"


class BuildData(Command):
    """Writes the compiled form of each YAML file of the rooms beside it: in the build, or here for an editable one."""

    editable_mode = False
    build_lib: str | None = None

    def initialize_options(self) -> None:
        """Nothing to initialize."""

    def finalize_options(self) -> None:
        """Takes the folder of the build from `build_py`."""
        self.set_undefined_options("build_py", ("build_lib", "build_lib"))

    def run(self) -> None:
        """Compiles every file. The one module that can read what is compiled writes it too."""
        sys.path.insert(0, str(HOME))
        from seloste.policy.data import compile_yaml

        for compiled, source in self.get_output_mapping().items():
            Path(compiled).parent.mkdir(parents=True, exist_ok=True)
            Path(compiled).write_bytes(compile_yaml(Path(source).read_bytes()))

    def get_source_files(self) -> list[str]:
        """The YAML files of the rooms."""
        return sorted(str(path.relative_to(HOME)) for room in ROOMS for path in (HOME / room).rglob("*.yaml"))

    def get_output_mapping(self) -> dict[str, str]:
        """The compiled file → its source."""
        to = HOME if self.editable_mode else Path(self.build_lib or "", "seloste")
        return {str((to / source).with_suffix(".msgpack")): source for source in self.get_source_files()}

    def get_outputs(self) -> list[str]:
        """The compiled files."""
        return list(self.get_output_mapping())


def find_folders(home: str, *patterns: str) -> list[str]:
    """The folders within one as packages, those of data too: setuptools warns of each that has no name there."""
    return find_namespace_packages(home, exclude=["*__pycache__"], include=patterns or ("*",))


build.sub_commands.append(("build_data", None))
setup(
    cmdclass={"build_data": BuildData},
    package_dir={"seloste": "seloste", EXAMPLES: "examples", **{f"seloste.{room}": room for room in ROOMS}},
    packages=[
        "seloste",
        EXAMPLES,
        *(f"{EXAMPLES}.{name}" for name in find_folders("examples", "ci", "complete*")),
        *(f"seloste.{name}" for name in find_folders("seloste")),
        *(f"seloste.{name}" for room in ROOMS for name in (room, *(f"{room}.{sub}" for sub in find_folders(room)))),
    ],
)
