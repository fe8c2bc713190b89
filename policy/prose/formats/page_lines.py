"""Lines of printed pages as blocks: joined to paragraphs, without the headers, footers and numbers of the pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from seloste.policy.prose.blocks import Block
from seloste.policy.prose.formats.layout import (
    clean_characters,
    clean_line,
    is_page_number,
    make_block,
    split_bullet,
    split_number,
)
from seloste.policy.prose.words import list_languages, load_words

#: The lines at the top and at the bottom of a page that may be of all pages, and on how many of them they stand.
_MARGIN, _LEAST_SHARE = 3, 0.6
#: A line that is shorter than this part of the usual longest one ends a paragraph.
_FULL, _HALF = 0.78, 0.5
_LIGATURES = str.maketrans({"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_DIGITS = re.compile(r"\d+")
#: Bullets of fonts of signs are characters of no meaning.
_SIGN = re.compile(r"(?:[\uf000-\uf0ff]|\(cid:\d{1,5}\))\s*")
_BULLETS = frozenset("•▪‣◦●○■□➢❖✓→–—-*·o")
_END = (".", "!", "?", ":", ";")
_PART = re.compile(r"(?<![^\W\d_])(?P<word>[^\W\d_]++)-$")


class PageLine(Struct, frozen=True):
    """A line of a page, and whether all of it stands out, in bold or larger than most."""

    text: str
    is_strong: bool = False


def clean_page_line(line: str) -> str:
    """A line in ordinary letters; the bullet of a font of signs is a usual one."""
    line = clean_characters(line.translate(_LIGATURES)).strip()
    sign = _SIGN.match(line)
    return clean_line(f"• {line[sign.end() :]}" if sign else line)


def split_margins(pages: Sequence[Sequence[PageLine]]) -> tuple[list[list[PageLine]], list[str]]:
    """The pages without what stands on most of them at the top or the bottom, and those lines."""
    places = [_list_margin(page) for page in pages]
    counts = Counter(
        key for page, margin in zip(pages, places, strict=True) for key in {_key(page[at]) for at in margin}
    )
    least = max(2, _LEAST_SHARE * len(pages))
    kept: list[list[PageLine]] = []
    around: dict[str, None] = {}
    for number, (page, margin) in enumerate(zip(pages, places, strict=True), 1):
        dropped = {
            at
            for at in margin
            if counts[_key(page[at])] >= least or is_page_number(page[at].text) or page[at].text == str(number)
        }
        around |= {page[at].text: None for at in sorted(dropped)}
        kept.append([line for at, line in enumerate(page) if at not in dropped])
    return kept, list(around)


def _list_margin(page: Sequence[PageLine]) -> set[int]:
    """The places of the first and the last lines of a page."""
    filled = [at for at, line in enumerate(page) if line.text]
    return {*filled[:_MARGIN], *filled[-_MARGIN:]}


def _key(line: PageLine) -> str:
    return _DIGITS.sub("#", line.text.casefold())


def join_lines(pages: Sequence[Sequence[PageLine]]) -> Iterator[Block]:
    """The blocks of the lines of all pages."""
    lines = [line for page in pages for line in [*_join_bullets(page), PageLine("\f")]]
    lengths = sorted(len(line.text) for line in lines if len(line.text) > 1)
    width = lengths[int(0.95 * (len(lengths) - 1))] if lengths else 0
    words = Counter(word.casefold() for line in lines for word in re.findall(r"[\w-]+", line.text))
    paragraph: PageLine | None = None
    last, is_parted = "", False
    for line in lines:
        if line.text in ("", "\f"):
            is_parted = is_parted or not line.text
            continue
        if paragraph is not None and _goes_on(PageLine(last, paragraph.is_strong), line, width, is_parted=is_parted):
            paragraph = replace(paragraph, text=_join(paragraph.text, line.text, words))
        else:
            if paragraph is not None:
                yield make_block(paragraph.text, is_strong=paragraph.is_strong)
            paragraph = line
        last, is_parted = line.text, False
    if paragraph is not None:
        yield make_block(paragraph.text, is_strong=paragraph.is_strong)


def _join_bullets(page: Sequence[PageLine]) -> Iterator[PageLine]:
    """The lines, with a bullet by itself before the line that follows it."""
    bullet = ""
    for line in page:
        if line.text in _BULLETS:
            bullet = "• "
        elif line.text:
            yield replace(line, text=f"{bullet}{line.text}")
            bullet = ""
        else:
            yield line


def _goes_on(before: PageLine, line: PageLine, width: int, *, is_parted: bool) -> bool:
    """Whether a line goes on with the one before it. `is_parted`: there is an empty line between them."""
    if split_bullet(line.text)[0] or split_number(line.text)[0] or before.is_strong != line.is_strong:
        return False
    is_small, is_open = line.text[:1].islower(), not before.text.endswith(_END)
    if line.is_strong and not is_parted and (is_small or before.text.rpartition(" ")[2].casefold() in _load_joins()):
        return is_open  # a heading of two lines, whose letters may be larger and its lines shorter
    if is_parted:
        return is_small and is_open and len(before.text) > _FULL * width
    if len(before.text) > _FULL * width or (before.is_strong and is_small and is_open):
        return True
    return is_small and is_open and len(before.text) > _HALF * width


def _join(before: str, line: str, words: Counter[str]) -> str:
    """Two lines as one. A hyphen goes where it only parted a word at the end of the line."""
    part = _PART.search(before[-60:])
    first = re.match(r"[\w-]+", line)
    if part is None or first is None or not line[:1].islower() or first[0].casefold() in _load_joins():
        return f"{before} {line}"
    whole, with_hyphen = f"{part['word']}{first[0]}".casefold(), f"{part['word']}-{first[0]}".casefold()
    is_compound = part["word"][0].isupper() and len(part["word"]) < 5
    if words[with_hyphen] or (is_compound and not words[whole]):
        return f"{before}{line}"
    return f"{before[:-1]}{line}"


@cache
def _load_joins() -> frozenset[str]:
    return frozenset(word for code in list_languages() for word in load_words("layout.joins", code) or ())
