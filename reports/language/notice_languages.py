"""The languages that a notice can be published in: ours, and those whose words its own files of labels have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct, field

from seloste.reports.language import cldr
from seloste.reports.language.language import (
    Language,
    UnknownLanguageError,
    find_base,
    language_codes,
    load_language,
)

if TYPE_CHECKING:
    from seloste.reports.language.labels import Labels


class NoticeLanguages(Struct, frozen=True):
    """The languages of a notice. `labels`: the words of files of labels, by tag; they come before ours."""

    labels: Mapping[str, Labels] = field(default_factory=dict)

    def load(self, code: str) -> Language:
        """The language with that tag, or the variant of one that has words. Raises UnknownLanguageError."""
        base = find_base(code, (*self.labels, *language_codes()))
        if base is None:
            raise UnknownLanguageError(code)
        if base not in self.labels:
            return load_language(code)
        from seloste.reports.language.labels import make_language

        return make_language(code, self.labels[base])

    def has(self, code: str) -> bool:
        """Whether there are words for the language, or for one of which it is a variant."""
        return find_base(code, (*self.labels, *language_codes())) is not None

    def name(self, code: str) -> str:
        """The name of a language in itself; that of the CLDR, or its tag, where there are no words for it."""
        return self.load(code).name if self.has(code) else cldr.language_name(code)
