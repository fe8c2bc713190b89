"""The files of `examples/` that are installed with the program: the complete example, and the templates for CI."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

#: In a clone the folder `examples/`, installed a package of data.
_PACKAGE = "seloste.examples"
#: The files of the example, in the order in which they are listed; what it says of itself is of this repository.
_OWN = ("policy.yaml", "systems.yaml", "processors.yaml", "responses.yaml", "seloste.yaml")
_ABOUT = "README.md"
#: Where the schemas are, seen from the example in a clone.
_SCHEMAS_IN_CLONE = b"$schema=../../policy/schemas/"


def read_example(schemas: str) -> dict[str, bytes]:
    """The files of the complete example by their paths.

    Args:
        schemas: The folder in which editors find the schemas of the files.
    """
    found = dict(_read_below(files(_PACKAGE) / "complete", ""))
    ordered = {name: found.pop(name) for name in _OWN} | found
    there = f"$schema={schemas}/".encode()
    return {name: data.replace(_SCHEMAS_IN_CLONE, there) for name, data in ordered.items()}


def read_ci_template(server: str) -> bytes:
    """The template of a build server."""
    return (files(_PACKAGE) / "ci" / f"{server}.yml").read_bytes()


def _read_below(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        name = f"{path}{entry.name}"
        if entry.is_dir():
            yield from _read_below(entry, f"{name}/")
        elif name != _ABOUT:
            yield name, entry.read_bytes()
