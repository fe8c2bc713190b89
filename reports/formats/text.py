"""`--format text`, for engineers: drift first, each finding with its line, the promise and how to fix it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from seloste.checker.finding import Citation, Finding, Severity
from seloste.checker.result import Result
from seloste.checker.rule_families import CONTRADICTING_FAMILIES
from seloste.checker.verdicts.verdict import Verdict
from seloste.reports.formats.context import FormatContext, Lead
from seloste.reports.formats.finding_block import INDENT, format_block, format_from_memory, format_marks
from seloste.reports.formats.phrases import (
    format_newer_rules,
    format_out_of_scope,
    format_strength,
    format_suppressed,
    list_suppressed,
)
from seloste.reports.formats.style import Style
from seloste.reports.formats.unchecked import format_unchecked
from seloste.reports.language.files_as_of import describe_as_of
from seloste.reports.language.notice_name import name_notice
from seloste.reports.language.omission import list_law_remarks
from seloste.reports.rendering.escape import console, visible

#: Findings of one rule that have a line each after the first one, and subjects that the line of a defect names.
_MOST_REPEATS = 3
_MOST_SUBJECTS = 3
#: Errors of the notice that have a line each, of all its rules together.
_MOST_ERRORS = 10


def render(context: FormatContext) -> Iterator[str]:
    """The result as text; with `quiet`, the numbers of what does not count where nothing else was found."""
    style = Style(context.language, context.width, context.colour, context.verbose)
    if context.quiet and not context.result.list_counting_findings():
        yield _format_numbers(context, style)
    else:
        yield _format_lead(context.lead, style)
        yield render_result(context.result, style, tells_files=not context.quiet)


def _format_lead(lead: Lead | None, style: Style) -> str:
    if lead is None:
        return ""
    lines = [line for words in lead.lines for line in style.wrap(visible(words), INDENT, INDENT)]
    return console("\n".join([style.paint(visible(lead.title), "bold"), *lines])) + "\n\n"


def _format_numbers(context: FormatContext, style: Style) -> str:
    """A line with the number of suppressed findings, and one with those out of scope; empty where there are none."""
    suppressed, elsewhere = list_suppressed(context.result), context.list_out_of_scope()
    lines = [format_suppressed(suppressed, style.language)] if suppressed else []
    lines += [format_out_of_scope(elsewhere, style.language)] if elsewhere else []
    return console("".join(f"{visible(line)}\n" for line in lines))


def render_result(result: Result, style: Style, *, tells_files: bool = True) -> str:
    """The result as text in a style; `tells_files`: with the state of the files that were read."""
    as_of = style.wrap(visible(describe_as_of(result, style.language, iso=True)), "", "") if tells_files else []
    sections = [
        "\n".join([_format_headline(result, style), *as_of]),
        _format_input(result, style),
        _format_cut_texts(result, style),
        _format_drift(result, style),
        _format_defects(result, style),
        _format_waivers(result, style),
        "\n".join(filter(None, (_format_suppressed(result, style), _format_ignored(result, style)))),
        format_unchecked(result, style),
        _format_verdicts(result, style),
    ]
    return console("\n\n".join(section for section in sections if section) + "\n")


def _format_headline(result: Result, style: Style) -> str:
    language = style.language
    title = ""
    if result.notice is not None:
        title = visible(name_notice(result.notice.record, language))
    counts = {"promise": len(result.promises)}
    if result.scope != "notice":
        counts |= {"system": result.systems, "processor": result.processors}
    headline = " · ".join(
        [
            style.paint(title or language.word("terminal.notice"), "bold"),
            *(language.count(f"counted.{kind}", count) for kind, count in counts.items()),
            language.word("terminal.law-of", day=result.as_of, version=result.edition.version),
        ]
    )
    remarks = (line for words in list_law_remarks(result, language) for line in style.wrap(words, "", ""))
    return "\n".join([headline, *(style.paint(line, "dim") for line in remarks)])


def _format_heading(style: Style, words: str, findings: Sequence[Finding], remark: str = "") -> str:
    """A heading with a remark at the right margin, by default the number of findings."""
    remark = remark or style.count_findings(findings)
    return f"{style.paint(words, 'bold')}{remark:>{max(len(remark) + 2, style.width - len(words))}}"


def _format_input(result: Result, style: Style) -> str:
    return _format_blocks("input", [finding for finding in result.findings if finding.is_input], result, style)


def _format_cut_texts(result: Result, style: Style) -> str:
    findings = [finding for finding in result.findings if finding.family == "input" and not finding.is_input]
    return _format_blocks("cut", findings, result, style)


def _format_waivers(result: Result, style: Style) -> str:
    findings = [each for each in _list_shown(result, style) if each.family == "waiver"]
    return _format_blocks("waivers", findings, result, style)


def _format_blocks(section: str, findings: Sequence[Finding], result: Result, style: Style) -> str:
    """A section in which each finding has a block."""
    if not findings:
        return ""
    lines = [_format_heading(style, style.language.word(f"terminal.{section}"), findings)]
    for finding in findings:
        lines += ["", *format_block(finding, result, style)]
    return "\n".join(lines)


def _format_drift(result: Result, style: Style) -> str:
    """Drift by rule: a block for the first finding, a line each for the next ones, and the number of the others."""
    findings = [finding for finding in _list_shown(result, style) if finding.family in CONTRADICTING_FAMILIES]
    if not findings:
        return ""
    lines = [_format_heading(style, style.language.word("terminal.drift"), findings)]
    omitted: list[Finding] = []
    for group in _group_by_rule(findings):
        in_blocks = group if style.verbose else group[:1]
        for finding in in_blocks:
            lines += ["", *format_block(finding, result, style)]
        repeats = group[len(in_blocks) : len(in_blocks) + _MOST_REPEATS]
        lines += [_format_line(finding, style) for finding in repeats]
        omitted += group[len(in_blocks) + len(repeats) :]
    if omitted:
        lines.append(_format_omitted(omitted, style, "\n"))
    return "\n".join(lines)


def _format_omitted(findings: Sequence[Finding], style: Style, before: str = "") -> str:
    return f"{before}{INDENT}… {style.language.word('terminal.more', what=style.count_findings(findings))}"


def _group_by_rule(findings: Iterable[Finding]) -> list[list[Finding]]:
    """The findings by rule, the most severe first, suppressed ones last, each rule's findings in their order."""
    severities = list(Severity)
    ordered = sorted(findings, key=lambda f: (not f.counts, severities.index(f.severity), f.rule, _is_harmless(f)))
    return [list(group) for _, group in groupby(ordered, key=lambda f: (f.counts, f.severity, f.rule))]


