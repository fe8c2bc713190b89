"""Finds what was left in a text to be filled in: `[…]`, `{{…}}`, `<…>`, TODO, xxx.

Brackets, braces and angle brackets are in order where they hold something else: a link, the number of a note, an
address, a comparison, a tag of HTML. Words for gaps are data, by language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from seloste.policy.prose.lazy_patterns import NEVER, LazyPattern, WordList, WordPattern, build_word_pattern
from seloste.policy.prose.words import compile_words, list_languages, load_words

#: Something in square brackets within a paragraph. The words of a link are followed by an address in brackets, and a
#: part of a word is an editor's: "[t]he".
_BRACKETS = LazyPattern(
    r"(?<![\w\]!])\[(?!\w{1,2}\]\w)(?P<inner>(?:[^\[\]\n]|\n(?![ \t]*\n)){0,200})\](?![(\[])", needs="["
)
#: Something in double or single braces. A template's own words begin right after them.
_BRACES = LazyPattern(r"\{\{[^{}\n]{0,200}\}\}|\{%[^{}\n]{0,200}%\}|\$?\{\s?[^\W\d][^{}\n]{0,100}\}", needs="{")
#: Something in angle brackets right at its words; "< 18" and "a <b, c > d" are comparisons.
_ANGLES = LazyPattern(r"(?<![\w<])<(?P<inner>[^\W\d_][^<>\n]{0,100}(?<!\s)|[….]{1,3}|_{2,20})>(?![\w>])", needs="<")
#: A run of x that is no part of a number, nor a size: "xxx", "XXXX", but not "XXX Large".
_CROSSES = LazyPattern(r"(?<![\w.*-])(?<!\* )(?:x{3,20}|X{3,20})(?![\w*]|\.x|[ -](?i:large|small)\b)", needs="xX")
#: A date to be filled in, whole or in part: "XX.XX.2026", "pp.kk.vvvv", "ÅÅÅÅ-MM-DD", "DD/MM/YYYY".
_DATES = LazyPattern(
    r"(?<![\w./-])(?i:"
    r"(?:xx|pp|dd)(?:\. ?|/|-)(?:xx|kk|mm|\d{1,2})(?:\. ?|/|-)(?:xxxx|vvvv|yyyy|åååå|\d{4})"
    r"|(?:mm|\d{1,2})[./-](?:dd|xx)[./-](?:yyyy|xxxx|\d{4})"
    r"|\d{1,2}\.xx\.(?:xxxx|\d{4})|\d{1,2}\.\d{1,2}\.(?:xxxx|vvvv|yyyy|åååå|20xx)"
    r"|(?:vvvv|yyyy|åååå|xxxx)-(?:mm|kk|xx)-(?:dd|pp|xx)|20xx-(?:mm|xx)-(?:dd|xx))(?!\w)",
    needs="./-",
)
#: A line to write on.
_LINE = LazyPattern(r"(?<![\w_*])_{4,100}(?![\w_*])", needs="_")
#: In square brackets: a note by its number or letter, an omission of an editor, a box that is ticked.
_NOTE = LazyPattern(
    r"[\W_]*\d[\d\W_]*|(?!(?-i:XX?\Z))(?:[^\W\d_]|(?!xxx)[ivxlc]{1,6}(?:, ?[ivxlc]{1,6})*)|sic!?", re.IGNORECASE
)
#: In square brackets: words on a definition, as in a contract: "the “Company” [as defined below]".
_DEFINITION = LazyPattern(
    r"(?:as )?(?:defined|described|set out) (?:in|below|above|under)\b"
    r"|(?:see|hereinafter|jäljempänä|edempänä|ks\.|katso|nedan|nedan kallat|se)(?: |$)",
    re.IGNORECASE,
)
#: In square brackets: "at" or "dot" within an address that people can still read.
_OBFUSCATED = LazyPattern(r" ?(?:at|ät|dot|piste|punkt|snabel-?a|miuku) ?", re.IGNORECASE)
#: In angle brackets: an e-mail or web address, the tag of an element that shapes words.
_ADDRESS = LazyPattern(r"[^\s@]++@\S++|(?:https?:|mailto:|tel:|www\.)\S+", re.IGNORECASE)
_TAGS = (
    "a abbr b blockquote br cite code div em font h1 h2 h3 h4 h5 h6 hr i img li ol p pre s script section small span"
    " strike strong style sub sup table tbody td th thead tr tt u ul"
)
#: How many texts are remembered. The same notice is judged for many days, and again whenever it is saved.
_CACHE_SIZE = 1024
_SHAPING = frozenset(_TAGS.split())
_TAG = LazyPattern(r"/?(?P<name>[a-z]+[1-6]?)(?:\s[^<>]{0,100})?/?", re.IGNORECASE)


@lru_cache(maxsize=_CACHE_SIZE)
def find_gaps(text: str, language: str) -> tuple[str, ...]:
    """What is left to be filled in, as it is written, in the order of the text, each once."""
    found = sorted(_find_all(text, language))
    return tuple(dict.fromkeys(" ".join(words.split()) for _, words in found))


def _find_all(text: str, language: str) -> Iterator[tuple[int, str]]:
    """The place of each gap, and its words."""
    for pattern in (_BRACKETS, _BRACES, _ANGLES):
        for match in pattern.finditer(text):
            inner = match.groupdict().get("inner")
            if inner is None or not (_is_in_order(pattern, inner) or _is_box(text, match)):
                yield match.start(), match[0]
    outside = _ANGLES.sub(" ", _BRACES.sub(" ", _BRACKETS.sub(" ", text)))
    patterns = (_DATES, _CROSSES, _LINE, _compile_amounts(language), _compile_orders(language))
    for pattern in (*patterns, _compile_words("marks", language), _compile_words("phrases", language)):
        for match in pattern.finditer(outside):
            yield len(text) + match.start(), match[0]


@cache
def _compile_amounts(language: str) -> WordPattern:
    """A pattern for a number to be filled in: "xx vuotta"."""
    units = WordList(load_words("gaps.units", language) or (), join=_join)
    return WordPattern({"units": units}, _build_amounts, [["units"]], flags=0, needs="xX")


def _build_amounts(part: Mapping[str, str]) -> str:
    return rf"(?<![\w.*-])(?<!\d )(?<!\d\u00a0)(?:xx|XX|x|X)[ \u00a0]+(?:{part['units']})(?![\w-])"


@cache
def _compile_orders(language: str) -> WordPattern:
    """A pattern for an order to whoever fills in the text, in capitals: "INSERT ADDRESS HERE", "FYLL I".

    Words of a template may stand in a text of any language, as they were taken in.
    """
    lists = {each: WordList(load_words("gaps.orders", each) or (), join=_join) for each in _list_all(language)}
    return WordPattern(
        lists, lambda part: rf"(?<!\w)(?:{'|'.join(part.values())})(?!\w)", [[each] for each in lists], 0
    )


def _join(words: Sequence[str]) -> str:
    """The words as alternatives, longer ones first; what matches nothing for no words."""
    return "|".join(map(build_word_pattern, sorted(words, key=_rank, reverse=True))) or NEVER


def _rank(words: str) -> tuple[int, int]:
    """By how many words there are, and how long: the longest is looked for first."""
    return words.count(" "), len(words)


@cache
def _compile_words(key: str, language: str) -> WordPattern:
    known = _list_all(language) if key == "marks" else (language,)
    return compile_words(dict.fromkeys(word for each in known for word in load_words(f"gaps.{key}", each) or ()))


def _list_all(language: str) -> tuple[str, ...]:
    """The language itself, and every language that has words."""
    return tuple(dict.fromkeys((language, *list_languages())))


def _is_box(text: str, match: re.Match[str]) -> bool:
    """Whether it is a box that is ticked, at the beginning of a line."""
    before = text[max(0, match.start() - 5) : match.start()].strip(" *-")
    return match[0] == "[X]" and before[-1:] in ("", "\n")


def _is_in_order(pattern: LazyPattern, inner: str) -> bool:
    """Whether square or angle brackets hold no gap."""
    if pattern is _BRACKETS:
        if _DEFINITION.match(inner.strip()) or _OBFUSCATED.fullmatch(inner):
            return True
        return bool(_NOTE.fullmatch(inner.strip())) and inner.strip(" ") not in ("", "…", "...")
    tag = _TAG.fullmatch(inner)
    return bool(_ADDRESS.fullmatch(inner)) or (tag is not None and tag["name"].lower() in _SHAPING)
