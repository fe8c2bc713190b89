"""Addresses of Terraform: the modules that a resource is in, its type and name, and the keys of instances."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_KEY = r'(\[(?:"(?:[^"\\]|\\.)*+"|[0-9]++)\])?+'
_MODULE = re.compile(rf"module\.([\w-]++){_KEY}\.")
_RESOURCE = re.compile(rf"([\w-]++)\.([\w-]++){_KEY}")
#: What a reference begins with that names no resource.
_OTHER_HEADS = frozenset({"var", "local", "each", "count", "path", "terraform", "self", "data", "module", "ephemeral"})


#: The modules that something is in, from the outermost, each with its name and the key of the instance.
Modules = tuple[tuple[str, str], ...]


class Address(NamedTuple):
    """The address of a resource, in its parts.

    Attributes:
        modules: The modules that it is in: `("db", '["a"]')` for `module.db["a"]`.
        base: Its type and name: `aws_db_instance.crm`.
        key: The key of the instance as it is written: `["a"]`, `[0]`; empty where there is one alone.
        rest: What follows, in a reference: `.id`.
    """

    modules: Modules
    base: str
    key: str = ""
    rest: str = ""

    @property
    def module_names(self) -> tuple[str, ...]:
        """The names of the modules, without keys."""
        return _list_names(self.modules)

    @property
    def text(self) -> str:
        """The address as Terraform writes it, without what follows it in a reference."""
        return write_address(self.modules, self.base) + self.key

    @property
    def without_keys(self) -> str:
        """The address of the block in the code that all instances come from."""
        return write_address(tuple((name, "") for name in self.module_names), self.base)


def split_modules(text: str) -> tuple[Modules, str]:
    """The modules that an address begins with, and the rest of it."""
    modules, position = [], 0
    while match := _MODULE.match(text, position):
        modules.append((match[1], match[2] or ""))
        position = match.end()
    return tuple(modules), text[position:]


@lru_cache(maxsize=1024)  # all resources of a module have the same
def _list_names(modules: Modules) -> tuple[str, ...]:
    return tuple(name for name, _ in modules)


class AddressReader:
    """Reads addresses. Many in a row are in one module as a rule: what comes before them is read once."""

    def __init__(self) -> None:
        self._modules: Modules = ()
        self._prefix = ""

    def parse(self, text: str) -> Address | None:
        """The parts of the address of a managed resource; None where it is none."""
        if not text.startswith(self._prefix) or text.startswith("module.", len(self._prefix)):
            self._modules, rest = split_modules(text)
            self._prefix = text[: len(text) - len(rest)]
        resource = _RESOURCE.match(text, len(self._prefix))
        if not resource or resource[1] in _OTHER_HEADS:
            return None
        return Address(self._modules, f"{resource[1]}.{resource[2]}", resource[3] or "", text[resource.end() :])


def parse_address(text: str) -> Address | None:
    """The parts of the address of a managed resource; None where it is none."""
    return AddressReader().parse(text)


def write_address(modules: Modules, base: str) -> str:
    """The address of what is in a module."""
    return "".join(f"module.{name}{key}." for name, key in modules) + base


def write_key(key: object) -> str:
    """The key of an instance as an address has it."""
    if isinstance(key, str):
        escaped = key.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
        return f'["{escaped}"]'
    return f"[{key}]" if isinstance(key, int) and not isinstance(key, bool) else ""
