"""The companies of the corpus, each in its folder, and the days that they are judged on."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from seloste.checker.judging.check import check
from seloste.checker.result import Result
from seloste.policy.law.law import load_law
from tests.support import ROOT
from tests.support.workspaces import open_workspace

CORPUS = ROOT / "tests" / "corpus"
COMPANIES = tuple(sorted(path.parent.name for path in CORPUS.glob("*/policy.yaml")))
_DAYS = re.compile(r"^# as_of: (.+)$", re.MULTILINE)


def head(company: str) -> list[str]:
    """The comment on top of a company's policy: who they are, what is wrong, and on which days they are judged."""
    lines = (CORPUS / company / "policy.yaml").read_text("utf-8").splitlines()
    return lines[: next(number for number, line in enumerate(lines) if not line.startswith("#"))]


def days(company: str) -> tuple[date, ...]:
    """The days that the comment on top of the policy names."""
    found = _DAYS.search("\n".join(head(company)))
    assert found, f"{company}/policy.yaml has no `# as_of:` in the comment on its top"
    return tuple(date.fromisoformat(day.strip()) for day in found[1].split(","))


@contextlib.contextmanager
def inside(company: str) -> Iterator[None]:
    """The company's folder as the working directory, where its people run the command."""
    with contextlib.chdir(CORPUS / company):
        yield


def judge(company: str, day: date, jobs: int = 1) -> Result:
    """What a check of the company finds on a day."""
    with inside(company):
        return check(open_workspace(), load_law(), day, jobs=jobs)


@cache
def judged(company: str, day: date) -> Result:
    """As `judge`, once."""
    return judge(company, day)


CASES = tuple((company, day) for company in COMPANIES for day in days(company))
NAMES = [f"{company}-{day}" for company, day in CASES]
