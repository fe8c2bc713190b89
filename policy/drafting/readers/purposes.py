"""Reads what data are processed for, and on which legal bases."""

from __future__ import annotations

from collections.abc import Sequence

from seloste.policy.drafting.phrases import name_sections
from seloste.policy.drafting.policy_draft import PolicyDraft
from seloste.policy.drafting.readers.labelled_purposes import (
    list_headed_purposes,
    list_labelled_purposes,
    put_headed_purpose,
)
from seloste.policy.drafting.readers.legal_bases import (
    find_bases,
    find_special_basis,
    make_basis,
    put_bases,
    read_remark,
    tells_basis,
)
from seloste.policy.drafting.readers.lists import (
    compile_choices,
    compile_processing,
    is_entry,
    keep_introduction,
    list_leads,
    list_rows,
    put_group,
)
from seloste.policy.drafting.readers.people import name_people, tells_people
from seloste.policy.drafting.unit import Unit
from seloste.policy.prose.blocks import BlockKind
from seloste.policy.prose.passages import split_passages
from seloste.policy.prose.stance import denies

_SECTION = "purposes"
#: A legal basis alone has so many words at most: "asiakkaan suostumus".
_MOST_BASIS_WORDS = 12


def read_purposes(units: Sequence[Unit], draft: PolicyDraft) -> None:
    """Reads the section on purposes, and what it says of legal bases and of whose data they are."""
    language = draft.language
    headed = list_headed_purposes(units, language)
    for heading in [unit for unit in units if unit.number in headed]:
        path = (_SECTION, draft.make_id(_SECTION, heading.text))
        put_headed_purpose(path, heading, headed[heading.number], draft)
        _describe(path, heading.text, draft)
    units = [unit for unit in units if not draft.is_placed(unit)]
    labelled = list_labelled_purposes(units, language)
    leads = list_leads(units)
    rows = {unit.number: cells for unit, cells in list_rows(units)}
    has_list = any(_may_be_purpose(unit, leads.get(unit.number), language) for unit in units)
    plain = _choose_sentences(units, leads, language, has_list=has_list)
    name_people([unit for unit in units if not is_entry(unit)], draft)
    labels = _list_labels(units, leads, language)
    _read_leads(leads, draft)
    for at, unit in enumerate(units):
        lead = leads.get(unit.number)
        if unit.kind is BlockKind.ROW:
            if unit.number in rows:
                _read_row(unit, rows[unit.number], units[:at], draft)
            else:
                draft.place((_SECTION,), [unit])  # the head of a table, whose columns are keys
        elif unit.number in labelled:
            _put_purpose(unit, None, draft, basis=labelled[unit.number])
        elif _is_basis(unit, lead, language):
            _read_basis(unit, _list_above(units, at, lead), draft)
        elif (unit.kind is BlockKind.ITEM and not _is_under_bases(unit, language)) or unit.number in plain:
            if not draft.get((_SECTION,)):
                keep_introduction(
                    _SECTION, [each for each in units[:at] if each is not lead or lead.number not in labels], draft
                )
            _put_purpose(unit, lead if lead is not None and lead.number in labels else None, draft)
    _put_special_basis(units, draft)


def _read_leads(leads: dict[int, Unit], draft: PolicyDraft) -> None:
    """Reads the bases in a sentence that leads to a list of purposes; its words stay before the list."""
    for lead in {lead.number: lead for lead in leads.values()}.values():
        is_both = tells_basis(lead.text, draft.language) and _tells_purpose(lead.text, draft.language)
        if is_both and not draft.get(("legal_bases",)):
            draft.put(("legal_bases",), [{"basis": basis} for basis in find_bases(lead.text, draft.language)])


def _put_special_basis(units: Sequence[Unit], draft: PolicyDraft) -> None:
    """Puts the exception of GDPR Art. 9(2) that a sentence on legal bases cites to the purposes that have none."""
    cited = [
        find_special_basis(unit.text, draft.language)
        for unit in units
        if draft.places.get(unit.number, ("",))[0] != _SECTION
    ]
    special = next((basis for basis in cited if basis), "")
    for id, purpose in (draft.get((_SECTION,)) or {}).items():
        if special and "special_category_basis" not in purpose:
            draft.put((_SECTION, id, "special_category_basis"), special)


