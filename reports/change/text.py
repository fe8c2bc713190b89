"""A comparison of two notices for a terminal: the answer first, then part by part with both wordings."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.policy.change.comparison import ChangeKind, NoticeChange, NoticeComparison
from seloste.policy.change.reason import Tell
from seloste.reports.change.words import because, label, law_of, wordings, wrapped
from seloste.reports.formats.text import Style
from seloste.reports.language.language import capital
from seloste.reports.rendering.escape import visible

#: How each answer is painted.
PAINT = {Tell.YES: "error", Tell.CHECK: "warning", Tell.NO: "kept"}
_INDENT = "    "


def render_text(comparison: NoticeComparison, old: str, new: str, style: Style) -> str:
    """The comparison as text; `old` and `new` are what the two notices are called."""
    parts = ["\n".join(_head(comparison, old, new, style))]
    for tell in reversed(Tell):
        changes = comparison.telling(tell)
        if changes:
            lines = [style.paint(style.said.word(f"change.groups.{tell}"), "bold")]
            for change in changes:
                lines += _change(change, comparison, style)
            parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def answer(comparison: NoticeComparison, style: Style) -> str:
    """The answer in a sentence."""
    count = len(comparison.telling(Tell.YES))
    return style.said.word(f"change.answers.{comparison.tell}", count=count)


def counts(comparison: NoticeComparison) -> dict[str, int]:
    """How many parts were added, removed, changed and renamed."""
    return {kind.value: sum(change.kind is kind for change in comparison.changes) for kind in ChangeKind}


def _head(comparison: NoticeComparison, old: str, new: str, style: Style) -> Iterator[str]:
    word, law = style.said.word, comparison.law
    yield style.paint(word("change.heading", old=visible(old), new=visible(new)), "bold")
    if not comparison.changes:
        yield word("change.nothing")
        return
    yield word("change.counts", **counts(comparison))
    yield f"{word('change.answer')} {style.paint(answer(comparison, style), PAINT[comparison.tell])}"
    yield word("change.law-of", day=law.day)
    if law.day < law.law.applies_from:
        yield word("change.before-gdpr", day=law.day)
    elif law.past_horizon:
        yield word("change.past-horizon", horizon=law.law.horizon)


def _change(change: NoticeChange, comparison: NoticeComparison, style: Style) -> Iterator[str]:
    said = style.said
    kind = said.word(f"change.kind.{change.kind}")
    yield f"  {style.paint(visible(capital(label(change, said))), 'bold')}  {kind}  {style.paint(change.path, 'dim')}"
    for reason in change.reasons:
        yield from wrapped(visible(because(reason, said)), _INDENT, style.width)
        law = law_of(reason, said, comparison.law.day)
        if law and reason.tell is not Tell.NO:
            yield from (style.paint(line, "dim") for line in wrapped(law, _INDENT, style.width))
    for aside, before, after in wordings(change, said):
        for key, words in (("before", before), ("after", after)):
            if words is not None:
                mark = f" [{aside}]" if aside else ""
                begin = f"{_INDENT}{said.word(f'change.{key}')}{mark}: "
                yield from wrapped(visible(words), begin, style.width)
