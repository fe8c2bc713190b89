"""Which state of the files, and which day of the law, a report is about: in words, the same in every head."""

from __future__ import annotations

from typing import Any

from seloste.checker.finding import cut_text
from seloste.checker.result import Result
from seloste.checker.workspace.files_state import FilesState
from seloste.reports.language.language import Language, capitalize

#: What stands in data for machines where the files are those of no commit.
WORKING_TREE = "working tree"
#: How many digits of a commit's hash are shown, and how many files that are not committed are named.
_SHORT, _MOST_NAMED = 12, 5
#: How much of a name is shown, in characters.
_LONGEST = 100


def describe_files_state(files: FilesState, language: Language, *, iso: bool = False) -> str:
    """The state of the files: the day of their commit, or the work tree with what is not committed in it.

    `iso`: the day in the form of the options, as a terminal shows it.
    """
    commit, revision = (files.commit or "")[:_SHORT], cut_text(files.revision, _LONGEST)
    if files.day is None and files.revision:
        return language.word("files.commit-undated", revision=revision, commit=commit)
    if files.day is not None:
        day = files.day.isoformat() if iso else files.day
        key = "revision" if files.revision else "commit"
        return language.word(f"files.{key}", day=day, revision=revision, commit=commit)
    if not files.uncommitted:
        return language.word("files.tree")
    named = [cut_text(path, _LONGEST) for path in files.uncommitted[:_MOST_NAMED]]
    if len(files.uncommitted) > _MOST_NAMED:
        named.append(language.word("terminal.and-more", count=len(files.uncommitted) - _MOST_NAMED))
    return language.word("files.tree-changed", files=", ".join(named))


def describe_version(name: str, files: FilesState, language: Language) -> str:
    """The name of a version of a file, with the day of its commit or that it is the work tree's; outside git alone."""
    if files.commit is None:
        return name
    state = language.format_value(files.day) if files.day else language.word("files.tree")
    return f"{name} ({state})"


def describe_as_of(result: Result, language: Language, *, iso: bool = False) -> str:
    """A sentence: the state of the files, and the day whose law counts."""
    state = describe_files_state(result.files, language, iso=iso)
    day = result.as_of.isoformat() if iso else result.as_of
    return capitalize(language.word("files.as-of", state=state, day=day))


def build_files_state(files: FilesState) -> dict[str, Any]:
    """The state of the files as keys of a report for machines."""
    return {
        "files_as_of": files.day.isoformat() if files.day else WORKING_TREE,
        **({"at": files.revision} if files.revision else {}),
        **({"uncommitted": list(files.uncommitted)} if files.uncommitted else {}),
    }
