"""The summary of the report for auditors as blocks of a page, from which a Word document is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from seloste.reports.audit.document import AuditReport
from seloste.reports.audit.summary import SummaryPromise
from seloste.reports.notice.document import Block, Cell, Fact, Facts, Item, ListBlock, Page, Paragraph, Section, Table


def build_summary_page(audit: AuditReport) -> Page:
    """The summary with the head of the report: the same words as its page has, in the same order."""
    controller = (audit.controller,) if audit.controller else ()
    notes = (audit.public_note, audit.disclaimer, *audit.law_remarks)
    opening = tuple(Paragraph(note) for note in notes if note)
    return Page(audit.summary_title, tuple(_list_sections(audit)), (*controller, audit.as_of), opening=opening)


def _list_sections(audit: AuditReport) -> Iterator[Section]:
    word, summary = audit.language.word, audit.summary
    results = ListBlock(tuple(map(Item, summary.results)))
    yield Section("results", word("audit.summary"), (results, Paragraph(word("summary.no_opinion"))))
    yield Section("gravest", word("summary.gravest"), tuple(_list_gravest(audit)))
    if summary.promises:
        yield Section("promises", word("summary.promises"), tuple(_list_promises(audit)))
    if summary.levels:
        yield Section("levels", word("summary.levels"), (_build_levels(audit),))
    yield Section("not-checked", word("audit.not_checked"), tuple(_list_unchecked(audit)))
    yield Section("rests", word("summary.rests"), (Facts(tuple(_list_facts(audit))),))


def _list_gravest(audit: AuditReport) -> Iterator[Block]:
    language, summary = audit.language, audit.summary
    rows = []
    for row in summary.gravest:
        more = f" ({language.count('summary.of-kind', row.more)})" if row.more else ""
        memory = f" {language.word('audit.from_memory')}" if row.reported.finding.from_memory else ""
        rows.append((str(row.reported.number), f"{row.message}{more}{memory}", row.reach or "–"))
    if rows:
        yield _build_table(audit, ("audit.number", "audit.finding", "summary.touches"), rows)
    else:
        yield Paragraph(language.word("summary.none-gravest"))
    if summary.omitted_gravest:
        yield Paragraph(language.count("summary.more-gravest", summary.omitted_gravest))


def _list_promises(audit: AuditReport) -> Iterator[Block]:
    if audit.quoted:
        yield Paragraph(audit.quoted)
    names = ("audit.verdict", "audit.promise", "audit.strength", "audit.findings")
    yield _build_table(audit, names, (_describe_promise(line, audit) for line in audit.summary.promises))
    if audit.summary.omitted_promises:
        yield Paragraph(audit.language.count("summary.more-promises", audit.summary.omitted_promises))


def _describe_promise(line: SummaryPromise, audit: AuditReport) -> tuple[str, ...]:
    word, promise = audit.language.word, line.row.promise
    accepted = f" ({word('audit.accepted')})" if promise.accepted else ""
    memory = f" {word('audit.memory.mark')}" if line.row.from_memory else ""
    strength = word(f"strength.{promise.strength.value}") if promise.strength else "–"
    return (
        f"{word(f'verdict.{promise.verdict.value}')}{accepted}",
        f"{line.text}{memory}",
        strength,
        line.numbers or "–",
    )


def _build_levels(audit: AuditReport) -> Table:
    language = audit.language
    rows: list[tuple[str, ...]] = []
    for level in audit.summary.levels:
        more = f", {language.count('summary.more-groups', level.omitted)}" if level.omitted else ""
        count = f"{language.count('counted.finding', level.count)}{more}"
        rows.append((language.word(f"severity.{level.gravity.value}"), "", count, ""))
        rows += (("", row.numbers, row.group.title, row.reach or "–") for row in level.rows)
    return _build_table(audit, ("audit.severity", "audit.number", "summary.kind", "summary.touches"), rows)


def _list_unchecked(audit: AuditReport) -> Iterator[Block]:
    language, summary = audit.language, audit.summary
    if summary.not_checked:
        yield ListBlock(tuple(Item(f"{what}: {why}") for what, why in summary.not_checked))
    else:
        yield Paragraph(language.word("audit.everything_checked"))
    if summary.omitted_unchecked:
        yield Paragraph(language.count("summary.more-unchecked", summary.omitted_unchecked))


def _list_facts(audit: AuditReport) -> Iterator[Fact]:
    language, word, result = audit.language, audit.language.word, audit.result
    horizon = language.format_value(result.horizon)
    past = f". {word('audit.past_horizon')}" if audit.past_horizon else ""
    yield Fact(word("summary.files"), (audit.as_of,))
    yield Fact(word("audit.scope"), (f"{word(f'scope.{result.scope}')}: {audit.scope_summary}",))
    yield Fact(word("audit.law_version"), (f"{result.edition.version}; {word('audit.horizon')}: {horizon}{past}",))
    yield Fact(word("audit.commit"), (audit.run.commit or word("audit.no_commit"),))
    yield Fact(word("audit.tool"), (f"seloste {audit.run.version}",))
    if audit.run.command:
        yield Fact(word("summary.command"), (audit.run.command,))


def _build_table(audit: AuditReport, names: Iterable[str], rows: Iterable[tuple[str, ...]]) -> Table:
    header = tuple(Cell(audit.language.word(name)) for name in names)
    return Table(header, tuple(tuple(map(Cell, row)) for row in rows))
