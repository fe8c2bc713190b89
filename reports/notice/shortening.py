"""Shortens texts of a notice for lines that only name what another section tells in full. A cut is always marked."""

from __future__ import annotations

#: The most characters of one text in a summary, and of the name of an entry within a line.
MOST_TEXT, _MOST_NAME = 160, 80
#: A text may be cut after these; the ellipsis then marks the cut.
_SENTENCE_ENDS, _ELLIPSIS = (". ", "! ", "? "), " …"
#: A name ends before these: what follows only explains it.
_NAME_ENDS = (": ", " (", ". ", "; ")


def shorten(text: str) -> str:
    """Shortens a text to whole sentences, or else to whole words, and marks the cut."""
    if len(text) <= MOST_TEXT:
        return text
    end = max(text.rfind(stop, 0, MOST_TEXT) for stop in _SENTENCE_ENDS) + 1
    end = end if _is_whole(text[:end]) else 0
    return (text[:end] if end > 0 else _cut_words(text, MOST_TEXT)) + _ELLIPSIS


def shorten_name(text: str) -> str:
    """The name of an entry within a line: a long text up to where its explanation begins."""
    if len(text) <= _MOST_NAME:
        return text.rstrip(".;,")
    ends = [end for stop in _NAME_ENDS if 0 < (end := text.find(stop)) <= _MOST_NAME and _is_whole(text[:end])]
    return (text[: min(ends)] if ends else _cut_words(text, _MOST_NAME)) + _ELLIPSIS


def shorten_to(text: str, most: int) -> str:
    """Shortens a text to so many characters, to whole words, and marks the cut on the line of the last one."""
    return text if len(text) <= most else f"{_cut_words(text, most - len(_ELLIPSIS))}\N{NO-BREAK SPACE}…"


def _is_whole(text: str) -> bool:
    """Whether no parenthesis is open at the end of a text."""
    return text.count("(") == text.count(")")


def _cut_words(text: str, most: int) -> str:
    return text[:most].rpartition(" ")[0] or text[:most]
