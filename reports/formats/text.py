"""`--format text`: what an engineer sees. Drift first, each with its line, the promise and the ways out."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from seloste.checker.finding import Citation, Finding, Severity
from seloste.checker.result import Result
from seloste.checker.verdict import EvidenceKind, Verdict
from seloste.reports.formats import DRIFT, FormatContext, Lead
from seloste.reports.formats.phrases import mark
from seloste.reports.language.language import Language
from seloste.reports.rendering.escape import console, visible

#: So many findings of one rule get a line of their own, and so many subjects of one defect are named.
_REPEATS = 3
_NAMED = 3
_STYLES = {"error": "31;1", "warning": "33;1", "note": "36", "bold": "1", "dim": "2", "kept": "32", "broken": "31"}


@dataclass(frozen=True, slots=True)
class Style:
    """How the text is laid out: its language and width, whether in colour, and whether everything is spelled out."""

    said: Language
    width: int = 100
    colour: bool = False
    verbose: bool = False

    def paint(self, text: str, style: str) -> str:
        """The text in a style, where there is colour. Text of others has lost its control characters before."""
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if self.colour else text

    def tally(self, findings: Iterable[Finding]) -> str:
        """How many findings count, by severity, and how many are let pass: "7 errors, 3 warnings, 1 waived"."""
        found = [_counted(finding) for finding in findings]
        counts = [(kind, found.count(kind)) for kind in (*Severity, "waived", "baselined")]
        return ", ".join(self.said.count(f"counted.{kind}", count) for kind, count in counts if count)


def _counted(finding: Finding) -> str:
    """What a finding is counted as."""
    return finding.severity if finding.counts else "waived" if finding.waived else "baselined"


def tell(telling: FormatContext) -> str:
    """The result as text, in the style that was asked for. With `quiet`, nothing where nothing was found."""
    if telling.quiet and not telling.result.findings:
        return ""
    style = Style(telling.said, telling.width, telling.colour, telling.verbose)
    return _lead(telling.lead, style) + render(telling.result, style)


def _lead(lead: Lead | None, style: Style) -> str:
    if lead is None:
        return ""
    lines = [line for words in lead.lines for line in _wrapped(visible(words), "   ", style)]
    return console("\n".join([style.paint(visible(lead.title), "bold"), *lines])) + "\n\n"


def render(result: Result, style: Style) -> str:
    """The result as text for a terminal."""
    parts = [
        _headline(result, style),
        _input(result, style),
        _drift(result, style),
        _defects(result, style),
        _waivers(result, style),
        _aside(result, style),
        _verdicts(result, style),
    ]
    return console("\n\n".join(part for part in parts if part) + "\n")


def _headline(result: Result, style: Style) -> str:
    said = style.said
    title = ""
    if result.notice is not None:
        notice = result.notice.record.notice
        title = visible(said.text(notice.title or notice.name))
    day = said.word("terminal.law-of", day=result.as_of.isoformat())
    counts = [
        said.count("counted.promise", len(result.promises)),
        *([said.count("counted.system", result.systems)] if result.scope != "notice" else []),
        *([said.count("counted.processor", result.processors)] if result.scope != "notice" else []),
    ]
    return " · ".join([style.paint(title or said.word("terminal.notice"), "bold"), *counts, day])


def _heading(style: Style, words: str, findings: Sequence[Finding], remark: str = "") -> str:
    tally = remark or style.tally(findings)
    return f"{style.paint(words, 'bold')}{tally:>{max(len(tally) + 2, style.width - len(words))}}"


def _input(result: Result, style: Style) -> str:
    findings = [finding for finding in result.findings if finding.family == "input"]
    if not findings:
        return ""
    lines = [_heading(style, style.said.word("terminal.input"), findings)]
    for finding in findings:
        lines += ["", *_block(finding, result, style)]
    return "\n".join(lines)


def _drift(result: Result, style: Style) -> str:
    findings = [finding for finding in result.findings if finding.family in DRIFT]
    if not findings:
        return ""
    lines = [_heading(style, style.said.word("terminal.drift"), findings)]
    rest: list[Finding] = []
    was_known = False
    for group in _by_rule(findings):
        known = not style.verbose and group[0].baselined  # the past is told in a line, lest it bury what is new
        shown = group if style.verbose else group[: 0 if known else 1]
        for finding in shown:
            lines += ["", *_block(finding, result, style)]
        lines += [""] * (known and not was_known)
        was_known = known
        repeats = group[len(shown) : len(shown) + _REPEATS]
        lines += [_line(finding, style) for finding in repeats]
        rest += group[len(shown) + len(repeats) :]
    if rest:
        lines.append(f"\n   … {style.said.word('terminal.more', what=style.tally(rest))}")
    return "\n".join(lines)


def _by_rule(findings: Iterable[Finding]) -> list[list[Finding]]:
    """The findings rule by rule, the gravest first, each rule's in the order of their places."""
    grave = list(Severity)
    ordered = sorted(findings, key=lambda f: (not f.counts, grave.index(f.severity), f.rule))
    return [list(group) for _, group in groupby(ordered, key=lambda f: (f.counts, f.severity, f.rule))]


