"""The name of a notice, for headings and lists: not every notice has a title, nor every register a name."""

from __future__ import annotations

from seloste.policy.notice import Policy
from seloste.reports.language.language import Language


def name_notice(policy: Policy, language: Language) -> str:
    """The notice's own title, else the register's name, else the standard title with the controller's name."""
    words = policy.notice.title or policy.notice.name
    return language.text(words) if words else compose_title(policy, language)


def name_register(policy: Policy, language: Language) -> str:
    """The register's name, else the notice's, on one line."""
    words = policy.notice.name
    name = language.text(words) if words else name_notice(policy, language)
    return " ".join(name.split())


def compose_title(policy: Policy, language: Language) -> str:
    """The notice's own title, else the standard one with the name of the register or of the controller."""
    notice = policy.notice
    if notice.title:
        return language.text(notice.title)
    name = language.text(notice.name) if notice.name else policy.controller.name
    return language.word("notice.title", name=name)
