"""Limits to documents, which stand before the libraries that lay them out: those can't be stopped.

What is allowed takes a minute or so. A page for people has far less.
"""

from __future__ import annotations

#: The most of a page that becomes a PDF, in tags; so many characters take as long as one. The report of a company
#: with a dozen systems has some 10,000, and WeasyPrint takes a millisecond for each.
MOST_TAGS, CHARACTERS_PER_TAG = 60_000, 50
#: WeasyPrint tries every place to break a text in a cell: 1,000 characters take a second, 4,000 a minute.
CUBIC_CHARACTERS_PER_TAG = 1_000_000
#: The most paragraphs, and links to other sites, of a Word document: python-docx compares each link with each.
MOST_PARAGRAPHS, MOST_LINKS = 20_000, 3_000
#: The most cells of a workbook.
MOST_CELLS = 1_000_000


class DocumentTooLargeError(ValueError):
    """A document would be too large for a format. `what` is the format, `size` its size and `limit` the most."""

    def __init__(self, what: str, size: int, limit: int) -> None:
        super().__init__(f"{what}: {size} of at most {limit}")
        self.what = what
        self.size = size
        self.limit = limit


def refuse_large(what: str, size: int, limit: int) -> None:
    """Raises DocumentTooLargeError where the size exceeds the limit."""
    if size > limit:
        raise DocumentTooLargeError(what, size, limit)


def measure_page(html: str) -> int:
    """The size of a page in tags, which its layout takes time for."""
    return html.count("<") + len(html) // CHARACTERS_PER_TAG + sum(map(_measure_table, html.split("<table")[1:]))


def _measure_table(html: str) -> int:
    """The size of the long texts in a table: the time for one grows with the cube of its length."""
    cells = html.partition("</table")[0].split("<")
    return sum(len(cell.partition(">")[2]) ** 3 for cell in cells) // CUBIC_CHARACTERS_PER_TAG
