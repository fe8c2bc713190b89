"""`seloste schema`: the JSON Schema of a file format."""

from __future__ import annotations

import click

from seloste.schemas import NAMES, get_committed_path


@click.command("schema")
@click.argument("name", type=click.Choice(NAMES))
def command(name: str) -> int:
    """Print the JSON Schema (2020-12) of a file format, for editors and validators."""
    click.echo(get_committed_path(name).read_text(encoding="utf-8"), nl=False)
    return 0
