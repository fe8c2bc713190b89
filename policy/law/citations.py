"""The citations that fit a notice: Art. 13 or 14 by the sources of its data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache

from seloste.policy.law.circumstances import Collection
from seloste.policy.law.data import load_law_data

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


@cache
def load_article_pairs() -> Mapping[str, str]:
    """Provisions of GDPR Art. 13 → those of Art. 14."""
    pairs: Mapping[str, str] = load_law_data("articles")
    return pairs
