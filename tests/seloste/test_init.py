"""`seloste init`: what it writes, what it asks, what it leaves alone; and every message that leads to it."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click
import jsonschema
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from seloste import starting
from seloste.cli import cli
from seloste.reports.language.language import language_codes, load_language
from seloste.reports.starter.files import FILES, Answers, draft_policy, parse_policy
from tests.support import EXAMPLE, ROOT
from tests.support.commands import DAY, run, show_day
from tests.support.files import plain

#: The answers to all questions, as options.
ANSWERS = (
    *("--name", "Kaupunki: #1", "--business-id", "1234567-8", "--country", "Suomi", "--languages", "fi, sv,de"),
    *("--email", "tietosuoja@kaupunki.fi", "--hosting", "se"),
)
POLICY = """
notice: {title: {en: Privacy notice}, languages: [en]}
controller: {name: Example Ltd}
data_subjects: {members: {text: {en: Members}}}
purposes: {lending: {text: {en: Lending}}}
fields: {card: {text: {en: Card number}}}
processors:
  text: {en: We use these.}
  listed: in-notice
  recipients: {mailer: {name: "#1: Mailer", country: NO}, Post Ltd.: {}}
"""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.setenv("NO_COLOR", "1")


def list_files() -> set[str]:
    return {path.as_posix() for path in Path().rglob("*") if path.is_file()}


def check(*arguments: str) -> Mapping[str, Any]:
    ran = run("check", "--format", "json", *arguments)
    assert ran.returncode in (0, 1), ran.stdout + ran.stderr
    report: dict[str, Any] = json.loads(ran.stdout)
    return report


def find(report: Mapping[str, Any], *families: str) -> list[str]:
    """The rules of these families that found something."""
    return sorted({each["rule"] for each in report["findings"] if each["rule"].split("/")[0] in families})


@pytest.mark.parametrize("code", language_codes())
def test_what_it_writes_is_read_and_fits_its_schema(code: str) -> None:
    ran = run("init", "--lang", code)
    assert (ran.returncode, ran.stderr) == (0, b"")
    for kind, name in FILES.items():
        schema = f".schemas/{kind}.schema.json"
        lines = Path(name).read_text("utf-8").splitlines()
        assert lines[0] == f"# yaml-language-server: $schema={schema}"
        words = load_language(code).word(f"init.comment.{'processor-list' if kind == 'processors' else 'policy'}")
        assert kind not in ("policy", "processors") or lines[1].removeprefix("# ") in words
        jsonschema.validate(
            json.loads(json.dumps(plain(Path(name)), default=str)), json.loads(Path(schema).read_text("utf-8"))
        )
    report = check()
    assert "notice/draft" in find(report, "notice")
    assert "notice/placeholder-in-text" in find(report, "notice")
    assert not {
        rule for rule in find(report, "notice", "system", "processor") if rule.endswith(("-unused", "-unknown"))
    }
    assert report["summary"]["promises"]["broken"] == 0


def test_options_answer_every_question() -> None:
    assert run("init", "out", *ANSWERS, "--quiet", "--lang", "fi") == (0, b"", b"")
    policy, systems = plain(Path("out/policy.yaml")), plain(Path("out/systems.yaml"))["systems"]
    assert policy["controller"] | {"address": None} == {
        "name": "Kaupunki: #1",
        "business_id": "1234567-8",
        "address": None,
        "email": "tietosuoja@kaupunki.fi",
    }
    assert policy["requests"]["email"] == "tietosuoja@kaupunki.fi"
    assert policy["notice"]["languages"] == ["fi", "sv", "de"]
    assert policy["requests"]["text"]["de"] == "TODO"
    assert policy["transfers"]["hosting"] == [systems["customer-register"]["hosting"]["country"]] == ["SE"]


def test_nothing_of_finland_is_written_for_who_is_elsewhere_or_does_not_say_where() -> None:
    for number, answers in enumerate((("--country", "SE", "--business-id", "556677-8899"), ())):
        assert run("init", str(number), "--languages", "en,sv,fi", "--hosting", "SE", *answers).returncode == 0
        written = Path(str(number), "policy.yaml").read_text("utf-8")
        assert not re.search(r"Ombudsman|dataombud|tietosuojavaltuut|country: FI", written)
    assert "address" not in plain(Path("1/policy.yaml"))["controller"]
    for place, home in (("2", ("--country", "AX")), ("3", ("--business-id", "1234567-8"))):
        assert run("init", place, "--languages", "en", *home).returncode == 0
        assert "Data Protection Ombudsman" in Path(place, "policy.yaml").read_text("utf-8")


def test_servers_in_a_third_country_are_no_promise_that_data_stay() -> None:
    run("init", "--hosting", "US")
    assert plain(Path("policy.yaml"))["transfers"] | {"text": None} == {
        "text": None,
        "rule": "allowed",
        "countries": ["US"],
        "hosting": ["US"],
    }
    assert "notice/transfer-instrument-missing" in find(check(), "notice")


@pytest.mark.parametrize(
    "wrong",
    [
        ("--business-id", "123", "--country", "FI"),
        ("--country", "Atlantis"),
        ("--country", "XX"),
        ("--languages", "finnish!"),
        ("--languages", " , "),
        ("--email", "[email protected]"),
        ("--hosting", "EU"),
        ("--name", "a\u202eb"),
        ("--name", "  "),
        ("--ci", "jenkins"),
        ("--lang", "xx"),
        ("a", "--output", "b"),
        ("--example", "--name", "Example"),
    ],
    ids=" ".join,
)
def test_a_wrong_answer_is_wrong_usage_and_nothing_is_written(wrong: tuple[str, ...]) -> None:
    assert run("init", *wrong).returncode == 2
    assert list_files() == set()


def test_what_is_there_stays_and_the_rest_is_written_for_it() -> None:
    Path("policy.yaml").write_text(POLICY, "utf-8")
    ran = run("init", "--lang", "en")
    assert ran.returncode == 0
    assert "Left as it is, since it was there: policy.yaml" in ran.stdout.decode()
    assert Path("policy.yaml").read_text("utf-8") == POLICY
    system = plain(Path("systems.yaml"))["systems"]["customer-register"]
    assert (system["purposes"], system["fields"], system["processors"]) == (["lending"], ["card"], ["mailer"])
    processors = plain(Path("processors.yaml"))["processors"]  # without what is no id
    assert {id: (each["name"], each["country"]) for id, each in processors.items()} == {"mailer": ("#1: Mailer", "NO")}
    assert not [rule for rule in find(check(), "system") if rule.endswith(("-unknown", "-undeclared"))]
    before = {name: Path(name).read_bytes() for name in list_files()}
    again = run("init", "--lang", "en")
    assert again.returncode == 2
    assert all(name in again.stderr.decode() for name in FILES.values())
    assert {name: Path(name).read_bytes() for name in list_files()} == before


def test_a_sample_supports_no_promise() -> None:
    run("init")
    assert check()["summary"]["promises"]["kept"] == 0
    for name in ("systems.yaml", "processors.yaml"):
        Path(name).write_text(Path(name).read_text("utf-8").replace("TODO: ", "TODO "), "utf-8")
    assert check()["summary"]["promises"]["kept"] > 5


def test_what_was_imported_is_given_its_schema_and_no_processor_beside_its_list() -> None:
    Path("policy.yaml").write_text(POLICY.partition("processors:")[0], "utf-8")
    Path("processors.csv").write_text("Tunnus;Nimi\nposti;Posti Oy\nlasku;Lasku Oy\n", "utf-8")
    Path(".github").mkdir()
    assert run("init").returncode == 0
    assert "# processors: [posti, lasku]" in Path("systems.yaml").read_text("utf-8")
    assert "processors" not in plain(Path("systems.yaml"))["systems"]["customer-register"]
    assert list_files() >= {f".schemas/{kind}.schema.json" for kind in FILES}
    assert not list(Path(".github").iterdir())  # a pipeline is not changed unasked


def test_inventories_elsewhere_are_there_too() -> None:
    Path("systems").mkdir()
    Path("systems/crm.yaml").write_text("systems: {crm: {name: CRM}}", "utf-8")
    Path("seloste.yaml").write_text("policy: legal/notice.yaml\n", "utf-8")
    Path("legal").mkdir()
    Path("legal/notice.yaml").write_text(POLICY, "utf-8")
    assert run("init").returncode == 0
    assert list_files() >= {"processors.yaml", ".schemas/processors.schema.json"}
    assert not Path("policy.yaml").exists()
    assert not Path("systems.yaml").exists()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("policy.yaml", "notice: [", 3), ("policy.yaml", "notice: {}", 3), ("seloste.yaml", "polizy: x", 2)],
)
def test_files_that_cannot_be_read_are_named_and_nothing_is_written(name: str, content: str, code: int) -> None:
    Path(name).write_text(content, "utf-8")
    ran = run("init")
    assert ran.returncode == code
    assert name in ran.stderr.decode()
    assert list_files() == {name}


@pytest.mark.parametrize(
    ("server", "path"), [("github", ".github/workflows/privacy.yml"), ("gitlab", ".gitlab/seloste.yml")]
)
def test_the_template_of_a_build_server_is_that_of_the_examples(server: str, path: str) -> None:
    run("init")
    assert run("init", "--ci", server).returncode == 0  # later, beside what is there
    assert Path(path).read_bytes() == (ROOT / "examples" / "ci" / f"{server}.yml").read_bytes()


def test_what_is_no_file_is_not_written_over_either() -> None:
    Path("systems.yaml").symlink_to("nowhere")
    Path("processors.yaml").mkdir()
    assert run("init").returncode == 0
    assert not Path("nowhere").exists()
    assert {"policy.yaml", "seloste.yaml"} <= list_files()


def test_nothing_is_written_where_something_cannot_be() -> None:
    Path(".schemas").write_text("", "utf-8")
    assert run("init").returncode == 2
    assert list_files() == {".schemas"}


def test_the_example_is_that_of_the_clone_and_its_check_ends_likewise(monkeypatch: pytest.MonkeyPatch) -> None:
    show_day(monkeypatch)  # the documents of the clone are younger in git
    assert run("init", "--example", "-o", "shop").returncode == 0
    assert run("init", "--example", "-o", "shop").returncode == 2
    monkeypatch.chdir("shop")
    ours = check("--as-of", DAY)
    monkeypatch.chdir(EXAMPLE)
    theirs = check("--as-of", DAY)
    assert [each["rule"] for each in ours["findings"]] == [each["rule"] for each in theirs["findings"]]
    assert ours["promises"] == theirs["promises"]
    assert ours["summary"]["promises"]["kept"] > 30


def ask(answers: str, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Any:
    """Runs it as on a terminal where a person types the answers, a line each."""
    monkeypatch.setattr(starting, "is_interactive", lambda: True)
    return CliRunner().invoke(cli, ["init", *arguments], input=answers, standalone_mode=False)


def test_a_terminal_is_asked_until_the_answer_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    ran = ask("Kirjasto\nFI\n12\n1234567-8\n\nnobody\ntietosuoja@kirjasto.fi\n\ngithub\n", monkeypatch, "--lang", "fi")
    assert ran.exception is None
    assert ran.stderr.count(load_language("fi").word("init.question.business-id")) == 2
    assert "”nobody” ei ole sähköpostiosoite" in ran.stderr
    policy = plain(Path("policy.yaml"))
    assert (policy["controller"]["name"], policy["notice"]["languages"]) == ("Kirjasto", ["fi"])
    assert policy["transfers"]["hosting"] == ["FI"]
    assert Path(".github/workflows/privacy.yml").is_file()


def test_options_and_files_leave_only_the_rest_to_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("policy.yaml").write_text(POLICY, "utf-8")
    ran = ask("", monkeypatch, "--hosting", "FI", "--ci", "none")
    assert (ran.exception, ran.stderr) == (None, "")


def test_who_stops_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(ask("Kirjasto\nFI\n", monkeypatch).exception, click.Abort)  # what Ctrl-C raises too
    assert list_files() == set()


@settings(max_examples=25, deadline=None)
@given(st.text(min_size=1).map(lambda text: " ".join(text.split())).filter(bool))
def test_any_name_is_read_back(name: str) -> None:
    try:
        read = starting.QUESTIONS["name"](name)
    except click.UsageError:
        return
    answers = Answers(read, "", "FI", ["fi", "en"], "", "FI")
    policy = parse_policy(draft_policy(answers, load_language("en"), date(2026, 11, 22)))
    assert parse_name(policy.controller.name) == parse_name(read)
    assert policy.notice.title is not None
    assert parse_name(read) in policy.notice.title["fi"]


def parse_name(name: str) -> str:
    """A name as texts are read: in Unicode NFC."""
    return unicodedata.normalize("NFC", name)


COMMANDS = ("check", "report", "notice", "history", "forecast", "drill", "export ropa", "export dpv")
WAIVE = ("waive", "notice/undated", "--reason", "x", "--until", "2030-01-01")


@pytest.mark.parametrize("code", language_codes())
def test_an_empty_folder_is_led_to_it_by_every_command(code: str) -> None:
    for command in (*(tuple(each.split()) for each in COMMANDS), WAIVE):
        ran = run(*command, "--lang", code)
        written = (ran.stdout + ran.stderr).decode()
        assert ran.returncode == 3, command
        assert "seloste init" in written, command
        assert load_language(code).word("forecast.nothing") not in written


def test_a_folder_with_a_notice_alone_is_led_to_it() -> None:
    Path("policy.yaml").write_text(POLICY, "utf-8")
    for command in ("check", "report", "forecast", "drill", "export ropa"):
        ran = run(*command.split(), "--lang", "en")
        assert ran.returncode == 3, command
        assert "seloste init" in (ran.stdout + ran.stderr).decode(), command
