"""Escaping at the sink: a function for each kind of place where text of others is inserted.

The environments of the templates (`render`) apply the function of their sink to every inserted value, so no template
has to remember it. Markup of our own is a `Markup` and is inserted as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol
from urllib.parse import quote

import msgspec
from markupsafe import Markup
from markupsafe import escape as escape_html

from seloste.policy.prose.lazy_patterns import LazyPattern

Escape = Callable[[object], Markup]

#: Format characters that ordinary words need: the soft hyphen, and the joiners of some scripts and of emoji.
_ORDINARY = frozenset("\u00ad\u200c\u200d")
#: Control, format, surrogate and separator characters: invisible, or able to turn the reading direction.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
#: Characters that can begin inline markup. `$` begins a formula and `&` a character entity.
_MARKDOWN = LazyPattern(r"([\\`*_\[\]<>|~#&$])")
#: Beginnings of a line that make it a list item, an underlined heading or a rule. A date such as 15.7.2020 is none.
_MARKDOWN_START = LazyPattern(r"^(?:([-+](?=\s|$)|-(?=[-\s]*$)|=(?==*$))|(\d{1,9})([.)])(?=\s|$))")
#: One line of words and figures in which nothing can be hidden or markup: most of what is inserted is one.
_MARKDOWN_PLAIN = LazyPattern(
    r"(?:[A-Za-z\u00c0-\u024f]|\d{1,9}+(?![\d.)]))[A-Za-z\d\u00c0-\u024f,.:;()/%'\"=+@!?–’”…-]*+"
    r"(?: [A-Za-z\d\u00c0-\u024f,.:;()/%'\"=+@!?–’”…-]++)*+",
    re.ASCII,
)
#: Candidates for an address in running text; `find_link_target` decides.
_ADDRESS = LazyPattern(r"(?<![\w.+@/-])(?:https?://[^\s<>\"'`(){}|\\^]+|[\w.+-]+@[\w.-]+)")
_SPACE = re.compile(r"[ \t\r\n]+")
#: Beginnings of a formula in a spreadsheet, wide characters included. Some programs skip blanks before them.
_FORMULA = LazyPattern(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
#: Code points that are no characters and are not allowed in XML.
_NO_CHARACTERS = frozenset("\ufffe\uffff")

#: Commands to a build server: `::error::` at the beginning of a line, `##[error]` or `##vso[…]` anywhere.
_LINE_COMMAND = LazyPattern(r"(?m)^((?:[^\S\n]|\x1b\[[\d;]*m)*):(?=:)")
_MARKED_COMMAND = LazyPattern(r"#(?=#\w*\[)")
#: Places where Markdown on a code host mentions a person, refers to an issue, or links an address.
_REACHING = LazyPattern(r"(?<=@)(?=\w)|(?<=[#!])(?=\d)|(?i:(?<=\bgh-)(?=\d)|(?<=:)(?=//)|(?<=\bwww)(?=\.))")
#: Links in a message of SARIF, `[words](target)`, and placeholders, `{0}`.
_SARIF_LINK = LazyPattern(r"([\\\[\]])")
_SARIF_PLACEHOLDER = LazyPattern(r"\{(\d+)\}")
#: What YAML, in any of its versions, reads as text without quotes: words of letters, unless they mean something else.
_YAML_PLAIN = LazyPattern(r"[a-zA-Z][a-zA-Z0-9]*(?:[ /_-][a-zA-Z0-9]+)*")
_YAML_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
_LONGEST_YAML_PLAIN = 120
#: Characters that may be hidden: all but those of ordinary text in Latin letters. A quick test before a slow one.
_PERHAPS_HIDDEN = re.compile(r"[^\n -~\u00a0-\u00ac\u00ae-\u024f]")
#: The printable characters of ASCII. JSON that is not laid out has no line breaks.
_PLAIN_BYTES = bytes(range(ord(" "), ord("~") + 1))


def visible(text: str) -> str:
    """The text with its hidden characters replaced by their code points, `[U+202E]`. Line breaks and tabs stay."""
    if text.isascii() and text.isprintable():
        return text
    return _PERHAPS_HIDDEN.sub(_name_hidden, text)


def _name_hidden(match: re.Match[str]) -> str:
    return match[0] if _is_visible(match[0]) else f"[U+{ord(match[0]):04X}]"


def _is_visible(character: str) -> bool:
    if character in _NO_CHARACTERS:
        return False
    return character in "\n\t" or character in _ORDINARY or unicodedata.category(character) not in _HIDDEN


def html(value: object) -> Markup:
    """For HTML, as text or as the value of a quoted attribute."""
    return escape_html(visible(str(value)))


def markdown(value: object) -> Markup:
    """For Markdown (CommonMark, GitHub's), inline or in a cell of a table: one line without any markup."""
    words = str(value)
    if _MARKDOWN_PLAIN.fullmatch(words):
        return Markup(words)  # noqa: S704 - there is nothing to escape
    line = visible(_SPACE.sub(" ", words).strip())
    line = _MARKDOWN.sub(r"\\\1", line)
    return Markup(_MARKDOWN_START.sub(_escape_start, line))  # noqa: S704 - this is where it is escaped


def _escape_start(match: re.Match[str]) -> str:
    return f"\\{match[1]}" if match[1] else f"{match[2]}\\{match[3]}"


def text(value: object) -> Markup:
    """For plain text: one line, without hidden characters."""
    return Markup(visible(_SPACE.sub(" ", str(value)).strip()))  # noqa: S704 - this is where it is escaped


def code_span(value: object) -> Markup:
    """For Markdown, a code span that is safe in a cell of a table, fenced by one more backtick than it contains."""
    line = visible(_SPACE.sub(" ", str(value)).strip())
    longest = max((len(run) for run in re.findall(r"`+", line)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if line.startswith("`") or line.endswith("`") or not line else ""
    # A bar ends a cell even within a code span. A backslash before it would be visible outside tables.
    return Markup(f"{fence}{pad}{line.replace('|', '¦')}{pad}{fence}")  # noqa: S704 - this is where it is escaped


def code_block(value: object, language: str = "") -> Markup:
    """For Markdown, a block of code, fenced by one more backtick than it contains."""
    lines = visible(str(value).replace("\r\n", "\n").replace("\r", "\n"))
    longest = max((len(run) for run in re.findall(r"`+", lines)), default=0)
    fence = "`" * max(longest + 1, 3)
    return Markup(f"{fence}{language}\n{lines}\n{fence}")  # noqa: S704 - this is where it is escaped


def cell(value: object) -> str:
    """For a text cell of a workbook, or any other place that keeps lines. Lines end with a line feed."""
    return visible(str(value).replace("\r\n", "\n").replace("\r", "\n"))


def is_formula(value: str) -> bool:
    """Whether a spreadsheet would take the text for a formula if somebody typed it in."""
    return _FORMULA.match(value) is not None


def csv_cell(value: object) -> str:
    """For a cell of CSV: an apostrophe before a formula keeps it text, as OWASP advises."""
    text = cell(value)
    return f"'{text}" if is_formula(text) else text


def data(value: object) -> Markup:
    """For a block of data within HTML: JSON that can't end the block, its hidden characters as escape sequences."""
    text = _write_json(value, 1)
    return Markup("".join(char if _is_plain(char) else _escape_sequence(char) for char in text))  # noqa: S704


def _is_plain(character: str) -> bool:
    return character not in "<>&" and _is_visible(character)


def _escape_sequence(character: str) -> str:
    """The character as `\\uXXXX` in JSON: two of them beyond the first plane."""
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def yaml_scalar(value: object) -> Markup:
    """For a value in YAML: a scalar that is read as the same text; JSON reads it as well where it is in quotes."""
    words = str(value)
    is_plain = _YAML_PLAIN.fullmatch(words) and words.lower() not in _YAML_WORDS and len(words) <= _LONGEST_YAML_PLAIN
    return Markup(words if is_plain else _write_json(words))  # noqa: S704


def stylesheet(css: str) -> Markup:
    """For a style element: an end tag within it is escaped so that CSS reads the same."""
    return Markup(css.replace("</", "<\\/"))  # noqa: S704 - this is where it is escaped


def fragment(value: object) -> Markup:
    """For an id and for a link to it, in HTML and Markdown: percent-encoded."""
    return Markup(quote(str(value), safe="", errors="replace"))  # noqa: S704 - this is where it is escaped


def split_links(value: object) -> Iterator[tuple[str, str | None]]:
    """The pieces of running text, each with its link target: the address of web and e-mail addresses, else None."""
    text = str(value)
    end = 0
    for found in _ADDRESS.finditer(text):
        address = found[0].rstrip(".,;:!?")
        target = find_link_target(address)
        if target is not None:
            yield text[end : found.start()], None
            yield address, target
            end = found.start() + len(address)
    yield text[end:], None


def link_addresses(value: object) -> Markup:
    """For HTML, running text in which web and e-mail addresses are links."""
    pieces = (
        Markup('<a href="{}">{}</a>').format(html(target), html(piece)) if target else html(piece)
        for piece, target in split_links(value)
    )
    return Markup("").join(pieces)


class Run(Protocol):
    """A piece of running text, and the address to which it links."""

    @property
    def text(self) -> str: ...  # noqa: D102

    @property
    def link(self) -> str | None: ...  # noqa: D102


def html_runs(runs: Iterable[Run]) -> Markup:
    """For HTML, running text with links of its own; addresses in the rest of it are links too."""
    return Markup("").join(
        Markup('<a href="{}">{}</a>').format(html(run.link), html(run.text)) if run.link else link_addresses(run.text)
        for run in runs
    )


def markdown_runs(runs: Iterable[Run]) -> Markup:
    """For Markdown, running text with links of its own."""
    return Markup("").join(
        Markup("[{}]({})").format(markdown(run.text), markdown(run.link)) if run.link else _keep_ends(run.text)
        for run in runs
    )


def _keep_ends(text: str) -> Markup:
    """A piece of a line of Markdown, with the blanks at its ends."""
    before, after = text[:1].isspace(), text[-1:].isspace()
    return Markup(" ") * before + markdown(text) + Markup(" ") * (after and bool(text.strip()))


def text_runs(runs: Iterable[Run]) -> Markup:
    """For plain text, running text with the address of each link after its words."""
    return text("".join(f"{run.text} ({run.link})" if run.link not in (None, run.text) else run.text for run in runs))


def console(value: str) -> str:
    """For lines on a terminal or in the log of a build: none of them is a command to the build server."""
    return _MARKED_COMMAND.sub("[U+0023]", _LINE_COMMAND.sub(r"\1[U+003A]", value))


def workflow_data(value: object) -> str:
    """For the message of a workflow command of GitHub. Lines stay."""
    return console(cell(value)).replace("%", "%25").replace("\n", "%0A")


def workflow_property(value: object) -> str:
    """For a property of a workflow command of GitHub: one line."""
    return workflow_data(text(value)).replace(":", "%3A").replace(",", "%2C")


def comment(value: object) -> Markup:
    """For Markdown on a code host: as `markdown`, and without mentions, references and links."""
    return Markup(_REACHING.sub("<!-- -->", markdown(value)))  # noqa: S704 - this is where it is escaped


def sarif(value: object) -> str:
    """For a message of SARIF in plain text, without links and placeholders. Lines stay."""
    words = cell(value)
    if "](" in words:
        words = _SARIF_LINK.sub(r"\\\1", words)
    return _SARIF_PLACEHOLDER.sub(r"{{\1}}", words)


def uri(path: str) -> str:
    """For a relative URI, or the path of an absolute one. Undecodable parts become the bytes of the file name."""
    try:
        data = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # a lone surrogate that no file name decodes to
        data = path.encode("utf-8", "surrogatepass")
    return quote(data, safe="/")


def json_text(value: object) -> str:
    """A value as the text of a JSON file: see `encode_json`."""
    return f"{encode_json(value)}\n"


def encode_json(value: object, indent: int = 2) -> str:
    """A value as JSON without hidden characters and commands to a build server; a parser reads the same value.

    Args:
        value: Plain values: mappings, lists, text, whole numbers, truth values, None.
        indent: The number of blanks for each level; 0: all on one line.
    """
    try:
        compact = msgspec.json.encode(value, enc_hook=_to_plain_text)
        text = msgspec.json.format(compact, indent=indent).decode()
    except UnicodeEncodeError:  # half of a surrogate pair, such as a byte of a file name; UTF-8 has none
        text = _write_json(value, indent or None)
    else:
        # Hardly any text has to be escaped, and this is found out ten times as fast as by the patterns below.
        rest = compact.translate(None, _PLAIN_BYTES).decode()
        if rest.isprintable() and b"##" not in compact:
            return text
    return _MARKED_COMMAND.sub(r"\\u0023", _PERHAPS_HIDDEN.sub(_escape_hidden, text))


def _write_json(value: object, indent: int | None = None) -> str:
    """A value as JSON by the standard library, imported here since few outputs need it."""
    import json

    return json.dumps(value, ensure_ascii=False, indent=indent)


def _to_plain_text(value: object) -> str:
    """Text of a kind of its own, such as `Markup`, as text; a TypeError for anything else."""
    if isinstance(value, str):
        return str(value)
    raise TypeError(f"{type(value).__name__} is no value of JSON")


def _escape_hidden(match: re.Match[str]) -> str:
    character = match[0]
    return character if _is_visible(character) else _escape_sequence(character)


def find_link_target(value: str) -> str | None:
    """The link target of a contact detail: an e-mail or a web address; None for anything else."""
    if re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", value):
        return f"mailto:{value}"
    if re.fullmatch(r"https?://[^\s<>\"'`(){}|\\^]+", value):
        return value
    return None
