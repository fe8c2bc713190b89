"""Reads a document as blocks, whatever its format, within limits."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import PurePath

from seloste.policy.prose.blocks import Document, DocumentError
from seloste.policy.prose.formats.markdown import read_markdown_document
from seloste.policy.prose.formats.process import read_in_process
from seloste.policy.prose.formats.text import read_text_document

#: The most bytes of a document, and of one that is text.
MOST_BYTES, MOST_TEXT_BYTES = 20_000_000, 5_000_000
_TEXTS: Mapping[str, Callable[[bytes], Document]] = {
    "text": read_text_document,
    "markdown": read_markdown_document,
    "html": partial(read_in_process, "html"),
}
_PACKED: Mapping[str, Callable[[bytes], Document]] = {
    "docx": partial(read_in_process, "docx"),
    "pdf": partial(read_in_process, "pdf"),
}
_FORMATS = {
    "": "text",
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".docx": "docx",
    ".docm": "docx",
    ".pdf": "pdf",
}
#: The suffixes of what is read.
SUFFIXES = frozenset(_FORMATS) - {""}
#: Formats that are not read, and that people have notices in.
UNREAD_SUFFIXES = frozenset({".doc", ".dot", ".odt", ".rtf", ".pages", ".wpd", ".eml", ".msg", ".mht", ".mhtml"})
#: The first bytes of formats. Old documents of Word and new ones with a password begin alike.
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?:<!--[^>]{0,500}-->\s*+)?<(?:!doctype\s++html|html|head|body)\b", re.IGNORECASE
)
_BEGINNING = 2000


def read_document(data: bytes, name: str) -> Document:
    """The document in a file with a name. Its format is told by its first bytes, else by its suffix.

    Raises:
        DocumentError: It is no document that can be read, or it is larger than a notice can be.
    """
    if not data.strip():
        raise DocumentError("empty")
    if len(data) > MOST_BYTES:
        raise DocumentError("too-large", limit=f"{MOST_BYTES // 10**6} MB")
    format = _recognize(data, PurePath(name))
    if format in _PACKED:
        return _PACKED[format](data)
    if len(data) > MOST_TEXT_BYTES:
        raise DocumentError("too-large", limit=f"{MOST_TEXT_BYTES // 10**6} MB")
    return _TEXTS[format](data)


def _recognize(data: bytes, name: PurePath) -> str:
    suffix = name.suffix.lower()
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        if suffix in (".odt", ".pages"):
            raise DocumentError("save-as", format=suffix)
        return "docx"
    if data.startswith(_COMPOUND):
        raise DocumentError("encrypted") if _LOCKED in data else DocumentError("save-as", format=".doc")
    if data.startswith(b"{\\rtf"):
        raise DocumentError("save-as", format=".rtf")
    if data.startswith(_PICTURES):
        raise DocumentError("no-text")
    if suffix in UNREAD_SUFFIXES:
        raise DocumentError("save-as", format=suffix)
    format = _FORMATS.get(suffix)
    if format in _PACKED:
        raise DocumentError("damaged")
    if format == "text" and _PAGE.match(data[:_BEGINNING]):
        return "html"
    if format is None:
        raise DocumentError("format-unknown", name=suffix)
    return format
