"""`--format junit`: JUnit's XML, for the test tab of a build server. The promises are the tests.

A promise passes when it is kept and has no findings; it fails when one of its findings fails the gate; in all other
cases (unverified, waived, below the threshold) it is skipped, with the reason. The findings about no promise are tests
by rule and subject, and errors in files are errors. So there are failures or errors exactly when the gate does not
pass, and each finding occurs once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from msgspec import Struct

from seloste.checker.finding import Finding
from seloste.checker.verdicts.verdict import JudgedPromise, Verdict
from seloste.checker.workspace.configuration import THRESHOLDS
from seloste.reports.formats.context import FormatContext
from seloste.reports.formats.phrases import format_not_checked, format_out_of_scope, format_places, format_suppression
from seloste.reports.language.files_as_of import build_files_state
from seloste.reports.language.language import capitalize
from seloste.reports.rendering import escape

#: The line that follows the tests of a suite.
_END_OF_CASES = "    <system-out />\n"


class Case(Struct, frozen=True):
    """A test.

    Attributes:
        suite: The name of its suite.
        class_name: The name of its class.
        name: Its own name.
        outcome: `skipped`, `failure` or `error`; empty: passed.
        rule: The rule of the finding that decides the outcome.
        message: The reason in a line.
        findings: Every finding, to be told in full.
    """

    suite: str
    class_name: str
    name: str
    outcome: str = ""
    rule: str = ""
    message: str = ""
    findings: Sequence[Finding] = ()


def render(context: FormatContext) -> Iterator[str]:
    """The result as JUnit's XML, in pieces that are whole lines."""
    suites: dict[str, list[Case]] = {"promises": []}
    for case in (*_list_promise_cases(context), *_list_other_cases(context), *_list_unchecked_cases(context)):
        suites.setdefault(case.suite, []).append(case)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n'
    for number, (name, cases) in enumerate(suites.items()):
        before, end, after = _serialize(_build_suite(number, name, cases, context), 1).partition(_END_OF_CASES)
        yield escape.console(before)
        for case in cases:
            yield escape.console(_serialize(_build_case(case, context), 2))
        yield f"{end}{after}"
    yield "</testsuites>\n"


def _serialize(element: Element, level: int) -> str:
    """The lines of an element that is within so many others."""
    indent(element, level=level)
    return f"{'  ' * level}{tostring(element, encoding='unicode').rstrip()}\n"


def _list_promise_cases(context: FormatContext) -> Iterable[Case]:
    by_promise: dict[str, list[Finding]] = {}
    for finding in context.list_findings():
        by_promise.setdefault(finding.promise or "", []).append(finding)
    for judged in context.result.promises:
        yield _make_promise_case(judged, by_promise.get(judged.id, []), context)


def _make_promise_case(judged: JudgedPromise, findings: list[Finding], context: FormatContext) -> Case:
    name = escape.text(judged.id)
    if findings:
        return _make_finding_case("promises", "promises", name, findings, context)
    if judged.verdict is Verdict.KEPT:
        return Case("promises", "promises", name)
    reason = "unverified_words" if judged.has_other_words else "unverified_law" if judged.law_outdated else "unverified"
    return Case("promises", "promises", name, "skipped", message=context.language.word(f"formats.{reason}"))


def _list_other_cases(context: FormatContext) -> Iterable[Case]:
    """The findings about no promise of the notice, by rule and subject."""
    promised = {judged.id for judged in context.result.promises}
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in context.list_findings():
        if finding.promise not in promised:
            groups.setdefault((finding.rule, finding.subject), []).append(finding)
    for (rule, subject), findings in sorted(groups.items()):
        family = rule.partition("/")[0]
        yield _make_finding_case(family, rule, escape.text(subject or rule), findings, context)
    out_of_scope = context.list_out_of_scope()
    if out_of_scope:
        message = format_out_of_scope(out_of_scope, context.language)
        yield Case("notice", "notice", "notice", "skipped", message=message)


def _list_unchecked_cases(context: FormatContext) -> Iterable[Case]:
    for item in context.result.not_checked_here:
        message = format_not_checked(item, context.language)
        yield Case("not-checked", "not-checked", escape.text(item.what), "skipped", message=message)


def _make_finding_case(suite: str, class_name: str, name: str, findings: list[Finding], context: FormatContext) -> Case:
    """The test of some findings, sorted as `FormatContext.list_findings` does; the first one is its message."""
    failing = THRESHOLDS[context.fail_on]
    first = findings[0]
    if first.is_input:
        outcome = "error"
    elif any(finding.counts and finding.severity in failing for finding in findings):
        outcome = "failure"
    else:
        outcome = "skipped"
    suppression = format_suppression(first, context.language)
    message = capitalize(context.language.message(first))
    if suppression:
        message = f"[{suppression}] {message}"
    return Case(suite, class_name, name, outcome, first.rule, message, findings)


def _format_finding(finding: Finding, context: FormatContext) -> str:
    """A finding in full: place, severity, rule, subject, message, suppression, and how to fix it."""
    language, place = context.language, context.home.relocate(finding.location)
    suppression = format_suppression(finding, language)
    head = f"{place}: {language.word(f'severity.{finding.severity}')} {finding.rule} {finding.subject}"
    fixes = [f"{language.word(f'terminal.change.{fix.change}')}: {fix.words}" for fix in language.fixes(finding)]
    lines = [head, capitalize(language.message(finding)), *([f"[{suppression}]"] if suppression else [])]
    lines += [*format_places(finding, context), *fixes]
    return "\n".join(escape.text(line) for line in lines)


def _build_suite(number: int, name: str, cases: list[Case], context: FormatContext) -> Element:
    """A suite without its cases, which are to stand before `_END_OF_CASES`."""
    outcomes = [case.outcome for case in cases]
    suite = Element(
        "testsuite",
        {
            "name": f"seloste.{name}",
            "package": "seloste",
            "id": str(number),
            "timestamp": f"{context.result.as_of.isoformat()}T00:00:00",
            "hostname": "localhost",
            "tests": str(len(cases)),
            "failures": str(outcomes.count("failure")),
            "errors": str(outcomes.count("error")),
            "skipped": str(outcomes.count("skipped")),
            "time": "0",
        },
    )
    properties = SubElement(suite, "properties")
    for key, value in _list_properties(context):
        SubElement(properties, "property", {"name": key, "value": value})
    SubElement(suite, "system-out")
    SubElement(suite, "system-err")
    return suite


def _list_properties(context: FormatContext) -> Iterable[tuple[str, str]]:
    yield "version", context.run.version
    yield "as-of", context.result.as_of.isoformat()
    yield "files-as-of", build_files_state(context.result.files)["files_as_of"]
    yield "scope", context.result.scope
    yield "fail-on", context.fail_on
    if context.run.commit:
        yield "commit", context.run.commit


def _build_case(case: Case, context: FormatContext) -> Element:
    test = Element("testcase", {"classname": case.class_name, "name": case.name, "time": "0"})
    if case.outcome:
        kind = {"type": case.rule} if case.outcome != "skipped" else {}
        outcome = SubElement(test, case.outcome, {"message": escape.text(case.message), **kind})
        outcome.text = "\n\n".join(_format_finding(finding, context) for finding in case.findings) or None
    return test
