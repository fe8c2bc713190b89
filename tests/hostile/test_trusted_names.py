"""A name given to `--trusted` or `--against` means what it meant before: what a change brings takes no name's place.

Each attack turned a gate green before.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.changes import Repository, example, judge
from tests.support.git import git


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A change that breaks a promise and lets nothing fail, in a clone as a pipeline has it."""
    here = example(tmp_path_factory.mktemp("clone"))
    here.break_promise()
    here.write("seloste.yaml", here.read("seloste.yaml") + "fail_on: never\n")
    here.commit()
    here.git("update-ref", "refs/remotes/origin/main", "main")
    return here.root


@pytest.fixture
def repository(clone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A copy of it, as the working directory."""
    folder = tmp_path / "repository"
    shutil.copytree(clone, folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PWD", str(folder))
    return Repository(folder)


Attack = Callable[[Repository], str]


def _default_branch(here: Repository) -> str:
    here.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    return "origin"


def _tag_of_a_remote(here: Repository) -> str:
    """D2."""
    here.git("tag", _default_branch(here))
    return "origin"


def _branch_of_a_remote(here: Repository) -> str:
    here.git("branch", _default_branch(here))
    return "origin"


def _tag_of_a_remote_in_capitals(here: Repository) -> str:
    here.git("tag", _default_branch(here).upper())
    return "origin"


def _hash(here: Repository, length: int) -> str:
    """A short hash of `main` that has a letter."""
    hash = here.git("rev-parse", "main")
    while hash[:length].isdecimal():
        length += 1
    return hash[:length]


def _tag_of_a_short_hash_in_capitals(here: Repository) -> str:
    """D3."""
    name = _hash(here, 8).upper()
    here.git("tag", name)
    return name


def _tag_of_a_short_hash(here: Repository) -> str:
    here.git("tag", _hash(here, 10))
    return _hash(here, 10)


def _branch_of_a_short_hash_in_capitals(here: Repository) -> str:
    here.git("branch", _hash(here, 12).upper())
    return _hash(here, 12)


def _branch_of_a_remote_named_as_a_short_hash(here: Repository) -> str:
    here.git("update-ref", f"refs/remotes/{_hash(here, 9)}/HEAD", "HEAD")
    return _hash(here, 9)


def _tag_of_a_description(here: Repository) -> str:
    name = f"v1-0-g{_hash(here, 9)}"
    here.git("tag", name)
    return name


def _tag_of_a_part(here: Repository) -> str:
    here.git("tag", "heads/main")
    return "heads/main"


def _branch_of_a_part(here: Repository) -> str:
    here.git("branch", "remotes/origin/main")
    return "remotes/origin/main~0"


def _tag_in_capitals_of_a_branch(here: Repository) -> str:
    here.git("tag", "Origin/Main")
    return "origin/main"


def _upstream(here: Repository) -> str:
    here.git("branch", "--set-upstream-to=main")
    here.git("update-ref", "refs/heads/main", "HEAD")
    return "@{u}"


def _search(here: Repository) -> str:
    here.git("commit", "-q", "--allow-empty", "-m", "first")
    return ":/^first"


def _search_from_a_branch(here: Repository) -> str:
    here.git("commit", "-q", "--allow-empty", "-m", "first")
    return "HEAD^{/^first}"


def _branch_checked_out_before(here: Repository) -> str:
    here.git("checkout", "-q", "main")
    here.git("checkout", "-q", "change", "-b", "other")
    here.git("checkout", "-q", "change")
    return "@{-1}"


def _last_fetch(here: Repository) -> str:
    here.git("tag", "main")
    here.git("fetch", "-q", str(here.root), "main")
    return "FETCH_HEAD"


def _last_head(here: Repository) -> str:
    here.git("update-ref", "ORIG_HEAD", "HEAD")
    return "ORIG_HEAD"


ATTACKS = [
    *(_tag_of_a_remote, _branch_of_a_remote, _tag_of_a_short_hash_in_capitals, _tag_of_a_short_hash),
    *(_branch_of_a_short_hash_in_capitals, _branch_of_a_remote_named_as_a_short_hash, _tag_of_a_description),
    *(_tag_of_a_part, _branch_of_a_part, _upstream, _search, _search_from_a_branch, _branch_checked_out_before),
    *(_last_fetch, _last_head, _tag_in_capitals_of_a_branch),
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_a_change_brings_takes_the_place_of_no_name(repository: Repository, attack: Attack) -> None:
    name = attack(repository)
    for option in ("--trusted", "--against"):
        assert judge(name, option) in ("revision-ambiguous", "revision-form"), name


def test_a_full_reference_is_that_and_no_tag_of_the_same_name(repository: Repository) -> None:
    repository.git("tag", "refs/remotes/origin/release")
    assert judge("refs/remotes/origin/release") == "revision-unknown"
    repository.git("tag", "refs/heads/main")
    assert judge("refs/heads/main") == "red"


def test_a_reference_as_long_as_a_hash_of_another_kind_is_no_hash(repository: Repository) -> None:
    name = repository.git("rev-parse", "main") + "0" * 24
    repository.git("tag", name)
    assert judge(name) == "revision-ambiguous"


def test_in_a_shallow_clone_a_short_hash_may_be_that_of_the_change_alone(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth=1", "--branch=change", f"file://{repository.root}", str(clone))
    monkeypatch.chdir(clone)
    monkeypatch.setenv("PWD", str(clone))
    short = git(clone, "rev-parse", "--short=10", "HEAD")
    assert judge(short) == "revision-short-hash"


NAMES = (
    "main",
    "origin/main",
    "heads/main",
    "refs/heads/main",
    "refs/remotes/origin/main",
    "main^{{commit}}",
    "v1",
    "v1^0",
)


@pytest.mark.parametrize(
    "name", [*NAMES, "HEAD~1", "HEAD^", "@~1", "origin/main~0", "first", "{hash}", "{HASH}", "{hash}^0"]
)
def test_a_name_that_can_mean_one_thing_only_is_taken(repository: Repository, name: str) -> None:
    repository.git("tag", "v1", "main")
    repository.git("tag", "-a", "-m", "signed", "first", "main")
    hash = repository.git("rev-parse", "main")
    assert judge(name.format(hash=hash, HASH=hash.upper())) == "red"


def test_a_short_hash_is_taken_in_a_whole_clone(repository: Repository) -> None:
    assert judge(_hash(repository, 10)) == "red"
    assert judge(_hash(repository, 10).upper()) == "red"
