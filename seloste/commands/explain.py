"""`seloste explain`: the explanation of a rule, or the list of all rules."""

from __future__ import annotations

from datetime import date

import click

from seloste.checker.rules.catalogue import Rule, load_catalogue
from seloste.options import Options, collect_options, lang_option
from seloste.output import print_text
from seloste.policy.names import nearest_name
from seloste.policy.period import Period
from seloste.reports.formats import FORMATS
from seloste.usage_errors import UsageError

#: How long the waiver in an explanation's example lasts.
_WAIVED_FOR = Period("P6M")


def _complete_rule(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """The rules that the shell offers."""
    return [rule for rule in load_catalogue() if rule.startswith(incomplete)]


@click.command("explain")
@click.argument("rule", required=False, shell_complete=_complete_rule)
@click.option("--format", type=click.Choice(FORMATS["explain"]), default="text", help="How to tell it.")
@lang_option
@collect_options
def command(options: Options, rule: str | None, format: str) -> int:
    """Tell what RULE checks, why, the law behind it, and how to fix it. Without RULE: the list of all rules."""
    code = options.choose_language()
    if rule is None:
        print_text(_list_rules(format, code))
    else:
        until = _WAIVED_FOR.end(options.day).date()
        print_text(_explain_rule(_find_rule(rule), format, code, until))
    return 0


def _find_rule(name: str) -> Rule:
    found = load_catalogue().get(name)
    if found is None:
        raise UsageError("no-rule", suggestion=nearest_name(name, load_catalogue(), cutoff=0.5), value=name)
    return found


def _list_rules(format: str, code: str) -> str:
    from seloste.reports.language.language import load_language
    from seloste.reports.rulebook import explanation, pages

    if format == "json":
        return _dump([explanation.build_explanation(rule) for rule in load_catalogue().values()])
    return (
        pages.render_index(load_language(code))
        if format == "markdown"
        else explanation.render_rules(load_language(code))
    )


def _explain_rule(rule: Rule, format: str, code: str, until: date) -> str:
    """The explanation of a rule. `until`: the last day of the waiver that it shows as an example."""
    from seloste.reports.language.language import load_language
    from seloste.reports.rulebook import explanation, pages

    if format == "json":
        return _dump(explanation.build_explanation(rule))
    render = pages.render_rule_markdown if format == "markdown" else explanation.render_rule
    return render(rule, load_language(code), until)


def _dump(value: object) -> str:
    from seloste.reports.rendering.escape import json_text

    return json_text(value)
