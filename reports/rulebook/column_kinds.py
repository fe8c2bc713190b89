"""The page of the kinds of personal data that columns may hold, and of the words that name them.

`python -m seloste.generate` writes it to `docs/column-kinds.md`. It is for those who run the tool, and in English.
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.policy.personal_data.lexicon import list_languages, load_kinds, load_words

_LEAD = """\
<!-- Written by python -m seloste.generate: do not edit. -->
# Kinds of personal data in columns

What a column of a table may hold, and the words by which it is seen. How they are weighed:
[Which columns hold personal data](evidence.md#which-columns-hold-personal-data). The data are
`policy/personal_data/`: `kinds.yaml`, and a file of words for each language.

- **certain**: in any table. **likely**: except in tables of things. **by table**: only in tables of people, or after a
  word for a person. **flags**: even as a yes or no.
- A field of a notice covers a kind by one of its terms of the W3C Data Privacy Vocabulary, by a wider or a narrower
  one, or by one of the words.
- A word stands for all its spellings: with separators and without, in capitals, inflected, without dots and rings.
"""
_SECTIONS = ("certain", "likely", "by_table", "flags")


def render_column_kinds() -> str:
    """The page: each kind with its terms, and its words in each language."""
    return "\n".join([_LEAD, *(line for kind in load_kinds() for line in _render_kind(kind))])


def _render_kind(kind: str) -> Iterator[str]:
    facts = load_kinds()[kind]
    yield f"## {kind}\n"
    yield f"Terms: {', '.join(facts['dpv'])}. Columns of: {', '.join(facts['types'])}.\n"
    for language in list_languages():
        sections = load_words(language)["kinds"].get(kind, {})
        for section in _SECTIONS:
            if words := sections.get(section):
                yield f"- {language}, {section.replace('_', ' ')}: {', '.join(words)}"
    yield ""
