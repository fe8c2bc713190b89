"""Tells whether the words for a group of people name the controller's own employees, or applicants for a job.

Act 759/2004 and certifications for human resources data are about them. Employees of customers and suppliers are not,
nor are applicants for a loan.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from seloste.policy.prose.lazy_patterns import WordPattern
from seloste.policy.prose.words import compile_words, load_words

if TYPE_CHECKING:
    from seloste.policy.parties import DataSubjects


def are_employees(group: DataSubjects) -> bool:
    """Whether a group of people are employees or job applicants: by its key, or by its words in any language."""
    return group.employees or names_employees(group.text)


def names_employees(text: Mapping[str, str]) -> bool:
    """Whether a text names employees or job applicants, in any of its languages."""
    return any(
        _compile_words("staff", language).search(_compile_words("not_staff", language).sub(" ", words))
        for language, words in text.items()
    )


@cache
def _compile_words(key: str, language: str) -> WordPattern:
    return compile_words(load_words(f"subjects.{key}", language) or ())
