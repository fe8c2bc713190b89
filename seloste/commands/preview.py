"""`seloste preview`: the notice with its defects beside the text, in a browser, anew whenever a file is saved."""

from __future__ import annotations

import errno
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from html import escape
from pathlib import Path

import click

from seloste import usage_errors
from seloste.checker.workspace.workspace import Workspace, open_workspace
from seloste.cli import Exit
from seloste.commands.check import opened_by
from seloste.options import SCOPES, common, passing, today
from seloste.preview.server import Manner, Server, serve
from seloste.preview.session import PreviewSession
from seloste.preview.watch import State, look, watch
from seloste.reports.language.language import Language, load_language
from seloste.reports.preview import content_policy
from seloste.reports.rendering.escape import console, visible
from seloste.usage_errors import UsageError, chosen_language


@click.command("preview")
@common
@passing
@click.option("--scope", type=click.Choice(SCOPES), help="Which findings count.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="PORT", help="Default: any that is free.")
@click.option("--open/--no-open", "opens", default=False, show_default=True, help="Open it in the browser.")
def command(
    policy: Path | None,
    config: Path | None,
    as_of: date | None,
    lang: str | None,
    quiet: bool,
    verbose: bool,
    baseline: Path | None,
    no_waivers: bool,
    scope: str | None,
    port: int,
    opens: bool,
) -> int:
    """Show the notice in a browser, its defects beside the text, anew whenever a file is saved.

    Nobody but you can read it: it is served on this machine alone, under an address that cannot be guessed.
    """

    def opening() -> Workspace:
        found = open_workspace((), policy=policy, config=config, baseline=baseline, scope=scope)
        return replace(found, set_aside=no_waivers)

    def now() -> State:
        return look(opening, today(as_of))

    opened_by(opening, lang)  # a configuration that can't be used is a usage error at first, and later told on the page
    first = now()
    desk = PreviewSession(opening, lambda: today(as_of), scope, chosen_language(lang))
    words = _language(desk, lang)
    server = _server(port, desk, words)
    address = server.address(words.code)
    with _launched(address, opens=opens):
        server.start()
        click.echo(address)
        _say(words, "open", quiet=quiet)
        try:
            watch(now, partial(_renew, desk, words, quiet=quiet or not verbose), first)
        except KeyboardInterrupt:
            if sys.stderr.isatty():
                click.echo("", err=True)  # the terminal has written ^C
            _say(words, "ended", quiet=quiet)
        finally:
            server.stop()
    return Exit.CLEAN


def _language(desk: PreviewSession, asked: str | None) -> Language:
    """The language of the page that is offered; a usage error when the notice lacks the one that was asked for."""
    own = desk.sight.languages
    if asked is not None and asked not in own and desk.sight.result is not None:
        raise UsageError("notice-language", value=asked, choices=", ".join(own))
    chosen = chosen_language(asked, [*own])
    return load_language(chosen if chosen in own else own[0])


def _server(port: int, desk: PreviewSession, words: Language) -> Server:
    """The server; a usage error where the port can't be had."""
    manner = Manner(
        policy=content_policy(),
        wrong_address=words.word("preview.wrong-address"),
        failed=words.word("preview.failed"),
        report=_tell,
    )
    try:
        return serve(port, desk, manner)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise UsageError("port-in-use", port=str(port)) from None
        raise UsageError("port-refused", port=str(port), reason=error.strerror or "") from None


def _renew(desk: PreviewSession, words: Language, steady: Callable[[], bool], *, quiet: bool) -> bool:
    """Checks anew. A mistake of ours is told of and ends nothing: the page stays as it is."""
    before = desk.version()
    try:
        taken = desk.renew(steady)
    except Exception as error:
        _tell(error)
        return True
    if desk.version() != before and not quiet:
        sight = desk.sight
        counts = sight.result.counts() if sight.result and not sight.unread else {}
        told = [words.count(f"counted.{severity}", count) for severity, count in counts.items()]
        _say(words, "renewed" if told else "renewed-unread", counts=words.several(told))
    return taken


@contextmanager
def _launched(address: str, *, opens: bool) -> Iterator[None]:
    """Opens the browser if that is asked for, by a file of which only its owner can read where it leads.

    The address itself would be on the browser's command line, which everyone on the machine can read.
    """
    if not opens:
        yield
        return
    import webbrowser

    with tempfile.TemporaryDirectory(prefix="seloste-") as folder:  # for its owner alone
        file = Path(folder) / "preview.html"
        target = escape(address)
        file.write_text(
            '<!doctype html><meta charset="utf-8"><title>seloste</title>'
            f'<meta http-equiv="refresh" content="0;url={target}"><a href="{target}">seloste</a>\n',
            "utf-8",
        )
        webbrowser.open(file.as_uri())
        yield


def _tell(error: Exception) -> None:
    click.echo(console(visible(usage_errors.internal(error))), err=True)


def _say(words: Language, key: str, *, quiet: bool = False, **values: str) -> None:
    if not quiet:
        click.echo(console(visible(words.word(f"preview.{key}", **values))), err=True)
