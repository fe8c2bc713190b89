"""Who approved a waiver and who advised are told apart, wherever a waiver is shown."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from seloste.reports.audit.findings import describe_suppression
from seloste.reports.formats.phrases import format_waiver
from seloste.reports.language.approver import name_approver
from seloste.reports.language.language import language_codes, load_language
from tests.support.tellings import finding, waived


@pytest.mark.parametrize("code", language_codes())
def test_both_are_named_in_every_language(code: str) -> None:
    language = load_language(code)
    plain = replace(waived(), approved_by="Aino", advised_by=None)
    advised = replace(plain, advised_by="Eino")
    assert name_approver(plain, language) == "Aino"
    assert name_approver(replace(plain, approved_by=None), language) is None
    for decision in (advised, replace(advised, approved_by=None)):
        shown = (format_waiver(decision, language), describe_suppression(finding(waived=decision), language) or "")
        assert all("Eino" in words for words in shown)
        assert all(("Aino" in words) is bool(decision.approved_by) for words in shown)
