"""`seloste law`: the law in force on a day, or over time for a country, a ground or a decision; what changed."""

from __future__ import annotations

from datetime import date

import click

from seloste.options import Day, Options, collect_options, config_option, lang_option, parse_day, policy_option
from seloste.output import print_text
from seloste.policy.law.law import LawOn, load_law
from seloste.policy.names import nearest_name
from seloste.reports.formats import FORMATS
from seloste.reports.language.language import Language
from seloste.terminal import choose_text_width
from seloste.usage_errors import UsageError


@click.command("law")
@click.argument("country", required=False)
@click.option("--as-of", type=Day(any_day=True), metavar="DATE", help="The day asked about (default: today).")
@click.option("--since", metavar="VERSION|DAY", help="What changed since a version of the law data, or a day.")
@policy_option
@config_option
@lang_option
@click.option("--format", type=click.Choice(FORMATS["law"]), default="text", show_default=True)
@collect_options
def command(options: Options, country: str | None, since: str | None, format: str) -> int:
    """Tell what was in force on a day. With COUNTRY: its law over time.

    COUNTRY: an ISO 3166-1 code, X-EPO, or the id of a ground for transfers such as eu-us-dpf.

    --since: what changed, and which promises of the notice here (--policy, --config) it concerns.
    """
    from seloste.reports.language.language import load_language

    language, width = load_language(options.choose_language()), choose_text_width(options.environment)
    on_day = load_law().on(options.day)
    if since is None:
        print_text(_tell_law(on_day, country, format, language, width))
        return 0
    if country is not None:
        raise UsageError("not-both", one="COUNTRY", other="--since")
    print_text(_tell_changes(on_day, _parse_since(since, options.day), format, language, width, options))
    return 0


def _tell_law(on_day: LawOn, country: str | None, format: str, language: Language, width: int) -> str:
    from seloste.reports.law import document

    if country is None:
        return document.render_day(on_day, format, language, width)
    try:
        question = document.parse_question(on_day, country)
    except KeyError:
        raise UsageError(
            "no-law", suggestion=document.suggest_question(on_day, country, language), value=country
        ) from None
    return document.render_history(on_day, question, format, language, width)


def _parse_since(text: str, day: date) -> str | date:
    """A version of the law data, or a day before the one asked about. A usage error for anything else."""
    from seloste.policy.law.changes import load_versions

    versions = [each.version for each in load_versions()]
    if text in versions:
        return text
    since = parse_day(text)
    if since is None:
        suggestion = nearest_name(text, versions)
        raise UsageError("law-version", suggestion=suggestion, value=text, choices=", ".join(versions))
    if since > day:
        raise UsageError("law-future", value=text, day=day.isoformat())
    return since


def _tell_changes(
    on_day: LawOn, since: str | date, format: str, language: Language, width: int, options: Options
) -> str:
    """What changed, and the promises of the notice that it concerns; without a notice, that there is none."""
    from seloste.checker.judging.unseen_law import list_unseen_law
    from seloste.checker.linking.used_transfers import find_used_transfers
    from seloste.reports.law.since import LawChanges, render_since
    from seloste.session import load, open_workspace

    loaded = load(open_workspace(options), options)
    changes = LawChanges(on_day, since)
    if loaded.notice is not None and loaded.index is not None:
        systems = loaded.systems.entries.values() if loaded.systems else ()
        used = find_used_transfers(loaded.index, systems, on_day.law)
        unseen = tuple(list_unseen_law(loaded.notice, on_day))
        changes = LawChanges(on_day, since, loaded.policy_file.path, loaded.notice.record, used, unseen)
    return render_since(changes, format, language, width)
