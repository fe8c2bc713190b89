"""The documentation of the keys: every example in it is a valid file, those of before too."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from seloste.checker.inventory import ProcessorsFile, SystemsFile
from seloste.policy.base import Record
from seloste.policy.notice import Policy
from seloste.policy.vocabulary import Section
from tests.support import ROOT

PAGES = {name: (ROOT / "docs" / name).read_text("utf-8") for name in ("writing.md", "moving.md")}
_EXAMPLE = re.compile(r"^```yaml\n# (policy|systems|processors)\.yaml.*\n((?:.*\n)*?)```$", re.MULTILINE)
EXAMPLES = [
    pytest.param(match[1], match[2], id=f"{name}-{page[: match.start()].count(chr(10)) + 1}")
    for name, page in PAGES.items()
    for match in _EXAMPLE.finditer(page)
]
REST: dict[str, dict[str, Any]] = {
    "policy": {"notice": {"languages": ["en"]}, "controller": {"name": "Yritys Oy"}},
    "systems": {},
    "processors": {},
}
MODELS: dict[str, type[Record]] = {"policy": Policy, "systems": SystemsFile, "processors": ProcessorsFile}


@pytest.mark.parametrize(("kind", "text"), EXAMPLES)
def test_an_example_is_valid(kind: str, text: str) -> None:
    MODELS[kind].model_validate(REST[kind] | yaml.safe_load(text))


def test_no_example_is_passed_over() -> None:
    assert len(EXAMPLES) == sum(page.count("```yaml\n") for page in PAGES.values())


def test_the_sections_are_named_in_their_order() -> None:
    (listed,) = re.findall(r"^The sections, in our order: ((?:.+\n)+)", PAGES["writing.md"], re.MULTILINE)
    assert re.findall(r"`([a-z_]+)`", listed) == [each.value for each in Section]
