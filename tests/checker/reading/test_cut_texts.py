"""A `#` that cuts a text: a warning where people read the text, which does not make the exit code 3."""

from __future__ import annotations

from pathlib import Path

import pytest

from seloste.checker.reading.cut_texts import find_hashes
from seloste.checker.reading.documents import open_file, validate_record
from seloste.checker.reading.tree import WorkTree
from seloste.exit_code import Exit, compute_exit_code
from seloste.policy.parties import Contact
from tests.support.cases import reading
from tests.support.complete import checked, policy, summarize, write


def test_the_signs_of_a_text_are_found_with_their_places() -> None:
    assert find_hashes("a: b #7\r\nc: d # 8\rä: e\t#ä #seloste: x\n#f\ng#h #") == ((1, 6), (3, 6))


def test_very_many_signs_are_not_all_looked_at() -> None:
    assert len(find_hashes(" #1" * 20_000)) == 10_000


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("phone: 09 12 #4\n", [("", 1, 14, "#4")]),
        ("name: #1 desk\nphone: '1'\n", [("whole", 1, 7, "#1 desk")]),
        ("role: {en: A #7\n  }\n", [("", 1, 14, "#7")]),
        ("role: &r {en: &t A #7\n  }\n", [("", 1, 20, "#7")]),
        ("role:\n  en: A\n    b #7\n  fi: C #8\n", [("", 3, 7, "#7"), ("", 4, 9, "#8")]),
        ("email: a@b.fi #7\n", []),
        ("duty: dpo #7\n", []),
        ("name: |  #7\n  A #8\n", []),
    ],
)
def test_the_texts_that_people_read(tmp_path: Path, text: str, found: list[tuple[str, int, int, str]]) -> None:
    (tmp_path / "c.yaml").write_text(text, encoding="utf-8")
    file = open_file(tmp_path / "c.yaml", "c.yaml", "policy", WorkTree(tmp_path))
    assert validate_record(file, file.documents[0], Contact) is not None
    assert file.is_sound
    shown = [(f.variant, f.location.line, f.location.column, f.arguments["comment"]) for f in file.findings]
    assert shown == found


def test_what_is_no_cut_gives_no_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, edit in reading.QUIET.items():
        write(tmp_path, [edit])
        rules = {finding.rule for finding in checked(tmp_path, monkeypatch).findings}
        assert "input/comment-in-text" not in rules, name


def test_it_breaks_no_verdict_and_counts_as_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, [policy("controller.address", "Suopolku 4", "Suopolku 4 #7 B")])
    result = checked(tmp_path, monkeypatch)
    assert [summary.rule for summary in summarize(result.findings)] == ["input/comment-in-text"]
    assert not result.broken_input
    assert compute_exit_code(result, "error") is Exit.CLEAN
    assert compute_exit_code(result, "warning") is Exit.FINDINGS
