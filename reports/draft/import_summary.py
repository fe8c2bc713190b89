"""What an import gave, in words: how much of a notice was understood, and what a person does next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from seloste.checker.finding import cut_text
from seloste.policy.drafting.policy_draft import PolicyDraft
from seloste.policy.prose.blocks import DocumentError
from seloste.policy.vocabulary import Section
from seloste.reports.formats.style import Style
from seloste.reports.language.language import Language
from seloste.reports.rendering.escape import console, text, visible
from seloste.reports.starter.files import FILES

#: Keys that are sections of a notice, and hold entries or facts.
_SECTIONS = (*(section.value for section in Section), "legal_bases", "sections", "joint_controllers", "custom")
#: So much of what was left out is named.
_MOST_NAMED, _LONGEST_NAMED = 3, 40
#: Sections that are a text of the notice as a whole.
_NAMED = ("name", "opening")


class Coverage(Struct, frozen=True):
    """How much of a notice stands in its draft.

    Attributes:
        total: How many sentences, items of lists and rows of tables it has.
        understood: How many of them are at a key of their own.
        kept: How many are kept as text.
        sections: The sections of the draft, by their keys.
        entries: How many entries those have.
        todos: How many things a person must decide.
    """

    total: int
    understood: int
    kept: int
    sections: tuple[str, ...]
    entries: int
    todos: int

    @property
    def lost(self) -> int:
        """How many units are nowhere in the draft: a mistake of ours, if any."""
        return self.total - self.understood - self.kept


def measure_coverage(draft: PolicyDraft) -> Coverage:
    """How much of a notice stands in its draft."""
    placed = draft.places.keys()
    understood = len(draft.structured & placed)
    notice, headings = draft.policy.get("notice", {}), draft.policy.get("headings", {})
    sections = [
        key for key in _SECTIONS if draft.policy.get(key) or key in headings or (key in _NAMED and key in notice)
    ]
    entries = sum(_count_entries(draft.policy[key]) for key in sections if key in draft.policy)
    todos = sum(remark.is_todo for remark in draft.remarks)
    return Coverage(draft.total, understood, len(placed) - understood, tuple(sections), entries, todos)


def _count_entries(section: object) -> int:
    """The entries of a section: those by id, or the one that it is."""
    if isinstance(section, Mapping) and all(isinstance(each, Mapping) for each in section.values()):
        return len(section)
    return len(section) if isinstance(section, list) else 1


def summarize_import(coverage: Coverage, around: Sequence[str], target: str | None, style: Style) -> str:
    """What an import gave, and what comes next.

    Args:
        coverage: How much of the notice stands in its draft.
        around: What was left out, as the site around the notice.
        target: The file that was written; None: standard output.
        style: The language and the width.
    """
    language = style.language

    def word(key: str, **values: str) -> str:
        return language.word(f"import.{key}", **values)

    counts = {"understood": coverage.understood, "kept": coverage.kept, "lost": coverage.lost}
    numbers = {key: language.format_value(number) for key, number in counts.items()}
    sections = language.count("import.count.sections", len(coverage.sections))
    lines = [
        *([word("wrote", path=target)] if target else []),
        word("coverage", total=language.count("import.count.units", coverage.total), **numbers),
        *([_name_around(around, language)] if around else []),
        word("sections", count=sections, names=", ".join(coverage.sections)),
        *([word("todos", count=language.count("import.count.todos", coverage.todos))] if coverage.todos else []),
        word(_choose_next(target), path=target or ""),
    ]
    return console(visible("\n".join(line for each in lines for line in style.wrap(each, "", "  "))))


def _choose_next(target: str | None) -> str:
    """The word of what comes next: other commands find a notice by itself only where it has its usual name."""
    if target is None:
        return "next-output"
    return "next" if target == FILES["policy"] else "next-elsewhere"


def _name_around(around: Sequence[str], language: Language) -> str:
    """What was left out of a page, so that a person sees whether any of it was of the notice."""
    shown = [str(text(cut_text(words, _LONGEST_NAMED))) for words in around[:_MOST_NAMED]]
    count = language.count("import.count.around", len(around))
    return language.word("import.around", count=count, words=" · ".join(shown))


def describe_error(name: str, error: DocumentError, language: Language) -> str:
    """Why a document cannot be read, as a line of a message."""
    line = language.word("import.cannot-read", path=name, reason=_give_reason(error, language))
    return console(visible(line))


def _give_reason(error: DocumentError, language: Language) -> str:
    return language.word(f"import.errors.{error.reason}", **error.values)


def tabulate_imports(outcomes: Mapping[str, tuple[str, Coverage | DocumentError]], language: Language) -> str:
    """What each notice of a folder gave, as a table for a terminal.

    Args:
        outcomes: The draft of each notice, and how much of the notice is in it, or why there is none.
        language: The language of the table.
    """
    header = tuple(language.data["import"]["columns"])
    done = [(name, *_list_cells(target, found)) for name, (target, found) in outcomes.items() if _is_done(found)]
    rows = [header, *(tuple(str(text(cell)) for cell in row) for row in done)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(header))]
    lines = [_align(row, widths) for row in rows] if done else []
    failed = {name: found for name, (_, found) in outcomes.items() if isinstance(found, DocumentError)}
    lines += [
        f"{text(name)}: {language.word('import.failed', reason=_give_reason(error, language))}"
        for name, error in failed.items()
    ]
    lines.append(language.word("import.total", count=len(outcomes), failed=len(failed)))
    return visible("\n".join([*lines, ""]))


def _is_done(found: Coverage | DocumentError) -> bool:
    return isinstance(found, Coverage)


def _list_cells(target: str, found: Coverage | DocumentError) -> tuple[str, ...]:
    if isinstance(found, DocumentError):
        return ()
    numbers = (len(found.sections), found.entries, found.understood, found.kept, found.lost, found.todos)
    return (target, *map(str, numbers))


def _align(row: tuple[str, ...], widths: list[int]) -> str:
    """A row of a table: the names to the left, the numbers to the right."""
    names = [cell.ljust(width) for cell, width in zip(row[:2], widths, strict=False)]
    numbers = [cell.rjust(width) for cell, width in zip(row[2:], widths[2:], strict=False)]
    return "  ".join([*names, *numbers]).rstrip()
