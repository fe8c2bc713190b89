"""The sentences of a notice's source, and whether a draft has kept them.

The sources are read here by other means than the importer's, so that what it overlooks is seen.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from html.parser import HTMLParser
from typing import Any

from tests.support.imported_notices import NoticeCase

#: What is not of the notice on a page: menus, footers, banners, by tag, role, class or id.
AROUND = {
    "nav",
    "header",
    "footer",
    "aside",
    "script",
    "style",
    "title",
    "dialog",
    "alert",
    "breadcrumb",
    "menu",
    "skip",
}
AROUND |= {"top", "cc-window", "cookie-banner", "toc", "navigation"}
#: The head of a table: what its cells mean, which keys say.
AROUND |= {"th"}
_BLOCKS = {
    "h1",
    "h2",
    "h3",
    "h4",
    "p",
    "li",
    "dt",
    "dd",
    "td",
    "th",
    "tr",
    "summary",
    "br",
    "div",
    "section",
    "details",
}
_EMPTY = {"br", "link", "meta", "img", "input", "hr"}
_NUMBER = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*[.)]|[A-Za-z][.)])\s+|\d{1,2}(?:\.\d{1,2})?\s+(?=[^\W\d_])|[-*•–]\s+")
_CLAUSE = re.compile(r"[,;:|()\n]| [–-] ")
#: Words that a key or a value of `policy.yaml` stands for.
_STRUCTURED_WORDS = """
    rekisterinpitäjä on controller is personuppgiftsansvarig är reviewed dated laadittu viimeksi växel
    puhelinnumero sähköpostiosoite käyntiosoite necessary company number kontaktperson rekisterin yhteyshenkilö
    puh puhelin tel tfn telefon phone y tunnus business id fo nummer sähköposti e mail email post osoite nimi address
    avtal rättslig förpliktelse samtycke berättigat intresse publicerad
    effective voimassa alkaen revised sisällys contents
    laadittu päivitetty viimeisin muutos viimeksi muokattu päiväys laatimispäivä last updated on drawn up changed
    modified date uppdaterad senast ändrad upprättad den tammikuuta maj mars
    january february march april may june july august september october november december
    suomi finland viro irlanti ruotsi yhdysvallat ireland united states usa kingdom denmark
    sopimus lakisääteinen velvoite oikeutettu etu suostumus contract legal obligation legitimate interests consent
    tietosuojavastaava data protection officer dataskyddsombud oy ltd
    vuotta vuosi kuukautta istunto session years months pysyvästi permanently varaktigt år"""
STRUCTURED = frozenset(_STRUCTURED_WORDS.split())
_LONGEST_CLAUSE = 8


def list_sentences(case: NoticeCase) -> list[str]:
    """The sentences of a notice's source, in their order."""
    text = case.source.read_text("utf-8-sig")
    lines = _list_html_lines(text) if case.format.endswith("html") else _list_lines(text)
    return [sentence for line in lines for sentence in re.split(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])", line) if _words(sentence)]


def _list_lines(text: str) -> Iterator[str]:
    lines = [_strip_marks(line) for line in text.splitlines()]
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        is_table_head = line.startswith("|") and _is_rule(after)
        if _is_rule(line) or (is_table_head and after):
            continue
        cells = line.strip("|").split("|") if line.startswith("|") else [line]
        yield from (_drop_number(" ".join(cell.split())) for cell in cells)


def _strip_marks(line: str) -> str:
    return line if line.startswith("* ") else line.strip().strip("#").replace("**", "").strip("_* ")


def _is_rule(line: str) -> bool:
    return set(line) <= set("|-= ")


def _list_html_lines(html: str) -> Iterator[str]:
    page = _Page()
    page.feed(html)
    yield from (_drop_number(line) for line in (" ".join(each.split()) for each in "".join(page.texts).splitlines()))


class _Page(HTMLParser):
    """The texts of a page, a block a line, without what is around the notice."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._break(tag)
        if tag not in _EMPTY:
            names = {
                tag,
                *(word for key, value in attrs if key in ("role", "class", "id") for word in (value or "").split()),
            }
            self._open.append((tag, bool(names & AROUND)))

    def handle_endtag(self, tag: str) -> None:
        self._break(tag)
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not any(is_around for _, is_around in self._open):
            self.texts.append(" ".join(["", *data.split(), ""]) if data.strip() else " ")

    def _break(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.texts.append("\n")


def _drop_number(line: str) -> str:
    number = _NUMBER.match(line)
    return line[number.end() :] if number else line


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold())


def find_lost(sentences: Iterable[str], draft: str, policy: Any) -> list[str]:
    """The sentences that stand neither in the values of a draft nor in its comments.

    Args:
        sentences: The sentences.
        draft: The draft as it is written.
        policy: The same, as it is read.
    """
    comments = re.findall(r"(?m)#(.*)$", draft)
    texts = [" ".join(_words(text)) for text in [*_list_leaves(policy), *comments]]
    whole = f" {'  '.join(texts)} "
    known = {word for text in texts for word in text.split()} | STRUCTURED
    known |= {word.lstrip("0") for word in known}
    return [each for each in sentences if not _is_kept(each, whole, known)]


def _is_kept(sentence: str, whole: str, known: set[str]) -> bool:
    if f" {' '.join(_words(sentence))} " in whole:
        return True
    for clause in _CLAUSE.split(sentence):
        words = _words(clause)
        if (
            words
            and f" {' '.join(words)} " not in whole
            and not (len(words) <= _LONGEST_CLAUSE and known.issuperset(words))
        ):
            return False
    return True


def _list_leaves(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for each in value.values():
            yield from _list_leaves(each)
    elif isinstance(value, list):
        for each in value:
            yield from _list_leaves(each)
    elif value is not None:
        yield str(value)
