"""A PostgreSQL server of a test's own: a cluster in a folder for the time being, on a socket and a free port."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from msgspec import Struct

#: Where Debian has the programs of the server, which are on no path.
_BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name, reverse=True)
#: The administrator of the cluster, and the passwords of the administrator and of the role that may read nothing.
ADMINISTRATOR, GATE = "boss", "gate"
ADMINISTRATOR_PASSWORD, GATE_PASSWORD = "b0ss-s3cret", "g4te-c4n4ry/@?#% ä"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "log_statement": "all",
    "logging_collector": "off",
    "log_line_prefix": "%a|%u|%d|",
    "lc_messages": "C",
}


def find_program(name: str) -> str | None:
    """The path of a program of PostgreSQL; None where it is not installed."""
    return shutil.which(name) or next((str(path / name) for path in _BINARIES if (path / name).exists()), None)


class Server(Struct, frozen=True):
    """A server that runs: the folder of its socket and its log, and its port."""

    folder: Path
    port: int

    @property
    def log(self) -> str:
        """What it has written to its log."""
        return (self.folder / "log").read_text("utf-8")

    def run(self, sql: str, database: str = "postgres") -> None:
        """Runs statements as the administrator."""
        import psycopg

        parameters = {"host": "127.0.0.1", "port": self.port, "user": ADMINISTRATOR, "password": ADMINISTRATOR_PASSWORD}
        with psycopg.connect(**parameters, dbname=database, autocommit=True) as connection:  # type: ignore[arg-type]
            for statement in sql.split(";\n"):
                if statement.strip():
                    connection.execute(statement)  # type: ignore[call-overload]


def _as_user(folder: Path, command: Sequence[str | Path]) -> list[str]:
    """A command as a user that the server runs under: it refuses root."""
    own = [str(part) for part in command]
    return ["runuser", "-u", "postgres", "--", *own] if os.geteuid() == 0 else own


@contextmanager
def running() -> Iterator[Server]:
    """A server with a cluster of its own. Skips where no server is installed."""
    initdb, pg_ctl = find_program("initdb"), find_program("pg_ctl")
    if initdb is None or pg_ctl is None:
        pytest.skip("no PostgreSQL server is installed (package postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # a socket's path must be short
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        (folder.chmod(0o755), (folder / "pw").write_text(ADMINISTRATOR_PASSWORD, "utf-8"), (folder / "pw").chmod(0o644))
        data = folder / "data"
        make = [initdb, "-D", data, "-U", ADMINISTRATOR, "-A", "scram-sha-256", "--pwfile", folder / "pw"]
        run(_as_user(folder, [*make, "-E", "UTF8", "--locale=C", "--no-sync"]))
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        settings = {**SETTINGS, "port": str(port), "unix_socket_directories": str(folder)}
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        run(_as_user(folder, [pg_ctl, "-D", data, "-l", folder / "log", "-w", "-t", "60", "-o", options, "start"]))
        try:
            yield Server(folder, port)
        finally:
            run(_as_user(folder, [pg_ctl, "-D", data, "-m", "immediate", "stop"]))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run(command: Sequence[str]) -> None:
    """Runs a program of the server; what it writes is shown where it fails."""
    done = subprocess.run(
        command, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120, check=False
    )
    assert done.returncode == 0, command
