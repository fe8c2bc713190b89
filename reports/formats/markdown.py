"""`--format markdown`: a comment on a pull request, with the outcome first and what does not count in a line.

A code host refuses a comment that is too long, so whole rows are omitted, and a line gives their number. The first line
is hidden: a bot recognises its own comment by it and updates it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from msgspec import Struct, field

from seloste.checker.finding import Finding
from seloste.checker.position import Location
from seloste.checker.rule_families import CONTRADICTING_FAMILIES
from seloste.checker.verdicts.verdict import JudgedPromise, Verdict
from seloste.reports.formats.context import FormatContext
from seloste.reports.formats.phrases import (
    format_not_checked,
    format_out_of_scope,
    format_outcome,
    format_severity_counts,
    format_strength,
    format_suppressed,
    format_suppression,
    list_places,
    list_suppressed,
)
from seloste.reports.language.files_as_of import describe_as_of
from seloste.reports.language.language import capitalize
from seloste.reports.language.notice_name import name_notice
from seloste.reports.language.omission import describe_law_data, list_law_remarks
from seloste.reports.rendering import escape

#: Bytes of a comment. GitHub's limit is in characters, which are never more than the bytes.
MOST_COMMENT = 65_536
#: Characters of a message or a name in a row, and links in the row of a rule.
_LONGEST_TEXT = 400
_MOST_LINKS = 10
#: Bytes reserved in each section for the line that gives the number of omitted rows.
_REMARK_SIZE = 300


class Section(Struct):
    """A part of the page: the rows of a table or a list below a title. `head`: the lines that begin the table."""

    title: str
    rows: list[str]
    head: list[str] = field(default_factory=list)
    folded: bool = False
    omitted: int = 0

    def lines(self, context: FormatContext) -> Iterator[str]:
        """The section as lines of Markdown."""
        if self.folded:
            yield from ("", f"<details><summary>{escape.html(self.title)}</summary>", "")
        else:
            yield from ("", f"#### {escape.comment(self.title)}", "")
        if self.rows:
            yield from (*self.head, *self.rows)
        if self.omitted:
            count = context.language.format_value(self.omitted)
            yield from ("", str(escape.comment(context.language.word("formats.left-out", count=count))))
        if self.folded:
            yield from ("", "</details>")


def render(context: FormatContext) -> Iterator[str]:
    """The result as a comment."""
    yield f"<!-- seloste:check:{context.result.scope} -->\n"
    yield render_page(context, MOST_COMMENT - 100)


def render_page(context: FormatContext, most: int) -> str:
    """The result as Markdown of at most so many bytes."""
    head, foot, sections = (
        list(_list_head_lines(context)),
        list(_list_foot_lines(context)),
        list(_list_sections(context)),
    )
    room = most - _count_bytes([*head, *foot])
    room -= sum(_count_bytes([section.title, *section.head]) + _REMARK_SIZE for section in sections)
    for number, section in enumerate(sections):
        is_last = number == len(sections) - 1
        room -= _shorten(section, room if is_last else room * 3 // 4)
    lines = [*head, *(line for section in sections for line in section.lines(context)), *foot]
    return "\n".join(lines) + "\n"


def _count_bytes(lines: Iterable[str]) -> int:
    return sum(len(line.encode(errors="backslashreplace")) + 1 for line in lines)


def _shorten(section: Section, room: int) -> int:
    """Omits the rows beyond so many bytes, and returns the size of the remaining ones."""
    used = 0
    for number, row in enumerate(section.rows):
        size = _count_bytes([row])
        if used + size > room:
            section.omitted = len(section.rows) - number
            del section.rows[number:]
            break
        used += size
    return used


def _list_head_lines(context: FormatContext) -> Iterator[str]:
    language, result = context.language, context.result
    title = ""
    if result.notice is not None:
        title = name_notice(result.notice.record, language)
    yield f"### {escape.comment(_cut(title) or language.word('formats.title'))}"
    yield from ("", f"**{escape.comment(format_outcome(context))}**", "")
    sentences = [
        describe_as_of(result, language),
        f"{capitalize(describe_law_data(result, language))}.",
        *list_law_remarks(result, language),
    ]
    if result.promises:
        verdicts = result.verdicts()
        counts = [f"{language.format_value(verdicts[each])} {language.word(f'verdict.{each}')}" for each in Verdict]
        counts[0] += format_strength(result, language)
        sentences.insert(0, language.word("formats.promises", what=language.format_list(counts)))
    yield escape.comment(" ".join(sentences))


def _list_foot_lines(context: FormatContext) -> Iterator[str]:
    suppressed = list_suppressed(context.result)
    if suppressed and not context.verbose:
        yield from ("", str(escape.comment(format_suppressed(suppressed, context.language))))
    out_of_scope = context.list_out_of_scope()
    if out_of_scope:
        yield from ("", str(escape.comment(format_out_of_scope(out_of_scope, context.language))))
    command = _format_code("seloste explain")
    yield from ("", f"<sub>seloste {escape.comment(context.run.version)} · {command}</sub>")


def _list_sections(context: FormatContext) -> Iterator[Section]:
    """The sections in the order of the page. Earlier ones get room first."""
    findings = context.list_findings()
    counting = [finding for finding in findings if finding.counts]
    if context.lead is not None:
        yield Section(context.lead.title, [f"- {escape.comment(_cut(line))}" for line in context.lead.lines])
    yield from _list_finding_sections(counting, context)
    fixes = list(_list_fixes(counting, context))
    if fixes:
        yield Section(context.language.word("formats.fixes"), fixes, folded=True)
    suppressed = [finding for finding in findings if not finding.counts]
    if suppressed and context.verbose:
        yield _make_suppressed_section(suppressed, context)
    yield from _list_result_sections(context)


def _list_finding_sections(counting: list[Finding], context: FormatContext) -> Iterator[Section]:
    """The findings that count: a row each; those of the notice a row for each rule."""
    unread = {finding.rule for finding in counting if finding.is_input}
    for name, families in (
        ("input", {"input"}),
        ("cut", {"input"}),
        ("drift", CONTRADICTING_FAMILIES),
        ("waivers", {"waiver"}),
    ):
        chosen = (each for each in counting if each.family in families and (name == "input") == (each.rule in unread))
        findings = sorted(chosen, key=_rule_order)
        if findings:
            rows = [_format_row(finding, context) for finding in findings]
            head = _format_table_head(context, "severity", "place", "message")
            yield Section(_format_title(name, findings, context), rows, head)
    defects = sorted((finding for finding in counting if finding.family == "notice"), key=_rule_order)
    if defects:
        rows = [_format_rule_row(list(group), context) for _, group in groupby(defects, key=_rule_order)]
        head = _format_table_head(context, "severity", "rule", "place")
        yield Section(_format_title("defects", defects, context), rows, head)


def _make_suppressed_section(suppressed: list[Finding], context: FormatContext) -> Section:
    language = context.language
    title = format_suppressed(suppressed, language)
    rows = [_format_row(finding, context, format_suppression(finding, language)) for finding in suppressed]
    return Section(title, rows, _format_table_head(context, "severity", "place", "message", "mark"), folded=True)


def _list_result_sections(context: FormatContext) -> Iterator[Section]:
    """The verdicts on promises, broken ones first, and the parts that were not checked.

    A comment has only the promises that a finding contradicts, unless it is `verbose`.
    """
    language, result = context.language, context.result
    contradicted = {finding.promise for finding in result.list_counting_findings()}
    promises = [each for each in result.promises if context.verbose or each.id in contradicted]
    if promises:
        verdicts = [Verdict.BROKEN, Verdict.UNVERIFIED, Verdict.KEPT]
        ordered = sorted(promises, key=lambda judged: verdicts.index(judged.verdict))
        rows = [_format_promise_row(judged, context) for judged in ordered]
        head = _format_table_head(context, "verdict", "promise")
        yield Section(language.word("formats.heading.promises"), rows, head, folded=True)
    if result.not_checked_here:
        rows = [f"- {escape.comment(format_not_checked(item, language))}" for item in result.not_checked_here]
        yield Section(language.word("formats.heading.not-checked"), rows, folded=True)


def _rule_order(finding: Finding) -> tuple[int, str]:
    return ["error", "warning", "note"].index(finding.severity), finding.rule


def _format_title(name: str, findings: list[Finding], context: FormatContext) -> str:
    counts = format_severity_counts(findings, context.language)
    return f"{context.language.word(f'formats.heading.{name}')}: {counts}"


def _format_table_head(context: FormatContext, *columns: str) -> list[str]:
    titles = [str(escape.comment(context.language.word(f"formats.column.{column}"))) for column in columns]
    return [_format_cells(titles), "|---" * len(columns) + "|"]


def _format_row(finding: Finding, context: FormatContext, suppression: str = "") -> str:
    """A finding as a row: severity, place, message with the rule below it, and the suppression, if any."""
    language = context.language
    severity = escape.comment(language.word(f"severity.{finding.severity}"))
    message = f"{escape.comment(capitalize(_cut(language.message(finding))))}<br>{_format_code(finding.rule)}"
    places = [finding.location, *(location for location, _ in list_places(finding, language))]
    cells = [severity, "<br>".join(_format_place(place, context) for place in places), message]
    return _format_cells([*cells, *([escape.comment(_cut(suppression))] if suppression else [])])


def _format_rule_row(findings: list[Finding], context: FormatContext) -> str:
    """The findings of one rule as a row: severity, rule, and a link for each subject."""
    language, first = context.language, findings[0]
    links = [_format_link(finding.subject, finding.location, context) for finding in findings[:_MOST_LINKS]]
    subjects = ", ".join(links)
    more = len(findings) - len(links)
    if more:
        subjects += f" {escape.comment(language.word('terminal.and-more', count=more))}"
    number = f"{language.format_value(len(findings))} × " if len(findings) > 1 else ""
    rule = f"{number}{escape.comment(language.title(first.rule))}<br>{_format_code(first.rule)}"
    return _format_cells([escape.comment(language.word(f"severity.{first.severity}")), rule, subjects])


def _format_promise_row(judged: JudgedPromise, context: FormatContext) -> str:
    language = context.language
    words = f"<br>{escape.comment(_cut(language.text(judged.text)))}" if judged.text else ""
    strength = f" ({language.word(f'strength.{judged.strength}')})" if judged.strength else ""
    verdict = escape.comment(f"{language.word(f'verdict.{judged.verdict}')}{strength}")
    return _format_cells([verdict, f"{_format_link(judged.id, judged.location, context)}{words}"])


def _list_fixes(findings: list[Finding], context: FormatContext) -> Iterator[str]:
    """How to fix the findings, an item for each rule."""
    language = context.language
    for _, group in groupby(sorted(findings, key=_rule_order), key=_rule_order):
        same_rule = list(group)
        # Only a finding that contradicts a promise has every way to resolve it.
        finding = next((finding for finding in same_rule if finding.promise), same_rule[0])
        lines = [f"{language.word(f'fix.{fix.change}')}: {fix.words}" for fix in language.fixes(finding)]
        in_file = language.fix(finding)
        if in_file:
            lines.append(f"{language.word('fix.file')}: {in_file}")
        if lines:
            yield f"- {_format_code(finding.rule)}" + "".join(f"<br>{escape.comment(line)}" for line in lines)


def _format_cells(cells: Iterable[object]) -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def _format_place(location: Location, context: FormatContext) -> str:
    path = _cut(context.home.path(location.path))
    return _format_link(path if location.line is None else f"{path}:{location.line}", location, context)


def _format_link(words: str, location: Location, context: FormatContext) -> str:
    """The words as code that links to the line; without a link where there is no line within the repository."""
    code = _format_code(_cut(words))
    path = context.home.path(location.path)
    if location.line is None or path.startswith(("/", "../")) or len(path) > _LONGEST_TEXT:
        return code
    return f"[{code}]({context.home.url}{escape.uri(path)}#L{location.line})"


def _format_code(words: str) -> str:
    """Words as a code span. Markdown takes them literally, but the server of a build log may not, hence `console`."""
    return str(escape.code_span(escape.console(words)))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_TEXT else f"{text[: _LONGEST_TEXT - 1]}…"
