"""`seloste.yaml` of a change: its patterns cost little, whatever they say and whatever lies in the folder.

The change's own settings are read with `--trusted` too. Each case took gigabytes or half a minute before.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from seloste.checker.workspace.patterns import check_limits, expand_patterns
from seloste.checker.workspace.settings_file import ConfigurationError
from tests.support.git import commit, git
from tests.support.hostile import assert_bounded, run_process
from tests.support.workspaces import open_workspace

pytestmark = pytest.mark.timed

POLICY = """\
notice: {name: {en: Register}, languages: [en]}
controller: {name: Oy}
purposes: {support: {text: {en: Support}}}
data_subjects: {customers: {text: {en: Customers}}}
"""
SYSTEMS = "systems: {a: {name: A, owner: us, purposes: [support], data_subjects: [customers]}}\n"


def settings(*patterns: str, kind: str = "systems") -> str:
    return f"{kind}:\n" + "".join(f"- {json.dumps(pattern)}\n" for pattern in patterns)


# --- what lies in the folder of the change


def nothing(folder: Path) -> None:
    """Only what every folder has."""


def nested(folder: Path, depth: int = 480) -> None:
    """Folders `d` within each other."""
    start = Path.cwd()
    os.chdir(folder)
    for _ in range(depth):
        Path("d").mkdir()
        os.chdir("d")
    Path("x.yaml").write_text(SYSTEMS)
    os.chdir(start)


def wide(folder: Path, number: int = 2_000) -> None:
    for each in range(number):
        below = folder / f"g{each % 50}" / f"h{each}"
        below.mkdir(parents=True)
        (below / "x.txt").touch()


def long_names(folder: Path) -> None:
    (folder / "l").mkdir()
    for each in range(2_000):
        (folder / "l" / ("a" * 240 + f"{each:06}.txt")).touch()


def loops(folder: Path) -> None:
    """Links to the folder itself: each way to a folder is one of very many."""
    for each in range(12):
        (folder / f"k{each}").symlink_to(".")


#: Name, folder, settings.
Case = tuple[Callable[[Path], None], str]
REFUSED: dict[str, Case] = {
    "braces": (nothing, settings("{" + "a," * 50_000 + "a}{" + "b," * 50_000 + "b}")),
    "braces of short pattern": (nothing, settings("{a,b}" * 400)),
    "braces with depth": (wide, settings(*["{" + ",".join(f"**/q{n}" for n in range(64)) + "}/x"] * 100, "**/y" * 20)),
    "depth": (nested, settings("/".join(["**", "d"] * 50) + "/**")),
    "brackets": (nothing, settings("[" * 100_000)),
    "stars": (long_names, settings("l/" + "*a" * 120 + "b")),
    "questions": (long_names, settings("l/" + "?" * 250 + "b")),
    "patterns": (nothing, settings(*(f"a{n}.yaml" for n in range(100_000)))),
    "patterns with depth": (wide, settings(*(f"**/a{n}" for n in range(15_000)))),
    "the same pattern": (nested, settings(*["**/d/**"] * 15_000)),
    "steps up": (nothing, settings("../" * 2_000 + "x.yaml")),
    "slashes": (nothing, settings("a" + "/" * 100_000 + "b.yaml")),
    "processors": (nothing, settings("[" * 2_000, kind="processors")),
    "evidence": (nothing, settings("{a,b}" * 300, kind="evidence")),
}
NOTHING_FOUND: dict[str, Case] = {
    "braces": (nothing, settings("{a,b}" * 150)),
    "depth": (nested, settings("/".join(["**", "e"] * 8) + "/**")),
    "depth and names": (nested, settings("/".join(["**", "*"] * 8) + "/nope.yaml")),
    "depth, many times": (nested, settings(*("/".join(["**", "d"] * 7) + f"/n{n}.yaml" for n in range(990)))),
    "brackets": (wide, settings(*("[" * 31 + str(n) for n in range(990)))),
    "patterns with depth": (wide, settings(*(f"**/a{n}.yaml" for n in range(990)))),
    "stars": (long_names, settings(*("l/" + "*a" * 15 + f"*{n}" for n in range(990)))),
    "links in a circle": (loops, settings("*/" * 16 + "x.yaml")),
    "links in a circle and depth": (loops, settings("/".join(["*", "**"] * 7) + "/x.yaml")),
    "steps up": (nothing, settings("../" * 320 + "*.nope")),
    "policy": (nothing, 'policy: "' + "../" * 20_000 + 'policy.yaml"\n'),
    "waivers": (nothing, 'waivers: "' + "a/" * 40_000 + 'w.yaml"\nbaseline: "' + "b" * 90_000 + '"\n'),
}


def write_change(folder: Path, case: Case, *, repository: bool) -> None:
    """A folder with the settings, in a repository as a change to a base with one system."""
    make, text = case
    (folder / "policy.yaml").write_text(POLICY)
    if repository:
        (folder / "systems.yaml").write_text(SYSTEMS)
        git(folder, "init", "-q")
        commit(folder)
    (folder / "seloste.yaml").write_text(text)
    make(folder)


@pytest.mark.heavy
@pytest.mark.parametrize("trusted", [(), ("--trusted", "HEAD", "--against", "HEAD")], ids=["own", "trusted"])
@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_settings_beyond_the_limits_are_a_usage_error(tmp_path: Path, case: Case, trusted: tuple[str, ...]) -> None:
    write_change(tmp_path, case, repository=bool(trusted))
    assert_bounded(run_process("check", *trusted, folder=tmp_path), 2)


@pytest.mark.heavy
@pytest.mark.parametrize("trusted", [(), ("--trusted", "HEAD", "--against", "HEAD")], ids=["own", "trusted"])
@pytest.mark.parametrize("case", NOTHING_FOUND.values(), ids=NOTHING_FOUND)
def test_what_settings_within_the_limits_do_not_find_is_unread(
    tmp_path: Path, case: Case, trusted: tuple[str, ...]
) -> None:
    write_change(tmp_path, case, repository=bool(trusted))
    assert_bounded(run_process("check", *trusted, folder=tmp_path), 3)


# --- the limits themselves


@pytest.mark.parametrize(
    ("patterns", "variants"),
    [
        (["a" * 1_000, "{a,b}.yaml", "*/" * 32], []),
        (["a" * 1_001], [(0, "glob-length")]),
        (["a", "*" * 33, "?" * 33, "[a]" * 33], [(number, "glob-wildcards") for number in (1, 2, 3)]),
        (["{**/a,**/b,**/c,**/d,**/e,**/f,**/g,**/h,**/i}/**/*.yaml"] * 100, []),
        (["{**/a,**/b,**/c,**/d,**/e,**/f,**/g,**/h,**/i}/**/*.yaml"] * 112, [(None, "glob-open")]),
        (["a"] * 10_000, []),
        (["{a,b}"] * 5_001, [(None, "glob-number")]),
        (["{a,b}" * 100], []),
    ],
)
def test_patterns_have_limits(patterns: list[str], variants: list[tuple[int | None, str]]) -> None:
    assert [(number, problem.variant) for number, problem in check_limits(patterns)] == variants


def test_a_pattern_that_is_refused_is_named_by_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seloste.yaml").write_text(settings("fine.yaml", "[" * 40, "../" * 2_000))
    with pytest.raises(ConfigurationError) as error:
        open_workspace()
    assert [(found.location.line, found.variant) for found in error.value.findings] == [
        (3, "glob-wildcards"),
        (4, "glob-length"),
    ]


# --- a folder is visited once for each glob, and not once for each way to it


class CountingTree:
    """A tree in memory: each folder has the same names, to a depth. It counts how often it is asked."""

    def __init__(self, tree: object, folder: Path) -> None:
        self._tree = tree
        self.folder = folder
        self.listed: list[Path] = []

    def __getattr__(self, name: str) -> object:
        return getattr(self._tree, name)

    def list_folder(self, folder: Path) -> object:
        self.listed.append(folder)
        return self._tree.list_folder(folder)  # type: ignore[attr-defined]


def find(root: Path, patterns: Iterable[str]) -> tuple[list[Path], list[Path], list[str]]:
    """The files for patterns, the folders that were listed, and the variants of the problems."""
    from seloste.checker.reading.tree import WorkTree

    tree = CountingTree(WorkTree(root), root)
    findings: list[object] = []
    files = expand_patterns(tree, root, list(patterns), findings, required=True)  # type: ignore[arg-type]
    return files, tree.listed, [found.variant for found in findings]  # type: ignore[attr-defined]


@pytest.mark.parametrize("pattern", ["**/d/**", "**/d/**/d/**", "**/d/**/d/**/d/**/x.yaml", "**/*/**/*/**/x.yaml"])
def test_a_folder_is_listed_once_whatever_the_pattern(tmp_path: Path, pattern: str) -> None:
    nested(tmp_path, 40)
    files, listed, problems = find(tmp_path, [pattern])
    assert [path.name for path in files] == ["x.yaml"]
    assert (len(listed), problems) == (41, [])


def test_overlapping_patterns_do_not_multiply_files_or_problems(tmp_path: Path) -> None:
    nested(tmp_path, 5)
    (tmp_path / "d" / "link").symlink_to("/")
    files, listed, problems = find(tmp_path, ["**", "**/d/**", "**/*.yaml", "d/**", "**"])
    assert [path.name for path in files] == ["x.yaml"]
    assert (len(listed), problems) == (6, ["linked-folder"])


def test_links_in_a_circle_are_one_folder(tmp_path: Path) -> None:
    loops(tmp_path)
    (tmp_path / "x.yaml").write_text(SYSTEMS)
    files, listed, problems = find(tmp_path, ["*/" * 16 + "x.yaml"])
    assert ([path.name for path in files], problems) == (["x.yaml"], [])
    assert len(listed) <= 17


def test_a_search_that_goes_on_and_on_ends_in_words(tmp_path: Path) -> None:
    wide(tmp_path, 100)
    files, _, problems = find(tmp_path, (f"**/*{'[!z]*' * 12}{number}" for number in range(2_000)))
    assert files == []
    assert set(problems[-10:]) == {"search"}
