"""`--format json`: the whole result, in every language, for machines and for the record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from seloste.checker.finding import Finding, Severity, Waived
from seloste.checker.position import Location
from seloste.checker.result import Input, Result
from seloste.checker.rules.registry import digest
from seloste.checker.verdict import Evidence, JudgedPromise, Verdict
from seloste.reports.formats import FormatContext
from seloste.reports.language.evidence import shows
from seloste.reports.language.language import Language, load_language, language_codes
from seloste.reports.rendering.escape import json_text
from seloste.reports.run import Run


def tell(telling: FormatContext) -> str:
    """The result as JSON."""
    return render(telling.result, telling.run)


def render(result: Result, run: Run) -> str:
    """The report as JSON text. Its shape is `reports.formats.document.Report`."""
    return json_text(document(result, run))


def document(result: Result, run: Run) -> dict[str, Any]:
    """The report as plain values."""
    said = [load_language(code) for code in language_codes()]
    return {
        "version": 1,
        "tool": {
            "name": "seloste",
            "version": run.version,
            "rules": digest(),
            "law": f"checked until {result.horizon.isoformat()}",
        },
        "as_of": result.as_of.isoformat(),
        "scope": result.scope,
        "commit": run.commit,
        "policy": _file(result.policy) if result.policy else None,
        "inputs": [_file(item, kind=item.kind) for item in result.inputs],
        "not_checked": [{"what": item.what, "why": _phrase(item.why, said)} for item in result.not_checked],
        **_change(result, said),
        "summary": _summary(result),
        "findings": [finding_document(finding, said) for finding in result.findings],
        "promises": [_promise(judged, said) for judged in result.promises],
    }


def _file(item: Input, **more: str) -> dict[str, str]:
    """A file that was read, and of which commit, where it was not the work tree's."""
    revision = {"revision": item.revision} if item.revision else {}
    return {"path": item.path, **more, "sha256": item.sha256, **revision}


def _change(result: Result, said: list[Language]) -> dict[str, Any]:
    """What the change was judged by and what it does, where that was asked for."""
    if result.trust is None and result.effect is None:
        return {}
    from seloste.reports.formats.comparison import effect_document, trust_document

    trust = {"trusted": trust_document(result.trust, said)} if result.trust else {}
    return {**trust, **({"effect": effect_document(result.effect, said)} if result.effect else {})}


def _summary(result: Result) -> dict[str, Any]:
    counts, verdicts, aside = result.counts(), result.verdicts(), result.set_aside
    return {
        **{severity.value: counts[severity] for severity in Severity},
        "waived": sum(finding.waived is not None for finding in result.findings),
        "baselined": sum(finding.baselined and finding.waived is None for finding in result.findings),
        "fixed": result.held.fixed_count,
        "set_aside": aside and {"waivers": aside.waivers, "findings": aside.findings},
        "systems": result.systems,
        "processors": result.processors,
        "promises": {verdict.value: verdicts[verdict] for verdict in Verdict},
    }


def _each(said: list[Language], words: Callable[[Language], str]) -> dict[str, str]:
    return {each.code: words(each) for each in said}


def _phrase(key: str, said: list[Language]) -> dict[str, str]:
    return _each(said, lambda each: each.word(f"phrases.{key}"))


def _waiver(waived: Waived) -> dict[str, Any]:
    return {
        "reason": waived.reason,
        "approved_by": waived.approved_by,
        "until": waived.until.isoformat(),
        "location": _place(waived.location),
    }


def finding_document(finding: Finding, said: list[Language]) -> dict[str, Any]:
    """A finding as plain values, in each of the languages."""
    waived = finding.waived
    ways = zip(*(each.ways_out(finding) for each in said), strict=True)
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "subject": finding.subject,
        "promise": finding.promise,
        "message": _each(said, lambda each: each.message(finding)),
        "law": list(finding.law),
        "from_memory": finding.from_memory,
        "location": _place(finding.location),
        "related": [
            {
                "path": at.path,
                "line": at.line,
                "column": at.column,
                "message": _each(said, lambda x: x.related(finding)),
            }
            for at in finding.related
        ],
        "ways_out": [
            {
                "change": way[0].change,
                "message": {each.code: words.words for each, words in zip(said, way, strict=True)},
            }
            for way in ways
        ],
        "waiver": waived and _waiver(waived),
        "baselined": finding.baselined,
        "fingerprint": finding.fingerprint,
    }


def _place(at: Location) -> dict[str, Any]:
    return {
        "path": at.path,
        "line": at.line,
        "column": at.column,
        "end_line": at.end_line,
        "end_column": at.end_column,
    }


def _promise(judged: JudgedPromise, said: list[Language]) -> dict[str, Any]:
    return {
        "id": judged.id,
        "text": judged.text,
        "verdict": judged.verdict.value,
        "strength": judged.strength and judged.strength.value,
        "accepted": judged.accepted,
        "defects": list(judged.defects),
        "evidence": [_evidence(item, said) for item in judged.evidence],
    }


def _evidence(item: Evidence, said: list[Language]) -> dict[str, Any]:
    return {
        "kind": item.kind.value,
        "holds": item.holds,
        "subject": item.subject,
        "path": item.location.path,
        "line": item.location.line,
        "dated": item.dated and item.dated.isoformat(),
        "detail": _each(said, lambda each: shows(item, each)),
    }
