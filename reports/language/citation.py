"""Citations in the reader's language: "GDPR Art. 13(1)(c)" is "tietosuoja-asetuksen 13 artiklan 1 kohdan c alakohta".

A citation is the name of an authority and, after it, a provision. The names are data of the law
(`policy/law/authorities.yaml`), the shapes of provisions are data of the language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from seloste.policy.law.authorities import Authority, cited_on, named

#: "Art. 13(2)(b)–(d)": an article or section, perhaps its paragraph, perhaps its point, each alone or from–to.
_PROVISION = re.compile(
    r"(?P<unit>Art|s)\. (?P<first>\d+[a-z]?)(?:[–-](?P<last>\d+[a-z]?))?"
    r"(?:\((?P<paragraph>\d+)\)(?:[–-]\((?P<paragraph_last>\d+)\))?)?"
    r"(?:\((?P<point>[a-z])\)(?:[–-]\((?P<point_last>[a-z])\))?)?"
)
_UNITS = {"Art": "article", "s": "section"}


def cite(citation: str, patterns: Mapping[str, str], names: Mapping[str, str], language: str, on: date | None) -> str:
    """The citation in words.

    Args:
        citation: As rules and the law data write it, "GDPR Art. 13(1)(c)".
        patterns: Shape → sentence pattern: `article`, `article-paragraph`, …, and `other` for what has no pattern.
            Where a language says "articles 44–46" otherwise than "article 44", it has `article-range` too.
        names: What an authority is called before a provision, by its id, where that is not its name (a genitive).
        language: The language of the authority's name.
        on: The day whose name for the authority is meant; without one, its latest.
    """
    try:
        authority = (on and cited_on(citation, on)) or named(citation)[-1]
    except ValueError:
        return citation
    provision = citation[len(authority.key) :].strip()
    if not provision:
        return _name(authority, language)
    match = _PROVISION.fullmatch(provision)
    pattern = _pattern(match, patterns) if match else None
    if match is None or pattern is None:
        return patterns["other"].format(name=_name(authority, language), provision=provision)
    return pattern.format(
        name=names.get(authority.id, _name(authority, language)),
        number=_range(match["first"], match["last"]),
        paragraph=_range(match["paragraph"], match["paragraph_last"]),
        point=_range(match["point"], match["point_last"]),
    )


def _name(authority: Authority, language: str) -> str:
    return authority.citation.get(language) or authority.citation.get("en") or authority.key


def _pattern(match: re.Match[str], patterns: Mapping[str, str]) -> str | None:
    shape = _shape(match)
    several = patterns.get(f"{shape}-range") if match["last"] else None
    return several or patterns.get(shape)


def _shape(match: re.Match[str]) -> str:
    parts = [part for part in ("paragraph", "point") if match[part]]
    return "-".join((_UNITS[match["unit"]], *parts))


def _range(first: str | None, last: str | None) -> str:
    return f"{first}–{last}" if last else first or ""