def _may_be_purpose(unit: Unit, lead: Unit | None, language: str) -> bool:
    """Whether a unit is an item or a row that is no legal basis."""
    return is_entry(unit) and not _is_basis(unit, lead, language) and not _is_under_bases(unit, language)


def _is_basis(unit: Unit, lead: Unit | None, language: str) -> bool:
    """Whether a unit is about legal bases and no purpose."""
    if unit.kind is BlockKind.HEADING or unit.text.endswith(":"):
        return False
    if _is_under_bases(unit, language):
        return make_basis(unit.text if lead is None else f"{lead.text}\n{unit.text}", language) is not None
    if lead is not None and lead.kind is BlockKind.PARAGRAPH and not lead.text.endswith(":"):
        lead = None  # a sentence before a list that it does not lead to
    above = lead.text if lead is not None else unit.heading
    is_under = compile_processing("basis_signs", language).search(above) is not None
    is_under = is_under and (lead is not None or not compile_processing("purpose_signs", language).search(above))
    if unit.kind is BlockKind.ITEM:
        is_only = name_sections(above, language).sections == ("legal_bases",)
        is_remarked = read_remark(unit.text, language) is not None
        return is_under and (is_only or (not is_remarked and make_basis(unit.text, language) is not None))
    if unit.kind is not BlockKind.PARAGRAPH:
        return False
    if is_under and make_basis(unit.text, language) is not None:
        return True
    if _names_basis(unit, language):
        return True
    return tells_basis(unit.text, language) and not _tells_purpose(unit.text, language)


def _is_under_bases(unit: Unit, language: str) -> bool:
    """Whether a unit stands under a heading on legal bases alone, where no purpose is."""
    return name_sections(unit.heading, language).sections == ("legal_bases",)


def _names_basis(unit: Unit, language: str) -> bool:
    """Whether a line under a heading on legal bases and purposes is a basis: "Lakisääteinen velvoite"."""
    is_headed = compile_processing("basis_signs", language).search(unit.heading) is not None
    is_plain = compile_processing("purpose_signs", language).search(unit.text) is None
    return is_headed and is_plain and bool(find_bases(unit.text, language))


def _tells_purpose(text: str, language: str) -> bool:
    if compile_processing("purpose_statements", language).search(text):
        return True
    return all(compile_processing(key, language).search(text) is not None for key in ("purpose_verbs", "purpose_signs"))


def _choose_sentences(
    units: Sequence[Unit], leads: dict[int, Unit], language: str, *, has_list: bool
) -> frozenset[int]:
    """The sentences that are purposes: beside a list those after it, without one all that tell what for."""
    above = {lead.number for lead in leads.values()}
    sentences = [
        unit
        for unit in units
        if unit.kind is BlockKind.PARAGRAPH
        and not unit.text.endswith(":")
        and unit.number not in above
        and not _is_under_bases(unit, language)
        and not _is_denied(unit.text, language)
        and not _is_basis(unit, leads.get(unit.number), language)
    ]
    if has_list:
        last = max(unit.number for unit in units if is_entry(unit))
        return frozenset(
            unit.number for unit in sentences if unit.number > last and _tells_purpose(unit.text, language)
        )
    telling = [unit for unit in sentences if _tells_purpose(unit.text, language)]
    if not telling:
        telling = [unit for unit in sentences if not tells_people(unit.text, language)]
    return frozenset(unit.number for unit in telling)


def _is_denied(text: str, language: str) -> bool:
    """Whether a sentence tells what data are not used for."""
    sentences = split_passages(text, language)
    return any(denies(sentence.clauses[0], language) for sentence in sentences if sentence.clauses)


def _list_labels(units: Sequence[Unit], leads: dict[int, Unit], language: str) -> frozenset[int]:
    """What leads to a list and is its label: where there are several lists, or a heading or an item above one."""
    found = {lead.number: lead for lead in leads.values()}
    several = len([lead for lead in found.values() if lead.kind is not BlockKind.HEADING]) > 1
    return frozenset(
        number
        for number, lead in found.items()
        if not set(name_sections(lead.text, language).sections) & {_SECTION, "legal_bases"}
        and (
            lead.kind is not BlockKind.PARAGRAPH
            or (several and lead.text.endswith(":") and len(lead.text.split()) <= 8)
        )
    )


