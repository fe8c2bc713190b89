"""The citations that fit a day and a notice: Art. 13 or 14 by the sources, national acts by the establishment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from seloste.policy.law.authorities import Authority
from seloste.policy.law.circumstances import Collection
from seloste.policy.law.data import load_law_data

if TYPE_CHECKING:
    from seloste.policy.law.law import LawOn

#: The article that is not cited where the data come from one kind of source alone.
_UNFIT = {Collection.DIRECT: "GDPR Art. 14", Collection.INDIRECT: "GDPR Art. 13"}


@lru_cache(maxsize=1024)
def pair_articles(citations: tuple[str, ...]) -> tuple[str, ...]:
    """The citations, each provision of GDPR Art. 13 followed by the one of Art. 14 that asks for the same."""
    return tuple(dict.fromkeys(_add_pairs(citations, load_article_pairs())))


def _add_pairs(citations: Iterable[str], pairs: Mapping[str, str]) -> Iterator[str]:
    for citation in citations:
        yield citation
        if citation in pairs:
            yield pairs[citation]


def fits_collection(citation: str, collection: Collection) -> bool:
    """Whether the citation fits the sources: Art. 13 is about data from the person, Art. 14 about others."""
    article = _UNFIT.get(collection)
    return article is None or not citation.startswith(article) or citation[len(article) : len(article) + 1].isdigit()


def fits_establishment(authority: Authority, law: LawOn) -> bool:
    """Whether the authority binds a controller established where this one is: a national act only in its country."""
    return authority.country is None or law.is_established_in(authority.country) is True


@cache
def load_article_pairs() -> Mapping[str, str]:
    """Provisions of GDPR Art. 13 → those of Art. 14."""
    pairs: Mapping[str, str] = load_law_data("articles")
    return pairs
