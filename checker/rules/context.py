"""What rules may know beside the record that they look at: the settings, and what all systems together use."""

from __future__ import annotations

from dataclasses import dataclass, field

from seloste.policy.period import Period


@dataclass(slots=True)
class Usage:
    """What systems do between them, gathered system by system and merged."""

    purposes: set[str] = field(default_factory=set)
    fields: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    data_subjects: set[str] = field(default_factory=set)
    #: processor id → the systems that use it themselves, in the order in which they were read
    processors: dict[str, list[str]] = field(default_factory=dict)
    #: the processors that host a system, and so hold its data
    hosts: set[str] = field(default_factory=set)
    #: processor id → `purposes` or `fields` → what systems give it → those systems
    given: dict[str, dict[str, dict[str, list[str]]]] = field(default_factory=dict)

    def add(self, other: Usage) -> None:
        """Takes in what other systems use."""
        self.purposes |= other.purposes
        self.fields |= other.fields
        self.sources |= other.sources
        self.data_subjects |= other.data_subjects
        self.hosts |= other.hosts
        for processor, systems in other.processors.items():
            self.processors.setdefault(processor, []).extend(systems)
        for processor, sections in other.given.items():
            for section, items in sections.items():
                known = self.given.setdefault(processor, {}).setdefault(section, {})
                for item, systems in items.items():
                    known.setdefault(item, []).extend(systems)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of the check; `usage` is None unless every configured system was read."""

    review_within: Period
    warn_ahead: Period
    usage: Usage | None = None
