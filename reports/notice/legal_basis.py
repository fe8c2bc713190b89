"""Legal bases in words: the basis with its provision, and the notice's own explanation of it, as one sentence."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.policy.processing import LegalBasis, StatedBasis, StatedCriminalGround
from seloste.policy.prose.likeness import split_words
from seloste.policy.vocabulary import Basis, SpecialCategoryBasis
from seloste.reports.language.language import Language, capitalize, uncapitalize
from seloste.reports.notice.context import NoticeContext
from seloste.reports.notice.shortening import shorten_name

#: The letters at the beginning of a word that its inflected forms share.
_STEM = 5
#: What ends a sentence.
_STOPS = (".", "!", "?", "…")


def name_basis(basis: Basis | SpecialCategoryBasis, language: Language) -> str:
    """Names a basis in the language."""
    return capitalize(language.word(f"{'basis' if isinstance(basis, Basis) else 'special_category_basis'}.{basis}"))


def find_provision(basis: Basis | SpecialCategoryBasis) -> str:
    """Finds the provision of a basis: "GDPR Art. 6(1)(a)". Both enums list the points of their article in order."""
    point = chr(ord("a") + list(type(basis)).index(basis))
    return f"GDPR Art. {'6(1)' if isinstance(basis, Basis) else '9(2)'}({point})"


def cite_basis(context: NoticeContext, basis: Basis | SpecialCategoryBasis) -> str:
    """A basis in words with its provision."""
    return _cite(context, name_basis(basis, context.language), basis)


def _cite(context: NoticeContext, text: str, basis: Basis | SpecialCategoryBasis) -> str:
    return context.word("aside", text=text, remark=context.language.cite(find_provision(basis)))


def describe_basis(context: NoticeContext, stated: StatedBasis) -> str:
    """A legal basis with its explanation: "Consent (…), which you can withdraw at any time"."""
    name = name_basis(stated.basis, context.language)
    if not stated.explanation:
        return _cite(context, name, stated.basis)
    explanation = context.text(stated.explanation)
    pattern = _choose_pattern(context, explanation)
    if pattern == "phrase" and _names_basis(name, explanation):
        return _cite(context, capitalize(explanation), stated.basis)
    return context.word(f"basis.{pattern}", basis=_cite(context, name, stated.basis), explanation=explanation)


def describe_criminal_ground(context: NoticeContext, stated: StatedCriminalGround) -> str:
    """The ground for processing data on criminal convictions, with its explanation."""
    name = capitalize(context.word(f"criminal_ground.{stated.ground}"))
    if not stated.explanation:
        return name
    explanation = context.text(stated.explanation)
    pattern = _choose_pattern(context, explanation)
    return context.word(f"basis.{pattern}", basis=name, explanation=explanation)


def _names_basis(name: str, explanation: str) -> bool:
    """Whether an explanation names the basis itself: "our legitimate interest", "your consent"."""
    if name.casefold() in explanation.casefold() or explanation.casefold() in name.casefold():
        return True
    named, explained = ({word[:_STEM] for word in split_words(words)} for words in (name, explanation))
    return explained <= named or named <= explained


def _choose_pattern(context: NoticeContext, explanation: str) -> str:
    """How an explanation follows its basis: as a clause of the same sentence, a phrase, or a sentence of its own."""
    if context.begins_with(explanation, "relatives"):
        return "clause"
    is_sentence = explanation[:1].isupper() and explanation.endswith(_STOPS)
    return "sentence" if is_sentence else "phrase"


def describe_scoped_basis(context: NoticeContext, basis: LegalBasis) -> str:
    """A legal basis of a purpose; one that holds only for some people or data begins with those."""
    policy = context.policy
    named = [policy.data_subjects[key].text for key in basis.data_subjects or () if key in policy.data_subjects]
    named += [policy.fields[key].text for key in basis.fields or () if key in policy.fields]
    words = describe_basis(context, basis)
    if not named:
        return words
    scope = context.join(shorten_name(context.text(text)) for text in named)
    return context.word("scoped", scope=capitalize(scope), text=uncapitalize(words))


def list_bases(context: NoticeContext) -> Iterator[str]:
    """The legal bases that the notice gives for itself as a whole."""
    return (describe_basis(context, stated) for stated in context.policy.legal_bases)
