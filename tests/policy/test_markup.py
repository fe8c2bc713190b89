"""Markup within a notice's texts: lists, tables and links by the contract, and all else as it is written."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seloste.policy.prose.markup import MOST_CHARACTERS, Block, Run, Table, TextList, Words, flatten_text, parse_text
from seloste.reports.rendering.escape import find_link_target


def outline(text: str) -> list[object]:
    """The blocks of a text: a string for a line, a list for a list (its start first, where it is numbered)."""
    return [sketch(block) for block in parse_text(text)]


def sketch(block: Block) -> object:
    match block:
        case Words():
            return block.text
        case Table(header, rows):
            return tuple(tuple(cell.text for cell in row) for row in (header, *rows))
        case TextList(entries, start):
            items = [
                [entry.words.text, *(sketch(inner) for inner in entry.blocks)] if entry.blocks else entry.words.text
                for entry in entries
            ]
            return [start, *items] if start is not None else items


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("You may:\n- ask\n- complain", ["You may:", ["ask", "complain"]]),
        ("First.\n\n* a\n* b\n\nLast.", ["First.", ["a", "b"], "Last."]),
        ("- a\n- b", [["a", "b"]]),
        ("if:\n1. you ask\n2. you say", ["if:", [1, "you ask", "you say"]]),
        ("if:\n4) you ask\n5) you say", ["if:", [4, "you ask", "you say"]]),
        ("if:\n1. a\n1. b", ["if:", [1, "a", "b"]]),
        ("x:\n- a:\n  1. b\n  2. c\n- d", ["x:", [["a:", [1, "b", "c"]], "d"]]),
        ("x:\n- a\n\n- b\n  wrapped\n\n  more", ["x:", ["a", ["b wrapped", "more"]]]),
        ("| a | b |\n|---|:-:|\n| 1 | 2 \\| 3 |\nafter", [(("a", "b"), ("1", "2 | 3")), "after"]),
        ("a | b\n--|--\n1 | 2", [(("a", "b"), ("1", "2"))]),
    ],
)
def test_lists_and_tables_of_the_contract(text: str, blocks: list[object]) -> None:
    assert outline(text) == blocks


@pytest.mark.parametrize(
    "text",
    [
        "Postal address\n- a\n- b",
        "One entry:\n- a",
        "Two kinds:\n- a\n* b",
        "Each keeps its number:\n3. a\n5. b",
        "1. tammikuuta alkaen:\n2018. vuosi\n2020. vuosi",
        "# No heading\n=====\nnor a rule\n---",
        "*no* **emphasis** `nor code`\n~~nor strikes~~",
        "<b>no</b> HTML\n&amp; &copy; \\* \\[",
        "```\nno code\n```",
        "> no quotation\n\n    nor code",
        "[words][ref]\n[ref]: https://example.org",
        "![picture](https://example.org/a.png)\nno image",
        "[no link](javascript:alert(1))\n[nor](http://example.org) [nor](mailto:a@example.org) [nor](/path)",
        '[no link](https://example.org "title")\n[nor](https://example.org/a b)\n[nor]( https://example.org)',
        "| no | table |\n| 1 | 2 |",
        "| no | table |\n|---|\n| 1 | 2 |",
        "| a | b |\n|---|---|\n| the third | would | be lost |",
        "| a | b |\n|---|---|",
        '"straight" -- (c) ...\nno typography',
    ],
)
def test_all_else_stays_as_it_is_written(text: str) -> None:
    blocks = parse_text(text)
    assert [block.text for block in blocks if isinstance(block, Words)] == [
        line.strip() for line in text.split("\n") if line.strip()
    ]
    assert not any(isinstance(block, Words) and block.has_links for block in blocks)


def test_a_text_of_one_line_is_plain() -> None:
    assert parse_text("- [a](https://example.org) | b\n") == (Words((Run("- [a](https://example.org) | b"),)),)
    assert parse_text(" \n ") == ()


def test_links() -> None:
    (words, _) = parse_text("See [our *terms*](https://example.org/a_b?c=1&d), or [this](https://example.org).\n.")
    assert words == Words(
        (
            Run("See "),
            Run("our *terms*", "https://example.org/a_b?c=1&d"),
            Run(", or "),
            Run("this", "https://example.org"),
            Run("."),
        )
    )


def test_links_are_in_entries_and_cells_too() -> None:
    text = (
        "x:\n- [a](https://a.example)\n- b\n\n| [c](https://c.example) |\n|---|---|\n| [c](https://c.example) | d |\n"
    )
    text = text.replace("|---|---|", "|---|").replace(" | d |", " |") + "|"
    runs = [run.link for run in _list_runs(parse_text(text)) if run.link]
    assert runs == ["https://a.example", "https://c.example", "https://c.example"]


def _list_runs(blocks: tuple[Block, ...]) -> list[Run]:
    runs: list[Run] = []
    for block in blocks:
        match block:
            case Words():
                runs += block.runs
            case TextList(entries):
                runs += [run for entry in entries for run in _list_runs((entry.words, *entry.blocks))]
            case Table(header, rows):
                runs += [run for row in (header, *rows) for cell in row for run in cell.runs]
    return runs


MARKS = ["- ", "* ", "1. ", "2. ", "  ", "    ", "\t", "\n", "\n\n", ":\n", "|", "|--|--|\n", "ä", "ö ü", "\\", "`"]
MARKS += ["[å](https://example.org)", "[", "](https://", ")", "!", "<b>", "&amp;", "#", ">", "---\n", "===\n", "***"]


@given(st.lists(st.sampled_from(MARKS), max_size=60).map("".join))
def test_no_word_is_lost_and_every_link_is_one_of_today(text: str) -> None:
    runs = _list_runs(parse_text(text))
    assert re.findall("[äöüå]", "".join(run.text for run in runs)) == re.findall("[äöüå]", text)
    assert all(find_link_target(run.link) == run.link for run in runs if run.link)


def test_a_long_text_has_paragraphs_and_links() -> None:
    text = "x:\n- [a](https://example.org)\n- b\n" + "y" * MOST_CHARACTERS
    assert outline(text)[:3] == ["x:", "- a", "- b"]


def test_on_one_line() -> None:
    assert flatten_text("You may:\n- ask;\n- [complain](https://example.org)\nSoon.") == "You may: ask; complain. Soon."
    assert flatten_text("if:\n2. a\n3. b") == "if: 2. a; 3. b"
    assert flatten_text("one line ") == "one line "


def test_a_link_that_shows_another_address_than_it_opens_stays_as_it_is_written() -> None:
    for words in ("https://bank.example", "www.bank.example", " HTTPS://bank.example/ "):
        text = f"A\n[{words}](https://evil.example)"
        assert not any(block.has_links for block in parse_text(text) if isinstance(block, Words))
    for words in ("https://bank.example", "bank.example", "our bank"):
        [_, block] = parse_text(f"A\n[{words}](https://bank.example/)")
        assert isinstance(block, Words)
        assert block.has_links
