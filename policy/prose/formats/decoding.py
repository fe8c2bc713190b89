"""The text of a file, in whichever of the usual encodings it is, or the reason why it cannot be told."""

from __future__ import annotations

import codecs
import re

from seloste.policy.prose.blocks import DocumentError
from seloste.policy.prose.encoding import recode_to_utf8

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: The letters and signs that are the same in all code pages of European Windows, and å, which no text in another has.
_WESTERN = re.compile(r"[\x00-\x7fåäöÅÄÖéÉüÜšŠžŽß§€°±«»“”‘’„‚–—…•·´¨©®™\u00a0\u00ad]*")
#: The letters ä, ö and å of UTF-8 that a program took for Windows-1252 and wrote anew.
_GARBLED = re.compile(r"Ã[¤¥¶„–…]")
_FEWEST_GARBLED = 3
#: So much of a file without a mark is looked at to tell UTF-16, in which every other byte of a Western text is zero.
_BEGINNING = 1000


def decode_text(data: bytes) -> str:
    """The text of a file.

    Raises:
        DocumentError: It is no text, or its encoding cannot be told.
    """
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None) or _guess_utf16(data)
    try:
        text = data.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        text = "" if encoding else _decode_western(data)
    if not text and data.strip():
        raise DocumentError("encoding")
    if "\x00" in text:
        raise DocumentError("not-text")
    if len(_GARBLED.findall(text)) >= _FEWEST_GARBLED:
        raise DocumentError("garbled")
    return text


def decode_page(data: bytes) -> str:
    """The text of a page, in the encoding that it declares where it is an older one."""
    has_mark = any(data.startswith(mark) for mark, _ in _MARKS)
    return decode_text(data if has_mark or _is_utf8(data) else recode_to_utf8(data))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _guess_utf16(data: bytes) -> str | None:
    beginning = data[:_BEGINNING]
    even, odd = beginning[::2].count(0), beginning[1::2].count(0)
    half = len(beginning) // 2
    if half > 1 and odd > 0.6 * half and not even:
        return "utf-16-le"
    if half > 1 and even > 0.6 * half and not odd:
        return "utf-16-be"
    return None


def _decode_western(data: bytes) -> str:
    """The text in Windows-1252 where nothing else can be meant; empty where it is not certain."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return ""
    return text if _WESTERN.fullmatch(text) else ""