def _is_harmless(finding: Finding) -> bool:
    """Whether infrastructure contradicts the inventory alone. What breaks a promise goes first: a plan has no lines."""
    return finding.family == "evidence" and finding.promise is None


def _format_line(finding: Finding, style: Style) -> str:
    message = visible(style.language.message(finding))
    return f"{INDENT}{visible(str(finding.location))}  {message}{format_marks(finding, style)}"


def _format_defects(result: Result, style: Style) -> str:
    """Defects of the notice by rule: errors, or everything where there are no errors, and the number of the others."""
    is_elsewhere = result.scope == "systems"
    shown = result.findings if is_elsewhere else _list_shown(result, style)
    findings = [finding for finding in shown if finding.family == "notice"]
    if not findings:
        return ""
    words = style.language.word("terminal.defects")
    if is_elsewhere:
        remark = f"{style.count_findings(findings)} ({style.language.word('terminal.not-counted')})"
        return _format_heading(style, words, findings, remark)
    groups = _group_by_rule(findings)
    errors = [group for group in groups if style.verbose or group[0].severity is Severity.ERROR] or groups
    omitted = [finding for group in groups if group not in errors for finding in group]
    lines = [_format_heading(style, words, findings)]
    room = _MOST_ERRORS
    for group in errors:
        shown = _choose_shown(group, room, style)
        room -= 0 if style.verbose else len(shown)
        lines += _format_defect(group, shown, style)
    if omitted:
        lines.append(_format_omitted(omitted, style))
    return "\n".join(lines)


