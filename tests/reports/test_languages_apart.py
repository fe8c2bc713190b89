"""No word of one language stands in another's report.

A company is written down in one language alone, with something wrong in each of its files, and every command tells of
it in that language, in every format. What it tells may then hold no word that only another language's data have. The
words come from the data: `reports/languages`, the law and the CLDR. Ids, paths, names and code are set aside.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

import seloste.checker.rules
from seloste.cli import COMMANDS, cli
from seloste.policy.law.law import load_law
from seloste.reports.formats import FORMATS
from seloste.reports.language.language import language_codes, load_language
from seloste.reports.rulebook import pages
from seloste.usage_errors import choose_error_language, format_usage_error
from tests.support import EXAMPLE
from tests.support.files import plain
from tests.support.git import commit, git
from tests.support.plans import make_change, make_plan
from tests.support.vocabularies import LAW, foreign, is_text, spoken, strings, vocabulary, words

EXAMPLES = Path(seloste.checker.rules.__file__).parent / "examples"
DAY = "2026-11-22"
NAMES = ("policy", "systems", "processors", "seloste")


# --- a company in one language


def alone(value: Any, code: str) -> Any:
    """The data with every text in one language, and names that are no words."""
    if isinstance(value, dict):
        if is_text(value):
            return {code: value[code]}
        return {key: [code] if key == "languages" else alone(item, code) for key, item in value.items()}
    return [alone(item, code) for item in value] if isinstance(value, list) else value


def wrong(files: dict[str, Any], code: str) -> None:
    """Puts something wrong into each file."""
    notice, systems, processors = (files[name] for name in ("policy", "systems", "processors"))
    del notice["purposes"]["orders"]["legal_basis"], notice["rights"]["objection"], notice["transfers"]["copy"]
    notice["safeguards"]["backup"]["parameters"]["interval"] = "PT12H"
    notice["retention"]["customers"]["maximum"]["period"] = "P2Y"
    notice["retention"]["children"]["maximum"]["period"] = "P90D"
    notice["contacts"]["customer-service"]["email"] = "todo"
    notice["transfers"]["countries"] = ["US", "GB"]
    notice["controller"]["dpo_designated"] = None
    systems["systems"]["club"]["hosting"] = {"country": "CN"}
    systems["systems"]["webshop"]["fields"].append("shoe-size")
    systems["systems"]["webshop"]["processors"].append("nobody")
    systems["systems"]["newsletter"]["purposes"].append("profiling")
    systems["systems"]["accounts"].pop("retention", None)
    processors["processors"]["suopilvi"]["agreement"] = {"signed": "2024-01-15", "terms": ["audits"]}
    processors["processors"]["tositetupa"].pop("agreement")
    files["seloste"]["evidence"] = ["plan.json"]
    processors["processors"]["snowlark"]["transfers"][0]["instrument"] = "privacy-shield"
    reason = notice["requests"]["text"][code]
    files["waivers"] = {
        "waivers": [
            {"rule": "processor/agreement-missing", "reason": reason, "until": "2027-01-31", "approved_by": "Xq"},
            {"rule": "system/safeguard-broken", "reason": reason, "until": "2026-01-31"},
            {"rule": "notice/undated", "reason": reason, "until": "2028-12-31"},
        ]
    }


def in_plan(name: str, system: str, zone: str, type: str = "aws_db_instance", **more: Any) -> dict[str, Any]:
    """A resource of a plan."""
    tags = {"seloste:system": system} if system else {}
    return make_change(f"{type}.{name}", {"availability_zone": zone, "tags": tags, **more})


#: Infrastructure that contradicts the company in one way or another.
PLAN = make_plan(
    in_plan("a", "webshop", "us-east-1a", storage_encrypted=False, backup_retention_period=0),
    in_plan("b", "webshop", "eu-north-1a", storage_encrypted=True, backup_retention_period=35),
    in_plan("c", "club", "eu-central-1a", type="aws_cloudwatch_log_group", retention_in_days=0),
    in_plan("d", "", "eu-north-1a"),
    in_plan("e", "Xq", "eu-north-1a"),
    in_plan("f", "club", "", type="aws_oddity"),
)


def write(folder: Path, files: Mapping[str, Any]) -> None:
    for name, data in files.items():
        text = json.dumps(data, ensure_ascii=False, indent=1)  # in lines that no excerpt cuts within a word
        (folder / f"{name}.yaml").write_text(text, "utf-8")


@pytest.fixture(params=language_codes())
def code(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def companies(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """A company for each language, whose files are in that alone, first right and then wrong, as git has it."""
    made = {}
    for code in language_codes():
        folder = made[code] = tmp_path_factory.mktemp(code)
        files = {name: alone(plain(EXAMPLE / f"{name}.yaml"), code) for name in NAMES}
        records = [*files["systems"]["systems"].values(), *files["processors"]["processors"].values()]
        for number, record in enumerate(records):
            record |= {"name": f"Xq{number}", **({"owner": "Xq"} if "owner" in record else {})}
        write(folder, files)
        git(folder, "init", "-q")
        commit(folder, "Xq")
        wrong(files, code)
        write(folder, files)
        (folder / "plan.json").write_text(json.dumps(PLAN), "utf-8")
    return made


@pytest.fixture
def company(code: str, companies: Mapping[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The company of the language, in a folder of its own; the words of its files."""
    shutil.copytree(companies[code], tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")  # so that no long word is cut in two
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    return {word for path in tmp_path.glob("*.yaml") for word in written(json.loads(path.read_text("utf-8")))}


def written(value: Any) -> Iterator[str]:
    """Every word that stands in a file, in keys too: a report may quote it."""
    for text in [value] if isinstance(value, str) else [*value] if isinstance(value, dict) else ():
        yield from (word.lower() for word in re.findall(r"[^\W\d_]{3,}", str(text)))
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from written(item)


@cache
def quoted() -> frozenset[str]:
    """What reports quote beside the files: examples of rules, ids of the law, and its sources as they were read."""
    examples = [plain(path) for path in EXAMPLES.rglob("*.yaml")]
    sources = [str(item) for path in LAW.glob("*.yaml") for item in sources_in(plain(path))]
    return frozenset({word for item in [*examples, *sources] for word in written(item)} | {*load_law().instruments})


def sources_in(value: Any) -> Iterator[str]:
    """The source of every fact of the law: a reference with remarks, in English alone."""
    if isinstance(value, dict):
        yield from [value["source"]] if isinstance(value.get("source"), str) else []
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from sources_in(item)


def run(*arguments: str) -> str:
    """What a command says: its report, or what is wrong with it."""
    ran = CliRunner().invoke(cli, arguments, standalone_mode=False)
    if isinstance(ran.exception, click.ClickException):
        return format_usage_error(ran.exception, choose_error_language(arguments, os.environ))
    assert ran.exception is None, ran.exception
    assert ran.output
    return ran.output


# --- the reports

DIFF = ("diff", "HEAD:policy.yaml", "policy.yaml", "--as-of", DAY)
WAIVE = ("waive", "notice/legal-basis-missing", "--reason", "Xq", "--until", "2027-01-31", "--as-of", DAY)
REPORTS: Mapping[str, tuple[str, ...]] = {
    **{f"notice {kind}": ("notice", "--format", kind) for kind in ("html", "markdown", "text")},
    **{
        f"check {kind}": ("check", "--as-of", DAY, "--verbose", "--against", "HEAD", "--format", kind)
        for kind in ("text", "markdown", "github", "gitlab", "junit", "sarif")
    },
    "check --trusted": ("check", "--as-of", DAY, "--trusted", "HEAD"),
    "check --no-waivers": ("check", "--as-of", DAY, "--no-waivers", "--scope", "systems"),
    **{
        f"export {kind} {form}": ("export", kind, "--as-of", DAY, "--format", form)
        for kind in ("ropa", "transfers", "processors")
        for form in ("html", "markdown", "csv")
    },
    **{f"diff {kind}": (*DIFF, "--format", kind) for kind in ("text", "markdown")},
    "diff --notify": (*DIFF, "--notify"),
    "history": ("history",),
    "forecast": ("forecast", "P3Y", "--as-of", DAY, "--suppose", "eu-us-dpf.until=2027-01-31"),
    "law": ("law", "--as-of", DAY),
    "law of a past day": ("law", "--as-of", "2016-02-01"),
    **{f"law {country}": ("law", country) for country in ("US", "GB", "SE", "GL", "X-EPO")},
    "waive": (*WAIVE, "--dry-run"),
    "explain": ("explain",),
}  # fmt: skip

MISUSE: Mapping[str, tuple[str, ...]] = {
    "no such command": ("chekc",),
    "no such option": ("check", "--formatt", "text"),
    "no such format": ("check", "--format", "docx"),
    "no value": ("check", "--format"),
    "a day": ("check", "--as-of", "22.11.2026"),
    "too early": ("check", "--as-of", "2018-05-24"),
    "no such rule": ("explain", "notice/undatd"),
    "no such law": ("law", "nowhere"),
    "a period": ("forecast", "soon"),
    "an end": ("forecast", "--suppose", "dpf"),
    "no revision": ("check", "--trusted", "nowhere"),
    "outputs": ("check", "--output", "a", "--output", "b"),
    "the past": ("waive", "notice/undated", "--reason", "Xq", "--until", "2020-01-31"),
    "a never": ("waive", "input/syntax", "--reason", "Xq", "--until", "2027-01-31"),
    "a jobs": ("check", "--jobs", "0"),
}


@pytest.mark.parametrize("report", REPORTS)
def test_a_report_holds_no_word_of_another_language(report: str, code: str, company: set[str]) -> None:
    kind = report.split()[-1]
    text = spoken(run(*REPORTS[report], "--lang", code), kind)
    assert len(words(text) & vocabulary(code)) > 10, "the report says nothing"
    quotes = kind in ("sarif", "explain") or report.startswith("law")
    assert not foreign(text, code, company | quoted() if quotes else company)


def test_the_audit_report_holds_no_word_of_another_language(code: str, company: set[str], tmp_path: Path) -> None:
    run("report", "--as-of", DAY, "--lang", code, "--out", "out")
    paths = [path for path in sorted((tmp_path / "out").iterdir()) if path.suffix in (".html", ".md")]
    assert {path.name.split(".")[0] for path in paths} >= {"audit", "notice"}
    for path in paths:
        assert f".{code}." in path.name
        text = spoken(path.read_text("utf-8"), path.suffix[1:])
        assert not foreign(text, code, company), path.name


@pytest.mark.parametrize("mistake", MISUSE)
@pytest.mark.usefixtures("company")
def test_what_is_wrong_with_a_command_is_told_in_the_language(mistake: str, code: str) -> None:
    output = run(*MISUSE[mistake], "--lang", code)
    assert load_language(code).word("usage.heading", message="").strip() in output
    aside = {word for argument in MISUSE[mistake] for word in words(argument)}
    assert not foreign(output, code, aside | {*FORMATS["check"], *COMMANDS})


def test_what_cannot_be_read_is_told_in_the_language(code: str, company: set[str], tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text("notice: {name: 1, languages: xx}\nretension: {}\n\tx: [", "utf-8")
    (tmp_path / "systems.yaml").write_text("systems: {a: {purposes: [x], feilds: 3, reviewed: yesterday}}", "utf-8")
    output = run("check", "--as-of", DAY, "--lang", code, "--verbose")
    assert not foreign(output, code, company | {"retension", "feilds", "yesterday"})


@pytest.mark.parametrize("code", language_codes())
def test_the_handbook_holds_no_word_of_another_language(code: str) -> None:
    for name, page in pages.render_pages(load_language(code)).items():
        found = foreign(spoken(page, "markdown"), code, set())
        assert not found, name


@pytest.mark.parametrize("code", language_codes())
def test_the_words_of_another_language_are_found(code: str) -> None:
    for other in language_codes():
        if other != code:
            text = load_language(other).word("audit.promises_lead")
            assert other in foreign(text, code, set()).values()
            assert not foreign(text, other, set())


@pytest.mark.parametrize("code", language_codes())
def test_no_sentence_is_left_untranslated(code: str) -> None:
    for other in language_codes():
        if other != code:
            shared = {text for text in strings(load_language(code).data) if len(words(text)) > 3}
            assert not shared & set(strings(load_language(other).data))
