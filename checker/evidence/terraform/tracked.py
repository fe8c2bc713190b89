"""Notes plans and states that git tracks: they hold secrets in plain text, whatever is marked as sensitive in them.

An example is told by its name, for JSON has no comments: a file whose name has the word `example` is taken for made up,
and the note says so.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from seloste.checker.evidence.source import EvidenceFile
from seloste.checker.reading.git import Repository, RevisionError

#: The word in the name of a made-up file.
_EXAMPLE = re.compile(r"(?:^|[^a-z])examples?(?:[^a-z]|$)")


def note_tracked_files(files: Iterable[EvidenceFile]) -> None:
    """Adds a note to each file that git tracks. git is asked once for a repository, and not at all outside of one."""
    for file in _find_tracked(list(files)):
        is_example = _EXAMPLE.search(file.path.name.lower())
        file.notes.append((file.file.path, "plan-tracked-example" if is_example else "plan-tracked"))


def _find_tracked(files: list[EvidenceFile]) -> Iterator[EvidenceFile]:
    by_root: dict[str, list[tuple[str, EvidenceFile]]] = {}
    for file in files:
        if file.tree.get_commit(file.path):  # what is read from a commit is tracked
            yield file
            continue
        path = os.path.realpath(file.tree.folder / file.path)
        root = next((str(above) for above in Path(path).parents if (above / ".git").exists()), None)
        if root:
            by_root.setdefault(root, []).append((Path(path).relative_to(root).as_posix(), file))
    for root, found in by_root.items():
        try:
            tracked = Repository(Path(root)).list_tracked([name for name, _ in found])
        except RevisionError:  # no git, or no repository after all: nothing is known
            continue
        yield from (file for name, file in found if name in tracked)
