"""PDF as blocks, by the library pypdf. Runs in a process of its own (`process`).

A PDF knows glyphs at places of pages, and no paragraphs. The library lays the lines out as a reader sees them; here
lines are joined to paragraphs, and what stands on most pages at the top or the bottom is taken apart.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import Any

from msgspec import Struct, field

from seloste.policy.prose.blocks import Document, DocumentError
from seloste.policy.prose.formats.layout import MOST_BLOCKS, MOST_CHARACTERS, check_size, clean_line
from seloste.policy.prose.formats.page_forms import split_form
from seloste.policy.prose.formats.page_lines import PageLine, clean_page_line, join_lines, split_margins
from seloste.policy.prose.formats.process import serve

#: A notice has a tenth of these pages; a page has so many characters of text where it is no picture.
_MOST_PAGES, _FEWEST_CHARACTERS = 300, 20
#: A document of which more pages are pictures has no text.
_MOST_PICTURES = 1 / 3
#: So much larger than most of the text is a heading.
_LARGER = 1.15


def main() -> None:
    """Serves one request."""
    serve(read_pdf_document, "pdf")


def read_pdf_document(data: bytes) -> Document:
    """The document of a PDF.

    Raises:
        DocumentError: It is damaged, protected, scanned, or larger than a notice can be.
    """
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, LimitReachedError, PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentError("encrypted")
        if len(reader.pages) > _MOST_PAGES:
            raise DocumentError("too-many-pages", limit=_MOST_PAGES)
        pages = list(_read_pages(reader))
    except DocumentError:
        raise
    except LimitReachedError:
        raise DocumentError("too-costly") from None
    except DependencyError:
        raise DocumentError("encrypted") from None
    except (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError):
        raise DocumentError("damaged") from None
    pictures = sum(sum(len(line.text) for line in page) < _FEWEST_CHARACTERS for page in pages)
    if not pages or pictures > _MOST_PICTURES * len(pages):
        raise DocumentError("no-text")
    pages, around = split_margins(pages)
    return check_size(Document(tuple(join_lines(pages)), _find_language(reader), _find_title(reader), tuple(around)))


def _read_pages(reader: Any) -> Iterator[list[PageLine]]:
    """The lines of each page, the empty ones too."""
    size = 0
    for page in reader.pages:
        fonts = _Fonts()
        page.extract_text(visitor_text=fonts.visit)
        text = page.extract_text(extraction_mode="layout", layout_mode_strip_rotated=False)
        if not _has_all(text, fonts.words):
            text = page.extract_text()
        size += len(text)
        if size > MOST_CHARACTERS:
            raise DocumentError("too-long", limit=MOST_CHARACTERS, blocks=MOST_BLOCKS)
        strong = fonts.list_strong()
        rows = text.split("\n")
        lines = ((clean_page_line(line), is_head) for line, is_head in split_form(rows) or zip(rows, repeat(False)))
        yield [PageLine(line, is_head or _pack(line) in strong) for line, is_head in lines]


def _pack(line: str) -> str:
    """The letters and digits of a line, by which it is known whichever way it was laid out."""
    return "".join(character for character in line if character.isalnum())


def _has_all(text: str, words: Sequence[str]) -> bool:
    """Whether a laid-out text has all that the page has: the layout leaves out what it cannot place."""
    return len(_pack(text)) >= sum(len(_pack(word)) for word in words)


class _Fonts(Struct):
    """Hears of each piece of a page's text in which font it is, and gathers them to lines."""

    lines: list[tuple[str, bool, float]] = field(default_factory=list)
    last: tuple[bool, float, float] | None = None

    def visit(self, text: str, matrix: list[float], text_matrix: list[float], font: Any, size: float) -> None:
        """Takes a piece of text with its place, its font and its size."""
        if not text.strip():
            return
        name = str((font or {}).get("/BaseFont", "")).lower()
        is_bold = any(word in name for word in ("bold", "black", "heavy", "semibd", "demi"))
        height = abs(size * (text_matrix[3] or text_matrix[0] or 1) * (matrix[3] or 1))
        place = text_matrix[5] * (matrix[3] or 1) + matrix[5]
        key = (is_bold, round(height, 1), round(place))
        if key == self.last and self.lines:
            self.lines[-1] = (self.lines[-1][0] + text, is_bold, height)
        else:
            self.lines.append((text, is_bold, height))
        self.last = key

    @property
    def words(self) -> list[str]:
        """The pieces of text."""
        return [words for words, _, _ in self.lines]

    def list_strong(self) -> frozenset[str]:
        """The lines that are in bold, or larger than most of the text."""
        sizes = sorted(height for words, _, height in self.lines for _ in words)
        usual = sizes[len(sizes) // 2] if sizes else 0.0
        packed = (
            (_pack(part), is_bold or height > _LARGER * usual)
            for words, is_bold, height in self.lines
            for part in words.split("\n")
        )
        return frozenset(words for words, is_strong in packed if words and is_strong)


def _find_title(reader: Any) -> str | None:
    try:
        return clean_line(str(reader.metadata.title or "")) or None
    except Exception:  # what is wrong with its properties is no matter of its text
        return None


def _find_language(reader: Any) -> str | None:
    try:
        return str(reader.trailer["/Root"].get("/Lang", "")).split("-")[0].lower() or None
    except Exception:
        return None
