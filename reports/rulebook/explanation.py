"""The explanation of a rule, for `seloste explain` and for the pages in `docs/rules/`.

An explanation is a sequence of parts. This module renders them as text and JSON, `pages` as Markdown.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any

from msgspec import Struct

from seloste.checker.finding import CountryName
from seloste.checker.rules.catalogue import FAMILIES, Rule, load_catalogue
from seloste.checker.rules.examples_data import Examples, Fragments, find_examples
from seloste.checker.suppression.waivers import NEVER_WAIVED
from seloste.policy.law.authorities import Authority, find_authorities
from seloste.policy.law.dated import Confidence
from seloste.policy.law.law import LawOn
from seloste.reports.language.language import Language, capitalize, language_codes, load_language
from seloste.reports.rendering.wrap import wrap_words

_WIDTH = 100
_PLACEHOLDER = re.compile(r"\{\w+\}")
#: The last day of the example of a waiver on pages that do not depend on today.
EXAMPLE_DAY = date(2026, 12, 31)


class Code(Struct, frozen=True):
    """A fragment of a file, and the name of the file; an empty name: a command."""

    file: str
    text: str


class ExplanationPart(Struct, frozen=True):
    """A part of an explanation: paragraphs under a label (`listed`: items of a list), and code below them."""

    label: str
    words: tuple[str, ...] = ()
    listed: bool = False
    code: tuple[Code, ...] = ()


def list_parts(
    rule: Rule, language: Language, until: date = EXAMPLE_DAY, law: LawOn | None = None
) -> Iterator[ExplanationPart]:
    """The parts of the explanation in order.

    Args:
        until: The last day of the example of a waiver.
        law: The law of a controller, of which alone it tells; None: of all law that the rule may cite.
    """
    words = language.rule(rule).complete(law)
    messages = tuple(capitalize(_PLACEHOLDER.sub("…", message)) for message in words.messages.values())
    yield ExplanationPart(language.word("handbook.says"), messages, listed=True)
    yield ExplanationPart(language.word("explain.why"), (words.why,))
    yield ExplanationPart(language.word("explain.law"), tuple(_list_authorities(rule, language, law)), listed=True)
    example = find_examples(rule.id)
    if example is not None:
        yield ExplanationPart(language.word("handbook.bad"), code=_make_code(example.bad))
        yield ExplanationPart(language.word("handbook.good"), code=_make_code(example.good))
    yield ExplanationPart(language.word("explain.fix"), (words.fix,) if words.fix else ())
    for change, fix in words.fixes.items():
        yield ExplanationPart(language.word(f"explain.{change}"), (fix,))
    wordings = _translate(lambda language: language.rule(rule).complete(law).wording)
    items = tuple(f"{code}: {wording}" for code, wording in wordings.items() if wording)
    yield ExplanationPart(language.word("explain.wording"), items, listed=True)
    if rule.family in NEVER_WAIVED:
        never = language.word("explain.no-waiver" if rule.family == "input" else "handbook.of_waiver")
        yield ExplanationPart(language.word("explain.waiver"), (never,))
    else:
        yield ExplanationPart(language.word("explain.waiver"), code=_make_waiver(rule, example, language, until))


def _list_authorities(rule: Rule, language: Language, law: LawOn | None) -> Iterator[str]:
    """The citations of a rule, an item for each authority, with its title and whether its days were checked."""
    by_authority: dict[str, list[str]] = {}
    for citation in list_binding(rule, law):
        by_authority.setdefault(find_authorities(citation)[0].key, []).append(citation)
    for key, citations in by_authority.items():
        latest = find_authorities(key)[-1]
        cited = language.format_list([language.cite(citation) for citation in citations])
        title = f": {language.text(latest.title)}" if latest.title != latest.citation else ""
        yield f"{cited}{title}{''.join(f' ({remark})' for remark in _list_remarks(latest, language))}"


def list_binding(rule: Rule, law: LawOn | None) -> tuple[str, ...]:
    """The citations of the rule, without those of acts that do not bind the controller. None: all."""
    return tuple(citation for citation in rule.law if law is None or law.binds(citation))


def _list_remarks(authority: Authority, language: Language) -> Iterator[str]:
    """What is to be known before the authority is relied on: whom it binds, and whether its days were checked."""
    if authority.country is not None:
        yield language.word("handbook.national", country=CountryName(authority.country))
    if is_from_memory(authority.key):
        yield language.word("handbook.from_memory")


def is_from_memory(citation: str) -> bool:
    """Whether the first or last day of the cited authority was not checked in a source."""
    return any(authority.confidence is Confidence.FROM_MEMORY for authority in find_authorities(citation))


def _make_code(fragments: Fragments) -> tuple[Code, ...]:
    return tuple(Code(file, text) for file, text in fragments.items())


def _make_waiver(rule: Rule, example: Examples | None, language: Language, until: date) -> tuple[Code, ...]:
    """The waiver of the failing example, as an entry of the waivers file and as a comment at the finding."""
    reason, approver = language.word("explain.reason"), language.word("explain.approver")
    subject = f"    subject: {example.subject}\n" if example is not None else ""
    entry = (
        f"version: 1\nwaivers:\n  - rule: {rule.id}\n{subject}"
        f"    reason: {reason}\n    approved_by: {approver}\n    until: {until.isoformat()}"
    )
    comment = f"# seloste: ignore[{rule.id}] until {until.isoformat()} -- {reason}"
    return Code("waivers.yaml", entry), Code(language.word("handbook.inline"), comment)


def render_rules(language: Language) -> str:
    """All rules by family: id, severity and title."""
    blocks = []
    widest = max(len(rule_id) for rule_id in load_catalogue())
    for family in FAMILIES:
        lines = [
            f"{rule.id:<{widest}}  {language.word(f'severity.{rule.severity}'):<8}  {language.title(rule)}"
            for rule in load_catalogue().values()
            if rule.family == family
        ]
        blocks.append("\n".join([f"{family}/  {language.word(f'handbook.families.{family}')}", *lines]))
    return "\n\n".join(blocks) + "\n"


def render_rule(rule: Rule, language: Language, until: date = EXAMPLE_DAY, law: LawOn | None = None) -> str:
    """The explanation of a rule, as text for a terminal. `law`: that of the controller it is for."""
    lines = [f"{rule.id} ({language.word(f'severity.{rule.severity}')})", language.title(rule)]
    for part in list_parts(rule, language, until, law):
        lines += _list_lines(part, language)
    return "\n".join(lines) + "\n"


def _list_lines(part: ExplanationPart, language: Language) -> Iterator[str]:
    if not part.words and not part.code:
        return
    yield from ("", part.label)
    bullet = "- " if part.listed and len(part.words) > 1 else ""
    for words in part.words:
        indent = "  " + " " * len(bullet)
        yield from wrap_words(words, _WIDTH, f"  {bullet}", indent)
    for code in part.code:
        yield f"  {code.file or language.word('handbook.command')}"
        yield textwrap.indent(code.text, "    ")


def build_explanation(rule: Rule) -> dict[str, Any]:
    """The explanation of a rule as plain values, its words in every language: `--format json`."""
    example = find_examples(rule.id)
    words = load_language("en").rule(rule)
    return {
        "rule": rule.id,
        "severity": rule.severity.value,
        "title": _translate(lambda language: language.title(rule)),
        "messages": {
            variant or "default": _translate(partial(_find_message, rule=rule, variant=variant))
            for variant in words.messages
        },
        "why": _translate(lambda language: language.rule(rule).complete().why),
        "law": [
            {
                "citation": citation,
                "name": _translate(partial(Language.cite, citation=citation)),
                "from_memory": is_from_memory(citation),
            }
            for citation in rule.law
        ],
        "examples": {
            kind: [{"file": file or None, "text": text} for file, text in fragments.items()]
            for kind, fragments in (("bad", example.bad), ("good", example.good))
        }
        if example is not None
        else None,
        "mend": _translate(lambda language: language.rule(rule).fix) if words.fix else None,
        "ways_out": [
            {"change": change, "message": _translate(partial(_find_fix, rule=rule, change=change))}
            for change in words.fixes
        ],
        "wording": _translate(lambda language: language.rule(rule).complete().wording) if words.wording else None,
        "waivable": rule.family not in NEVER_WAIVED,
    }


def _find_message(language: Language, rule: Rule, variant: str) -> str:
    return language.rule(rule).messages[variant]


def _find_fix(language: Language, rule: Rule, change: str) -> str:
    return language.rule(rule).fixes[change]


def _translate(words: Callable[[Language], str]) -> dict[str, str]:
    """The words in every language, by its code."""
    return {code: words(load_language(code)) for code in language_codes()}
