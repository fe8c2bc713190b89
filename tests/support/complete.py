"""A copy of examples/complete with a line changed, and what a check of it finds.

A case is data: the edits, the finding, and where it must point: at a key (`at`), or at the words between ⟦ and ⟧.
Line and column are computed from the edited text, without the reader that is under test.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from msgspec import Struct

from seloste.checker.finding import Finding
from seloste.checker.judging.check import check
from seloste.checker.position import Location
from seloste.checker.result import Result
from seloste.checker.workspace.configuration import Scope
from seloste.policy.law.law import load_law
from tests.support import EXAMPLE
from tests.support.workspaces import open_workspace

FILES = {path.name: path.read_text("utf-8") for path in sorted(EXAMPLE.glob("*.yaml"))}
#: The documents that the example names, by their paths.
DOCUMENTS = {
    path.relative_to(EXAMPLE).as_posix(): path.read_bytes()
    for folder in ("contracts", "docs")
    for path in sorted((EXAMPLE / folder).iterdir())
}
DAY = date(2026, 11, 22)
#: The words that a finding must point at.
MARK = re.compile(r"⟦(.*?)⟧", re.DOTALL)


class Edit(NamedTuple):
    """Replaces `old`, which stands once in the block at `path`, by `new`; without `old`, the whole block."""

    file: str
    path: str
    old: str
    new: str

    def apply(self, text: str) -> str:
        """The text after the edit, with the mark still in it."""
        start, end = _block(text, self.path)
        block = text[start:end]
        if not self.old:
            return text[:start] + self.new + text[end:]
        assert block.count(self.old) == 1, (
            f"{self.old!r} stands {block.count(self.old)} times in {self.path or self.file}"
        )
        return text[:start] + block.replace(self.old, self.new) + text[end:]


def policy(path: str, old: str = "", new: str = "") -> Edit:
    """An edit of the notice."""
    return Edit("policy.yaml", path, old, new)


def system(path: str, old: str = "", new: str = "") -> Edit:
    """An edit of a system; the path begins with its id."""
    return Edit("systems.yaml", f"systems.{path}", old, new)


def processor(path: str, old: str = "", new: str = "") -> Edit:
    """An edit of a processor; the path begins with its id."""
    return Edit("processors.yaml", f"processors.{path}", old, new)


def waivers(*items: str) -> Edit:
    """A waivers file, which the example does not have."""
    return Edit("waivers.yaml", "", "", "".join(["waivers:\n", *(f"  - {item}\n" for item in items)]))


def new_block(file: str, section: str, block: str) -> Edit:
    """A new record at the top of a section."""
    return Edit(file, section, f"{section}:\n", f"{section}:\n{block}")


class FindingSummary(NamedTuple):
    """A finding as machines match on it."""

    rule: str
    subject: str
    severity: str = "error"
    promise: str | None = None


class Case(Struct, frozen=True):
    """Edits that must give one finding and, for the reason in `why`, those in `also`, and no other.

    `at` is the path of the key that the finding points at; without it, it points at the mark.
    """

    rule: str
    subject: str
    edits: tuple[Edit, ...]
    severity: str = "error"
    promise: str | None = None
    at: str = ""
    also: tuple[FindingSummary, ...] = ()
    why: str = ""
    day: date = DAY
    scope: Scope = "all"
    #: Whether the day is the clock's.
    is_today: bool = False

    @property
    def expected(self) -> FindingSummary:
        """The finding that the case is about."""
        return FindingSummary(self.rule, self.subject, self.severity, self.promise)


def case_id(case: Case) -> str:
    """A short name for a case: its rule, and what its last edit puts in or takes out."""
    edit = case.edits[-1]
    words = MARK.sub(r"\1", edit.new).split() or ["without", edit.path.rpartition(".")[2], *edit.old.split()]
    return f"{case.rule}:{' '.join(words)[:40]}"


def write(folder: Path, edits: Iterable[Edit] = ()) -> tuple[dict[str, str], Location | None]:
    """Writes the edited example to `folder`: its texts, and the place of the mark, if there is one."""
    texts = dict(FILES)
    for edit in edits:
        texts[edit.file] = edit.apply(texts.get(edit.file, ""))
    marked = [_place(file, text, *mark.span()) for file, text in texts.items() for mark in MARK.finditer(text)]
    assert len(marked) <= 1, "more than one mark"
    texts = {file: MARK.sub(r"\1", text) for file, text in texts.items()}
    for file, text in texts.items():
        (folder / file).write_text(text, "utf-8")
    write_documents(folder)
    return texts, marked[0] if marked else None


def write_documents(folder: Path) -> None:
    """Writes the documents that the example names."""
    for name, content in DOCUMENTS.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)


def checked(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    day: date = DAY,
    scope: Scope = "all",
    jobs: int = 1,
    is_today: bool = False,
) -> Result:
    """The result of a check of what lies in `folder`, which messages then name by its bare file names."""
    monkeypatch.chdir(folder)
    return check(open_workspace(scope=scope, is_today=is_today), load_law(), day, scope=scope, jobs=jobs)


def summarize(findings: Iterable[Finding]) -> list[FindingSummary]:
    """The findings as machines match on them, sorted; without the note that the law of the day is not verified."""
    kept = [f for f in findings if f.rule != "notice/law-unverified"]
    return sorted((FindingSummary(f.rule, f.subject, f.severity, f.promise) for f in kept), key=repr)


def assert_case(case: Case, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs a case: its findings and no others, and the one it is about exactly at its place."""
    texts, place = write(folder, case.edits)
    if case.at:
        file, _, path = case.at.partition(":")
        place = key(texts[file + ".yaml"], file + ".yaml", path)
    result = checked(folder, monkeypatch, day=case.day, scope=case.scope, is_today=case.is_today)
    assert summarize(result.findings) == sorted([case.expected, *case.also], key=repr)
    assert place in [finding.location for finding in result.findings if summarize([finding]) == [case.expected]]


def key(text: str, file: str, path: str) -> Location:
    """Where the key at `path` stands; the first key of the file where there is no path."""
    if not path:
        match = re.search(r"^\w+(?=:)", text, re.MULTILINE)
        assert match is not None
        return _place(file, text, *match.span())
    start, end = _block(text, path)
    start += len(text[start:end]) - len(text[start:end].lstrip(" "))
    return _place(file, text, start, start + len(path.rpartition(".")[2]))


def _block(text: str, path: str) -> tuple[int, int]:
    """Where the block at a path of keys begins and ends: its line, and all lines below that are indented deeper."""
    start, end, indent = 0, len(text), 0
    for step in path.split(".") if path else ():
        found = re.compile(rf"^ {{{indent}}}{re.escape(step)}:.*\n", re.MULTILINE).search(text, start, end)
        assert found, f"no {step!r} of {path!r}"
        start = found.start()
        below = re.compile(rf"(?:^ {{{indent + 1},}}.*\n|^\n(?= {{{indent + 1},}}))*", re.MULTILINE).match(
            text, found.end(), end
        )
        end = below.end() if below else found.end()
        deeper = re.compile(r" *").match(text, found.end())
        indent = len(deeper[0]) if deeper else indent + 2
    return start, end


def _place(file: str, text: str, start: int, end: int) -> Location:
    def at(offset: int) -> tuple[int, int]:
        above = _unmarked(text[:offset])
        return above.count("\n") + 1, len(above) - above.rfind("\n")

    return Location(file, *at(start), *at(end))


def _unmarked(text: str) -> str:
    return text.replace("⟦", "").replace("⟧", "")
