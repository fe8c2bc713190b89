"""The record, the register and the processor list as people meet them: in a browser, in both languages."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from seloste.policy.period import Period
from seloste.reports.language.language import language_codes
from seloste.reports.record.export import KINDS, export_document
from tests.support.companies_on_file import checked, policy, system
from tests.support.pages import VIEWS, View, faults, invalid
from tests.support.samples import checked as example

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

LANGUAGES = language_codes()


@cache
def page(kind: str, language: str, config: str = "seloste.yaml") -> str:
    return str(
        export_document(kind, example(config), language, "html", review_within=Period("P1Y"), version="1").content
    )


@pytest.mark.parametrize("view", VIEWS, ids=str)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_has_no_faults(browser: Browser, kind: str, language: str, view: View) -> None:
    assert faults(browser, page(kind, language), view) == []


@pytest.mark.parametrize("view", VIEWS, ids=str)
@pytest.mark.parametrize("kind", KINDS)
def test_a_hostile_or_endless_name_does_not_break_the_page(
    browser: Browser, tmp_path: Path, kind: str, view: View
) -> None:
    name = "<script>alert(1)</script>" + "x" * 10_000
    notice = policy(safeguards={"s": {"text": {"fi": name, "en": name}}})
    processors = {"p": {"name": name, "country": "US", "purposes": ["billing"], "fields": ["name"]}}
    systems = {"a": system(name=name, owner=name, processors=["p"]), "b": {"name": "B", "purposez": []}}
    result = checked(tmp_path, systems, processors, notice)
    made = str(export_document(kind, result, "en", "html", review_within=Period("P1Y"), version="1").content)
    assert faults(browser, made, view) == []


def test_the_pages_are_valid_html() -> None:
    configs = ("seloste.yaml", "examples/complete/seloste.yaml")
    assert invalid({f"{k}-{c}-{code}": page(k, code, c) for k in KINDS for code in LANGUAGES for c in configs}) == []
