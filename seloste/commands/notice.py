"""`seloste notice`: only the public notice."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import click

from seloste import notice_design, output
from seloste.checker.linking.entry import DeclaredRecord, NoticeEntry
from seloste.checker.linking.loading import load_processors, open_notice
from seloste.checker.workspace.workspace import Workspace
from seloste.cli import Exit
from seloste.commands.check import opened
from seloste.options import LanguageCode
from seloste.usage_errors import UsageError, chosen_language

if TYPE_CHECKING:
    from seloste.reports.notice import Design, Publication

#: What stands for the language in the name of a file.
LANGUAGE = "{lang}"
_TARGET = "Where to write; - is stdout. With {lang} in it, a file a language, linked to each other."
#: The formats that are handed over as files, and all.
PAPER = ("pdf", "docx")
FORMATS = ("html", "markdown", "text", *PAPER)


@click.command("notice")
@click.option("--policy", type=click.Path(path_type=Path), help="The policy file.")
@click.option("--config", type=click.Path(path_type=Path), help="The configuration file.")
@click.option("--lang", type=LanguageCode(), help="One of the notice's languages (default: the first that fits).")
@click.option("--format", "kind", type=click.Choice(FORMATS), default="html", show_default=True)
@click.option("-o", "--output", "target", default=output.STDOUT, metavar="FILE", help=_TARGET)
@click.option("--template", type=click.Path(path_type=Path), metavar="FILE", help="A template of your own (Jinja).")
@click.option("--stylesheet", type=click.Path(path_type=Path), metavar="FILE", help="CSS of your own, over ours.")
def command(
    policy: Path | None,
    config: Path | None,
    lang: str | None,
    kind: str,
    target: str,
    template: Path | None,
    stylesheet: Path | None,
) -> int:
    """Write the public notice: what the company publishes, and nothing else."""
    own = notice_design.read(template, stylesheet, kind)
    workspace = opened((), policy, config, None, lang)
    notice, file = open_notice(workspace)
    if notice is None:
        click.echo(output.told(file.findings, chosen_language(lang)), err=True)
        return Exit.INPUT
    language_codes = [published_language(notice, lang)] if lang or LANGUAGE not in target else worded(notice)
    if kind in PAPER:
        output.for_programs(kind, target)
    processors = load_processors(workspace.processors, workspace.shown).entries
    names = {key: entry.record.name for key, entry in processors.items()}
    for language in language_codes:
        known = publication(file.sha256, processors, sisters(notice, language, target))
        with notice_design.told(template, stylesheet):
            content = document(notice, names, language, kind, known, own)
        output.put(content, kind, target.replace(LANGUAGE, language), configured(workspace))
    return Exit.CLEAN


def sisters(notice: NoticeEntry, language: str, target: str) -> dict[str, str]:
    """Where the notice is in each language, seen from its page in one of them; nothing where they share no pattern."""
    if LANGUAGE not in target:
        return {}
    here = posixpath.dirname(target.replace(LANGUAGE, language))
    places = {code: target.replace(LANGUAGE, code) for code in worded(notice)}
    return {code: quote(posixpath.relpath(place, here or ".")) for code, place in places.items()}


def publication(
    sha256: str | None, processors: Mapping[str, DeclaredRecord[Any]], sisters: Mapping[str, str]
) -> Publication:
    """What is known of the notice beside its words: its version is the beginning of the policy file's SHA-256."""
    from seloste.reports.notice import Publication

    served = {key: tuple(entry.record.purposes or ()) for key, entry in processors.items()}
    return Publication(sha256[:12] if sha256 else None, sisters, served)


def configured(workspace: Workspace) -> list[str]:
    """The files that a check would read: no notice may be written over them."""
    files = (workspace.policy, *workspace.systems, *workspace.processors, workspace.waivers)
    own = [workspace.config_file.path] if workspace.config_file else []
    return [*own, *(str(path) for path in files if path is not None)]


def published_language(notice: NoticeEntry, asked: str | None) -> str:
    """The language to write the notice in; a usage error when the notice lacks it, or there are no words for any."""
    from seloste.reports.language.language import language_codes

    own = notice.record.notice.languages
    if asked is not None and asked not in own:
        raise UsageError("notice-language", value=asked, choices=", ".join(own))
    known = worded(notice)
    if not known:
        raise UsageError("no-words", option="languages", value=", ".join(own), choices=", ".join(language_codes()))
    language = chosen_language(asked, known)
    return language if language in known else known[0]


def worded(notice: NoticeEntry) -> list[str]:
    """The languages of the notice that there are words for."""
    from seloste.reports.language.language import language_codes

    return [code for code in dict.fromkeys(notice.record.notice.languages) if code in language_codes()]


def processor_names(workspace: Workspace) -> dict[str, str]:
    """The names of the processors on the list, by id: the notice may name its recipients."""
    entries = load_processors(workspace.processors, workspace.shown).entries
    return {key: entry.record.name for key, entry in entries.items()}


def page(
    notice: NoticeEntry,
    processors: Mapping[str, str],
    language: str,
    kind: str,
    publication: Publication | None = None,
    design: Design | None = None,
) -> str:
    """The public notice in one language and format."""
    from seloste.reports.notice import render_notice

    return render_notice(notice.record, language, kind, processors=processors, publication=publication, design=design)


def document(
    notice: NoticeEntry,
    processors: Mapping[str, str],
    language: str,
    kind: str,
    publication: Publication | None = None,
    design: Design | None = None,
) -> str | bytes:
    """The public notice in one language and format, as a page or on paper."""
    if kind not in PAPER:
        return page(notice, processors, language, kind, publication, design)
    with output.extras():
        from seloste.reports.paper.notice import notice_on_paper

        return notice_on_paper(
            notice.record,
            language,
            kind,
            html=lambda: page(notice, processors, language, "html", publication, design),
            processors=processors,
            publication=publication,
        )
