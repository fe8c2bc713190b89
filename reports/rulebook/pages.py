"""The handbook of rules in Markdown: an index, and a page for each family with an anchor for each rule.

`python -m seloste.generate` writes the pages to `docs/rules/<language>/`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from seloste.checker.rules.catalogue import FAMILIES, Rule, load_family
from seloste.policy.law.law import LawOn
from seloste.reports.language.language import Language
from seloste.reports.rendering.escape import code_block, html, markdown
from seloste.reports.rulebook.explanation import EXAMPLE_DAY, ExplanationPart, list_parts

INDEX = "README.md"
#: The languages of fragments of files, by the ends of their names.
_LANGUAGES = {"yaml": "yaml", "tf": "hcl"}


def render_pages(language: Language) -> Mapping[str, str]:
    """Every page of the handbook in one language, by file name."""
    families = {f"{name}.md": _render_family(name, language) for name in FAMILIES}
    return {INDEX: render_index(language), **families}


def render_index(language: Language) -> str:
    """The page that lists all rules, each linked to the page of its family."""
    lines = [f"# {markdown(language.word('handbook.title'))}", "", str(markdown(language.word("handbook.lead")))]
    for name in FAMILIES:
        lines += ["", f"## [{markdown(_format_heading(name, language))}]({name}.md)", ""]
        lines += _list_table_lines(load_family(name).values(), language, f"{name}.md")
    return _join_lines(lines, language)


def render_rule_markdown(rule: Rule, language: Language, until: date = EXAMPLE_DAY, law: LawOn | None = None) -> str:
    """The explanation of a rule, as Markdown of its own. `law`: that of the controller it is for."""
    return "\n".join(_list_rule_lines(rule, language, until, law)).lstrip("\n") + "\n"


def _render_family(name: str, language: Language) -> str:
    lines = [
        f"# {markdown(_format_heading(name, language))}",
        "",
        str(markdown(language.word(f"handbook.leads.{name}"))),
        "",
    ]
    lines += _list_table_lines(load_family(name).values(), language)
    for rule in load_family(name).values():
        lines += _list_rule_lines(rule, language, EXAMPLE_DAY)
    return _join_lines(lines, language)


def _join_lines(lines: list[str], language: Language) -> str:
    return "\n".join([f"<!-- {html(language.word('handbook.generated'))} -->", *lines]) + "\n"


def _format_heading(name: str, language: Language) -> str:
    return f"{name}/ – {language.word(f'handbook.families.{name}')}"


def rule_anchor(rule: Rule) -> str:
    """The anchor of a rule on the page of its family."""
    return rule.id.partition("/")[2]


def _list_table_lines(rules: Iterable[Rule], language: Language, page: str = "") -> Iterator[str]:
    yield f"| {markdown(language.word('handbook.rule'))} | {markdown(language.word('handbook.severity'))} | |"
    yield "|---|---|---|"
    for rule in rules:
        severity = language.word(f"severity.{rule.severity}")
        link = f"[{markdown(rule.id)}]({page}#{rule_anchor(rule)})"
        yield f"| {link} | {markdown(severity)} | {markdown(language.title(rule))} |"


def _list_rule_lines(rule: Rule, language: Language, until: date, law: LawOn | None = None) -> Iterator[str]:
    yield from ("", f'<a id="{html(rule_anchor(rule))}"></a>', "", f"## {markdown(rule.id)}", "")
    yield f"**{markdown(language.title(rule))}** ({markdown(language.word(f'severity.{rule.severity}'))})"
    for part in list_parts(rule, language, until, law):
        yield from _list_part_lines(part, language)


def _list_part_lines(part: ExplanationPart, language: Language) -> Iterator[str]:
    if not part.words and not part.code:
        return
    yield from ("", f"### {markdown(part.label)}", "")
    bullet = "- " if part.listed else ""
    for words in part.words:
        yield f"{bullet}{markdown(words)}"
    for number, code in enumerate(part.code):
        yield from ([""] if number else [])
        yield f"{markdown(code.file or language.word('handbook.command'))}"
        yield ""
        yield str(code_block(code.text, _LANGUAGES.get(code.file.rpartition(".")[2], "")))
