"""`seloste law`: what was in force on a day, or how the law stood on a country or an instrument over time."""

from __future__ import annotations

from datetime import date

import click

from seloste import output
from seloste.options import Day, LanguageCode, today
from seloste.policy.law.law import law
from seloste.usage_errors import UsageError, chosen_language


@click.command("law")
@click.argument("country", required=False)
@click.option("--as-of", type=Day(any_day=True), metavar="DATE", help="The day asked about (default: today).")
@click.option("--lang", type=LanguageCode(), help="The language of what is shown.")
@click.option("--format", "kind", type=click.Choice(output.FORMATS), default="text", show_default=True)
def command(country: str | None, as_of: date | None, lang: str | None, kind: str) -> int:
    """Tell what was in force on a day. With COUNTRY: how the law stood on it over time.

    COUNTRY: an ISO 3166-1 code, X-EPO, or the id of a transfer tool such as eu-us-dpf.
    """
    from seloste.reports.language.language import load_language
    from seloste.reports.law import document

    said = load_language(chosen_language(lang))
    on_day = law().on(today(as_of))
    if country is None:
        click.echo(document.render_day(on_day, kind, said, output.width()), nl=False)
        return 0
    try:
        question = document.ask(on_day, country)
    except KeyError:
        raise UsageError("no-law", suggestion=document.nearest(on_day, country, said), value=country) from None
    click.echo(document.render_history(on_day, question, kind, said, output.width()), nl=False)
    return 0
