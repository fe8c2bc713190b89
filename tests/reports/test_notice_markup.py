"""Lists, tables and links within texts of a notice, in every format."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from lxml import html
from markdown_it import MarkdownIt

from seloste.policy.notice import Policy
from seloste.reports.language.language import load_language
from seloste.reports.notice import render_notice
from seloste.reports.notice.context import NoticeContext
from seloste.reports.notice.document import Facts, ListBlock, Paragraph
from seloste.reports.notice.page import build_page
from seloste.reports.paper.docx import render_docx
from seloste.reports.rendering.render import render_blocks
from tests.support.samples import minimal

TEXT = """We may:
- keep [your *name*](https://name.example/a_b?c=1&d=2), and
- ask, if:
  3. you agreed
  4. we must

Tools:

| Tool | What for |
|------|----------|
| _ga  | [counting](https://ga.example) & more |

1. One
2. Two
"""
RIGHT = "to have processing restricted, if:\n1. you contest\n2. it is <b>unlawful</b>"


def policy() -> Policy:
    return minimal(
        sections={"own": {"heading": _say("Own"), "text": _say(TEXT)}},
        rights={
            "restriction": {"right": "restriction", "text": _say(RIGHT)},
            "access": {"right": "access", "text": _say("to see your data")},
        },
    )


def _say(words: str) -> dict[str, str]:
    return dict.fromkeys(("fi", "en"), words)


def read(page: str) -> Any:
    return html.fromstring(page)


def parse_markdown(text: str) -> Any:
    return read(MarkdownIt("commonmark").enable("table").render(text))


def list_own(tree: Any) -> list[str]:
    """The text of each entry's own words, of lists within lists too."""
    return [" ".join("".join(item.xpath("text()|a//text()|p//text()")).split()) for item in tree.iter("li")]


@pytest.mark.parametrize("format", ["html", "markdown"])
def test_lists_tables_and_links_are_such(format: str) -> None:
    page = render_notice(policy(), "en", format)
    tree = parse_markdown(page) if format == "markdown" else read(page)
    entries = list_own(tree)
    for words in ("keep your *name*, and", "ask, if:", "you agreed", "we must", "One", "Two"):
        assert words in entries
    (inner,) = [each for each in tree.iter("ol") if each.get("start") == "3"]
    assert inner.getparent().tag == "li"
    assert [cell.text_content() for cell in tree.iter("th")] == ["Tool", "What for"]
    assert [cell.text_content() for cell in tree.iter("td")] == ["_ga", "counting & more"]
    links = {link.text_content(): link.get("href") for link in tree.iter("a")}
    assert links["your *name*"] == "https://name.example/a_b?c=1&d=2"
    assert links["counting"] == "https://ga.example"


@pytest.mark.parametrize("format", ["html", "markdown"])
def test_numbered_conditions_within_an_entry_stay_a_list(format: str) -> None:
    page = render_notice(policy(), "en", format)
    tree = parse_markdown(page) if format == "markdown" else read(page)
    (entry,) = [
        item
        for item in tree.iter("li")
        if "".join(item.xpath("text()|p/text()")).strip().startswith("to have processing")
    ]
    assert [item.text_content().strip() for item in entry.find("ol").iter("li")] == [
        "you contest",
        "it is <b>unlawful</b>",
    ]
    assert [item.text_content().strip() for item in entry.getparent()][-1] == "to see your data"


def test_plain_text_has_the_words_and_addresses() -> None:
    page = render_notice(policy(), "en", "text")
    assert (
        "- keep your *name* (https://name.example/a_b?c=1&d=2), and\n- ask, if:\n\n  3. you agreed\n  4. we must"
        in page
    )
    assert "Tool | What for\n_ga | counting (https://ga.example) & more\n" in page
    assert "- to have processing restricted, if:\n\n  1. you contest\n  2. it is <b>unlawful</b>\n- to see" in page


def test_word_has_lists_tables_and_links() -> None:
    language = load_language("en")
    page = build_page(NoticeContext(policy(), language, {}))
    document = docx.Document(io.BytesIO(render_docx(page, language=language)))
    styles = {paragraph.text: paragraph.style.name for paragraph in document.paragraphs}
    assert styles["keep your *name*, and"] == "List Bullet"
    assert styles["you agreed"] == "List Number 2"
    assert styles["One"] == "List Number"
    # Each list counts from its own number.
    numbers = [
        paragraph._p.pPr.numPr.numId.val for paragraph in document.paragraphs if paragraph.style.name == "List Number 2"
    ]
    starts = [
        override.startOverride.val
        for number in dict.fromkeys(numbers)
        for override in document.part.numbering_part.element.num_having_numId(number).lvlOverride_lst
    ]
    assert starts == [1, 3] or starts == [3, 1]
    (table,) = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Tool", "What for"],
        ["_ga", "counting & more"],
    ]
    targets = {relation.target_ref for relation in document.part.rels.values() if relation.is_external}
    assert targets >= {"https://name.example/a_b?c=1&d=2", "https://ga.example"}


def test_two_lists_that_follow_each_other_stay_two_in_markdown() -> None:
    context = NoticeContext(policy(), load_language("en"), {})
    one, two = context.build_item({"en": "one"}, "a"), context.build_item({"en": "two"}, "b")
    blocks = (ListBlock((one,)), ListBlock((two,)), Facts(()), ListBlock((one,), start=1), ListBlock((two,), start=5))
    tree = read(f"<div>{MarkdownIt('commonmark').render(str(render_blocks(blocks, 'markdown')))}</div>")
    assert [len(each) for each in tree.iter("ul", "ol")] == [1, 1, 1, 1]


def test_an_entry_that_begins_with_a_list_has_it_in_markdown() -> None:
    context = NoticeContext(policy(), load_language("en"), {})
    block = ListBlock((context.build_item({"en": "- a\n- b"}, "x"), context.build_item({"en": "c"}, "y")))
    tree = read(f"<div>{MarkdownIt('commonmark').render(str(render_blocks((block,), 'markdown')))}</div>")
    outer, inner = tree.iter("ul")
    assert [item.text_content().strip() for item in inner] == ["a", "b"]
    assert len(outer) == 2


def test_a_text_of_one_line_is_one_paragraph_as_before() -> None:
    context = NoticeContext(policy(), load_language("en"), {})
    words = "- [a](https://a.example) | *b*"
    assert [*context.build_blocks({"en": words}, "x")] == [Paragraph(words, "x")]
    assert context.text({"en": words}) == words
    assert "[a](" in render_blocks((Paragraph(words),), "html")
