"""The command `seloste`: its subcommands, each in a file of its own and imported only when it is run."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from contextlib import suppress
from keyword import iskeyword

import click

from seloste import __version__
from seloste.budget import start_budget
from seloste.exit_code import Exit
from seloste.streams import open_streams
from seloste.usage_errors import (
    UsageError,
    choose_error_language,
    format_internal_error,
    format_stop,
    format_usage_error,
)

#: Each command with its line in the list of commands, which imports none of them.
COMMANDS = {
    "init": "Start from nothing: policy.yaml, systems.yaml, processors.yaml and seloste.yaml, to be completed.",
    "import": "Draft policy.yaml from a published notice, or from each notice of a folder.",
    "check": "Check systems and processors against the notice, and the notice against the law.",
    "report": "Write the public notice, the report for auditors, the Art. 30 record and report.json.",
    "notice": "Write the public notice.",
    "preview": "Show the notice in a browser with its defects beside the text, anew when a file is saved.",
    "scan": "Draft an inventory and a processor list from infrastructure, with TODO where a person must decide.",
    "waive": "Write a waiver: a decision to accept findings until a day.",
    "explain": "Tell what a rule checks, why, and the law behind it.",
    "forecast": "Tell what will change in the year to come, and when.",
    "drill": "Break each promise in memory, and tell which breaches the check would catch here.",
    "diff": "Tell what changed between two notices, and whether people must be told again.",
    "history": "Tell which notice was in force when, and what each change meant.",
    "law": "Tell what law was in force on a day, or over time.",
    "export": "Write the Art. 30 record, the transfer register, the processor list or JSON-LD.",
    "schema": "Print the JSON Schema of a file format.",
}


class Commands(click.Group):
    """The group of commands; each is imported when it is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands, in the order of the help page."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in COMMANDS:
            from seloste.policy.names import nearest_name

            suggestion = nearest_name(cmd_name, COMMANDS, cutoff=0.5)
            raise UsageError("no-such-command", suggestion=suggestion, name=cmd_name)
        module = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command: click.Command = importlib.import_module(f"seloste.commands.{module}").command
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
    open_streams()
    gc.disable()  # nothing that a command builds is garbage before its end
    arguments = sys.argv[1:]
    try:
        if arguments[:1] != ["preview"]:  # which goes on until it is stopped
            start_budget(arguments, os.environ)
        code = cli.main(standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        click.echo(format_usage_error(error, choose_error_language(arguments, os.environ)), err=True)
        code = error.code if isinstance(error, UsageError) else Exit.USAGE
    except (KeyboardInterrupt, click.Abort):
        click.echo("", err=True)
        code = 130
    except MemoryError:
        click.echo(format_stop("no-memory", choose_error_language(arguments, os.environ)), err=True)
        code = Exit.INPUT
    except ChildProcessError:  # most often for lack of memory
        click.echo(format_stop("worker-ended", choose_error_language(arguments, os.environ)), err=True)
        code = Exit.INPUT
    except Exception as error:  # the last resort: the user gets words and an exit code
        click.echo(format_internal_error(error, choose_error_language(arguments, os.environ)), err=True)
        code = Exit.INTERNAL
    with suppress(UsageError):  # standard output is full, as was said
        sys.stdout.flush()
    sys.stderr.flush()
    os._exit(int(code or 0))  # taking a large result apart object by object would only cost time
