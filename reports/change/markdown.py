"""A comparison of two notices as Markdown, for a pull request or a memorandum."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from seloste.policy.change.comparison import NoticeChange, NoticeComparison
from seloste.policy.change.reason import Tell
from seloste.reports.change.text import answer, counts
from seloste.reports.change.words import because, label, law_of, wordings
from seloste.reports.formats.text import Style
from seloste.reports.language.language import Language, capital
from seloste.reports.rendering.render import render


def render_markdown(comparison: NoticeComparison, old: str, new: str, language: Language) -> str:
    """The comparison as Markdown."""
    groups = [
        {"heading": capital(language.word(f"change.groups.{tell}").lower()), "rows": rows}
        for tell in reversed(Tell)
        if (rows := [_row(change, comparison, language) for change in comparison.telling(tell)])
    ]
    return render(
        "change",
        "markdown",
        comparison=comparison,
        old=old,
        new=new,
        language=language,
        answer=answer(comparison, Style(language)),
        counts=counts(comparison),
        early=comparison.law.day < comparison.law.law.applies_from,
        groups=groups,
    )


def _row(change: NoticeChange, comparison: NoticeComparison, language: Language) -> dict[str, Any]:
    law = [law_of(reason, language, comparison.law.day) for reason in change.reasons if reason.tell is not Tell.NO]
    return {
        "id": change.path,
        "label": capital(label(change, language)),
        "kind": language.word(f"change.kind.{change.kind}"),
        "reasons": [{"words": because(reason, language)} for reason in change.reasons],
        "law": list(dict.fromkeys(each for each in law if each)),
        "wordings": list(_wordings(change, language)),
    }


def _wordings(change: NoticeChange, language: Language) -> Iterator[dict[str, str]]:
    for aside, before, after in wordings(change, language):
        mark = f" ({aside})" if aside else ""
        for key, words in (("before", before), ("after", after)):
            if words is not None:
                yield {"label": f"{language.word(f'change.{key}')}{mark}", "text": words}
