"""The data of the bench as objects: the tools (`peers.yaml`), and the cases with their goals (`goals.yaml`)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Literal

import msgspec
import yaml
from msgspec import Struct

from bench.generate import Flaw, Inventory

HERE = Path(__file__).parent
Measure = Literal["wall", "cpu", "memory", "bytes"]


class Tool(Struct, frozen=True, forbid_unknown_fields=True):
    """How a tool is run, and how its output is read (`peers.yaml`)."""

    about: str
    command: tuple[str, ...]
    version: tuple[str, ...]
    inspected: str | None = None
    unit: Literal["systems", "files"] = "systems"
    findings: str | None = None
    sees: tuple[Flaw, ...] = ()
    skips: tuple[Flaw, ...] = ()
    exit_codes: tuple[int, ...] = (0, 1)

    def expected(self, inventory: Inventory) -> dict[str, int]:
        """What its output must say of an inventory, by the patterns that it has."""
        inspected = inventory.files if self.unit == "files" else inventory.systems
        findings = inventory.findings if inventory.flaw in self.sees else 0
        counts = {"inspected": 0 if inventory.flaw in self.skips else inspected, "findings": findings}
        return {name: count for name, count in counts.items() if getattr(self, name) is not None}


class Command(Struct, frozen=True, forbid_unknown_fields=True):
    """A tool in a case. What is not given is that of the case."""

    tool: str = ""
    options: tuple[str, ...] = ()
    inventory: Inventory | None = None
    rounds: int | None = None


class Goal(Struct, frozen=True, forbid_unknown_fields=True):
    """What a figure shall come to (`goals.yaml`)."""

    title: str
    measure: Measure
    value: str = ""
    over: str | None = None
    at_least: float | None = None
    at_most: float | None = None
    stretch: float | None = None
    same: tuple[str, ...] = ()
    floor: str | None = None


class Case(Struct, frozen=True, forbid_unknown_fields=True):
    """Commands that run in turn, and the goals that they are held against."""

    title: str
    rounds: int
    inventory: Inventory
    commands: dict[str, Command]
    goals: tuple[Goal, ...] = ()


#: The largest inventory and plan of a quick run.
QUICK_SYSTEMS, QUICK_MEGABYTES = 12, 0.2


def _shrink(inventory: Inventory) -> Inventory:
    return msgspec.structs.replace(
        inventory,
        systems=min(inventory.systems, QUICK_SYSTEMS),
        plan_megabytes=min(inventory.plan_megabytes, QUICK_MEGABYTES),
    )


def _load(name: str, type: Any) -> Any:
    return msgspec.convert(yaml.safe_load((HERE / name).read_text("utf-8")), type)


def load_tools() -> dict[str, Tool]:
    """All tools, by name."""
    tools: dict[str, Tool] = _load("peers.yaml", dict[str, Tool])
    return tools


def load_cases(*, quick: bool = False, rounds: int | None = None) -> dict[str, Case]:
    """All cases, by id; every command with its tool, inventory and rounds, of which `rounds` is the most.

    Quick ones are small and run once, and have no goals but of equal output.
    """
    most = 1 if quick else rounds or sys.maxsize
    cases: dict[str, Case] = _load("goals.yaml", dict[str, Case])
    size = _shrink if quick else lambda inventory: inventory
    return {
        id: msgspec.structs.replace(
            case,
            rounds=min(case.rounds, most),
            goals=tuple(goal for goal in case.goals if goal.same or not quick),
            commands={
                label: Command(
                    tool=command.tool or label,
                    options=command.options,
                    inventory=size(command.inventory or case.inventory),
                    rounds=min(command.rounds or case.rounds, most),
                )
                for label, command in case.commands.items()
            },
        )
        for id, case in cases.items()
    }
