"""`seloste check`: the gate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import click
from click.core import ParameterSource

from seloste import emit
from seloste.checker.verdicts.evidence import KeptEvidence
from seloste.checker.workspace.remote_files import is_address, is_of_rows
from seloste.exit_code import compute_exit_code
from seloste.options import (
    THRESHOLDS,
    Options,
    at_option,
    collect_options,
    common,
    scope_option,
    suppression_options,
)
from seloste.reports.formats import FORMATS
from seloste.session import add_files_state, judge, open_workspace, require_folder, show_left_out, show_unread_parts
from seloste.targets import pair_targets
from seloste.usage_errors import UsageError, format_usage_error


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=str), metavar="[PATH]...")
@common
@at_option
@suppression_options
@click.option("--write-baseline", is_flag=True, help="Write what is found now to the baseline.")
@click.option("--new-rules", is_flag=True, help="Write only what rules find that are newer than the baseline.")
@click.option("--prune", is_flag=True, help="Remove fixed findings from the baseline.")
@click.option("--trusted", metavar="REV", help="Judge by the notice, settings and waivers of a revision.")
@click.option("--against", metavar="REV|FILE", help="Tell what has changed since a revision or a report.json.")
@click.option("--new-only", is_flag=True, help="Count only what is new since --against, on the day of the check.")
@scope_option
@click.option("--fail-on", type=click.Choice(THRESHOLDS), help="From which severity on the gate fails.")
@click.option("--format", "formats", multiple=True, type=click.Choice(FORMATS["check"]), help="Repeatable.")
@click.option("--output", "outputs", multiple=True, metavar="FILE", help="Where the nth format goes; - is stdout.")
@click.option("--jobs", type=click.IntRange(1, 64), help="How many processes judge systems.")
@click.option("--engine", type=click.Choice(("local", "spark")), default="local", help="What judges the systems.")
@click.option("--master", default="local[*]", metavar="URL", help="The cluster of --engine spark.")
@collect_options
def command(
    options: Options,
    paths: tuple[str, ...],
    write_baseline: bool,
    new_rules: bool,
    prune: bool,
    formats: tuple[str, ...],
    outputs: tuple[str, ...],
) -> int:
    """Check systems and processors against the notice, and the notice against the law.

    PATH: files or folders with systems, processors, waivers or a policy, by the top-level key of each file. Without
    PATH, the files that seloste.yaml names. With --engine spark also an address of systems: hdfs://…, s3a://….
    """
    targets = pair_targets(formats, outputs)
    if options.new_only and options.against is None:
        raise UsageError("needs-option", one="--new-only", other="--against")
    _require_engine(options)
    given = list_given(paths, options)
    _refuse_baseline_of_past(options, {"--write-baseline": write_baseline, "--new-rules": new_rules, "--prune": prune})
    change = None
    if options.trusted is not None or options.against is not None:
        from seloste.revisions import review_change

        change = review_change(options, [Path(path) for path in paths])
    workspace = change.open() if change else open_workspace(options, given)
    if change:
        show_left_out(workspace, options)
    # Only a report for machines lists evidence, which takes as much memory as the findings do.
    kept = KeptEvidence.LISTED if any(format == "json" for format, _ in targets) else KeptEvidence.NONE
    update = None
    if write_baseline or prune or new_rules:
        from seloste.baseline_file import plan_update

        update = plan_update(workspace, options, write=write_baseline, prune=prune, new_rules=new_rules)
    trusted, effect = None, None
    if change and options.trusted is not None:
        result, trusted = change.check()
    elif update:
        result = update.write(partial(judge, options=options, kept=kept), options)
    else:
        result = judge(workspace, options, KeptEvidence.ALL if change else kept)
    show_unread_parts(result, options)
    code = options.choose_language()
    if change and options.against is not None:
        result, effect = change.compare(result, options.against)
    if not options.quiet or any(format != "text" for format, _ in targets):
        result = add_files_state(result, workspace, options)
    fail_on = options.fail_on or workspace.config.fail_on
    status = compute_exit_code(result, fail_on)
    context = emit.make_format_context(
        result, code, options, fail_on=fail_on, exit_code=status, trusted=trusted, effect=effect
    )
    errors = emit.write_formats(context, targets, options)
    for error in errors[:-1]:
        click.echo(format_usage_error(error, options.choose_language()), err=True)
    if errors:
        raise errors[-1]
    return status


def _require_engine(options: Options) -> None:
    """Raises a usage error for a cluster that nothing would run on, and for what is compared on this machine."""
    source = click.get_current_context().get_parameter_source("master")
    if options.engine != "spark" and source is ParameterSource.COMMANDLINE:
        raise UsageError("needs-option", one="--master", other="--engine spark")
    if options.engine == "spark" and (options.trusted or options.against) is not None:
        raise UsageError("spark-change", option="--trusted" if options.trusted is not None else "--against")


def list_given(paths: Sequence[str], options: Options) -> list[Path | str]:
    """The paths of the command line; addresses, and tables that only Spark reads, as texts."""
    given: list[Path | str] = []
    for path in paths:
        is_table = options.engine == "spark" and is_of_rows(path)
        if is_address(path):
            given.append(path)
        else:
            given.append(Path(require_folder(options) / path).as_uri() if is_table else Path(path))
    return given


def _refuse_baseline_of_past(options: Options, writing: Mapping[str, bool]) -> None:
    """Raises a usage error where findings of a revision would be written to the baseline of the work tree."""
    for option, is_given in writing.items():
        if is_given and options.at is not None:
            raise UsageError("at-baseline", option=option)
