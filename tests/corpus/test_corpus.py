"""Companies of every kind: what the rules find in them, kept as pages to read, and what must hold of any of them."""

from __future__ import annotations

import difflib
import html
import json
import os
import re
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from seloste.bundle import render_notice_page
from seloste.checker.linking.loading import open_notice
from seloste.checker.rules.catalogue import load_catalogue
from seloste.cli import cli
from seloste.reports.formats import FORMATS, render_format
from seloste.reports.formats.context import FormatContext
from seloste.reports.language.language import load_language
from seloste.reports.run import Run
from seloste.session import describe_publication, list_written_languages, load_listed_processors
from tests.support import ROOT
from tests.support.corpus_companies import CASES, COMPANIES, CORPUS, NAMES, days, head, inside, judge, judged
from tests.support.corpus_snapshot import hash_reports, path_of, snapshot
from tests.support.workspaces import open_workspace

#: The families of which the companies together show most rules; `input/` is what none of them may have.
FAMILIES = ("notice", "system", "processor", "transfer", "waiver")
#: How much of the catalogue the corpus shows at the least, in each family.
SHOWN = 0.95
#: Lines of YAML, JSON and CSV of one company: more than that nobody reads.
LONGEST = 260
#: A placeholder of a message.
_HOLE = re.compile(r"\{[a-z_]+\}")
#: What no company shows, and why.
NOT_SHOWN = {
    "transfer/certification-scope": "no company sends data on its staff to the United States",
    "notice/draft": "the companies have published their notices",
    **dict.fromkeys(
        ("notice/date-ahead", "system/date-ahead", "processor/date-ahead"), "each is judged on a day asked about"
    ),
}


@pytest.mark.parametrize("company", COMPANIES)
def test_what_is_found_is_what_was_found(company: str, renew: bool) -> None:
    path, found = Path(path_of(company)), snapshot(company)
    if renew:
        path.write_text(found, "utf-8")
    kept = path.read_text("utf-8") if path.exists() else ""
    changes = difflib.unified_diff(kept.splitlines(), found.splitlines(), "kept", "found", lineterm="", n=1)
    assert kept == found, f"{company}: after you have read it, pytest tests/corpus --renew\n" + "\n".join(changes)


def test_the_companies_show_nearly_every_rule() -> None:
    shown = {finding.rule for company, day in CASES for finding in judged(company, day).findings}
    for family in FAMILIES:
        rules = {rule for rule in load_catalogue() if rule.startswith(f"{family}/")}
        missing = rules - shown
        assert missing <= NOT_SHOWN.keys(), f"no company shows {', '.join(sorted(missing - NOT_SHOWN.keys()))}"
        assert len(rules & shown) >= SHOWN * len(rules - NOT_SHOWN.keys())
    assert not NOT_SHOWN.keys() & shown


def test_there_are_companies_of_every_sort() -> None:
    results = [judged(company, day) for company, day in CASES]
    assert len(COMPANIES) >= 12
    assert any(not result.findings for result in results), "a clean one"
    assert any(result.fails("error") for result in results)
    assert any(finding.waived for result in results for finding in result.findings)
    assert any(finding.baselined for result in results for finding in result.findings)
    assert {path.suffix for path in CORPUS.glob("*/processors.*")} == {".yaml", ".json", ".csv"}


@pytest.mark.parametrize("company", COMPANIES)
def test_a_company_is_short_and_says_who_it_is(company: str) -> None:
    files = [path for path in (CORPUS / company).rglob("*") if path.suffix in (".yaml", ".json", ".csv")]
    own = [path for path in files if path.name != ".seloste-baseline.json"]
    assert sum(len(path.read_text("utf-8").splitlines()) for path in own) <= LONGEST
    about = head(company)
    assert about[0].startswith("# MADE UP. ")
    assert about[1].startswith("# Wrong: ")


@pytest.mark.parametrize(("company", "day"), CASES, ids=NAMES)
def test_every_finding_has_a_place_and_a_print_of_its_own(company: str, day: date) -> None:
    result = judged(company, day)
    assert not result.broken_input
    for finding in result.findings:
        path = CORPUS / company / finding.location.path
        lines = range(1, len(path.read_text("utf-8").splitlines()) + 1)
        assert finding.location.line in lines, finding
        assert finding.location.column, finding
    prints = Counter(finding.fingerprint for finding in result.findings)
    assert [finding for finding in result.findings if prints[finding.fingerprint] > 1] == []


@pytest.mark.parametrize(("company", "day"), CASES, ids=NAMES)
def test_two_processes_find_what_one_finds(company: str, day: date) -> None:
    one, two = judged(company, day), judge(company, day, jobs=2)
    assert two.findings == one.findings
    assert two.verdicts() == one.verdicts()
    assert [(each.id, each.verdict) for each in two.promises] == [(each.id, each.verdict) for each in one.promises]


@pytest.mark.parametrize(("company", "day"), CASES, ids=NAMES)
def test_each_format_tells_each_company(company: str, day: date) -> None:
    result = judged(company, day)
    own = result.notice.record.notice.languages if result.notice else []
    for lang in {*own, "en"}:
        for kind in FORMATS["check"]:
            output = render_format(kind, FormatContext(result, Run("1", None), load_language(lang), verbose=True))
            assert output.strip()
            assert all(finding.rule in output for finding in result.findings), kind
            if kind in ("json", "sarif", "gitlab"):
                json.loads(output)
            assert not _HOLE.search(output), "a hole that nothing filled"


@pytest.mark.parametrize("company", COMPANIES)
def test_the_notice_is_told_in_each_of_its_languages(company: str) -> None:
    with inside(company):
        workspace = open_workspace()
        notice, _ = open_notice(workspace)
        processors = load_listed_processors(workspace)
    assert notice is not None
    names = {key: entry.record.name for key, entry in processors.items()}
    assert list_written_languages(notice) == notice.record.notice.languages
    for lang in list_written_languages(notice):
        for kind in ("html", "markdown", "text"):
            page = render_notice_page(notice, names, lang, kind, describe_publication(processors, {}))
            assert notice.record.controller.name in html.unescape(page).replace("\\", "")


def test_the_same_files_give_the_same_bytes_in_another_process() -> None:
    code = "from tests.support.corpus_snapshot import hash_reports; print(hash_reports())"
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.stdout.strip() == hash_reports(), done.stderr


@pytest.mark.heavy
def test_the_whole_report_of_each_is_written_and_every_page_is_valid(tmp_path: Path) -> None:
    from tests.support.pages import invalid

    for company in COMPANIES:
        with inside(company):
            arguments = ["report", "--out", str(tmp_path / company), "--as-of", str(days(company)[-1]), "--quiet"]
            assert not cli.main(arguments, standalone_mode=False)
        assert (tmp_path / company / "report.json").exists()
    pages = {str(path.relative_to(tmp_path)): path for path in sorted(tmp_path.rglob("*.html"))}
    assert len(pages) >= 3 * len(COMPANIES)
    assert invalid(pages) == []
