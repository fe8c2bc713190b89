"""The handbook of rules in Markdown: a page a family, an index of them all, and a rule by itself.

The pages in `docs/rules/<language>/` are written from here (`python -m seloste.generate`), with an anchor a rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from seloste.checker.rules.registry import FAMILIES, Rule, family
from seloste.reports.language.language import Language
from seloste.reports.rendering.escape import code_block, html, markdown
from seloste.reports.rulebook.explanation import SOME_DAY, ExplanationPart, parts

INDEX = "README.md"


def pages(said: Language) -> Mapping[str, str]:
    """Every page of the handbook in one language, by file name."""
    families = {f"{name}.md": _page(name, said) for name in FAMILIES}
    return {INDEX: index(said), **families}


def index(said: Language) -> str:
    """The page that lists all rules, each linked to the page of its family."""
    lines = [f"# {markdown(said.word('handbook.title'))}", "", str(markdown(said.word("handbook.lead")))]
    for name in FAMILIES:
        lines += ["", f"## [{markdown(_heading(name, said))}]({name}.md)", ""]
        lines += _table(family(name).values(), said, f"{name}.md")
    return _written(lines, said)


def page_of(rule: Rule, said: Language, until: date = SOME_DAY) -> str:
    """One rule by itself."""
    return "\n".join(_section(rule, said, until)).lstrip("\n") + "\n"


def _page(name: str, said: Language) -> str:
    lines = [f"# {markdown(_heading(name, said))}", "", str(markdown(said.word(f"handbook.leads.{name}"))), ""]
    lines += _table(family(name).values(), said)
    for rule in family(name).values():
        lines += _section(rule, said, SOME_DAY)
    return _written(lines, said)


def _written(lines: list[str], said: Language) -> str:
    return "\n".join([f"<!-- {html(said.word('handbook.generated'))} -->", *lines]) + "\n"


def _heading(name: str, said: Language) -> str:
    return f"{name}/ – {said.word(f'handbook.families.{name}')}"


def anchor(rule: Rule) -> str:
    """The name by which a link to a rule finds it on the page of its family."""
    return rule.id.partition("/")[2]


def _table(rules: Iterable[Rule], said: Language, page: str = "") -> Iterator[str]:
    yield f"| {markdown(said.word('handbook.rule'))} | {markdown(said.word('handbook.severity'))} | |"
    yield "|---|---|---|"
    for rule in rules:
        severity = said.word(f"severity.{rule.severity}")
        yield f"| [{markdown(rule.id)}]({page}#{anchor(rule)}) | {markdown(severity)} | {markdown(said.title(rule))} |"


def _section(rule: Rule, said: Language, until: date) -> Iterator[str]:
    yield from ("", f'<a id="{html(anchor(rule))}"></a>', "", f"## {markdown(rule.id)}", "")
    yield f"**{markdown(said.title(rule))}** ({markdown(said.word(f'severity.{rule.severity}'))})"
    for part in parts(rule, said, until):
        yield from _part(part, said)


def _part(part: ExplanationPart, said: Language) -> Iterator[str]:
    if not part.words and not part.code:
        return
    yield from ("", f"### {markdown(part.label)}", "")
    bullet = "- " if part.listed else ""
    for words in part.words:
        yield f"{bullet}{markdown(words)}"
    for number, code in enumerate(part.code):
        yield from ([""] if number else [])
        yield f"{markdown(code.file or said.word('handbook.command'))}"
        yield ""
        yield str(code_block(code.text, "yaml" if code.file.endswith(".yaml") else ""))
