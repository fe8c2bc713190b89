"""`seloste import`: the draft of a notice, of a folder of them, and how it ends where there is none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from seloste.cli import cli
from tests.support.commands import run

NOTICE = """Tietosuojaseloste

1. Rekisterinpitäjä

Kaarna Oy, Katu 1, 00100 Helsinki

2. Henkilötietojen käsittelyn tarkoitus

• Palvelun laskutus
• Myynti

3. Rekisterin tietosisältö

• Nimi
• Sähköposti

4. Suojaus

Järjestelmät on suojattu palomuureilla. Tämä lause on merkitykseltään outo.
"""
ARTICLE = "<html lang=fi><h1>Lautta myöhästyi</h1><p>Matkustajat odottivat.</p><h2>Syy</h2><p>Kone hajosi.</p>"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.setenv("COLUMNS", "120")


def write(name: str, content: str | bytes = NOTICE) -> None:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def test_a_notice_becomes_a_policy_that_a_check_reads() -> None:
    write("notice.txt")
    ran = run("import", "notice.txt", "-o", "policy.yaml")
    assert (ran.returncode, ran.stdout) == (0, b"")
    summary = " ".join(ran.stderr.decode().split())
    assert "Wrote policy.yaml. " in summary
    assert ", 0 lost. " in summary
    assert "controller, purposes, fields, safeguards." in summary
    policy = yaml.safe_load(Path("policy.yaml").read_text("utf-8"))
    assert policy["notice"]["draft"] is True
    assert policy["controller"]["name"] == "Kaarna Oy"
    assert [each["text"]["fi"] for each in policy["purposes"].values()] == ["Palvelun laskutus", "Myynti"]
    checked = run("check", "--scope", "notice", "--as-of", "2026-11-01", "--verbose")
    assert checked.returncode == 1
    assert "notice/draft" in checked.stdout.decode()


def test_without_output_the_draft_goes_to_standard_output() -> None:
    write("notice.txt")
    given = run("import", "notice.txt", "--lang", "sv", "-q")
    piped = CliRunner().invoke(cli, ["import", "-", "--lang", "fi", "-q"], input=NOTICE, standalone_mode=False)
    assert yaml.safe_load(given.stdout) == yaml.safe_load(piped.stdout)
    assert given.stderr == piped.stderr_bytes == b""
    assert b"notice.txt" in given.stdout
    assert "vakiosyöte" in piped.stdout


def test_the_language_of_the_notice_can_be_given() -> None:
    write("notice.txt")
    ran = run("import", "notice.txt", "--language", "fi-x-selko", "-q")
    assert yaml.safe_load(ran.stdout)["notice"]["languages"] == ["fi-x-selko"]


def test_a_file_is_never_written_over_without_force() -> None:
    write("notice.txt")
    write("policy.yaml", "mine: true\n")
    ran = run("import", "notice.txt", "-o", "policy.yaml")
    assert ran.returncode == 2
    assert b"policy.yaml is there already" in ran.stderr
    assert Path("policy.yaml").read_text() == "mine: true\n"
    assert run("import", "notice.txt", "-o", "policy.yaml", "--force").returncode == 0
    assert run("import", "notice.txt", "-o", "notice.txt", "--force").returncode == 2


@pytest.mark.parametrize(
    ("source", "code", "words"),
    [
        ("https://www.example.com/tietosuoja", 2, "nothing is fetched"),
        ("absent.html", 3, "there is no such file"),
        ("empty.txt", 3, "it has no text"),
        ("article.html", 3, "no sections of a privacy notice"),
        ("large.txt", 3, "at most 5 MB"),
        ("huge.pdf", 3, "at most 20 MB"),
        ("broken.txt", 3, "it is not UTF-8"),
        ("old.doc", 3, ".docx, .pdf or .html"),
        ("cut.docx", 3, "it is damaged"),
        ("folder", 2, "-o DIR"),
        ("bare", 2, "has no notice in it"),
    ],
)
def test_what_is_no_notice_is_told_and_nothing_is_written(source: str, code: int, words: str) -> None:
    for folder in ("folder", "bare"):
        Path(folder).mkdir()
    write("folder/a.txt")
    write("empty.txt", "")
    write("article.html", ARTICLE)
    write("large.txt", b"a b\n" * 1_500_000)
    write("huge.pdf", b"%PDF-1.7\n" + bytes(20_000_000))
    write("broken.txt", b"Rekisterinpit\xc3\x28j\x81")
    write("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    write("cut.docx", b"PK\x03\x04 and no more")
    before = {path.as_posix() for path in Path().rglob("*")}
    ran = run("import", source, *(("-o", "new.yaml") if source != "folder" else ()))
    assert ran.returncode == code
    assert words in ran.stderr.decode()
    assert ran.stdout == b""
    assert {path.as_posix() for path in Path().rglob("*")} == before


def test_a_draft_goes_to_a_file_of_the_usual_name_in_a_folder_with_its_schema_beside_it() -> None:
    write("notice.txt")
    write("list.csv", "Name;Country\nPost;FI\n")
    Path("there").mkdir()
    for source, name in (("notice.txt", "policy"), ("list.csv", "processors")):
        for folder in ("there", "new/"):
            ran = run("import", source, "-o", folder)
            assert ran.returncode == 0
            path = Path(folder, f"{name}.yaml")
            assert f"Wrote {path.as_posix()}." in ran.stderr.decode()
            schema = re.match(r"# yaml-language-server: \$schema=(\S+)\n", path.read_text("utf-8"))
            assert schema is not None
            assert (path.parent / schema[1]).is_file()


@pytest.mark.parametrize("target", ["notice.docx", "page.HTML", "list.csv"])
def test_a_draft_is_no_file_of_another_format(target: str) -> None:
    write("notice.txt")
    ran = run("import", "notice.txt", "-o", target)
    assert ran.returncode == 2
    assert b"policy.yaml" in ran.stderr
    assert not Path(target).exists()


@pytest.mark.parametrize("source", ["notice.txt", "list.csv"])
def test_what_comes_next_works_for_the_file_that_was_written(source: str) -> None:
    write("notice.txt")
    write("list.csv", "Name;Country\nPost;FI\n")
    summary = " ".join(run("import", source, "-o", "other.yaml").stderr.decode().split())
    [command] = re.findall(r"seloste (check .*?other\.yaml(?: --scope notice)?)", summary)
    run("import", "notice.txt", "-o", "policy.yaml")
    run("init")
    assert run(*command.split()).returncode in (0, 1)


def test_a_folder_gives_a_draft_for_each_notice() -> None:
    write("city/a.txt")
    write("city/inner/a.md", NOTICE)
    write("city/inner/a.txt")
    write("city/article.html", ARTICLE)
    write("city/style.css", "p {}")
    write("city/.hidden/b.txt")
    ran = run("import", "city", "-o", "drafts")
    assert ran.returncode == 3
    table = ran.stdout.decode().splitlines()
    assert table[0].split()[:4] == ["Notice", "Draft", "Sections", "Entries"]
    assert [line.split()[:2] for line in table[1:4]] == [
        ["a.txt", "drafts/a.yaml"],
        ["inner/a.md", "drafts/inner/a.yaml"],
        ["inner/a.txt", "drafts/inner/a.txt.yaml"],
    ]
    assert table[4].startswith("article.html: could not be read: it has no sections")
    assert table[5] == "4 notices, 1 failed."
    assert sorted(path.as_posix() for path in Path("drafts").rglob("*.yaml")) == [
        "drafts/a.yaml",
        "drafts/inner/a.txt.yaml",
        "drafts/inner/a.yaml",
    ]
    assert run("import", "city", "-o", "drafts").returncode == 2
    Path("city/article.html").unlink()
    assert run("import", "city", "-o", "drafts", "--force").returncode == 0


def test_a_missing_library_is_told_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = b'{"document":null,"reason":"missing-extra","values":{"format":"docx"}}'
    monkeypatch.setattr("seloste.policy.prose.formats.process.run_worker", lambda *_: answer)
    write("notice.docx", b"PK\x03\x04")
    ran = run("import", "notice.docx")
    assert ran.returncode == 2
    assert b"pip install 'seloste[import]'" in ran.stderr


def test_what_a_notice_says_is_no_command_to_a_terminal() -> None:
    write("notice.txt", NOTICE.replace("Myynti", "\x1b[31mMyynti\u202e ::error::x"))
    ran = run("import", "notice.txt")
    assert b"\x1b" not in ran.stdout + ran.stderr
    assert "\u202e".encode() not in ran.stdout
