"""`seloste notice` at the command line: files, languages, and designs of one's own with what may be wrong with them."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from seloste.cli import cli
from seloste.usage_errors import UsageError, format_usage_error

POLICY = """
notice: {name: {fi: Rekisteri, en: Register}, languages: [fi, en]}
controller: {name: Yritys Oy}
purposes: {orders: {text: {fi: Tilaukset, en: Orders}, legal_basis: {basis: contract}}}
processors: {text: {fi: Käsittelijämme, en: Our processors}, listed: in-notice, recipients: [mailer]}
"""
PROCESSORS = "processors: {mailer: {name: Mailer Oy, role: processor, country: FI, purposes: [orders]}}"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "policy.yaml").write_text(POLICY, "utf-8")
    (tmp_path / "processors.yaml").write_text(PROCESSORS, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["notice", *arguments])


def refused(*arguments: str, language: str = "en") -> str:
    """The words of the usage error that a command ends with."""
    ended = CliRunner().invoke(cli, ["notice", *arguments], standalone_mode=False)
    assert isinstance(ended.exception, UsageError), ended.output
    assert run(*arguments).exit_code == 2
    return format_usage_error(ended.exception, language)


def test_a_pattern_writes_a_file_a_language_each_linked_to_the_others(folder: Path) -> None:
    assert run("-o", "out/{lang}/notice.html").exit_code == 0
    finnish = (folder / "out/fi/notice.html").read_text("utf-8")
    assert 'href="../en/notice.html" hreflang="en"' in finnish
    assert 'href="../fi/notice.html" hreflang="fi"' in (folder / "out/en/notice.html").read_text("utf-8")


def test_a_pattern_with_a_language_writes_that_one(folder: Path) -> None:
    assert run("-o", "notice.{lang}.html", "--lang", "en").exit_code == 0
    assert not (folder / "notice.fi.html").exists()
    assert 'href="notice.fi.html"' in (folder / "notice.en.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "beginning"), [("n.md", "# "), ("n.txt", "Tietosuojaseloste"), ("n.html", "<!DOCTYPE"), ("n", "<!")]
)
def test_the_suffix_tells_the_format(folder: Path, name: str, beginning: str) -> None:
    assert run("-o", name, "--lang", "fi").exit_code == 0
    assert (folder / name).read_text("utf-8").upper().startswith(beginning.upper())


def test_a_suffix_of_paper_and_another_format_are_refused(folder: Path) -> None:
    assert "notice.pdf is the name of a pdf file" in refused("-o", "notice.pdf", "--format", "html")
    assert "notice.html is the name of a html file" in refused("-o", "notice.html", "--format", "docx")
    assert not (folder / "notice.pdf").exists()
    assert run("-o", "notice.txt", "--format", "markdown").exit_code == 0


def test_an_argument_too_many_is_told_in_the_language() -> None:
    ended = CliRunner().invoke(cli, ["notice", "page.html"], standalone_mode=False)
    assert isinstance(ended.exception, click.UsageError)
    assert "ylimääräinen argumentti page.html" in format_usage_error(ended.exception, "fi")


def test_without_a_pattern_there_is_one_page_and_no_switch() -> None:
    result = run("--lang", "fi")
    assert result.exit_code == 0
    assert "hreflang" not in result.output


def test_the_processor_list_tells_who_serves_a_purpose() -> None:
    assert re.search(r"^  - Processors: Mailer Oy$", run("--lang", "en", "--format", "text").output, re.M)


def test_a_template_and_a_stylesheet_of_ones_own(folder: Path) -> None:
    (folder / "own.html").write_text("<style>{{ style }}</style><h1>{{ title }}</h1>\n", "utf-8")
    (folder / "own.css").write_text("h1 { color: #333 }", "utf-8")
    page = run("--lang", "fi", "--template", "own.html", "--stylesheet", "own.css").output
    assert page.endswith("<h1>Tietosuojaseloste: Rekisteri</h1>\n")
    assert "h1 { color: #333 }" in page
    assert "h1 { color: #333 }" in run("--lang", "fi", "--stylesheet", "own.css").output


@pytest.mark.parametrize(
    ("template", "fi", "en"),
    [
        (
            "a\n{{ nope }}",
            "own.html:2: mallipohja käyttää nimeä nope, jota ei ole",
            "own.html:2: the template uses the name nope",
        ),
        ("{% if %}", "own.html:1: mallipohja ei ole kelvollista Jinjaa", "own.html:1: the template is not valid Jinja"),
        ("{% include '/etc/passwd' %}", "ei voi lukea toista tiedostoa", "can't read another file (/etc/passwd)"),
        ("{{ 'a' * 10**9 }}", "vie liikaa muistia", "takes too much memory"),
        ("{% for i in range(10**9) %}{% endfor %}", "toisto on liian pitkä", "a loop of the template is too long"),
        ("{{ ''.__class__.x }}", "kielletty", "may not do"),
        ("{{ 1 / 0 }}", "ei voi täyttää: ZeroDivisionError", "can't be filled: ZeroDivisionError"),
    ],
)
def test_a_mistake_in_a_template_is_told_in_the_reader_s_language(
    folder: Path, template: str, fi: str, en: str
) -> None:
    (folder / "own.html").write_text(template, "utf-8")
    assert fi in refused("--template", "own.html", language="fi")
    assert en in refused("--template", "own.html", language="en")


def test_what_is_wrong_with_a_stylesheet_is_told(folder: Path) -> None:
    (folder / "own.css").write_text("h1 { color: red }\n@import 'a.css';", "utf-8")
    assert "own.css:2: tyyli ei saa hakea mitään, eikä @import siksi kelpaa" in refused(
        "--stylesheet", "own.css", language="fi"
    )
    assert "can't change the format text" in refused("--stylesheet", "own.css", "--format", "text")
    assert "cannot read none.css" in refused("--stylesheet", "none.css")
    (folder / "own.css").write_bytes(b"\xff\xfe")
    assert "own.css is not UTF-8 text" in refused("--stylesheet", "own.css")


def test_nothing_is_written_when_the_design_is_refused(folder: Path) -> None:
    (folder / "own.html").write_text("{{ nope }}", "utf-8")
    refused("--template", "own.html", "-o", "notice.{lang}.html")
    assert not list(folder.glob("notice.*"))


def test_a_processor_without_a_name_is_left_out_and_the_message_names_it(folder: Path) -> None:
    (folder / "processors.yaml").unlink()
    done = run("--format", "text", "--lang", "en")
    assert done.exit_code == 0
    assert "mailer" not in done.stdout
    assert "leaves out processors that have no name: mailer;" in done.stderr
    report = CliRunner().invoke(cli, ["report"])
    assert "mailer;" in report.stderr


def test_the_day_of_a_notice_is_one_of_the_law() -> None:
    assert run("--as-of", "2026-01-01").exit_code == 0
    assert "2018-05-25" in refused("--as-of", "2017-01-01")


def test_a_language_without_words_is_skipped_with_a_message(folder: Path) -> None:
    text = POLICY.replace("languages: [fi, en]", "languages: [fi, en, et]")
    (folder / "policy.yaml").write_text(text, "utf-8")
    done = run("-o", "n.{lang}.html")
    assert done.exit_code == 0
    assert "no words for the language et" in done.stderr or "kielelle et" in done.stderr
    assert sorted(path.name for path in folder.glob("n.*.html")) == ["n.en.html", "n.fi.html"]


UNFINISHED = {
    "a draft": ("languages: [fi, en]", "languages: [fi, en], draft: true", "policy.yaml:2:"),
    "a blank": ("en: Orders", 'en: "Orders of [product]"', "[product]"),
    "a name to decide": ("name: Yritys Oy", 'name: "TODO: the name"', "TODO"),
}


@pytest.mark.parametrize("kind", UNFINISHED)
def test_an_unfinished_notice_is_marked_as_a_draft_and_not_final(folder: Path, kind: str) -> None:
    old, new, named = UNFINISHED[kind]
    (folder / "policy.yaml").write_text(POLICY.replace(old, new), "utf-8")
    written = run("-o", "n.md", "--lang", "en")
    assert written.exit_code == 0
    assert named in written.stderr
    assert "Draft" in (folder / "n.md").read_text("utf-8")
    arguments = ["notice", "-o", "final.md", "--lang", "en", "--final"]
    refused_one = CliRunner().invoke(cli, arguments, standalone_mode=False)
    assert refused_one.return_value == 1
    assert named in refused_one.stderr
    assert not (folder / "final.md").exists()
    report = CliRunner().invoke(
        cli, ["report", "--lang", "en", "--out", "r", "--format", "markdown"], standalone_mode=False
    )
    assert report.return_value == 3  # there are no systems here
    assert named in report.stderr
    assert "Draft" in (folder / "r" / "notice.en.md").read_text("utf-8")


def test_a_finished_notice_is_final_and_an_obfuscated_address_is_no_blank(folder: Path) -> None:
    (folder / "policy.yaml").write_text(
        POLICY.replace("{name: Yritys Oy}", '{name: Yritys Oy, email: "[email\\_protected]"}'), "utf-8"
    )
    written = run("-o", "n.md", "--lang", "en", "--final")
    assert (written.exit_code, written.stderr) == (0, "")
    assert "Draft" not in (folder / "n.md").read_text("utf-8")
