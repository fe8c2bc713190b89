"""Tells the formats of scanners apart, by what stands in them."""

from __future__ import annotations

import re
from enum import StrEnum

_RUNS = re.compile(rb'"runs"\s*+:\s*+\[')
_KICS = re.compile(rb'"kics_version"\s*+:\s*+"')
_OLD_TRIVY = re.compile(rb'\s*+\[\s*+\{\s*+"Target"\s*+:\s*+"')
_CHECK_TYPE = re.compile(rb'"check_type"\s*+:\s*+"')


class ScanFormat(StrEnum):
    """A format of scanners."""

    SARIF = "sarif"
    CHECKOV = "checkov"
    TRIVY = "trivy"
    #: What a scanner writes and nobody here reads: KICS's own JSON, and Trivy's list without a version.
    OTHER = "other"


def find_format(beginning: bytes) -> ScanFormat | None:
    """The format of a file, by its first million bytes; None where it is none of these."""
    text = beginning.replace(b"\0", b"") if b"\0" in beginning[:10] else beginning
    if _RUNS.search(text) and any(key in text for key in (b'"driver"', b'"ruleId"', b"sarif")):
        return ScanFormat.SARIF
    if (_CHECK_TYPE.search(text) and b'"results"' in text) or b'"checkov_version"' in text:
        return ScanFormat.CHECKOV
    if b'"SchemaVersion"' in text and (b'"ArtifactName"' in text or b'"Results"' in text):
        return ScanFormat.TRIVY
    if b'"ClusterName"' in text and any(key in text for key in (b'"Resources"', b'"Findings"', b'"Results"')):
        return ScanFormat.TRIVY
    return ScanFormat.OTHER if _KICS.search(text) or _OLD_TRIVY.match(text) else None
