"""What `seloste init` tells at its end: what was written, what was there, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from seloste.reports.language.language import Language
from seloste.reports.rendering.escape import visible


class Outcome(Struct, frozen=True):
    """What was done.

    Attributes:
        folder: The folder as it is written on a command line; empty for the working directory.
        written: The files and folders in it.
        kept: The files that were there, as the user would name them.
        ci: The template of a build server, where it was written.
        server: The build server; `none` where none was asked for.
        has_notice: Whether there was a notice already.
        is_example: Whether it is the complete example.
    """

    folder: str
    written: Sequence[str]
    kept: Sequence[str]
    ci: str
    server: str
    has_notice: bool
    is_example: bool


#: The files that are drafted for a notice: who imports one first gets better ones.
_ABOUT_NOTICE = ("policy.yaml", "systems.yaml", "processors.yaml")


def summarize_start(outcome: Outcome, language: Language) -> str:
    """The summary as text for a terminal."""
    return visible("".join(f"{line}\n" for line in _list_lines(outcome, language)))


def _list_lines(outcome: Outcome, language: Language) -> Iterator[str]:
    key = "written-to" if outcome.folder else "written"
    yield language.word(f"init.{key}", folder=outcome.folder, paths=", ".join(outcome.written))
    if outcome.kept:
        yield language.word("init.kept", paths=", ".join(outcome.kept))
    yield language.word("init.next")
    check = f"cd {outcome.folder} && seloste check" if outcome.folder else "seloste check"
    drafted = ", ".join(path for path in outcome.written if path in _ABOUT_NOTICE)
    steps = ["example"] if outcome.is_example else ["check", *([] if outcome.has_notice else ["import"]), "scan"]
    for step in steps:
        yield f"  {language.word(f'init.next-{step}', command=check, paths=drafted)}"
    if outcome.ci:
        yield f"  {language.word(f'init.next-{outcome.server}', path=outcome.ci)}"
    elif not outcome.is_example:
        yield f"  {language.word('init.next-ci')}"
