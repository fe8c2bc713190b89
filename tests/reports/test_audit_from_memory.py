"""The report for auditors names the law from memory that its findings and verdicts rest on, once, and no other."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from seloste.policy.law.authorities import Authority, load_authorities
from seloste.policy.law.dated import Confidence
from seloste.reports.audit.from_memory import list_from_memory
from seloste.reports.audit.tables import build_audit_tables
from seloste.reports.language.language import load_language
from seloste.reports.run import Run
from tests.support.tellings import finding, result


@pytest.fixture(autouse=True)
def remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first day of one piece of guidance is from memory."""
    known = {key: entries[-1] for key, entries in load_authorities().items()}
    guidance = known["EDPB Guidelines 07/2022"]
    confidences = {**guidance.confidences, "from": Confidence.FROM_MEMORY}
    known["EDPB Guidelines 07/2022"] = replace(guidance, confidences=confidences)

    def find(citation: str, day: date) -> Authority | None:
        return next((each for key, each in known.items() if citation.startswith(key)), None)

    monkeypatch.setattr("seloste.policy.law.law.find_authority_on", find)


@pytest.mark.parametrize(
    ("language", "facts"), [("fi", "ensimmäinen päivä"), ("en", "the first day"), ("sv", "den första dagen")]
)
def test_it_names_what_a_finding_cites_and_which_fact(language: str, facts: str) -> None:
    cited = replace(finding(), law=("GDPR Art. 46", "EDPB Guidelines 07/2022", "EDPB Guidelines 07/2022 part 3"))
    found = dict(list_from_memory(result(cited, cited), load_language(language)))
    [name] = [name for name in found if "07/2022" in name]
    assert found[name] == facts
    assert not [name for name in found if "2016/679" in name or "GDPR" in name]


def test_what_nothing_rests_on_is_not_named() -> None:
    assert not [name for name, _ in list_from_memory(result(), load_language("en")) if "07/2022" in name]


def test_a_workbook_has_it_on_its_first_sheet() -> None:
    cited = replace(finding(), law=("EDPB Guidelines 07/2022",))
    cover, *_ = build_audit_tables(result(cited), "en", run=Run("1"))
    assert ("Law from memory", "EDPB Guidelines 07/2022: the first day") in cover.rows
