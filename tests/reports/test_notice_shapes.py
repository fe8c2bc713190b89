"""Notices of all shapes: whatever a policy has and leaves out, the page is whole and in its own order."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest

from seloste.checker.reading.problem import Limits
from seloste.checker.reading.reader import read_yaml
from seloste.policy.notice import Policy
from seloste.policy.promise import list_promises
from seloste.policy.vocabulary import Section
from seloste.reports.notice import Publication, render_notice
from tests.support import ROOT

FILES = (ROOT / "policy.yaml", ROOT / "examples" / "complete" / "policy.yaml")
KEPT = ("version", "notice", "controller")
PUBLISHED = Publication({"fi": "a", "en": "b"}, {"suopilvi": ["orders"]})


def shaped(seed: int) -> Policy:
    """One of the examples without some of its parts, with headings of its own in some order, and words around lists."""
    chance = random.Random(seed)
    document: dict[str, Any] = dict(read_yaml(chance.choice(FILES).read_bytes(), Limits()).documents[0])
    for key in list(document):
        if key not in KEPT and chance.random() < 0.3:
            del document[key]
    for key in ("introductions", "closings"):
        around = ("Alku", "Alku:", "A\n\nB")
        document[key] = {section: {"fi": chance.choice(around)} for section in Section if chance.random() < 0.3}
    headed = [section for section in Section if chance.random() < 0.5]
    chance.shuffle(headed)
    document["headings"] = {section: {"fi": f"Oma {section}"} for section in headed}
    return Policy.model_validate(document)


@pytest.mark.parametrize("seed", range(60))
def test_a_notice_of_any_shape_is_whole(seed: int) -> None:
    policy = shaped(seed)
    page = render_notice(policy, "fi", "html", publication=PUBLISHED)
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert {promise.id for promise in list_promises(policy)} <= set(ids)
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    headings = re.findall(r"<h2>Oma ([^<]+)</h2>", page)
    assert headings == [section for section in policy.headings if section in headings]
    assert not re.search(r"<section id=[^>]*>\s*<h2>[^<]*</h2>\s*</section>", page)
    markdown = render_notice(policy, "fi", "markdown", publication=PUBLISHED)
    anchors = re.findall(r'<a id="([^"]+)">', markdown)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r"\]\(#([^)]+)\)", markdown)) <= set(anchors)
    assert not re.search(r"\n\n\n", markdown)
