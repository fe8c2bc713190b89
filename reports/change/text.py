"""A comparison of two notices as text: the answer first, then each change with both wordings."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.policy.change.comparison import ChangeKind, NoticeChange, NoticeComparison
from seloste.policy.change.reason import Inform
from seloste.reports.change.words import cite_law, format_label, format_reason, list_wordings
from seloste.reports.formats.style import Style
from seloste.reports.language.language import capitalize
from seloste.reports.rendering.escape import visible

#: The style of each answer.
ANSWER_STYLES = {Inform.YES: "error", Inform.CHECK: "warning", Inform.NO: "kept"}
_INDENT = "    "


def render_text(comparison: NoticeComparison, old: str, new: str, style: Style) -> str:
    """The comparison as text. `old` and `new` are the names of the two notices."""
    parts = ["\n".join(_list_head_lines(comparison, old, new, style))]
    for inform in reversed(Inform):
        changes = comparison.list_changes(inform)
        if changes:
            lines = [style.paint(style.language.word(f"change.groups.{inform}"), "bold")]
            for change in changes:
                lines += _list_change_lines(change, comparison, style)
            parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def format_answer(comparison: NoticeComparison, style: Style) -> str:
    """Whether people must be told, in a sentence."""
    count = len(comparison.list_changes(Inform.YES))
    return style.language.word(f"change.answers.{comparison.inform}", count=count)


def count_changes(comparison: NoticeComparison) -> dict[str, int]:
    """The number of parts that were added, removed, changed and renamed."""
    return {kind.value: sum(change.kind is kind for change in comparison.changes) for kind in ChangeKind}


def _list_head_lines(comparison: NoticeComparison, old: str, new: str, style: Style) -> Iterator[str]:
    word, law = style.language.word, comparison.law
    yield style.paint(word("change.heading", old=visible(old), new=visible(new)), "bold")
    if not comparison.changes:
        yield word("change.nothing")
        return
    yield word("change.counts", **count_changes(comparison))
    yield f"{word('change.answer')} {style.paint(format_answer(comparison, style), ANSWER_STYLES[comparison.inform])}"
    yield word("change.law-of", day=law.day)
    if law.day < law.law.applies_from:
        yield word("change.before-gdpr", day=law.day)
    elif law.past_horizon:
        yield word("change.past-horizon", horizon=law.law.horizon)
    yield word("change.limits")


def _list_change_lines(change: NoticeChange, comparison: NoticeComparison, style: Style) -> Iterator[str]:
    language = style.language
    kind = language.word(f"change.kind.{change.kind}")
    label = style.paint(visible(capitalize(format_label(change, language))), "bold")
    yield f"  {label}  {kind}  {style.paint(change.path, 'dim')}"
    for reason in change.reasons:
        yield from style.wrap(visible(format_reason(reason, language)), _INDENT, _INDENT)
        law = cite_law(reason, language, comparison.law.day)
        if law and reason.inform is not Inform.NO:
            yield from (style.paint(line, "dim") for line in style.wrap(law, _INDENT, _INDENT))
    for remark, before, after in list_wordings(change, language):
        for key, words in (("before", before), ("after", after)):
            if words is not None:
                mark = f" [{remark}]" if remark else ""
                begin = f"{_INDENT}{language.word(f'change.{key}')}{mark}: "
                yield from style.wrap(visible(words), begin, _INDENT + "  ")
