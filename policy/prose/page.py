"""Reads a published page as passages: the blocks of text that a reader sees, apart from those of the site around it.

The HTML may be anything: no closing tags, half a tag, a million nested ones. The standard library's parser takes
quadratic time on such pages; the scanner here visits every character once.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from msgspec import Struct, field

from seloste.policy.prose.elements import AROUND, AROUND_ROLES, BLOCKS, INVISIBLE, RAW, UNSEEN

_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
#: Start tag → the open elements that it ends.
_ENDS = {
    "li": {"li", "p"},
    "p": {"p"},
    "dt": {"dt", "dd", "p"},
    "dd": {"dt", "dd", "p"},
    "tr": {"tr", "td", "th", "p"},
    "td": {"td", "th", "p"},
    "th": {"td", "th", "p"},
}
_RAW_ENDS = {tag: re.compile(f"</{tag}", re.IGNORECASE) for tag in RAW}
_TAG = re.compile(r"(/?)([a-zA-Z][^\s/>]*)")
_ATTRIBUTE = re.compile(r"([^\s/>=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"'][^\s>]*)|([\"'])))?")
_BETWEEN = re.compile(r"[\s/=]*")


class PageLimits(Struct, frozen=True):
    """The most that a page may have. A long notice has a tenth of it.

    Attributes:
        text: Characters of text, before entities are replaced.
        parts: Tags, attributes and pieces of text between them; lines, where the page is no HTML.
        passages: Blocks of text.
    """

    text: int = 500_000
    parts: int = 200_000
    passages: int = 10_000


_USUAL_LIMITS = PageLimits()


class PageTooLargeError(ValueError):
    """A page exceeds a limit: the name of the limit, and the most that it allows."""

    def __init__(self, what: str, limit: int) -> None:
        super().__init__(f"{what}: {limit}")
        self.what = what
        self.limit = limit


class Passage(Struct, frozen=True):
    """A block of text. `around`: it belongs to the site, not to the text; `inmost`: it is in the page's main part."""

    text: str
    around: bool = False
    inmost: bool = False


class Page(Struct, frozen=True):
    """A page: its declared language, its passages in order, the runs of text in them, the addresses of its links.

    `tag`: the language with its variant, `fi-x-selko`.
    """

    language: str | None
    passages: tuple[Passage, ...]
    runs: tuple[str, ...] = ()
    links: frozenset[str] = frozenset()
    tag: str | None = None

    @property
    def body(self) -> tuple[Passage, ...]:
        """The passages without those of the site; only those of the main part where there is one."""
        own = tuple(passage for passage in self.passages if not passage.around)
        return tuple(passage for passage in own if passage.inmost) or own


class _Open(Struct, frozen=True):
    """An open element, and the properties of the text in it."""

    tag: str
    unseen: bool = False
    around: bool = False
    inmost: bool = False


class _Builder(Struct):
    """Gathers text into passages while elements open and close. Raises PageTooLargeError where there is too much."""

    limits: PageLimits
    stack: list[_Open] = field(default_factory=lambda: [_Open("")])
    counts: Counter[str] = field(default_factory=Counter)
    passages: list[Passage] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    runs: list[str] = field(default_factory=list)
    links: set[str] = field(default_factory=set)
    tag: str | None = None
    characters: int = 0
    count: int = 0

    def count_parts(self, number: int = 1) -> None:
        self.count += number
        if self.count > self.limits.parts:
            raise PageTooLargeError("page-parts", self.limits.parts)

    def text(self, words: str) -> None:
        self.count_parts()
        if not self.stack[-1].unseen:
            self.characters += len(words)
            if self.characters > self.limits.text:
                raise PageTooLargeError("page-text", self.limits.text)
            self.parts.append(_unescape(words).replace("\n", " "))
            self.runs.append(self.parts[-1])

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "html" and self.tag is None:
            self.tag = attributes.get("lang", attributes.get("xml:lang", "")) or None
        if tag == "br":
            self.parts.append("\n")
        if tag in BLOCKS:
            self.flush()
        while self.stack[-1].tag in _ENDS.get(tag, ()):
            self._pop()
        if tag in _VOID:
            return
        outer, role = self.stack[-1], attributes.get("role", "")
        look = attributes.get("style", "").replace(" ", "").lower()
        closed = tag == "dialog" and "open" not in attributes
        unseen = "hidden" in attributes or tag in UNSEEN or closed or INVISIBLE.search(look) is not None
        inmost = outer.inmost or tag in ("main", "article") or role == "main"
        around = outer.around or (tag in AROUND and not outer.inmost) or role in AROUND_ROLES
        self.stack.append(_Open(tag, outer.unseen or unseen, around, inmost))
        if tag == "a" and "href" in attributes and not self.stack[-1].unseen:
            self.links.add(attributes["href"])
        self.counts[tag] += 1

    def end(self, tag: str) -> None:
        if tag in BLOCKS:
            self.flush()
        if self.counts[tag]:
            while self._pop() != tag:
                pass

    def flush(self) -> None:
        lines = [" ".join(line.split()) for line in "".join(self.parts).split("\n")]
        words = "\n".join(line for line in lines if line)
        self.parts.clear()
        if words:
            inner = self.stack[-1]
            self.passages.append(Passage(words, inner.around, inner.inmost))
            if len(self.passages) > self.limits.passages:
                raise PageTooLargeError("page-passages", self.limits.passages)

    def _pop(self) -> str:
        tag = self.stack.pop().tag
        self.counts[tag] -= 1
        return tag


