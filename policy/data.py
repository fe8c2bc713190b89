"""Reads the data files that are part of the package: the law, controls, the words of rules and languages.

They are trusted and small, but dozens of them are read at every start. So the build of the package (`setup.py`)
compiles each into a file beside it (`duties.yaml`, `duties.msgpack`), which is read many times faster. A compiled file
begins with the digest of its source, and counts only while it has that source: an edited YAML file is itself read, as
is one that was never compiled, or whose compiled file is cut short. Nothing is compiled when a command runs.

Every scalar is a string: `NO` stays Norway, and a day becomes a date only where its field says so. Files of users are
read elsewhere, with limits and positions (`seloste.checker.reading.reader`).
"""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from msgspec import DecodeError, msgpack

#: The folder of this room, with its data files beside the code.
FOLDER = Path(__file__).resolve().parent
_DIGEST_SIZE = sha256().digest_size


def load_yaml(path: Path) -> Any:
    """The content of a packaged YAML file: mappings, lists and strings only."""
    source = path.read_bytes()
    try:
        compiled = get_compiled_path(path).read_bytes()
    except OSError:
        compiled = b""
    if compiled[:_DIGEST_SIZE] == sha256(source).digest():
        with suppress(DecodeError):  # cut short, where a disk was full or an installation was ended
            return msgpack.decode(compiled[_DIGEST_SIZE:])
    from seloste.policy.yaml_source import parse_yaml  # PyYAML takes longer to import than all data to read

    return parse_yaml(source)


def compile_yaml(source: bytes) -> bytes:
    """The compiled form of a YAML file: the digest of the source, then its content as MessagePack."""
    from seloste.policy.yaml_source import parse_yaml

    return sha256(source).digest() + msgpack.encode(parse_yaml(source))


def get_compiled_path(path: Path) -> Path:
    """The file that holds the compiled form of a YAML file."""
    return path.with_suffix(".msgpack")
