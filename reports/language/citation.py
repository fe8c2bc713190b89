"""Citations in the reader's language: "GDPR Art. 13(1)(c)" is "tietosuoja-asetuksen 13 artiklan 1 kohdan c alakohta".

A citation consists of the name of an authority and of a provision. `policy/law/authorities.yaml` has the names, each
language has the patterns of provisions (`citation.yaml`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from seloste.policy.law.authorities import Authority, find_authorities, find_authority_on
from seloste.policy.prose.lazy_patterns import LazyPattern

#: "Art. 13(2)(b)–(d)": an article or a section, optionally a paragraph and a point, each a single one or a range. It
#: may be a section of a chapter: "ch. 2 s. 10".
_PROVISION = LazyPattern(
    r"(?:ch\. (?P<chapter>\d+[a-z]?) )?(?P<unit>Art|s|rec)\. (?P<first>\d+[a-z]?)(?:[–-](?P<last>\d+[a-z]?))?"
    r"(?:\((?P<paragraph>\d+)\)(?:[–-]\((?P<paragraph_last>\d+)\))?)?"
    r"(?:\((?P<point>[a-z])\)(?:[–-]\((?P<point_last>[a-z])\))?)?"
)
_UNITS = {"Art": "article", "s": "section", "rec": "recital"}


def format_citation(
    citation: str, patterns: Mapping[str, str], names: Mapping[str, str], code: str, day: date | None
) -> str:
    """The citation in words. One of an unknown authority stays as it is.

    Args:
        citation: As rules and the data of the law write it: "GDPR Art. 13(1)(c)".
        patterns: A pattern for each shape of provision: `article`, `article-paragraph`, …, and `other` for the rest.
            A language that writes ranges ("articles 44–46") differently has `article-range` as well.
        names: By id, the names of authorities that have a form of their own before a provision, such as a genitive.
        code: The language of the authority's name.
        day: The authority is called by its name on that day; None: by its latest name.
    """
    try:
        authority = (day and find_authority_on(citation, day)) or find_authorities(citation)[-1]
    except ValueError:
        return citation
    provision = citation[len(authority.key) :].strip()
    if not provision:
        return _authority_name(authority, code)
    match = _PROVISION.fullmatch(provision)
    pattern = _find_pattern(match, patterns) if match else None
    if match is None or pattern is None:
        return patterns["other"].format(name=_authority_name(authority, code), provision=provision)
    return pattern.format(
        name=names.get(authority.id, _authority_name(authority, code)),
        chapter=match["chapter"],
        number=_format_range(match["first"], match["last"]),
        paragraph=_format_range(match["paragraph"], match["paragraph_last"]),
        point=_format_range(match["point"], match["point_last"]),
    )


def _authority_name(authority: Authority, code: str) -> str:
    return authority.citation.get(code) or authority.citation.get("en") or authority.key


def _find_pattern(match: re.Match[str], patterns: Mapping[str, str]) -> str | None:
    shape = _name_shape(match)
    range_pattern = patterns.get(f"{shape}-range") if match["last"] else None
    return range_pattern or patterns.get(shape)


def _name_shape(match: re.Match[str]) -> str:
    """`article`, `section-paragraph`, `article-paragraph-point` and so on."""
    parts = [part for part in ("paragraph", "point") if match[part]]
    chapter = ("chapter",) if match["chapter"] else ()
    return "-".join((*chapter, _UNITS[match["unit"]], *parts))


def _format_range(first: str | None, last: str | None) -> str:
    return f"{first}–{last}" if last else first or ""
