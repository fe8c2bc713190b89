"""Who declared it: the commit that last changed a line, in words."""

from __future__ import annotations

from seloste.checker.position import Location
from seloste.checker.workspace.last_changes import ChangeState, LastChange, LastChanges
from seloste.reports.language.language import Language


def describe_change_at(location: Location, changes: LastChanges, language: Language) -> str:
    """The last change of what stands at a location: a part of a sentence; empty where nobody knows it."""
    change = changes.find(location)
    return describe_last_change(change, language) if change is not None else ""


def describe_last_change(change: LastChange, language: Language) -> str:
    """The last change of a line: a part of a sentence."""
    if change.state is ChangeState.UNCOMMITTED:
        return language.word("audit.changed.uncommitted")
    if change.day is None:
        return language.word("audit.changed.undated", commit=change.commit)
    if change.state is ChangeState.SHALLOW:
        return language.word("audit.changed.shallow", day=change.day, commit=change.commit)
    if change.author:
        return language.word("audit.changed.by", day=change.day, author=change.author, commit=change.commit)
    return language.word("audit.changed.committed", day=change.day, commit=change.commit)
