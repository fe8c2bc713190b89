"""The notice as a Word document: the words of the page, real headings and links, a bookmark for every promise."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from datetime import date
from functools import cache
from typing import Any

import docx as library
import pytest
from docx.oxml.ns import qn
from lxml import etree

from seloste.policy.notice import Policy
from seloste.reports.language.language import load_language
from seloste.reports.notice.context import NoticeContext
from seloste.reports.notice.page import build_page
from seloste.reports.paper.docx_parts import Bookmarks
from seloste.reports.paper.notice import find_last_change, render_notice_file
from seloste.reports.rendering import escape
from tests.support import ROOT
from tests.support.samples import complete, jamix, minimal

HOSTILE = ("<script>alert(1)</script>", "{{ 7*7 }}", "=cmd()", "a\u202eb", "\x1b[31m\x00", "N" * 10_000, "&amp; ]]>")


def made(policy: Policy, code: str = "fi") -> bytes:
    return made_of_complete(code) if policy is complete() else make(policy, code)


@cache
def made_of_complete(code: str) -> bytes:
    """The document that most tests look at."""
    return make(complete(), code)


def make(policy: Policy, code: str) -> bytes:
    return render_notice_file(policy, code, "docx", html=lambda: "")


def opened(policy: Policy, code: str = "fi") -> Any:
    return library.Document(io.BytesIO(made(policy, code)))


def part(policy: Policy, name: str, code: str = "fi") -> Any:
    with zipfile.ZipFile(io.BytesIO(made(policy, code))) as archive:
        return etree.fromstring(archive.read(name))


def headings(document: Any, level: int) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == f"Heading {level}"]


@pytest.mark.parametrize("policy", [jamix(), complete()], ids=["jamix", "complete"])
@pytest.mark.parametrize("code", ["fi", "en"])
def test_it_says_what_the_page_says_in_its_order(policy: Policy, code: str) -> None:
    page = build_page(NoticeContext(policy, load_language(code), {}))
    document = opened(policy, code)
    assert document.paragraphs[0].text == page.title
    assert document.paragraphs[0].style.name == "Title"
    assert [*headings(document, 1)][-len(page.sections) :] == [section.heading for section in page.sections]
    whole = "\n".join(paragraph.text for paragraph in document.paragraphs)
    at = 0
    for purpose in policy.purposes.values():
        words = " ".join(load_language(code).text(purpose.text).split("\n"))
        at = whole.find(words, whole.find("\n", at) if at else 0)
        assert at > 0, words
    for text in (entry.text for group in (policy.fields, policy.safeguards, policy.rights) for entry in group.values()):
        assert " ".join(load_language(code).text(text).split("\n")) in whole


def test_its_structure_is_of_words_own_styles() -> None:
    styles = {paragraph.style.name for paragraph in opened(complete()).paragraphs}
    assert {"Title", "Heading 1", "Heading 2", "List Bullet", "TOC Heading"} <= styles
    assert len(headings(opened(complete()), 2)) >= len(complete().purposes)


def test_the_right_to_object_is_set_apart() -> None:
    apart = [paragraph.text for paragraph in opened(complete()).paragraphs if paragraph.style.name == "Set Apart"]
    assert load_language("fi").text(complete().rights["objection"].text) in apart


@pytest.mark.parametrize(("code", "tag"), [("fi", "fi-FI"), ("en", "en-GB")])
def test_the_language_of_its_text_is_set(code: str, tag: str) -> None:
    document = opened(complete(), code)
    assert {lang.get(qn("w:val")) for lang in document.styles.element.iter(qn("w:lang"))} == {tag}
    assert document.core_properties.language == tag


def test_its_properties_are_of_the_notice() -> None:
    properties = opened(complete()).core_properties
    assert properties.title == "Lumikiurun Puodin tietosuojaseloste"
    assert properties.created.date() == properties.modified.date() == find_last_change(complete())
    assert find_last_change(complete()) == max(complete().notice.published, complete().notice.reviewed)
    assert opened(minimal()).core_properties.created is None
    assert len(opened(minimal(notice={"name": {"fi": "N" * 300}, "languages": ["fi"]})).core_properties.title) == 255


def test_every_promise_is_a_bookmark() -> None:
    document = part(complete(), "word/document.xml")
    starts = [(mark.get(qn("w:id")), mark.get(qn("w:name"))) for mark in document.iter(qn("w:bookmarkStart"))]
    ends = [mark.get(qn("w:id")) for mark in document.iter(qn("w:bookmarkEnd"))]
    names = [name for _, name in starts]
    assert sorted(ends) == sorted(number for number, _ in starts)
    assert len({name.casefold() for name in names}) == len(names)
    policy = complete()
    for group in ("purposes", "fields", "sources", "retention", "safeguards", "rights", "custom"):
        for key in getattr(policy, group):
            assert f"{group}_{key}".replace("-", "_")[:31] in {name[:31] for name in names}
    for name in names:
        assert len(name) <= 40
        assert name.isidentifier()


def test_bookmarks_of_ids_that_look_alike_differ() -> None:
    bookmarks = Bookmarks()
    anchors = ["a.b-c", "a.b_c", "a.B_c", "a." + "x" * 60, "a." + "x" * 61, "1.a"]
    names = [bookmarks.name(anchor) for anchor in anchors]
    assert len({name.casefold() for name in names}) == len(anchors)
    assert all(len(name) <= 40 and name[0].isalpha() for name in names)
    assert [bookmarks.name(anchor) for anchor in anchors] == names


def test_links_lead_where_they_say_and_nowhere_else() -> None:
    document = opened(complete())
    links = [link for paragraph in document.paragraphs for link in paragraph.hyperlinks]
    assert {link.address for link in links if link.address} == {
        link.address for link in links if link.address and link.address.startswith(("https://", "mailto:"))
    }
    marks = {mark.get(qn("w:name")) for mark in document.element.iter(qn("w:bookmarkStart"))}
    inner = [link.fragment for link in links if not link.address]
    assert inner
    assert set(inner) <= marks
    bad = minimal(
        requests={"text": {"fi": "Ota yhteyttä"}, "url": "javascript:alert(1)", "email": "file:///etc/passwd"}
    )
    assert not [link.address for each in opened(bad).paragraphs for link in each.hyperlinks if link.address]


def contents(document: Any) -> list[list[str]]:
    return [paragraph.text.split("\t") for paragraph in document.paragraphs if paragraph.style.name == "toc 1"]


def test_the_contents_link_to_every_section_and_tell_its_page() -> None:
    document = opened(complete())
    page = build_page(NoticeContext(complete(), load_language("fi"), {}))
    assert [heading for heading, _ in contents(document)] == ["Lyhyesti", *(each.heading for each in page.sections)]
    assert [heading for heading, _ in contents(document)] == headings(document, 1)
    fields = [node.text for node in document.element.body.iter(qn("w:instrText"))]
    assert fields[0] == r'TOC \o "1-1" \h \z'
    marks = [link.fragment for each in document.paragraphs if each.style.name == "toc 1" for link in each.hyperlinks]
    assert fields[1:] == [rf"PAGEREF {mark} \h" for mark in marks]
    kinds = [mark.get(qn("w:fldCharType")) for mark in document.element.body.iter(qn("w:fldChar"))]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end") == len(fields)


@pytest.mark.parametrize(
    ("policy", "code", "pages"),
    [  # as LibreOffice 7.4 lays them out, with the fonts that are as wide as ours
        (complete(), "fi", "1 2 2 2 2 2 4 4 5 5 5 5 5 6 6 6 6 7 7 7 7"),
        (complete(), "en", "1 2 2 2 2 2 4 4 5 5 5 5 5 6 6 6 6 7 7 7 7"),
        (jamix(), "fi", "1 1 1 2 2 2 2 2 3 3 3 3"),
    ],
    ids=["complete-fi", "complete-en", "jamix-fi"],
)
def test_the_page_of_each_section_is_that_on_which_it_is_laid_out(policy: Policy, code: str, pages: str) -> None:
    assert [number for _, number in contents(opened(policy, code))] == pages.split()


def test_what_belongs_together_stays_on_one_page() -> None:
    document = opened(complete())
    styles = document.styles
    assert all(styles[f"Heading {level}"].paragraph_format.keep_with_next for level in (1, 2, 3))
    table = document.tables[0]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    assert [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows] == [True, False, False]
    assert abs(sum(column.width.pt for column in table.columns) - 453.5) < 1


def test_a_label_stands_beside_its_value_unless_it_is_too_long() -> None:
    shown = [(each.style.name, each.text) for each in opened(complete(), "en").paragraphs]
    assert ("Fact", "Data subjects\tCustomers of the web shop") in shown
    long = shown.index(("Fact Label", "Basis for processing special categories of personal data"))
    assert shown[long + 1] == ("Fact More", "Explicit consent (GDPR Art. 9(2)(a))")


def test_all_looks_are_of_styles() -> None:
    """So that a lawyer who changes a style changes the whole document: no paragraph has fonts or spaces of its own."""
    document = opened(complete())
    for paragraph in document.paragraphs:
        assert paragraph.paragraph_format.space_after is None
        assert not [run for run in paragraph.runs if run.font.size or run.font.name]


def test_pages_are_numbered_in_the_language_and_changes_are_tracked() -> None:
    footer = opened(complete()).sections[0].footer.paragraphs[0]
    assert footer.text == "Sivu 1 / 1"
    fields = [node.text for node in footer._p.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert part(complete(), "word/settings.xml").find(qn("w:trackRevisions")) is not None


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_harmless_text(text: str) -> None:
    words = {"fi": text, "en": text}
    policy = minimal(
        notice={"name": words, "title": words, "languages": ["fi", "en"]},
        purposes={"x": {"text": words, "legal_basis": {"basis": "consent", "explanation": words}}},
        headings={"purposes": words},
        sections={"own": {"heading": words, "text": words}},
    )
    document = opened(policy)
    shown = [paragraph.text for paragraph in document.paragraphs]
    assert shown.count(escape.cell(text)) >= 4
    assert document.core_properties.title == escape.cell(text)[:255]
    with zipfile.ZipFile(io.BytesIO(made(policy))) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))
        assert "word/vbaProject.bin" not in archive.namelist()
        assert "docProps/thumbnail.jpeg" not in archive.namelist()


MAKE = """
import sys
from tests.support.samples import complete
from seloste.reports.paper.notice import render_notice_file
sys.stdout.buffer.write(render_notice_file(complete(), "fi", "docx", html=lambda: ""))
"""


def test_the_same_notice_gives_the_same_bytes() -> None:
    written = {
        subprocess.run(
            [sys.executable, "-c", MAKE],
            cwd=ROOT,
            timeout=60,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert len(written) == 1
    with zipfile.ZipFile(io.BytesIO(written.pop())) as archive:
        assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"


def test_only_formats_of_paper_are_made() -> None:
    with pytest.raises(ValueError, match="no format 'odt'"):
        render_notice_file(minimal(), "fi", "odt", html=lambda: "")


def test_the_day_of_a_notice_is_its_last() -> None:
    notice = {"name": {"fi": "R"}, "languages": ["fi"], "published": "2020-01-02", "reviewed": "2019-01-01"}
    assert find_last_change(minimal(notice=notice)) == date(2020, 1, 2)
    assert find_last_change(minimal()) is None
