"""`seloste explain`: what a rule checks and why, or the list of all rules."""

from __future__ import annotations

import difflib

import click

from checker.rules.registry import catalogue
from seloste.options import LanguageCode
from seloste.usage import Misuse, chosen_language


@click.command("explain")
@click.argument("rule", required=False)
@click.option("--lang", type=LanguageCode(), help="The language of what is shown.")
def command(rule: str | None, lang: str | None) -> int:
    """Tell what RULE checks, why, the law behind it, and how to mend it. Without RULE: the list of all rules."""
    from reports import explanation
    from reports.language import language

    said = language(chosen_language(lang))
    if rule is None:
        click.echo(explanation.listing(said), nl=False)
        return 0
    known = catalogue().get(rule)
    if known is None:
        nearest = difflib.get_close_matches(rule, catalogue(), n=1, cutoff=0.5)
        raise Misuse("no-rule", suggestion=nearest[0] if nearest else "", value=rule)
    click.echo(explanation.explain(known, said), nl=False)
    return 0
