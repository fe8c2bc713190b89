"""A company's own design of its notice: a stylesheet after the standard one, or a template in its place.

A user's template sees plain values only; `docs/templates.md` lists them. A stylesheet may change the look, but one that
would make a browser fetch or run something is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from markupsafe import Markup
from msgspec import Struct

from seloste.policy.notice import Policy
from seloste.reports.language.language import Language
from seloste.reports.notice.document import Line, ListBlock, Page
from seloste.reports.rendering import escape, sandbox
from seloste.reports.rendering.render import render_blocks

#: The most characters of a stylesheet.
_MOST_CHARACTERS = 2**19
_STYLESHEET = Path(__file__).parents[1] / "templates" / "style.css"
#: An escape in CSS: a backslash, then up to six digits and one blank, or then any other character.
_ESCAPED = re.compile(r"\\(?:([0-9a-fA-F]{1,6})(?:\r\n|[ \t\r\n\f])?|([^\n]))")
#: The rules and functions of CSS that fetch. `url(` is allowed with embedded data or a fragment.
_FETCHING = re.compile(
    r"@import|@charset|@namespace|(?<![\w-])(?:-\w+-)?(?:image-set|src|image|cross-fade|expression)\(|-moz-binding|behavior\s*:"
    r"|(?<![\w-])url\((?!\s*[\"']?(?:data:(?:image|font)/|#))",
    re.IGNORECASE,
)


class StylesheetFaultError(ValueError):
    """A stylesheet is refused. `kind` is `fetches` or `size` (too large); `detail` is the offending text."""

    def __init__(self, kind: str, line: int | None = None, detail: str = "") -> None:
        super().__init__(f"{kind}: {detail}")
        self.kind = kind
        self.line = line
        self.detail = detail


class Design(Struct, frozen=True):
    """The texts of a user's template and stylesheet; None where there is none."""

    template: str | None = None
    stylesheet: str | None = None


def check_stylesheet(css: str | None) -> Markup | None:
    """Checks a user's stylesheet and returns it escaped for a `style` element.

    Raises:
        StylesheetFaultError: It would fetch something, or is too large.
    """
    if css is None:
        return None
    if len(css) > _MOST_CHARACTERS:
        raise StylesheetFaultError("size")
    # A name can be written with escapes. Comments are searched too, since browsers differ on where one ends.
    plain = _ESCAPED.sub(_unescape, css)
    for text in (css, plain):
        found = _FETCHING.search(text)
        if found is not None:
            raise StylesheetFaultError("fetches", text.count("\n", 0, found.start()) + 1, found[0])
    return escape.stylesheet(css)


def _unescape(match: re.Match[str]) -> str:
    if not match[1]:
        return match[2]
    point = int(match[1], 16)
    return chr(point) if point <= 0x10FFFF else "\ufffd"


def render_design(
    page: Page, policy: Policy, language: Language, format: str, design: Design, data: Mapping[str, Any] | None
) -> str:
    """Renders the notice with a user's template.

    Raises:
        TemplateFaultError: The template can't be filled.
        StylesheetFaultError: The stylesheet is refused.
    """
    custom = check_stylesheet(design.stylesheet)
    standard = Markup(_STYLESHEET.read_text("utf-8"))  # noqa: S704 - our own file
    values = {
        **_convert_to_plain(page),
        "language": language.code,
        "drawn_up": policy.notice.drawn_up and policy.notice.drawn_up.isoformat(),
        "published": policy.notice.published and policy.notice.published.isoformat(),
        "updated": policy.notice.updated and policy.notice.updated.isoformat(),
        "reviewed": policy.notice.reviewed and policy.notice.reviewed.isoformat(),
        "words": {
            "brief": language.word("notice.brief.heading"),
            "contents": language.word("page.contents"),
            "draft": language.word("notice.draft"),
        },
        "opening": sandbox.pack_markup(render_blocks(page.opening, format)),
        "style": sandbox.pack_markup(standard + Markup("\n") + custom if custom else standard),
        "data": sandbox.pack_markup(escape.data(data)) if data is not None else None,
    }
    for plain, section in zip(values["sections"], page.sections, strict=True):
        plain["content"] = sandbox.pack_markup(render_blocks(section.blocks, format))
    assert design.template is not None
    return sandbox.fill_template(design.template, format, values)


def _convert_to_plain(value: Any) -> Any:
    """Converts a part of the page to mappings, lists and strings, `kind`, `link` and `detailed` included."""
    if isinstance(value, tuple):
        return [_convert_to_plain(item) for item in value]
    if isinstance(value, str):  # here, since a template may join it to markup, which is not escaped again
        return escape.visible(value)
    if not isinstance(value, Struct):
        return value
    plain = {key: _convert_to_plain(getattr(value, key)) for key in value.__struct_fields__}
    if hasattr(value, "kind"):
        plain["kind"] = value.kind
    if isinstance(value, Line):
        plain["link"] = value.link
    if isinstance(value, ListBlock):
        plain["detailed"] = value.detailed
    # In Jinja, a mapping's own methods hide keys of these names: `listing.items`.
    return {_RENAMED.get(key, key): item for key, item in plain.items()}


_RENAMED = {"items": "entries", "values": "texts"}
