"""Container images by what they do: those that store data, and those that take backups (`images.yaml`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from seloste.policy.data import load_yaml

_DATA = Path(__file__).with_name("images.yaml")
#: The longest reference of an image that is looked at.
_LONGEST = 500


class Store(Struct, frozen=True):
    """A kind of program that stores data.

    Attributes:
        name: What it is called: `postgresql`.
        ports: The ports on which it answers clients.
        paths: The folders that it keeps its data in.
        is_cache: Whether it keeps nothing where no lasting volume is mounted.
    """

    name: str
    ports: frozenset[int] = frozenset()
    paths: tuple[str, ...] = ()
    is_cache: bool = False


class BackupImage(Struct, frozen=True):
    """An image that takes backups: the variables that say when, and how long each is kept."""

    schedule: str = ""
    default: str = ""
    keep: Mapping[str, str] | None = None


@cache
def load_images() -> Any:
    """The content of the data file."""
    return load_yaml(_DATA)


@cache
def _load_stores() -> Mapping[str, Store]:
    stores: dict[str, Store] = {}
    for name, entry in load_images()["stores"].items():
        ports = frozenset(map(int, entry.get("ports", ())))
        store = Store(name, ports, tuple(entry.get("paths", ())), entry.get("cache") == "true")
        stores |= dict.fromkeys(entry["names"], store)
    return stores


@cache
def _load_backups() -> Mapping[str, BackupImage]:
    return {
        name: BackupImage(
            entry.get("schedule", ""),
            entry.get("default", ""),
            {unit: entry[key] for unit, key in (("D", "keep"), ("W", "weeks"), ("M", "months")) if key in entry},
        )
        for name, entry in load_images()["backups"].items()
    }


def find_store(image: str) -> Store | None:
    """The store that an image is of; None where it is of none that is known."""
    return _find_store(image) if len(image) <= _LONGEST else None


@lru_cache(maxsize=1024)
def _find_store(image: str) -> Store | None:
    return next((_load_stores()[name] for name in _list_names(image) if name in _load_stores()), None)


def find_backup_image(image: str) -> BackupImage | None:
    """The image that takes backups; None where it is none that is known."""
    if len(image) > _LONGEST:
        return None
    return next((_load_backups()[name] for name in _list_names(image) if name in _load_backups()), None)


def _list_names(image: str) -> Iterator[str]:
    """The names that an image may be known by, the longest first: its path without the registry, tag and digest."""
    path = image.strip().partition("@")[0]
    head, slash, last = path.rpartition("/")
    parts = [part for part in f"{head}{slash}{last.partition(':')[0]}".split("/") if part]
    if len(parts) > 1 and (any(sign in parts[0] for sign in ".:") or parts[0] == "localhost"):
        parts = parts[1:]
    yield from ("/".join(parts[start:]) for start in range(len(parts)))


@cache
def load_data_paths() -> frozenset[str]:
    """The folders in which a store that is known keeps its data, but for those that any program may have."""
    return frozenset(path for store in _load_stores().values() for path in store.paths if path.count("/") > 1)


def is_within(path: str, folders: tuple[str, ...] | frozenset[str]) -> bool:
    """Whether a path is one of some folders, or lies right above or within one."""
    path = path.rstrip("/") or "/"
    return any(path == folder or path.startswith(f"{folder}/") for folder in folders)
