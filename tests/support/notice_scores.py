"""How much of a notice an import has found, and how much it claims that is not there."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct, field

from seloste.policy.vocabulary import Section
from tests.support.imported_notices import NoticeCase

#: Sections that a mere sentence may be, without a heading: never too much.
FREE = {"opening", "requests", "provision", "data_subjects", "never"}
#: Sections whose heading has no key of its own.
HOMELESS = ("legal_bases", "complaint")
MORE = "..."
_BASES = ("legal_bases.*.basis", "purposes.*.legal_basis.*.basis")
_RIGHTS = "rights.*.right"


class Tally(Struct):
    """What was found of what is there, and what was claimed beyond it."""

    found: int = 0
    missed: int = 0
    invented: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """How much of what is there was found."""
        return self.found / (self.found + self.missed) if self.found + self.missed else 1.0

    @property
    def precision(self) -> float:
        """How much of what was claimed is there."""
        return self.found / (self.found + self.invented) if self.found + self.invented else 1.0

    def add(self, what: str, *, found: int = 0, missed: int = 0, invented: int = 0) -> None:
        """Counts something; `what` is told where it is a fault."""
        self.found, self.missed, self.invented = self.found + found, self.missed + missed, self.invented + invented
        if missed or invented:
            self.faults.append(what)


Scores = defaultdict[str, Tally]


def new_scores() -> Scores:
    """Scores without anything in them, by section."""
    return defaultdict(Tally)


def score_notice(case: NoticeCase, policy: Mapping[str, Any], scores: Scores) -> None:
    """Adds what an import of a notice found to the scores."""
    expected, plain = case.expected, simplify(policy, case.expected["language"])
    plain.get("transfers", {}).setdefault("area", "eea")  # what its absence means
    _score_sections(case, plain, scores)
    for path, number in expected.get("counts", {}).items():
        have = len(_look_up(plain, path) or ())
        scores[name_section(path)].add(
            f"{case.stem}: {path}: {number} entries expected, {have} found",
            found=min(have, number),
            missed=max(0, number - have),
            invented=max(0, have - number),
        )
    for path, wanted in expected["values"].items():
        _score_value(case.stem, path, wanted, list_values(plain, path), scores[name_section(path)])
    for entry in expected["absent"]:
        path, _, value = entry.partition("=")
        claimed = [each for each in list_values(plain, path) if not value or each == value]
        if claimed:
            scores[name_section(path)].add(f"{case.stem}: {path}: nothing expected, {claimed!r} found", invented=1)


def _score_sections(case: NoticeCase, plain: Mapping[str, Any], scores: Scores) -> None:
    headed, mentioned = ([each.split("|") for each in case.expected.get(key, ())] for key in ("sections", "also"))
    present, allowed = list_sections(plain), {*FREE}
    for choices in [*headed, *mentioned]:
        allowed |= {*choices}
        is_found = any(each in present for each in choices)
        what = f"{case.stem}: section {'|'.join(choices)} not found"
        scores[choices[0]].add(what, found=is_found, missed=not is_found)
    for section in present - allowed - {"own"}:
        scores[section].add(f"{case.stem}: section {section} found, not there", invented=1)
    own = plain.get("sections", {})
    most = sum("own" in each or each[0] in HOMELESS for each in [*headed, *mentioned])
    if len(own) > most:
        names = [each.get("heading") for each in own.values()]
        scores["own"].add(f"{case.stem}: own sections: {names!r}", invented=len(own) - most)


def _score_value(stem: str, path: str, wanted: Any, have: list[Any], tally: Tally) -> None:
    what = f"{stem}: {path}: {wanted!r} expected, {have!r} found"
    if not isinstance(wanted, list):
        is_found = bool(have) if wanted is None else any(_is_same(wanted, each) for each in have)
        tally.add(what, found=is_found, missed=not is_found, invented=not is_found and bool(have) and "*" not in path)
        return
    required = [each for each in wanted if each != MORE]
    found = sum(any(_is_same(each, value) for value in have) for each in required)
    kinds = {repr(_normalise(each)): each for each in have}.values()
    beyond = sum(not any(_is_same(each, value) for each in required) for value in kinds)
    tally.add(what, found=found, missed=len(required) - found, invented=0 if MORE in wanted else beyond)


def _is_same(wanted: Any, value: Any) -> bool:
    if isinstance(wanted, str):
        return _normalise(value) in [_normalise(each) for each in wanted.split(" || ")]
    if isinstance(wanted, Mapping) and isinstance(value, Mapping):
        return all(_is_same(each, value.get(key)) for key, each in wanted.items())
    return bool(_normalise(wanted) == _normalise(value))


def _normalise(value: Any) -> Any:
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, Mapping):
        return {key: _normalise(each) for key, each in value.items()}
    text = " ".join(unicodedata.normalize("NFC", str(value)).split())
    if period := re.fullmatch(r"P(\d+)([YW])", text):
        return f"P{int(period[1]) * 12}M" if period[2] == "Y" else f"P{int(period[1]) * 7}D"
    return text


def simplify(value: Any, language: str) -> Any:
    """A policy with each text as its words, and a single legal basis as a list."""
    if isinstance(value, Mapping):
        if value.keys() == {language} and isinstance(value[language], str):
            return value[language]
        plain = {key: simplify(each, language) for key, each in value.items()}
        if isinstance(plain.get("legal_basis"), Mapping):
            plain["legal_basis"] = [plain["legal_basis"]]
        return plain
    if isinstance(value, list):
        return [simplify(each, language) for each in value]
    return value


def _look_up(plain: Mapping[str, Any], path: str) -> Any:
    value: Any = plain
    for key in path.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def list_values(plain: Mapping[str, Any], path: str) -> list[Any]:
    """The values at a path; of lists, what is in them."""
    paths = _BASES if path == "bases" else (path,)
    return [value for each in paths for value in _walk(plain, each.split("."))]


def _walk(value: Any, keys: list[str]) -> Iterator[Any]:
    if not keys:
        if isinstance(value, list):
            yield from value
        elif value not in (None, {}, ""):
            yield value
        return
    if keys[0] == "*":
        below: Iterable[Any] = (
            value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
        )
        for each in below:
            yield from _walk(each, keys[1:])
    elif isinstance(value, Mapping) and keys[0] in value:
        yield from _walk(value[keys[0]], keys[1:])


def name_section(path: str) -> str:
    """The section that a path is of."""
    first, _, rest = path.partition(".")
    if path == "bases":
        return "legal_bases"
    return "name" if (first, rest) == ("notice", "name") else first


def list_sections(plain: Mapping[str, Any]) -> set[str]:
    """The sections that a draft has: by what is in them, or by their heading and the words under it."""
    own = {key for key in ("introductions", "closings", "headings") for key in plain.get(key, {})}
    present = {section.value for section in Section if plain.get(section.value)} | own
    conditions = {
        "name": list_values(plain, "notice.name"),
        "legal_bases": list_values(plain, "bases"),
        "complaint": "complaint" in list_values(plain, _RIGHTS),
        "own": plain.get("sections"),
    }
    return present | {section for section, holds in conditions.items() if holds}


def find_disorder(case: NoticeCase, policy: Mapping[str, Any]) -> list[str]:
    """Sections that a draft does not have in the order of the notice."""
    order: list[str] = []
    for each in policy.get("notice", {}).get("order") or [section.value for section in Section]:
        order += [each] if isinstance(each, str) else each
    known = [each for each in case.expected["sections"] if each in order]
    places = [order.index(each) for each in known]
    return (
        [] if places == sorted(places) else [f"{case.stem}: {known} expected, {sorted(known, key=order.index)} found"]
    )


def write_scores(scores: Mapping[str, Tally]) -> list[str]:
    """A line a section: precision, recall, and what they were counted from."""
    lines = [
        f"{section:20} precision {tally.precision:.3f} recall {tally.recall:.3f}"
        f" ({tally.found} found, {tally.missed} missed, {tally.invented} invented)"
        for section, tally in sorted(scores.items())
    ]
    total = Counter[str]()
    for tally in scores.values():
        total.update(found=tally.found, missed=tally.missed, invented=tally.invented)
    whole = Tally(total["found"], total["missed"], total["invented"])
    return [*lines, f"{'all':20} precision {whole.precision:.3f} recall {whole.recall:.3f}"]