def _where(finding: Finding) -> str:
    at = finding.location
    return visible(":".join(str(part) for part in (at.path, at.line, at.column) if part is not None))


def _line(finding: Finding, style: Style) -> str:
    return f"   {_where(finding)}  {visible(style.said.message(finding))}{_marks(finding, style)}"


def _marks(finding: Finding, style: Style) -> str:
    """What lets a finding pass, and whether it rests on what nobody has checked."""
    return _passed(finding, style) + (_remembered(style) if finding.from_memory else "")


def _remembered(style: Style) -> str:
    return f" [{style.said.word('terminal.from-memory')}]"


def _passed(finding: Finding, style: Style) -> str:
    return "" if finding.counts else f" [{visible(mark(finding, style.said))}]"


def _block(finding: Finding, result: Result, style: Style) -> list[str]:
    """A finding in full: place, message, source line, the promise's own words, and the ways out."""
    said = style.said
    severity = style.paint(said.word(f"severity.{finding.severity}"), finding.severity)
    lines = [f"{style.paint(_where(finding), 'bold')}  {severity}  {finding.rule}{_passed(finding, style)}"]
    lines += _wrapped(visible(said.message(finding)), "   ", style)
    lines += _excerpt(finding, style)
    lines += _labelled("promise", _promise(finding, result, style), style)
    if finding.promise is None and finding.related:
        places = ", ".join(f"{at.path}:{at.line}" for at in finding.related)
        lines += _labelled("also", f"{places} {said.related(finding)}".strip(), style)
    for number, way in enumerate(said.ways_out(finding)):
        words = f"{said.word(f'terminal.change.{way.change}')}: {way.words}"
        lines += _labelled("way-out" if number == 0 else "", words, style)
    mend = said.mend(finding.rule)
    lines += _labelled("mend", mend if finding.family in ("input", "waiver") else "", style)
    if finding.from_memory:
        lines += _labelled("law", said.word("terminal.from-memory"), style)
    return lines


def _promise(finding: Finding, result: Result, style: Style) -> str:
    judged = next((judged for judged in result.promises if judged.id == finding.promise), None)
    if judged is None:
        return ""
    place = f"{judged.id}, {judged.location.path}:{judged.location.line}"
    words = style.said.text(judged.text) if judged.text else style.said.related(finding)
    return f"{place} {style.said.word('terminal.quote', words=visible(' '.join(words.split())))}"


def _excerpt(finding: Finding, style: Style) -> list[str]:
    at = finding.location
    if not finding.excerpt or at.line is None or at.column is None:
        return []
    source = visible(finding.excerpt.rstrip().replace("\t", " "))
    start = 0
    room = style.width - 12
    if at.column > room and len(source) >= at.column:
        start = at.column - room // 2
    number = str(at.line)
    shown = source[start : start + room]
    lines = [f"   {style.paint(number, 'dim')} {style.paint('|', 'dim')} {shown}"]
    if at.column - 1 - start <= len(shown):
        end = at.end_column if at.end_line == at.line and at.end_column else len(source) + 1
        carets = "^" * max(1, min(end - at.column, len(shown) - (at.column - 1 - start)))
        margin = " " * (at.column - 1 - start)
        lines.append(
            f"   {' ' * len(number)} {style.paint('|', 'dim')} {margin}{style.paint(carets, finding.severity)}"
        )
    return lines


def _labelled(label: str, words: str, style: Style) -> list[str]:
    if not words:
        return []
    name = style.said.word(f"terminal.{label}") if label else ""
    width = max(len(style.said.word(f"terminal.{each}")) for each in ("promise", "way-out", "mend", "law", "also"))
    first, *rest = _wrapped(words, " " * (width + 5), style)
    return [f"   {name:<{width}}  {first.lstrip()}", *rest]


