"""`--format markdown`: a comment on a pull request, with the verdict first and all that does not count folded.

A code host refuses a comment that is too long, so rows that find no room are left out with a word, and never a part of
one. The first line is hidden: by it a bot finds its own comment and writes it anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from seloste.checker.finding import Finding
from seloste.checker.position import Location
from seloste.checker.verdict import JudgedPromise, Verdict
from seloste.reports.formats import DRIFT, FormatContext
from seloste.reports.formats.phrases import mark, passed, tally, unchecked, verdict
from seloste.reports.language.language import capital
from seloste.reports.rendering import escape

#: GitHub takes so many characters in a comment; they are counted here in bytes, of which there are never fewer.
MOST = 65_536
#: Characters of a message or a name in a row, and places of one rule.
_LONGEST = 400
_PLACES = 10
#: Bytes kept for the line of a section that says how much is left out.
_REMARK = 300


@dataclass(slots=True)
class Section:
    """A part of the page: rows under a heading, or folded behind it. `head` stands above the rows."""

    title: str
    rows: list[str]
    head: list[str] = field(default_factory=list)
    folded: bool = False
    left_out: int = 0

    def lines(self, telling: FormatContext) -> Iterator[str]:
        """The section as lines of Markdown."""
        if self.folded:
            yield from ("", f"<details><summary>{escape.html(self.title)}</summary>", "")
        else:
            yield from ("", f"#### {escape.comment(self.title)}", "")
        if self.rows:
            yield from (*self.head, *self.rows)
        if self.left_out:
            count = telling.said.say(self.left_out)
            yield from ("", str(escape.comment(telling.said.word("formats.left-out", count=count))))
        if self.folded:
            yield from ("", "</details>")


def tell(telling: FormatContext) -> str:
    """The result as a comment."""
    return f"<!-- seloste:check:{telling.result.scope} -->\n{page(telling, MOST - 100)}"


def page(telling: FormatContext, most: int) -> str:
    """The result as Markdown of at most so many bytes."""
    head, foot, sections = list(_head(telling)), list(_foot(telling)), list(_sections(telling))
    room = most - _size([*head, *foot])
    room -= sum(_size([section.title, *section.head]) + _REMARK for section in sections)
    for number, section in enumerate(sections):
        last = number == len(sections) - 1
        room -= _fit(section, room if last else room * 3 // 4)
    lines = [*head, *(line for section in sections for line in section.lines(telling)), *foot]
    return "\n".join(lines) + "\n"


def _size(lines: Iterable[str]) -> int:
    return sum(len(line.encode(errors="backslashreplace")) + 1 for line in lines)


def _fit(section: Section, room: int) -> int:
    """Leaves out the rows that find no room; how much the others take."""
    taken = 0
    for number, row in enumerate(section.rows):
        size = _size([row])
        if taken + size > room:
            section.left_out = len(section.rows) - number
            del section.rows[number:]
            break
        taken += size
    return taken


def _head(telling: FormatContext) -> Iterator[str]:
    said, result = telling.said, telling.result
    title = ""
    if result.notice is not None:
        notice = result.notice.record.notice
        title = said.text(notice.title or notice.name)
    yield f"### {escape.comment(_short(title) or said.word('formats.title'))}"
    yield from ("", f"**{escape.comment(verdict(telling))}**", "")
    verdicts = result.verdicts()
    counts = [f"{said.say(verdicts[each])} {said.word(f'verdict.{each}')}" for each in Verdict if result.promises]
    parts = [
        *([said.word("formats.promises", what=said.several(counts))] if counts else []),
        said.word("formats.law-of", day=said.say(result.as_of)),
    ]
    yield escape.comment(" ".join(parts))


def _foot(telling: FormatContext) -> Iterator[str]:
    elsewhere = telling.elsewhere()
    if elsewhere:
        yield from (
            "",
            str(escape.comment(telling.said.word("formats.elsewhere", what=tally(elsewhere, telling.said)))),
        )
    command = _code("seloste explain")
    yield from ("", f"<sub>seloste {escape.comment(telling.run.version)} · {command}</sub>")


def _sections(telling: FormatContext) -> Iterator[Section]:
    """The sections in the order in which they are told, and in which they get room."""
    said, told = telling.said, telling.told()
    counting = [finding for finding in told if finding.counts]
    if telling.lead is not None:
        yield Section(telling.lead.title, [f"- {escape.comment(_short(line))}" for line in telling.lead.lines])
    for name, families in (("input", {"input"}), ("drift", DRIFT), ("waivers", {"waiver"})):
        findings = [finding for finding in counting if finding.family in families]
        if findings:
            rows = [_row(finding, telling) for finding in sorted(findings, key=_by_rule)]
            yield Section(_title(name, findings, telling), rows, _columns(telling, "severity", "place", "message"))
    defects = sorted((finding for finding in counting if finding.family == "notice"), key=_by_rule)
    if defects:
        rows = [_grouped(list(group), telling) for _, group in groupby(defects, key=_by_rule)]
        yield Section(_title("defects", defects, telling), rows, _columns(telling, "severity", "rule", "place"))
    ways = list(_ways(counting, telling))
    if ways:
        yield Section(said.word("formats.ways-out"), ways, folded=True)
    let_pass = [finding for finding in told if not finding.counts]
    if let_pass:
        title = capital(said.word("formats.let-pass", what=passed(let_pass, said)))
        rows = [_row(finding, telling, mark(finding, said)) for finding in let_pass]
        yield Section(title, rows, _columns(telling, "severity", "place", "message", "mark"), folded=True)
    if telling.result.promises:
        grave = [Verdict.BROKEN, Verdict.UNVERIFIED, Verdict.KEPT]
        rows = [
            _promise(judged, telling) for each in grave for judged in telling.result.promises if judged.verdict is each
        ]
        yield Section(said.word("formats.heading.promises"), rows, _columns(telling, "verdict", "promise"), folded=True)
    if telling.result.not_checked:
        rows = [f"- {escape.comment(unchecked(item, said))}" for item in telling.result.not_checked]
        yield Section(said.word("formats.heading.not-checked"), rows, folded=True)


def _by_rule(finding: Finding) -> tuple[int, str]:
    return ["error", "warning", "note"].index(finding.severity), finding.rule


def _title(name: str, findings: list[Finding], telling: FormatContext) -> str:
    return f"{telling.said.word(f'formats.heading.{name}')}: {tally(findings, telling.said)}"


def _columns(telling: FormatContext, *names: str) -> list[str]:
    titles = " | ".join(str(escape.comment(telling.said.word(f"formats.column.{name}"))) for name in names)
    return [f"| {titles} |", "|---" * len(names) + "|"]


def _row(finding: Finding, telling: FormatContext, passing: str = "") -> str:
    """A finding as a row: severity, place, sentence with the rule below it, and what lets it pass."""
    said = telling.said
    message = f"{escape.comment(capital(_short(said.message(finding))))}<br>{_code(finding.rule)}"
    cells = [escape.comment(said.word(f"severity.{finding.severity}")), _place(finding.location, telling), message]
    return _cells([*cells, *([str(escape.comment(_short(passing)))] if passing else [])])


def _grouped(findings: list[Finding], telling: FormatContext) -> str:
    """The findings of one rule as a row, each by what it is about."""
    said, first = telling.said, findings[0]
    links = [_linked(finding.subject, finding.location, telling) for finding in findings[:_PLACES]]
    more = len(findings) - len(links)
    named = ", ".join(links) + (f" {escape.comment(said.word('terminal.and-more', count=more))}" if more else "")
    number = f"{said.say(len(findings))} × " if len(findings) > 1 else ""
    rule = f"{number}{escape.comment(said.title(first.rule))}<br>{_code(first.rule)}"
    return _cells([escape.comment(said.word(f"severity.{first.severity}")), rule, named])


def _promise(judged: JudgedPromise, telling: FormatContext) -> str:
    said = telling.said
    words = f"<br>{escape.comment(_short(said.text(judged.text)))}" if judged.text else ""
    state = said.word(f"verdict.{judged.verdict}")
    return _cells([escape.comment(state), f"{_linked(judged.id, judged.location, telling)}{words}"])


def _ways(findings: list[Finding], telling: FormatContext) -> Iterator[str]:
    """The ways out, rule by rule; for what has none but to be mended, how."""
    said = telling.said
    for _, group in groupby(sorted(findings, key=_by_rule), key=_by_rule):
        alike = list(group)
        first = next((finding for finding in alike if finding.promise), alike[0])
        mend = said.mend(first.rule)
        ways = [f"{said.word(f'way_out.{way.change}')}: {way.words}" for way in said.ways_out(first)]
        ways += [f"{said.word('way_out.mend')}: {mend}"] if mend else []
        if ways:
            yield f"- {_code(first.rule)}" + "".join(f"<br>{escape.comment(way)}" for way in ways)


def _cells(cells: Iterable[object]) -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def _place(at: Location, telling: FormatContext) -> str:
    path = _short(telling.home.path(at.path))
    return _linked(path if at.line is None else f"{path}:{at.line}", at, telling)


def _linked(words: str, at: Location, telling: FormatContext) -> str:
    """The words as code, leading to the line; as code alone where there is no line, or none within the repository."""
    shown = _code(_short(words))
    path = telling.home.path(at.path)
    if at.line is None or path.startswith(("/", "../")) or len(path) > _LONGEST:
        return shown
    return f"[{shown}]({telling.home.url}{escape.uri(path)}#L{at.line})"


def _code(words: str) -> str:
    """Words as code: all literal to Markdown, but not to the server that keeps the log."""
    return str(escape.code_span(escape.console(words)))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
