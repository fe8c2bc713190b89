"""A file is read once, whichever way it is named, and no mark is made that nobody asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from seloste.checker.inventory import System, SystemsFile
from seloste.checker.linking.loading import read_entries
from seloste.checker.position import MarkedMapping
from seloste.checker.reading import tree
from seloste.checker.reading.reader import read_yaml
from seloste.checker.reading.tree import WorkTree
from tests.support.workspaces import open_workspace

SYSTEM = (
    "version: 1\nsystems:\n  crm-{0}:\n    name: CRM {0}\n    purposes: [orders]\n    hosting:\n      country: FI\n"
)
FILES = 20


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "systems").mkdir()
    for number in range(FILES):
        (tmp_path / "systems" / f"{number}.yaml").write_text(SYSTEM.format(number), "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each file was opened."""
    counts: Counter[str] = Counter()
    read = tree._read_file

    def count(path: str, limit: int) -> bytes | None:
        counts[Path(path).name] += 1
        return read(path, limit)

    monkeypatch.setattr(tree, "_read_file", count)
    return counts


@pytest.mark.parametrize("paths", [[], ["systems"], [f"systems/{number}.yaml" for number in range(FILES)]])
def test_each_file_is_opened_once_whichever_way_it_is_named(
    folder: Path, opened: Counter[str], paths: Sequence[str]
) -> None:
    workspace = open_workspace([Path(path) for path in paths])
    ids: dict[str, object] = {}
    for path in workspace.systems:
        assert list(read_entries(workspace.open_file(path, "systems"), System, SystemsFile, ids))  # type: ignore[arg-type]
    assert len(ids) == FILES
    assert {opened[f"{number}.yaml"] for number in range(FILES)} == {1}


def test_what_was_looked_into_is_what_is_read_and_later_the_file_is_read_anew(folder: Path) -> None:
    files, path = WorkTree(folder), Path("systems/0.yaml")
    before = files.look_into(path, 10_000)
    (folder / path).write_text("systems: {}\n", "utf-8")
    assert files.look_into(path, 10_000) == files.read_bytes(path, 10_000) == before
    assert files.read_bytes(path, 10_000) == b"systems: {}\n"


def test_what_was_looked_into_keeps_to_the_limit_of_its_reading(folder: Path) -> None:
    files, path = WorkTree(folder), Path("systems/0.yaml")
    assert len(files.look_into(path, 10_000)) > 11  # type: ignore[arg-type]
    assert len(files.read_bytes(path, 10)) == 11  # type: ignore[arg-type]


def test_a_sound_record_is_read_without_its_marks(folder: Path) -> None:
    file = open_workspace().open_file(Path("systems/0.yaml"), "systems")
    [entry] = read_entries(file, System, SystemsFile, {})
    value = entry.document.value["systems"]["crm-0"]
    with pytest.raises(AttributeError):
        object.__getattribute__(value, "marks")
    assert entry.at("hosting", "country").line == 7
    assert list(value.marks) == list(value)


def test_keys_given_twice_are_found_by_one_index_of_the_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = 0

    def count(mapping: MarkedMapping) -> object:
        nonlocal listed
        listed += 1
        return dict.__iter__(mapping)

    text = "".join(f"k{number}: 1\nk{number}: 2\n" for number in range(500))
    monkeypatch.setattr(MarkedMapping, "__iter__", count, raising=False)
    reading = read_yaml(text.encode())
    assert listed <= 2
    assert [problem.related and problem.related[0] for problem in reading.problems] == list(range(1, 1001, 2))
