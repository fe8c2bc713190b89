"""Whose data a finding touches: the groups of people and the number of systems, as far as they are declared."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from seloste.checker.finding import Finding
from seloste.checker.result import Result
from seloste.reports.language.language import Language


class Reach(Struct, frozen=True):
    """The systems that findings are about, and the names of the groups of people whose data are in them."""

    systems: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


def find_reach(findings: Iterable[Finding], result: Result, language: Language) -> Reach:
    """The systems and people of findings on systems and processors; of a processor, those of each system it serves."""
    systems = dict.fromkeys(id for finding in findings for id in _list_systems(finding, result))
    entries = [result.system_entries[id] for id in systems if id in result.system_entries]
    groups = dict.fromkeys(group for entry in entries for group in entry.record.data_subjects or ())
    named = result.notice.record.data_subjects if result.notice else {}
    people = tuple(language.text(named[group].text) if group in named else group for group in groups)
    return Reach(tuple(systems), people)


def _list_systems(finding: Finding, result: Result) -> tuple[str, ...]:
    kind, _, id = finding.subject.partition(".")
    if kind == "systems":
        return (id,)
    return result.index.list_users(id) if kind == "processors" and result.index else ()
