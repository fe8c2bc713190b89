"""A group of people are employees by its key or by its words; another company's employees are not."""

from __future__ import annotations

import time

import pytest

from seloste.policy.parties import DataSubjects
from seloste.policy.prose.employees import are_employees, names_employees

NAMED = (
    ("fi", "Työntekijät"),
    ("fi", "Nykyiset ja entiset työntekijämme sekä kesätyöntekijät"),
    ("fi", "Yrityksen henkilökunta"),
    ("fi", "Vuokratyöntekijät, harjoittelijat"),
    ("fi", "Työnhakijat"),
    ("fi", "Avoimeen tehtävään hakevat"),
    ("fi", "Hakijat"),
    ("fi", "Asiakkaat ja työntekijät"),
    ("fi", "Asiakkaat, työntekijät"),
    ("sv", "Anställda"),
    ("sv", "Butikspersonalen"),
    ("sv", "Arbetssökande"),
    ("sv", "Kunder och anställda"),
    ("en", "Employees and job applicants"),
    ("en", "Our staff"),
    ("en", "Candidates"),
    ("en", "Customers, employees and partners"),
)
OTHERS = (
    ("fi", "Asiakkaat"),
    ("fi", "Asiakasyritysten työntekijät"),
    ("fi", "Yhteistyökumppaneidemme henkilöstö"),
    ("fi", "Asiakkaat ja näiden työntekijät"),
    ("fi", "Lainan hakijat"),
    ("fi", "Asunnonhakijat"),
    ("sv", "Kunder"),
    ("sv", "Kundernas anställda"),
    ("sv", "Anställda hos våra kunder"),
    ("sv", "Mottagare av personaliserade erbjudanden"),
    ("sv", "Kunder som har en personal trainer"),
    ("en", "Customers"),
    ("en", "Employees of our corporate customers"),
    ("en", "Customers' employees"),
    ("en", "Suppliers and their staff"),
    ("en", "Loan applicants"),
    ("en", "Applicants for a scholarship"),
    ("xx", "Employees"),
)


@pytest.mark.parametrize(("language", "words"), NAMED)
def test_words_that_name_employees(language: str, words: str) -> None:
    assert names_employees({language: words})


@pytest.mark.parametrize(("language", "words"), OTHERS)
def test_words_that_name_others(language: str, words: str) -> None:
    assert not names_employees({language: words})


def test_a_group_is_of_employees_by_its_key_and_by_one_language() -> None:
    assert are_employees(DataSubjects(text={"en": "Shop assistants"}, employees=True))
    assert are_employees(DataSubjects(text={"fi": "Työntekijät", "en": "Shop assistants"}))
    assert not are_employees(DataSubjects(text={"fi": "Myyjät", "en": "Shop assistants"}))


@pytest.mark.parametrize("part", ["asiakkaiden", "* of our ", "työntekij ", "customer ", "arbetssök", "a ", "\n of "])
def test_no_text_is_slow(part: str) -> None:
    started = time.process_time()
    names_employees(dict.fromkeys(("fi", "sv", "en"), part * 8_000))
    assert time.process_time() - started < 1
