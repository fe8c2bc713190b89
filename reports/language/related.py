"""What belongs to a finding beside its own place: the other places with their description, and the resource."""

from __future__ import annotations

from seloste.checker.finding import Finding
from seloste.checker.position import Location
from seloste.reports.language.language import Language


def list_related(finding: Finding, language: Language) -> list[tuple[Location, str]]:
    """The other places of a finding, each with its description: those in the inventory, then those in the notice.

    A description may be empty.
    """
    places: list[tuple[Location, str]] = []
    if finding.found.declared:
        declared = language.fill(language.rule(finding.rule).declared, finding.arguments)
        places += ((location, declared) for location in finding.found.declared)
    if finding.related:
        related = language.related(finding)
        places += ((location, related) for location in finding.related)
    return places


def find_resource(finding: Finding) -> str:
    """The id of the resource of infrastructure that shows what was found; empty where none does."""
    resource = finding.arguments.get("resource") if finding.family == "evidence" else None
    return resource if isinstance(resource, str) else ""
