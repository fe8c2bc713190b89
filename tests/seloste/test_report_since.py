"""`report --since report.json`: the follow-up in each format and language, and what is refused."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from seloste import schemas
from tests.support.commands import BROKEN, DAY, break_example, look_a_day_ahead, seloste

pytestmark = pytest.mark.usefixtures("a_day_ahead")

NEXT = "2026-11-25"
TITLES = {
    "en": "Follow-up of the last report",
    "fi": "Edellisen raportin seuranta",
    "sv": "Uppföljning av den föregående rapporten",
}


def report(*arguments: str, out: str = "now", day: str = NEXT) -> int:
    return seloste("report", "--as-of", day, "--out", out, "-q", *arguments)


def document(out: str = "now") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(out, "report.json").read_text("utf-8"))
    Draft202012Validator(json.loads(schemas.get_committed_path("report").read_text("utf-8"))).validate(found)
    return found


def section(code: str, out: str = "now") -> str:
    """The section in Markdown, up to the next one."""
    text = Path(out, f"audit.{code}.md").read_text("utf-8")
    return text.partition(f"### {TITLES[code]}\n")[2].partition("\n### ")[0]


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the example that backs up too seldom, and then does no more; an answer is overdue meanwhile."""
    with pytest.MonkeyPatch.context() as patch:
        look_a_day_ahead(patch)
        return follow(break_example(tmp_path_factory.mktemp("earlier") / "here", patch))


def follow(folder: Path) -> Path:
    assert report("--lang", "en", out="before", day=DAY) == 0
    systems = folder / "systems.yaml"
    systems.write_text(systems.read_text("utf-8").replace("interval: P7D", "interval: P1D"), "utf-8")
    [answered] = [each for each in document("before")["findings"] if each["rule"] == "notice/undated"]
    answer = f"{{owner: Head of IT, due: {DAY}, text: 'The day is added | soon'}}"
    (folder / "responses.yaml").write_text(f"responses: {{{answered['fingerprint']}: {answer}}}\n", "utf-8")
    return folder


@pytest.fixture
def before(earlier: Path, folder: Path) -> Path:
    """A copy of it, as the working directory."""
    shutil.copytree(earlier, folder, dirs_exist_ok=True)
    return folder


def test_what_is_gone_and_what_is_open_and_overdue(before: Path) -> None:
    assert report("--since", "before/report.json") == 0
    text = section("en")
    assert "22 November 2026 | 25 November 2026" in text
    assert "1 overdue" in text
    assert "| still open | " in text
    assert "| Head of IT | **was due by 22 November 2026, overdue** |" in text
    assert "| gone | A promised control is absent or weaker than promised | error | Kiuru Club (1) |" in text
    assert "| broken | kept | Kiuru Club |" in text
    effect = document()["effect"]
    assert (effect["since"], [each["rule"] for each in effect["findings"]["gone"]]) == ("before/report.json", [BROKEN])


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("before/report.json", "before/report.json"),
        ("../{folder.name}/before/report.json", "before/report.json"),
        ("{folder}/before/report.json", "before/report.json"),
        ("../of-last-year/report.json", "report.json"),
        ("{folder.parent}/of-last-year/report.json", "report.json"),
    ],
)
def test_the_earlier_report_has_a_name_that_is_no_place_of_a_machine(before: Path, written: str, named: str) -> None:
    elsewhere = before.parent / "of-last-year"
    elsewhere.mkdir()
    shutil.copy(before / "before/report.json", elsewhere)
    assert report("--lang", "en", "--since", written.format(folder=before)) == 0
    page = Path("now/audit.en.md").read_text("utf-8").replace("\\", "")
    digest = hashlib.sha256((elsewhere / "report.json").read_bytes()).hexdigest()
    assert f"an earlier one, {named} (SHA-256 {digest})" in section("en").replace("\\", "")
    assert f"--since {named}`" in page
    assert (document()["effect"]["since"], str(before.parent) in page) == (named, False)


def test_it_is_in_every_language_and_on_every_page(before: Path) -> None:
    assert report("--since", "before/report.json") == 0
    for code, title in TITLES.items():
        assert section(code)
        assert f'<h3 id="follow_up-heading">{title}</h3>' in Path("now", f"audit.{code}.html").read_text("utf-8")


def test_without_it_there_is_no_such_section(before: Path) -> None:
    assert report() == 0
    assert section("en") == ""
    assert "effect" not in document()


def test_the_report_of_before_may_be_the_one_that_is_replaced(before: Path) -> None:
    assert report("--since", "before/report.json", out="before") == 0
    assert document("before")["as_of"] == NEXT


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "there is no such file"),
        ("{", "no report.json of seloste"),
        ("[]", "no report.json of seloste"),
        ('{"version": 2}', "version"),
        ('{"version": 1, "tool": {"name": "other"}}', "tool.name"),
        ('{"version": 1, "as_of": "2026-11-22", "findings": [{}], "promises": []}', "findings.0.rule"),
    ],
)
def test_another_file_is_a_bad_input_and_the_report_is_written_without_it(
    folder: Path, capsys: pytest.CaptureFixture[str], content: str | None, words: str
) -> None:
    if content is not None:
        (folder / "other.json").write_text(content, "utf-8")
    assert report("--since", "other.json", "--lang", "en") == 3
    assert words in capsys.readouterr().err
    assert section("en") == ""
    assert "input/unreadable" in [each["rule"] for each in document()["findings"]]


def test_hostile_words_of_an_earlier_report_are_cut_and_escaped(before: Path) -> None:
    path = before / "before" / "report.json"
    earlier = json.loads(path.read_text("utf-8"))
    evil = "<script>alert(1)</script>|\n# x" + "y" * 5_000
    earlier["commit"] = earlier["tool"]["version"] = earlier["tool"]["law_version"] = evil
    for each in earlier["findings"]:
        each["subject"] = each["rule"] = evil
    for each in earlier["promises"]:
        each["id"], each["text"] = evil, {"en": evil}
    earlier["findings"] = [{**each, "fingerprint": f"{n:032x}"} for n in range(300) for each in earlier["findings"][:1]]
    path.write_text(json.dumps(earlier), "utf-8")
    assert report("--since", "before/report.json", "--lang", "en") == 0
    html = Path("now", "audit.en.html").read_text("utf-8")
    assert "<script>alert" not in html
    assert "y" * 200 not in html
    assert "\n# x" not in section("en")
