"""The effect of a change on the promises, and its edits to the files that decide: the first lines of a result.

`build_lead` makes them for people, in text, markdown and github. `build_effect` and `build_trust` are for report.json.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from seloste.checker.comparison.comparison import ChangedPromise, ChangeEffect, ComparedFinding
from seloste.checker.comparison.trusted import Edit, TrustedRevision
from seloste.checker.finding import Severity
from seloste.reports.formats.context import Lead
from seloste.reports.formats.infrastructure import build_infrastructure, list_change_lines
from seloste.reports.formats.phrases import format_severity_counts
from seloste.reports.language.language import Language

#: Records or findings of a kind that are named; of promises twice as many. The others are counted.
_MOST_NAMES = 5
#: Characters of a promise's text that are quoted.
_LONGEST_QUOTE = 120
#: The lists of findings of an effect, by their key in report.json.
_FINDING_LISTS = {"new": "new", "gone": "gone", "passed": "suppressed", "returned": "returned"}
#: The fields of an effect that hold promises.
_PROMISE_KEYS = ("added", "removed", "reworded", "altered")


def build_lead(effect: ChangeEffect | None, trusted: TrustedRevision | None, language: Language) -> Lead | None:
    """The effect of the change, then the revision that decides and the edits that it ignores; None without either."""
    lines = [
        *(_list_effect_lines(effect, language) if effect else ()),
        *(_list_trust_lines(trusted, language) if trusted else ()),
    ]
    if effect is not None:
        since = _format_revision(effect.since, effect.commit)
        return Lead(language.word("effect.title", since=since), tuple(lines))
    if trusted is not None:
        title, *rest = lines
        return Lead(title, tuple(rest))
    return None


def _format_revision(name: str, commit: str | None) -> str:
    return name if commit is None or commit.startswith(name) else f"{name} ({commit[:12]})"


def _list_effect_lines(effect: ChangeEffect, language: Language) -> Iterator[str]:
    for remark in effect.remarks:
        yield language.word(f"effect.remark.{remark}")
    if not effect.remarks and effect.is_empty:
        yield language.word("effect.nothing")
    yield from _list_promise_lines(effect, language)
    yield from list_change_lines(effect.infrastructure, language)
    yield from _list_finding_lines("effect.new", effect.new, language)
    yield from _list_finding_lines("effect.new-rules", effect.new_rules, language)
    yield from _list_finding_lines("effect.returned", effect.returned, language)
    yield from _list_finding_lines("effect.gone", effect.gone, language)
    yield from _list_finding_lines("effect.passed", effect.suppressed, language)
    for key, records in (("effect.declared", effect.records_added), ("effect.undeclared", effect.records_removed)):
        if records:
            yield language.word(key, what=_format_names(records, language))


def _list_promise_lines(effect: ChangeEffect, language: Language) -> Iterator[str]:
    for turn in effect.verdicts:
        values = {
            "promise": _format_promise(turn.id, turn.text, language),
            "before": language.word(f"verdict.{turn.before}"),
            "after": language.word(f"verdict.{turn.after}"),
        }
        if turn.by:
            yield language.word("effect.turned-by", by=_format_names(turn.by, language), **values)
        else:
            yield language.word("effect.turned", **values)
    for key in _PROMISE_KEYS:
        promises: tuple[ChangedPromise, ...] = getattr(effect, key)
        for changed in promises[: _MOST_NAMES * 2]:
            verdict = language.word(f"verdict.{changed.verdict}")
            promise = _format_promise(changed.id, changed.text, language)
            yield language.word(f"effect.promise.{key}", promise=promise, verdict=verdict)
        more = len(promises) - _MOST_NAMES * 2
        if more > 0:
            yield language.word("effect.more", count=language.count("counted.promise", more))


def _format_promise(id: str, text: Mapping[str, str] | None, language: Language) -> str:
    """A promise by its id and the beginning of its text."""
    words = " ".join(language.text(text).split()) if text else ""
    if len(words) > _LONGEST_QUOTE:
        words = f"{words[:_LONGEST_QUOTE].rstrip()}…"
    return f"{id} {language.word('terminal.quote', words=words)}" if words else id


def _list_finding_lines(key: str, findings: Sequence[ComparedFinding], language: Language) -> Iterator[str]:
    """A line with the number of findings by severity, and the most severe ones by rule and subject."""
    if not findings:
        return
    severities = list(Severity)
    ordered = sorted(findings, key=lambda finding: (severities.index(finding.severity), finding.rule, finding.subject))
    names = [f"{finding.rule} {finding.subject}" for finding in ordered]
    counts = format_severity_counts(findings, language)
    yield language.word(key, count=counts, what=_format_names(names, language))


def _format_names(names: Iterable[str], language: Language) -> str:
    """The first of the names as a list, and the number of the others."""
    names = list(dict.fromkeys(names))
    if len(names) <= _MOST_NAMES + 1:
        return language.format_list(names)
    return f"{', '.join(names[:_MOST_NAMES])} {language.word('terminal.and-more', count=len(names) - _MOST_NAMES)}"


def _list_trust_lines(trusted: TrustedRevision, language: Language) -> Iterator[str]:
    yield language.word("trust.judged-by", since=_format_revision(trusted.name, trusted.commit))
    if trusted.is_head:
        yield language.word("trust.is-head")
    for kind in trusted.outside:
        yield language.word("trust.outside", kind=language.word(f"trust.kind.{kind}"))
    if not trusted.edits:
        return
    for edit in trusted.edits:
        kind = language.word(f"trust.kind.{edit.kind}")
        yield language.word(f"trust.edit.{edit.change}", kind=kind, path=edit.path, before=edit.before or "")
    if trusted.suppressed_by_edits:
        yield from _list_finding_lines("trust.lets-pass", trusted.suppressed_by_edits, language)
    else:
        yield language.word("trust.lets-nothing-pass")
    yield from _list_finding_lines("trust.brings", trusted.caused_by_edits, language)
    if trusted.effect is not None:
        yield from (
            language.word("trust.with-edits", what=line) for line in _list_promise_lines(trusted.effect, language)
        )


def build_effect(effect: ChangeEffect, languages: Sequence[Language]) -> dict[str, Any]:
    """The effect of a change, as plain values."""
    findings = {
        key: [_build_finding(finding) for finding in getattr(effect, attribute)]
        for key, attribute in _FINDING_LISTS.items()
    }
    return {
        "since": effect.since,
        "commit": effect.commit,
        "promises": [*_list_turned_promises(effect), *_list_changed_promises(effect)],
        "findings": findings,
        **({"new_rules": [_build_finding(finding) for finding in effect.new_rules]} if effect.new_rules else {}),
        "records": {"added": list(effect.records_added), "removed": list(effect.records_removed)},
        **({"infrastructure": build_infrastructure(effect.infrastructure)} if effect.infrastructure else {}),
        "remarks": [
            {language.code: language.word(f"effect.remark.{remark}") for language in languages}
            for remark in effect.remarks
        ],
    }


def _list_turned_promises(effect: ChangeEffect) -> Iterator[dict[str, Any]]:
    for turn in effect.verdicts:
        verdicts = {"before": turn.before.value, "after": turn.after.value}
        yield {"id": turn.id, "change": "verdict", "text": turn.text, **verdicts, "by": list(turn.by)}


def _list_changed_promises(effect: ChangeEffect) -> Iterator[dict[str, Any]]:
    for change in _PROMISE_KEYS:
        for promise in getattr(effect, change):
            verdict = promise.verdict.value
            before, after = (verdict, None) if change == "removed" else (None, verdict)
            yield {"id": promise.id, "change": change, "text": promise.text, "before": before, "after": after, "by": []}


def _build_finding(finding: ComparedFinding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "subject": finding.subject,
        "promise": finding.promise,
        "path": finding.path,
        "line": finding.line,
        "fingerprint": finding.fingerprint,
    }


def build_trust(trusted: TrustedRevision, languages: Sequence[Language]) -> dict[str, Any]:
    """The revision that decides, and the edits of the change that it ignores, as plain values."""
    return {
        "revision": trusted.name,
        "commit": trusted.commit,
        "edits": [_build_edit(edit) for edit in trusted.edits],
        "lets_pass": [_build_finding(finding) for finding in trusted.suppressed_by_edits],
        "brings": [_build_finding(finding) for finding in trusted.caused_by_edits],
        "effect": build_effect(trusted.effect, languages) if trusted.effect else None,
        "outside": list(trusted.outside),
    }


def _build_edit(edit: Edit) -> dict[str, Any]:
    return {"kind": edit.kind, "path": edit.path, "change": edit.change, "before": edit.before}
