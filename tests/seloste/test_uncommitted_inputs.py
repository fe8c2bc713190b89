"""What is not as the commit has it is named in the report, whatever kind of input it is."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from pathlib import Path
from typing import Any

import pytest

from seloste.notice_design import read_design
from tests.support.commands import DAY, enter_example, run, seloste
from tests.support.git import commit, git
from tests.support.labels import english_labels

#: The kinds of files that are no inventory, no evidence and no decision, and have a say in a report all the same.
GIVING_VALUES = (".env", "settings/web.env")
OF_THE_PAGE = ("se.yaml", "page.j2", "page.css")
DESIGN = ("--notice-template", "page.j2", "--notice-stylesheet", "page.css")
OPTIONS = ("--as-of", DAY, "--lang", "en", "--format", "markdown", "--out", "out", "-q", *DESIGN)
COMPOSE = """\
services:
  shop:
    image: 'shop:${VERSION}'
    env_file: [settings/web.env, settings/absent.env]
"""


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = enter_example(tmp_path, monkeypatch)
    (folder / "settings").mkdir()
    (folder / "compose.yaml").write_text(COMPOSE, "utf-8")
    for name in GIVING_VALUES:
        (folder / name).write_text("VERSION=16\n", "utf-8")
    (folder / "se.yaml").write_text(json.dumps(english_labels("se")), "utf-8")
    (folder / "page.j2").write_text("{{ notice.title }}\n", "utf-8")
    (folder / "page.css").write_text("p { color: black }\n", "utf-8")
    with (folder / "seloste.yaml").open("a", encoding="utf-8") as settings:
        settings.write("evidence: [compose.yaml]\nlabels: {se: se.yaml}\n")
    git(folder, "init", "-q")
    commit(folder, day="2026-11-10")
    return folder


def stage(folder: Path, *, staged: bool) -> None:
    if staged:
        git(folder, "add", "-A")


def write_report(folder: Path) -> tuple[dict[str, Any], str]:
    """The report for programs and the one for people, with a template and a stylesheet of the company's own."""
    assert seloste("report", *OPTIONS) == 0
    return json.loads((folder / "out/report.json").read_text("utf-8")), (folder / "out/audit.en.md").read_text("utf-8")


def test_all_that_is_committed_is_told_with_the_day_of_the_commit(company: Path) -> None:
    found, page = write_report(company)
    assert (found["files_as_of"], found.get("uncommitted")) == ("2026-11-10", None)
    kinds = {each["path"]: each["kind"] for each in found["inputs"]}
    assert [kinds.get(path) for path in OF_THE_PAGE] == ["labels", "design", "design"]
    assert not kinds.keys() & {*GIVING_VALUES, "settings/absent.env"}  # a hash could tell a secret
    assert "| labels of the notice's page |" in page


@pytest.mark.parametrize("staged", [True, False])
@pytest.mark.parametrize("path", [*GIVING_VALUES, *OF_THE_PAGE])
def test_what_was_edited_is_named(company: Path, path: str, *, staged: bool) -> None:
    with (company / path).open("a", encoding="utf-8") as stream:
        stream.write("\n")
    stage(company, staged=staged)
    found, page = write_report(company)
    assert (found["files_as_of"], found["uncommitted"]) == ("working tree", [path])
    assert f"not committed: {path}" in page


@pytest.mark.parametrize("staged", [True, False])
@pytest.mark.parametrize("path", GIVING_VALUES)
@pytest.mark.parametrize("becomes", ["", "other.env"])
def test_what_was_deleted_or_renamed_is_named(company: Path, path: str, becomes: str, *, staged: bool) -> None:
    (company / path).rename(company / becomes) if becomes else (company / path).unlink()
    stage(company, staged=staged)
    found, page = write_report(company)
    assert (found["files_as_of"], found["uncommitted"]) == ("working tree", [path])
    assert f"not committed: {path}" in page


def test_a_file_of_values_that_appears_is_named(company: Path) -> None:
    (company / "settings/absent.env").write_text("A=1\n", "utf-8")
    assert write_report(company)[0]["uncommitted"] == ["settings/absent.env"]


@pytest.mark.parametrize("path", OF_THE_PAGE)
def test_no_report_is_written_without_a_file_that_shapes_its_pages(company: Path, path: str) -> None:
    (company / path).unlink()
    ran = run("report", *OPTIONS)
    assert (ran.returncode > 1, path.encode() in ran.stderr) == (True, True)
    assert not (company / "out").exists()


def test_a_template_from_a_pipe_is_read_once_and_has_the_digest_of_what_was_read(tmp_path: Path) -> None:
    pipe, text = tmp_path / "page.j2", "\ufeff{{ notice.title }}\n".encode()
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=[text], daemon=True)
    writer.start()
    read = read_design(pipe, None)
    writer.join(timeout=10)
    assert read.design is not None
    assert read.design.template == "{{ notice.title }}\n"
    [listed] = read.list_inputs(tmp_path)
    assert (listed.path, listed.kind, listed.sha256) == ("page.j2", "design", hashlib.sha256(text).hexdigest())
