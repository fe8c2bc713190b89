"""The catalogue of rules, as data: the id, the severity and the law of each.

The data of a family is `checker/rules/<family>.yaml`. The words of a rule are those of each language, in
`reports/languages/`; the functions that look for violations register themselves (`registry`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from msgspec import Struct, field

from seloste.checker.finding import Severity
from seloste.checker.rule_families import family_of
from seloste.policy.data import FOLDER as POLICY
from seloste.policy.data import load_yaml
from seloste.policy.law.citations import pair_articles

#: The families in the order of the catalogue; each has a data file.
FAMILIES = ("input", "notice", "system", "processor", "transfer", "evidence", "waiver")
_FOLDER = Path(__file__).parent
#: The family `waiver/` has its functions beside the waivers.
_WAIVER_RULES = _FOLDER.parent / "suppression" / "waiver_rules.py"


class Rule(Struct, frozen=True):
    """The metadata of a rule: its public id, its severity and its law, Art. 14 beside each provision of Art. 13."""

    id: str
    severity: Severity
    law: tuple[str, ...] = ()
    #: Variant of the message → what only that variant rests on.
    law_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def family(self) -> str:
        """The part of the id before the slash."""
        return family_of(self.id)


@cache
def load_family(name: str) -> Mapping[str, Rule]:
    """The rules of one family by id. Its file is read when one of its rules is first needed."""
    entries = load_yaml(_FOLDER / f"{name}.yaml").items()
    return MappingProxyType({f"{name}/{rule}": _make_rule(f"{name}/{rule}", entry) for rule, entry in entries})


@cache
def load_catalogue() -> Mapping[str, Rule]:
    """Every rule by id, in the order of the catalogue."""
    return MappingProxyType({rule_id: rule for name in FAMILIES for rule_id, rule in load_family(name).items()})


@cache
def load_first_rules() -> frozenset[str]:
    """The rules of the versions whose reports and baselines did not name theirs."""
    return frozenset(load_yaml(_FOLDER / "first_rules.yaml"))


def find_rule(rule_id: str) -> Rule:
    """The rule of that id; KeyError where there is none."""
    name = family_of(rule_id)
    if name not in FAMILIES:
        raise KeyError(rule_id)
    return load_family(name)[rule_id]


def _make_rule(rule_id: str, entry: dict[str, Any]) -> Rule:
    of_variants = {variant: tuple(law) for variant, law in entry.get("law_of", {}).items()}
    return Rule(rule_id, Severity(entry["severity"]), pair_articles(tuple(entry.get("law", ()))), of_variants)


@cache
def compute_rules_digest() -> str:
    """The SHA-256 over the files of the rules and of the law. Reports show it: two with the same were judged alike.

    Examples and the words of messages judge nothing and are left out.
    """
    patterns = ("*.py", "*.yaml")
    rules = [path for each in patterns for path in _FOLDER.rglob(each) if _FOLDER / "examples" not in path.parents]
    whole = hashlib.sha256()
    read = [path for each in patterns for path in (POLICY / "prose").rglob(each)]
    for file in sorted([*rules, *read, _WAIVER_RULES, *(POLICY / "law").glob("*.yaml")]):
        whole.update(file.read_bytes())
    return whole.hexdigest()
