"""Runs the commands of a case in turn, and counts in their output whether they did their work."""

from __future__ import annotations

import hashlib
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec import Struct

from bench.cases import HERE, Case, Command, Tool
from bench.generate import DAY, generate

#: Seconds after which a command is ended.
LONGEST = 1800
SCHEMA = HERE.parent / "policy" / "schemas" / "systems.schema.json"


class Run(Struct, frozen=True):
    """What one run of a command took: seconds of wall and processor, MB of its largest process; and its output."""

    wall: float
    cpu: float
    memory: float
    bytes: int
    digest: str


class Outcome(Struct):
    """The runs of a command in a case, round by round; or why there are none."""

    runs: list[Run]
    counted: dict[str, int]
    problem: str = ""


class Bench:
    """Where things are: generated inventories and output below `work`, peers below `peers`."""

    def __init__(self, work: Path, peers: Path, tools: Mapping[str, Tool]) -> None:
        self.work = work
        self.tools = tools
        self.places = {
            "{bench}": str(HERE),
            "{product}": str(Path(sys.executable).parent),
            "{venv}": str(peers / "venv" / "bin"),
            "{node}": str(peers / "node_modules" / ".bin"),
            "{schema}": str(SCHEMA),
            "{output}": str(work / "report"),
            "{day}": DAY,
        }
        self.versions = {name: self.ask_version(tool) for name, tool in tools.items()}

    def fill(self, part: str) -> str:
        """A part of a command with the places in it."""
        for name, value in self.places.items():
            part = part.replace(name, value)
        return part

    def ask_version(self, tool: Tool) -> str | None:
        """The version of a tool; none where it is absent."""
        command = [self.fill(part) for part in tool.version]
        try:
            ended = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        except FileNotFoundError:
            return None
        found = re.search(r"\d+(\.\d+)+\S*", ended.stdout)
        return found[0] if ended.returncode == 0 and found else None

    def command_line(self, command: Command, folder: Path) -> list[str]:
        """A command as it is run in the folder of an inventory."""
        line = []
        for part in (*self.tools[command.tool].command, *command.options):
            if part == "{files}":
                line += sorted(f"systems/{entry.name}" for entry in os.scandir(folder / "systems"))
            else:
                line.append(self.fill(part))
        return line

    def run_once(self, command: Command) -> tuple[Run, int]:
        """One run, its output in a file of `work`; and its exit code."""
        assert command.inventory
        folder = generate(self.work, command.inventory)
        figures, output = self.work / "figures.json", self.work / "output"
        launcher = [sys.executable, "-I", "-S", str(HERE / "measure.py"), str(figures), str(output)]
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        process = subprocess.Popen(
            [*launcher, *self.command_line(command, folder)], cwd=folder, env=environment, start_new_session=True
        )
        try:
            process.wait(LONGEST)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        measured = json.loads(figures.read_bytes())
        with output.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        exit_code = measured.pop("exit_code")
        return Run(**measured, bytes=output.stat().st_size, digest=digest), exit_code

    def count(self, tool: Tool, command: Command) -> dict[str, int]:
        """What the output of the last run says that the tool has inspected and found."""
        assert command.inventory
        output = b"".join((self.work / name).read_bytes() for name in ("output", "output.errors"))
        counted = {}
        for name in tool.expected(command.inventory):
            pattern = re.compile(getattr(tool, name).encode())
            matches = pattern.finditer(output)
            counted[name] = sum(int(match[1].replace(b",", b"")) if pattern.groups else 1 for match in matches)
        return counted

    def run_into(self, outcome: Outcome, command: Command, *, is_counted: bool) -> None:
        """Runs a command once, and adds to its outcome: the run where it counts, else whether it did its work."""
        assert command.inventory
        tool = self.tools[command.tool]
        run, exit_code = self.run_once(command)
        outcome.counted = outcome.counted or self.count(tool, command)
        errors = (self.work / "output.errors").read_text("utf-8", "replace").strip()[-300:]
        if exit_code not in tool.exit_codes:
            outcome.problem = f"ended with {exit_code}: {errors}"
        elif outcome.counted != (expected := tool.expected(command.inventory)):
            outcome.problem = f"tells of {outcome.counted}, not of {expected}: {errors}"
        elif is_counted:
            outcome.runs.append(run)

    def run_case(self, case: Case, report: Callable[[str], None]) -> dict[str, Outcome]:
        """The outcome of each command of a case. The first round is not counted where there are several."""
        outcomes = {label: Outcome([], {}) for label in case.commands}
        for label, command in case.commands.items():
            if self.versions[command.tool] is None:
                outcomes[label].problem = "absent"
        last = case.rounds if case.rounds > 1 else 0
        for round in range(last + 1):
            for label, command in case.commands.items():
                if not outcomes[label].problem and round <= (command.rounds or case.rounds):
                    report(f"{case.title}: {label}" + (f", round {round} of {last}" if last else ""))
                    self.run_into(outcomes[label], command, is_counted=round > 0 or last == 0)
        return outcomes
