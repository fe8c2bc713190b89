"""The words of a rule in a language, and the ways to resolve what it finds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from seloste.policy.law.law import LawOn


class Fix(NamedTuple):
    """One way to resolve a finding: what changes, `system` or `promise`, and how."""

    change: str
    words: str


class RuleWords(Struct, frozen=True):
    """The words of a rule.

    Attributes:
        title: Its name.
        messages: The sentence of a finding by variant; that of the plain variant is under the empty string.
        why: Why the rule exists.
        related: A description of the related locations in the notice.
        declared: A description of the places where the inventory declares something else.
        fix: How to fix a finding in the file itself, for rules about a file.
        variant_fixes: The same for variants that are fixed otherwise.
        wording: A model wording for the notice.
        fixes: How to resolve a contradiction, by what changes: `system` or `promise`.
        national: By country, what the law there adds to `why` and to `wording`, for controllers established there.
    """

    title: str
    messages: Mapping[str, str]
    why: str
    related: str = ""
    declared: str = ""
    fix: str = ""
    variant_fixes: Mapping[str, str] = field(default_factory=dict)
    wording: str = ""
    fixes: Mapping[str, str] = field(default_factory=dict)
    national: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def complete(self, law: LawOn | None = None) -> RuleWords:
        """The words with those on the law of the controller's country; without `law`, of every country."""
        added = [words for country, words in self.national.items() if law is None or law.is_established_in(country)]
        why = [self.why, *(words["why"] for words in added if "why" in words)]
        wording = [self.wording, *(words["wording"] for words in added if "wording" in words)]
        return replace(self, why=" ".join(why), wording=" ".join(wording), national={})
