"""Tellings for the tests of formats: results made by hand, of which each part can be hostile."""

from __future__ import annotations

from datetime import date
from typing import Any

from msgspec.structs import replace

from seloste.checker.finding import Finding, Severity, Waived, Word
from seloste.checker.position import Location
from seloste.checker.result import NotChecked, Result
from seloste.reports.formats.context import FormatContext, Home, Lead
from seloste.reports.language.language import load_language
from seloste.reports.run import Run
from tests.support.findings import make_finding
from tests.support.samples import checked

DAY = date(2026, 11, 22)
#: What tries to get out of its place in one format or another.
HOSTILE = (
    "100%",
    "a%0A::error::x",
    "a\r\n::error file=x::pwned",
    "::error::pwned",
    "  ::stop-commands::x",
    "##[error]pwned",
    "##vso[task.complete result=Failed;]",
    "a,b:c=d",
    "]]>",
    "<!-- x -->",
    "-->",
    "\x1b[31mred\x1b[0m",
    "\x9b31m",
    "`code` ``` ~~~",
    "a | b",
    "<img src=x onerror=alert(1)>",
    "</details></summary><script>alert(1)</script>",
    "@octocat and @org/team",
    "#12 org/repo#3 GH-4 !5",
    "https://evil.example www.evil.example",
    "[click](https://evil.example)",
    "![x](https://evil.example/x.png)",
    "{0} {{x}} {a}",
    "\u202etxt.exe\u202c\u2066x\u2069",
    "\u2028line\u2029",
    "/close",
    "= =cmd()",
    "\udcff",
    "\ufffe\uffff\x00\x0b",
    "x" * 10_000,
    "",
)


def finding(rule: str = "system/safeguard-broken", severity: str = "error", **more: Any) -> Finding:
    """A finding, in the words of its rule."""
    at = more.pop("location", Location("systems.yaml", 3, 5, 3, 9))
    given = {"subject": "systems.crm", "promise": "safeguards.backup", **more}
    return make_finding(rule, Severity(severity), location=at, **given)


def shown(resource: str, **more: Any) -> Finding:
    """A finding of infrastructure, where a plan shows it: it has no lines."""
    arguments = {"resource": resource, "system": "CRM", "control": Word("controls.backup"), "attribute": "backup"}
    given = {"arguments": arguments, "location": Location("plan.json"), **more}
    return finding("evidence/safeguard-contradicted", **given)


def waived(**more: Any) -> Waived:
    """A decision."""
    given = {"reason": "In work", "approved_by": "DPO", "until": date(2026, 12, 31)}
    return Waived(**{**given, "location": Location("waivers.yaml", 3, 5, 3, 9), **more})


def result(*findings: Finding, **more: Any) -> Result:
    """The result of the complete example, with these findings and no others."""
    ordered = tuple(sorted(findings, key=lambda each: each.order))
    return replace(checked("examples/complete/seloste.yaml"), findings=ordered, **more)


def telling(*findings: Finding, lang: str = "en", **more: Any) -> FormatContext:
    """A telling of these findings."""
    of = {
        key: more.pop(key)
        for key in ("scope", "not_checked", "promises", "inputs", "policy", "baseline")
        if key in more
    }
    outcome = result(*findings, **of)
    return FormatContext(outcome, Run("1.2.3", "c" * 40), load_language(lang), **more)


def hostile(text: str, **more: Any) -> FormatContext:
    """A telling in which every name that others choose is the text."""
    at = Location(text or "x", 3, 5, 3, 9)
    arguments = dict.fromkeys(("system", "control", "value", "name", "id", "promised", "found", "path"), text)
    common: dict[str, Any] = {"arguments": arguments, "location": at, "subject": text, "value": text}
    return telling(
        finding(promise=text, **common),
        finding(**common, related=(at,)),
        finding("notice/undated", "note", **{**common, "promise": None}),
        finding("input/unreadable", **{**common, "promise": None}),
        finding("waiver/unused", "warning", **{**common, "promise": None}),
        finding(**common, waived=waived(reason=text, approved_by=text, advised_by=text, location=at)),
        finding("system/purpose-undeclared", **common, baselined=True),
        shown(text, location=Location(text or "x"), declared=(at,), subject=text, value=text),
        not_checked=(NotChecked("evidence", "no-evidence-given"),),
        home=Home("/repo", "infra"),
        lead=Lead(text, (text,)),
        **more,
    )
