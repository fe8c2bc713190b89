"""The command `seloste`: its subcommands, each in a file of its own and imported only when it is run."""

from __future__ import annotations

import difflib
import importlib
import os
import sys
from enum import IntEnum

import click

from seloste import __version__, usage


class Exit(IntEnum):
    """The exit codes, the same in every format. Where several hold: 4, then 2, then 3, then 1."""

    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    INPUT = 3
    INTERNAL = 4


#: Each command, and the line that the list of commands says of it without importing it.
COMMANDS = {
    "check": "Hold systems and processors against the notice, and the notice against the law.",
    "report": "Write the public notice, the audit report and report.json.",
    "notice": "Write the public notice.",
    "explain": "Tell what a rule checks, why, and the law behind it.",
    "forecast": "Tell what will change in the year to come, and when.",
    "law": "Tell what law was in force on a day, or over time.",
    "schema": "Print the JSON Schema of a file format.",
}


class Commands(click.Group):
    """The group of commands; one is imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands, in the order in which one meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in COMMANDS:
            nearest = difflib.get_close_matches(cmd_name, COMMANDS, n=1, cutoff=0.5)
            raise usage.Misuse("no-such-command", suggestion=nearest[0] if nearest else "", name=cmd_name)
        command: click.Command = importlib.import_module(f"seloste.commands.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Lists the commands for the help page."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, "-V", "--version", prog_name="seloste")
def cli() -> None:
    """Keep a privacy notice as code, and check that its promises are true and lawful."""


def main() -> None:
    """Runs the command line and ends the process with the exit code. Never shows a traceback."""
    try:
        code = cli.main(standalone_mode=False)
    except click.ClickException as error:
        click.echo(usage.tell(error, usage.arguments()), err=True)
        code = Exit.USAGE
    except (KeyboardInterrupt, click.Abort):
        click.echo("", err=True)
        code = 130
    except BrokenPipeError:
        os._exit(Exit.CLEAN)
    except Exception as error:  # the last resort: the user gets words and an exit code
        click.echo(usage.internal(error), err=True)
        code = Exit.INTERNAL
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(int(code or 0))  # taking a large result apart object by object would only cost time
