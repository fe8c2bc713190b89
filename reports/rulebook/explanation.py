"""What the registry knows of a rule, told in one language: for `seloste explain`, and for the pages in `docs/rules/`.

An explanation is a row of parts. How they look is the business of `text` here and of `pages` (Markdown).
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from seloste.checker.rules.examples_data import Examples, Fragments, examples
from seloste.checker.rules.registry import FAMILIES, Rule, catalogue
from seloste.checker.suppression.waivers import NEVER_WAIVED
from seloste.policy.law.authorities import named
from seloste.policy.law.dated import Confidence
from seloste.reports.language.language import Language, capital, load_language, language_codes

_WIDTH = 100
_PLACEHOLDER = re.compile(r"\{\w+\}")
#: A day for the waiver of an explanation that is not given on any day.
SOME_DAY = date(2026, 12, 31)


@dataclass(frozen=True, slots=True)
class Code:
    """A fragment of a file as it is written, and the file; without one, a command."""

    file: str
    text: str


@dataclass(frozen=True, slots=True)
class ExplanationPart:
    """A part of an explanation under its label: paragraphs, or items of a list, and then code."""

    label: str
    words: tuple[str, ...] = ()
    listed: bool = False
    code: tuple[Code, ...] = ()


def parts(rule: Rule, said: Language, until: date = SOME_DAY) -> Iterator[ExplanationPart]:
    """Everything about one rule, in the order in which it is told. `until`: the last day of the waiver shown."""
    words = said.rule(rule)
    yield ExplanationPart(
        said.word("handbook.says"), tuple(capital(_open(message)) for message in words.messages.values()), True
    )
    yield ExplanationPart(said.word("explain.why"), (words.why,))
    yield ExplanationPart(said.word("explain.law"), tuple(_laws(rule, said)), True)
    shown = examples(rule.id)
    if shown is not None:
        yield ExplanationPart(said.word("handbook.bad"), code=_code(shown.bad))
        yield ExplanationPart(said.word("handbook.good"), code=_code(shown.good))
    yield ExplanationPart(said.word("explain.mend"), (words.mend,) if words.mend else ())
    for change, way in words.ways_out.items():
        yield ExplanationPart(said.word(f"explain.{change}"), (way,))
    wordings = _each(lambda each: each.rule(rule).wording)
    yield ExplanationPart(
        said.word("explain.wording"), tuple(f"{code}: {text}" for code, text in wordings.items() if text), True
    )
    if rule.family in NEVER_WAIVED:
        never = said.word("explain.no-waiver" if rule.family == "input" else "handbook.of_waiver")
        yield ExplanationPart(said.word("explain.waiver"), (never,))
    else:
        yield ExplanationPart(said.word("explain.waiver"), code=_waiver(rule, shown, said, until))


def _open(message: str) -> str:
    """The message with its holes shown as such."""
    return _PLACEHOLDER.sub("…", message)


def _laws(rule: Rule, said: Language) -> Iterator[str]:
    """The provisions, authority by authority: as cited, what the authority is, and whether its days were checked."""
    by_authority: dict[str, list[str]] = {}
    for citation in rule.law:
        by_authority.setdefault(named(citation)[0].key, []).append(citation)
    for key, citations in by_authority.items():
        latest = named(key)[-1]
        cited = said.several([said.cite(citation) for citation in citations])
        whole = f": {said.text(latest.title)}" if latest.title != latest.citation else ""
        remark = f" ({said.word('handbook.from_memory')})" if from_memory(key) else ""
        yield f"{cited}{whole}{remark}"


def from_memory(citation: str) -> bool:
    """Whether a day between which the authority cited held was not checked in a source."""
    return any(authority.confidence is Confidence.FROM_MEMORY for authority in named(citation))


def _code(fragments: Fragments) -> tuple[Code, ...]:
    return tuple(Code(file, text) for file, text in fragments.items())


def _waiver(rule: Rule, shown: Examples | None, said: Language, until: date) -> tuple[Code, ...]:
    """The waiver of the failing example, in the file of waivers and as a comment beside the finding."""
    reason, approver = said.word("explain.reason"), said.word("explain.approver")
    subject = f"    subject: {shown.subject}\n" if shown is not None else ""
    entry = (
        f"version: 1\nwaivers:\n  - rule: {rule.id}\n{subject}"
        f"    reason: {reason}\n    approved_by: {approver}\n    until: {until.isoformat()}"
    )
    comment = f"# seloste: ignore[{rule.id}] until {until.isoformat()} -- {reason}"
    return Code("waivers.yaml", entry), Code(said.word("handbook.inline"), comment)


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
        blocks.append("\n".join([f"{family}/  {said.word(f'handbook.families.{family}')}", *lines]))
    return "\n\n".join(blocks) + "\n"


def explain(rule: Rule, said: Language, until: date = SOME_DAY) -> str:
    """Everything about one rule, as text for a terminal."""
    lines = [f"{rule.id} ({said.word(f'severity.{rule.severity}')})", said.title(rule)]
    for part in parts(rule, said, until):
        lines += _lines(part, said)
    return "\n".join(lines) + "\n"


def _lines(part: ExplanationPart, said: Language) -> Iterator[str]:
    if not part.words and not part.code:
        return
    yield from ("", part.label)
    bullet = "- " if part.listed and len(part.words) > 1 else ""
    for words in part.words:
        indent = "  " + " " * len(bullet)
        yield from textwrap.wrap(
            words, _WIDTH, initial_indent=f"  {bullet}", subsequent_indent=indent, break_on_hyphens=False
        )
    for code in part.code:
        yield f"  {code.file or said.word('handbook.command')}"
        yield textwrap.indent(code.text, "    ")


def document(rule: Rule) -> dict[str, Any]:
    """Everything about one rule as plain values, in every language: `--format json`."""
    shown = examples(rule.id)
    words = load_language("en").rule(rule)
    return {
        "rule": rule.id,
        "severity": rule.severity.value,
        "title": _each(lambda said: said.title(rule)),
        "messages": {
            variant or "default": _each(partial(_message, rule=rule, variant=variant)) for variant in words.messages
        },
        "why": _each(lambda said: said.rule(rule).why),
        "law": [
            {
                "citation": citation,
                "name": _each(partial(Language.cite, citation=citation)),
                "from_memory": from_memory(citation),
            }
            for citation in rule.law
        ],
        "examples": {
            kind: [{"file": file or None, "text": text} for file, text in fragments.items()]
            for kind, fragments in (("bad", shown.bad), ("good", shown.good))
        }
        if shown is not None
        else None,
        "mend": _each(lambda said: said.mend(rule)) if words.mend else None,
        "ways_out": [
            {"change": change, "message": _each(partial(_way_out, rule=rule, change=change))}
            for change in words.ways_out
        ],
        "wording": _each(lambda said: said.rule(rule).wording) if words.wording else None,
        "waivable": rule.family not in NEVER_WAIVED,
    }


def _message(said: Language, rule: Rule, variant: str) -> str:
    return said.rule(rule).messages[variant]


def _way_out(said: Language, rule: Rule, change: str) -> str:
    return said.rule(rule).ways_out[change]


def _each(say: Callable[[Language], str]) -> dict[str, str]:
    """What is said in every language, by its code."""
    return {code: say(load_language(code)) for code in language_codes()}
