"""Reads a document as blocks, whatever its format, within limits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath

from seloste.policy.prose.blocks import Document, DocumentError
from seloste.policy.prose.formats.text import read_text_document

#: The most bytes of a document.
MOST_BYTES = 20_000_000
#: What reads each format, by the suffix of the file's name.
_READERS: Mapping[str, Callable[[bytes], Document]] = {".txt": read_text_document, "": read_text_document}
SUFFIXES = frozenset({".txt", ".md", ".markdown", ".html", ".htm", ".xhtml", ".docx", ".pdf"})
#: Formats that are not read, and that people have notices in.
UNREAD_SUFFIXES = frozenset({".doc", ".odt", ".rtf", ".pages"})


def read_document(data: bytes, name: str) -> Document:
    """The document in a file with a name. Its format is told by its suffix and its first bytes.

    Raises:
        DocumentError: It is no document that can be read, or it is larger than a notice can be.
    """
    reader = _READERS.get(PurePath(name).suffix.lower())
    if reader is None:
        raise DocumentError("format-unknown", name=name)
    return reader(data)
