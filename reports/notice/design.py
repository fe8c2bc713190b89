"""A company's own design of its notice: a stylesheet over ours, or a template in place of ours.

A template of users sees plain values only, which `docs/templates.md` lists. A stylesheet may say how things look; what
would make a browser fetch something, or run something, is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, is_dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

from seloste.policy.notice import Policy
from seloste.reports.language.language import Language
from seloste.reports.notice.document import Line, Listing, Page
from seloste.reports.rendering import escape, sandbox
from seloste.reports.rendering.render import render_block

#: How many characters a stylesheet may have.
LONGEST = 2**19
_OURS = Path(__file__).parents[1] / "templates" / "style.css"
#: An escape of CSS: up to six digits and one blank after them, or any other character as it is.
_ESCAPED = re.compile(r"\\(?:([0-9a-fA-F]{1,6})(?:\r\n|[ \t\r\n\f])?|([^\n]))")
#: What fetches, by the names that browsers have for it; `url(` may hold data of the page itself.
_FETCHING = re.compile(
    r"@import|@charset|@namespace|(?<![\w-])(?:-\w+-)?(?:image-set|src|image|cross-fade|expression)\(|-moz-binding|behavior\s*:"
    r"|(?<![\w-])url\((?!\s*[\"']?(?:data:(?:image|font)/|#))",
    re.IGNORECASE,
)


class StylesheetFaultError(ValueError):
    """A stylesheet that is refused: `fetches` something, or is too large (`size`)."""

    def __init__(self, kind: str, line: int | None = None, detail: str = "") -> None:
        super().__init__(f"{kind}: {detail}")
        self.kind = kind
        self.line = line
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Design:
    """The texts of a user's template and stylesheet, each where there is one."""

    template: str | None = None
    stylesheet: str | None = None


def style(css: str | None) -> Markup | None:
    """A stylesheet of users as it may stand in a page.

    Raises:
        StylesheetFaultError: It would fetch something, or is too large.
    """
    if css is None:
        return None
    if len(css) > LONGEST:
        raise StylesheetFaultError("size")
    # A name can be written with escapes. Comments are looked at too: where one ends is itself a question.
    plain = _ESCAPED.sub(_unescaped, css)
    for text in (css, plain):
        found = _FETCHING.search(text)
        if found is not None:
            raise StylesheetFaultError("fetches", text.count("\n", 0, found.start()) + 1, found[0])
    return escape.stylesheet(css)


def _unescaped(match: re.Match[str]) -> str:
    if not match[1]:
        return match[2]
    point = int(match[1], 16)
    return chr(point) if point <= 0x10FFFF else "\ufffd"


def designed(
    page: Page, policy: Policy, words: Language, format: str, design: Design, data: Mapping[str, Any] | None
) -> str:
    """The notice by a user's template.

    Raises:
        TemplateFaultError: The template can't be filled.
        StylesheetFaultError: The stylesheet is refused.
    """
    own = style(design.stylesheet)
    ours = Markup(_OURS.read_text("utf-8"))  # noqa: S704 - a file of ours
    values = {
        **_plain(page),
        "language": words.code,
        "published": policy.notice.published and policy.notice.published.isoformat(),
        "reviewed": policy.notice.reviewed and policy.notice.reviewed.isoformat(),
        "words": {"brief": words.word("notice.brief.heading"), "contents": words.word("page.contents")},
        "style": sandbox.markup(ours + Markup("\n") + own if own else ours),
        "data": sandbox.markup(escape.data(data)) if data is not None else None,
    }
    for section, told in zip(values["sections"], page.sections, strict=True):
        section["content"] = sandbox.markup(Markup("").join(render_block(block, format) for block in told.blocks))
    assert design.template is not None
    return sandbox.fill(design.template, format, values)


def _plain(value: Any) -> Any:
    """A part of the document as mappings, lists and strings, with its kind and what it can tell of itself."""
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, str):  # also where a template joins it to markup, which does not go through the sink
        return escape.visible(value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    plain = {key: _plain(getattr(value, key)) for key in value.__dataclass_fields__}
    if hasattr(value, "kind"):
        plain["kind"] = value.kind
    if isinstance(value, Line):
        plain["link"] = value.link
    if isinstance(value, Listing):
        plain["detailed"] = value.detailed
    # a mapping's own methods would come before keys of these names: `listing.items`
    return {_RENAMED.get(key, key): item for key, item in plain.items()}


_RENAMED = {"items": "entries", "values": "texts"}
