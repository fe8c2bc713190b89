"""`seloste explain`: what a rule checks and why, or the list of all rules."""

from __future__ import annotations

import difflib
import json

import click

from seloste.checker.rules.registry import Rule, catalogue
from seloste.options import LanguageCode, today
from seloste.policy.period import Period
from seloste.usage_errors import UsageError, chosen_language

#: How long the waiver that an explanation shows lets a finding pass.
_WAIVED = Period("P6M")


def _offered(context: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
    """The rules, for the shell to offer."""
    return [rule for rule in catalogue() if rule.startswith(begun)]


@click.command("explain")
@click.argument("rule", required=False, shell_complete=_offered)
@click.option(
    "--format", "kind", type=click.Choice(("text", "markdown", "json")), default="text", help="How to tell it."
)
@click.option("--lang", type=LanguageCode(), help="The language of what is shown.")
def command(rule: str | None, kind: str, lang: str | None) -> int:
    """Tell what RULE checks, why, the law behind it, and how to mend it. Without RULE: the list of all rules."""
    said = chosen_language(lang)
    click.echo(_listed(kind, said) if rule is None else _explained(_known(rule), kind, said), nl=False)
    return 0


def _known(rule: str) -> Rule:
    found = catalogue().get(rule)
    if found is None:
        nearest = difflib.get_close_matches(rule, catalogue(), n=1, cutoff=0.5)
        raise UsageError("no-rule", suggestion=nearest[0] if nearest else "", value=rule)
    return found


def _listed(kind: str, code: str) -> str:
    from seloste.reports.language.language import load_language
    from seloste.reports.rulebook import explanation, pages

    if kind == "json":
        return _json([explanation.document(rule) for rule in catalogue().values()])
    return pages.index(load_language(code)) if kind == "markdown" else explanation.listing(load_language(code))


def _explained(rule: Rule, kind: str, code: str) -> str:
    from seloste.reports.language.language import load_language
    from seloste.reports.rulebook import explanation, pages

    if kind == "json":
        return _json(explanation.document(rule))
    until = _WAIVED.end(today(None)).date()
    tell = pages.page_of if kind == "markdown" else explanation.explain
    return tell(rule, load_language(code), until)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
