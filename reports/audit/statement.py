"""Management's statement: the part of the report that is the controller's own, as far as the files tell it.

Nothing here is a result: who prepared and approved it, what was measured against, what the inventories cover and how
that is known, what was given, and which findings have an answer. Whatever nobody has written is a blank line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from seloste.checker.finding import Finding
from seloste.checker.reading.documents import Input
from seloste.checker.result import Result
from seloste.checker.rules.catalogue import compute_rules_digest
from seloste.checker.workspace.configuration import StatementSettings
from seloste.reports.audit.infrastructure import Infrastructure
from seloste.reports.audit.responses import MOST_UNMATCHED, ResponseLine, cut, make_response_line
from seloste.reports.language.language import Language
from seloste.reports.run import Run

#: The most files of systems and processors that are listed; the annex on what the report was made from has all.
_MOST_FILES = 10
#: The most characters of a name or a role, and of the words on completeness.
_LONGEST_NAME, _LONGEST_TEXT = 120, 1_500
#: The findings by which infrastructure shows that the inventories lack something, in the order of the sentences.
_MISSING = {
    "stores": ("evidence/resource-unmapped",),
    "services": ("evidence/processor-undeclared",),
    "columns": ("evidence/field-undeclared",),
}


class Criterion(Struct, frozen=True):
    """Something that the check measures against, with its SHA-256."""

    name: str
    sha256: str


class PopulationRow(Struct, frozen=True):
    """A file of the inventories, with the numbers of systems and of processors that it declares."""

    path: str
    systems: int
    processors: int


class Statement(Struct, frozen=True):
    """Management's statement, in words. What is not known of who prepared or approved it is empty."""

    prepared_by: str
    approved_by: str
    criteria: tuple[Criterion, ...]
    population: tuple[PopulationRow, ...]
    #: The number of files of the inventories that are not listed.
    omitted_files: int
    #: How the controller knows that the inventories are complete; empty where it does not say.
    completeness: str
    #: What infrastructure shows of that, as sentences.
    shown: tuple[str, ...]
    #: The number of files that were given, by their kind in words.
    given: tuple[tuple[str, int], ...]
    #: The numbers of findings that count, of those with an answer, and of those whose answer is overdue.
    findings: int
    answered: int
    overdue: int
    #: The first answers to findings that are gone, and the number of the others.
    unmatched: tuple[ResponseLine, ...]
    omitted_answers: int


def build_statement(
    result: Result, settings: StatementSettings, run: Run, infrastructure: Infrastructure | None, language: Language
) -> Statement:
    """Builds the statement. `infrastructure`: what was read of it; None where no evidence was given."""
    population = _list_population(result)
    responses, day = result.responses, result.as_of
    counting = result.list_counting_findings()
    answers = [found for each in counting if (found := responses.find(each))] if responses.by_fingerprint else []
    completeness = language.text(settings.population) if settings.population else ""
    unmatched = [make_response_line(each, day, language) for each in responses.unmatched[:MOST_UNMATCHED]]
    return Statement(
        prepared_by=cut(settings.prepared_by or "", _LONGEST_NAME),
        approved_by=cut(settings.approved_by or "", _LONGEST_NAME),
        criteria=tuple(_list_criteria(result, run, language)),
        population=tuple(population[:_MOST_FILES]),
        omitted_files=max(len(population) - _MOST_FILES, 0),
        completeness=cut(completeness, _LONGEST_TEXT),
        shown=tuple(_describe_shown(counting, infrastructure, language)),
        given=tuple(_count_given(result, language)),
        findings=len(counting),
        answered=len(answers),
        overdue=sum(each.is_overdue(day) for each in answers),
        unmatched=tuple(unmatched),
        omitted_answers=len(responses.unmatched) - len(unmatched),
    )


def _list_criteria(result: Result, run: Run, language: Language) -> Iterator[Criterion]:
    """The notice, and the rules with the law, each with the digest that fixes it."""
    if result.policy is not None:
        notice = result.notice.record.notice if result.notice else None
        day = (notice.updated or notice.published) if notice else None
        key = "statement.criterion.notice-dated" if day else "statement.criterion.notice"
        name = language.word(key, path=result.policy.path, **({"day": day} if day else {}))
        yield Criterion(name, result.policy.sha256)
    name = language.word(
        "statement.criterion.rules",
        day=result.as_of,
        edition=result.edition.version,
        horizon=result.horizon,
        version=run.version,
    )
    yield Criterion(name, compute_rules_digest())


def _list_population(result: Result) -> list[PopulationRow]:
    """The files of the inventories, those with most records first."""
    systems = Counter(entry.document.path for entry in result.system_entries.values())
    processors = Counter(entry.document.path for entry in result.processor_entries.values())
    rows = [PopulationRow(path, systems[path], processors[path]) for path in dict.fromkeys((*systems, *processors))]
    return sorted(rows, key=lambda row: (-row.systems - row.processors, row.path))


def _describe_shown(
    counting: Sequence[Finding], infrastructure: Infrastructure | None, language: Language
) -> Iterator[str]:
    """What infrastructure shows of how complete the inventories are."""
    if infrastructure is None:
        yield language.word("statement.no_evidence")
        return
    stores = sum(row.stores_data for row in infrastructure.resources)
    files = language.count("audit.files", len(infrastructure.files))
    yield language.word("statement.evidence", files=files, resources=len(infrastructure.resources), stores=stores)
    found = Counter(finding.rule for finding in counting)
    missing = {key: sum(found[rule] for rule in rules) for key, rules in _MISSING.items()}
    words = [language.count(f"statement.missing.{key}", number) for key, number in missing.items() if number]
    if words:
        yield language.word("statement.incomplete", what=language.format_list(words))
    else:
        yield language.word("statement.nothing_missing")


def _count_given(result: Result, language: Language) -> Iterator[tuple[str, int]]:
    """The files that were given, by kind, in the order in which the report lists them."""
    files: tuple[Input, ...] = (*((result.policy,) if result.policy else ()), *result.inputs)
    for kind, number in Counter(item.kind for item in files).items():
        yield language.word(f"kind.{kind}"), number
