"""A drafted notice as YAML: every text comes back exactly, whatever is in it, and the file reads well."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seloste.checker.reading.problem import Limits
from seloste.checker.reading.reader import read_yaml
from seloste.policy.drafting.policy_draft import PolicyDraft
from seloste.reports.draft.policy import write_policy
from seloste.reports.language.language import load_language

MARKS = (*"'\"\\{]@`|>?,\n", "---", "...", ": ", " #", "- ", "&a", "*b", "!c", "%d")
VALUES = (*" \t~\u00a0\u2028\u0085\u00ad", "no", "NO", "null", "1", "2020-01-01", "0x1f", "1e3")
WORDS = ("Ä", "🙂", "e\u0301", "\u202e", "\ufeff", "Palvelun laskutus. ", "Tietoja ei siirretä. ", "x" * 70)
PIECES = st.sampled_from(MARKS) | st.sampled_from(VALUES) | st.sampled_from(WORDS) | st.text(max_size=8)
#: A reader gives every text in NFC.
TEXTS = st.lists(PIECES, max_size=12).map(lambda pieces: unicodedata.normalize("NFC", "".join(pieces)))


def write(policy: dict[str, Any], *remarks: tuple[Any, ...]) -> str:
    draft = PolicyDraft("fi", {"version": 1, **policy})
    for path, key, values in remarks:
        draft.remark(path, key, **values)
    return write_policy(draft, load_language("en"), "a.html")


def read(text: str) -> Any:
    reading = read_yaml(text.encode(), Limits())
    assert not reading.problems, (reading.problems, text)
    return reading.documents[0]


def is_writable(text: str) -> bool:
    return text.encode("utf-8", "replace").decode() == text


@settings(deadline=None, max_examples=300)
@given(TEXTS.filter(is_writable), TEXTS.filter(is_writable))
def test_every_text_comes_back_exactly(first: str, second: str) -> None:
    policy = {
        "notice": {"title": {"fi": first}, "languages": ["fi"], "draft": True},
        "controller": {"name": second},
        "legal_bases": [{"basis": "contract", "text": {"fi": first}}, {"basis": "consent"}],
        "purposes": {"a": {"text": {"fi": second}, "data_subjects": [first, second]}},
    }
    assert read(write(policy)) == {"version": 1, **policy}


def test_texts_stand_as_a_person_writes_them() -> None:
    long = (
        "Tietoja ei pääsääntöisesti siirretä EU-alueen ulkopuolelle. Mikäli tietoja siirretään, se tehdään sopimuksin."
    )
    text = write(
        {
            "notice": {"languages": ["fi"], "updated": "2024-05-01"},
            "headings": {"fields": {"fi": "Rekisterin tietosisältö"}},
            "fields": {"nimi": {"text": {"fi": "Nimi"}}, "osoite": {"text": {"fi": "Katu, numero"}}},
            "transfers": {"text": {"fi": f"{long} {long}"}, "rule": "exceptionally"},
            "retention": {"a": {"text": {"fi": "Yksi\nKaksi"}, "maximum": {"period": "P1Y", "after": "contract-end"}}},
            "controller": {"email": "[email\u00a0protected]", "address": {"postal_code": "40720", "country": "NO"}},
        }
    )
    assert "  updated: 2024-05-01\n" in text
    assert "\n# Rekisterin tietosisältö\nfields:\n  nimi:\n    text: {fi: Nimi}\n" in text
    assert "    text:\n      fi: Katu, numero\n" in text
    assert "    fi: >-\n      Tietoja ei pääsääntöisesti siirretä EU-alueen ulkopuolelle.\n      Mikäli " in text
    assert (
        "    text:\n      fi: |-\n        Yksi\n        Kaksi\n    maximum: {period: P1Y, after: contract-end}\n"
        in text
    )
    assert '  email: "[email\\_protected]"\n' in text
    assert '    postal_code: "40720"\n    country: "NO"\n' in text


@pytest.mark.parametrize(
    ("path", "above"),
    [
        (("controller", "address"), "  address:"),
        (("controller", "address", "country"), "  address:"),
        (("controller", "email"), "controller:"),
        (("retention",), ""),
        ((), "version: 1"),
    ],
)
def test_a_remark_stands_above_its_key_or_the_nearest_that_is_there(path: tuple[str, ...], above: str) -> None:
    text = write(
        {"controller": {"name": "A Oy", "address": {"city": "Oulu"}}, "rights": {"a": {"right": "access"}}},
        (path, "country-unstated", {}),
    )
    lines = text.split("\n")
    place = next(number for number, line in enumerate(lines) if line.strip().startswith("# TODO: "))
    end = next(number for number in range(place, len(lines)) if not lines[number].strip().startswith("#"))
    assert lines[end] == above
    assert read(text)["controller"]["address"] == {"city": "Oulu"}


def test_what_a_notice_says_cannot_leave_a_comment() -> None:
    text = write(
        {"headings": {"fields": {"fi": "a\nnever: {}\r# x"}}, "fields": {"a": {"text": {"fi": "b"}}}},
        (("fields", "a"), "sections-joined", {"heading": "x\nnever: {a: {}}\u2028y: 1"}),
    )
    assert set(read(text)) == {"version", "headings", "fields"}
