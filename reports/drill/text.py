"""A drill as text for a terminal: the headline, the promises by how far they are guarded, and what would close most."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from seloste.checker.drill.breach import State
from seloste.checker.drill.outcome import Drill
from seloste.reports.drill.rows import DrillRow, DrillWords
from seloste.reports.formats.style import Style
from seloste.reports.language.disclaimer import disclaim_result
from seloste.reports.language.files_as_of import describe_as_of
from seloste.reports.language.omission import list_law_remarks
from seloste.reports.rendering.escape import visible

_PAINTS = {State.GUARDED: "kept", State.PARTLY: "warning", State.UNGUARDED: "broken"}
#: So many of what would close a gap, and of what no rule can tell, are listed; `--format json` has all.
_MOST_REMEDIES, _MOST_UNTOLD = 12, 20


def render_text(drill: Drill, style: Style) -> str:
    """The drill as text."""
    words = DrillWords(drill, style.language)
    sections = [_list_head_lines(drill, words, style)]
    for state, rows in groupby(words.list_rows(), key=lambda row: row.state):
        heading = style.paint(style.language.word(f"drill.state-heading.{state}"), _PAINTS[state])
        sections.append([heading, *(line for row in rows for line in _list_row_lines(row, style))])
    sections.append(list(_list_remedy_lines(words, style)))
    sections.append(list(_list_untold_lines(words, style)))
    if drill.promises:
        as_of = describe_as_of(drill.result, style.language, iso=True)
        rests_on = (
            as_of,
            *list_law_remarks(drill.result, style.language),
            disclaim_result(drill.result, style.language),
        )
        sections.append([line for sentence in rests_on for line in style.wrap(visible(sentence))])
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


def _list_head_lines(drill: Drill, words: DrillWords, style: Style) -> list[str]:
    first, *rest = words.list_head()
    lines = [style.paint(first, "bold")]
    for line in rest:
        lines += style.wrap(line, "  ", "  ")
    if drill.promises:
        lines += ["", *style.wrap(style.language.word("drill.lead")), *style.wrap(words.threshold)]
    return lines


def _list_row_lines(row: DrillRow, style: Style) -> Iterator[str]:
    yield from style.wrap(visible(f"{row.id}  {_cut(row.text)}"), "  ", "    ")
    for line in row.caught:
        yield from style.wrap(line, "    ✓ ", "      ")
    for line in row.present:
        yield from style.wrap(visible(line), "    ! ", "      ")
    for miss in row.misses:
        count = f" – {miss.count}" if miss.count else ""
        yield from style.wrap(f"{miss.breach}{count}", "    ✗ ", "      ")
        for reason in miss.reasons:
            yield from style.wrap(visible(reason), "        ", "          ")


def _cut(text: str, longest: int = 80) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else f"{flat[: longest - 1]}…"


def _list_remedy_lines(words: DrillWords, style: Style) -> Iterator[str]:
    remedies = words.list_remedies()
    if not remedies:
        return
    word = style.language.word
    yield style.paint(word("drill.close").upper(), "bold")
    for each in remedies[:_MOST_REMEDIES]:
        promises = word("drill.closes", count=len(each.promises), names=words.shorten(each.promises))
        yield from style.wrap(visible(each.words), "  · ", "    ")
        yield from style.wrap(visible(promises), "      ", "      ")
    if len(remedies) > _MOST_REMEDIES:
        yield f"  {word('phrases.and-more', count=len(remedies) - _MOST_REMEDIES)}"


def _list_untold_lines(words: DrillWords, style: Style) -> Iterator[str]:
    lines = words.list_untold()
    if not lines:
        return
    word = style.language.word
    yield style.paint(word("drill.untold").upper(), "bold")
    yield from style.wrap(word("drill.untold-lead"), "  ", "  ")
    for line in lines[:_MOST_UNTOLD]:
        yield from style.wrap(visible(_cut(line, 100)), "  · ", "    ")
    if len(lines) > _MOST_UNTOLD:
        yield f"  {word('phrases.and-more', count=len(lines) - _MOST_UNTOLD)}"
