"""`--trusted`: a change reaches out of the repository, and nothing there is read or written for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from seloste.usage_errors import UsageError
from tests.support.changes import Repository, check, example


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    root = tmp_path / "here"
    root.mkdir()
    found = example(root)
    monkeypatch.chdir(root)
    monkeypatch.setenv("PWD", str(root))
    return found


def links_the_policy_out_of_the_repository(here: Repository) -> None:
    soft = here.root.parent / "soft.yaml"
    soft.write_text(here.read("policy.yaml").replace("    control: backup\n", "", 1), "utf-8")
    (here.root / "policy.yaml").unlink()
    (here.root / "policy.yaml").symlink_to(soft)


def links_an_inventory_out_of_the_repository(here: Repository) -> None:
    """What is judged would not be what is merged."""
    honest = here.root.parent / "honest.yaml"
    honest.write_text(here.git("show", "main:systems.yaml"), "utf-8")
    (here.root / "systems.yaml").unlink()
    (here.root / "systems.yaml").symlink_to(honest)


def links_an_inventory_to_the_settings_of_git(here: Repository) -> None:
    """They may hold the key of the runner, and a finding would quote it."""
    (here.root / "systems.yaml").unlink()
    (here.root / "systems.yaml").symlink_to(".git/config")


def links_a_folder_out_of_the_repository(here: Repository) -> None:
    here.write("seloste.yaml", here.read("seloste.yaml").replace("[systems.yaml]", "[systems.yaml, 'more/**']"))
    (here.root / "more").symlink_to("/")


def names_the_whole_disk(here: Repository) -> None:
    here.write("seloste.yaml", here.read("seloste.yaml").replace("[systems.yaml]", "[systems.yaml, '/**']"))


def names_a_file_outside(here: Repository) -> None:
    (here.root.parent / "other.yaml").write_text("systems: {other: {name: Secret}}\n", "utf-8")
    here.write("seloste.yaml", here.read("seloste.yaml").replace("[systems.yaml]", "[systems.yaml, ../other.yaml]"))


def names_a_policy_outside(here: Repository) -> None:
    (here.root.parent / "other.yaml").write_text("secret: Secret\n", "utf-8")
    here.write("seloste.yaml", here.read("seloste.yaml").replace("policy: policy.yaml", "policy: ../other.yaml"))


REACHES = [
    links_the_policy_out_of_the_repository,
    links_an_inventory_out_of_the_repository,
    links_an_inventory_to_the_settings_of_git,
    links_a_folder_out_of_the_repository,
    names_the_whole_disk,
    names_a_file_outside,
    names_a_policy_outside,
]


@pytest.mark.parametrize("attack", REACHES, ids=lambda attack: attack.__name__)
def test_what_is_outside_the_repository_is_no_part_of_a_change(
    repository: Repository, attack: Callable[[Repository], None], capsys: pytest.CaptureFixture[str]
) -> None:
    attack(repository)
    assert check("--trusted", "main", "--lang", "en") == 3
    output = capsys.readouterr().out
    assert "leads out of the repository" in output or "a link to a folder elsewhere" in output
    assert "ecret" not in output
    assert "[core]" not in output


def test_what_the_revision_names_outside_is_judged(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """Its settings may name a checkout beside the repository, and a link within it may lead to what is in it."""
    (repository.root.parent / "other.yaml").write_text("systems: {other: {name: Other, owner: a}}\n", "utf-8")
    repository.edit("seloste.yaml", "[systems.yaml]", "[systems.yaml, ../other.yaml]")
    trusted = repository.commit()
    assert check("--trusted", trusted) == 1, "it declares nothing"
    repository.git("mv", "systems.yaml", "all.yaml")
    (repository.root / "systems.yaml").symlink_to("all.yaml")
    capsys.readouterr()
    assert check("--trusted", trusted) == 1
    output = capsys.readouterr().out
    assert "“Other”" in output
    assert "repository" not in output


def test_nothing_is_written_where_a_link_of_the_change_leads(repository: Repository) -> None:
    """The pipeline says `--output report.sarif`, and the change has put a link there to a file of the runner."""
    precious = repository.root.parent / "precious"
    precious.write_text("precious", "utf-8")
    (repository.root / "out.sarif").symlink_to(precious)
    (repository.root / "out").symlink_to(repository.root.parent)
    (repository.root / "git.sarif").symlink_to(".git/config")
    for target in ("out.sarif", "out/precious", "git.sarif"):
        with pytest.raises(UsageError) as refused:
            check("--trusted", "main", "--format", "sarif", "--output", target)
        assert refused.value.key == "output-outside"
    assert precious.read_text("utf-8") == "precious"
    elsewhere = repository.root.parent / "mine.sarif"
    assert check("--trusted", "main", "--format", "sarif", "--output", str(elsewhere)) == 0
    assert elsewhere.is_file(), "the one who runs it may write where they say"
