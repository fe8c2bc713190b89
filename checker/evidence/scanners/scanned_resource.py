"""A resource as a scanner tells of it: by its address, or by a place in a file and no more."""

from __future__ import annotations

from seloste.checker.evidence.resource import Resource


class ScannedResource(Resource, frozen=True):
    """What results of a scanner are about. Its address is empty where the scanner names a place alone.

    `read_from` is the file that the scanner wrote.

    Attributes:
        paths: The paths that the scanned file may have, relative to nobody knows what; the most telling first.
        tool: The scanner.
        number_of_results: How many of its results show something of the resource.
    """

    paths: tuple[str, ...] = ()
    tool: str = ""
    number_of_results: int = 0
