"""Whether the repository that is judged is public, as the service says that runs the check.

Findings name what is missing where. In a public repository a log, an annotation and a file for code scanning show that
to everybody, so that those who set up the check must know it. What the service does not say is not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

#: The most bytes of an event that are read: GitHub sends events of up to 25 MB.
_MOST_BYTES = 25_000_000


class _Repository(msgspec.Struct):
    visibility: str | None = None
    private: bool | None = None


class _Event(msgspec.Struct):
    repository: _Repository | None = None


def is_public_repository(environment: Mapping[str, str]) -> bool:
    """Whether the variables of GitLab, or the event of GitHub, say that everybody sees the repository."""
    if environment.get("GITLAB_CI"):
        return environment.get("CI_PROJECT_VISIBILITY") == "public"
    path = environment.get("GITHUB_EVENT_PATH")
    return bool(environment.get("GITHUB_ACTIONS") and path) and _is_event_public(Path(path or ""))


def _is_event_public(path: Path) -> bool:
    """Whether the repository of an event is public; not, where the event cannot be read."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            return False
        repository = msgspec.json.decode(content, type=_Event).repository
    except (OSError, ValueError, RecursionError):
        return False
    if repository is None:
        return False
    return repository.visibility == "public" if repository.visibility else repository.private is False
