"""Tells by its name whether an organisation is a public authority: "Helsingin kaupunki", "Migrationsverket".

A company or an association is none, whatever words its name bears: "Virastotalo Oy".
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from seloste.policy.prose.lazy_patterns import LazyPattern, WordPattern
from seloste.policy.prose.mentions.companies import has_legal_form
from seloste.policy.prose.words import compile_words, list_languages, load_words

if TYPE_CHECKING:
    from seloste.policy.parties import Controller

#: What makes a word the first part of another one: "Suomen kunta-alan".
_HYPHEN = LazyPattern(r"[-‐‑]\w", needs="-‐‑")


@cache
def _compile(key: str) -> WordPattern:
    """A pattern for the words under a key in any language: a name has none of its own."""
    return compile_words(
        word for language in list_languages() for word in load_words(f"public_bodies.{key}", language) or ()
    )


def is_public_authority(controller: Controller) -> bool:
    """Whether a controller is a public authority: as it declares, and where it declares nothing by its name."""
    declared = controller.public_authority
    return names_public_body(controller.name) if declared is None else declared


def names_public_body(name: str) -> bool:
    """Whether a name is that of a municipality, a ministry, an agency or the like."""
    if has_legal_form(name) or _compile("private").search(name):
        return False
    if _compile("whole_names").fullmatch(name.strip()):
        return True
    return any(not _HYPHEN.match(name, match.end()) for match in _compile("names").finditer(name))
