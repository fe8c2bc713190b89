"""Starts Spark and ends it. Nothing of it is shown: no log, no bar of progress, no page for browsers."""

from __future__ import annotations

import logging
import os
import re
import shutil
import socket
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any

from seloste.checker.judging.spark.errors import SparkError, describe_failure

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

#: The addresses of clusters that Spark knows.
_MASTER = re.compile(
    r"local(?:\[(?:\*|\d{1,4})(?:, ?\d{1,4})?\])?|local-cluster\[\d{1,4}, ?\d{1,4}, ?\d{1,6}\]|yarn|"
    r"(?P<hosts>spark://[^/\s]{1,500})|k8s://\S{1,500}"
)
#: How long one waits for the host of a cluster, in seconds. Spark itself would try for a minute, and log.
_PATIENCE = 5
_LIBRARIES = ("pyspark", "pandas", "pyarrow")
_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    # A batch is what is judged together: as large as the parts that processes on one machine get.
    "spark.sql.execution.arrow.maxRecordsPerBatch": "250",
    # Nothing that lies in the folder being checked is ever executed: `python -m` would look for modules there.
    "spark.executorEnv.PYTHONSAFEPATH": "1",
}
#: Where all of Spark is on this machine, nobody else may connect to it.
_LOCAL_SETTINGS = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}


def is_on_this_machine(master: str) -> bool:
    """Whether a master is no cluster of other machines, so that everything sees the files of this one."""
    return master.startswith("local")


@contextmanager
def open_session(master: str, *, shows_log: bool = False) -> Iterator[SparkSession]:
    """A session of Spark, ended after the block.

    Args:
        master: The cluster, as Spark names it: `local[*]`, `spark://host:7077`, `yarn`, `k8s://…`.
        shows_log: Whether Spark's own log goes to standard error.

    Raises:
        SparkError: PySpark or Java is missing, the cluster cannot be reached, or a step of it fails.
    """
    _require_libraries()
    _require_master(master)
    _require_java()
    for name in ("py4j", "pyspark", "SQLQueryContextLogger", "DataFrameQueryContextLogger"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    session = _start(master, shows_log=shows_log)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield session
    except (Py4JError, PySparkException, ConnectionError) as error:
        raise describe_failure(error) from None
    finally:
        _end(session)


def _require_libraries() -> None:
    for library in _LIBRARIES:
        try:
            import_module(library)
        except ImportError:
            raise SparkError("missing", is_usage=True, command="python -m pip install 'seloste[spark]'") from None


def _require_master(master: str) -> None:
    """Raises an error for what names no cluster, and for a cluster that nothing answers for."""
    known = _MASTER.fullmatch(master)
    if known is None:
        raise SparkError("master", is_usage=True, value=master)
    reason = ""
    for address in (known["hosts"] or "").removeprefix("spark://").split(","):
        host, _, port = address.rpartition(":")
        if not address:
            return
        try:
            socket.create_connection((host.strip("[]"), int(port)), _PATIENCE).close()
        except (OSError, ValueError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or type(error).__name__
        else:
            return
    raise SparkError("unreachable", is_usage=True, value=master, reason=reason)


def _require_java() -> None:
    home = os.environ.get("JAVA_HOME")
    program = shutil.which("java", path=os.path.join(home, "bin")) if home else shutil.which("java")  # noqa: PTH118
    if program is None:
        raise SparkError("java", is_usage=True)


def _start(master: str, *, shows_log: bool) -> SparkSession:
    from pyspark.sql import SparkSession

    builder: Any = SparkSession.builder.appName("seloste").master(master)
    local = _LOCAL_SETTINGS if is_on_this_machine(master) else {}
    for name, value in (_SETTINGS | local).items():
        builder = builder.config(name, value)
    try:
        with _hide_output(shows_log=shows_log):
            session: SparkSession = builder.getOrCreate()
    except Exception as error:  # of Java, of Py4J, or of what lies between: all say that there is no session
        raise SparkError("start", is_usage=True, reason=describe_failure(error).values.get("reason", "")) from None
    if is_on_this_machine(master):  # what runs here is what judges
        session.sparkContext.pythonExec = sys.executable
    if not shows_log:
        session.sparkContext.setLogLevel("OFF")
    return session


def _end(session: SparkSession) -> None:
    """Ends the session; where the cluster has ended it before, there is nothing to do."""
    with suppress(Exception):  # of whatever kind: what was to be told was told
        session.stop()


@contextmanager
def _hide_output(*, shows_log: bool) -> Iterator[None]:
    """Java inherits where it writes to when it is started: neither results nor messages must be among its words."""
    sys.stdout.flush()
    sys.stderr.flush()
    former = os.dup(1), os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(2 if shows_log else nowhere, 1)
        os.dup2(2 if shows_log else nowhere, 2)
        yield
    finally:
        for number, descriptor in enumerate(former, 1):
            os.dup2(descriptor, number)
            os.close(descriptor)
        os.close(nowhere)
