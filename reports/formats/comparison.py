"""What a change does to the promises, and what it does to the files that judge it: told before all else.

`lead` is for people: text, markdown and github. `effect_document` and `trust_document` are for report.json.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from seloste.checker.comparison.comparison import ChangedPromise, ChangeEffect, ComparedFinding
from seloste.checker.comparison.trusted import Edit, Trust
from seloste.checker.finding import Severity
from seloste.checker.result import Result
from seloste.reports.formats import Lead
from seloste.reports.language.language import Language

#: So many records, promises or findings of a kind are named; of the others it is said how many there are.
_NAMED = 5
#: So much of a promise's own words is quoted.
_QUOTED = 120


def lead(result: Result, said: Language) -> Lead | None:
    """What is told first: what the change does, then what it was judged by and what it would have let pass."""
    effect, trust = result.effect, result.trust
    lines = [*(_effect(effect, said) if effect else ()), *(_trust(trust, said) if trust else ())]
    if effect is not None:
        return Lead(said.word("effect.title", since=_since(effect.since, effect.commit)), tuple(lines))
    if trust is not None:
        first, *rest = lines
        return Lead(first, tuple(rest))
    return None


def _since(name: str, commit: str | None) -> str:
    return name if commit is None or commit.startswith(name) else f"{name} ({commit[:12]})"


def _effect(effect: ChangeEffect, said: Language) -> Iterator[str]:
    for remark in effect.remarks:
        yield said.word(f"effect.remark.{remark}")
    if not effect.remarks and effect.is_empty:
        yield said.word("effect.nothing")
    yield from _promises(effect, said)
    yield from _findings("effect.new", effect.new, said)
    yield from _findings("effect.returned", effect.returned, said)
    yield from _findings("effect.gone", effect.gone, said)
    yield from _findings("effect.passed", effect.passed, said)
    for key, records in (("effect.declared", effect.records_added), ("effect.undeclared", effect.records_removed)):
        if records:
            yield said.word(key, what=_several(records, said))


def _promises(effect: ChangeEffect, said: Language) -> Iterator[str]:
    for turn in effect.turns:
        values = {
            "promise": _promise(turn.id, turn.text, said),
            "before": said.word(f"verdict.{turn.before}"),
            "after": said.word(f"verdict.{turn.after}"),
        }
        if turn.by:
            yield said.word("effect.turned-by", by=_several(turn.by, said), **values)
        else:
            yield said.word("effect.turned", **values)
    for key in ("added", "removed", "reworded", "altered"):
        promises: tuple[ChangedPromise, ...] = getattr(effect, key)
        for named in promises[: _NAMED * 2]:
            verdict = said.word(f"verdict.{named.verdict}")
            yield said.word(f"effect.promise.{key}", promise=_promise(named.id, named.text, said), verdict=verdict)
        rest = len(promises) - _NAMED * 2
        if rest > 0:
            yield said.word("effect.more", count=said.count("counted.promise", rest))


def _promise(id: str, text: Mapping[str, str] | None, said: Language) -> str:
    """A promise by its id and its own words."""
    words = " ".join(said.text(text).split()) if text else ""
    if len(words) > _QUOTED:
        words = f"{words[:_QUOTED].rstrip()}…"
    return f"{id} {said.word('terminal.quote', words=words)}" if words else id


def _findings(key: str, findings: Sequence[ComparedFinding], said: Language) -> Iterator[str]:
    """How many findings there are of each severity, and the gravest of them by rule and subject."""
    if not findings:
        return
    found = Counter(finding.severity for finding in findings)
    counts = [said.count(f"counted.{severity}", found[severity]) for severity in Severity if found[severity]]
    grave = list(Severity)
    ordered = sorted(findings, key=lambda finding: (grave.index(finding.severity), finding.rule, finding.subject))
    names = [f"{finding.rule} {finding.subject}" for finding in ordered]
    yield said.word(key, count=said.several(counts), what=_several(names, said))


def _several(names: Iterable[str], said: Language) -> str:
    """The first of the names as a list, and how many more there are."""
    names = list(dict.fromkeys(names))
    if len(names) <= _NAMED + 1:
        return said.several(names)
    return f"{', '.join(names[:_NAMED])} {said.word('terminal.and-more', count=len(names) - _NAMED)}"


def _trust(trust: Trust, said: Language) -> Iterator[str]:
    yield said.word("trust.judged-by", since=_since(trust.asked, trust.commit))
    if trust.is_head:
        yield said.word("trust.is-head")
    for kind in trust.outside:
        yield said.word("trust.outside", kind=said.word(f"trust.kind.{kind}"))
    if not trust.edits:
        return
    for edit in trust.edits:
        kind = said.word(f"trust.kind.{edit.kind}")
        yield said.word(f"trust.edit.{edit.change}", kind=kind, path=edit.path, before=edit.before or "")
    if trust.lets_pass:
        yield from _findings("trust.lets-pass", trust.lets_pass, said)
    else:
        yield said.word("trust.lets-nothing-pass")
    yield from _findings("trust.brings", trust.brings, said)
    if trust.effect is not None:
        yield from (said.word("trust.with-edits", what=line) for line in _promises(trust.effect, said))


def effect_document(effect: ChangeEffect, said: Sequence[Language]) -> dict[str, Any]:
    """What a change does, as plain values."""
    found = {key: [_noted(finding) for finding in getattr(effect, key)] for key in _LISTS}
    return {
        "since": effect.since,
        "commit": effect.commit,
        "promises": [*_turns(effect), *_changes(effect)],
        "findings": found,
        "records": {"added": list(effect.records_added), "removed": list(effect.records_removed)},
        "remarks": [{each.code: each.word(f"effect.remark.{key}") for each in said} for key in effect.remarks],
    }


#: The findings of an effect, by what became of them.
_LISTS = ("new", "gone", "passed", "returned")


def _turns(effect: ChangeEffect) -> Iterator[dict[str, Any]]:
    for turn in effect.turns:
        verdicts = {"before": turn.before.value, "after": turn.after.value}
        yield {"id": turn.id, "change": "verdict", "text": turn.text, **verdicts, "by": list(turn.by)}


def _changes(effect: ChangeEffect) -> Iterator[dict[str, Any]]:
    for change in ("added", "removed", "reworded", "altered"):
        for named in getattr(effect, change):
            verdict = named.verdict.value
            before, after = (verdict, None) if change == "removed" else (None, verdict)
            yield {"id": named.id, "change": change, "text": named.text, "before": before, "after": after, "by": []}


def _noted(finding: ComparedFinding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "subject": finding.subject,
        "promise": finding.promise,
        "path": finding.path,
        "line": finding.line,
        "fingerprint": finding.fingerprint,
    }


def trust_document(trust: Trust, said: Sequence[Language]) -> dict[str, Any]:
    """What a change was judged by, and what it does to that, as plain values."""
    return {
        "revision": trust.asked,
        "commit": trust.commit,
        "edits": [_edit(edit) for edit in trust.edits],
        "lets_pass": [_noted(finding) for finding in trust.lets_pass],
        "brings": [_noted(finding) for finding in trust.brings],
        "effect": effect_document(trust.effect, said) if trust.effect else None,
        "outside": list(trust.outside),
    }


def _edit(edit: Edit) -> dict[str, Any]:
    return {"kind": edit.kind, "path": edit.path, "change": edit.change, "before": edit.before}
