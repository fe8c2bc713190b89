"""Where a fact of the law is published, in the reader's language.

The sources in the data are English: a citation, and often a remark after it. Readers of another language get the
citation in their own form, and none of the remark, which is for those who keep the data.
"""

from __future__ import annotations

import re
from datetime import date

from seloste.reports.language.language import Language

_ECLI, _FINLEX = re.compile(r"ECLI:[\w:]+"), re.compile(r"Finlex, [^\d;]{0,80}(\d{1,6}/\d{4})")
_ADDRESS, _JOURNAL = re.compile(r"https?://[^\s;]+"), re.compile(r"OJ (L|C)(?=[ ,])[^;(]*")


def format_source(source: str, checked: date, language: Language) -> str:
    """The line on where an entry of the law was looked up, and when."""
    cited = source if language.base == "en" else _cite_source(source, language)
    if not cited:
        return language.word("law.source-checked", checked=checked)
    return language.word("law.source", source=cited, checked=checked)


def _cite_source(source: str, language: Language) -> str:
    """The citation that a source begins with, without its remark; empty where it begins with none."""
    if found := _JOURNAL.match(source):
        series = language.word("law.journal", series=found[1])
        return re.sub(r"\bp\.", language.word("law.page"), f"{series}{found[0][4:].rstrip()}")
    if found := _FINLEX.match(source):
        return f"Finlex, {found[1]}"
    other = _ECLI.match(source) or _ADDRESS.match(source)
    return other[0] if other else ""
