"""`labels:` and `--labels`: the words of the notice's page in a language that is none of ours."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest

from tests.support import commands
from tests.support.labels import english_labels

POLICY = """
notice: {name: {fi: Rekisteri, se: Registtar}, languages: [fi, se], published: 2026-01-05}
controller: {name: Yritys Oy}
purposes: {orders: {text: {fi: Tilaukset, se: Diŋgomat}, legal_basis: {basis: contract}}}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "policy.yaml").write_text(POLICY, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    return tmp_path


def labels(**facts: Any) -> dict[str, Any]:
    return english_labels("se", locale="se", name="davvisámegiella", **facts)


def write(folder: Path, content: dict[str, Any], name: str = "labels.se.json") -> None:
    (folder / name).write_text(json.dumps(content, indent=1), "utf-8")


class Ended(NamedTuple):
    code: int
    out: str
    err: str


def run(*arguments: str) -> Ended:
    ran = commands.run(*arguments)
    return Ended(ran.returncode, ran.stdout.decode(), ran.stderr.decode())


def test_without_labels_the_error_names_them(folder: Path) -> None:
    ended = run("notice", "--lang", "se")
    assert ended.code == 2
    assert "labels:" in ended.err
    assert "--labels" in ended.err
    assert run("check", "--lang", "se").code == 2
    ended = run("notice", "-o", "notice.{lang}.html")
    assert ended.code == 0
    assert sorted(path.name for path in folder.glob("*.html")) == ["notice.fi.html"]


def test_labels_of_an_option(folder: Path) -> None:
    write(folder, labels())
    ended = run("notice", "--labels", "labels.se.json", "--lang", "se", "--format", "text")
    assert ended.code == 0
    assert "Published on 2026 ođđajagemánnu 5" in ended.out
    assert "Diŋgomat" in ended.out
    assert run("notice", "--labels", "labels.se.json", "-o", "notice.{lang}.html").code == 0
    finnish, sami = ((folder / f"notice.{code}.html").read_text("utf-8") for code in ("fi", "se"))
    assert 'hreflang="se" lang="se">Davvisámegiella</a>' in finnish
    assert '<html lang="se">' in sami


def test_labels_from_before_a_key_have_its_words_in_english(folder: Path) -> None:
    older = labels()
    del older["notice"]["criminal_ground"]
    del older["notice"]["labels"]["criminal_ground"]
    write(folder, older)
    ground = "fields: {crime: {text: {fi: Tuomiot, se: Duomut}, criminal: true, criminal_ground: {ground: law}}}\n"
    (folder / "policy.yaml").write_text(POLICY + ground, "utf-8")
    ended = run("notice", "--labels", "labels.se.json", "--lang", "se", "--format", "text")
    assert ended.code == 0
    assert "The processing is laid down by law" in ended.out


def test_labels_of_the_configuration_and_the_report(folder: Path) -> None:
    (folder / "legal").mkdir()
    write(folder / "legal", labels())
    (folder / "seloste.yaml").write_text("scope: notice\nlabels: {se: legal/labels.se.json}\n", "utf-8")
    assert run("report", "--out", "out", "--format", "html").code == 0
    assert sorted(path.name for path in (folder / "out").iterdir()) == [
        "audit.fi.html",
        "notice.fi.html",
        "notice.se.html",
        "report.json",
    ]
    assert run("report", "--out", "sami", "--format", "html", "--lang", "se").code == 0
    # The report for auditors is in a language of ours.
    assert sorted(path.name for path in (folder / "sami").iterdir()) == [
        "audit.en.html",
        "notice.se.html",
        "report.json",
    ]


def spoil(content: dict[str, Any]) -> dict[str, Any]:
    del content["page"]["skip"]
    content["notice"]["published"] = "Published"
    content["notice"]["brief"]["more"]["one"] = "{foo}"
    content["notice"]["hedings"] = content["notice"].pop("headings")
    content["language"]["locale"] = "xx"
    return content


def test_what_is_wrong_with_labels_is_told_with_its_place(folder: Path) -> None:
    write(folder, spoil(labels()))
    ended = run("notice", "--labels", "labels.se.json", "--lang", "se")
    assert ended.code == 3
    assert ended.out == ""
    lines = (folder / "labels.se.json").read_text("utf-8").split("\n")

    def place(words: str) -> str:
        line = next(number for number, line in enumerate(lines) if words in line)
        return f"labels.se.json:{line + 1}:"

    assert f"{place('published')}" in ended.err
    assert "lacks “{day}”" in ended.err
    assert f"{place('{foo}')}" in ended.err
    assert "nothing is filled in for “{foo}”" in ended.err
    assert "the required key “skip” is missing" in ended.err
    assert "the required key “headings” is missing" in ended.err
    assert "did you mean “headings”?" in ended.err
    assert f"{place('locale')}" in ended.err
    assert run("report", "--labels", "labels.se.json").code == 3
    assert not (folder / "seloste-report").exists()


def test_labels_for_another_language_than_configured(folder: Path) -> None:
    write(folder, labels())
    (folder / "seloste.yaml").write_text("labels: {ru: labels.se.json}\n", "utf-8")
    ended = run("notice")
    assert ended.code == 3
    assert "“se” is not valid; expected one of: ru" in ended.err
    (folder / "seloste.yaml").write_text("labels: {ru: none.yaml}\n", "utf-8")
    assert "there is no such file" in run("notice").err


def test_labels_are_escaped_and_limited(folder: Path) -> None:
    content = labels()
    content["notice"]["headings"]["purposes"] = "<script>alert(1)</script>"
    write(folder, content)
    page = run("notice", "--labels", "labels.se.json", "--lang", "se").out
    assert "<h2>&lt;script&gt;alert(1)&lt;/script&gt;</h2>" in page
    write(folder, {"x-long": ["y"] * 30_000, **content})
    ended = run("notice", "--labels", "labels.se.json", "--lang", "se")
    assert ended.code == 3
    assert "labels.se.json" in ended.err


def test_the_schema_accepts_what_the_command_accepts(folder: Path) -> None:
    schema = json.loads(run("schema", "language").out)
    validator = jsonschema.Draft202012Validator(schema)
    assert not [*validator.iter_errors(labels())]
    assert len([*validator.iter_errors(spoil(labels()))]) >= 4


def test_messages_in_a_variant(folder: Path) -> None:
    assert run("check", "--lang", "sv-FI", "--scope", "notice").code in (0, 1)
    plain = run("check", "--lang", "sv", "--scope", "notice").out
    assert run("check", "--lang", "sv-FI", "--scope", "notice").out == plain
    assert run("check", "--lang", "xx-FI").code == 2
