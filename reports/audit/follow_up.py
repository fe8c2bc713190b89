"""The follow-up of an earlier report, in words: then and now, what its findings have become, which verdicts turned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from seloste.checker.comparison.comparison import ComparedFinding
from seloste.checker.comparison.follow_up import FollowUp, FollowUpState
from seloste.checker.finding import Finding, Severity
from seloste.checker.result import Result
from seloste.checker.rules.catalogue import load_catalogue
from seloste.reports.audit.findings import ReportedFinding
from seloste.reports.audit.names import name_record
from seloste.reports.audit.responses import cut, describe_due
from seloste.reports.audit.runs import Run as NumberRun
from seloste.reports.audit.runs import find_runs
from seloste.reports.language.language import Language
from seloste.reports.run import Run

#: The most rows of a table; of runs of numbers, and of subjects, in a cell. The others are counted.
_MOST_ROWS, _MOST_RUNS, _MOST_SUBJECTS = 40, 24, 4
#: The most characters of a name that an earlier report gives, of a promise that is quoted, and of a version.
_LONGEST_NAME, _LONGEST_QUOTE, _LONGEST_VERSION = 80, 90, 40
#: The states of the findings that are listed, in their order. What is suppressed has a section of its own.
_LISTED = (FollowUpState.NEW, FollowUpState.NEW_RULE, FollowUpState.RETURNED, FollowUpState.OPEN)


class FindingsRow(Struct, frozen=True):
    """Findings of one rule that have become the same: of now with their numbers, of then with what they were about."""

    state: str
    rule: str
    severity: Severity
    count: int
    #: The first and the last finding of each run of numbers, and how many findings are in none of them.
    runs: tuple[NumberRun, ...] = ()
    unnumbered: int = 0
    subjects: tuple[str, ...] = ()
    owner: str = ""
    due: str = ""
    is_overdue: bool = False


class PromiseChange(Struct, frozen=True):
    """A promise whose verdict is another one, or that is new or gone. A verdict that there is not is empty."""

    label: str
    before: str
    after: str
    by: tuple[str, ...]
    #: The key of what else there is to say: `new-rule`, `reworded`; empty for nothing.
    remark: str = ""


class FollowUpSection(Struct, frozen=True):
    """The follow-up as a section of the report."""

    path: str
    sha256: str
    #: What is compared, then and now, each with the key of its name.
    heads: tuple[tuple[str, str, str], ...]
    remarks: tuple[str, ...]
    #: How many findings have become what, by the key of the word.
    counts: Mapping[str, int]
    findings: tuple[FindingsRow, ...]
    promises: tuple[PromiseChange, ...]
    #: The number of rows that are not listed.
    omitted_findings: int
    omitted_promises: int
    is_comparable: bool

    @property
    def has_more_counts(self) -> bool:
        """Whether a finding is of a new rule, or was waived or in the baseline then or is now."""
        return any(self.counts[key] for key in ("new-rule", "returned", "suppressed"))


def build_follow_up(
    followed: FollowUp, result: Result, run: Run, reported: Iterable[ReportedFinding], language: Language
) -> FollowUpSection:
    """Builds the section. `reported`: the findings of the report, which have their numbers."""
    context = _Context(followed, result, {id(each.finding): each for each in reported}, language)
    earlier = followed.earlier
    findings, promises = list(context.list_rows()), list(context.list_promises())
    return FollowUpSection(
        path=cut(earlier.path, 200),
        sha256=earlier.sha256,
        heads=tuple(_list_heads(followed, result, run, language)),
        remarks=tuple(_list_remarks(followed, language)),
        counts=context.count_states(),
        findings=tuple(findings[:_MOST_ROWS]),
        promises=tuple(promises[:_MOST_ROWS]),
        omitted_findings=max(len(findings) - _MOST_ROWS, 0),
        omitted_promises=max(len(promises) - _MOST_ROWS, 0),
        is_comparable=followed.is_comparable,
    )


def _list_heads(followed: FollowUp, result: Result, run: Run, language: Language) -> Iterator[tuple[str, str, str]]:
    earlier = followed.earlier
    yield "day", language.format_value(earlier.as_of), language.format_value(result.as_of)
    for key, before, after in (
        ("commit", earlier.commit, run.commit),
        ("law", earlier.law, result.edition.version),
        ("tool", earlier.tool, run.version),
    ):
        unknown = language.word("follow_up.unknown")
        yield key, cut(before or "", _LONGEST_VERSION) or unknown, cut(after or "", _LONGEST_VERSION) or unknown


def _list_remarks(followed: FollowUp, language: Language) -> Iterator[str]:
    """What may explain a difference. That the day is another one is in the table."""
    for remark in followed.effect.remarks:
        if remark != "other-day":
            yield language.word(f"effect.remark.{remark}")
    for remark in followed.remarks:
        yield language.word(f"follow_up.remark.{remark}")


class _Context(Struct, frozen=True):
    """The rows of one follow-up in one language."""

    followed: FollowUp
    result: Result
    reported: Mapping[int, ReportedFinding]
    language: Language

    def count_states(self) -> dict[str, int]:
        """How many findings have become what: gone, suppressed, new, and so on; and how many of them are overdue."""
        found, effect = self.followed.findings, self.followed.effect
        return {
            "gone": len(effect.gone),
            "suppressed": len(effect.suppressed),
            **{state.value: len(found.get(state, ())) for state in _LISTED},
            "overdue": sum(self._is_overdue(finding) for finding in found.get(FollowUpState.OPEN, ())),
        }

    def list_rows(self) -> Iterator[FindingsRow]:
        """The findings of now by what they have become, then those of then that are gone or suppressed."""
        for state in _LISTED:
            yield from self._list_present(state, self.followed.findings.get(state, ()))
        yield from self._list_past("gone", self.followed.effect.gone)
        yield from self._list_past("suppressed", self.followed.effect.suppressed)

    def _list_present(self, state: FollowUpState, findings: Iterable[Finding]) -> Iterator[FindingsRow]:
        """A row for each rule, severity and answer; those that are open and have none share a row, by severity."""
        groups: dict[tuple[str, Severity, str, str, bool], list[ReportedFinding]] = {}
        numbered = (each for finding in findings if (each := self.reported.get(id(finding))))
        for each in sorted(numbered, key=lambda each: each.number):
            finding = each.finding
            response = self.result.responses.find(finding)
            owner = cut(response.owner or "", _LONGEST_NAME) if response else ""
            due = describe_due(response, self.result.as_of, self.language) if response else ""
            is_plain = state is FollowUpState.OPEN and response is None
            key = ("" if is_plain else finding.rule, finding.severity, owner, due, self._is_overdue(finding))
            groups.setdefault(key, []).append(each)
        for (rule, severity, owner, due, is_overdue), found in groups.items():
            runs = find_runs(found)
            yield FindingsRow(
                state=state.value,
                rule=self.language.title(rule) if rule else self.language.word("follow_up.unanswered"),
                severity=severity,
                count=len(found),
                runs=runs[:_MOST_RUNS],
                unnumbered=sum(last.number - first.number + 1 for first, last in runs[_MOST_RUNS:]),
                owner=owner,
                due=due,
                is_overdue=is_overdue,
            )

    def _list_past(self, state: str, findings: Sequence[ComparedFinding]) -> Iterator[FindingsRow]:
        groups: dict[tuple[Severity, str], list[ComparedFinding]] = {}
        for finding in findings:
            groups.setdefault((finding.severity, finding.rule), []).append(finding)
        order = list(Severity)
        for (severity, rule), found in sorted(groups.items(), key=lambda item: (order.index(item[0][0]), item[0][1])):
            subjects = dict.fromkeys(self._name(finding.subject) for finding in found)
            title = self.language.title(rule) if rule in load_catalogue() else cut(rule, _LONGEST_NAME)
            yield FindingsRow(state, title, severity, len(found), subjects=tuple(subjects)[:_MOST_SUBJECTS])

    def _is_overdue(self, finding: Finding) -> bool:
        response = self.result.responses.find(finding)
        return response is not None and response.is_overdue(self.result.as_of)

    def list_promises(self) -> Iterator[PromiseChange]:
        """The promises whose verdict turned, then those that are new, gone, or say something else."""
        effect = self.followed.effect
        for turn in effect.verdicts:
            yield PromiseChange(
                self._label(turn.id, turn.text),
                self.language.word(f"verdict.{turn.before}"),
                self.language.word(f"verdict.{turn.after}"),
                tuple(self._name(subject) for subject in turn.by[:_MOST_SUBJECTS]),
                "new-rule" if turn.id in self.followed.explained else "",
            )
        for promise in effect.added:
            verdict = self.language.word(f"verdict.{promise.verdict}")
            yield PromiseChange(self._label(promise.id, promise.text), "", verdict, ())
        for promise in effect.removed:
            verdict = self.language.word(f"verdict.{promise.verdict}")
            yield PromiseChange(self._label(promise.id, promise.text), verdict, "", ())
        turned = {turn.id for turn in effect.verdicts}
        for promise in (*effect.reworded, *effect.altered):
            if promise.id not in turned:
                verdict = self.language.word(f"verdict.{promise.verdict}")
                yield PromiseChange(self._label(promise.id, promise.text), verdict, verdict, (), "reworded")

    def _name(self, subject: str) -> str:
        """A record by its name; one that is gone by its id."""
        return cut(name_record(subject, self.result), _LONGEST_NAME)

    def _label(self, id: str, text: Mapping[str, str] | None) -> str:
        """A promise in its own words, or by the heading of its section."""
        words = self.language.text(text) if text else ""
        heading = f"notice.headings.{id.partition('.')[0]}"
        if words:
            return cut(words, _LONGEST_QUOTE)
        return self.language.word(heading) if self.language.has_word(heading) else cut(id, _LONGEST_NAME)
