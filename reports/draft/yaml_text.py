"""Text as a scalar of YAML that reads well: plain, quoted, or as a block, and always the same text when it is read."""

from __future__ import annotations

import re
import unicodedata

#: The widest line of a mapping in one line, and a text that is worth a line for each of its sentences.
WIDTH, LONG = 120, 110
INDENT = "  "
#: What YAML, in any of its versions, reads as no text.
_NO_TEXT = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
#: What has a meaning within a plain scalar: a key, a comment. At the beginning there must be a letter.
_MARKS = re.compile(r":(?:\s|$)|\s#|\s$")
_FLOW_MARKS = re.compile(r"[,?\[\]{}:\"']")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SENTENCE_END = re.compile(r"(?<=[.!?]) (?=[^\W\d_a-zåäö])")
#: Characters that are written by an escape: those that are not seen, and the two that end or escape a quoted text.
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\u00a0": "\\_"}
_HIDDEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"})


def write_scalar(value: str | int | bool, *, in_flow: bool = False) -> str:
    """A value in one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return value if _is_plain(value, in_flow) else _quote(value)


def write_text(text: str, margin: str) -> list[str]:
    """A text behind its key, as the rest of the line and the lines below, each with the margin of the block."""
    lines = text.split("\n")
    if not (lines[0] and lines[-1] and all(map(_is_block_line, lines))):
        return [_quote(text)]
    if len(lines) > 1:
        return ["|-", *(f"{margin}{line}" if line else "" for line in lines)]
    sentences = _SENTENCE_END.split(text)
    if len(text) > LONG and len(sentences) > 1 and all(map(_is_folded_line, sentences)):
        return [">-", *(f"{margin}{sentence}" for sentence in sentences)]
    return [write_scalar(text)]


def _is_plain(text: str, in_flow: bool) -> bool:
    if _DAY.fullmatch(text):
        return True
    return (
        text[:1].isalpha()
        and all(map(_is_seen, text))
        and text.lower() not in _NO_TEXT
        and _MARKS.search(text) is None
        and not (in_flow and _FLOW_MARKS.search(text))
    )


def _is_seen(character: str) -> bool:
    return character == " " or unicodedata.category(character) not in _HIDDEN


def _is_block_line(line: str) -> bool:
    """Whether a line may stand in a block: nothing in it is unseen, and no space at its end or before the first one."""
    return all(map(_is_seen, line)) and line == line.strip(" ")


def _is_folded_line(line: str) -> bool:
    return bool(line) and line == line.strip()


def _quote(text: str) -> str:
    return f'"{"".join(map(_escape, text))}"'


def _escape(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if _is_seen(character):
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
