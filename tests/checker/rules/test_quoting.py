"""The notice's own words in a message: each in its own quotation marks, without the full stop that ends it."""

from __future__ import annotations

from pathlib import Path

import pytest

from seloste.checker.finding import CountryName, Several
from seloste.checker.rules.quoting import quote_all
from seloste.reports.language.language import load_language
from tests.support.complete import checked


def test_each_text_of_a_list_is_quoted_by_itself() -> None:
    texts = ({"fi": "Luovutamme tietoja. ", "en": "We disclose."}, "Kiuru Oy", CountryName("IN"), {"fi": "Ja niin..."})
    quoted = quote_all(texts)
    assert isinstance(quoted, Several)
    assert load_language("fi").format_value(quoted) == "”Luovutamme tietoja”, ”Kiuru Oy”, Intia ja ”Ja niin...”"
    assert load_language("en").format_value(quoted).startswith("“We disclose”, ")


def test_an_officer_that_the_notice_denies_is_named_by_role_and_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = ("role: {en: Officer}, name: Kaisa Koski", "name: Kaisa Koski", "email: a@kiuru.fi")
    contacts = "".join(f"  c{number}: {{duty: dpo, {each}}}\n" for number, each in enumerate(more))
    policy = (
        f"notice: {{languages: [en]}}\ncontroller: {{name: Kiuru Oy, dpo_designated: false}}\ncontacts:\n{contacts}"
    )
    (tmp_path / "policy.yaml").write_text(policy, "utf-8")
    result = checked(tmp_path, monkeypatch, scope="notice")
    [finding] = [each for each in result.findings if each.rule == "notice/contradicts-itself"]
    message = load_language("en").message(finding)
    assert message.endswith(": “Officer, Kaisa Koski”; “Kaisa Koski”; “a@kiuru.fi”")
