"""The frozen sentences beside facts, each as a notice, and how well a rule tells those that contradict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

import yaml
from msgspec import Struct

from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.reading.documents import Document
from seloste.policy.notice import Policy
from tests.support import ROOT

FOLDER = ROOT / "tests" / "support" / "sentences"
LANGUAGES = ("fi", "en", "sv")
#: The sets of sentences, in the order in which they were written, and their folders.
SETS = {"first": FOLDER, **{name: FOLDER / name for name in ("second", "third", "fourth")}}


class Sentence(Struct, frozen=True):
    """A sentence of a notice, the facts beside it, and whether the two contradict each other."""

    language: str
    text: str
    promise: str
    facts: dict[str, Any]
    contradicts: bool
    kind: str
    form: str
    set: str = "first"

    def build(self) -> NoticeEntry:
        """The least notice that holds the sentence and its facts."""
        content: dict[str, Any] = {
            "notice": {"name": {self.language: "-"}, "languages": [self.language]},
            "controller": {"name": "Esimerkki Oy", "address": {"country": "FI"}},
        }
        text = {self.language: self.text}
        facts = self._put_under_language(self.facts)
        match self.promise:
            case "notice":
                content["notice"] |= {"opening": text, **facts}
            case "retention" | "never":
                content[self.promise] = {"x": {"text": text, **facts}}
            case "safeguards":
                content["safeguards"] = {"x": {"text": text, "control": "backup", **facts}}
            case "cookies":
                cookie = {"name": "_ga", "text": text, "party": "first", **facts}
                content["cookies"] = {"text": {self.language: "-"}, "entries": {"x": cookie}}
            case "processors":
                content["processors"] = {"text": text, "listed": "in-notice", **facts}
            case _:
                content[self.promise] = {"text": text, **facts}
        return NoticeEntry(Policy.model_validate(content), Document("policy.yaml", content, ""))

    def _put_under_language(self, facts: Any) -> Any:
        if isinstance(facts, list):
            return [self._put_under_language(each) for each in facts]
        if not isinstance(facts, dict):
            return facts
        return {
            key: {self.language: value}
            if key in ("text", "criteria", "ground", "categories") and isinstance(value, str)
            else self._put_under_language(value)
            for key, value in facts.items()
        }


@cache
def load_sentences() -> tuple[Sentence, ...]:
    """All of them, set by set, in the order of the files."""
    return tuple(
        Sentence(language=language, contradicts=expect == "contradicts", set=name, **each)
        for name, folder in SETS.items()
        for language in LANGUAGES
        for each in yaml.load((folder / f"{language}.yaml").read_bytes(), yaml.CSafeLoader)
        if (expect := each.pop("expect"))
    )


def load_written_with_rule(name: str) -> Iterator[Sentence]:
    """The sentences of a file that were written with the rule: `single_values`, `sets_and_areas`."""
    groups = yaml.load((FOLDER.parent / f"{name}.yaml").read_bytes(), yaml.CSafeLoader)
    for expected in ("contradicts", "quiet"):
        for group in groups[expected]:
            for text in group["texts"]:
                facts = {"kind": "period", "form": "plain", "contradicts": expected == "contradicts"}
                yield Sentence(group["language"], text, group["promise"], group["facts"], **facts)


class Share(Struct, frozen=True):
    """How many contradictions were found and missed, and how many were found that are none."""

    found: int
    missed: int
    false: int
    quiet: int

    def __str__(self) -> str:
        precision = self.found / (self.found + self.false) if self.found + self.false else 1.0
        recall = self.found / (self.found + self.missed) if self.found + self.missed else 1.0
        return (
            f"{self.found} found, {self.missed} missed, {self.false} false, {self.quiet} quiet:"
            f" precision {precision:.2f}, recall {recall:.2f}"
        )


def list_wrong(sentences: Iterable[Sentence], contradicts: Callable[[NoticeEntry], bool]) -> Iterator[Sentence]:
    """The sentences that are judged wrongly."""
    return (each for each in sentences if contradicts(each.build()) is not each.contradicts)


def measure(sentences: Iterable[Sentence], contradicts: Callable[[NoticeEntry], bool], by: str) -> dict[str, Share]:
    """The share of each language, kind, form or set."""
    counts: Counter[tuple[str, bool, bool]] = Counter()
    for each in sentences:
        counts[getattr(each, by), each.contradicts, contradicts(each.build())] += 1
    names = dict.fromkeys(name for name, _, _ in counts)
    return {
        name: Share(*(counts[name, *each] for each in ((True, True), (True, False), (False, True), (False, False))))
        for name in names
    }
