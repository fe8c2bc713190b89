"""A comparison of two notices as Markdown, for a pull request or a memorandum."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from seloste.policy.change.comparison import NoticeChange, NoticeComparison
from seloste.policy.change.reason import Inform
from seloste.reports.change.text import count_changes, format_answer
from seloste.reports.change.words import cite_law, format_label, format_reason, list_wordings
from seloste.reports.formats.style import Style
from seloste.reports.language.language import Language, capitalize
from seloste.reports.rendering.render import render


def render_markdown(comparison: NoticeComparison, old: str, new: str, language: Language) -> str:
    """The comparison as Markdown."""
    groups = [
        {"heading": capitalize(language.word(f"change.groups.{inform}").lower()), "rows": rows}
        for inform in reversed(Inform)
        if (rows := [_build_row(change, comparison, language) for change in comparison.list_changes(inform)])
    ]
    return render(
        "change",
        "markdown",
        comparison=comparison,
        old=old,
        new=new,
        language=language,
        answer=format_answer(comparison, Style(language)),
        counts=count_changes(comparison),
        early=comparison.law.day < comparison.law.law.applies_from,
        groups=groups,
    )


def _build_row(change: NoticeChange, comparison: NoticeComparison, language: Language) -> dict[str, Any]:
    law = [
        cite_law(reason, language, comparison.law.day) for reason in change.reasons if reason.inform is not Inform.NO
    ]
    return {
        "id": change.path,
        "label": capitalize(format_label(change, language)),
        "kind": language.word(f"change.kind.{change.kind}"),
        "reasons": [{"words": format_reason(reason, language)} for reason in change.reasons],
        "law": list(dict.fromkeys(each for each in law if each)),
        "wordings": list(_list_wordings(change, language)),
    }


def _list_wordings(change: NoticeChange, language: Language) -> Iterator[dict[str, str]]:
    for remark, before, after in list_wordings(change, language):
        mark = f" ({remark})" if remark else ""
        for key, words in (("before", before), ("after", after)):
            if words is not None:
                yield {"label": f"{language.word(f'change.{key}')}{mark}", "text": words}
