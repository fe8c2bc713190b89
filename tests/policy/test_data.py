"""Packaged data: what is compiled says the same as its source, and an edited source is never hidden by it."""

from pathlib import Path

import pytest

from seloste.policy.data import FOLDER, compile_yaml, get_compiled_path, load_yaml
from seloste.policy.yaml_source import parse_yaml
from tests.support.each import each

SOURCES = sorted(FOLDER.rglob("*.yaml"))
TEXT = b"no: NO\nday: 2024-02-29\nempty:\nlist: [1, {a: b}]\nlong: |\n  one\n  two\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "data.yaml"
    path.write_bytes(TEXT)
    get_compiled_path(path).write_bytes(compile_yaml(TEXT))
    return path


def test_compiled_data_is_that_of_its_source(source: Path) -> None:
    assert load_yaml(source) == parse_yaml(TEXT)


def test_compiled_data_is_what_is_read(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seloste.policy.yaml_source.parse_yaml", lambda _: pytest.fail("parsed"))
    assert load_yaml(source)["no"] == "NO"


def test_an_edited_source_is_read_itself(source: Path) -> None:
    edited = TEXT.replace(b"NO\n", b"FI\n")  # of the same length, and perhaps in the same moment
    source.write_bytes(edited)
    assert load_yaml(source)["no"] == "FI"


@pytest.mark.parametrize("compiled", [b"", b"short", compile_yaml(b"a: b")])
def test_data_compiled_from_something_else_does_not_count(source: Path, compiled: bytes) -> None:
    get_compiled_path(source).write_bytes(compiled)
    assert load_yaml(source) == parse_yaml(TEXT)


@pytest.mark.parametrize("length", [32, 33, 50])
def test_compiled_data_that_is_cut_short_does_not_count(source: Path, length: int) -> None:
    get_compiled_path(source).write_bytes(compile_yaml(TEXT)[:length])
    assert load_yaml(source) == parse_yaml(TEXT)


def test_a_source_that_is_not_compiled_is_read_itself(source: Path) -> None:
    get_compiled_path(source).unlink()
    assert load_yaml(source) == parse_yaml(TEXT)


@each("path", SOURCES)
def test_every_data_file_is_the_same_in_either_form(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())
    get_compiled_path(copy).write_bytes(compile_yaml(copy.read_bytes()))
    read, parsed = load_yaml(copy), parse_yaml(copy.read_bytes())
    assert read == parsed
    assert repr(read) == repr(parsed)  # keys in the same order, too
