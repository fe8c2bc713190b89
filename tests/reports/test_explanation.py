"""`seloste explain` and the pages of rules: everything about a rule, in words that can be copied."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
import yaml
from click.testing import CliRunner

from seloste import generate
from seloste.checker.rules.catalogue import FAMILIES, find_rule, load_catalogue
from seloste.checker.rules.examples_data import find_examples
from seloste.checker.suppression.waivers import NEVER_WAIVED
from seloste.checker.workspace.configuration import WaiversFile
from seloste.commands.explain import command
from seloste.reports.language.language import Language, language_codes, load_language
from seloste.reports.rulebook import pages
from seloste.reports.rulebook.explanation import (
    build_explanation,
    is_from_memory,
    list_parts,
    render_rule,
    render_rules,
)
from tests.support.each import each

DAY = date(2026, 12, 31)
RULES = list(load_catalogue())


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(params=language_codes())
def language(request: pytest.FixtureRequest) -> Language:
    return load_language(str(request.param))


@each("rule", RULES)
def test_everything_about_a_rule_is_told(rule: str, language: Language) -> None:
    found, output = find_rule(rule), flat(render_rule(find_rule(rule), language, DAY))
    assert output.startswith(f"{rule} ({language.word(f'severity.{found.severity}')}) {language.title(found)}")
    words = language.rule(found)
    for text in [words.why, words.fix, *words.fixes.values()]:
        assert flat(text) in output
    for citation in found.law:
        assert language.cite(citation) in output
    for code in language_codes():
        assert flat(load_language(code).rule(found).wording) in output
    for message in words.messages.values():
        assert re.sub(r"\{\w+\}", "…", flat(message))[1:] in output


@each("rule", [rule for rule in RULES if find_examples(rule)])
def test_both_examples_can_be_copied(rule: str) -> None:
    found = find_examples(rule)
    assert found is not None
    output = render_rule(find_rule(rule), load_language("en"), DAY)
    for text in [*found.bad.values(), *found.good.values()]:
        assert "\n".join(f"    {line}".rstrip() for line in text.splitlines()) in output


@each("rule", [rule for rule in RULES if rule.partition("/")[0] not in NEVER_WAIVED])
def test_the_waiver_shown_is_one(rule: str, language: Language) -> None:
    [file, comment] = list(list_parts(find_rule(rule), language, DAY))[-1].code
    [waiver] = WaiversFile.model_validate(yaml.load(file.text, Loader=yaml.BaseLoader) | {"version": 1}).waivers
    found = find_examples(rule)
    assert (waiver.rule, waiver.until, waiver.subject) == (rule, DAY, found.subject if found else None)
    assert waiver.reason
    assert waiver.approved_by
    assert comment.text == f"# seloste: ignore[{rule}] until 2026-12-31 -- {waiver.reason}"


@each("rule", [rule for rule in RULES if rule.partition("/")[0] in NEVER_WAIVED])
def test_what_can_not_be_waived_says_so(rule: str) -> None:
    output = render_rule(find_rule(rule), load_language("en"), DAY)
    assert "Cannot be waived" in output
    assert not list(list_parts(find_rule(rule), load_language("en"), DAY))[-1].code


def test_a_citation_whose_days_are_from_memory_says_so(language: Language) -> None:
    words = language.word("handbook.from_memory")
    assert is_from_memory("Act 523/1999 s. 13")
    assert not is_from_memory("GDPR Art. 13")
    assert words in flat(render_rule(find_rule("notice/national-id-unjustified"), language))
    assert words not in flat(render_rule(find_rule("notice/legal-basis-missing"), language))
    [_, act] = build_explanation(find_rule("notice/national-id-unjustified"))["law"]
    assert (act["citation"], act["from_memory"]) == ("Act 523/1999 s. 13", True)


def test_the_law_is_told_by_its_full_name() -> None:
    output = flat(render_rule(find_rule("notice/legal-basis-missing"), load_language("fi")))
    assert "tietosuoja-asetuksen 14 artiklan 1 kohdan c alakohta: Euroopan parlamentin ja neuvoston asetus" in output


def test_the_list_has_every_rule_by_family(language: Language) -> None:
    listed = render_rules(language)
    blocks = listed.strip().split("\n\n")
    assert [block.partition("/")[0] for block in blocks] == list(FAMILIES)
    assert [line.split()[0] for block in blocks for line in block.splitlines()[1:]] == RULES
    assert language.word("handbook.families.notice") in listed


# --- the pages


@pytest.mark.parametrize("code", language_codes())
def test_every_rule_has_an_anchor_that_the_index_leads_to(code: str) -> None:
    written = pages.render_pages(load_language(code))
    assert set(written) == {"README.md", *(f"{name}.md" for name in FAMILIES)}
    for rule in RULES:
        name, _, anchor = rule.partition("/")
        assert f"]({name}.md#{anchor})" in written["README.md"]
        assert written[f"{name}.md"].count(f'<a id="{anchor}"></a>') == 1
        assert f"](#{anchor})" in written[f"{name}.md"]


@pytest.mark.parametrize("code", language_codes())
def test_every_example_is_on_the_page_as_it_is(code: str) -> None:
    written = pages.render_pages(load_language(code))
    for rule in RULES:
        found = find_examples(rule)
        for text in (*found.bad.values(), *found.good.values()) if found else ():
            assert f"\n{text}\n```" in written[f"{rule.partition('/')[0]}.md"]


def test_what_looks_like_markup_is_none() -> None:
    page = pages.render_pages(load_language("en"))["notice.md"]
    outside = re.sub(r"^```.*?^```$|^<!--.*?-->$|^<a id=\"[a-z-]+\"></a>$", "", page, flags=re.MULTILINE | re.DOTALL)
    assert "<" not in outside
    assert not re.search(r"(?<!\\)\[(?!notice/)", outside)


def test_the_pages_are_fresh_and_no_page_is_left_over() -> None:
    wanted = {path: text for path, text in generate.make_files() if path.is_relative_to(generate.RULES)}
    assert wanted == {path: path.read_text("utf-8") for path in sorted(generate.RULES.rglob("*.md"))}
    assert len(wanted) == len(language_codes()) * (len(FAMILIES) + 1)


# --- the command


def run(*arguments: str) -> str:
    result = CliRunner().invoke(command, arguments, standalone_mode=False, catch_exceptions=False)
    assert result.return_value == 0
    return result.output


def test_the_command_tells_one_rule_in_each_form() -> None:
    rule = "transfer/instrument-invalid"
    assert run(rule, "--lang", "fi").startswith(f"{rule} (virhe)\n")
    assert run(rule, "--lang", "fi", "--format", "markdown").startswith('<a id="instrument-invalid"></a>')
    assert json.loads(run(rule, "--format", "json"))["rule"] == rule


def test_the_command_lists_all_in_each_form() -> None:
    assert run("--lang", "en") == render_rules(load_language("en"))
    assert run("--lang", "en", "--format", "markdown") == pages.render_index(load_language("en"))
    assert [entry["rule"] for entry in json.loads(run("--format", "json"))] == RULES


def test_the_waiver_of_the_command_ends_within_a_year_from_today() -> None:
    output = run("notice/undated", "--lang", "en")
    [until] = {date.fromisoformat(day) for day in re.findall(r"until:? (\d{4}-\d{2}-\d{2})", output)}
    assert 0 < (until - date.today()).days <= 366