def _put_purpose(unit: Unit, label: Unit | None, draft: PolicyDraft, basis: str = "") -> None:
    """Puts a unit as a purpose. `basis`: what it says of its legal basis, where that stands apart in it."""
    path = (_SECTION, draft.make_id(_SECTION, unit.text))
    draft.put_words((*path, "text"), [unit], unit.text.rstrip(";, "))
    if label is not None:
        draft.put((*path, "group"), put_group(_SECTION, label.text, draft, [label]))
    _describe(path, unit.text, draft)
    value = make_basis(basis, draft.language) if basis else read_remark(unit.text, draft.language)
    if value is None and tells_basis(unit.text, draft.language):
        value = make_basis(unit.text, draft.language)
    if value is not None:
        draft.put((*path, "legal_basis"), value)


def _describe(path: tuple[str, ...], text: str, draft: PolicyDraft) -> None:
    """Puts what the words of a purpose say of it."""
    language = draft.language
    if compile_processing("marketing", language).search(compile_processing("not_marketing", language).sub(" ", text)):
        draft.put((*path, "direct_marketing"), True)
    if compile_processing("profiling", language).search(text):
        draft.put((*path, "profiling"), True)
    special = find_special_basis(text, language)
    if special:
        draft.put((*path, "special_category_basis"), special)


def _read_row(unit: Unit, cells: dict[str, str], before: Sequence[Unit], draft: PolicyDraft) -> None:
    """Reads a row of a table as a purpose with its basis; other columns stay as words of it."""
    columns = {_find_column(head, draft.language): cell for head, cell in cells.items()}
    names = list(cells.values())
    purpose = columns.get("purpose") or names[0]
    if not draft.get((_SECTION,)):
        keep_introduction(_SECTION, before, draft)
    path = (_SECTION, draft.make_id(_SECTION, purpose))
    others = [
        f"{head}: {cell}" if not head.isdigit() else cell
        for head, cell in cells.items()
        if cell.strip() and cell != purpose and _find_column(head, draft.language) != "basis"
    ]
    draft.put_words((*path, "text"), [unit], "\n".join((purpose, *others)))
    _describe(path, purpose, draft)
    stated = columns.get("basis") or next(
        (cell for cell in names if cell != purpose and _is_basis_cell(cell, draft)), ""
    )
    is_told = compile_processing("basis_names", draft.language).fullmatch(stated.strip()) is None
    special = find_special_basis(stated, draft.language)
    if special:
        draft.put((*path, "special_category_basis"), special)
    basis = make_basis(stated, draft.language, explained=is_told) if stated else None
    if basis is not None:
        draft.put((*path, "legal_basis"), basis)
    elif columns.get("basis"):
        draft.put((*path, "text"), {draft.language: "\n".join((purpose, *others, columns["basis"]))})


def _is_basis_cell(cell: str, draft: PolicyDraft) -> bool:
    return len(cell.split()) <= _MOST_BASIS_WORDS and make_basis(cell, draft.language) is not None


def _find_column(head: str, language: str) -> str:
    return next((key for key, pattern in compile_choices("columns", language) if pattern.search(head)), head)


def _list_above(units: Sequence[Unit], at: int, lead: Unit | None) -> list[Unit]:
    """What leads to a unit on legal bases: the heading and the line before it."""
    first = at if lead is None else next((each for each in range(at) if units[each] is lead), at)
    heading = [units[first - 1]] if first and units[first - 1].kind is BlockKind.HEADING else []
    return [*heading, *([lead] if lead is not None else [])]


def _read_basis(unit: Unit, above: Sequence[Unit], draft: PolicyDraft) -> None:
    """Reads a sentence on legal bases; what leads to a list of them stands in the words of the first."""
    led = [each for each in above if not draft.is_placed(each)]
    text = "\n".join((*(each.text for each in led), unit.text))
    put_bases([*led, unit], draft, text)
