"""What of a page belongs to the site around its text, or is not seen: by elements, roles, ids and classes.

The names are data: `site_parts.yaml`.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from seloste.policy.data import load_yaml
from seloste.policy.prose.elements import AROUND, AROUND_ROLES, INVISIBLE, UNSEEN

_DATA = Path(__file__).with_name("site_parts.yaml")
#: A part of the site by its name, or a form, has at most so many characters of text, and this part of the page's.
_MOST_TEXT, _MOST_SHARE = 5_000, 0.3
_HEADING = "h1, h2, h3"
#: So many links to places of the page itself are its table of contents, or more.
_FEWEST_LINKS = 3
#: How an element names what it opens.
_CONTROLS = ("aria-controls", "data-target", "data-bs-target", "href")


def list_controlled(root: Any) -> frozenset[str]:
    """The ids of what something on the page opens: an accordion's parts are hidden, and yet of the text."""
    names: set[str] = set()
    for node in root.css("[aria-controls], [data-target], [data-bs-target], a[href^='#']"):
        names |= {(node.attributes.get(key) or "").lstrip("#") for key in _CONTROLS}
    return frozenset(names - {""})


def is_unseen(node: Any, controlled: frozenset[str]) -> bool:
    """Whether nobody sees an element, or sees it struck out."""
    given = node.attributes
    if node.tag in UNSEEN or (node.tag == "dialog" and "open" not in given):
        return True
    look = (given.get("style") or "").replace(" ", "").lower()
    is_hidden = "hidden" in given or INVISIBLE.search(look) is not None
    return (is_hidden and not _is_opened(node, controlled)) or _has_name(node, "unseen")


def _is_opened(node: Any, controlled: frozenset[str]) -> bool:
    """Whether something opens a hidden element: by its id, or as the part below a heading that it follows."""
    given = node.attributes
    names = {given.get("id") or "", *(given.get("class") or "").split()}
    is_panel = given.get("role") in ("tabpanel", "region") or given.get("hidden") == "until-found"
    return (
        is_panel
        or bool(names & controlled)
        or re.search(r"accordion|collaps|panel|toggle|tab", " ".join(names)) is not None
    )


def is_around(node: Any, whole: int, *, in_main: bool) -> bool:
    """Whether an element belongs to the site around the text. `whole`: the length of the page's text."""
    given, tag = node.attributes, node.tag
    if tag in ("html", "body", "main", "article"):
        return False
    if given.get("role") in AROUND_ROLES or tag in ("nav", "dialog", "search"):
        return True
    if tag == "button":
        return not is_opener(node) and not _is_in_heading(node)
    if tag == "form":
        return node.css_first(_HEADING) is None and _is_small(node, whole)
    if tag in AROUND and not in_main:
        return True
    is_named = _has_name(node, "banners") or (_has_name(node, "menus") and node.css_first("h1") is None)
    return is_named and _is_small(node, whole)


def is_opener(node: Any) -> bool:
    """Whether an element opens a part of the text, which its words head."""
    given = node.attributes
    is_button = node.tag == "button" or given.get("role") in ("button", "tab")
    return is_button and ("aria-expanded" in given or "aria-controls" in given or given.get("role") == "tab")


def is_contents(node: Any) -> bool:
    """Whether a list is a table of contents: links to places of the page, and no other words."""
    links = node.css("a[href*='#']")
    if len(links) < _FEWEST_LINKS:
        return False
    inner = sum(len((link.text() or "").split()) for link in links)
    return len((node.text() or "").split()) <= inner + len(links)


def is_way_back(node: Any) -> bool:
    """Whether a link leads to the top of the page."""
    target = node.attributes.get("href") or ""
    return node.tag == "a" and target.lower() in ("#", "#top", "#main", "#content", "#sisalto", "#page-top")


def _is_in_heading(node: Any) -> bool:
    above = node.parent
    return above is not None and above.tag in ("h1", "h2", "h3", "h4", "h5", "h6", "summary", "dt")


def _is_small(node: Any, whole: int) -> bool:
    return len(node.text() or "") <= min(_MOST_TEXT, _MOST_SHARE * whole)


def _has_name(node: Any, kind: str) -> bool:
    given = node.attributes
    names = " ".join((given.get("id") or "", given.get("class") or ""))
    return bool(names.strip()) and _compile_names(kind).search(names) is not None


@cache
def _compile_names(kind: str) -> re.Pattern[str]:
    names = (re.escape(name).replace(r"\*", r"[\w-]*") for name in load_yaml(_DATA)[kind])
    return re.compile(rf"(?<![\w-])(?:{'|'.join(names)})(?![\w-])", re.IGNORECASE)
