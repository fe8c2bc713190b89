"""A resource as a scanner tells of it: by its address, or by a place in a file and no more."""

from __future__ import annotations

from dataclasses import dataclass

from seloste.checker.evidence.resource import Resource


@dataclass(frozen=True, slots=True)
class ScannedResource(Resource):
    """What results of a scanner are about. Its address is empty where the scanner names a place alone.

    `paths`: the paths that the scanned file may have, relative to nobody knows what; the most telling first.
    `read_from` is the file that the scanner wrote.
    """

    paths: tuple[str, ...] = ()
