"""Texts whose markup is made to take long, or to break out of the page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.hostile import assert_bounded, run_process

pytestmark = pytest.mark.timed

#: The most characters of one value, and those of a text that is taken apart.
LONGEST, PARSED = 100_000, 19_900
HOSTILE = {
    "brackets": "[",
    "bullets-in-bullets": "- ",
    "bars": "|",
    "pictures": "![",
    "links-without-end": "[a](https://",
    "entries": "- a\n",
    "entries-of-bullets": "- - - - - - - - - - - - - - - -\n",
    "numbers": "1. a\n",
    "lists": "a:\n- a\n- b\n",
    "rows": "|a|b|\n|-|-|\n|1|2|\n",
    "delimiters": "|-",
    "headings": "a\n-\n",
    "backslashes": "\\|",
}


def write_policy(folder: Path, texts: dict[str, str]) -> None:
    sections = {key: {"heading": {"en": key}, "text": {"en": text}} for key, text in texts.items()}
    notice = {"notice": {"languages": ["en"]}, "controller": {"name": "Oy"}, "sections": sections}
    (folder / "policy.yaml").write_text(json.dumps(notice), "utf-8")


@pytest.mark.parametrize("length", [PARSED, pytest.param(LONGEST, marks=pytest.mark.heavy)])
def test_no_text_takes_long(tmp_path: Path, length: int) -> None:
    texts = {key: ("x:\n" + piece * length)[: length - 2] + "\nx" for key, piece in HOSTILE.items()}
    deeper = "".join(" " * 2 * depth + "- a\n" for depth in range(300))[: length - 2] + "\nx"
    write_policy(tmp_path, {**texts, "deeper-and-deeper": deeper})
    assert_bounded(run_process("notice", "--format", "text", "-o", "notice.txt", folder=tmp_path), 0, seconds=8)
    written = (tmp_path / "notice.txt").read_text("utf-8")
    assert written.count("\nx\n") == len(texts) + 1


def test_markup_of_others_stays_text_in_every_format(tmp_path: Path) -> None:
    text = (
        'x:\n- <script>alert(1)</script> [a"onclick="b](https://a.example/"onclick=)\n'
        "- [<img src=x>](https://a.example/?b=1&c=2) ![b](https://b.example)\n\n"
        "| </table> | `[c](javascript:d)` |\n|---|---|\n| [d](https://d.example) <b> | \\| e\n"
    )
    write_policy(tmp_path, {"own": text})
    for format in ("html", "markdown"):
        assert_bounded(run_process("notice", "--format", format, "-o", f"notice.{format}", folder=tmp_path), 0)
    page = (tmp_path / "notice.html").read_text("utf-8")
    assert not any(mark in page for mark in ("<script>a", "<img", "<b>", 'b"onclick', "</table> "))
    assert '<a href="https://a.example/?b=1&amp;c=2">&lt;img src=x&gt;</a>' in page
    assert 'href="javascript' not in page
    assert '">b</a>' not in page
    plain = (tmp_path / "notice.markdown").read_text("utf-8")
    assert "[\\<img src=x\\>](https://a.example/?b=1\\&c=2)" in plain
    assert "!\\[b\\](https://b.example)" in plain
