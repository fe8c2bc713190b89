"""The encoding of a published page: those of old Western pages are read as UTF-8."""

from __future__ import annotations

import re

#: The encodings of old Western pages. By the rules of the web the first one is read as Windows-1252 always.
_CHARSET = re.compile(
    rb"charset\s*+=\s*+(?:[\"']\s*+)?(iso-?8859-1|latin-?1|us-ascii|windows-1252|iso-?8859-15)\b", re.IGNORECASE
)


def recode_to_utf8(data: bytes) -> bytes:
    """The bytes of a page in UTF-8; recoded where the page declares an older Western encoding at its beginning."""
    declared = _CHARSET.search(data[:2000])
    if declared is None:
        return data
    encoding = "iso8859-15" if declared[1].endswith(b"15") else "cp1252"
    return data.decode(encoding, "replace").encode()