def read_page(text: str, *, markup: bool, limits: PageLimits = _USUAL_LIMITS) -> Page:
    """The page of a text, which is HTML if `markup` is set, else plain text or Markdown.

    Raises:
        PageTooLargeError: The page exceeds a limit.
    """
    if not markup:
        return _read_lines(text, limits)
    builder = _Builder(limits)
    _scan(text, builder)
    builder.flush()
    return Page(
        (builder.tag or "").split("-")[0].lower() or None,
        tuple(builder.passages),
        tuple(builder.runs),
        frozenset(builder.links),
        builder.tag,
    )


def _read_lines(text: str, limits: PageLimits) -> Page:
    """The page of plain text or Markdown."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(text) > limits.text:
        raise PageTooLargeError("page-text", limits.text)
    if len(lines) > limits.parts:
        raise PageTooLargeError("page-parts", limits.parts)
    links = frozenset(_ESCAPED.sub(r"\1", link[2]) for line in lines for link in _LINK.finditer(line))
    lines = [_strip_marks(line) for line in lines]
    passages = tuple(islice(_read_plain(lines), limits.passages + 1))
    if len(passages) > limits.passages:
        raise PageTooLargeError("page-passages", limits.passages)
    return Page(None, passages, tuple(lines), links)


#: A number of a character that is too long to be one. Python refuses to convert it.
_LONG_NUMBER = re.compile(r"&#(?:[0-9]{8}|[xX][0-9a-fA-F]{8})[0-9a-fA-F]*+;?")


def _unescape(text: str) -> str:
    return html.unescape(_LONG_NUMBER.sub("\ufffd", text))


def is_markup(text: str, suffix: str) -> bool:
    """Whether a page is HTML, by its suffix or its beginning."""
    return suffix.lower() in (".html", ".htm", ".xhtml") or text.lstrip()[:1] == "<"


def _scan(text: str, builder: _Builder) -> None:
    position = 0
    while position < len(text):
        bracket = text.find("<", position)
        if bracket < 0:
            builder.text(text[position:])
            return
        if bracket > position:
            builder.text(text[position:bracket])
        position = _read_markup(text, bracket, builder)


def _read_markup(text: str, at: int, builder: _Builder) -> int:
    """Reads the markup that begins with the `<` at a position, and returns the position after it."""
    if text.startswith("<!--", at):
        return _find_end(text, "-->", at + 4)
    match = _TAG.match(text, at + 1)
    if match is None:
        if text[at + 1 : at + 2] in ("!", "?", "/"):
            return _find_end(text, ">", at + 1)
        builder.text("<")
        return at + 1
    builder.count_parts()
    attributes, position = _read_attributes(text, match.end(), builder)
    tag = match[2].lower()
    if match[1]:
        builder.end(tag)
    elif tag in RAW:
        closing = _RAW_ENDS[tag].search(text, position)
        return _find_end(text, ">", closing.end()) if closing else len(text)
    else:
        builder.start(tag, attributes)
    return position


def _read_attributes(text: str, position: int, builder: _Builder) -> tuple[dict[str, str], int]:
    found: dict[str, str] = {}
    while True:
        between = _BETWEEN.match(text, position)
        position = between.end() if between else position
        if text[position : position + 1] in (">", ""):
            return found, position + 1
        match = _ATTRIBUTE.match(text, position)
        if match is None:  # cannot be: any other character begins a name
            return found, len(text)
        if match[5]:  # a quotation mark that is never closed: the tag has no end
            return found, len(text)
        builder.count_parts()
        value = next((group for group in match.groups()[1:] if group is not None), "")
        if len(value) < 1000:
            found.setdefault(match[1].lower(), _unescape(value))
        position = match.end()


def _find_end(text: str, mark: str, position: int) -> int:
    found = text.find(mark, position)
    return found + len(mark) if found >= 0 else len(text)


#: The beginning of a line of its own in plain text and Markdown: a bullet, a number, a quotation, a heading.
_MARK = re.compile(r"\s*(?:[-*+•–·|>]+\s+|\d{1,3}[.)]\s+|#{1,6}\s+)")
_RULE = re.compile(r"[=\-_*|:\s]++$")
#: The marks of Markdown within a line: links, elements, emphasis, escaped characters.
_LINK = re.compile(r"\[([^\[\]]{1,500})\]\(([^()\s]{0,500})\)")
_ELEMENT = re.compile(r"</?[a-zA-Z][^<>@]{0,500}>")
_EMPHASIS = re.compile(r"\*\*|__|`")
_ESCAPED = re.compile(r"\\([^\w\s]|_)")


def _strip_marks(line: str) -> str:
    """The line without the marks of Markdown."""
    line = _EMPHASIS.sub("", _LINK.sub(r"\1", _ELEMENT.sub("", line)))
    return _ESCAPED.sub(r"\1", line)


def _read_plain(source: list[str]) -> Iterator[Passage]:
    """The paragraphs of plain text or Markdown; lines that were wrapped are joined again."""
    lines: list[str] = []
    for line in [*source, ""]:
        mark = _MARK.match(line)
        blank = not line.strip() or _RULE.match(line) is not None
        if (mark or blank) and lines:
            yield Passage(" ".join(lines))
            lines = []
        if not blank:
            lines.append((line[mark.end() :] if mark else line).strip())
