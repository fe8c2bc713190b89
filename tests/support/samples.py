"""Policies and results for the tests of reports, read and checked as a user's would be."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from seloste.checker.judging.check import check
from seloste.checker.reading.problem import Limits
from seloste.checker.reading.reader import read_yaml
from seloste.checker.result import Result
from seloste.policy.law.law import load_law
from seloste.policy.notice import Policy
from tests.support import ROOT
from tests.support.workspaces import open_workspace

DAY = date(2026, 11, 22)


@cache
def jamix() -> Policy:
    """The notice of Jamix, as published."""
    return _policy(ROOT / "policy.yaml")


@cache
def complete() -> Policy:
    """The complete example."""
    return _policy(ROOT / "examples" / "complete" / "policy.yaml")


def _policy(path: Path) -> Policy:
    return Policy.model_validate(read_yaml(path.read_bytes(), Limits()).documents[0])


@cache
def checked(config: str = "seloste.yaml") -> Result:
    """The result of checking the repository with one of its configurations."""
    return check(open_workspace(config=ROOT / config), load_law(), DAY, jobs=1)


def minimal(**more: object) -> Policy:
    """The least that a policy may say, and what is given besides."""
    return Policy.model_validate(
        {
            "notice": {"name": {"fi": "Rekisteri", "en": "Register"}, "languages": ["fi", "en"]},
            "controller": {"name": "Oy"},
            **more,
        }
    )


class Words:
    """What a page of HTML says, without its markup, style and attributes; and the lines of it."""

    def __init__(self, html: str) -> None:
        from html.parser import HTMLParser

        class Reader(HTMLParser):
            def __init__(self) -> None:
                super().__init__()
                self.parts: list[str] = []
                self.hidden = 0

            def handle_starttag(self, tag: str, attrs: object) -> None:
                self.hidden += tag in ("style", "script")

            def handle_endtag(self, tag: str) -> None:
                self.hidden -= tag in ("style", "script")

            def handle_data(self, data: str) -> None:
                if not self.hidden:
                    self.parts.append(data)

        reader = Reader()
        reader.feed(html)
        self.text = "".join(reader.parts)
        self.lines = [line.strip() for line in self.text.split("\n") if line.strip()]
