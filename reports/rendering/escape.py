"""Escaping at the sink: one function for each place that text of others can end up in.

The templates' environments (`render`) put everything that is inserted through the function of their sink, so no
template has to remember it. What is already markup of ours is a `Markup` and passes as it is.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from urllib.parse import quote

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
#: Where an address may begin in running text, and how far it goes; `find_link_target` says whether it is one.
_ADDRESS = re.compile(r"(?<![\w.+@/-])(?:https?://[^\s<>\"'`(){}|\\^]+|[\w.+-]+@[\w.-]+)")
_SPACE = re.compile(r"[ \t\r\n]+")
#: What begins a formula in a spreadsheet, wide forms included. Blanks before it are skipped, as some programs do.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
#: Code points that are no characters, and that XML has no place for.
_NO_CHARACTERS = frozenset("\ufffe\uffff")

#: What a build server takes for a command to it: `::error::` where a line begins, `##[error]` or `##vso[…]` anywhere.
_LINE_COMMAND = re.compile(r"(?m)^((?:[^\S\n]|\x1b\[[\d;]*m)*):(?=:)")
_MARKED_COMMAND = re.compile(r"#(?=#\w*\[)")
#: Where Markdown on a code host would mail somebody, leave a remark elsewhere, or lead to an address of others.
_REACHING = re.compile(r"(?<=@)(?=\w)|(?<=[#!])(?=\d)|(?i:(?<=\bgh-)(?=\d)|(?<=:)(?=//)|(?<=\bwww)(?=\.))")
#: What writes a link for a reader of SARIF, `[words](target)`, and a hole to be filled, `{0}`.
_SARIF_LINK = re.compile(r"([\\\[\]])")
_SARIF_HOLE = re.compile(r"\{(\d+)\}")
#: Characters of which some are hidden: all but those of everyday text in Latin letters.
_PERHAPS_HIDDEN = re.compile(r"[^\n -~\u00a0-\u00ac\u00ae-\u024f]")


def visible(text: str) -> str:
    """The text with every hidden character made visible by its code point, `[U+202E]`. Line breaks and tabs stay."""
    if text.isascii() and text.isprintable():
        return text
    return _PERHAPS_HIDDEN.sub(_numbered, text)


def _numbered(match: re.Match[str]) -> str:
    return match[0] if _shown(match[0]) else f"[U+{ord(match[0]):04X}]"


def _shown(character: str) -> bool:
    if character in _NO_CHARACTERS:
        return False
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


def cell(value: object) -> str:
    """For a text cell of a workbook, or any place of a document that keeps lines: lines end with a line feed alone."""
    return visible(str(value).replace("\r\n", "\n").replace("\r", "\n"))


def is_formula(value: str) -> bool:
    """Whether a spreadsheet would take the text for a formula, were it typed in."""
    return _FORMULA.match(value) is not None


def csv_cell(value: object) -> str:
    """For a cell of CSV: what would begin a formula is kept text by an apostrophe, as OWASP advises."""
    shown = cell(value)
    return f"'{shown}" if is_formula(shown) else shown


def data(value: object) -> Markup:
    """For a block of data within HTML, as JSON: nothing in it can end the block, and hidden characters are codes."""
    written = json.dumps(value, ensure_ascii=False, indent=1)
    return Markup("".join(character if _plain(character) else _codes(character) for character in written))  # noqa: S704


def _plain(character: str) -> bool:
    return character not in "<>&" and _shown(character)


def _codes(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def stylesheet(css: str) -> Markup:
    """For a style element: what would end it is written so that it means the same and does not."""
    return Markup(css.replace("</", "<\\/"))  # noqa: S704 - this is where it is escaped


def fragment(value: object) -> Markup:
    """For an id and for a link to it, in HTML and Markdown: what an address can't hold is percent-encoded."""
    return Markup(quote(str(value), safe="", errors="replace"))  # noqa: S704 - this is where it is escaped


def split_links(value: object) -> Iterator[tuple[str, str | None]]:
    """The pieces of running text, each with where it leads: web and e-mail addresses where they say, others nowhere."""
    told = str(value)
    end = 0
    for found in _ADDRESS.finditer(told):
        address = found[0].rstrip(".,;:!?")
        target = find_link_target(address)
        if target is not None:
            yield told[end : found.start()], None
            yield address, target
            end = found.start() + len(address)
    yield told[end:], None


def link_addresses(value: object) -> Markup:
    """For HTML, running text in which web and e-mail addresses lead where they say."""
    pieces = (
        Markup('<a href="{}">{}</a>').format(html(target), html(piece)) if target else html(piece)
        for piece, target in split_links(value)
    )
    return Markup("").join(pieces)


def console(value: str) -> str:
    """For lines of plain text on a terminal or in the log of a build, whose server must take none for a command."""
    return _MARKED_COMMAND.sub("[U+0023]", _LINE_COMMAND.sub(r"\1[U+003A]", value))


def workflow_data(value: object) -> str:
    """For the message of a workflow command of GitHub. Lines stay."""
    return console(cell(value)).replace("%", "%25").replace("\n", "%0A")


def workflow_property(value: object) -> str:
    """For a property of a workflow command of GitHub: one line."""
    return workflow_data(text(value)).replace(":", "%3A").replace(",", "%2C")


def comment(value: object) -> Markup:
    """For Markdown on a code host: as `markdown`, and nobody is mentioned, nothing referred to, nothing linked."""
    return Markup(_REACHING.sub("<!-- -->", markdown(value)))  # noqa: S704 - this is where it is escaped


def sarif(value: object) -> str:
    """For a message of SARIF in plain text, in which links and holes are markup. Lines stay."""
    words = cell(value)
    if "](" in words:
        words = _SARIF_LINK.sub(r"\\\1", words)
    return _SARIF_HOLE.sub(r"{{\1}}", words)


def uri(path: str) -> str:
    """For a relative URI, or the path of an absolute one; what is no Unicode becomes the bytes that it was."""
    try:
        data = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # no bytes of a file name, but half of a character
        data = path.encode("utf-8", "surrogatepass")
    return quote(data, safe="/")


def json_text(value: object, indent: int | None = 2) -> str:
    """A value as JSON in which no character is hidden and nothing is a command to a build server. Its value is kept."""
    written = json.dumps(value, ensure_ascii=False, indent=indent)
    return _MARKED_COMMAND.sub(r"\\u0023", _PERHAPS_HIDDEN.sub(_json_escaped, written)) + "\n"


def _json_escaped(match: re.Match[str]) -> str:
    character = match[0]
    if _shown(character):
        return character
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def find_link_target(value: str) -> str | None:
    """Where a contact detail leads: the address of an e-mail or of a web page; None for anything else."""
    if re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", value):
        return f"mailto:{value}"
    if re.fullmatch(r"https?://[^\s<>\"'`(){}|\\^]+", value):
        return value
    return None
