"""`seloste notice`: only the public notice."""

from __future__ import annotations

from pathlib import Path

import click

from checker.entry import NoticeEntry
from checker.records import load_processors, open_notice
from checker.workspace import Workspace
from seloste import output
from seloste.cli import Exit
from seloste.commands.check import opened
from seloste.options import LanguageCode
from seloste.usage import Misuse, chosen_language

FORMATS = ("html", "markdown", "text")


@click.command("notice")
@click.option("--policy", type=click.Path(path_type=Path), help="The policy file.")
@click.option("--config", type=click.Path(path_type=Path), help="The configuration file.")
@click.option("--lang", type=LanguageCode(), help="One of the notice's languages (default: the first that fits).")
@click.option("--format", "kind", type=click.Choice(FORMATS), default="html", show_default=True)
@click.option("-o", "--output", "target", default=output.STDOUT, metavar="FILE", help="Where to write; - is stdout.")
def command(policy: Path | None, config: Path | None, lang: str | None, kind: str, target: str) -> int:
    """Write the public notice: what the company publishes, and nothing else."""
    workspace = opened((), policy, config, None, lang)
    notice, file = open_notice(workspace)
    if notice is None:
        click.echo(output.told(file.findings, chosen_language(lang)), err=True)
        return Exit.INPUT
    language = published_language(notice, lang)
    text = page(notice, processor_names(workspace), language, kind)
    if target == output.STDOUT:
        click.echo(text, nl=False)
    else:
        output.write_file(Path(target), text, configured(workspace))
    return Exit.CLEAN


def configured(workspace: Workspace) -> list[str]:
    """The files that a check would read: no notice may be written over them."""
    files = (workspace.policy, *workspace.systems, *workspace.processors, workspace.waivers)
    own = [workspace.config_file.path] if workspace.config_file else []
    return [*own, *(str(path) for path in files if path is not None)]


def published_language(notice: NoticeEntry, asked: str | None) -> str:
    """The language to write the notice in; a usage error when the notice lacks it, or there are no words for any."""
    from reports.language import languages

    own = notice.record.notice.languages
    if asked is not None and asked not in own:
        raise Misuse("notice-language", value=asked, choices=", ".join(own))
    worded = [code for code in own if code in languages()]
    if not worded:
        raise Misuse("no-words", option="languages", value=", ".join(own), choices=", ".join(languages()))
    language = chosen_language(asked, worded)
    return language if language in worded else worded[0]


def processor_names(workspace: Workspace) -> dict[str, str]:
    """The names of the processors on the list, by id: the notice may name its recipients."""
    entries = load_processors(workspace.processors, workspace.shown).entries
    return {key: entry.record.name for key, entry in entries.items()}


def page(notice: NoticeEntry, processors: dict[str, str], language: str, kind: str) -> str:
    """The public notice in one language and format."""
    from reports.notice import render_notice

    return render_notice(notice.record, language, kind, processors=processors)
