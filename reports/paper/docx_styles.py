"""How a Word document looks: the fonts, sizes and colours of our pages, as styles of Word.

`STYLES` also tells the estimate of pages (`docx_pages`) how high each paragraph is. Lines have a least height, so that
it is the same whichever font takes the place of a missing one.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from seloste.reports.paper.docx_parts import make_element

TEXT_FONT, LABEL_FONT = "Cambria", "Calibri"
INK, QUIET, LINE, TINT, ACCENT, ACCENT_TINT = "1E2124", "5A6066", "DCD9D2", "F3F1EC", "1B5563", "E9F1F2"
WARN, WARN_TINT = "7D5300", "FAF3E2"
#: The text between the margins of a page of A4, in points, and its margins in millimetres.
PAGE_WIDTH, PAGE_HEIGHT = 453.5, 717.0
MARGIN_SIDE, MARGIN_TOP = 25, 22
#: Where the values of facts begin.
VALUE_INDENT = 118.0
TABLE_STYLE = "Seloste Table"
#: The style of the label of a fact on the line of its value.
FACT_NAME = "Fact Name"
#: The free space beside and above the text of a cell.
CELL_SIDE, CELL_TOP = 4.0, 1.2


class Look(Struct, frozen=True):
    """The look of a style of paragraphs; lengths are in points."""

    font: str = TEXT_FONT
    size: float = 10.5
    line: float = 14.5
    before: float = 0
    after: float = 6
    left: float = 0
    #: How far the first line begins before the others.
    hanging: float = 0
    bold: bool = False
    colour: str = INK
    keep_next: bool = False
    #: A bar on the left and a tint, for text that must be presented separately; or a frame, for a draft.
    apart: bool = False
    framed: bool = False


def _list(depth: int, *, continued: bool = False) -> Look:
    left = 18.0 * depth
    return Look(after=3, left=left, hanging=0 if continued else 14)


#: The depth of a list, and the end of the names of its styles.
_STEPS = ((1, ""), (2, " 2"), (3, " 3"))
_HEADING = Look(size=10.5, line=14.5, before=10, after=2, bold=True, keep_next=True)
#: The look of each style, by its name.
STYLES: Mapping[str, Look] = MappingProxyType(
    {
        "Normal": Look(),
        "Title": Look(size=22, line=28, after=4, bold=True, keep_next=True),
        "Subtitle": Look(LABEL_FONT, 9.5, 13, after=12, colour=QUIET),
        "Heading 1": Look(size=14.5, line=19, before=20, after=5, bold=True, keep_next=True),
        "Heading 2": Look(size=11.5, line=15.5, before=12, after=3, bold=True, keep_next=True),
        "Heading 3": _HEADING,
        **{f"Heading {level}": _HEADING for level in range(4, 10)},
        **{f"List Bullet{step}": _list(depth) for depth, step in _STEPS},
        **{f"List Number{step}": _list(depth) for depth, step in _STEPS},
        **{f"List Continue{step}": _list(depth, continued=True) for depth, step in _STEPS},
        "TOC Heading": Look(LABEL_FONT, 9.5, 13, before=14, after=2, bold=True, colour=QUIET, keep_next=True),
        "toc 1": Look(LABEL_FONT, 9.5, 14.5, after=0),
        "Fact": Look(size=10, line=13.5, after=2, left=VALUE_INDENT, hanging=VALUE_INDENT - 12),
        "Fact Label": Look(LABEL_FONT, 9, 13.5, after=0, left=12, bold=True, colour=QUIET, keep_next=True),
        "Fact More": Look(size=10, line=13.5, after=2, left=VALUE_INDENT),
        "Set Apart": Look(left=12, apart=True),
        "Draft": Look(LABEL_FONT, 10, 14, after=12, framed=True),
        "Table Text": Look(LABEL_FONT, 9, 11.5, after=0),
        "Table Head": Look(LABEL_FONT, 9, 11.5, after=0, bold=True, colour=QUIET, keep_next=True),
        "Footer": Look(LABEL_FONT, 9, 12, after=0, colour=QUIET),
    }
)


class Layout(Struct, frozen=True):
    """The looks of the styles, the margins in millimetres, and whether there is a table of contents."""

    styles: Mapping[str, Look]
    side: int = MARGIN_SIDE
    top: int = MARGIN_TOP
    has_contents: bool = True

    @property
    def width(self) -> float:
        """The width of the text, in points."""
        return PAGE_WIDTH + 2 * (MARGIN_SIDE - self.side) * _POINTS

    @property
    def height(self) -> float:
        """The height of the text, in points."""
        return PAGE_HEIGHT + 2 * (MARGIN_TOP - self.top) * _POINTS


#: The share of its size that a style has where the text is dense, and that of the spaces around it.
_DENSE, _NEAR = 0.82, 0.45
_POINTS = 72 / 25.4
#: A notice, and a summary on as few pages as can be read.
ROOMY = Layout(STYLES)
DENSE = Layout(
    MappingProxyType(
        {
            name: replace(
                look,
                size=round(look.size * _DENSE, 1),
                line=round(look.line * _DENSE, 1),
                before=round(look.before * _NEAR, 1),
                after=round(look.after * _NEAR, 1),
            )
            for name, look in STYLES.items()
        }
    ),
    side=16,
    top=14,
    has_contents=False,
)


def lay_out(document: Any, layout: Layout) -> None:
    """Makes the pages of a document A4 with the margins of a layout, and gives it its styles."""
    from docx.shared import Mm

    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(layout.side)
    page.top_margin = page.bottom_margin = Mm(layout.top)
    page.footer_distance = Mm(layout.top // 2)
    _add_styles(document, layout.styles)


def _add_styles(document: Any, looks: Mapping[str, Look]) -> None:
    """Gives the styles of the document our looks, and adds those that it lacks."""
    from docx.enum.style import WD_STYLE_TYPE

    known = {style.name: style for style in document.styles}
    for name, look in looks.items():
        style = known.get(name)
        if style is None:
            style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name.startswith("toc"))
            style.base_style = document.styles["Normal"]
            style.quick_style = not name.startswith("toc")
        _set_text(style, look)
        _set_paragraph(style, look)
    name = document.styles.add_style(FACT_NAME, WD_STYLE_TYPE.CHARACTER)
    _set_text(name, looks["Fact Label"])
    _add_table_style(document)


def _set_text(style: Any, look: Look) -> None:
    """Sets the font of a style, in place of the fonts of the theme."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in [*fonts.attrib]:
        del fonts.attrib[key]
    for key in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{key}"), look.font)
    for tag in ("w:spacing", "w:kern", "w:caps"):
        for element in style.element.rPr.findall(qn(tag)):
            style.element.rPr.remove(element)
    style.font.size, style.font.bold, style.font.italic = Pt(look.size), look.bold, False
    style.font.color.rgb = RGBColor.from_string(look.colour)