def _choose_shown(group: list[Finding], room: int, style: Style) -> list[Finding]:
    """The findings of one rule that have a line each: with --verbose all, else the errors that count, while
    there is room."""
    if style.verbose:
        return group
    return group[:room] if group[0].severity is Severity.ERROR else []


def _format_defect(group: list[Finding], shown: list[Finding], style: Style) -> Iterator[str]:
    """The findings of one rule on a line, and a further line for each of those shown."""
    language, first = style.language, group[0]
    names = [finding.subject.partition(".")[2] or finding.subject for finding in group]
    subjects = ", ".join(names[:_MOST_SUBJECTS])
    if len(names) > _MOST_SUBJECTS:
        subjects += " " + language.word("terminal.and-more", count=len(names) - _MOST_SUBJECTS)
    severity = style.paint(language.word(f"severity.{first.severity}"), first.severity)
    law = f"  {language.format_value(Citation(first.law[0]))}" if first.law else ""
    suppressed = "" if first.counts else f"  [{style.count_findings(group)}]"
    from_memory = not style.verbose and any(finding.from_memory for finding in group)
    remark = f"{law}{suppressed}{format_from_memory(style) if from_memory else ''}"
    yield f"{INDENT}{len(group):>2} × {severity}  {first.rule}  {visible(subjects)}{remark}"
    for finding in shown:
        message = visible(language.message(finding))
        marks = format_marks(finding, style) if style.verbose else ""
        yield f"        {visible(str(finding.location))}  {message}{marks}"


def _list_shown(result: Result, style: Style) -> Sequence[Finding]:
    """The findings that are told one by one: those that count, with --verbose the suppressed ones too."""
    return result.findings if style.verbose else [finding for finding in result.findings if finding.counts]


def _format_suppressed(result: Result, style: Style) -> str:
    """The number of suppressed findings in a line, unless each was told: known ones must not bury new ones."""
    suppressed = list_suppressed(result)
    if not suppressed or style.verbose:
        return ""
    words = style.language.word("terminal.listed", what=format_suppressed(suppressed, style.language))
    return "\n".join(style.wrap(visible(words)))


def _format_ignored(result: Result, style: Style) -> str:
    """The number of waivers that were ignored on request, and of baseline entries whose findings are gone."""
    language, ignored, fixed = style.language, result.ignored_waivers, result.baseline.fixed_count
    lines = []
    if ignored is not None:
        waivers = language.count("passing.of-waivers", ignored.waivers)
        findings = language.count("passing.of-findings", ignored.findings)
        lines.append(language.word("passing.set-aside", waivers=waivers, findings=findings))
    if fixed:
        lines.append(language.count("passing.fixed", fixed))
    newer = format_newer_rules(result, language)
    if newer:
        lines += style.wrap(visible(newer), "", "")
    return "\n".join(lines)


def _format_verdicts(result: Result, style: Style) -> str:
    """The number of promises by verdict, and the next command."""
    language = style.language
    if not result.promises:
        return language.word("terminal.nothing-judged")
    verdicts = result.verdicts()
    accepted = sum(judged.accepted for judged in result.promises)
    remark = f" ({language.count('terminal.accepted', accepted)})" if accepted else ""
    strength = format_strength(result, language)
    counts = [
        style.paint(f"{verdicts[Verdict.KEPT]} {language.word('verdict.kept')}{strength}", "kept"),
        style.paint(f"{verdicts[Verdict.BROKEN]} {language.word('verdict.broken')}{remark}", "broken"),
        f"{verdicts[Verdict.UNVERIFIED]} {language.word('verdict.unverified')}",
    ]
    lines = [f"{style.paint(language.word('terminal.verdicts'), 'bold')}  {' · '.join(counts)}"]
    counting = result.list_counting_findings()
    candidates = [finding for finding in counting if finding.family in CONTRADICTING_FAMILIES] or counting
    worst = next((group[0].rule for group in _group_by_rule(candidates)), None)
    nothing_found = [] if result.findings else [language.word("terminal.clean")]  # suppressed findings were found
    steps = [f"seloste explain {worst}"] if worst else nothing_found
    lines.append(f"{language.word('terminal.next')}: {' · '.join([*steps, 'seloste report'])}")
    return "\n".join(lines)
