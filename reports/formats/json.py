"""`--format json`: the whole result in every language, for machines and for the archive."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from seloste.checker.finding import Finding, Severity, Waived
from seloste.checker.judging.coverage import list_rule_ids
from seloste.checker.position import Location
from seloste.checker.reading.documents import Input
from seloste.checker.result import NotChecked, Result
from seloste.checker.rules.catalogue import compute_rules_digest
from seloste.checker.verdicts.evidence import MOST_SUPPORTING, Evidence
from seloste.checker.verdicts.verdict import JudgedPromise, Verdict
from seloste.policy.law.circumstances import Collection
from seloste.reports.formats.context import FormatContext
from seloste.reports.language.evidence import describe_evidence
from seloste.reports.language.files_as_of import build_files_state
from seloste.reports.language.language import Language, language_codes, load_language
from seloste.reports.language.omission import describe_omission
from seloste.reports.language.related import list_related
from seloste.reports.language.withheld import describe_withheld
from seloste.reports.rendering.json_stream import stream_json
from seloste.reports.run import Run

if TYPE_CHECKING:
    from seloste.checker.comparison.comparison import ChangeEffect
    from seloste.checker.comparison.trusted import TrustedRevision

#: How many descriptions of evidence are kept at a time.
_MOST_WORDS = 1_000
#: The descriptions of evidence by its detail and the number of its arguments, which thousands of records share.
_EvidenceWords = dict[tuple[str, int], dict[str, str]]


def render(context: FormatContext) -> Iterator[str]:
    """The result as JSON, in pieces."""
    return stream_report(context.result, context.run, context.trusted, context.effect)


def stream_report(
    result: Result, run: Run, trusted: TrustedRevision | None = None, effect: ChangeEffect | None = None
) -> Iterator[str]:
    """The report as JSON, in pieces, of the shape `reports.formats.report_schema.Report`.

    Args:
        result: The result of the check.
        run: The program that checked, and the commit that was checked.
        trusted: With --trusted: the revision that decides, and the edits of the change that it ignores.
        effect: With --against: the effect of the change on the promises.
    """
    return stream_json(_build_report(result, run, trusted, effect))


def render_report(result: Result, run: Run, effect: ChangeEffect | None = None) -> str:
    """The report as JSON in one text: see `stream_report`."""
    return "".join(stream_report(result, run, effect=effect))


def _build_report(
    result: Result, run: Run, trusted: TrustedRevision | None, effect: ChangeEffect | None
) -> dict[str, Any]:
    """The report as values, the long lists as generators."""
    languages = [load_language(code) for code in language_codes()]
    return {
        "version": 1,
        "tool": {
            "name": "seloste",
            "version": run.version,
            "rules": compute_rules_digest(),
            "rule_ids": list(list_rule_ids()),
            "law": f"checked until {result.horizon.isoformat()}",
            "law_version": result.edition.version,
        },
        "as_of": result.as_of.isoformat(),
        **build_files_state(result.files),
        "scope": result.scope,
        **_build_withheld(result, languages),
        "commit": run.commit,
        "policy": _build_file(result.policy) if result.policy else None,
        "inputs": (_build_file(item, kind=item.kind) for item in result.inputs),
        "not_checked": [build_not_checked(item, languages) for item in result.not_checked],
        **_build_comparison(trusted, effect, languages),
        **_build_infrastructure(result),
        "summary": _build_summary(result),
        "findings": (build_finding(finding, languages) for finding in result.findings),
        **_build_responses(result),
        "promises": (_build_promise(judged, languages) for judged in result.promises),
    }


def build_not_checked(item: NotChecked, languages: list[Language]) -> dict[str, Any]:
    """What was not checked, with the reason in each language."""
    return {"what": item.what, "why": _translate(languages, lambda language: describe_omission(item, language))}


def _build_withheld(result: Result, languages: list[Language]) -> dict[str, Any]:
    """The key `public`, in a version for others: what it leaves out, in words."""
    if not result.withheld:
        return {}
    note = _translate(languages, lambda language: describe_withheld(result, language))
    return {"public": {"left_out": list(result.withheld), "note": note}}


def _build_file(item: Input, **more: str) -> dict[str, str]:
    """A file that was read, with its commit unless it was read from the work tree."""
    revision = {"revision": item.revision} if item.revision else {}
    return {"path": item.path, **more, "sha256": item.sha256, **revision}


def _build_comparison(
    trusted: TrustedRevision | None, effect: ChangeEffect | None, languages: list[Language]
) -> dict[str, Any]:
    """The keys `trusted` and `effect`, each only if it was asked for."""
    if trusted is None and effect is None:
        return {}
    from seloste.reports.formats.comparison import build_effect, build_trust

    trust = {"trusted": build_trust(trusted, languages)} if trusted else {}
    return {**trust, **({"effect": build_effect(effect, languages)} if effect else {})}


def _build_infrastructure(result: Result) -> dict[str, Any]:
    """The key `infrastructure`, where evidence was given: what a later check is compared with."""
    if result.infrastructure is None:
        return {}
    from seloste.reports.formats.infrastructure import build_infrastructure

    return {"infrastructure": build_infrastructure(result.infrastructure)}


def _build_summary(result: Result) -> dict[str, Any]:
    counts, verdicts, ignored = result.counts(), result.verdicts(), result.ignored_waivers
    known = sum(finding.known for finding in result.findings)
    return {
        **{severity.value: counts[severity] for severity in Severity},
        "waived": sum(finding.waived is not None for finding in result.findings),
        "baselined": sum(finding.suppression == "baselined" for finding in result.findings),
        **({"known": known} if known else {}),
        "fixed": result.baseline.fixed_count,
        "set_aside": ignored and {"waivers": ignored.waivers, "findings": ignored.findings},
        "systems": result.systems,
        "processors": result.processors,
        "promises": {verdict.value: verdicts[verdict] for verdict in Verdict},
    }


def _translate(languages: list[Language], words: Callable[[Language], str]) -> dict[str, str]:
    return {language.code: words(language) for language in languages}


def _build_waiver(waived: Waived) -> dict[str, Any]:
    return {
        "reason": waived.reason,
        "approved_by": waived.approved_by,
        **({"advised_by": waived.advised_by} if waived.advised_by else {}),
        "until": waived.until.isoformat(),
        "location": _build_location(waived.location),
    }


def build_finding(finding: Finding, languages: list[Language]) -> dict[str, Any]:
    """A finding as plain values, its words in each of the languages."""
    waived = finding.waived
    codes = tuple(language.code for language in languages)
    related = zip(*(list_related(finding, language) for language in languages), strict=True)
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "subject": finding.subject,
        "promise": finding.promise,
        "message": _translate(languages, lambda language: language.message(finding)),
        "law": list(finding.law),
        "from_memory": finding.from_memory,
        "location": _build_location(finding.location),
        "related": [_build_related(described, languages) for described in related],
        "ways_out": _build_ways_out(codes, finding.rule, finding.collection, contradicts=finding.promise is not None),
        "waiver": waived and _build_waiver(waived),
        "baselined": finding.baselined,
        **({"known": True} if finding.known else {}),
        "fingerprint": finding.fingerprint,
    }


@lru_cache(maxsize=1024)
def _build_ways_out(
    codes: tuple[str, ...], rule: str, collection: Collection, *, contradicts: bool
) -> list[dict[str, Any]]:
    """How to resolve the findings of a rule: made once for all of them, since it is most of their text."""
    translations = [load_language(code).list_fixes(rule, collection, contradicts=contradicts) for code in codes]
    return [
        {"change": fixes[0].change, "message": {code: fix.words for code, fix in zip(codes, fixes, strict=True)}}
        for fixes in zip(*translations, strict=True)
    ]


def _build_related(described: Sequence[tuple[Location, str]], languages: list[Language]) -> dict[str, Any]:
    """Another place of a finding; `described` has it with its description in each of the languages."""
    location, _ = described[0]
    return {
        "path": location.path,
        "line": location.line,
        "column": location.column,
        "message": {language.code: words for language, (_, words) in zip(languages, described, strict=True)},
    }


def _build_responses(result: Result) -> dict[str, Any]:
    """The key `responses`, where there are any: each once, however many findings it answers."""
    responses = result.responses
    overdue = {each.fingerprint for each in responses.list_overdue(result.as_of)}
    gone = {each.fingerprint for each in responses.unmatched}
    listed = [
        {
            "fingerprint": each.fingerprint,
            "owner": each.owner,
            "due": each.due and each.due.isoformat(),
            "text": each.text,
            "location": _build_location(each.location),
            "answers": each.fingerprint not in gone,
            "overdue": each.fingerprint in overdue,
        }
        for each in responses.by_fingerprint.values()
    ]
    return {"responses": listed} if listed else {}


def _build_location(location: Location) -> dict[str, Any]:
    return {
        "path": location.path,
        "line": location.line,
        "column": location.column,
        "end_line": location.end_line,
        "end_column": location.end_column,
    }


def _build_promise(judged: JudgedPromise, languages: list[Language]) -> dict[str, Any]:
    words: _EvidenceWords = {}
    return {
        "id": judged.id,
        "text": judged.text,
        "verdict": judged.verdict.value,
        "strength": judged.strength and judged.strength.value,
        "accepted": judged.accepted,
        "defects": list(judged.defects),
        "evidence": (_build_evidence(item, languages, words) for item in _select_evidence(judged)),
        **({"supporting": judged.supporting} if judged.supporting > MOST_SUPPORTING else {}),
    }


def _select_evidence(judged: JudgedPromise) -> Iterator[Evidence]:
    """Every piece of evidence against a promise, and the first of those that support it."""
    room = MOST_SUPPORTING
    for item in judged.evidence:
        room -= bool(item.holds)
        if room >= 0 or not item.holds:
            yield item


def _build_evidence(item: Evidence, languages: list[Language], words: _EvidenceWords) -> dict[str, Any]:
    key = item.detail, id(item.arguments)
    if key not in words:
        if len(words) > _MOST_WORDS:
            words.clear()
        words[key] = _translate(languages, lambda language: describe_evidence(item, language))
    return {
        "kind": item.kind.value,
        **({"basis": item.basis.value} if item.basis else {}),
        "holds": item.holds,
        "subject": item.subject,
        **({"resource": item.resource} if item.resource else {}),
        "path": item.location.path,
        "line": item.location.line,
        "dated": item.dated and item.dated.isoformat(),
        "detail": words[key],
    }
