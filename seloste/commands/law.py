"""`seloste law`: the law in force on a day, or over time for a country, a transfer tool or a decision."""

from __future__ import annotations

import click

from seloste.options import Day, Options, collect_options, lang_option
from seloste.output import print_text
from seloste.policy.law.law import load_law
from seloste.reports.formats import FORMATS
from seloste.terminal import choose_text_width
from seloste.usage_errors import UsageError


@click.command("law")
@click.argument("country", required=False)
@click.option("--as-of", type=Day(any_day=True), metavar="DATE", help="The day asked about (default: today).")
@lang_option
@click.option("--format", type=click.Choice(FORMATS["law"]), default="text", show_default=True)
@collect_options
def command(options: Options, country: str | None, format: str) -> int:
    """Tell what was in force on a day. With COUNTRY: its law over time.

    COUNTRY: an ISO 3166-1 code, X-EPO, or the id of a transfer tool such as eu-us-dpf.
    """
    from seloste.reports.language.language import load_language
    from seloste.reports.law import document

    language, width = load_language(options.choose_language()), choose_text_width(options.environment)
    on_day = load_law().on(options.day)
    if country is None:
        print_text(document.render_day(on_day, format, language, width))
        return 0
    try:
        question = document.parse_question(on_day, country)
    except KeyError:
        raise UsageError(
            "no-law", suggestion=document.suggest_question(on_day, country, language), value=country
        ) from None
    print_text(document.render_history(on_day, question, format, language, width))
    return 0
