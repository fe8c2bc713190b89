"""Reads on which legal bases data are processed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from seloste.policy.drafting.policy_draft import PolicyDraft
from seloste.policy.drafting.readers.lists import compile_choices, compile_processing
from seloste.policy.drafting.unit import Unit
from seloste.policy.prose.passages import split_passages
from seloste.policy.prose.stance import denies
from seloste.policy.vocabulary import Basis, SpecialCategoryBasis

#: A point of GDPR Art. 6(1) or 9(2), as each language cites it: the number before its word, or after it.
_POINT = (
    r"(?<!\w)(?:{0} ?(?:artik\w{{1,5}}|art\.?),? ?{1}[ .(]{{0,2}}(?:koh[dt]\w{{1,3}},? ?)?\(?"
    r"|(?:artik\w{{1,4}}|article|art\.?) ?{0}[ .(]{{0,2}}{1}[ ).(,]{{0,3}}"
    r"(?:(?:led|punkt|point|koh[dt]\w{{1,3}}) ?)?\(?)"
    r"(?P<letter>[a-j])(?!\w)"
)
_ARTICLE_6 = re.compile(_POINT.format("6", "1"), re.IGNORECASE)
#: Another point beside one that is cited with its article: "Article 6(1)(b) and 6(1)(c)", "artikel 6.1 b och 6.1 c".
_MORE_OF_6 = re.compile(r"(?<![\w.])6(?:\.1 ?|\(1\) ?)\(?(?P<letter>[a-f])(?!\w)")
_ARTICLE_9 = re.compile(_POINT.format("9", "2"), re.IGNORECASE)
_LETTERS_6 = dict(zip("abcdef", (basis.value for basis in Basis), strict=True))
_LETTERS_9 = dict(zip("abcdefghij", (basis.value for basis in SpecialCategoryBasis), strict=True))


#: What stands after a dash or a colon has so many words at most, to be a basis.
_MOST_REMARK_WORDS = 5
#: What a purpose may have at its end.
_REMARK = re.compile(r"(?:\((?P<inner>[^()]{2,200})\)|(?:\s[–—-]|:)\s(?P<after>[^–—:\n]{2,80}))[.;,]?$")


def find_bases(text: str, language: str, *, laws: bool = True) -> list[str]:
    """The legal bases that a text names, in its order, without those that it denies. `laws`: a law alone is one."""
    found: dict[str, int] = {}
    outside = compile_processing("not_bases", language)
    for sentence in split_passages(text, language):
        for clause in sentence.clauses:
            if denies(clause, language):
                continue
            words = outside.sub(" ", clause.text)
            for basis, pattern in compile_choices("bases", language):
                match = pattern.search(words)
                if match is not None:
                    found.setdefault(basis, 1_000 * clause.first + match.start())
    cited = [*_ARTICLE_6.finditer(text)]
    for match in [*cited, *(_MORE_OF_6.finditer(text) if cited else ())]:
        basis = _LETTERS_6.get(match["letter"].lower(), "")
        if basis:
            found.setdefault(basis, match.start())
    if laws and not found and compile_processing("laws", language).search(outside.sub(" ", text)):
        return ["legal-obligation"]
    return sorted(found, key=lambda basis: found[basis])


def tells_basis(text: str, language: str) -> bool:
    """Whether a sentence is about legal bases."""
    return compile_processing("basis_signs", language).search(text) is not None and bool(find_bases(text, language))


def find_special_basis(text: str, language: str) -> str:
    """The exception of GDPR Art. 9(2) that a text names; empty where it names none."""
    cited = _ARTICLE_9.search(text)
    if cited is not None:
        return _LETTERS_9[cited["letter"].lower()]
    return next((basis for basis, pattern in compile_choices("special_bases", language) if pattern.search(text)), "")


def read_remark(text: str, language: str) -> Any:
    """The value of `legal_basis` for what a purpose has in brackets at its end, or after a dash: "(sopimus)"."""
    remark = _REMARK.search(text)
    if remark is None or (remark["after"] and len(remark["after"].split()) > _MOST_REMARK_WORDS):
        return None
    words = remark["inner"] or remark["after"]
    return make_basis(words, language) if find_bases(words, language, laws=False) else None


def put_bases(units: Sequence[Unit], draft: PolicyDraft, text: str | None = None) -> None:
    """Puts the bases that some units name as those of the whole notice; their words explain the first one."""
    words = text if text is not None else " ".join(unit.text for unit in units)
    listed: list[dict[str, Any]] = draft.get(("legal_bases",)) or []
    known = {entry["basis"]: entry for entry in listed}
    bases = find_bases(words, draft.language)
    new = [basis for basis in bases if basis not in known]
    if new:
        first, *others = new
        listed += [
            {"basis": first, "explanation": {draft.language: words}},
            *({"basis": other} for other in others),
        ]
    elif bases:
        explanation = known[bases[0]].setdefault("explanation", {})
        before = explanation.get(draft.language)
        explanation[draft.language] = f"{before}\n{words}" if before else words
    else:
        return
    draft.put(("legal_bases",), listed, units)


def make_basis(text: str, language: str, *, explained: bool = False) -> Any:
    """The value of `legal_basis` for what a text names: one basis, or a list; None where it names none."""
    bases = find_bases(text, language)
    if not bases:
        return None
    made: list[dict[str, Any]] = [{"basis": basis} for basis in bases]
    if explained:
        made[0]["explanation"] = {language: text}
    return made[0] if len(made) == 1 else made
