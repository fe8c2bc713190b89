"""Puts the four rooms into one package: top-level folders here, `seloste.policy` … `seloste.reports` installed.

All else is declared in pyproject.toml. Its `packages.find` can find packages, but can't give them another name.
"""

from setuptools import find_packages, setup

ROOMS = ("policy", "checker", "reports")
#: The example and the templates for CI, which `seloste init` writes: data without code, from where people read them.
EXAMPLES = "seloste.examples"

setup(
    package_dir={"seloste": "seloste", EXAMPLES: "examples", **{f"seloste.{room}": room for room in ROOMS}},
    packages=[
        "seloste",
        EXAMPLES,
        *(f"seloste.{name}" for name in find_packages("seloste")),
        *(f"seloste.{name}" for room in ROOMS for name in (room, *(f"{room}.{sub}" for sub in find_packages(room)))),
    ],
)
