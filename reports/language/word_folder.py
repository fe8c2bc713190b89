"""The words of a language as a mapping, whose files are read when they are first needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from seloste.policy.data import load_yaml


class WordFolder(Mapping[str, Any]):
    """The data of a folder by file name and by the keys of `common.yaml`. Reads each file when it is first needed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stems = {path.stem for path in folder.iterdir()}
        self._read: dict[str, Any] = {}

    def __getitem__(self, key: str) -> Any:
        if key not in self._read:
            self._read[key] = self._load(key)
        return self._read[key]

    def __iter__(self) -> Iterator[str]:
        return iter(sorted((self._stems | set(self._common())) - {"common"}))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _common(self) -> Mapping[str, Any]:
        if "common" not in self._stems:
            return {}
        if "common" not in self._read:
            self._read["common"] = load_yaml(self._folder / "common.yaml")
        return dict(self._read["common"])

    def _load(self, key: str) -> Any:
        if key not in self._stems:
            return self._common()[key]
        folder = self._folder / key
        return WordFolder(folder) if folder.is_dir() else load_yaml(folder.with_suffix(".yaml"))
