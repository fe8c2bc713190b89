"""What will change, told: day by day, and for a drill whom the supposition hits.

For machines (`json`), with `version` 1; days are ISO 8601, and findings are those of `report.json` with all their keys:

- `as_of`, `until`, `horizon` (the day until which the law was checked), `past_horizon`, `supposed` (`id`, `until`)
- `now`, and `then` of each change: `error`, `warning` and `note` count what is neither waived nor baselined; `fails`
  says whether the gate fails
- `changes`, by day: `day`, `appearing` and `ceasing` (findings), `promises` (`id`, `before`, `after`), `then`
- `hit`, null where nothing is supposed: `systems`, `promises`, `data_subjects` (ids), `findings` (each with its first
  `day`)
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from seloste.checker.finding import Finding, Severity
from seloste.checker.forecast.forecast import Forecast, ForecastChange, Hit, Turned
from seloste.reports.formats.json import finding_document
from seloste.reports.formats.text import Style
from seloste.reports.language.language import Language, capital, load_language, language_codes
from seloste.reports.rendering.escape import visible


def render_json(forecast: Forecast) -> str:
    """The forecast as JSON text."""
    said = [load_language(code) for code in language_codes()]
    start = forecast.start
    document = {
        "version": 1,
        "as_of": forecast.first.isoformat(),
        "until": forecast.last.isoformat(),
        "horizon": start.horizon.isoformat(),
        "past_horizon": forecast.past_horizon,
        "supposed": [{"id": each.id, "until": each.until.isoformat()} for each in forecast.supposed],
        "now": _state(start.counts(), forecast.fails),
        "changes": [_change(change, said) for change in forecast.changes],
        "hit": _hit(forecast.hit, said) if forecast.hit else None,
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _state(counts: Mapping[Severity, int], fails: bool) -> dict[str, Any]:
    return {**{severity.value: count for severity, count in counts.items()}, "fails": fails}


def _change(change: ForecastChange, said: list[Language]) -> dict[str, Any]:
    return {
        "day": change.day.isoformat(),
        "appearing": [finding_document(finding, said) for finding in change.appearing],
        "ceasing": [finding_document(finding, said) for finding in change.ceasing],
        "promises": [
            {"id": turned.promise.id, "before": turned.before.value, "after": turned.after.value}
            for turned in change.turned
        ],
        "then": _state(change.counts, change.fails),
    }


def _hit(hit: Hit, said: list[Language]) -> dict[str, Any]:
    return {
        "systems": list(hit.systems),
        "promises": list(hit.promises),
        "data_subjects": list(hit.data_subjects),
        "findings": [{"day": each.day.isoformat(), **finding_document(each.finding, said)} for each in hit.findings],
    }


def render_text(forecast: Forecast, style: Style) -> str:
    """The forecast as text for a terminal."""
    parts = ["\n".join(_head(forecast, style))]
    if forecast.hit is not None:
        parts.append("\n".join(_drill(forecast, forecast.hit, style)))
    parts += ["\n".join(_day(change, style)) for change in forecast.changes]
    if not forecast.changes:
        parts.append(style.said.word("forecast.nothing"))
    return "\n\n".join(parts) + "\n"


def _head(forecast: Forecast, style: Style) -> Iterator[str]:
    word = style.said.word
    yield style.paint(word("forecast.heading", first=forecast.first, last=forecast.last), "bold")
    yield word("forecast.replay")
    if forecast.past_horizon:
        yield word("forecast.past-horizon", horizon=forecast.start.horizon)
    for each in forecast.supposed:
        yield style.paint(word("forecast.supposed", name=each.id, until=each.until), "bold")
    yield word("forecast.now", counts=counted(forecast.start.counts(), style.said))


def counted(counts: Mapping[Severity, int], said: Language) -> str:
    """How many findings of each severity count, in words."""
    words = [said.count(f"counted.{severity}", count) for severity, count in counts.items() if count]
    return ", ".join(words) or said.word("forecast.no-findings")


def _day(change: ForecastChange, style: Style) -> Iterator[str]:
    said = style.said
    then = said.word("forecast.then", counts=counted(change.counts, said))
    day = said.say(change.day)
    yield f"{style.paint(day, 'bold')}{then:>{max(len(then) + 2, style.width - len(day))}}"
    if change.fails != change.failed:
        key = "turns-red" if change.fails else "turns-green"
        yield f"  {style.paint(said.word(f'forecast.{key}'), 'broken' if change.fails else 'kept')}"
    for mark, findings in (("appears", change.appearing), ("ceases", change.ceasing)):
        for finding in findings:
            yield from _finding(finding, said.word(f"forecast.{mark}"), style)
    for turned in change.turned:
        yield f"  {visible(verdict(turned, said))}"


def verdict(turned: Turned, said: Language) -> str:
    """A promise with its verdict before and after."""
    before, after = (said.word(f"verdict.{each}") for each in (turned.before, turned.after))
    return said.word("forecast.verdict", promise=turned.promise.id, before=before, after=after)


def _finding(finding: Finding, mark: str, style: Style) -> list[str]:
    said = style.said
    severity = said.word(f"severity.{finding.severity}")
    passed = (
        "" if finding.counts else f" [{said.word('audit.waived_mark' if finding.waived else 'audit.baselined_mark')}]"
    )
    at = finding.location
    place = ":".join(str(part) for part in (at.path, at.line, at.column) if part is not None)
    begin = f"  {mark} {severity}  "
    lines = _wrapped(visible(said.message(finding)) + passed, begin, " " * len(begin), style)
    lines[0] = f"  {mark} {style.paint(severity, finding.severity)}  {lines[0].removeprefix(begin)}"
    return [*lines, f"{' ' * len(begin)}{style.paint(f'{finding.rule} · {visible(place)}', 'dim')}"]


def _drill(forecast: Forecast, hit: Hit, style: Style) -> Iterator[str]:
    said = style.said
    yield style.paint(said.word("forecast.hit"), "bold")
    if not hit.findings and not hit.promises:
        yield f"  {said.word('forecast.hit-nothing')}"
        return
    named = {
        "systems": [_called(name, id) for id, name in _systems(forecast, hit)],
        "promises": list(hit.promises),
        "data_subjects": [_called(name, id) for id, name in _people(forecast, hit, said)],
    }
    labels = {key: said.word(f"forecast.{key}") for key in named}
    width = max(map(len, labels.values()))
    for key, items in named.items():
        if items:
            begin = f"  {labels[key]:<{width}}  "
            yield from _wrapped(visible(", ".join(items)), begin, " " * len(begin), style)
    for each in hit.findings:
        yield from _finding(each.finding, said.say(each.day), style)


def _called(name: str, id: str) -> str:
    return f"{capital(name)} ({id})" if name and name != id else id


def _systems(forecast: Forecast, hit: Hit) -> Iterator[tuple[str, str]]:
    for id in hit.systems:
        entry = forecast.start.system_entries.get(id)
        yield id, entry.record.name if entry else ""


def _people(forecast: Forecast, hit: Hit, said: Language) -> Iterator[tuple[str, str]]:
    notice = forecast.start.notice
    groups = notice.record.data_subjects if notice else {}
    for id in hit.data_subjects:
        yield id, said.text(groups[id].text) if id in groups else ""


def _wrapped(words: str, begin: str, indent: str, style: Style) -> list[str]:
    return textwrap.wrap(
        words,
        style.width,
        initial_indent=begin,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