def _wrapped(words: str, indent: str, style: Style) -> list[str]:
    return textwrap.wrap(
        words,
        style.width,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _defects(result: Result, style: Style) -> str:
    findings = [finding for finding in result.findings if finding.family == "notice"]
    if not findings:
        return ""
    words = style.said.word("terminal.defects")
    if result.scope == "systems":
        return _heading(style, words, findings, f"{style.tally(findings)} ({style.said.word('terminal.not-counted')})")
    groups = _by_rule(findings)
    shown = [group for group in groups if style.verbose or group[0].severity is Severity.ERROR] or groups
    hidden = [finding for group in groups if group not in shown for finding in group]
    lines = [_heading(style, words, findings), *(line for group in shown for line in _defect(group, style))]
    if hidden:
        lines.append(f"   … {style.said.word('terminal.more', what=style.tally(hidden))}")
    return "\n".join(lines)


def _defect(group: list[Finding], style: Style) -> Iterator[str]:
    """The findings of one rule in a line; with --verbose each on a line of its own below."""
    said = style.said
    names = [finding.subject.partition(".")[2] or finding.subject for finding in group]
    named = ", ".join(names[:_NAMED])
    if len(names) > _NAMED:
        named += " " + said.word("terminal.and-more", count=len(names) - _NAMED)
    severity = style.paint(said.word(f"severity.{group[0].severity}"), group[0].severity)
    law = f"  {said.say(Citation(group[0].law[0]))}" if group[0].law else ""
    passed = "" if group[0].counts else f"  [{style.tally(group)}]"
    remembered = _remembered(style) if not style.verbose and any(finding.from_memory for finding in group) else ""
    yield f"   {len(group):>2} × {severity}  {group[0].rule}  {visible(named)}{law}{passed}{remembered}"
    if style.verbose:
        for finding in group:
            yield f"        {_where(finding)}  {visible(said.message(finding))}{_marks(finding, style)}"


def _waivers(result: Result, style: Style) -> str:
    findings = [finding for finding in result.findings if finding.family == "waiver"]
    if not findings:
        return ""
    lines = [_heading(style, style.said.word("terminal.waivers"), findings)]
    for finding in findings:
        lines += ["", *_block(finding, result, style)]
    return "\n".join(lines)


def _aside(result: Result, style: Style) -> str:
    """Waivers that were set aside, and what of the baseline is there no more."""
    said, aside, fixed = style.said, result.set_aside, result.held.fixed_count
    lines = []
    if aside is not None:
        waivers = said.count("passing.of-waivers", aside.waivers)
        lines.append(
            said.word("passing.set-aside", waivers=waivers, findings=said.count("passing.of-findings", aside.findings))
        )
    if fixed:
        lines.append(said.count("passing.fixed", fixed))
    return "\n".join(lines)


def _accepted(result: Result, style: Style) -> str:
    """How many of the broken promises are so only by findings that waivers let pass."""
    accepted = sum(judged.accepted for judged in result.promises)
    return f" ({style.said.count('terminal.accepted', accepted)})" if accepted else ""


def _verdicts(result: Result, style: Style) -> str:
    said = style.said
    if not result.promises:
        return said.word("terminal.nothing-judged")
    verdicts = result.verdicts()
    kept = [judged for judged in result.promises if judged.verdict is Verdict.KEPT]
    strengths = {judged.strength for judged in kept} - {None}
    strength = f" ({said.word(f'strength.{next(iter(strengths))}')})" if len(strengths) == 1 else ""
    observed = sum(judged.strength is EvidenceKind.OBSERVED for judged in kept)
    if len(strengths) > 1:
        strength = (
            f" ({said.word('strength.observed')} {observed}, {said.word('strength.declared')} {len(kept) - observed})"
        )
    numbers = [
        style.paint(f"{verdicts[Verdict.KEPT]} {said.word('verdict.kept')}{strength}", "kept"),
        style.paint(f"{verdicts[Verdict.BROKEN]} {said.word('verdict.broken')}{_accepted(result, style)}", "broken"),
        f"{verdicts[Verdict.UNVERIFIED]} {said.word('verdict.unverified')}",
    ]
    lines = [f"{style.paint(said.word('terminal.verdicts'), 'bold')}  {' · '.join(numbers)}"]
    counting = result.counting()
    drift_first = [f for f in counting if f.family in DRIFT] or counting
    gravest = next((group[0].rule for group in _by_rule(drift_first)), None)
    clean = [] if result.findings else [said.word("terminal.clean")]  # what is let pass was found all the same
    steps = [f"seloste explain {gravest}"] if gravest else clean
    lines.append(f"{said.word('terminal.next')}: {' · '.join([*steps, 'seloste report'])}")
    return "\n".join(lines)
