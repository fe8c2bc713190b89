"""What the registry knows of a rule, told in one language: for `seloste explain`."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from checker.rules.registry import FAMILIES, Rule, catalogue
from reports.language import Language

_WIDTH = 100


def listing(said: Language) -> str:
    """All rules, family by family: id, severity, and what each is about."""
    blocks = []
    widest = max(len(rule_id) for rule_id in catalogue())
    for family in FAMILIES:
        lines = [
            f"{rule.id:<{widest}}  {said.word(f'severity.{rule.severity}'):<8}  {said.title(rule)}"
            for rule in catalogue().values()
            if rule.family == family
        ]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def explain(rule: Rule, said: Language) -> str:
    """Everything about one rule."""
    return "\n".join(_lines(rule, said)) + "\n"


def _lines(rule: Rule, said: Language) -> Iterator[str]:
    yield f"{rule.id} ({said.word(f'severity.{rule.severity}')})"
    yield said.title(rule)
    yield from _part(said.word("explain.why"), said.text(rule.why))
    laws = [said.cite(citation) for citation in rule.law]
    yield from _part(said.word("explain.law"), "; ".join(laws))
    yield from _part(said.word("explain.mend"), said.mend(rule))
    for change, words in rule.ways_out.items():
        yield from _part(said.word(f"explain.{change}"), said.text(words))
    if rule.wording:
        yield from _part(said.word("explain.wording"), said.text(rule.wording))
    yield from _part(said.word("explain.waiver"), _waiver(rule, said), wrap=False)


def _waiver(rule: Rule, said: Language) -> str:
    if rule.family == "input":
        return said.word("explain.no-waiver")
    values = {name: said.word(f"explain.{name}") for name in ("reason", "approver")}
    who = f"reason: {values['reason']}, approved_by: {values['approver']}"
    return f"{{rule: {rule.id}, subject: …, {who}, until: YYYY-MM-DD}}"


def _part(label: str, words: str, *, wrap: bool = True) -> Iterator[str]:
    if words:
        yield ""
        yield label
        yield from textwrap.wrap(words, _WIDTH, initial_indent="  ", subsequent_indent="  ") if wrap else [f"  {words}"]
