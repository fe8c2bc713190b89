"""`seloste forecast`: the changes day by day, and the systems, promises and people that a supposition concerns.

For machines (`json`), with `version` 1; days are ISO 8601, and findings are those of `report.json` with all their keys:

- `as_of`, `until`, `horizon` (the day until which the law was checked), `past_horizon`, `supposed` (`id`, `until`)
- `not_checked`: what was not looked at today, as in `report.json`; no national law is `national-law`
- `coming`: law that begins to apply by then, as in `seloste law --format json` under `pending`
- `now`, and `then` of each change: `error`, `warning` and `note` count findings that are neither waived nor baselined;
  `fails`: whether the gate fails
- `changes`, by day: `day`, `appearing` and `ceasing` (findings), `promises` (`id`, `before`, `after`), `then`
- `hit`, null without a supposition: `systems`, `promises`, `data_subjects` (ids), `findings` (with their first `day`)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from seloste.checker.finding import Finding, Severity
from seloste.checker.forecast.forecast import Forecast, ForecastChange, Impact, VerdictTurn
from seloste.policy.law.pending import list_coming
from seloste.reports.formats.json import build_finding, build_not_checked
from seloste.reports.formats.style import Style
from seloste.reports.language.files_as_of import build_files_state, describe_as_of
from seloste.reports.language.language import Language, capitalize, language_codes, load_language
from seloste.reports.language.omission import list_law_remarks
from seloste.reports.law.document import build_pending
from seloste.reports.rendering.escape import json_text, visible


def render_json(forecast: Forecast) -> str:
    """The forecast as JSON text."""
    languages = [load_language(code) for code in language_codes()]
    start = forecast.start
    document = {
        "version": 1,
        "as_of": forecast.first.isoformat(),
        **build_files_state(start.files),
        "until": forecast.last.isoformat(),
        "horizon": start.horizon.isoformat(),
        "past_horizon": forecast.past_horizon,
        "supposed": [{"id": each.id, "until": each.until.isoformat()} for each in forecast.supposed],
        "coming": [build_pending(each) for each in list_coming(forecast.first, forecast.last)],
        "not_checked": [build_not_checked(item, languages) for item in start.not_checked],
        "now": _build_state(start.counts(), forecast.fails),
        "changes": [_build_change(change, languages) for change in forecast.changes],
        "hit": _build_impact(forecast.impact, languages) if forecast.impact else None,
    }
    return json_text(document)


def _build_state(counts: Mapping[Severity, int], fails: bool) -> dict[str, Any]:
    return {**{severity.value: count for severity, count in counts.items()}, "fails": fails}


def _build_change(change: ForecastChange, languages: list[Language]) -> dict[str, Any]:
    return {
        "day": change.day.isoformat(),
        "appearing": [build_finding(finding, languages) for finding in change.appearing],
        "ceasing": [build_finding(finding, languages) for finding in change.ceasing],
        "promises": [
            {"id": turn.promise.id, "before": turn.before.value, "after": turn.after.value} for turn in change.verdicts
        ],
        "then": _build_state(change.counts, change.fails),
    }


def _build_impact(impact: Impact, languages: list[Language]) -> dict[str, Any]:
    return {
        "systems": list(impact.systems),
        "promises": list(impact.promises),
        "data_subjects": list(impact.data_subjects),
        "findings": [
            {"day": each.day.isoformat(), **build_finding(each.finding, languages)} for each in impact.findings
        ],
    }


def render_text(forecast: Forecast, style: Style) -> str:
    """The forecast as text for a terminal."""
    sections = ["\n".join(_list_head_lines(forecast, style))]
    if forecast.impact is not None:
        sections.append("\n".join(_list_impact_lines(forecast, forecast.impact, style)))
    sections += ["\n".join(_list_change_lines(change, style)) for change in forecast.changes]
    if not forecast.changes:
        sections.append(style.language.word(f"forecast.{_explain_nothing(forecast)}"))
    return "\n\n".join(sections) + "\n"


def _explain_nothing(forecast: Forecast) -> str:
    """Why no change is foreseen: what was not read may change all the same."""
    if forecast.start.notice is None:
        return "no-notice"
    return "nothing-read" if forecast.start.broken_input else "nothing"


def _list_head_lines(forecast: Forecast, style: Style) -> Iterator[str]:
    word = style.language.word
    yield style.paint(word("forecast.heading", first=forecast.first, last=forecast.last), "bold")
    yield from style.wrap(visible(describe_as_of(forecast.start, style.language)), "", "")
    for remark in list_law_remarks(forecast.start, style.language):
        yield from style.wrap(visible(remark), "", "")
    yield word("forecast.replay")
    if forecast.past_horizon:
        yield word("forecast.past-horizon", horizon=forecast.start.horizon)
    for each in forecast.supposed:
        yield style.paint(word("forecast.supposed", name=each.id, until=each.until), "bold")
    for _, words in list_coming_law(forecast, style.language):
        yield from style.wrap(words, "", "  ")
    yield word("forecast.now", counts=format_counts(forecast.start.counts(), style.language))


def list_coming_law(forecast: Forecast, language: Language) -> Iterator[tuple[date, str]]:
    """The days on which law begins to apply, each with a sentence on what it is and what it changes."""
    for law in list_coming(forecast.first, forecast.last):
        day, text = law.first or forecast.last, language.text
        name = capitalize(text(law.title))
        yield day, language.word("forecast.coming", name=name, day=language.format_value(day), text=text(law.text))


def format_counts(counts: Mapping[Severity, int], language: Language) -> str:
    """The number of findings that count, by severity: "1 error, 2 warnings"."""
    words = [language.count(f"counted.{severity}", count) for severity, count in counts.items() if count]
    return ", ".join(words) or language.word("forecast.no-findings")


def _list_change_lines(change: ForecastChange, style: Style) -> Iterator[str]:
    language = style.language
    counts = language.word("forecast.then", counts=format_counts(change.counts, language))
    day = language.format_value(change.day)
    yield f"{style.paint(day, 'bold')}{counts:>{max(len(counts) + 2, style.width - len(day))}}"
    if change.fails != change.failed:
        key = "turns-red" if change.fails else "turns-green"
        yield f"  {style.paint(language.word(f'forecast.{key}'), 'broken' if change.fails else 'kept')}"
    for mark, findings in (("appears", change.appearing), ("ceases", change.ceasing)):
        for finding in findings:
            yield from _list_finding_lines(finding, language.word(f"forecast.{mark}"), style)
    for turn in change.verdicts:
        yield f"  {visible(format_verdict_turn(turn, language))}"


def format_verdict_turn(turn: VerdictTurn, language: Language) -> str:
    """A promise with its verdict before and after."""
    before, after = (language.word(f"verdict.{each}") for each in (turn.before, turn.after))
    return language.word("forecast.verdict", promise=turn.promise.id, before=before, after=after)


def _list_finding_lines(finding: Finding, mark: str, style: Style) -> list[str]:
    """The message after a mark and the severity, and below it the rule and the place."""
    language = style.language
    severity = language.word(f"severity.{finding.severity}")
    suppression = ""
    if not finding.counts:
        suppression = f" [{language.word('audit.waived_mark' if finding.waived else 'audit.baselined_mark')}]"
    begin = f"  {mark} {severity}  "
    indent = " " * len(begin)
    lines = style.wrap(visible(language.message(finding)) + suppression, begin, indent)
    lines[0] = f"  {mark} {style.paint(severity, finding.severity)}  {lines[0].removeprefix(begin)}"
    return [*lines, f"{indent}{style.paint(f'{finding.rule} · {visible(str(finding.location))}', 'dim')}"]


def _list_impact_lines(forecast: Forecast, impact: Impact, style: Style) -> Iterator[str]:
    language = style.language
    yield style.paint(language.word("forecast.impact"), "bold")
    if not impact.findings and not impact.promises:
        yield f"  {language.word('forecast.impact-nothing')}"
        return
    rows = {
        "systems": [_format_name(id, _system_name(id, forecast)) for id in impact.systems],
        "promises": list(impact.promises),
        "data_subjects": [_format_name(id, _group_name(id, forecast, language)) for id in impact.data_subjects],
    }
    labels = {key: language.word(f"forecast.{key}") for key in rows}
    width = max(map(len, labels.values()))
    for key, names in rows.items():
        if names:
            begin = f"  {labels[key]:<{width}}  "
            yield from style.wrap(visible(", ".join(names)), begin, " " * len(begin))
    for each in impact.findings:
        yield from _list_finding_lines(each.finding, language.format_value(each.day), style)


def _format_name(id: str, name: str) -> str:
    return f"{capitalize(name)} ({id})" if name and name != id else id


def _system_name(id: str, forecast: Forecast) -> str:
    """The name of a system; empty where the forecast has no records of the systems."""
    entry = forecast.start.system_entries.get(id)
    return entry.record.name if entry else ""


def _group_name(id: str, forecast: Forecast, language: Language) -> str:
    """The name of a group of data subjects; empty where the notice does not have it."""
    notice = forecast.start.notice
    groups = notice.record.data_subjects if notice else {}
    return language.text(groups[id].text) if id in groups else ""
