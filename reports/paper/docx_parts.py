"""The parts of a Word document that python-docx has no functions for: bookmarks, links, fields, language, styles."""

from __future__ import annotations

import hashlib
import re
from typing import Any

#: The longest name of a bookmark, and the characters that it may not have.
_LONGEST_NAME = 40
_ILLEGAL = re.compile(r"[^A-Za-z0-9_]")
_HYPERLINK_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_THUMBNAIL_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail"
#: The styles of lists have as many steps.
DEEPEST_LIST = 3
#: The colour of links.
_ACCENT = "1B5563"


def make_element(tag: str, /, **attributes: str) -> Any:
    """A WordprocessingML element with attributes of the same namespace."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(f"w:{tag}")
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


class Bookmarks:
    """The bookmarks of a document: a unique name that Word allows for each anchor of the notice."""

    def __init__(self) -> None:
        #: The name of each anchor, and its number.
        self._names: dict[str, tuple[str, int]] = {}
        self._taken: set[str] = set()

    def name(self, anchor: str) -> str:
        """The name of the bookmark of an anchor: `purposes_billing` for `purposes.billing`."""
        if anchor not in self._names:
            name = _ILLEGAL.sub("_", anchor)
            name = name if name[:1].isalpha() else f"a_{name}"
            if len(name) > _LONGEST_NAME or name.casefold() in self._taken:
                digest = hashlib.sha256(anchor.encode(errors="backslashreplace")).hexdigest()[:8]
                name = f"{name[: _LONGEST_NAME - 9]}_{digest}"
            self._taken.add(name.casefold())
            self._names[anchor] = name, len(self._names)
        return self._names[anchor][0]

    def mark(self, paragraph: Any, anchor: str | None) -> None:
        """Puts the bookmark of an anchor around the content of a paragraph."""
        if anchor is None:
            return
        name = self.name(anchor)
        number = str(self._names[anchor][1])
        start = make_element("bookmarkStart", id=number, name=name)
        properties = paragraph._p.pPr
        paragraph._p.insert(0 if properties is None else 1, start)
        paragraph._p.append(make_element("bookmarkEnd", id=number))


def add_link(
    paragraph: Any, text: str, *, address: str | None = None, bookmark: str | None = None, style: str | None = None
) -> None:
    """Adds a link to a paragraph, to an external address or to a bookmark."""
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    hyperlink = make_element("hyperlink", history="1")
    if address is not None:
        hyperlink.set(qn("r:id"), paragraph.part.relate_to(address, _HYPERLINK_RELATION, is_external=True))
    if bookmark is not None:
        hyperlink.set(qn("w:anchor"), bookmark)
    run = paragraph.add_run(text, style)
    if address is not None:
        run.font.underline = True
        run.font.color.rgb = RGBColor.from_string(_ACCENT)
    hyperlink.append(run._r)
    paragraph._p.append(hyperlink)


def add_field(paragraph: Any, instruction: str, value: str = "1") -> Any:
    """Adds a field, such as the number of the page, and returns the run with its value until Word computes it."""
    start_field(paragraph, instruction)
    run = paragraph.add_run(value)
    end_field(paragraph)
    return run


def start_field(paragraph: Any, instruction: str) -> None:
    """Begins a field. The runs until `end_field` are its value."""
    from docx.oxml.ns import qn

    paragraph.add_run()._r.append(make_element("fldChar", fldCharType="begin"))
    code = make_element("instrText")
    code.text = instruction
    code.set(qn("xml:space"), "preserve")
    paragraph.add_run()._r.append(code)
    paragraph.add_run()._r.append(make_element("fldChar", fldCharType="separate"))


def end_field(paragraph: Any) -> None:
    """Ends the field."""
    paragraph.add_run()._r.append(make_element("fldChar", fldCharType="end"))


def start_numbering(document: Any, style: str, start: int) -> str:
    """Begins a numbered list of a style at a number, and returns the id of its numbering."""
    from docx.oxml.ns import qn

    numbering = document.part.numbering_part.element
    base = document.styles[style].element.find(f".//{qn('w:numId')}").get(qn("w:val"))
    abstract = next(num for num in numbering.num_lst if str(num.numId) == base).abstractNumId.val
    added = numbering.add_num(abstract)
    added.add_lvlOverride(ilvl=0).add_startOverride(start)
    return str(added.numId)


def set_numbering(paragraph: Any, numbering: str) -> None:
    """Counts a paragraph within a numbered list."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = int(numbering)


def repeat_header(table: Any) -> None:
    """Repeats the first row of a table on each page."""
    table.rows[0]._tr.get_or_add_trPr().append(make_element("tblHeader", val="true"))


def keep_row_whole(row: Any) -> None:
    """Keeps a row of a table on one page."""
    row._tr.get_or_add_trPr().append(make_element("cantSplit", val="true"))


def remove_thumbnail(document: Any) -> None:
    """Removes the picture of the empty document of python-docx."""
    package = document.part.package
    for key, relation in [*package.rels.items()]:
        if relation.reltype == _THUMBNAIL_RELATION:
            package.rels.pop(key)


def set_settings(document: Any, tag: str) -> None:
    """Sets the language for proofing and reading aloud, tracked changes, and Word's current layout mode."""
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
    # The order of settings is fixed: `trackRevisions` comes after `proofState`.
    settings.find(qn("w:proofState")).addnext(make_element("trackRevisions"))
