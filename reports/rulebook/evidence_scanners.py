"""The page of the checks of scanners, made from the tables (`checker/evidence/scanners/checks`).

`python -m seloste.generate` writes it to `docs/evidence-scanners.md`. It is for those who run the tool, and in English.
"""

from __future__ import annotations

from collections.abc import Iterator

from seloste.checker.evidence.resource import ControlShown
from seloste.checker.evidence.scanners.check_table import TOOLS, Check, load_checks, load_source

_LEAD = """\
<!-- Written by python -m seloste.generate: do not edit. -->
# Checks of scanners

What seloste makes of the results of Checkov, Trivy and KICS: {number} checks, each with what its failure and its pass
show of a control. The data are `checker/evidence/scanners/checks/`. How scans are read:
[evidence.md](evidence.md#scanners).

- **off**: where the check fails, the control is not there. **weaker**: it is there, and weaker than promised.
- **on**: where the check passes, this resource has the control. SARIF and KICS tell of no pass.
- A dash: the outcome shows nothing. A pass of "not open to everybody" is no proof of a firewall, and a failure of
  "a key of one's own" leaves encryption as it is.

A check that is not here is counted under "not checked".
"""


def render_evidence_scanners() -> str:
    """The page, as Markdown."""
    lines = [_LEAD.format(number=sum(len(load_checks(tool)) for tool in TOOLS))]
    for tool in TOOLS:
        lines += _list_tool_lines(tool)
    return "\n".join(lines)


def _list_tool_lines(tool: str) -> Iterator[str]:
    source = load_source(tool)
    yield f"## {tool}"
    yield ""
    yield f"Looked up on {source['checked']} in `{source['source']}`."
    yield ""
    yield "| check | what it tests | control | fails | passes | why no more |"
    yield "|---|---|---|---|---|---|"
    for check in load_checks(tool).values():
        yield _make_row(check)
    yield ""


def _make_row(check: Check) -> str:
    passed = _name(check.passed)
    passed += f", every `{check.interval}`" if check.interval else ""
    cells = (f"`{check.id}`", check.about, check.control or "–", _name(check.failed), passed, check.why)
    return f"| {' | '.join(cells)} |"


def _name(shown: ControlShown | None) -> str:
    return shown.value if shown else "–"
