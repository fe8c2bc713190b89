"""Files and resources that were not checked, as text: grouped by the reason, with the first of each."""

from __future__ import annotations

from seloste.checker.result import Result
from seloste.reports.formats.style import Style
from seloste.reports.language.omission import describe_omission, name_omission
from seloste.reports.rendering.escape import visible

#: So many of a reason are named; all of them with --verbose.
_MOST_NAMED = 3
#: So many lines the section has without --verbose, but for one that says how many reasons more there are.
_MOST_LINES = 4


def format_unchecked(result: Result, style: Style) -> str:
    """A section with a line for each reason; empty where every file and every resource was checked."""
    language = style.language
    by_reason: dict[str, list[str]] = {}
    for item in result.not_checked_here:
        if not item.limits_rules:
            by_reason.setdefault(describe_omission(item, language), []).append(name_omission(item.what, language))
    if not by_reason:
        return ""
    lines = [style.paint(language.word("terminal.unchecked"), "bold")]
    omitted = 0
    for reason, found in by_reason.items():
        names = [name for name in found if not name.startswith("+")]
        more = sum(int(name[1:]) for name in found if name.startswith("+"))
        shown = names if style.verbose else names[:_MOST_NAMED]
        more += len(names) - len(shown)
        listed = ", ".join(visible(name) for name in shown)
        if more:
            listed = f"{listed} {language.word('terminal.and-more', count=more)}" if listed else str(more)
        wrapped = style.wrap(f"{listed}: {reason}", "   ", "   ")
        if omitted or (len(lines) + len(wrapped) > _MOST_LINES and not style.verbose):
            omitted += 1
        else:
            lines += wrapped
    if omitted:
        lines.append(f"   … {language.count('terminal.more-reasons', omitted)}")
    return "\n".join(lines)
