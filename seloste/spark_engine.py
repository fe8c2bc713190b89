"""The check of a workspace with its systems judged by Apache Spark: `check --engine spark`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seloste.checker.judging.check import check_loaded, find_law
from seloste.checker.judging.loaded_workspace import load_workspace
from seloste.checker.judging.spark.distribution import judge_systems
from seloste.checker.judging.spark.errors import SparkError
from seloste.policy.law.law import load_law
from seloste.usage_errors import UsageError

if TYPE_CHECKING:
    from seloste.checker.result import Result
    from seloste.checker.verdicts.evidence import KeptEvidence
    from seloste.checker.workspace.workspace import Workspace
    from seloste.options import Options


def judge_on_spark(workspace: Workspace, options: Options, kept: KeptEvidence) -> Result:
    """The result of checking the workspace by the law of the day, with the evidence that is kept.

    Raises:
        UsageError: Spark is missing, cannot be reached, or could not judge everything.
    """
    loaded, law, found = load_workspace(workspace, options.scope), load_law(), None
    if loaded.scope != "notice":
        day_law = find_law(loaded, law, options.day) if loaded.index is not None else None
        try:
            found = judge_systems(
                workspace, loaded.index, day_law, kept=kept, master=options.master, shows_log=options.verbose
            )
        except SparkError as error:
            raise UsageError(f"spark-{error.key}", **error.values) from None
    return check_loaded(loaded, law, options.day, kept=kept, found=found)
