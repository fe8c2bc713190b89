"""`seloste preview`: the notice with its defects beside the text, in a browser, anew whenever a file is saved."""

from __future__ import annotations

import errno
import gc
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from html import escape
from pathlib import Path

import click

from seloste.exit_code import Exit
from seloste.options import Options, choose_day, collect_options, common, scope_option, suppression_options
from seloste.preview.server import Server, ServerSettings, start_server
from seloste.preview.session import PreviewSession
from seloste.preview.watch import State, read_state, watch
from seloste.reports.language.language import Language, load_language
from seloste.reports.preview import content_policy
from seloste.reports.rendering.escape import console, visible
from seloste.session import find_workspace, open_workspace
from seloste.usage_errors import UsageError, format_internal_error


@click.command("preview")
@common
@suppression_options
@scope_option
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="PORT", help="Default: any that is free.")
@click.option("--open/--no-open", "opens", default=False, show_default=True, help="Open it in the browser.")
@collect_options
def command(options: Options, port: int, opens: bool) -> int:
    """Show the notice in a browser, its defects beside the text, anew whenever a file is saved.

    Nobody but you can read it: it is served on this machine alone, under an address that cannot be guessed.
    """
    gc.enable()  # this command has no early end, at which memory would be freed
    open_workspace(options)  # a wrong configuration is a usage error at first, and later shown on the page
    find = partial(find_workspace, options)

    def read() -> State:
        return read_state(find, choose_day(options.as_of))  # a day ends while the preview goes on

    first = read()
    session = PreviewSession(find, lambda: choose_day(options.as_of), options.scope, options.choose_language())
    language = _choose_page_language(session, options)
    server = _start_server(port, session, language)
    address = server.address(language.code)
    with _open_browser(address) if opens else nullcontext():
        server.start()
        click.echo(address)
        _print_message(language, "open", quiet=options.quiet)
        quiet = options.quiet or not options.verbose
        try:
            watch(read, partial(_refresh, session, language, quiet=quiet), first)
        except KeyboardInterrupt:
            if sys.stderr.isatty():
                click.echo("", err=True)  # the terminal has written ^C
            _print_message(language, "ended", quiet=options.quiet)
        finally:
            server.stop()
    return Exit.CLEAN


def _choose_page_language(session: PreviewSession, options: Options) -> Language:
    """The language of the page that is opened; a usage error when the notice lacks the one asked for."""
    own = session.snapshot.languages
    if options.lang is not None and options.lang not in own and session.snapshot.result is not None:
        raise UsageError("notice-language", value=options.lang, choices=", ".join(own))
    code = options.choose_document_language(own)
    return load_language(code if code in own else own[0])


def _start_server(port: int, session: PreviewSession, language: Language) -> Server:
    """The server; a usage error where the port can't be had."""
    settings = ServerSettings(
        content_policy=content_policy(),
        wrong_address=language.word("preview.wrong-address"),
        failed=language.word("preview.failed"),
        report=partial(_print_error, language.code),
    )
    try:
        return start_server(port, session, settings)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise UsageError("port-in-use", port=str(port)) from None
        raise UsageError("port-refused", port=str(port), reason=error.strerror or "") from None


def _refresh(session: PreviewSession, language: Language, is_unchanged: Callable[[], bool], *, quiet: bool) -> bool:
    """Checks anew. An error in seloste itself is reported and ends nothing: the page stays as it is."""
    before = session.version()
    try:
        done = session.refresh(is_unchanged)
    except Exception as error:
        _print_error(language.code, error)
        return True
    if session.version() != before and not quiet:
        snapshot = session.snapshot
        counts = snapshot.result.counts() if snapshot.result and not snapshot.unread else {}
        parts = [language.count(f"counted.{severity}", count) for severity, count in counts.items()]
        _print_message(language, "renewed" if parts else "renewed-unread", counts=language.format_list(parts))
    return done


@contextmanager
def _open_browser(address: str) -> Iterator[None]:
    """Opens the browser on a file that leads it to the address, and that only its owner can read.

    The address itself would be on the browser's command line, which everyone on the machine can read.
    """
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


def _print_error(code: str, error: Exception) -> None:
    click.echo(console(visible(format_internal_error(error, code))), err=True)


def _print_message(language: Language, key: str, *, quiet: bool = False, **values: str) -> None:
    if not quiet:
        click.echo(console(visible(language.word(f"preview.{key}", **values))), err=True)
