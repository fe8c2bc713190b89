"""`--format junit`: JUnit's XML, for the test tab of a build server. The promises are the tests.

A promise passes when it is kept and nothing that counts is found about it; it fails by the findings that fail the gate,
and all else (unverified, waived, below the threshold) is skipped with the reason. A finding that contradicts no promise
is a test of its own, by rule and subject; what could not be read is an error. So there are failures or errors exactly
when the gate does not pass, and each finding is told once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from seloste.checker.finding import Finding
from seloste.checker.verdict import JudgedPromise, Verdict
from seloste.checker.workspace.configuration import THRESHOLDS
from seloste.reports.formats import FormatContext
from seloste.reports.formats.phrases import mark, tally, unchecked
from seloste.reports.language.language import capital
from seloste.reports.rendering import escape


@dataclass(frozen=True, slots=True)
class Case:
    """A test: its suite and class, its name, how it ended (`skipped`, `failure`, `error`; empty: passed), and why."""

    suite: str
    of: str
    name: str
    end: str = ""
    kind: str = ""
    message: str = ""
    details: str = ""


def tell(telling: FormatContext) -> str:
    """The result as JUnit's XML."""
    suites: dict[str, list[Case]] = {"promises": []}
    for case in (*_promises(telling), *_others(telling), *_unchecked(telling)):
        suites.setdefault(case.suite, []).append(case)
    top = Element("testsuites")
    for number, (name, cases) in enumerate(suites.items()):
        top.append(_suite(number, name, cases, telling))
    indent(top)
    return escape.console(f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(top, encoding="unicode")}\n')


def _promises(telling: FormatContext) -> Iterable[Case]:
    about: dict[str, list[Finding]] = {}
    for finding in telling.told():
        about.setdefault(finding.promise or "", []).append(finding)
    for judged in telling.result.promises:
        yield _promise(judged, about.get(judged.id, []), telling)


def _promise(judged: JudgedPromise, findings: list[Finding], telling: FormatContext) -> Case:
    said = telling.said
    name = escape.text(judged.id)
    if findings:
        return _case("promises", "promises", name, findings, telling)
    if judged.verdict is Verdict.KEPT:
        return Case("promises", "promises", name)
    return Case("promises", "promises", name, "skipped", message=said.word("formats.unverified"))


def _others(telling: FormatContext) -> Iterable[Case]:
    """The findings about no promise of the notice, by rule and subject."""
    promised = {judged.id for judged in telling.result.promises}
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in telling.told():
        if finding.promise not in promised:
            groups.setdefault((finding.rule, finding.subject), []).append(finding)
    for (rule, subject), findings in sorted(groups.items()):
        family = rule.partition("/")[0]
        yield _case(family, rule, escape.text(subject or rule), findings, telling)
    elsewhere = telling.elsewhere()
    if elsewhere:
        why = telling.said.word("formats.elsewhere", what=tally(elsewhere, telling.said))
        yield Case("notice", "notice", "notice", "skipped", message=why)


def _unchecked(telling: FormatContext) -> Iterable[Case]:
    for item in telling.result.not_checked:
        yield Case("not-checked", "not-checked", item.what, "skipped", message=unchecked(item, telling.said))


def _case(suite: str, of: str, name: str, findings: list[Finding], telling: FormatContext) -> Case:
    """A test about findings, the gravest of which decides how it ends."""
    failing = THRESHOLDS[telling.fail_on]
    first = findings[0]
    if first.family == "input":
        end = "error"
    elif any(finding.counts and finding.severity in failing for finding in findings):
        end = "failure"
    else:
        end = "skipped"
    lines = "\n\n".join(_told(finding, telling) for finding in findings)
    passing = mark(first, telling.said)
    message = capital(telling.said.message(first))
    return Case(suite, of, name, end, first.rule, f"[{passing}] {message}" if passing else message, lines)


def _told(finding: Finding, telling: FormatContext) -> str:
    """A finding in full: place, severity, rule, sentence, what lets it pass, and the ways out."""
    said, at = telling.said, finding.location
    place = ":".join(str(part) for part in (telling.home.path(at.path), at.line, at.column) if part is not None)
    passing = mark(finding, said)
    head = f"{place}: {said.word(f'severity.{finding.severity}')} {finding.rule} {finding.subject}"
    ways = [f"{said.word(f'terminal.change.{way.change}')}: {way.words}" for way in said.ways_out(finding)]
    lines = [head, capital(said.message(finding)), *([f"[{passing}]"] if passing else []), *ways]
    return "\n".join(escape.text(line) for line in lines)


def _suite(number: int, name: str, cases: list[Case], telling: FormatContext) -> Element:
    ends = [case.end for case in cases]
    suite = Element(
        "testsuite",
        {
            "name": f"seloste.{name}",
            "package": "seloste",
            "id": str(number),
            "timestamp": f"{telling.result.as_of.isoformat()}T00:00:00",
            "hostname": "localhost",
            "tests": str(len(cases)),
            "failures": str(ends.count("failure")),
            "errors": str(ends.count("error")),
            "skipped": str(ends.count("skipped")),
            "time": "0",
        },
    )
    properties = SubElement(suite, "properties")
    for key, value in _properties(telling):
        SubElement(properties, "property", {"name": key, "value": value})
    for case in cases:
        _element(suite, case)
    SubElement(suite, "system-out")
    SubElement(suite, "system-err")
    return suite


def _properties(telling: FormatContext) -> Iterable[tuple[str, str]]:
    yield "version", telling.run.version
    yield "as-of", telling.result.as_of.isoformat()
    yield "scope", telling.result.scope
    yield "fail-on", telling.fail_on
    if telling.run.commit:
        yield "commit", telling.run.commit


def _element(suite: Element, case: Case) -> None:
    test = SubElement(suite, "testcase", {"classname": case.of, "name": case.name, "time": "0"})
    if not case.end:
        return
    kind = {"type": case.kind} if case.end != "skipped" else {}
    end = SubElement(test, case.end, {"message": escape.text(case.message), **kind})
    end.text = case.details or None
