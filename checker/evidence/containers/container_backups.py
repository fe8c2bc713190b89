"""What a container shows of backups: by its image, its command and the variables that it is given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from msgspec import Struct

from seloste.checker.evidence.containers.images import BackupImage, find_backup_image, load_images
from seloste.checker.evidence.cron import read_cron_interval
from seloste.policy.period import Period

#: The longest text of a command that is looked at.
_LONGEST = 100_000
_WORD = re.compile(r"[\w./-]+")
_HOST_OPTION = re.compile(r"(?:^|[\s'\"])(?:-h|--host)(?:\s+|=)['\"]?([\w.-]+)")
_ADDRESS = re.compile(r"://(?:[^\s/@]*@)?([\w.-]+)")
#: How many words a command of the data may have.
_MOST_WORDS = 3


class Container(Struct, frozen=True):
    """A container, as Kubernetes and Compose both have it.

    Attributes:
        image: The reference of its image.
        command: The texts of its command and arguments, in order.
        variables: The variables with a value that is written here; None for one whose value is not known.
        has_more: Whether more variables are set elsewhere, so that the absence of one shows nothing.
    """

    image: str
    command: tuple[str, ...] = ()
    variables: Mapping[str, str | None] | None = None
    has_more: bool = False

    def get_variable(self, name: str) -> str | None:
        """The value of a variable; None where it is absent or not known."""
        return (self.variables or {}).get(name)

    @property
    def backup_image(self) -> BackupImage | None:
        """What is known of its image, where that takes backups."""
        return find_backup_image(self.image)

    @property
    def takes_backups(self) -> bool:
        """Whether it takes backups, by its image or its command."""
        return self.backup_image is not None or runs_backup(self.command)


@cache
def _load_commands() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(command.split()) for command in load_images()["backup_commands"])


def runs_backup(command: Iterable[str]) -> bool:
    """Whether a program that takes a backup stands as a word of a command."""
    words = _WORD.findall(" ".join(command)[:_LONGEST])
    names = [word.rpartition("/")[2] for word in words]
    return any(
        tuple(names[start : start + length]) in _load_commands()
        for start in range(len(names))
        for length in range(1, _MOST_WORDS + 1)
    )


def read_image_interval(container: Container) -> tuple[str, Period | None]:
    """The variable of a backup image that says when it runs, and how often that is at the least."""
    image = container.backup_image
    if image is None or not image.schedule:
        return "", None
    is_given = image.schedule in (container.variables or {})
    default = "" if container.has_more else image.default
    schedule = container.get_variable(image.schedule) if is_given else default
    return image.schedule, read_cron_interval(schedule) if schedule else None


def read_kept(container: Container) -> tuple[str, Period | None]:
    """The variable of a backup image that says how long its backups are kept, and that period, the longest of them.

    Where one of them is absent, the image's own default counts, which is not known here: no period.
    """
    image = container.backup_image
    variables = (image.keep or {}) if image else {}
    periods = []
    for unit, name in variables.items():
        text = container.get_variable(name)
        if text is None or not (text.isascii() and text.isdigit() and len(text) <= 4):
            return "", None
        if int(text):
            periods.append((int(text) * {"D": 1, "W": 7, "M": 31}[unit], name, Period(f"P{int(text)}{unit}")))
    if not periods:
        return "", None
    _, name, period = max(periods, key=lambda each: each[0])
    return name, period


def find_hosts(container: Container) -> set[str]:
    """The hosts of databases that a container names, in its variables or its command."""
    hosts = {container.get_variable(name) for name in load_images()["hosts"]}
    for name in load_images()["addresses"]:
        match = _ADDRESS.search((container.get_variable(name) or "")[:_LONGEST])
        hosts |= {match[1]} if match else set()
    hosts |= set(_HOST_OPTION.findall(" ".join(container.command)[:_LONGEST]))
    return {host for host in hosts if host}
