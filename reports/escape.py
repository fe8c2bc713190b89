"""Escaping at the sink: one function for each place that text of others can end up in.

The templates' environments (`reports.render`) put everything that is inserted through the function of their sink, so no
template has to remember it. What is already markup of ours is a `Markup` and passes as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from markupsafe import Markup
from markupsafe import escape as escape_html

Escape = Callable[[object], Markup]

#: Format characters that ordinary words need: the soft hyphen, and the joiners of some scripts and of emoji.
_ORDINARY = frozenset("\u00ad\u200c\u200d")
#: Control, format, surrogate and separator characters: invisible, or able to turn the reading direction.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
#: What may begin inline markup anywhere in a line. `$` begins a formula and `&` a character entity.
_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~#&$])")
#: What makes a line a list item, an underlined heading or a rule where it stands first. A day, 15.7.2020, does not.
_MARKDOWN_START = re.compile(r"^(?:([-+](?=\s|$)|-(?=[-\s]*$)|=(?==*$))|(\d{1,9})([.)])(?=\s|$))")
_SPACE = re.compile(r"[ \t\r\n]+")


def visible(text: str) -> str:
    """The text with every hidden character made visible by its code point, `[U+202E]`. Line breaks and tabs stay."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(character if _shown(character) else f"[U+{ord(character):04X}]" for character in text)


def _shown(character: str) -> bool:
    return character in "\n\t" or character in _ORDINARY or unicodedata.category(character) not in _HIDDEN


def html(value: object) -> Markup:
    """For HTML, as text or as the value of a quoted attribute."""
    return escape_html(visible(str(value)))


def markdown(value: object) -> Markup:
    """For Markdown (CommonMark, GitHub's), inline or in the cell of a table: one line, and nothing in it is markup."""
    line = visible(_SPACE.sub(" ", str(value)).strip())
    line = _MARKDOWN.sub(r"\\\1", line)
    return Markup(_MARKDOWN_START.sub(_escaped_start, line))  # noqa: S704 - this is where it is escaped


def _escaped_start(match: re.Match[str]) -> str:
    return f"\\{match[1]}" if match[1] else f"{match[2]}\\{match[3]}"


def text(value: object) -> Markup:
    """For plain text: one line, without hidden characters."""
    return Markup(visible(_SPACE.sub(" ", str(value)).strip()))  # noqa: S704 - this is where it is escaped


def code_span(value: object) -> Markup:
    """For Markdown, a code span: fenced by one more backtick than it holds, and safe in the cell of a table."""
    line = visible(_SPACE.sub(" ", str(value)).strip())
    longest = max((len(run) for run in re.findall(r"`+", line)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if line.startswith("`") or line.endswith("`") or not line else ""
    # A bar ends a cell even within a code span, and outside a table a backslash before it would show.
    return Markup(f"{fence}{pad}{line.replace('|', '¦')}{pad}{fence}")  # noqa: S704 - this is where it is escaped


def code_block(value: object, language: str = "") -> Markup:
    """For Markdown, lines of code: fenced by one more backtick than they hold anywhere."""
    lines = visible(str(value).replace("\r\n", "\n").replace("\r", "\n"))
    longest = max((len(run) for run in re.findall(r"`+", lines)), default=0)
    fence = "`" * max(longest + 1, 3)
    return Markup(f"{fence}{language}\n{lines}\n{fence}")  # noqa: S704 - this is where it is escaped


def link(value: str) -> str | None:
    """Where a contact detail leads: the address of an e-mail or of a web page; None for anything else."""
    if re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", value):
        return f"mailto:{value}"
    if re.fullmatch(r"https?://[^\s<>\"'`(){}|\\^]+", value):
        return value
    return None
