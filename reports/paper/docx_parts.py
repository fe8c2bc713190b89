"""The parts of a Word document that python-docx has no words for: bookmarks, links, fields, language, styles."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from seloste.reports.language.language import Language

#: How long the name of a bookmark may be, and what it may hold.
_LONGEST_NAME = 40
_ILLEGAL = re.compile(r"[^A-Za-z0-9_]")
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_THUMBNAIL = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail"
_INK, _QUIET, _TINT = "1B5563", "5A6066", "E9F1F2"
#: Our own paragraph styles: what each is based on, its indent in points, and what its text is like.
_STYLES: dict[str, tuple[str, int, dict[str, bool]]] = {
    "Fact Label": ("Normal", 18, {"bold": True, "keep": True}),
    "Fact": ("Normal", 18, {}),
    "Set Apart": ("Normal", 12, {"apart": True}),
    "Contents": ("Normal", 0, {}),
}


def element(tag: str, /, **attributes: str) -> Any:
    """A WordprocessingML element with attributes of the same namespace."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{tag}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


class Bookmarks:
    """The bookmarks of a document: each anchor of the notice under a name that Word allows, and no name twice."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def name(self, anchor: str) -> str:
        """The bookmark of the anchor: `purposes_billing` for `purposes.billing`."""
        if anchor not in self._names:
            name = _ILLEGAL.sub("_", anchor)
            name = name if name[:1].isalpha() else f"a_{name}"
            if len(name) > _LONGEST_NAME or name.casefold() in (taken.casefold() for taken in self._names.values()):
                digest = hashlib.sha256(anchor.encode(errors="backslashreplace")).hexdigest()[:8]
                name = f"{name[: _LONGEST_NAME - 9]}_{digest}"
            self._names[anchor] = name
        return self._names[anchor]

    def mark(self, paragraph: Any, anchor: str | None) -> None:
        """Puts the bookmark of the anchor around what the paragraph holds."""
        if anchor is None:
            return
        name = self.name(anchor)
        number = str([*self._names].index(anchor))
        start = element("bookmarkStart", id=number, name=name)
        properties = paragraph._p.pPr
        paragraph._p.insert(0 if properties is None else 1, start)
        paragraph._p.append(element("bookmarkEnd", id=number))


def link(paragraph: Any, text: str, *, address: str | None = None, bookmark: str | None = None) -> None:
    """Adds a link to the paragraph: to an address outside, or to a bookmark."""
    from docx.oxml.ns import qn

    made = element("hyperlink", history="1")
    if address is not None:
        made.set(qn("r:id"), paragraph.part.relate_to(address, _LINKS, is_external=True))
    if bookmark is not None:
        made.set(qn("w:anchor"), bookmark)
    run = paragraph.add_run(text)
    if address is not None:
        run.font.underline = True
        run.font.color.rgb = _colour(_INK)
    made.append(run._r)
    paragraph._p.append(made)


def field(paragraph: Any, instruction: str, shown: str = "1") -> None:
    """Adds a field, such as the number of the page, with what it shows until it is computed."""
    start_field(paragraph, instruction)
    paragraph.add_run(shown)
    end_field(paragraph)


def start_field(paragraph: Any, instruction: str) -> None:
    """Begins a field; what comes after it is what it shows."""
    from docx.oxml.ns import qn

    paragraph.add_run()._r.append(element("fldChar", fldCharType="begin"))
    told = element("instrText")
    told.text = instruction
    told.set(qn("xml:space"), "preserve")
    paragraph.add_run()._r.append(told)
    paragraph.add_run()._r.append(element("fldChar", fldCharType="separate"))


def end_field(paragraph: Any) -> None:
    """Ends the field that was begun."""
    paragraph.add_run()._r.append(element("fldChar", fldCharType="end"))


def prepare(document: Any, language: Language) -> None:
    """Makes python-docx's empty document ours: A4, the language of the text, our styles, changes tracked."""
    from docx.shared import Mm

    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(25)
    page.top_margin = page.bottom_margin = Mm(22)
    _settings(document, language.word("paper.tag"))
    _styles(document)
    package = document.part.package
    for key, relation in [*package.rels.items()]:
        if relation.reltype == _THUMBNAIL:  # a picture of the empty document
            package.rels.pop(key)


def _settings(document: Any, tag: str) -> None:
    """The language for proofing and reading aloud, tracked changes, and the way that Word lays pages out today."""
    from docx.oxml.ns import qn

    for lang in document.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), tag)
    settings = document.settings.element
    for theme in settings.iter(qn("w:themeFontLang")):
        theme.set(qn("w:val"), tag)
    for preview in settings.findall(qn("w:savePreviewPicture")):
        settings.remove(preview)
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    # The order of the settings is fixed: changes are tracked after the state of proofing.
    settings.find(qn("w:proofState")).addnext(element("trackRevisions"))


def _styles(document: Any) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Pt

    styles = document.styles
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3", "TOC Heading"):
        styles[name].font.color.rgb = _colour(_INK)
    for style in styles:
        fonts = style.element.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        if fonts is not None and style.name.startswith(("Title", "Heading", "TOC")):
            for key in [*fonts.attrib]:
                del fonts.attrib[key]
            for key in ("ascii", "hAnsi", "cs"):
                fonts.set(qn(f"w:{key}"), "Calibri")
    styles["Normal"].font.name = "Calibri"
    styles["Normal"].paragraph_format.space_after = Pt(6)
    for name, (base, indent, looks) in _STYLES.items():
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles[base]
        style.paragraph_format.left_indent = Pt(indent)
        style.paragraph_format.keep_with_next = looks.get("keep")
        style.font.bold = looks.get("bold")
        if name.startswith("Fact"):
            style.paragraph_format.space_after = Pt(2)
        if looks.get("bold"):
            style.font.color.rgb = _colour(_QUIET)
        if looks.get("apart"):
            _set_apart(style)


def _set_apart(style: Any) -> None:
    """A bar on the left and a tint: what must be presented apart from all else."""
    borders = element("pBdr")
    borders.append(element("left", val="single", sz="24", space="8", color=_INK))
    shading = element("shd", val="clear", color="auto", fill=_TINT)
    properties = style.element.get_or_add_pPr()
    # Their place is fixed: before the spacing and the indent.
    index = next(
        (place for place, child in enumerate(properties) if child.tag.endswith(("}spacing", "}ind"))), len(properties)
    )
    properties.insert(index, borders)
    properties.insert(index + 1, shading)


def _colour(value: str) -> Any:
    from docx.shared import RGBColor

    return RGBColor.from_string(value)