def _set_paragraph(style: Any, look: Look) -> None:
    from docx.enum.text import WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.oxml.ns import qn
    from docx.shared import Pt

    shape, properties = style.paragraph_format, style.element.get_or_add_pPr()
    for tag in ("w:pBdr", "w:contextualSpacing"):
        for element in properties.findall(qn(tag)):
            properties.remove(element)
    shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.AT_LEAST, Pt(look.line)
    shape.left_indent, shape.first_line_indent = Pt(look.left), Pt(-look.hanging)
    shape.keep_with_next, shape.widow_control = look.keep_next, True
    if style.name == "toc 1":
        shape.tab_stops.add_tab_stop(Pt(PAGE_WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    if style.name == "Fact":
        shape.tab_stops.add_tab_stop(Pt(VALUE_INDENT))
    if look.apart or look.framed:
        _frame(properties, look)


def _frame(properties: Any, look: Look) -> None:
    """Adds a bar on the left, or a frame, and a tint."""
    borders = make_element("pBdr")
    sides = ("left",) if look.apart else ("top", "left", "bottom", "right")
    for side in sides:
        colour, size = (ACCENT, "24") if look.apart else (WARN, "12")
        borders.append(make_element(side, val="single", sz=size, space="8" if look.apart else "5", color=colour))
    shading = make_element("shd", val="clear", color="auto", fill=ACCENT_TINT if look.apart else WARN_TINT)
    # Their place is fixed: before tabs, spacing and indent.
    last = ("}tabs", "}suppressAutoHyphens", "}spacing", "}ind", "}contextualSpacing", "}jc", "}outlineLvl")
    index = next((place for place, child in enumerate(properties) if child.tag.endswith(last)), len(properties))
    properties.insert(index, borders)
    properties.insert(index + 1, shading)


def _add_table_style(document: Any) -> None:
    """Adds the style of tables: a line below each row, and the head apart by its line and its tint."""
    from docx.enum.style import WD_STYLE_TYPE

    style = document.styles.add_style(TABLE_STYLE, WD_STYLE_TYPE.TABLE)
    style.base_style = document.styles["Normal Table"]
    properties = make_element("tblPr")
    borders = make_element("tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(make_element(side, val="single", sz="4", space="0", color=LINE))
    margins = make_element("tblCellMar")
    for side, width in (("top", CELL_TOP), ("left", CELL_SIDE), ("bottom", CELL_TOP), ("right", CELL_SIDE)):
        margins.append(make_element(side, w=str(round(width * 20)), type="dxa"))
    properties.append(borders)
    properties.append(margins)
    style.element.append(properties)
    head = make_element("tblStylePr", type="firstRow")
    cell = make_element("tcPr")
    edges = make_element("tcBorders")
    edges.append(make_element("bottom", val="single", sz="8", space="0", color=QUIET))
    cell.append(edges)
    cell.append(make_element("shd", val="clear", color="auto", fill=TINT))
    head.append(cell)
    style.element.append(head)
