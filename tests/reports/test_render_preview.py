"""The preview as a page: the notice as it is, each finding and verdict once beside its text, and nothing hostile."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from lxml import html

from seloste.checker.judging.check import check
from seloste.checker.result import Result
from seloste.checker.verdicts.verdict import Verdict
from seloste.policy.law.law import load_law
from seloste.reports.language.language import load_language
from seloste.reports.notice import Publication, render_notice
from seloste.reports.preview import PreviewState, content_policy, render_preview
from tests.support import ROOT
from tests.support.samples import DAY, Words, checked
from tests.support.workspaces import open_workspace

COMPLETE = "examples/complete/seloste.yaml"
STATE = PreviewState("1", "events", Publication({"fi": "fi", "en": "en"}))
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> {{ 7*7 }} \u202e\x1b[31m </style> --> &amp;"


def page(result: Result, code: str = "en", state: PreviewState = STATE) -> html.HtmlElement:
    names = {key: entry.record.name for key, entry in result.processor_entries.items()}
    return html.document_fromstring(render_preview(result, code, processors=names, state=state))


def judged(folder: Path, policy: object, systems: object | None = None) -> Result:
    (folder / "policy.yaml").write_text(json.dumps(policy), "utf-8")
    (folder / "systems.yaml").write_text(json.dumps({"systems": systems or {}}), "utf-8")
    (folder / "seloste.yaml").write_text("version: 1\n", "utf-8")
    return check(open_workspace(config=folder / "seloste.yaml"), load_law(), DAY, jobs=1)


def row_of(tree: html.HtmlElement, anchor: str) -> html.HtmlElement:
    """The row of the text with that anchor."""
    [passage] = tree.xpath(f'//*[@id="{anchor}"]')
    if not passage.get("class", "").startswith("said"):
        passage = passage.xpath("ancestor::*[contains(@class, 'said')]")[-1]
    return passage.getparent()


def rules(element: html.HtmlElement) -> Counter[str]:
    """The rules of the findings in it."""
    return Counter(
        code.text for code in element.xpath(".//details[contains(@class, 'note ')]//code") if "/" in code.text
    )


@pytest.mark.parametrize("config", ["seloste.yaml", COMPLETE])
@pytest.mark.parametrize("code", ["fi", "en"])
def test_every_finding_and_every_verdict_is_there_once(config: str, code: str) -> None:
    result, tree = checked(config), page(checked(config), code)
    found = Counter(finding.rule for finding in result.findings if finding.family != "input")
    shown = rules(tree)
    for rule in shown:
        if rule.startswith("evidence/"):  # many of one rule that stand beside no promise share a mark
            shown[rule], most = found[rule], shown[rule]
            assert most == found[rule] or most == 1 < found[rule]
    assert shown == found
    verdicts = {mark.get("id"): mark.get("class") for mark in tree.xpath("//p[starts-with(@id, 'verdict-')]")}
    assert verdicts == {f"verdict-{it.id}": f"verdict {it.verdict}" for it in result.promises}
    anchors = tree.xpath("//@id")
    assert len(anchors) == len(set(anchors))


@pytest.mark.parametrize("config", ["seloste.yaml", COMPLETE])
def test_the_notice_is_told_as_the_public_sees_it(config: str) -> None:
    result = checked(config)
    assert result.notice is not None
    tree = page(result, "fi")
    for beside in tree.xpath("//*[@class='beside' or @class='missing' or @id='desk']"):
        beside.getparent().remove(beside)
    for heading in tree.xpath("//*[@id='opening']//h2"):  # on the page it has none, and here findings stand beside it
        heading.getparent().remove(heading)
    names = {key: entry.record.name for key, entry in result.processor_entries.items()}
    public = html.document_fromstring(render_notice(result.notice.record, "fi", "html", processors=names))

    def words(element: html.HtmlElement) -> list[str]:
        parts = element.xpath("//main | //*[@id='opening' and not(ancestor::main)]")
        return " ".join(part.text_content() for part in parts).split()

    assert words(tree) == words(public)


@pytest.mark.parametrize("draft", [True, False])
def test_a_draft_is_marked_as_the_public_notice_is(tmp_path: Path, draft: bool) -> None:
    policy = {"notice": {"languages": ["en"], "draft": draft}, "controller": {"name": "Example Ltd"}}
    tree = page(judged(tmp_path, policy))
    assert bool(tree.xpath("//header//*[@class='draft']")) is draft


@pytest.mark.parametrize(
    ("anchor", "expected"),
    [
        ("purposes.billing", ["notice/legal-basis-missing", "notice/legitimate-interest-unexplained"]),
        ("purposes.marketing", ["notice/legal-basis-missing", "notice/electronic-marketing-basis-missing"]),
        ("safeguards.backup", ["system/safeguard-broken", "evidence/safeguard-contradicted"]),
        ("retention.customers", ["notice/retention-open-ended"]),
        ("rights.erasure", ["notice/right-limited", "notice/right-discretionary"]),
        ("processors", ["notice/recipients-undisclosed", "system/processor-unlisted", "evidence/processor-undeclared"]),
        ("fields.name", []),
    ],
)
def test_a_finding_is_beside_its_text(anchor: str, expected: list[str]) -> None:
    assert rules(row_of(page(checked()), anchor)) == Counter(expected)


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("notice/contact-placeholder", "Sepänkatu 14 C"),
        ("notice/person-named", "Timo Lehto"),
        ("notice/wording-hedged", "Typical tasks related to managing the customer relationship are:"),
    ],
)
def test_a_finding_about_text_without_an_anchor_is_beside_it(rule: str, text: str) -> None:
    rows = page(checked()).xpath(f"//main//*[contains(@class, 'row')][.//code[text()='{rule}']]")
    assert any(text in "".join(row.xpath("./*[@class='said']")[0].itertext()) for row in rows)


def test_what_a_section_lacks_is_told_in_it_and_what_has_no_section_at_the_top() -> None:
    tree = page(checked())
    assert rules(tree.xpath("//*[@id='rights']//*[@class='missing']")[0]) == Counter({"notice/right-missing": 5})
    apart = tree.xpath("//*[@id='apart-notice_against_law']")[0]
    assert "notice/undated" in rules(apart)
    assert "Not in the text" in apart.text_content()
    assert "processor/agreement-missing" in rules(tree.xpath("//*[@id='apart-systems_against_notice']")[0])


def test_a_finding_tells_what_why_law_mending_and_wording() -> None:
    words = load_language("fi").rule("notice/retention-open-ended")
    [note] = page(checked(), "fi").xpath("//details[.//code[text()='notice/retention-open-ended']]")
    text = " ".join(note.text_content().split())
    finding = next(each for each in checked().findings if each.rule == "notice/retention-open-ended")
    for expected in (
        words.why,
        words.fix,
        words.wording,
        load_language("fi").cite(finding.law[0]),
        "policy.yaml, rivi 184",
    ):
        assert " ".join(expected.split()) in text
    [button] = note.xpath(".//button")
    assert note.xpath(f".//*[@id='{button.get('data-copy')}']")[0].text_content() == words.wording
    assert button.get("hidden") is not None


def test_the_summary_counts_what_counts_and_links_to_the_first() -> None:
    tree = page(checked())
    links = {link.text: link.get("href") for link in tree.xpath("//*[@id='desk']/dl//a")}
    counts, language = checked().counts(), load_language("en")
    for severity, number in counts.items():
        href = links[language.count(f"counted.{severity}", number)]
        assert tree.xpath(f"//details[@id='{href[1:]}' and contains(@class, '{severity}')]")
    broken = checked().verdicts()[Verdict.BROKEN]
    assert links[language.count("preview.count.broken", broken)] == "#verdict-purposes"


def test_what_is_waived_does_not_count_and_is_marked(tmp_path: Path) -> None:
    policy = {"notice": {"name": {"fi": "R"}, "languages": ["fi"]}, "controller": {"name": "Oy"}}
    waived = [{"rule": "notice/*", "reason": "Syy", "approved_by": "DPO", "until": "2026-12-31"}]
    (tmp_path / "waivers.yaml").write_text(json.dumps({"waivers": waived}), "utf-8")
    tree = page(judged(tmp_path, policy), "fi")
    assert tree.xpath("//*[@id='desk']/dl//a") == []
    assert "Ei havaintoja." in tree.text_content()
    notes = tree.xpath("//details[contains(@class, 'note ')]")
    assert notes
    assert all("passed" in note.get("class") and "Hyväksynyt DPO" in note.text_content() for note in notes)


def test_many_findings_that_are_alike_are_gathered_and_all_counted(tmp_path: Path) -> None:
    policy = {
        "notice": {"name": {"en": "R"}, "languages": ["en"]},
        "controller": {"name": "Oy"},
        "purposes": {"orders": {"text": {"en": "Orders"}}},
    }
    result = judged(tmp_path, policy, {f"s{number}": {"name": "S", "purposes": ["foo"]} for number in range(200)})
    tree = page(result)
    errors = load_language("en").count("counted.error", result.counts()["error"])
    assert errors in tree.xpath("//*[@id='desk']/dl//a/text()")
    [note] = tree.xpath("//details[.//code[text()='system/purpose-undeclared']]")
    assert "and 199 like it" in note.xpath("./summary")[0].text_content()
    assert len(note.xpath("./ul/li")) == 51
    assert "and 149 more" in note.xpath("./ul/li")[-1].text_content()


def test_the_page_runs_its_own_script_alone_and_loads_nothing() -> None:
    tree = page(checked())
    assert tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content") == [content_policy()]
    assert len(tree.xpath("//script")) == 1
    assert not tree.xpath("//@src | //link[@rel='stylesheet'] | //@onclick | //iframe | //form")


def test_hostile_text_is_harmless_text(tmp_path: Path) -> None:
    text = {"fi": HOSTILE}
    policy = {
        "notice": {"name": text, "title": text, "languages": ["fi"]},
        "controller": {"name": HOSTILE, "email": HOSTILE},
        "contacts": {"a": {"name": HOSTILE, "role": text}},
        "purposes": {"a": {"text": text}},
        "fields": {"a": {"text": text}},
        "transfers": {"text": text, "rule": "never"},
        "sections": {"own": {"heading": text, "text": text}},
    }
    systems = {"s": {"name": HOSTILE, "purposes": [HOSTILE], "fields": [HOSTILE], "hosting": {"country": "US"}}}
    result = judged(tmp_path, policy, systems)
    document = render_preview(result, "fi", state=STATE)
    tree = html.document_fromstring(document)
    assert len(tree.xpath("//script")) == 1
    assert not tree.xpath("//img | //@onerror")
    assert "\u202e" not in document
    assert "\x1b" not in document
    assert "{{ 7*7 }}" in Words(document).text


def test_what_could_not_be_read_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text("notice:\n  name: [<b>\n", "utf-8")
    (tmp_path / "seloste.yaml").write_text("version: 1\n", "utf-8")
    broken = check(open_workspace(config=tmp_path / "seloste.yaml"), load_law(), DAY, jobs=1)
    unread = [finding for finding in broken.findings if finding.family == "input"]
    for result, words in ((checked(), "viimeisin seloste"), (None, "Selostetta ei vielä ole")):
        state = PreviewState("2", unreadable=unread, old=result is not None)
        tree = html.document_fromstring(render_preview(result, "fi", state=state))
        [box] = tree.xpath("//*[@id='unread']")
        assert re.search(r"policy\.yaml, rivi \d", box.text_content())
        assert not box.xpath(".//b")
        assert words in tree.text_content()


def test_a_language_that_the_notice_lacks_borrows_its_texts(tmp_path: Path) -> None:
    policy = {"notice": {"name": {"de": "Register"}, "languages": ["de"]}, "controller": {"name": "GmbH"}}
    assert "Register" in page(judged(tmp_path, policy), "fi").text_content()


def test_the_same_result_gives_the_same_bytes() -> None:
    config = ROOT / "seloste.yaml"
    again = check(open_workspace(config=config), load_law(), DAY, jobs=1)
    assert render_preview(again, "fi", state=STATE) == render_preview(checked(), "fi", state=STATE)
