"""The made-up notices of `tests/importing`, and what the importer makes of them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from tests.support import ROOT
from tests.support.files import load_yaml

_FOLDER = ROOT / "tests" / "importing"
#: The notices that were frozen before there was an importer, and those that were when it had found all of the first.
SETS = ("notices", "more")
#: What takes long to build: each has a source from which the test builds it.
BUILT = ("docx.md", "pdf.html")
_EXPECTED = ".expected.yaml"


class NoticeCase(Struct, frozen=True):
    """A notice and what an import must find in it."""

    stem: str
    format: str
    source: Path
    expected: Mapping[str, Any]

    def build(self) -> tuple[bytes, str]:
        """The file that is imported, and its name."""
        if self.format not in BUILT:
            return self.source.read_bytes(), self.source.name
        suffix = self.format.partition(".")[0]
        text = self.source.read_text("utf-8")
        return (_build_docx(text) if suffix == "docx" else _build_pdf(text)), f"{self.stem}.{suffix}"


@cache
def list_cases(name: str) -> tuple[NoticeCase, ...]:
    """Every notice of a set, by its name."""
    return tuple(_list_cases(_FOLDER / name))


def _list_cases(folder: Path) -> Iterator[NoticeCase]:
    for path in sorted(folder.glob(f"*{_EXPECTED}")):
        stem = path.name.removesuffix(_EXPECTED)
        (source,) = (each for each in folder.glob(f"{stem}.*") if each != path)
        yield NoticeCase(stem, source.name.removeprefix(f"{stem}."), source, load_yaml(path.read_text("utf-8")))


def import_notice(case: NoticeCase) -> str:
    """The draft of `policy.yaml` as the importer writes it."""
    data, name = case.build()
    return import_document(data, name, case.expected["language"])


def import_document(data: bytes, name: str, language: str) -> str:
    """The draft of a document, with its comments in a language."""
    from seloste.policy.drafting.draft_policy import draft_policy
    from seloste.policy.prose.formats.reading import read_document
    from seloste.reports.draft.policy import write_policy
    from seloste.reports.language.language import load_language

    return write_policy(draft_policy(read_document(data, name)), load_language(language))


def _build_docx(text: str) -> bytes:
    """A DOCX of a little Markdown: headings, bold paragraphs, bullets, tables."""
    import docx

    document = docx.Document()
    rows: list[list[str]] = []
    for line in [*text.splitlines(), ""]:
        if line.startswith("|"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if any(cells) and not set(line) <= set("|- "):
                rows.append(cells)
            continue
        if rows:
            table = document.add_table(rows=0, cols=len(rows[0]))
            for cells in rows:
                for target, words in zip(table.add_row().cells, cells, strict=True):
                    _add_words(target.paragraphs[0], words)
            rows = []
        if heading := re.fullmatch(r"(#+) (.*)", line):
            document.add_heading(heading[2], level=len(heading[1]))
        elif line.startswith("- "):
            document.add_paragraph(line[2:], style="List Bullet")
        elif line:
            _add_words(document.add_paragraph(), line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _add_words(paragraph: Any, words: str) -> None:
    plain = words.strip("*")
    paragraph.add_run(plain).bold = plain != words


def _build_pdf(html: str) -> bytes:
    import weasyprint

    return bytes(weasyprint.HTML(string=html).write_pdf())
